//! Shop's answer to disputes: sends copies of receipts, pays chargebacks by silence, or presents again with a proof.
//!
//! Hears retrieval requests and 0422. Says copies and second presentments. Keeps receipts: whether it can prove a sale was drawn with it.

use super::stage::{Cause, Desk};
use crate::domain::market::LinkKind;
use crate::kernel::time::{Span, Time};
use crate::policy::dispute;
use crate::protocol::{Actor, Address, Message, Observer, What};

/// 1644: the copy, if the shop still has it and is still there.
pub fn on_copy_request<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let case = *desk.case(message.subject);
    let Some(grounds) = case.grounds() else { return };
    if !grounds.shop_has_proof || desk.shop_is_gone(&case.payment) {
        return;
    }
    let limit = desk.now + Span::from_days(i64::from(desk.market.market.disputes.reply_days));
    let at = answer_time(desk, limit, grounds.reply_share);
    let acquirer = Address::new(Actor::Acquirer, case.payment.acquirer);
    desk.write_case(at, Message { to: acquirer, from: message.to, what: What::ReceiptCopy, ..message });
}

/// 0422: a thief's payment is paid for; what an honest payer contests is let go by silence or presented again.
pub fn on_chargeback<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let case = *desk.case(message.subject);
    let grounds = match &case.cause {
        Cause::Theft(_) => {
            desk.accept_theft(message.subject, message.leg);
            return;
        }
        Cause::Complaint(grounds) => *grounds,
    };
    let contests = dispute::contests(&desk.market.market.disputes, grounds.shop_has_proof, case.payment.amount);
    if case.is_shop_gone || !contests {
        return;
    }
    let at = answer_time(desk, case.reply_by[message.leg as usize], grounds.reply_share);
    let acquirer = Address::new(Actor::Acquirer, case.payment.acquirer);
    desk.write_case(at, Message { to: acquirer, from: message.to, what: What::Representment, ..message });
}

/// Some time before the limit, with room for the way back through the acquirer.
fn answer_time<O: Observer>(desk: &Desk<'_, O>, limit: Time, share: f32) -> Time {
    let way_back = desk.case_work() + desk.usual(LinkKind::Acquirer) + desk.usual(LinkKind::Issuer);
    let room = (limit - desk.now - way_back).as_secs_f64().max(0.0);
    desk.now + desk.case_work() + Span::from_secs_f64((room - desk.case_work().as_secs_f64()).max(0.0) * f64::from(share))
}
