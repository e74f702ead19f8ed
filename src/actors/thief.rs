//! Thief: pays with what belongs to others; every payment is an ordinary one and meets the same controls.
//!
//! Hears its own clock and receipts. Says taps, and card data typed into a payment page. Keeps a run: how many payments it means to
//! try, and whether the credential still works and is still in stock. A run stands for one person: with probability one in `boost` it is real for its agent
//! (trust, freeze, leaving), else a ghost whose payments are measured and change nobody.

use super::stage::{Case, Cause, Desk, Draw, Run, Theft, mark, orderer, shows_up};
use crate::domain::card::CardId;
use crate::domain::iso8583::ResponseCode;
use crate::domain::market::LinkKind;
use crate::domain::merchant::{Purpose, Technology};
use crate::domain::money::Money;
use crate::domain::party::PartyId;
use crate::domain::payment::{Leg, Outcome, Source};
use crate::domain::person::Holding;
use crate::domain::product::{Flow, ProductId};
use crate::domain::threat::{Path, Vector};
use crate::kernel::normal::lognormal_quantile;
use crate::kernel::random::{exponential, unit};
use crate::kernel::time::{Span, Time};
use crate::protocol::{Actor, Address, CredentialStage, Message, NO_CASE, Observer, Payment, PaymentKind, Thief, What};

/// The next payment of a run.
pub fn on_try<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let slot = message.subject;
    let run = *desk.branch.runs.get(slot);
    if (run.is_blocked && run.tried > 0) || !desk.day.is_trading {
        // A refused credential is thrown away, and nothing new begins after the end.
        desk.release_run(slot);
        return;
    }
    if !takes_up(desk, slot) {
        return;
    }
    let run = *desk.branch.runs.get(slot);
    desk.branch.runs.get_mut(slot).tried += 1;
    // One that is shut by now is refused, and was of no use.
    desk.take_from_stock(slot, if run.is_blocked { CredentialStage::Stale } else { CredentialStage::Used });
    if run.vector.is_by_owner() {
        return persuade(desk, slot);
    }
    let shop = desk.haunt(&run);
    if let Some(shop) = shop {
        attempt(desk, slot, shop);
    }
    // Whoever guesses waits for the word at the till.
    if shop.is_none() || !is_guessing(&run) {
        plan_next(desk, slot);
    }
}

/// Looks at the credential and at what others say of the paths: false where the run ends, or waits for an account of the thief's own.
fn takes_up<O: Observer>(desk: &mut Desk<'_, O>, slot: u32) -> bool {
    let run = *desk.branch.runs.get(slot);
    let is_free = run.tried == 0 || !run.has_taken;
    let path = if is_free { desk.path_for(&run) } else { Some(run.path) };
    let Some(path) = path else {
        desk.branch.report.left_alone += i64::from(desk.rules.people_of(run.vector));
        desk.take_from_stock(slot, CredentialStage::Stale);
        desk.release_run(slot);
        return false;
    };
    let is_dead = desk.now >= run.dies_at || (run.tried == 0 && desk.is_stale(&run));
    let taken_up = desk.branch.runs.get_mut(slot);
    taken_up.path = path;
    // A card that was replaced meanwhile is refused once, and thrown away.
    taken_up.is_blocked |= is_dead;
    if !taken_up.wants_account() {
        return true;
    }
    let Path::Product(product) = path else { return true };
    let (thief, operator) = (Address::new(Actor::Thief, desk.market.people), desk.operator(product));
    let wait = desk.usual(LinkKind::Mobile);
    let message = Message::about(slot, thief, operator, What::ImpostorEnrols, Leg::Outer);
    desk.write(desk.now + wait, Message { note: product.0, ..message });
    false
}

