//! Scale: how many agents stand for how many people, in how many districts, and whether they fit into memory.

use crate::domain::market::Market;
use crate::domain::person::{HOLDINGS, Holding, Person};
use crate::ledger::Account;
use std::mem::size_of;

/// People in a district: enough that what a district has once, its books and reports, costs little for each; few enough that what they
/// look up at random stays in cache.
pub const DISTRICT: u64 = 16_384;
/// There are at least so many districts, if there are as many people.
const FEWEST: u64 = 8;
/// The most memory a population may take.
pub const MEMORY_LIMIT: u64 = 20 << 30;

/// What a market's population takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Footprint {
    /// People there are.
    pub people: u64,
    /// Bytes an agent takes.
    pub per_agent: u64,
    /// Bytes a district takes besides.
    pub per_district: u64,
}

impl Footprint {
    /// The footprint of `market`, as it is on its first day.
    #[must_use]
    pub fn of(market: &Market) -> Self {
        /// The products at hand and pondered.
        const POCKET: u64 = 4 + 4;
        /// What is on the phone bill, the subscription, whether it is stopped.
        const BILL: u64 = 4 + 1 + 1;
        /// What lies in a fund, and since when.
        const STAKE: u64 = 24;
        const BALANCE: u64 = 4;
        /// What an operator has paid.
        const EARNED: u64 = 4;
        let products = market.products.len() as u64;
        let count = |is_one: fn(&crate::domain::product::Product) -> bool| market.products.iter().filter(|p| is_one(p)).count() as u64;
        let further = products.saturating_sub(HOLDINGS as u64) * size_of::<Holding>() as u64;
        // A place in the order of those who will hear of it, a mandate, and bits for who paid in a month and a year and in those before.
        let each_product = products * 2 + products.div_ceil(8) * 6;
        let kept =
            count(|p| p.stored.is_some()) * BALANCE + count(|p| p.fund.is_some()) * STAKE + count(|p| p.incentive.is_some()) * EARNED;
        let billed = if count(|p| p.bill.is_some()) > 0 { BILL } else { 0 };
        // Each district has its books twice: the ledger's and the auditor's.
        let books = 2 * (market.parties.len() * Account::COUNT * 16) as u64;
        Self {
            people: market.people.count,
            per_agent: size_of::<Person>() as u64 + POCKET + further + each_product + kept + billed,
            per_district: books + 128 * 1024,
        }
    }

    /// Bytes that so many agents in so many districts take.
    #[must_use]
    pub fn bytes(&self, agents: u64, districts: u64) -> u64 {
        agents.saturating_mul(self.per_agent).saturating_add(districts.saturating_mul(self.per_district))
    }

    /// The smallest number of people an agent may stand for, from one at which the population takes `bytes`.
    fn smallest_scale(&self, each: u64, bytes: u64) -> u64 {
        let mut scale = (u128::from(each) * u128::from(bytes) / u128::from(MEMORY_LIMIT)) as u64;
        loop {
            let agents = self.people.div_ceil(scale.max(1));
            if self.bytes(agents, agents.div_ceil(DISTRICT)) <= MEMORY_LIMIT {
                return scale.max(1);
            }
            scale += 1 + scale / 1_000;
        }
    }
}

/// How many agents stand for how many people, in how many districts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    /// People an agent stands for: as asked for, but for rounding in the smallest worlds.
    pub persons_per_agent: u32,
    /// Agents.
    pub agents: u64,
    /// Districts.
    pub districts: u32,
    /// Bytes they take.
    pub bytes: u64,
}

/// A population that does not fit into memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge {
    /// Agents asked for.
    pub agents: u64,
    /// Bytes they would take.
    pub bytes: u64,
    /// Bytes there may be.
    pub limit: u64,
    /// The smallest number of people an agent must stand for.
    pub persons_per_agent: u64,
}

impl Scale {
    /// The scale at which the people of `market` are simulated.
    ///
    /// # Errors
    /// [`TooLarge`] if the agents would not fit into memory.
    pub fn of(market: &Market, persons_per_agent: u32) -> Result<Self, TooLarge> {
        Self::new(&Footprint::of(market), persons_per_agent)
    }

    /// The scale at which a population of this footprint is simulated.
    ///
    /// # Errors
    /// [`TooLarge`] if the agents would not fit into memory.
    pub fn new(footprint: &Footprint, persons_per_agent: u32) -> Result<Self, TooLarge> {
        let (people, each) = (footprint.people, u64::from(persons_per_agent.max(1)));
        let agents = ((people + each / 2) / each).max(1);
        let districts = agents.div_ceil(DISTRICT).max(FEWEST.min(agents));
        let bytes = footprint.bytes(agents, districts);
        if bytes > MEMORY_LIMIT || districts > u64::from(u32::MAX) {
            return Err(TooLarge { agents, bytes, limit: MEMORY_LIMIT, persons_per_agent: footprint.smallest_scale(each, bytes) });
        }
        // People are shared out over the agents, so that as many are simulated as there are, to within half an agent each.
        let weight = ((people + agents / 2) / agents).max(1);
        Ok(Self { persons_per_agent: u32::try_from(weight).unwrap_or(u32::MAX), agents, districts: districts as u32, bytes })
    }

    /// The number of agents in the districts before `district`.
    #[must_use]
    pub fn first_agent(&self, district: u32) -> u64 {
        self.agents * u64::from(district) / u64::from(self.districts)
    }

    /// The number of agents in `district`.
    #[must_use]
    pub fn agents_in(&self, district: u32) -> u32 {
        (self.first_agent(district + 1) - self.first_agent(district)) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn footprint(people: u64) -> Footprint {
        Footprint { people, per_agent: 40, per_district: 200_000 }
    }

    #[test]
    fn people_are_shared_out_over_agents_and_districts() {
        let scale = Scale::new(&footprint(240_000_000), 10_000).unwrap();
        assert_eq!((scale.agents, scale.districts, scale.bytes), (24_000, 8, 2_560_000));
        assert_eq!((0..8).map(|d| scale.agents_in(d)).sum::<u32>(), 24_000);
        assert_eq!(Scale::new(&footprint(1), 1).unwrap().districts, 1);
        assert_eq!(Scale::new(&footprint(5), 10).unwrap().agents, 1);
        assert_eq!(Scale::new(&footprint(1_000_000), 1).unwrap().districts, 62);
    }

    #[test]
    fn too_many_are_refused_with_a_scale_that_fits() {
        let all = footprint(10_000_000_000);
        let refused = Scale::new(&all, 1).unwrap_err();
        assert!(refused.bytes > MEMORY_LIMIT && refused.persons_per_agent > 1);
        assert!(Scale::new(&all, refused.persons_per_agent as u32).is_ok());
        assert!(Scale::new(&all, refused.persons_per_agent as u32 - 1).is_err());
    }
}
