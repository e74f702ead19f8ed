//! Accounts: what payments from processors' accounts and prepaid cards, loadings and moved balances leave on the accounts, as the net
//! effect per party.

use super::books::Books;
use super::escrow::EscrowBook;
use super::losses::Misfit;
use super::plan::{AuditCard, AuditMarket, AuditProduct};
use super::rounding::{given_back, priced, rated};
use super::rules::Moved;
use crate::domain::fee::Fee;
use crate::domain::line::Line;
use crate::domain::money::Rate;
use crate::domain::party::{PartyId, PartySet};
use crate::domain::payment::Source;
use crate::domain::product::Flow;
use crate::ledger::Account::{
    self, Bills, Cardholders, Cash, InTransit, MerchantsPayable, Outside, OwedByAcquirer, OwedToIssuers, ProxyFunding, Purchases, Sales,
    Settlement, StoredBalance,
};
use crate::protocol::{BalanceFact, BalanceMove, Payment, PaymentKind};

/// Prices of a processor, in minor units and thousandths of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct AuditTerms {
    pub(super) merchant_fee: Fee,
    pub(super) bank_debit_millicents: i64,
    pub(super) withdrawal_minor: i64,
    pub(super) transfer_millicents: i64,
    /// Banks that it reaches past the network, and what they take.
    pub(super) lines: (PartySet, Rate),
    pub(super) repayment_fee: Fee,
}

/// A shop that a processor pays: no network, no interchange, a fee kept back.
///
/// # Errors
/// The product is no processor's.
pub(super) fn paid_by_processor(
    books: &mut Books,
    people: PartyId,
    product: AuditProduct,
    payment: &Payment,
    (cash_saved, brought): (i64, i64),
    (escrow, today): (&mut EscrowBook, u32),
) -> Result<(), Misfit> {
    let terms = product.terms.ok_or("an account with nobody who keeps accounts")?;
    let one = payment.amount.minor();
    let is_part = payment.kind == PaymentKind::Refund && payment.amount < payment.asked;
    let times = if payment.kind == PaymentKind::Refund { -i64::from(payment.weight) } else { i64::from(payment.weight) };
    let fee = if is_part { given_back(terms.merchant_fee, one, payment.asked.minor()) } else { priced(terms.merchant_fee, one, 1) };
    let (amount, fee) = (one * times, fee * times);
    // A purse has paid by itself; else the processor advances the money and then sees where it comes from.
    let out_of = if payment.flow == Flow::OfflinePurse { StoredBalance } else { InTransit };
    let [owing, owed] = escrow.shop_is_owed(product, payment, today, amount - fee);
    books.of(people).debit(Purchases, amount).credit(out_of, amount);
    books.of(product.operator).debit(out_of, amount).credit(owing, amount - fee).credit(Account::Line(Line::MerchantFees), fee);
    books
        .of(payment.merchant)
        .debit(owed, amount - fee)
        .credit(Sales, amount)
        .debit(Account::Line(Line::Discount), fee)
        .debit(Outside, cash_saved + brought)
        .credit(Account::Line(Line::IncrementalMargin), brought)
        .credit(Account::Line(Line::CashSaved), cash_saved);
    Ok(())
}

/// A bank whose credit card somebody pays off through a processor.
///
/// # Errors
/// The product is no processor's.
pub(super) fn paid_off(books: &mut Books, people: PartyId, product: AuditProduct, payment: &Payment) -> Result<(), Misfit> {
    let terms = product.terms.ok_or("a repayment through nobody who may")?;
    let times = i64::from(payment.weight);
    let (amount, fee) = (payment.amount.minor() * times, priced(terms.repayment_fee, payment.amount.minor(), 1) * times);
    books.of(people).debit(OwedToIssuers, amount).credit(InTransit, amount).debit(Account::Line(Line::Fees), fee).credit(Bills, fee);
    books
        .of(product.operator)
        .debit(InTransit, amount)
        .credit(Settlement, amount)
        .debit(Bills, fee)
        .credit(Account::Line(Line::Withdrawal), fee);
    books.of(payment.merchant).debit(Settlement, amount).credit(Cardholders, amount);
    Ok(())
}

/// True where a card was charged over its network, with all that this costs; elsewhere a balance paid, or a bank by itself.
pub(super) fn runs_over_network(product: AuditProduct, card: AuditCard, source: Source) -> bool {
    match source {
        Source::Card => true,
        Source::QuickPay | Source::Gateway => !product.terms.is_some_and(|terms| terms.lines.0.has(card.issuer)),
        Source::Balance | Source::Bank | Source::Bill => false,
    }
}

