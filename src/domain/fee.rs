//! Fee: effective-dated fee books, and the tariff that holds on one day.
//!
//! Invariants: a tariff row is found by (kind, qualification) with the latest `from` not after the day; a row that names a class of trade
//! beats one for any class, and then one that names a network, a funding, an entry mode. Each fee rounds once, half to even, per payment,
//! and is at most its cap.

use super::card::{Entry, Funding};
use super::money::{Money, Rate};
use super::party::PartyId;
use jiff::civil::Date;

/// `rate x amount + fixed`, and no more than the cap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fee {
    /// The share of the amount.
    pub rate: Rate,
    /// The fixed part, per payment.
    pub fixed: Money,
    /// The most that one payment costs; `None` is no limit.
    pub cap: Option<Money>,
}

impl Fee {
    /// A fee without a cap.
    #[must_use]
    pub const fn uncapped(rate: Rate, fixed: Money) -> Self {
        Self { rate, fixed, cap: None }
    }

    /// The fee on one payment of `amount`.
    #[must_use]
    #[inline]
    pub fn on(self, amount: Money) -> Money {
        self.at_most(self.rate.of(amount) + self.fixed, 1)
    }

    /// What of the fee comes back with a `part` of a purchase of `whole`: the share of the amount, not the fixed part. Of a capped fee, what
    /// the rest of the purchase would not have cost.
    #[must_use]
    pub fn on_part(self, part: Money, whole: Money) -> Money {
        if self.cap.is_none() { self.rate.of(part) } else { self.on(whole) - self.on(whole - part) }
    }

    /// The fee on `count` payments that sum to `value` (full scale): the rate rounds once on the sum, and the cap is put to the mean.
    #[must_use]
    pub fn on_bulk(self, value: Money, count: i64) -> Money {
        self.at_most(self.rate.of(value) + self.fixed * count, count)
    }

    /// The part that grows with the amount, as far as the cap has room for it beside the fixed part.
    #[must_use]
    pub fn variable(self) -> Self {
        let room = self.cap.map(|cap| cap - self.fixed.min(cap));
        Self { rate: self.rate, fixed: Money::ZERO, cap: room }
    }

    /// The fixed part, within the cap.
    #[must_use]
    pub const fn flat(self) -> Self {
        Self { rate: Rate::ZERO, fixed: self.fixed, cap: self.cap }
    }

    #[inline]
    fn at_most(self, fee: Money, count: i64) -> Money {
        self.cap.map_or(fee, |cap| fee.min(cap * count))
    }
}

/// A class of trade, such as restaurants, that a fee book may price apart: its ordinal in the book, from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FeeClass(pub u8);

impl FeeClass {
    /// No class: only rows for any class apply.
    pub const NONE: Self = Self(0);

    /// The ordinal as an index; that of [`FeeClass::NONE`] is 0.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a row prices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeeKind {
    /// From acquirer to issuer.
    Interchange,
    /// From acquirer to network.
    Assessment,
    /// From a wallet that stands between shop and funding card to that card's network.
    StagedWallet,
    /// From shop to acquirer, in place of what the shop's own contract says.
    MerchantDiscount,
}

impl FeeKind {
    /// Every kind, with its name in scenarios.
    pub const NAMED: [(&'static str, Self); 4] = [
        ("interchange", Self::Interchange),
        ("assessment", Self::Assessment),
        ("staged-wallet", Self::StagedWallet),
        ("merchant-discount", Self::MerchantDiscount),
    ];
}

/// What decides for which row of a fee book a card payment qualifies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Qualification {
    /// The network of the card.
    pub network: PartyId,
    /// What stands behind it.
    pub funding: Funding,
    /// How its data reached the merchant.
    pub entry: Entry,
    /// What the merchant sells.
    pub class: FeeClass,
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
    /// The class of trade it prices; `None` is any.
    pub class: Option<FeeClass>,
    /// The first day it holds.
    pub from: Date,
    /// The price.
    pub fee: Fee,
}

