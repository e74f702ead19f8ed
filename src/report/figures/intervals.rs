//! Intervals: every metric's difference to the baseline, a panel per metric.

use super::super::chart::{Figure, IntervalRow, Intervals, Kind, Verdict};
use super::super::verdict;
use super::super::wording::Digits;
use super::{Story, source};
use crate::domain::currency::Currency;
use crate::experiment::{self, Comparison, ComparisonRow};

/// The comparison as dots and whiskers.
pub(super) fn comparison(comparison: &Comparison, story: &Story, count: usize) -> Figure {
    let year = if comparison.is_full_year { comparison.year.to_string() } else { format!("{} (a partial year)", comparison.year) };
    let mut note = source(story, "comparison.csv", "Whisker", count);
    note.push_str(" A strategy is called better or worse only where the interval excludes zero and the difference is larger than the ");
    note.push_str("scenario calls material; a ring also marks what is smaller than that.");
    let rows = comparison.rows.iter().filter(|row| row.strategy != comparison.baseline);
    Figure {
        title: verdict::sentence(comparison).trim_end_matches('.').to_string(),
        subtitle: format!("Difference to {} in {year}; users, volume and fraud are those of {}", comparison.baseline, comparison.focus),
        note,
        kind: Kind::Intervals(Intervals {
            x_label: format!("difference to {}, paired by replicate, 95 % interval", comparison.baseline),
            rows: rows.map(|row| interval(comparison, row, story.currency)).collect(),
        }),
    }
}

fn interval(comparison: &Comparison, row: &ComparisonRow, currency: Currency) -> IntervalRow {
    let ends = [row.difference.mean, row.difference.low, row.difference.high];
    let of_metric = comparison.rows.iter().filter(|other| other.metric == row.metric).map(|other| other.difference.mean);
    let digits = Digits::of(of_metric.chain(ends));
    IntervalRow {
        group: capitalized(&row.metric.words(currency)),
        label: row.strategy.clone(),
        value: row.difference.mean,
        low: row.difference.low,
        high: row.difference.high,
        verdict: match row.verdict {
            experiment::Verdict::Better => Verdict::Better,
            experiment::Verdict::Worse => Verdict::Worse,
            experiment::Verdict::Unclear => Verdict::Unclear,
        },
        text: format!("{} {}", digits.signed(row.difference.mean), digits.interval(&row.difference)).trim_end().to_string(),
    }
}

fn capitalized(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
