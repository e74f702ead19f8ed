//! Checkout: a processor's account on a page, in an app or by a code. The processor takes the money before it pays.
//!
//! Hears orders, 0210 for the card it debits, one-time passwords, payers who give up, refund orders, its own clock. Says 0200 and 0400
//! towards banks, redirects, receipts. Keeps balances and clocks. Draws on the balance if it suffices, else on a bound card without
//! sending the payer away, else on the bank's own pages.

use super::stage::{Desk, Draw, orderer};
use crate::domain::iso8583::ResponseCode;
use crate::domain::market::LinkKind;
use crate::domain::money::Money;
use crate::domain::payment::{Leg, LegState, Source};
use crate::kernel::normal::lognormal_quantile;
use crate::kernel::time::Span;
use crate::protocol::{Message, Observer, Payment, PaymentKind, What};

/// Spread of the time that binding a card takes (sigma of the logarithm).
const SIGMA: f64 = 0.6;

/// Somebody orders: the score, the limit, the freeze; then the money.
pub fn on_order<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    desk.advance(message.subject, Leg::Outer, LegState::Requested);
    let scoring = desk.scoring_time(message.subject);
    match desk.refusal(message.subject) {
        Some(code) => desk.answer_order(message.subject, scoring, code),
        None => fund(desk, message, scoring),
    }
}

/// The balance if it suffices, else the bound card, else the bank's pages.
fn fund<O: Observer>(desk: &mut Desk<'_, O>, message: Message, after: Span) {
    let payment = *desk.payment(message.subject);
    // A payday's money comes from the bank; anything else may draw on what was saved.
    let is_saved = payment.kind == PaymentKind::Subscription;
    if !is_saved && payment.thief.is_none() {
        desk.draw_from_fund(payment.person, payment.product, payment.amount);
    }
    // A run stands for one of the people behind an agent, whose balances are one: a thief spends what is linked.
    if !is_saved && payment.thief.is_none() && desk.balance(payment.person, payment.product) >= payment.amount {
        desk.payment_mut(message.subject).source = Source::Balance;
        desk.move_balance(payment.person, payment.product, -payment.amount);
        desk.answer_order(message.subject, after, ResponseCode::Approved);
        return;
    }
    match bound(desk, &payment) {
        Some(binding) => debit(desk, message, after + binding),
        None if banks_online(desk, &payment) => redirect(desk, message, after),
        None => desk.answer_order(message.subject, after, ResponseCode::NotPermitted),
    }
}

/// True if the payer can go to the bank's pages; a thief has no password for them.
fn banks_online<O: Observer>(desk: &Desk<'_, O>, payment: &Payment) -> bool {
    payment.thief.is_none_or(|thief| thief.vector.is_by_owner()) && desk.banks_online(payment.person, payment.card)
}

/// The time it takes to bind the card, nothing if it is bound; none if it stays unbound.
fn bound<O: Observer>(desk: &mut Desk<'_, O>, payment: &Payment) -> Option<Span> {
    let terms = desk.product(payment.product).remote.filter(|terms| terms.has_quick_pay)?;
    let processor = desk.processor(desk.product(payment.product).operator);
    if !processor.quick_pay_banks.has(desk.market.issuer(payment.card)) {
        return None;
    }
    if desk.branch.holding(payment.person, payment.product).pays_from_account() || binds_by_theft(desk, payment) {
        return Some(Span::ZERO);
    }
    if payment.thief.is_some() {
        return None;
    }
    // The bank's check of a card refuses the same people every time.
    let roll = desk.rules.keys.funnel.uniform(desk.branch.district, payment.person, u32::from(payment.product.0) * 4 + 3);
    let is_refused = roll < desk.product(payment.product).enrolment.refused_share;
    if is_refused || desk.roll(payment.luck, Draw::Binding) >= terms.bind_share {
        return None;
    }
    desk.branch.holding_mut(payment.person, payment.product).fund_from_account();
    let time_ms = lognormal_quantile(desk.roll(payment.luck, Draw::BindingTime), terms.binding_ms, SIGMA);
    Some(Span::from_secs_f64(time_ms / 1e3))
}

