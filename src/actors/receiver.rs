//! Receiver: the branch of an operator where somebody lives who gets money from somebody else.
//!
//! Hears transfers. Says bank credits and notices of money, and now and then has the receiver think of the product. Keeps nothing.

use super::stage::{Desk, FROM_NEIGHBOUR, SECOND_THOUGHT, consideration, post_arrival};
use crate::domain::iso8583::ResponseCode;
use crate::domain::market::LinkKind;
use crate::domain::money::Money;
use crate::domain::person::Status;
use crate::domain::product::ProductId;
use crate::kernel::random::unit;
use crate::protocol::{Actor, Address, Message, Observer, TransferFact, TransferStage, What};

/// Money from somebody else.
pub fn on_transfer<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let (person, product) = (message.subject, ProductId(message.note));
    let stage = desk.destination(person, product);
    let (at, amount, people) = (desk.now, Money::from_minor(i64::from(message.detail)), desk.rules.weight);
    post_arrival(desk, TransferFact { at, product, district: desk.branch.district, person, stage, amount, people });
    if let TransferStage::AtBank(bank) = stage {
        show(desk, message.to, Address::new(Actor::Issuer, bank), (What::BankCredit, LinkKind::Issuer), message);
    }
    let phone = Address::new(Actor::Phone, desk.market.people);
    show(desk, message.to, phone, (What::MoneyNotice, LinkKind::Mobile), message);
    invite(desk, person, product, message);
}

/// What is repeated until it arrives, and from which nothing follows, is shown and not sent.
fn show<O: Observer>(desk: &mut Desk<'_, O>, from: Address, to: Address, (what, link): (What, LinkKind), message: Message) {
    let told = Message { from, to, what, code: ResponseCode::None, ..message };
    let (sent, arrives) = (desk.now, desk.now + desk.usual(link));
    desk.branch.hops += 1;
    desk.observer.sent(sent, Some(arrives), &told, None);
}

/// Money that came by a product is an occasion to think of it for somebody who has it not.
fn invite<O: Observer>(desk: &mut Desk<'_, O>, person: u32, product: ProductId, message: Message) {
    let share = desk.product(product).transfer.invitation_share;
    let why = match desk.branch.holding(person, product).status() {
        Status::Unaware => FROM_NEIGHBOUR,
        Status::Considered => SECOND_THOUGHT,
        _ => return,
    };
    if share <= 0.0 || desk.now >= desk.rules.end {
        return;
    }
    let moment = desk.now.micros() as u32;
    let roll = desk.rules.keys.invitations.block(desk.branch.district, person, message.detail, moment ^ u32::from(product.0) << 27)[0];
    if unit(roll) < share {
        let thought = consideration(desk.market.people, person, product, why);
        desk.write(desk.now + desk.usual(LinkKind::Mobile), thought);
    }
}
