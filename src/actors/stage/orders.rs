//! Orders: what becomes of an order at a processor: over which line its bank is asked, both legs posted at once, and the word to the payer
//! and to whoever is paid.
//!
//! One message does it all: no batch follows. The money is taken before the payee hears, so that nothing is left to collect afterwards.

use super::desk::Desk;
use super::posting::post_cleared;
use crate::domain::card::CardId;
use crate::domain::iso8583::ResponseCode;
use crate::domain::market::LinkKind;
use crate::domain::merchant::Technology;
use crate::domain::party::PartyId;
use crate::domain::payment::{Leg, LegState};
use crate::kernel::time::Span;
use crate::protocol::{Actor, Address, Message, Observer, Payment, PaymentKind, What};

impl<O: Observer> Desk<'_, O> {
    /// True where the processor reaches the card's bank over a line of its own, past the network.
    #[must_use]
    pub fn has_bank_line(&self, processor: PartyId, card: CardId) -> bool {
        self.market.market.processor(processor).is_some_and(|terms| terms.direct_banks.has(self.market.issuer(card)))
    }

    /// Sends `what` from the processor towards the card's bank: over its own line, or through its acquirer and the card's network.
    pub fn ask_bank(&mut self, slot: u32, after: Span, what: What) {
        let payment = *self.payment(slot);
        let processor = self.operator(payment.product);
        let (link, to) = if self.has_bank_line(processor.party, payment.card) {
            (LinkKind::Issuer, Address::new(Actor::Issuer, self.market.issuer(payment.card)))
        } else {
            (LinkKind::Cloud, Address::new(Actor::Acquirer, self.product(payment.product).inner_acquirer))
        };
        self.send(link, after, Message::about(slot, processor, to, what, Leg::Inner));
    }

    /// The processor's last word on an order: an approval takes the money and pays; then payer and payee hear.
    pub fn answer_order(&mut self, slot: u32, after: Span, code: ResponseCode) {
        if self.payment(slot).leg(Leg::Outer) != LegState::Requested {
            return;
        }
        self.payment_mut(slot).answer(code);
        if code.is_approval() {
            self.pay_order(slot);
            self.notify_payee(slot, after);
        } else {
            self.advance(slot, Leg::Outer, LegState::Declined);
        }
        self.hand_out_receipt(slot, after, code);
    }

    /// Both legs, at once.
    fn pay_order(&mut self, slot: u32) {
        for state in [LegState::Approved, LegState::Presented, LegState::Cleared] {
            self.advance(slot, Leg::Outer, state);
        }
        post_cleared(self, slot, Leg::Outer);
        let payment = *self.payment(slot);
        if std::mem::take(&mut self.payment_mut(slot).is_inner_held) {
            self.branch.ledger.release(self.market.issuer(payment.card), payment.full());
        }
        for state in [LegState::Presented, LegState::Cleared] {
            self.advance(slot, Leg::Inner, state);
        }
        post_cleared(self, slot, Leg::Inner);
    }

    /// A refund moves its purchase's money back, on both legs at once.
    pub fn post_refund(&mut self, slot: u32) {
        for leg in [Leg::Outer, Leg::Inner] {
            self.advance(slot, leg, LegState::Presented);
            self.advance(slot, leg, LegState::Cleared);
            post_cleared(self, slot, leg);
        }
    }

    /// Tells a shop to deliver. It is repeated until it arrives, and nothing follows from it, so it is shown and not sent.
    fn notify_payee(&mut self, slot: u32, after: Span) {
        let payment = *self.payment(slot);
        match payment.kind {
            PaymentKind::Transfer => return self.send_letter(&payment),
            PaymentKind::Subscription => return self.move_payday(payment.person, payment.product, payment.amount),
            _ => {}
        }
        if !payment.kind.has_shop() {
            return;
        }
        self.plan_return(slot);
        if starts_at_shop(&payment) {
            return;
        }
        let (processor, shop) = (self.operator(payment.product), Address::new(Actor::Terminal, payment.merchant));
        let notice = Message::about(slot, processor, shop, What::PaymentNotice, Leg::Outer).with_code(ResponseCode::Approved);
        let sent = self.now + after;
        self.branch.hops += 1;
        self.observer.sent(sent, Some(sent + self.usual(LinkKind::Shop)), &notice, Some(&payment));
    }

    /// The receipt takes the way that the order came.
    fn hand_out_receipt(&mut self, slot: u32, after: Span, code: ResponseCode) {
        let payment = *self.payment(slot);
        let (link, to) = if starts_at_shop(&payment) {
            (LinkKind::Shop, Address::new(Actor::Terminal, payment.merchant))
        } else {
            (LinkKind::Mobile, orderer(&payment, self.market.people))
        };
        let receipt = Message::about(slot, self.operator(payment.product), to, What::Receipt, Leg::Outer).with_code(code);
        self.send(link, after, Message { detail: payment.person, ..receipt });
    }
}

/// What the payer orders with.
#[must_use]
pub const fn orderer(payment: &Payment, people: PartyId) -> Address {
    if let Some(thief) = payment.thief
        && !thief.vector.is_by_owner()
    {
        return Address::new(Actor::Thief, people);
    }
    let actor = if matches!(payment.technology, Technology::SetTop) { Actor::SetTopBox } else { Actor::Phone };
    Address::new(actor, people)
}

/// True where a reader in the shop sends the order, not the payer.
#[must_use]
pub const fn starts_at_shop(payment: &Payment) -> bool {
    matches!(payment.technology, Technology::Code | Technology::Contactless | Technology::Radio24 | Technology::PhonePin)
}
