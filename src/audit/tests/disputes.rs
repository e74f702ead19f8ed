//! Disputes posted by hand agree with the auditor; one that stops half-way, jumps a phase or enriches a wallet does not.

use super::market::{ACQUIRER, BANK, INNER_ACQUIRER, NETWORK, PEOPLE, PROXY, SHOP, WALLET, tariff};
use super::tale::{cents, failed, nested, plain, plan};
use crate::audit::Auditor;
use crate::domain::dispute::{Reason, Stage};
use crate::domain::line::Line;
use crate::domain::party::PartyId;
use crate::domain::payment::Leg;
use crate::kernel::time::Time;
use crate::ledger::Account::{
    self, Cardholders, Disputed, MerchantsPayable, Outside, OwedByAcquirer, OwedToIssuers, ProxyFunding, Purchases, Settlement,
};
use crate::ledger::Ledger;
use crate::protocol::{CaseFact, DisputeFact, Fact, Observer, Payment};
use Stage::{Accepted, ChargedBack, Claimed, Conceded, Dropped, PreArbitration, Refused, Represented, RuledForMerchant};

const REASON: Reason = Reason::NotAsDescribed;

/// Tells the moves of one leg, and hands back where it ended.
fn tell(auditor: &mut Auditor, payment: &Payment, leg: Leg, path: &[Stage]) -> Stage {
    let tariff = tariff();
    let mut from = Stage::Unraised;
    for &to in path {
        let fact = DisputeFact {
            at: Time::ZERO,
            payment,
            leg,
            reason: REASON,
            from,
            to,
            is_shop_gone: false,
            tariff: &tariff,
            returned: crate::domain::money::Money::ZERO,
        };
        auditor.fact(Fact::Dispute(fact));
        from = to;
    }
    from
}

fn close(auditor: &mut Auditor, payment: &Payment, stages: [Stage; 2]) {
    let (at, raised_at) = (Time::ZERO, Time::ZERO);
    auditor.fact(Fact::CaseClosed(CaseFact { at, raised_at, payment, reason: REASON, stages }));
}

fn told(payment: &Payment, outer: &[Stage], inner: &[Stage]) -> Auditor {
    let mut auditor = Auditor::new(plan());
    let inner = tell(&mut auditor, payment, Leg::Inner, inner);
    let outer = tell(&mut auditor, payment, Leg::Outer, outer);
    close(&mut auditor, payment, [outer, inner]);
    auditor
}

fn line(line: Line) -> Account {
    Account::Line(line)
}

fn ledger(postings: &[(PartyId, Account, Account, i64)]) -> Ledger {
    let mut ledger = Ledger::new(9);
    for &(party, debit, credit, minor) in postings {
        ledger.post(party, debit, credit, cents(minor));
    }
    ledger
}

/// Fails of an auditor against a ledger in which the mirrors need not cancel at once.
fn failures(auditor: &Auditor, ledger: &Ledger) -> Vec<(&'static str, String)> {
    failed(auditor.conclude(ledger, 0))
}

#[test]
fn a_shop_that_says_nothing_pays_the_amount_and_the_fee_and_the_bank_gives_its_interchange_back() {
    let by_hand = ledger(&[
        (BANK, Disputed, Cardholders, 105_000),
        (PEOPLE, OwedToIssuers, Purchases, 105_000),
        (BANK, Settlement, Disputed, 105_000),
        (BANK, line(Line::Interchange), Settlement, 2_600),
        (ACQUIRER, MerchantsPayable, Settlement, 105_000),
        (ACQUIRER, Settlement, line(Line::InterchangePaid), 2_600),
        (SHOP, line(Line::Chargebacks), OwedByAcquirer, 105_000),
        (SHOP, line(Line::Discount), OwedByAcquirer, 200_000),
        (ACQUIRER, MerchantsPayable, line(Line::Discount), 200_000),
    ]);
    assert_eq!(failures(&told(&plain(), &[Claimed, ChargedBack, Accepted], &[]), &by_hand), vec![]);
}

#[test]
fn a_wallet_whose_claim_on_the_shop_is_refused_bears_the_amount() {
    let by_hand = ledger(&[
        (BANK, Settlement, Cardholders, 105_000),
        (PEOPLE, OwedToIssuers, Purchases, 105_000),
        (BANK, line(Line::Interchange), Settlement, 3_000),
        (INNER_ACQUIRER, MerchantsPayable, Settlement, 102_000),
        (WALLET, line(Line::Disputes), OwedByAcquirer, 105_000),
        (WALLET, OwedByAcquirer, line(Line::FundingInterchange), 3_000),
        (WALLET, line(Line::InnerAcquirerMarkup), OwedByAcquirer, 200_000),
        (INNER_ACQUIRER, MerchantsPayable, line(Line::Discount), 200_000),
    ]);
    assert_eq!(failures(&told(&nested(), &[Refused], &[Claimed, ChargedBack, Accepted]), &by_hand), vec![]);
}

