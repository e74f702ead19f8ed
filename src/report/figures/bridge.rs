//! Bridge: how 100 of volume lead to the operator's profit, line by line, under one strategy.

use super::super::chart::{Figure, Kind, StepRow, Steps};
use super::super::per_hundred::line_words;
use super::super::wording::{Digits, replicates};
use super::Story;
use crate::experiment::Bridge;

/// From the lines that belong to payments over their margin to the profit; `operator` by name, `year` in words.
pub(super) fn steps(bridge: &Bridge, operator: &str, story: &Story, year: &str, count: usize) -> Figure {
    let margin = bridge.all.margin.mean;
    let common = || bridge.common.iter().map(|common| common.amount.mean);
    let direct = || bridge.all.lines.iter().map(|(_, amount)| amount.mean);
    let digits = Digits::of(direct().chain(common()).chain([margin, bridge.profit.mean]));
    let row = |label: String, value: f64, is_sum| {
        let text = if is_sum { digits.show(value) } else { digits.signed(value) };
        StepRow { label, value, is_sum, text }
    };
    let step = |name: &str, value: f64| row(line_words(name), value, false);
    let mut rows: Vec<StepRow> =
        bridge.all.lines.iter().filter(|(_, amount)| amount.mean != 0.0).map(|(name, amount)| step(name, amount.mean)).collect();
    rows.push(row("margin of payments".into(), margin, true));
    rows.extend(bridge.common.iter().map(|common| step(common.line.name(), common.amount.mean)));
    rows.push(row("profit".into(), bridge.profit.mean, true));
    let money = story.currency;
    let (left, profit) = (digits.show(margin.abs()), digits.show(bridge.profit.mean.abs()));
    let keeps = if margin < 0.0 { "costs" } else { "leaves" };
    let ends = if bridge.profit.mean < 0.0 { "loses" } else { "earns" };
    Figure {
        title: format!(
            "{}: paying 100 {money} {keeps} {operator} {left} {money}; after all other lines it {ends} {profit}",
            bridge.strategy
        ),
        subtitle: format!("{money} per 100 {money} of {} volume in {year}, means over {}", story.focus, replicates(count)),
        note: format!(
            "Source: this run of {}, bridge.csv and parties.csv. Each bar begins where the one above it ended; grey bars are sums. Lines \
             under the margin are those of the whole account, spread over all volume.",
            story.scenario
        ),
        kind: Kind::Steps(Steps { x_label: format!("{money} per 100 {money} of volume"), rows }),
    }
}
