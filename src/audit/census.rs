//! Census: every payment that ended, whether it ended legally, and what its legs moved.
//!
//! Invariants: a payment counts once, when it is told over; a leg counts once, when it clears or is written off. Both tallies must agree
//! by kind of payment, in number and in money.

use crate::domain::payment::{Leg, LegState, Outcome};
use crate::domain::product::Flow;
use crate::protocol::{Payment, PaymentKind};

/// The ways in which a payment's money ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// The shop's leg cleared.
    Outer,
    /// The wallet collected.
    Inner,
    /// The wallet could not collect, or not all of it; or the shop's record of it is lost.
    WrittenOff,
}

impl Way {
    pub(super) const ALL: [(Self, &'static str); 3] =
        [(Self::Outer, "outer legs"), (Self::Inner, "inner legs"), (Self::WrittenOff, "write-offs")];
}

/// The kinds of payment, in ordinal order.
pub(super) const KINDS: [(PaymentKind, &str); 8] = [
    (PaymentKind::Purchase, "purchases"),
    (PaymentKind::Refund, "refunds"),
    (PaymentKind::Remote, "remote payments"),
    (PaymentKind::TopUp, "loadings"),
    (PaymentKind::Transfer, "transfers"),
    (PaymentKind::Repayment, "repayments"),
    (PaymentKind::Subscription, "subscriptions"),
    (PaymentKind::Redemption, "redemptions"),
];

/// A number of legs and the full-scale minor units they move.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Volume {
    pub(super) legs: u64,
    pub(super) minor: i64,
}

impl Volume {
    #[inline]
    fn count(&mut self, payment: &Payment, way: Way) {
        self.legs += 1;
        let whole = payment.amount.minor();
        let short = payment.short.minor();
        let minor = match way {
            Way::Outer => whole,
            Way::Inner => whole - short,
            Way::WrittenOff if short > 0 => short,
            Way::WrittenOff => whole,
        };
        self.minor += minor * i64::from(payment.weight);
    }

    fn absorb(&mut self, other: Self) {
        self.legs += other.legs;
        self.minor += other.minor;
    }
}

/// By kind of payment and way of its money.
pub(super) type Volumes = [[Volume; Way::ALL.len()]; KINDS.len()];

/// The first thing of a kind that went wrong, and how often such things did.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Faults<T> {
    pub(super) count: u64,
    /// The first, with its day.
    pub(super) first: Option<(u32, T)>,
}

impl<T> Default for Faults<T> {
    fn default() -> Self {
        Self { count: 0, first: None }
    }
}

impl<T: Copy> Faults<T> {
    pub(super) fn add(&mut self, day: u32, what: T) {
        self.absorb(&Self { count: 1, first: Some((day, what)) });
    }

    /// Of two first faults the earlier stays; of two of one day, the one that was here.
    pub(super) fn absorb(&mut self, other: &Self) {
        self.count += other.count;
        self.first = match (self.first, other.first) {
            (Some(mine), Some(theirs)) => Some(if theirs.0 < mine.0 { theirs } else { mine }),
            (mine, theirs) => mine.or(theirs),
        };
    }
}

/// The tally of payments.
#[derive(Clone, Debug, Default)]
pub(super) struct Census {
    /// Payments told over.
    pub(super) told: u64,
    /// Payments that ended in a way that the life cycle does not have.
    pub(super) illegal: Faults<(&'static str, Payment)>,
    /// What payments that are over say was moved.
    pub(super) owed: Volumes,
    /// What clearing and write-offs moved.
    pub(super) moved: Volumes,
}

impl Census {
    /// A payment is over.
    #[inline]
    pub(super) fn over(&mut self, payment: &Payment) {
        self.told += 1;
        if let Some(fault) = fault(payment) {
            self.illegal.add(payment.at.day(), (fault, *payment));
        }
        let owed = &mut self.owed[payment.kind as usize];
        if is_honoured(payment) && payment.kind != PaymentKind::TopUp {
            let way = if payment.leg(Leg::Outer) == LegState::WrittenOff { Way::WrittenOff } else { Way::Outer };
            owed[way as usize].count(payment, way);
        }
        match payment.leg(Leg::Inner) {
            LegState::Cleared => owed[Way::Inner as usize].count(payment, Way::Inner),
            LegState::WrittenOff => owed[Way::WrittenOff as usize].count(payment, Way::WrittenOff),
            _ => {}
        }
        if payment.short.minor() > 0 {
            owed[Way::WrittenOff as usize].count(payment, Way::WrittenOff);
        }
    }

    /// Money of a payment moved.
    #[inline]
    pub(super) fn moved(&mut self, way: Way, payment: &Payment) {
        self.moved[payment.kind as usize][way as usize].count(payment, way);
    }

    pub(super) fn absorb(&mut self, other: &Self) {
        self.told += other.told;
        self.illegal.absorb(&other.illegal);
        for (mine, theirs) in [(&mut self.owed, &other.owed), (&mut self.moved, &other.moved)] {
            for (to, from) in mine.as_flattened_mut().iter_mut().zip(theirs.as_flattened()) {
                to.absorb(*from);
            }
        }
    }
}

/// True where the shop must have its money, or the payer has it back.
#[inline]
fn is_honoured(payment: &Payment) -> bool {
    payment.is_refund() || payment.outcome == Outcome::Approved
}

/// True where the shop never saw the card.
#[inline]
pub(super) fn is_card_absent(payment: &Payment) -> bool {
    payment.kind == PaymentKind::Remote
}

/// True where a virtual card was tapped, so that there is an inner leg to fund it.
#[inline]
pub(super) fn is_nested(payment: &Payment) -> bool {
    payment.flow.has_inner_leg() && !is_card_absent(payment)
}

/// What is wrong with the way in which a payment ended.
#[inline]
fn fault(payment: &Payment) -> Option<&'static str> {
    use LegState::{Cleared, Declined, Reversed, Unsent, WrittenOff};
    let [outer, inner] = payment.legs;
    if !outer.is_final() || !inner.is_final() {
        return Some("a leg is in no final state");
    }
    if payment.outcome == Outcome::Pending {
        return Some("the payer never learnt the outcome");
    }
    if payment.kind == PaymentKind::TopUp {
        return match (is_honoured(payment), outer, inner) {
            (true, Unsent, Cleared) | (false, Unsent, Declined | Reversed) => None,
            _ => Some("a loading that did not end as its card said"),
        };
    }
    match (is_honoured(payment), outer) {
        (true, Cleared) | (false, Declined | Reversed | Unsent) => {}
        // A shop's batch of offline purchases may be lost.
        (true, WrittenOff) if payment.flow == Flow::OfflinePurse && !payment.is_refund() => {}
        (true, _) => return Some("it was approved, and its outer leg did not clear"),
        (false, _) => return Some("it was declined, and its outer leg moved money"),
    }
    match (is_nested(payment), is_honoured(payment), inner) {
        (false, _, Unsent) | (true, true, Cleared | WrittenOff) | (true, false, Declined | Reversed | Unsent) => None,
        (false, ..) => Some("it has one leg, and a second one was used"),
        (true, true, _) => Some("its outer leg cleared, and its inner leg was neither collected nor written off"),
        (true, false, _) => Some("it was declined, and its inner leg moved money"),
    }
}
