//! Monthly: the focus product's active users and volume, a line per strategy.

use super::super::chart::{Figure, Kind, Line, Lines, Mark};
use super::super::wording::Digits;
use super::{Story, count, source};
use crate::domain::currency::Currency;
use crate::experiment::statistics::Estimate;
use crate::experiment::{Arm, Comparison, Metric, RunSummary, Verdict, arms};
use crate::metrics::{Decimal, ProductRow, RunTables};
use std::ops::Range;

/// Active users of the focus product, in millions.
pub(super) fn adoption(runs: &[RunSummary], comparison: Option<&Comparison>, story: &Story) -> Figure {
    let value = |row: &ProductRow| Decimal::millions(row.active_users).value();
    let arms = arms(runs);
    let ends: Vec<Vec<(u32, f64)>> = arms.iter().map(|arm| last_values(arm, story, value)).collect();
    let title = match comparison {
        Some(comparison) => adoption_title(&arms, &ends, comparison, story),
        None => alone(&arms, &ends, |text, month| format!("{} has {text} m active users in {month}", story.focus)),
    };
    Figure {
        title,
        subtitle: format!("People who paid with {} in the month, millions", story.focus),
        note: source(story, "products.csv", "Band", count(runs)),
        kind: lines(&arms, story, "active users, m", value),
    }
}

/// Monthly volume of the focus product, in millions or billions of the scenario's money.
pub(super) fn volume(runs: &[RunSummary], comparison: Option<&Comparison>, story: &Story) -> Figure {
    let arms = arms(runs);
    let months = arms.iter().flat_map(|arm| &arm.runs).flat_map(|run| rows(&run.tables, story));
    let is_large = months.map(|row| row.counts.volume).max().unwrap_or(0) >= 100_000_000_000;
    let unit = if is_large { "bn" } else { "m" };
    let currency = story.currency;
    let money = if is_large { Decimal::money_billions } else { Decimal::money_millions };
    let value = |row: &ProductRow| money(row.counts.volume).value();
    let ends: Vec<Vec<(u32, f64)>> = arms.iter().map(|arm| last_values(arm, story, value)).collect();
    let title = match comparison {
        Some(comparison) => volume_title(comparison, currency),
        None => alone(&arms, &ends, |text, month| format!("{} carries {text} {unit} {currency} in {month}", story.focus)),
    };
    Figure {
        title,
        subtitle: format!("Approved payments with {} by month of authorization, {unit} {currency}, before refunds", story.focus),
        note: source(story, "products.csv", "Band", count(runs)),
        kind: lines(&arms, story, &format!("volume a month, {unit} {currency}"), value),
    }
}

/// The focus product's months.
fn rows<'a>(tables: &'a RunTables, story: &Story) -> impl Iterator<Item = &'a ProductRow> {
    let product = tables.frame.product_named(&story.focus);
    tables.products.iter().filter(move |row| Some(row.product) == product)
}

/// The months that are traded on all their days; all months if none is.
pub(super) fn shown(tables: &RunTables) -> Range<usize> {
    let full = tables.frame.full_months();
    let first = full.iter().position(|is_full| *is_full);
    let last = full.iter().rposition(|is_full| *is_full);
    first.zip(last).map_or(0..full.len(), |(first, last)| first..last + 1)
}

