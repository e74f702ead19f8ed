//! Tests of projections beside published figures, on runs made by hand.

use super::super::testing::{figure, runs};
use super::*;
use jiff::civil::date;

fn published(metric: TargetMetric, over: Over, product: Option<&str>, value: f64) -> Target {
    Target { metric, over, date: date(2012, 3, 20), ..figure("figure", value, product) }
}

/// Means of `base` and `rival`.
#[track_caller]
fn assert_means(target: &Target, expected: [f64; 2]) {
    let rows = targets(&runs(), std::slice::from_ref(target));
    let means: Vec<f64> = rows.iter().map(|row| row.projected.expect("both have the product").mean).collect();
    assert!(means.iter().zip(expected).all(|(mean, expected)| (mean - expected).abs() < 1e-9), "{}: {means:?}", target.measure());
}

#[test]
fn a_projection_is_the_mean_of_its_table_over_replicates() {
    for product in [None, Some("wallet")] {
        assert_means(&published(TargetMetric::Users, Over::MonthEnd, product, 1.0), [3.02, 4.04]);
        assert_means(&published(TargetMetric::ActiveUsers, Over::Year, product, 1.0), [3.02, 4.04]);
        assert_means(&published(TargetMetric::ActiveUsers, Over::Month, product, 1.0), [3.02, 4.04]);
        assert_means(&published(TargetMetric::Volume, Over::Year, product, 1.0), [1.20024, 1.68048]);
        assert_means(&published(TargetMetric::Volume, Over::Month, product, 1.0), [0.10002, 0.14004]);
        assert_means(&published(TargetMetric::FraudGross, Over::Year, product, 1.0), [0.6002, 0.4002]);
        assert_means(&published(TargetMetric::FraudPrevented, Over::Year, product, 1.0), [1.2004, 0.8004]);
    }
    assert_means(&published(TargetMetric::Payments, Over::Month, Some("wallet"), 1.0), [0.0001, 0.0001]);
    assert_means(&published(TargetMetric::OperatorProfit, Over::Year, Some("wallet"), 1.0), [5.0, -5.02]);
}

#[test]
fn enrolments_are_a_mean_day_and_locations_stand_at_the_months_end() {
    let mut runs = runs();
    for run in &mut runs {
        run.tables.products.iter_mut().filter(|row| row.month.year == 2012).for_each(|row| row.enrolments = 31_000);
        run.tables.locations = vec![(Month { year: 2012, month: 2 }, 1), (Month { year: 2012, month: 3 }, 150_000)];
    }
    let mean = |metric, over| {
        let rows = targets(&runs, &[published(metric, over, None, 1.0)]);
        rows[0].projected.expect("counted").mean
    };
    assert!((mean(TargetMetric::EnrolmentsPerDay, Over::Month) - 1.0).abs() < 1e-12);
    assert!((mean(TargetMetric::EnrolmentsPerDay, Over::Year) - 12.0 * 31.0 / 366.0).abs() < 1e-12);
    assert!((mean(TargetMetric::ContactlessLocations, Over::MonthEnd) - 150.0).abs() < 1e-12);
}

#[test]
fn rows_go_by_strategy_then_target_and_say_how_far_off_they_are() {
    let of = |value| published(TargetMetric::Users, Over::MonthEnd, None, value);
    let rows = targets(&runs(), &[of(3.02), of(30.2)]);
    let order: Vec<(&str, f64)> = rows.iter().map(|row| (row.strategy.as_str(), row.target.value)).collect();
    assert_eq!(order, [("base", 3.02), ("base", 30.2), ("rival", 3.02), ("rival", 30.2)]);
    assert!(rows[0].is_met() && !rows[1].is_met() && !rows[2].is_met());
    assert!(rows[1].deviation_pct().is_some_and(|deviation| (deviation + 90.0).abs() < 1e-9));
    let loss = targets(&runs(), &[published(TargetMetric::OperatorProfit, Over::Year, Some("wallet"), -10.0)]);
    assert!(loss[0].deviation_pct().is_some_and(|deviation| (deviation - 150.0).abs() < 1e-9), "a profit is above a loss");
}

#[test]
fn a_strategy_without_the_product_projects_nothing() {
    let rows = targets(&runs(), &[published(TargetMetric::Users, Over::MonthEnd, Some("other"), 1.0)]);
    assert!(rows.len() == 2 && rows.iter().all(|row| row.projected.is_none() && row.deviation_pct().is_none() && !row.is_met()));
}
