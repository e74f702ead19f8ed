//! Bank: how a card issuer decides: the queue at its front office, the risk rule, the money behind the card.

use super::desk::Desk;
use super::luck::{Draw, mark};
use crate::domain::iso8583::ResponseCode;
use crate::domain::money::Money;
use crate::domain::payment::Leg;
use crate::kernel::random::{exponential, unit};
use crate::kernel::time::Span;
use crate::policy::funds::{Purse, available};
use crate::policy::risk::IsFraud;
use crate::protocol::{Observer, Payment, PaymentKind};

const HOUR: i64 = 3_600_000_000;

/// What the payment is in truth.
#[must_use]
pub(super) fn truth(payment: &Payment) -> IsFraud {
    match payment.thief {
        None => IsFraud::No,
        Some(thief) if thief.vector.is_by_owner() => IsFraud::ByOwner,
        Some(_) => IsFraud::Yes,
    }
}

impl<O: Observer> Desk<'_, O> {
    /// Queue and service at the bank with this ordinal, or nothing if the caller gives up first.
    #[must_use]
    pub fn bank_work(&self, payment: &Payment, bank: usize, leg: Leg) -> Option<Span> {
        let mean_ms = self.market.market.banks[bank].service_ms;
        if self.rules.conditions.is_plain {
            return Some(Span::from_micros((mean_ms * 1000.0) as i64));
        }
        let (queue, service) = match leg {
            Leg::Outer => (Draw::Waiting, Draw::Service),
            Leg::Inner => (Draw::InnerWaiting, Draw::InnerService),
        };
        let hour = (self.now.micros() / HOUR).rem_euclid(24) as usize;
        let wait = self.market.waiting(bank, hour).draw(unit(mark(payment.luck, queue, 0)))?;
        let service = exponential(mark(payment.luck, service, 0)) * mean_ms / 1000.0;
        Some(wait + Span::from_secs_f64(service))
    }

    /// Blocked card, risk score, money: what the bank with this ordinal says to `wanted`.
    #[must_use]
    pub fn bank_decision(&self, payment: &Payment, wanted: Money, (bank, leg): (usize, Leg)) -> ResponseCode {
        if let Some(thief) = payment.thief
            && self.branch.runs.get(thief.run).is_blocked
        {
            return ResponseCode::LostCard;
        }
        if self.bank_stops(payment, bank, leg) {
            return ResponseCode::SuspectedFraud;
        }
        if self.rules.conditions.is_broke || wanted > available(&self.purse(payment)) {
            return ResponseCode::InsufficientFunds;
        }
        ResponseCode::Approved
    }

    fn bank_stops(&self, payment: &Payment, bank: usize, leg: Leg) -> bool {
        let is_fraud = truth(payment);
        if self.rules.conditions.is_plain {
            return false;
        }
        let draw = match leg {
            Leg::Outer => Draw::IssuerScore,
            Leg::Inner => Draw::InnerScore,
        };
        self.market.risk(bank).stops(mark(payment.luck, draw, 0), is_fraud)
    }

    /// A payment that a bank's risk rule stopped: an honest one is a false alarm; a thief's card is shut.
    pub fn note_bank_stop(&mut self, slot: u32) {
        match self.payment(slot).thief {
            Some(thief) => self.branch.runs.get_mut(thief.run).is_blocked = true,
            None => self.payment_mut(slot).is_false_alarm = true,
        }
    }

    /// The money behind a payment's card.
    #[must_use]
    pub fn purse(&self, payment: &Payment) -> Purse {
        let cycle_days = self.market.market.payday_every_days.max(1);
        let is_credit = self.market.market.cards[payment.card.index()].funding.is_credit();
        // What went into a money fund on the last payday is on the account no more.
        let moved = if is_credit { Money::ZERO } else { self.branch.stakes.moved_on_payday(payment.person) };
        // What was saved beside it is there for the fund alone.
        let is_saved = payment.kind == PaymentKind::Subscription;
        let saved = if is_saved { self.saved_minor(payment.person, payment.product) } else { 0.0 };
        Purse {
            full_minor: self.payday_minor(payment.person) - moved.minor() as f64 + saved,
            // Paydays are spread over the cycle by the person's place.
            days_since_payday: (self.day.day + payment.person) % cycle_days,
            cycle_days,
            is_credit,
        }
    }
}
