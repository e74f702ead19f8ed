//! Phone: a person, the phone, and what becomes of both.
//!
//! Hears purchase intents, receipts, considerations, enrolment answers, a carrier's questions. Says taps, orders, confirmations, enrolment
//! requests, loss reports, disputes. Keeps the person's sixteen bytes: status, habit, trust.

use super::stage::{Desk, Draw, Luck, Trait, habit_mark, looks_mark, luck_of, mark, orderer, starts_at_shop};
use crate::domain::card::CardId;
use crate::domain::iso8583::ResponseCode;
use crate::domain::market::LinkKind;
use crate::domain::merchant::{Purpose, Technology};
use crate::domain::money::Money;
use crate::domain::payment::{Leg, Outcome, Source};
use crate::domain::person::Status;
use crate::domain::product::{Flow, Product, ProductId, ProductSet};
use crate::kernel::normal::lognormal_quantile;
use crate::kernel::random::unit;
use crate::kernel::time::Span;
use crate::policy::usage;
use crate::protocol::{Actor, Address, Message, Observer, Payment, PaymentKind, Watched, What};
use rand_distr::{Distribution, StandardNormal};

/// Bit of an intent's note that marks a habitual cash payment; the rest is the category.
pub const CASH: u8 = 0x80;
/// Bit of an intent's note that is paid with plastic, message by message.
pub const SAMPLED: u8 = 0x40;
/// The bits of the category.
pub const CATEGORY: u8 = 0x3f;

/// A purchase comes up: does the phone come out? Mostly it does not, and then nothing is left to do: plastic is tallied at its mean. A sampled
/// purchase is plastic whatever the phone could do.
pub fn on_intent<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let person = message.subject;
    let category = message.note & CATEGORY;
    let occasion = (who(message), message.detail);
    let luck = root(desk, occasion);
    if message.note & SAMPLED != 0 {
        let shop = desk.branch.shops.pick(category, mark(luck, Draw::Shop, 0));
        let amount = ticket(desk, person, category, occasion);
        return pay_with_plastic(desk, person, shop, amount, luck);
    }
    let wanted = wanted(desk, person, category, luck);
    if wanted.is_empty() {
        return;
    }
    let amount = ticket(desk, person, category, occasion);
    let purpose = desk.market.market.categories[category as usize].purpose;
    if purpose != Purpose::Purchase {
        return send_money(desk, (person, wanted), (purpose, category), amount, luck);
    }
    let shop = desk.branch.shops.pick(category, mark(luck, Draw::Shop, 0));
    let is_cash = message.note & CASH != 0;
    match product_for(desk, (person, wanted), shop, amount, luck) {
        Some(product) => pay(desk, person, product, shop, amount, luck, is_cash),
        None => tap_in_vain(desk, (person, wanted), shop, amount, luck),
    }
}

/// A payment that the scenario wrote down.
pub fn on_scripted<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let scripted = desk.market.market.script[message.detail as usize].clone();
    let shop = desk.branch.shops.list.iter().position(|s| usize::from(s.group) == scripted.merchant).unwrap_or(0) as u16;
    let luck = root(desk, (u32::MAX, message.detail));
    let person = message.subject;
    let category = if desk.rules.conditions.pays == Purpose::Purchase { desk.branch.shops.list[shop as usize].category } else { 0 };
    let wanted = wanted(desk, person, category, luck);
    if desk.rules.conditions.pays != Purpose::Purchase {
        return send_money(desk, (person, wanted), (desk.rules.conditions.pays, category), scripted.amount, luck);
    }
    match product_for(desk, (person, wanted), shop, scripted.amount, luck) {
        Some(product) => pay(desk, person, product, shop, scripted.amount, luck, false),
        None => pay_with_plastic(desk, person, shop, scripted.amount, luck),
    }
}

/// What sets a sampled intent apart from those that the person has anyway.
const BY_SAMPLE: u32 = 1 << 24;

/// Whose intent it is, for its draws: with the intent's number and the day, its address.
fn who(message: Message) -> u32 {
    message.subject | if message.note & SAMPLED == 0 { 0 } else { BY_SAMPLE }
}

