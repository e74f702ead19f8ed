//! Hearsay: what neighbours make of a fraud that one of them suffered; bad news travels along the same edges as good news.
//!
//! Who hears, and for how long it is remembered, belongs to the theft and the neighbour, so that strategies share both.

use super::desk::Desk;
use super::luck::{Draw, Luck, mark};
use crate::domain::payment::Leg;
use crate::kernel::random::{exponential, unit};
use crate::kernel::time::Span;
use crate::policy::usage;
use crate::protocol::{Actor, Address, Message, Observer, What};

/// Days of a month, on average.
const MONTH: f64 = 365.25 / 12.0;

impl<O: Observer> Desk<'_, O> {
    /// The victim of the theft whose draws are `luck` has found out. Some neighbours hear of it and trust less, until they forget it as they
    /// forget the news.
    pub fn tell_neighbours(&mut self, victim: u32, luck: Luck) {
        let market = self.market;
        let rules = &market.market.adoption;
        let mean_days = rules.news_half_life_months * MONTH / std::f64::consts::LN_2;
        for (place, friend) in (0_u32..).zip(self.branch.neighbours(victim, market.market.people.neighbours)) {
            if unit(mark(luck, Draw::Hearsay, 2 * place)) >= rules.neighbour_hears_share {
                continue;
            }
            let person = &mut self.branch.people[friend as usize];
            let trust = usage::trust_after_hearsay(rules, person.trust);
            let lost = std::mem::replace(&mut person.trust, trust) - trust;
            let days = exponential(mark(luck, Draw::Hearsay, 2 * place + 1)) * mean_days;
            let forgotten_at = self.now + Span::from_secs_f64(days * 86_400.0);
            if lost > 0 && forgotten_at < self.rules.end {
                let phone = Address::new(Actor::Phone, self.market.people);
                let message = Message::about(friend, phone, phone, What::Forgotten, Leg::Outer);
                self.write(forgotten_at, Message { note: lost, ..message });
            }
        }
    }
}
