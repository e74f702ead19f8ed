//! Thief: pays with what belongs to others; every payment is an ordinary one and meets the same controls.
//!
//! Hears its own clock and receipts. Says taps, and card data typed into a payment page. Keeps a run: how many payments it means to
//! try, and whether the credential still works. A run stands for one person: with probability one in `boost` it is real for its agent
//! (trust, freeze, leaving), else a ghost whose payments are measured and change nobody.

use super::stage::{Case, Cause, Desk, Draw, Run, Theft, mark, shows_up};
use crate::domain::iso8583::ResponseCode;
use crate::domain::market::LinkKind;
use crate::domain::money::Money;
use crate::domain::party::PartyId;
use crate::domain::payment::{Leg, Outcome, Source};
use crate::domain::product::Flow;
use crate::domain::threat::Vector;
use crate::kernel::normal::lognormal_quantile;
use crate::kernel::random::{exponential, unit};
use crate::kernel::time::{Span, Time};
use crate::protocol::{Actor, Address, Message, NO_CASE, Observer, Payment, PaymentKind, Thief, What};

/// Shops a thief looks at before giving one attempt up.
const TRIES: u32 = 16;

/// The next payment of a run.
pub fn on_try<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let slot = message.subject;
    let run = *desk.branch.runs.get(slot);
    if (run.is_blocked && run.tried > 0) || !desk.day.is_trading {
        // A refused credential is thrown away, and nothing new begins after the end.
        desk.release_run(slot);
        return;
    }
    desk.branch.runs.get_mut(slot).tried += 1;
    let shop = shop_for(desk, &run);
    if let Some(shop) = shop {
        attempt(desk, slot, shop);
    }
    // Whoever guesses waits for the word at the till.
    if shop.is_none() || !is_guessing(&run) {
        plan_next(desk, slot);
    }
}

fn shop_for<O: Observer>(desk: &Desk<'_, O>, run: &Run) -> Option<u16> {
    if is_remote(&run.vector) {
        let remote = desk.market.market.threats.remote_merchant;
        return desk.branch.shops.list.iter().position(|s| usize::from(s.group) == remote).map(|s| s as u16);
    }
    if desk.rules.conditions.pays_as_thief {
        let written = desk.market.market.script.first().map_or(0, |payment| payment.merchant);
        return desk.branch.shops.list.iter().position(|place| usize::from(place.group) == written).map(|shop| shop as u16);
    }
    if !desk.may_operate_for(run.person, run.product) {
        return None;
    }
    (0..TRIES).find_map(|try_| {
        let roll = mark(run.luck, Draw::RunShop, 16 * u32::from(run.tried) + try_);
        let shop = desk.branch.shops.pick(category_of(desk, roll), roll);
        let place = desk.branch.shops.list.get(shop as usize)?;
        desk.takes(place, run.product).then_some(shop)
    })
}

/// A thief strolls where people shop: categories by their share of payments.
fn category_of<O: Observer>(desk: &Desk<'_, O>, roll: u32) -> u8 {
    let wanted = f64::from(roll & 0xffff) / 65_536.0;
    let mut reached = 0.0;
    let shares = &desk.market.category_share;
    shares
        .iter()
        .position(|share| {
            reached += share;
            wanted < reached
        })
        .unwrap_or(0) as u8
}

