//! Funds: what each person of a district has in money funds, once more from facts, and what that leaves on the accounts.
//!
//! Invariants: a yield is that of the money-days since the last one, at the rate of the day before it ends, cut off to the minor unit; the
//! stock is what went in, less what came out, plus what was credited. Rows are a district's own and are folded into a sum when districts
//! are put together.

use super::books::Books;
use super::losses::Misfit;
use super::plan::{AuditPlan, AuditProduct};
use super::rounding::rated;
use crate::domain::line::Line;
use crate::domain::money::Rate;
use crate::domain::party::PartyId;
use crate::domain::product::ProductId;
use crate::ledger::Account::{self, Cash, FundShares, InTransit, Outside, Settlement, StoredBalance};
use crate::protocol::{FundFact, FundHeldFact, FundMove, Payment, PaymentKind};
use std::collections::BTreeMap;

/// A product's fund, as far as money goes.
#[derive(Clone, Copy, Debug)]
pub(super) struct AuditFund {
    pub(super) manager: PartyId,
    pub(super) yield_per_year: Rate,
}

/// One person's part, minor units: nightly stocks are added up until they are credited for.
#[derive(Clone, Copy, Debug, Default)]
struct Part {
    lies: i64,
    nights: i64,
    counted_to: u32,
}

impl Part {
    /// Counts the nights until `day`, exclusive.
    fn count_to(&mut self, day: u32) {
        self.nights += self.lies * i64::from(day.saturating_sub(self.counted_to));
        self.counted_to = self.counted_to.max(day);
    }
}

/// What went in and out of all funds, full scale, minor units.
#[derive(Clone, Debug, Default)]
pub(super) struct FundTally {
    parts: BTreeMap<(ProductId, u32), Part>,
    /// Of districts that were added.
    others: i64,
    people: i64,
    pub(super) went_in: i64,
    pub(super) came_out: i64,
    pub(super) credited: i64,
}

impl FundTally {
    /// What lies in all funds now.
    pub(super) fn stock(&self) -> i64 {
        self.others + self.people * self.parts.values().map(|part| part.lies).sum::<i64>()
    }

    pub(super) fn absorb(&mut self, other: &Self) {
        self.others += other.stock();
        self.went_in += other.went_in;
        self.came_out += other.came_out;
        self.credited += other.credited;
    }

    fn part(&mut self, product: ProductId, person: u32, people: u32, day: u32) -> &mut Part {
        self.people = i64::from(people);
        let part = self.parts.entry((product, person)).or_default();
        part.count_to(day);
        part
    }

    /// Money went into a fund or came out of it to a bank: the fund's side of a payment.
    ///
    /// # Errors
    /// The product has no fund, or more comes out than lies there.
    pub(super) fn paid(
        &mut self,
        books: &mut Books,
        people: PartyId,
        product: AuditProduct,
        (payment, today): (&Payment, u32),
    ) -> Result<(), Misfit> {
        let fund = product.fund.ok_or("money for a fund that is not there")?;
        let one = payment.amount.minor();
        let full = one * i64::from(payment.weight);
        let is_in = payment.kind == PaymentKind::Subscription;
        let part = self.part(payment.product, payment.person, payment.weight, today);
        part.lies += if is_in { one } else { -one };
        if part.lies < 0 {
            return Err("more came out of a fund than was in it");
        }
        if is_in {
            self.went_in += full;
        } else {
            self.came_out += full;
        }
        let signed = if is_in { full } else { -full };
        books.of(people).debit(FundShares, signed).credit(InTransit, signed);
        books.of(product.operator).debit(InTransit, signed).credit(Settlement, signed);
        books.of(fund.manager).debit(Settlement, signed).credit(FundShares, signed);
        Ok(())
    }

    /// A month is over, and so much is said to lie in a fund.
    ///
    /// # Errors
    /// Something else lies there, or other people have it.
    pub(super) fn held(&self, fact: FundHeldFact) -> Result<(), Misfit> {
        let lying = self.parts.range((fact.product, 0)..=(fact.product, u32::MAX)).map(|(_, part)| part.lies).filter(|&lies| lies > 0);
        let (holders, stock) = lying.fold((0, 0), |(holders, stock), lies| (holders + self.people, stock + lies * self.people));
        if (holders, stock) == (fact.holders, fact.stock.minor()) { Ok(()) } else { Err("a fund's stock that its moves do not leave") }
    }

    /// A part of a fund moved without a payment.
    ///
    /// # Errors
    /// The product has no fund, more is drawn than lies there, or a yield is not what the money-days earned.
    pub(super) fn moved(&mut self, books: &mut Books, plan: &AuditPlan, today: u32, fact: FundFact) -> Result<(), Misfit> {
        let priced_on = if fact.what == FundMove::Yield { fact.until_day.saturating_sub(1) } else { today };
        let market = plan.market(plan.epoch_on(priced_on));
        let product = market.product(fact.product).ok_or("a fund of an unknown product")?;
        let fund = product.fund.ok_or("a fund that is not there")?;
        if fact.until_day < today || fact.until_day > today + 1 {
            return Err("a fund told of on another day than its own");
        }
        let one = fact.amount.minor();
        let full = one * i64::from(fact.people);
        let part = self.part(fact.product, fact.person, fact.people, fact.until_day);
        match fact.what {
            FundMove::Opened => {
                part.lies += one;
                self.went_in += full;
                books.of(plan.people()).debit(FundShares, full).credit(Outside, full);
                books.of(fund.manager).debit(Cash, full).credit(FundShares, full);
            }
            FundMove::Yield => {
                if one != rated(fund.yield_per_year, std::mem::take(&mut part.nights)) / 365 {
                    return Err("a yield that is not what the money earned");
                }
                part.lies += one;
                self.credited += full;
                books.of(plan.people()).debit(FundShares, full).credit(Account::Line(Line::FundYield), full);
                books.of(fund.manager).debit(Account::Line(Line::FundYield), full).credit(FundShares, full);
            }
            FundMove::Drawn => {
                part.lies -= one;
                if part.lies < 0 {
                    return Err("more was drawn from a fund than was in it");
                }
                self.came_out += full;
                books.of(plan.people()).debit(StoredBalance, full).credit(FundShares, full);
                books.of(product.operator).debit(Settlement, full).credit(StoredBalance, full);
                books.of(fund.manager).debit(FundShares, full).credit(Settlement, full);
            }
        }
        Ok(())
    }
}
