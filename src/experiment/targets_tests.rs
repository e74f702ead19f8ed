//! Tests of projections beside published figures, on runs made by hand.

use super::super::testing::{figure, runs};
use super::*;
use crate::domain::party::PartyId;
use crate::domain::product::ProductId;
use crate::metrics::{BasketBooks, BasketMonth, BasketSums, StudiedBasket};
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

#[test]
fn a_quarter_adds_up_three_months_of_payments() {
    for product in [None, Some("wallet")] {
        assert_means(&published(TargetMetric::Volume, Over::Quarter, product, 1.0), [0.30006, 0.42012]);
        assert_means(&published(TargetMetric::Payments, Over::Quarter, product, 1.0), [0.0003, 0.0003]);
    }
    assert_means(&published(TargetMetric::VolumeShare, Over::Quarter, Some("wallet"), 1.0), [100.0, 100.0]);
}

#[test]
fn figures_of_a_basket_are_read_from_its_own_rows() {
    let mut runs = runs();
    for run in &mut runs {
        let basket = StudiedBasket { name: "taps".into(), products: vec![ProductId(0)], parties: vec![PartyId(0)] };
        let tables = &mut run.tables;
        tables.frame = std::sync::Arc::new(tables.frame.as_ref().clone().with_baskets(vec![basket]));
        let month = |month| BasketMonth {
            month: Month { year: 2012, month },
            basket: 0,
            users: 7_000_000,
            payments: 1_000_000,
            volume: 1_000_050_000,
        };
        tables.basket_months = (1..=12).map(month).collect();
        let sums = Some(BasketSums { users: 7_000_000, payments: 12_000_000, volume: 12_000_600_000, of_volume: 120_006_000_000 });
        let books = Some(BasketBooks { revenue: 360_018_000, profit: -500_000_000 });
        tables.basket_years = vec![BasketYear { year: 2012, basket: 0, sums, books }];
        tables.annual.iter_mut().for_each(|row| row.volume = 120_006_000_000);
    }
    let means = |metric, over| {
        let target = Target { basket: Some("taps".into()), ..published(metric, over, None, 1.0) };
        let rows = targets(&runs, std::slice::from_ref(&target));
        rows[0].projected.expect("every strategy has the basket").mean
    };
    let cases = [
        (TargetMetric::Users, Over::MonthEnd, 7.0),
        (TargetMetric::Payments, Over::Quarter, 3.0),
        (TargetMetric::Volume, Over::Year, 0.120006),
        (TargetMetric::Volume, Over::Month, 0.0100005),
        (TargetMetric::VolumeShare, Over::Year, 10.0),
        (TargetMetric::TakeRate, Over::Year, 3.0),
        (TargetMetric::Profit, Over::Year, -5.0),
    ];
    for (metric, over, expected) in cases {
        let mean = means(metric, over);
        assert!((mean - expected).abs() < 1e-9, "{metric:?} over {over:?}: {mean}, not {expected}");
    }
    let other = Target { basket: Some("other".into()), ..published(TargetMetric::Volume, Over::Year, None, 1.0) };
    assert_eq!((targets(&runs, std::slice::from_ref(&other))[0].projected, other.missing()), (None, "none of the basket"));
}
