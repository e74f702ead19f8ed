//! Overlay: the comments that the file of a fit begins with, so that nobody need ask where its numbers come from.

use super::{Account, all, deviation, usage, with_half_width, wording};
use crate::report::wording::Digits;

/// The comments, each line beginning with `#`; `command` is the one that gives the same again.
#[must_use]
pub fn comments(account: &Account<'_>, command: &str) -> String {
    let found = account.calibration;
    let fresh = found.on_fresh.first().map_or(0, |estimate| estimate.count);
    let mut lines = vec![command.to_owned(), String::new()];
    lines.push(format!("Strategy {}, {} runs, an agent standing for {} people.", account.strategy, found.runs, account.persons_per_agent));
    lines.push("Chosen, and what is plausible in the range looked at:".to_owned());
    for (at, parameter) in found.parameters.iter().enumerate() {
        let span = found.plausible.as_ref().map(|set| wording::range(set.spans[at].low, set.spans[at].high));
        let plausible = span.map_or_else(|| "nothing plausible".to_owned(), |span| format!("plausible {span}"));
        let (path, value) = (&parameter.path, found.values[at]);
        lines.push(format!("  {path} = {value}, {plausible}, looked at {} to {}", parameter.low, parameter.high));
    }
    lines.extend(wording::sentences(account));
    lines.push(String::new());
    lines.push(format!("On {fresh} fresh replicates (--seed {}), ± half the 95 % interval:", account.fresh_seed));
    for figure in all(account) {
        let digits = Digits::of([figure.target.value, figure.fresh.mean]);
        lines.push(format!(
            "  {}: published {} {}, projected {} ({}), {}",
            figure.target.handle,
            digits.show(figure.target.value),
            figure.target.metric.unit(account.currency),
            with_half_width(digits, figure.fresh),
            deviation(&figure),
            usage(figure.is_fitted)
        ));
    }
    lines.iter().map(|line| format!("# {line}").trim_end().to_owned() + "\n").collect()
}
