//! Simulate: one strategy, one replicate: builds the world, watches it, audits it, and keeps its tables.

use super::RunSummary;
use super::payment_log::{LogPlan, PaymentLog};
use crate::actors::Struck;
use crate::actors::stage::Conditions;
use crate::audit::{AuditPlan, Auditor};
use crate::domain::market::Market;
use crate::domain::party::{PartyId, Role};
use crate::domain::product::ProductId;
use crate::kernel::random::Seed;
use crate::kernel::time::{Span, Time};
use crate::ledger::{Account, Ledger};
use crate::metrics::{Frame, RunTables, Series, StudiedBasket, StudiedProduct, TrialRow};
use crate::protocol::{Fact, Message, Observer, Payment};
use crate::scenario::{Basket, Plan};
use crate::world::{Scale, TooLarge, World, WorldPlan};
use std::ops::ControlFlow;
use std::sync::Arc;

/// Which run to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// The strategy's ordinal.
    pub arm: usize,
    /// The replicate, from one.
    pub replicate: u32,
    /// The seed.
    pub seed: u64,
    /// People an agent stands for.
    pub persons_per_agent: u32,
}

/// Why a run has no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SimulateError {
    /// The population does not fit into memory.
    TooLarge(TooLarge),
    /// It was asked to stop.
    Halted,
    /// It broke; a fault of ours.
    Broken(String),
}

impl std::fmt::Display for SimulateError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::TooLarge(refused) => write!(
                f,
                "{} agents would take {} MiB of memory and there may be {}; let an agent stand for at least {} people with --persons-per-agent",
                refused.agents,
                refused.bytes >> 20,
                refused.limit >> 20,
                refused.persons_per_agent
            ),
            Self::Halted => write!(f, "the run was stopped"),
            Self::Broken(message) => write!(f, "{message}"),
        }
    }
}

impl std::error::Error for SimulateError {}

/// The observers of a district: what happened, whether the books say the same, and, where it is asked for, every payment.
#[derive(Clone, Debug)]
struct Watch {
    series: Series,
    auditor: Auditor,
    log: Option<PaymentLog>,
}

/// Payments to write down: where their lines go, day by day and district by district, and how many people one of them stands for.
pub struct Log<'a> {
    /// Takes some lines; may stop the run.
    pub write: &'a mut (dyn FnMut(&str) -> ControlFlow<()> + Send),
    /// People of whom one is kept, with all that this person pays; 1 for everybody.
    pub sample: u32,
}

impl Observer for Watch {
    #[inline]
    fn fact(&mut self, fact: Fact<'_>) {
        self.series.fact(fact);
        self.auditor.fact(fact);
        if let Some(log) = &mut self.log {
            log.fact(fact);
        }
    }

    #[inline]
    fn sent(&mut self, _: Time, _: Option<Time>, _: &Message, _: Option<&Payment>) {}

    fn day_closed(&mut self, day: u32) {
        self.series.day_closed(day);
        self.auditor.day_closed(day);
    }
}

/// The plan of the world that `order` asks for.
#[must_use]
pub fn world_plan(plan: &Plan, order: Order) -> WorldPlan {
    WorldPlan {
        stages: plan.arms[order.arm].stages.iter().map(|s| (s.from_day, s.market.clone())).collect(),
        trading_days: plan.days(),
        persons_per_agent: order.persons_per_agent,
        seed: order.seed,
        replicate: order.replicate,
        conditions: Conditions::default(),
        breaches: None,
        window: Span::DAY,
    }
}

/// The basket's products and parties that the market has.
fn studied(basket: &Basket, market: &Market) -> StudiedBasket {
    let products = market.products.iter().enumerate().filter(|(_, product)| basket.products.contains(&product.name));
    let parties = market.parties.iter().enumerate().filter(|(_, party)| basket.holds(party));
    StudiedBasket {
        name: basket.name.clone(),
        products: products.map(|(at, _)| ProductId(at as u8)).collect(),
        parties: parties.map(|(at, _)| PartyId(at as u8)).collect(),
    }
}

/// Does one run with `threads` threads. `built` is called when the world stands, `day` after each simulated day.
///
/// # Errors
/// [`SimulateError`] if the population is too large or `day` said stop.
pub fn simulate(
    plan: &Plan,
    order: Order,
    threads: usize,
    built: impl FnOnce(),
    day: impl FnMut(u32) -> ControlFlow<()>,
) -> Result<RunSummary, SimulateError> {
    simulate_with(plan, order, threads, built, day, With::default())
}

/// What a run has beside the usual.
#[derive(Default)]
pub struct With<'a> {
    /// Where its payments are written down.
    pub log: Option<Log<'a>>,
    /// When whose vaults are opened, if not by their hazards.
    pub breaches: Option<Vec<Struck>>,
}

