//! A month of an offline purse that two parties share, posted by hand, and what happens to the audit when a cent of it is wrong.

use super::market::{ACQUIRER, BANK, PEOPLE, SHOP, WALLET, market, tariff};
use super::tale::cents;
use crate::audit::{AuditPlan, Auditor};
use crate::domain::card::{CardId, Entry};
use crate::domain::fee::Fee;
use crate::domain::line::Line;
use crate::domain::money::{Money, Rate};
use crate::domain::partnership::Partnership;
use crate::domain::party::{PartyId, PartySet};
use crate::domain::payment::{Leg, LegState, Outcome, Source};
use crate::domain::product::{Flow, ProductId};
use crate::domain::stored::Processor;
use crate::kernel::time::Time;
use crate::ledger::{Account, Ledger};
use crate::protocol::{BalanceFact, BalanceMove, Basis, Charge, Fact, LapseFact, LegFees, Observer, PartnershipFact, Payment};
use std::sync::Arc;

/// The wallet of the market stands for the operator here: it keeps 1 % of a payment, gives a bank a quarter of that and a tenth of its
/// profit, and gets half of what its platform costs.
const OPERATOR: PartyId = WALLET;

#[derive(Clone, Copy, Debug)]
enum Told {
    Cleared(Payment),
    Lost(Payment),
    Lapsed(i64),
    Balance(BalanceMove, i64),
    Platform(i64),
    Settled(Basis, i64),
}

/// A payment of 10.50 by an agent of 100 people, whose record came or did not.
fn paid(outer: LegState) -> Payment {
    Payment {
        amount: cents(1_050),
        asked: cents(1_050),
        weight: 100,
        merchant: SHOP,
        acquirer: ACQUIRER,
        product: ProductId(0),
        flow: Flow::OfflinePurse,
        source: Source::Balance,
        card: CardId::NONE,
        legs: [outer, LegState::Unsent],
        outcome: Outcome::Approved,
        ..Payment::BLANK
    }
}

fn tale() -> Vec<Told> {
    vec![
        Told::Balance(BalanceMove::Received, 400_000),
        Told::Cleared(paid(LegState::Cleared)),
        Told::Cleared(paid(LegState::Cleared)),
        Told::Lost(paid(LegState::WrittenOff)),
        Told::Balance(BalanceMove::Stolen, 20_000),
        Told::Lapsed(105_000),
        Told::Platform(4_000),
        Told::Settled(Basis::Revenue, 2_000),
        Told::Settled(Basis::Cost, 4_000),
        Told::Settled(Basis::Profit, 104_500),
    ]
}

/// What the tale leaves: a fee of 10 (10.5, to even) for each of 100 people on two payments; a third lost to the operator.
fn books() -> Ledger {
    let mut ledger = Ledger::new(9);
    let mut post = |party, debit, credit, minor| ledger.post(party, debit, credit, cents(minor));
    let line = Account::Line;
    post(PEOPLE, Account::StoredBalance, Account::Outside, 400_000);
    post(OPERATOR, Account::Cash, Account::StoredBalance, 400_000);
    post(PEOPLE, Account::Purchases, Account::StoredBalance, 315_000);
    post(OPERATOR, Account::StoredBalance, Account::MerchantsPayable, 210_000);
    post(OPERATOR, Account::MerchantsPayable, line(Line::MerchantFees), 2_000);
    post(SHOP, Account::OwedByAcquirer, Account::Sales, 210_000);
    post(SHOP, line(Line::Discount), Account::OwedByAcquirer, 2_000);
    post(SHOP, Account::StoredBalance, Account::Sales, 105_000);
    post(SHOP, line(Line::LostBatches), Account::StoredBalance, 105_000);
    post(OPERATOR, Account::StoredBalance, line(Line::Breakage), 105_000);
    post(PEOPLE, line(Line::UnreimbursedFraud), Account::StoredBalance, 20_000);
    post(OPERATOR, Account::StoredBalance, Account::Outside, 20_000);
    post(OPERATOR, line(Line::PlatformFixed), Account::Outside, 4_000);
    for (payer, payee, shared, minor) in
        [(OPERATOR, BANK, Line::PartnerShare, 500), (BANK, OPERATOR, Line::PartnerCost, 2_000), (OPERATOR, BANK, Line::Dividend, 10_450)]
    {
        post(payer, line(shared), Account::Bills, minor);
        post(payee, Account::Bills, line(shared), minor);
    }
    ledger
}

