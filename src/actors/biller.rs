//! Biller: a carrier's billing.
//!
//! Hears orders and answers by short message, what shops give back, enrolments. Says questions, receipts, deliveries to shops. Keeps each
//! subscriber's month (`stage/bills.rs`). Nothing is charged before the subscriber has answered; an order that nobody answers lapses.

use super::stage::{Desk, post_cleared};
use crate::domain::iso8583::ResponseCode;
use crate::domain::market::LinkKind;
use crate::domain::payment::{Leg, LegState, Outcome};
use crate::domain::product::ProductId;
use crate::kernel::time::Span;
use crate::protocol::{Actor, Address, Message, Observer, What};

/// Somebody orders: if the account can take it, ask, and start the clock.
pub fn on_order<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let payment = *desk.payment(message.subject);
    desk.advance(message.subject, Leg::Outer, LegState::Requested);
    let source = desk.bill_source(payment.person, payment.product);
    let order = desk.payment_mut(message.subject);
    (order.asked, order.source) = (order.amount, source);
    if let Some(code) = desk.bill_refusal(&payment).or_else(|| desk.check_pace(message.subject)) {
        return decline(desk, message, code);
    }
    let question = Message::about(message.subject, message.to, message.from, What::ConfirmationRequest, Leg::Outer);
    desk.send(LinkKind::ShortMessage, Span::ZERO, question);
    let limit = Span::from_millis(desk.bill_terms(payment.product).confirmation_limit_ms);
    desk.start_clock(limit, Message::about(message.subject, message.to, message.to, What::OrderLapse, Leg::Outer));
}

/// Yes: charge the bill or the airtime, tell the shop to deliver and the payer that it is paid. Other orders may have used up what was
/// there when this one came; an order that has lapsed is not taken up again.
pub fn on_confirmation<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let payment = *desk.payment(message.subject);
    if payment.leg(Leg::Outer) != LegState::Requested {
        let refused = Message::about(message.subject, message.to, message.from, What::OrderRefused, Leg::Outer);
        return desk.send(LinkKind::ShortMessage, Span::ZERO, refused.with_code(ResponseCode::TooLate));
    }
    if let Some(code) = desk.bill_refusal(&payment) {
        return decline(desk, message, code);
    }
    desk.advance(message.subject, Leg::Outer, LegState::Approved);
    desk.payment_mut(message.subject).answer(ResponseCode::Approved);
    clear(desk, message.subject);
    let shop = Address::new(Actor::Terminal, payment.merchant);
    desk.send(LinkKind::Cloud, Span::ZERO, Message::about(message.subject, message.to, shop, What::DeliveryRequest, Leg::Outer));
    receipt(desk, message, ResponseCode::Approved);
}

/// Nobody answered in time: the order is forgotten.
pub fn on_order_lapse<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    if desk.payment(message.subject).leg(Leg::Outer) == LegState::Requested {
        decline(desk, message, ResponseCode::TooLate);
    }
}

/// A shop gives back what was bought: less on the next bill, or more airtime.
pub fn on_bill_credit<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    clear(desk, message.subject);
}

/// A subscriber replies once, and can order from then on.
pub fn on_enrolment_request<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let (person, product) = (message.subject, ProductId(message.note));
    desk.bind(person, product);
    desk.pay_sign_up(person, product);
}

fn clear<O: Observer>(desk: &mut Desk<'_, O>, slot: u32) {
    desk.advance(slot, Leg::Outer, LegState::Presented);
    desk.advance(slot, Leg::Outer, LegState::Cleared);
    let payment = *desk.payment(slot);
    desk.charge_bill(&payment);
    post_cleared(desk, slot, Leg::Outer);
}

fn decline<O: Observer>(desk: &mut Desk<'_, O>, message: Message, code: ResponseCode) {
    desk.advance(message.subject, Leg::Outer, LegState::Declined);
    let payment = desk.payment_mut(message.subject);
    payment.code = code;
    payment.outcome = match code {
        ResponseCode::InsufficientFunds => Outcome::DeclinedFunds,
        ResponseCode::TooLate => Outcome::DeclinedTimeout,
        ResponseCode::ExceedsAmount | ResponseCode::ExceedsFrequency => Outcome::DeclinedRisk,
        _ => Outcome::DeclinedOther,
    };
    receipt(desk, message, code);
}

fn receipt<O: Observer>(desk: &mut Desk<'_, O>, message: Message, code: ResponseCode) {
    let payer = Address::new(Actor::Phone, desk.market.people);
    let receipt = Message::about(message.subject, message.to, payer, What::Receipt, Leg::Outer).with_code(code);
    desk.send(LinkKind::ShortMessage, Span::ZERO, receipt);
}
