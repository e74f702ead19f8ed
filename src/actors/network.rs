//! Network: routes between acquirers and issuers, and answers for an issuer that is silent.
//!
//! Hears authorization, reversal, presentment and dispute messages. Says the same one hop further; on the outer leg, when the issuer is silent
//! past the stand-in limit, 0110 in its name and 0120 to it; rulings. Keeps the outer leg's answer: the first one counts; and the time
//! within which a chargeback may be contested.

use super::stage::{Desk, outer_entry};
use crate::domain::card::Entry;
use crate::domain::dispute::Stage;
use crate::domain::iso8583::ResponseCode;
use crate::domain::market::LinkKind;
use crate::domain::payment::{Leg, LegState};
use crate::domain::product::Flow;
use crate::kernel::time::Span;
use crate::protocol::{Actor, Address, Message, Observer, What};

/// 0100 from an acquirer: on to the issuer, with a clock on the outer leg; a token is looked up first.
pub fn on_authorization_request<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let issuer = issuer_of(desk, message);
    if desk.payment(message.subject).flow == Flow::NetworkToken {
        let service = Address::new(Actor::TokenService, message.to.party);
        let request = Message::about(message.subject, message.to, service, What::TokenRequest, message.leg);
        desk.send(LinkKind::Cloud, Span::ZERO, request);
    } else {
        desk.send(LinkKind::Issuer, Span::ZERO, Message::about(message.subject, message.to, issuer, message.what, message.leg));
    }
    if message.leg == Leg::Outer {
        let clock = Message::about(message.subject, issuer, message.to, What::StandInTimer, message.leg);
        desk.start_clock(Span::from_millis(desk.market.market.limits.stand_in_ms), clock);
    }
}

/// The token service knows the card behind the token, or refuses it.
pub fn on_token_response<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    if desk.payment(message.subject).leg(Leg::Outer) != LegState::Requested {
        return;
    }
    if message.code.is_approval() {
        let issuer = issuer_of(desk, message);
        let request = Message::about(message.subject, message.to, issuer, What::AuthorizationRequest, Leg::Outer);
        desk.send(LinkKind::Issuer, Span::ZERO, request);
        return;
    }
    desk.advance(message.subject, Leg::Outer, LegState::Declined);
    let refusal = Message { what: What::AuthorizationResponse, ..message };
    forward_to_acquirer(desk, refusal, message.code);
}

/// 0110 from an issuer: on to the acquirer, unless the network has answered for it or the shop has given up.
pub fn on_authorization_response<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    if message.leg == Leg::Outer {
        if desk.payment(message.subject).leg(Leg::Outer) != LegState::Requested {
            return;
        }
        let answer = if message.code.is_approval() { LegState::Approved } else { LegState::Declined };
        desk.advance(message.subject, Leg::Outer, answer);
    }
    forward_to_acquirer(desk, message, message.code);
}

/// The issuer is silent: approve small tickets in its name and advise it, decline the others.
pub fn on_stand_in_timer<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let payment = desk.payment(message.subject);
    if payment.leg(Leg::Outer) != LegState::Requested {
        return;
    }
    // It stands in for small tickets at a terminal; card data without the card waits for its issuer.
    if outer_entry(payment) == Entry::CardNotPresent || payment.asked > desk.market.stand_in_limit(message.to.party) {
        desk.advance(message.subject, Leg::Outer, LegState::Declined);
        forward_to_acquirer(desk, message, ResponseCode::IssuerUnavailable);
        // The issuer may have approved and its answer got lost: whatever it holds is let go.
        let issuer = issuer_of(desk, message);
        desk.send(LinkKind::Issuer, Span::ZERO, Message::about(message.subject, message.to, issuer, What::Reversal, Leg::Outer));
        return;
    }
    desk.advance(message.subject, Leg::Outer, LegState::StoodIn);
    forward_to_acquirer(desk, message, ResponseCode::Approved);
    let issuer = issuer_of(desk, message);
    let advice = Message::about(message.subject, message.to, issuer, What::Advice, Leg::Outer).with_code(ResponseCode::Approved);
    desk.send(LinkKind::Issuer, Span::ZERO, advice);
}

/// 0400 or 1240 from an acquirer: on to the issuer.
pub fn on_request<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let issuer = issuer_of(desk, message);
    desk.send(LinkKind::Issuer, Span::ZERO, Message::about(message.subject, message.to, issuer, message.what, message.leg));
}

/// An answer that the network has no part in: on to the acquirer.
pub fn on_answer<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    forward_to_acquirer(desk, message, message.code);
}

