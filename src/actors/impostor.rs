//! Impostor: an operator's enrolment desk, where somebody comes with an identity and a card that are not his.
//!
//! Hears enrolments by impostors. Says that it is done, or not. Keeps nothing: the thief's account stands with the run. The operator looks at
//! the papers; the bank of the card may ask its customer by a one-time password, which the impostor does not get.

use super::stage::Desk;
use crate::domain::iso8583::ResponseCode;
use crate::domain::market::LinkKind;
use crate::domain::product::ProductId;
use crate::protocol::{Message, Observer, What};

/// A card is to go on an account: the operator's check, then the bank's.
pub fn on_impostor_enrols<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let run = *desk.branch.runs.get(message.subject);
    let product = ProductId(message.note);
    let code = if desk.sees_impostor(&run, product) { ResponseCode::DoNotHonour } else { ResponseCode::Approved };
    let wait = desk.usual(LinkKind::Cloud) + desk.usual(LinkKind::Issuer);
    let answer = Message { to: message.from, from: message.to, what: What::ImpostorAnswer, code, ..message };
    desk.write(desk.now + wait, answer);
}
