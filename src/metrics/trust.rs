//! Trust: how safe people think a product, month by month.
//!
//! Hears what districts tell at a month's end. Keeps sums of agents and of their trust, never a mean, so that districts add up.

use super::frame::{Frame, Month};
use crate::domain::product::ProductId;
use crate::protocol::TrustFact;
use std::collections::BTreeMap;

/// The largest trust there is.
const FULL: i64 = 255;

/// Sums over agents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TrustSums {
    /// All agents, and those who use the product.
    pub agents: [i64; 2],
    /// Their trust, in 1/255.
    pub trust: [i64; 2],
    /// What the news takes from it, in 1/1,000,000.
    pub news_ppm: i64,
}

impl TrustSums {
    /// Mean trust of everybody (0) or of users (1), per million; nothing where there is nobody.
    #[must_use]
    pub fn trust_ppm(&self, group: usize) -> Option<i64> {
        (self.agents[group] > 0).then(|| self.trust[group] * 1_000_000 / (FULL * self.agents[group]))
    }

    /// Mean perceived security: trust less what the news takes from it.
    #[must_use]
    pub fn security_ppm(&self, group: usize) -> Option<i64> {
        self.trust_ppm(group).map(|trust| trust * (1_000_000 - self.news_ppm) / 1_000_000)
    }
}

/// One product in one month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrustRow {
    /// The month.
    pub month: Month,
    /// The product.
    pub product: ProductId,
    /// The sums.
    pub sums: TrustSums,
}

/// The sums of one district, or of several added up, by (month, product).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Trust {
    sums: BTreeMap<(u16, u8), TrustSums>,
}

impl Trust {
    /// A month is over.
    pub(super) fn told(&mut self, month: u16, fact: &TrustFact) {
        self.put(month, fact.product.0, &TrustSums { agents: fact.agents, trust: fact.trust, news_ppm: fact.news_ppm });
    }

    fn put(&mut self, month: u16, product: u8, more: &TrustSums) {
        let sums = self.sums.entry((month, product)).or_default();
        for group in 0..2 {
            sums.agents[group] += more.agents[group];
            sums.trust[group] += more.trust[group];
        }
        // All districts read the same news.
        sums.news_ppm = sums.news_ppm.max(more.news_ppm);
    }

    pub(super) fn add(&mut self, other: &Self) {
        for ((month, product), sums) in &other.sums {
            self.put(*month, *product, sums);
        }
    }

    pub(super) fn rows(&self, frame: &Frame) -> Vec<TrustRow> {
        let row = |((month, product), sums): (&(u16, u8), &TrustSums)| TrustRow {
            month: frame.months()[usize::from(*month)],
            product: ProductId(*product),
            sums: *sums,
        };
        self.sums.iter().map(row).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::time::Time;

    #[test]
    fn districts_add_up_to_a_mean_over_all_agents() {
        let fact = |agents, trust| TrustFact { at: Time::ZERO, product: ProductId(0), agents, trust, news_ppm: 500_000 };
        let (mut one, mut other) = (Trust::default(), Trust::default());
        one.told(3, &fact([10, 2], [1_275, 510]));
        other.told(3, &fact([30, 0], [7_650, 0]));
        one.add(&other);
        let sums = one.sums[&(3, 0)];
        assert_eq!((sums.trust_ppm(0), sums.trust_ppm(1)), (Some(875_000), Some(1_000_000)));
        assert_eq!((sums.security_ppm(0), TrustSums::default().security_ppm(1)), (Some(437_500), None));
    }
}
