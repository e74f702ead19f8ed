//! Processor: keeps accounts, pays shops for their holders, and takes the money from a balance, a bank account or a card.
//!
//! Hears 0100, 0400 and presentments of shops through their acquirer, which only routes them; answers of its own acquirer; returned bank
//! debits; enrolment, alert answers, claims, chargebacks. Says 0110, 0410, inner 0100, 0400 and batches, bank debits, card verifications,
//! alerts. Keeps balances and locks. A payment off the bank account is approved on the processor's own risk: the bank is asked a day later.

use super::stage::{Desk, Trait, post_cleared, post_written_off};
use crate::domain::card::CardId;
use crate::domain::iso8583::ResponseCode;
use crate::domain::market::LinkKind;
use crate::domain::payment::{Leg, LegState, Source};
use crate::domain::person::Status;
use crate::domain::product::ProductId;
use crate::kernel::time::Span;
use crate::protocol::{Actor, Address, Message, Observer, What};

/// 0100 from a shop: the PIN, the score, the limit; then the money.
pub fn on_authorization_request<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    if desk.payment(message.subject).leg(Leg::Outer) != LegState::Requested {
        return;
    }
    let refusal = desk.refusal(message.subject);
    let scoring = desk.scoring_time(message.subject);
    match refusal {
        Some(code) => answer(desk, message, scoring, code),
        None => fund(desk, message, scoring),
    }
}

/// The balance if it suffices, else what its holder chose: the bank account or a card. A thief spends what is linked, for a run stands
/// for one of the people behind an agent and their balances are one.
fn fund<O: Observer>(desk: &mut Desk<'_, O>, message: Message, after: Span) {
    let payment = *desk.payment(message.subject);
    let holding = desk.branch.holding(payment.person, payment.product);
    let has_enough = payment.thief.is_none() && desk.balance(payment.person, payment.product) >= payment.amount;
    if has_enough {
        desk.move_balance(payment.person, payment.product, -payment.amount);
        let reserved = desk.payment_mut(message.subject);
        (reserved.source, reserved.is_outer_held) = (Source::Balance, true);
        answer(desk, message, after, ResponseCode::Approved);
    } else if holding.pays_from_account() && desk.branch.people[payment.person as usize].debit != CardId::NONE {
        let card = desk.branch.people[payment.person as usize].debit;
        let linked = desk.payment_mut(message.subject);
        (linked.source, linked.card) = (Source::Bank, card);
        answer(desk, message, after, ResponseCode::Approved);
    } else {
        charge_card(desk, message.subject, message.to, after);
    }
}

/// 0100 without the card, through the processor's own acquirer, with a clock.
fn charge_card<O: Observer>(desk: &mut Desk<'_, O>, slot: u32, processor: Address, after: Span) {
    desk.payment_mut(slot).source = Source::Card;
    desk.advance(slot, Leg::Inner, LegState::Requested);
    let acquirer = Address::new(Actor::Acquirer, desk.product(desk.payment(slot).product).inner_acquirer);
    desk.send(LinkKind::Cloud, after, Message::about(slot, processor, acquirer, What::AuthorizationRequest, Leg::Inner));
    let clock = Message::about(slot, processor, processor, What::InnerTimer, Leg::Inner);
    desk.start_clock(after + Span::from_millis(desk.market.market.limits.inner_ms), clock);
}

/// The word to the shop, unless it has given up.
fn answer<O: Observer>(desk: &mut Desk<'_, O>, message: Message, after: Span, code: ResponseCode) {
    if desk.payment(message.subject).leg(Leg::Outer) != LegState::Requested {
        return;
    }
    desk.advance(message.subject, Leg::Outer, if code.is_approval() { LegState::Approved } else { LegState::Declined });
    let acquirer = Address::new(Actor::Acquirer, desk.payment(message.subject).acquirer);
    let answer = Message::about(message.subject, message.to, acquirer, What::AuthorizationResponse, Leg::Outer).with_code(code);
    desk.send(LinkKind::Acquirer, after, answer);
}

/// 0110 for the card: the word to the shop; of a card that stands in for a returned debit, collect or give up.
pub fn on_authorization_response<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    if desk.payment(message.subject).leg(Leg::Inner) != LegState::Requested {
        return;
    }
    let is_approved = message.code.is_approval();
    desk.advance(message.subject, Leg::Inner, if is_approved { LegState::Approved } else { LegState::Declined });
    if desk.payment(message.subject).leg(Leg::Outer) != LegState::Cleared {
        answer(desk, message, Span::ZERO, message.code);
    } else if is_approved {
        present(desk, message);
    } else {
        write_off(desk, message.subject);
    }
}

/// The card's issuer is silent: give the inner leg up and reverse it.
pub fn on_inner_timer<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    if desk.payment(message.subject).leg(Leg::Inner) != LegState::Requested {
        return;
    }
    desk.advance(message.subject, Leg::Inner, LegState::TimedOut);
    reverse(desk, message);
    answer(desk, message, Span::ZERO, ResponseCode::IssuerUnavailable);
}

/// 0400 from the shop: undo what was done, and say so.
pub fn on_reversal<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let payment = *desk.payment(message.subject);
    if std::mem::take(&mut desk.payment_mut(message.subject).is_outer_held) {
        desk.move_balance(payment.person, payment.product, payment.amount);
    }
    match payment.leg(Leg::Inner) {
        LegState::Requested => {
            desk.advance(message.subject, Leg::Inner, LegState::TimedOut);
            reverse(desk, message);
        }
        LegState::Approved => reverse(desk, message),
        _ => {}
    }
    let answer = Message::about(message.subject, message.to, message.from, What::ReversalResponse, Leg::Outer);
    desk.send(LinkKind::Acquirer, Span::ZERO, answer.with_code(ResponseCode::Approved));
}

