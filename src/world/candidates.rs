//! Candidates: what may happen to whom today. Points fall alike under every strategy; what a strategy decides is which of them happen.

use super::district::Dawning;
use super::purchases;
use super::savings;
use super::season::Season;
use crate::actors::holder;
use crate::actors::merchant_office;
use crate::actors::stage::{Branch, Desk, FROM_CLOCK, Luck, SECOND_THOUGHT, consideration, luck_of};
use crate::domain::merchant::Technology;
use crate::domain::money::Money;
use crate::domain::payment::Leg;
use crate::domain::person::Status;
use crate::domain::product::{Flow, Product, ProductId, ProductSet};
use crate::kernel::points::{Cell, Points};
use crate::kernel::random::{Key, unit};
use crate::kernel::time::{Span, Time, Window};
use crate::policy::acceptance::{self, Delivery, Prospect, Wear};
use crate::policy::usage;
use crate::protocol::{Actor, Address, BalanceMove, Message, Observer, What};
use std::hint::black_box;

const DAYS_PER_YEAR: f64 = 365.25;

/// People for whom the day's hazard brings a first consideration.
pub fn dawn<O: Observer>(desk: &mut Desk<'_, O>, dawning: &mut [Dawning], window: Window) {
    let key = desk.rules.keys.consideration;
    for each in dawning {
        let hazard = desk.day.products[each.product.index()].hazard[each.segment];
        let first = desk.branch.segments[each.segment].start;
        let (product, segment, order) = (each.product, each.segment as u32, &each.order);
        each.clock.advance(hazard, |rank| {
            let person = first + u32::from(order[rank as usize]);
            let word = key.block(desk.branch.district, segment, rank, 2 + u32::from(product.0))[0];
            let at = desk.now + Span::from_secs_f64(unit(word) * window.length().as_secs_f64());
            desk.write(at, consideration(desk.market.people, person, product, FROM_CLOCK));
        });
    }
}

/// The day's candidate points.
pub fn draw<O: Observer>(desk: &mut Desk<'_, O>, season: &Season, window: Window) {
    fetch(desk.branch);
    purchases::draw(desk, season, window);
    scripted(desk, window);
    second_thoughts(desk, window);
    lost_phones(desk, window);
    lost_purses(desk, window);
    guesses(desk, window);
    looks(desk, window);
    dormant(desk, window);
    occasions(desk, window);
    reviews(desk);
    breaches(desk);
}

/// Reads from end to end what the day's points look up at random. A district has been out of the nearer caches since yesterday, and memory
/// comes ten times faster in a row than piece by piece, each waited for.
fn fetch(branch: &Branch) {
    let any = |sets: &[ProductSet]| sets.iter().fold(ProductSet::default(), |any, &set| any.or(set));
    black_box((any(&branch.at_hand), any(&branch.pondered)));
}

/// Payments that the scenario wrote down for today; people are numbered through all districts.
fn scripted<O: Observer>(desk: &mut Desk<'_, O>, window: Window) {
    for (ordinal, payment) in desk.market.market.script.iter().enumerate() {
        let day = desk.market.market.calendar.day(payment.at.date());
        if day != i64::from(desk.day.day) {
            continue;
        }
        let clock = payment.at.time();
        let seconds = i64::from(clock.hour()) * 3600 + i64::from(clock.minute()) * 60 + i64::from(clock.second());
        let agent = u64::from(payment.person) / u64::from(desk.rules.weight.max(1));
        let Some(person) = agent.checked_sub(desk.branch.first_agent).filter(|p| *p < desk.branch.people.len() as u64) else { continue };
        let person = person as u32;
        let phone = Address::new(Actor::Phone, desk.market.people);
        let message = Message::about(person, phone, phone, What::Scripted, Leg::Outer);
        let at = window.start + Span::from_secs(seconds);
        if desk.rules.conditions.pays_as_thief {
            let now = std::mem::replace(&mut desk.now, at);
            let luck = run_luck(desk, 0, 0);
            if desk.product(ProductId(0)).needs_phone() {
                desk.begin_loss(person, ProductId(0), luck);
            } else if desk.product(ProductId(0)).flow == Flow::RemoteAccount {
                desk.begin_reading(person, ProductId(0), luck, (Span::ZERO, Span::MAX));
            } else {
                desk.begin_guesses(person, ProductId(0), luck);
            }
            desk.now = now;
        } else {
            let message = match desk.rules.conditions.saves {
                Some(way) => savings::occasion(desk, person, ProductId(0), way),
                None => Message { detail: ordinal as u32, ..message },
            };
            desk.agenda.schedule(at, message);
        }
    }
}