/// The operator's word on an account of the thief's own: he is taken for the owner, or not.
pub fn on_enrolled<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    if !message.code.is_approval() {
        desk.take_from_stock(message.subject, CredentialStage::Stale);
        desk.release_run(message.subject);
        return;
    }
    let run = desk.branch.runs.get_mut(message.subject);
    run.is_enrolled = true;
    let luck = run.luck;
    let at = desk.now + desk.misuse_delay(luck);
    let thief = message.to;
    desk.write(at, Message::about(message.subject, thief, thief, What::ThiefTries, Leg::Outer));
}

fn attempt<O: Observer>(desk: &mut Desk<'_, O>, slot: u32, shop: u16) {
    let run = *desk.branch.runs.get(slot);
    let payment = Payment { thief: Some(Thief { vector: run.vector, run: slot, case: NO_CASE }), ..plan(desk, &run, shop) };
    desk.branch.runs.get_mut(slot).references += 1;
    let opened = desk.start(payment);
    let thief = Address::new(Actor::Thief, desk.market.people);
    if payment.flow == Flow::RemoteAccount {
        let operator = desk.operator(payment.product);
        desk.send(
            LinkKind::Mobile,
            Span::ZERO,
            Message::about(opened, orderer(&payment, desk.market.people), operator, What::Order, Leg::Outer),
        );
        return;
    }
    let terminal = Address::new(Actor::Terminal, payment.merchant);
    let link = if run.is_remote() { LinkKind::Mobile } else { LinkKind::Tap };
    let what = if run.vector == Vector::GuessableCredential { What::PinEntry } else { What::Tap };
    desk.send(link, Span::ZERO, Message::about(opened, thief, terminal, what, Leg::Outer));
}

/// The owner sends the money himself, once: what he types and reads is as good as ever.
fn persuade<O: Observer>(desk: &mut Desk<'_, O>, slot: u32) {
    let run = *desk.branch.runs.get(slot);
    let sends = |category: &crate::domain::merchant::Category| category.purpose == Purpose::Transfer;
    let category = desk.market.market.categories.iter().position(sends);
    let terms = desk.market.market.threats.deception;
    let card = desk.branch.people[run.person as usize].debit;
    let (Some(category), Some(terms), false) = (category, terms, card == CardId::NONE) else { return desk.release_run(slot) };
    let roll = unit(mark(run.luck, Draw::RunAmount, 0));
    let drawn = Money::from_minor((lognormal_quantile(roll, terms.ticket_minor as f64, terms.ticket_sigma) + 0.5) as i64);
    let amount = drawn.min(desk.product(run.product).ticket_limit).max(Money::from_minor(1));
    let (operator, payer) = (desk.operator(run.product), Address::new(Actor::Phone, desk.market.people));
    let payment = Payment {
        weight: desk.rules.people_of(run.vector),
        category: category as u8,
        technology: Technology::Online,
        card,
        kind: PaymentKind::Transfer,
        thief: Some(Thief { vector: run.vector, run: slot, case: NO_CASE }),
        ..desk.payment_to_operator(run.person, run.product, amount, run.luck)
    };
    // What held the run holds the payment now.
    let opened = desk.start(payment);
    desk.send(LinkKind::Mobile, Span::ZERO, Message::about(opened, payer, operator, What::Order, Leg::Outer));
}

