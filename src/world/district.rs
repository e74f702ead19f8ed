//! District: the kernel's model of a payment market: opens a day, hands messages to actors, closes the day with a report.

use super::accounts;
use super::candidates;
use super::dispatch::handle;
use super::gates;
use super::savings;
use super::season::Season;
use super::settle;
use super::threats;
use crate::actors::stage::{Branch, Compiled, Desk, Rules, tell_stock};
use crate::domain::line::Line;
use crate::domain::merchant::Technology;
use crate::domain::party::PartyId;
use crate::domain::person::{Holding, Status};
use crate::domain::product::ProductId;
use crate::domain::rung::Rung;
use crate::kernel::agenda::Agenda;
use crate::kernel::engine::Model;
use crate::kernel::hazard::{HazardClock, permutation};
use crate::kernel::random::name_key;
use crate::kernel::time::{Span, Time, Window};
use crate::ledger::Account;
use crate::policy::usage;
use crate::protocol::{Bulletin, Fact, LadderFact, Message, Observer, Report, StatusFact, TrustFact};
use std::marker::PhantomData;
use std::mem::take;
use std::sync::Arc;

/// First considerations of one segment and product: the order in which people are due, and the clock.
#[derive(Clone, Debug)]
pub struct Dawning {
    /// The product.
    pub product: ProductId,
    /// The segment's ordinal.
    pub segment: usize,
    /// The clock.
    pub clock: HazardClock,
    /// By rank: the person, counted from the segment's first.
    pub order: Vec<u16>,
}

/// A district and who looks on.
#[derive(Clone, Debug)]
pub struct District<O> {
    /// People, shops, books.
    pub branch: Branch,
    /// First considerations.
    pub dawning: Vec<Dawning>,
    /// The observer.
    pub observer: O,
}

impl<O: Observer> District<O> {
    /// A district at rest; the observer is told who holds a product from the start.
    pub fn new(rules: &Rules, branch: Branch, mut observer: O) -> Self {
        tell_first_holders(rules, &branch, &mut observer);
        let market = &rules.markets[0].market;
        let mut dawning = Vec::new();
        for (ordinal, product) in market.products.iter().enumerate() {
            let key = rules.keys.consideration.child(name_key(&product.name));
            for (segment, range) in branch.segments.iter().enumerate() {
                let count = range.end - range.start;
                let mut stream = key.child(1).stream(branch.district, segment as u32, 0);
                dawning.push(Dawning {
                    product: ProductId(ordinal as u8),
                    segment,
                    clock: HazardClock::new(key, [branch.district, segment as u32], count),
                    order: permutation(&mut stream, count).into_iter().map(|p| p as u16).collect(),
                });
            }
        }
        Self { branch, dawning, observer }
    }
}

fn tell_first_holders<O: Observer>(rules: &Rules, branch: &Branch, observer: &mut O) {
    for product in (0..rules.markets[0].market.products.len()).map(|p| ProductId(p as u8)) {
        for person in 0..branch.people.len() as u32 {
            let to = branch.holding(person, product).status();
            if to != Status::Unaware {
                observer.fact(Fact::Status(StatusFact { at: Time::ZERO, person, product, from: Status::Unaware, to }));
            }
        }
    }
}

/// The model: rules and seasons, shared by all districts.
#[derive(Debug)]
pub struct Town<O> {
    /// The rules.
    pub rules: Arc<Rules>,
    /// Purchase intents.
    pub season: Season,
    observer: PhantomData<fn() -> O>,
}

impl<O: Observer> Town<O> {
    /// The model of `rules`.
    pub fn new(rules: Arc<Rules>) -> Self {
        let season = Season::new(&rules.markets[0].market);
        Self { rules, season, observer: PhantomData }
    }

    fn desk<'a>(
        &'a self,
        now: Time,
        day: &'a Bulletin,
        branch: &'a mut Branch,
        observer: &'a mut O,
        agenda: &'a mut Agenda<Message>,
    ) -> Desk<'a, O> {
        Desk { now, rules: &self.rules, market: &self.rules.markets[day.epoch], day, branch, agenda, observer }
    }
}

impl<O: Observer + Send> Model for Town<O> {
    type Message = Message;
    type District = District<O>;
    type Report = Report;
    type Bulletin = Bulletin;

    fn open(&self, district: &mut District<O>, window: Window, bulletin: &Bulletin, agenda: &mut Agenda<Message>) {
        let mut desk = self.desk(window.start, bulletin, &mut district.branch, &mut district.observer, agenda);
        if bulletin.opens_day {
            settle::open(&mut desk);
            savings::open(&mut desk);
            accounts::open(&mut desk);
        }
        if bulletin.is_trading {
            candidates::dawn(&mut desk, &mut district.dawning, window);
            if bulletin.opens_day {
                candidates::draw(&mut desk, &self.season, window);
                threats::draw(&mut desk, window);
                savings::draw(&mut desk, window);
            }
        }
    }

    fn handle(&self, district: &mut District<O>, bulletin: &Bulletin, at: Time, message: Message, agenda: &mut Agenda<Message>) {
        let mut desk = self.desk(at, bulletin, &mut district.branch, &mut district.observer, agenda);
        handle(&mut desk, message);
    }

