//! Payments: the labelled file adds up to the tables, does not depend on threads, and no rule on one of its columns finds the fraud.

use crate::determinism::BUSY;
use crate::support::{order, plan};
use paycosm::experiment::RunSummary;
use paycosm::experiment::payment_log::COLUMNS;
use paycosm::experiment::simulate::{Log, With, simulate_with};
use paycosm::scenario::Plan;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

/// A run and its payments, line by line.
pub fn logged(plan: &Plan, strategy: &str, threads: usize, sample: u32) -> (RunSummary, String) {
    let mut text = String::new();
    let mut write = |lines: &str| {
        text.push_str(lines);
        ControlFlow::Continue(())
    };
    let order = order(plan, plan.arm(strategy).unwrap(), 1);
    let with = With { log: Some(Log { write: &mut write, sample }), ..With::default() };
    let run = simulate_with(plan, order, threads, || (), |_| ControlFlow::Continue(()), with).unwrap();
    assert!(run.findings.iter().all(|finding| finding.1), "{:?}", run.findings);
    (run, text)
}

/// Columns by name.
pub type Row<'a> = BTreeMap<&'static str, &'a str>;

pub fn rows(text: &str) -> Vec<Row<'_>> {
    text.lines()
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            assert_eq!(cells.len(), COLUMNS.split(',').count(), "{line}");
            COLUMNS.split(',').zip(cells).collect()
        })
        .collect()
}

fn number<T: std::str::FromStr<Err: std::fmt::Debug>>(row: &Row<'_>, column: &str) -> T {
    row[column].parse().unwrap()
}

fn minor(row: &Row<'_>) -> i64 {
    let (major, minor) = row["amount"].split_once('.').unwrap();
    major.parse::<i64>().unwrap() * 100 + minor.parse::<i64>().unwrap()
}

#[test]
fn the_file_is_the_same_bytes_for_one_two_and_five_threads() {
    let plan = plan(BUSY);
    let (one, text) = logged(&plan, "go-cloud", 1, 1);
    assert!(text.lines().count() > 10_000);
    for threads in [2, 5] {
        assert!(logged(&plan, "go-cloud", threads, 1).1 == text, "{threads} threads");
    }
    // Writing payments down changes nothing.
    assert_eq!(crate::support::run(&plan, order(&plan, plan.arm("go-cloud").unwrap(), 1), 2).tables, one.tables);
}

#[test]
fn payments_in_the_file_add_up_to_products_csv() {
    let plan = plan(BUSY);
    for strategy in ["go-cloud", "stay-on-device"] {
        let (run, text) = logged(&plan, strategy, 2, 1);
        let mut sums: BTreeMap<(String, String), [i64; 6]> = BTreeMap::new();
        for row in rows(&text) {
            let weight: i64 = number(&row, "weight");
            let paid = if row["outcome"] == "approved" { weight } else { 0 };
            let sum = sums.entry((row["time"][..7].to_owned(), row["product"].to_owned())).or_default();
            sum[0] += weight;
            sum[1] += paid;
            sum[2] += paid * minor(&row);
            sum[3] += if row["outcome"] == "declined-funds" { weight } else { 0 };
            sum[4] += if row["outcome"] == "declined-risk" { weight } else { 0 };
            sum[5] += if row["outcome"] == "declined-timeout" { weight } else { 0 };
        }
        let frame = &run.tables.frame;
        let mut expected: BTreeMap<(String, String), [i64; 6]> = BTreeMap::new();
        for row in &run.tables.products {
            let name = frame.product_name(row.product);
            let counts = row.counts;
            let all =
                [counts.attempts, counts.payments, counts.volume, counts.declined_funds, counts.declined_risk, counts.declined_timeout];
            if name != "plastic" && all != [0; 6] {
                expected.insert((row.month.to_string(), name.to_owned()), all);
            }
        }
        assert!(expected.len() >= 3, "something happens");
        assert_eq!(sums, expected, "{strategy}");
    }
}

#[test]
fn a_sample_has_all_payments_of_the_people_in_it_and_stands_for_all() {
    let plan = plan(BUSY);
    let (_, all) = logged(&plan, "go-cloud", 2, 1);
    let (_, some) = logged(&plan, "go-cloud", 2, 4);
    let (all, some) = (rows(&all), rows(&some));
    let payers: BTreeSet<&str> = some.iter().map(|row| row["payer"]).collect();
    let theirs: Vec<&str> = all.iter().filter(|row| payers.contains(row["payer"])).map(|row| row["id"]).collect();
    assert_eq!(some.iter().map(|row| row["id"]).collect::<Vec<_>>(), theirs);
    let weigh = |rows: &[Row<'_>]| rows.iter().map(|row| number::<f64>(row, "weight")).sum::<f64>();
    let ratio = weigh(&some) / weigh(&all);
    assert!((ratio - 1.0).abs() < 0.1, "{ratio}");
    let ids: BTreeSet<&str> = all.iter().map(|row| row["id"]).collect();
    assert_eq!(ids.len(), all.len(), "an id names one payment");
}

#[test]
fn a_score_above_the_threshold_is_what_was_flagged() {
    let plan = plan(BUSY);
    let (_, text) = logged(&plan, "go-cloud", 2, 1);
    let watched = |flag: &'static str| {
        let rows = rows(&text);
        let rows = rows.iter().filter(|row| row["product"] == "google-wallet" && row["flagged"] == flag && !row["score"].is_empty());
        rows.map(|row| number::<f64>(row, "score")).collect::<Vec<_>>()
    };
    let least = watched("1").into_iter().fold(f64::INFINITY, f64::min);
    let most = watched("0").into_iter().fold(f64::NEG_INFINITY, f64::max);
    // One in a thousand honest payments is above 3.09.
    assert!(most <= least && (least - 3.09).abs() < 0.02 && (most - 3.09).abs() < 0.02, "{most} {least}");
}

