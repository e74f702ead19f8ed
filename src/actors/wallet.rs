//! Wallet: vault, virtual cards, monitoring; merchant of record on the inner leg.
//!
//! Hears enrolment, funding requests, inner answers, advices, reversals, clearing notices, loss reports. Says funding
//! responses, inner 0100, 0400 and batches, card verifications, provisioning, alerts, remote disables. Keeps freezes and mandates.

use super::stage::{Desk, luck_of, post_written_off};
use crate::domain::iso8583::ResponseCode;
use crate::domain::market::LinkKind;
use crate::domain::payment::{Leg, LegState, Outcome};
use crate::domain::person::Status;
use crate::domain::product::{Credential, Flow, ProductId};
use crate::kernel::time::Span;
use crate::protocol::{Actor, Address, BalanceMove, Message, Observer, Payment, PaymentKind, What};

/// Bit of a clearing notice's detail: the days before another try have passed.
const WAITED: u32 = 1 << 31;

/// The proxy's issuer asks: score the payment, then charge the funding card inside the shop's authorization, or approve on own credit.
pub fn on_funding_request<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let payment = *desk.payment(message.subject);
    if payment.leg(Leg::Inner) != LegState::Unsent || payment.leg(Leg::Outer) != LegState::Requested {
        return;
    }
    let refusal = if desk.is_shut(message.subject) {
        Some(ResponseCode::Restricted)
    } else {
        desk.check_pace(message.subject).or_else(|| desk.score(message.subject))
    };
    let scoring = desk.scoring_time(message.subject);
    if let Some(code) = refusal {
        answer(desk, message, scoring, code);
    } else if payment.flow == Flow::ProxyDeferred {
        let code = lend(desk, message.subject);
        answer(desk, message, scoring, code);
    } else {
        charge_funding_card(desk, message.subject, message.to, scoring);
    }
}

/// The wallet's own credit: up to a limit of what one person owes it.
fn lend<O: Observer>(desk: &mut Desk<'_, O>, slot: u32) -> ResponseCode {
    let payment = *desk.payment(slot);
    let owed = desk.branch.debts.of(payment.person, payment.product) + payment.asked;
    if owed > desk.product(payment.product).collection.credit_limit {
        return ResponseCode::InsufficientFunds;
    }
    desk.branch.debts.add(payment.person, payment.product, payment.asked);
    desk.payment_mut(slot).is_on_credit = true;
    ResponseCode::Approved
}

/// The customer answered: the account opens again, on a new card if it was a thief.
pub fn on_alert_answer<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    desk.branch.holding_mut(message.subject, ProductId(message.note)).unfreeze();
}

fn charge_funding_card<O: Observer>(desk: &mut Desk<'_, O>, slot: u32, wallet: Address, after: Span) {
    let payment = *desk.payment(slot);
    desk.advance(slot, Leg::Inner, LegState::Requested);
    let acquirer = Address::new(Actor::Acquirer, desk.product(payment.product).inner_acquirer);
    desk.send(LinkKind::Cloud, after, Message::about(slot, wallet, acquirer, What::AuthorizationRequest, Leg::Inner));
    let clock = Message::about(slot, wallet, wallet, What::InnerTimer, Leg::Inner);
    desk.start_clock(after + Span::from_millis(desk.market.market.limits.inner_ms), clock);
}

/// 0110 to the request for the rest: present all of it, or what was approved.
pub fn on_incremental_response<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    if desk.payment(message.subject).leg(Leg::Inner) != LegState::Extending {
        return;
    }
    desk.advance(message.subject, Leg::Inner, LegState::Approved);
    present(desk, message.subject, message.to);
}

/// 0110 of the inner leg: pass the word on, unless the wallet has given up on it.
pub fn on_authorization_response<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    if desk.payment(message.subject).leg(Leg::Inner) != LegState::Requested {
        return;
    }
    let state = if message.code.is_approval() { LegState::Approved } else { LegState::Declined };
    desk.advance(message.subject, Leg::Inner, state);
    answer(desk, message, Span::ZERO, message.code);
}

/// The funding issuer is silent: give the inner leg up and reverse it before the network loses patience with the outer one.
pub fn on_inner_timer<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    if desk.payment(message.subject).leg(Leg::Inner) == LegState::Extending {
        desk.advance(message.subject, Leg::Inner, LegState::Approved);
        present(desk, message.subject, message.to);
        return;
    }
    if desk.payment(message.subject).leg(Leg::Inner) != LegState::Requested {
        return;
    }
    desk.advance(message.subject, Leg::Inner, LegState::TimedOut);
    reverse(desk, message);
    answer(desk, message, Span::ZERO, ResponseCode::IssuerUnavailable);
}

