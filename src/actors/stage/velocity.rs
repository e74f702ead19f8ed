//! Velocity: what each credential has paid today, and whether an operator's limits let it pay more.
//!
//! The table has a row for who paid today only. A row of another day counts as free, so that nothing is cleared at midnight, and a row is
//! used again, so that nothing is allocated once a district is warm. It is looked into by key and never walked through.

use super::desk::Desk;
use crate::domain::iso8583::ResponseCode;
use crate::domain::money::Money;
use crate::domain::protection::Pace;
use crate::protocol::{Observer, Payment, Watched};

/// A credential, in 64 bits.
type Credential = u64;

/// Marks what a thief uses, against what its owner does.
const THIEFS: Credential = 1 << 63;
/// Spreads keys over the rows: 2^64 over the golden ratio, odd.
const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
/// Rows of a table that somebody pays into.
const FEWEST: usize = 64;

#[derive(Clone, Copy, Debug, Default)]
struct Row {
    credential: Credential,
    /// The day it is of, counted from one.
    day: u32,
    pace: Pace,
}

/// Today's payments by credential: open addressing, at most half full.
#[derive(Clone, Debug, Default)]
pub struct Paces {
    rows: Vec<Row>,
    day: u32,
    taken: usize,
}

impl Paces {
    /// What `credential` has paid on `day`.
    #[must_use]
    fn of(&self, credential: Credential, day: u32) -> Pace {
        if self.rows.is_empty() || self.day != day + 1 {
            return Pace::default();
        }
        let row = self.rows[self.place(credential)];
        if row.day == self.day { row.pace } else { Pace::default() }
    }

    /// `credential` has paid `amount` on `day`, which is never before the last one.
    fn add(&mut self, credential: Credential, day: u32, amount: Money) {
        if self.day != day + 1 {
            (self.day, self.taken) = (day + 1, 0);
        }
        if 2 * (self.taken + 1) > self.rows.len() {
            self.grow();
        }
        let place = self.place(credential);
        let row = &mut self.rows[place];
        if row.day != self.day {
            self.taken += 1;
            *row = Row { credential, day: self.day, pace: Pace::default() };
        }
        row.pace = row.pace.and(Pace { payments: 1, amount });
    }

    /// The row of `credential` today, or the free one where it would be.
    fn place(&self, credential: Credential) -> usize {
        let last = self.rows.len() - 1;
        let mut at = (credential.wrapping_mul(ODD) >> 32) as usize & last;
        while self.rows[at].day == self.day && self.rows[at].credential != credential {
            at = (at + 1) & last;
        }
        at
    }

    fn grow(&mut self) {
        let rows = vec![Row::default(); (2 * self.rows.len()).max(FEWEST)];
        for row in std::mem::replace(&mut self.rows, rows) {
            if row.day == self.day {
                let place = self.place(row.credential);
                self.rows[place] = row;
            }
        }
    }
}

impl<O: Observer> Desk<'_, O> {
    /// Why the operator's limits do not let this credential pay today, if they do not; else the payment counts from now on, at what the shop
    /// asks for, also if something else stops it.
    pub fn check_pace(&mut self, slot: u32) -> Option<ResponseCode> {
        let limits = self.market.market.protections.velocity.filter(|limits| limits.covers(self.payment(slot).product))?;
        let payment = *self.payment(slot);
        if !payment.kind.pays_somebody() {
            return None;
        }
        let day = self.now.day();
        let (owners, own) = (owners(&payment), self.thiefs(&payment));
        let so_far = match own {
            // A run that is not real is measured on a copy: it adds to what the owner has paid and leaves that as it is.
            Some(ghost) if self.is_foreign(&payment) => self.branch.paces.of(ghost, day),
            Some(ghost) => self.branch.paces.of(ghost, day).and(self.branch.paces.of(owners, day)),
            None => self.branch.paces.of(owners, day),
        };
        let refusal = limits.refusal(so_far, payment.asked);
        if refusal.is_none() {
            self.branch.paces.add(own.unwrap_or(owners), day, payment.asked);
        } else {
            let refused = self.payment_mut(slot);
            (refused.watched, refused.is_false_alarm) = (Watched::OverLimit, refused.thief.is_none());
        }
        refusal
    }

    /// True where a thief pays from an account of his own.
    fn is_foreign(&self, payment: &Payment) -> bool {
        payment.thief.is_some_and(|thief| self.branch.runs.get(thief.run).is_enrolled)
    }

    /// What a thief's payments are counted under, unless they are the owner's own to the operator and to its agent.
    fn thiefs(&self, payment: &Payment) -> Option<Credential> {
        let run = self.branch.runs.get(payment.thief?.run);
        let is_owners = run.is_real && !run.is_enrolled;
        (!is_owners).then(|| THIEFS | (run.luck ^ u64::from(payment.product.0).wrapping_mul(ODD)))
    }
}

/// What the owner's payments with this product are counted under.
fn owners(payment: &Payment) -> Credential {
    u64::from(payment.product.0) << 32 | u64::from(payment.person)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn payments_of_a_day_add_up_by_credential_and_are_gone_the_next() {
        let mut paces = Paces::default();
        for credential in 0..1_000_u64 {
            for _ in 0..=credential % 3 {
                paces.add(credential << 32 | 7, 4, Money::from_minor(credential as i64));
            }
        }
        for credential in 0..1_000_u64 {
            let times = credential % 3 + 1;
            let expected = Pace { payments: times as u32, amount: Money::from_minor((credential * times) as i64) };
            assert_eq!(paces.of(credential << 32 | 7, 4), expected);
            assert_eq!(paces.of(credential << 32 | 7, 5), Pace::default());
        }
        assert_eq!(paces.of(7 | THIEFS, 4), Pace::default());
    }

    #[test]
    fn rows_are_used_again_day_after_day() {
        let mut paces = Paces::default();
        for day in 0..50 {
            for credential in 0..100_u64 {
                paces.add(credential + 1_000 * u64::from(day), day, Money::from_minor(1));
            }
        }
        assert_eq!(paces.rows.len(), 256, "as many as one day needs");
        assert_eq!(paces.of(49_000, 49).payments, 1);
        assert_eq!(paces.of(48_000, 49).payments, 0);
    }
}
