//! Gates: what has to be open before a person can take a product: handset, carrier, card; where it is on offer; and whether shops take it.

use super::desk::Desk;
use super::shop::Shop;
use crate::domain::card::CardId;
use crate::domain::product::ProductId;
use crate::protocol::Observer;

impl<O: Observer> Desk<'_, O> {
    /// True if the person's handset runs the product.
    #[must_use]
    pub fn has_phone_for(&self, person: u32, product: ProductId) -> bool {
        let limit = self.notice(product).handset_limit[self.branch.segment_of(person)];
        u32::from(self.branch.people[person as usize].handset_rank) < limit
    }

    /// True if the person's carrier lets the product in, or cannot keep it out.
    #[must_use]
    pub fn is_let_in(&self, person: u32, product: ProductId) -> bool {
        let (holder, notice) = (&self.branch.people[person as usize], self.notice(product));
        (holder.has_unlocked_phone() && notice.takes_unlocked) || notice.carriers >> holder.carrier_ordinal() & 1 == 1
    }

    /// True where the person lives where the product is on offer by a firm that may operate; who lives in a pilot's cities lives there in
    /// its national launch too, and customers of firms that are licensed early are those of the first firms in the queue.
    #[must_use]
    pub fn is_on_offer(&self, person: u32, product: ProductId) -> bool {
        let reach = self.product(product).reach * self.notice(product).operating_share;
        reach >= 1.0 || self.rules.keys.home.uniform(self.branch.district, person, u32::from(product.0)) < reach
    }

    /// True unless the firm with which the person has the product, or would have it, needs a licence and has none.
    #[must_use]
    #[inline]
    pub fn may_operate_for(&self, person: u32, product: ProductId) -> bool {
        self.notice(product).operating_share >= 1.0 || self.is_on_offer(person, product)
    }

    /// True if `card` works in the product.
    #[must_use]
    pub fn works(&self, card: CardId, product: ProductId) -> bool {
        card != CardId::NONE && self.notice(product).cards >> card.index() & 1 == 1
    }

    /// Share of the district's payments that could be made with the product: at shops that take it, in categories that it serves. Money
    /// that only moves, between people or to a bank, needs no shop.
    #[must_use]
    pub fn accepting_share(&self, product: ProductId) -> f64 {
        let market = &self.market.market;
        let served = &market.products[product.index()];
        let takes = |shop: &Shop| served.serves(shop.category) && self.takes(shop, product);
        let needs_no_shop = |at: &usize| !market.categories[*at].purpose.has_shop() && served.serves(*at as u8);
        let moved: f64 = (0..market.categories.len()).filter(needs_no_shop).map(|at| self.market.category_share[at]).sum();
        self.branch.shops.accepting_share(&self.market.category_share, takes) + moved
    }
}