/// The next payment of a run: how much, with what, and how it is proved to be the owner's.
fn plan<O: Observer>(desk: &Desk<'_, O>, run: &Run, shop: u16) -> Payment {
    let product = match run.path {
        Path::CardAbsent => run.product,
        Path::Plastic => ProductId::PLASTIC,
        Path::Product(product) => product,
    };
    let is_phone = product != ProductId::PLASTIC;
    let drawn = amount(desk, run);
    let amount = if run.is_remote() || !is_phone { drawn } else { drawn.min(desk.product(product).ticket_limit) };
    let holding = if is_phone { desk.branch.holding(run.person, product) } else { Holding::default() };
    let programme = is_phone.then(|| desk.product(product).prepaid).flatten();
    let is_prepaid = run.vector == Vector::LostDevice && programme.is_some_and(|prepaid| prepaid.is_enabled) && holding.pays_from_account();
    let flow = match run.path {
        Path::Plastic => Flow::Plastic,
        // The vault's cards are the funding cards; a leaked number is the one the shop saw; a phone pays as it does today.
        Path::CardAbsent if matches!(run.vector, Vector::StolenCredential | Vector::MerchantBreach) => run.leaked_in,
        Path::CardAbsent if !is_phone => Flow::Plastic,
        Path::CardAbsent => Flow::CardInElement,
        Path::Product(_) if is_prepaid => Flow::CardInElement,
        Path::Product(product) => desk.notice(product).flow,
    };
    let blank = desk.payment_at(shop);
    let amount = amount.max(Money::from_minor(1));
    Payment {
        luck: run.luck ^ u64::from(run.tried).wrapping_mul(0xd134_2543_de82_ef95),
        amount,
        asked: if flow == Flow::RemoteAccount { amount } else { blank.asked },
        weight: desk.rules.people_of(run.vector),
        person: run.person,
        product,
        flow,
        technology: if flow == Flow::RemoteAccount { Technology::Online } else { blank.technology },
        card: run.card,
        source: if is_prepaid { Source::Balance } else { Source::Card },
        wrong_pins: run.wrong_pins,
        has_right_pin: run.vector != Vector::GuessableCredential
            || run.has_taken
            || desk.is_pin(run.person, run.product, usize::from(run.wrong_pins)),
        kind: if run.is_remote() { PaymentKind::Remote } else { PaymentKind::Purchase },
        ..blank
    }
}

/// A test first, where thieves test; then what can be sold on.
fn amount<O: Observer>(desk: &Desk<'_, O>, run: &Run) -> Money {
    let threats = &desk.market.market.threats;
    let is_test = threats.thieves.is_some_and(|thieves| u32::from(run.tried) <= thieves.tests);
    let median = if let (true, Some(thieves)) = (is_test, threats.thieves) { thieves.test_minor } else { threats.ticket_minor };
    let roll = unit(mark(run.luck, Draw::RunAmount, u32::from(run.tried)));
    Money::from_minor((lognormal_quantile(roll, median as f64, threats.ticket_sigma) + 0.5) as i64)
}

fn plan_next<O: Observer>(desk: &mut Desk<'_, O>, slot: u32) {
    let run = *desk.branch.runs.get(slot);
    if run.tried >= run.wanted || !desk.day.is_trading {
        desk.release_run(slot);
        return;
    }
    let gap = exponential(mark(run.luck, Draw::RunGap, u32::from(run.tried))) * desk.market.market.threats.run_gap_hours;
    let thief = Address::new(Actor::Thief, desk.market.people);
    desk.write(desk.now + Span::from_secs_f64(gap * 3600.0), Message::about(slot, thief, thief, What::ThiefTries, Leg::Outer));
}

/// It went through: somebody will find the charge, and dispute it.
pub fn on_receipt<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let payment = *desk.payment(message.subject);
    let Some(thief) = payment.thief else { return };
    desk.tell_thieves(&payment, thief.run);
    if payment.outcome != Outcome::Approved {
        learn(desk, thief.run, message.code);
        return;
    }
    let run = *desk.branch.runs.get(thief.run);
    desk.branch.runs.get_mut(thief.run).has_taken = true;
    if is_guessing(&run) {
        plan_next(desk, thief.run);
    }
    let found = discovery(desk, &payment, &run);
    let shipped = payment.at + Span::from_secs_f64(desk.market.market.threats.shipping_hours * 3600.0);
    let late = if payment.product == ProductId::PLASTIC { 0 } else { desk.product(payment.product).liability.late_report_days };
    let is_late = found - payment.at > Span::from_days(i64::from(late)) && run.vector == Vector::LostDevice;
    let is_first = !run.has_taken;
    let raised_at = found.max(shows_up(desk.now)) + compensation(desk, &payment);
    let limit = Span::from_days(i64::from(desk.market.market.disputes.limit_days));
    let is_found = raised_at - payment.at <= limit;
    let is_undone = payment.kind == PaymentKind::Remote && found < shipped;
    let theft = Theft {
        run: thief.run,
        is_first,
        // What nobody finds in time stays with the cardholder, who does not know.
        shares: if is_found { desk.liability(&payment, is_late, is_first) } else { unnoticed(desk, payment.amount) },
        is_recovered: is_found && (is_undone || is_recalled(desk, &payment, found)),
        is_void: false,
    };
    desk.branch.runs.get_mut(thief.run).references += 1;
    // A charge that nobody noticed is laid to rest just after the limit.
    let ends = if is_found { raised_at } else { payment.at + limit + Span::from_micros(1) };
    let row = desk.open_case(Case::new(payment, Cause::Theft(theft), ends));
    desk.payment_mut(message.subject).thief = Some(Thief { case: row, ..thief });
}

