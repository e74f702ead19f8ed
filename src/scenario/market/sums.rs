//! Sums: shares of one whole.

use crate::scenario::text::{Node, Problem, ReadLog};

/// How far a sum of shares may be from 1.
const TOLERANCE: f64 = 1e-6;

/// One share of a whole, and the entry that states it.
pub(super) struct Part<'n> {
    pub node: &'n Node,
    pub key: &'n str,
    pub share: f64,
}

/// Refuses shares that do not sum to 1, at the last of them. `what` names them in the plural.
pub(super) fn sums_to_one<'n>(parts: impl Iterator<Item = Part<'n>>, what: &str, log: &mut ReadLog) -> bool {
    let mut sum = 0.0;
    let mut last = None;
    for part in parts {
        sum += part.share;
        last = Some(part);
    }
    let Some(last) = last else { return true };
    if (sum - 1.0).abs() <= TOLERANCE {
        return true;
    }
    let place = last.node.table().and_then(|table| table.get(last.key)).map_or(&last.node.place, |node| &node.place);
    let rounded = (sum * 1e6).round() / 1e6;
    let difference = (rounded - 1.0).abs();
    let side = if sum > 1.0 { "too much" } else { "missing" };
    let problem = Problem::at(place, format!("{what} do not sum to 1"))
        .label(format!("with this one they sum to {rounded}"))
        .help(format!("{} is {side}", (difference * 1e6).round() / 1e6));
    log.problems.push(problem);
    false
}
