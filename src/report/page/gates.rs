//! Gates: how the crowd narrows from all people to those who use the focus product.

use super::super::cells::Shown;
use super::super::figures;
use super::super::wording::Digits;
use super::drawing::drawing;
use super::table::{Column, Row, brief, estimate, figures as numbers, table, words};
use super::{Page, Section, Written};
use crate::domain::gate::Gate;
use crate::experiment::statistics::Estimate;
use crate::experiment::{Passed, arms, passed};
use maud::html;

pub(super) fn section(page: &Page<'_>) -> Written {
    let (Some(story), Some(year)) = (page.story, page.year()) else { return Ok(None) };
    let passed = passed(page.runs, &story.focus, year);
    if passed.is_empty() {
        return Ok(None);
    }
    let strategies: Vec<&str> = arms(page.runs).iter().map(|arm| arm.strategy).collect();
    let caption =
        format!("People on the way to {} at the end of {}: millions, and per cent of the step before", story.focus, page.year_words());
    let columns: Vec<Column> = [words("step")].into_iter().chain(strategies.iter().map(|name| numbers(*name))).collect();
    let rows: Vec<Row> = Gate::ALL.into_iter().map(|gate| row(&passed, &strategies, gate)).collect();
    let body = html! {
        (drawing(&figures::gates(page.runs, &passed, page.baseline(), story, &page.year_words()))?)
        (table("gates-table", &caption, &columns, &[rows.into()]))
        p.note {
            "Each step counts those who passed all before it; people who can pay with the product have passed all. "
            "Somebody has shops who lives where the product is on offer and makes at least one purchase a month, of whatever kind, where it is taken. Active are "
            "those who paid with it at least once in the year, so they are those of the comparison."
        }
    };
    Ok(Some(Section { id: "gates", title: "From people to users: where the crowd narrows", body }))
}

/// Those who come as far as one gate, strategy by strategy.
fn row(passed: &[Passed], strategies: &[&str], gate: Gate) -> Row {
    let cell = |strategy: &&str| {
        let Some(row) = passed.iter().find(|row| row.gate == gate && row.strategy == *strategy) else { return html! {} };
        let shown = |estimate: Estimate| Shown::plain(estimate, Digits::of([estimate.mean]));
        html! {
            (estimate(&shown(row.people_m)))
            @if gate != Gate::People { " " span.beside { (brief(&shown(row.of_previous_pct))) " %" } }
        }
    };
    Row { head: html! { (gate.words()) }, cells: strategies.iter().map(cell).collect() }
}
