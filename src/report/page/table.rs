//! Table: rows under headings, in a box of its own that scrolls; on a phone each row becomes a small card.
//!
//! A figure stands in a `data` element: its text is the terminal's, its value the files'.

use super::super::cells::Shown;
use super::super::wording::exact;
use maud::{Markup, html};

/// A column: its heading, and whether it holds figures.
#[derive(Clone, Debug)]
pub(super) struct Column {
    name: String,
    is_figure: bool,
}

/// A column of words.
pub(super) fn words(name: impl Into<String>) -> Column {
    Column { name: name.into(), is_figure: false }
}

/// A column of figures.
pub(super) fn figures(name: impl Into<String>) -> Column {
    Column { name: name.into(), is_figure: true }
}

/// A row: what it is about, and its cells.
pub(super) struct Row {
    pub(super) head: Markup,
    pub(super) cells: Vec<Markup>,
}

/// Rows under a heading of their own, if it has one.
pub(super) struct Group {
    pub(super) heading: Option<String>,
    pub(super) rows: Vec<Row>,
}

impl From<Vec<Row>> for Group {
    fn from(rows: Vec<Row>) -> Self {
        Self { heading: None, rows }
    }
}

/// A table; the first column holds what rows are about. Roles are spelt out because the layout of a phone takes them away.
pub(super) fn table(id: &str, caption: &str, columns: &[Column], groups: &[Group]) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-labelledby={ (id) "-caption" } {
            table id=(id) role="table" {
                caption id={ (id) "-caption" } { (caption) }
                thead role="rowgroup" {
                    tr role="row" {
                        @for column in columns { th.figure[column.is_figure] scope="col" role="columnheader" { (column.name) } }
                    }
                }
                @for group in groups {
                    tbody role="rowgroup" {
                        @if let Some(heading) = &group.heading {
                            tr.group role="row" { th scope="rowgroup" role="rowheader" colspan=(columns.len()) { (heading) } }
                        }
                        @for row in &group.rows {
                            tr role="row" {
                                th scope="row" role="rowheader" { (row.head) }
                                @for (column, cell) in columns.iter().skip(1).zip(&row.cells) {
                                    td.figure[column.is_figure] role="cell" data-label=(column.name) { (cell) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A number of an estimate.
fn number(shown: &Shown, value: f64) -> Markup {
    html! { data value=(exact(value)) { (shown.show(value)) } }
}

/// An estimate without its interval.
pub(super) fn brief(shown: &Shown) -> Markup {
    number(shown, shown.estimate.mean)
}

/// An estimate with its interval, if it has one that is more than a point; a clear change is marked with a star, as in the terminal.
pub(super) fn estimate(shown: &Shown) -> Markup {
    let is_point = shown.estimate.low >= shown.estimate.high;
    if is_point {
        html! { (mean(shown)) }
    } else {
        full(shown)
    }
}

/// An estimate with its interval, if it has one, though it be a point.
pub(super) fn full(shown: &Shown) -> Markup {
    html! {
        (mean(shown))
        @if shown.estimate.has_interval() {
            " "
            span.interval { "[" (number(shown, shown.estimate.low)) ", " (number(shown, shown.estimate.high)) "]" }
        }
    }
}

fn mean(shown: &Shown) -> Markup {
    if !shown.estimate.mean.is_finite() {
        return html! { span.none { "no data" } };
    }
    let is_clear = shown.is_clear();
    html! { span.mean.clear[is_clear] { (number(shown, shown.estimate.mean)) @if is_clear { "*" } } }
}
