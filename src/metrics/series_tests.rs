//! Tests of the counting, on facts made by hand.

use super::*;
use crate::domain::calendar::Calendar;
use crate::domain::card::CardId;
use crate::domain::fee::FeeBook;
use crate::domain::line::Line;
use crate::domain::merchant::Place;
use crate::domain::money::Money;
use crate::domain::party::{Party, Role};
use crate::domain::person::Status;
use crate::domain::product::Flow;
use crate::kernel::time::{Span, Time};
use crate::metrics::{BasketBooks, BasketSums, Decimal, Month, RunTables, StudiedProduct};
use crate::protocol::{AcceptanceFact, NO_CASE, Thief, YearClose};
use crate::protocol::{PaymentKind, Watched};
use jiff::civil::date;

const FIRST: ProductId = ProductId(0);
const SECOND: ProductId = ProductId(1);

/// Two counted products and one that is not, December 2011 to January 2013, 1,000 people an agent.
fn frame() -> Arc<Frame> {
    let product =
        |name: &str, is_counted| StudiedProduct { name: name.into(), operator: PartyId(0), is_counted, is_value_counted: is_counted };
    let party = |name: &str, role| Party { name: name.into(), role };
    let products = vec![product("first", true), product("second", true), product("other", false)];
    let parties = vec![party("operator", Role::Wallet), party("bank", Role::Issuer)];
    Arc::new(Frame::new(&Calendar::new(date(2011, 12, 1), Vec::new()), 31 + 366 + 10, 1_000, 128, products, parties))
}

fn day(day: i64) -> Time {
    Time::ZERO + Span::from_days(day)
}

fn payment(at: Time, person: u32, product: ProductId) -> Payment {
    Payment {
        at,
        amount: Money::from_minor(2_500),
        asked: Money::from_minor(2_500),
        weight: 1_000,
        person,
        merchant: PartyId(1),
        acquirer: PartyId(1),
        product,
        flow: Flow::CardInElement,
        card: CardId(0),
        legs: [LegState::Cleared, LegState::Unsent],
        outcome: Outcome::Approved,
        ..Payment::BLANK
    }
}

fn series(payments: &[Payment]) -> Series {
    let mut series = Series::new(frame());
    payments.iter().for_each(|payment| series.fact(Fact::Payment(payment)));
    series
}

fn joins(series: &mut Series, at: Time, person: u32, product: ProductId) {
    series.fact(Fact::Status(StatusFact { at, person, product, from: Status::Considered, to: Status::Enrolled }));
    series.fact(Fact::Status(StatusFact { at, person, product, from: Status::Enrolled, to: Status::Bound }));
}

fn leaves(series: &mut Series, at: Time, person: u32, product: ProductId) {
    series.fact(Fact::Status(StatusFact { at, person, product, from: Status::Bound, to: Status::Left }));
}

fn tables(series: &Series) -> RunTables {
    RunTables::new(series, &[], Vec::new())
}

fn product_row(series: &Series, month: usize, product: ProductId) -> crate::metrics::ProductRow {
    let tables = tables(series);
    let month = tables.frame.months()[month];
    *tables.products.iter().find(|row| row.month == month && row.product == product).expect("a row for every month and product")
}

#[test]
fn a_payment_counts_in_the_month_it_was_authorized_in_whenever_it_is_told() {
    let told_late =
        series(&[payment(day(33), 1, FIRST), payment(day(30), 1, FIRST), payment(day(31), 2, FIRST), payment(day(29), 3, FIRST)]);
    let told_in_order =
        series(&[payment(day(29), 3, FIRST), payment(day(30), 1, FIRST), payment(day(31), 2, FIRST), payment(day(33), 1, FIRST)]);
    assert_eq!(tables(&told_late), tables(&told_in_order));
    let december = product_row(&told_late, 0, FIRST);
    assert_eq!((december.counts.payments, december.counts.volume, december.active_users), (2_000, 5_000_000, 2_000));
    assert_eq!(tables(&told_late).annual[0].active_users, 2_000);
    assert_eq!(tables(&told_late).annual[1].active_users, 2_000);
}