impl FeeRow {
    /// True if it prices what qualifies so, whatever the day.
    #[must_use]
    pub fn fits(&self, wanted: Qualification) -> bool {
        self.network.is_none_or(|network| network == wanted.network)
            && self.funding.is_none_or(|funding| funding == wanted.funding)
            && self.entry.is_none_or(|entry| entry == wanted.entry)
            && self.class.is_none_or(|class| class == wanted.class)
    }

    /// Of rows that fit, the greatest holds.
    fn precision(&self) -> (bool, bool, bool, bool, Date) {
        (self.class.is_some(), self.network.is_some(), self.funding.is_some(), self.entry.is_some(), self.from)
    }
}

/// All dated rows of a market.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FeeBook {
    rows: Vec<FeeRow>,
    classes: Vec<String>,
}

const FUNDINGS: usize = Funding::ALL.len();
const ENTRIES: usize = Entry::ALL.len();

/// The fees that hold on one day, indexed for the hot path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tariff {
    /// Classes of trade, the one of those that have none included.
    classes: usize,
    interchange: Vec<Fee>,
    assessment: Vec<Fee>,
    staged_wallet: Vec<Fee>,
    merchant_discount: Vec<Option<Fee>>,
}

impl FeeBook {
    /// A book of these rows, which name classes of trade by their place in `classes`, counted from 1.
    #[must_use]
    pub fn new(rows: Vec<FeeRow>, classes: Vec<String>) -> Self {
        Self { rows, classes }
    }

    /// The rows, in the scenario's order.
    #[must_use]
    pub fn rows(&self) -> &[FeeRow] {
        &self.rows
    }

    /// The name of a class of trade; empty for none.
    #[must_use]
    pub fn class_name(&self, class: FeeClass) -> &str {
        class.index().checked_sub(1).and_then(|at| self.classes.get(at)).map_or("", String::as_str)
    }

    /// True if a row starts on `day`, so that yesterday's tariff no longer holds.
    #[must_use]
    pub fn changes_on(&self, day: Date) -> bool {
        self.rows.iter().any(|row| row.from == day)
    }

    /// The tariff on `day` for `parties` parties. What no row prices is free, but for the merchant discount, which is then the shop's own.
    #[must_use]
    pub fn tariff(&self, day: Date, parties: usize) -> Tariff {
        let classes = self.classes.len() + 1;
        let qualifications = move || {
            let networks = (0..parties).map(|party| PartyId(party as u8));
            let cards = networks.flat_map(|network| Funding::ALL.into_iter().map(move |funding| (network, funding)));
            let uses = cards.flat_map(|(network, funding)| Entry::ALL.into_iter().map(move |entry| (network, funding, entry)));
            uses.flat_map(move |(network, funding, entry)| {
                (0..classes).map(move |class| Qualification { network, funding, entry, class: FeeClass(class as u8) })
            })
        };
        let priced = |kind| {
            let rows: Vec<&FeeRow> = self.rows.iter().filter(|row| row.kind == kind && row.from <= day).collect();
            qualifications().map(move |wanted| most_precise(rows.iter().copied(), wanted).map(|row| row.fee))
        };
        let or_free = |kind| priced(kind).map(Option::unwrap_or_default).collect();
        Tariff {
            classes,
            interchange: or_free(FeeKind::Interchange),
            assessment: or_free(FeeKind::Assessment),
            staged_wallet: or_free(FeeKind::StagedWallet),
            merchant_discount: priced(FeeKind::MerchantDiscount).collect(),
        }
    }

    /// The row of this kind that holds on `day`, if any prices it.
    #[must_use]
    pub fn row_on(&self, day: Date, kind: FeeKind, wanted: Qualification) -> Option<&FeeRow> {
        most_precise(self.rows.iter().filter(|row| row.kind == kind && row.from <= day), wanted)
    }
}

fn most_precise<'r>(rows: impl Iterator<Item = &'r FeeRow>, wanted: Qualification) -> Option<&'r FeeRow> {
    rows.filter(|row| row.fits(wanted)).max_by_key(|row| row.precision())
}

impl Tariff {
    /// What the acquirer owes the issuer of the card.
    #[must_use]
    #[inline]
    pub fn interchange(&self, wanted: Qualification) -> Fee {
        self.interchange[self.slot(wanted)]
    }

