//! Returns: whether and when goods come back; drawn at the payment, so that no payment is remembered for it.

use super::desk::Desk;
use super::luck::{Draw, mark};
use crate::domain::money::Money;
use crate::domain::payment::Outcome;
use crate::domain::payment::{Leg, LegState};
use crate::kernel::normal::lognormal_quantile;
use crate::kernel::random::unit;
use crate::kernel::time::Span;
use crate::protocol::{Actor, Address, Message, NOBODY, Observer, Payment, PaymentKind, What};

/// Days after which no shop takes goods back.
const LAST_RETURN_DAYS: f64 = 365.0;

impl<O: Observer> Desk<'_, O> {
    /// Draws whether what was bought comes back, and when.
    pub fn plan_return(&mut self, slot: u32) {
        let payment = *self.payment(slot);
        // What the network approved for a silent issuer may never be collected; nothing of it is given back.
        let is_sure = matches!(payment.leg(Leg::Outer), LegState::Approved | LegState::Cleared);
        let is_forced = self.rules.conditions.comes_back.is_some();
        if payment.thief.is_some() || !is_sure || (self.rules.conditions.is_plain && !is_forced) {
            return;
        }
        if !is_forced && mark(payment.luck, Draw::Refund, 0) >= self.market.refund_chance(payment.category) {
            return;
        }
        let median = self.market.market.categories[payment.category as usize].refund_days;
        let days = lognormal_quantile(unit(mark(payment.luck, Draw::RefundTime, 0)), median, 0.8).min(LAST_RETURN_DAYS);
        let row = self.branch.returns.insert(payment);
        let shop = Address::new(Actor::Terminal, payment.merchant);
        let message = Message::about(row, Address::new(Actor::Phone, self.market.people), shop, What::Refund, Leg::Outer);
        self.write(self.now + Span::from_secs_f64(days * 86_400.0), message);
    }

    /// The refund of `original`: all of it, or a part that is uniform over the purchase.
    #[must_use]
    pub fn refund_of(&self, original: &Payment) -> Payment {
        Payment {
            at: self.now,
            amount: self.given_back(original),
            asked: original.amount,
            short: Money::ZERO,
            kind: PaymentKind::Refund,
            legs: [LegState::Unsent; 2],
            outcome: Outcome::Approved,
            is_outer_held: false,
            is_inner_held: false,
            is_extended: false,
            is_on_credit: false,
            references: 0,
            next_in_batch: NOBODY,
            ..*original
        }
    }

    fn given_back(&self, original: &Payment) -> Money {
        if let Some(part) = self.rules.conditions.comes_back {
            return Money::from_minor(((original.amount.minor() as f64 * part) as i64).max(1));
        }
        let share = self.market.market.categories[usize::from(original.category)].partial_refund_share;
        if unit(mark(original.luck, Draw::RefundPart, 0)) >= share {
            return original.amount;
        }
        let part = unit(mark(original.luck, Draw::RefundPart, 1));
        Money::from_minor(((original.amount.minor() as f64 * part) as i64).max(1))
    }
}
