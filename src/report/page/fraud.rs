//! Fraud: what thieves tried, took and kept, by the party that bears it.

use super::super::cells::Shown;
use super::super::loss_unit::LossUnit;
use super::drawing::drawing;
use super::table::{Column, Group, Row, estimate, figures, table, words};
use super::{Page, Section, Written};
use crate::experiment::{Borne, Stage, borne};
use maud::html;

pub(super) fn section(page: &Page<'_>) -> Written {
    let rows = borne(page.runs);
    let has_any = rows.iter().any(|row| row.bearer.is_some());
    let unit = LossUnit::of(&rows, page.plan.currency);
    let groups: Vec<Group> = rows.chunk_by(|a, b| a.bearer == b.bearer).map(|rows| group(rows, unit)).collect();
    let columns: Vec<Column> = [words("strategy")].into_iter().chain(Stage::ALL.map(|stage| figures(stage.word()))).collect();
    let caption = format!("Fraud on counted products by the party that bears it, or would have, whole horizon, {}", unit.words());
    let body = html! {
        @if has_any {
            @for stem in ["fraud-loss-by-bearer", "fraud-by-vector", "fraud-prevented"] {
                @if let Some((_, figure)) = page.chart(stem) { (drawing(figure)?) }
            }
            (table("fraud-table", &caption, &columns, &groups))
            p.note { "Attempted is prevented and gross; gross is recovered and net. Fraud on plain plastic is there only if the scenario has cards copied." }
        } @else { p { "No thief tried anything on the counted products." } }
    };
    Ok(Some(Section { id: "fraud", title: "Fraud, and who bears it", body }))
}

/// What one party bears, with as many digits as its largest sum needs.
fn group(rows: &[Borne], unit: LossUnit) -> Group {
    let digits = unit.digits(rows, rows.first().and_then(|row| row.bearer.as_deref()));
    let row = |row: &Borne| {
        let cells = row.amounts.iter().map(|amount| estimate(&Shown::plain(*amount, digits).in_unit(unit.factor)));
        Row { head: html! { (row.strategy) }, cells: cells.collect() }
    };
    let heading = rows.first().and_then(|row| row.bearer.clone()).unwrap_or_else(|| "all together".into());
    Group { heading: Some(heading), rows: rows.iter().map(row).collect() }
}
