//! Posting of funds: what money funds do to the books.
//!
//! A fund's shares are a debt of its manager to the people who hold them. What goes in or comes out by way of a bank passes through the
//! operator on the day's settlement; what is drawn into a balance becomes a debt of the operator.

use super::desk::Desk;
use super::posting::Amounts;
use crate::domain::line::Line;
use crate::domain::party::PartyId;
use crate::ledger::Account;
use crate::protocol::{Fact, FundFact, FundMove, Observer, Payment};

/// The fund's side of money that goes in or, where the amount is negative, comes out.
pub(super) fn post_fund_outer<O: Observer>(desk: &mut Desk<'_, O>, payment: &Payment, amounts: &Amounts) {
    let product = desk.product(payment.product);
    let Some(fund) = product.fund else { return };
    let (operator, people) = (product.operator, desk.market.people);
    let ledger = &mut desk.branch.ledger;
    ledger.post(people, Account::FundShares, Account::InTransit, amounts.value);
    ledger.post(operator, Account::InTransit, Account::Settlement, amounts.value);
    ledger.post(fund.manager, Account::Settlement, Account::FundShares, amounts.value);
}

/// A stake moved without a payment, and tells it.
pub(super) fn post_fund<O: Observer>(desk: &mut Desk<'_, O>, manager: PartyId, fact: FundFact) {
    let operator = desk.product(fact.product).operator;
    let people = desk.market.people;
    let amount = fact.amount * i64::from(fact.people);
    let ledger = &mut desk.branch.ledger;
    match fact.what {
        FundMove::Opened => {
            ledger.post(people, Account::FundShares, Account::Outside, amount);
            ledger.post(manager, Account::Cash, Account::FundShares, amount);
        }
        FundMove::Yield => {
            let line = Account::Line(Line::FundYield);
            ledger.transfer((manager, line), (people, line), Account::FundShares, amount);
        }
        FundMove::Drawn => {
            ledger.post(manager, Account::FundShares, Account::Settlement, amount);
            ledger.post(operator, Account::Settlement, Account::StoredBalance, amount);
            ledger.post(people, Account::StoredBalance, Account::FundShares, amount);
        }
    }
    desk.observer.fact(Fact::Fund(fact));
}
