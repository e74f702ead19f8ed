//! Bulletin: what the head offices publish for the next window; every district reads the same one.

use crate::domain::fee::Tariff;
use crate::domain::merchant::Technology;
use crate::domain::party::PartyId;
use crate::domain::product::Flow;
use crate::domain::terminal::Fittings;
use crate::domain::threat::Path;
use crate::kernel::time::Time;
use std::sync::Arc;

/// A party that answers nobody for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outage {
    /// Who.
    pub party: PartyId,
    /// From when.
    pub from: Time,
    /// Until when, exclusive.
    pub until: Time,
}

/// A vault was opened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Breach {
    /// The day on which the data left.
    pub day: u32,
    /// Share of the vault's cards that were reached.
    pub reach: f64,
    /// Share of those that will be misused.
    pub misuse: f64,
}

/// An operator's name leads elsewhere for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hijack {
    /// Whose.
    pub operator: PartyId,
    /// From when.
    pub from: Time,
    /// Until when, exclusive.
    pub until: Time,
}

/// A group of shops whose cards are copied for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compromised {
    /// The group's ordinal.
    pub group: u16,
    /// Until when, exclusive: then the batch is sold.
    pub until: Time,
}

/// What a district needs to know about one product today.
#[derive(Clone, Debug, PartialEq)]
pub struct ProductNotice {
    /// True if people can enrol today.
    pub is_open: bool,
    /// Part of the firms behind its operator that may operate today: less than one only where licences are wanting.
    pub operating_share: f64,
    /// The flow of its payments today.
    pub flow: Flow,
    /// By segment: handsets with a rank below this run the product, in 1/65,536.
    pub handset_limit: Vec<u32>,
    /// Bit per carrier ordinal: lets the product in.
    pub carriers: u64,
    /// True where a phone bought outside the carrier gets round the carrier's word.
    pub takes_unlocked: bool,
    /// Bit per card: works in the product.
    pub cards: u64,
    /// Share of all people who use it.
    pub users_share: f64,
    /// By segment: hazard of a first consideration over the coming window.
    pub hazard: Vec<f64>,
    /// Perceived risk of the product from the news, 0 to 1.
    pub news_risk: f64,
    /// True while the operator's incentive is on and its budget not spent.
    pub pays_incentive: bool,
    /// Breach whose misuse starts today.
    pub breach: Option<Breach>,
    /// Breach that its operator sees today, so that banks replace cards.
    pub seen_breach: Option<Breach>,
}

/// The day's bulletin.
#[derive(Clone, Debug, PartialEq)]
pub struct Bulletin {
    /// The day it is for.
    pub day: u32,
    /// True in the day's first window: what happens once a day happens now.
    pub opens_day: bool,
    /// True in the day's last window.
    pub closes_day: bool,
    /// First day of the current month.
    pub month_start: u32,
    /// False after the scenario's end: nobody starts anything new, what is open runs out.
    pub is_trading: bool,
    /// Ordinal of the market in force, among the strategy's markets.
    pub epoch: usize,
    /// Prices of the day.
    pub tariff: Arc<Tariff>,
    /// True if the networks settle and acquirers pay out today.
    pub is_business_day: bool,
    /// True on the last day of a calendar year, but for the run's last day: reports carry the lines of profit and loss.
    pub closes_year: bool,
    /// True in the last window of a month of trading: reports carry who holds what.
    pub closes_month: bool,
    /// True in the last window of a month, a tariff, a market or of trading: what was tallied is priced on the terms it grew under.
    pub prices_tally: bool,
    /// People whose rank is below this pay at a computer, in 1/65,536.
    pub computer_limit: u32,
    /// By bank: customers whose rank is below this bank online, in 1/65,536.
    pub online_banking: Vec<u32>,
    /// By category: an intent is accepted if its mark is below this.
    pub season: Vec<u32>,
    /// By merchant group: what national groups' terminals have today; nothing for local groups.
    pub national_fittings: Vec<Fittings>,
    /// By technology: users of the products that need it, over all people.
    pub technology_users: [f64; Technology::ALL.len()],
    /// Outages under way or starting today.
    pub outages: Vec<Outage>,
    /// Hijacks under way or starting today.
    pub hijacks: Vec<Hijack>,
    /// Groups of shops whose cards are copied today.
    pub compromised: Vec<Compromised>,
    /// By segment: people whose rank is below this have a smartphone, in 1/65,536.
    pub smartphone_limit: Vec<u32>,
    /// By path: share of thieves' payments that went through lately; empty where thieves do not learn.
    pub paths: Vec<f64>,
    /// By category: the same.
    pub haunts: Vec<f64>,
    /// By product.
    pub products: Vec<ProductNotice>,
}

impl Bulletin {
    /// Share of thieves' payments on this path that went through lately; all where nobody keeps count.
    #[must_use]
    pub fn success_on(&self, path: Path) -> f64 {
        self.paths.get(path.slot()).copied().unwrap_or(1.0)
    }

    /// The same in a category.
    #[must_use]
    pub fn success_in(&self, category: usize) -> f64 {
        self.haunts.get(category).copied().unwrap_or(1.0)
    }

    /// The hijack of this operator at `now`, if there is one.
    #[must_use]
    pub fn hijack_of(&self, operator: PartyId, now: Time) -> Option<Hijack> {
        self.hijacks.iter().copied().find(|hijack| hijack.operator == operator && hijack.from <= now && now < hijack.until)
    }
}
