//! Threats: what a day brings of the threats that a scenario may leave out, each from points of its own; and lost phones that keep their
//! owners from paying.
//!
//! Points of thefts are boosted by vector: each stands for one of the people behind an agent, or for a few.

use crate::actors::stage::{Desk, Draw, Luck, luck_of, mark};
use crate::domain::card::CardId;
use crate::domain::merchant::Purpose;
use crate::domain::payment::Leg;
use crate::domain::product::{Flow, ProductId};
use crate::domain::threat::{Path, Vector};
use crate::kernel::points::{Cell, Point, Points};
use crate::kernel::random::{Key, exponential, unit};
use crate::kernel::time::{Span, Window};
use crate::protocol::{Actor, Address, Message, Observer, What};

const DAYS_PER_YEAR: f64 = 365.25;
const DAY: f64 = 86_400.0;

/// Parts of the key of threats that are no vector.
const HOLDER: u32 = 32;
const WITHOUT: u32 = 33;
const NUMBER: u32 = 34;

/// The day's thefts and losses.
pub fn draw<O: Observer>(desk: &mut Desk<'_, O>, window: Window) {
    infections(desk, window);
    impostors(desk, window);
    deceptions(desk, window);
    copies(desk, window);
    holders_of_phones(desk, window);
    phones_gone(desk, window);
    replacements(desk);
}

