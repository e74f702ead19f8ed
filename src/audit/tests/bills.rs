//! A month of phone bills, posted by hand, and what happens to the audit when a cent of it is wrong.

use super::market::{ACQUIRER, PEOPLE, SHOP, WALLET, market, tariff};
use super::tale::cents;
use crate::audit::{AuditPlan, Auditor};
use crate::domain::bill::BillTerms;
use crate::domain::card::{CardId, Entry};
use crate::domain::line::Line;
use crate::domain::money::{Money, Rate};
use crate::domain::party::PartyId;
use crate::domain::payment::{Leg, LegState, Outcome, Source};
use crate::domain::product::{Flow, ProductId};
use crate::kernel::time::Time;
use crate::ledger::{Account, Ledger};
use crate::protocol::{BillsFact, Fact, LegFees, Observer, Payment, PaymentKind, What};
use std::sync::Arc;

/// The wallet of the market stands for a carrier here: it keeps 40 %, and a tenth of its bills is never paid.
const CARRIER: PartyId = WALLET;

#[derive(Clone, Copy)]
enum Told {
    Cleared(Payment),
    Bills(i64),
    Settled(PartyId, i64, What),
}

/// A payment of 10.50 by an agent of 100 people, over.
fn paid(source: Source, kind: PaymentKind) -> Payment {
    Payment {
        amount: cents(1_050),
        asked: cents(1_050),
        weight: 100,
        merchant: SHOP,
        acquirer: ACQUIRER,
        product: ProductId(0),
        flow: Flow::PhoneBill,
        source,
        kind,
        card: CardId::NONE,
        legs: [LegState::Cleared, LegState::Unsent],
        outcome: Outcome::Approved,
        ..Payment::BLANK
    }
}

/// Two payments on a bill, one of which comes back, one from airtime; the bill is issued and paid, and the shop gets its part.
fn tale() -> Vec<Told> {
    vec![
        Told::Cleared(paid(Source::Bill, PaymentKind::Purchase)),
        Told::Cleared(paid(Source::Bill, PaymentKind::Purchase)),
        Told::Cleared(paid(Source::Balance, PaymentKind::Purchase)),
        Told::Cleared(paid(Source::Bill, PaymentKind::Refund)),
        Told::Bills(105_000),
        Told::Settled(PEOPLE, -94_500, What::Statement),
        Told::Settled(CARRIER, 94_500, What::Statement),
        Told::Settled(CARRIER, -126_000, What::Payout),
        Told::Settled(SHOP, 126_000, What::Payout),
    ]
}

/// What the tale leaves: 1,050.00 on the bill, 1,050.00 from airtime, 840.00 of both kept, 105.00 of the bill never paid.
fn books() -> Ledger {
    let mut ledger = Ledger::new(9);
    let mut post = |party, debit, credit, minor| ledger.post(party, debit, credit, cents(minor));
    let line = Account::Line;
    post(PEOPLE, Account::Purchases, Account::PhoneBills, 105_000);
    post(PEOPLE, Account::Purchases, Account::Cash, 105_000);
    post(CARRIER, Account::PhoneBills, Account::CarrierPayouts, 105_000);
    post(CARRIER, Account::Cash, Account::CarrierPayouts, 105_000);
    post(CARRIER, Account::CarrierPayouts, line(Line::BillShare), 84_000);
    post(SHOP, Account::CarrierPayouts, Account::Sales, 210_000);
    post(SHOP, line(Line::Discount), Account::CarrierPayouts, 84_000);
    post(CARRIER, line(Line::BadDebt), Account::PhoneBills, 10_500);
    post(PEOPLE, Account::PhoneBills, Account::Purchases, 10_500);
    ledger.sweep(Account::PhoneBills, &mut |_, _| {});
    ledger.sweep(Account::CarrierPayouts, &mut |_, _| {});
    ledger
}

/// The checks of accounts and mirrors that fail, with their words.
fn failures(facts: &[Told], ledger: &Ledger) -> Vec<(&'static str, String)> {
    let mut market = market();
    let product = &mut market.products[0];
    (product.flow, product.operator) = (Flow::PhoneBill, CARRIER);
    product.bill = Some(BillTerms {
        carrier_share: Rate::from_ppm(400_000),
        monthly_limit: cents(100_000),
        postpaid_share: 0.5,
        airtime: cents(5_000),
        recharge_days: 30,
        confirmation_ms: 20_000.0,
        unconfirmed_share: 0.0,
        confirmation_limit_ms: 60_000,
        bad_debt: Rate::from_ppm(100_000),
    });
    market.acceptance.realised_uplift = 0.0;
    let mut auditor = Auditor::new(Arc::new(AuditPlan::new(&[(0, &market)])));
    let tariff = tariff();
    for told in facts {
        match told {
            Told::Cleared(payment) => {
                let (leg, entry, fees) = (Leg::Outer, Entry::CardNotPresent, LegFees::default());
                auditor.fact(Fact::Cleared { payment, leg, entry, tariff: &tariff, fees });
            }
            Told::Bills(owed) => {
                let (at, product, unpaid) = (Time::ZERO, ProductId(0), Money::ZERO);
                auditor.fact(Fact::Bills(BillsFact { at, product, owed: cents(*owed), unpaid }));
            }
            Told::Settled(party, amount, what) => {
                auditor.fact(Fact::Settled { party: *party, amount: cents(*amount), what: *what });
            }
        }
    }
    let findings = auditor.conclude(ledger, 0);
    let is_about_accounts = |check| ["trial_balance", "accounts_agree", "mirrors_cancel", "lines_cancel"].contains(&check);
    findings.into_iter().filter(|f| !f.is_passed && is_about_accounts(f.check)).map(|f| (f.check, f.detail)).collect()
}

#[test]
fn a_month_of_phone_bills_agrees_to_the_cent() {
    assert_eq!(failures(&tale(), &books()), vec![]);
}

#[test]
fn a_cent_moved_between_any_two_accounts_of_a_phone_bill_is_found() {
    for party in [PEOPLE, CARRIER, SHOP] {
        for account in Account::all().filter(|&account| account != Account::Outside) {
            let mut tampered = books();
            tampered.post(party, account, Account::Outside, cents(1));
            assert!(failures(&tale(), &tampered).iter().any(|(check, _)| *check == "accounts_agree"), "{party:?} {}", account.name());
        }
    }
}

#[test]
fn no_fact_of_a_phone_bill_can_be_left_out_or_told_twice() {
    for at in 0..tale().len() {
        let mut fewer = tale();
        fewer.remove(at);
        assert_ne!(failures(&fewer, &books()), vec![], "without the fact at {at}");
        let mut more = tale();
        more.insert(at, more[at]);
        assert_ne!(failures(&more, &books()), vec![], "twice the fact at {at}");
    }
}

#[test]
fn a_carrier_cannot_write_off_more_or_call_airtime_a_bill() {
    let mut greedy = books();
    greedy.post(CARRIER, Account::Line(Line::BadDebt), Account::Cash, cents(100));
    let found = failures(&tale(), &greedy);
    assert!(found[0].1.starts_with("wallet, cash: expected"), "{found:?}");
    let mut facts = tale();
    facts[2] = Told::Cleared(paid(Source::Bill, PaymentKind::Purchase));
    let found = failures(&facts, &books());
    assert!(found[0].1.contains("phone bills over another sum than was put on them"), "{found:?}");
    facts[2] = Told::Cleared(paid(Source::Card, PaymentKind::Purchase));
    let found = failures(&facts, &books());
    assert!(found[0].1.contains("paid from neither bill nor airtime"), "{found:?}");
}
