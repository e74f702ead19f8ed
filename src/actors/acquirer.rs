//! Acquirer: brings a merchant's messages to the network and the answers back.
//!
//! Hears authorization, reversal, batch and dispute messages. Says the same one hop further, and gives in for its merchant at
//! pre-arbitration if a ruling is not worth its fee. Keeps nothing: what it owes merchants
//! stands in the ledger. The wallet's acquirer is one too: on the inner leg the wallet is its merchant.

use super::stage::Desk;
use crate::domain::dispute::Stage;
use crate::domain::iso8583::ResponseCode;
use crate::domain::market::LinkKind;
use crate::domain::party::PartyId;
use crate::domain::payment::{Leg, LegState};
use crate::domain::product::Flow;
use crate::kernel::time::Span;
use crate::policy::dispute;
use crate::protocol::{Actor, Address, Message, Observer, What};

/// From shop or wallet to the network of the card, or to the processor whose account was named: the acquirer routes it there itself.
pub fn on_request<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let next = next_hop(desk, message);
    desk.send(LinkKind::Acquirer, Span::ZERO, Message::about(message.subject, message.to, next, message.what, message.leg));
}

/// From the network back to shop or wallet.
pub fn on_answer<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let (link, asker) = match message.leg {
        Leg::Outer => (LinkKind::Shop, Address::new(Actor::Terminal, desk.payment(message.subject).merchant)),
        Leg::Inner => (LinkKind::Cloud, desk.operator(desk.payment(message.subject).product)),
    };
    desk.send(link, Span::ZERO, Message::about(message.subject, message.to, asker, message.what, message.leg).with_code(message.code));
}

/// A batch arrives: each payment in it is presented.
pub fn on_batch_upload<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    desk.advance(message.subject, message.leg, LegState::Presented);
    let next = next_hop(desk, message);
    desk.send(LinkKind::Acquirer, Span::ZERO, Message::about(message.subject, message.to, next, What::Presentment, message.leg));
}

/// Retrieval requests and 0422 from the network go on to the merchant of record; what the merchant answers goes to the network.
pub fn on_case<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let sides = desk.sides(&desk.case(message.subject).payment, message.leg);
    let (link, to) = match message.from.actor {
        Actor::Network => (merchant_link(sides.merchant), sides.merchant),
        _ => (LinkKind::Acquirer, Address::new(Actor::Network, sides.network)),
    };
    desk.pass_case(link, to, message, message.what);
}

/// The issuer insists: give in for the merchant if a ruling is not worth its fee.
pub fn on_pre_arbitration<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let case = *desk.case(message.subject);
    let concedes = dispute::concedes(&desk.market.market.disputes, case.payment.amount);
    let code = if concedes { ResponseCode::Approved } else { ResponseCode::DoNotHonour };
    let network = Address::new(Actor::Network, desk.sides(&case.payment, message.leg).network);
    if concedes {
        desk.move_case(message.subject, message.leg, Stage::Conceded);
        tell_wallet(desk, message, What::PreArbitrationAnswer);
    }
    desk.pass_case(LinkKind::Acquirer, network, message.with_code(code), What::PreArbitrationAnswer);
}

/// The network has ruled: a wallet has to know that it lost.
pub fn on_ruling<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    if message.code.is_approval() {
        tell_wallet(desk, message, What::Ruling);
    }
}

/// The wallet lost its inner leg; it may still turn to the shop.
fn tell_wallet<O: Observer>(desk: &mut Desk<'_, O>, message: Message, what: What) {
    let merchant = desk.sides(&desk.case(message.subject).payment, message.leg).merchant;
    if merchant.actor == Actor::Wallet {
        desk.pass_case(LinkKind::Cloud, merchant, message.with_code(ResponseCode::Approved), what);
    }
}

fn merchant_link(merchant: Address) -> LinkKind {
    if merchant.actor == Actor::Terminal { LinkKind::Shop } else { LinkKind::Cloud }
}

fn next_hop<O: Observer>(desk: &Desk<'_, O>, message: Message) -> Address {
    let payment = desk.payment(message.subject);
    if payment.flow == Flow::ProcessorAccount && message.leg == Leg::Outer {
        return desk.operator(payment.product);
    }
    Address::new(Actor::Network, network_of(desk, message))
}

fn network_of<O: Observer>(desk: &Desk<'_, O>, message: Message) -> PartyId {
    let payment = desk.payment(message.subject);
    if let (Some(prepaid), Leg::Outer) = (desk.programme(payment), message.leg) {
        return prepaid.network;
    }
    if payment.flow.is_proxied() && message.leg == Leg::Outer {
        desk.product(payment.product).proxy_network
    } else {
        desk.market.market.cards[payment.card.index()].network
    }
}
