//! Bill: how a carrier takes payments on its phone bill.

use super::money::{Money, Rate};

/// The terms of payments on a phone bill.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BillTerms {
    /// What the carrier keeps of a payment, the aggregator's part included.
    pub carrier_share: Rate,
    /// What one person may put on the bill in a month, or take from airtime between two recharges.
    pub monthly_limit: Money,
    /// Share of subscribers who pay their bill afterwards; the others' airtime is debited at once.
    pub postpaid_share: f64,
    /// Median airtime of a prepaid subscriber who has just recharged.
    pub airtime: Money,
    /// Days from one recharge to the next.
    pub recharge_days: u32,
    /// Median time a person takes to answer the carrier's question, milliseconds.
    pub confirmation_ms: f64,
    /// Share of orders whose payer does not answer it.
    pub unconfirmed_share: f64,
    /// Time after which an unanswered order is forgotten, milliseconds.
    pub confirmation_limit_ms: i64,
    /// What is never paid of postpaid bills, and the share of those who owe one and are stopped for it.
    pub bad_debt: Rate,
}
