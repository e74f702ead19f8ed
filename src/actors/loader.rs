//! Loader: the holder of a prepaid card or a purse that runs low, and of a balance that nobody comes back for.
//!
//! Hears occasions to load, answers to loadings, and that a balance has lain long enough. Says top-up requests. Keeps which loadings are under way.

use super::stage::{Desk, luck_of};
use crate::domain::market::LinkKind;
use crate::domain::money::Money;
use crate::domain::payment::Leg;
use crate::domain::product::ProductId;
use crate::kernel::time::Span;
use crate::protocol::{Message, Observer, Payment, PaymentKind, What};

/// Days after which the holder of an account that is shut looks at it again.
const SHUT_DAYS: i64 = 7;

/// Its holder gets round to loading a prepaid card or a purse that runs low; a purse takes no more than it can hold.
pub fn on_reload<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let (person, product) = (message.subject, ProductId(message.note));
    desk.branch.loadings.remove(&(person, product));
    let Some(terms) = desk.product(product).loading() else { return };
    let balance = desk.balance(person, product);
    let room = desk.product(product).purse.map_or(terms.top_up, |purse| purse.capacity - balance);
    let (is_low, amount) = (balance < terms.reload_below, terms.top_up.min(room));
    let can_pay = desk.branch.holding(person, product).status().can_pay();
    if !desk.spends_balance(person, product) || !can_pay || !is_low || amount <= Money::ZERO || !desk.day.is_trading {
        return;
    }
    if !desk.may_operate_for(person, product) {
        // Shut for now: another day.
        let block = desk.rules.keys.looks.block(desk.branch.district, desk.day.day, 2 << 16 | u32::from(product.0), person);
        desk.plan_reload(person, product, luck_of(block), Span::from_days(SHUT_DAYS));
        return;
    }
    let card = desk.branch.people[person as usize].funding_card(desk.branch.holding(person, product));
    let luck = luck_of(desk.rules.keys.looks.block(desk.branch.district, desk.day.day, 1 << 16 | u32::from(product.0), person));
    let payment = Payment { card, kind: PaymentKind::TopUp, ..desk.payment_to_operator(person, product, amount, luck) };
    desk.branch.loadings.insert((person, product));
    let slot = desk.start(payment);
    let request = Message::about(slot, message.to, desk.operator(product), What::TopUpRequest, Leg::Inner);
    desk.send(LinkKind::Mobile, Span::ZERO, request);
}

/// Loaded or not; who was refused tries again another day.
pub fn on_top_up_response<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let payment = *desk.payment(message.subject);
    desk.branch.loadings.remove(&(payment.person, payment.product));
    let wait = if message.code.is_approval() { Span::ZERO } else { Span::DAY };
    desk.plan_reload(payment.person, payment.product, payment.luck, wait);
}

/// A balance that was left behind has lain long enough.
pub fn on_abandonment<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    desk.break_balance(message.subject, ProductId(message.note));
}
