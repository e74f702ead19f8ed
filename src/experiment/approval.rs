//! Approval: how many of the focus product's payments go through, why the others do not, and how strategies differ, in one year.

use super::runs::{RunSummary, arms};
use super::statistics::Estimate;
use crate::metrics::{Counts, RunTables};

/// What became of attempts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// They went through.
    Approved,
    /// There was no money or credit.
    Funds,
    /// A risk rule, a freeze or a block stopped them.
    Risk,
    /// Nobody answered in time.
    Timeout,
    /// Any other reason.
    Other,
}

impl Answer {
    /// Every answer, approval first.
    pub const ALL: [Self; 5] = [Self::Approved, Self::Funds, Self::Risk, Self::Timeout, Self::Other];

    /// The words for readers.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Funds => "declined: no money or credit",
            Self::Risk => "declined: risk rule, freeze or block",
            Self::Timeout => "declined: no answer in time",
            Self::Other => "declined: other reasons",
        }
    }

    const fn of(self, counts: &Counts) -> i64 {
        match self {
            Self::Approved => counts.payments,
            Self::Funds => counts.declined_funds,
            Self::Risk => counts.declined_risk,
            Self::Timeout => counts.declined_timeout,
            Self::Other => counts.declined_other,
        }
    }
}

/// One answer under one strategy.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered {
    /// The answer.
    pub answer: Answer,
    /// The strategy.
    pub strategy: String,
    /// Per cent of attempts.
    pub share_pct: Estimate,
    /// The same less that under the baseline, percentage points, over the replicates that both have.
    pub change_pp: Estimate,
}

/// By answer, then by strategy in order of appearance. Replicates without an attempt in the year do not count.
#[must_use]
pub fn answers(runs: &[RunSummary], focus: &str, year: i16, baseline: &str) -> Vec<Answered> {
    let mut arms = arms(runs);
    for arm in &mut arms {
        arm.runs.retain(|run| counts(&run.tables, focus, year).is_some_and(|counts| counts.attempts > 0));
    }
    let Some(base) = arms.iter().find(|arm| arm.strategy == baseline) else { return Vec::new() };
    let mut rows = Vec::new();
    for answer in Answer::ALL {
        for arm in &arms {
            let share = |tables: &RunTables| {
                counts(tables, focus, year).map_or(f64::NAN, |counts| 100.0 * answer.of(counts) as f64 / counts.attempts as f64)
            };
            let (share_pct, change_pp) = (arm.mean(share), arm.change(base, share));
            rows.push(Answered { answer, strategy: arm.strategy.into(), share_pct, change_pp });
        }
    }
    rows
}

fn counts<'a>(tables: &'a RunTables, focus: &str, year: i16) -> Option<&'a Counts> {
    let product = tables.frame.product_named(focus)?;
    tables.product_years.iter().find(|row| row.year == year && row.product == product).map(|row| &row.counts)
}

#[cfg(test)]
mod tests {
    use super::super::testing::runs;
    use super::*;

    #[test]
    fn answers_add_up_to_all_attempts() {
        let rows = answers(&runs(), "wallet", 2012, "base");
        assert_eq!(rows.len(), 2 * Answer::ALL.len());
        for strategy in ["base", "rival"] {
            let sum: f64 = rows.iter().filter(|row| row.strategy == strategy).map(|row| row.share_pct.mean).sum();
            assert!((sum - 100.0).abs() < 1e-9, "{rows:?}");
        }
        assert!((rows[0].share_pct.mean - 100.0 * 100.0 / 150.0).abs() < 1e-9);
    }

    #[test]
    fn a_year_without_attempts_has_no_rate() {
        assert!(answers(&runs(), "wallet", 2011, "base").iter().all(|row| row.share_pct.mean.is_nan()));
        assert!(answers(&runs(), "wallet", 2012, "nobody").is_empty());
    }
}