/// The same, with something beside the usual.
///
/// # Errors
/// As [`simulate`]; also halted if the log said stop.
pub fn simulate_with(
    plan: &Plan,
    order: Order,
    threads: usize,
    built: impl FnOnce(),
    day: impl FnMut(u32) -> ControlFlow<()>,
    With { log, breaches }: With<'_>,
) -> Result<RunSummary, SimulateError> {
    let world_plan = WorldPlan { breaches, ..world_plan(plan, order) };
    let market = &world_plan.stages[0].1;
    let scale = Scale::of(market, order.persons_per_agent).map_err(SimulateError::TooLarge)?;
    let markets: Vec<(u32, &Market)> = world_plan.stages.iter().map(|(from, market)| (*from, market)).collect();
    let audit = Arc::new(AuditPlan::new(&markets));
    let products = market.products.iter().map(StudiedProduct::of).collect();
    let most = (0..scale.districts).map(|d| scale.agents_in(d)).max().unwrap_or(0);
    let frame = Frame::new(&market.calendar, world_plan.trading_days, scale.persons_per_agent, most, products, market.parties.clone());
    let baskets = plan.baskets.iter().map(|basket| studied(basket, market)).collect();
    let places = market.categories.iter().map(|category| category.place).collect();
    let frame = Arc::new(frame.with_cards(&market.cards).with_places(places).with_baskets(baskets));
    let log_plan = log.as_ref().map(|log| {
        let seed = Seed { seed: order.seed, replicate: order.replicate };
        Arc::new(LogPlan::new(&plan.arms[order.arm].name, seed, &world_plan.stages, &frame, log.sample))
    });
    let watch = |district: Option<u32>| Watch {
        series: Series::new(Arc::clone(&frame)),
        auditor: Auditor::new(Arc::clone(&audit)),
        log: log_plan.as_ref().zip(district).map(|(plan, district)| PaymentLog::new(plan, district)),
    };
    let mut world = World::build(&world_plan, watch).map_err(SimulateError::TooLarge)?;
    built();
    let done = match log {
        None => world.run(threads, day),
        Some(log) => world.run_drained(threads, day, |watch| {
            let mut word = ControlFlow::Continue(());
            if let Some(lines) = &mut watch.log {
                lines.drain(|lines| word = (log.write)(lines));
            }
            word
        }),
    };
    done.map_err(|_| SimulateError::Halted)?;
    let ended = world.end();
    let mut all = ended.head;
    for district in &ended.observers {
        all.series.absorb(&district.series);
        all.auditor.absorb(&district.auditor);
    }
    let mut findings: Vec<(String, bool, String)> =
        all.auditor.conclude(&ended.ledger, ended.payments).into_iter().map(|f| (f.check.to_owned(), f.is_passed, f.detail)).collect();
    let open = ended.payments_open + ended.cases_open;
    findings.push((
        "nothing is left open".to_owned(),
        open == 0,
        format!("{} payments and {} cases are open", ended.payments_open, ended.cases_open),
    ));
    let owed: i64 = (0..market.parties.len())
        .filter(|&party| market.parties[party].role != Role::User)
        .map(|party| ended.ledger.balance(PartyId(party as u8), Account::StoredBalance).net())
        .sum();
    findings.push((
        "balances are owed".to_owned(),
        owed == ended.stored,
        format!("operators owe {owed} minor units, people keep {} with them", ended.stored),
    ));
    if market.products.iter().any(|product| product.fund.is_some()) {
        let owed: i64 = (0..market.parties.len())
            .filter(|&party| market.parties[party].role == Role::FundManager)
            .map(|party| ended.ledger.balance(PartyId(party as u8), Account::FundShares).net())
            .sum();
        let detail = format!("managers owe {owed} minor units, people have {} in their funds", ended.staked);
        findings.push(("stakes are owed".to_owned(), owed == ended.staked, detail));
    }
    let trial = trial_rows(&ended.ledger, &market.parties);
    Ok(RunSummary {
        strategy: plan.arms[order.arm].name.clone(),
        replicate: order.replicate,
        tables: RunTables::new(&all.series, &ended.closes, trial),
        messages: ended.messages,
        candidate_points: ended.candidate_points,
        payments_simulated: ended.payments,
        cases_open: all.series.cases_open(),
        findings,
    })
}

/// Closing balances of every account that moved.
fn trial_rows(ledger: &Ledger, parties: &[crate::domain::party::Party]) -> Vec<TrialRow> {
    let mut rows = Vec::new();
    for (ordinal, party) in parties.iter().enumerate() {
        for account in Account::all() {
            let balance = ledger.balance(crate::domain::party::PartyId(ordinal as u8), account);
            if balance.debit != 0 || balance.credit != 0 {
                let (debit, credit) = (balance.debit, balance.credit);
                rows.push(TrialRow { account: account.name().to_owned(), owner: party.name.clone(), debit, credit });
            }
        }
    }
    rows
}
