//! Cases: how a case is opened, moved from stage to stage and closed; the bookkeeping of the district's side table.
//!
//! Invariants: a leg's stage changes only through [`Desk::move_case`], along the table of legal moves; a case lives as long as a message
//! points to it.

use super::branch::{Case, Cause};
use super::desk::Desk;
use super::dispute_posting::{post_move, post_wallet_share};
use crate::domain::dispute::Stage;
use crate::domain::market::LinkKind;
use crate::domain::money::Money;
use crate::domain::party::PartyId;
use crate::domain::payment::{Leg, Source};
use crate::kernel::time::{Span, Time};
use crate::protocol::{Actor, Address, CaseFact, DisputeFact, Fact, Message, Observer, Payment, What};

/// Who stands where on one leg of a contested payment.
#[derive(Clone, Copy, Debug)]
pub struct Sides {
    /// The issuer of the card that this leg charged.
    pub issuer: Address,
    /// Its network.
    pub network: PartyId,
    /// The acquirer of the merchant.
    pub acquirer: PartyId,
    /// The merchant of record: the shop, or the wallet on the inner leg.
    pub merchant: Address,
}

impl<O: Observer> Desk<'_, O> {
    /// The case a message is about.
    #[must_use]
    pub fn case(&self, slot: u32) -> &Case {
        self.branch.cases.get(slot)
    }

    /// Who stands where on `leg` of `payment`.
    #[must_use]
    pub fn sides(&self, payment: &Payment, leg: Leg) -> Sides {
        let card = self.market.market.cards[payment.card.index()];
        let bank = Address::new(Actor::Issuer, card.issuer);
        let shop = Address::new(Actor::Terminal, payment.merchant);
        if payment.flow.is_account() && leg == Leg::Inner {
            let (acquirer, merchant) = (self.product(payment.product).inner_acquirer, self.operator(payment.product));
            return Sides { issuer: bank, network: card.network, acquirer, merchant };
        }
        if !payment.flow.is_proxied() {
            return Sides { issuer: bank, network: card.network, acquirer: payment.acquirer, merchant: shop };
        }
        let product = self.product(payment.product);
        match leg {
            Leg::Outer => Sides {
                issuer: Address::new(Actor::ProxyIssuer, product.proxy_issuer),
                network: product.proxy_network,
                acquirer: payment.acquirer,
                merchant: shop,
            },
            Leg::Inner => Sides {
                issuer: bank,
                network: card.network,
                acquirer: product.inner_acquirer,
                merchant: Address::new(Actor::Wallet, product.operator),
            },
        }
    }

    /// Opens a case; the cardholder's word to the bank, when it is raised, keeps it.
    pub fn open_case(&mut self, case: Case) -> u32 {
        let (raised_at, leg) = (case.raised_at, case.cardholder_leg());
        let judge = self.judge(&case.payment);
        let owner = Address::new(Actor::Phone, self.market.people);
        let slot = self.branch.cases.insert(case);
        self.write_case(raised_at.max(self.now), Message::about(slot, owner, judge, What::Dispute, leg));
        slot
    }

    /// To whom the owner turns: the bank of the card, the issuer of a prepaid one, or the processor that took the money by itself.
    fn judge(&self, payment: &Payment) -> Address {
        if let Some(prepaid) = self.programme(payment) {
            return Address::new(Actor::ProxyIssuer, prepaid.issuer);
        }
        if payment.flow.is_account() && payment.source != Source::Card {
            return self.operator(payment.product);
        }
        Address::new(Actor::Issuer, self.market.issuer(payment.card))
    }

    /// Has a message about a case arrive at `at`.
    pub fn write_case(&mut self, at: Time, message: Message) {
        self.branch.cases.get_mut(message.subject).references += 1;
        self.write(at, message);
    }

    /// Sends the word on: who gets it works on it before acting, unless it is a network, which only passes it on.
    pub fn pass_case(&mut self, link: LinkKind, to: Address, message: Message, what: What) {
        let work = match to.actor {
            Actor::Network | Actor::Phone => Span::ZERO,
            _ => self.case_work(),
        };
        let at = self.now + self.usual(link) + work;
        self.write_case(at, Message { to, from: message.to, what, ..message });
    }

    /// The time a bank, acquirer or wallet works on a case before it passes it on.
    #[must_use]
    pub fn case_work(&self) -> Span {
        Span::from_secs_f64(self.market.market.disputes.handling_days * 86_400.0)
    }

    /// The last moment at which a leg of this case can be charged back.
    #[must_use]
    pub fn charge_back_limit(&self, case: &Case) -> Time {
        case.payment.at + Span::from_days(i64::from(self.market.market.disputes.limit_days))
    }

    /// Moves the dispute of a leg to its next stage, posts what money moves with it, and tells it.
    pub fn move_case(&mut self, slot: u32, leg: Leg, to: Stage) {
        let from = self.case(slot).stage(leg);
        debug_assert!(from.may_become(to), "{leg:?} may not go from {from:?} to {to:?}: {:?}", self.case(slot));
        self.branch.cases.get_mut(slot).stages[leg as usize] = to;
        let case = *self.case(slot);
        let returned = match case.cause {
            Cause::Complaint(_) => post_move(self, &case, leg, to),
            Cause::Theft(_) => Money::ZERO,
        };
        let (at, payment, reason, is_shop_gone) = (self.now, &case.payment, case.reason(), case.is_shop_gone);
        let tariff = &self.day.tariff;
        self.observer.fact(Fact::Dispute(DisputeFact { at, payment, leg, reason, from, to, is_shop_gone, tariff, returned }));
    }

    /// A message about a case has been handled; the last one closes the case.
    pub fn put_down_case(&mut self, slot: u32) {
        let case = self.branch.cases.get_mut(slot);
        case.references -= 1;
        if case.references == 0 {
            self.close_case(slot);
        }
    }

    fn close_case(&mut self, slot: u32) {
        let case = self.branch.cases.remove(slot);
        match &case.cause {
            Cause::Theft(theft) => self.release_run(theft.run),
            Cause::Complaint(_) => post_wallet_share(self, &case),
        }
        let (at, raised_at, stages) = (self.now, case.raised_at, case.stages);
        self.observer.fact(Fact::CaseClosed(CaseFact { at, raised_at, payment: &case.payment, reason: case.reason(), stages }));
    }
}
