//! Bridge: the operator's account per 100 of what its customers pay, by the kind of card behind it, and what would close the gap.
//!
//! A line that belongs to a payment (interchange, assessments, losses) stands under that payment's funding. All other lines of the operator
//! are spread over all volume alike. So a funding's total less the common lines is what 100 on such cards leave, and over all fundings, weighted
//! by their shares, the operator's profit.

use super::runs::{Arm, RunSummary, arms};
use super::statistics::Estimate;
use crate::domain::card::Funding;
use crate::domain::line::Line;
use crate::domain::product::ProductId;
use crate::metrics::{BridgeSums, RunTables};

/// One column of a bridge, per 100 of its volume. Runs in which nothing was paid that way have no part in it, but for the share.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// What stands behind the payments; nothing for all of them together.
    pub funding: Option<Funding>,
    /// Its share of the product's volume, 0 to 1.
    pub share: Estimate,
    /// The lines that belong to its payments, by name.
    pub lines: Vec<(&'static str, Estimate)>,
    /// What is left of them.
    pub margin: Estimate,
}

/// One of the operator's other lines, per 100 of all volume.
#[derive(Clone, Debug, PartialEq)]
pub struct Common {
    /// The line.
    pub line: Line,
    /// True if it grows with time and not with use.
    pub is_standing: bool,
    /// What it comes to.
    pub amount: Estimate,
}

/// The bridge of the focus product's operator under one strategy in one year.
#[derive(Clone, Debug, PartialEq)]
pub struct Bridge {
    /// The strategy.
    pub strategy: String,
    /// The year.
    pub year: i16,
    /// By funding, in the order of fundings.
    pub spans: Vec<Span>,
    /// All of them together.
    pub all: Span,
    /// What all volume bears alike: lines that grow with use, then those that do not.
    pub common: Vec<Common>,
    /// Profit per 100 of volume.
    pub profit: Estimate,
    /// The share of regulated debit at which the lines that grow with use would be paid, others keeping their proportions; above 1 no share
    /// would do. Nothing where regulated debit is no better than the others.
    pub break_even_debit_share: Option<Estimate>,
    /// What offers and data would have to earn per active user and month for the operator to lose nothing.
    pub offers_data_needed: Option<Estimate>,
}

/// Lines that grow with time, not with use.
const STANDING: [Line; 4] = [Line::PlatformFixed, Line::Acquisition, Line::OffersData, Line::Fines];

/// The bridges of `focus` under every strategy in `year`; strategies under which nothing was paid with it have none.
#[must_use]
pub fn bridges(runs: &[RunSummary], focus: ProductId, year: i16) -> Vec<Bridge> {
    arms(runs).iter().filter_map(|arm| bridge(arm, focus, year)).collect()
}

/// One run's figures of one year.
struct Year {
    by_funding: Vec<(Funding, BridgeSums)>,
    /// The operator's other lines, minor units.
    common: Vec<(Line, i64)>,
    profit: i64,
    active_user_months: i64,
    volume: i64,
}

fn year_of(tables: &RunTables, focus: ProductId, year: i16) -> Year {
    let rows = tables.bridge.iter().filter(|row| row.product == focus && row.year == year);
    let by_funding: Vec<(Funding, BridgeSums)> = rows.map(|row| (row.funding, row.sums)).collect();
    let named: Vec<&str> = BridgeSums::default().lines().iter().map(|line| line.0).collect();
    let operator = tables.frame.products().get(focus.index()).map(|product| product.operator);
    let lines = || tables.parties.iter().filter(|row| Some(row.party) == operator && row.year == year);
    let months = tables.products.iter().filter(|row| row.product == focus && row.month.year == year);
    Year {
        common: lines().filter(|row| !named.contains(&row.line.name())).map(|row| (row.line, row.amount)).collect(),
        profit: lines().map(|row| row.amount).sum(),
        active_user_months: months.map(|row| row.active_users).sum(),
        volume: by_funding.iter().map(|(_, sums)| sums.volume).sum(),
        by_funding,
    }
}

impl Year {
    /// The sums of one funding, or of all.
    fn of(&self, funding: Option<Funding>) -> BridgeSums {
        let mut sums = BridgeSums::default();
        self.by_funding.iter().filter(|(f, _)| funding.is_none_or(|funding| funding == *f)).for_each(|(_, more)| sums.add(more));
        sums
    }

    fn line(&self, line: Line) -> i64 {
        self.common.iter().filter(|(l, _)| *l == line).map(|(_, amount)| amount).sum()
    }

