//! Rules: what a cleared leg leaves on the accounts of everybody it touches.
//!
//! Each rule is written as the net effect per party and account, not as a chain of postings. Amounts are full scale, minor units; a
//! refund's are negative.

use super::books::Books;
use super::plan::{AuditCard, AuditProduct};
use crate::domain::line::Line;
use crate::domain::party::PartyId;
use crate::ledger::Account::{
    self, Cardholders, InTransit, MerchantsPayable, Outside, OwedByAcquirer, OwedToIssuers, ProxyFunding, Purchases, Sales, Settlement,
};

/// What one cleared leg moves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Moved {
    pub(super) amount: i64,
    pub(super) interchange: i64,
    pub(super) assessment: i64,
    pub(super) switch: i64,
    pub(super) staged: i64,
    pub(super) discount: i64,
    pub(super) rewards: i64,
    pub(super) cash_saved: i64,
    pub(super) brought: i64,
}

/// Who serves the shop.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counter {
    pub(super) merchant: PartyId,
    pub(super) acquirer: PartyId,
    pub(super) network: PartyId,
}

/// Shop, acquirer and network of an outer leg, whatever card the shop saw.
#[inline]
pub(super) fn at_the_shop(books: &mut Books, counter: Counter, moved: Moved) {
    let Moved { amount, interchange, assessment, switch, discount, cash_saved, brought, .. } = moved;
    books
        .of(counter.acquirer)
        .debit(Settlement, amount - interchange - assessment - switch)
        .credit(MerchantsPayable, amount - discount)
        .debit(Account::Line(Line::InterchangePaid), interchange)
        .debit(Account::Line(Line::Assessments), assessment + switch)
        .credit(Account::Line(Line::Discount), discount);
    books
        .of(counter.network)
        .debit(Settlement, assessment + switch)
        .credit(Account::Line(Line::AssessmentsOuter), assessment)
        .credit(Account::Line(Line::Switch), switch);
    books
        .of(counter.merchant)
        .debit(OwedByAcquirer, amount - discount)
        .credit(Sales, amount)
        .debit(Account::Line(Line::Discount), discount)
        .debit(Outside, cash_saved + brought)
        .credit(Account::Line(Line::IncrementalMargin), brought)
        .credit(Account::Line(Line::CashSaved), cash_saved);
}

/// The person's card and its issuer; `paid_for` is what people get for the money.
#[inline]
pub(super) fn on_the_card(books: &mut Books, people: PartyId, card: AuditCard, paid_for: Account, moved: Moved) {
    let Moved { amount, interchange, rewards, .. } = moved;
    books.of(people).debit(paid_for, amount).credit(OwedToIssuers, amount - rewards).credit(Account::Line(Line::Incentives), rewards);
    books
        .of(card.issuer)
        .debit(Cardholders, amount - rewards)
        .credit(Settlement, amount - interchange)
        .credit(Account::Line(Line::Interchange), interchange)
        .debit(Account::Line(Line::Rewards), rewards);
}

/// The virtual card of an outer leg: people pay with what the wallet advances through the proxy's issuer.
#[inline]
pub(super) fn on_the_virtual_card(books: &mut Books, people: PartyId, product: AuditProduct, moved: Moved) {
    let Moved { amount, interchange, .. } = moved;
    books.of(people).debit(Purchases, amount).credit(InTransit, amount);
    books
        .of(product.proxy_issuer)
        .debit(ProxyFunding, amount - interchange)
        .credit(Settlement, amount - interchange)
        .credit(Account::Line(Line::Interchange), interchange)
        .debit(Account::Line(Line::SharePaid), interchange);
    books
        .of(product.operator)
        .debit(InTransit, amount)
        .credit(ProxyFunding, amount - interchange)
        .credit(Account::Line(Line::InterchangeShare), interchange);
}

/// The wallet's own acquirer, the funding card's network and the wallet on an inner leg.
#[inline]
pub(super) fn at_the_wallet(books: &mut Books, product: AuditProduct, network: PartyId, moved: Moved) {
    let Moved { amount, interchange, assessment, switch, staged, .. } = moved;
    let due = amount - interchange - assessment - switch - staged;
    books.of(product.inner_acquirer).debit(Settlement, due).credit(MerchantsPayable, due);
    books
        .of(network)
        .debit(Settlement, assessment + switch + staged)
        .credit(Account::Line(Line::AssessmentsInner), assessment)
        .credit(Account::Line(Line::Switch), switch)
        .credit(Account::Line(Line::WalletFee), staged);
    books
        .of(product.operator)
        .debit(OwedByAcquirer, due)
        .credit(InTransit, amount)
        .debit(Account::Line(Line::FundingInterchange), interchange)
        .debit(Account::Line(Line::Assessments), assessment + switch)
        .debit(Account::Line(Line::StagedWalletFee), staged);
}
