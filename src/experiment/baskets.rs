//! Baskets: groups of products and of parties under each strategy, over its replicates.
//!
//! Invariants: all figures are of the last full year, and from the rows of `baskets.csv`; a group that a strategy has no product or no
//! party for has no figure.

use super::runs::{RunSummary, arms};
use super::statistics::Estimate;
use crate::metrics::{BasketYear, Decimal};

/// One group under one strategy, in the last full year.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The basket.
    pub basket: String,
    /// The strategy.
    pub strategy: String,
    /// The year.
    pub year: i16,
    /// False if the run has no full year.
    pub is_full_year: bool,
    /// Volume, billions of major units.
    pub volume_bn: Option<Estimate>,
    /// Volume, per cent of the volume that counts.
    pub share_pct: Option<Estimate>,
    /// Revenue of its parties, millions of major units.
    pub revenue_m: Option<Estimate>,
    /// Profit of its parties, millions of major units.
    pub profit_m: Option<Estimate>,
    /// Revenue of its parties, per cent of its products' volume.
    pub take_rate_pct: Option<Estimate>,
}

/// Every basket under every strategy: baskets in the scenario's order, strategies in order of appearance.
#[must_use]
pub fn groups(runs: &[RunSummary]) -> Vec<Group> {
    let Some(frame) = runs.first().map(|run| &run.tables.frame) else { return Vec::new() };
    let Some(year) = frame.last_full_year() else { return Vec::new() };
    let mut groups = Vec::new();
    for (at, basket) in frame.baskets().iter().enumerate() {
        for arm in arms(runs) {
            let mean = |value: fn(&BasketYear) -> Option<Decimal>| {
                let rows =
                    arm.runs.iter().filter_map(|run| run.tables.basket_years.iter().find(|row| (row.year, row.basket) == (year, at)));
                let values: Option<Vec<f64>> = rows.map(|row| value(row).map(Decimal::value)).collect();
                values.filter(|values| !values.is_empty()).map(|values| Estimate::of(&values))
            };
            groups.push(Group {
                basket: basket.name.clone(),
                strategy: arm.strategy.to_string(),
                year,
                is_full_year: frame.is_full_year(year),
                volume_bn: mean(|row| row.sums.map(|sums| Decimal::money_billions(sums.volume))),
                share_pct: mean(BasketYear::share),
                revenue_m: mean(|row| row.books.map(|books| Decimal::money_millions(books.revenue))),
                profit_m: mean(|row| row.books.map(|books| Decimal::money_millions(books.profit))),
                take_rate_pct: mean(BasketYear::take_rate),
            });
        }
    }
    groups
}
