//! Incentive: what an operator promises for joining, for paying and for funding with debit, and pays when a payment clears.
//!
//! Invariants: what one user was promised and not denied again never passes the cap; a refund takes back what its payment earned.

use super::desk::Desk;
use super::posting::post_incentive;
use crate::domain::card::CardId;
use crate::domain::incentive::{Incentive, Occasion, Promise};
use crate::domain::money::Money;
use crate::domain::product::ProductId;
use crate::protocol::{IncentiveFact, Observer, Payment};

impl<O: Observer> Desk<'_, O> {
    /// The incentive that `product` pays today.
    #[must_use]
    pub fn incentive(&self, product: ProductId) -> Option<Incentive> {
        self.product(product).incentive.filter(|_| self.notice(product).pays_incentive)
    }

    /// True if `person` can still get something for paying with `product`.
    #[must_use]
    pub fn still_pays(&self, person: u32, product: ProductId) -> bool {
        self.incentive(product).is_some_and(|incentive| incentive.still_pays(self.branch.earned.of(person, product)))
    }

    /// What `person` is promised for a payment that begins now.
    pub fn promise(&mut self, person: u32, product: ProductId, card: CardId, amount: Money) -> Promise {
        let earned = self.branch.earned.of(person, product);
        let cash_back = self.incentive(product).map_or(Money::ZERO, |incentive| incentive.on(amount, earned));
        let is_debit = card != CardId::NONE && !self.market.market.cards[card.index()].funding.is_credit();
        let rebate = if is_debit { self.product(product).steering.debit_rebate.of(amount) } else { Money::ZERO };
        self.commit(person, product, cash_back);
        let minor = |money: Money| u32::try_from(money.minor()).unwrap_or(u32::MAX);
        Promise { cash_back: minor(cash_back), rebate: minor(rebate) }
    }

    /// The payment failed: nothing is earned by it.
    pub fn deny(&mut self, payment: &Payment) {
        self.commit(payment.person, payment.product, Money::from_minor(-i64::from(payment.promise.cash_back)));
    }

    /// The product is bound: the bonus for joining is paid at once.
    pub fn pay_sign_up(&mut self, person: u32, product: ProductId) {
        let Some(incentive) = self.incentive(product) else { return };
        let amount = incentive.sign_up.min(incentive.left(self.branch.earned.of(person, product)));
        if amount == Money::ZERO {
            return;
        }
        self.commit(person, product, amount);
        let (at, weight) = (self.now, self.rules.weight);
        let occasion = Occasion::SignUp;
        post_incentive(
            self,
            IncentiveFact { at, promised_at: at, person, product, card: None, occasion, base: Money::ZERO, amount, weight },
        );
    }

    /// The payment cleared at the shop: what was promised for it is paid, or taken back with a refund.
    pub fn keep_promise(&mut self, payment: &Payment) {
        let Promise { cash_back, rebate } = payment.promise;
        for (occasion, promised) in [(Occasion::CashBack, cash_back), (Occasion::Rebate, rebate)] {
            let amount = if payment.is_refund() { taken_back(payment, promised.into()) } else { Money::from_minor(promised.into()) };
            if amount == Money::ZERO {
                continue;
            }
            if payment.is_refund() && occasion == Occasion::CashBack {
                self.commit(payment.person, payment.product, amount);
            }
            let (person, product, card, weight) = (payment.person, payment.product, Some(payment.card), payment.weight);
            let (at, promised_at, base) = (self.now, payment.promised_at, payment.amount);
            post_incentive(self, IncentiveFact { at, promised_at, person, product, card, occasion, base, amount, weight });
        }
    }

    fn commit(&mut self, person: u32, product: ProductId, amount: Money) {
        if amount != Money::ZERO {
            self.branch.earned.add(person, product, amount);
            self.branch.report.products[product.index()].incentives += amount.minor() * i64::from(self.rules.weight);
        }
    }
}

/// What a refund takes back of what its purchase was promised: in proportion, in the payer's favour.
fn taken_back(refund: &Payment, promised: i64) -> Money {
    Money::from_minor(-(promised * refund.amount.minor() / refund.asked.minor().max(1)))
}