#[test]
fn a_claim_passed_on_leaves_the_wallet_with_fees_and_interchange_only() {
    let by_hand = ledger(&[
        (BANK, Settlement, Cardholders, 105_000),
        (PEOPLE, OwedToIssuers, Purchases, 105_000),
        (BANK, line(Line::Interchange), Settlement, 3_000),
        (INNER_ACQUIRER, MerchantsPayable, Settlement, 102_000),
        (WALLET, ProxyFunding, OwedByAcquirer, 105_000),
        (WALLET, OwedByAcquirer, line(Line::FundingInterchange), 3_000),
        (WALLET, line(Line::InnerAcquirerMarkup), OwedByAcquirer, 200_000),
        (INNER_ACQUIRER, MerchantsPayable, line(Line::Discount), 200_000),
        (PROXY, Settlement, ProxyFunding, 102_300),
        (PROXY, line(Line::Interchange), line(Line::SharePaid), 2_700),
        (WALLET, line(Line::InterchangeShare), ProxyFunding, 2_700),
        (ACQUIRER, MerchantsPayable, Settlement, 105_000),
        (ACQUIRER, Settlement, line(Line::InterchangePaid), 2_700),
        (SHOP, line(Line::Chargebacks), OwedByAcquirer, 105_000),
        (SHOP, line(Line::Discount), OwedByAcquirer, 200_000),
        (ACQUIRER, MerchantsPayable, line(Line::Discount), 200_000),
    ]);
    let outer = [Claimed, ChargedBack, Represented, PreArbitration, Conceded];
    assert_eq!(failures(&told(&nested(), &outer, &[Claimed, ChargedBack, Accepted]), &by_hand), vec![]);
}

#[test]
fn a_ruling_for_the_shop_puts_all_back_but_the_fees() {
    let by_hand = ledger(&[
        (BANK, line(Line::Handling), Settlement, 4_000_000),
        (NETWORK, Settlement, Outside, 4_000_000),
        (SHOP, line(Line::Discount), OwedByAcquirer, 200_000),
        (ACQUIRER, MerchantsPayable, line(Line::Discount), 200_000),
    ]);
    let path = [Claimed, ChargedBack, Represented, PreArbitration, Stage::Arbitration, RuledForMerchant];
    assert_eq!(failures(&told(&plain(), &path, &[]), &by_hand), vec![]);
}

#[test]
fn a_cent_too_much_on_any_account_of_a_dispute_is_found() {
    let auditor = told(&plain(), &[Refused], &[]);
    assert_eq!(failures(&auditor, &ledger(&[])), vec![]);
    for party in [BANK, SHOP, ACQUIRER, PEOPLE] {
        let found = failures(&auditor, &ledger(&[(party, Disputed, Outside, 1)]));
        let checks: Vec<_> = found.iter().map(|(check, _)| *check).collect();
        assert_eq!(checks, ["accounts_agree", "disputes_final"]);
    }
}

fn docket_fails(auditor: &Auditor, wanted: &str) {
    let found = failures(auditor, &ledger(&[]));
    assert!(found.iter().any(|(check, detail)| *check == "disputes_final" && detail.contains(wanted)), "{found:?}");
}

#[test]
fn a_dispute_that_never_closes_is_found() {
    let mut auditor = Auditor::new(plan());
    tell(&mut auditor, &plain(), Leg::Outer, &[Refused]);
    docket_fails(&auditor, "1 cases for 1050.00 still stand at refused");
}

#[test]
fn a_case_that_closes_half_way_is_found() {
    docket_fails(&told(&plain(), &[Claimed, ChargedBack, Represented], &[]), "a case closed while a leg stood at represented");
}

#[test]
fn a_case_that_jumps_a_phase_is_found() {
    docket_fails(&told(&plain(), &[Claimed, ChargedBack, Dropped], &[]), "along no line of the table, to dropped");
}

#[test]
fn a_case_that_no_cardholder_raised_is_found() {
    docket_fails(&told(&nested(), &[Claimed, ChargedBack, Accepted], &[]), "never raised");
}

#[test]
fn a_wallet_that_keeps_what_the_shop_paid_is_found() {
    let inner = [Claimed, ChargedBack, Represented, Dropped];
    docket_fails(&told(&nested(), &[Claimed, ChargedBack, Accepted], &inner), "kept the money");
}