/// True where a thief has bound the card himself: on an account of his own, or with a one-time password that he has read.
fn binds_by_theft<O: Observer>(desk: &Desk<'_, O>, payment: &Payment) -> bool {
    payment.thief.is_some_and(|thief| {
        let run = desk.branch.runs.get(thief.run);
        run.is_enrolled || (!thief.vector.is_by_owner() && desk.now < run.reads_until)
    })
}

/// 0200 to the card's bank, with a clock.
fn debit<O: Observer>(desk: &mut Desk<'_, O>, message: Message, after: Span) {
    desk.payment_mut(message.subject).source = Source::QuickPay;
    desk.advance(message.subject, Leg::Inner, LegState::Requested);
    desk.ask_bank(message.subject, after, What::FinancialRequest);
    let limit = desk.processor(message.to.party).bank_limit_ms;
    start_clock(desk, message, after + Span::from_millis(limit));
}

/// The payer is sent to the bank's pages, with a clock.
fn redirect<O: Observer>(desk: &mut Desk<'_, O>, message: Message, after: Span) {
    let payment = *desk.payment(message.subject);
    desk.payment_mut(message.subject).source = Source::Gateway;
    desk.advance(message.subject, Leg::Inner, LegState::Requested);
    let payer = orderer(&payment, desk.market.people);
    desk.send(LinkKind::Mobile, after, Message::about(message.subject, message.to, payer, What::Redirect, Leg::Inner));
    let limit = desk.processor(message.to.party).gateway_limit_ms;
    start_clock(desk, message, after + Span::from_millis(limit));
}

fn start_clock<O: Observer>(desk: &mut Desk<'_, O>, message: Message, after: Span) {
    desk.start_clock(after, Message::about(message.subject, message.to, message.to, What::InnerTimer, Leg::Inner));
}

/// 0210: the money, or why not; a word that comes too late finds nobody waiting.
pub fn on_financial_response<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    if desk.payment(message.subject).leg(Leg::Inner) != LegState::Requested {
        return;
    }
    desk.advance(message.subject, Leg::Inner, if message.code.is_approval() { LegState::Approved } else { LegState::Declined });
    // The bank's password is not the account's: nobody is asked to type a PIN again.
    let code = if message.code == ResponseCode::WrongPin { ResponseCode::DoNotHonour } else { message.code };
    desk.answer_order(message.subject, Span::ZERO, code);
}

/// The password for the bank: on to it, if the order still stands.
pub fn on_password_entry<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    if desk.payment(message.subject).leg(Leg::Inner) == LegState::Requested {
        desk.ask_bank(message.subject, Span::ZERO, What::PasswordEntry);
    }
}

/// The payer went away before the bank was asked.
pub fn on_given_up<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    if desk.payment(message.subject).leg(Leg::Inner) == LegState::Requested {
        desk.advance(message.subject, Leg::Inner, LegState::Declined);
        desk.answer_order(message.subject, Span::ZERO, ResponseCode::DoNotHonour);
    }
}

/// Nobody answered in time: give the debit up and undo whatever the bank has done.
pub fn on_timer<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    if desk.payment(message.subject).leg(Leg::Inner) != LegState::Requested {
        return;
    }
    desk.advance(message.subject, Leg::Inner, LegState::TimedOut);
    desk.advance(message.subject, Leg::Inner, LegState::Reversing);
    desk.ask_bank(message.subject, Span::ZERO, What::Reversal);
    desk.answer_order(message.subject, Span::ZERO, ResponseCode::IssuerUnavailable);
}

/// A shop gives money back: to where it came from.
pub fn on_refund_order<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let payment = *desk.payment(message.subject);
    desk.post_refund(message.subject);
    if payment.source == Source::Balance && payment.amount > Money::ZERO {
        desk.move_balance(payment.person, payment.product, payment.amount);
        if !desk.branch.holding(payment.person, payment.product).status().can_pay() {
            desk.withdraw(payment.person, payment.product);
        }
    }
}
