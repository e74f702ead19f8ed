//! Worlds: `[worlds]`, runs that are made beside the others so that rare breaches are in the figures as often as they should be.

use super::section;
use super::text::{Node, Reader};

/// Most resamples that a standard error is from.
const RESAMPLES: u32 = 2_000;

/// Worlds without a breach, with one, with two, and so on: how many of each, and what is asked of the losses in them.
#[derive(Clone, Debug, PartialEq)]
pub struct Worlds {
    /// The most breaches of a world; those with more are counted as worlds with this many.
    pub breaches_up_to: u32,
    /// Worlds of each number of breaches.
    pub replicates: u32,
    /// Shares of worlds whose losses are below a value at risk, ascending.
    pub levels: Vec<f64>,
    /// Resamples that standard errors are from.
    pub resamples: u32,
}

/// Reads it, where it is.
pub(super) fn read(root: &mut Reader<'_, '_>, node: &Node) -> Option<Worlds> {
    let is_there = node.table().is_some_and(|table| table.get("worlds").is_some());
    let worlds = section::optional(root, node, "worlds", |reader| {
        let key = "levels_pct";
        let mut levels = reader.numbers_or(key, &[95.0, 99.0, 99.5], 50.0..=99.99);
        levels.sort_by(f64::total_cmp);
        if levels.len() > 8 {
            reader.refuse(key, "has too many levels", &format!("{} levels: expected at most 8", levels.len()), None);
        }
        Worlds {
            breaches_up_to: reader.whole_or("breaches_up_to", 3, 1..=8),
            replicates: reader.whole_or("replicates", 16, 2..=1_000),
            resamples: reader.whole_or("resamples", RESAMPLES, 200..=100_000),
            levels: levels.into_iter().map(|level| level / 100.0).collect(),
        }
    });
    is_there.then_some(worlds)
}
