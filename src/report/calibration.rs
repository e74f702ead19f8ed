//! Calibration: what a fit found, as tables for the terminal, as JSON, and as the comments of the file that is written.

mod overlay;
mod wording;

pub use overlay::comments;

use super::terminal::{table, text};
use super::wording::{Digits, miss};
use crate::domain::currency::Currency;
use crate::experiment::calibrate::{CUT, Calibration};
use crate::experiment::statistics::Estimate;
use crate::scenario::Target;
use serde_json::{Value, json};

/// A calibration and what it was asked of.
#[derive(Clone, Copy, Debug)]
pub struct Account<'a> {
    /// What was found.
    pub calibration: &'a Calibration,
    /// The published figures, in the order of the calibration's goals.
    pub targets: &'a [Target],
    /// The currency of money.
    pub currency: Currency,
    /// The scenario's name.
    pub scenario: &'a str,
    /// The strategy that was simulated.
    pub strategy: &'a str,
    /// People that an agent stood for.
    pub persons_per_agent: u32,
    /// Seed of the fit.
    pub seed: u64,
    /// Seed of the fresh runs.
    pub fresh_seed: u64,
}

/// The account in plain text, 120 columns wide.
#[must_use]
pub fn terminal(account: &Account<'_>) -> String {
    let parts = [
        heading(account),
        format!("Waves\n{}", waves(account.calibration)),
        format!("Parameters\n{}\n{}", parameters(account.calibration), wording::sentences(account).join("\n")),
        format!("Against published figures; {}\n{}", seeds(account), figures(account)),
    ];
    format!("{}\n", parts.join("\n\n"))
}

fn heading(account: &Account<'_>) -> String {
    let Account { calibration, scenario, strategy, persons_per_agent, .. } = account;
    let fitted = calibration.goals.iter().filter(|goal| goal.is_fitted).count();
    let figures = if fitted == 1 { "1 published figure".to_owned() } else { format!("{fitted} published figures") };
    let runs = calibration.runs;
    format!("{scenario}, {strategy}: fitted to {figures} in {runs} runs, an agent standing for {persons_per_agent} people")
}

fn seeds(account: &Account<'_>) -> String {
    format!("fit seed {}, fresh seed {}, ± half the 95 % interval (chance only)", account.seed, account.fresh_seed)
}

fn waves(calibration: &Calibration) -> String {
    let header = ["wave", "points", "plausible", "least implausible", "left of the range"];
    let mut table = table(header.map(String::from).to_vec(), 0..header.len());
    for (at, wave) in calibration.waves.iter().enumerate() {
        let (points, survivors) = (wave.points.to_string(), wave.survivors.to_string());
        table.add_row([(at + 1).to_string(), points, survivors, format!("{:.1} sd", wave.least), wording::share(wave.left)]);
    }
    text(&table)
}

fn parameters(calibration: &Calibration) -> String {
    let header = ["parameter", "looked at", "plausible", "chosen"];
    let mut table = table(header.map(String::from).to_vec(), 1..header.len());
    for (at, parameter) in calibration.parameters.iter().enumerate() {
        let span = calibration.plausible.as_ref().map(|set| set.spans[at]);
        let plausible = span.map_or_else(|| "none".to_owned(), |span| wording::range(span.low, span.high));
        let looked_at = format!("{} to {}", parameter.low, parameter.high);
        table.add_row([parameter.path.clone(), looked_at, plausible, calibration.values[at].to_string()]);
    }
    text(&table)
}

fn figures(account: &Account<'_>) -> String {
    let header = ["published figure", "published", "fit seeds", "fresh seeds", "deviation", "use"];
    let mut table = table(header.map(String::from).to_vec(), 1..5);
    for figure in all(account) {
        let digits = Digits::of([figure.target.value, figure.fresh.mean]);
        table.add_row([
            format!("{}, {}", figure.target.title, figure.target.period()),
            format!("{} {}", digits.show(figure.target.value), figure.target.metric.unit(account.currency)),
            digits.show(figure.fit.mean),
            with_half_width(digits, figure.fresh),
            deviation(&figure),
            usage(figure.is_fitted).to_owned(),
        ]);
    }
    text(&table)
}

