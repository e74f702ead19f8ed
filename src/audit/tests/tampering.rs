//! Where one cent, leg or fact is wrong, the auditor says so and names the place.

use super::hand::{settled, unsettled};
use super::market::{BANK, NETWORK, PEOPLE, SHOP, WALLET};
use super::tale::{STARTED, Told, cents, declined, failed, failures, nested, plain, plan, remote, tale, told};
use crate::audit::checks;
use crate::domain::card::{CardId, Entry};
use crate::domain::line::Line;
use crate::domain::money::Money;
use crate::domain::party::PartyId;
use crate::domain::payment::{Leg, LegState, Outcome};
use crate::domain::product::ProductId;
use crate::ledger::{Account, Imbalance, Ledger};
use crate::protocol::{FraudStage, Payment, What};

/// The one check that fails, with its words.
fn only_failure(facts: &[Told], ledger: &Ledger) -> (&'static str, String) {
    let failures = failures(facts, ledger);
    assert_eq!(failures.len(), 1, "{failures:?}");
    failures[0].clone()
}

fn checks_failed(facts: &[Told], ledger: &Ledger) -> Vec<&'static str> {
    failures(facts, ledger).into_iter().map(|(check, _)| check).collect()
}

#[test]
fn no_fact_can_be_left_out_or_told_twice() {
    let (facts, ledger) = settled();
    for at in 0..facts.len() {
        if matches!(facts[at], Told::Fraud(fraud) if fraud.stage != FraudStage::Taken) {
            continue; // what was prevented, or came back, is not in the books
        }
        let mut fewer = facts.clone();
        fewer.remove(at);
        assert_ne!(failures(&fewer, &ledger), vec![], "without {:?}", facts[at]);
        let mut more = facts.clone();
        more.push(facts[at]);
        assert_ne!(failures(&more, &ledger), vec![], "twice {:?}", facts[at]);
    }
}

#[test]
fn a_cent_moved_between_any_two_accounts_is_found() {
    let (facts, ledger) = settled();
    for party in 0..9 {
        for account in Account::all().filter(|&account| account != Account::Outside) {
            let mut tampered = ledger.clone();
            tampered.post(PartyId(party), account, Account::Outside, cents(1));
            let name = ["people", "bank", "wallet", "proxy issuer", "acquirer", "network", "shop", "inner acquirer", "proxy network"];
            let found = failures(&facts, &tampered);
            let (_, detail) = found.iter().find(|(check, _)| *check == "accounts_agree").expect("the cent is found");
            assert!(detail.starts_with(name[usize::from(party)]), "{detail}");
        }
    }
}

#[test]
fn lopsided_books_fail_the_trial_balance() {
    let finding = checks::trial_balance(&plan(), Err(Imbalance { party: BANK, debit: 101, credit: 100 }));
    assert_eq!((finding.is_passed, finding.detail.as_str()), (false, "bank: debits of 1.01 and credits of 1.00"));
}

#[test]
fn a_disagreement_names_party_account_expected_and_found() {
    let mut ledger = unsettled();
    ledger.post(WALLET, Account::Line(Line::Support), Account::Outside, cents(1));
    let (check, detail) = only_failure(&tale(), &ledger);
    assert_eq!(check, "accounts_agree");
    assert_eq!(detail, "wallet, outside: expected -1.00, found -0.99 (off by 0.01; credits less debits)");
}

#[test]
fn a_sweep_of_one_party_alone_is_found() {
    let (facts, mut ledger) = settled();
    ledger.post(NETWORK, Account::Cash, Account::Settlement, cents(1));
    let told = failures(&facts, &ledger);
    assert!(told[0].1.starts_with("network, cash: expected"), "{told:?}");
    assert_eq!(told[1], ("mirrors_cancel", "settlement: 0.01 is left over all parties (credits less debits)".to_owned()));
}

