//! Coverage: what the intervals say, and what they do not.

use super::super::wording::replicates;
use super::{Page, Section, Written};
use crate::experiment::arms;
use maud::html;

pub(super) fn section(page: &Page<'_>) -> Written {
    let count = arms(page.runs).iter().map(|arm| arm.runs.len()).min().unwrap_or(0);
    let body = html! {
        @if count < 2 {
            p { "There is one replicate, so there are no intervals. Run at least two; the more, the narrower." }
        } @else {
            p {
                "Each strategy was simulated in " (replicates(count)) ". An interval is a 95 % interval of the mean, Student's t with "
                (count - 1) " degrees of freedom over replicates; a volume's relative difference is taken on the log scale."
            }
        }
        @if page.comparison.is_some() {
            p {
                "Differences are paired: in each replicate all strategies meet the same people, purchases and thefts, so what is left is what the strategy does, "
                "and chance in what follows from it."
            }
        }
        p {
            strong { "They cover chance only." }
            " They say nothing about parameters that are guesses, about what the model leaves out, or about the future being like the past. The ranges under "
            a href="#assumptions" { "assumptions" } " are worth trying."
        }
    };
    Ok(Some(Section { id: "intervals", title: "What the intervals cover", body }))
}
