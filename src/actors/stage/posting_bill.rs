//! Posting of phone bills: what a payment on a bill or from airtime does to the books, and a bill that is never paid.
//!
//! Postpaid, people owe the carrier until the month's end. Airtime was paid for with the last recharge, which the books show as cash on the
//! day on which it is spent on something other than calls. Either way the carrier owes the shop its part until the next month.

use super::desk::Desk;
use super::posting::{post_cash_saved, post_incremental_margin};
use crate::domain::card::Entry;
use crate::domain::line::Line;
use crate::domain::money::Money;
use crate::domain::payment::{Leg, Source};
use crate::ledger::Account;
use crate::protocol::{BillsFact, Fact, LegFees, Observer, Payment};

/// Posts a payment on a phone bill that cleared, and tells it.
pub(super) fn post_on_bill<O: Observer>(desk: &mut Desk<'_, O>, payment: &Payment) {
    let (people, carrier) = (desk.market.people, desk.product(payment.product).operator);
    let times = i64::from(payment.weight) * if payment.is_refund() { -1 } else { 1 };
    let value = payment.amount * times;
    let share = desk.bill_terms(payment.product).carrier_share.of(payment.amount) * times;
    let paid_from = if payment.source == Source::Bill { Account::PhoneBills } else { Account::Cash };
    let ledger = &mut desk.branch.ledger;
    ledger.post(people, Account::Purchases, paid_from, value);
    ledger.post(carrier, paid_from, Account::CarrierPayouts, value);
    ledger.post(carrier, Account::CarrierPayouts, Account::Line(Line::BillShare), share);
    ledger.post(payment.merchant, Account::CarrierPayouts, Account::Sales, value);
    ledger.post(payment.merchant, Account::Line(Line::Discount), Account::CarrierPayouts, share);
    if payment.source == Source::Bill {
        desk.branch.bills.owe(payment.product, value);
    }
    post_cash_saved(desk, payment);
    post_incremental_margin(desk, payment);
    desk.keep_promise(payment);
    let fees = LegFees { value, discount: share, ..LegFees::default() };
    let (leg, entry, tariff) = (Leg::Outer, Entry::CardNotPresent, &desk.day.tariff);
    desk.observer.fact(Fact::Cleared { payment, leg, entry, tariff, fees });
}

/// A month's bills are issued: what is never paid of them is the carrier's loss and its customers' gain.
pub(super) fn post_unpaid<O: Observer>(desk: &mut Desk<'_, O>, fact: BillsFact) {
    if fact.unpaid != Money::ZERO {
        let (people, carrier) = (desk.market.people, desk.product(fact.product).operator);
        desk.branch.ledger.post(carrier, Account::Line(Line::BadDebt), Account::PhoneBills, fact.unpaid);
        desk.branch.ledger.post(people, Account::PhoneBills, Account::Purchases, fact.unpaid);
    }
    desk.observer.fact(Fact::Bills(fact));
}
