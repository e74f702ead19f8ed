//! Payment log: every payment on a studied product as a line of text, labelled honest or fraud, as a district tells it.
//!
//! Hears payments that ended. Keeps the lines of the day that is running and hands them out when it is over, so that memory does not grow
//! with the run. A line is a function of the payment alone: lines of one day, district after district, are the same for any number of threads.

use crate::actors::stage::{Draw, mark};
use crate::domain::market::Market;
use crate::domain::payment::Outcome;
use crate::domain::product::ProductId;
use crate::kernel::normal::normal_quantile;
use crate::kernel::random::{Key, Purpose, Seed};
use crate::metrics::Frame;
use crate::protocol::{Fact, Observer, Payment, PaymentKind, Watched};
use jiff::civil::Date;
use std::fmt::Write as _;
use std::sync::Arc;

/// The columns.
pub const COLUMNS: &str = "strategy,replicate,id,time,payer,product,kind,flow,funding,bank,network,merchant_group,shop,category,amount,\
terminal,outcome,response_code,score,flagged,weight,is_fraud,vector";

/// Pseudonyms and the sample have draws of their own, which nothing in a world has.
const LOG: Purpose = Purpose(1_000);
const MICROS_PER_SECOND: i64 = 1_000_000;

/// What all districts of a run need to write lines.
#[derive(Debug)]
pub(super) struct LogPlan {
    /// Strategy and replicate, with a comma behind each.
    run: String,
    frame: Arc<Frame>,
    /// By card: bank and network, with a comma between.
    cards: Vec<String>,
    categories: Vec<String>,
    /// From a day on, by product: how far fraud scores above honest payments; nothing where nobody watches.
    separations: Vec<(u32, Vec<Option<f64>>)>,
    start: Date,
    key: Key,
    /// People of whom one is kept.
    sample: u32,
}

impl LogPlan {
    /// The plan of a run whose markets hold from their days on; one in `sample` people is kept.
    pub(super) fn new(strategy: &str, seed: Seed, stages: &[(u32, Market)], frame: &Arc<Frame>, sample: u32) -> Self {
        let first = &stages[0].1;
        let name = |party| frame.party_name(party);
        let separations = |market: &Market| market.products.iter().map(|p| p.monitoring.as_ref().map(|m| m.separation)).collect();
        Self {
            run: format!("{strategy},{},", seed.replicate),
            cards: first.cards.iter().map(|card| format!("{},{}", name(card.issuer), name(card.network))).collect(),
            categories: first.categories.iter().map(|category| category.name.clone()).collect(),
            separations: stages.iter().map(|(day, market)| (*day, separations(market))).collect(),
            start: first.calendar.start(),
            key: seed.key(LOG),
            sample: sample.max(1),
            frame: Arc::clone(frame),
        }
    }

    /// How far fraud scores above honest payments with `product` on `day`.
    fn separation(&self, product: ProductId, day: u32) -> Option<f64> {
        let after = self.separations.partition_point(|(from, _)| *from <= day);
        self.separations[after.saturating_sub(1)].1[product.index()]
    }
}

/// The lines of one district's day.
#[derive(Clone, Debug)]
pub(super) struct PaymentLog {
    plan: Arc<LogPlan>,
    district: u32,
    lines: String,
    /// The day and its date as text, of the line before.
    date: (u32, String),
}

impl PaymentLog {
    pub(super) fn new(plan: &Arc<LogPlan>, district: u32) -> Self {
        Self { plan: Arc::clone(plan), district, lines: String::new(), date: (0, plan.start.to_string()) }
    }

    /// Hands out what has been written since.
    pub(super) fn drain(&mut self, mut write: impl FnMut(&str)) {
        if !self.lines.is_empty() {
            write(&self.lines);
            self.lines.clear();
        }
    }

    /// Who pays, if the person is in the sample: the first half of a block of the person's own says whether, the second is the name.
    fn payer(&self, payment: &Payment) -> Option<u64> {
        let [drawn, _, high, low] = self.plan.key.block(self.district, payment.person, 0, 0);
        (drawn % self.plan.sample == 0).then_some(u64::from(high) << 32 | u64::from(low))
    }