    fn close(&self, district: &mut District<O>, window: Window, bulletin: &Bulletin, agenda: &mut Agenda<Message>) -> Report {
        let last_moment = window.end - Span::from_micros(1);
        let mut desk = self.desk(last_moment, bulletin, &mut district.branch, &mut district.observer, agenda);
        settle::close(&mut desk);
        savings::close(&mut desk);
        if bulletin.closes_year || window.end == self.rules.end {
            gates::census(&mut desk);
        }
        if bulletin.closes_day {
            district.observer.day_closed(bulletin.day);
        }
        let branch = &mut district.branch;
        if bulletin.closes_month {
            tell_stock(&self.rules, branch, last_moment, &mut district.observer);
            count_fitted(&self.rules.markets[bulletin.epoch], branch);
            tell_trust(&self.rules.markets[bulletin.epoch], branch, bulletin, last_moment, &mut district.observer);
            tell_ladder(&self.rules.markets[bulletin.epoch], branch, (bulletin.day, last_moment), &mut district.observer);
        }
        if bulletin.closes_year {
            branch.report.lines = lines(branch);
        }
        hand_over(&mut branch.report)
    }
}

/// Credits less debits of every (party, line).
fn lines(branch: &Branch) -> Vec<i64> {
    let parties = branch.ledger.parties();
    let mut nets = Vec::with_capacity(parties * Line::COUNT);
    for party in 0..parties {
        nets.extend(Line::ALL.iter().map(|&line| branch.ledger.balance(PartyId(party as u8), Account::Line(line)).net()));
    }
    nets
}

/// Shop agents of local groups that have a technology, and those that take it.
fn count_fitted(market: &Compiled, branch: &mut Branch) {
    branch.report.fitted = vec![[0; 2]; market.market.merchants.len() * Technology::ALL.len()];
    for shop in &branch.shops.list {
        let group = usize::from(shop.group);
        for technology in Technology::ALL {
            let [installed, on] = &mut branch.report.fitted[group * Technology::ALL.len() + technology as usize];
            *installed += i64::from(shop.fittings.installed.has(technology));
            *on += i64::from(shop.fittings.on.has(technology) && !market.market.merchants[group].blocks.has(technology));
        }
    }
}

/// How safe the district's people think each product: all of them, and those who can pay with it.
fn tell_trust<O: Observer>(market: &Compiled, branch: &Branch, bulletin: &Bulletin, at: Time, observer: &mut O) {
    let (all, mut trusted) = (branch.people.len() as i64, 0);
    let mut holders = vec![(0, 0); market.market.products.len()];
    for (person, products) in branch.people.iter().zip(&branch.at_hand) {
        let trust = i64::from(person.trust);
        trusted += trust;
        products.for_each(|product| {
            let (count, sum) = &mut holders[product.index()];
            (*count, *sum) = (*count + 1, *sum + trust);
        });
    }
    for (product, (count, sum)) in (0_u8..).map(ProductId).zip(holders) {
        let news_ppm = (bulletin.products[product.index()].news_risk * 1e6 + 0.5) as i64;
        observer.fact(Fact::Trust(TrustFact { at, product, agents: [all, count], trust: [trusted, sum], news_ppm }));
    }
}

/// How far the district's people have come with each product. Only of those who can pay does it take a look to know.
fn tell_ladder<O: Observer>(market: &Compiled, branch: &Branch, (today, at): (u32, Time), observer: &mut O) {
    let mut agents = vec![[0; Rung::ALL.len()]; market.market.products.len()];
    for (product, rungs) in (0_u8..).map(ProductId).zip(&mut agents) {
        for status in [Status::Unaware, Status::Considered, Status::Enrolled, Status::Left] {
            let rung = usage::rung(&market.market.adoption, Holding::of(status), today);
            rungs[rung as usize] += i64::from(branch.crowd.of(product, status));
        }
    }
    for (person, products) in (0..).zip(&branch.at_hand) {
        products.for_each(|product| {
            let rung = usage::rung(&market.market.adoption, branch.holding(person, product), today);
            agents[product.index()][rung as usize] += 1;
        });
    }
    for (product, agents) in (0_u8..).map(ProductId).zip(agents) {
        observer.fact(Fact::Ladder(LadderFact { at, product, agents }));
    }
}

/// Hands the window's report over and starts its counts again; stocks stay. What is counted on a month's or a year's last day only goes as
/// it is, so that no other day carries it about.
fn hand_over(report: &mut Report) -> Report {
    let rare = (take(&mut report.fitted), take(&mut report.lines), take(&mut report.sims.active), take(&mut report.sims.accounts));
    let mut handed = report.clone();
    (handed.fitted, handed.lines, handed.sims.active, handed.sims.accounts) = rare;
    for count in &mut report.products {
        *count = crate::protocol::ProductCount {
            users: count.users,
            active: count.active,
            stored: count.stored,
            staked: count.staked,
            escrowed: count.escrowed,
            ..Default::default()
        };
    }
    let Report {
        processed, spent, lent, cases, reissued, terminal_cost, switching_cost, shop_losses, sims, sponsored, partnerships, ..
    } = report;
    let banks = [processed, spent, lent, cases, reissued];
    for counts in banks.into_iter().chain([terminal_cost, switching_cost, shop_losses, &mut sims.swapped, sponsored, partnerships]) {
        counts.fill(0);
    }
    report.paths.fill([0; 2]);
    report.haunts.fill([0; 2]);
    report.left_alone = 0;
    handed
}
