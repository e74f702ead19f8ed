//! Wording: what a calibration says in sentences.

use super::super::wording::{list, miss};
use super::Account;
use crate::experiment::calibrate::{CUT, Calibration, Trade};

/// Correlations worth a word.
const STRONG: f64 = 0.5;

/// Changes of a parameter worth a word, as a share of it.
const NOTED: f64 = 0.005;

/// How near the end of its range a value lies at its end, as a share of the range.
const AT_END: f64 = 0.005;

/// Whether anything is plausible, what lies at the end of its range, and what trades off.
pub(super) fn sentences(account: &Account<'_>) -> Vec<String> {
    let found = account.calibration;
    let mut told = vec![set(account)];
    told.extend(ends(found));
    told.extend(correlations(found));
    told.push(trade(&found.trade, &names(found)));
    told
}

/// The last steps of the parameters' paths, or the whole paths if two are alike.
fn names(found: &Calibration) -> Vec<&str> {
    let paths: Vec<&str> = found.parameters.iter().map(|parameter| parameter.path.as_str()).collect();
    let last: Vec<&str> = paths.iter().map(|path| path.rsplit('.').next().unwrap_or(path)).collect();
    let is_unlike = (0..last.len()).all(|i| !last[..i].contains(&last[i]));
    if is_unlike { last } else { paths }
}

fn set(account: &Account<'_>) -> String {
    let found = account.calibration;
    match &found.plausible {
        Some(set) => {
            format!("Plausible is what misses no figure by more than {CUT} standard deviations: {} of the range.", share(set.share))
        }
        None => {
            let fitted = (0..found.goals.len()).filter(|&g| found.goals[g].is_fitted);
            let missed = |g: &usize| found.nearest.deviations[*g].abs() / found.goals[*g].tolerance;
            let worst = fitted.fold(None, |worst, g| if worst.is_none_or(|w| missed(&g) > missed(&w)) { Some(g) } else { worst });
            let by = worst.map_or_else(String::new, |g| {
                let of_goal = found.nearest.of_goal(g);
                let mean = of_goal.iter().sum::<f64>() / of_goal.len() as f64;
                format!(" misses {} by {},", account.targets[g].handle, miss(mean, found.goals[g].value))
            });
            format!("No point is plausible; the nearest{by} {:.1} standard deviations where {CUT} pass.", found.nearest_implausibility)
        }
    }
}

fn ends(found: &Calibration) -> Option<String> {
    let near_end = |at: &usize| {
        let (parameter, value) = (&found.parameters[*at], found.values[*at]);
        let slack = AT_END * (parameter.high - parameter.low);
        value - parameter.low <= slack || parameter.high - value <= slack
    };
    let names = names(found);
    let at_end: Vec<&str> = (0..found.values.len()).filter(near_end).map(|at| names[at]).collect();
    let verb = if at_end.len() == 1 { "lies" } else { "lie" };
    (!at_end.is_empty()).then(|| format!("{} {verb} at the end of what was looked at; a better fit may lie beyond.", list(&at_end)))
}

fn correlations(found: &Calibration) -> Option<String> {
    let set = found.plausible.as_ref()?;
    let names = names(found);
    let mut pairs = Vec::new();
    for i in 0..names.len() {
        for j in i + 1..names.len() {
            let correlation = set.correlations[i][j];
            if correlation.abs() >= STRONG {
                pairs.push(format!("{} and {} ({correlation:+.2})", names[i], names[j]));
            }
        }
    }
    let pairs: Vec<&str> = pairs.iter().map(String::as_str).collect();
    (!pairs.is_empty()).then(|| format!("In the plausible set these go together (correlation): {}.", list(&pairs)))
}

/// The weakest direction in words: "p up 10 % and q down 4 % fit as well".
pub(super) fn trade(trade: &Trade, names: &[&str]) -> String {
    let change = |(name, change): (&&str, &f64)| {
        let way = if *change > 0.0 { "up" } else { "down" };
        (change.abs() >= NOTED).then(|| format!("{name} {way} {:.0} %", (100.0 * change.abs()).max(1.0)))
    };
    let changes: Vec<String> = names.iter().zip(&trade.changes).filter_map(change).collect();
    let words = list(&changes.iter().map(String::as_str).collect::<Vec<_>>());
    let moved = format!("moves the figures by {} tolerances", tolerances(trade.moved));
    match (trade.fits_as_well(), changes.len()) {
        (true, 1) => format!("Trade-off: {words} fits as well ({moved})."),
        (true, _) => format!("Trade-off: {words} fit as well ({moved})."),
        (false, _) => format!("No trade-off: even the cheapest change, {words}, {moved}."),
    }
}

fn tolerances(moved: f64) -> String {
    if moved < 0.005 { "0.00".to_owned() } else { format!("{moved:.2}") }
}

/// A share as per cent: `12 %`, `0.3 %`, `under 0.1 %`, `none`.
pub(super) fn share(share: f64) -> String {
    match 100.0 * share {
        pct if pct <= 0.0 => "none".to_owned(),
        pct if pct < 0.1 => "under 0.1 %".to_owned(),
        pct if pct < 10.0 => format!("{pct:.1} %"),
        pct => format!("{pct:.0} %"),
    }
}

/// A range with about three digits that count.
pub(super) fn range(low: f64, high: f64) -> String {
    let round = |value: f64| format!("{value:.2e}").parse::<f64>().unwrap_or(value);
    format!("{} to {}", round(low), round(high))
}
