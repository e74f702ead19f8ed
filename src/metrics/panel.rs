//! Panel: what a month is counted by besides how payments ended: the cards behind them, the rungs people stand on, where phones are taken.

use super::frame::{Frame, Month};
use super::sums::Sums;
use crate::domain::card::Funding;
use crate::domain::merchant::Technology;
use crate::domain::payment::Outcome;
use crate::domain::product::ProductId;
use crate::domain::rung::Rung;
use crate::protocol::{AcceptanceFact, LadderFact, Payment, QueueFact};
use std::collections::BTreeMap;

/// Approved payments with one product and one kind of card behind them in one month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FundingRow {
    /// The month.
    pub month: Month,
    /// The product.
    pub product: ProductId,
    /// What stood behind them.
    pub funding: Funding,
    /// How many, thieves' included.
    pub payments: i64,
    /// What they sum to, minor units.
    pub volume: i64,
}

/// People who stand on one rung with one product at a month's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LadderRow {
    /// The month.
    pub month: Month,
    /// The product.
    pub product: ProductId,
    /// The rung.
    pub rung: Rung,
    /// How many.
    pub people: i64,
}

/// Locations and one technology at a month's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AcceptanceRow {
    /// The month.
    pub month: Month,
    /// The technology.
    pub technology: Technology,
    /// Locations whose terminals have it.
    pub installed: i64,
    /// Locations whose terminals take it.
    pub on: i64,
}

/// The queue for licences at a month's end; firms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LicenceRow {
    /// The month.
    pub month: Month,
    /// Have applied so far, inside the market or not.
    pub applied: u32,
    /// Are licensed.
    pub granted: u32,
    /// Of the market's firms: may operate, licensed or not.
    pub operating: u32,
}

/// The counts of one district, or of several added up; months by ordinal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Panel {
    funding: Sums<(u16, u8, Funding), (i64, i64)>,
    /// Agents.
    ladder: BTreeMap<(u16, u8), [i64; Rung::ALL.len()]>,
    acceptance: BTreeMap<(u16, Technology), (i64, i64)>,
    /// Applied, granted, operating.
    licences: BTreeMap<u16, [u32; 3]>,
}

impl Panel {
    /// A payment is over.
    pub(super) fn payment(&mut self, frame: &Frame, payment: &Payment) {
        let is_purchase = payment.kind.pays_somebody() && payment.outcome == Outcome::Approved;
        let row = frame.row(payment).filter(|&row| is_purchase && row != frame.plastic_row());
        let Some((row, funding)) = row.zip(frame.behind(payment)) else { return };
        let sums = self.funding.at((frame.month(payment.at), row as u8, funding));
        sums.0 += i64::from(payment.weight);
        sums.1 += payment.full().minor();
    }

    /// A month is over.
    pub(super) fn ladder(&mut self, frame: &Frame, fact: &LadderFact) {
        let rungs = self.ladder.entry((frame.month(fact.at), fact.product.0)).or_default();
        add(rungs, &fact.agents);
    }

    /// A month is over.
    pub(super) fn acceptance(&mut self, frame: &Frame, fact: &AcceptanceFact) {
        self.acceptance.insert((frame.month(fact.at), fact.technology), (fact.installed, fact.on));
    }

    /// A month is over.
    pub(super) fn queue(&mut self, frame: &Frame, fact: &QueueFact) {
        self.licences.insert(frame.month(fact.at), [fact.applied, fact.granted, fact.operating]);
    }

    /// Adds another district.
    pub(super) fn add(&mut self, other: &Self) {
        for (key, sums) in other.funding.iter() {
            let mine = self.funding.at(key);
            (mine.0, mine.1) = (mine.0 + sums.0, mine.1 + sums.1);
        }
        for (key, rungs) in &other.ladder {
            add(self.ladder.entry(*key).or_default(), rungs);
        }
        // Told by the head offices alone.
        self.acceptance.extend(&other.acceptance);
        self.licences.extend(&other.licences);
    }

    pub(super) fn funding_rows(&self, frame: &Frame) -> Vec<FundingRow> {
        let row = |((month, product, funding), &(payments, volume)): (_, &(i64, i64))| {
            let (month, product) = (frame.months()[usize::from(month)], ProductId(product));
            FundingRow { month, product, funding, payments, volume }
        };
        self.funding.iter().map(row).collect()
    }

    pub(super) fn ladder_rows(&self, frame: &Frame) -> Vec<LadderRow> {
        let rows = |(&(month, product), agents): (&(u16, u8), &[i64; Rung::ALL.len()])| {
            let (month, product, agents) = (frame.months()[usize::from(month)], ProductId(product), *agents);
            Rung::ALL.map(|rung| LadderRow { month, product, rung, people: agents[rung as usize] * frame.weight() })
        };
        self.ladder.iter().flat_map(rows).collect()
    }

    pub(super) fn licence_rows(&self, frame: &Frame) -> Vec<LicenceRow> {
        let row = |(&month, &[applied, granted, operating]): (&u16, &[u32; 3])| {
            let month = frame.months()[usize::from(month)];
            LicenceRow { month, applied, granted, operating }
        };
        self.licences.iter().map(row).collect()
    }

    pub(super) fn acceptance_rows(&self, frame: &Frame) -> Vec<AcceptanceRow> {
        let row = |(&(month, technology), &(installed, on))| {
            let month = frame.months()[usize::from(month)];
            AcceptanceRow { month, technology, installed, on }
        };
        self.acceptance.iter().map(row).collect()
    }
}

fn add(sums: &mut [i64], more: &[i64]) {
    for (sum, one) in sums.iter_mut().zip(more) {
        *sum += one;
    }
}
