//! Acquirer: brings a merchant's messages to the network and the answers back.
//!
//! Hears authorization, reversal, batch and chargeback messages. Says the same one hop further. Keeps nothing: what it owes merchants
//! stands in the ledger. The wallet's acquirer is one too: on the inner leg the wallet is its merchant.

use super::stage::Desk;
use crate::domain::market::LinkKind;
use crate::domain::party::PartyId;
use crate::domain::payment::{Leg, LegState};
use crate::kernel::time::Span;
use crate::protocol::{Actor, Address, Message, Observer, What};

/// From shop or wallet to the network of the card.
pub fn on_request<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let network = Address::new(Actor::Network, network_of(desk, message));
    desk.send(LinkKind::Acquirer, Span::ZERO, Message::about(message.subject, message.to, network, message.what, message.leg));
}

/// From the network back to shop or wallet.
pub fn on_answer<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let (link, asker) = match message.leg {
        Leg::Outer => (LinkKind::Shop, Address::new(Actor::Terminal, desk.payment(message.subject).merchant)),
        Leg::Inner => (LinkKind::Cloud, Address::new(Actor::Wallet, desk.product(desk.payment(message.subject).product).operator)),
    };
    desk.send(link, Span::ZERO, Message::about(message.subject, message.to, asker, message.what, message.leg).with_code(message.code));
}

/// A batch arrives: each payment in it is presented.
pub fn on_batch_upload<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    desk.advance(message.subject, message.leg, LegState::Presented);
    let network = Address::new(Actor::Network, network_of(desk, message));
    desk.send(LinkKind::Acquirer, Span::ZERO, Message::about(message.subject, message.to, network, What::Presentment, message.leg));
}

/// 0422 from the network: on to the merchant of record, who has to pay.
pub fn on_chargeback<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let payment = desk.branch.cases.get(message.subject).payment;
    let (link, to) = if payment.flow.is_proxied() {
        (LinkKind::Cloud, Address::new(Actor::Wallet, desk.product(payment.product).operator))
    } else {
        (LinkKind::Shop, Address::new(Actor::Terminal, payment.merchant))
    };
    let wait = desk.usual(link);
    desk.write(desk.now + wait, Message { to, from: message.to, ..message });
}

fn network_of<O: Observer>(desk: &Desk<'_, O>, message: Message) -> PartyId {
    let payment = desk.payment(message.subject);
    if payment.flow.is_proxied() && message.leg == Leg::Outer {
        desk.product(payment.product).proxy_network
    } else {
        desk.market.market.cards[payment.card.index()].network
    }
}