/// Points of one rate over all people.
fn everybody<O: Observer>(
    desk: &mut Desk<'_, O>,
    (key, class): (Key, u32),
    per_year: f64,
    window: Window,
    mut visit: impl FnMut(&mut Desk<'_, O>, Point, Luck),
) {
    if per_year <= 0.0 {
        return;
    }
    let cell = Cell { district: desk.branch.district, window: desk.day.day, class };
    let people = 0..desk.branch.people.len() as u32;
    let mut looked_at = 0;
    Points::new(key).for_each(cell, people, Span::DAY, per_year / DAYS_PER_YEAR, |point| {
        looked_at += 1;
        let luck = luck_of(key.child(1).block(desk.branch.district, desk.day.day, class, point.ordinal));
        let now = std::mem::replace(&mut desk.now, window.start + point.at);
        visit(desk, point, luck);
        desk.now = now;
    });
    desk.branch.candidates += looked_at;
}

fn part<O: Observer>(desk: &Desk<'_, O>, part: u32) -> (Key, u32) {
    (desk.rules.keys.threat.child(part), 0)
}

/// Viruses that are made to pay: what scanning finds in time does nothing; the others wait, and read along until they are cleaned.
fn infections<O: Observer>(desk: &mut Desk<'_, O>, window: Window) {
    let Some(malware) = desk.market.market.threats.malware else { return };
    let found = desk.market.market.protections.found_share();
    let rate = malware.infections_per_year * malware.payload_share * f64::from(desk.rules.boost_of(Vector::Malware));
    let stream = part(desk, Vector::Malware as u32);
    everybody(desk, stream, rate, window, |desk, point, luck| {
        let limit = desk.day.smartphone_limit[desk.branch.segment_of(point.person)];
        let has_smartphone = u32::from(desk.branch.people[point.person as usize].handset_rank) < limit;
        if unit(point.mark) < found || !has_smartphone {
            return;
        }
        let lasts = Span::from_secs_f64(exponential(mark(luck, Draw::Infection, 0)) * malware.cleaned_days * DAY);
        let waits = Span::from_secs_f64(exponential(mark(luck, Draw::Infection, 1)) * malware.attack_days * DAY);
        let accounts: Vec<ProductId> = if waits < lasts { desk.accounts_at_hand(point.person).collect() } else { Vec::new() };
        for product in accounts {
            // Each account has a run of its own; the draws of the first are those of a holder of one.
            let luck = luck.wrapping_add(u64::from(product.0) << 40);
            desk.begin_reading(point.person, product, luck, (waits, lasts));
        }
    });
}

/// Identities and cards of people, most of whom hold no product, tried at an operator's enrolment.
fn impostors<O: Observer>(desk: &mut Desk<'_, O>, window: Window) {
    let Some(privacy) = desk.market.market.threats.privacy else { return };
    let stream = part(desk, Vector::PrivacyTheft as u32);
    let rate = privacy.tries_per_year * f64::from(desk.rules.boost_of(Vector::PrivacyTheft));
    everybody(desk, stream, rate, window, |desk, point, luck| {
        let Some(card) = desk.branch.people[point.person as usize].everyday() else { return };
        let Some(product) = desk.impostors_choice(card, luck) else { return };
        let slot = desk.begin_run(Vector::PrivacyTheft, point.person, product, luck, Span::ZERO);
        desk.branch.runs.get_mut(slot).card = card;
    });
}

/// Payers who are talked into sending money.
fn deceptions<O: Observer>(desk: &mut Desk<'_, O>, window: Window) {
    let Some(deception) = desk.market.market.threats.deception else { return };
    let categories = &desk.market.market.categories;
    let Some(sending) = categories.iter().position(|category| category.purpose == Purpose::Transfer) else { return };
    let stream = part(desk, Vector::Deception as u32);
    let rate = deception.deceptions_per_year * f64::from(desk.rules.boost_of(Vector::Deception));
    everybody(desk, stream, rate, window, |desk, point, luck| {
        let sends = |product: &ProductId| desk.product(*product).serves(sending as u8);
        // Of several, the one that is used most; of two alike, the first.
        let product = desk.accounts_at_hand(point.person).filter(sends).max_by_key(|&product| {
            let holding = desk.branch.holding(point.person, product);
            (holding.habit, std::cmp::Reverse(product.0))
        });
        if let Some(product) = product {
            let slot = desk.begin_run(Vector::Deception, point.person, product, luck, Span::ZERO);
            desk.branch.runs.get_mut(slot).wanted = 1;
        }
    });
}

/// Plain cards that are copied, and numbers of theirs that are used without them.
fn copies<O: Observer>(desk: &mut Desk<'_, O>, window: Window) {
    let Some(counterfeit) = desk.market.market.threats.counterfeit else { return };
    let boost = f64::from(desk.rules.boost_of(Vector::CounterfeitCard));
    for (of, per_year, path) in [
        (Vector::CounterfeitCard as u32, counterfeit.copies_per_year, Path::Plastic),
        (NUMBER, counterfeit.numbers_per_year, Path::CardAbsent),
    ] {
        let stream = part(desk, of);
        everybody(desk, stream, per_year * boost, window, |desk, point, luck| {
            if desk.branch.people[point.person as usize].everyday_card() == CardId::NONE {
                return;
            }
            let slot = desk.begin_run(Vector::CounterfeitCard, point.person, ProductId::PLASTIC, luck, Span::ZERO);
            desk.branch.runs.get_mut(slot).path = path;
        });
    }
}

/// Finders who do not open the wallet, while a prepaid card can be put on the phone anew without it.
fn holders_of_phones<O: Observer>(desk: &mut Desk<'_, O>, window: Window) {
    let is_open = |desk: &Desk<'_, O>, product| desk.product(product).prepaid.is_some_and(|p| p.is_enabled && p.is_open_to_holder);
    if !desk.products().any(|product| is_open(desk, product)) {
        return;
    }
    let threats = &desk.market.market.threats;
    let rate = threats.lost_device_per_year * (1.0 - threats.opened_share) * f64::from(desk.rules.boost);
    let stream = part(desk, HOLDER);
    everybody(desk, stream, rate, window, |desk, point, luck| {
        for product in desk.branch.at_hand[point.person as usize] {
            let holding = desk.branch.holding(point.person, product);
            if is_open(desk, product) && holding.pays_from_account() && !holding.is_lost() {
                desk.begin_loss(point.person, product, luck.wrapping_add(u64::from(product.0) << 40));
            }
        }
    });
}

/// Lost phones, opened or not, keep their owners from paying until the product is on another one: everybody behind an agent alike.
fn phones_gone<O: Observer>(desk: &mut Desk<'_, O>, window: Window) {
    if !desk.products().any(|product| desk.product(product).restore_days > 0.0) {
        return;
    }
    let rate = desk.market.market.threats.lost_device_per_year;
    let stream = part(desk, WITHOUT);
    everybody(desk, stream, rate, window, |desk, point, luck| {
        for product in desk.branch.at_hand[point.person as usize] {
            let terms = desk.product(product);
            let days = terms.restore_days * exponential(mark(luck, Draw::Without, 0));
            let is_in_phone = terms.needs_phone() || terms.flow == Flow::RemoteAccount;
            if terms.restore_days <= 0.0 || !is_in_phone || desk.branch.holding(point.person, product).is_lost() {
                continue;
            }
            desk.branch.holding_mut(point.person, product).lose();
            let owner = Address::new(Actor::Phone, desk.market.people);
            let message = Message::about(point.person, owner, owner, What::Restored, Leg::Outer);
            desk.write(desk.now + Span::from_secs_f64(days * DAY), Message { note: product.0, ..message });
        }
    });
}

/// Cards that banks replace today, for a breach that was seen.
fn replacements<O: Observer>(desk: &mut Desk<'_, O>) {
    for product in 0..desk.day.products.len() as u8 {
        if let Some(breach) = desk.day.products[product as usize].seen_breach {
            desk.replace_cards(ProductId(product), breach.reach);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_stream_has_the_key_of_another() {
        let mut parts: Vec<u32> = Vector::ALL.iter().map(|&vector| vector as u32).chain([HOLDER, WITHOUT, NUMBER]).collect();
        parts.sort_unstable();
        parts.dedup();
        assert_eq!(parts.len(), Vector::ALL.len() + 3);
    }
}
