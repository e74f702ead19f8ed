//! Thoughts: why somebody comes to think of a product, and the message that says so.

use super::desk::Desk;
use crate::domain::party::PartyId;
use crate::domain::payment::Leg;
use crate::domain::product::ProductId;
use crate::kernel::random::exponential;
use crate::kernel::time::Span;
use crate::protocol::{Actor, Address, Message, Observer, What};

/// A consideration comes from the hazard clock.
pub const FROM_CLOCK: u32 = 0;
/// A consideration comes from somebody who uses the product.
pub const FROM_NEIGHBOUR: u32 = 1;
/// A consideration is a second thought.
pub const SECOND_THOUGHT: u32 = 2;

/// A thought about a product, as a message to the person who has it.
#[must_use]
pub fn consideration(people: PartyId, person: u32, product: ProductId, source: u32) -> Message {
    let phone = Address::new(Actor::Phone, people);
    Message { note: product.0, detail: source, ..Message::about(person, phone, phone, What::Consideration, Leg::Outer) }
}

impl<O: Observer> Desk<'_, O> {
    /// Each neighbour of a new user will think about the product after an exponential time that belongs to the edge.
    pub fn push_neighbours(&mut self, person: u32, product: ProductId) {
        let rate = self.market.market.adoption.neighbour_per_year;
        if rate <= 0.0 {
            return;
        }
        for friend in self.branch.neighbours(person, self.market.market.people.neighbours) {
            let address = u32::from(product.0) << 24 | friend;
            let roll = self.rules.keys.neighbour.block(self.branch.district, person, address, 0)[0];
            let years = exponential(roll) / rate;
            let at = self.now + Span::from_secs_f64(years * 365.25 * 86_400.0);
            if at < self.rules.end {
                self.write(at, consideration(self.market.people, friend, product, FROM_NEIGHBOUR));
            }
        }
    }
}
