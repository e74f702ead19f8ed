//! Fence: where thieves meet: what went through on which path and in which category, and what a stolen credential is worth for it.
//!
//! Hears the branches' counts of thieves' payments. Says, for the next day, the share that went through by path and category. Keeps both,
//! forgotten day by day, and the credentials that nobody wanted. A path that is closed today is left tomorrow; one on which nothing was
//! tried for long is thought to be open again.

use crate::domain::market::Market;
use crate::domain::threat::Path;
use crate::protocol::Report;

/// Payments that a rate begins with, all of them gone through: what nobody has tried is promising.
const HOPE: f64 = 10.0;

/// What thieves know together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fence {
    paths: Vec<[f64; 2]>,
    haunts: Vec<[f64; 2]>,
    /// People whose credential was left alone so far.
    left_alone: i64,
}

impl Fence {
    /// Nothing has been tried yet.
    #[must_use]
    pub fn new(market: &Market) -> Self {
        if market.threats.thieves.is_none() {
            return Self::default();
        }
        let (paths, categories) = (Path::count(market.products.len()), market.categories.len());
        Self { paths: vec![[0.0; 2]; paths], haunts: vec![[0.0; 2]; categories], left_alone: 0 }
    }

    /// Reads the day's reports.
    pub fn hear(&mut self, market: &Market, total: &Report) {
        let Some(thieves) = market.threats.thieves else { return };
        let kept = libm::exp2(-1.0 / thieves.memory_days);
        for (known, told) in self.paths.iter_mut().zip(&total.paths).chain(self.haunts.iter_mut().zip(&total.haunts)) {
            *known = [known[0] * kept + told[0] as f64, known[1] * kept + told[1] as f64];
        }
        self.left_alone += total.left_alone;
    }

    /// By path: share that went through lately.
    #[must_use]
    pub fn paths(&self) -> Vec<f64> {
        self.paths.iter().map(|&known| rate(known)).collect()
    }

    /// By category: the same.
    #[must_use]
    pub fn haunts(&self) -> Vec<f64> {
        self.haunts.iter().map(|&known| rate(known)).collect()
    }
}

fn rate([tried, taken]: [f64; 2]) -> f64 {
    (taken + HOPE) / (tried + HOPE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_has_tried_is_promising_and_what_fails_is_not() {
        assert!((rate([0.0, 0.0]) - 1.0).abs() < 1e-12);
        assert!(rate([1_000.0, 10.0]) < 0.03);
    }
}