#[test]
fn a_settlement_told_of_the_wrong_party_or_occasion_is_found() {
    let (facts, ledger) = settled();
    for at in 0..facts.len() {
        let Told::Settled(party, amount, what) = facts[at] else { continue };
        let other = if what == What::FundsTransfer { What::Payout } else { What::FundsTransfer };
        for wrong in [
            Told::Settled(party, amount, other),
            Told::Settled(party, amount, What::Receipt),
            Told::Settled(party, amount + cents(1), what),
            Told::Settled(PartyId(party.0 + 1), amount, what),
        ] {
            let mut tampered = facts.clone();
            tampered[at] = wrong;
            assert_eq!(only_failure(&tampered, &ledger).0, "accounts_agree", "{wrong:?}");
        }
    }
}

#[test]
fn each_mirror_must_cancel() {
    for account in Account::SHEET.into_iter().take(9).filter(|&account| account != Account::Cash) {
        let mut ledger = unsettled();
        ledger.post(SHOP, account, Account::Outside, cents(1));
        assert!(checks_failed(&tale(), &ledger).contains(&"mirrors_cancel"), "{}", account.name());
    }
}

#[test]
fn what_one_party_earns_another_pays() {
    let mut ledger = unsettled();
    ledger.post(BANK, Account::Outside, Account::Line(Line::Interchange), cents(1));
    let failures = failures(&tale(), &ledger);
    let (_, detail) = failures.iter().find(|(check, _)| *check == "lines_cancel").expect("the line does not cancel");
    assert!(detail.starts_with("0.01 is left over all parties: "), "{detail}");
}

#[test]
fn a_hold_that_nobody_released_is_found() {
    let mut ledger = unsettled();
    ledger.hold(BANK, cents(1_050));
    assert_eq!(only_failure(&tale(), &ledger), ("holds_released", "bank still holds 10.50".to_owned()));
}

#[test]
fn a_payment_that_was_started_and_never_told_is_found() {
    let (check, detail) = failed(told(&tale()).conclude(&unsettled(), STARTED + 1)).remove(0);
    assert_eq!((check, detail.as_str()), ("payments_final", "9 payments were started, 8 were told over"));
}

#[test]
fn only_legal_ends_pass() {
    use LegState::{Approved, Cleared, Declined, Presented, Reversed, Reversing, TimedOut, Unsent, WrittenOff};
    let verdict = |payment: Payment| {
        let findings = told(&[Told::Over(payment)]).conclude(&unsettled(), 1);
        let finding = findings.into_iter().find(|finding| finding.check == "payments_final").expect("the check ran");
        (finding.is_passed, finding.detail)
    };
    let ended = |payment: Payment, legs: [LegState; 2], outcome: Outcome| verdict(Payment { legs, outcome, ..payment }).0;
    for outer in [Declined, Reversed, Unsent] {
        assert!(ended(declined(), [outer, Unsent], Outcome::DeclinedRisk));
        assert!(ended(nested(), [outer, Reversed], Outcome::DeclinedTimeout));
        assert!(!ended(nested(), [outer, Cleared], Outcome::DeclinedTimeout), "collected for nothing");
        assert!(!ended(nested(), [outer, WrittenOff], Outcome::DeclinedTimeout), "nothing to write off");
        assert!(!ended(plain(), [outer, Unsent], Outcome::Approved));
        assert!(!ended(super::tale::refund(), [outer, Unsent], Outcome::Approved));
    }
    for state in [Approved, Presented, Reversing, TimedOut] {
        assert!(!ended(plain(), [state, Unsent], Outcome::Approved));
        assert!(!ended(nested(), [Cleared, state], Outcome::Approved));
    }
    for inner in [Unsent, Declined, Reversed] {
        assert!(!ended(nested(), [Cleared, inner], Outcome::Approved), "honoured and not collected");
    }
    assert!(ended(nested(), [Cleared, WrittenOff], Outcome::Approved));
    assert!(!ended(plain(), [Cleared, Cleared], Outcome::Approved), "a second leg of a one-legged payment");
    assert!(!ended(plain(), [Cleared, Unsent], Outcome::DeclinedFunds));
    assert!(!ended(plain(), [Cleared, Unsent], Outcome::Pending));
    let detail = verdict(Payment { outcome: Outcome::Pending, ..plain() }).1;
    assert_eq!(
        detail,
        "1 of 1 payments ended illegally; the first, of person 7 on day 0 for 10.50 (Purchase in flow card-in-element, outcome Pending, \
         outer Cleared, inner Unsent): the payer never learnt the outcome"
    );
}

