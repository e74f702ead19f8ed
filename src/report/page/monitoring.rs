//! Monitoring: what it stops, whom it stops wrongly, and what both cost, where some strategy watches.

use super::super::cells::Shown;
use super::super::wording::Digits;
use super::drawing::drawing;
use super::table::{Column, Row, brief, estimate, figures, table, words};
use super::{Page, Section, Written};
use crate::experiment::Watching;
use crate::experiment::statistics::Estimate;
use maud::html;

pub(super) fn section(page: &Page<'_>) -> Written {
    if page.watching.is_empty() {
        return Ok(None);
    }
    let columns: Vec<Column> = [words("strategy")]
        .into_iter()
        .chain(
            [
                "honest stopped, % (set)",
                "one score finds, %",
                "stopped of all tries, %",
                "honest stopped by it, bp",
                "by limits, bp",
                "by banks' scores, bp",
                "thieves keep, bp",
                "scores and alerts, bp",
                "both, bp",
            ]
            .map(figures),
        )
        .collect();
    let exactly = |value: f64, digits: f64| {
        brief(&Shown::plain(Estimate { mean: value, low: f64::NAN, high: f64::NAN, count: 1 }, Digits::of([digits])))
    };
    let digits = |value: fn(&Watching) -> f64| Digits::of(page.watching.iter().map(value));
    let (lost, spent, refused) = (digits(|row| row.lost.mean), digits(|row| row.spent.mean), digits(|row| row.refused.mean));
    let row = |row: &Watching| Row {
        head: html! { (row.strategy) },
        cells: vec![
            html! { @if row.is_on() { (exactly(100.0 * row.false_alarms, 1.0)) } @else { span.none { "off" } } },
            html! { @if row.is_on() { (exactly(100.0 * row.detected, 10.0)) } @else { span.none { "off" } } },
            estimate(&Shown::plain(row.prevented.times(100.0), Digits::of([10.0]))),
            estimate(&Shown::plain(row.refused_by_monitor, refused)),
            estimate(&Shown::plain(row.refused_by_limits, refused)),
            estimate(&Shown::plain(row.refused_by_banks, refused)),
            estimate(&Shown::plain(row.lost, lost)),
            estimate(&Shown::plain(row.spent, spent)),
            estimate(&Shown::plain(row.cost, spent)),
        ],
    };
    let rows: Vec<Row> = page.watching.iter().map(row).collect();
    let body = html! {
        @for stem in ["monitoring-roc", "monitoring-cost"] {
            @if let Some((_, figure)) = page.chart(stem) { (drawing(figure)?) }
        }
        (table("monitoring-table", "Monitoring of the focus product, whole horizon; basis points are of volume, those of honest payments of what was tried", &columns, &[rows.into()]))
        p.note {
            "The threshold is the one in force at the end. Thieves keep what went through and did not come back, whoever bears it. Sales that false alarms put off are not a cost here: the payer \
             takes out a card. People who are stopped wrongly may leave, which is in users and volume."
        }
    };
    Ok(Some(Section { id: "monitoring", title: "Monitoring", body }))
}
