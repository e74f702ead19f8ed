//! Terminal: the shop's end of a payment.
//!
//! Hears taps, answers and time-outs, and of what a carrier has put on a bill. Says 0100, 0400, the day's batch, receipts. With an offline
//! purse it settles the tap by itself. Keeps the payer's outcome: the first answer counts,
//! and when none comes in time the payment is declined and reversed.

use super::stage::{Desk, Draw, mark, post_lost_record};
use crate::domain::iso8583::ResponseCode;
use crate::domain::market::LinkKind;
use crate::domain::money::{Money, Rate};
use crate::domain::payment::{Leg, LegState, Outcome};
use crate::domain::product::Flow;
use crate::kernel::random::unit;
use crate::kernel::time::{Span, Time};
use crate::protocol::{Actor, Address, Message, NOBODY, Observer, PaymentKind, What};

const DAY: i64 = 86_400_000_000;
/// The hour at which the last shop uploads its batch.
const CUT_OFF: i64 = 23 * 3_600_000_000;
/// Shops upload within so long before it, each at a time of its own.
const SPREAD: i64 = 90 * 60_000_000;
/// Time between two records of an upload.
const RECORD: Span = Span::from_millis(20);

/// Card data arrives: ask, and start the clock; an account's name or code is an order, which the processor answers for.
pub fn on_tap<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    if desk.payment(message.subject).flow == Flow::OfflinePurse {
        debit_purse(desk, message);
        return;
    }
    if desk.payment(message.subject).flow == Flow::RemoteAccount {
        let processor = desk.operator(desk.payment(message.subject).product);
        desk.send(LinkKind::Shop, Span::ZERO, Message::about(message.subject, message.to, processor, What::Order, Leg::Outer));
        return;
    }
    desk.payment_mut(message.subject).asked = asked(desk, message.subject);
    let acquirer = Address::new(Actor::Acquirer, desk.payment(message.subject).acquirer);
    desk.advance(message.subject, Leg::Outer, LegState::Requested);
    desk.send(LinkKind::Shop, Span::ZERO, Message::about(message.subject, message.to, acquirer, What::AuthorizationRequest, Leg::Outer));
    let clock = Message::about(message.subject, message.to, message.to, What::TerminalTimer, Leg::Outer);
    desk.start_clock(Span::from_millis(desk.market.market.limits.terminal_ms), clock);
}

/// Purse and terminal agree between themselves: there is enough on it, or there is not; nobody else is asked.
fn debit_purse<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let slot = message.subject;
    let payment = *desk.payment(slot);
    let is_enough = desk.balance(payment.person, payment.product) >= payment.amount;
    let code = if is_enough { ResponseCode::Approved } else { ResponseCode::InsufficientFunds };
    desk.advance(slot, Leg::Outer, LegState::Requested);
    desk.advance(slot, Leg::Outer, if is_enough { LegState::Approved } else { LegState::Declined });
    let paid = desk.payment_mut(slot);
    paid.asked = payment.amount;
    paid.answer(code);
    let tap_ms = desk.product(payment.product).purse.map_or(0.0, |purse| purse.tap_ms);
    hand_receipt_after(desk, message, code, Span::from_secs_f64(tap_ms / 1000.0));
    if is_enough {
        desk.move_balance(payment.person, payment.product, -payment.amount);
        join_batch(desk, message.to, slot);
        desk.plan_return(slot);
    }
}

/// What authorization is asked for: the ticket, but for a tip that comes on top later or a pump that does not know the amount yet.
fn asked<O: Observer>(desk: &Desk<'_, O>, slot: u32) -> Money {
    let payment = desk.payment(slot);
    let group = &desk.market.market.merchants[usize::from(desk.branch.shops.list[usize::from(payment.shop)].group)];
    // A PIN is typed under the final amount, and a prepaid card is asked for what is due: inside, not at the pump.
    let is_final = payment.flow == Flow::ProcessorAccount || payment.is_prepaid();
    if payment.thief.is_some() || payment.kind == PaymentKind::Remote || is_final {
        return payment.amount;
    }
    if group.preauthorization > Money::ZERO {
        return group.preauthorization;
    }
    let is_tipped =
        group.tip > Rate::ZERO && (desk.rules.conditions.is_plain || unit(mark(payment.luck, Draw::Tip, 0)) < group.tipped_share);
    if is_tipped { group.tip.before(payment.amount).max(Money::from_minor(1)) } else { payment.amount }
}

/// 0110: the payer is told; an approved payment goes into the day's batch.
pub fn on_authorization_response<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    if desk.payment(message.subject).outcome != Outcome::Pending {
        return;
    }
    desk.payment_mut(message.subject).answer(message.code);
    hand_receipt(desk, message, message.code);
    if message.code.is_approval() {
        join_batch(desk, message.to, message.subject);
        desk.plan_return(message.subject);
    }
}

/// The processor's word on an order that the shop's reader sent: on to the payer.
pub fn on_receipt<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    hand_receipt(desk, message, message.code);
}

