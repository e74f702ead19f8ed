//! Purchases: a day's purchase intents. Who has a product at hand has intents of its own; what everybody would pay with plastic is tallied at
//! its mean, and the phone takes off what it pays.

use super::season::Season;
use crate::actors::phone::{CASH, CATEGORY, SAMPLED};
use crate::actors::stage::{Branch, Desk, Tally};
use crate::domain::card::CardId;
use crate::domain::payment::Leg;
use crate::domain::person::Person;
use crate::domain::product::ProductSet;
use crate::kernel::own_points::OwnPoints;
use crate::kernel::points::{Cell, Points};
use crate::kernel::time::{Span, Window};
use crate::protocol::{Actor, Address, Message, Observer, What};
use std::hint::black_box;

/// Purchase intents: those for which a phone may come out get a message, the others are tallied.
pub fn draw<O: Observer>(desk: &mut Desk<'_, O>, season: &Season, window: Window) {
    if desk.day.day == desk.day.month_start || !desk.branch.cardholders.is_counted() {
        let Branch { cardholders, segments, people, .. } = &mut *desk.branch;
        cardholders.count(segments, |person| people[person as usize].everyday_card(), desk.day.computer_limit);
    }
    let kinds = kinds(desk, season);
    let mut told = Vec::with_capacity(256);
    for segment in 0..desk.branch.segments.len() {
        intents(desk, (season, &kinds), window, segment, &mut told);
        plastic(desk, (season, &kinds), segment);
        samples(desk, (season, &kinds), window, segment);
    }
    fetch_holdings(desk.branch, &told);
}

/// What an intent of one category has to know of its day.
#[derive(Clone, Copy, Debug, Default)]
struct Kind {
    /// It happens if its mark is below this.
    season: u32,
    /// It is paid in cash if the low half of its spare word is below this.
    cash: u32,
    /// The products that are used for it.
    used: ProductSet,
    /// Ranks at the computer below which it is followed where no phone comes out.
    followed_below: u32,
}

/// As many as an intent's note can tell apart, so that looking one up needs no check.
const KINDS: usize = CATEGORY as usize + 1;

fn kinds<O: Observer>(desk: &Desk<'_, O>, season: &Season) -> [Kind; KINDS] {
    let mut kinds = [Kind::default(); KINDS];
    for (category, kind) in (0_u8..).zip(&mut kinds).take(desk.day.season.len()) {
        let (ordinal, used) = (usize::from(category), desk.market.used_for(category));
        let followed_below = desk.market.followed_below(category, desk.day.computer_limit);
        *kind = Kind { season: desk.day.season[ordinal], cash: season.cash[ordinal], used, followed_below };
    }
    kinds
}

/// The intents of those of one segment who have a product at hand, where one of their products is used.
fn intents<O: Observer>(
    desk: &mut Desk<'_, O>,
    (season, kinds): (&Season, &[Kind; KINDS]),
    window: Window,
    segment: usize,
    told: &mut Vec<(u32, ProductSet)>,
) {
    let points = OwnPoints::new(desk.rules.keys.purchase);
    let phone = Address::new(Actor::Phone, desk.market.people);
    let place = [desk.branch.district, desk.day.day];
    let (market, branch, agenda) = (desk.market, &mut *desk.branch, &mut *desk.agenda);
    let holders = branch.holders.within(branch.segments[segment].clone());
    let looked_at = points.for_each(place, holders, &season.counts[segment], Span::DAY, |point| {
        let category = season.category(point.spare) & CATEGORY;
        let kind = kinds[usize::from(category)];
        let useful = branch.at_hand[point.person as usize].and(kind.used);
        if (point.mark < kind.season) & !useful.is_empty() {
            let at = window.start + market.time_of_day(category, point.at);
            let note = category | if is_cash(point.spare, kind) { CASH } else { 0 };
            let message = Message::about(point.person, phone, phone, What::Intent, Leg::Outer);
            agenda.schedule(at, Message { note, detail: point.ordinal, ..message });
            told.push((point.person, useful));
        }
    });
    branch.candidates += u64::from(looked_at);
}

const fn is_cash(spare: u32, kind: Kind) -> bool {
    (spare & 0xffff) < kind.cash
}

/// Tallies what those of one segment who have a card buy with it on average: no strategy makes them buy more or less, so that strategies
/// differ by what the phone pays, and by nothing else.
fn plastic<O: Observer>(desk: &mut Desk<'_, O>, (season, kinds): (&Season, &[Kind; KINDS]), segment: usize) {
    let (market, branch) = (&desk.market.market, &mut *desk.branch);
    let by_message = if market.plastic_sample == 0 { 0.0 } else { 1.0 / f64::from(market.plastic_sample) };
    let scale = market.segments[segment].payments_scale * (1.0 - by_message) * Tally::ONE as f64;
    for (category, (peak, kind)) in (0_u8..).zip(season.peak_per_day.iter().zip(kinds)) {
        if kind.followed_below == 0 {
            continue;
        }
        let share = f64::from(kind.season) / 4_294_967_296.0 * (1.0 - f64::from(kind.cash) / 65_536.0);
        let each = (scale * peak * share + 0.5) as i64;
        for card in (0..market.cards.len()).map(|ordinal| CardId(ordinal as u8)) {
            let [all, at_computer] = branch.cardholders.with_card(segment, card);
            let people = if kind.followed_below == u32::MAX { all } else { at_computer };
            let cell = branch.tally.cell(segment, card, category);
            branch.tally.at_mean[cell] += each * i64::from(people);
        }
    }
}

/// One in so many of those purchases goes by message, so that plastic is seen at work too.
fn samples<O: Observer>(desk: &mut Desk<'_, O>, (season, kinds): (&Season, &[Kind; KINDS]), window: Window, segment: usize) {
    let sample = desk.market.market.plastic_sample;
    if sample == 0 {
        return;
    }
    let points = Points::new(desk.rules.keys.purchase.child(1));
    let phone = Address::new(Actor::Phone, desk.market.people);
    let cap = season.cap_per_day * desk.market.market.segments[segment].payments_scale / f64::from(sample);
    let cell = Cell { district: desk.branch.district, window: desk.day.day, class: segment as u32 };
    let (market, branch, agenda) = (desk.market, &mut *desk.branch, &mut *desk.agenda);
    let looked_at = points.for_each(cell, branch.segments[segment].clone(), Span::DAY, cap, |point| {
        let category = season.category(point.spare) & CATEGORY;
        let kind = kinds[usize::from(category)];
        let is_followed = !is_cash(point.spare, kind) && Person::pays_at_computer(point.person, kind.followed_below);
        if point.mark < kind.season && is_followed {
            let at = window.start + market.time_of_day(category, point.at);
            let message = Message::about(point.person, phone, phone, What::Intent, Leg::Outer);
            agenda.schedule(at, Message { note: category | SAMPLED, detail: point.ordinal, ..message });
        }
    });
    branch.candidates += u64::from(looked_at);
}

/// Reads the holdings that the day's intents will ask for, one after the other without a look at what they say: so the memory fetches many
/// at once, where the handler of each intent would wait for its own.
fn fetch_holdings(branch: &Branch, intents: &[(u32, ProductSet)]) {
    let habits = |&(person, products): &(u32, ProductSet)| products.fold(0_u8, |any, product| any | branch.holding(person, product).habit);
    black_box(intents.iter().fold(0, |any, intent| any | habits(intent)));
}