    /// The share of regulated debit at which margins pay for the common lines that grow with use.
    fn break_even(&self) -> Option<f64> {
        let debit = self.of(Some(Funding::DebitRegulated));
        let others = self.by_funding.iter().filter(|(funding, _)| *funding != Funding::DebitRegulated);
        let (volume, margin) = others.fold((0, 0), |(v, m), (_, sums)| (v + sums.volume, m + sums.margin()));
        if debit.volume <= 0 || volume <= 0 {
            return None;
        }
        let per_use: i64 = self.common.iter().filter(|(line, _)| !STANDING.contains(line)).map(|(_, amount)| amount).sum();
        let (with, without) = (ratio(debit.margin(), debit.volume), ratio(margin, volume));
        let cost = -ratio(per_use, self.volume);
        (with > without).then(|| (cost - without) / (with - without))
    }
}

/// Per 100; nothing without volume.
fn per_hundred(amount: i64, volume: i64) -> Option<f64> {
    (volume != 0).then(|| 100.0 * ratio(amount, volume))
}

fn ratio(amount: i64, volume: i64) -> f64 {
    if volume == 0 { 0.0 } else { amount as f64 / volume as f64 }
}

/// The mean over the years that have the value.
fn over(years: &[Year], value: impl Fn(&Year) -> Option<f64>) -> Estimate {
    Estimate::of(&years.iter().filter_map(value).collect::<Vec<f64>>())
}

/// The mean of a value that every year has, or nothing.
fn over_all(years: &[Year], value: impl Fn(&Year) -> Option<f64>) -> Option<Estimate> {
    let values: Option<Vec<f64>> = years.iter().map(value).collect();
    values.map(|values| Estimate::of(&values))
}

fn span(years: &[Year], funding: Option<Funding>) -> Span {
    let line = |at: usize| over(years, |y| per_hundred(y.of(funding).lines()[at].1, y.of(funding).volume));
    Span {
        funding,
        share: over(years, |y| Some(ratio(y.of(funding).volume, y.volume))),
        lines: BridgeSums::default().lines().iter().enumerate().map(|(at, (name, _))| (*name, line(at))).collect(),
        margin: over(years, |y| per_hundred(y.of(funding).margin(), y.of(funding).volume)),
    }
}

fn bridge(arm: &Arm<'_>, focus: ProductId, year: i16) -> Option<Bridge> {
    let years: Vec<Year> = arm.runs.iter().map(|run| year_of(&run.tables, focus, year)).collect();
    if years.iter().all(|y| y.volume <= 0) {
        return None;
    }
    let is_used = |funding: &Funding| years.iter().any(|y| y.of(Some(*funding)).volume > 0);
    let common = Line::ALL.iter().copied().filter(|line| years.iter().any(|y| y.line(*line) != 0)).map(|line| Common {
        line,
        is_standing: STANDING.contains(&line),
        amount: over(&years, |y| per_hundred(y.line(line), y.volume)),
    });
    let (standing, growing): (Vec<Common>, Vec<Common>) = common.partition(|common| common.is_standing);
    let needed = |y: &Year| {
        let without = y.profit - y.line(Line::OffersData);
        (y.active_user_months > 0).then(|| -(without as f64) / 100.0 / y.active_user_months as f64)
    };
    Some(Bridge {
        strategy: arm.strategy.to_owned(),
        year,
        spans: Funding::ALL.into_iter().filter(is_used).map(|funding| span(&years, Some(funding))).collect(),
        all: span(&years, None),
        common: [growing, standing].concat(),
        profit: over(&years, |y| per_hundred(y.profit, y.volume)),
        break_even_debit_share: over_all(&years, Year::break_even),
        offers_data_needed: over_all(&years, needed),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sums(volume: i64, interchange_share: i64, funding_interchange: i64) -> BridgeSums {
        BridgeSums { volume, payments: 1, interchange_share, funding_interchange, ..BridgeSums::default() }
    }

    #[test]
    fn the_break_even_share_leaves_nothing_but_standing_lines() {
        let debit = sums(6_000, 90, -30);
        let credit = sums(4_000, 60, -100);
        let common = vec![(Line::Monitoring, -20), (Line::PlatformFixed, -1_000)];
        let year = Year {
            by_funding: vec![(Funding::DebitRegulated, debit), (Funding::Credit, credit)],
            common,
            profit: 0,
            active_user_months: 1,
            volume: 10_000,
        };
        let share = year.break_even().expect("debit is better than credit");
        let left = share * ratio(debit.margin(), debit.volume) + (1.0 - share) * ratio(credit.margin(), credit.volume);
        assert!((left - 0.002).abs() < 1e-12, "what margins leave pays the monitoring: {left}");
    }
}
