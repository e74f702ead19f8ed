//! Losses: what worlds with breaches tell, where the scenario asks for them.

use super::super::losses::{about, cells, digits, headings, measures, shown};
use super::drawing::drawing;
use super::table::{Column, Group, Row, figures, table, words};
use super::{Page, Section, Written};
use crate::experiment::worlds::Measure;
use maud::html;

pub(super) fn section(page: &Page<'_>) -> Written {
    let Some(beside) = page.beside else { return Ok(None) };
    let columns: Vec<Column> =
        [words("strategy")].into_iter().chain(headings(beside, beside.levels.len()).into_iter().map(figures)).collect();
    let group = |measure: Measure| {
        let digits = digits(beside, measure);
        let row = |losses: &crate::experiment::worlds::Losses| Row {
            head: html! { (losses.strategy) },
            cells: cells(losses, beside.levels.len()).into_iter().map(|figure| html! { (shown(figure, digits)) }).collect(),
        };
        let rows = beside.losses.iter().filter(|losses| losses.measure == measure).map(row).collect();
        Group { heading: Some(measure.words().to_owned()), rows }
    };
    let groups: Vec<Group> = measures(beside).map(group).collect();
    let caption = format!("Losses over the horizon, m {}; standard errors in brackets", page.plan.currency);
    let body = html! {
        @if let Some((_, figure)) = page.chart("loss-exceedance") { (drawing(figure)?) }
        (table("losses-table", &caption, &columns, &groups))
        p.note {
            (about(beside)) ". VaR is the loss that so many worlds do not exceed, ES the mean loss in the rest. A world has the same breaches, on the same days, under \
             every strategy; profit lost is against the world of the same luck without a breach."
        }
    };
    Ok(Some(Section { id: "losses", title: "Rare losses", body }))
}
