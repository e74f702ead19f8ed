//! Outlook: what a person sees of a product: shops, friends, risk, money; and which of the cards that work would fund it.

use super::desk::Desk;
use crate::domain::card::{CardId, Funding};
use crate::domain::person::Choice;
use crate::domain::product::{Flow, ProductId};
use crate::kernel::random::unit;
use crate::policy::choice::Outlook;
use crate::policy::funding::{Cards, chooses_credit};
use crate::policy::usage;
use crate::protocol::Observer;

impl<O: Observer> Desk<'_, O> {
    /// What `person` sees of `product` before enrolling.
    #[must_use]
    pub fn outlook(&self, person: u32, product: ProductId) -> Outlook {
        let market = &self.market.market;
        let holder = &self.branch.people[person as usize];
        let working = [holder.debit, holder.credit].into_iter().filter(|&card| self.works(card, product)).count();
        let shops = self.accepting_share(product);
        Outlook {
            shops,
            friends: self.branch.friends_share(person, market.people.neighbours, product),
            further_cards: working.saturating_sub(1) as f64,
            risk_aversion: holder.risk_aversion(),
            trust: usage::share(holder.trust),
            news_risk: self.notice(product).news_risk,
            protection: f64::from(u8::from(self.product(product).monitoring.is_some())),
            trouble: self.product(product).enrolment.trouble,
            incentive: self.expected_incentive(person, product, shops),
        }
    }

    /// Share of eligible spending that somebody who takes `product` up begins with.
    #[must_use]
    pub fn habit_start(&self, product: ProductId) -> f64 {
        self.product(product).habit_start.unwrap_or(self.market.market.adoption.habit_start)
    }

    /// A person's taste for a product, uniform; the same on every occasion and in every strategy.
    #[must_use]
    pub fn taste(&self, person: u32, product: ProductId) -> f64 {
        unit(self.rules.keys.taste.block(self.branch.district, person, u32::from(product.0), 0)[0])
    }

    /// What a person expects to get in the first year: the bonus, and cash-back on all that a full habit would pay at today's shops.
    fn expected_incentive(&self, person: u32, product: ProductId, shops: f64) -> f64 {
        let Some(incentive) = self.incentive(product) else { return 0.0 };
        let segment = &self.market.market.segments[self.branch.segment_of(person)];
        let spending = self.market.spending_per_year * segment.payments_scale * segment.ticket_scale;
        let cash_back = incentive.cash_back.ppm() as f64 / 1e6 * spending * shops * self.market.market.adoption.habit_cap;
        // Who has it already has had the bonus.
        let is_new = !self.branch.holding(person, product).status().is_user();
        let bonus = if is_new { incentive.sign_up.minor() as f64 } else { 0.0 };
        (bonus + cash_back).min(incentive.left(self.branch.earned.of(person, product)).minor() as f64)
    }

    /// The card that `person` would fund `product` with today, if one works.
    #[must_use]
    pub fn funding_choice(&self, person: u32, product: ProductId) -> Option<Choice> {
        if self.product(product).flow == Flow::PhoneBill {
            // No card is needed.
            return Some(Choice::Debit);
        }
        let holder = &self.branch.people[person as usize];
        match (self.can_fund(person, holder.debit, product), self.can_fund(person, holder.credit, product)) {
            (false, false) => None,
            (true, false) => Some(Choice::Debit),
            (false, true) => Some(Choice::Credit),
            (true, true) => Some(if self.prefers_credit(person, product) { Choice::Credit } else { Choice::Debit }),
        }
    }

    /// True if there is a card, or no need of one: whether [`Self::funding_choice`] chooses any.
    #[must_use]
    pub fn has_funding(&self, person: u32, product: ProductId) -> bool {
        let holder = &self.branch.people[person as usize];
        let is_on_bill = self.product(product).flow == Flow::PhoneBill;
        is_on_bill || self.can_fund(person, holder.debit, product) || self.can_fund(person, holder.credit, product)
    }

    /// The card that `choice` means for `person`.
    #[must_use]
    pub fn card_of(&self, person: u32, choice: Choice) -> CardId {
        let holder = &self.branch.people[person as usize];
        if choice == Choice::Credit { holder.credit } else { holder.debit }
    }

    /// True if `card` works in the product, and its bank can be asked from a page: by a debit, or on its own pages if the person is there.
    fn can_fund(&self, person: u32, card: CardId, product: ProductId) -> bool {
        if !self.works(card, product) {
            return false;
        }
        let terms = self.product(product);
        terms.remote.is_none() || self.market.market.links_accounts(terms, self.market.issuer(card)) || self.banks_online(person, card)
    }

    fn prefers_credit(&self, person: u32, product: ProductId) -> bool {
        let holder = &self.branch.people[person as usize];
        let steering = &self.product(product).steering;
        let share = |rate: crate::domain::money::Rate| rate.ppm() as f64 / 1e6;
        let cards = Cards {
            likes_credit: holder.likes_credit(),
            credit_rewards: self.rewards(holder.credit),
            debit_rebate: share(steering.debit_rebate),
            nudge: steering.nudge,
        };
        let taste = unit(self.rules.keys.funding_taste.block(self.branch.district, person, 0, 0)[0]);
        chooses_credit(&self.market.market.adoption, &cards, taste)
    }

    /// What a card pays its holder, as a share of spending.
    fn rewards(&self, card: CardId) -> f64 {
        let printed = self.market.market.cards[card.index()];
        let bank = self.market.bank_ordinal(printed.issuer).filter(|_| printed.funding == Funding::RewardsCredit);
        bank.map_or(0.0, |bank| self.market.market.banks[bank].rewards_rate.ppm() as f64 / 1e6)
    }

    /// The other of the person's cards, if it works in `product`.
    #[must_use]
    pub fn other_choice(&self, person: u32, product: ProductId) -> Option<Choice> {
        let holder = &self.branch.people[person as usize];
        let (other, choice) = if self.branch.holding(person, product).pays_with_credit() {
            (holder.debit, Choice::Debit)
        } else {
            (holder.credit, Choice::Credit)
        };
        self.can_fund(person, other, product).then_some(choice)
    }
}