fn lines(arms: &[Arm<'_>], story: &Story, y_label: &str, value: impl Fn(&ProductRow) -> f64) -> Kind {
    let Some(first) = arms.first().and_then(|arm| arm.runs.first()) else { return Kind::default() };
    let range = shown(&first.tables);
    let x: Vec<String> = first.tables.frame.months()[range.clone()].iter().map(ToString::to_string).collect();
    let series = arms.iter().map(|arm| line(arm, story, &range, &value)).collect();
    let mark = |(month, text): &(String, String)| Some(Mark { at: x.iter().position(|label| label == month)?, text: text.clone() });
    let marks = story.marks.iter().filter_map(mark).collect();
    Kind::Lines(Lines { y_label: y_label.into(), series, marks, x, ..Lines::default() })
}

fn line(arm: &Arm<'_>, story: &Story, range: &Range<usize>, value: impl Fn(&ProductRow) -> f64) -> Line {
    let runs: Vec<Vec<f64>> = arm.runs.iter().map(|run| rows(&run.tables, story).map(&value).collect()).collect();
    let at = |month: usize| Estimate::of(&runs.iter().filter_map(|run| run.get(month).copied()).collect::<Vec<_>>());
    let estimates: Vec<Estimate> = range.clone().map(at).collect();
    // Neither people nor volume can be negative; an interval of a few agents may be.
    let ends = |estimate: &Estimate| (estimate.ends().0.max(0.0), estimate.ends().1);
    let band = estimates.iter().any(Estimate::has_interval).then(|| estimates.iter().map(ends).collect());
    Line { name: arm.strategy.into(), values: estimates.iter().map(|estimate| estimate.mean).collect(), band, dashed: false }
}

/// By replicate: the value in the last month that is drawn.
fn last_values(arm: &Arm<'_>, story: &Story, value: impl Fn(&ProductRow) -> f64) -> Vec<(u32, f64)> {
    let last = |run: &&RunSummary| {
        let month = shown(&run.tables).end.checked_sub(1)?;
        rows(&run.tables, story).nth(month).map(|row| (run.replicate, value(row)))
    };
    arm.runs.iter().filter_map(last).collect()
}

fn last_month(arms: &[Arm<'_>]) -> String {
    let tables = arms.first().and_then(|arm| arm.runs.first()).map(|run| &run.tables);
    let month = tables.and_then(|tables| tables.frame.months().get(shown(tables).end.checked_sub(1)?));
    month.map(ToString::to_string).unwrap_or_default()
}

fn mean(values: &[(u32, f64)]) -> f64 {
    Estimate::of(&values.iter().map(|(_, value)| *value).collect::<Vec<_>>()).mean
}

/// The title of a chart without a comparison.
fn alone(arms: &[Arm<'_>], ends: &[Vec<(u32, f64)>], say: impl Fn(&str, &str) -> String) -> String {
    let Some(end) = ends.first().map(|values| mean(values)).filter(|end| end.is_finite()) else { return "No data".into() };
    say(&Digits::of([end]).show(end), &last_month(arms))
}

fn adoption_title(arms: &[Arm<'_>], ends: &[Vec<(u32, f64)>], comparison: &Comparison, story: &Story) -> String {
    let (baseline, focus, month) = (&comparison.baseline, &story.focus, last_month(arms));
    let Some(base) = arms.iter().position(|arm| arm.strategy == baseline) else { return "No data".into() };
    let digits = Digits::of(ends.iter().map(|values| mean(values)));
    let mut best: Option<(usize, Estimate)> = None;
    for (at, values) in ends.iter().enumerate().filter(|(at, _)| *at != base) {
        let pair = |(replicate, value): &(u32, f64)| ends[base].iter().find(|(other, _)| other == replicate).map(|(_, base)| value - base);
        let difference = Estimate::of(&values.iter().filter_map(pair).collect::<Vec<_>>());
        let is_ahead = comparison.materiality.judge(Metric::ActiveUsers, &difference) == Verdict::Better;
        if is_ahead && best.is_none_or(|(_, best)| difference.mean > best.mean) {
            best = Some((at, difference));
        }
    }
    match best {
        Some((at, difference)) => format!(
            "{} has {} m active users of {focus} in {month}, {} m more than {baseline}",
            arms[at].strategy,
            digits.show(mean(&ends[at])),
            digits.show(difference.mean)
        ),
        None => format!(
            "No strategy clearly has more active users of {focus} in {month} than {baseline}, which has {} m",
            digits.show(mean(&ends[base]))
        ),
    }
}

fn volume_title(comparison: &Comparison, currency: Currency) -> String {
    let (baseline, focus, year) = (&comparison.baseline, &comparison.focus, comparison.year);
    let rows = comparison.rows.iter().filter(|row| row.metric == Metric::Volume);
    let digits = Digits::of(rows.clone().map(|row| row.value.mean));
    let better = rows.clone().filter(|row| row.verdict == Verdict::Better);
    let best = better.max_by(|a, b| a.difference.mean.total_cmp(&b.difference.mean));
    let Some(row) = best else {
        let base = rows.clone().find(|row| row.strategy == *baseline).map_or(f64::NAN, |row| row.value.mean);
        return format!(
            "No strategy clearly carries more {focus} volume in {year} than {baseline} with {} bn {currency}",
            digits.show(base)
        );
    };
    let more = match row.relative {
        Some(relative) => format!("{:.0} %", 100.0 * relative.mean),
        None => format!("{} bn {currency}", digits.show(row.difference.mean)),
    };
    format!("{} carries {} bn {currency} in {year}, {more} more than {baseline}", row.strategy, digits.show(row.value.mean))
}
