//! Losses, charges and settlements: what write-offs, closed fraud, bills and sweeps to cash leave on the accounts.

use super::books::Books;
use super::census::is_card_absent;
use super::plan::AuditMarket;
use crate::domain::line::Line;
use crate::domain::money::Money;
use crate::domain::party::PartyId;
use crate::domain::payment::{Leg, LegState, Source};
use crate::domain::product::Flow;
use crate::ledger::Account::{
    self, Bills, Cardholders, Cash, InTransit, MerchantsPayable, Outside, OwedByAcquirer, OwedToIssuers, ProxyFunding, Purchases, Sales,
    Settlement, StoredBalance,
};
use crate::protocol::{Charge, LapseFact, Payment, PaymentKind, What};

/// Why a fact has no place in the books.
pub(super) type Misfit = &'static str;

/// A payment whose outer leg the wallet honoured and could not collect; tells who bears how much.
///
/// # Errors
/// The payment's product is unknown.
pub(super) fn written_off(books: &mut Books, people: PartyId, market: &AuditMarket, payment: &Payment) -> Result<(PartyId, i64), Misfit> {
    let product = market.product(payment.product).ok_or("a write-off on an unknown product")?;
    let is_whole = payment.legs.contains(&LegState::WrittenOff);
    let lost = if is_whole { payment.amount } else { payment.short };
    let minor = lost.minor() * i64::from(payment.weight);
    if payment.leg(Leg::Outer) == LegState::WrittenOff {
        // A purse has paid, and the record of it is lost: the shop has a claim that it cannot prove.
        books.of(people).debit(Purchases, minor).credit(StoredBalance, minor);
        books.of(payment.merchant).debit(StoredBalance, minor).credit(Sales, minor);
        return Ok((payment.merchant, minor));
    }
    let line = match (product.terms.is_some(), payment.thief.is_some()) {
        (true, _) => Line::ReserveProvision,
        (false, true) => Line::Fraud,
        (false, false) => Line::CreditLoss,
    };
    books.of(product.operator).debit(Account::Line(line), minor).credit(InTransit, minor);
    books.of(people).debit(InTransit, minor).credit(Purchases, minor);
    Ok((product.operator, minor))
}

/// Nobody could claim in time what lost batches held: the shop gives its claim up, and the operator owes nobody.
///
/// # Errors
/// The product is unknown.
pub(super) fn lapsed(books: &mut Books, market: &AuditMarket, fact: LapseFact) -> Result<(), Misfit> {
    let operator = market.product(fact.product).ok_or("a claim on an unknown purse")?.operator;
    let minor = fact.amount.minor();
    books.of(fact.merchant).debit(Account::Line(Line::LostBatches), minor).credit(StoredBalance, minor);
    books.of(operator).debit(StoredBalance, minor).credit(Account::Line(Line::Breakage), minor);
    Ok(())
}

/// One bearer's share of a thief's payment after discovery.
#[derive(Clone, Copy, Debug)]
pub(super) struct Loss<'a> {
    pub(super) payment: &'a Payment,
    pub(super) bearer: PartyId,
    pub(super) share: Money,
    pub(super) is_recovered: bool,
}

