//! Compare: every strategy against the baseline, replicate by replicate.
//!
//! Invariants: differences are paired by replicate, whose luck all strategies share; a strategy is better or worse only if the 95 %
//! interval of the difference excludes zero and the difference exceeds what the scenario calls material.

use super::runs::{Arm, RunSummary, arms};
use super::statistics::Estimate;
use crate::domain::currency::Currency;
use crate::metrics::{Decimal, ProductYear, RunTables};
use crate::scenario::Materiality;
use std::fmt;

/// What strategies are compared by, for the focus product in the last full year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Metric {
    /// People enrolled at the year's end, millions.
    Users,
    /// Different people who paid in the year, millions.
    ActiveUsers,
    /// What was paid, billions of major units.
    Volume,
    /// Thieves' payments in basis points of all.
    FraudBp,
    /// Sum of the operator's account, millions of major units.
    OperatorProfit,
}

impl Metric {
    /// Every metric, in the order of tables.
    pub const ALL: [Self; 5] = [Self::Users, Self::ActiveUsers, Self::Volume, Self::FraudBp, Self::OperatorProfit];

    /// The name in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Users => "users_m",
            Self::ActiveUsers => "active_users_m",
            Self::Volume => "volume_bn",
            Self::FraudBp => "fraud_bp",
            Self::OperatorProfit => "operator_profit_m",
        }
    }

    /// The words for readers, unit last.
    #[must_use]
    pub fn words(self, currency: Currency) -> String {
        match self {
            Self::Users => "users, m".into(),
            Self::ActiveUsers => "active users, m".into(),
            Self::Volume => format!("volume, bn {currency}"),
            Self::FraudBp => "fraud, bp of volume".into(),
            Self::OperatorProfit => format!("operator's profit, m {currency}"),
        }
    }

    /// True where less is better.
    #[must_use]
    pub const fn is_better_low(self) -> bool {
        matches!(self, Self::FraudBp)
    }

    /// True where a relative difference makes sense: money that cannot be negative.
    #[must_use]
    pub const fn is_relative(self) -> bool {
        matches!(self, Self::Volume)
    }

    /// The value of a run; the product must be in the tables.
    fn value(self, tables: &RunTables, row: &ProductYear) -> f64 {
        match self {
            Self::Users => Decimal::millions(row.users).value(),
            Self::ActiveUsers => Decimal::millions(row.active_users).value(),
            Self::Volume => Decimal::money_billions(row.counts.volume).value(),
            Self::FraudBp => Decimal::basis_points(row.fraud.gross, row.counts.volume).value(),
            Self::OperatorProfit => {
                let operator = tables.frame.products().get(row.product.index()).map(|product| product.operator);
                let lines = tables.parties.iter().filter(|line| line.year == row.year && Some(line.party) == operator);
                Decimal::money_millions(lines.map(|line| line.amount).sum()).value()
            }
        }
    }
}

impl Materiality {
    /// The threshold of a metric.
    #[must_use]
    pub const fn of(&self, metric: Metric) -> f64 {
        match metric {
            Metric::Users => self.users_m,
            Metric::ActiveUsers => self.active_users_m,
            Metric::Volume => self.volume_bn,
            Metric::FraudBp => self.fraud_bp,
            Metric::OperatorProfit => self.operator_profit_m,
        }
    }

    /// Who is ahead by `metric`, given the difference to the baseline.
    #[must_use]
    pub fn judge(&self, metric: Metric, difference: &Estimate) -> Verdict {
        if !difference.excludes_zero() || difference.mean.abs() <= self.of(metric) {
            return Verdict::Unclear;
        }
        if (difference.mean < 0.0) == metric.is_better_low() { Verdict::Better } else { Verdict::Worse }
    }
}

/// Who comes out ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The strategy, clearly and materially.
    Better,
    /// The baseline, clearly and materially.
    Worse,
    /// Neither.
    Unclear,
}

impl Verdict {
    /// The word in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Worse => "worse",
            Self::Unclear => "unclear",
        }
    }
}

/// One metric of one strategy.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparisonRow {
    /// The metric.
    pub metric: Metric,
    /// The strategy.
    pub strategy: String,
    /// Its value over all its replicates.
    pub value: Estimate,
    /// Strategy less baseline, over the replicates that both have.
    pub difference: Estimate,
    /// The same as a ratio less one, where the metric has one.
    pub relative: Option<Estimate>,
    /// Who is ahead.
    pub verdict: Verdict,
}

