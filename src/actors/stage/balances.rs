//! Balances: what each person keeps with the operators of a district's products; what a payment has reserved is gone from here.
//!
//! Invariants: one signed 32-bit word per person for each product that keeps balances, none for the others; the sum over people, times
//! the people an agent stands for, is what the operators' books owe once nothing is under way.

use super::desk::Desk;
use super::luck::{Draw, mark};
use super::posting_balance::post_balance;
use crate::domain::card::CardId;
use crate::domain::money::Money;
use crate::domain::party::PartyId;
use crate::domain::payment::Leg;
use crate::domain::person::{Person, Status};
use crate::domain::product::ProductId;
use crate::kernel::random::exponential;
use crate::kernel::time::{Span, Time};
use crate::protocol::{Actor, Address, BalanceFact, BalanceMove, Message, Observer, What};

impl<O: Observer> Desk<'_, O> {
    /// True if `person` pays with the product's prepaid card.
    #[must_use]
    pub fn pays_by_prepaid(&self, person: u32, product: ProductId) -> bool {
        self.product(product).prepaid.is_some_and(|p| p.is_enabled) && self.branch.holding(person, product).pays_from_account()
    }

    /// True if `person` pays out of a balance, on the product's prepaid card or purse, and nothing stands behind it.
    #[must_use]
    pub fn spends_balance(&self, person: u32, product: ProductId) -> bool {
        self.product(product).purse.is_some() || self.pays_by_prepaid(person, product)
    }
}

/// The balances of one district.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Balances {
    minor: Vec<i32>,
    /// By product: where its people's words begin, if it keeps balances.
    first: Vec<Option<usize>>,
}

impl Balances {
    /// Empty balances of `people` for each product that keeps them.
    #[must_use]
    pub fn new(people: usize, keeps: impl Iterator<Item = bool>) -> Self {
        let mut words = 0;
        let mut reserve = || {
            words += people;
            words - people
        };
        let first = keeps.map(|keeps| keeps.then(&mut reserve)).collect();
        Self { minor: vec![0; words], first }
    }

    /// What `person` keeps with the operator of `product`.
    #[must_use]
    #[inline]
    pub fn of(&self, person: u32, product: ProductId) -> Money {
        self.first[product.index()].map_or(Money::ZERO, |first| Money::from_minor(i64::from(self.minor[first + person as usize])))
    }

    /// Adds `change`, which may be negative; a word that would overflow stays at its end.
    pub fn add(&mut self, person: u32, product: ProductId, change: Money) {
        if let Some(first) = self.first[product.index()] {
            let word = &mut self.minor[first + person as usize];
            *word = (i64::from(*word) + change.minor()).clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32;
        }
    }

    /// The sum over people and products, minor units of one person each.
    #[must_use]
    pub fn sum(&self) -> i64 {
        self.minor.iter().map(|&minor| i64::from(minor)).sum()
    }
}

