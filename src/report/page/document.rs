//! Document: the frame of a page: head with style, heading, contents, sections, foot.

use super::super::chart::dark_colours;
use super::super::wording::{list, replicates};
use super::{Page, Section};
use crate::experiment::arms;
use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = include_str!("style.css");

/// Nothing may be loaded and nothing may run.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

pub(super) fn html(page: &Page<'_>, sections: &[Section]) -> Markup {
    let title = format!("{}: {}", page.plan.name, subject(page));
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="generator" content={ "paycosm " (page.origin.version) };
                title { (title) }
                style { (PreEscaped(style())) }
            }
            body {
                a.skip href="#verdict" { "Skip to the verdict" }
                (heading(page))
                div.columns {
                    (contents(sections))
                    main {
                        @for section in sections {
                            section id=(section.id) aria-labelledby={ (section.id) "-heading" } {
                                h2 id={ (section.id) "-heading" } { (section.title) }
                                (section.body)
                            }
                        }
                    }
                }
                footer { p { "Made by paycosm " (page.origin.version) " from scenario " (page.plan.name) ". The files beside this page hold every figure." } }
            }
        }
    }
}

/// The style sheet, with the charts' colours for dark paper.
fn style() -> String {
    format!("{STYLE}@media screen and (prefers-color-scheme: dark) {{ :root {{ {} }} }}", dark_colours())
}

fn subject(page: &Page<'_>) -> String {
    match page.comparison {
        Some(comparison) if !comparison.challengers().is_empty() => {
            format!("{} against {}", list(&comparison.challengers()), comparison.baseline)
        }
        _ => page.baseline().to_string(),
    }
}

fn heading(page: &Page<'_>) -> Markup {
    let count = arms(page.runs).iter().map(|arm| arm.runs.len()).min().unwrap_or(0);
    html! {
        header.head {
            p.kicker { "Payment ecosystem simulation" }
            h1 { (page.plan.name) }
            @if !page.plan.about.is_empty() { p.lead { (page.plan.about) } }
            p.facts {
                span { (subject(page)) }
                span { (page.plan.start) " to " (page.plan.end) }
                span { (replicates(count)) }
            }
        }
    }
}

fn contents(sections: &[Section]) -> Markup {
    html! {
        nav aria-label="Contents" {
            ol {
                @for section in sections {
                    li { a href={ "#" (section.id) } { (section.title) } }
                }
            }
        }
    }
}
