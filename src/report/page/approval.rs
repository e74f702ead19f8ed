//! Approval: what part of the focus product's payments goes through, why the rest does not, and the gap between strategies.

use super::super::cells::Shown;
use super::super::wording::Digits;
use super::table::{Column, Group, Row, estimate, figures, table, words};
use super::{Page, Section, Written};
use crate::experiment::{Answered, answers};
use maud::html;

pub(super) fn section(page: &Page<'_>) -> Written {
    let (Some(story), Some(year)) = (page.story, page.year()) else { return Ok(None) };
    let rows = answers(page.runs, &story.focus, year, page.baseline());
    let mut columns: Vec<Column> = vec![words("strategy"), figures("% of attempts")];
    if page.comparison.is_some() {
        columns.push(figures(format!("gap to {}, percentage points", page.baseline())));
    }
    let groups: Vec<Group> = rows.chunk_by(|a, b| a.answer == b.answer).map(|rows| group(rows, page)).collect();
    let caption = format!("What became of payments tried with {} in {}", story.focus, page.year_words());
    let body = html! {
        @if rows.is_empty() { p { "Nobody tried to pay with " (story.focus) " in " (page.year_words()) "." } } @else {
            (table("approval-table", &caption, &columns, &groups))
            p.note { "Thieves' attempts are among them. A star marks a gap whose 95 % interval excludes zero." }
        }
    };
    Ok(Some(Section { id: "approval", title: "Approval, and the gap between strategies", body }))
}

fn group(rows: &[Answered], page: &Page<'_>) -> Group {
    let shares = Digits::of(rows.iter().map(|row| row.share_pct.mean));
    let gaps = Digits::of(rows.iter().map(|row| row.change_pp.mean));
    let row = |row: &Answered| {
        let gap = (row.strategy != page.baseline()).then(|| Shown::signed(row.change_pp, gaps));
        let gap = html! { @if let Some(gap) = &gap { (estimate(gap)) } };
        Row { head: html! { (row.strategy) }, cells: vec![estimate(&Shown::plain(row.share_pct, shares)), gap] }
    };
    Group { heading: rows.first().map(|row| row.answer.words().to_string()), rows: rows.iter().map(row).collect() }
}
