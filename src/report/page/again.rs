//! Again: how to get the same results once more.

use super::{Page, Section, Written};
use maud::html;

pub(super) fn section(page: &Page<'_>) -> Written {
    let origin = page.origin;
    let facts: [(&str, String); 6] = [
        ("version", format!("paycosm {}", origin.version)),
        ("seed", origin.seed.to_string()),
        ("replicates", origin.replicates.to_string()),
        ("people an agent stands for", origin.persons_per_agent.to_string()),
        ("agents", origin.agents.to_string()),
        ("SHA-256 of the scenario", origin.scenario_hash.clone()),
    ];
    let body = html! {
        p { "The same version, scenario and flags give the same figures, byte for byte, for any number of threads." }
        pre tabindex="0" { code { (origin.command) } }
        dl.origin { @for (name, value) in facts { div { dt { (name) } dd { code { (value) } } } } }
    };
    Ok(Some(Section { id: "again", title: "How to run it again", body }))
}
