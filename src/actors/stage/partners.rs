//! Partners: what a product's payments earn those who share it, as posted; what settles between them; whose customers find it easy.

use super::desk::Desk;
use crate::domain::card::CardId;
use crate::domain::line::Line;
use crate::domain::market::Market;
use crate::domain::party::PartyId;
use crate::domain::product::ProductId;
use crate::ledger::{Account, Ledger};
use crate::protocol::{Basis, Observer, PartnershipFact};

impl<O: Observer> Desk<'_, O> {
    /// Counts what partners of `product` have earned by payments so far, with a sign: taken off before a posting and added after it,
    /// what is left is what the posting earned them.
    pub(super) fn count_earned(&mut self, product: ProductId, sign: i64) {
        for (ordinal, partnership) in self.market.market.partnerships.iter().enumerate() {
            if partnership.product == Some(product) {
                self.branch.report.partnerships[ordinal] += sign * earned(&self.branch.ledger, partnership.first);
            }
        }
    }

    /// By how much less trouble `product` is to `person`, as a customer of those who bring theirs along, in utility.
    #[must_use]
    pub fn ease(&self, person: u32, product: ProductId) -> f64 {
        let partnerships = self.market.market.partnerships.iter();
        let mine = partnerships.filter(|p| p.product == Some(product) && p.shared_customers > 0.0 && self.is_customer(person, p.second));
        mine.map(|partnership| partnership.shared_customers).sum()
    }

    /// True for a subscriber of a carrier, or a cardholder of a bank.
    fn is_customer(&self, person: u32, party: PartyId) -> bool {
        let holder = &self.branch.people[person as usize];
        let subscribes = self.market.market.carriers.get(holder.carrier_ordinal()).is_some_and(|carrier| carrier.party == party);
        subscribes || [holder.debit, holder.credit].into_iter().any(|card| card != CardId::NONE && self.market.issuer(card) == party)
    }
}

fn earned(ledger: &Ledger, party: PartyId) -> i64 {
    Line::EARNED_BY_PAYMENTS.iter().map(|&line| ledger.balance(party, Account::Line(line)).net()).sum()
}

/// Partners settle: the first pays of what it earned or won, the second of what the first spent; a part of a loss runs the other way.
pub fn post_partnership(ledger: &mut Ledger, market: &Market, fact: &PartnershipFact) {
    let Some(partnership) = market.partnerships.get(fact.partnership) else { return };
    let (first, second) = (partnership.first, partnership.second);
    let (line, payer, payee) = match fact.basis {
        Basis::Revenue => (Line::PartnerShare, first, second),
        Basis::Cost => (Line::PartnerCost, second, first),
        Basis::Profit => (Line::Dividend, first, second),
    };
    ledger.transfer((payer, Account::Line(line)), (payee, Account::Line(line)), Account::Bills, fact.share);
}
