//! Posting of balances: what money that an operator keeps for its customers, or pays shops in their name, does to the books.
//!
//! A processor's outer leg is its debt to the shop; the inner leg is where it takes the money from. A thief's payment on a prepaid card
//! never touches the holder's balance: the operator carries it until somebody bears it.

use super::desk::Desk;
use super::posting::{Amounts, post_cash_saved, post_issuer, post_network_inner, post_shop_side};
use crate::domain::line::Line;
use crate::domain::money::Money;
use crate::domain::party::PartyId;
use crate::domain::payment::Source;
use crate::ledger::{Account, Ledger};
use crate::protocol::{BalanceFact, BalanceMove, Fact, Observer, Payment};

/// Thousandths of a cent in a cent.
const MILLI: i64 = 1_000;

/// The processor owes the shop the payment less its fee, at once or when it lets go of it; the payer owes the processor.
pub(super) fn post_account_outer<O: Observer>(desk: &mut Desk<'_, O>, payment: &Payment, amounts: &Amounts) {
    let processor = desk.product(payment.product).operator;
    let (people, merchant) = (desk.market.people, payment.merchant);
    let (mut owing, mut owed) = (Account::MerchantsPayable, Account::OwedByAcquirer);
    if let Some(due) = desk.held_until(payment) {
        desk.hold_for_shop(payment, due, amounts.value - amounts.discount);
        (owing, owed) = (Account::Escrow, Account::Escrow);
    }
    let ledger = &mut desk.branch.ledger;
    ledger.post(people, Account::Purchases, Account::InTransit, amounts.value);
    ledger.post(processor, Account::InTransit, owing, amounts.value);
    ledger.post(processor, owing, Account::Line(Line::MerchantFees), amounts.discount);
    ledger.post(merchant, owed, Account::Sales, amounts.value);
    ledger.post(merchant, Account::Line(Line::Discount), owed, amounts.discount);
    post_cash_saved(desk, payment);
}

/// Where the processor takes the money from.
pub(super) fn post_account_inner<O: Observer>(desk: &mut Desk<'_, O>, payment: &Payment, amounts: &Amounts) {
    let product = desk.product(payment.product);
    let (processor, acquirer) = (product.operator, product.inner_acquirer);
    let people = desk.market.people;
    let issuer = desk.market.issuer(payment.card);
    let network = desk.market.market.cards[payment.card.index()].network;
    let has_line = desk.has_bank_line(processor, payment.card);
    let ledger = &mut desk.branch.ledger;
    match payment.source {
        Source::Balance => {
            ledger.post(people, Account::InTransit, Account::StoredBalance, amounts.value);
            ledger.post(processor, Account::StoredBalance, Account::InTransit, amounts.value);
        }
        _ if payment.source == Source::Bank || has_line => {
            ledger.post(people, Account::InTransit, Account::OwedToIssuers, amounts.value);
            ledger.post(issuer, Account::Cardholders, Account::Settlement, amounts.value);
            ledger.post(processor, Account::Settlement, Account::InTransit, amounts.value);
            let fees = (Account::Line(Line::BankFees), Account::Line(Line::QuickpayFees));
            ledger.transfer((processor, fees.0), (issuer, fees.1), Account::Settlement, amounts.interchange);
        }
        Source::Card | Source::QuickPay | Source::Gateway => {
            ledger.post(people, Account::InTransit, Account::OwedToIssuers, amounts.value);
            post_issuer(ledger, issuer, people, amounts);
            post_network_inner(ledger, acquirer, network, amounts);
            ledger.post(processor, Account::OwedByAcquirer, Account::InTransit, amounts.value);
            ledger.post(processor, Account::Line(Line::BankFees), Account::OwedByAcquirer, amounts.inner_fees());
        }
        // A phone bill funds no account.
        Source::Bank | Source::Bill => {}
    }
}

/// Somebody pays off a credit card: the processor owes its bank, which its holder owes less. The fee is billed.
pub(super) fn post_repayment<O: Observer>(desk: &mut Desk<'_, O>, payment: &Payment, amounts: &Amounts) {
    let processor = desk.product(payment.product).operator;
    let (people, bank) = (desk.market.people, payment.merchant);
    let ledger = &mut desk.branch.ledger;
    ledger.post(people, Account::OwedToIssuers, Account::InTransit, amounts.value);
    ledger.post(processor, Account::InTransit, Account::Settlement, amounts.value);
    ledger.post(bank, Account::Settlement, Account::Cardholders, amounts.value);
    let lines = (Account::Line(Line::Fees), Account::Line(Line::Withdrawal));
    ledger.transfer((people, lines.0), (processor, lines.1), Account::Bills, amounts.discount);
}

/// What debiting a bank account costs, full scale; a credit the other way costs as much, but over a line that takes a share, which comes
/// back with the money. A balance costs nothing.
pub(super) fn bank_fee<O: Observer>(desk: &Desk<'_, O>, payment: &Payment) -> Money {
    let Some(terms) = desk.market.market.processor(desk.product(payment.product).operator) else { return Money::ZERO };
    match payment.source {
        Source::Balance | Source::Card | Source::Bill => Money::ZERO,
        Source::Bank => Money::from_minor(terms.bank_debit_millicents * i64::from(payment.weight) / MILLI),
        Source::QuickPay | Source::Gateway => {
            terms.bank_line.of(payment.amount) * (i64::from(payment.weight) * if payment.is_refund() { -1 } else { 1 })
        }
    }
}

