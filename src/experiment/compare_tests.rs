//! Tests of the comparison, on runs made by hand.

use super::super::testing::{Case, run, runs};
use super::*;

fn verdicts(comparison: &Comparison, strategy: &str) -> Vec<&'static str> {
    Metric::ALL.iter().filter_map(|metric| comparison.row(*metric, strategy)).map(|row| row.verdict.name()).collect()
}

#[test]
fn differences_are_paired_by_replicate() {
    let comparison = compare(&runs(), "wallet", "base", Materiality::default()).expect("both have runs");
    assert_eq!((comparison.year, comparison.is_full_year), (2012, true));
    let users = comparison.row(Metric::Users, "rival").expect("a row for each");
    assert!((users.value.mean - 4.04).abs() < 1e-12 && (users.difference.mean - 1.02).abs() < 1e-12);
    // The difference has a standard deviation of 0.01 over three replicates, t(0.975; 2) = 4.3027.
    assert!((users.difference.half_width() - 4.302_653 * 0.01 / 3.0_f64.sqrt()).abs() < 1e-7);
    let mut shuffled = runs();
    shuffled.reverse();
    shuffled.swap(0, 3);
    let other = compare(&shuffled, "wallet", "base", Materiality::default()).expect("the same runs");
    assert_eq!(comparison.row(Metric::Volume, "rival"), other.row(Metric::Volume, "rival"));
}

#[test]
fn a_verdict_needs_a_clear_and_material_difference() {
    let clear = compare(&runs(), "wallet", "base", Materiality::default()).expect("both have runs");
    assert_eq!(verdicts(&clear, "rival"), ["better", "better", "better", "better", "worse"]);
    assert_eq!(verdicts(&clear, "base"), ["unclear"; 5]);
    let demanding = Materiality { users_m: 1.03, active_users_m: 1.01, fraud_bp: 4.0, ..Materiality::default() };
    let judged = compare(&runs(), "wallet", "base", demanding).expect("both have runs");
    assert_eq!(verdicts(&judged, "rival"), ["unclear", "better", "better", "unclear", "worse"]);
}

#[test]
fn an_interval_around_zero_is_unclear_however_large_the_difference() {
    let around = Estimate { mean: 50.0, low: -1.0, high: 101.0, count: 3 };
    assert_eq!(Materiality::default().judge(Metric::Users, &around), Verdict::Unclear);
    let above = Estimate { low: 1.0, ..around };
    assert_eq!(Materiality::default().judge(Metric::Users, &above), Verdict::Better);
    assert_eq!(Materiality::default().judge(Metric::FraudBp, &above), Verdict::Worse);
}

#[test]
fn one_replicate_has_no_interval_and_no_verdict() {
    let all = runs();
    let comparison = compare(&all[..2], "wallet", "base", Materiality::default()).expect("both have runs");
    assert!(comparison.rows.iter().all(|row| row.verdict == Verdict::Unclear && !row.difference.has_interval()));
}

#[test]
fn the_operators_profit_is_the_sum_of_its_lines() {
    let comparison = compare(&runs(), "wallet", "base", Materiality::default()).expect("both have runs");
    let profit = comparison.row(Metric::OperatorProfit, "base").expect("a row");
    assert!((profit.value.mean - 5.0).abs() < 1e-12 && profit.relative.is_none());
    let volume = comparison.row(Metric::Volume, "rival").and_then(|row| row.relative).expect("volumes are positive");
    assert!(volume.low > 0.39 && volume.high < 0.41);
}

#[test]
fn what_is_missing_is_named() {
    let case = Case { users: 1, volume: 12, gross: 0, profit: 0 };
    let text =
        |focus, baseline, runs: &[RunSummary]| compare(runs, focus, baseline, Materiality::default()).map_err(|error| error.to_string());
    assert_eq!(text("wallet", "none", &runs()), Err("no run of the baseline strategy `none`".into()));
    assert_eq!(text("purse", "base", &runs()), Err("strategy `base` has no product `purse` to compare".into()));
    let apart = [run("base", 1, &case), run("rival", 2, &case)];
    assert_eq!(text("wallet", "base", &apart), Err("strategy `rival` shares no replicate with the baseline".into()));
}
