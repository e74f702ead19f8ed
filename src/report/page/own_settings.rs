//! Own settings: what strategies have of their own, on the first day and at dated events.

use super::super::settings::{Own, own};
use super::assumptions::{columns, row};
use super::table::{Group, table};
use super::{Page, Section, Written};
use crate::scenario::text::{Remarks, Setting};
use maud::{Markup, html};

pub(super) fn section(page: &Page<'_>) -> Written {
    let shown: Vec<&str> = page.arms().map(|arm| arm.name.as_str()).collect();
    let remarks = Remarks::of(&page.plan.sources);
    let body = html! {
        @for (place, own) in own(page.plan).iter().enumerate().filter(|(_, own)| shown.contains(&own.arm.name.as_str())) {
            (of_strategy(place, own, &remarks))
        }
    };
    Ok(Some(Section { id: "settings", title: "Settings that differ between strategies", body }))
}

fn of_strategy(place: usize, own: &Own<'_>, remarks: &Remarks<'_>) -> Markup {
    let group = |heading: String, settings: &mut dyn Iterator<Item = &Setting>| Group {
        heading: Some(heading),
        rows: settings.map(|setting| row(setting, remarks)).collect(),
    };
    let mut groups = Vec::new();
    if !own.settings.is_empty() {
        groups.push(group("from the first day".to_string(), &mut own.settings.iter().copied()));
    }
    for (events, settings) in &own.dated {
        groups.push(group(format!("from {}", events.join(", ")), &mut settings.iter()));
    }
    html! {
        h3 { (own.arm.name) }
        @if groups.is_empty() { p { "Nothing of its own: it is the scenario as it stands." } } @else {
            (table(&format!("own-{place}"), &format!("What {} sets", own.arm.name), &columns(), &groups))
        }
    }
}
