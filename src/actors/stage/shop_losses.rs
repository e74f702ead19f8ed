//! Shop losses: what shops lost to fraud and to charged-back payments, by the way in which a phone paid, until they review it.
//!
//! Only a shop that has lost something has a row. A national group's losses go to its head office with the day's report instead.

use super::desk::Desk;
use crate::domain::merchant::Technology;
use crate::domain::money::Money;
use crate::domain::product::ProductId;
use crate::policy::acceptance::LossMemory;
use crate::protocol::{Observer, Payment, PaymentKind};
use std::collections::BTreeMap;

/// What a district's local shops remember, by (shop, technology); full scale.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ShopLosses(BTreeMap<(u16, u8), LossMemory>);

impl ShopLosses {
    /// What `shop` remembers of its losses through `technology`.
    #[must_use]
    pub fn of(&self, shop: u16, technology: Technology) -> LossMemory {
        self.0.get(&(shop, technology as u8)).copied().unwrap_or_default()
    }

    fn add(&mut self, shop: u16, technology: Technology, (day, amount): (u32, Money), half_life_days: f64) {
        self.0.entry((shop, technology as u8)).or_default().add(day, amount.minor(), half_life_days);
    }
}

impl<O: Observer> Desk<'_, O> {
    /// The shop of `payment` has lost `amount`, full scale, for having taken it. What thieves type on a page was paid by no phone, and no
    /// terminal that is switched off would have kept it out.
    pub fn note_shop_loss(&mut self, payment: &Payment, amount: Money) {
        if payment.kind != PaymentKind::Purchase || payment.product == ProductId::PLASTIC || amount <= Money::ZERO {
            return;
        }
        let group = usize::from(self.branch.shops.list[usize::from(payment.shop)].group);
        if self.market.market.merchants[group].is_national {
            self.branch.report.shop_losses[group * Technology::ALL.len() + payment.technology as usize] += amount.minor();
        } else {
            let half_life_days = self.market.market.acceptance.loss_half_life_days();
            self.branch.shop_losses.add(payment.shop, payment.technology, (self.now.day(), amount), half_life_days);
        }
    }
}
