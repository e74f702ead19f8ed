//! Monitor: an operator's risk control over the payments of its accounts: is the account shut, does the score stop it, what follows.
//!
//! A stop freezes the account and asks its owner, whose answer opens it again.

use super::bank::truth;
use super::desk::Desk;
use super::luck::{Draw, mark};
use crate::domain::iso8583::ResponseCode;
use crate::domain::market::LinkKind;
use crate::domain::payment::Leg;
use crate::kernel::normal::lognormal_quantile;
use crate::kernel::random::unit;
use crate::kernel::time::Span;
use crate::policy::risk::IsFraud;
use crate::protocol::{Actor, Address, Message, Observer, Watched, What};

impl<O: Observer> Desk<'_, O> {
    /// A frozen account, a blocked credential or a missing mandate.
    #[must_use]
    pub fn is_shut(&self, slot: u32) -> bool {
        let payment = self.payment(slot);
        if let Some(thief) = payment.thief {
            return self.branch.runs.get(thief.run).is_blocked;
        }
        let holding = self.branch.holding(payment.person, payment.product);
        holding.is_frozen() || self.branch.mandates.check(payment.person, payment.product).is_err()
    }

    /// Why a processor does not pay in its customer's name, if it does not: the PIN, a shut account, the limits, the score.
    pub fn refusal(&mut self, slot: u32) -> Option<ResponseCode> {
        if let Some(code) = self.check_pin(slot) {
            return Some(code);
        }
        if self.is_shut(slot) {
            return Some(ResponseCode::Restricted);
        }
        let payment = self.payment(slot);
        if payment.amount > self.product(payment.product).ticket_limit {
            return Some(ResponseCode::NotPermitted);
        }
        self.check_pace(slot).or_else(|| self.score(slot))
    }

    /// A wrong PIN is refused; the last wrong one that is allowed locks the account.
    pub fn check_pin(&mut self, slot: u32) -> Option<ResponseCode> {
        let payment = *self.payment(slot);
        let terms = *self.processor(self.product(payment.product).operator);
        let wrong_before = u32::from(payment.wrong_pins);
        if wrong_before >= terms.pin_tries {
            return Some(ResponseCode::PinTriesExceeded);
        }
        if payment.has_right_pin {
            return None;
        }
        let is_felt = payment.thief.is_none_or(|thief| self.branch.runs.get(thief.run).is_real);
        if wrong_before + 1 == terms.pin_tries && is_felt {
            self.freeze(slot, terms.unlock_hours);
        }
        Some(ResponseCode::WrongPin)
    }

    /// Scores the payment; a stop freezes the account and alerts the customer.
    pub fn score(&mut self, slot: u32) -> Option<ResponseCode> {
        let payment = *self.payment(slot);
        let control = self.product(payment.product).monitoring?;
        let weight = i64::from(payment.weight);
        self.branch.report.products[payment.product.index()].scored += weight;
        let is_fraud = truth(&payment);
        let stops = if self.rules.conditions.is_plain {
            is_fraud == IsFraud::Yes
        } else {
            self.market.monitoring(payment.product.index()).stops(mark(payment.luck, Draw::Score, 0), is_fraud)
        };
        self.payment_mut(slot).watched = if stops { Watched::Stopped } else { Watched::Passed };
        if !stops {
            return None;
        }
        self.branch.report.products[payment.product.index()].alerts += weight;
        if let Some(thief) = payment.thief {
            let run = self.branch.runs.get_mut(thief.run);
            run.is_blocked = true;
            // An account of the thief's own is shut with the run.
            let is_felt = run.is_real && !run.is_enrolled;
            if is_felt {
                self.freeze(slot, control.unfreeze_hours);
            }
        } else {
            self.payment_mut(slot).is_false_alarm = true;
            self.freeze(slot, control.unfreeze_hours);
        }
        Some(ResponseCode::SuspectedFraud)
    }

    /// Shuts the account and asks the customer; the answer opens it again.
    pub fn freeze(&mut self, slot: u32, median_hours: f64) {
        let payment = *self.payment(slot);
        self.branch.holding_mut(payment.person, payment.product).freeze();
        let hours = lognormal_quantile(unit(mark(payment.luck, Draw::Unfreeze, 0)), median_hours, 1.0);
        let wallet = self.operator(payment.product);
        let phone = Address::new(Actor::Phone, self.market.people);
        let alert = Message { note: payment.product.0, ..Message::about(payment.person, wallet, phone, What::Alert, Leg::Outer) };
        let seen = self.now + self.usual(LinkKind::Mobile);
        self.write(seen, alert);
        let reply = Message { note: payment.product.0, ..Message::about(payment.person, phone, wallet, What::AlertAnswer, Leg::Outer) };
        self.write(seen + Span::from_secs_f64(hours * 3600.0), reply);
    }

    /// How long scoring takes.
    #[must_use]
    pub fn scoring_time(&self, slot: u32) -> Span {
        let payment = self.payment(slot);
        let Some(control) = &self.product(payment.product).monitoring else { return Span::ZERO };
        let uniform = if self.rules.conditions.is_plain { 0.5 } else { unit(mark(payment.luck, Draw::Scoring, 0)) };
        Span::from_secs_f64(control.latency_ms * (0.8 + 0.4 * uniform) / 1000.0)
    }
}
