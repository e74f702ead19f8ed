//! Losses: what worlds with breaches tell, as tables in bytes and as text.

use super::ReportError;
use super::csv::{Exact, money_millions, write};
use super::terminal::{table, text};
use super::wording::{Digits, exact};
use crate::domain::currency::Currency;
use crate::experiment::worlds::{Beside, Figure, Losses, Measure};
use serde::Serialize;

/// Columns of `worlds.csv`.
pub const WORLDS: &str = "strategy,breaches,replicate,chance_pct,days,fraud_net_m,breach_net_m,operator_profit_m,volume_bn";
/// Columns of `losses.csv`.
pub const LOSSES: &str = "strategy,measure,statistic,level_pct,loss_m,standard_error_m";

#[derive(Serialize)]
struct WorldText<'a> {
    strategy: &'a str,
    breaches: u32,
    replicate: u32,
    chance_pct: String,
    days: String,
    fraud_net_m: Exact,
    breach_net_m: Exact,
    operator_profit_m: Exact,
    volume_bn: Exact,
}

#[derive(Serialize)]
struct LossText<'a> {
    strategy: &'a str,
    measure: &'a str,
    statistic: &'a str,
    level_pct: String,
    loss_m: String,
    standard_error_m: String,
}

/// `worlds.csv`: each world under each strategy, the chance it counts with, the days of its breaches, and what became of it.
///
/// # Errors
///
/// If a row cannot be written.
pub fn worlds(beside: &Beside) -> Result<Vec<u8>, ReportError> {
    let share = |breaches: u32| beside.chances[breaches as usize] / f64::from(beside.replicates);
    let rows = beside.runs.iter().map(|run| WorldText {
        strategy: &run.strategy,
        breaches: run.world.breaches,
        replicate: run.world.replicate,
        chance_pct: exact(100.0 * share(run.world.breaches)),
        days: run.world.struck.iter().map(|struck| struck.day.to_string()).collect::<Vec<_>>().join(" "),
        fraud_net_m: money_millions(run.fraud[0]),
        breach_net_m: money_millions(run.fraud[1]),
        operator_profit_m: money_millions(run.profit),
        volume_bn: Exact(crate::metrics::Decimal::money_billions(run.volume)),
    });
    write(WORLDS, rows)
}

/// `losses.csv`: by strategy and measure the mean, the mean given a number of breaches, value at risk, expected shortfall, and the losses
/// that are exceeded with stated chances.
///
/// # Errors
///
/// If a row cannot be written.
pub fn losses(beside: &Beside) -> Result<Vec<u8>, ReportError> {
    write(LOSSES, beside.losses.iter().flat_map(rows))
}

fn rows(losses: &Losses) -> Vec<LossText<'_>> {
    let row = |statistic, level: Option<f64>, figure: Figure| LossText {
        strategy: &losses.strategy,
        measure: losses.measure.name(),
        statistic,
        level_pct: level.map(|level| exact(100.0 * level)).unwrap_or_default(),
        loss_m: exact(figure.value),
        standard_error_m: exact(figure.error),
    };
    const GIVEN: [&str; 9] = [
        "mean-without-breach",
        "mean-with-1-breach",
        "mean-with-2-breaches",
        "mean-with-3-breaches",
        "mean-with-4-breaches",
        "mean-with-5-breaches",
        "mean-with-6-breaches",
        "mean-with-7-breaches",
        "mean-with-8-breaches",
    ];
    let mut rows = vec![row("mean", None, losses.mean)];
    rows.extend(losses.by_breaches.iter().zip(GIVEN).map(|(figure, statistic)| row(statistic, None, *figure)));
    rows.extend(losses.tails.iter().map(|tail| row("value-at-risk", Some(tail.level), tail.value_at_risk)));
    rows.extend(losses.tails.iter().map(|tail| row("expected-shortfall", Some(tail.level), tail.expected_shortfall)));
    rows.extend(losses.exceedance.iter().map(|(loss, chance)| row("exceedance", Some(*chance), Figure { value: *loss, error: f64::NAN })));
    rows
}

