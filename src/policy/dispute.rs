//! Dispute: what cardholders contest, and when a shop, a bank or an acquirer fights on or gives in.
//!
//! Everybody weighs money: contesting has a cost, and a ruling a fee that the loser pays. Nobody knows beforehand how the network would
//! rule, but everybody knows how it rules on average.

use crate::domain::dispute::{Disputes, Reason};
use crate::domain::money::Money;

/// Chance that an honest payment is contested, at `per_10k` with the card present.
#[must_use]
pub fn chance(rules: &Disputes, per_10k: f64, is_remote: bool) -> f64 {
    per_10k / 10_000.0 * if is_remote { rules.remote_factor } else { 1.0 }
}

/// The reason, by the shares of reasons; what they leave is charged twice or wrongly.
#[must_use]
pub fn reason(rules: &Disputes, uniform: f64) -> Reason {
    let mut reached = 0.0;
    for (reason, share) in [Reason::NotRecognised, Reason::NotReceived, Reason::NotAsDescribed].into_iter().zip(rules.reason_shares) {
        reached += share;
        if uniform < reached {
            return reason;
        }
    }
    Reason::Duplicate
}

/// Share of contested sales that the shop can prove; a tap at the counter proves that somebody was there, not that the goods are right.
#[must_use]
pub fn proof_share(rules: &Disputes, reason: Reason) -> f64 {
    match reason {
        Reason::NotRecognised => rules.tap_proof_share,
        Reason::Fraud | Reason::NotReceived | Reason::NotAsDescribed | Reason::Duplicate => rules.sale_proof_share,
    }
}

/// True if a merchant with or without a proof presents again.
#[must_use]
pub fn contests(rules: &Disputes, has_proof: bool, amount: Money) -> bool {
    has_proof && amount > rules.contest_cost
}

/// True if the merchant's acquirer gives in at pre-arbitration: a ruling is not worth its fee.
#[must_use]
pub fn concedes(rules: &Disputes, amount: Money) -> bool {
    !is_worth_a_ruling(1.0 - rules.cardholder_wins_share, rules.ruling_fee, amount)
}

/// True if an issuer that was rebuffed asks for a ruling.
#[must_use]
pub fn files(rules: &Disputes, amount: Money) -> bool {
    is_worth_a_ruling(rules.cardholder_wins_share, rules.ruling_fee, amount)
}

/// What may be won against the fee that may be lost.
fn is_worth_a_ruling(chance: f64, fee: Money, amount: Money) -> bool {
    chance * amount.minor() as f64 > (1.0 - chance) * fee.minor() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: Disputes = Disputes {
        remote_factor: 2.0,
        complaint_days: 25.0,
        limit_days: 120,
        reply_days: 30,
        handling_days: 3.0,
        ruling_days: 45.0,
        reason_shares: [0.45, 0.10, 0.30],
        weak_share: 0.1,
        copy_share: 0.5,
        knows_receipt_share: 0.3,
        tap_proof_share: 0.8,
        sale_proof_share: 0.3,
        wallet_proof_share: 0.3,
        convinced_share: 0.6,
        cardholder_wins_share: 0.6,
        contest_cost: Money::from_minor(1_500),
        chargeback_fee: Money::from_minor(2_000),
        ruling_fee: Money::from_minor(40_000),
    };

    fn dollars(amount: i64) -> Money {
        Money::from_minor(amount * 100)
    }

    #[test]
    fn what_the_named_reasons_leave_is_charged_twice() {
        let drawn = [0.0, 0.449, 0.451, 0.549, 0.551, 0.849, 0.851, 0.999].map(|u| reason(&RULES, u));
        let [a, b, c, d] = [Reason::NotRecognised, Reason::NotReceived, Reason::NotAsDescribed, Reason::Duplicate];
        assert_eq!(drawn, [a, a, b, b, c, c, d, d]);
    }

    #[test]
    fn remote_charges_are_contested_oftener_by_the_factor() {
        assert!((chance(&RULES, 4.0, true) - 2.0 * chance(&RULES, 4.0, false)).abs() < 1e-12);
    }

    #[test]
    fn a_merchant_contests_what_it_can_prove_and_what_is_worth_it() {
        assert!(contests(&RULES, true, dollars(16)));
        assert!(!contests(&RULES, true, dollars(15)) && !contests(&RULES, false, dollars(500)));
    }

    #[test]
    fn a_ruling_is_sought_where_the_expected_gain_exceeds_the_expected_fee() {
        // Six in ten for the cardholder: 0.6 x amount against 0.4 x 400.
        assert!(files(&RULES, dollars(267)) && !files(&RULES, dollars(266)));
        // The merchant's side hopes for four in ten: 0.4 x amount against 0.6 x 400.
        assert!(concedes(&RULES, dollars(600)) && !concedes(&RULES, dollars(601)));
    }
}