/// All strategies against the baseline.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The focus product.
    pub focus: String,
    /// The strategy that the others are held against.
    pub baseline: String,
    /// The year that is compared.
    pub year: i16,
    /// False if the run has no full calendar year, so that a partial one is compared.
    pub is_full_year: bool,
    /// What the scenario calls material.
    pub materiality: Materiality,
    /// By metric, then by strategy in order of appearance; the baseline has its own rows.
    pub rows: Vec<ComparisonRow>,
}

impl Comparison {
    /// The row of a metric and a strategy.
    #[must_use]
    pub fn row(&self, metric: Metric, strategy: &str) -> Option<&ComparisonRow> {
        self.rows.iter().find(|row| row.metric == metric && row.strategy == strategy)
    }

    /// The strategies other than the baseline, in order of appearance.
    #[must_use]
    pub fn challengers(&self) -> Vec<&str> {
        let rows = self.rows.iter().filter(|row| row.metric == Metric::Users && row.strategy != self.baseline);
        rows.map(|row| row.strategy.as_str()).collect()
    }
}

/// Why runs cannot be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CompareError {
    /// No run is of the baseline strategy.
    NoBaseline(String),
    /// A strategy's runs do not have the focus product.
    NoFocus {
        /// The strategy.
        strategy: String,
        /// The product.
        focus: String,
    },
    /// A strategy shares no replicate with the baseline.
    NoPairs(String),
}

impl fmt::Display for CompareError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoBaseline(name) => write!(f, "no run of the baseline strategy `{name}`"),
            Self::NoFocus { strategy, focus } => write!(f, "strategy `{strategy}` has no product `{focus}` to compare"),
            Self::NoPairs(name) => write!(f, "strategy `{name}` shares no replicate with the baseline"),
        }
    }
}

impl std::error::Error for CompareError {}

/// Holds every strategy in `runs` against `baseline`, by the product `focus` in the baseline's last full calendar year.
///
/// # Errors
///
/// If the baseline, the product or a common replicate is missing.
pub fn compare(runs: &[RunSummary], focus: &str, baseline: &str, materiality: Materiality) -> Result<Comparison, CompareError> {
    let arms = arms(runs);
    let no_baseline = || CompareError::NoBaseline(baseline.to_string());
    let base = arms.iter().find(|arm| arm.strategy == baseline).ok_or_else(no_baseline)?;
    let frame = &base.runs.first().ok_or_else(no_baseline)?.tables.frame;
    let year = frame.last_full_year().ok_or_else(no_baseline)?;
    let mut rows = Vec::new();
    for metric in Metric::ALL {
        let base_values = values(base, metric, focus, year)?;
        for arm in &arms {
            let values = values(arm, metric, focus, year)?;
            rows.push(row(metric, arm.strategy, &values, &base_values, materiality)?);
        }
    }
    let is_full_year = frame.is_full_year(year);
    Ok(Comparison { focus: focus.into(), baseline: baseline.into(), year, is_full_year, materiality, rows })
}

/// By replicate: the value of a metric.
fn values(arm: &Arm<'_>, metric: Metric, focus: &str, year: i16) -> Result<Vec<(u32, f64)>, CompareError> {
    let value = |run: &&RunSummary| {
        let product = run.tables.frame.product_named(focus);
        let row = run.tables.product_years.iter().find(|row| row.year == year && Some(row.product) == product);
        let row = row.ok_or_else(|| CompareError::NoFocus { strategy: arm.strategy.into(), focus: focus.into() })?;
        Ok((run.replicate, metric.value(&run.tables, row)))
    };
    arm.runs.iter().map(value).collect()
}

fn row(
    metric: Metric,
    strategy: &str,
    values: &[(u32, f64)],
    base: &[(u32, f64)],
    materiality: Materiality,
) -> Result<ComparisonRow, CompareError> {
    let pair = |(replicate, value): &(u32, f64)| base.iter().find(|(other, _)| other == replicate).map(|(_, base)| (*value, *base));
    let (ours, theirs): (Vec<f64>, Vec<f64>) = values.iter().filter_map(pair).unzip();
    if ours.is_empty() {
        return Err(CompareError::NoPairs(strategy.into()));
    }
    let value = Estimate::of(&values.iter().map(|(_, value)| *value).collect::<Vec<_>>());
    let difference = Estimate::of_differences(&ours, &theirs);
    let relative = if metric.is_relative() { Estimate::of_ratios(&ours, &theirs) } else { None };
    let verdict = materiality.judge(metric, &difference);
    Ok(ComparisonRow { metric, strategy: strategy.into(), value, difference, relative, verdict })
}

#[cfg(test)]
#[path = "compare_tests.rs"]
mod tests;
