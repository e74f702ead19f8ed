//! Run: builds a world from a plan, runs its days, and closes its books.

use super::district::{District, Town};
use super::head::Head;
use super::population::branch;
use super::scale::{Scale, TooLarge};
use crate::actors::Struck;
use crate::actors::landscape::Landscape;
use crate::actors::stage::{Compiled, Conditions, Purposes, Rules, shop_tables};
use crate::domain::line::Line;
use crate::domain::market::Market;
use crate::domain::product::Flow;
use crate::domain::threat::{Threats, Vector};
use crate::kernel::engine::{Engine, Outcome};
use crate::kernel::random::Seed;
use crate::kernel::time::{Span, Time};
use crate::ledger::{Account, Ledger};
use crate::policy::dispute;
use crate::protocol::{Observer, YearClose};
use std::ops::{ControlFlow, Range};
use std::sync::Arc;

/// Days after the end for which what is open may run out: disputes, refunds, settlement.
const RUN_OUT: u32 = 1_200;
/// Days run at a time while running out.
const STRETCH: u32 = 30;
/// Days that a last batch needs to clear, settle and be paid out over any long weekend.
const LAST_SETTLEMENT: u32 = 10;
/// Days until a last phone bill is paid, and the shops after the next month's first weekend.
const LAST_BILL: u32 = 31 + LAST_SETTLEMENT;

/// What a world is built from.
#[derive(Clone, Debug)]
pub struct WorldPlan {
    /// The strategy's markets with the day from which each holds, the first from day zero.
    pub stages: Vec<(u32, Market)>,
    /// Days of trading.
    pub trading_days: u32,
    /// People an agent stands for.
    pub persons_per_agent: u32,
    /// The scenario's seed.
    pub seed: u64,
    /// The replicate, from one.
    pub replicate: u32,
    /// What a trace forces; nothing in a run.
    pub conditions: Conditions,
    /// When whose vaults are opened, if not by their hazards.
    pub breaches: Option<Vec<Struck>>,
    /// The length of a window; a day unless a test wants otherwise.
    pub window: Span,
}

/// A run that was asked to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Halted;

/// Runs of thieves that one agent meets, for each that a person would: as many as people it stands for, so that a run stands for one of
/// them; fewer, by a divisor, where the scenario's thieves are so many that sums are smooth without.
fn boost(weight: u32, threats: &Threats) -> u32 {
    const CASES_A_BREACH: f64 = 64.0;
    const LOSSES_A_YEAR: f64 = 400.0;
    const LEAKS_A_PAYMENT: f64 = 16.0;
    let fits = |boost: u32| {
        let boost = f64::from(boost);
        boost * threats.breach_reach_share * threats.breach_misuse_share <= CASES_A_BREACH
            && boost * threats.lost_device_per_year * threats.opened_share <= LOSSES_A_YEAR
            && boost * threats.guesses_per_year <= LOSSES_A_YEAR
            && boost * threats.exposure_per_payment * threats.contactless_exposure_share <= LEAKS_A_PAYMENT
    };
    let is_meant = |boost: u32| threats.boost.map_or_else(|| fits(boost), |most| boost <= most);
    (1..=weight)
        .filter(|divisor| weight.is_multiple_of(*divisor))
        .map(|divisor| weight / divisor)
        .find(|&boost| is_meant(boost))
        .unwrap_or(1)
}

/// The same by vector: those that a scenario may leave out come so often that a year of all people has some ten thousands of each, whatever
/// the scale; more would cost time, fewer would leave sums rough.
fn boosts(scale: &Scale, first: &Market, common: u32) -> [u32; Vector::ALL.len()] {
    const A_YEAR: f64 = 60_000.0;
    const CASES_A_SESSION: f64 = 8.0;
    let threats = &first.threats;
    let weight = scale.persons_per_agent;
    let divisors = || (1..=weight).filter(|divisor| weight.is_multiple_of(*divisor)).map(|divisor| weight / divisor);
    let of_rate = |per_person: f64| {
        let most = A_YEAR / (per_person * scale.agents as f64).max(1e-9);
        divisors().find(|&boost| f64::from(boost) <= most).unwrap_or(1)
    };
    let of_sessions = |share: f64| divisors().find(|&boost| f64::from(boost) * share <= CASES_A_SESSION).unwrap_or(1);
    Vector::ALL.map(|vector| match vector {
        Vector::LostDevice | Vector::StolenCredential | Vector::CloudBreach | Vector::GuessableCredential => common,
        Vector::Malware => of_rate(threats.malware.map_or(0.0, |malware| malware.attacks_per_year()) * 0.3),
        Vector::PrivacyTheft => of_rate(threats.privacy.map_or(0.0, |privacy| privacy.tries_per_year)),
        Vector::DomainHijack => of_sessions(threats.hijack.map_or(0.0, |hijack| hijack.diverted_share)),
        Vector::MerchantBreach => {
            of_sessions(threats.compromise.map_or(0.0, |copied| copied.misused_share * threats.contactless_exposure_share))
        }
        Vector::Deception => of_rate(threats.deception.map_or(0.0, |deception| deception.deceptions_per_year) * 0.3),
        Vector::CounterfeitCard => of_rate(threats.counterfeit.map_or(0.0, |copied| copied.copies_per_year + copied.numbers_per_year)),
    })
}

