//! Targets: published figures beside what each strategy projects for them.
//!
//! Invariants: a projection is read from the same tables as the result files; a strategy without the product projects nothing; a target
//! changes no other result.

use super::runs::{RunSummary, arms};
use super::statistics::Estimate;
use crate::domain::product::ProductId;
use crate::metrics::{BasketYear, Decimal, FraudSums, Month, PeriodRow, ProductRow, RunTables};
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
#[derive(Clone, Copy, Debug, Default)]
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
        TargetMetric::Profit => Decimal::money_millions(basket_year(tables, target)?.books?.profit).value(),
        TargetMetric::TakeRate => basket_year(tables, target)?.take_rate()?.value(),
        TargetMetric::VolumeShare => {
            let all = Target { product: None, basket: None, ..target.clone() };
            Decimal::per_cent(sums(tables, target)?.volume, sums(tables, &all)?.volume).value()
        }
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
    let (first, last) = target.over.days(target.date);
    // Enrolments are counted over a month or a year, never at a month's end.
    (last - first).get_days() as i16 + 1
}

/// True for the months of the target's period.
fn is_in(target: &Target, month: Month) -> bool {
    let (first, last) = target.over.days(target.date);
    (first.year(), first.month()) <= (month.year, month.month) && (month.year, month.month) <= (last.year(), last.month())
}

/// Payments and volume of several months; people and fraud do not add up so.
fn added(months: impl Iterator<Item = (i64, i64)>) -> Option<Sums> {
    months.map(|(payments, volume)| Sums { payments, volume, ..Sums::default() }).reduce(|sum, month| Sums {
        payments: sum.payments + month.payments,
        volume: sum.volume + month.volume,
        ..sum
    })
}

/// What the target's basket counts in its period; people at its end.
fn basket_sums(tables: &RunTables, target: &Target, name: &str) -> Option<Sums> {
    let basket = tables.frame.basket_named(name)?;
    let rows = || tables.basket_months.iter().filter(|row| row.basket == basket && is_in(target, row.month));
    Some(Sums { users: rows().next_back()?.users, ..added(rows().map(|row| (row.payments, row.volume)))? })
}

/// The year of the target's basket.
fn basket_year<'t>(tables: &'t RunTables, target: &Target) -> Option<&'t BasketYear> {
    let basket = tables.frame.basket_named(target.basket.as_deref()?)?;
    tables.basket_years.iter().find(|row| row.basket == basket && row.year == target.date.year())
}

/// The rows of the target's period: of its basket or its product, else of all counted products.
fn sums(tables: &RunTables, target: &Target) -> Option<Sums> {
    if let Some(basket) = &target.basket {
        return basket_sums(tables, target, basket);
    }
    match (&target.product, target.over) {
        (None, Over::Quarter) => added(tables.monthly.iter().filter(|row| is_in(target, row.period)).map(|row| (row.payments, row.volume))),
        (Some(name), Over::Quarter) => {
            let product = tables.frame.product_named(name)?;
            let rows = tables.products.iter().filter(|row| row.product == product && is_in(target, row.month));
            added(rows.map(|row| (row.counts.payments, row.counts.volume)))
        }
        (None, Over::Year) => tables.annual.iter().find(|row| row.period == target.date.year()).map(Sums::of),
        (None, _) => tables.monthly.iter().find(|row| row.period == month(target)).map(Sums::of),
        (Some(name), Over::Year) if name == tables.frame.product_name(ProductId::PLASTIC) => Some(plastic_year(tables, target.date.year())),
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

/// Plain cards' year: nobody is counted as their user.
fn plastic_year(tables: &RunTables, year: i16) -> Sums {
    let mut sums = Sums::default();
    for row in tables.products.iter().filter(|row| row.product == ProductId::PLASTIC && row.month.year == year) {
        sums.payments += row.counts.payments;
        sums.volume += row.counts.volume;
    }
    tables.fraud.iter().filter(|row| row.product == ProductId::PLASTIC && row.year == year).for_each(|row| sums.fraud.add(&row.sums));
    sums
}

/// Enrolments of the period with the product, or with all that count.
fn enrolments(tables: &RunTables, target: &Target) -> Option<i64> {
    let frame = &tables.frame;
    let product = match &target.product {
        Some(name) => Some(frame.product_named(name)?),
        None => None,
    };
    let is_meant = |row: &&ProductRow| product.map_or_else(|| frame.is_counted(row.product), |product| row.product == product);
    Some(tables.products.iter().filter(is_meant).filter(|row| is_in(target, row.month)).map(|row| row.enrolments).sum())
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
