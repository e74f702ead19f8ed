//! Gates: how the crowd narrows from all people to those who use the focus product, in one year.

use super::runs::{RunSummary, arms};
use super::statistics::Estimate;
use crate::domain::gate::Gate;
use crate::metrics::{Decimal, RunTables};

/// Those who have come as far as one gate under one strategy.
#[derive(Clone, Debug, PartialEq)]
pub struct Passed {
    /// The strategy.
    pub strategy: String,
    /// The gate.
    pub gate: Gate,
    /// People, millions.
    pub people_m: Estimate,
    /// The same in per cent of those at the gate before; of all, at the first.
    pub of_previous_pct: Estimate,
}

/// By strategy in order of appearance, then by gate; runs that do not have the product or the year are left out.
#[must_use]
pub fn passed(runs: &[RunSummary], focus: &str, year: i16) -> Vec<Passed> {
    let mut rows = Vec::new();
    for arm in arms(runs) {
        let has_any = arm.runs.iter().all(|run| people(&run.tables, focus, year, Gate::People).is_some());
        for (place, gate) in Gate::ALL.into_iter().enumerate().filter(|_| has_any) {
            let before = Gate::ALL[place.saturating_sub(1)];
            let count = |tables: &RunTables, gate| people(tables, focus, year, gate).unwrap_or(0);
            let share = |tables: &RunTables| match count(tables, before) {
                0 => 0.0,
                before => 100.0 * count(tables, gate) as f64 / before as f64,
            };
            rows.push(Passed {
                strategy: arm.strategy.into(),
                gate,
                people_m: arm.mean(|tables| Decimal::millions(count(tables, gate)).value()),
                of_previous_pct: arm.mean(share),
            });
        }
    }
    rows
}

fn people(tables: &RunTables, focus: &str, year: i16, gate: Gate) -> Option<i64> {
    let product = tables.frame.product_named(focus)?;
    tables.gates.iter().find(|row| row.year == year && row.product == product && row.gate == gate).map(|row| row.people)
}

#[cfg(test)]
mod tests {
    use super::super::testing::runs;
    use super::*;

    #[test]
    fn each_gate_is_held_against_the_one_before() {
        let rows = passed(&runs(), "wallet", 2012);
        assert_eq!(rows.len(), 2 * Gate::ALL.len());
        let rival: Vec<(&str, f64)> =
            rows.iter().filter(|row| row.strategy == "rival").map(|row| (row.gate.name(), row.people_m.mean)).collect();
        let names: Vec<&str> = rival.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, ["people", "phone", "carrier", "card", "shop", "active"]);
        assert!((rival[5].1 - 4.04).abs() < 1e-9 && (rival[0].1 - 129.28).abs() < 1e-9, "{rival:?}");
        assert!(rows.iter().filter(|row| row.gate != Gate::People).all(|row| (row.of_previous_pct.mean - 50.0).abs() < 1e-9), "{rows:?}");
        assert!(passed(&runs(), "wallet", 1999).is_empty() && passed(&runs(), "purse", 2012).is_empty());
    }
}
