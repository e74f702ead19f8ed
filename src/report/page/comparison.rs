//! Comparison: every metric of every strategy against the baseline.

use super::super::cells::{self, MetricCells};
use super::drawing::drawing;
use super::table::{Group, Row, figures, full, table, words};
use super::{Page, Section, Written};
use crate::domain::currency::Currency;
use crate::experiment::{Comparison, Metric, Verdict};
use maud::{Markup, html};

pub(super) fn section(page: &Page<'_>) -> Written {
    let Some(comparison) = page.comparison else { return Ok(None) };
    let caption = format!(
        "{} in {}: mean and difference to {}, each with its 95 % interval",
        comparison.focus,
        page.year_words(),
        comparison.baseline
    );
    let columns = [
        words("strategy"),
        figures("mean"),
        figures(format!("difference to {}", comparison.baseline)),
        figures("relative"),
        words("verdict"),
    ];
    let groups: Vec<Group> = Metric::ALL.into_iter().map(|metric| group(comparison, metric, page.plan.currency)).collect();
    let body = html! {
        (table("comparison-table", &caption, &columns, &groups))
        p.note { (materiality(comparison, page.plan.currency)) }
        @if let Some((_, figure)) = page.chart("comparison") { (drawing(figure)?) }
    };
    Ok(Some(Section { id: "comparison", title: "Strategies compared", body }))
}

fn group(comparison: &Comparison, metric: Metric, currency: Currency) -> Group {
    let rows = cells::metric(comparison, metric).iter().map(row).collect();
    Group { heading: Some(metric.words(currency)), rows }
}

fn row(cells: &MetricCells<'_>) -> Row {
    let difference = cells.difference.as_ref().map_or_else(|| html! {}, full);
    let relative = html! { (cells.relative) };
    Row { head: html! { (cells.row.strategy) }, cells: vec![full(&cells.value), difference, relative, verdict(cells)] }
}

fn verdict(cells: &MetricCells<'_>) -> Markup {
    let class = match cells.row.verdict {
        Verdict::Better => "better",
        Verdict::Worse => "worse",
        Verdict::Unclear => "unclear",
    };
    html! { span class={ "tag " (class) } { (cells.verdict) } }
}

/// What it takes to be called better or worse.
fn materiality(comparison: &Comparison, currency: Currency) -> String {
    let limit = |metric: Metric| {
        let words = metric.words(currency);
        let (name, unit) = words.split_once(", ").unwrap_or((&words, ""));
        format!("{name} {} {unit}", comparison.materiality.of(metric))
    };
    let limits = Metric::ALL.map(limit);
    format!(
        "Better or worse stands only where the interval of the difference excludes zero (*) and the difference is larger than what the scenario \
         calls material: {}. Differences are taken pair by pair: in each replicate all strategies meet the same people, purchases and thefts.",
        limits.join("; ")
    )
}