#[test]
fn every_outcome_has_its_column() {
    let mut outcomes = Vec::new();
    for (count, outcome) in
        [Outcome::DeclinedFunds, Outcome::DeclinedRisk, Outcome::DeclinedTimeout, Outcome::DeclinedOther, Outcome::Approved]
            .into_iter()
            .enumerate()
    {
        outcomes.extend(std::iter::repeat_n(Payment { outcome, ..payment(day(0), 1, FIRST) }, count + 1));
    }
    outcomes.push(Payment { outcome: Outcome::Pending, ..payment(day(0), 1, FIRST) });
    outcomes[0].legs[0] = LegState::Reversed;
    outcomes[1].is_false_alarm = true;
    outcomes[1].watched = Watched::Stopped;
    outcomes.push(Payment { kind: PaymentKind::Refund, ..payment(day(0), 1, FIRST) });
    outcomes.push(Payment { kind: PaymentKind::Refund, legs: [LegState::Presented, LegState::Unsent], ..payment(day(0), 1, FIRST) });
    let counts = product_row(&series(&outcomes), 0, FIRST).counts;
    let expected = Counts {
        attempts: 16_000,
        payments: 5_000,
        volume: 12_500_000,
        declined_funds: 1_000,
        declined_risk: 2_000,
        declined_timeout: 4_000,
        declined_other: 4_000,
        reversed: 1_000,
        refunded: 1_000,
        false_alarms: 1_000,
        monitor_alarms: 1_000,
        limit_alarms: 0,
    };
    assert_eq!(counts, expected);
}

#[test]
fn thieves_pay_but_are_nobodys_use() {
    let thief = Some(Thief { vector: Vector::LostDevice, run: 0, case: NO_CASE });
    let tapped = Payment { thief, ..payment(day(0), 1, FIRST) };
    let remote = Payment { thief, kind: PaymentKind::Remote, ..payment(day(0), 1, FIRST) };
    let row = product_row(&series(&[tapped, remote]), 0, FIRST);
    assert_eq!((row.counts.attempts, row.counts.payments, row.active_users), (1_000, 1_000, 0));
}

#[test]
fn a_person_counts_once_over_several_counted_products() {
    let mut series = series(&[payment(day(0), 1, FIRST), payment(day(0), 1, SECOND), payment(day(0), 2, ProductId(2))]);
    joins(&mut series, day(0), 1, FIRST);
    joins(&mut series, day(1), 1, SECOND);
    joins(&mut series, day(1), 2, ProductId(2));
    leaves(&mut series, day(40), 1, FIRST);
    leaves(&mut series, day(70), 1, SECOND);
    let tables = tables(&series);
    let users: Vec<i64> = tables.monthly.iter().map(|row| row.users).collect();
    assert_eq!(users[..4], [1_000, 1_000, 0, 0]);
    assert_eq!((tables.monthly[0].active_users, tables.monthly[0].payments, tables.annual[0].active_users), (1_000, 2_000, 1_000));
    assert_eq!(tables.product_years.iter().map(|row| row.users).collect::<Vec<_>>(), [1_000, 1_000, 1_000, 0, 0, 1_000, 0, 0, 1_000]);
}

#[test]
fn a_person_counts_once_in_a_basket_and_its_figures_add_up_by_product_and_party() {
    let basket = |name: &str, products: &[ProductId], parties: &[PartyId]| StudiedBasket {
        name: name.into(),
        products: products.to_vec(),
        parties: parties.to_vec(),
    };
    const OTHER: ProductId = ProductId(2);
    let plain = Arc::unwrap_or_clone(frame());
    let baskets = vec![
        basket("pair", &[SECOND, OTHER], &[PartyId(0), PartyId(1)]),
        basket("one", &[FIRST], &[PartyId(1)]),
        basket("books", &[], &[PartyId(0)]),
    ];
    let mut series = Series::new(Arc::new(plain.with_baskets(baskets)));
    // In January 1 holds both, 2 the second, 3 the first only; in February 1 leaves one of two and 2 its only one.
    for (person, product) in [(1, SECOND), (1, OTHER), (2, SECOND), (3, FIRST), (1, FIRST)] {
        joins(&mut series, day(35), person, product);
    }
    leaves(&mut series, day(65), 1, SECOND);
    leaves(&mut series, day(65), 2, SECOND);
    let paid = [payment(day(40), 1, SECOND), payment(day(40), 1, OTHER), payment(day(70), 3, FIRST), payment(day(70), 1, OTHER)];
    paid.iter().for_each(|payment| series.fact(Fact::Payment(payment)));
    let lines = vec![
        (PartyId(0), Line::InterchangeShare, 700),
        (PartyId(0), Line::Support, -300),
        (PartyId(1), Line::SharePaid, -700),
        (PartyId(1), Line::Interchange, 900),
    ];
    let tables = RunTables::new(&series, &[YearClose { year: 2012, lines }], Vec::new());
    let users = |basket| -> Vec<i64> {
        let of = tables.basket_months.iter().filter(|row| row.basket == basket && row.month.year == 2012);
        of.map(|row| row.users).take(2).collect()
    };
    assert_eq!((users(0), users(1), users(2)), (vec![2_000, 1_000], vec![2_000, 2_000], vec![]));
    let year = |basket| *tables.basket_years.iter().find(|row| row.year == 2012 && row.basket == basket).expect("every basket has years");
    // The volume that counts is of the first and the second product: two payments of 25,000.00.
    let sums = |users, payments, volume| Some(BasketSums { users, payments, volume, of_volume: 5_000_000 });
    assert_eq!((year(0).sums, year(1).sums, year(2).sums), (sums(1_000, 3_000, 7_500_000), sums(2_000, 1_000, 2_500_000), None));
    let books = |revenue, profit| Some(BasketBooks { revenue, profit });
    assert_eq!((year(0).books, year(1).books, year(2).books), (books(1_600, 600), books(900, 200), books(700, 400)));
    assert_eq!((year(1).share(), year(1).take_rate()), (Some(Decimal::per_cent(1, 2)), Some(Decimal::per_cent(900, 2_500_000))));
    assert_eq!((year(2).share(), year(2).take_rate()), (None, None));
    // What is counted without baskets stays as it is.
    let mut without = Series::new(frame());
    joins(&mut without, day(35), 1, FIRST);
    assert_eq!(RunTables::new(&without, &[], Vec::new()).monthly[1].users, 1_000);
    assert_eq!(tables.monthly[1].users, 3_000);
}

