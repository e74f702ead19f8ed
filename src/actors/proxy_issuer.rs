//! Proxy issuer: issues the virtual card that the shop sees; asks the wallet to fund each payment on it.
//!
//! Hears 0100, 0120, 0400, 1240 from the network and answers from the wallet. Says funding requests and clearing notices to the wallet,
//! 0110, 0130, 0410 to the network. Keeps the hold on the wallet's funds. The programme's prepaid card it decides by the balance itself. Refuses its number where the card is not present.

use super::stage::{Desk, outer_entry, post_cleared};
use crate::domain::card::Entry;
use crate::domain::iso8583::ResponseCode;
use crate::domain::market::LinkKind;
use crate::domain::payment::{Leg, LegState};
use crate::kernel::time::Span;
use crate::protocol::{Actor, Address, Message, Observer, Payment, What};

/// 0100: the virtual card works by tap only; the wallet decides the rest.
pub fn on_authorization_request<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let payment = *desk.payment(message.subject);
    if payment.leg(Leg::Outer) != LegState::Requested {
        return;
    }
    if payment.is_prepaid() {
        let code = decide_prepaid(desk, message);
        let answer = Message::about(message.subject, message.to, message.from, What::AuthorizationResponse, Leg::Outer);
        desk.send(LinkKind::Issuer, Span::ZERO, answer.with_code(code));
        return;
    }
    desk.branch.report.products[payment.product.index()].proxy_authorizations += i64::from(payment.weight);
    if outer_entry(&payment) == Entry::CardNotPresent {
        let answer = Message::about(message.subject, message.to, message.from, What::AuthorizationResponse, Leg::Outer);
        desk.send(LinkKind::Issuer, Span::ZERO, answer.with_code(ResponseCode::NotPermitted));
        return;
    }
    ask_wallet(desk, message, What::FundingRequest);
}

/// A prepaid card is good for what lies on it. A thief's payment leaves the holder's balance alone: it will be put back anyway.
fn decide_prepaid<O: Observer>(desk: &mut Desk<'_, O>, message: Message) -> ResponseCode {
    let payment = *desk.payment(message.subject);
    if payment.thief.is_some_and(|thief| desk.branch.runs.get(thief.run).is_blocked) {
        return ResponseCode::LostCard;
    }
    if payment.asked > desk.balance(payment.person, payment.product) {
        return ResponseCode::InsufficientFunds;
    }
    if payment.thief.is_none() {
        desk.move_balance(payment.person, payment.product, -payment.asked);
    }
    hold(desk, message);
    ResponseCode::Approved
}

/// The wallet's word becomes the answer to the shop; with a yes, the wallet's funds are held.
pub fn on_funding_response<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let payment = desk.payment(message.subject);
    if payment.leg(Leg::Outer) == LegState::Requested && message.code.is_approval() {
        hold(desk, message);
    }
    let network = Address::new(Actor::Network, desk.product(desk.payment(message.subject).product).proxy_network);
    let answer = Message::about(message.subject, message.to, network, What::AuthorizationResponse, Leg::Outer).with_code(message.code);
    desk.send(LinkKind::Issuer, Span::ZERO, answer);
}

/// 0120: the network approved for it; the wallet owes the money and is told to collect it.
pub fn on_advice<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let payment = *desk.payment(message.subject);
    let is_due = payment.leg(Leg::Outer) == LegState::StoodIn && !payment.is_outer_held;
    if payment.is_prepaid() && is_due && payment.thief.is_none() {
        // Approved in its name: the balance is charged all the same, and may end below zero until it is loaded.
        desk.move_balance(payment.person, payment.product, -payment.asked);
    }
    hold(desk, message);
    let answer = Message::about(message.subject, message.to, message.from, What::AdviceResponse, Leg::Outer);
    desk.send(LinkKind::Issuer, Span::ZERO, answer.with_code(ResponseCode::Approved));
    if !payment.is_prepaid() {
        ask_wallet(desk, message, What::Advice);
    }
}

/// 0400: lets the hold go, tells the wallet, answers.
pub fn on_reversal<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let payment = *desk.payment(message.subject);
    release(desk, message);
    if !payment.is_prepaid() {
        ask_wallet(desk, message, What::Reversal);
    } else if payment.is_outer_held && payment.thief.is_none() {
        desk.move_balance(payment.person, payment.product, payment.asked);
    }
    let answer = Message::about(message.subject, message.to, message.from, What::ReversalResponse, Leg::Outer);
    desk.send(LinkKind::Issuer, Span::ZERO, answer.with_code(ResponseCode::Approved));
}

/// 1240: the outer leg clears; the wallet is told what cleared against its card.
pub fn on_presentment<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    release(desk, message);
    desk.advance(message.subject, Leg::Outer, LegState::Cleared);
    post_cleared(desk, message.subject, Leg::Outer);
    let payment = *desk.payment(message.subject);
    if payment.is_prepaid() {
        refund_prepaid(desk, &payment);
        return;
    }
    ask_wallet(desk, message, What::ClearingNotice);
}

/// What comes back is on the balance again; where the card is no more, it goes to the holder's bank.
fn refund_prepaid<O: Observer>(desk: &mut Desk<'_, O>, payment: &Payment) {
    if !payment.is_refund() {
        return;
    }
    desk.move_balance(payment.person, payment.product, payment.amount);
    let holding = desk.branch.holding(payment.person, payment.product);
    if !holding.pays_from_account() || !holding.status().can_pay() {
        desk.withdraw(payment.person, payment.product);
    }
}

fn ask_wallet<O: Observer>(desk: &mut Desk<'_, O>, message: Message, what: What) {
    let wallet = Address::new(Actor::Wallet, desk.product(desk.payment(message.subject).product).operator);
    desk.send(LinkKind::Cloud, Span::ZERO, Message::about(message.subject, message.to, wallet, what, Leg::Outer));
}

fn hold<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let payment = desk.payment(message.subject);
    let held = payment.outer_hold();
    if !payment.is_outer_held && matches!(payment.leg(Leg::Outer), LegState::Requested | LegState::StoodIn) {
        desk.branch.ledger.hold(message.to.party, held);
        desk.payment_mut(message.subject).is_outer_held = true;
    }
}

fn release<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let held = desk.payment(message.subject).outer_hold();
    if std::mem::take(&mut desk.payment_mut(message.subject).is_outer_held) {
        desk.branch.ledger.release(message.to.party, held);
    }
}
