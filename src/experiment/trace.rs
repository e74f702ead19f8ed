//! Trace: one payment on its own, from the tap to the payout, as a ladder of hops with who paid whom.
//!
//! The payment runs through the same actors, in a world of one person and one shop, with chance taken out: links take their median and
//! nobody queues. What is asked for (decline, time-out, fraud) is brought about by circumstances, not written into the answer. Money that is
//! sent, saved or paid off meets a decline or silence by the same circumstances as a purchase.

mod recorder;
mod refusal;
mod setting;

pub use refusal::TraceError;

use super::contest::{Course, DisputeMove};
use crate::domain::card::Funding;
use crate::domain::market::Market;
use crate::domain::money::Money;
use crate::domain::payment::Leg;
use crate::domain::product::Flow;
use crate::kernel::time::{Span, Time};
use crate::world::{World, WorldPlan};
use jiff::civil::Date;
use recorder::Recorder;
use refusal::refuse;
use setting::{alone, conditions};
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
}

impl Wanted {
    /// True of the ends that come to whatever is paid; all others come to what is bought.
    const fn comes_to_all(self) -> bool {
        matches!(self, Self::Approve | Self::Decline | Self::Timeout)
    }
}

/// What the traced payment is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Errand {
    /// Something is bought at a shop.
    #[default]
    Purchase,
    /// Money for somebody else who has the product.
    Transfer,
    /// Money for somebody who has it not.
    TransferToBank,
    /// It goes into the money fund behind the account.
    Subscription,
    /// It is all that lies in the fund, and comes out of it.
    Redemption,
    /// It pays off a credit card.
    Repayment,
}

impl Errand {
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
    /// What it is for.
    pub errand: Errand,
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

/// Traces one payment in `market`, which must be the one in force on the day.
///
/// # Errors
/// [`TraceError`] if the market has no such card or no shop.
pub fn trace(market: &Market, request: &Request) -> Result<Ladder, TraceError> {
    refuse(market, request)?;
    let stage = alone(market, request)?;
    let names: Vec<String> = stage.parties.iter().map(|p| p.name.clone()).collect();
    let plan = WorldPlan {
        stages: vec![(0, stage)],
        trading_days: 1,
        persons_per_agent: 1,
        seed: 1,
        replicate: 1,
        conditions: conditions(request, market),
        breaches: None,
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