fn attempt<O: Observer>(desk: &mut Desk<'_, O>, slot: u32, shop: u16) {
    let run = *desk.branch.runs.get(slot);
    let threats = &desk.market.market.threats;
    let product = desk.product(run.product);
    let is_remote = is_remote(&run.vector);
    let roll = unit(mark(run.luck, Draw::RunAmount, u32::from(run.tried)));
    let drawn = Money::from_minor((lognormal_quantile(roll, threats.ticket_minor as f64, threats.ticket_sigma) + 0.5) as i64);
    let amount = if is_remote { drawn } else { drawn.min(product.ticket_limit) };
    let holding = desk.branch.holding(run.person, run.product);
    let is_prepaid =
        run.vector == Vector::LostDevice && product.prepaid.is_some_and(|prepaid| prepaid.is_enabled) && holding.pays_from_account();
    let flow = match run.vector {
        // The vault's cards are the funding cards; a leaked number is the one the shop saw; a phone pays as it does today.
        Vector::CloudBreach => Flow::CardInElement,
        Vector::StolenCredential => run.leaked_in,
        Vector::LostDevice if is_prepaid => Flow::CardInElement,
        Vector::LostDevice | Vector::GuessableCredential => desk.notice(run.product).flow,
    };
    let payment = Payment {
        luck: run.luck ^ u64::from(run.tried).wrapping_mul(0xd134_2543_de82_ef95),
        amount: amount.max(Money::from_minor(1)),
        weight: (desk.rules.weight / desk.rules.boost).max(1),
        person: run.person,
        product: run.product,
        flow,
        card: run.card,
        source: if is_prepaid { Source::Balance } else { Source::Card },
        wrong_pins: run.wrong_pins,
        has_right_pin: run.vector != Vector::GuessableCredential
            || run.has_taken
            || desk.is_pin(run.person, run.product, usize::from(run.wrong_pins)),
        kind: if is_remote { PaymentKind::Remote } else { PaymentKind::Purchase },
        thief: Some(Thief { vector: run.vector, run: slot, case: NO_CASE }),
        ..desk.payment_at(shop)
    };
    desk.branch.runs.get_mut(slot).references += 1;
    let opened = desk.start(payment);
    let thief = Address::new(Actor::Thief, desk.market.people);
    let terminal = Address::new(Actor::Terminal, payment.merchant);
    let link = if is_remote { LinkKind::Mobile } else { LinkKind::Tap };
    let what = if run.vector == Vector::GuessableCredential { What::PinEntry } else { What::Tap };
    desk.send(link, Span::ZERO, Message::about(opened, thief, terminal, what, Leg::Outer));
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
    let late = i64::from(desk.product(run.product).liability.late_report_days);
    let is_late = found - payment.at > Span::from_days(late) && run.vector == Vector::LostDevice;
    let is_first = !run.has_taken;
    let raised_at = found.max(shows_up(desk.now));
    let limit = Span::from_days(i64::from(desk.market.market.disputes.limit_days));
    let is_found = raised_at - payment.at <= limit;
    let theft = Theft {
        run: thief.run,
        is_first,
        // What nobody finds in time stays with the cardholder, who does not know.
        shares: if is_found { desk.liability(&payment, is_late, is_first) } else { unnoticed(desk, payment.amount) },
        is_recovered: is_found && payment.kind == PaymentKind::Remote && found < shipped,
        is_void: false,
    };
    desk.branch.runs.get_mut(thief.run).references += 1;
    // A charge that nobody noticed is laid to rest just after the limit.
    let ends = if is_found { raised_at } else { payment.at + limit + Span::from_micros(1) };
    let row = desk.open_case(Case::new(payment, Cause::Theft(theft), ends));
    desk.payment_mut(message.subject).thief = Some(Thief { case: row, ..thief });
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

/// True where data is used, and neither a phone nor somebody at a till.
const fn is_remote(vector: &Vector) -> bool {
    match vector {
        Vector::StolenCredential | Vector::CloudBreach => true,
        Vector::LostDevice | Vector::GuessableCredential => false,
    }
}

/// A lost phone's charges are disputed with the report; others when somebody reads the statement.
fn discovery<O: Observer>(desk: &Desk<'_, O>, payment: &Payment, run: &Run) -> Time {
    if run.vector == Vector::LostDevice {
        return run.reported_at.max(desk.now);
    }
    let median = desk.market.market.threats.discovery_days;
    let days = lognormal_quantile(unit(mark(payment.luck, Draw::Discovery, 0)), median, 1.0);
    desk.now + Span::from_secs_f64(days * 86_400.0)
}
