//! Trace: the command that shows one payment as a ladder.

use super::args::{FundingName, OutcomeName, PurposeName, Trace};
use super::failure::Failure;
use super::files;
use super::printer::{complain, print};
use crate::domain::card::Funding;
use crate::domain::market::Market;
use crate::domain::money::Money;
use crate::domain::product::{BankGate, Flow};
use crate::experiment::contest::Course;
use crate::experiment::trace::{Errand, Request, TraceError, Wanted, trace as follow};
use crate::report::ladder;
use crate::scenario::Plan;
use jiff::ToSpan;
use jiff::civil::Date;

/// One payment.
///
/// # Errors
/// See [`Failure`].
pub fn trace(asked: &Trace) -> Result<(), Failure> {
    let plan = files::plan(&asked.scenario)?;
    let arm = match &asked.strategy {
        Some(name) => find(name, "strategy", plan.arms.iter().map(|a| a.name.as_str()))?,
        None => plan.baseline,
    };
    let date = date(&plan, asked.date.as_deref())?;
    let stages = &plan.arms[arm].stages;
    let day = stages[0].market.calendar.day(date);
    let stage = stages.iter().rev().find(|s| i64::from(s.from_day) <= day).unwrap_or(&stages[0]);
    let product = match &asked.product {
        Some(name) => find(name, "product", stage.market.products.iter().map(|p| p.name.as_str()))?,
        None => {
            plan.focus.ok_or_else(|| Failure::Argument(format!("scenario {} has no focus; name a product with --product", plan.name)))?
        }
    };
    let usual = usual_funding(&stage.market, product, asked.purpose);
    let funding = asked.funding.map(funding).or(usual);
    let merchant = match &asked.merchant {
        Some(name) => Some(find(name, "group of shops", stage.market.merchants.iter().map(|m| m.name.as_str()))?),
        None => None,
    };
    let request = Request {
        product,
        funding: funding.ok_or_else(|| Failure::Argument("this market has no cards".to_owned()))?,
        amount: amount(&asked.amount)?,
        date,
        merchant,
        errand: errand(asked.purpose),
        wanted: wanted(asked.outcome),
    };
    let told = follow(&stage.market, &request).map_err(|e| refused(&e, &stage.market))?;
    for note in notes(&stage.market, &request) {
        complain(&format!("note: {note}"));
    }
    if asked.json { print(&format!("{:#}\n", ladder::json(&told))) } else { print(&ladder::text(&told)) }
}

/// What stands behind a payment where nobody says so: the market's first card, but no credit where it is not bought with.
fn usual_funding(market: &Market, product: usize, purpose: PurposeName) -> Option<Funding> {
    if market.products[product].flow == Flow::PhoneBill {
        return Some(Funding::Bill);
    }
    let mut fundings = market.cards.iter().map(|card| card.funding);
    fundings.find(|funding| purpose == PurposeName::Purchase || !funding.is_credit())
}

/// What keeps such a payment from happening in a run; a trace shows it all the same.
fn notes(market: &Market, request: &Request) -> Vec<String> {
    let product = &market.products[request.product];
    let mut notes = Vec::new();
    if request.date < product.launch {
        notes.push(format!("nobody can have {} before its launch on {}", product.name, product.launch));
    }
    if request.amount > product.ticket_limit {
        notes.push(format!("{} takes at most {} a payment", product.name, product.ticket_limit.major()));
    }
    let issuer = market.cards.iter().find(|card| card.funding == request.funding).map(|card| card.issuer);
    if let (BankGate::Integrated, Some(issuer)) = (product.bank_gate, issuer)
        && !product.integrated.contains(&issuer)
    {
        let bank = &market.parties[issuer.index()].name;
        notes.push(format!("cards of {bank} work in {} only once its integration is done", product.name));
    }
    notes
}

fn refused(error: &TraceError, market: &Market) -> Failure {
    if !matches!(error, TraceError::NoSuchCard(_)) {
        return Failure::Argument(error.to_string());
    }
    let mut issued: Vec<&str> = market.cards.iter().map(|card| card.funding.name()).collect();
    issued.sort_unstable();
    issued.dedup();
    Failure::Argument(format!("{error}; its banks issue {}", issued.join(", ")))
}

