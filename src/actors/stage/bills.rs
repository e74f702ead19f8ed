//! Bills: what each person has put on the phone bill this month, or taken from airtime since the last recharge.
//!
//! Invariants: one signed word per person where some product is paid by phone bill, none elsewhere; it is below zero where more came back
//! than was bought. The sums by product are what is owed on bills that are not issued yet, at full scale.

use super::desk::Desk;
use super::posting_bill::post_unpaid;
use super::rules::Purposes;
use crate::domain::bill::BillTerms;
use crate::domain::iso8583::ResponseCode;
use crate::domain::money::Money;
use crate::domain::payment::Source;
use crate::domain::product::{Flow, ProductId};
use crate::kernel::normal::lognormal_quantile;
use crate::policy::funds::{Purse, available};
use crate::protocol::{BillsFact, Observer, Payment};

/// Spread (sigma of the logarithm) of what prepaid subscribers recharge: an assumption, from students to traders.
const RECHARGE_SIGMA: f64 = 0.8;
/// Places of a subscriber's draws.
const PAYS_AFTERWARDS: u32 = 0;
const RECHARGE: u32 = 1;
/// As many as a byte tells apart.
const RANKS: f64 = 256.0;

/// The bills of one district.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bills {
    /// By person, one person's minor units.
    spent: Vec<i32>,
    /// By person: the first eight bits of the roll that says who pays afterwards; mostly they tell.
    ranks: Vec<u8>,
    /// By person: true for a month after a bill was not paid.
    stopped: Vec<bool>,
    /// By product: owed on bills to come, full scale minor units.
    owed: Vec<i64>,
}

impl Bills {
    /// Empty bills of `people` in a district, if there `is_any` product of the `products` to put on them.
    #[must_use]
    pub fn new(keys: &Purposes, district: u32, people: usize, products: usize, is_any: bool) -> Self {
        let people = if is_any { people } else { 0 };
        let rank = |person| (subscription(keys, district, person) * RANKS) as u8;
        let ranks = (0..people as u32).map(rank).collect();
        Self { spent: vec![0; people], ranks, stopped: vec![false; people], owed: vec![0; products] }
    }

    /// What `person` has put on the bill or taken from airtime so far.
    #[must_use]
    pub fn spent(&self, person: u32) -> Money {
        Money::from_minor(i64::from(self.spent[person as usize]))
    }

    /// True if the carrier takes no orders of `person` this month.
    #[must_use]
    pub fn is_stopped(&self, person: u32) -> bool {
        self.stopped[person as usize]
    }

    /// `person` spends `amount` more, or less if it is negative; a word that would overflow stays at its end.
    fn spend(&mut self, person: u32, amount: Money) {
        let word = &mut self.spent[person as usize];
        *word = (i64::from(*word) + amount.minor()).clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32;
    }

    /// `value`, full scale, goes on bills for `product`, or comes off them if it is negative.
    pub(super) fn owe(&mut self, product: ProductId, value: Money) {
        self.owed[product.index()] += value.minor();
    }
}

/// The roll that says whether `person` pays afterwards: where it is below the share of those who do.
fn subscription(keys: &Purposes, district: u32, person: u32) -> f64 {
    keys.subscriptions.uniform(district, person, PAYS_AFTERWARDS)
}