/// Nobody answered: decline, and undo whatever was done upstream.
pub fn on_timer<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    if desk.payment(message.subject).outcome != Outcome::Pending {
        return;
    }
    desk.payment_mut(message.subject).answer(ResponseCode::TooLate);
    hand_receipt(desk, message, ResponseCode::TooLate);
    if desk.payment(message.subject).leg(Leg::Outer) == LegState::Declined {
        return;
    }
    desk.advance(message.subject, Leg::Outer, LegState::TimedOut);
    desk.advance(message.subject, Leg::Outer, LegState::Reversing);
    let acquirer = Address::new(Actor::Acquirer, desk.payment(message.subject).acquirer);
    desk.send(LinkKind::Shop, Span::ZERO, Message::about(message.subject, message.to, acquirer, What::Reversal, Leg::Outer));
}

/// 0410: the reversal arrived.
pub fn on_reversal_response<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    desk.advance(message.subject, Leg::Outer, LegState::Reversed);
}

/// A carrier has charged for what was ordered here: deliver.
pub fn on_delivery_request<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    desk.plan_return(message.subject);
}

/// Goods come back: a payment the other way, through the same batch, or straight to the carrier that took it on a bill.
pub fn on_refund<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let original = desk.branch.returns.remove(message.subject);
    let refund = desk.refund_of(&original);
    let slot = desk.start(refund);
    if refund.flow == Flow::PhoneBill {
        let biller = desk.operator(refund.product);
        return desk.send_at(desk.now, Message::about(slot, message.to, biller, What::BillCredit, Leg::Outer));
    }
    if refund.flow == Flow::RemoteAccount {
        let processor = desk.operator(refund.product);
        desk.send(LinkKind::Shop, Span::ZERO, Message::about(slot, message.to, processor, What::RefundOrder, Leg::Outer));
        return;
    }
    join_batch(desk, message.to, slot);
}

fn hand_receipt<O: Observer>(desk: &mut Desk<'_, O>, message: Message, code: ResponseCode) {
    hand_receipt_after(desk, message, code, Span::ZERO);
}

fn hand_receipt_after<O: Observer>(desk: &mut Desk<'_, O>, message: Message, code: ResponseCode, after: Span) {
    let payment = desk.payment(message.subject);
    let payer = if payment.thief.is_some() { Actor::Thief } else { Actor::Phone };
    let to = Address::new(payer, desk.market.people);
    let mut receipt = Message::about(message.subject, message.to, to, What::Receipt, Leg::Outer).with_code(code);
    receipt.detail = desk.payment(message.subject).person;
    desk.send(LinkKind::Tap, after, receipt);
}

/// An approved payment waits in its shop's batch; the first of a day sets the clock for the cut-off.
fn join_batch<O: Observer>(desk: &mut Desk<'_, O>, terminal: Address, slot: u32) {
    let shop = desk.payment(slot).shop;
    desk.payment_mut(slot).references += 1;
    let is_first = desk.branch.batch(shop, slot);
    if is_first {
        let midnight = desk.now.micros() / DAY * DAY;
        let today = midnight + cut_off(shop);
        let at = if desk.now.micros() < today { today } else { today + DAY };
        let clock = Message::about(u32::from(shop), terminal, terminal, What::CutOff, Leg::Outer);
        desk.agenda.schedule(Time::from_micros(at), Message { detail: NOBODY, ..clock });
    }
}

/// When a shop closes its day: spread over shops by the golden ratio, the first at the last moment.
fn cut_off(shop: u16) -> i64 {
    let position = (i64::from(shop) * 40_503) % 65_536;
    CUT_OFF - SPREAD * position / 65_536
}

/// The day's batch goes to the acquirer, record by record: the clock comes back for each.
pub fn on_cut_off<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let slot = if message.detail == NOBODY { desk.branch.take_batch(message.subject as u16) } else { message.detail };
    let payment = *desk.payment(slot);
    let (next, is_purse) = (payment.next_in_batch, payment.flow == Flow::OfflinePurse);
    let to = if is_purse { desk.operator(payment.product) } else { Address::new(Actor::Acquirer, payment.acquirer) };
    let upload = Message::about(slot, message.to, to, What::BatchUpload, Leg::Outer);
    // What a shop gives back it keeps until it is through; what it sold is gone with the batch.
    if is_purse && !payment.is_refund() && desk.loses_batch(payment.shop, payment.product) {
        lose(desk, upload);
    } else {
        desk.send_at(desk.now, upload);
    }
    desk.put_down(slot);
    if next != NOBODY {
        desk.agenda.schedule(desk.now + RECORD, Message { detail: next, ..message });
    }
}

/// An offline payment's record never arrives: the purse has paid, and the shop cannot prove it.
fn lose<O: Observer>(desk: &mut Desk<'_, O>, upload: Message) {
    desk.send_in_vain(upload);
    desk.advance(upload.subject, Leg::Outer, LegState::WrittenOff);
    let payment = *desk.payment(upload.subject);
    desk.deny(&payment);
    post_lost_record(desk, &payment);
}