fn find<'a>(name: &str, kind: &str, names: impl Iterator<Item = &'a str> + Clone) -> Result<usize, Failure> {
    names.clone().position(|n| n == name).ok_or_else(|| {
        let all: Vec<&str> = names.collect();
        Failure::Argument(format!("there is no {kind} `{name}`; there is {}", all.join(", ")))
    })
}

fn date(plan: &Plan, asked: Option<&str>) -> Result<Date, Failure> {
    let last = plan.end.checked_sub(1.day()).unwrap_or(plan.end);
    let Some(text) = asked else { return Ok(last) };
    let date: Date = text.parse().map_err(|_| Failure::Argument(format!("`{text}` is not a date; write it as {last}")))?;
    if date < plan.start || date >= plan.end {
        return Err(Failure::Argument(format!("{date} is outside the scenario, which runs from {} to {last}", plan.start)));
    }
    Ok(date)
}

/// The largest amount that is traced, minor units.
const LARGEST: i64 = 1_000_000_000;

fn amount(text: &str) -> Result<Money, Failure> {
    let wrong = || Failure::Argument(format!("`{text}` is not an amount between 0.01 and 10000000.00; write it as 25.00"));
    let (whole, cents) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |s: &str| !s.is_empty() && s.len() <= 8 && s.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(cents) || cents.len() > 2 {
        return Err(wrong());
    }
    let scale = if cents.len() == 1 { 10 } else { 1 };
    let minor = whole.parse::<i64>().map_err(|_| wrong())? * 100 + cents.parse::<i64>().map_err(|_| wrong())? * scale;
    if (1..=LARGEST).contains(&minor) { Ok(Money::from_minor(minor)) } else { Err(wrong()) }
}

const fn funding(name: FundingName) -> Funding {
    match name {
        FundingName::Credit => Funding::Credit,
        FundingName::Rewards => Funding::RewardsCredit,
        FundingName::DebitRegulated => Funding::DebitRegulated,
        FundingName::DebitExempt => Funding::DebitExempt,
        FundingName::Prepaid => Funding::Prepaid,
        FundingName::Balance => Funding::Balance,
        FundingName::Bank => Funding::Bank,
        FundingName::Bill => Funding::Bill,
    }
}

const fn wanted(name: OutcomeName) -> Wanted {
    match name {
        OutcomeName::Approve => Wanted::Approve,
        OutcomeName::Decline => Wanted::Decline,
        OutcomeName::Timeout => Wanted::Timeout,
        OutcomeName::Fraud => Wanted::Fraud,
        OutcomeName::Refund => Wanted::Refund,
        OutcomeName::PartialRefund => Wanted::PartialRefund,
        OutcomeName::StandIn => Wanted::StandIn,
        OutcomeName::Uncollected => Wanted::Uncollected,
        OutcomeName::LostBatch => Wanted::LostBatch,
        OutcomeName::Dispute => Wanted::Dispute(Course::Accepted),
        OutcomeName::DisputeRefused => Wanted::Dispute(Course::Refused),
        OutcomeName::DisputeWithdrawn => Wanted::Dispute(Course::Withdrawn),
        OutcomeName::DisputeRepresented => Wanted::Dispute(Course::Represented),
        OutcomeName::DisputeWon => Wanted::Dispute(Course::Won),
        OutcomeName::DisputeLost => Wanted::Dispute(Course::Lost),
        OutcomeName::DisputeLate => Wanted::Dispute(Course::Late),
        OutcomeName::DisputeStuck => Wanted::Dispute(Course::Stuck),
        OutcomeName::DisputeShopGone => Wanted::Dispute(Course::ShopGone),
    }
}

const fn errand(name: PurposeName) -> Errand {
    match name {
        PurposeName::Purchase => Errand::Purchase,
        PurposeName::Transfer => Errand::Transfer,
        PurposeName::TransferToBank => Errand::TransferToBank,
        PurposeName::Subscription => Errand::Subscription,
        PurposeName::Redemption => Errand::Redemption,
        PurposeName::Repayment => Errand::Repayment,
    }
}
