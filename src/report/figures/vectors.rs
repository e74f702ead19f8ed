//! Vectors: what thieves keep by how they got the credential and who bears it; what was stopped beside what went through.

use super::super::chart::{BarSeries, Bars, Figure, Kind};
use super::super::loss_unit::LossUnit;
use super::super::wording::Digits;
use super::{Story, count, source};
use crate::domain::threat::Vector;
use crate::experiment::statistics::Estimate;
use crate::experiment::{Arm, RunSummary, arms, borne};
use crate::metrics::{Decimal, FraudRow, RunTables};

/// Net loss over the horizon by vector and bearer, bars of strategies; nothing where no thief got anything.
pub(super) fn loss_by_vector(runs: &[RunSummary], story: &Story) -> Option<Figure> {
    let arms = arms(runs);
    let unit = LossUnit::of(&borne(runs), story.currency);
    let mut pairs: Vec<(Vector, String, f64)> = Vec::new();
    for tables in arms.iter().flat_map(|arm| &arm.runs).map(|run| &run.tables) {
        for row in counted(tables).filter(|row| row.sums.net() != 0) {
            let (bearer, net) = (tables.frame.party_name(row.bearer), row.sums.net() as f64);
            match pairs.iter_mut().find(|(vector, name, _)| *vector == row.vector && name == bearer) {
                Some((_, _, sum)) => *sum += net,
                None => pairs.push((row.vector, bearer.to_owned(), net)),
            }
        }
    }
    // Vectors in their order, each with its largest bearers first.
    pairs.sort_by(|a, b| a.0.cmp(&b.0).then(b.2.total_cmp(&a.2)).then_with(|| a.1.cmp(&b.1)));
    if pairs.is_empty() {
        return None;
    }
    let all = pairs.len();
    if all > MOST {
        let mut sizes: Vec<f64> = pairs.iter().map(|pair| pair.2).collect();
        sizes.sort_by(|a, b| b.total_cmp(a));
        pairs.retain(|pair| pair.2 >= sizes[MOST - 1]);
    }
    let net = |tables: &RunTables, vector: Vector, bearer: &str| {
        let rows = counted(tables).filter(|row| row.vector == vector && tables.frame.party_name(row.bearer) == bearer);
        unit.factor * Decimal::money_millions(rows.map(|row| row.sums.net()).sum()).value()
    };
    let bars = |arm: &Arm<'_>| {
        let of = |(vector, bearer, _): &(Vector, String, f64)| Estimate::of(&arm.values(|tables| net(tables, *vector, bearer)));
        let losses: Vec<Estimate> = pairs.iter().map(of).collect();
        let error = losses.iter().any(Estimate::has_interval).then(|| losses.iter().map(|loss| (loss.low.max(0.0), loss.high)).collect());
        let texts = losses.iter().map(|loss| Digits::of([loss.mean]).show(loss.mean)).collect();
        BarSeries { name: arm.strategy.into(), values: losses.iter().map(|loss| loss.mean).collect(), error, texts }
    };
    let largest = pairs.iter().max_by(|a, b| a.2.total_cmp(&b.2))?;
    let mut note = source(story, "fraud.csv", "Whisker", count(runs));
    note.push_str(" Counted products only.");
    if all > pairs.len() {
        note.push_str(&format!(" The {} smallest of {all} pairs are left out.", all - pairs.len()));
    }
    Some(Figure {
        title: format!("The largest loss is by {} and falls on {}", words(largest.0), largest.1),
        subtitle: format!("Fraud that went through less what came back, by way of theft and bearer, whole horizon, {}", unit.words()),
        note,
        kind: Kind::Bars(Bars {
            groups: pairs.iter().map(|(vector, bearer, _)| format!("{}: {bearer}", words(*vector))).collect(),
            y_label: format!("net loss, {}", unit.words()),
            series: arms.iter().map(bars).collect(),
            stacked: false,
            horizontal: true,
            colours: Vec::new(),
        }),
    })
}

/// A sum of a row.
type Part = fn(&FraudRow) -> i64;

/// Most pairs of vector and bearer that are drawn.
const MOST: usize = 14;

/// What thieves tried on counted products by what became of it, bars of strategies; nothing where they tried nothing.
pub(super) fn prevented(runs: &[RunSummary], story: &Story) -> Option<Figure> {
    let arms = arms(runs);
    let sum = |tables: &RunTables, part: Part| Decimal::money_millions(counted(tables).map(part).sum()).value();
    let parts: [(&str, Part); 4] = [
        ("prevented", |row| row.sums.prevented),
        ("gross", |row| row.sums.gross),
        ("recovered", |row| row.sums.recovered),
        ("net", |row| row.sums.net()),
    ];
    let attempted: Vec<f64> = arms.iter().map(|arm| arm.mean(|tables| sum(tables, |row| row.sums.attempted())).mean).collect();
    let largest = attempted.iter().copied().fold(0.0, f64::max);
    if largest <= 0.0 {
        return None;
    }
    let (factor, size) = if largest < 1.0 { (1_000.0, "thousand") } else { (1.0, "m") };
    let estimate = |arm: &Arm<'_>, part| arm.mean(|tables| sum(tables, part)).times(factor);
    let share = |at: usize| 100.0 * arms[at].mean(|tables| sum(tables, parts[0].1)).mean / attempted[at];
    let with_any = || (0..arms.len()).filter(|at| attempted[*at] > 0.0);
    let best = with_any().max_by(|a, b| share(*a).total_cmp(&share(*b)))?;
    let worst = with_any().min_by(|a, b| share(*a).total_cmp(&share(*b)))?;
    let title = if arms.len() > 1 && share(best) - share(worst) < 1.0 {
        format!("Of what thieves try, {:.0} % is stopped under every strategy", share(best))
    } else if best == worst {
        format!("Of what thieves try, {:.0} % is stopped under {}", share(best), arms[best].strategy)
    } else {
        let (high, low) = (arms[best].strategy, arms[worst].strategy);
        format!("Of what thieves try, {:.0} % is stopped under {high}, {:.0} % under {low}", share(best), share(worst))
    };
    let bars = |arm: &Arm<'_>| {
        let estimates: Vec<Estimate> = parts.iter().map(|(_, part)| estimate(arm, *part)).collect();
        let error = estimates.iter().any(Estimate::has_interval).then(|| estimates.iter().map(|e| (e.low.max(0.0), e.high)).collect());
        let texts = estimates.iter().map(|e| Digits::of([e.mean]).show(e.mean)).collect();
        BarSeries { name: arm.strategy.into(), values: estimates.iter().map(|e| e.mean).collect(), error, texts }
    };
    Some(Figure {
        title,
        subtitle: format!(
            "What thieves try on counted products, by what becomes of it, whole horizon, {size} {}; who is stopped tries less",
            story.currency
        ),
        note: format!(
            "{} Prevented and gross are all that is tried; gross is recovered and net.",
            source(story, "fraud.csv", "Whisker", count(runs))
        ),
        kind: Kind::Bars(Bars {
            groups: parts.iter().map(|(name, _)| (*name).to_owned()).collect(),
            y_label: format!("{size} {}", story.currency),
            series: arms.iter().map(bars).collect(),
            stacked: false,
            horizontal: true,
            colours: Vec::new(),
        }),
    })
}

fn counted(tables: &RunTables) -> impl Iterator<Item = &FraudRow> {
    tables.fraud.iter().filter(|row| tables.frame.is_value_counted(row.product))
}

/// The vector for readers.
fn words(vector: Vector) -> String {
    vector.name().replace('-', " ")
}
