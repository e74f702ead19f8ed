//! Fund desk: where an operator takes its customers' money out of the fund behind their accounts.
//!
//! Hears orders to sell. Says bank credits and receipts. Money goes in by way of the checkout, like any payment; what a payment lacks on
//! the balance is drawn without an order.

use super::stage::{Desk, post_cleared};
use crate::domain::iso8583::ResponseCode;
use crate::domain::market::LinkKind;
use crate::domain::money::Money;
use crate::domain::payment::{Leg, LegState};
use crate::kernel::time::Span;
use crate::protocol::{Actor, Address, Message, Observer, What};

/// All of it, with what it has earned until today: the fund pays at once, the bank has it in the morning of the next business day.
pub fn on_redemption_order<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let slot = message.subject;
    let payment = *desk.payment(slot);
    desk.advance(slot, Leg::Outer, LegState::Requested);
    // On the first day of new terms the nights before were credited in the morning, on the old ones.
    let terms = desk.product(payment.product).fund.filter(|_| !desk.branch.stakes.is_closed_on(desk.day.day));
    if let Some(terms) = terms {
        desk.credit_yield(payment.person, payment.product, &terms, desk.day.day);
    }
    let all = desk.stake(payment.person, payment.product);
    let code = if all > Money::ZERO { ResponseCode::Approved } else { ResponseCode::InsufficientFunds };
    if code.is_approval() {
        let paid = desk.payment_mut(slot);
        (paid.amount, paid.asked) = (all, all);
        paid.answer(ResponseCode::Approved);
        desk.move_stake(payment.person, payment.product, -all);
        desk.miss_deposit(payment.person, -all);
        for state in [LegState::Approved, LegState::Presented, LegState::Cleared] {
            desk.advance(slot, Leg::Outer, state);
        }
        post_cleared(desk, slot, Leg::Outer);
        desk.advance(slot, Leg::Inner, LegState::Presented);
        let bank = Address::new(Actor::Issuer, desk.market.issuer(payment.card));
        desk.send_at(desk.business_morning(1), Message::about(slot, message.to, bank, What::BankCredit, Leg::Inner));
    } else {
        desk.payment_mut(slot).answer(ResponseCode::InsufficientFunds);
        desk.advance(slot, Leg::Outer, LegState::Declined);
    }
    let receipt = Message::about(slot, message.to, message.from, What::Receipt, Leg::Outer).with_code(code);
    desk.send(LinkKind::Mobile, Span::ZERO, receipt);
}