/// Weighted honest and stolen payments behind each value of a feature.
type Cells<K> = BTreeMap<K, (f64, f64)>;

/// The precision of the best set of values that finds half the fraud: values by how much of what is behind them is fraud.
fn best_set<K: Ord>(cells: &Cells<K>, fraud: f64) -> f64 {
    let mut order: Vec<(f64, f64)> = cells.values().copied().collect();
    order.sort_by(|a, b| (b.1 / (b.0 + b.1)).total_cmp(&(a.1 / (a.0 + a.1))));
    precision(order.into_iter(), fraud)
}

/// The precision of the better of the two thresholds, from above and from below, at which half the fraud is found.
fn best_threshold<K: Ord>(cells: &Cells<K>, fraud: f64) -> f64 {
    precision(cells.values().copied(), fraud).max(precision(cells.values().rev().copied(), fraud))
}

/// The precision once half of `fraud` is found; nothing if it never is.
fn precision(cells: impl Iterator<Item = (f64, f64)>, fraud: f64) -> f64 {
    let (mut honest, mut found) = (0.0, 0.0);
    for cell in cells {
        honest += cell.0;
        found += cell.1;
        if found >= fraud / 2.0 {
            return found / (honest + found);
        }
    }
    0.0
}

/// By column: the precision at half the recall of the best rule on it. Left out are the label and its cause, names of single people,
/// shops and payments, and the weight, which is no property of a payment: it says how many people a row stands for.
fn rules(text: &str) -> BTreeMap<String, f64> {
    let rows = rows(text);
    let fraud = rows.iter().filter(|row| row["is_fraud"] == "1").map(|row| number::<f64>(row, "weight")).sum::<f64>();
    let mut found = BTreeMap::new();
    let mut note = |cells: Cells<String>, column: &str| found.insert(column.to_owned(), best_set(&cells, fraud));
    let behind = |row: &Row<'_>, cell: &mut (f64, f64)| {
        let weight: f64 = number(row, "weight");
        if row["is_fraud"] == "1" { cell.1 += weight } else { cell.0 += weight }
    };
    let texts = [
        "product",
        "kind",
        "flow",
        "funding",
        "bank",
        "network",
        "merchant_group",
        "category",
        "terminal",
        "outcome",
        "response_code",
        "flagged",
    ];
    for column in texts {
        let mut cells = Cells::new();
        rows.iter().for_each(|row| behind(row, cells.entry(row[column].to_owned()).or_default()));
        note(cells, column);
    }
    let mut hours = Cells::new();
    rows.iter().for_each(|row| behind(row, hours.entry(row["time"][11..13].to_owned()).or_default()));
    note(hours, "hour");
    let mut dates = Cells::new();
    rows.iter().for_each(|row| behind(row, dates.entry(row["time"][..10].to_owned()).or_default()));
    found.insert("date".into(), best_threshold(&dates, fraud));
    let mut amounts = Cells::new();
    rows.iter().for_each(|row| behind(row, amounts.entry(minor(row)).or_default()));
    found.insert("amount".into(), best_threshold(&amounts, fraud));
    let mut scores = Cells::new();
    for row in rows.iter().filter(|row| !row["score"].is_empty()) {
        behind(row, scores.entry((number::<f64>(row, "score") * 1e4) as i64).or_default());
    }
    found.insert("score".into(), best_threshold(&scores, fraud));
    // Of what was scored only: a thief's later payments meet a shut account before any score.
    let scored = scores.values().map(|cell| cell.1).sum();
    found.insert("score of the scored".into(), if scored > 0.01 * fraud { best_threshold(&scores, scored) } else { 0.0 });
    found
}

#[test]
fn no_rule_on_one_column_finds_the_fraud() {
    let plan = plan(BUSY);
    for strategy in ["go-cloud", "go-cloud-no-monitoring"] {
        let (_, text) = logged(&plan, strategy, 2, 1);
        let stolen = rows(&text).iter().filter(|row| row["is_fraud"] == "1").count();
        assert!(stolen > 300, "{stolen} thieves' payments are too few to judge by");
        let rules = rules(&text);
        let best = |of_monitoring: bool| {
            let is_of = |column: &str| ["score", "score of the scored", "flagged", "response_code", "outcome"].contains(&column);
            rules.iter().filter(|(column, _)| is_of(column) == of_monitoring).max_by(|a, b| a.1.total_cmp(b.1)).unwrap()
        };
        let (plain, watched) = (best(false), best(true));
        println!(
            "{strategy}: of {stolen} thieves' payments half are found with a precision of {:.2} % by {}, {:.2} % by {}",
            100.0 * plain.1,
            plain.0,
            100.0 * watched.1,
            watched.0
        );
        assert!(*plain.1 < 0.5 && *watched.1 < 0.5, "{rules:?}");
    }
}
