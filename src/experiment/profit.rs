//! Profit: what each party earns over the whole horizon, and how strategies change it.

use super::runs::{Arm, RunSummary, arms};
use super::statistics::Estimate;
use crate::domain::party::Role;
use crate::metrics::{Decimal, RunTables};

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

/// Every party's profit under every strategy: parties in the scenario's order, strategies in order of appearance. A party that a
/// strategy does not have earns nothing there.
#[must_use]
pub fn profits(runs: &[RunSummary], baseline: &str) -> Vec<Profit> {
    let arms = arms(runs);
    let Some(base) = arms.iter().find(|arm| arm.strategy == baseline) else { return Vec::new() };
    let mut profits = Vec::new();
    for (party, role) in parties(&arms) {
        for arm in &arms {
            let amount = Estimate::of(&arm.values(|tables| earned(tables, &party)));
            let pairs = arm.runs.iter().filter_map(|run| {
                let other = base.runs.iter().find(|other| other.replicate == run.replicate)?;
                Some((earned(&run.tables, &party), earned(&other.tables, &party)))
            });
            let (ours, theirs): (Vec<f64>, Vec<f64>) = pairs.unzip();
            let change = Estimate::of_differences(&ours, &theirs);
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
    let rows = tables.parties.iter().filter(|row| tables.frame.party_name(row.party) == party);
    Decimal::money_millions(rows.map(|row| row.amount).sum()).value()
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
}