/// The root of a payment's draws: one block keyed by the intent.
fn root<O: Observer>(desk: &Desk<'_, O>, (who, number): (u32, u32)) -> Luck {
    luck_of(desk.rules.keys.luck.block(desk.branch.district, desk.day.day, who, number))
}

fn ticket<O: Observer>(desk: &Desk<'_, O>, person: u32, category: u8, (who, number): (u32, u32)) -> Money {
    let market = &desk.market.market;
    let category = &market.categories[category as usize];
    let median = category.ticket_median_minor as f64 * market.segments[desk.branch.segment_of(person)].ticket_scale;
    // A person's intents of a day are few, so their numbers fit beside it. A sampled one has the number of many; that two of them have one
    // normal number in common now and then does no harm.
    let mut stream = desk.rules.keys.ticket.stream(desk.branch.district, desk.day.day, who.rotate_left(7) ^ number);
    let normal: f64 = StandardNormal.sample(&mut stream);
    let drawn = median * libm::exp(category.ticket_sigma * normal);
    Money::from_minor((drawn + 0.5).clamp(1.0, 1e9) as i64)
}

/// The products at hand that habit reaches for, to pay in this category.
fn wanted<O: Observer>(desk: &Desk<'_, O>, person: u32, category: u8, luck: Luck) -> ProductSet {
    let useful = desk.branch.at_hand[person as usize].and(desk.market.used_for(category));
    let reaches_for = |&product: &ProductId| {
        let roll = inclination(desk, person, product, category, luck);
        // Habit fades and never grows with time: where it would not do as it was, how much has faded need not be known.
        usage::reaches_for_phone(desk.branch.holding(person, product).habit, roll)
            && usage::reaches_for_phone(habit(desk, person, product), roll)
    };
    useful.filter(reaches_for).fold(ProductSet::default(), ProductSet::with)
}

/// The wanted product that the shop takes and that takes the ticket.
fn product_for<O: Observer>(
    desk: &Desk<'_, O>,
    (person, wanted): (u32, ProductSet),
    shop: u16,
    amount: Money,
    luck: Luck,
) -> Option<ProductId> {
    let place = &desk.branch.shops.list[shop as usize];
    let pays = |&product: &ProductId| {
        desk.takes(place, product) && desk.may_operate_for(person, product) && is_ready(desk, person, product, amount, luck)
    };
    strongest(desk, person, wanted.filter(pays))
}

/// The stronger habit has the word; of two alike, the product that the market lists first.
fn strongest<O: Observer>(desk: &Desk<'_, O>, person: u32, products: impl Iterator<Item = ProductId>) -> Option<ProductId> {
    products.max_by_key(|&product| (habit(desk, person, product), std::cmp::Reverse(product.0)))
}

/// Pays somebody who is no shop, if an account is at hand; without a phone that is not followed.
fn send_money<O: Observer>(
    desk: &mut Desk<'_, O>,
    (person, wanted): (u32, ProductSet),
    (purpose, category): (Purpose, u8),
    amount: Money,
    luck: Luck,
) {
    let sends = |&product: &ProductId| desk.product(product).flow == Flow::RemoteAccount && is_ready(desk, person, product, amount, luck);
    let Some(product) = strongest(desk, person, wanted.filter(sends)) else { return };
    let holder = desk.branch.people[person as usize];
    let blank =
        Payment { at: desk.now, luck, amount, asked: amount, weight: desk.rules.weight, person, product, category, ..Payment::BLANK };
    let payment = Payment { flow: desk.notice(product).flow, technology: Technology::Online, card: holder.debit, ..blank };
    match purpose {
        // A credit card is paid off from the bank account.
        Purpose::Repayment if holder.credit != CardId::NONE && holder.debit != CardId::NONE => {
            let merchant = desk.market.issuer(holder.credit);
            tap(desk, Payment { kind: PaymentKind::Repayment, merchant, ..payment });
        }
        Purpose::Transfer if holder.debit != CardId::NONE => {
            let merchant = desk.product(product).operator;
            tap(desk, Payment { kind: PaymentKind::Transfer, merchant, ..payment });
        }
        _ => {}
    }
}

