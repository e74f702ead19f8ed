//! Issuer's disputes desk: screens claims, credits cardholders for the time being, charges back, and decides when to give in.
//!
//! Hears disputes, receipts, second presentments, pre-arbitration answers, rulings, the end of a merchant's time. Says retrieval requests,
//! 0422, pre-arbitrations, filings, and its word to whoever claimed. The virtual card's issuer has one too: there the wallet claims, and
//! the wallet decides whether to insist. Keeps nothing but the case.

use super::stage::{Case, Cause, Desk, Draw, Theft, mark};
use crate::domain::dispute::{Grounds, Stage};
use crate::domain::iso8583::ResponseCode;
use crate::domain::market::LinkKind;
use crate::domain::payment::{Leg, LegState};
use crate::domain::product::ProductId;
use crate::kernel::random::unit;
use crate::kernel::time::Span;
use crate::policy::dispute;
use crate::protocol::{Actor, Address, Message, Observer, PaymentKind, What};

/// Somebody contests a charge.
pub fn on_dispute<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let case = *desk.case(message.subject);
    match &case.cause {
        Cause::Theft(theft) => on_theft(desk, message, &case, theft),
        Cause::Complaint(grounds) => on_complaint(desk, message, &case, grounds),
    }
}

/// An honest payer, or the wallet on its own behalf, contests: refused if too late or too weak.
fn on_complaint<O: Observer>(desk: &mut Desk<'_, O>, message: Message, case: &Case, grounds: &Grounds) {
    let bank = desk.market.bank_ordinal(message.to.party).filter(|_| message.to.actor == Actor::Issuer);
    if let Some(bank) = bank {
        desk.branch.report.cases[bank] += i64::from(case.payment.weight);
    }
    if is_late(desk, case) || (bank.is_some() && grounds.is_weak) {
        refuse(desk, message);
        return;
    }
    if bank.is_some() && grounds.asks_copy {
        desk.move_case(message.subject, message.leg, Stage::CopyRequested);
        to_network(desk, message, What::CopyRequest);
        let clock = Message { to: message.to, from: message.to, what: What::ReplyLimit, ..message };
        desk.write_case(desk.now + reply_time(desk), clock);
        return;
    }
    claim(desk, message);
}

fn reply_time<O: Observer>(desk: &Desk<'_, O>) -> Span {
    Span::from_days(i64::from(desk.market.market.disputes.reply_days))
}

/// A chargeback that is worked on now would clear after the limit.
fn is_late<O: Observer>(desk: &Desk<'_, O>, case: &Case) -> bool {
    desk.now + desk.case_work() > desk.charge_back_limit(case)
}

fn refuse<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    desk.move_case(message.subject, message.leg, Stage::Refused);
    tell_claimant(desk, message, What::ClaimRefused);
}

/// The claim is taken up: the cardholder is credited, and the charge goes back to the merchant.
fn claim<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    desk.move_case(message.subject, message.leg, Stage::Claimed);
    if message.to.actor == Actor::Issuer {
        tell_claimant(desk, message, What::ProvisionalCredit);
    }
    let network = network_of(desk, message);
    let sent = desk.now + desk.case_work() + desk.usual(LinkKind::Issuer);
    desk.write_case(sent, Message { to: network, from: message.to, what: What::Chargeback, ..message });
}

/// The shop's copy of the receipt: the cardholder knows the purchase, or still contests it.
pub fn on_copy<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let case = *desk.case(message.subject);
    let Some(grounds) = case.grounds() else { return };
    if case.stage(message.leg) != Stage::CopyRequested {
        return;
    }
    if grounds.knows_receipt {
        desk.move_case(message.subject, message.leg, Stage::Withdrawn);
        return;
    }
    claim_in_time(desk, message, &case);
}

/// No copy came in time.
pub fn on_reply_limit<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let case = *desk.case(message.subject);
    if case.stage(message.leg) == Stage::CopyRequested {
        claim_in_time(desk, message, &case);
    }
}

fn claim_in_time<O: Observer>(desk: &mut Desk<'_, O>, message: Message, case: &Case) {
    if is_late(desk, case) { refuse(desk, message) } else { claim(desk, message) }
}

/// 1240 again: give in, or insist. The virtual card's issuer asks the wallet.
pub fn on_representment<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let case = *desk.case(message.subject);
    let Some(grounds) = case.grounds() else { return };
    if message.to.actor == Actor::ProxyIssuer {
        tell_claimant(desk, message, What::Representment);
    } else if grounds.is_convincing {
        give_in(desk, message);
    } else {
        insist(desk, message);
    }
}

/// The wallet lets a second presentment be.
pub fn on_acceptance<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    desk.move_case(message.subject, message.leg, Stage::Dropped);
}

/// The wallet insists, and its virtual card's issuer with it.
pub fn on_pre_arbitration<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    insist(desk, message);
}