#[test]
fn an_approved_payment_that_did_not_clear_is_found_even_if_its_money_moved() {
    let mut facts = tale();
    facts.retain(|fact| !matches!(fact, Told::Cleared(payment, ..) if *payment == remote()));
    let failures = failures(&facts, &unsettled());
    let (_, detail) = failures.iter().find(|(check, _)| *check == "cleared_as_approved").expect("the leg is missed");
    assert_eq!(detail, "outer legs of remote payments: payments tell of 1 for 1050.00, 0 for 0.00 moved");
}

#[test]
fn a_cent_between_approval_and_clearing_is_found() {
    let mut facts = tale();
    facts[1] = Told::Over(Payment { amount: cents(1_051), ..plain() });
    assert_eq!(only_failure(&facts, &unsettled()).0, "cleared_as_approved");
}

#[test]
fn fraud_must_be_borne_by_whom_it_was_told_of() {
    let mut facts = tale();
    for fact in &mut facts {
        if let Told::Fraud(fraud) = fact
            && fraud.bearer == BANK
        {
            fraud.amount += cents(1);
        }
    }
    let failure = only_failure(&facts, &unsettled());
    assert_eq!(failure, ("fraud_adds_up", "bank: 1000.01 told as taken, 1000.00 borne in closed cases".to_owned()));
}

#[test]
fn no_more_comes_back_than_was_taken() {
    let mut facts = tale();
    for fact in &mut facts {
        if let Told::Fraud(fraud) = fact
            && fraud.stage == FraudStage::Recovered
        {
            fraud.amount = cents(110_001);
        }
    }
    let failure = only_failure(&facts, &unsettled());
    assert_eq!(failure, ("fraud_adds_up", "shop: 1100.01 told as recovered of 1100.00 taken".to_owned()));
}

#[test]
fn facts_that_fit_no_rule_are_never_dropped_silently() {
    let shares = |bearer| [(bearer, cents(1)), (PEOPLE, Money::ZERO), (PEOPLE, Money::ZERO)];
    let unfit = [
        Told::Cleared(Payment { card: CardId::NONE, ..plain() }, Leg::Outer, Entry::CardPresent),
        Told::Cleared(Payment { merchant: BANK, ..plain() }, Leg::Outer, Entry::CardPresent),
        Told::Cleared(Payment { product: ProductId::PLASTIC, ..nested() }, Leg::Outer, Entry::CardPresent),
        Told::Cleared(declined(), Leg::Outer, Entry::CardPresent),
        Told::Cleared(Payment { legs: [LegState::Cleared; 2], ..plain() }, Leg::Inner, Entry::CardNotPresent),
        Told::WrittenOff(Payment { product: ProductId(9), ..nested() }),
        Told::FraudClosed(nested(), shares(SHOP), false),
        Told::FraudClosed(plain(), shares(NETWORK), false),
        Told::Cleared(Payment { acquirer: PartyId(200), ..plain() }, Leg::Outer, Entry::CardPresent),
    ];
    for fact in unfit {
        let mut facts = tale();
        facts.push(fact);
        let failures = failures(&facts, &unsettled());
        let (_, detail) = failures.iter().find(|(check, _)| *check == "accounts_agree").expect("the misfit fails the account check");
        assert!(detail.contains("fit no rule") || detail.contains("does not have"), "{detail}");
    }
}

#[test]
fn a_ledger_of_other_parties_is_refused() {
    let failures = failures(&[], &Ledger::new(8));
    assert!(failures.iter().any(|(_, detail)| detail == "the plan has 9 parties and the ledger 8"), "{failures:?}");
}