/// 0120 passed on: the network approved in the wallet's absence. Collect now what was not collected.
pub fn on_advice<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let payment = *desk.payment(message.subject);
    let may_pull = payment.thief.is_some() || desk.branch.mandates.check(payment.person, payment.product).is_ok();
    if payment.leg(Leg::Inner) == LegState::Unsent && payment.leg(Leg::Outer) == LegState::StoodIn && may_pull {
        charge_funding_card(desk, message.subject, message.to, Span::ZERO);
    }
}

/// 0400 of the outer leg: undo the inner one too.
pub fn on_reversal<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    match desk.payment(message.subject).leg(Leg::Inner) {
        LegState::Requested => {
            desk.advance(message.subject, Leg::Inner, LegState::TimedOut);
            reverse(desk, message);
        }
        LegState::Approved => reverse(desk, message),
        _ => {}
    }
}

/// 0410 of the inner leg.
pub fn on_reversal_response<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    desk.advance(message.subject, Leg::Inner, LegState::Reversed);
}

fn reverse<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    desk.advance(message.subject, Leg::Inner, LegState::Reversing);
    let acquirer = Address::new(Actor::Acquirer, desk.product(desk.payment(message.subject).product).inner_acquirer);
    desk.send(LinkKind::Cloud, Span::ZERO, Message::about(message.subject, message.to, acquirer, What::Reversal, Leg::Inner));
}

/// The outer leg cleared: present the inner one, or write off what cannot be collected.
pub fn on_clearing_notice<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let payment = *desk.payment(message.subject);
    match payment.leg(Leg::Inner) {
        // The inner leg has not ended yet: look again when it must have.
        LegState::Requested | LegState::TimedOut | LegState::Reversing => {
            desk.start_clock(Span::from_millis(desk.market.market.limits.inner_ms), message);
        }
        LegState::Approved if needs_more(desk, &payment) => ask_for_the_rest(desk, message),
        LegState::Approved => present(desk, message.subject, message.to),
        LegState::Unsent if payment.is_refund() => present(desk, message.subject, message.to),
        _ => collect(desk, message),
    }
}

/// True where more cleared than the funding issuer honours on what it approved.
fn needs_more<O: Observer>(desk: &Desk<'_, O>, payment: &Payment) -> bool {
    let approved = payment.inner_asked();
    payment.amount > approved + desk.product(payment.product).collection.tolerance.of(approved)
}

fn ask_for_the_rest<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    desk.advance(message.subject, Leg::Inner, LegState::Extending);
    let acquirer = Address::new(Actor::Acquirer, desk.product(desk.payment(message.subject).product).inner_acquirer);
    let request = Message::about(message.subject, message.to, acquirer, What::IncrementalRequest, Leg::Inner);
    desk.send(LinkKind::Cloud, Span::ZERO, request);
    let clock = Message::about(message.subject, message.to, message.to, What::InnerTimer, Leg::Inner);
    desk.start_clock(Span::from_millis(desk.market.market.limits.inner_ms), clock);
}

/// The inner leg goes to the wallet's acquirer for what was approved; the rest of a larger amount is lost.
fn present<O: Observer>(desk: &mut Desk<'_, O>, slot: u32, wallet: Address) {
    let payment = *desk.payment(slot);
    if !payment.is_refund() && needs_more(desk, &payment) {
        desk.payment_mut(slot).short = payment.amount - payment.inner_asked();
        let payment = *desk.payment(slot);
        post_written_off(desk, &payment);
    }
    let acquirer = Address::new(Actor::Acquirer, desk.product(payment.product).inner_acquirer);
    desk.send(LinkKind::Cloud, Span::ZERO, Message::about(slot, wallet, acquirer, What::BatchUpload, Leg::Inner));
}

/// The outer leg cleared and nothing is approved behind it: charge the funding card, now or on the days set for another try; then write
/// off, and close the account. The message counts the tries.
fn collect<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let payment = *desk.payment(message.subject);
    let retries = &desk.product(payment.product).collection.retry_days;
    let tries = message.detail & !WAITED;
    let is_first = tries == 0 && payment.leg(Leg::Inner) == LegState::Unsent;
    if is_first || message.detail & WAITED != 0 {
        let tried = desk.payment_mut(message.subject);
        // Another try has its own luck: other delays, another score.
        tried.luck = tried.luck.rotate_left(1 + tries);
        tried.turned = tried.turned.wrapping_add(1 + tries as u8) % 64;
        // The shop has its money: what is asked for now is all of it.
        tried.is_extended = true;
        charge_funding_card(desk, message.subject, message.to, Span::ZERO);
        let look = Message { detail: tries, ..message };
        desk.start_clock(Span::from_millis(2 * desk.market.market.limits.inner_ms), look);
        return;
    }
    if let Some(days) = retries.get(tries as usize) {
        let wait = Span::from_secs_f64(days * 86_400.0);
        desk.start_clock(wait, Message { detail: (tries + 1) | WAITED, ..message });
        return;
    }
    desk.advance(message.subject, Leg::Inner, LegState::WrittenOff);
    let payment = *desk.payment(message.subject);
    post_written_off(desk, &payment);
    if payment.thief.is_none() {
        desk.shut_out(payment.person, payment.product);
    }
}

