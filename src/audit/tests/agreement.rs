//! Where everything is right, the auditor says so.

use super::hand::{settled, unsettled};
use super::market::{SHOP, market, tariff};
use super::tale::{STARTED, Told, cents, failed, failures, plain, plan, tale, told};
use crate::audit::books::Books;
use crate::audit::rules::{self, Counter, Moved};
use crate::audit::{AuditPlan, Auditor};
use crate::domain::card::Entry;
use crate::domain::line::Line;
use crate::domain::party::PartyId;
use crate::domain::payment::Leg;
use crate::ledger::Account;
use crate::protocol::{Fact, LegFees, Observer};
use std::sync::Arc;

#[test]
fn a_ledger_posted_by_hand_passes_every_check_before_and_after_settlement() {
    assert_eq!(failures(&tale(), &unsettled()), vec![]);
    let (facts, ledger) = settled();
    assert_eq!(failures(&facts, &ledger), vec![]);
}

#[test]
fn every_check_says_what_it_looked_at() {
    let (facts, ledger) = settled();
    let findings = told(&facts).conclude(&ledger, STARTED);
    let mut checks: Vec<_> = findings.iter().map(|finding| finding.check).collect();
    assert!(findings.iter().all(|finding| !finding.detail.is_empty()));
    checks.dedup();
    assert_eq!(checks.len(), 11);
}

#[test]
fn the_expected_books_of_each_party_balance_after_every_fact() {
    let (facts, _) = settled();
    for end in 1..=facts.len() {
        let auditor = told(&facts[..end]);
        for party in 0..9 {
            let left: i64 = Account::all().map(|account| auditor.books().row(party).net(account)).sum();
            assert_eq!(left, 0, "party {party} after {:?}", facts[end - 1]);
        }
    }
}

#[test]
fn districts_can_be_absorbed_in_any_order() {
    let (facts, ledger) = settled();
    let (mut left, right): (Auditor, Auditor) = (told(&facts[..9]), told(&facts[9..]));
    let mut turned = right.clone();
    turned.absorb(&left);
    left.absorb(&right);
    assert_eq!(left.conclude(&ledger, STARTED), told(&facts).conclude(&ledger, STARTED));
    assert_eq!(turned.conclude(&ledger, STARTED), left.conclude(&ledger, STARTED));
}

#[test]
fn a_payment_is_priced_by_the_market_of_the_day_on_which_it_clears() {
    let (cheap, mut dear) = (market(), market());
    dear.merchants[0].discount_fixed = cents(11);
    let tariff = tariff();
    let mut auditor = Auditor::new(Arc::new(AuditPlan::new(&[(0, &cheap), (10, &dear)])));
    let discount = |auditor: &Auditor| -auditor.books().row(SHOP.index()).net(Account::Line(Line::Discount));
    let mut seen = 0;
    for day in 0..12 {
        auditor.fact(Fact::Cleared {
            payment: &plain(),
            leg: Leg::Outer,
            entry: Entry::CardPresent,
            tariff: &tariff,
            fees: LegFees::default(),
        });
        let paid = discount(&auditor) - seen;
        seen = discount(&auditor);
        assert_eq!(paid, if day < 10 { 3_000 } else { 3_100 }, "on day {day}");
        auditor.day_closed(day);
    }
}

#[test]
fn a_refund_gives_back_all_but_the_cash_handling_saved() {
    let bought = told(&[Told::Cleared(plain(), Leg::Outer, Entry::CardPresent)]);
    let mut returned = bought.clone();
    returned.absorb(&told(&[Told::Cleared(super::tale::refund(), Leg::Outer, Entry::CardPresent)]));
    let mut saved = Books::new(plan().parties());
    let counter = Counter { merchant: SHOP, acquirer: PartyId(4), network: PartyId(5) };
    rules::at_the_shop(&mut saved, counter, Moved { cash_saved: 500, ..Moved::default() });
    assert_eq!(*returned.books(), saved);
}

#[test]
fn an_auditor_who_heard_nothing_agrees_with_empty_books() {
    let ledger = crate::ledger::Ledger::new(plan().parties());
    assert_eq!(failed(Auditor::new(plan()).conclude(&ledger, 0)), vec![]);
}
