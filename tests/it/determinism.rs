//! Determinism: a run is a function of scenario, strategy, seed and version; threads and windows' order change nothing.

use crate::support::{order, plan, run, series_frame, summed, watch};
use paycosm::experiment::RunSummary;
use paycosm::kernel::time::Span;
use paycosm::metrics::Series;
use paycosm::report::csv;
use std::sync::Arc;

/// A market in which much happens in little time.
pub const BUSY: &str = r#"
extends = "google-wallet.toml"
name = "busy"
start = 2012-07-01
end = 2012-10-01
persons_per_agent = 20_000
replicates = 1
[people]
smartphone_share_pct = [[2012-01-01, 100.0]]
nfc_share_pct = [[2012-01-01, 100.0]]
[adoption]
p_per_year = 4.0
attraction = 3.0
[[product]]
name = "google-wallet"
credential = "host"
integrated = ["citi", "chase", "bank-of-america", "community-banks"]
supported_phone_share = 1.0
initial_share = 0.2
"#;

fn tables(run: &RunSummary) -> Vec<Vec<u8>> {
    let runs = std::slice::from_ref(run);
    vec![
        csv::annual(runs).unwrap(),
        csv::monthly(runs).unwrap(),
        csv::products(runs).unwrap(),
        csv::parties(runs).unwrap(),
        csv::fraud(runs).unwrap(),
        csv::gates(runs).unwrap(),
        csv::trial_balance(runs).unwrap(),
    ]
}

#[test]
fn tables_are_the_same_bytes_for_one_two_and_five_threads_and_again() {
    let plan = plan(BUSY);
    let arm = plan.arm("go-cloud").unwrap();
    let one = run(&plan, order(&plan, arm, 1), 1);
    assert!(one.messages > 100_000, "something happens: {} messages", one.messages);
    for threads in [1, 2, 5] {
        let again = run(&plan, order(&plan, arm, 1), threads);
        assert_eq!(tables(&again), tables(&one), "{threads} threads");
        assert_eq!((again.messages, again.candidate_points), (one.messages, one.candidate_points));
    }
}

#[test]
fn another_seed_or_replicate_gives_another_run() {
    let plan = plan(BUSY);
    let first = run(&plan, order(&plan, 0, 1), 1);
    let other_replicate = run(&plan, order(&plan, 0, 2), 1);
    let mut reseeded = order(&plan, 0, 1);
    reseeded.seed += 1;
    let other_seed = run(&plan, reseeded, 1);
    assert_ne!(tables(&first), tables(&other_replicate));
    assert_ne!(tables(&first), tables(&other_seed));
}

#[test]
fn windows_of_a_quarter_day_tell_the_same_story() {
    let plan = plan(BUSY);
    let arm = plan.arm("go-cloud").unwrap();
    let order = order(&plan, arm, 1);
    let frame = series_frame(&plan, order);
    let story = |window| {
        let ended = watch(&plan, order, window, || Series::new(Arc::clone(&frame)));
        let total = summed(&frame, &ended.observers);
        let tables = paycosm::metrics::RunTables::new(&total, &ended.closes, Vec::new());
        let row = &tables.annual[0];
        (row.users as f64, row.payments as f64, row.volume as f64)
    };
    let (day, quarter) = (story(Span::DAY), story(Span::from_hours(6)));
    for (name, a, b) in [("users", day.0, quarter.0), ("payments", day.1, quarter.1), ("volume", day.2, quarter.2)] {
        assert!((a / b - 1.0).abs() < 0.01, "{name}: {a} by the day, {b} by the quarter");
    }
}
