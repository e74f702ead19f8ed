//! Targets: published figures beside what each strategy projects for them.
//!
//! Invariants: a projection is read from the same tables as the result files; a strategy without the product projects nothing; a target
//! changes no other result.

use super::runs::{RunSummary, arms};
use super::statistics::Estimate;
use crate::metrics::{Decimal, FraudSums, Month, PeriodRow, ProductRow, RunTables};
use crate::scenario::{Over, Target, TargetMetric};

/// One published figure under one strategy.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetRow {
    /// The strategy.
    pub strategy: String,
    /// The published figure.
    pub target: Target,
    /// The mean over replicates with its 95 % interval, in the metric's unit; nothing if the strategy does not have the product.
    pub projected: Option<Estimate>,
}

impl TargetRow {
    /// Projection less published figure, in per cent of the published one.
    #[must_use]
    pub fn deviation_pct(&self) -> Option<f64> {
        self.projected.map(|projected| 100.0 * (projected.mean - self.target.value) / self.target.value.abs())
    }

    /// True if the interval holds the published figure; false without an interval.
    #[must_use]
    pub fn is_met(&self) -> bool {
        self.projected.is_some_and(|projected| projected.low <= self.target.value && self.target.value <= projected.high)
    }
}

/// Every target under every strategy: strategies in order of appearance, targets in the scenario's order.
#[must_use]
pub fn targets(runs: &[RunSummary], published: &[Target]) -> Vec<TargetRow> {
    let mut rows = Vec::new();
    for arm in arms(runs) {
        for target in published {
            let values: Option<Vec<f64>> = arm.runs.iter().map(|run| projected(&run.tables, target)).collect();
            let projected = values.map(|values| Estimate::of(&values));
            rows.push(TargetRow { strategy: arm.strategy.to_string(), target: target.clone(), projected });
        }
    }
    rows
}

/// People, payments, money and fraud of one period.
#[derive(Clone, Copy, Default)]
struct Sums {
    users: i64,
    active_users: i64,
    payments: i64,
    volume: i64,
    fraud: FraudSums,
}

impl Sums {
    fn of<P>(row: &PeriodRow<P>) -> Self {
        Self { users: row.users, active_users: row.active_users, payments: row.payments, volume: row.volume, fraud: row.fraud }
    }
}

/// What a run says; nothing if it does not have the product.
#[must_use]
pub fn projected(tables: &RunTables, target: &Target) -> Option<f64> {
    let value = match target.metric {
        TargetMetric::ContactlessLocations => locations(tables, target)? as f64 / 1e3,
        TargetMetric::EnrolmentsPerDay => enrolments(tables, target)? as f64 / f64::from(days(target)) / 1e3,
        TargetMetric::OperatorProfit => Decimal::money_millions(profit(tables, target)?).value(),
        metric => of_sums(metric, &sums(tables, target)?),
    };
    Some(value)
}

fn of_sums(metric: TargetMetric, sums: &Sums) -> f64 {
    let decimal = match metric {
        TargetMetric::Users => Decimal::millions(sums.users),
        TargetMetric::ActiveUsers => Decimal::millions(sums.active_users),
        TargetMetric::Payments => Decimal::millions(sums.payments),
        TargetMetric::Volume => Decimal::money_billions(sums.volume),
        TargetMetric::FraudPrevented => Decimal::money_millions(sums.fraud.prevented),
        TargetMetric::FraudNet => Decimal::money_millions(sums.fraud.net()),
        TargetMetric::FraudBp => Decimal::basis_points(sums.fraud.gross, sums.volume),
        _ => Decimal::money_millions(sums.fraud.gross),
    };
    decimal.value()
}

fn month(target: &Target) -> Month {
    Month { year: target.date.year(), month: target.date.month() }
}

/// Days of the target's period.
fn days(target: &Target) -> i16 {
    if target.over == Over::Year { target.date.days_in_year() } else { target.date.days_in_month().into() }
}

/// The row of the target's period: `annual.csv` or `monthly.csv` for all counted products, else of its product.
fn sums(tables: &RunTables, target: &Target) -> Option<Sums> {
    match (&target.product, target.over) {
        (None, Over::Year) => tables.annual.iter().find(|row| row.period == target.date.year()).map(Sums::of),
        (None, _) => tables.monthly.iter().find(|row| row.period == month(target)).map(Sums::of),
        (Some(name), Over::Year) => {
            let product = tables.frame.product_named(name)?;
            let row = tables.product_years.iter().find(|row| row.product == product && row.year == target.date.year())?;
            let (users, active_users) = (row.users, row.active_users);
            Some(Sums { users, active_users, payments: row.counts.payments, volume: row.counts.volume, fraud: row.fraud })
        }
        (Some(name), _) => {
            let product = tables.frame.product_named(name)?;
            let row = tables.products.iter().find(|row| row.product == product && row.month == month(target))?;
            let (users, active_users) = (row.users, row.active_users);
            // Fraud of one product by the month is refused when the target is read.
            Some(Sums { users, active_users, payments: row.counts.payments, volume: row.counts.volume, ..Sums::default() })
        }
    }
}

/// Enrolments of the period with the product, or with all that count.
fn enrolments(tables: &RunTables, target: &Target) -> Option<i64> {
    let frame = &tables.frame;
    let product = match &target.product {
        Some(name) => Some(frame.product_named(name)?),
        None => None,
    };
    let is_meant = |row: &&ProductRow| product.map_or_else(|| frame.is_counted(row.product), |product| row.product == product);
    let is_in = |row: &&ProductRow| match target.over {
        Over::Year => row.month.year == target.date.year(),
        _ => row.month == month(target),
    };
    Some(tables.products.iter().filter(is_meant).filter(is_in).map(|row| row.enrolments).sum())
}

fn locations(tables: &RunTables, target: &Target) -> Option<i64> {
    tables.locations.iter().find(|(at, _)| *at == month(target)).map(|(_, locations)| *locations)
}

/// The year's profit of the product's operator, in minor units.
fn profit(tables: &RunTables, target: &Target) -> Option<i64> {
    let product = tables.frame.product_named(target.product.as_deref()?)?;
    let operator = tables.frame.products()[product.index()].operator;
    let rows = tables.parties.iter().filter(|row| row.party == operator && row.year == target.date.year());
    Some(rows.map(|row| row.amount).sum())
}

#[cfg(test)]
#[path = "targets_tests.rs"]
mod tests;
