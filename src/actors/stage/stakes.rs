//! Stakes: what each person has in the money funds behind a district's products.
//!
//! Invariants: one row per person for each product that has a fund, none for the others; a stake is what went in, less what came out, plus
//! what was credited; the sum over people, times the people an agent stands for, is what the managers' books owe.
//!
//! Yield accrues on money-days. Money that moves on a day counts from that day on (or until the day before); nothing is looked at in
//! between, for a row keeps the sum of its moves, each times its day.

use super::desk::Desk;
use super::posting_fund::post_fund;
use crate::domain::fund::FundTerms;
use crate::domain::money::{Money, Rate};
use crate::domain::product::ProductId;
use crate::policy::saving::{moved_of_pay, saved_outside};
use crate::protocol::{Fact, FundFact, FundHeldFact, FundMove, Observer};

/// One person's part of one fund.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stake {
    /// What lies in it, minor units.
    minor: i64,
    /// Every move since the yield was last credited, times its day, and what lay there then times that day.
    moved_by_day: i64,
    /// What the last payday brought, minor units: gone from the bank account until the next.
    payday: u32,
    /// True once its owner has opened it.
    is_opened: bool,
}

impl Stake {
    /// Moves `change` in or, where it is negative, out on `day`.
    fn add(&mut self, change: i64, day: u32) {
        self.minor += change;
        self.moved_by_day += change * i64::from(day);
    }

    /// What lay there since the last credit until `day`, exclusive, summed night by night: minor units times days.
    fn money_days(&self, day: u32) -> i64 {
        self.minor * i64::from(day) - self.moved_by_day
    }

    /// Adds the yield at `rate` a year until `day`, exclusive, and hands it out; nights too few to earn a minor unit count on.
    fn credit(&mut self, rate: Rate, day: u32) -> i64 {
        let earned = rate.of(Money::from_minor(self.money_days(day))).minor() / 365;
        if earned == 0 {
            return 0;
        }
        self.minor += earned;
        self.moved_by_day = self.minor * i64::from(day);
        earned
    }
}

/// The stakes of one district.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stakes {
    rows: Vec<Stake>,
    /// By product: where its people's rows begin, if it has a fund.
    first: Vec<Option<usize>>,
    /// True once somebody has opened a fund: until then no payday and no redemption needs looking at.
    is_begun: bool,
    /// The day until which every stake was credited on the terms of a market that ended.
    closed_on: Option<u32>,
}

impl Stakes {
    /// Empty stakes of `people` for each product that has a fund.
    #[must_use]
    pub fn new(people: usize, has_fund: impl Iterator<Item = bool>) -> Self {
        let mut rows = 0;
        let mut reserve = || {
            rows += people;
            rows - people
        };
        let first = has_fund.map(|has| has.then(&mut reserve)).collect();
        Self { rows: vec![Stake::default(); rows], first, is_begun: false, closed_on: None }
    }

    /// True if some product has a fund.
    #[must_use]
    #[inline]
    pub fn is_kept(&self) -> bool {
        !self.rows.is_empty()
    }

    /// True if somebody has ever opened one.
    #[must_use]
    pub const fn is_begun(&self) -> bool {
        self.is_begun
    }

    /// All stakes were credited until `day`, exclusive, for the market's terms ended.
    pub fn close_on(&mut self, day: u32) {
        self.closed_on = Some(day);
    }

    /// True if nothing can be credited until `day` any more: the nights before it were, on the terms they fell under.
    #[must_use]
    pub fn is_closed_on(&self, day: u32) -> bool {
        self.closed_on == Some(day)
    }

    fn row(&mut self, person: u32, product: ProductId) -> Option<&mut Stake> {
        let first = self.first[product.index()]?;
        self.rows.get_mut(first + person as usize)
    }

    /// What `person` has in the fund behind `product`, without what has accrued.
    #[must_use]
    #[inline]
    pub fn of(&self, person: u32, product: ProductId) -> Money {
        let row = self.first[product.index()].map(|first| self.rows[first + person as usize]);
        row.map_or(Money::ZERO, |row| Money::from_minor(row.minor))
    }

    /// True once `person` has opened the fund behind `product`.
    #[must_use]
    pub fn is_opened(&self, person: u32, product: ProductId) -> bool {
        self.first[product.index()].is_some_and(|first| self.rows[first + person as usize].is_opened)
    }

    /// `person` opens the fund behind `product`.
    pub fn open(&mut self, person: u32, product: ProductId) {
        self.is_begun = true;
        if let Some(row) = self.row(person, product) {
            row.is_opened = true;
        }
    }

