//! JSON: the terminal's results for other programs. What has no interval is `null`.

use crate::experiment::statistics::Estimate;
use crate::experiment::{self, Arm, Comparison, Group, RunSummary, TargetRow, arms};
use crate::metrics::{Decimal, PeriodRow};
use serde_json::{Value, json};

/// A comparison: focus, baseline, year, the verdict in a sentence, and the rows of `comparison.csv`.
#[must_use]
pub fn comparison(comparison: &Comparison) -> Value {
    let rows = comparison.rows.iter().map(|row| {
        json!({
            "metric": row.metric.name(),
            "strategy": row.strategy,
            "baseline": comparison.baseline,
            "mean": row.value.mean,
            "low": row.value.low,
            "high": row.value.high,
            "difference": row.difference.mean,
            "difference_low": row.difference.low,
            "difference_high": row.difference.high,
            "relative": row.relative.map(|relative| json!({ "mean": relative.mean, "low": relative.low, "high": relative.high })),
            "replicates": row.difference.count,
            "verdict": row.verdict.name(),
        })
    });
    json!({
        "focus": comparison.focus,
        "baseline": comparison.baseline,
        "year": comparison.year,
        "is_full_year": comparison.is_full_year,
        "verdict": super::verdict::sentence(comparison),
        "rows": rows.collect::<Vec<_>>(),
    })
}

/// The rows of `targets.csv`.
#[must_use]
pub fn targets(rows: &[TargetRow]) -> Value {
    let row = |row: &TargetRow| {
        json!({
            "strategy": row.strategy,
            "name": row.target.name,
            "metric": row.target.measure(),
            "date": row.target.date.to_string(),
            "target": row.target.value,
            "projected": row.projected.map(|projected| projected.mean),
            "low": row.projected.map(|projected| projected.low),
            "high": row.projected.map(|projected| projected.high),
            "deviation_pct": row.deviation_pct(),
            "definition": row.target.definition,
            "source": row.target.source,
        })
    };
    rows.iter().map(row).collect()
}

/// Groups of products and parties in the last full year: the columns of `baskets.csv` that the terminal shows, each with its interval.
#[must_use]
pub fn groups(runs: &[RunSummary]) -> Value {
    let estimate = |value: Option<Estimate>| value.map(|value| json!({ "mean": value.mean, "low": value.low, "high": value.high }));
    let row = |group: Group| {
        json!({
            "basket": group.basket,
            "strategy": group.strategy,
            "year": group.year,
            "volume_bn": estimate(group.volume_bn),
            "volume_share_pct": estimate(group.share_pct),
            "revenue_m": estimate(group.revenue_m),
            "profit_m": estimate(group.profit_m),
            "take_rate_pct": estimate(group.take_rate_pct),
        })
    };
    experiment::groups(runs).into_iter().map(row).collect()
}

/// Means by strategy and year of the columns of `annual.csv`, each with its 95 % interval.
#[must_use]
pub fn run(runs: &[RunSummary]) -> Value {
    type Column = (&'static str, fn(&PeriodRow<i16>) -> f64);
    const COLUMNS: [Column; 8] = [
        ("users_m", |row| Decimal::millions(row.users).value()),
        ("active_users_m", |row| Decimal::millions(row.active_users).value()),
        ("payments_m", |row| Decimal::millions(row.payments).value()),
        ("volume_bn", |row| Decimal::money_billions(row.volume).value()),
        ("fraud_gross_m", |row| Decimal::money_millions(row.fraud.gross).value()),
        ("fraud_prevented_m", |row| Decimal::money_millions(row.fraud.prevented).value()),
        ("fraud_net_m", |row| Decimal::money_millions(row.fraud.net()).value()),
        ("fraud_bp", |row| Decimal::basis_points(row.fraud.gross, row.volume).value()),
    ];
    let mut years = Vec::new();
    for arm in arms(runs) {
        for (year, estimates) in annual_means(&arm, &COLUMNS.map(|(_, value)| value)) {
            let mut row = json!({ "strategy": arm.strategy, "year": year, "replicates": arm.runs.len() });
            for ((name, _), estimate) in COLUMNS.iter().zip(estimates) {
                row[*name] = json!({ "mean": estimate.mean, "low": estimate.low, "high": estimate.high });
            }
            years.push(row);
        }
    }
    json!({ "annual": years })
}

/// By year: the mean of each column over the arm's runs.
pub(super) fn annual_means(arm: &Arm<'_>, columns: &[fn(&PeriodRow<i16>) -> f64]) -> Vec<(i16, Vec<Estimate>)> {
    let years = arm.runs.first().map_or(&[][..], |run| run.tables.frame.years());
    let mean = |year: i16, column: &fn(&PeriodRow<i16>) -> f64| {
        let rows = arm.runs.iter().filter_map(|run| run.tables.annual.iter().find(|row| row.period == year));
        Estimate::of(&rows.map(column).collect::<Vec<_>>())
    };
    years.iter().map(|year| (*year, columns.iter().map(|column| mean(*year, column)).collect())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::compare;
    use crate::experiment::testing::runs;
    use crate::scenario::Materiality;

    #[test]
    fn a_comparison_has_the_rows_of_its_file() {
        let one = compare(&runs()[..2], "wallet", "base", Materiality::default()).expect("both have runs");
        let value = comparison(&one);
        assert_eq!((value["rows"].as_array().map(Vec::len), &value["rows"][1]["strategy"]), (Some(10), &json!("rival")));
        assert_eq!((&value["rows"][1]["difference_low"], &value["rows"][1]["mean"]), (&Value::Null, &json!(4.02)));
    }

    #[test]
    fn a_run_has_a_mean_for_every_year() {
        let value = run(&runs());
        assert_eq!(value["annual"].as_array().map(Vec::len), Some(4));
        assert_eq!((&value["annual"][3]["strategy"], &value["annual"][3]["year"]), (&json!("rival"), &json!(2012)));
        assert!(value["annual"][3]["users_m"]["mean"].as_f64().is_some_and(|mean| (mean - 4.04).abs() < 1e-9));
    }
}
