//! Licence office: where the central bank keeps the queue of those who want to run accounts, and gives licences out of it.
//!
//! Hears the calendar. Says, day by day, which part of each processor's firms may operate, and at a month's end where the queue stands.
//! Keeps how many have applied and how many are licensed: the first so many of the queue.

use crate::domain::licensing::{LicencePolicy, Licensing};
use crate::domain::line::Line;
use crate::domain::market::Market;
use crate::domain::money::{Money, Rate};
use crate::domain::party::PartyId;
use crate::domain::stored::Processor;
use crate::kernel::time::Time;
use crate::protocol::{Charge, LicenceFact, QueueFact};
use jiff::civil::Date;

/// The regulator's licence office.
#[derive(Clone, Copy, Debug, Default)]
pub struct LicenceOffice {
    granted: u32,
    applied: u32,
    /// Firms that had applied by the end of last month, or before the first day: they have paid for it.
    applied_before: u32,
    /// The last day it has worked on.
    seen: Option<Date>,
}

impl LicenceOffice {
    /// The office before the first day.
    #[must_use]
    pub fn new(market: &Market) -> Self {
        let before = market.date(0).yesterday().ok().zip(market.licensing.as_ref());
        Self { applied_before: before.map_or(0, |(day, licensing)| licensing.applied_on(day)), ..Self::default() }
    }

    /// Hears who has applied by `day`, and gives the licences that are due; on its first day, those of all days before it too.
    pub fn turn(&mut self, market: &Market, day: u32) {
        let Some(licensing) = &market.licensing else { return };
        let date = market.date(day);
        self.applied = licensing.applied_on(date);
        self.granted = match licensing.policy {
            LicencePolicy::Free => 0,
            LicencePolicy::OpenEntry => self.applied,
            LicencePolicy::Batches => self.granted_on(licensing, date),
        };
        self.seen = Some(date);
    }

    fn granted_on(&self, licensing: &Licensing, date: Date) -> u32 {
        let due = licensing.batches.iter().filter(|batch| batch.date <= date && self.seen.is_none_or(|seen| batch.date > seen));
        due.fold(self.granted, |granted, batch| (granted + batch.licences).min(licensing.applied_on(batch.date)).max(granted))
    }

    /// Part of the firms behind `operator` that may operate on `day`; whoever is no processor needs no licence.
    #[must_use]
    pub fn operating_share(&self, market: &Market, operator: PartyId, day: u32) -> f64 {
        let (Some(licensing), Some(processor)) = (&market.licensing, market.processor(operator)) else { return 1.0 };
        f64::from(self.operating(licensing, processor, market.date(day))) / f64::from(processor.firms)
    }

    /// Firms of a processor that may operate.
    fn operating(&self, licensing: &Licensing, processor: &Processor, date: Date) -> u32 {
        let does_without = date < licensing.required_from && processor.begins_unlicensed;
        if licensing.policy == LicencePolicy::Free || does_without {
            processor.firms
        } else {
            licensing.firms_within(processor.party, self.granted)
        }
    }

    /// What a processor's month comes to: its firms, and what it keeps for its customers.
    #[must_use]
    pub fn month_of(&self, market: &Market, at: Time, processor: &Processor, open_share: Rate, stored: Money) -> LicenceFact {
        let base =
            LicenceFact { at, processor: processor.party, open_share, stored, applied: 0, newly_applied: 0, operating: processor.firms };
        let Some(licensing) = &market.licensing else { return base };
        let [applied, before] = [self.applied, self.applied_before].map(|places| licensing.firms_within(processor.party, places));
        LicenceFact {
            applied,
            newly_applied: applied.saturating_sub(before),
            operating: self.operating(licensing, processor, market.date(at.day())),
            ..base
        }
    }

    /// Closes the month: where the queue stands, and what supervising the licensed has cost the regulator.
    pub fn close_month(&mut self, market: &Market, at: Time, mut book: impl FnMut(Charge)) -> Option<QueueFact> {
        let licensing = market.licensing.as_ref()?;
        self.applied_before = self.applied;
        let month = Money::from_minor(licensing.supervision_per_year.minor() * i64::from(self.granted) / 12);
        if month != Money::ZERO {
            book(Charge { at, payer: Some((licensing.regulator, Line::Supervision)), payee: None, amount: month });
        }
        let operating = market.processors.iter().map(|processor| self.operating(licensing, processor, market.date(at.day()))).sum();
        Some(QueueFact { at, applied: self.applied, granted: self.granted, operating })
    }
}
