//! Question: what the scenario asks, and the strategies that may answer it.

use super::{Page, Section, Written};
use maud::html;

pub(super) fn section(page: &Page<'_>) -> Written {
    let question = &page.plan.question;
    let body = html! {
        @if question.is_empty() { p { "The scenario states no question." } } @else { blockquote { p { (question) } } }
        dl.strategies {
            @for arm in page.arms() {
                div {
                    dt { (arm.name) @if page.comparison.is_some() && arm.name == page.baseline() { " " span.tag { "baseline" } } }
                    dd { @if arm.about.is_empty() { "The scenario says nothing about it." } @else { (arm.about) } }
                }
            }
        }
    };
    Ok(Some(Section { id: "question", title: "The question", body }))
}