/// Complaints that one agent makes, for each that a person would: as many as leave contested payments rare among an agent's payments.
fn dispute_boost(weight: u32, market: &Market) -> u32 {
    const MOST: f64 = 0.02;
    let likeliest = market.categories.iter().map(|c| c.dispute_per_10k).fold(0.0, f64::max);
    let chance = dispute::chance(&market.disputes, likeliest, false).max(dispute::chance(&market.disputes, likeliest, true));
    let fits = |boost: u32| f64::from(boost) * chance <= MOST;
    (1..=weight).filter(|divisor| weight.is_multiple_of(*divisor)).map(|divisor| weight / divisor).find(|&boost| fits(boost)).unwrap_or(1)
}

/// A strategy's market, alive.
pub struct World<O: Observer + Send> {
    engine: Engine<Town<O>>,
    head: Head<O>,
    scale: Scale,
    trading_days: u32,
    windows_per_day: u32,
}

/// What is left when a world has ended.
#[derive(Debug)]
pub struct Ended<O> {
    /// The districts' observers, in order.
    pub observers: Vec<O>,
    /// The head offices' observer.
    pub head: O,
    /// All books, consolidated.
    pub ledger: Ledger,
    /// Profit and loss, year by year.
    pub closes: Vec<YearClose>,
    /// Hops between actors.
    pub messages: u64,
    /// Candidate points looked at.
    pub candidate_points: u64,
    /// Payments started, refunds and thieves' attempts included.
    pub payments: u64,
    /// Payments that were not over when time ran out; zero unless something is wrong.
    pub payments_open: u64,
    /// Cases not closed at the last day.
    pub cases_open: u64,
    /// What people keep with operators, by the districts' own tables, full scale minor units.
    pub stored: i64,
    /// What people have in money funds, by the districts' own tables, full scale minor units.
    pub staked: i64,
    /// The scale it ran at.
    pub scale: Scale,
}

impl<O: Observer + Send> World<O> {
    /// Builds the world; `observer` makes one for each district, and one for the head offices (`None`).
    ///
    /// # Errors
    /// [`TooLarge`] if the population does not fit into memory.
    pub fn build(plan: &WorldPlan, mut observer: impl FnMut(Option<u32>) -> O) -> Result<Self, TooLarge> {
        let first = &plan.stages[0].1;
        let scale = Scale::of(first, plan.persons_per_agent)?;
        let common = boost(scale.persons_per_agent, &first.threats);
        let rules = Arc::new(Rules {
            markets: plan.stages.iter().map(|(_, market)| Compiled::new(market.clone())).collect(),
            weight: scale.persons_per_agent,
            boost: common,
            boosts: boosts(&scale, first, common),
            dispute_boost: dispute_boost(scale.persons_per_agent, first),
            districts: scale.districts,
            agents: scale.agents,
            end: Time::ZERO + Span::from_days(i64::from(plan.trading_days)),
            keys: Purposes::new(Seed { seed: plan.seed, replicate: plan.replicate }),
            shop_tables: shop_tables(&first.merchants, first.categories.len()),
            conditions: plan.conditions,
        });
        let districts = (0..scale.districts).map(|d| District::new(&rules, branch(&rules, &scale, d), observer(Some(d)))).collect();
        let starts = plan.stages.iter().map(|(day, _)| *day).collect();
        let landscape = Landscape::new(plan.breaches.clone());
        let mut head = Head::new(Arc::clone(&rules), starts, plan.trading_days, plan.window, observer(None)).among(landscape);
        let bulletin = head.publish(Time::ZERO);
        let engine = Engine::new(Town::new(rules), districts, bulletin, plan.window);
        let windows_per_day = (Span::DAY.micros() / plan.window.micros().max(1)).max(1) as u32;
        Ok(Self { engine, head, scale, trading_days: plan.trading_days, windows_per_day })
    }