/// One published figure and what was projected for it.
struct Figure<'a> {
    target: &'a Target,
    fit: &'a Estimate,
    fresh: &'a Estimate,
    is_fitted: bool,
}

fn all<'a>(account: &Account<'a>) -> impl Iterator<Item = Figure<'a>> {
    let found = account.calibration;
    let goals = found.goals.iter().zip(account.targets).zip(found.on_fit.iter().zip(&found.on_fresh));
    goals.map(|((goal, target), (fit, fresh))| Figure { target, fit, fresh, is_fitted: goal.is_fitted })
}

fn with_half_width(digits: Digits, estimate: &Estimate) -> String {
    format!("{} ± {}", digits.show(estimate.mean), digits.show(estimate.half_width()))
}

fn deviation_pct(figure: &Figure<'_>) -> f64 {
    100.0 * (figure.fresh.mean - figure.target.value) / figure.target.value.abs()
}

/// Small deviations to a tenth of a per cent, others as everywhere.
fn deviation(figure: &Figure<'_>) -> String {
    let pct = deviation_pct(figure);
    if pct.abs() < 10.0 { format!("{} %", Digits::of([100.0]).signed(pct)) } else { miss(figure.fresh.mean, figure.target.value) }
}

const fn usage(is_fitted: bool) -> &'static str {
    if is_fitted { "fitted" } else { "left out" }
}

/// The account for other programs. What has no value is `null`.
#[must_use]
pub fn json(account: &Account<'_>) -> Value {
    let found = account.calibration;
    let wave = |wave: &crate::experiment::calibrate::Wave| json!({ "points": wave.points, "plausible": wave.survivors, "least_implausibility": wave.least, "left_share": wave.left });
    let parameter = |(at, parameter): (usize, &crate::experiment::calibrate::Parameter)| {
        let span = found.plausible.as_ref().map(|set| set.spans[at]);
        json!({
            "path": parameter.path,
            "low": parameter.low,
            "high": parameter.high,
            "plausible_low": span.map(|span| span.low),
            "plausible_high": span.map(|span| span.high),
            "chosen": found.values[at],
        })
    };
    let target = |figure: Figure<'_>| {
        json!({
            "name": figure.target.handle,
            "metric": figure.target.measure(),
            "date": figure.target.date.to_string(),
            "published": figure.target.value,
            "tolerance_pct": figure.target.tolerance_pct,
            "fit_seeds": figure.fit.mean,
            "fresh_seeds": figure.fresh.mean,
            "low": figure.fresh.low,
            "high": figure.fresh.high,
            "deviation_pct": deviation_pct(&figure),
            "is_fitted": figure.is_fitted,
        })
    };
    json!({
        "scenario": account.scenario,
        "strategy": account.strategy,
        "seed": account.seed,
        "fresh_seed": account.fresh_seed,
        "fresh_replicates": found.on_fresh.first().map(|estimate| estimate.count),
        "persons_per_agent": account.persons_per_agent,
        "runs": found.runs,
        "cut": CUT,
        "is_plausible": found.plausible.is_some(),
        "plausible_share": found.plausible.as_ref().map(|set| set.share),
        "correlations": found.plausible.as_ref().map(|set| set.correlations.clone()),
        "nearest_implausibility": found.nearest_implausibility,
        "waves": found.waves.iter().map(wave).collect::<Vec<_>>(),
        "parameters": found.parameters.iter().enumerate().map(parameter).collect::<Vec<_>>(),
        "trade": { "changes": found.trade.changes, "moved_tolerances": found.trade.moved, "alone_tolerances": found.trade.alone },
        "targets": all(account).map(target).collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests;
