//! Holder: somebody who has a product or hears of one, between payments.
//!
//! Hears, about products at hand, occasions to think: about the card behind the product, about money that has stopped, about a product long not used. Says
//! nothing. Changes funding, habit, status, and trust once hearsay is forgotten.

use super::stage::Desk;
use crate::domain::product::ProductId;
use crate::kernel::random::unit;
use crate::policy::choice::{Outlook, takes};
use crate::policy::usage;
use crate::protocol::{Message, Observer};

/// The card behind a product is thought over.
pub fn review_funding<O: Observer>(desk: &mut Desk<'_, O>, person: u32, product: ProductId) {
    if let Some(choice) = desk.funding_choice(person, product) {
        desk.branch.holding_mut(person, product).fund_with(choice);
    }
}

/// Who came for the money leaves when there is no more of it.
pub fn look_for_money<O: Observer>(desk: &mut Desk<'_, O>, person: u32, product: ProductId) {
    let holding = desk.branch.holding(person, product);
    if holding.came_for_incentive() && !desk.still_pays(person, product) {
        desk.leave(person, product);
    }
}

/// A dormant user thinks of the product again, or is reminded: picks it up if it is worth the trouble in the mood of the day.
pub fn think_again<O: Observer>(desk: &mut Desk<'_, O>, person: u32, product: ProductId, mood: u32) {
    let rules = &desk.market.market.adoption;
    let holding = desk.branch.holding(person, product);
    let is_dormant = holding.status().can_pay() && usage::is_dormant(rules, holding.last_use, desk.day.day);
    if !is_dormant || !desk.may_operate_for(person, product) {
        return;
    }
    let seen = desk.outlook(person, product);
    let outlook = Outlook { trouble: rules.return_trouble - desk.product(product).reminder, ..seen };
    if takes(rules, &outlook, unit(mood)) {
        let (start, limit) = (usage::byte(desk.habit_start(product)), rules.dormant_days);
        let holding = desk.branch.holding_mut(person, product);
        holding.habit = holding.habit.max(start);
        // Still dormant until the next payment, but what faded so far is back.
        holding.last_use = u16::try_from(desk.day.day.saturating_sub(limit)).unwrap_or(u16::MAX);
    }
}

/// What a neighbour told of a fraud is forgotten: the trust that it cost is back.
pub fn on_forgotten<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let initial = desk.market.market.people.initial_trust;
    let person = &mut desk.branch.people[message.subject as usize];
    person.trust = usage::trust_after_forgetting(person.trust, message.note, initial);
}

/// The product is on another phone: its owner can pay with it again.
pub fn on_restored<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    desk.branch.holding_mut(message.subject, ProductId(message.note)).replace();
}
