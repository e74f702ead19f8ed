//! Token service: keeps a network's map from tokens to cards, and checks that a token is used where it may be.
//!
//! Hears token requests from its network. Says which card it is, or that the token may not be used so: without its phone's cryptogram a
//! token is worth nothing, so a number that leaked at a shop is refused. Keeps nothing here; the map is the payment's card.

use super::stage::{Desk, outer_entry};
use crate::domain::card::Entry;
use crate::domain::iso8583::ResponseCode;
use crate::domain::market::LinkKind;
use crate::domain::payment::Leg;
use crate::kernel::time::Span;
use crate::protocol::{Message, Observer, What};

/// Which card is this token?
pub fn on_request<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let code = match outer_entry(desk.payment(message.subject)) {
        Entry::CardPresent => ResponseCode::Approved,
        Entry::CardNotPresent => ResponseCode::NotPermitted,
    };
    let answer = Message::about(message.subject, message.to, message.from, What::TokenResponse, Leg::Outer).with_code(code);
    desk.send(LinkKind::Cloud, Span::ZERO, answer);
}
