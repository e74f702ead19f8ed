//! Profit: what each party earns over the whole horizon, and how strategies change it.

use super::runs::{Arm, RunSummary, arms};
use super::statistics::Estimate;
use crate::domain::line::Line;
use crate::domain::party::Role;
use crate::metrics::{Decimal, PartyRow, RunTables};

/// One party under one strategy, in millions of major units over the horizon.
#[derive(Clone, Debug, PartialEq)]
pub struct Profit {
    /// The party's name.
    pub party: String,
    /// What it is.
    pub role: Role,
    /// The strategy.
    pub strategy: String,
    /// Sum of its account over all years.
    pub amount: Estimate,
    /// The same less its sum under the baseline, over the replicates that both have.
    pub change: Estimate,
}

/// One line of one party's account under one strategy, in millions of major units over the horizon.
#[derive(Clone, Debug, PartialEq)]
pub struct LineProfit {
    /// The line.
    pub line: Line,
    /// The strategy.
    pub strategy: String,
    /// Its sum over all years; a revenue is positive, a cost negative.
    pub amount: Estimate,
    /// The same less its sum under the baseline, over the replicates that both have.
    pub change: Estimate,
}

/// The account of `party` line by line under every strategy: lines in the order of accounts, those that never move left out.
#[must_use]
pub fn profit_lines(runs: &[RunSummary], baseline: &str, party: &str) -> Vec<LineProfit> {
    let arms = arms(runs);
    let Some(base) = arms.iter().find(|arm| arm.strategy == baseline) else { return Vec::new() };
    let moves = |line: Line| arms.iter().flat_map(|arm| &arm.runs).any(|run| of_party(&run.tables, party).any(|row| row.line == line));
    let mut lines = Vec::new();
    for line in Line::ALL.iter().copied().filter(|line| moves(*line)) {
        let value = |tables: &RunTables| {
            let rows = of_party(tables, party).filter(|row| row.line == line);
            Decimal::money_millions(rows.map(|row| row.amount).sum()).value()
        };
        for arm in &arms {
            let (amount, change) = (arm.mean(value), arm.change(base, value));
            lines.push(LineProfit { line, strategy: arm.strategy.into(), amount, change });
        }
    }
    lines
}

/// Every party's profit under every strategy: parties in the scenario's order, strategies in order of appearance. A party that a
/// strategy does not have earns nothing there.
#[must_use]
pub fn profits(runs: &[RunSummary], baseline: &str) -> Vec<Profit> {
    let arms = arms(runs);
    let Some(base) = arms.iter().find(|arm| arm.strategy == baseline) else { return Vec::new() };
    let mut profits = Vec::new();
    for (party, role) in parties(&arms) {
        for arm in &arms {
            let value = |tables: &RunTables| earned(tables, &party);
            let (amount, change) = (arm.mean(value), arm.change(base, value));
            profits.push(Profit { party: party.clone(), role, strategy: arm.strategy.into(), amount, change });
        }
    }
    profits
}

/// The parties of all strategies by name, in order of appearance.
fn parties(arms: &[Arm<'_>]) -> Vec<(String, Role)> {
    let mut parties: Vec<(String, Role)> = Vec::new();
    for party in arms.iter().filter_map(|arm| arm.runs.first()).flat_map(|run| run.tables.frame.parties()) {
        if !parties.iter().any(|(name, _)| *name == party.name) {
            parties.push((party.name.clone(), party.role));
        }
    }
    parties
}

fn earned(tables: &RunTables, party: &str) -> f64 {
    Decimal::money_millions(of_party(tables, party).map(|row| row.amount).sum()).value()
}

fn of_party<'a>(tables: &'a RunTables, party: &'a str) -> impl Iterator<Item = &'a PartyRow> {
    tables.parties.iter().filter(move |row| tables.frame.party_name(row.party) == party)
}

#[cfg(test)]
mod tests {
    use super::super::testing::runs;
    use super::*;

    #[test]
    fn changes_are_paired_and_the_baseline_has_none() {
        let profits = profits(&runs(), "base");
        let names: Vec<_> = profits.iter().map(|row| (row.party.as_str(), row.strategy.as_str())).collect();
        assert_eq!(names, [("operator", "base"), ("operator", "rival"), ("bank", "base"), ("bank", "rival")]);
        assert!(profits[0].change.mean.abs() < 1e-12 && profits[0].change.has_interval());
        assert!((profits[1].change.mean - -10.02).abs() < 1e-9, "{:?}", profits[1].change);
        assert!((profits[3].amount.mean - 2.51).abs() < 1e-9, "{:?}", profits[3].amount);
    }

    #[test]
    fn lines_add_up_to_the_partys_profit() {
        let lines = profit_lines(&runs(), "base", "operator");
        let names: Vec<_> = lines.iter().map(|row| (row.line.name(), row.strategy.as_str())).collect();
        assert_eq!(names, [("offers_data", "base"), ("offers_data", "rival"), ("fraud", "base"), ("fraud", "rival")]);
        let change: f64 = lines.iter().filter(|row| row.strategy == "rival").map(|row| row.change.mean).sum();
        assert!((change - -10.02).abs() < 1e-9, "{lines:?}");
        assert!(lines.iter().filter(|row| row.strategy == "base").all(|row| row.change.mean == 0.0));
    }
}
