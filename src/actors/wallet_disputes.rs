//! Wallet's disputes desk: charged back on the inner leg as merchant of record, it contests, passes the claim on to the shop, or bears it.
//!
//! Hears retrieval requests, 0422 and lost rulings of the inner leg, second presentments of the outer one. Says disputes to the issuer of
//! its virtual card, second presentments to its acquirer. Keeps nothing but the case. Its two clocks run apart: the shop may answer after the wallet's own time on
//! the inner leg is over, and a claim may reach the wallet when the outer leg can no longer be charged back.

use super::stage::{Cause, Desk};
use crate::domain::dispute::Stage;
use crate::domain::iso8583::ResponseCode;
use crate::domain::market::LinkKind;
use crate::domain::payment::Leg;
use crate::kernel::time::Span;
use crate::policy::dispute;
use crate::protocol::{Actor, Address, Message, Observer, What};

/// 1644: the bank asks for a copy; the wallet has its own records.
pub fn on_copy_request<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let case = *desk.case(message.subject);
    if case.grounds().is_some_and(|grounds| grounds.wallet_has_proof) {
        let acquirer = Address::new(Actor::Acquirer, desk.sides(&case.payment, Leg::Inner).acquirer);
        desk.pass_case(LinkKind::Cloud, acquirer, message, What::ReceiptCopy);
    }
}

/// 0422 of the inner leg: a thief's payment is paid for; a complaint is contested with the wallet's own records or goes on to the shop.
pub fn on_chargeback<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let case = *desk.case(message.subject);
    let grounds = match &case.cause {
        Cause::Theft(_) => {
            desk.accept_theft(message.subject, message.leg);
            return;
        }
        Cause::Complaint(grounds) => *grounds,
    };
    if dispute::contests(&desk.market.market.disputes, grounds.wallet_has_proof, case.payment.amount) {
        present_again(desk, message);
    } else {
        pass_on(desk, message);
    }
}

/// The inner leg is lost for good: whatever was not passed on yet is, if there is still time.
pub fn on_inner_loss<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    if desk.case(message.subject).stage(Leg::Outer) == Stage::Unraised {
        pass_on(desk, message);
    }
}

/// The wallet contests its virtual card's charge, as a cardholder would.
fn pass_on<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let issuer = desk.sides(&desk.case(message.subject).payment, Leg::Outer).issuer;
    let plain = Message { leg: Leg::Outer, code: ResponseCode::None, ..message };
    desk.pass_case(LinkKind::Cloud, issuer, plain, What::Dispute);
}

/// To its acquirer, which presents the inner leg again.
fn present_again<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let acquirer = Address::new(Actor::Acquirer, desk.sides(&desk.case(message.subject).payment, Leg::Inner).acquirer);
    let inner = Message { leg: Leg::Inner, code: ResponseCode::None, ..message };
    desk.pass_case(LinkKind::Cloud, acquirer, inner, What::Representment);
}

/// The shop has a proof: the wallet uses it on the inner leg if its time there is not over, and decides about the outer leg when it must.
pub fn on_representment<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let case = *desk.case(message.subject);
    if case.stage(Leg::Inner).is_final() {
        decide(desk, message);
        return;
    }
    if case.stage(Leg::Inner) == Stage::ChargedBack {
        present_again(desk, message);
    }
    let answer_by = desk.now + Span::from_days(i64::from(desk.market.market.disputes.reply_days)) - desk.case_work() * 2;
    let clock = Message { to: message.to, from: message.to, what: What::ReplyLimit, ..message };
    desk.write_case(answer_by.max(desk.now), clock);
}

/// The wallet's own time to answer the shop is over.
pub fn on_reply_limit<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    decide(desk, message);
}

/// It insists where it would bear the loss itself and the shop's proof convinces nobody; else it lets the second presentment be.
fn decide<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let case = *desk.case(message.subject);
    let Some(grounds) = case.grounds() else { return };
    if case.stage(Leg::Outer) != Stage::Represented {
        return;
    }
    let insists = case.stage(Leg::Inner).is_lost_by_merchant() && !grounds.is_convincing;
    let what = if insists { What::PreArbitration } else { What::Acceptance };
    let issuer = desk.sides(&case.payment, Leg::Outer).issuer;
    debug_assert_eq!(issuer.actor, Actor::ProxyIssuer);
    desk.pass_case(LinkKind::Cloud, issuer, message, what);
}
