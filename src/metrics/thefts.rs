//! Thefts: how many payments thieves tried and got through, in person and at a distance. What they are worth is counted elsewhere
//! ([`super::series`]).
//!
//! Hears payments that are over. Keeps full-scale numbers by year; a theft that an agent meets more often than a person counts for less.

use super::frame::Frame;
use crate::domain::merchant::Technology;
use crate::domain::payment::Outcome;
use crate::domain::product::{Flow, ProductId};
use crate::domain::threat::Vector;
use crate::protocol::{Payment, PaymentKind};
use std::collections::BTreeMap;

/// Where a thief pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Presence {
    /// At a till, with a card or a phone.
    InPerson,
    /// On a page, in an app, by message.
    Remote,
}

impl Presence {
    /// The name in `thefts.csv`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::InPerson => "in-person",
            Self::Remote => "remote",
        }
    }

    fn of(payment: &Payment) -> Self {
        let is_remote = match (payment.kind, payment.flow) {
            (PaymentKind::Purchase, Flow::RemoteAccount) => payment.technology == Technology::Online,
            (PaymentKind::Purchase, Flow::PhoneBill) => true,
            (PaymentKind::Purchase, _) => false,
            _ => true,
        };
        if is_remote { Self::Remote } else { Self::InPerson }
    }
}

/// One way of theft with one product at one kind of place in one year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TheftRow {
    /// The year.
    pub year: i16,
    /// How the credential was got.
    pub vector: Vector,
    /// What was paid with.
    pub product: ProductId,
    /// Where.
    pub presence: Presence,
    /// Payments tried, full scale.
    pub tried: i64,
    /// Those that went through.
    pub paid: i64,
}

/// The numbers of one district, or of several added up; years by ordinal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Thefts(BTreeMap<(u16, Vector, ProductId, Presence), [i64; 2]>);

impl Thefts {
    /// A payment is over.
    pub(super) fn payment(&mut self, frame: &Frame, payment: &Payment) {
        if payment.thief.is_some() && !payment.is_refund() {
            self.count(frame.year_of(frame.month(payment.at)), payment);
        }
    }

    fn count(&mut self, year: u16, payment: &Payment) {
        let Some(thief) = payment.thief else { return };
        let [tried, paid] = self.0.entry((year, thief.vector, payment.product, Presence::of(payment))).or_default();
        *tried += i64::from(payment.weight);
        *paid += if payment.outcome == Outcome::Approved { i64::from(payment.weight) } else { 0 };
    }

    /// Adds another district.
    pub(super) fn add(&mut self, other: &Self) {
        for (key, [tried, paid]) in &other.0 {
            let mine = self.0.entry(*key).or_default();
            *mine = [mine[0] + tried, mine[1] + paid];
        }
    }

    pub(super) fn rows(&self, frame: &Frame) -> Vec<TheftRow> {
        let row = |(&(year, vector, product, presence), &[tried, paid]): (&(u16, Vector, ProductId, Presence), &[i64; 2])| TheftRow {
            year: frame.years()[usize::from(year)],
            vector,
            product,
            presence,
            tried,
            paid,
        };
        self.0.iter().map(row).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::{NO_CASE, Thief};

    #[test]
    fn who_types_is_remote_and_who_taps_is_not() {
        let typed = Payment { kind: PaymentKind::Remote, ..Payment::BLANK };
        let page = Payment { flow: Flow::RemoteAccount, technology: Technology::Online, ..Payment::BLANK };
        let shown = Payment { technology: Technology::Code, ..page };
        let tapped = Payment { flow: Flow::NetworkToken, technology: Technology::Contactless, ..Payment::BLANK };
        let sent = Payment { kind: PaymentKind::Transfer, ..shown };
        assert_eq!(
            [typed, page, shown, tapped, sent].map(|payment| Presence::of(&payment).name()),
            ["remote", "remote", "in-person", "in-person", "remote"]
        );
    }

    #[test]
    fn honest_payments_are_no_thefts() {
        let mut thefts = Thefts::default();
        thefts.count(0, &Payment::BLANK);
        assert_eq!(thefts, Thefts::default());
        let thief = Some(Thief { vector: Vector::LostDevice, run: 0, case: NO_CASE });
        let stolen = Payment { thief, weight: 3, outcome: Outcome::Approved, ..Payment::BLANK };
        thefts.count(1, &stolen);
        thefts.count(1, &Payment { outcome: Outcome::DeclinedRisk, ..stolen });
        let mut both = thefts.clone();
        both.add(&thefts);
        let key = (1, Vector::LostDevice, stolen.product, Presence::InPerson);
        assert_eq!((thefts.0[&key], both.0[&key]), ([6, 3], [12, 6]));
    }
}