/// Habit as it stands today.
fn habit<O: Observer>(desk: &Desk<'_, O>, person: u32, product: ProductId) -> u8 {
    let holding = desk.branch.holding(person, product);
    usage::habit_today(&desk.market.market.adoption, holding.habit, holding.last_use, desk.day.day)
}

/// True if `person` can pay `amount` with `product`, which is at hand.
fn is_ready<O: Observer>(desk: &Desk<'_, O>, person: u32, product: ProductId, amount: Money, luck: Luck) -> bool {
    let holding = desk.branch.holding(person, product);
    !holding.is_frozen()
        && !holding.is_lost()
        && amount <= desk.product(product).ticket_limit
        && (!desk.spends_balance(person, product) || knows_enough(desk, person, product, amount, luck))
}

/// What habit has to exceed, uniform over 32 bits: as the occasion has it, or, for the sticky part of a category's occasions, as this
/// person is inclined in this category, so that people move one kind of payment after the other to the phone.
fn inclination<O: Observer>(desk: &Desk<'_, O>, person: u32, product: ProductId, category: u8, luck: Luck) -> u32 {
    let stickiness = desk.market.market.categories[category as usize].stickiness;
    if stickiness > 0.0 && unit(mark(luck, Draw::Stickiness, 0)) < stickiness {
        return desk.rules.keys.migration.block(desk.branch.district, person, u32::from(category), u32::from(product.0))[0];
    }
    habit_mark(luck, product)
}

/// The reader is there and dead, or the account shut for want of a licence: nothing is sent and no payment declined, but the phone comes
/// out less readily next time.
fn tap_in_vain<O: Observer>(desk: &mut Desk<'_, O>, (person, wanted): (u32, ProductSet), shop: u16, amount: Money, luck: Luck) {
    let place = desk.branch.shops.list[shop as usize];
    let market = desk.market;
    for product in wanted {
        let is_shut = desk.is_dead(&place, product) || (!desk.may_operate_for(person, product) && desk.takes(&place, product));
        if is_shut && is_ready(desk, person, product, amount, luck) {
            let holding = desk.branch.holding_mut(person, product);
            holding.habit = usage::habit_after_dead_reader(&market.market.adoption, holding.habit);
        }
    }
}

fn pay<O: Observer>(desk: &mut Desk<'_, O>, person: u32, product: ProductId, shop: u16, amount: Money, luck: Luck, is_cash: bool) {
    let holder = desk.branch.people[person as usize];
    let is_on_bill = desk.notice(product).flow == Flow::PhoneBill;
    let card = if is_on_bill { CardId::NONE } else { holder.funding_card(desk.branch.holding(person, product)) };
    let (weight, replaces_cash) = (desk.rules.weight, is_cash);
    // A prepaid card is tapped like a bank's, whatever the product's other cards do.
    let is_prepaid = desk.pays_by_prepaid(person, product);
    let (flow, source) = match desk.notice(product).flow {
        _ if is_prepaid => (Flow::CardInElement, Source::Balance),
        Flow::OfflinePurse => (Flow::OfflinePurse, Source::Balance),
        flow => (flow, Source::Card),
    };
    let (promise, promised_at) = (desk.promise(person, product, card, amount), desk.now);
    let blank = desk.payment_at(shop);
    let technology = meets(desk, shop, product, flow);
    let payment =
        Payment { luck, amount, weight, person, product, flow, source, card, technology, replaces_cash, promise, promised_at, ..blank };
    let has_right_pin = !mistypes(desk, &payment);
    tap(desk, Payment { has_right_pin, ..payment });
}

/// How phone and shop meet, where a product knows more than one way: on the shop's pages if they can.
fn meets<O: Observer>(desk: &Desk<'_, O>, shop: u16, product: ProductId, flow: Flow) -> Technology {
    const PREFERRED: [Technology; 7] = [
        Technology::Online,
        Technology::SetTop,
        Technology::Code,
        Technology::Contactless,
        Technology::Radio24,
        Technology::PhonePin,
        Technology::ShortMessage,
    ];
    let common = desk.open_to(&desk.branch.shops.list[shop as usize], product);
    PREFERRED.into_iter().find(|&technology| common.has(technology)).unwrap_or(Product::usual_technology(flow))
}