impl<O: Observer> Desk<'_, O> {
    /// What `person` keeps with the operator of `product` and has not reserved.
    #[must_use]
    pub fn balance(&self, person: u32, product: ProductId) -> Money {
        self.branch.balances.of(person, product)
    }

    /// The bank that a person's balances come from and go back to.
    #[must_use]
    pub fn home_bank(&self, person: u32) -> PartyId {
        let holder = &self.branch.people[person as usize];
        let card = if holder.debit == CardId::NONE { holder.credit } else { holder.debit };
        self.market.issuer(card)
    }

    /// Moves a balance, and what operators and banks know of it.
    pub fn move_balance(&mut self, person: u32, product: ProductId, change: Money) {
        let before = self.branch.balances.of(person, product);
        self.branch.balances.add(person, product, change);
        let moved = (self.branch.balances.of(person, product) - before) * i64::from(self.rules.weight);
        self.branch.report.products[product.index()].stored += moved.minor();
        if let Some(bank) = self.market.bank_ordinal(self.home_bank(person)) {
            self.branch.report.deposits_moved[bank] += moved.minor();
        }
    }

    /// Moves a balance for another reason than a payment, in the table and in the books.
    pub fn change_balance(&mut self, person: u32, product: ProductId, what: BalanceMove, amount: Money) {
        if amount == Money::ZERO {
            return;
        }
        let adds = matches!(what, BalanceMove::Received | BalanceMove::Granted);
        self.move_balance(person, product, if adds { amount } else { -amount });
        let people = i64::from(self.rules.weight);
        let (at, bank) = (self.now, self.home_bank(person));
        post_balance(self, BalanceFact { at, product, what, bank, amount: amount * people, people });
    }

    /// Somebody comes to hold the product: what lay on the account before can be spent with it.
    pub fn open_balance(&mut self, person: u32, product: ProductId) {
        let Some(stored) = self.product(product).stored else { return };
        let is_plain = self.rules.conditions.is_plain;
        if self.trait_of(person, product, Trait::HoldsBalance) >= stored.opening_share || self.balance(person, product) != Money::ZERO {
            return;
        }
        let spread = if is_plain { 1.0 } else { -libm::log(1.0 - self.trait_of(person, product, Trait::OpeningBalance)) };
        let drawn = Money::from_minor((stored.opening_mean.minor() as f64 * spread + 0.5) as i64);
        let amount = self.product(product).purse.map_or(drawn, |purse| drawn.min(purse.capacity));
        self.change_balance(person, product, BalanceMove::Received, amount);
    }

    /// Sends all of a balance to its holder's bank; one below zero stays to be made good.
    pub fn withdraw(&mut self, person: u32, product: ProductId) {
        let balance = self.balance(person, product);
        if balance > Money::ZERO {
            self.change_balance(person, product, BalanceMove::Withdrawn, balance);
        }
    }

    /// Somebody gives the product up: a balance worth the trouble is fetched, a smaller one left behind.
    pub fn settle_up(&mut self, person: u32, product: ProductId) {
        let Some(stored) = self.product(product).stored else { return };
        let balance = self.balance(person, product);
        if balance >= stored.abandon_below {
            self.withdraw(person, product);
            return;
        }
        let at = self.now + Span::from_days(i64::from(stored.breakage_days));
        if balance > Money::ZERO && at < self.rules.end {
            let holder = Address::new(Actor::Phone, self.market.people);
            let clock = Message::about(person, holder, holder, What::Abandonment, Leg::Outer);
            self.write(at, Message { note: product.0, ..clock });
        }
    }

    /// What somebody left behind is the operator's, unless they came back for it.
    pub fn break_balance(&mut self, person: u32, product: ProductId) {
        let balance = self.balance(person, product);
        if self.branch.holding(person, product).status() == Status::Left && balance > Money::ZERO {
            self.change_balance(person, product, BalanceMove::Abandoned, balance);
        }
    }

    /// A prepaid balance or a purse that runs low is loaded: at once where the card loads itself, else when its holder gets round to it; never
    /// before `wait` is over.
    pub fn plan_reload(&mut self, person: u32, product: ProductId, luck: u64, wait: Span) {
        let Some(loading) = self.product(product).loading() else { return };
        let pays = self.branch.holding(person, product);
        let spends = pays.pays_from_account() || self.product(product).purse.is_some();
        if !spends || !pays.status().can_pay() || self.balance(person, product) >= loading.reload_below {
            return;
        }
        let loads_itself = self.trait_of(person, product, Trait::LoadsItself) < loading.auto_reload_share;
        let days = if loads_itself { 0.0 } else { exponential(mark(luck, Draw::Reload, 0)) * loading.reload_days };
        let at: Time = self.now + wait + Span::from_secs_f64(days * 86_400.0);
        if at < self.rules.end && self.branch.loadings.insert((person, product)) {
            let holder = Address::new(Actor::Phone, self.market.people);
            let clock = Message::about(person, holder, holder, What::Reload, Leg::Outer);
            self.write(at, Message { note: product.0, ..clock });
        }
    }

    /// A trait that a person has towards an account: uniform, the same in every strategy.
    #[must_use]
    pub fn trait_of(&self, person: u32, product: ProductId, which: Trait) -> f64 {
        self.rules.keys.account_traits.uniform(self.branch.district, person, which.address(u32::from(product.0)))
    }

    /// True if `person` banks online with the bank of `card`: the door to its pages, and to binding the card there, whatever the product.
    #[must_use]
    pub fn banks_online(&self, person: u32, card: CardId) -> bool {
        let bank = Some(card).filter(|&card| card != CardId::NONE).and_then(|card| self.market.bank_ordinal(self.market.issuer(card)));
        bank.is_some_and(|bank| Person::banks_online(person, self.day.online_banking[bank]))
    }
}

/// What people differ in as account holders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Trait {
    /// Who has an account from shopping online.
    HasOnlineAccount,
    /// Who lets it debit the bank account.
    LetsDebitBank,
    /// Who swipes the operator's card instead of typing a number.
    SwipesCard,
    /// Whose prepaid card loads itself.
    LoadsItself,
    /// Who holds a balance on the first day.
    HoldsBalance,
    /// How much that is.
    OpeningBalance,
    /// How common the PIN is.
    Pin,
    /// Whom a money fund wins, and at which yield.
    TakesFund = 24,
    /// Who has something in a fund on the first day.
    HoldsStake = 25,
    /// How much that is.
    OpeningStake = 26,
}

impl Trait {
    /// The place of this trait towards the product (or bank) with this ordinal among all traits of a person.
    const fn address(self, ordinal: u32) -> u32 {
        match self as u32 {
            early @ 0..8 => ordinal * 8 + early,
            later => 1 << 16 | (ordinal * 32 + later),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_products_that_keep_balances_have_words() {
        let mut balances = Balances::new(3, [false, true, true].into_iter());
        assert_eq!(balances.minor.len(), 6);
        balances.add(2, ProductId(0), Money::from_minor(9));
        balances.add(2, ProductId(1), Money::from_minor(500));
        balances.add(0, ProductId(2), Money::from_minor(-40));
        assert_eq!(balances.of(2, ProductId(0)), Money::ZERO);
        assert_eq!((balances.of(2, ProductId(1)), balances.of(0, ProductId(2))), (Money::from_minor(500), Money::from_minor(-40)));
        assert_eq!(balances.sum(), 460);
    }
}
