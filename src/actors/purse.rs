//! Purse: the operator's desk behind offline purses: takes what shops collected in its name.
//!
//! Hears shops' batches, record by record. Says nothing: shops are paid at the next settlement, less its fee. Keeps what is on purses, by
//! its own count. A record is taken once (a cleared leg goes nowhere), and none comes from a purse that terminals refuse. Loading a purse,
//! and the SIM that it sits on, go the way of a wallet's card.

use super::stage::{Desk, post_cleared};
use crate::domain::payment::{Leg, LegState};
use crate::protocol::{Message, Observer};

/// A record arrives: it clears at once, for the purse has paid already; what a shop gives back goes onto the purse.
pub fn on_batch_upload<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    desk.advance(message.subject, Leg::Outer, LegState::Presented);
    desk.advance(message.subject, Leg::Outer, LegState::Cleared);
    post_cleared(desk, message.subject, Leg::Outer);
    let payment = *desk.payment(message.subject);
    if payment.is_refund() {
        desk.move_balance(payment.person, payment.product, payment.amount);
        if !desk.branch.holding(payment.person, payment.product).status().can_pay() {
            desk.withdraw(payment.person, payment.product);
        }
    }
}
