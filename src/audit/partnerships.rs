//! Partnerships: whether what partners settled is what they had to share, and what that leaves on the accounts.
//!
//! What payments earn a partner is read off the auditor's own books, before and after each leg; a year's profit too. What a product costs is
//! told by charges that do not name the product, so there only so much is checked: no more is shared than was spent.

use super::books::{Books, Row};
use super::finding::Finding;
use super::losses::Misfit;
use super::plan::{AuditMarket, AuditPlan};
use super::rounding::rated;
use crate::domain::line::Line;
use crate::domain::money::{Money, Rate};
use crate::domain::partnership::Partnership;
use crate::domain::party::PartyId;
use crate::domain::product::ProductId;
use crate::ledger::Account::{self, Bills};
use crate::protocol::{Basis, Charge, PartnershipFact};
use std::collections::BTreeMap;

/// One agreement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Accord {
    first: PartyId,
    second: PartyId,
    product: Option<ProductId>,
    revenue: Rate,
    cost: Rate,
    equity: Rate,
}

impl Accord {
    pub(super) fn of(agreed: &Partnership) -> Self {
        let Partnership { first, second, product, revenue, cost, equity, .. } = *agreed;
        Self { first, second, product, revenue, cost, equity }
    }
}

/// What is known of partners' business.
#[derive(Clone, Debug, Default)]
pub(super) struct Partners {
    /// By (partnership, day): what payments earned the first.
    earned: BTreeMap<(usize, u32), i64>,
    /// By (party, day): what it spent on products that it may share.
    spent: BTreeMap<(PartyId, u32), i64>,
    /// By (last day of a year, party): its profit from the beginning, dividends apart.
    profits: BTreeMap<(u32, PartyId), i64>,
    told: Vec<PartnershipFact>,
}

/// Lines on which a product's costs stand that partners share.
const SPENT: [Line; 5] = [Line::PlatformFixed, Line::SimSwap, Line::Subsidy, Line::Terminals, Line::StrandedTerminals];
/// Lines on which payments earn.
const EARNED: [Line; 6] =
    [Line::MerchantFees, Line::Interchange, Line::InterchangeShare, Line::QuickpayFees, Line::Discount, Line::BillShare];

fn sum(row: &Row, lines: impl IntoIterator<Item = Line>) -> i64 {
    lines.into_iter().map(|line| row.net(Account::Line(line))).sum()
}

impl Partners {
    /// Takes the books as they are around a leg that clears on `day`: with sign -1 before, +1 after.
    #[inline]
    pub(super) fn around(&mut self, (market, books): (&AuditMarket, &Books), product: ProductId, day: u32, sign: i64) {
        for (ordinal, accord) in market.accords.iter().enumerate().filter(|(_, accord)| accord.product == Some(product)) {
            *self.earned.entry((ordinal, day)).or_default() += sign * sum(books.row(accord.first.index()), EARNED);
        }
    }

    /// Somebody was charged.
    pub(super) fn charged(&mut self, market: &AuditMarket, charge: &Charge, day: u32) {
        if let Some((payer, line)) = charge.payer
            && SPENT.contains(&line)
            && market.accords.iter().any(|accord| accord.first == payer)
        {
            *self.spent.entry((payer, day)).or_default() += charge.amount.minor();
        }
    }

    /// A day is over: at a year's end profits are noted.
    pub(super) fn day_closed(&mut self, plan: &AuditPlan, market: &AuditMarket, books: &Books, day: u32) {
        let mut owned: Vec<PartyId> = market.accords.iter().filter(|a| a.equity != Rate::ZERO).map(|a| a.first).collect();
        if owned.is_empty() || !plan.ends_year(day) {
            return;
        }
        owned.sort_unstable();
        owned.dedup();
        for party in owned {
            *self.profits.entry((day, party)).or_default() += profit(books, party);
        }
    }

    /// Partners settled.
    ///
    /// # Errors
    /// Nobody knows the partnership.
    pub(super) fn settled(&mut self, books: &mut Books, market: &AuditMarket, fact: PartnershipFact) -> Result<(), Misfit> {
        let accord = market.accords.get(fact.partnership).ok_or("a settlement of an unknown partnership")?;
        let (line, ratio, payer, payee) = match fact.basis {
            Basis::Revenue => (Line::PartnerShare, accord.revenue, accord.first, accord.second),
            Basis::Cost => (Line::PartnerCost, accord.cost, accord.second, accord.first),
            Basis::Profit => (Line::Dividend, accord.equity, accord.first, accord.second),
        };
        let share = rated(ratio, fact.amount.minor());
        books.of(payer).debit(Account::Line(line), share).credit(Bills, share);
        books.of(payee).debit(Bills, share).credit(Account::Line(line), share);
        self.told.push(fact);
        Ok(())
    }

