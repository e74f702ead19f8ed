//! Licensing: who may keep accounts for others: a queue of applicants, batches of licences, and the day from which nobody may do without.
//!
//! Invariants: places in the queue count from one; licences go out in the order of places, so the licensed are always the first so many.

use super::money::{Money, Rate};
use super::party::PartyId;
use jiff::civil::Date;

/// How licences are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LicencePolicy {
    /// On the days of the batches, as many as each of them has.
    Batches,
    /// Nobody needs one, and nobody applies.
    Free,
    /// To whoever applies, on the spot.
    OpenEntry,
}

impl LicencePolicy {
    /// Every policy, with its name in scenarios.
    pub const NAMED: [(&'static str, Self); 3] = [("batches", Self::Batches), ("none", Self::Free), ("open-entry", Self::OpenEntry)];
}

/// A day on which licences are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Batch {
    /// When.
    pub date: Date,
    /// At most how many; what nobody has applied for lapses.
    pub licences: u32,
}

/// A firm of the market in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Firm {
    /// Its place, from one.
    pub place: u32,
    /// The processor that it is, or is one of.
    pub processor: PartyId,
}

/// The rules of licences.
#[derive(Clone, Debug, PartialEq)]
pub struct Licensing {
    /// How they are given.
    pub policy: LicencePolicy,
    /// Who gives them.
    pub regulator: PartyId,
    /// The first day on which firms can apply.
    pub applications_from: Date,
    /// The first day on which nobody may operate without.
    pub required_from: Date,
    /// Firms that have applied by a date, those outside the market included; straight in between, in whole firms.
    pub applicants: Vec<(Date, u32)>,
    /// The days on which licences are given, in order.
    pub batches: Vec<Batch>,
    /// The market's firms, in order of place.
    pub firms: Vec<Firm>,
    /// What applying costs a firm, once.
    pub application_cost: Money,
    /// Capital that a firm has to pay in before it applies.
    pub capital: Money,
    /// The share of customers' balances that a processor's capital must not fall below.
    pub balances_capital: Rate,
    /// What capital costs a year.
    pub capital_cost: Rate,
    /// What supervising one licensee costs the regulator a year.
    pub supervision_per_year: Money,
}

impl Licensing {
    /// Firms that have applied by the end of `date`.
    #[must_use]
    pub fn applied_on(&self, date: Date) -> u32 {
        if self.policy == LicencePolicy::Free || date < self.applications_from {
            return 0;
        }
        let after = self.applicants.partition_point(|(day, _)| *day <= date);
        let Some(&(from, low)) = after.checked_sub(1).and_then(|before| self.applicants.get(before)) else {
            return self.applicants.first().map_or(0, |&(_, firms)| firms);
        };
        let Some(&(to, high)) = self.applicants.get(after) else { return low };
        let days = |from: Date, to: Date| u64::from((to - from).get_days().unsigned_abs());
        low + (u64::from(high.saturating_sub(low)) * days(from, date) / days(from, to).max(1)) as u32
    }

    /// The firms of `processor` among the first `places` of the queue.
    #[must_use]
    pub fn firms_within(&self, processor: PartyId, places: u32) -> u32 {
        self.firms.iter().filter(|firm| firm.processor == processor && firm.place <= places).count() as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn firms_apply_one_after_the_other_once_they_can() {
        let licensing = Licensing {
            policy: LicencePolicy::Batches,
            regulator: PartyId(0),
            applications_from: date(2010, 9, 1),
            required_from: date(2011, 9, 1),
            applicants: vec![(date(2010, 9, 1), 10), (date(2010, 9, 11), 15)],
            batches: Vec::new(),
            firms: [(1, 1), (12, 2), (13, 1)].map(|(place, party)| Firm { place, processor: PartyId(party) }).to_vec(),
            application_cost: Money::ZERO,
            capital: Money::ZERO,
            balances_capital: Rate::ZERO,
            capital_cost: Rate::ZERO,
            supervision_per_year: Money::ZERO,
        };
        let on = |month, day| licensing.applied_on(date(2010, month, day));
        assert_eq!([on(8, 31), on(9, 1), on(9, 2), on(9, 3), on(9, 10), on(12, 1)], [0, 10, 10, 11, 14, 15]);
        assert_eq!([12, 13].map(|places| licensing.firms_within(PartyId(1), places)), [1, 2]);
        assert_eq!(Licensing { policy: LicencePolicy::Free, ..licensing }.applied_on(date(2012, 1, 1)), 0);
    }
}