/// False if the holder of a prepaid card or a purse looks first and sees that it is not enough.
fn knows_enough<O: Observer>(desk: &Desk<'_, O>, person: u32, product: ProductId, amount: Money, luck: Luck) -> bool {
    let looks = desk.product(product).loading().map_or(0.0, |loading| loading.looks_first_share);
    let looks_first = !desk.rules.conditions.is_plain && unit(looks_mark(luck, product)) < looks;
    !looks_first || amount <= desk.balance(person, product)
}

/// True if the finger slips on the PIN.
fn mistypes<O: Observer>(desk: &Desk<'_, O>, payment: &Payment) -> bool {
    let terms = desk.market.market.processor(desk.product(payment.product).operator);
    types_pin(payment)
        && !desk.rules.conditions.is_plain
        && terms.is_some_and(|terms| unit(mark(payment.luck, Draw::Mistype, 0)) < terms.mistyped_share)
}

/// True where the payer proves who pays by a PIN: on a shop's keys, or on a remote control.
const fn types_pin(payment: &Payment) -> bool {
    match payment.flow {
        Flow::ProcessorAccount => true,
        Flow::RemoteAccount => matches!(payment.technology, Technology::SetTop | Technology::PhonePin),
        _ => false,
    }
}

fn pay_with_plastic<O: Observer>(desk: &mut Desk<'_, O>, person: u32, shop: u16, amount: Money, luck: Luck) {
    let card = desk.branch.people[person as usize].everyday_card();
    if card == CardId::NONE {
        return;
    }
    let payment = Payment { luck, amount, weight: desk.rules.weight, person, card, ..desk.payment_at(shop) };
    tap(desk, payment);
}

fn tap<O: Observer>(desk: &mut Desk<'_, O>, payment: Payment) {
    // At a checkout the amount is known; elsewhere the terminal says what is asked for.
    let asked = if payment.flow == Flow::RemoteAccount { payment.amount } else { payment.asked };
    let payment = Payment { asked, ..payment };
    let slot = desk.start(payment);
    let phone = Address::new(Actor::Phone, desk.market.people);
    match payment.flow {
        Flow::PhoneBill => return order_by_message(desk, slot),
        Flow::RemoteAccount if !starts_at_shop(&payment) => return order(desk, slot, LinkKind::Mobile),
        _ => {}
    }
    let terminal = Address::new(Actor::Terminal, payment.merchant);
    let mut message = Message::about(slot, phone, terminal, presented(desk, &payment), Leg::Outer);
    message.detail = payment.person;
    // A tap is repeated until it works: it may be slow, not lost.
    desk.send(LinkKind::Tap, Span::ZERO, message);
}

/// Orders from whoever runs the product: the shop hears once it is paid.
fn order<O: Observer>(desk: &mut Desk<'_, O>, slot: u32, link: LinkKind) {
    let payer = orderer(desk.payment(slot), desk.market.people);
    let operator = desk.operator(desk.payment(slot).product);
    desk.send(link, Span::ZERO, Message::about(slot, payer, operator, What::Order, Leg::Outer));
    if !desk.day.hijacks.is_empty() {
        desk.divert(slot);
    }
}

/// Orders by short message. Where it is lost nobody will ask, and the payer stops waiting after as long as an order may wait for its answer.
fn order_by_message<O: Observer>(desk: &mut Desk<'_, O>, slot: u32) {
    order(desk, slot, LinkKind::ShortMessage);
    if desk.payment(slot).references == 0 {
        let phone = Address::new(Actor::Phone, desk.market.people);
        let limit = Span::from_millis(desk.bill_terms(desk.payment(slot).product).confirmation_limit_ms);
        desk.start_clock(limit, Message::about(slot, phone, phone, What::OrderLapse, Leg::Outer));
    }
}

/// Spread (sigma of the logarithm) of the time until an answer.
const ANSWER_SIGMA: f64 = 0.8;