/// How long the operator of an account takes to make its customer whole.
fn compensation<O: Observer>(desk: &Desk<'_, O>, payment: &Payment) -> Span {
    let is_claim = payment.flow.is_account() && payment.source != Source::Card;
    let terms = if is_claim { desk.product(payment.product).account } else { None };
    Span::from_secs_f64(terms.map_or(0.0, |terms| terms.compensation_hours) * 3600.0)
}

/// True if money that somebody was talked into sending is called back before the thief has it.
fn is_recalled<O: Observer>(desk: &Desk<'_, O>, payment: &Payment, found: Time) -> bool {
    let Some(deception) = desk.market.market.threats.deception.filter(|_| payment.kind == PaymentKind::Transfer) else { return false };
    let in_time = found - payment.at < Span::from_secs_f64(deception.recall_hours * 3600.0);
    in_time && unit(mark(payment.luck, Draw::Recall, 0)) < deception.recalled_share
}

fn unnoticed<O: Observer>(desk: &Desk<'_, O>, amount: Money) -> [(PartyId, Money); 3] {
    let people = desk.market.people;
    [(people, amount), (people, Money::ZERO), (people, Money::ZERO)]
}

/// A wrong PIN is crossed off the list; at its end, or at a locked account, the thief gives up.
fn learn<O: Observer>(desk: &mut Desk<'_, O>, slot: u32, code: ResponseCode) {
    if !is_guessing(desk.branch.runs.get(slot)) {
        return;
    }
    let list = desk.market.market.threats.common_pin_shares.len();
    let run = desk.branch.runs.get_mut(slot);
    if code == ResponseCode::WrongPin {
        run.wrong_pins += 1;
        run.wanted += 1;
    }
    if code == ResponseCode::PinTriesExceeded || usize::from(run.wrong_pins) >= list {
        run.is_blocked = true;
        desk.release_run(slot);
        return;
    }
    plan_next(desk, slot);
}

/// True while the PIN of an account is not known yet.
fn is_guessing(run: &Run) -> bool {
    run.vector == Vector::GuessableCredential && !run.has_taken
}

/// A lost phone's charges are disputed with the report; others when somebody reads the statement.
fn discovery<O: Observer>(desk: &Desk<'_, O>, payment: &Payment, run: &Run) -> Time {
    if run.vector == Vector::LostDevice {
        return run.reported_at.max(desk.now);
    }
    if let Some(deception) = desk.market.market.threats.deception.filter(|_| payment.kind == PaymentKind::Transfer) {
        let hours = lognormal_quantile(unit(mark(payment.luck, Draw::Discovery, 0)), deception.noticed_hours, 1.0);
        return desk.now + Span::from_secs_f64(hours * 3600.0);
    }
    let median = desk.market.market.threats.discovery_days;
    let days = lognormal_quantile(unit(mark(payment.luck, Draw::Discovery, 0)), median, 1.0);
    desk.now + Span::from_secs_f64(days * 86_400.0)
}