    /// The network's assessment on the acquirer.
    #[must_use]
    #[inline]
    pub fn assessment(&self, wanted: Qualification) -> Fee {
        self.assessment[self.slot(wanted)]
    }

    /// What the network takes from a wallet that charges one of its cards for a payment elsewhere.
    #[must_use]
    #[inline]
    pub fn staged_wallet(&self, wanted: Qualification) -> Fee {
        self.staged_wallet[self.slot(wanted)]
    }

    /// The whole of what the acquirer charges the shop; `None` where the shop's own contract says.
    #[must_use]
    #[inline]
    pub fn merchant_discount(&self, wanted: Qualification) -> Option<Fee> {
        self.merchant_discount[self.slot(wanted)]
    }

    #[inline]
    fn slot(&self, wanted: Qualification) -> usize {
        let card = wanted.network.index() * FUNDINGS + wanted.funding as usize;
        (card * ENTRIES + wanted.entry as usize) * self.classes + wanted.class.index()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const RESTAURANT: FeeClass = FeeClass(1);
    const CARS: FeeClass = FeeClass(2);

    fn cents(minor: i64) -> Money {
        Money::from_minor(minor)
    }

    fn row(network: Option<u8>, from: Date, ppm: i64, fixed: i64) -> FeeRow {
        FeeRow {
            kind: FeeKind::Interchange,
            network: network.map(PartyId),
            funding: Some(Funding::DebitRegulated),
            entry: None,
            class: None,
            from,
            fee: Fee::uncapped(Rate::from_ppm(ppm), cents(fixed)),
        }
    }

    fn book(rows: Vec<FeeRow>) -> FeeBook {
        FeeBook::new(rows, vec!["restaurant".to_owned(), "cars".to_owned()])
    }

    fn debit(network: u8, class: FeeClass) -> Qualification {
        Qualification { network: PartyId(network), funding: Funding::DebitRegulated, entry: Entry::CardPresent, class }
    }

    #[test]
    fn the_latest_row_not_after_the_day_holds() {
        let book = book(vec![row(None, date(2011, 1, 1), 0, 44), row(None, date(2011, 10, 1), 500, 22)]);
        let fee = |day| book.tariff(day, 1).interchange(debit(0, FeeClass::NONE)).on(cents(10_000));
        assert_eq!(fee(date(2011, 9, 30)), cents(44));
        assert_eq!(fee(date(2011, 10, 1)), cents(27));
        assert!(book.changes_on(date(2011, 10, 1)) && !book.changes_on(date(2011, 10, 2)));
    }

    #[test]
    fn a_row_of_the_network_beats_one_for_all() {
        let book = book(vec![row(Some(1), date(2011, 1, 1), 0, 7), row(None, date(2012, 1, 1), 0, 9)]);
        let tariff = book.tariff(date(2013, 1, 1), 2);
        assert_eq!(tariff.interchange(debit(1, FeeClass::NONE)).fixed, cents(7));
        assert_eq!(tariff.interchange(debit(0, FeeClass::NONE)).fixed, cents(9));
    }

    #[test]
    fn a_row_of_the_class_beats_one_of_the_network_and_holds_for_no_other_class() {
        let restaurants = FeeRow { class: Some(RESTAURANT), ..row(None, date(2011, 1, 1), 0, 5) };
        let book = book(vec![restaurants, row(Some(1), date(2012, 1, 1), 0, 7), row(None, date(2012, 1, 1), 0, 9)]);
        let tariff = book.tariff(date(2013, 1, 1), 2);
        let fixed = |network, class| tariff.interchange(debit(network, class)).fixed.minor();
        assert_eq!([0, 1].map(|network| fixed(network, RESTAURANT)), [5, 5]);
        for class in [FeeClass::NONE, CARS] {
            assert_eq!([0, 1].map(|network| fixed(network, class)), [9, 7]);
        }
        assert_eq!([RESTAURANT, CARS, FeeClass::NONE].map(|class| book.class_name(class)), ["restaurant", "cars", ""]);
    }

    #[test]
    fn every_slot_of_a_tariff_is_what_its_row_says() {
        let mut rows = vec![];
        for (network, class) in [(0, 0), (0, 1), (1, 2), (2, 0), (2, 1)] {
            for funding in [Funding::Credit, Funding::Prepaid, Funding::Bank] {
                let fixed = i64::from(network) * 100 + i64::from(class) * 10 + funding as i64;
                let class = (class > 0).then_some(FeeClass(class));
                rows.push(FeeRow { funding: Some(funding), class, ..row(Some(network), date(2011, 1, 1), 0, fixed) });
            }
        }
        let (book, day) = (book(rows), date(2011, 1, 1));
        let tariff = book.tariff(day, 3);
        for network in (0..3).map(PartyId) {
            for funding in Funding::ALL {
                for class in (0..3).map(FeeClass) {
                    let wanted = Qualification { network, funding, entry: Entry::CardNotPresent, class };
                    let row = book.row_on(day, FeeKind::Interchange, wanted);
                    assert_eq!(tariff.interchange(wanted), row.map_or(Fee::default(), |row| row.fee), "{wanted:?}");
                }
            }
        }
    }

    #[test]
    fn a_merchant_discount_that_no_row_sets_is_not_free() {
        let discount = FeeRow { kind: FeeKind::MerchantDiscount, class: Some(RESTAURANT), ..row(None, date(2013, 2, 25), 12_500, 0) };
        let book = book(vec![discount]);
        let set = |day, class| book.tariff(day, 1).merchant_discount(debit(0, class)).map(|fee| fee.on(cents(10_000)));
        assert_eq!(set(date(2013, 2, 24), RESTAURANT), None);
        assert_eq!(set(date(2013, 2, 25), RESTAURANT), Some(cents(125)));
        assert_eq!(set(date(2013, 2, 25), CARS), None);
    }

    #[test]
    fn a_cap_binds_from_the_amount_at_which_the_fee_reaches_it() {
        let fee = Fee { cap: Some(cents(8_000)), ..Fee::uncapped(Rate::from_ppm(12_500), Money::ZERO) };
        assert_eq!([639_960, 640_000, 640_080, 9_000_000].map(|minor| fee.on(cents(minor)).minor()), [8_000, 8_000, 8_000, 8_000]);
        assert_eq!(fee.on(cents(639_900)), cents(7_999));
        assert_eq!(fee.on_bulk(cents(2_000_000), 2), cents(16_000), "mean tickets above the cap");
        assert_eq!(fee.on_bulk(cents(1_000_000), 2), cents(12_500), "and below");
    }

    #[test]
    fn a_part_that_comes_back_takes_what_the_rest_would_not_have_cost() {
        let fee = Fee { cap: Some(cents(8_000)), ..Fee::uncapped(Rate::from_ppm(12_500), cents(10)) };
        assert_eq!(fee.on_part(cents(300_000), cents(9_000_000)), Money::ZERO, "the rest costs the cap still");
        assert_eq!(fee.on_part(cents(8_900_000), cents(9_000_000)), cents(8_000 - 1_260));
        assert_eq!(Fee { cap: None, ..fee }.on_part(cents(300_000), cents(9_000_000)), cents(3_750));
    }

    #[test]
    fn the_two_parts_of_a_fee_add_up_under_every_cap() {
        for cap in [None, Some(0), Some(4), Some(10), Some(11), Some(60), Some(1_000)] {
            let fee = Fee { cap: cap.map(cents), ..Fee::uncapped(Rate::from_ppm(12_500), cents(10)) };
            for minor in (0..20_000).step_by(7) {
                let amount = cents(minor);
                assert_eq!(fee.variable().on(amount) + fee.flat().on(amount), fee.on(amount), "{minor} under {cap:?}");
                let (part, whole) = (cents(minor / 3), amount);
                let parts = fee.variable().on_part(part, whole) + fee.flat().on_part(part, whole);
                assert_eq!(parts, fee.on_part(part, whole), "a part of {minor} under {cap:?}");
            }
        }
    }
}