/// The programme's prepaid card at a shop: its issuer pays the network and has the operator fund it out of the balance.
pub(super) fn post_prepaid<O: Observer>(desk: &mut Desk<'_, O>, payment: &Payment, amounts: &Amounts) {
    let operator = desk.product(payment.product).operator;
    let Some(prepaid) = desk.product(payment.product).prepaid else { return };
    let people = desk.market.people;
    let paid_from = if payment.thief.is_some() { Account::InTransit } else { Account::StoredBalance };
    let ledger = &mut desk.branch.ledger;
    ledger.post(people, Account::Purchases, paid_from, amounts.value);
    ledger.post(prepaid.issuer, Account::ProxyFunding, Account::Settlement, amounts.value);
    ledger.post(prepaid.issuer, Account::Settlement, Account::Line(Line::Interchange), amounts.interchange);
    ledger.post(operator, paid_from, Account::ProxyFunding, amounts.value);
    post_shop_side(ledger, payment.merchant, payment.acquirer, prepaid.network, amounts);
    post_cash_saved(desk, payment);
}

/// A card loads a balance: the operator is the merchant of record and pays for it.
pub(super) fn post_top_up<O: Observer>(desk: &mut Desk<'_, O>, payment: &Payment, amounts: &Amounts) {
    let product = desk.product(payment.product);
    let (operator, acquirer) = (product.operator, product.inner_acquirer);
    let people = desk.market.people;
    let issuer = desk.market.issuer(payment.card);
    let network = desk.market.market.cards[payment.card.index()].network;
    let is_processor = desk.market.market.processor(operator).is_some();
    let ledger = &mut desk.branch.ledger;
    ledger.post(people, Account::StoredBalance, Account::OwedToIssuers, amounts.value);
    post_issuer(ledger, issuer, people, amounts);
    post_network_inner(ledger, acquirer, network, amounts);
    ledger.post(operator, Account::OwedByAcquirer, Account::StoredBalance, amounts.value);
    if is_processor {
        ledger.post(operator, Account::Line(Line::BankFees), Account::OwedByAcquirer, amounts.inner_fees());
        return;
    }
    ledger.post(operator, Account::Line(Line::FundingInterchange), Account::OwedByAcquirer, amounts.interchange);
    ledger.post(operator, Account::Line(Line::Assessments), Account::OwedByAcquirer, amounts.network_fees());
}

/// A balance moved without a payment.
pub(super) fn post_balance<O: Observer>(desk: &mut Desk<'_, O>, fact: BalanceFact) {
    let operator = desk.product(fact.product).operator;
    let people = desk.market.people;
    let terms = desk.market.market.processor(operator).copied();
    let ledger = &mut desk.branch.ledger;
    let lines = |cost, revenue| (Account::Line(cost), Account::Line(revenue));
    match fact.what {
        BalanceMove::Received => {
            ledger.post(people, Account::StoredBalance, Account::Outside, fact.amount);
            ledger.post(operator, Account::Cash, Account::StoredBalance, fact.amount);
        }
        BalanceMove::Granted => {
            let (cost, revenue) = lines(Line::Incentives, Line::Incentives);
            ledger.transfer((operator, cost), (people, revenue), Account::StoredBalance, fact.amount);
        }
        BalanceMove::Stolen => {
            ledger.post(people, Account::Line(Line::UnreimbursedFraud), Account::StoredBalance, fact.amount);
            ledger.post(operator, Account::StoredBalance, Account::Outside, fact.amount);
        }
        BalanceMove::Abandoned => {
            let (cost, revenue) = lines(Line::LostPurse, Line::Breakage);
            ledger.transfer((people, cost), (operator, revenue), Account::StoredBalance, fact.amount);
        }
        BalanceMove::Withdrawn => {
            let fee = terms.map_or(Money::ZERO, |terms| (terms.withdrawal_fee * fact.people).min(fact.amount));
            let (cost, revenue) = lines(Line::Fees, Line::Withdrawal);
            ledger.transfer((people, cost), (operator, revenue), Account::StoredBalance, fee);
            post_paid_out(ledger, (operator, people, fact.bank), fact.amount - fee);
            let transfers = terms.map_or(0, |terms| terms.transfer_millicents * fact.people / MILLI);
            ledger.post(operator, Account::Line(Line::FreeTransfers), Account::Outside, Money::from_minor(transfers));
        }
    }
    desk.observer.fact(Fact::Balance(fact));
}

/// From the balance to the holder's bank.
fn post_paid_out(ledger: &mut Ledger, (operator, people, bank): (PartyId, PartyId, PartyId), amount: Money) {
    ledger.post(people, Account::OwedToIssuers, Account::StoredBalance, amount);
    ledger.post(operator, Account::StoredBalance, Account::Settlement, amount);
    ledger.post(bank, Account::Settlement, Account::Cardholders, amount);
}