/// A figure with its standard error, as readers see it.
pub(super) fn shown(figure: Figure, digits: Digits) -> String {
    let error = digits.show(figure.error);
    let is_seen = error.chars().any(|c| !matches!(c, '0' | '.'));
    if is_seen { format!("{} ({error})", digits.show(figure.value)) } else { digits.show(figure.value) }
}

/// As many digits as the largest figure of a measure needs.
pub(super) fn digits(beside: &Beside, measure: Measure) -> Digits {
    let of_measure = beside.losses.iter().filter(|losses| losses.measure == measure);
    Digits::of(of_measure.flat_map(|losses| losses.tails.iter().map(|tail| tail.expected_shortfall.value).chain([losses.mean.value])))
}

/// The headings of the figures of a row, of the last `levels` levels.
pub(super) fn headings(beside: &Beside, levels: usize) -> Vec<String> {
    let mut headings = vec!["mean".to_owned(), "no breach".to_owned(), "one breach".to_owned()];
    for level in beside.levels.iter().rev().take(levels).rev() {
        headings.push(format!("VaR {}", per_cent(*level)));
        headings.push(format!("ES {}", per_cent(*level)));
    }
    headings
}

/// The figures of a row.
pub(super) fn cells(losses: &Losses, levels: usize) -> Vec<Figure> {
    let mut cells = vec![losses.mean];
    cells.extend(losses.by_breaches.iter().take(2).copied());
    cells.extend(losses.tails.iter().rev().take(levels).rev().flat_map(|tail| [tail.value_at_risk, tail.expected_shortfall]));
    cells
}

/// A level as readers write it.
pub(super) fn per_cent(level: f64) -> String {
    let text = format!("{:.2}", 100.0 * level);
    format!("{} %", text.trim_end_matches('0').trim_end_matches('.'))
}

/// What the worlds are, in a sentence or two.
pub(super) fn about(beside: &Beside) -> String {
    let chances: Vec<String> =
        beside.chances.iter().enumerate().map(|(breaches, chance)| format!("{breaches}: {}", per_cent_of(*chance))).collect();
    format!(
        "{} worlds with each number of breaches, mixed by its chance over the horizon ({}; the last stands for more too; {:.3} expected); \
         in brackets standard errors, by {} resamples within strata",
        beside.replicates,
        chances.join(", "),
        beside.expected,
        beside.resamples
    )
}

fn per_cent_of(chance: f64) -> String {
    format!("{} %", Digits::of([100.0 * chance]).show(100.0 * chance))
}

/// Levels for which the width of a terminal has room.
const ROOM: usize = 1;

/// The losses as the terminal shows them, a table per measure.
#[must_use]
pub fn told(beside: &Beside, focus: &str, currency: Currency) -> String {
    let table = |measure: Measure| {
        let digits = digits(beside, measure);
        let header: Vec<String> = ["strategy".to_owned()].into_iter().chain(headings(beside, ROOM)).collect();
        let columns = header.len();
        let mut table = table(header, 1..columns);
        for losses in beside.losses.iter().filter(|losses| losses.measure == measure) {
            let cells = cells(losses, ROOM).into_iter().map(|figure| shown(figure, digits));
            table.add_row([losses.strategy.clone()].into_iter().chain(cells));
        }
        format!("{}, m {currency}\n{}\n", measure.words(), text(&table))
    };
    let tables: Vec<String> = measures(beside).map(table).collect();
    let mut heading = String::new();
    let mut length = 0;
    for word in format!("Losses on {focus} over the horizon; {}", about(beside)).split(' ') {
        if length + word.chars().count() >= 120 {
            heading.push('\n');
            length = 0;
        } else if length > 0 {
            heading.push(' ');
            length += 1;
        }
        heading.push_str(word);
        length += word.chars().count();
    }
    format!("{heading}\n\n{}", tables.join("\n"))
}

/// The measures that there are losses by.
pub(super) fn measures(beside: &Beside) -> impl Iterator<Item = Measure> {
    Measure::ALL.into_iter().filter(|measure| beside.losses.iter().any(|losses| losses.measure == *measure))
}