/// Points of one rate over all people; `visit` gets the person, the time, the mark and the number. Where they matter to nobody who is
/// `concerned` they are counted, not drawn.
fn everybody<O: Observer>(
    desk: &mut Desk<'_, O>,
    (key, class): (Key, u32),
    per_day: f64,
    concerned: u32,
    window: Window,
    mut visit: impl FnMut(&mut Desk<'_, O>, u32, Time, u32, u32),
) {
    if per_day <= 0.0 {
        return;
    }
    let cell = Cell { district: desk.branch.district, window: desk.day.day, class };
    let (people, points) = (desk.branch.people.len() as u32, Points::new(key));
    let looked_at = if concerned == 0 {
        points.count(cell, people, per_day)
    } else {
        points.for_each(cell, 0..people, Span::DAY, per_day, |point| {
            visit(desk, point.person, window.start + point.at, point.mark, point.ordinal);
        })
    };
    desk.branch.candidates += u64::from(looked_at);
}

fn second_thoughts<O: Observer>(desk: &mut Desk<'_, O>, window: Window) {
    let per_day = desk.market.market.adoption.reconsider_per_year / DAYS_PER_YEAR;
    for product in (0..desk.market.market.products.len()).map(|p| ProductId(p as u8)) {
        let (key, concerned) = (desk.rules.keys.reconsideration, desk.branch.crowd.of(product, Status::Considered));
        everybody(desk, (key, u32::from(product.0)), per_day, concerned, window, |desk, person, at, _, _| {
            if desk.branch.pondered[person as usize].has(product) {
                desk.write(at, consideration(desk.market.people, person, product, SECOND_THOUGHT));
            }
        });
    }
}

/// Phones lost to somebody who opens the wallet; each stands for one person, so an agent meets `boost` times as many.
fn lost_phones<O: Observer>(desk: &mut Desk<'_, O>, window: Window) {
    let threats = &desk.market.market.threats;
    let per_day = threats.lost_device_per_year * threats.opened_share * f64::from(desk.rules.boost) / DAYS_PER_YEAR;
    let key = desk.rules.keys.theft;
    everybody(desk, (key, 0), per_day, desk.branch.crowd.holders(), window, |desk, person, at, _, ordinal| {
        for product in desk.branch.at_hand[person as usize] {
            let opens = desk.product(product).needs_phone() && desk.product(product).purse.is_none();
            if opens && !desk.branch.holding(person, product).is_lost() {
                let luck = run_luck(desk, 1 << 24 | u32::from(product.0), ordinal);
                let now = std::mem::replace(&mut desk.now, at);
                desk.begin_loss(person, product, luck);
                desk.now = now;
            }
        }
    });
}

/// Purses lost with the phone. They pay without being opened, and an event happens to everybody an agent stands for.
fn lost_purses<O: Observer>(desk: &mut Desk<'_, O>, window: Window) {
    let per_day = desk.market.market.threats.lost_device_per_year / DAYS_PER_YEAR;
    let key = desk.rules.keys.lost_purses;
    for product in products_that(desk, |product| product.purse.is_some()) {
        holders(desk, (key, product), per_day, window, |desk, person, ordinal| desk.lose_purse(person, product, ordinal));
    }
}

/// People whose phone number somebody knows and whose PIN that somebody tries to guess; boosted like all rare fraud.
fn guesses<O: Observer>(desk: &mut Desk<'_, O>, window: Window) {
    let per_day = desk.market.market.threats.guesses_per_year * f64::from(desk.rules.boost) / DAYS_PER_YEAR;
    let key = desk.rules.keys.guesses;
    for product in products_that(desk, |product| product.flow == Flow::ProcessorAccount) {
        holders(desk, (key, product), per_day, window, |desk, person, ordinal| {
            let luck = run_luck(desk, 3 << 24 | u32::from(product.0), ordinal);
            desk.begin_guesses(person, product, luck);
        });
    }
}

/// The products of today's market that `suit`.
fn products_that<O: Observer>(desk: &Desk<'_, O>, suit: impl Fn(&Product) -> bool) -> Vec<ProductId> {
    desk.products().filter(|&product| suit(desk.product(product))).collect()
}

/// Points of one rate over those who have `product` at hand; `strike` gets the person and the number, at the moment at which it happens.
fn holders<O: Observer>(
    desk: &mut Desk<'_, O>,
    (key, product): (Key, ProductId),
    per_day: f64,
    window: Window,
    mut strike: impl FnMut(&mut Desk<'_, O>, u32, u32),
) {
    let concerned = desk.branch.crowd.at_hand(product);
    everybody(desk, (key, u32::from(product.0)), per_day, concerned, window, |desk, person, at, _, ordinal| {
        if desk.branch.at_hand[person as usize].has(product) {
            let now = std::mem::replace(&mut desk.now, at);
            strike(desk, person, ordinal);
            desk.now = now;
        }
    });
}

/// Holders who look at their balance: money from outside has come in, or all of it goes to the bank.
fn looks<O: Observer>(desk: &mut Desk<'_, O>, window: Window) {
    for product in (0..desk.market.market.products.len()).map(|p| ProductId(p as u8)) {
        let Some(stored) = desk.product(product).stored else { continue };
        let [comes_in, goes_out] = [stored.receipts_per_year, stored.withdrawals_per_year].map(|rate| rate / stored.looks_per_year);
        let key = desk.rules.keys.looks;
        let (per_day, concerned) = (stored.looks_per_year / DAYS_PER_YEAR, desk.branch.crowd.at_hand(product));
        everybody(desk, (key, u32::from(product.0)), per_day, concerned, window, |desk, person, _, mark, _| {
            if !desk.branch.at_hand[person as usize].has(product) {
                return;
            }
            let mark = unit(mark);
            if mark < comes_in {
                if !desk.may_operate_for(person, product) {
                    return;
                }
                let amount = -libm::log(mark / comes_in) * stored.receipt_mean.minor() as f64;
                desk.change_balance(person, product, BalanceMove::Received, Money::from_minor((amount + 0.5) as i64));
            } else if mark > 1.0 - goes_out {
                desk.withdraw(person, product);
            }
        });
    }
}

fn run_luck<O: Observer>(desk: &Desk<'_, O>, kind: u32, ordinal: u32) -> Luck {
    luck_of(desk.rules.keys.run.block(desk.branch.district, desk.day.day, kind, ordinal))
}

/// Users who have long not paid may give the product up.
fn dormant<O: Observer>(desk: &mut Desk<'_, O>, window: Window) {
    let rules = &desk.market.market.adoption;
    let per_day = rules.leave_dormant_per_year / DAYS_PER_YEAR;
    let key = desk.rules.keys.dormancy;
    everybody(desk, (key, 0), per_day, desk.branch.crowd.holders(), window, |desk, person, _, _, _| {
        for product in desk.branch.at_hand[person as usize] {
            let last_use = desk.branch.holding(person, product).last_use;
            if usage::is_dormant(&desk.market.market.adoption, last_use, desk.day.day) {
                desk.leave(person, product);
            }
        }
    });
}

/// Occasions to think about a product one has: its funding card, money that has stopped, picking it up again.
fn occasions<O: Observer>(desk: &mut Desk<'_, O>, window: Window) {
    let (rules, keys) = (&desk.market.market.adoption, desk.rules.keys);
    let (reviews, hunts, returns) = (rules.funding_reviews_per_year, rules.leave_hunter_per_year, rules.returns_per_year);
    everybody(desk, (keys.funding_review, 0), reviews / DAYS_PER_YEAR, desk.branch.crowd.holders(), window, |desk, person, _, _, _| {
        desk.branch.at_hand[person as usize].for_each(|product| holder::review_funding(desk, person, product));
    });
    if desk.branch.earned.is_kept() {
        everybody(desk, (keys.hunting, 0), hunts / DAYS_PER_YEAR, desk.branch.crowd.holders(), window, |desk, person, at, _, _| {
            let now = std::mem::replace(&mut desk.now, at);
            desk.branch.at_hand[person as usize].for_each(|product| holder::look_for_money(desk, person, product));
            desk.now = now;
        });
    }
    everybody(desk, (keys.returning, 0), returns / DAYS_PER_YEAR, desk.branch.crowd.holders(), window, |desk, person, _, mark, _| {
        desk.branch.at_hand[person as usize].for_each(|product| holder::think_again(desk, person, product, mark));
    });
}

/// Local shops that review what their terminals take.
fn reviews<O: Observer>(desk: &mut Desk<'_, O>) {
    let rules = &desk.market.market.acceptance;
    let per_day = rules.reviews_per_year / DAYS_PER_YEAR;
    if per_day <= 0.0 {
        return;
    }
    let cell = Cell { district: desk.branch.district, window: desk.day.day, class: 0 };
    let shops = 0..desk.branch.shops.list.len() as u32;
    let looked_at = Points::new(desk.rules.keys.review).for_each(cell, shops, Span::DAY, per_day, |point| {
        let shop = desk.branch.shops.list[point.person as usize];
        let group = &desk.market.market.merchants[usize::from(shop.group)];
        if group.is_national {
            return;
        }
        let wear = acceptance::wear(rules, unit(point.mark));
        for technology in Technology::ALL.into_iter().filter(|&t| !group.blocks.has(t)) {
            let roll = desk.rules.keys.terminals.block(desk.branch.district, desk.day.day, technology as u32 + 2, point.ordinal);
            let delivery = acceptance::delivery(rules, group, technology, (unit(roll[0]), unit(roll[1])));
            review(desk, point.person as usize, technology, wear, delivery);
        }
    });
    desk.branch.candidates += u64::from(looked_at);
}

/// One technology's part of a local shop's review.
fn review<O: Observer>(desk: &mut Desk<'_, O>, place: usize, technology: Technology, wear: Wear, delivery: Delivery) {
    let (market, shop) = (&desk.market.market, desk.branch.shops.list[place]);
    let group = &market.merchants[usize::from(shop.group)];
    let users_share = desk.day.technology_users[technology as usize];
    let mean_ticket = desk.market.mean_ticket[group.category];
    let prospect = acceptance::prospect((market, &desk.day.tariff), group, mean_ticket, users_share, f64::from(shop.belief));
    // A shop agent stands for its group's locations over all shop agents of the group.
    let standing_for = group.locations as f64 / (f64::from(group.shops_per_district.max(1)) * f64::from(desk.rules.districts));
    // A larger shop loses more, and has more custom than the mean location that the prospect is of.
    let size = f64::from(shop.share) * f64::from(group.shops_per_district.max(1)) / group.share;
    let half_life_days = market.acceptance.loss_half_life_days();
    let lost = desk.branch.shop_losses.of(place as u16, technology).per_year(desk.day.day, half_life_days);
    let prospect = Prospect { losses_per_year: if lost > 0.0 { lost / (standing_for * size) } else { 0.0 }, ..prospect };
    let decision = acceptance::review(&market.acceptance, technology, shop.fittings.of(technology), &prospect, wear, delivery);
    desk.branch.shops.list[place].fittings = shop.fittings.with(technology, decision.fitting);
    let (group, report) = (usize::from(shop.group), &mut desk.branch.report);
    let terminals = merchant_office::terminal_cost(desk.market, &decision, standing_for);
    report.terminal_cost[group] += acceptance::sponsored(market, technology, terminals, |carrier, minor| {
        report.sponsored[carrier * Technology::ALL.len() + technology as usize] += minor;
    });
    report.switching_cost[group] += merchant_office::switching_cost(desk.market, &decision, standing_for);
}

/// A vault that was opened today: some of its cards will be misused over the weeks to come.
fn breaches<O: Observer>(desk: &mut Desk<'_, O>) {
    for product in 0..desk.day.products.len() as u8 {
        let Some(breach) = desk.day.products[product as usize].breach else { continue };
        let product = ProductId(product);
        let expected = breach.reach * breach.misuse * f64::from(desk.rules.boost);
        for person in 0..desk.branch.people.len() as u32 {
            if !desk.branch.holding(person, product).status().can_pay() {
                continue;
            }
            let roll = desk.rules.keys.breach.child(u32::from(product.0)).uniform(desk.branch.district, desk.day.day, person);
            let cases = expected as u32 + u32::from(roll < expected - f64::from(expected as u32));
            for case in 0..cases {
                let luck = run_luck(desk, 2 << 24 | u32::from(product.0) << 16 | case.min(0xffff), person);
                let days = crate::kernel::random::exponential(luck as u32) * desk.market.market.threats.breach_misuse_days;
                let slot =
                    desk.begin_run(crate::domain::threat::Vector::CloudBreach, person, product, luck, Span::from_secs_f64(days * 86_400.0));
                desk.may_replace(slot);
            }
        }
    }
}
