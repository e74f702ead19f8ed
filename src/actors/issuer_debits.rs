//! Issuer's debits: decides at once on what a processor takes from its customers, in one message that asks and takes.
//!
//! Hears 0200, one-time passwords, payments on its own pages. Says 0210, one-time passwords by short message. Keeps holds until the
//! processor has heard. Decides in this order: the largest debit allowed, blocked card, risk score, money, the password.

use super::stage::{Desk, Draw};
use crate::domain::iso8583::ResponseCode;
use crate::domain::market::LinkKind;
use crate::domain::payment::{Leg, LegState, Source};
use crate::kernel::time::Span;
use crate::protocol::{Actor, Address, Message, Observer, Payment, What};

/// 0200: the money, a refusal, or a word to the customer first; silence if the queue is too long.
pub fn on_financial_request<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let Some((payment, bank, work)) = take_up(desk, message) else { return };
    let limit = desk.market.market.banks[bank].quick_pay_limit;
    let code =
        if payment.amount > limit { ResponseCode::NotPermitted } else { desk.bank_decision(&payment, payment.amount, (bank, Leg::Inner)) };
    if code.is_approval() && wants_password(desk, &payment, bank) {
        let phone = Address::new(Actor::Phone, desk.market.people);
        desk.send(LinkKind::ShortMessage, work, Message::about(message.subject, message.to, phone, What::Password, Leg::Inner));
        return;
    }
    answer(desk, message, message.from, work, code);
}

/// The payment, the bank's ordinal and how long it works on it; nothing where nobody waits any more or the queue is too long.
fn take_up<O: Observer>(desk: &mut Desk<'_, O>, message: Message) -> Option<(Payment, usize, Span)> {
    let payment = *desk.payment(message.subject);
    if payment.leg(Leg::Inner) != LegState::Requested {
        return None;
    }
    let bank = desk.market.bank_ordinal(message.to.party)?;
    let work = desk.bank_work(&payment, bank, Leg::Inner)?;
    desk.branch.report.processed[bank] += i64::from(payment.weight);
    Some((payment, bank, work))
}

/// True where the bank does not pay before its customer has typed a one-time password: large amounts, and devices it has not seen.
fn wants_password<O: Observer>(desk: &Desk<'_, O>, payment: &Payment, bank: usize) -> bool {
    let terms = &desk.market.market.banks[bank];
    let is_new = desk.roll(payment.luck, Draw::Password) < terms.password_share;
    payment.source == Source::QuickPay && (payment.amount > terms.password_above || is_new)
}

/// The password: right or wrong, if the processor still waits.
pub fn on_password_entry<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let payment = *desk.payment(message.subject);
    if payment.leg(Leg::Inner) != LegState::Requested {
        return;
    }
    let slips = desk.product(payment.product).remote.map_or(0.0, |terms| terms.password_mistyped_share);
    let is_wrong = desk.roll(payment.luck, Draw::PasswordSlip) < slips;
    let code = if is_wrong { ResponseCode::WrongPin } else { ResponseCode::Approved };
    answer(desk, message, message.from, Span::ZERO, code);
}

/// The payer has come to the bank's pages: logs in or not, and is asked for no password beside the bank's own.
pub fn on_gateway_entry<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let Some((payment, bank, work)) = take_up(desk, message) else { return };
    let fails = desk.market.market.banks[bank].login_failed_share;
    let is_out = desk.roll(payment.luck, Draw::Login) < fails;
    let code = if is_out { ResponseCode::DoNotHonour } else { desk.bank_decision(&payment, payment.amount, (bank, Leg::Inner)) };
    let processor = desk.operator(payment.product);
    answer(desk, message, processor, work, code);
}

/// 0210 to whoever has to know; what is approved is held until the processor has taken it.
fn answer<O: Observer>(desk: &mut Desk<'_, O>, message: Message, to: Address, work: Span, code: ResponseCode) {
    let payment = *desk.payment(message.subject);
    if code.is_approval() {
        desk.branch.ledger.hold(message.to.party, payment.full());
        desk.payment_mut(message.subject).is_inner_held = true;
    } else if code == ResponseCode::SuspectedFraud {
        desk.note_bank_stop(message.subject);
    }
    let link = if to.actor == Actor::Processor && message.what == What::GatewayEntry { LinkKind::Cloud } else { LinkKind::Issuer };
    let answer = Message::about(message.subject, message.to, to, What::FinancialResponse, Leg::Inner).with_code(code);
    desk.send(link, work, answer);
}
