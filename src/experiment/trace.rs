//! Trace: one payment on its own, from the tap to the payout, as a ladder of hops with who paid whom.
//!
//! The payment runs through the same actors, in a world of one person and one shop, with chance taken out: links take their median and
//! nobody queues. What is asked for (decline, time-out, fraud) is brought about by circumstances, not written into the answer.

use super::contest::{Course, DisputeMove, DisputeRecord};
use crate::actors::stage::{Conditions, Saving};
use crate::domain::card::Funding;
use crate::domain::market::{Market, ScriptedPayment};
use crate::domain::merchant::{Purpose, Technologies, Technology};
use crate::domain::money::{Money, Rate};
use crate::domain::party::PartyId;
use crate::domain::payment::{Leg, Outcome, Source};
use crate::domain::product::{BankGate, Flow, Product};
use crate::kernel::time::{Span, Time};
use crate::protocol::{Actor, Address, Fact, FraudStage, LegFees, Message, Observer, Payment, PaymentKind, What};
use crate::world::{Halted, TooLarge, World, WorldPlan};
use jiff::civil::{Date, time};
use std::ops::ControlFlow;

/// What the traced payment is to meet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wanted {
    /// Everything goes well.
    #[default]
    Approve,
    /// There is no money behind the card.
    Decline,
    /// The answer never reaches the terminal.
    Timeout,
    /// A thief taps a lost phone.
    Fraud,
    /// All of it comes back.
    Refund,
    /// A part of it comes back.
    PartialRefund,
    /// Whoever has to decide is silent, and the network stands in.
    StandIn,
    /// The shop is paid, and the funding card is empty when the wallet wants its money.
    Uncollected,
    /// An offline payment whose record never reaches the operator.
    LostBatch,
    /// It is paid, and contested.
    Dispute(Course),
    /// It is money for somebody else who has the product.
    Transfer,
    /// It is money for somebody who has it not.
    TransferToBank,
    /// It goes into the money fund behind the account.
    Subscription,
    /// It is all that lies in the fund, and comes out of it.
    Redemption,
}

impl Wanted {
    /// True where one person sends another money.
    const fn is_sent(self) -> bool {
        matches!(self, Self::Transfer | Self::TransferToBank)
    }

    /// True where money goes into a fund or comes out of it.
    const fn is_saved(self) -> bool {
        matches!(self, Self::Subscription | Self::Redemption)
    }
}

/// What to trace.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Request {
    /// The product's ordinal.
    pub product: usize,
    /// What stands behind the payment.
    pub funding: Funding,
    /// The amount.
    pub amount: Money,
    /// The day.
    pub date: Date,
    /// The group of shops, by ordinal; by default the first that sells face to face.
    pub merchant: Option<usize>,
    /// What it is to meet.
    pub wanted: Wanted,
}

/// One hop.
#[derive(Clone, Debug, PartialEq)]
pub struct Hop {
    /// Milliseconds after the tap.
    pub at_ms: i64,
    /// Who sent it.
    pub from: String,
    /// Who got it, or was to get it.
    pub to: String,
    /// ISO 8583 message type, or nothing.
    pub mti: String,
    /// What it says.
    pub what: String,
    /// Data element 39, or nothing.
    pub de39: String,
}

/// Money that one party paid another for the payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaidFee {
    /// Who paid.
    pub from: String,
    /// Who got it.
    pub to: String,
    /// What for.
    pub kind: &'static str,
    /// How much.
    pub amount: Money,
}

