//! Assumptions: every parameter in force on the first day, with its unit, its range, and what the scenario's files say of it.

use super::table::{Column, Row, table, words};
use super::{Page, Section, Written};
use crate::scenario::text::{Remarks, Setting};
use maud::{Markup, html};

pub(super) fn section(page: &Page<'_>) -> Written {
    let Some(arm) = page.plan.arms.iter().find(|arm| arm.name == page.baseline()) else { return Ok(None) };
    let remarks = Remarks::of(&page.plan.sources);
    let given = arm.settings.iter().filter(|setting| setting.given).count();
    let body = html! {
        p {
            (arm.settings.len()) " parameters are in force on the first day under " (arm.name) ": the scenario's files give " (given)
            ", the others have defaults. What stands beside a value or above its table in the files is quoted, with sources and ranges worth trying. \
             Parts that are unfolded are printed."
        }
        @for (place, (kind, settings)) in by_kind(&arm.settings).into_iter().enumerate() { (of_kind(place, kind, &settings, &remarks)) }
    };
    Ok(Some(Section { id: "assumptions", title: "Assumptions, with sources and ranges", body }))
}

/// What the head of the page says already.
const HEAD: [&str; 3] = ["name", "about", "question"];

/// The first step of a path; what has one step only is of the scenario.
fn kind(setting: &Setting) -> &str {
    setting.path.split_once('.').map_or("scenario", |(kind, _)| kind)
}

/// Settings by kind of table, in the order in which kinds first appear.
fn by_kind(settings: &[Setting]) -> Vec<(&str, Vec<&Setting>)> {
    let mut kinds: Vec<(&str, Vec<&Setting>)> = Vec::new();
    for setting in settings.iter().filter(|setting| !HEAD.contains(&setting.path.as_str())) {
        match kinds.iter_mut().find(|(name, _)| *name == kind(setting)) {
            Some((_, settings)) => settings.push(setting),
            None => kinds.push((kind(setting), vec![setting])),
        }
    }
    kinds
}

fn of_kind(place: usize, kind: &str, settings: &[&Setting], remarks: &Remarks<'_>) -> Markup {
    let rows: Vec<Row> = settings.iter().map(|setting| row(setting, remarks)).collect();
    html! {
        details {
            summary { (kind) " " span.count { (settings.len()) } }
            @for remark in on_tables(settings, remarks) { p.remark { (remark) } }
            (table(&format!("assumptions-{place}"), &format!("Parameters of {kind}"), &columns(), &[rows.into()]))
        }
    }
}

/// What stands above the tables, each text once.
fn on_tables(settings: &[&Setting], remarks: &Remarks<'_>) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for text in settings.iter().filter(|setting| setting.path.contains('.')).map(|setting| remarks.on_table(&setting.place)) {
        if !text.is_empty() && !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts
}

/// The columns of a table of settings.
pub(super) fn columns() -> [Column; 5] {
    ["parameter", "value", "unit", "allowed", "source and range"].map(words)
}

/// One setting.
pub(super) fn row(setting: &Setting, remarks: &Remarks<'_>) -> Row {
    let said = if setting.given { remarks.on_value(&setting.place) } else { String::new() };
    let value = if setting.value.is_empty() { "none" } else { &setting.value };
    let cells = vec![
        html! { code { (value) } },
        html! { (setting.unit.as_deref().unwrap_or_default()) },
        html! { (setting.range.as_deref().unwrap_or_default()) },
        html! { @if setting.given { (said) } @else { span.tag { "default" } } },
    ];
    Row { head: html! { code { (breakable(&setting.path)) } }, cells }
}

/// A path that may be broken between its words.
fn breakable(path: &str) -> Markup {
    html! { @for word in path.split_inclusive(['.', '_']) { (word) wbr; } }
}
