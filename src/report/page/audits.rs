//! Audits: which independent checks every run was put to, and whether it passed.

use super::table::{Row, figures, table, words};
use super::{Page, Section, Written};
use maud::{Markup, html};

pub(super) fn section(page: &Page<'_>) -> Written {
    let Some(first) = page.runs.first() else { return Ok(None) };
    let failed = page.runs.iter().flat_map(|run| &run.findings).filter(|(_, is_passed, _)| !is_passed).count();
    let rows: Vec<Row> = first.findings.iter().map(|(check, ..)| row(page, check)).collect();
    let body = html! {
        p {
            "Every run's books were written a second time, from the facts alone and by other code, and held against the first. "
            @if failed == 0 { strong { "All " (page.runs.len()) " runs passed all " (first.findings.len()) " checks." } }
            @else { strong.failed { (failed) " checks failed. Do not trust these results." } }
        }
        (table("audits-table", "Checks of each run", &[words("check"), figures("runs passed"), words("failed in")], &[rows.into()]))
    };
    Ok(Some(Section { id: "audits", title: "Audits", body }))
}

fn row(page: &Page<'_>, check: &str) -> Row {
    let findings = || {
        page.runs.iter().flat_map(|run| run.findings.iter().map(move |finding| (run, finding))).filter(|(_, finding)| finding.0 == check)
    };
    let passed = findings().filter(|(_, finding)| finding.1).count();
    let failed: Vec<Markup> = findings()
        .filter(|(_, finding)| !finding.1)
        .map(|(run, finding)| html! { li { (run.strategy) " " (run.replicate) ": " (finding.2) } })
        .collect();
    let list = html! { @if failed.is_empty() { "none" } @else { ul { @for one in failed { (one) } } } };
    Row { head: html! { (check) }, cells: vec![html! { (passed) " of " (page.runs.len()) }, list] }
}