/// One payment, told.
#[derive(Clone, Debug, PartialEq)]
pub struct Ladder {
    /// The day.
    pub date: Date,
    /// How it ended for the payer.
    pub outcome: &'static str,
    /// The product's name.
    pub product: String,
    /// The flow.
    pub flow: &'static str,
    /// The funding.
    pub funding: Funding,
    /// The amount.
    pub amount: Money,
    /// Every hop, in order of sending.
    pub hops: Vec<Hop>,
    /// Who paid whom.
    pub fees: Vec<PaidFee>,
    /// What each party keeps of the amount, fees only, in basis points.
    pub margin_bps: Vec<(String, f64)>,
    /// Who bears the loss of a fraud or of a dispute, or of what could not be collected.
    pub losses: Vec<(String, Money)>,
    /// How the dispute ended, if there was one, by leg.
    pub disputed: Vec<(Leg, &'static str)>,
    /// Who paid whom while it lasted.
    pub moves: Vec<DisputeMove>,
}

/// Why a payment cannot be traced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TraceError {
    /// No bank in the market issues such a card.
    NoSuchCard(Funding),
    /// There is no shop to pay at.
    NoShop,
    /// In this flow nobody collects from another card afterwards.
    NothingToCollect(&'static str),
    /// In this flow no network is there to stand in.
    NobodyStandsIn(&'static str),
    /// An honest payment from an account, a prepaid card or a phone bill is not contested in this model.
    NobodyToDisputeWith(&'static str),
    /// A phone bill is paid afterwards or from airtime, and from nothing else.
    NotOnBills(Funding),
    /// What a thief could do in this flow is not modelled.
    NoThief(&'static str),
    /// In this flow every record reaches whoever has to pay.
    NothingToLose(&'static str),
    /// In this flow nobody is asked while the payer waits, and what a finder spends is not followed payment by payment.
    NobodyIsAsked(&'static str),
    /// There is no fund behind the product.
    NoFund,
    /// In this flow nobody is sent money.
    NobodyToSendTo(&'static str),
    /// The world could not be built.
    TooLarge(TooLarge),
    /// The world did not come to an end.
    Halted,
}

impl std::fmt::Display for TraceError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoSuchCard(funding) => write!(f, "no bank of this market issues a card funded by {}", funding.name()),
            Self::NoShop => write!(f, "this market has no shop to pay at"),
            Self::NobodyStandsIn(flow) => write!(f, "in flow {flow} no network stands between shop and decision, so none stands in"),
            Self::NobodyToDisputeWith("phone-bill") => write!(f, "payments on a phone bill are not contested here"),
            Self::NobodyToDisputeWith(flow) => {
                write!(
                    f,
                    "honest payments from an account or a prepaid card are not contested here (flow {flow}); thefts are: try --outcome fraud"
                )
            }
            Self::NotOnBills(funding) => {
                write!(f, "a phone bill is not funded by {}: try --funding bill, or balance for airtime", funding.name())
            }
            Self::NoThief(flow) => write!(f, "what a thief could do in flow {flow} is not modelled"),
            Self::NoFund => write!(f, "there is no money fund behind this product"),
            Self::NobodyToSendTo(flow) => write!(f, "in flow {flow} nobody sends somebody else money"),
            Self::NothingToCollect(flow) => write!(f, "in flow {flow} nobody collects from another card afterwards"),
            Self::NothingToLose(flow) => write!(f, "in flow {flow} records are kept until they arrive, so no batch is lost"),
            Self::NobodyIsAsked(flow) => {
                write!(
                    f,
                    "in flow {flow} purse and terminal agree between themselves, so no answer is late and no score stops a finder: \
                     try --outcome decline or lost-batch"
                )
            }
            Self::TooLarge(_) | Self::Halted => write!(f, "the payment could not be simulated"),
        }
    }
}

impl std::error::Error for TraceError {}

impl From<Halted> for TraceError {
    fn from(_: Halted) -> Self {
        Self::Halted
    }
}

impl From<TooLarge> for TraceError {
    fn from(refused: TooLarge) -> Self {
        Self::TooLarge(refused)
    }
}

/// Traces one payment in `market`, which must be the one in force on the day.
///
/// # Errors
/// [`TraceError`] if the market has no such card or no shop.
pub fn trace(market: &Market, request: &Request) -> Result<Ladder, TraceError> {
    let flow = market.products[request.product].flow;
    if request.wanted == Wanted::Uncollected && !flow.is_proxied() {
        return Err(TraceError::NothingToCollect(flow.name()));
    }
    if request.wanted == Wanted::LostBatch && flow != Flow::OfflinePurse {
        return Err(TraceError::NothingToLose(flow.name()));
    }
    if matches!(request.wanted, Wanted::Timeout | Wanted::Fraud) && flow == Flow::OfflinePurse {
        return Err(TraceError::NobodyIsAsked(flow.name()));
    }
    if request.wanted == Wanted::StandIn && matches!(flow, Flow::ProcessorAccount | Flow::PhoneBill | Flow::OfflinePurse) {
        return Err(TraceError::NobodyStandsIn(flow.name()));
    }
    if flow == Flow::PhoneBill && !matches!(request.funding, Funding::Balance | Funding::Bill) {
        return Err(TraceError::NotOnBills(request.funding));
    }
    if flow == Flow::PhoneBill && request.wanted == Wanted::Fraud {
        return Err(TraceError::NoThief(flow.name()));
    }
    let is_kept = matches!(flow, Flow::ProcessorAccount | Flow::PhoneBill | Flow::OfflinePurse) || request.funding == Funding::Prepaid;
    if matches!(request.wanted, Wanted::Dispute(_)) && is_kept {
        return Err(TraceError::NobodyToDisputeWith(flow.name()));
    }
    if request.wanted.is_sent() && flow != Flow::RemoteAccount {
        return Err(TraceError::NobodyToSendTo(flow.name()));
    }
    if request.wanted.is_saved() && market.products[request.product].fund.is_none() {
        return Err(TraceError::NoFund);
    }
    let stage = alone(market, request)?;
    let names: Vec<String> = stage.parties.iter().map(|p| p.name.clone()).collect();
    let plan = WorldPlan {
        stages: vec![(0, stage)],
        trading_days: 1,
        persons_per_agent: 1,
        seed: 1,
        replicate: 1,
        conditions: conditions(request, market),
        window: Span::DAY,
    };
    let mut world = World::build(&plan, |_| Recorder::new(&names, &plan.stages[0].1, request.amount))?;
    world.run(1, |_| ControlFlow::Continue(()))?;
    let mut observers = world.end().observers;
    let mut seen = observers.swap_remove(0);
    // Money that is sent arrives in another district.
    for other in observers {
        let before = seen.hops.len();
        seen.hops.extend(other.hops.into_iter().map(|(sent, ordinal, hop)| (sent, before + ordinal, hop)));
    }
    seen.hops.sort_by_key(|(sent, ordinal, _)| (*sent, *ordinal));
    let start = seen.hops.first().map_or(Time::ZERO, |hop| hop.0);
    let day_of_payment = start.day();
    let hops = seen.hops.into_iter().map(|(sent, _, hop)| Hop { at_ms: (sent - start).micros() / 1000, ..hop }).collect();
    Ok(Ladder {
        date: request.date,
        outcome: seen.outcome,
        product: market.products[request.product].name.clone(),
        flow: if request.funding == Funding::Prepaid { Flow::CardInElement } else { market.products[request.product].flow }.name(),
        funding: request.funding,
        amount: request.amount,
        hops,
        margin_bps: margins(seen.fees.iter().chain(seen.dispute.fees()), request.amount),
        fees: seen.fees,
        losses: seen.losses.into_iter().chain(seen.dispute.losses).collect(),
        disputed: seen.dispute.endings,
        moves: seen.dispute.moves.into_iter().map(|m| DisputeMove { day: m.day.saturating_sub(day_of_payment), ..m }).collect(),
    })
}

fn conditions(request: &Request, market: &Market) -> Conditions {
    let (wanted, flow) = (request.wanted, market.products[request.product].flow);
    // A virtual card's issuer asks the wallet; of a bank's own card the bank itself decides.
    let decides = if flow.is_proxied() { Actor::Wallet } else { Actor::Issuer };
    let is_silent = wanted == Wanted::StandIn || (wanted == Wanted::Uncollected && flow == Flow::ProxyNested);
    Conditions {
        is_broke: matches!(wanted, Wanted::Decline | Wanted::Uncollected),
        is_silent: is_silent.then_some(decides),
        comes_back: match wanted {
            Wanted::Refund => Some(1.0),
            Wanted::PartialRefund => Some(0.25),
            _ => None,
        },
        loses_answers_to: (wanted == Wanted::Timeout).then_some(if flow == Flow::PhoneBill { Actor::Phone } else { Actor::Terminal }),
        pays_as_thief: wanted == Wanted::Fraud,
        contest: if let Wanted::Dispute(course) = wanted { Some(course.contest(&market.disputes)) } else { None },
        loses_batches: wanted == Wanted::LostBatch,
        pays: match wanted {
            Wanted::Transfer | Wanted::TransferToBank => Purpose::Transfer,
            _ => Purpose::Purchase,
        },
        sends_to_bank: wanted == Wanted::TransferToBank,
        saves: match wanted {
            Wanted::Subscription => Some(Saving::In),
            Wanted::Redemption => Some(Saving::Out),
            _ => None,
        },
        is_plain: true,
    }
}

/// The market with one person who holds the product and the card, and shops that all take it.
fn alone(market: &Market, request: &Request) -> Result<Market, TraceError> {
    let behind = card_behind(market, request).ok_or(TraceError::NoSuchCard(request.funding))?;
    let card = market.cards.iter().find(|c| c.funding == behind).ok_or(TraceError::NoSuchCard(request.funding))?;
    let mut stage = market.clone();
    stage.calendar = market.calendar.starting(request.date);
    // The sender in one district, the receiver in another.
    stage.people.count = if request.wanted.is_sent() { 2 } else { 1 };
    stage.segments.truncate(1);
    let is_credit = request.funding.is_credit();
    for segment in &mut stage.segments {
        segment.share = 1.0;
        segment.credit_holder_share = if is_credit { 1.0 } else { 0.0 };
        segment.prefers_credit_share = 1.0;
        segment.funds_median_minor = i64::MAX / 1_000_000;
    }
    for bank in &mut stage.banks {
        let share = f64::from(u8::from(bank.party == card.issuer));
        (bank.debit_share, bank.credit_share) = if is_credit { (0.0, share) } else { (share, 0.0) };
        bank.rewards_share = f64::from(u8::from(request.funding == Funding::RewardsCredit));
        bank.outages_per_year = 0.0;
    }
    for product in &mut stage.products {
        product.initial_share = 0.0;
        product.ticket_limit = request.amount;
        if request.wanted == Wanted::Decline {
            // Where the wallet lends, it is its own limit that declines.
            product.collection.credit_limit = Money::ZERO;
        }
    }
    let operator = stage.products[request.product].operator;
    if stage.products[request.product].flow == Flow::PhoneBill {
        for carrier in &mut stage.carriers {
            carrier.share = f64::from(u8::from(carrier.party == operator));
        }
    }
    stage.products.swap(0, request.product);
    stage.products[0].initial_share = 1.0;
    fund(&mut stage.products[0], request);
    let rules = &mut stage.adoption;
    (rules.habit_start, rules.habit_cap, rules.leave_dormant_per_year) = (1.0, 1.0, 0.0);
    (rules.p_per_year, rules.q_per_year, rules.neighbour_per_year, rules.reconsider_per_year) = (0.0, 0.0, 0.0, 0.0);
    (rules.funding_reviews_per_year, rules.returns_per_year, rules.leave_hunter_per_year) = (0.0, 0.0, 0.0);
    for category in &mut stage.categories {
        (category.payments_per_year, category.home_share) = (0.0, 0.0);
    }
    let remote = stage.threats.remote_merchant;
    let shops = stage.merchants.len();
    let merchant = request.merchant.or_else(|| (0..shops).find(|&m| m != remote)).or((shops > 0).then_some(0)).ok_or(TraceError::NoShop)?;
    for (ordinal, group) in stage.merchants.iter_mut().enumerate() {
        let takes_phones = f64::from(u8::from(ordinal != remote || ordinal == merchant));
        (group.on_share, group.blocks) = ([1.0; Technology::ALL.len()], Technologies::NONE);
        (group.is_national, group.taken_share, group.shops_per_district) = (false, [takes_phones; Technology::ALL.len()], 1);
    }
    stage.acceptance.reviews_per_year = 0.0;
    let threats = &mut stage.threats;
    (threats.lost_device_per_year, threats.breaches_per_year, threats.exposure_per_payment) = (0.0, 0.0, 0.0);
    (threats.run_length, threats.run_gap_hours, threats.ticket_sigma) = (1.0, 0.0, 0.0);
    threats.guesses_per_year = 0.0;
    threats.ticket_minor = request.amount.minor();
    let at = request.date.to_datetime(time(12, 0, 0, 0));
    stage.script = vec![ScriptedPayment { at, person: 0, merchant, amount: request.amount }];
    Ok(stage)
}

/// The card that is charged, or that stands behind a balance or an account; none where the product knows no such funding.
fn card_behind(market: &Market, request: &Request) -> Option<Funding> {
    let product = &market.products[request.product];
    let has_account = product.flow.is_account();
    let has_bill = product.flow == Flow::PhoneBill;
    let is_known = match request.funding {
        Funding::Balance => has_account || has_bill || product.purse.is_some(),
        Funding::Bank => has_account,
        Funding::Bill => has_bill,
        Funding::Prepaid => product.prepaid.is_some_and(|prepaid| prepaid.is_enabled),
        funding => return Some(funding),
    };
    let is_debit = |funding| matches!(funding, Funding::DebitRegulated | Funding::DebitExempt);
    let debit = market.cards.iter().map(|card| card.funding).find(|&funding| is_debit(funding));
    debit.filter(|_| is_known)
}

/// Balances and links as the funding asked for wants them; nothing comes in or goes out beside the payment.
fn fund(product: &mut Product, request: &Request) {
    if let Some(account) = &mut product.account {
        // At a checkout it is the bank's pages where nothing is bound.
        let is_linked = (request.funding == Funding::Bank) != (product.flow == Flow::RemoteAccount);
        account.bank_share = f64::from(u8::from(is_linked));
    }
    if let Some(bill) = &mut product.bill {
        (bill.postpaid_share, bill.airtime) =
            (f64::from(u8::from(request.funding == Funding::Bill)), Money::from_minor(i64::MAX / 1_000_000));
        bill.bad_debt = Rate::ZERO;
    }
    let is_prepaid = request.funding == Funding::Prepaid;
    // A purse pays out of its balance whatever card is behind it; with a card, the ladder goes on to show how that card loads it again.
    let is_kept = is_prepaid || request.funding == Funding::Balance || product.purse.is_some();
    if let Some(purse) = &mut product.purse {
        purse.capacity = purse.capacity.max(request.amount);
        let is_loaded = request.funding != Funding::Balance;
        purse.loading.auto_reload_share = f64::from(u8::from(is_loaded));
        purse.loading.reload_below = if is_loaded { Money::from_minor(1) } else { Money::ZERO };
    }
    if let Some(stored) = &mut product.stored {
        stored.opening_share = f64::from(u8::from(is_kept && request.wanted != Wanted::Decline));
        (stored.opening_mean, stored.receipts_per_year, stored.withdrawals_per_year) = (request.amount, 0.0, 0.0);
    }
    if let Some(fund) = &mut product.fund {
        fund.opening_share = f64::from(u8::from(request.wanted == Wanted::Redemption));
        (fund.opening_mean, fund.considered_per_year, fund.redemptions_per_year) = (request.amount, 0.0, 0.0);
    }
    if let Some(prepaid) = &mut product.prepaid {
        (prepaid.is_enabled, prepaid.reload_below) = (is_prepaid, Money::ZERO);
    }
    if is_prepaid {
        (product.bank_gate, product.integrated) = (BankGate::Integrated, Vec::new());
    }
}

/// Fees received less fees paid, by party, in basis points of the amount.
fn margins<'a>(fees: impl Iterator<Item = &'a PaidFee>, amount: Money) -> Vec<(String, f64)> {
    let mut totals: Vec<(String, i64)> = Vec::new();
    let mut add = |party: &str, minor: i64| match totals.iter_mut().find(|t| t.0 == party) {
        Some(total) => total.1 += minor,
        None => totals.push((party.to_owned(), minor)),
    };
    for fee in fees {
        add(&fee.from, -fee.amount.minor());
        add(&fee.to, fee.amount.minor());
    }
    totals.into_iter().map(|(party, minor)| (party, 1e4 * minor as f64 / amount.minor().max(1) as f64)).collect()
}

/// Writes down what it sees.
struct Recorder {
    names: Vec<String>,
    market: Market,
    hops: Vec<(Time, usize, Hop)>,
    fees: Vec<PaidFee>,
    losses: Vec<(String, Money)>,
    dispute: DisputeRecord,
    outcome: &'static str,
    /// The traced amount; hops that move or ask for another one say so.
    amount: Money,
    is_paid: bool,
    today: u32,
}

impl Recorder {
    fn new(names: &[String], market: &Market, amount: Money) -> Self {
        Self {
            names: names.to_vec(),
            market: market.clone(),
            hops: Vec::new(),
            fees: Vec::new(),
            losses: Vec::new(),
            dispute: DisputeRecord::default(),
            outcome: "pending",
            amount,
            is_paid: false,
            today: 0,
        }
    }

    fn write(&mut self, at: Time, hop: Hop) {
        self.hops.push((at, self.hops.len(), hop));
    }

    fn name(&self, party: PartyId) -> String {
        self.names[party.index()].clone()
    }

    fn address(&self, address: Address) -> String {
        match address.actor {
            Actor::Phone | Actor::Thief | Actor::SetTopBox => address.actor.name().to_owned(),
            _ => format!("{} {}", address.actor.name(), self.names[address.party.index()]),
        }
    }

    /// Writes a fee down; one that is given back runs the other way.
    fn pay(&mut self, from: PartyId, to: PartyId, kind: &'static str, amount: Money) {
        if amount == Money::ZERO {
            return;
        }
        let (from, to, amount) = if amount < Money::ZERO { (to, from, -amount) } else { (from, to, amount) };
        let fee = PaidFee { from: self.name(from), to: self.name(to), kind, amount };
        self.fees.push(fee);
    }

    /// Who paid whom on a leg that cleared; of a refund, who gave what back.
    fn cleared(&mut self, payment: &Payment, leg: Leg, fees: &LegFees) {
        let product = self.market.products.get(payment.product.index());
        if let (Flow::PhoneBill, Some(product)) = (payment.flow, product) {
            return self.pay(payment.merchant, product.operator, "bill share", fees.discount);
        }
        let card = self.market.cards[payment.card.index()];
        if let (true, Some(product)) = (payment.flow.is_account() || payment.flow == Flow::OfflinePurse, product) {
            let processor = product.operator;
            let terms = self.market.processor(processor);
            let has_line = payment.is_debited_at_once() && terms.is_some_and(|terms| terms.direct_banks.has(card.issuer));
            match (leg, payment.source) {
                (Leg::Outer, _) if payment.kind == PaymentKind::Repayment => {
                    self.pay(self.market.people_party(), processor, "repayment fee", fees.discount);
                }
                (Leg::Outer, _) if payment.kind == PaymentKind::Transfer => {
                    self.pay(self.market.people_party(), processor, "transfer fee", fees.discount);
                }
                (Leg::Inner, _) if has_line => self.pay(processor, card.issuer, "bank line fee", fees.interchange),
                (Leg::Outer, _) => self.pay(payment.merchant, processor, "merchant fee", fees.discount),
                (Leg::Inner, Source::Balance | Source::Bill) => {}
                (Leg::Inner, Source::Bank) => self.pay(processor, card.issuer, "bank debit fee", fees.interchange),
                (Leg::Inner, Source::Card | Source::QuickPay | Source::Gateway) => {
                    self.pay(processor, card.issuer, "funding interchange", fees.interchange);
                    self.pay(processor, card.network, "assessment", fees.network);
                    self.pay(processor, card.network, "staged-wallet fee", fees.staged);
                }
            }
            return;
        }
        if let (true, Some(prepaid)) = (payment.is_prepaid(), product.and_then(|product| product.prepaid)) {
            self.pay(payment.merchant, payment.acquirer, "merchant discount", fees.discount);
            self.pay(payment.acquirer, prepaid.issuer, "interchange", fees.interchange);
            self.pay(payment.acquirer, prepaid.network, "assessment", fees.network);
            return;
        }
        let proxied = self.market.products.get(payment.product.index()).filter(|_| payment.flow.is_proxied());
        let proxied = proxied.map(|p| (p.operator, p.proxy_issuer, p.proxy_network));
        match (proxied, leg) {
            (Some((operator, proxy, network)), Leg::Outer) => {
                self.pay(payment.merchant, payment.acquirer, "merchant discount", fees.discount);
                self.pay(payment.acquirer, proxy, "interchange", fees.interchange);
                self.pay(payment.acquirer, network, "assessment", fees.network);
                self.pay(proxy, operator, "interchange share", fees.interchange);
            }
            (Some((operator, ..)), Leg::Inner) => {
                self.pay(operator, card.issuer, "funding interchange", fees.interchange);
                self.pay(operator, card.network, "assessment", fees.network);
                self.pay(operator, card.network, "staged-wallet fee", fees.staged);
            }
            (None, _) => {
                self.pay(payment.merchant, payment.acquirer, "merchant discount", fees.discount);
                self.pay(payment.acquirer, card.issuer, "interchange", fees.interchange);
                self.pay(payment.acquirer, card.network, "assessment", fees.network);
            }
        }
    }
}

impl Observer for Recorder {
    fn fact(&mut self, fact: Fact<'_>) {
        match fact {
            Fact::Incentive(paid) => {
                let (operator, people) = (self.market.products[paid.product.index()].operator, self.market.people_party());
                self.pay(operator, people, paid.occasion.name(), paid.amount);
            }
            Fact::Payment(payment) if payment.kind == PaymentKind::TopUp => {}
            Fact::Payment(payment) => self.outcome = words(payment.outcome),
            Fact::Cleared { payment, leg, fees, .. } => self.cleared(payment, leg, &fees),
            // What settles after a decline is the same purchase, paid with the plain card instead; it is not this payment.
            Fact::Settled { party, amount, what } if self.is_paid => {
                let at = Time::ZERO + Span::from_days(i64::from(self.today));
                let sign = if amount < Money::ZERO { "pays" } else { "gets" };
                let hop = Hop {
                    at_ms: 0,
                    from: "books".to_owned(),
                    to: self.name(party),
                    mti: what.mti().map_or("", crate::domain::iso8583::Mti::digits).to_owned(),
                    what: format!("{}: {sign} {}", what.words(), Money::from_minor(amount.minor().abs()).major()),
                    de39: String::new(),
                };
                self.write(at, hop);
            }
            Fact::WrittenOff(payment) => {
                let is_lost = payment.flow == Flow::OfflinePurse;
                let bearer = if is_lost { payment.merchant } else { self.market.products[payment.product.index()].operator };
                self.losses.push((self.name(bearer), payment.given_up()));
            }
            Fact::Dispute(fact) => self.dispute.moved(&self.market, &self.names, &fact),
            Fact::CaseClosed(fact) => self.dispute.closed(&self.market, &self.names, &fact),
            Fact::Fraud(fraud) if fraud.stage == FraudStage::Taken => {
                let bearer = self.name(fraud.bearer);
                self.losses.push((bearer, fraud.amount));
            }
            _ => {}
        }
    }

    fn sent(&mut self, sent: Time, at: Option<Time>, message: &Message, payment: Option<&Payment>) {
        self.is_paid |= (message.what == What::Receipt && message.code.is_approval()) || message.what == What::MoneyNotice;
        let amount = payment.and_then(|payment| amount_asked(message, payment)).filter(|asked| *asked != self.amount);
        let refund = if payment.is_some_and(Payment::is_refund) { " of a refund" } else { "" };
        let amount = amount.map_or_else(String::new, |asked| format!(" for {}", asked.major()));
        let lost = if at.is_none() { ", lost" } else { "" };
        let leg = if message.leg == Leg::Inner { " (inner leg)" } else { "" };
        let hop = Hop {
            at_ms: 0,
            from: self.address(message.from),
            to: self.address(message.to),
            mti: message.what.mti().map_or("", crate::domain::iso8583::Mti::digits).to_owned(),
            what: format!("{}{refund}{amount}{leg}{lost}", message.what.words()),
            de39: message.code.digits().to_owned(),
        };
        self.write(sent, hop);
    }

    fn day_closed(&mut self, day: u32) {
        self.today = day + 1;
    }
}

/// What a message asks for or moves, one person's.
fn amount_asked(message: &Message, payment: &Payment) -> Option<Money> {
    match (message.what, message.leg) {
        (What::AuthorizationRequest | What::FundingRequest | What::Reversal, Leg::Outer) => Some(payment.asked),
        (What::AuthorizationRequest | What::Reversal, Leg::Inner) => Some(payment.inner_asked()),
        (What::IncrementalRequest, _) => Some(payment.amount - payment.inner_asked()),
        (What::BatchUpload | What::Presentment | What::ClearingNotice, leg) => Some(payment.cleared(leg)),
        _ => None,
    }
}

const fn words(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Pending => "pending",
        Outcome::Approved => "approved",
        Outcome::DeclinedFunds => "declined: insufficient funds",
        Outcome::DeclinedRisk => "declined: suspected fraud",
        Outcome::DeclinedTimeout => "declined: time-out",
        Outcome::DeclinedOther => "declined",
    }
}