    /// Trades every day and lets what is open run out; `progress` hears each day and may stop it.
    ///
    /// # Errors
    /// [`Halted`] if `progress` said stop.
    pub fn run(&mut self, threads: usize, mut progress: impl FnMut(u32) -> ControlFlow<()>) -> Result<(), Halted> {
        self.run_through(|world, days| world.run_days(days, threads, &mut progress))
    }

    /// The same, with a look at every district's observer after each day, in order of districts; `drain` may stop it too.
    ///
    /// # Errors
    /// [`Halted`] if `progress` or `drain` said stop.
    pub fn run_drained(
        &mut self,
        threads: usize,
        mut progress: impl FnMut(u32) -> ControlFlow<()>,
        mut drain: impl FnMut(&mut O) -> ControlFlow<()>,
    ) -> Result<(), Halted> {
        self.run_through(|world, mut days| {
            days.try_for_each(|day| {
                world.run_days(day..day + 1, threads, &mut progress)?;
                let drained = world.engine.districts_mut().iter_mut().try_for_each(|district| drain(&mut district.observer));
                if drained.is_break() { Err(Halted) } else { Ok(()) }
            })
        })
    }

    fn run_through(&mut self, mut run_days: impl FnMut(&mut Self, Range<u32>) -> Result<(), Halted>) -> Result<(), Halted> {
        run_days(self, 0..self.trading_days)?;
        let mut day = self.trading_days;
        while self.engine.pending() > 0 && day < self.trading_days + RUN_OUT {
            run_days(self, day..day + STRETCH)?;
            day += STRETCH;
        }
        let mut products = self.engine.model().rules.markets.iter().flat_map(|market| &market.market.products);
        let last = if products.any(|product| product.flow == Flow::PhoneBill) { LAST_BILL } else { LAST_SETTLEMENT };
        run_days(self, day..day + last)
    }

    fn run_days(&mut self, days: Range<u32>, threads: usize, progress: &mut impl FnMut(u32) -> ControlFlow<()>) -> Result<(), Halted> {
        let windows = days.start * self.windows_per_day..days.end * self.windows_per_day;
        match self.engine.run(&mut self.head, windows, threads, |window| progress(window.start.day())) {
            Outcome::Finished => Ok(()),
            Outcome::Interrupted => Err(Halted),
        }
    }

    /// Days of trading.
    #[must_use]
    pub const fn trading_days(&self) -> u32 {
        self.trading_days
    }

    /// Closes the books and hands out what observers saw.
    #[must_use]
    pub fn end(mut self) -> Ended<O> {
        let last_day = self.trading_days.saturating_sub(1);
        let year = self.engine.model().rules.markets[0].market.date(last_day).year();
        let mut ledger = Ledger::new(self.head.ledger.parties());
        for district in self.engine.districts() {
            ledger.absorb(&district.branch.ledger);
        }
        let lines: Vec<i64> = (0..ledger.parties())
            .flat_map(|p| Line::ALL.iter().map(move |&line| (p, line)))
            .map(|(p, line)| ledger.balance(crate::domain::party::PartyId(p as u8), Account::Line(line)).net())
            .collect();
        self.head.pay_last_dividends(&lines);
        self.head.pay_bills();
        self.head.close_year(year, &lines);
        ledger.absorb(&self.head.ledger);
        let districts = self.engine.into_districts();
        let sum = |count: fn(&District<O>) -> u64| districts.iter().map(count).sum::<u64>();
        Ended {
            messages: sum(|d| d.branch.hops),
            candidate_points: sum(|d| d.branch.candidates),
            payments: sum(|d| d.branch.payments_started),
            payments_open: sum(|d| d.branch.payments.taken() as u64),
            cases_open: sum(|d| d.branch.cases.taken() as u64),
            stored: districts.iter().map(|d| d.branch.balances.sum()).sum::<i64>() * i64::from(self.scale.persons_per_agent),
            staked: districts.iter().map(|d| d.branch.stakes.sum()).sum::<i64>() * i64::from(self.scale.persons_per_agent),
            observers: districts.into_iter().map(|d| d.observer).collect(),
            head: self.head.observer,
            ledger,
            closes: self.head.closes,
            scale: self.scale,
        }
    }
}