/// 0410 from an issuer: on to the acquirer, unless the reversal was the network's own.
pub fn on_reversal_response<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    if desk.payment(message.subject).leg(message.leg) == LegState::Reversing {
        forward_to_acquirer(desk, message, message.code);
    }
}

/// 0422 from an issuer: it clears, the merchant's time to answer begins, and the acquirer is told.
pub fn on_chargeback<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let case = *desk.case(message.subject);
    let reply_by = desk.now + Span::from_days(i64::from(desk.market.market.disputes.reply_days));
    let is_shop_gone = case.grounds().is_some() && message.leg == Leg::Outer && desk.shop_is_gone(&case.payment);
    let row = desk.branch.cases.get_mut(message.subject);
    row.reply_by[message.leg as usize] = reply_by;
    row.is_shop_gone = is_shop_gone;
    desk.move_case(message.subject, message.leg, Stage::ChargedBack);
    if case.grounds().is_some() {
        let clock = Message { to: message.to, from: message.to, what: What::ReplyLimit, ..message };
        desk.write_case(reply_by, clock);
    }
    pass_on(desk, message);
}

/// 1240 again from an acquirer: it clears if the merchant's time is not over.
pub fn on_representment<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    if desk.case(message.subject).stage(message.leg) == Stage::ChargedBack {
        desk.move_case(message.subject, message.leg, Stage::Represented);
        pass_on(desk, message);
    }
}

/// The merchant has had its time: a chargeback that nobody contested stands.
pub fn on_reply_limit<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let case = *desk.case(message.subject);
    if case.stage(message.leg) == Stage::ChargedBack {
        desk.move_case(message.subject, message.leg, Stage::Accepted);
        let issuer = desk.sides(&case.payment, message.leg).issuer;
        desk.pass_case(LinkKind::Issuer, issuer, message, What::ChargebackStands);
    }
}

/// A side asks for a ruling, which takes its time.
pub fn on_arbitration<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let days = desk.market.market.disputes.ruling_days;
    let clock = Message { to: message.to, from: message.to, what: What::RulingDue, ..message };
    desk.write_case(desk.now + Span::from_secs_f64(days * 86_400.0), clock);
}

/// The ruling is due: the loser pays, and both sides are told.
pub fn on_ruling_due<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let case = *desk.case(message.subject);
    let Some(grounds) = case.grounds() else { return };
    let (stage, code) = if grounds.cardholder_is_right {
        (Stage::RuledForCardholder, ResponseCode::Approved)
    } else {
        (Stage::RuledForMerchant, ResponseCode::DoNotHonour)
    };
    desk.move_case(message.subject, message.leg, stage);
    let sides = desk.sides(&case.payment, message.leg);
    let ruling = message.with_code(code);
    desk.pass_case(LinkKind::Issuer, sides.issuer, ruling, What::Ruling);
    desk.pass_case(LinkKind::Acquirer, Address::new(Actor::Acquirer, sides.acquirer), ruling, What::Ruling);
}

/// Anything else about a case: on to the other side of its leg.
pub fn on_case<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    pass_on(desk, message);
}

fn pass_on<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let sides = desk.sides(&desk.case(message.subject).payment, message.leg);
    let (link, to) = match message.from.actor {
        Actor::Acquirer => (LinkKind::Issuer, sides.issuer),
        _ => (LinkKind::Acquirer, Address::new(Actor::Acquirer, sides.acquirer)),
    };
    desk.pass_case(link, to, message, message.what);
}

fn forward_to_acquirer<O: Observer>(desk: &mut Desk<'_, O>, message: Message, code: ResponseCode) {
    let payment = desk.payment(message.subject);
    let acquirer = match message.leg {
        Leg::Outer => payment.acquirer,
        Leg::Inner => desk.product(payment.product).inner_acquirer,
    };
    let what = if message.what == What::StandInTimer { What::AuthorizationResponse } else { message.what };
    let answer = Message::about(message.subject, message.to, Address::new(Actor::Acquirer, acquirer), what, message.leg).with_code(code);
    desk.send(LinkKind::Acquirer, Span::ZERO, answer);
}

fn issuer_of<O: Observer>(desk: &Desk<'_, O>, message: Message) -> Address {
    let payment = desk.payment(message.subject);
    if let (Some(prepaid), Leg::Outer) = (desk.programme(payment), message.leg) {
        Address::new(Actor::ProxyIssuer, prepaid.issuer)
    } else if payment.flow.is_proxied() && message.leg == Leg::Outer {
        Address::new(Actor::ProxyIssuer, desk.product(payment.product).proxy_issuer)
    } else {
        Address::new(Actor::Issuer, desk.market.issuer(payment.card))
    }
}
