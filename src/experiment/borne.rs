//! Borne: what thieves tried, took and kept, by the party that bears it, over the whole horizon.

use super::runs::{Arm, RunSummary, arms};
use super::statistics::Estimate;
use crate::metrics::{Decimal, FraudSums, RunTables};

/// A stage of fraud, as the columns of `fraud.csv` have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// What thieves tried to take.
    Attempted,
    /// What was stopped.
    Prevented,
    /// What went through.
    Gross,
    /// What of it came back.
    Recovered,
    /// What stays lost.
    Net,
}

impl Stage {
    /// Every stage, in the order of the columns.
    pub const ALL: [Self; 5] = [Self::Attempted, Self::Prevented, Self::Gross, Self::Recovered, Self::Net];

    /// The word for readers.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Attempted => "attempted",
            Self::Prevented => "prevented",
            Self::Gross => "gross",
            Self::Recovered => "recovered",
            Self::Net => "net",
        }
    }

    fn of(self, sums: &FraudSums) -> i64 {
        match self {
            Self::Attempted => sums.attempted(),
            Self::Prevented => sums.prevented,
            Self::Gross => sums.gross,
            Self::Recovered => sums.recovered,
            Self::Net => sums.net(),
        }
    }
}

/// What one party bears, or would have, under one strategy.
#[derive(Clone, Debug, PartialEq)]
pub struct Borne {
    /// The party; nothing for all together.
    pub bearer: Option<String>,
    /// The strategy.
    pub strategy: String,
    /// By stage, millions of major units, counted products only.
    pub amounts: [Estimate; Stage::ALL.len()],
}

/// By bearer, then by strategy in order of appearance: bearers with the largest gross fraud of any strategy first, all together last.
#[must_use]
pub fn borne(runs: &[RunSummary]) -> Vec<Borne> {
    let arms = arms(runs);
    let mut rows = Vec::new();
    let mut bearers: Vec<Option<String>> = bearers(&arms).into_iter().map(Some).collect();
    bearers.push(None);
    for bearer in bearers {
        for arm in &arms {
            let amounts = Stage::ALL.map(|stage| arm.mean(|tables| sum(tables, bearer.as_deref(), stage)));
            rows.push(Borne { bearer: bearer.clone(), strategy: arm.strategy.into(), amounts });
        }
    }
    rows
}

fn sum(tables: &RunTables, bearer: Option<&str>, stage: Stage) -> f64 {
    let counted = tables.fraud.iter().filter(|row| tables.frame.is_value_counted(row.product));
    let rows = counted.filter(|row| bearer.is_none_or(|bearer| tables.frame.party_name(row.bearer) == bearer));
    Decimal::money_millions(rows.map(|row| stage.of(&row.sums)).sum()).value()
}

fn bearers(arms: &[Arm<'_>]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for tables in arms.iter().flat_map(|arm| &arm.runs).map(|run| &run.tables) {
        for row in tables.fraud.iter().filter(|row| tables.frame.is_value_counted(row.product)) {
            let name = tables.frame.party_name(row.bearer);
            if !names.iter().any(|other| other == name) {
                names.push(name.to_string());
            }
        }
    }
    let size = |name: &str| arms.iter().map(|arm| arm.mean(|tables| sum(tables, Some(name), Stage::Gross)).mean).fold(0.0, f64::max);
    names.sort_by(|a, b| size(b).total_cmp(&size(a)).then_with(|| a.cmp(b)));
    names
}

#[cfg(test)]
mod tests {
    use super::super::testing::runs;
    use super::*;

    #[test]
    fn bearers_add_up_to_all_and_stages_to_attempts() {
        let rows = borne(&runs());
        let names: Vec<_> = rows.iter().map(|row| (row.bearer.as_deref(), row.strategy.as_str())).collect();
        let bearers = [Some("operator"), Some("bank"), None];
        let expected: Vec<_> = bearers.into_iter().flat_map(|bearer| [(bearer, "base"), (bearer, "rival")]).collect();
        assert_eq!(names, expected);
        for stage in 0..Stage::ALL.len() {
            assert!((rows[0].amounts[stage].mean + rows[2].amounts[stage].mean - rows[4].amounts[stage].mean).abs() < 1e-9);
        }
        let [attempted, prevented, gross, recovered, net] = rows[0].amounts.map(|amount| amount.mean);
        assert!((attempted - prevented - gross).abs() < 1e-9 && (gross - recovered - net).abs() < 1e-9 && gross > 0.0);
    }
}