#[test]
fn plastic_belongs_to_the_month_that_priced_it_and_never_to_all_products() {
    let mut series = series(&[payment(day(3), 1, ProductId::PLASTIC)]);
    let tariff = FeeBook::default().tariff(date(2012, 1, 1), 1);
    let fact = |at| PlasticFact { at, card: CardId(0), merchant: 0, place: Place::Shop, count: 7, value: Money::from_minor(900) };
    series.fact(Fact::Plastic(fact(day(30)), &tariff));
    series.fact(Fact::Plastic(fact(day(31)), &tariff));
    let december = product_row(&series, 0, ProductId::PLASTIC).counts;
    assert_eq!((december.attempts, december.payments, december.volume), (1_007, 1_007, 2_500_900));
    assert_eq!(product_row(&series, 1, ProductId::PLASTIC).counts.payments, 7);
    assert!(tables(&series).monthly.iter().all(|row| row.payments == 0 && row.volume == 0));
}

#[test]
fn facts_after_the_end_count_in_the_last_month() {
    let mut late = payment(day(500), 1, FIRST);
    late.kind = PaymentKind::Refund;
    let tables = tables(&series(&[late]));
    let last = tables.products.iter().rfind(|row| row.product == FIRST).expect("a row");
    assert_eq!((last.month, last.counts.refunded), (Month { year: 2013, month: 1 }, 1_000));
}

#[test]
fn fraud_adds_up_by_bearer_and_over_counted_products() {
    let mut series = series(&[]);
    let fact = |product, bearer, amount, stage| {
        Fact::Fraud(FraudFact { at: day(40), vector: Vector::CloudBreach, product, bearer, amount: Money::from_minor(amount), stage })
    };
    series.fact(fact(FIRST, PartyId(1), 100, FraudStage::Prevented));
    series.fact(fact(FIRST, PartyId(1), 700, FraudStage::Taken));
    series.fact(fact(FIRST, PartyId(1), 300, FraudStage::Recovered));
    series.fact(fact(SECOND, PartyId(0), 40, FraudStage::Taken));
    series.fact(fact(ProductId::PLASTIC, PartyId(0), 9, FraudStage::Taken));
    let tables = tables(&series);
    assert_eq!(
        tables.fraud.iter().map(|row| (row.product, row.sums.attempted(), row.sums.net())).collect::<Vec<_>>(),
        [(FIRST, 800, 400), (SECOND, 40, 40), (ProductId::PLASTIC, 9, 9)]
    );
    let all = FraudSums { prevented: 100, gross: 740, recovered: 300 };
    assert_eq!((tables.annual[1].fraud, tables.monthly[1].fraud, tables.annual[0].fraud), (all, all, FraudSums::default()));
}

