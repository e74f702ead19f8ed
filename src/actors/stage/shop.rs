//! Shop: one agent of a merchant group in a district, and the table that sends purchases to shops by their static size.

use crate::domain::merchant::MerchantGroup;
use crate::domain::party::PartyId;
use crate::domain::terminal::Fittings;
use std::sync::Arc;

/// A shop, or a national group's branch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shop {
    /// Its group's ordinal.
    pub group: u16,
    /// Its party.
    pub party: PartyId,
    /// Its acquirer.
    pub acquirer: PartyId,
    /// Its category's ordinal.
    pub category: u8,
    /// What its terminals have; a national group's stand at its head office.
    pub fittings: Fittings,
    /// Its belief in the uplift, against the market's.
    pub belief: f32,
    /// Its share of its category's payments in the district.
    pub share: f32,
}

/// Entries a category's table has; a shop's share is rounded to one part in this many.
const TABLE: usize = 1024;

/// A district's shops.
#[derive(Clone, Debug, Default)]
pub struct Shops {
    /// The shops, by group.
    pub list: Vec<Shop>,
    tables: Arc<[u16]>,
}

impl Shops {
    /// Shops of `groups` with the [`tables`] of theirs; `fittings` and `belief` by (group, shop of the group).
    #[must_use]
    pub fn new(
        groups: &[MerchantGroup],
        tables: Arc<[u16]>,
        fittings: impl Fn(usize, u32) -> Fittings,
        belief: impl Fn(usize, u32) -> f64,
    ) -> Self {
        let shop = |(ordinal, shop, share): (usize, u32, f32)| {
            let group = &groups[ordinal];
            let (party, acquirer, category) = (group.party, group.acquirer, group.category as u8);
            let belief = belief(ordinal, shop) as f32;
            Shop { group: ordinal as u16, party, acquirer, category, fittings: fittings(ordinal, shop), belief, share }
        };
        Self { list: shares(groups).map(shop).collect(), tables }
    }

    /// The shop that a purchase of `category` with this mark goes to.
    #[must_use]
    #[inline]
    pub fn pick(&self, category: u8, mark: u32) -> u16 {
        self.tables[category as usize * TABLE + (mark >> 22) as usize]
    }

    /// Share of all payments, weighted by `category_weight`, that go to shops for which `takes` holds.
    #[must_use]
    pub fn accepting_share(&self, category_weight: &[f64], takes: impl Fn(&Shop) -> bool) -> f64 {
        self.list.iter().filter(|s| takes(s)).map(|s| f64::from(s.share) * category_weight[s.category as usize]).sum()
    }
}

/// Sizes of a group's shops fall with the square root of their rank.
fn size(rank: u32) -> f64 {
    1.0 / libm::sqrt(f64::from(rank) + 1.0)
}

/// By (group, shop of the group): its share of its category's payments in any district.
fn shares(groups: &[MerchantGroup]) -> impl Iterator<Item = (usize, u32, f32)> {
    groups.iter().enumerate().flat_map(|(ordinal, group)| {
        let shops = if group.is_national { 1 } else { group.shops_per_district.max(1) };
        let total: f64 = (0..shops).map(size).sum();
        (0..shops).map(move |shop| (ordinal, shop, (group.share * size(shop) / total) as f32))
    })
}

/// By category: the shops that its purchases go to. The same in every district, so that all look into one.
#[must_use]
pub fn tables(groups: &[MerchantGroup], categories: usize) -> Arc<[u16]> {
    let shops: Vec<(usize, f64)> = shares(groups).map(|(group, _, share)| (groups[group].category, f64::from(share))).collect();
    (0..categories).flat_map(|category| table(&shops, category)).collect()
}

fn table(list: &[(usize, f64)], category: usize) -> Vec<u16> {
    let shops: Vec<(u16, f64)> = (0..).zip(list).filter(|(_, shop)| shop.0 == category).map(|(i, shop)| (i, shop.1)).collect();
    let total: f64 = shops.iter().map(|s| s.1).sum();
    let mut entries = Vec::with_capacity(TABLE);
    let mut reached = 0.0;
    let mut at = 0;
    for entry in 0..TABLE {
        let wanted = (entry as f64 + 0.5) / TABLE as f64 * total;
        while at + 1 < shops.len() && reached + shops[at].1 < wanted {
            reached += shops[at].1;
            at += 1;
        }
        entries.push(shops.get(at).map_or(u16::MAX, |s| s.0));
    }
    entries
}