/// Fraud that its bearer takes over from the cardholder.
///
/// # Errors
/// The card or product is unknown, or the bearer is nobody whom a chargeback of this payment can reach.
pub(super) fn fraud_closed(books: &mut Books, people: PartyId, market: &AuditMarket, loss: Loss<'_>) -> Result<(), Misfit> {
    let Loss { payment, bearer, share, is_recovered } = loss;
    let minor = share.minor();
    if bearer == people {
        // Money that was sent left in cash; what was called back is nobody's loss.
        let lost = if is_recovered { 0 } else { minor };
        let gone = if payment.kind == PaymentKind::Transfer { Cash } else { Purchases };
        books.of(people).debit(Account::Line(Line::UnreimbursedFraud), lost).credit(gone, lost);
        return Ok(());
    }
    let is_remote = is_card_absent(payment);
    if (payment.flow, payment.source) == (Flow::CardInElement, Source::Balance) {
        let product = market.product(payment.product).ok_or("fraud on an unknown prepaid card")?;
        books.of(people).debit(InTransit, minor).credit(Purchases, minor);
        books.of(product.operator).credit(InTransit, minor);
        if bearer == product.operator {
            books.of(bearer).debit(Account::Line(Line::Fraud), minor);
        } else if product.prepaid.is_some_and(|(issuer, _)| issuer == bearer) {
            books.of(product.operator).debit(ProxyFunding, minor);
            books.of(bearer).credit(ProxyFunding, minor).debit(Account::Line(Line::ResidualLoss), minor);
        } else {
            return Err("fraud on a prepaid card borne by neither its operator nor its issuer");
        }
        return Ok(());
    }
    let card = market.card(payment.card).ok_or("fraud on an unknown card")?;
    books.of(people).debit(OwedToIssuers, minor).credit(Purchases, minor);
    books.of(card.issuer).credit(Cardholders, minor);
    if payment.flow.is_account() && !is_remote {
        let product = market.product(payment.product).ok_or("fraud on an unknown account")?;
        if bearer != product.operator {
            return Err("fraud on an account borne by neither people nor its processor");
        }
        books.of(card.issuer).debit(Settlement, minor);
        books.of(bearer).debit(Account::Line(Line::Compensation), minor);
        if payment.source == Source::Card {
            books.of(product.inner_acquirer).debit(MerchantsPayable, minor).credit(Settlement, minor);
            books.of(bearer).credit(OwedByAcquirer, minor);
        } else {
            books.of(bearer).credit(Settlement, minor);
        }
    } else if payment.flow.is_proxied() && !is_remote {
        let product = market.product(payment.product).ok_or("fraud on an unknown product")?;
        books.of(card.issuer).debit(Settlement, minor);
        books.of(product.inner_acquirer).debit(MerchantsPayable, minor).credit(Settlement, minor);
        books.of(product.operator).credit(OwedByAcquirer, minor);
        if bearer == product.operator {
            books.of(bearer).debit(Account::Line(Line::Fraud), minor);
        } else if bearer == product.proxy_issuer {
            books.of(product.operator).debit(ProxyFunding, minor);
            books.of(bearer).credit(ProxyFunding, minor).debit(Account::Line(Line::ResidualLoss), minor);
        } else {
            return Err("nested fraud borne by neither people, wallet nor proxy's issuer");
        }
    } else if bearer == card.issuer && !is_remote {
        books.of(bearer).debit(Account::Line(Line::Fraud), minor);
    } else {
        books.of(card.issuer).debit(Settlement, minor);
        books.of(payment.acquirer).debit(MerchantsPayable, minor).credit(Settlement, minor);
        let borne = if is_recovered { Sales } else { Account::Line(Line::Chargebacks) };
        books.of(payment.merchant).debit(borne, minor).credit(OwedByAcquirer, minor);
        if bearer != payment.merchant {
            return Err("fraud charged back to a shop that liability does not name");
        }
    }
    Ok(())
}

/// Money outside payments: bills between parties, or business with the world.
///
/// # Errors
/// The charge names neither payer nor payee.
pub(super) fn charged(books: &mut Books, charge: Charge) -> Result<(), Misfit> {
    if charge.payer.is_none() && charge.payee.is_none() {
        return Err("a charge without payer and payee");
    }
    let minor = charge.amount.minor();
    let through = if charge.payer.is_some() && charge.payee.is_some() { Bills } else { Outside };
    if let Some((payer, line)) = charge.payer {
        books.of(payer).debit(Account::Line(line), minor).credit(through, minor);
    }
    if let Some((payee, line)) = charge.payee {
        books.of(payee).debit(through, minor).credit(Account::Line(line), minor);
    }
    Ok(())
}

/// What was due was paid. The fact names the occasion, not the account, so the amount stands on one account of those that the occasion
/// sweeps, and the check compares their sum.
///
/// # Errors
/// The occasion pays nothing out.
pub(super) fn settled(books: &mut Books, party: PartyId, amount: Money, what: What) -> Result<(), Misfit> {
    let account = match what {
        What::Settlement => Settlement,
        What::Payout => OwedByAcquirer,
        What::FundsTransfer => ProxyFunding,
        What::Statement => OwedToIssuers,
        _ => return Err("a settlement on an occasion that pays nothing out"),
    };
    books.of(party).debit(Cash, amount.minor()).credit(account, amount.minor());
    Ok(())
}
