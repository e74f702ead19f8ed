//! Annual: a single strategy's counted products year by year.

use super::super::cells;
use super::table::{Row, estimate, figures, table, words};
use super::{Page, Section, Written};
use crate::experiment::{Arm, arms};
use maud::{Markup, html};

pub(super) fn section(page: &Page<'_>) -> Written {
    if page.comparison.is_some() {
        return Ok(None);
    }
    let body = html! {
        @for arm in &arms(page.runs) { (by_year(arm)) }
        p.note { "A star marks a year that is not traded on all its days. Money is in " (page.plan.currency.code()) "; fraud is what went through, before recoveries." }
    };
    Ok(Some(Section { id: "annual", title: "Year by year", body }))
}

fn by_year(arm: &Arm<'_>) -> Markup {
    let mut columns = vec![words("year")];
    columns.extend(cells::ANNUAL.map(|(name, _)| figures(name)));
    let row = |(year, shown): (String, Vec<cells::Shown>)| Row { head: html! { (year) }, cells: shown.iter().map(estimate).collect() };
    let rows: Vec<Row> = cells::annual(arm).into_iter().map(row).collect();
    table(&format!("annual-{}", arm.strategy), &format!("{}, all counted products, by year", arm.strategy), &columns, &[rows.into()])
}
