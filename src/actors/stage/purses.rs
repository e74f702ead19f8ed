//! Purses: what becomes of offline purses: batches that never arrive, purses that are lost, SIMs whose radio no shop has any more.

use super::desk::Desk;
use crate::domain::iso8583::ResponseCode;
use crate::domain::payment::Leg;
use crate::domain::person::Status;
use crate::domain::product::ProductId;
use crate::kernel::normal::lognormal_quantile;
use crate::kernel::random::{exponential, unit};
use crate::kernel::time::Span;
use crate::protocol::{Actor, Address, BalanceMove, Message, Observer, What};

impl<O: Observer> Desk<'_, O> {
    /// True if the batch in which `shop` sends today's payments with `product` never arrives: the same days in every strategy.
    #[must_use]
    pub fn loses_batch(&self, shop: u16, product: ProductId) -> bool {
        let Some(terms) = self.product(product).purse else { return false };
        if self.rules.conditions.is_plain {
            return self.rules.conditions.loses_batches;
        }
        let address = u32::from(product.0) << 16 | u32::from(shop);
        self.rules.keys.lost_batches.uniform(self.branch.district, self.now.day(), address) < terms.lost_batch_share
    }

    /// A purse is lost with the phone, event `ordinal` of the day. Its finder gets round to spending it before terminals refuse it, and it
    /// is gone; or not, and what is on it is the operator's, or goes onto the owner's next SIM.
    pub fn lose_purse(&mut self, person: u32, product: ProductId, ordinal: u32) {
        let balance = self.balance(person, product);
        let Some(terms) = self.product(product).purse.filter(|_| balance.minor() > 0) else { return };
        let threats = &self.market.market.threats;
        let words = self.rules.keys.lost_purses.child(1).block(self.branch.district, self.day.day, u32::from(product.0), ordinal);
        let found_hours = exponential(words[0]) * threats.run_gap_hours;
        let refused_hours = lognormal_quantile(unit(words[1]), threats.loss_report_hours, 1.0) + 24.0 * terms.blacklist_days;
        if found_hours < refused_hours {
            self.change_balance(person, product, BalanceMove::Stolen, balance);
        } else if !terms.restores_blacklisted {
            self.change_balance(person, product, BalanceMove::Abandoned, balance);
        }
    }

    /// The SIM of a holder no longer meets any terminal. Some come for another one; the others have to be won again.
    pub fn strand(&mut self, person: u32, product: ProductId) {
        let sim = self.product(product).sim;
        let words = self.rules.keys.reswaps.block(self.branch.district, person, u32::from(product.0), self.day.epoch as u32);
        if unit(words[0]) * 1e6 >= sim.reswapped.ppm() as f64 {
            self.set_status(person, product, Status::Considered);
            self.branch.mandates.revoke(person, product);
            return;
        }
        self.set_status(person, product, Status::Enrolled);
        let days = exponential(words[1]) * f64::from(sim.reswap_days);
        let at = self.now + Span::from_secs_f64(days * 86_400.0);
        if at < self.rules.end {
            let phone = Address::new(Actor::Phone, self.market.people);
            let swapped = Message::about(person, phone, self.operator(product), What::Provisioned, Leg::Outer);
            self.write(at, Message { note: product.0, detail: Message::RESWAP, ..swapped.with_code(ResponseCode::Approved) });
        }
    }
}
