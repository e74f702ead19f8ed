//! Verdict: the answer in a sentence, and how sure it is.

use super::super::verdict::sentence;
use super::super::wording::replicates;
use super::{Page, Section, Written};
use crate::experiment::arms;
use maud::html;

pub(super) fn section(page: &Page<'_>) -> Written {
    let count = arms(page.runs).iter().map(|arm| arm.runs.len()).min().unwrap_or(0);
    let answer = match (page.comparison, page.chart("adoption")) {
        (Some(comparison), _) => sentence(comparison),
        (None, Some((_, figure))) => format!("{}.", figure.title),
        (None, None) => "The scenario has no focus product, so there is nothing to hold strategies against each other by.".to_string(),
    };
    let sureness = match count {
        0 | 1 => "One replicate shows what may happen, not how far chance moves it: there are no intervals.".to_string(),
        _ => format!("From {}; intervals are 95 % and cover chance only, not the uncertainty of the parameters.", replicates(count)),
    };
    let body = html! {
        p.verdict { (answer) }
        p { (sureness) }
    };
    Ok(Some(Section { id: "verdict", title: "The verdict", body }))
}
