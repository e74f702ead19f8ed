//! Refusal: what a trace is asked for that its flow, its funding or its market does not know.

use super::{Errand, Request, Wanted};
use crate::domain::card::Funding;
use crate::domain::market::Market;
use crate::domain::product::Flow;
use crate::world::{Halted, TooLarge};

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
    /// Nobody is asked for money from a balance, so nobody is waited for.
    NobodyToWaitFor,
    /// A fund pays out of what it holds, so nobody is waited for.
    FundPaysAtOnce,
    /// A payday's money comes from the bank, whatever is on the balance.
    NotFromBalance,
    /// Money is sent and credit cards are paid off from a bank account, not on credit.
    NotOnCredit(Funding),
    /// Only what was bought can meet this.
    OnlyPurchases,
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
            Self::NobodyToWaitFor => write!(f, "nobody is asked for money from a balance, so nobody is waited for: try --funding bank"),
            Self::FundPaysAtOnce => write!(
                f,
                "a fund pays out of what it holds and its operator asks nobody, so no answer is late: try --outcome decline, or --purpose subscription"
            ),
            Self::NotFromBalance => write!(f, "a payday's money comes from the bank and not from the balance: try --funding bank"),
            Self::NotOnCredit(funding) => {
                write!(f, "money is sent, saved and paid off from a bank account, not on {}: try --funding bank", funding.name())
            }
            Self::OnlyPurchases => write!(
                f,
                "only a purchase can meet this, not money that is sent, saved or paid off: leave --purpose out, or try --outcome decline or timeout"
            ),
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

/// Says so where the flow or the market has nothing of what is asked for.
pub(super) fn refuse(market: &Market, request: &Request) -> Result<(), TraceError> {
    let flow = market.products[request.product].flow;
    if request.wanted == Wanted::Uncollected && !flow.is_proxied() {
        return Err(TraceError::NothingToCollect(flow.name()));
    }
    let is_remote = flow == Flow::RemoteAccount;
    refuse_errand(market, request)?;
    if request.wanted == Wanted::Timeout && is_remote && request.funding == Funding::Balance {
        return Err(TraceError::NobodyToWaitFor);
    }
    if request.wanted == Wanted::LostBatch && flow != Flow::OfflinePurse {
        return Err(TraceError::NothingToLose(flow.name()));
    }
    if matches!(request.wanted, Wanted::Timeout | Wanted::Fraud) && flow == Flow::OfflinePurse {
        return Err(TraceError::NobodyIsAsked(flow.name()));
    }
    if request.wanted == Wanted::StandIn && (flow.is_account() || matches!(flow, Flow::PhoneBill | Flow::OfflinePurse)) {
        return Err(TraceError::NobodyStandsIn(flow.name()));
    }
    if flow == Flow::PhoneBill && !matches!(request.funding, Funding::Balance | Funding::Bill) {
        return Err(TraceError::NotOnBills(request.funding));
    }
    if flow == Flow::PhoneBill && request.wanted == Wanted::Fraud {
        return Err(TraceError::NoThief(flow.name()));
    }
    let is_kept = flow.is_account() || matches!(flow, Flow::PhoneBill | Flow::OfflinePurse) || request.funding == Funding::Prepaid;
    if matches!(request.wanted, Wanted::Dispute(_)) && is_kept {
        return Err(TraceError::NobodyToDisputeWith(flow.name()));
    }
    Ok(())
}

/// What is asked of money that is sent, saved or paid off.
fn refuse_errand(market: &Market, request: &Request) -> Result<(), TraceError> {
    let product = &market.products[request.product];
    let (errand, wanted) = (request.errand, request.wanted);
    if errand == Errand::Purchase {
        return Ok(());
    }
    if errand.is_saved() && product.fund.is_none() {
        return Err(TraceError::NoFund);
    }
    if !errand.is_saved() && product.flow != Flow::RemoteAccount {
        return Err(TraceError::NobodyToSendTo(product.flow.name()));
    }
    if !wanted.comes_to_all() {
        return Err(TraceError::OnlyPurchases);
    }
    if request.funding.is_credit() {
        return Err(TraceError::NotOnCredit(request.funding));
    }
    match (errand, request.funding, wanted) {
        (Errand::Subscription, Funding::Balance, _) => Err(TraceError::NotFromBalance),
        (Errand::Redemption, _, Wanted::Timeout) => Err(TraceError::FundPaysAtOnce),
        _ => Ok(()),
    }
}