/// Where a processor takes its money from; of a card, what is left to say beside the card's own side and the network's.
///
/// # Errors
/// The product is no processor's.
pub(super) fn funds_itself(
    books: &mut Books,
    people: PartyId,
    (product, card): (AuditProduct, AuditCard),
    payment: &Payment,
    moved: Moved,
) -> Result<(), Misfit> {
    let amount = moved.amount;
    match payment.source {
        Source::Balance => {
            books.of(people).debit(InTransit, amount).credit(StoredBalance, amount);
            books.of(product.operator).debit(StoredBalance, amount).credit(InTransit, amount);
        }
        _ if runs_over_network(product, card, payment.source) => charged_card(books, product, card.network, moved, (InTransit, true)),
        source => {
            let terms = product.terms.ok_or("a bank debited by nobody who may")?;
            let people_of_one = i64::from(payment.weight);
            let fee = match source {
                Source::Bank => terms.bank_debit_millicents * people_of_one / 1_000,
                _ if payment.kind == PaymentKind::Refund => -rated(terms.lines.1, payment.amount.minor()) * people_of_one,
                _ => rated(terms.lines.1, payment.amount.minor()) * people_of_one,
            };
            books.of(people).debit(InTransit, amount).credit(OwedToIssuers, amount);
            books
                .of(card.issuer)
                .debit(Cardholders, amount)
                .credit(Settlement, amount - fee)
                .credit(Account::Line(Line::QuickpayFees), fee);
            books.of(product.operator).debit(Settlement, amount - fee).credit(InTransit, amount).debit(Account::Line(Line::BankFees), fee);
        }
    }
    Ok(())
}

/// A card that an operator charges without the card; `paid_for` is what it gives its customer for the money. A processor keeps all that
/// this costs on one line.
pub(super) fn charged_card(
    books: &mut Books,
    product: AuditProduct,
    network: PartyId,
    moved: Moved,
    (paid_for, is_processor): (Account, bool),
) {
    let Moved { amount, interchange, assessment, switch, staged, .. } = moved;
    let due = amount - interchange - assessment - switch - staged;
    books.of(product.inner_acquirer).debit(Settlement, due).credit(MerchantsPayable, due);
    books
        .of(network)
        .debit(Settlement, assessment + switch + staged)
        .credit(Account::Line(Line::AssessmentsInner), assessment)
        .credit(Account::Line(Line::Switch), switch)
        .credit(Account::Line(Line::WalletFee), staged);
    let row = books.of(product.operator).debit(OwedByAcquirer, due).credit(paid_for, amount);
    if is_processor {
        row.debit(Account::Line(Line::BankFees), amount - due);
    } else {
        row.debit(Account::Line(Line::FundingInterchange), interchange)
            .debit(Account::Line(Line::Assessments), assessment + switch)
            .debit(Account::Line(Line::StagedWalletFee), staged);
    }
}

/// A prepaid card at a shop: out of the balance, or, tapped by a thief, advanced by the operator.
///
/// # Errors
/// The product has no prepaid card.
pub(super) fn on_the_prepaid_card(
    books: &mut Books,
    people: PartyId,
    product: AuditProduct,
    payment: &Payment,
    moved: Moved,
) -> Result<(), Misfit> {
    let (issuer, _) = product.prepaid.ok_or("a prepaid card that nobody issued")?;
    let out_of = if payment.thief.is_none() { StoredBalance } else { InTransit };
    books.of(people).debit(Purchases, moved.amount).credit(out_of, moved.amount);
    books
        .of(issuer)
        .debit(ProxyFunding, moved.amount)
        .credit(Settlement, moved.amount - moved.interchange)
        .credit(Account::Line(Line::Interchange), moved.interchange);
    books.of(product.operator).debit(out_of, moved.amount).credit(ProxyFunding, moved.amount);
    Ok(())
}

/// A balance that no payment moved.
///
/// # Errors
/// The product is unknown.
pub(super) fn balance_moved(books: &mut Books, people: PartyId, market: &AuditMarket, fact: BalanceFact) -> Result<(), Misfit> {
    let product = market.product(fact.product).ok_or("a balance of an unknown product")?;
    let amount = fact.amount.minor();
    match fact.what {
        BalanceMove::Received => {
            books.of(people).debit(StoredBalance, amount).credit(Outside, amount);
            books.of(product.operator).debit(Cash, amount).credit(StoredBalance, amount);
        }
        BalanceMove::Granted => {
            books.of(people).debit(StoredBalance, amount).credit(Account::Line(Line::Incentives), amount);
            books.of(product.operator).debit(Account::Line(Line::Incentives), amount).credit(StoredBalance, amount);
        }
        BalanceMove::Stolen => {
            books.of(people).debit(Account::Line(Line::UnreimbursedFraud), amount).credit(StoredBalance, amount);
            books.of(product.operator).debit(StoredBalance, amount).credit(Outside, amount);
        }
        BalanceMove::Abandoned => {
            books.of(people).debit(Account::Line(Line::LostPurse), amount).credit(StoredBalance, amount);
            books.of(product.operator).debit(StoredBalance, amount).credit(Account::Line(Line::Breakage), amount);
        }
        BalanceMove::Withdrawn => {
            let fee = product.terms.map_or(0, |terms| (terms.withdrawal_minor * fact.people).min(amount));
            let cost = product.terms.map_or(0, |terms| terms.transfer_millicents * fact.people / 1_000);
            books.of(people).debit(OwedToIssuers, amount - fee).debit(Account::Line(Line::Fees), fee).credit(StoredBalance, amount);
            books
                .of(product.operator)
                .debit(StoredBalance, amount)
                .credit(Settlement, amount - fee)
                .credit(Account::Line(Line::Withdrawal), fee)
                .debit(Account::Line(Line::FreeTransfers), cost)
                .credit(Outside, cost);
            books.of(fact.bank).debit(Settlement, amount - fee).credit(Cardholders, amount - fee);
        }
    }
    Ok(())
}
