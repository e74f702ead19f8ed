//! Bills: what payments on phone bills leave on the accounts, as the net effect per party, and what of a month's bills is never paid.
//!
//! *Keeps* by product what was told as cleared on bills since they were last issued; bills belong to a district's people, so the auditors
//! of districts add up only what is on accounts already.

use super::books::Books;
use super::losses::Misfit;
use super::plan::{AuditMarket, AuditProduct};
use super::rounding::rated;
use crate::domain::line::Line;
use crate::domain::party::PartyId;
use crate::domain::payment::Source;
use crate::domain::product::ProductId;
use crate::ledger::Account::{self, CarrierPayouts, Cash, Outside, PhoneBills, Purchases, Sales};
use crate::protocol::{BillsFact, Payment, PaymentKind};
use std::collections::BTreeMap;

/// What is owed on bills that are not issued yet, full scale minor units, by product.
#[derive(Clone, Debug, Default)]
pub(super) struct OpenBills(BTreeMap<ProductId, i64>);

impl OpenBills {
    /// A payment by phone cleared: people owe the carrier, or have paid it with a recharge; the carrier owes the shop the rest.
    ///
    /// # Errors
    /// The product is put on no phone bill, or paid from neither bill nor airtime.
    pub(super) fn cleared(
        &mut self,
        books: &mut Books,
        people: PartyId,
        product: AuditProduct,
        payment: &Payment,
        (cash_saved, brought): (i64, i64),
    ) -> Result<(), Misfit> {
        let (kept, _) = product.bill.ok_or("a phone bill of nobody who sends any")?;
        let times = if payment.kind == PaymentKind::Refund { -i64::from(payment.weight) } else { i64::from(payment.weight) };
        let one = payment.amount.minor();
        let (amount, share) = (one * times, rated(kept, one) * times);
        let paid_from = match payment.source {
            Source::Bill => PhoneBills,
            Source::Balance => Cash,
            _ => return Err("a phone bill paid from neither bill nor airtime"),
        };
        if paid_from == PhoneBills {
            *self.0.entry(payment.product).or_default() += amount;
        }
        books.of(people).debit(Purchases, amount).credit(paid_from, amount);
        books
            .of(product.operator)
            .debit(paid_from, amount)
            .credit(CarrierPayouts, amount - share)
            .credit(Account::Line(Line::BillShare), share);
        books
            .of(payment.merchant)
            .debit(CarrierPayouts, amount - share)
            .credit(Sales, amount)
            .debit(Account::Line(Line::Discount), share)
            .debit(Outside, cash_saved + brought)
            .credit(Account::Line(Line::IncrementalMargin), brought)
            .credit(Account::Line(Line::CashSaved), cash_saved);
        Ok(())
    }

    /// A month's bills are issued. What is never paid follows from what the auditor has heard of, not from what the fact says.
    ///
    /// # Errors
    /// The product is unknown or put on no phone bill.
    pub(super) fn issued(&mut self, books: &mut Books, people: PartyId, market: &AuditMarket, fact: BillsFact) -> Result<(), Misfit> {
        let product = market.product(fact.product).ok_or("phone bills for an unknown product")?;
        let (_, never_paid) = product.bill.ok_or("phone bills of nobody who sends any")?;
        let owed = self.0.remove(&fact.product).unwrap_or(0);
        if owed != fact.owed.minor() {
            return Err("phone bills over another sum than was put on them");
        }
        let unpaid = rated(never_paid, owed.max(0));
        books.of(product.operator).debit(Account::Line(Line::BadDebt), unpaid).credit(PhoneBills, unpaid);
        books.of(people).debit(PhoneBills, unpaid).credit(Purchases, unpaid);
        Ok(())
    }
}
