//! Savings: the days of money funds: paydays that bring money, occasions that take it out, and yields.
//!
//! A payday falls on every person who is due today and on nobody else, so no pass over all people is needed; yields are credited at a
//! month's end, and on the day that a market ends, on its terms.

use crate::actors::stage::{Desk, Saving, Trait};
use crate::domain::money::Money;
use crate::domain::payment::Leg;
use crate::domain::product::ProductId;
use crate::kernel::points::{Cell, Points};
use crate::kernel::random::unit;
use crate::kernel::time::{Span, Time, Window};
use crate::policy::saving;
use crate::protocol::{Actor, Address, Message, Observer, What};

const DAYS_PER_YEAR: f64 = 365.25;
/// Nobody moves a payday's money before eight, or later than twelve hours after.
const FIRST_HOUR: i64 = 8;
const HOURS: f64 = 12.0;

/// Opens the day: what lay in funds on the first day, and yields up to today on the terms of a market that ended.
pub fn open<O: Observer>(desk: &mut Desk<'_, O>) {
    if !desk.branch.stakes.is_kept() {
        return;
    }
    let (today, before) = (desk.day.day, desk.branch.epoch);
    if today == 0 {
        open_first_stakes(desk);
    }
    if before != desk.day.epoch {
        credit_all(desk, before, today);
        desk.branch.stakes.close_on(today);
    }
}

/// Closes a month: its yields, the last night included.
pub fn close<O: Observer>(desk: &mut Desk<'_, O>) {
    if desk.day.closes_month && desk.branch.stakes.is_kept() {
        credit_all(desk, desk.day.epoch, desk.day.day + 1);
        let funds = desk.products().filter(|&product| desk.product(product).fund.is_some());
        for product in funds.collect::<Vec<_>>() {
            desk.tell_stakes(product);
        }
    }
}

fn credit_all<O: Observer>(desk: &mut Desk<'_, O>, epoch: usize, until_day: u32) {
    let products = &desk.rules.markets[epoch].market.products;
    for (ordinal, product) in products.iter().enumerate() {
        if let Some(terms) = &product.fund {
            desk.credit_yields(ProductId(ordinal as u8), terms, until_day);
        }
    }
}

/// What holders have in a fund that was there before the first day.
fn open_first_stakes<O: Observer>(desk: &mut Desk<'_, O>) {
    for product in desk.products() {
        let Some(terms) = desk.product(product).fund.filter(|terms| terms.opening_share > 0.0) else { continue };
        for person in 0..desk.branch.people.len() as u32 {
            let is_holder = desk.branch.holding(person, product).status().can_pay();
            if !is_holder || desk.trait_of(person, product, Trait::HoldsStake) >= terms.opening_share {
                continue;
            }
            let is_plain = desk.rules.conditions.is_plain;
            let spread = if is_plain { 1.0 } else { -libm::log(1.0 - desk.trait_of(person, product, Trait::OpeningStake)) };
            let amount = Money::from_minor((terms.opening_mean.minor() as f64 * spread + 0.5) as i64);
            desk.open_stake(person, product, amount);
        }
    }
}

/// Today's paydays and occasions.
pub fn draw<O: Observer>(desk: &mut Desk<'_, O>, window: Window) {
    let is_open = desk.market.market.products.iter().any(|product| product.fund.is_some_and(|terms| terms.is_open));
    if !desk.branch.stakes.is_kept() || !(is_open || desk.branch.stakes.is_begun()) {
        return;
    }
    let cycle = desk.market.market.payday_every_days.max(1);
    let first = (cycle - desk.day.day % cycle) % cycle;
    for person in (first..desk.branch.people.len() as u32).step_by(cycle as usize) {
        payday(desk, person, cycle, window.start);
    }
    desk.products().for_each(|product| redemptions(desk, product, window));
}

/// Somebody is paid: opens a fund perhaps, and puts money into those that are open.
fn payday<O: Observer>(desk: &mut Desk<'_, O>, person: u32, cycle: u32, day: Time) {
    desk.branch.stakes.begin_cycle(person);
    for product in desk.products() {
        let Some(terms) = desk.product(product).fund.filter(|terms| terms.is_open) else { continue };
        let holding = desk.branch.holding(person, product);
        if !holding.status().can_pay() || holding.is_frozen() || holding.is_lost() {
            continue;
        }
        let roll = desk.rules.keys.paydays.block(desk.branch.district, person, desk.day.day, u32::from(product.0));
        let is_willing = desk.trait_of(person, product, Trait::TakesFund) < saving::willing_share(&terms);
        if !desk.branch.stakes.is_opened(person, product) {
            if !is_willing || unit(roll[0]) >= saving::consideration_chance(&terms, cycle) {
                continue;
            }
            desk.branch.stakes.open(person, product);
        }
        if is_willing {
            let at = day + Span::from_hours(FIRST_HOUR) + Span::from_secs_f64(unit(roll[1]) * HOURS * 3_600.0);
            desk.agenda.schedule(at, occasion(desk, person, product, Saving::In));
        }
    }
}

/// Holders who want all of their money.
fn redemptions<O: Observer>(desk: &mut Desk<'_, O>, product: ProductId, window: Window) {
    let per_day = desk.product(product).fund.map_or(0.0, |terms| terms.redemptions_per_year) / DAYS_PER_YEAR;
    if per_day <= 0.0 {
        return;
    }
    let cell = Cell { district: desk.branch.district, window: desk.day.day, class: u32::from(product.0) };
    let people = 0..desk.branch.people.len() as u32;
    let looked_at = Points::new(desk.rules.keys.redemptions).for_each(cell, people, Span::DAY, per_day, |point| {
        if desk.stake(point.person, product) > Money::ZERO {
            desk.agenda.schedule(window.start + point.at, occasion(desk, point.person, product, Saving::Out));
        }
    });
    desk.branch.candidates += u64::from(looked_at);
}

/// An occasion to move money, as a message to the person who has it.
pub fn occasion<O: Observer>(desk: &Desk<'_, O>, person: u32, product: ProductId, way: Saving) -> Message {
    let phone = Address::new(Actor::Phone, desk.market.people);
    Message { note: product.0, detail: way as u32, ..Message::about(person, phone, phone, What::Saving, Leg::Outer) }
}