/// The answer to the proxy's issuer. After a stand-in nobody waits for it any more.
fn answer<O: Observer>(desk: &mut Desk<'_, O>, message: Message, after: Span, code: ResponseCode) {
    let payment = desk.payment(message.subject);
    if payment.kind == PaymentKind::TopUp {
        load(desk, message, code);
        return;
    }
    if payment.leg(Leg::Outer) != LegState::Requested {
        return;
    }
    let proxy = Address::new(Actor::ProxyIssuer, desk.product(payment.product).proxy_issuer);
    desk.send(
        LinkKind::Cloud,
        after,
        Message::about(message.subject, message.to, proxy, What::FundingResponse, Leg::Outer).with_code(code),
    );
}

/// Load a prepaid card: a charge on the holder's own card, the wallet being the merchant.
pub fn on_top_up_request<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    charge_funding_card(desk, message.subject, message.to, Span::ZERO);
}

/// The card's word on a loading: the balance grows at once, the charge goes into the batch.
fn load<O: Observer>(desk: &mut Desk<'_, O>, message: Message, code: ResponseCode) {
    let payment = *desk.payment(message.subject);
    desk.payment_mut(message.subject).outcome = match code {
        ResponseCode::Approved => Outcome::Approved,
        ResponseCode::InsufficientFunds => Outcome::DeclinedFunds,
        ResponseCode::IssuerUnavailable => Outcome::DeclinedTimeout,
        _ => Outcome::DeclinedRisk,
    };
    if code.is_approval() {
        desk.move_balance(payment.person, payment.product, payment.amount);
        let acquirer = Address::new(Actor::Acquirer, payment.acquirer);
        let batch = Message::about(message.subject, message.to, acquirer, What::BatchUpload, Leg::Inner);
        desk.send(LinkKind::Cloud, Span::ZERO, batch);
    }
    let phone = Address::new(Actor::Phone, desk.market.people);
    let told = Message::about(message.subject, message.to, phone, What::TopUpResponse, Leg::Inner).with_code(code);
    desk.send(LinkKind::Mobile, Span::ZERO, told);
}

/// Somebody wants in: is the card good?
pub fn on_enrolment_request<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let person = desk.branch.people[message.subject as usize];
    let card = person.funding_card(desk.branch.holding(message.subject, ProductId(message.note)));
    let issuer = Address::new(Actor::Issuer, desk.market.issuer(card));
    let wait = desk.usual(LinkKind::Cloud) + desk.usual(LinkKind::Issuer);
    desk.write(desk.now + wait, Message { to: issuer, from: message.to, what: What::VerificationRequest, ..message });
}

/// The bank's word: load the card into the phone, or tell the person no.
pub fn on_verification_response<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let enrolment = &desk.product(ProductId(message.note)).enrolment;
    let wait = Span::from_secs_f64(enrolment.provisioning_ms / 1000.0);
    let phone = Address::new(Actor::Phone, desk.market.people);
    desk.write(desk.now + wait, Message { to: phone, from: message.to, what: What::Provisioning, ..message });
}

/// The card is in the phone: the person can pay, and consents that the wallet draws on the funding card.
pub fn on_provisioned<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let (person, product) = (message.subject, ProductId(message.note));
    if desk.branch.holding(person, product).status() != Status::Enrolled {
        // What was to fund it has ended meanwhile.
        return;
    }
    if message.code != ResponseCode::Approved {
        desk.set_status(person, product, Status::Considered);
        return;
    }
    if desk.product(product).credential == Credential::SimElement {
        let cell = product.index() * desk.market.market.carriers.len() + desk.branch.people[person as usize].carrier_ordinal();
        desk.branch.report.sims.swapped[cell] += i64::from(desk.rules.weight);
    }
    desk.bind(person, product);
    // Another SIM for somebody who has joined before earns nothing.
    if message.detail != Message::RESWAP {
        desk.pay_sign_up(person, product);
    }
    let prepaid = desk.product(product).prepaid.filter(|_| desk.branch.holding(person, product).pays_from_account());
    if let Some(prepaid) = prepaid {
        desk.change_balance(person, product, BalanceMove::Granted, prepaid.free_money);
    }
    if prepaid.is_some() || desk.product(product).purse.is_some() {
        let block = desk.rules.keys.looks.block(desk.branch.district, desk.day.day, 2 << 16 | u32::from(product.0), person);
        desk.plan_reload(person, product, luck_of(block), Span::ZERO);
    }
}

/// The owner's phone is gone: switch its wallet off from afar.
pub fn on_loss_report<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    desk.shut_lost(message.subject);
    let phone = Address::new(Actor::Phone, desk.market.people);
    let wait = desk.usual(LinkKind::Mobile);
    desk.write(desk.now + wait, Message { to: phone, from: message.to, what: What::RemoteDisable, ..message });
}
