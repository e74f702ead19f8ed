//! Profit: what strategies change for every party, and the operator's account line by line.

use super::super::cells::{self, ChangeCells, Shown};
use super::super::wording::Digits;
use super::drawing::drawing;
use super::table::{Column, Row, estimate, figures, table, words};
use super::{Page, Section, Written};
use crate::experiment::{Comparison, LineProfit, arms, profit_lines, profits};
use maud::{Markup, html};

pub(super) fn section(page: &Page<'_>) -> Written {
    let body = html! {
        @if let Some((_, figure)) = page.chart("profit-by-party") { (drawing(figure)?) }
        @match page.comparison {
            Some(comparison) => { (parties(page, comparison)) }
            None => { (earned(page)) }
        }
        @if let Some(operator) = operator(page) { (lines(page, &operator)) }
    };
    let title = if page.comparison.is_some() { "Who gains and who loses" } else { "Profit by party" };
    Ok(Some(Section { id: "profit", title, body }))
}

/// The party that runs the focus product.
pub(super) fn operator(page: &Page<'_>) -> Option<String> {
    let frame = &page.runs.first()?.tables.frame;
    let product = frame.product_named(&page.story?.focus)?;
    Some(frame.party_name(frame.products()[product.index()].operator).to_string())
}

fn parties(page: &Page<'_>, comparison: &Comparison) -> Markup {
    let profits = profits(page.runs, &comparison.baseline);
    let row = |(party, cells): (&crate::experiment::Profit, ChangeCells)| {
        let mut row = changes(html! { (party.party) }, &cells);
        row.cells.insert(0, html! { (party.role.name()) });
        row
    };
    let rows: Vec<Row> = cells::parties(&profits, comparison).into_iter().map(row).collect();
    let mut columns = change_columns("party", comparison);
    columns.insert(1, words("role"));
    let caption = format!("Profit under {} and its change under the others, whole horizon, m {}", comparison.baseline, page.plan.currency);
    html! {
        @if rows.is_empty() { p { "No party's profit changes." } } @else {
            (table("profit-table", &caption, &columns, &[rows.into()]))
            p.note { "A star marks a change whose 95 % interval excludes zero. Parties for whom nothing changes are left out." }
        }
    }
}

fn change_columns(first: &str, comparison: &Comparison) -> Vec<Column> {
    let mut columns = vec![words(first), figures(comparison.baseline.clone())];
    columns.extend(comparison.challengers().into_iter().map(|name| figures(format!("change under {name}"))));
    columns
}

fn changes(head: Markup, cells: &ChangeCells) -> Row {
    let mut row = vec![cells.base.as_ref().map_or_else(|| html! {}, estimate)];
    row.extend(cells.changes.iter().map(|change| change.as_ref().map_or_else(|| html! {}, estimate)));
    Row { head, cells: row }
}

/// Without a comparison: every party's own account.
fn earned(page: &Page<'_>) -> Markup {
    let profits = profits(page.runs, page.baseline());
    let row = |row: &crate::experiment::Profit| {
        let amount = Shown::plain(row.amount, Digits::of([row.amount.mean]));
        Row { head: html! { (row.party) }, cells: vec![html! { (row.role.name()) }, estimate(&amount)] }
    };
    let rows: Vec<Row> = profits.iter().filter(|row| row.amount.mean != 0.0).map(row).collect();
    let caption = format!("Profit of each party, whole horizon, m {}", page.plan.currency);
    table("profit-table", &caption, &[words("party"), words("role"), figures("profit")], &[rows.into()])
}

/// The operator's account.
fn lines(page: &Page<'_>, operator: &str) -> Markup {
    let lines = profit_lines(page.runs, page.baseline(), operator);
    let by_line = lines.chunk_by(|a, b| a.line == b.line);
    let name = |rows: &[LineProfit]| html! { (rows[0].line.name().replace('_', " ")) };
    let (columns, rows): (Vec<Column>, Vec<Row>) = match page.comparison {
        Some(comparison) => {
            let row = |rows: &[LineProfit]| {
                let figures: Vec<_> = rows.iter().map(|row| (row.strategy.as_str(), row.amount, row.change)).collect();
                changes(name(rows), &ChangeCells::of(&figures, comparison))
            };
            (change_columns("line", comparison), by_line.map(row).collect())
        }
        None => {
            let shown = |row: &LineProfit| estimate(&Shown::plain(row.amount, Digits::of([row.amount.mean])));
            let row = |rows: &[LineProfit]| Row { head: name(rows), cells: rows.iter().map(shown).collect() };
            let strategies = arms(page.runs).into_iter().map(|arm| figures(arm.strategy));
            ([words("line")].into_iter().chain(strategies).collect(), by_line.map(row).collect())
        }
    };
    let money = page.plan.currency;
    let caption = format!("The account of {operator}, line by line, whole horizon, m {money}; revenues are positive, costs negative");
    html! { @if !rows.is_empty() { (table("operator-table", &caption, &columns, &[rows.into()])) } }
}