impl<O: Observer> Desk<'_, O> {
    /// The terms of a product that is put on phone bills, which must be one.
    #[must_use]
    pub fn bill_terms(&self, product: ProductId) -> BillTerms {
        self.product(product).bill.unwrap_or_else(|| panic!("{product:?} is on no phone bill"))
    }

    /// What `person` pays `product` from: a bill at the month's end, or airtime at once.
    #[must_use]
    pub fn bill_source(&self, person: u32, product: ProductId) -> Source {
        if self.pays_afterwards(person, product) { Source::Bill } else { Source::Balance }
    }

    fn pays_afterwards(&self, person: u32, product: ProductId) -> bool {
        let share = self.bill_terms(product).postpaid_share;
        let (rank, edge) = (f64::from(self.branch.bills.ranks[person as usize]), share * RANKS);
        if rank < edge && edge < rank + 1.0 {
            return subscription(&self.rules.keys, self.branch.district, person) < share;
        }
        rank < edge
    }

    /// The ordinal among carriers of the operator of `product`.
    fn carrier_of(&self, product: ProductId) -> Option<usize> {
        let operator = self.product(product).operator;
        self.market.market.carriers.iter().position(|carrier| carrier.party == operator)
    }

    /// True if the carrier of `person` is the one with this ordinal.
    fn is_subscriber(&self, person: u32, carrier: Option<usize>) -> bool {
        Some(self.branch.people[person as usize].carrier_ordinal()) == carrier
    }

    /// Why the carrier does not take the order, if it does not: the account is stopped, the month's limit is reached, or there is too little
    /// airtime.
    #[must_use]
    pub fn bill_refusal(&self, payment: &Payment) -> Option<ResponseCode> {
        if self.branch.bills.is_stopped(payment.person) {
            return Some(ResponseCode::NotPermitted);
        }
        let has_room = payment.amount <= self.room_on_bill(payment.person, payment.product) && !self.rules.conditions.is_broke;
        (!has_room).then_some(ResponseCode::InsufficientFunds)
    }

    /// What `person` can still spend: up to the limit, and, prepaid, what is left of the airtime.
    fn room_on_bill(&self, person: u32, product: ProductId) -> Money {
        let limit = self.bill_terms(product).monthly_limit;
        let most = if self.pays_afterwards(person, product) { limit } else { limit.min(self.airtime(person, product)) };
        most - self.branch.bills.spent(person)
    }

    /// Airtime of a prepaid subscriber, had nothing but calls been paid from it: they use it up evenly from one recharge to the next.
    fn airtime(&self, person: u32, product: ProductId) -> Money {
        let terms = self.bill_terms(product);
        let (roll, days_since_payday) = if self.rules.conditions.is_plain {
            (0.5, 0)
        } else {
            (self.rules.keys.subscriptions.uniform(self.branch.district, person, RECHARGE), self.days_since_recharge(person, &terms))
        };
        let full_minor = lognormal_quantile(roll, terms.airtime.minor() as f64, RECHARGE_SIGMA);
        available(&Purse { full_minor, days_since_payday, cycle_days: terms.recharge_days, is_credit: false })
    }

    /// Recharges are spread over the cycle by the person's place.
    const fn days_since_recharge(&self, person: u32, terms: &BillTerms) -> u32 {
        (self.day.day + person) % terms.recharge_days
    }

    /// A payment that cleared is charged: it goes on the bill, or off the airtime; a refund the other way.
    pub fn charge_bill(&mut self, payment: &Payment) {
        let amount = if payment.is_refund() { -payment.amount } else { payment.amount };
        self.branch.bills.spend(payment.person, amount);
    }

    /// The day's recharges: whoever has bought airtime begins at nothing spent.
    pub fn recharge_airtime(&mut self) {
        for product in self.billed_products() {
            let cycle = self.bill_terms(product).recharge_days;
            let first = (cycle - self.day.day % cycle) % cycle;
            let carrier = self.carrier_of(product);
            for person in (first..self.branch.people.len() as u32).step_by(cycle as usize) {
                // Both are looked at in any case: so that the memory fetches one person's while it waits for another's.
                let may_have = (self.branch.bills.spent[person as usize] != 0) & self.is_subscriber(person, carrier);
                if may_have && !self.pays_afterwards(person, product) {
                    self.branch.bills.spent[person as usize] = 0;
                }
            }
        }
    }

    /// The month's bills are issued. A share of them is never paid: that much of every district's, so that no agent's whole people default
    /// at once; which customers are stopped for a month is drawn.
    pub fn issue_bills(&mut self) {
        self.branch.bills.stopped.fill(false);
        for product in self.billed_products() {
            let owed = Money::from_minor(std::mem::take(&mut self.branch.bills.owed[product.index()]));
            let unpaid = if owed > Money::ZERO { self.bill_terms(product).bad_debt.of(owed) } else { Money::ZERO };
            if owed != Money::ZERO {
                post_unpaid(self, BillsFact { at: self.now, product, owed, unpaid });
            }
            self.stop_defaulters(product);
        }
        for product in self.billed_products() {
            let carrier = self.carrier_of(product);
            for person in 0..self.branch.people.len() as u32 {
                let has_spent = self.branch.bills.spent[person as usize] != 0;
                if has_spent && self.is_subscriber(person, carrier) && self.pays_afterwards(person, product) {
                    self.branch.bills.spent[person as usize] = 0;
                }
            }
        }
    }

    fn stop_defaulters(&mut self, product: ProductId) {
        let chance = self.bill_terms(product).bad_debt.ppm() as f64 / 1e6;
        if chance <= 0.0 {
            return;
        }
        let carrier = self.carrier_of(product);
        for person in 0..self.branch.people.len() as u32 {
            let owes = self.branch.bills.spent[person as usize] > 0;
            if owes && self.is_subscriber(person, carrier) && self.pays_afterwards(person, product) {
                let roll = self.rules.keys.arrears.uniform(self.branch.district, self.day.day, person);
                self.branch.bills.stopped[person as usize] |= roll < chance;
            }
        }
    }

    /// The products that are put on phone bills.
    fn billed_products(&self) -> impl Iterator<Item = ProductId> + use<O> {
        let is_billed: Vec<ProductId> = self.products().filter(|&product| self.product(product).flow == Flow::PhoneBill).collect();
        is_billed.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::random::Seed;

    #[test]
    fn only_markets_with_phone_bills_have_words() {
        let keys = Purposes::new(Seed::default());
        assert_eq!(Bills::new(&keys, 0, 100, 2, false), Bills { owed: vec![0; 2], ..Bills::default() });
        let mut bills = Bills::new(&keys, 0, 3, 2, true);
        bills.spend(2, Money::from_minor(500));
        bills.spend(2, Money::from_minor(-700));
        assert_eq!((bills.spent(2), bills.spent(0)), (Money::from_minor(-200), Money::ZERO));
        bills.owe(ProductId(1), Money::from_minor(9));
        assert_eq!((bills.owed, bills.stopped), (vec![0, 9], vec![false; 3]));
    }
}