/// The carrier asks: the payer reads it and answers after a while, or lets it be.
pub fn on_confirmation_request<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let payment = *desk.payment(message.subject);
    if lets_be(desk, &payment) {
        return;
    }
    let roll = if desk.rules.conditions.is_plain { 0.5 } else { unit(mark(payment.luck, Draw::Confirmation, 0)) };
    let median = desk.bill_terms(payment.product).confirmation_ms;
    let after = Span::from_secs_f64(lognormal_quantile(roll, median, ANSWER_SIGMA) / 1e3);
    let answer = Message::about(message.subject, message.to, message.from, What::Confirmation, Leg::Outer);
    desk.send(LinkKind::ShortMessage, after, answer);
}

/// True if the payer does not answer the carrier's question.
fn lets_be<O: Observer>(desk: &Desk<'_, O>, payment: &Payment) -> bool {
    let roll = if desk.rules.conditions.is_plain { 0.5 } else { unit(mark(payment.luck, Draw::Silence, 0)) };
    roll < desk.bill_terms(payment.product).unconfirmed_share
}

/// No word about the order: it is lost, and so it ends.
pub fn on_order_lapse<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    desk.payment_mut(message.subject).answer(ResponseCode::TooLate);
    on_receipt(desk, message.with_code(ResponseCode::TooLate));
}

/// How the payer names what pays.
fn presented<O: Observer>(desk: &Desk<'_, O>, payment: &Payment) -> What {
    match (payment.flow, payment.technology) {
        (Flow::RemoteAccount, Technology::Code) => return What::CodeShown,
        (Flow::RemoteAccount, Technology::PhonePin) => return What::PinEntry,
        (Flow::ProcessorAccount, _) => {}
        _ => return What::Tap,
    }
    let swipers = desk.product(payment.product).account.map_or(0.0, |terms| terms.card_entry_share);
    let swipes = !desk.rules.conditions.is_plain && desk.trait_of(payment.person, payment.product, Trait::SwipesCard) < swipers;
    if swipes { What::CardAndPin } else { What::PinEntry }
}

/// The phone paid what plastic would have paid, or the payer bought nothing: one payment less in the tally, at the mean ticket that it was
/// tallied at.
fn take_off_plastic<O: Observer>(desk: &mut Desk<'_, O>, payment: &Payment) {
    let card = desk.branch.people[payment.person as usize].everyday_card();
    let is_followed = !payment.replaces_cash && desk.market.is_followed(payment.category, payment.person, desk.day.computer_limit);
    if payment.kind != PaymentKind::Purchase || !is_followed || card == CardId::NONE || desk.rules.conditions.is_plain {
        return;
    }
    let scale = desk.market.market.segments[desk.branch.segment_of(payment.person)].ticket_scale;
    let mean = desk.market.mean_ticket[payment.category as usize] * scale;
    let group = usize::from(desk.branch.shops.list[payment.shop as usize].group);
    let cell = desk.branch.tally.known_cell(card, group);
    desk.branch.tally.known[cell] -= 1;
    desk.branch.tally.known_value[cell] -= (mean + 0.5) as i64;
}

/// Paid or not: habit and trust move, and the disappointed pay with plastic and may leave.
pub fn on_receipt<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let payment = *desk.payment(message.subject);
    // Saving is a standing order: it makes no habit, and no decline of it hurts.
    if payment.product == ProductId::PLASTIC || payment.kind.saves() {
        return;
    }
    if payment.is_prepaid() || payment.flow == Flow::OfflinePurse {
        desk.plan_reload(payment.person, payment.product, payment.luck, Span::ZERO);
    }
    if message.code == ResponseCode::WrongPin {
        type_again(desk, &payment);
        return;
    }
    if payment.outcome == Outcome::Approved {
        take_off_plastic(desk, &payment);
        enjoy(desk, &payment);
        leak(desk, &payment);
    } else if payment.flow == Flow::PhoneBill && payment.outcome == Outcome::DeclinedTimeout && lets_be(desk, &payment) {
        // The payer has thought better of it and buys nothing.
        take_off_plastic(desk, &payment);
        desk.deny(&payment);
    } else {
        desk.deny(&payment);
        endure(desk, &payment);
    }
}

