//! Complaints: whether, why and when an honest payer will contest a charge; drawn as the payment ends, so that no other is remembered.

use super::branch::{Case, Cause};
use super::desk::Desk;
use super::luck::{Draw, Luck, mark};
use super::posting::outer_entry;
use crate::domain::card::Entry;
use crate::domain::dispute::{Disputes, Grounds, Reason};
use crate::domain::money::Money;
use crate::domain::payment::{Leg, LegState, Outcome};
use crate::domain::product::ProductId;
use crate::kernel::normal::lognormal_quantile;
use crate::kernel::random::unit;
use crate::kernel::time::{Span, Time};
use crate::policy::dispute;
use crate::protocol::{Observer, Payment, PaymentKind};

/// Spread (sigma of the logarithm) of the time until a complaint.
const COMPLAINT_SIGMA: f64 = 0.9;

impl<O: Observer> Desk<'_, O> {
    /// A payment is over: if its payer will contest it, a case waits for the day.
    pub(super) fn plan_complaint(&mut self, payment: &Payment) {
        if payment.product == ProductId::PLASTIC || !is_charged(payment) {
            return;
        }
        let Some((grounds, raised_at)) = self.complaint(payment) else { return };
        let weight = (payment.weight / self.rules.dispute_boost).max(1);
        // What was charged is contested, on either leg: less than the shop got, where the wallet could not collect all of it.
        let charged = payment.cleared(charging_leg(payment));
        let contested = Payment { weight, amount: charged, asked: charged, short: Money::ZERO, ..*payment };
        self.open_case(Case::new(contested, Cause::Complaint(grounds), raised_at));
    }

    fn complaint(&self, payment: &Payment) -> Option<(Grounds, Time)> {
        let clears = shows_up(payment.at);
        if let Some(contest) = self.rules.conditions.contest {
            return Some((contest.grounds, payment.at + Span::from_days(contest.after_days)));
        }
        if self.rules.conditions.is_plain || mark(payment.luck, Draw::Refund, 0) < self.market.refund_chance(payment.category) {
            // What comes back needs no complaint.
            return None;
        }
        let rules = &self.market.market.disputes;
        // On an inner leg the statement names the wallet and no card was there.
        let is_remote = payment.flow.is_proxied() || outer_entry(payment) == Entry::CardNotPresent;
        let per_10k = self.market.market.categories[usize::from(payment.category)].dispute_per_10k;
        let chance = dispute::chance(rules, per_10k, is_remote) * f64::from(self.rules.dispute_boost);
        if unit(mark(payment.luck, Draw::Dispute, 0)) >= chance {
            return None;
        }
        let days = lognormal_quantile(unit(mark(payment.luck, Draw::DisputeTime, 0)), rules.complaint_days, COMPLAINT_SIGMA);
        Some((grounds(rules, payment.luck), (payment.at + Span::from_secs_f64(days * 86_400.0)).max(clears)))
    }
}

/// True if the payer was charged for an honest purchase.
fn is_charged(payment: &Payment) -> bool {
    // An account's holder complains to the processor and a subscriber to the carrier, which is left out; a prepaid card's or a purse's to
    // nobody who charges back.
    let has_bank = !payment.flow.names_no_card() && !payment.is_prepaid();
    has_bank
        && payment.thief.is_none()
        && payment.kind == PaymentKind::Purchase
        && payment.outcome == Outcome::Approved
        && payment.leg(charging_leg(payment)) == LegState::Cleared
}

const fn charging_leg(payment: &Payment) -> Leg {
    if payment.flow.is_proxied() { Leg::Inner } else { Leg::Outer }
}

fn grounds(rules: &Disputes, luck: Luck) -> Grounds {
    let roll = |draw, extra| unit(mark(luck, draw, extra));
    let reason = dispute::reason(rules, roll(Draw::DisputeReason, 0));
    let proof = roll(Draw::Proof, 0);
    Grounds {
        reason,
        is_weak: roll(Draw::Screening, 0) < rules.weak_share,
        asks_copy: reason == Reason::NotRecognised && roll(Draw::Copy, 0) < rules.copy_share,
        knows_receipt: roll(Draw::Copy, 1) < rules.knows_receipt_share,
        shop_has_proof: proof < dispute::proof_share(rules, reason),
        wallet_has_proof: reason == Reason::NotRecognised && proof < rules.wallet_proof_share,
        is_convincing: roll(Draw::Persuasion, 0) < rules.convinced_share,
        cardholder_is_right: roll(Draw::Ruling, 0) < rules.cardholder_wins_share,
        reply_share: roll(Draw::Reply, 0) as f32,
    }
}

/// A charge shows up once it has cleared: on the second midnight from now.
#[must_use]
pub const fn shows_up(now: Time) -> Time {
    const DAY: i64 = 86_400_000_000;
    Time::from_micros((now.micros() / DAY + 2) * DAY + 1)
}