/// The checks that fail, with their words, but for those that count payments.
fn failures(facts: &[Told], ledger: &Ledger) -> Vec<(&'static str, String)> {
    let mut market = market();
    (market.products[0].flow, market.products[0].operator) = (Flow::OfflinePurse, OPERATOR);
    market.processors = vec![Processor {
        party: OPERATOR,
        merchant_fee: Fee { rate: Rate::from_ppm(10_000), ..Fee::default() },
        bank_debit_millicents: 0,
        withdrawal_fee: Money::ZERO,
        transfer_millicents: 0,
        return_days: 2,
        pin_tries: 3,
        unlock_hours: 1.0,
        mistyped_share: 0.0,
        licence_per_year: Money::ZERO,
        applied: None,
        firms: 1,
        begins_unlicensed: false,
        direct_banks: PartySet::NONE,
        bank_line: Rate::ZERO,
        quick_pay_banks: PartySet::NONE,
        bank_limit_ms: 1,
        gateway_limit_ms: 1,
        repayment_fee: Fee::default(),
        owner: None,
    }];
    market.partnerships = vec![Partnership {
        name: "partners".to_owned(),
        first: OPERATOR,
        second: BANK,
        product: Some(ProductId(0)),
        revenue: Rate::from_ppm(250_000),
        cost: Rate::from_ppm(500_000),
        equity: Rate::from_ppm(100_000),
        shared_customers: 0.0,
    }];
    let mut auditor = Auditor::new(Arc::new(AuditPlan::new(&[(0, &market)])));
    let tariff = tariff();
    let (at, product) = (Time::ZERO, ProductId(0));
    for told in facts {
        auditor.fact(match told {
            Told::Cleared(payment) => {
                let (leg, entry, fees) = (Leg::Outer, Entry::CardPresent, LegFees::default());
                Fact::Cleared { payment, leg, entry, tariff: &tariff, fees }
            }
            Told::Lost(payment) => Fact::WrittenOff(payment),
            Told::Lapsed(minor) => Fact::Lapsed(LapseFact { at, product, merchant: SHOP, amount: cents(*minor) }),
            Told::Balance(what, minor) => {
                Fact::Balance(BalanceFact { at, product, what: *what, bank: BANK, amount: cents(*minor), people: 1 })
            }
            Told::Platform(minor) => {
                Fact::Charge(Charge { at, payer: Some((OPERATOR, Line::PlatformFixed)), payee: None, amount: cents(*minor) })
            }
            // What the fact says of the share is not believed.
            Told::Settled(basis, minor) => Fact::Partnership(PartnershipFact {
                at,
                from_day: 0,
                partnership: 0,
                basis: *basis,
                amount: cents(*minor),
                share: Money::ZERO,
            }),
        });
    }
    let counts = ["payments_final", "cleared_as_approved"];
    let findings = auditor.conclude(ledger, 0).into_iter();
    findings.filter(|f| !f.is_passed && !counts.contains(&f.check)).map(|f| (f.check, f.detail)).collect()
}

#[test]
fn a_month_of_a_shared_purse_agrees_to_the_cent() {
    assert_eq!(failures(&tale(), &books()), vec![]);
}

#[test]
fn a_cent_moved_between_any_two_accounts_of_a_shared_purse_is_found() {
    for party in [PEOPLE, OPERATOR, SHOP, BANK] {
        for account in Account::all().filter(|&account| account != Account::Outside) {
            let mut tampered = books();
            tampered.post(party, account, Account::Outside, cents(1));
            assert!(failures(&tale(), &tampered).iter().any(|(check, _)| *check == "accounts_agree"), "{party:?} {}", account.name());
        }
    }
}

#[test]
fn no_fact_of_a_shared_purse_can_be_left_out_or_told_twice() {
    for at in 0..tale().len() {
        let (mut fewer, mut more) = (tale(), tale());
        fewer.remove(at);
        more.insert(at, more[at]);
        for told in [fewer, more] {
            assert!(!failures(&told, &books()).is_empty(), "{:?}", tale()[at]);
        }
    }
}

#[test]
fn partners_cannot_settle_more_or_less_than_there_was() {
    for (at, fact) in tale().into_iter().enumerate() {
        let Told::Settled(basis, minor) = fact else { continue };
        for wrong in [minor + 1, -minor] {
            let mut tampered = tale();
            tampered[at] = Told::Settled(basis, wrong);
            let found = failures(&tampered, &books());
            assert!(found.iter().any(|(check, _)| *check == "partners_settle"), "{basis:?} of {wrong}: {found:?}");
        }
    }
}

#[test]
fn what_nobody_shares_is_missed() {
    // With what it did not pass on, the operator has 5.00 more to share of its profit.
    let mut unshared: Vec<Told> = tale().into_iter().filter(|fact| !matches!(fact, Told::Settled(Basis::Revenue, _))).collect();
    let last = unshared.len() - 1;
    unshared[last] = Told::Settled(Basis::Profit, 105_000);
    let found = failures(&unshared, &books());
    let said = found.iter().find(|(check, _)| *check == "partners_settle").expect("an omission is found");
    assert_eq!(said.1, "partnership 0: what payments earned on day 0 was never shared");
}
