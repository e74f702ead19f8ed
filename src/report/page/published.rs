//! Published: figures that were published about the market beside what each strategy projects for them.

use super::super::cells::Shown;
use super::super::wording::{Digits, exact, miss};
use super::drawing::drawing;
use super::table::{Column, Row, estimate, figures, table, words};
use super::{Page, Section, Written};
use crate::experiment::{TargetRow, arms, targets};
use maud::{Markup, html};

pub(super) fn section(page: &Page<'_>) -> Written {
    let rows = targets(page.runs, &page.plan.targets);
    if rows.is_empty() {
        return Ok(None);
    }
    let body = html! {
        p {
            "These figures were published about the market. None is an input: they are held against the projection afterwards. Many count other people or \
             payments than the model does; the second table says what."
        }
        @if let Some((_, figure)) = page.chart("targets") { (drawing(figure)?) }
        @for (_, figure) in page.charts("targets_") { (drawing(figure)?) }
        (projections(page, &rows))
        p.note {
            "Beside each projection: how far it is from the published figure. A star marks a projection whose 95 % interval holds it."
        }
        (definitions(page))
    };
    Ok(Some(Section { id: "published", title: "Held against published figures", body }))
}

/// A row per published figure, a column per strategy.
fn projections(page: &Page<'_>, rows: &[TargetRow]) -> Markup {
    let mut columns: Vec<Column> = vec![words("figure, and what was published")];
    columns.extend(arms(page.runs).iter().map(|arm| figures(arm.strategy)));
    let stride = page.plan.targets.len();
    let row = |at: usize| {
        let of_target: Vec<&TargetRow> = rows.iter().skip(at).step_by(stride).collect();
        let target = &of_target[0].target;
        let digits = Digits::of(of_target.iter().filter_map(|row| row.projected).map(|projected| projected.mean));
        let shown = Digits::of([target.value]).show(target.value);
        let published = html! { span.beside { data value=(exact(target.value)) { (shown) } " " (target.metric.unit(page.plan.currency)) } };
        let cells = of_target.iter().map(|row| projection(row, digits)).collect();
        Row { head: html! { (target.title) ", " (target.period()) " " (published) }, cells }
    };
    table("published-table", "Published figures and projections", &columns, &[(0..stride).map(row).collect::<Vec<Row>>().into()])
}

/// A projection with its interval and its distance from what was published.
fn projection(row: &TargetRow, digits: Digits) -> Markup {
    let (Some(projected), Some(deviation)) = (row.projected, row.deviation_pct()) else {
        return html! { span.none { (row.target.missing()) } };
    };
    html! {
        (estimate(&Shown::plain(projected, digits)))
        " " span.beside { data value=(exact(deviation)) { (miss(projected.mean, row.target.value)) } @if row.is_met() { " *" } }
    }
}

/// What each figure counts, who says so, and how sure one may be of it.
fn definitions(page: &Page<'_>) -> Markup {
    let columns = ["figure", "what it counts", "source", "confidence"].map(words);
    let row = |target: &crate::scenario::Target| {
        let sure = target.confidence.map_or("not stated", |confidence| confidence.name());
        let cells = vec![html! { (target.definition) }, html! { (target.source) }, html! { (sure) " (" (target.kind.name()) ")" }];
        Row { head: html! { (target.title) ", " (target.period()) }, cells }
    };
    let rows: Vec<Row> = page.plan.targets.iter().map(row).collect();
    table("definitions-table", "What the published figures count", &columns, &[rows.into()])
}