fn insist<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    desk.move_case(message.subject, message.leg, Stage::PreArbitration);
    to_network(desk, message, What::PreArbitration);
}

fn give_in<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    desk.move_case(message.subject, message.leg, Stage::Dropped);
    tell_claimant(desk, message, What::CreditWithdrawn);
}

/// The merchant's side gave in, or not: then a ruling is sought if it is worth its fee.
pub fn on_pre_arbitration_answer<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    if message.code.is_approval() {
        tell_claimant(desk, message, What::CreditFinal);
    } else if dispute::files(&desk.market.market.disputes, desk.case(message.subject).payment.amount) {
        desk.move_case(message.subject, message.leg, Stage::Arbitration);
        to_network(desk, message, What::Arbitration);
    } else {
        give_in(desk, message);
    }
}

/// The network has ruled.
pub fn on_ruling<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let is_for_cardholder = message.code.is_approval();
    tell_claimant(desk, message, if is_for_cardholder { What::CreditFinal } else { What::CreditWithdrawn });
}

/// Nobody presented again in time: the credit stays.
pub fn on_chargeback_stands<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    tell_claimant(desk, message, What::CreditFinal);
}

fn network_of<O: Observer>(desk: &Desk<'_, O>, message: Message) -> Address {
    let case = desk.case(message.subject);
    Address::new(Actor::Network, desk.sides(&case.payment, message.leg).network)
}

fn to_network<O: Observer>(desk: &mut Desk<'_, O>, message: Message, what: What) {
    let network = network_of(desk, message);
    desk.pass_case(LinkKind::Issuer, network, Message { code: ResponseCode::None, ..message }, what);
}

/// Its word to whoever contests this leg: the cardholder, or the wallet behind a virtual card.
fn tell_claimant<O: Observer>(desk: &mut Desk<'_, O>, message: Message, what: What) {
    let claimant = match message.to.actor {
        Actor::ProxyIssuer => Address::new(Actor::Wallet, desk.product(desk.case(message.subject).payment.product).operator),
        _ => Address::new(Actor::Phone, desk.market.people),
    };
    let link = if claimant.actor == Actor::Wallet { LinkKind::Cloud } else { LinkKind::Mobile };
    desk.pass_case(link, claimant, Message { code: ResponseCode::None, ..message }, what);
}

/// The cardholder did not buy this: who is liable is charged back, or the bank bears it here.
fn on_theft<O: Observer>(desk: &mut Desk<'_, O>, message: Message, case: &Case, theft: &Theft) {
    if theft.is_void {
        desk.move_case(message.subject, message.leg, Stage::Withdrawn);
        return;
    }
    if case.payment.leg(Leg::Outer) != LegState::Cleared {
        // The charge has not come in yet; it can be disputed when it has.
        desk.write_case(desk.now + Span::from_days(1), message);
        return;
    }
    if case.raised_at > desk.charge_back_limit(case) {
        desk.move_case(message.subject, message.leg, Stage::Lapsed);
        desk.settle_theft(message.subject);
        return;
    }
    if let Some(bank) = desk.market.bank_ordinal(message.to.party) {
        desk.branch.report.cases[bank] += i64::from(case.payment.weight);
        if theft.is_first && case.payment.kind == PaymentKind::Remote {
            desk.branch.report.reissued[bank] += i64::from(case.payment.weight);
        }
    }
    desk.branch.runs.get_mut(theft.run).is_blocked = true;
    if let Some(count) = desk.branch.report.products.get_mut(case.payment.product.index()) {
        count.fraud_found += case.payment.full().minor();
    }
    hurt(desk, theft);
    desk.move_case(message.subject, message.leg, Stage::Claimed);
    // Behind an account or a prepaid card stands no network: whoever keeps it makes its customer whole.
    if theft.shares[0].0 == message.to.party || message.to.actor != Actor::Issuer {
        desk.move_case(message.subject, message.leg, Stage::Absorbed);
        desk.settle_theft(message.subject);
        return;
    }
    to_network(desk, message, What::Chargeback);
}

/// A victim whose agent really met the thief trusts less, tells the neighbours, and may leave.
fn hurt<O: Observer>(desk: &mut Desk<'_, O>, theft: &Theft) {
    let run = *desk.branch.runs.get(theft.run);
    if !run.is_real || !theft.is_first {
        return;
    }
    let rules = &desk.market.market.adoption;
    let (loss, leaves) = (rules.trust_loss_fraud, rules.leave_after_fraud);
    let person = &mut desk.branch.people[run.person as usize];
    person.trust = crate::policy::usage::trust_after_loss(person.trust, loss);
    desk.tell_neighbours(run.person, run.luck);
    let has_it = run.product != ProductId::PLASTIC && desk.branch.holding(run.person, run.product).status().can_pay();
    if has_it && unit(mark(run.luck, Draw::Leave, 0)) < leaves {
        desk.leave(run.person, run.product);
    }
}
