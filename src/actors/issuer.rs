//! Issuer: decides on its cardholders' payments, holds and captures their money.
//!
//! Hears 0100, 0120, 0400, 1240, card verifications and loss reports. Says 0110, 0130, 0410. Keeps holds and balances in the ledger. Its
//! disputes desk has a file of its own.
//! Decides in this order: blocked card, risk score, money. A request waits for a free authorizer first.

use super::stage::{Desk, post_cleared};
use crate::domain::iso8583::ResponseCode;
use crate::domain::market::LinkKind;
use crate::domain::money::Money;
use crate::domain::payment::{Leg, LegState};
use crate::kernel::time::Span;
use crate::policy::funds::available;
use crate::protocol::{Message, Observer, Payment, What};

/// 0100: an answer, after the queue and the work; silence if the queue is too long.
pub fn on_authorization_request<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let payment = *desk.payment(message.subject);
    if payment.leg(message.leg) != LegState::Requested {
        return;
    }
    let Some(bank) = desk.market.bank_ordinal(message.to.party) else { return };
    let Some(work) = desk.bank_work(&payment, bank, message.leg) else { return };
    let wanted = if message.leg == Leg::Outer { payment.asked } else { payment.inner_asked() };
    let code = desk.bank_decision(&payment, wanted, (bank, message.leg));
    let weight = i64::from(payment.weight);
    desk.branch.report.processed[bank] += weight;
    if code.is_approval() {
        desk.branch.ledger.hold(message.to.party, held_for(&payment, message.leg));
        let held = desk.payment_mut(message.subject);
        match message.leg {
            Leg::Outer => held.is_outer_held = true,
            Leg::Inner => held.is_inner_held = true,
        }
    } else if code == ResponseCode::SuspectedFraud {
        desk.note_bank_stop(message.subject);
    }
    let answer = Message::about(message.subject, message.to, message.from, What::AuthorizationResponse, message.leg).with_code(code);
    desk.send(LinkKind::Issuer, work, answer);
}

/// What a leg holds, full scale.
fn held_for(payment: &Payment, leg: Leg) -> Money {
    match leg {
        Leg::Outer => payment.outer_hold(),
        Leg::Inner => payment.inner_hold(),
    }
}

/// 0100 for the rest of an amount that cleared for more than was approved: only money counts, the payment itself is decided.
pub fn on_incremental_request<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let payment = *desk.payment(message.subject);
    if payment.leg(Leg::Inner) != LegState::Extending {
        return;
    }
    let Some(bank) = desk.market.bank_ordinal(message.to.party) else { return };
    let work = Span::from_micros((desk.market.market.banks[bank].service_ms * 1000.0) as i64);
    let code = if payment.amount > available(&desk.purse(&payment)) { ResponseCode::InsufficientFunds } else { ResponseCode::Approved };
    if code.is_approval() {
        desk.branch.ledger.hold(message.to.party, payment.full() - payment.inner_hold());
        desk.payment_mut(message.subject).is_extended = true;
    }
    let answer = Message::about(message.subject, message.to, message.from, What::IncrementalResponse, Leg::Inner).with_code(code);
    desk.send(LinkKind::Issuer, work, answer);
}

/// 0120: the network approved for it; the money is held all the same.
pub fn on_advice<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let payment = desk.payment(message.subject);
    let held = payment.outer_hold();
    if !payment.is_outer_held && payment.leg(Leg::Outer) == LegState::StoodIn {
        desk.branch.ledger.hold(message.to.party, held);
        desk.payment_mut(message.subject).is_outer_held = true;
    }
    let answer = Message::about(message.subject, message.to, message.from, What::AdviceResponse, message.leg);
    desk.send(LinkKind::Issuer, Span::ZERO, answer.with_code(ResponseCode::Approved));
}

/// 0400: lets the hold go, if there is one.
pub fn on_reversal<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    release(desk, message);
    let answer = Message::about(message.subject, message.to, message.from, What::ReversalResponse, message.leg);
    desk.send(LinkKind::Issuer, Span::ZERO, answer.with_code(ResponseCode::Approved));
}

/// A processor's debit of an account: paid if the money is there, sent back if not; or its credit of one.
pub fn on_bank_debit<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let payment = *desk.payment(message.subject);
    let is_short = desk.rules.conditions.is_broke || payment.amount > available(&desk.purse(&payment));
    if let Some(bank) = desk.market.bank_ordinal(message.to.party) {
        desk.branch.report.processed[bank] += i64::from(payment.weight);
    }
    if !payment.flows_back() && is_short {
        desk.advance(message.subject, Leg::Inner, LegState::Returned);
        let days = desk.processor(message.from.party).return_days;
        let answer = Message::about(message.subject, message.to, message.from, What::BankReturn, Leg::Inner);
        desk.send_at(desk.business_morning(days), answer.with_code(ResponseCode::InsufficientFunds));
        return;
    }
    desk.advance(message.subject, Leg::Inner, LegState::Cleared);
    post_cleared(desk, message.subject, Leg::Inner);
}

/// 1240: captures what was held and posts the leg.
pub fn on_presentment<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    release(desk, message);
    desk.advance(message.subject, message.leg, LegState::Cleared);
    post_cleared(desk, message.subject, message.leg);
}

fn release<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let amount = held_for(desk.payment(message.subject), message.leg);
    let payment = desk.branch.payments.get_mut(message.subject);
    let held = match message.leg {
        Leg::Outer => &mut payment.is_outer_held,
        Leg::Inner => &mut payment.is_inner_held,
    };
    if std::mem::take(held) {
        desk.branch.ledger.release(message.to.party, amount);
    }
}

/// Is this card good? Asked when somebody binds it; a keyed share of honest ones is refused.
pub fn on_verification<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let (person, product) = (message.subject, crate::domain::product::ProductId(message.note));
    let roll = desk.rules.keys.funnel.uniform(desk.branch.district, person, u32::from(message.note) * 4 + 1);
    let refused = roll < desk.product(product).enrolment.refused_share;
    let code = if refused { ResponseCode::DoNotHonour } else { ResponseCode::Approved };
    let wait = desk.usual(LinkKind::Issuer);
    let answer = Message { to: message.from, from: message.to, what: What::VerificationResponse, code, ..message };
    desk.write(desk.now + wait, answer);
}

/// The owner's phone is gone: the card behind it is shut.
pub fn on_loss_report<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    desk.shut_lost(message.subject);
    if let Some(bank) = desk.market.bank_ordinal(message.to.party) {
        desk.branch.report.reissued[bank] += i64::from(desk.rules.weight / desk.rules.boost).max(1);
    }
}
