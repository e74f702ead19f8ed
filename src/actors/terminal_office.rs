//! Terminal office: what carriers have in shops' terminals, by technology.
//!
//! Hears what carriers bear of terminals that shops buy. Says the month's part of it, and, on the day on which no product needs a
//! technology any more, what is left of it. Keeps when it was spent.
//!
//! Terminals are written off in a straight line over their life L. What stood on the first day was of all ages alike: after t years
//! (1 - t / L)^2 / 2 of its price is left.

use crate::domain::line::Line;
use crate::domain::market::{Carrier, Market};
use crate::domain::merchant::{Technologies, Technology};
use crate::domain::money::Money;
use crate::domain::party::PartyId;
use crate::kernel::time::Time;
use crate::protocol::Charge;

const DAYS_PER_YEAR: f64 = 365.25;
const TECHNOLOGIES: usize = Technology::ALL.len();

/// What one carrier has in terminals of one technology, minor units.
#[derive(Clone, Debug, Default, PartialEq)]
struct Fleet {
    /// What the terminals of the first day had cost it.
    stood: f64,
    /// What it has spent since: the day, and how much.
    bought: Vec<(u32, i64)>,
    /// What has not been written off at the last month's end, or was spent since.
    on_the_books: i64,
}

impl Fleet {
    fn new(stood: f64) -> Self {
        Self { stood, bought: Vec::new(), on_the_books: (0.5 * stood + 0.5) as i64 }
    }

    fn buy(&mut self, day: u32, minor: i64) {
        if minor != 0 {
            self.bought.push((day, minor));
            self.on_the_books += minor;
        }
    }

    /// What is left of it at the end of `day` by age.
    fn worth(&self, day: u32, life_days: f64) -> i64 {
        let left = |since: u32| (1.0 - f64::from(day + 1 - since) / life_days).max(0.0);
        let bought: f64 = self.bought.iter().map(|&(since, minor)| minor as f64 * left(since)).sum();
        (0.5 * self.stood * left(0) * left(0) + bought + 0.5) as i64
    }

    /// Writes off what age has taken by the end of `day`.
    fn age(&mut self, day: u32, life_days: f64) -> i64 {
        let worth = self.worth(day, life_days);
        std::mem::replace(&mut self.on_the_books, worth) - worth
    }
}

/// A charge of a carrier for terminals of one technology.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FleetCharge {
    /// Who bears it.
    pub carrier: PartyId,
    /// For terminals of this kind.
    pub technology: Technology,
    /// The charge.
    pub charge: Charge,
}

/// The office of all carriers' terminals.
#[derive(Clone, Debug)]
pub struct TerminalOffice {
    /// By (carrier, technology).
    fleets: Vec<Fleet>,
}

impl TerminalOffice {
    /// What carriers have in the terminals of the first day.
    #[must_use]
    pub fn new(market: &Market) -> Self {
        let stood = |carrier: &Carrier, technology: Technology| {
            let at = technology as usize;
            let locations = |group: &crate::domain::merchant::MerchantGroup| {
                let share = group.taken_share[at];
                group.locations as f64 * if group.is_national { f64::from(u8::from(share >= 0.5)) } else { share }
            };
            let fitted: f64 = market.merchants.iter().map(locations).sum();
            let each = market.acceptance.equipment[at].early.minor() as f64 * market.acceptance.terminals_per_location;
            fitted * each * share(carrier, technology)
        };
        let of = |carrier| Technology::ALL.map(|technology| Fleet::new(stood(carrier, technology)));
        Self { fleets: market.carriers.iter().flat_map(of).collect() }
    }

    /// What carriers bear of terminals bought on `day`, by (carrier, technology).
    pub fn hear(&mut self, day: u32, sponsored: &[i64]) {
        for (fleet, &minor) in self.fleets.iter_mut().zip(sponsored) {
            fleet.buy(day, minor);
        }
    }

    /// The month's part of what terminals cost over their life.
    pub fn close_month(&mut self, market: &Market, day: u32, at: Time, mut book: impl FnMut(FleetCharge)) {
        let life_days = market.acceptance.terminal_life_years * DAYS_PER_YEAR;
        self.each(market, |fleet, carrier, technology| {
            book_if(&mut book, at, carrier, technology, Line::Terminals, fleet.age(day, life_days))
        });
    }

    /// No product needs the technologies of `gone` any more: what was left of their terminals yesterday is lost.
    pub fn strand(&mut self, market: &Market, gone: Technologies, day: u32, at: Time, mut book: impl FnMut(FleetCharge)) {
        let life_days = market.acceptance.terminal_life_years * DAYS_PER_YEAR;
        self.each(market, |fleet, carrier, technology| {
            if gone.has(technology) {
                let worn = fleet.age(day.saturating_sub(1), life_days);
                let left = std::mem::take(fleet).on_the_books;
                book_if(&mut book, at, carrier, technology, Line::Terminals, worn);
                book_if(&mut book, at, carrier, technology, Line::StrandedTerminals, left);
            }
        });
    }

    fn each(&mut self, market: &Market, mut visit: impl FnMut(&mut Fleet, PartyId, Technology)) {
        for (place, fleet) in self.fleets.iter_mut().enumerate() {
            visit(fleet, market.carriers[place / TECHNOLOGIES].party, Technology::ALL[place % TECHNOLOGIES]);
        }
    }
}

fn book_if(book: &mut impl FnMut(FleetCharge), at: Time, carrier: PartyId, technology: Technology, line: Line, minor: i64) {
    if minor != 0 {
        let charge = Charge { at, payer: Some((carrier, line)), payee: None, amount: Money::from_minor(minor) };
        book(FleetCharge { carrier, technology, charge });
    }
}

fn share(carrier: &Carrier, technology: Technology) -> f64 {
    if carrier.terminal_technologies.has(technology) { carrier.terminal_share.ppm() as f64 / 1e6 } else { 0.0 }
}

/// Technologies that some product needed before and none needs now.
#[must_use]
pub fn gone(before: &Market, now: &Market) -> Technologies {
    let needed = |market: &Market| market.products.iter().fold(Technologies::NONE, |set, product| set.or(product.technologies));
    needed(before).except(needed(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminals_lose_their_price_in_a_straight_line_and_what_is_left_is_stranded() {
        let mut fleet = Fleet::new(0.0);
        fleet.buy(0, 1_000);
        fleet.buy(50, 600);
        // After 50 of 100 days half of the first is gone, after 75 three quarters of it and a quarter of the second.
        assert_eq!((fleet.age(49, 100.0), fleet.on_the_books), (500, 500 + 600));
        assert_eq!((fleet.age(74, 100.0), fleet.on_the_books), (400, 250 + 450));
        assert_eq!((fleet.age(400, 100.0), fleet.on_the_books), (700, 0));
    }

    #[test]
    fn terminals_of_all_ages_have_lost_half_and_the_rest_goes_ever_more_slowly() {
        let mut fleet = Fleet::new(8_000.0);
        assert_eq!(fleet.on_the_books, 4_000);
        assert_eq!((fleet.age(49, 100.0), fleet.age(99, 100.0), fleet.on_the_books), (3_000, 1_000, 0));
    }
}