    /// What `person` moved from the bank account into funds on the last payday.
    #[must_use]
    pub fn moved_on_payday(&self, person: u32) -> Money {
        let moved = self.first.iter().flatten().map(|first| i64::from(self.rows[first + person as usize].payday));
        Money::from_minor(moved.sum())
    }

    /// A payday of `person`: what the last one moved is of the past.
    pub fn begin_cycle(&mut self, person: u32) {
        for first in self.first.iter().flatten() {
            self.rows[first + person as usize].payday = 0;
        }
    }

    /// How many have something in the fund behind `product`, and how much they have together, minor units of one person each.
    #[must_use]
    pub fn held(&self, product: ProductId) -> (i64, i64) {
        let Some(first) = self.first[product.index()] else { return (0, 0) };
        let people = self.rows.len() / self.first.iter().flatten().count();
        let rows = self.rows[first..first + people].iter().filter(|row| row.minor > 0);
        rows.fold((0, 0), |(holders, stock), row| (holders + 1, stock + row.minor))
    }

    /// The sum over people and products, minor units of one person each.
    #[must_use]
    pub fn sum(&self) -> i64 {
        self.rows.iter().map(|row| row.minor).sum()
    }
}

impl<O: Observer> Desk<'_, O> {
    /// What `person` has in the fund behind `product`, without what has accrued.
    #[must_use]
    #[inline]
    pub fn stake(&self, person: u32, product: ProductId) -> Money {
        self.branch.stakes.of(person, product)
    }

    /// What `person` has just after a payday, minor units.
    #[must_use]
    pub fn payday_minor(&self, person: u32) -> f64 {
        self.market.after_payday(self.branch.segment_of(person), self.branch.people[person as usize])
    }

    /// What `person` has saved outside the fund behind `product`, minor units: nothing where there is no fund to put it into.
    #[must_use]
    pub fn saved_minor(&self, person: u32, product: ProductId) -> f64 {
        let terms = self.product(product).fund;
        terms.map_or(0.0, |terms| saved_outside(&terms, self.payday_minor(person), self.stake(person, product)))
    }

    /// Moves `change` into a stake or, where it is negative, out of it; the books are the caller's.
    pub fn move_stake(&mut self, person: u32, product: ProductId, change: Money) {
        let (day, people) = (self.day.day, i64::from(self.rules.weight));
        let Some(row) = self.branch.stakes.row(person, product) else { return };
        row.add(change.minor(), day);
        self.branch.report.products[product.index()].staked += change.minor() * people;
    }

    /// Money has gone into the fund: what a payday brought of it is missing on the bank account until the next, the rest was saved there.
    pub fn move_payday(&mut self, person: u32, product: ProductId, amount: Money) {
        let brought = self.product(product).fund.map_or(Money::ZERO, |terms| moved_of_pay(&terms, self.payday_minor(person)));
        self.move_stake(person, product, amount);
        if let Some(row) = self.branch.stakes.row(person, product) {
            row.payday = u32::try_from(amount.min(brought).minor()).unwrap_or(u32::MAX);
        }
        self.miss_deposit(person, amount);
    }

    /// Money left the deposits of a person's bank, or where it is negative came back.
    pub fn miss_deposit(&mut self, person: u32, amount: Money) {
        if let Some(bank) = self.market.bank_ordinal(self.home_bank(person)) {
            self.branch.report.deposits_moved[bank] += amount.minor() * i64::from(self.rules.weight);
        }
    }

    /// Credits what a stake has earned on `terms` until `day`, exclusive.
    pub fn credit_yield(&mut self, person: u32, product: ProductId, terms: &FundTerms, day: u32) {
        let people = self.rules.weight;
        let Some(row) = self.branch.stakes.row(person, product) else { return };
        let amount = Money::from_minor(row.credit(terms.yield_per_year, day));
        if amount == Money::ZERO {
            return;
        }
        self.branch.report.products[product.index()].staked += amount.minor() * i64::from(people);
        self.miss_deposit(person, amount);
        let fact = FundFact { at: self.now, product, person, what: FundMove::Yield, until_day: day, amount, people };
        post_fund(self, terms.manager, fact);
    }

    /// What somebody has in a fund from before the first day.
    pub fn open_stake(&mut self, person: u32, product: ProductId, amount: Money) {
        let Some(terms) = self.product(product).fund.filter(|_| amount > Money::ZERO) else { return };
        self.branch.stakes.open(person, product);
        self.move_stake(person, product, amount);
        self.miss_deposit(person, amount);
        let (at, until_day, people) = (self.now, self.day.day, self.rules.weight);
        let fact = FundFact { at, product, person, what: FundMove::Opened, until_day, amount, people };
        post_fund(self, terms.manager, fact);
    }

    /// Credits what every stake has earned on `terms` until `day`, exclusive.
    pub fn credit_yields(&mut self, product: ProductId, terms: &FundTerms, day: u32) {
        for person in 0..self.branch.people.len() as u32 {
            self.credit_yield(person, product, terms, day);
        }
    }

    /// Tells who has how much in the fund behind `product`.
    pub fn tell_stakes(&mut self, product: ProductId) {
        let (holders, stock) = self.branch.stakes.held(product);
        let (at, people) = (self.now, i64::from(self.rules.weight));
        let fact = FundHeldFact { at, product, holders: holders * people, stock: Money::from_minor(stock * people) };
        self.observer.fact(Fact::FundHeld(fact));
    }

    /// Draws what a balance lacks for `wanted` from the fund behind it, if there is enough in both: the money is there at once.
    pub fn draw_from_fund(&mut self, person: u32, product: ProductId, wanted: Money) {
        let Some(terms) = self.product(product).fund else { return };
        let lacking = wanted - self.balance(person, product);
        if lacking <= Money::ZERO || lacking > self.stake(person, product) {
            return;
        }
        self.move_stake(person, product, -lacking);
        self.miss_deposit(person, -lacking);
        self.move_balance(person, product, lacking);
        let (at, until_day, people) = (self.now, self.day.day, self.rules.weight);
        let fact = FundFact { at, product, person, what: FundMove::Drawn, until_day, amount: lacking, people };
        post_fund(self, terms.manager, fact);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_products_with_a_fund_have_rows() {
        let mut stakes = Stakes::new(3, [false, true].into_iter());
        stakes.row(2, ProductId(1)).unwrap().add(700, 4);
        stakes.open(2, ProductId(1));
        assert!(stakes.row(2, ProductId(0)).is_none() && !stakes.is_opened(2, ProductId(0)) && stakes.is_opened(2, ProductId(1)));
        assert_eq!((stakes.of(2, ProductId(1)).minor(), stakes.of(0, ProductId(1)).minor(), stakes.sum()), (700, 0, 700));
        assert!(stakes.is_kept() && !Stakes::new(3, [false].into_iter()).is_kept());
    }

    #[test]
    fn a_payday_is_remembered_until_the_next() {
        let mut stakes = Stakes::new(2, [true, true].into_iter());
        stakes.row(1, ProductId(0)).unwrap().payday = 300;
        stakes.row(1, ProductId(1)).unwrap().payday = 40;
        assert_eq!((stakes.moved_on_payday(1).minor(), stakes.moved_on_payday(0).minor()), (340, 0));
        stakes.begin_cycle(1);
        assert_eq!(stakes.moved_on_payday(1), Money::ZERO);
    }

    #[test]
    fn a_year_at_five_per_cent_is_a_twentieth() {
        let mut stake = Stake::default();
        stake.add(1_000_000, 10);
        assert_eq!(stake.credit(Rate::from_ppm(50_000), 375), 50_000);
        assert_eq!((stake.minor, stake.credit(Rate::from_ppm(50_000), 375)), (1_050_000, 0), "no day is paid for twice");
    }

    proptest! {
        #[test]
        fn money_days_are_what_lay_there_night_by_night(moves in prop::collection::vec((0_u32..60, -5_000_i64..9_000), 0..20), credits in prop::collection::vec(0_u32..61, 0..4)) {
            let rate = Rate::from_ppm(61_234);
            let (mut stake, mut nights, mut lay, mut flows, mut earned) = (Stake::default(), 0_i64, 0_i64, 0_i64, 0_i64);
            for day in 0..=60_u32 {
                if credits.contains(&day) || day == 60 {
                    prop_assert_eq!(stake.money_days(day), nights);
                    let credited = stake.credit(rate, day);
                    prop_assert_eq!(credited, rate.of(Money::from_minor(nights)).minor() / 365);
                    let counts_on = if credited == 0 { nights } else { 0 };
                    (nights, lay, earned) = (counts_on, lay + credited, earned + credited);
                }
                for &(_, change) in moves.iter().filter(|(on, _)| *on == day) {
                    let change = change.max(-lay);
                    stake.add(change, day);
                    (lay, flows) = (lay + change, flows + change);
                }
                nights += lay;
            }
            prop_assert_eq!(stake.minor, flows + earned);
        }
    }
}
