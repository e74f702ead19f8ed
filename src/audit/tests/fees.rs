//! Prices by class of trade, caps and dated discounts, worked out on paper and tampered with.

use super::hand::Hand;
use super::market::{NETWORK, START, market, restaurants};
use super::tale::{DEBIT, cents, failed, plain, refund};
use crate::audit::{AuditPlan, Auditor};
use crate::domain::card::Entry;
use crate::domain::fee::Tariff;
use crate::domain::merchant::{Category, Place};
use crate::domain::payment::Leg;
use crate::kernel::time::Time;
use crate::ledger::Account::Purchases;
use crate::ledger::Ledger;
use crate::protocol::{Fact, LegFees, Observer, Payment, PlasticFact};
use std::sync::Arc;

/// An auditor of a market whose one shop is a restaurant.
fn auditor() -> (Auditor, Tariff) {
    let (book, restaurant) = restaurants();
    let other = Category { fee_class: crate::domain::fee::FeeClass::NONE, ..restaurant.clone() };
    let market = crate::domain::market::Market { fees: book, categories: vec![restaurant, other], ..market() };
    let tariff = market.fees.tariff(START, 9);
    (Auditor::new(Arc::new(AuditPlan::new(&[(0, &market)]))), tariff)
}

/// What the auditor says of a ledger after these payments cleared.
fn findings(payments: &[Payment], ledger: &Ledger) -> Vec<(&'static str, String)> {
    let (mut auditor, tariff) = auditor();
    for payment in payments {
        let (leg, entry, fees) = (Leg::Outer, Entry::CardPresent, LegFees::default());
        auditor.fact(Fact::Cleared { payment, leg, entry, tariff: &tariff, fees });
        auditor.fact(Fact::Payment(payment));
    }
    failed(auditor.conclude(ledger, payments.len() as u64))
}

/// The restaurant's side and the card's: amount, interchange, assessment, discount and rewards.
fn ledger([a, i, n, d, r]: [i64; 5]) -> Ledger {
    let mut hand = Hand(Ledger::new(9));
    hand.shop(NETWORK, [a, i, n, d]);
    hand.card(Purchases, [a, i, r]);
    hand.0
}

/// A meal of `minor` for 100 people.
fn meal(minor: i64) -> Payment {
    Payment { amount: cents(minor), asked: cents(minor), replaces_cash: false, ..plain() }
}

#[test]
fn a_meal_is_priced_as_a_meal_whatever_its_record_says_it_was() {
    // 9 interchange (9.45), 1 assessment (1.365), 13 discount (13.125) and 10 rewards on 1,050, for 100 people.
    let right = ledger([105_000, 900, 100, 1_300, 1_000]);
    assert_eq!(findings(&[meal(1_050)], &right), vec![]);
    assert_eq!(findings(&[Payment { category: 1, ..meal(1_050) }], &right), vec![]);
}

#[test]
fn a_meal_charged_like_anything_else_is_found() {
    // The rows of no class: 26 interchange, 1 assessment; the shop's own discount of 30.
    for wrong in [[105_000, 2_600, 100, 1_300, 1_000], [105_000, 900, 100, 3_000, 1_000], [105_000, 2_600, 100, 3_000, 1_000]] {
        let found = findings(&[Payment { category: 1, ..meal(1_050) }], &ledger(wrong));
        assert_eq!(found.iter().map(|(check, _)| *check).collect::<Vec<_>>(), ["accounts_agree"], "{wrong:?}");
    }
}

#[test]
fn a_cap_that_was_passed_by_a_cent_is_found() {
    // On 100,000 the discount would be 1,250 and interchange 900; they are capped at 80 and 57. Assessment 130, rewards 1,000.
    let amount = 10_000_000;
    let dear = meal(100_000);
    assert_eq!(findings(&[dear], &ledger([amount, 5_700, 13_000, 8_000, 100_000])), vec![]);
    for wrong in [[amount, 5_700, 13_000, 8_100, 100_000], [amount, 90_000, 13_000, 125_000, 100_000]] {
        let found = findings(&[dear], &ledger(wrong));
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].0, "accounts_agree");
    }
}

#[test]
fn a_part_that_comes_back_under_a_cap_gives_back_what_the_rest_would_not_have_cost() {
    // Of 100,000 come back 96,000. The rest would have cost 50 of discount and 36 of interchange; assessment and rewards go by the part.
    let part = Payment { amount: cents(96_000), asked: cents(100_000), replaces_cash: false, ..refund() };
    let right = [-9_600_000, -2_100, -12_500, -3_000, -96_000];
    assert_eq!(findings(&[part], &ledger(right)), vec![]);
    let found = findings(&[part], &ledger([-9_600_000, -5_700, -12_500, -8_000, -96_000]));
    assert_eq!(found.iter().map(|(check, _)| *check).collect::<Vec<_>>(), ["accounts_agree"]);
}

#[test]
fn a_tally_is_capped_at_its_mean_ticket() {
    let heard = |value: i64, sums: [i64; 5]| {
        let (mut auditor, tariff) = auditor();
        auditor.fact(Fact::Plastic(
            PlasticFact { at: Time::ZERO, card: DEBIT, merchant: 0, place: Place::Shop, count: 2, value: cents(value) },
            &tariff,
        ));
        failed(auditor.conclude(&ledger(sums), 0))
    };
    // Two of 50: 90 interchange, 13 assessment, 125 discount; two of 1,000: 57, 1.30 and 80 each.
    assert_eq!(heard(10_000, [10_000, 90, 13, 125, 0]), vec![]);
    assert_eq!(heard(200_000, [200_000, 114, 260, 160, 0]), vec![]);
    assert_eq!(heard(200_000, [200_000, 1_800, 260, 2_500, 0]).len(), 1);
}
