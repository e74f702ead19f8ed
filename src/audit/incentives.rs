//! Incentives: what operators paid people, held against the contract: rate, card and cap.
//!
//! *Keeps* what each person got so far; persons are numbered by district, so districts are added by their faults and totals only.

use super::books::Books;
use super::census::Faults;
use super::finding::Finding;
use super::losses::Misfit;
use super::plan::AuditPlan;
use super::rounding::rated;
use crate::domain::incentive::Occasion;
use crate::domain::line::Line;
use crate::domain::money::Money;
use crate::ledger::Account::{self, Bills};
use crate::protocol::IncentiveFact;
use std::collections::BTreeMap;

/// The tally of incentives.
#[derive(Clone, Debug, Default)]
pub(super) struct Incentives {
    /// By person and product: got so far under the cap, minor units.
    got: BTreeMap<(u32, u8), i64>,
    /// Paid less taken back, full scale.
    total: i64,
    faults: Faults<Misfit>,
}

impl Incentives {
    /// Money went from an operator to somebody.
    ///
    /// # Errors
    /// The product is unknown.
    pub(super) fn paid(&mut self, books: &mut Books, plan: &AuditPlan, fact: IncentiveFact) -> Result<(), Misfit> {
        let epoch = plan.epoch_on(fact.promised_at.day());
        let product = plan.market(epoch).product(fact.product).ok_or("an incentive of an unknown product")?;
        let minor = fact.amount.minor() * i64::from(fact.weight);
        self.total += minor;
        books.of(product.operator).debit(Account::Line(Line::Incentives), minor).credit(Bills, minor);
        books.of(plan.people()).debit(Bills, minor).credit(Account::Line(Line::Incentives), minor);
        if let Some(fault) = self.fault(plan, epoch, fact) {
            self.faults.add(fact.at.day(), fault);
        }
        Ok(())
    }

    fn fault(&mut self, plan: &AuditPlan, epoch: usize, fact: IncentiveFact) -> Option<Misfit> {
        let market = plan.market(epoch);
        let product = market.product(fact.product)?;
        let (one, base) = (fact.amount.minor(), fact.base.minor());
        if fact.occasion == Occasion::Rebate {
            let is_debit = fact.card.and_then(|card| market.card(card)).is_some_and(|card| !card.funding.is_credit());
            let due = rated(product.debit_rebate, base);
            let is_right = is_debit && (one == due || (one < 0 && -one <= due));
            return (!is_right).then_some("a rebate that the contract does not give");
        }
        let got = self.got.entry((fact.person, fact.product.0)).or_default();
        *got += one;
        let got = *got;
        let Some(terms) = product.incentive else { return Some("an incentive promised while there was none") };
        let most = match fact.occasion {
            Occasion::SignUp => terms.sign_up.minor(),
            _ => rated(terms.cash_back, base),
        };
        if one.abs() > most {
            return Some("more was paid than the contract gives");
        }
        let cap = plan.largest_cap(fact.product, fact.at.day());
        (got < 0 || got > cap).then_some("somebody got more than the cap, or gave back what was never given")
    }

    pub(super) fn absorb(&mut self, other: &Self) {
        self.got.clear();
        self.total += other.total;
        self.faults.absorb(&other.faults);
    }

    /// Nobody was paid more than the contract gives.
    pub(super) fn conclude(&self) -> Finding {
        let verdict = match self.faults.first {
            None => Ok(format!("{} paid to people as their contracts say", Money::from_minor(self.total).major())),
            Some((day, fault)) => Err(format!("{} incentives are wrong; the first, on day {day}: {fault}", self.faults.count)),
        };
        Finding::new("incentives_in_contract", verdict)
    }
}
