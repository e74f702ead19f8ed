//! Velocity: limits of what one credential pays a day bind thieves and honest payers alike, person by person and day by day.

use crate::remote::market;
use crate::support::{order, plan, run, watch};
use paycosm::domain::payment::Outcome;
use paycosm::domain::product::ProductId;
use paycosm::domain::threat::Vector;
use paycosm::experiment::RunSummary;
use paycosm::kernel::time::Span;
use paycosm::metrics::FraudSums;
use paycosm::protocol::{Fact, Observer};
use std::collections::BTreeMap;

/// Two months in which everybody shops on pages with an account, and a virus's thief pays ten times within a day or two.
fn infected(protection: &str) -> String {
    let text = market("", "password_mistyped_pct = 0.0", protection);
    let thieves = "exposure_per_payment = 0.0\nbreaches_per_year = 0.0\nrun_length = 10.0\nrun_gap_hours = 1.0\nticket_median_usd = 60.00\n\
                   [threats.malware]\ninfections_per_year = 0.2\npayload_share = 0.5\ncleaned_days = 5\nattack_days = 1\n";
    text.replace("exposure_per_payment = 0.0\n", thieves)
}

fn limits(keys: &str) -> String {
    infected(&format!("[protection.velocity]\nproducts = [\"zhifu\"]\n{keys}\n"))
}

fn first(text: &str) -> RunSummary {
    let plan = plan(text);
    run(&plan, order(&plan, 0, 1), 2)
}

/// What thieves tried and took with viruses.
fn stolen(summary: &RunSummary) -> FraudSums {
    let mut sums = FraudSums::default();
    summary.tables.fraud.iter().filter(|row| row.vector == Vector::Malware).for_each(|row| sums.add(&row.sums));
    sums
}

/// False alarms and payments of the product.
fn honest(summary: &RunSummary) -> (i64, i64, i64) {
    let rows = || summary.tables.products.iter().filter(|row| row.counts.payments > 0);
    (
        rows().map(|row| row.counts.false_alarms).sum(),
        rows().map(|row| row.counts.declined_risk).sum(),
        rows().map(|row| row.counts.payments).sum(),
    )
}

/// Where a payer has come to on a day: payments that went through, and their sum.
#[derive(Clone, Default)]
struct Paid(BTreeMap<(u32, u64), (u32, i64)>);

/// Payments so close to midnight are counted on either day.
const NEAR_MIDNIGHT: i64 = 120_000_000;

impl Observer for Paid {
    fn fact(&mut self, fact: Fact<'_>) {
        let Fact::Payment(payment) = fact else { return };
        let of_day = payment.at.micros() % 86_400_000_000;
        let is_told = payment.outcome == Outcome::Approved && payment.kind.pays_somebody() && payment.product != ProductId::PLASTIC;
        if !is_told || payment.flow != paycosm::domain::product::Flow::RemoteAccount || of_day > 86_400_000_000 - NEAR_MIDNIGHT {
            return;
        }
        // A run keeps its slot until its charges are disputed, weeks later.
        let who = payment.thief.map_or(u64::from(payment.person), |thief| 1 << 40 | u64::from(thief.run));
        let (count, minor) = self.0.entry((payment.at.day(), who)).or_default();
        *count += 1;
        *minor += payment.amount.minor();
    }
}

/// The most that an honest payer and that a thief paid on one day.
fn most(text: &str) -> [(u32, i64); 2] {
    let plan = plan(text);
    let ended = watch(&plan, order(&plan, 0, 1), Span::DAY, Paid::default);
    ended.ledger.verify().unwrap();
    [false, true].map(|is_thief| {
        let days =
            || ended.observers.iter().flat_map(|one| &one.0).filter(|((_, who), _)| (who >> 40 == 1) == is_thief).map(|(_, paid)| *paid);
        (days().map(|paid| paid.0).max().unwrap_or(0), days().map(|paid| paid.1).max().unwrap_or(0))
    })
}

#[test]
fn nobody_pays_more_often_or_more_a_day_than_the_operator_lets_them() {
    let free = most(&infected(""));
    assert!(free.iter().all(|paid| paid.0 > 3 && paid.1 > 40_000), "{free:?}");
    let counted = most(&limits("payments_per_day = 3"));
    assert_eq!(counted.map(|paid| paid.0), [3, 3], "the limit is reached and kept");
    let summed = most(&limits("amount_usd_per_day = 300.00"));
    assert!(summed.iter().all(|paid| (25_000..=30_000).contains(&paid.1)), "{summed:?}");
}

#[test]
fn a_limit_prevents_fraud_and_stops_honest_payers_the_more_the_tighter_it_is() {
    let [free, wide, tight] =
        ["", "payments_per_day = 2", "payments_per_day = 1"].map(|keys| first(&if keys.is_empty() { infected("") } else { limits(keys) }));
    let [none, some, most] = [&free, &wide, &tight].map(stolen);
    assert!(some.gross < none.gross * 9 / 10 && most.gross < some.gross * 8 / 10, "{none:?}, {some:?}, {most:?}");
    let prevented = [none, some, most].map(|sums| sums.prevented as f64 / sums.attempted() as f64);
    assert!(prevented[0] < prevented[1] && prevented[1] < prevented[2], "shares of what is tried: {prevented:?}");
    let [calm, few, many] = [&free, &wide, &tight].map(honest);
    assert!(few.0 > 2 * calm.0 && many.0 > 2 * few.0, "false alarms: {calm:?}, {few:?}, {many:?}");
    assert!(many.1 > few.1 && many.2 < few.2 && few.2 < calm.2, "declined, and paid: {calm:?}, {few:?}, {many:?}");
}

#[test]
fn limits_bind_the_products_that_are_named() {
    let other = infected("[protection.velocity]\nproducts = [\"google-wallet\"]\npayments_per_day = 1\n");
    assert_eq!(first(&other).tables.fraud, first(&infected("")).tables.fraud);
}

#[test]
fn limits_that_are_switched_off_or_out_of_reach_change_nothing() {
    let bare = first(&infected("")).tables;
    for keys in ["enabled = false\npayments_per_day = 1", "payments_per_day = 10_000\namount_usd_per_day = 10_000_000.00"] {
        let with = first(&limits(keys)).tables;
        assert_eq!((with.products, with.fraud, with.parties), (bare.products.clone(), bare.fraud.clone(), bare.parties.clone()), "{keys}");
    }
}

#[test]
fn limits_are_the_same_for_any_number_of_threads() {
    let plan = plan(&limits("payments_per_day = 2\namount_usd_per_day = 250.00"));
    let [one, three] = [1, 3].map(|threads| run(&plan, order(&plan, 0, 1), threads).tables);
    assert_eq!((one.products, one.fraud), (three.products, three.fraud));
}