/// The terminal asks once more: the same purchase, the PIN typed with more care, if the account is not locked by now.
fn type_again<O: Observer>(desk: &mut Desk<'_, O>, payment: &Payment) {
    let again = Payment {
        at: desk.now,
        luck: payment.luck.rotate_left(7),
        wrong_pins: payment.wrong_pins + 1,
        legs: Payment::BLANK.legs,
        references: 0,
        watched: Watched::Unseen,
        outcome: Outcome::Pending,
        code: ResponseCode::None,
        ..*payment
    };
    let has_right_pin = !mistypes(desk, &again);
    tap(desk, Payment { has_right_pin, ..again });
}

fn enjoy<O: Observer>(desk: &mut Desk<'_, O>, payment: &Payment) {
    let rules = &desk.market.market.adoption;
    let initial = desk.market.market.people.initial_trust;
    let today = desk.day.day;
    let person = &mut desk.branch.people[payment.person as usize];
    person.trust = usage::trust_after_success(rules, person.trust, initial);
    let holding = desk.branch.holding_mut(payment.person, payment.product);
    holding.habit = usage::habit_after_success(rules, usage::habit_today(rules, holding.habit, holding.last_use, today));
    // Days are kept from one, so that zero means never.
    let is_first_this_month = holding.status() == Status::Bound || u32::from(holding.last_use) <= desk.day.month_start;
    holding.last_use = u16::try_from(today + 1).unwrap_or(u16::MAX);
    let status = holding.status();
    let count = &mut desk.branch.report.products[payment.product.index()];
    count.volume += payment.full().minor();
    count.active += if is_first_this_month { i64::from(desk.rules.weight) } else { 0 };
    if status == Status::Bound {
        desk.set_status(payment.person, payment.product, Status::Active);
        desk.push_neighbours(payment.person, payment.product);
    }
}

/// A card read by a merchant may leak: keyed by the payment, boosted like all rare fraud.
fn leak<O: Observer>(desk: &mut Desk<'_, O>, payment: &Payment) {
    // What names no card leaks none, and a prepaid card holds too little to be worth copying.
    if desk.rules.conditions.is_plain || payment.flow.names_no_card() || payment.is_prepaid() {
        return;
    }
    let threats = &desk.market.market.threats;
    let expected = threats.exposure_per_payment * threats.contactless_exposure_share * f64::from(desk.rules.boost);
    let roll = unit(mark(payment.luck, Draw::Exposure, 0));
    // Whole cases first, then one more with what is left: the mean is exact.
    let cases = expected as u32 + u32::from(roll < expected - f64::from(expected as u32));
    for case in 0..cases {
        desk.begin_leak(payment, case);
    }
    if !desk.day.compromised.is_empty() {
        desk.copy_card(payment);
    }
}

fn endure<O: Observer>(desk: &mut Desk<'_, O>, payment: &Payment) {
    let rules = &desk.market.market.adoption;
    let (alarm_loss, leave_alarm, leave_decline) = (rules.trust_loss_alarm, rules.leave_after_alarm, rules.leave_after_decline);
    let holding = desk.branch.holding_mut(payment.person, payment.product);
    holding.habit = usage::habit_after_failure(rules, holding.habit);
    if !holding.status().can_pay() {
        return;
    }
    let chance = if payment.is_false_alarm {
        let person = &mut desk.branch.people[payment.person as usize];
        person.trust = usage::trust_after_loss(person.trust, alarm_loss);
        leave_alarm
    } else if payment.outcome == Outcome::DeclinedFunds {
        // One's own empty account is not the product's fault; the other card may have money.
        switch_card(desk, payment);
        0.0
    } else {
        leave_decline
    };
    if unit(mark(payment.luck, Draw::Leave, 0)) < chance {
        desk.leave(payment.person, payment.product);
    }
}

/// After a decline for want of money some fund with the other card, until they think it over again.
fn switch_card<O: Observer>(desk: &mut Desk<'_, O>, payment: &Payment) {
    let chance = desk.market.market.adoption.switch_after_decline;
    if let Some(choice) = desk.other_choice(payment.person, payment.product)
        && unit(mark(payment.luck, Draw::SwitchCard, 0)) < chance
    {
        desk.branch.holding_mut(payment.person, payment.product).fund_with(choice);
    }
}
