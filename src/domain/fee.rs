//! Fee: effective-dated fee books, and the tariff that holds on one day.
//!
//! Invariants: a tariff row is found by (kind, network, funding, entry) with the latest `from` not after the day; a row that names
//! a network beats one for any network. Each fee rounds once, half to even, per payment.

use super::card::{Entry, Funding};
use super::money::{Money, Rate};
use super::party::PartyId;
use jiff::civil::Date;

/// `rate x amount + fixed`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fee {
    /// The share of the amount.
    pub rate: Rate,
    /// The fixed part, per payment.
    pub fixed: Money,
}

impl Fee {
    /// The fee on one payment of `amount`.
    #[must_use]
    #[inline]
    pub fn on(self, amount: Money) -> Money {
        self.rate.of(amount) + self.fixed
    }

    /// What of the fee comes back with a part of the purchase: the share of the amount, not the fixed part.
    #[must_use]
    pub fn on_part(self, amount: Money) -> Money {
        self.rate.of(amount)
    }

    /// The fee on `count` payments that sum to `value` (full scale): the rate rounds once on the sum.
    #[must_use]
    pub fn on_bulk(self, value: Money, count: i64) -> Money {
        self.rate.of(value) + self.fixed * count
    }
}

/// What a fee row prices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeeKind {
    /// From acquirer to issuer.
    Interchange,
    /// From acquirer to network.
    Assessment,
    /// From a wallet that stands between shop and funding card to that card's network.
    StagedWallet,
}

impl FeeKind {
    /// Every kind, with its name in scenarios.
    pub const NAMED: [(&'static str, Self); 3] =
        [("interchange", Self::Interchange), ("assessment", Self::Assessment), ("staged-wallet", Self::StagedWallet)];
}

/// One dated row of a fee book.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FeeRow {
    /// What it prices.
    pub kind: FeeKind,
    /// The network it belongs to; `None` is any.
    pub network: Option<PartyId>,
    /// The funding it prices; `None` is any.
    pub funding: Option<Funding>,
    /// The entry mode it prices; `None` is any.
    pub entry: Option<Entry>,
    /// The first day it holds.
    pub from: Date,
    /// The price.
    pub fee: Fee,
}

/// All dated rows of a market.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FeeBook {
    rows: Vec<FeeRow>,
}

const FUNDINGS: usize = Funding::ALL.len();
const ENTRIES: usize = Entry::ALL.len();

/// The fees that hold on one day, indexed for the hot path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tariff {
    interchange: Vec<Fee>,
    assessment: Vec<Fee>,
    staged_wallet: Vec<Fee>,
}

impl FeeBook {
    /// A book of these rows.
    #[must_use]
    pub fn new(rows: Vec<FeeRow>) -> Self {
        Self { rows }
    }

    /// The rows, in the scenario's order.
    #[must_use]
    pub fn rows(&self) -> &[FeeRow] {
        &self.rows
    }

    /// True if a row starts on `day`, so that yesterday's tariff no longer holds.
    #[must_use]
    pub fn changes_on(&self, day: Date) -> bool {
        self.rows.iter().any(|row| row.from == day)
    }

    /// The tariff on `day` for `parties` parties; what no row prices is free.
    #[must_use]
    pub fn tariff(&self, day: Date, parties: usize) -> Tariff {
        let mut tariff = Tariff {
            interchange: vec![Fee::default(); parties * FUNDINGS * ENTRIES],
            assessment: vec![Fee::default(); parties * FUNDINGS * ENTRIES],
            staged_wallet: vec![Fee::default(); parties * FUNDINGS * ENTRIES],
        };
        for network in 0..parties {
            for funding in Funding::ALL {
                for entry in Entry::ALL {
                    let at = slot(PartyId(network as u8), funding, entry);
                    tariff.interchange[at] = self.find(FeeKind::Interchange, PartyId(network as u8), funding, entry, day);
                    tariff.assessment[at] = self.find(FeeKind::Assessment, PartyId(network as u8), funding, entry, day);
                    tariff.staged_wallet[at] = self.find(FeeKind::StagedWallet, PartyId(network as u8), funding, entry, day);
                }
            }
        }
        tariff
    }

    fn find(&self, kind: FeeKind, network: PartyId, funding: Funding, entry: Entry, day: Date) -> Fee {
        let fits = |row: &&FeeRow| {
            row.kind == kind
                && row.from <= day
                && row.network.is_none_or(|n| n == network)
                && row.funding.is_none_or(|f| f == funding)
                && row.entry.is_none_or(|e| e == entry)
        };
        let precision = |row: &FeeRow| (row.network.is_some(), row.funding.is_some(), row.entry.is_some(), row.from);
        self.rows.iter().filter(fits).max_by_key(|row| precision(row)).map_or(Fee::default(), |row| row.fee)
    }
}

impl Tariff {
    /// The interchange row for a card on `network`.
    #[must_use]
    #[inline]
    pub fn interchange(&self, network: PartyId, funding: Funding, entry: Entry) -> Fee {
        self.interchange[slot(network, funding, entry)]
    }

    /// The network's assessment on the acquirer.
    #[must_use]
    #[inline]
    pub fn assessment(&self, network: PartyId, funding: Funding, entry: Entry) -> Fee {
        self.assessment[slot(network, funding, entry)]
    }

    /// What the network takes from a wallet that charges one of its cards for a payment elsewhere.
    #[must_use]
    #[inline]
    pub fn staged_wallet(&self, network: PartyId, funding: Funding, entry: Entry) -> Fee {
        self.staged_wallet[slot(network, funding, entry)]
    }
}

#[inline]
fn slot(network: PartyId, funding: Funding, entry: Entry) -> usize {
    (network.index() * FUNDINGS + funding as usize) * ENTRIES + entry as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn row(network: Option<u8>, from: Date, ppm: i64, fixed: i64) -> FeeRow {
        FeeRow {
            kind: FeeKind::Interchange,
            network: network.map(PartyId),
            funding: Some(Funding::DebitRegulated),
            entry: None,
            from,
            fee: Fee { rate: Rate::from_ppm(ppm), fixed: Money::from_minor(fixed) },
        }
    }

    #[test]
    fn the_latest_row_not_after_the_day_holds() {
        let book = FeeBook::new(vec![row(None, date(2011, 1, 1), 0, 44), row(None, date(2011, 10, 1), 500, 22)]);
        let fee =
            |day| book.tariff(day, 1).interchange(PartyId(0), Funding::DebitRegulated, Entry::CardPresent).on(Money::from_minor(10_000));
        assert_eq!(fee(date(2011, 9, 30)), Money::from_minor(44));
        assert_eq!(fee(date(2011, 10, 1)), Money::from_minor(27));
        assert!(book.changes_on(date(2011, 10, 1)) && !book.changes_on(date(2011, 10, 2)));
    }

    #[test]
    fn a_row_of_the_network_beats_one_for_all() {
        let book = FeeBook::new(vec![row(Some(1), date(2011, 1, 1), 0, 7), row(None, date(2012, 1, 1), 0, 9)]);
        let tariff = book.tariff(date(2013, 1, 1), 2);
        assert_eq!(tariff.interchange(PartyId(1), Funding::DebitRegulated, Entry::CardPresent).fixed, Money::from_minor(7));
        assert_eq!(tariff.interchange(PartyId(0), Funding::DebitRegulated, Entry::CardPresent).fixed, Money::from_minor(9));
    }
}