    pub(super) fn absorb(&mut self, other: &Self) {
        add(&mut self.earned, &other.earned);
        add(&mut self.spent, &other.spent);
        add(&mut self.profits, &other.profits);
        self.told.extend(&other.told);
    }

    /// Holds what was settled against what there was to share.
    pub(super) fn conclude(&self, plan: &AuditPlan, books: &Books) -> Finding {
        let verdict = self.told.iter().find_map(|fact| self.fault(plan, books, fact)).or_else(|| self.omission(plan));
        Finding::new("partners_settle", verdict.map_or_else(|| Ok(format!("{} settlements of partners", self.told.len())), Err))
    }

    fn fault(&self, plan: &AuditPlan, books: &Books, fact: &PartnershipFact) -> Option<String> {
        let (day, told) = (fact.at.day(), fact.amount.minor());
        let accord = plan.market(plan.epoch_on(day)).accords.get(fact.partnership)?;
        let days = fact.from_day..=day;
        let (found, is_right) = match fact.basis {
            Basis::Revenue => {
                let found = self.earned.iter().filter(|((p, d), _)| *p == fact.partnership && days.contains(d)).map(|e| e.1).sum();
                (found, found == told)
            }
            Basis::Cost => {
                let found = self.spent.iter().filter(|((party, d), _)| *party == accord.first && days.contains(d)).map(|e| e.1).sum();
                (found, (0..=found).contains(&told))
            }
            Basis::Profit => {
                let until = |day: u32| self.profits.get(&(day, accord.first)).copied();
                let before = fact.from_day.checked_sub(1).map_or(0, |day| until(day).unwrap_or(0));
                let found = until(day).unwrap_or_else(|| profit(books, accord.first)) - before;
                (found, found == told)
            }
        };
        let twice =
            |other: &&PartnershipFact| (other.partnership, other.basis) == (fact.partnership, fact.basis) && days.contains(&other.at.day());
        if is_right && self.told.iter().filter(twice).count() == 1 {
            return None;
        }
        let (found, told) = (Money::from_minor(found).major(), fact.amount.major());
        let (from, basis) = (fact.from_day, fact.basis);
        Some(format!("partnership {}, {basis:?} of days {from} to {day}: {told} was settled, {found} was there", fact.partnership))
    }

    /// A day whose earnings nobody shared, though the month after it was settled, or none was at all.
    fn omission(&self, plan: &AuditPlan) -> Option<String> {
        let has_ratio = |ordinal: usize| {
            // Where an event changes the ratio, a month may rightly go unshared.
            plan.accords().all(|accords| accords.get(ordinal).is_some_and(|accord| accord.revenue != Rate::ZERO))
        };
        let is_shared = |ordinal: usize, day: u32| {
            let covers = |fact: &&PartnershipFact| {
                (fact.partnership, fact.basis) == (ordinal, Basis::Revenue) && (fact.from_day..=fact.at.day()).contains(&day)
            };
            self.told.iter().any(|fact| covers(&fact))
        };
        let months = self.told.iter().filter(|fact| fact.basis != Basis::Profit).map(|fact| fact.at.day()).max();
        let is_due = |day: u32| months.is_none_or(|months| day <= months);
        let missed = self
            .earned
            .iter()
            .find(|((ordinal, day), minor)| **minor != 0 && has_ratio(*ordinal) && is_due(*day) && !is_shared(*ordinal, *day));
        let ((ordinal, day), _) = missed?;
        Some(format!("partnership {ordinal}: what payments earned on day {day} was never shared"))
    }
}

/// What a party has earned so far, dividends apart.
fn profit(books: &Books, party: PartyId) -> i64 {
    sum(books.row(party.index()), Line::ALL.iter().copied().filter(|line| *line != Line::Dividend))
}

fn add<K: Ord + Copy>(sums: &mut BTreeMap<K, i64>, more: &BTreeMap<K, i64>) {
    for (key, minor) in more {
        *sums.entry(*key).or_default() += minor;
    }
}
