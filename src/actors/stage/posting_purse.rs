//! Posting of purses: what offline payments do to the books.
//!
//! What is on purses the operator owes their holders (`stored_balance`). A record that arrives makes it owe the shop instead. One that is
//! lost leaves the shop a claim on the same account that it cannot prove, until that lapses and the operator keeps the money.

use super::desk::Desk;
use super::posting::{Amounts, post_cash_saved};
use crate::domain::line::Line;
use crate::ledger::Account;
use crate::protocol::{Fact, LapseFact, Observer, Payment};

/// A record arrived: the operator owes the shop the payment less its fee, and the holder that much less.
pub(super) fn post_purse<O: Observer>(desk: &mut Desk<'_, O>, payment: &Payment, amounts: &Amounts) {
    let operator = desk.product(payment.product).operator;
    let (people, merchant) = (desk.market.people, payment.merchant);
    let ledger = &mut desk.branch.ledger;
    ledger.post(people, Account::Purchases, Account::StoredBalance, amounts.value);
    ledger.post(operator, Account::StoredBalance, Account::MerchantsPayable, amounts.value);
    ledger.post(operator, Account::MerchantsPayable, Account::Line(Line::MerchantFees), amounts.discount);
    ledger.post(merchant, Account::OwedByAcquirer, Account::Sales, amounts.value);
    ledger.post(merchant, Account::Line(Line::Discount), Account::OwedByAcquirer, amounts.discount);
    post_cash_saved(desk, payment);
}

/// A record is lost with its batch: the purse has paid, and the shop holds a claim that it cannot prove.
pub fn post_lost_record<O: Observer>(desk: &mut Desk<'_, O>, payment: &Payment) {
    let Some(terms) = desk.product(payment.product).purse else { return };
    let value = payment.full();
    let ledger = &mut desk.branch.ledger;
    ledger.post(desk.market.people, Account::Purchases, Account::StoredBalance, value);
    ledger.post(payment.merchant, Account::StoredBalance, Account::Sales, value);
    desk.branch.lapses.add(desk.now.day() + terms.unclaimed_days, payment.product, payment.merchant, value);
    desk.observer.fact(Fact::WrittenOff(payment));
}

/// Claims that have lapsed by today: the shops' loss, the operators' gain.
pub fn post_lapses<O: Observer>(desk: &mut Desk<'_, O>) {
    while let Some((product, merchant, amount)) = desk.branch.lapses.next(desk.day.day) {
        let operator = desk.product(product).operator;
        let (loss, gain) = (Account::Line(Line::LostBatches), Account::Line(Line::Breakage));
        desk.branch.ledger.transfer((merchant, loss), (operator, gain), Account::StoredBalance, amount);
        desk.observer.fact(Fact::Lapsed(LapseFact { at: desk.now, product, merchant, amount }));
    }
}