#[test]
fn people_by_gate_add_up_over_districts_and_end_with_the_active() {
    let mut series = series(&[payment(day(40), 1, FIRST)]);
    let fact = |at, people| Fact::Gates(GatesFact { at, product: FIRST, people });
    series.fact(fact(day(30), [50, 40, 30, 20, 10]));
    let mut total = Series::total(frame());
    series.drain_into(&mut total);
    series.fact(fact(day(90), [5_000, 4_000, 3_000, 2_000, 1_000]));
    series.fact(fact(day(90), [500, 400, 300, 200, 100]));
    total.absorb(&series);
    let rows: Vec<(i16, Gate, i64)> = tables(&total).gates.iter().map(|row| (row.year, row.gate, row.people)).collect();
    let years: Vec<i16> = rows.iter().map(|(year, ..)| *year).collect();
    assert_eq!(rows.len(), 2 * Gate::ALL.len());
    assert!(years.windows(2).all(|pair| pair[0] <= pair[1]) && years[0] < years[6], "{rows:?}");
    assert_eq!(rows[..6].iter().map(|row| row.2).collect::<Vec<_>>(), [50, 40, 30, 20, 10, 0]);
    assert_eq!(rows[6..].iter().map(|row| row.2).collect::<Vec<_>>(), [5_500, 4_400, 3_300, 2_200, 1_100, 1_000]);
}

/// Facts of one district, different for each.
fn district(number: u32) -> Series {
    let mut series = series(&[]);
    for step in 0..200_u32 {
        let (person, at) = ((step * 7 + number) % 128, day(i64::from(step * 2)));
        series.fact(Fact::Payment(&payment(at, person, ProductId((step % 2) as u8))));
        joins(&mut series, at, person, FIRST);
        leaves(&mut series, at, person, FIRST);
        joins(&mut series, at, step % 128, SECOND);
    }
    series
}

#[test]
fn districts_add_up_in_any_order() {
    let districts: Vec<Series> = (1..=4).map(district).collect();
    let sum = |order: [usize; 4]| {
        let mut sum = districts[order[0]].clone();
        order[1..].iter().for_each(|at| sum.absorb(&districts[*at]));
        sum
    };
    let one = sum([0, 1, 2, 3]);
    assert_eq!(one, sum([3, 1, 0, 2]));
    assert_eq!(tables(&one), tables(&sum([1, 3, 2, 0])));
}

#[test]
fn draining_a_district_changes_no_number() {
    let whole = district(3);
    let mut total = Series::total(frame());
    let mut drained = series(&[]);
    for step in 0..200_u32 {
        let (person, at) = ((step * 7 + 3) % 128, day(i64::from(step * 2)));
        drained.fact(Fact::Payment(&payment(at, person, ProductId((step % 2) as u8))));
        drained.drain_into(&mut total);
        joins(&mut drained, at, person, FIRST);
        leaves(&mut drained, at, person, FIRST);
        joins(&mut drained, at, step % 128, SECOND);
        drained.drain_into(&mut total);
    }
    total.absorb(&drained);
    assert_eq!(tables(&total), tables(&whole));
}

#[test]
fn accounts_of_a_year_add_up_by_party_and_line() {
    let close = |year, lines| YearClose { year, lines };
    let years = [
        close(2012, vec![(PartyId(1), Line::Fraud, -5), (PartyId(0), Line::OffersData, 8)]),
        close(2011, vec![(PartyId(1), Line::Fraud, -1)]),
        close(2012, vec![(PartyId(1), Line::Fraud, -2)]),
    ];
    let rows = RunTables::new(&series(&[]), &years, Vec::new()).parties;
    let seen: Vec<_> = rows.iter().map(|row| (row.year, row.party.0, row.line, row.amount)).collect();
    assert_eq!(seen, [(2011, 1, Line::Fraud, -1), (2012, 0, Line::OffersData, 8), (2012, 1, Line::Fraud, -7)]);
}

#[test]
fn who_held_the_product_before_the_run_did_not_enrol_in_it_and_who_comes_back_enrols_again() {
    let mut series = series(&[]);
    joins(&mut series, Time::ZERO, 1, FIRST);
    joins(&mut series, day(2), 2, FIRST);
    leaves(&mut series, day(3), 2, FIRST);
    joins(&mut series, day(33), 2, FIRST);
    let rows = [product_row(&series, 0, FIRST), product_row(&series, 1, FIRST)];
    assert_eq!(rows.map(|row| (row.enrolments, row.users)), [(1_000, 1_000), (1_000, 2_000)]);
}

#[test]
fn locations_stand_under_the_month_that_ends() {
    let mut head = series(&[]);
    for (at, locations) in [(day(31) - Span::from_micros(1), 150), (day(62) - Span::from_micros(1), 300)] {
        let technology = crate::domain::merchant::Technology::Contactless;
        head.fact(Fact::Acceptance(AcceptanceFact { at, technology, installed: 400, on: locations }));
    }
    let mut total = Series::total(frame());
    total.absorb(&head);
    total.absorb(&series(&[]));
    let told: Vec<(String, i64)> = tables(&total).locations.iter().map(|(month, count)| (month.to_string(), *count)).collect();
    let months = total.frame().months();
    assert_eq!(told, [(months[0].to_string(), 150), (months[1].to_string(), 300)]);
}