fn reverse<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    desk.advance(message.subject, Leg::Inner, LegState::Reversing);
    let acquirer = Address::new(Actor::Acquirer, desk.product(desk.payment(message.subject).product).inner_acquirer);
    desk.send(LinkKind::Cloud, Span::ZERO, Message::about(message.subject, message.to, acquirer, What::Reversal, Leg::Inner));
}

/// 0410 for the card; where it stood in for a returned debit, nothing is left to try.
pub fn on_reversal_response<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    desk.advance(message.subject, Leg::Inner, LegState::Reversed);
    if desk.payment(message.subject).leg(Leg::Outer) == LegState::Cleared {
        write_off(desk, message.subject);
    }
}

/// The shop's batch: the processor owes the shop, and takes the money where it approved it; a refund goes back to where it came from.
pub fn on_presentment<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    desk.advance(message.subject, Leg::Outer, LegState::Cleared);
    post_cleared(desk, message.subject, Leg::Outer);
    let payment = *desk.payment(message.subject);
    match payment.source {
        Source::Balance => take_from_balance(desk, message.subject),
        Source::Card | Source::QuickPay | Source::Gateway | Source::Bill => present(desk, message),
        Source::Bank => {
            desk.advance(message.subject, Leg::Inner, LegState::Presented);
            let bank = Address::new(Actor::Issuer, desk.market.issuer(payment.card));
            let what = if payment.is_refund() { What::BankCredit } else { What::BankDebit };
            desk.send_at(desk.business_morning(1), Message::about(message.subject, message.to, bank, what, Leg::Inner));
        }
    }
}

fn take_from_balance<O: Observer>(desk: &mut Desk<'_, O>, slot: u32) {
    let payment = *desk.payment(slot);
    desk.payment_mut(slot).is_outer_held = false;
    desk.advance(slot, Leg::Inner, LegState::Presented);
    desk.advance(slot, Leg::Inner, LegState::Cleared);
    post_cleared(desk, slot, Leg::Inner);
    if payment.is_refund() {
        desk.move_balance(payment.person, payment.product, payment.amount);
        if !desk.branch.holding(payment.person, payment.product).status().can_pay() {
            desk.withdraw(payment.person, payment.product);
        }
    }
}

fn present<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let acquirer = Address::new(Actor::Acquirer, desk.product(desk.payment(message.subject).product).inner_acquirer);
    desk.send(LinkKind::Cloud, Span::ZERO, Message::about(message.subject, message.to, acquirer, What::BatchUpload, Leg::Inner));
}

/// The bank sends the debit back: try the card behind it, once.
pub fn on_bank_return<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let payment = *desk.payment(message.subject);
    let holder = desk.branch.people[payment.person as usize];
    let card = if holder.credit == CardId::NONE { holder.debit } else { holder.credit };
    desk.payment_mut(message.subject).card = card;
    charge_card(desk, message.subject, message.to, Span::ZERO);
}

/// The shop is paid and nobody pays: the processor's loss. The account is shut.
fn write_off<O: Observer>(desk: &mut Desk<'_, O>, slot: u32) {
    desk.advance(slot, Leg::Inner, LegState::WrittenOff);
    let payment = *desk.payment(slot);
    post_written_off(desk, &payment);
    if payment.thief.is_none() {
        desk.shut_out(payment.person, payment.product);
    }
}

/// Somebody sets a PIN for an account; who has none yet opens one, with a card that has to be good.
pub fn on_enrolment_request<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let (person, product) = (message.subject, ProductId(message.note));
    let Some(terms) = desk.product(product).account else { return };
    if desk.trait_of(person, product, Trait::HasOnlineAccount) < terms.online_share {
        open_account(desk, person, product);
        return;
    }
    let card = desk.branch.people[person as usize].funding_card(desk.branch.holding(person, product));
    let issuer = Address::new(Actor::Issuer, desk.market.issuer(card));
    let wait = desk.usual(LinkKind::Cloud) + desk.usual(LinkKind::Issuer);
    desk.write(desk.now + wait, Message { to: issuer, from: message.to, what: What::VerificationRequest, ..message });
}

/// The bank's word on the card.
pub fn on_verification_response<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let (person, product) = (message.subject, ProductId(message.note));
    if message.code.is_approval() {
        open_account(desk, person, product);
    } else {
        desk.set_status(person, product, Status::Considered);
    }
}

/// The phone number and PIN work in shops from now on.
fn open_account<O: Observer>(desk: &mut Desk<'_, O>, person: u32, product: ProductId) {
    desk.bind(person, product);
    desk.pay_sign_up(person, product);
    let had_one = desk.product(product).account.is_some_and(|t| desk.trait_of(person, product, Trait::HasOnlineAccount) < t.online_share);
    if had_one {
        desk.open_balance(person, product);
    }
}

/// The customer answered: the account opens again.
pub fn on_alert_answer<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    desk.branch.holding_mut(message.subject, ProductId(message.note)).unfreeze();
}

/// 0422: the processor is the merchant of record behind a card; it pays.
pub fn on_chargeback<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    desk.accept_theft(message.subject, message.leg);
}
