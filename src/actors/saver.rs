//! Saver: somebody who keeps money in the fund behind an account.
//!
//! Hears that it is payday, or that the money is wanted. Says orders to the operator: into the fund, or all of it out to the bank.

use super::stage::{Desk, Saving, luck_of};
use crate::domain::card::CardId;
use crate::domain::market::LinkKind;
use crate::domain::merchant::Technology;
use crate::domain::money::Money;
use crate::domain::payment::{Leg, Source};
use crate::domain::product::ProductId;
use crate::kernel::time::Span;
use crate::policy::saving;
use crate::protocol::{Message, Observer, Payment, PaymentKind, What};

/// A payday, or an occasion on which the money is wanted.
pub fn on_saving<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let (person, product) = (message.subject, ProductId(message.note));
    let is_in = message.detail == Saving::In as u32;
    let Some(terms) = desk.product(product).fund else { return };
    let holder = desk.branch.people[person as usize];
    let card = if holder.debit == CardId::NONE { holder.credit } else { holder.debit };
    if !desk.branch.holding(person, product).status().can_pay() || card == CardId::NONE {
        return;
    }
    // An account that is shut lets money out, and none in.
    if is_in && !desk.may_operate_for(person, product) {
        return;
    }
    let wanted = if is_in {
        saving::moved_on_payday(&terms, desk.payday_minor(person), desk.saved_minor(person, product))
            .min(desk.product(product).ticket_limit)
    } else {
        desk.stake(person, product)
    };
    // A trace writes its amount down.
    let written = if desk.rules.conditions.is_plain { desk.market.market.script.first().map(|payment| payment.amount) } else { None };
    let amount = written.unwrap_or(wanted);
    if amount <= Money::ZERO {
        return;
    }
    let address = 1 << 16 | u32::from(product.0) << 1 | message.detail;
    let luck = luck_of(desk.rules.keys.paydays.block(desk.branch.district, person, desk.day.day, address));
    let kind = if is_in { PaymentKind::Subscription } else { PaymentKind::Redemption };
    let blank = desk.payment_to_operator(person, product, amount, luck);
    let payment = Payment { card, source: Source::Bank, technology: Technology::Online, kind, ..blank };
    let slot = desk.start(payment);
    let order = Message::about(slot, message.to, desk.operator(product), What::Order, Leg::Outer);
    desk.send(LinkKind::Mobile, Span::ZERO, order);
}