    fn write(&mut self, payment: &Payment) {
        let plan = Arc::clone(&self.plan);
        let frame = &plan.frame;
        let is_studied = frame.row(payment).is_some_and(|row| row != frame.plastic_row());
        if !is_studied || matches!(payment.kind, PaymentKind::Refund | PaymentKind::Redemption) {
            return;
        }
        let Some(payer) = self.payer(payment) else { return };
        let day = payment.at.day();
        if self.date.0 != day {
            self.date = (day, plan.start.saturating_add(jiff::Span::new().days(day)).to_string());
        }
        let second = payment.at.micros() / MICROS_PER_SECOND % 86_400;
        let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
        let micros = payment.at.micros() as u64;
        let block = plan.key.child(1).block(payment.luck as u32, (payment.luck >> 32) as u32, micros as u32, (micros >> 32) as u32);
        let id = u64::from(block[0]) << 32 | u64::from(block[1]);
        let (run, date, product) = (&plan.run, &self.date.1, frame.product_name(payment.product));
        let funding = frame.behind(payment).map_or("", |funding| funding.name());
        let card = plan.cards.get(payment.card.index()).map_or(",", String::as_str);
        let out = &mut self.lines;
        // Writing into a text cannot fail.
        let _ = write!(out, "{run}{id:016x},{date}T{hour:02}:{minute:02}:{second:02},{payer:016x},{product},{},", kind(payment.kind));
        let _ = write!(out, "{},{funding},{card},", payment.flow.name());
        if payment.kind.has_shop() {
            let _ = write!(out, "{},{}.{},", frame.party_name(payment.merchant), self.district, payment.shop);
        } else {
            out.push_str(",,");
        }
        if payment.kind.pays_somebody() {
            out.push_str(plan.categories.get(usize::from(payment.category)).map_or("", String::as_str));
        }
        let minor = payment.amount.minor();
        let terminal = if payment.kind.has_shop() { payment.technology.name() } else { "" };
        let (ending, code) = (outcome(payment.outcome), payment.code.digits());
        let _ = write!(out, ",{}.{:02},{terminal},{ending},{code},", minor / 100, minor % 100);
        let separation = plan.separation(payment.product, day).filter(|_| matches!(payment.watched, Watched::Passed | Watched::Stopped));
        if let Some(separation) = separation {
            let _ = write!(out, "{:.4}", score(payment, separation));
        }
        let flagged = u8::from(payment.watched == Watched::Stopped);
        let weight = u64::from(payment.weight) * u64::from(plan.sample);
        let vector = payment.thief.map_or("", |thief| thief.vector.name());
        let _ = writeln!(out, ",{flagged},{weight},{},{vector}", u8::from(payment.thief.is_some()));
    }
}

impl Observer for PaymentLog {
    fn fact(&mut self, fact: Fact<'_>) {
        if let Fact::Payment(payment) = fact {
            self.write(payment);
        }
    }
}

/// The score by which the monitoring decided: normal with unit variance, a thief's higher by the separation.
fn score(payment: &Payment, separation: f64) -> f64 {
    let roll = (f64::from(mark(payment.luck, Draw::Score, 0)) + 0.5) / 4_294_967_296.0;
    let mean = if payment.thief.is_some() { separation } else { 0.0 };
    mean - normal_quantile(roll)
}

const fn kind(kind: PaymentKind) -> &'static str {
    match kind {
        PaymentKind::Purchase => "purchase",
        PaymentKind::Refund => "refund",
        PaymentKind::Remote => "remote",
        PaymentKind::TopUp => "top-up",
        PaymentKind::Transfer => "transfer",
        PaymentKind::Repayment => "repayment",
        PaymentKind::Subscription => "subscription",
        PaymentKind::Redemption => "redemption",
    }
}

/// A payment that is over without an answer got none in time.
const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Approved => "approved",
        Outcome::DeclinedFunds => "declined-funds",
        Outcome::DeclinedRisk => "declined-risk",
        Outcome::DeclinedTimeout | Outcome::Pending => "declined-timeout",
        Outcome::DeclinedOther => "declined-other",
    }
}
