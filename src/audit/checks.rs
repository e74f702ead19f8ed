//! Checks: each holds one part of what the auditor expects against the ledger, or against itself.

use super::books::Books;
use super::census::{Census, Faults, KINDS, Way};
use super::disputes::Docket;
use super::finding::Finding;
use super::fraud::FraudTally;
use super::funds::FundTally;
use super::losses::Misfit;
use super::plan::AuditPlan;
use super::transfers::TransferTally;
use crate::domain::line::Line;
use crate::domain::money::Money;
use crate::domain::party::PartyId;
use crate::ledger::Account::{
    self, Bills, Cardholders, CarrierPayouts, Escrow, FundShares, InTransit, MerchantsPayable, OwedByAcquirer, OwedToIssuers, PhoneBills,
    ProxyFunding, Settlement, StoredBalance, UnderWay,
};
use crate::ledger::{Imbalance, Ledger};

/// Accounts that one kind of settlement sweeps together: facts tell its amount and not the account, so these are compared as one sum.
const SWEPT: [(&str, &[Account]); 2] = [
    ("merchants_payable, owed_by_acquirer and carrier_payouts", &[MerchantsPayable, OwedByAcquirer, CarrierPayouts]),
    ("cardholders, owed_to_issuers, bills and phone_bills", &[Cardholders, OwedToIssuers, Bills, PhoneBills]),
];

/// Accounts on which one party's claim is another's debt.
const MIRRORS: [(&str, &[Account]); 12] = [
    ("settlement", &[Settlement]),
    ("merchants_payable and owed_by_acquirer", &[MerchantsPayable, OwedByAcquirer]),
    ("cardholders and owed_to_issuers", &[Cardholders, OwedToIssuers]),
    ("proxy_funding", &[ProxyFunding]),
    ("in_transit", &[InTransit]),
    ("stored_balance", &[StoredBalance]),
    ("bills", &[Bills]),
    ("phone_bills", &[PhoneBills]),
    ("carrier_payouts", &[CarrierPayouts]),
    ("fund_shares", &[FundShares]),
    ("under_way", &[UnderWay]),
    ("escrow", &[Escrow]),
];

fn major(minor: i64) -> String {
    Money::from_minor(minor).major()
}

fn net(ledger: &Ledger, party: usize, account: Account) -> i64 {
    ledger.balance(PartyId(party as u8), account).net()
}

/// Every party's debits equal its credits.
pub(super) fn trial_balance(plan: &AuditPlan, verified: Result<(), Imbalance>) -> Finding {
    let verdict = match verified {
        Ok(()) => Ok(format!("the books of {} parties balance", plan.parties())),
        Err(Imbalance { party, debit, credit }) => {
            Err(format!("{}: debits of {} and credits of {}", plan.name(party.index()), major(debit), major(credit)))
        }
    };
    Finding::new("trial_balance", verdict)
}

/// What the auditor expects on each account is what the ledger has there.
pub(super) fn accounts_agree(plan: &AuditPlan, books: &Books, misfits: &Faults<Misfit>, ledger: &Ledger) -> Finding {
    Finding::new("accounts_agree", compare(plan, books, misfits, ledger))
}

fn compare(plan: &AuditPlan, books: &Books, misfits: &Faults<Misfit>, ledger: &Ledger) -> Result<String, String> {
    if let Some((day, misfit)) = misfits.first {
        return Err(format!("{} facts fit no rule; the first, told on day {day}: {misfit}", misfits.count));
    }
    if plan.parties() != ledger.parties() {
        return Err(format!("the plan has {} parties and the ledger {}", plan.parties(), ledger.parties()));
    }
    if !books.knows_all() {
        return Err("a fact names a party that the plan does not have".to_owned());
    }
    let is_swept = |account: &Account| SWEPT.iter().any(|(_, together)| together.contains(account));
    let single: Vec<[Account; 1]> = Account::all().filter(|account| !is_swept(account)).map(|account| [account]).collect();
    let singles = single.iter().map(|account| (account[0].name(), account.as_slice()));
    let compared: Vec<(&str, &[Account])> = singles.chain(SWEPT).collect();
    for party in 0..plan.parties() {
        for (name, accounts) in &compared {
            let expected: i64 = accounts.iter().map(|&account| books.row(party).net(account)).sum();
            let found: i64 = accounts.iter().map(|&account| net(ledger, party, account)).sum();
            if expected != found {
                let (who, off) = (plan.name(party), major(found - expected));
                let (expected, found) = (major(expected), major(found));
                return Err(format!("{who}, {name}: expected {expected}, found {found} (off by {off}; credits less debits)"));
            }
        }
    }
    Ok(format!("{} accounts of {} parties agree to the cent", compared.len(), plan.parties()))
}

/// One party's claim is another's debt.
pub(super) fn mirrors_cancel(ledger: &Ledger) -> Finding {
    let sum = |accounts: &[Account]| -> i64 {
        (0..ledger.parties()).map(|party| accounts.iter().map(|&account| net(ledger, party, account)).sum::<i64>()).sum()
    };
    let verdict = match MIRRORS.iter().map(|(name, accounts)| (name, sum(accounts))).find(|(_, left)| *left != 0) {
        None => Ok(format!("{} mirrored accounts cancel over all parties", MIRRORS.len())),
        Some((name, left)) => Err(format!("{name}: {} is left over all parties (credits less debits)", major(left))),
    };
    Finding::new("mirrors_cancel", verdict)
}

/// What one party earns from another, that other pays.
pub(super) fn lines_cancel(ledger: &Ledger) -> Finding {
    let between = || Line::ALL.iter().copied().filter(|line| line.is_between_parties());
    let sum = |line: Line| (0..ledger.parties()).map(|party| net(ledger, party, Account::Line(line))).sum::<i64>();
    let left: i64 = between().map(sum).sum();
    let verdict = if left == 0 {
        Ok(format!("{} lines between parties net to zero", between().count()))
    } else {
        let lines: Vec<String> =
            between().filter(|&line| sum(line) != 0).map(|line| format!("{} {}", line.name(), major(sum(line)))).collect();
        Err(format!("{} is left over all parties: {}", major(left), lines.join(", ")))
    };
    Finding::new("lines_cancel", verdict)
}

/// Nobody's money is held any more.
pub(super) fn holds_released(plan: &AuditPlan, ledger: &Ledger) -> Finding {
    let held = |party: usize| ledger.held(PartyId(party as u8));
    let verdict = match (0..ledger.parties()).find(|&party| held(party) != Money::ZERO) {
        None => Ok("no party holds anything".to_owned()),
        Some(party) => Err(format!("{} still holds {}", plan.name(party), held(party).major())),
    };
    Finding::new("holds_released", verdict)
}

/// Every payment that began ended, and legally.
pub(super) fn payments_final(census: &Census, payments_started: u64) -> Finding {
    let verdict = if let Some((day, (fault, payment))) = census.illegal.first {
        let [outer, inner] = payment.legs;
        let (count, told, person, kind, outcome) = (census.illegal.count, census.told, payment.person, payment.kind, payment.outcome);
        let (amount, flow) = (payment.amount.major(), payment.flow.name());
        Err(format!(
            "{count} of {told} payments ended illegally; the first, of person {person} on day {day} for {amount} \
             ({kind:?} in flow {flow}, outcome {outcome:?}, outer {outer:?}, inner {inner:?}): {fault}"
        ))
    } else if census.told != payments_started {
        Err(format!("{payments_started} payments were started, {} were told over", census.told))
    } else {
        Ok(format!("{payments_started} payments ended in legal final states"))
    };
    Finding::new("payments_final", verdict)
}

/// What cleared is what was approved, in number and in money.
pub(super) fn cleared_as_approved(census: &Census) -> Finding {
    for (kind, kind_name) in KINDS {
        for (way, way_name) in Way::ALL {
            let owed = census.owed[kind as usize][way as usize];
            let moved = census.moved[kind as usize][way as usize];
            if owed != moved {
                let [owed_amount, moved_amount] = [owed, moved].map(|volume| major(volume.minor));
                let (owed, moved) = (owed.legs, moved.legs);
                let detail =
                    format!("{way_name} of {kind_name}: payments tell of {owed} for {owed_amount}, {moved} for {moved_amount} moved");
                return Finding::new("cleared_as_approved", Err(detail));
            }
        }
    }
    let legs: u64 = census.moved.as_flattened().iter().map(|volume| volume.legs).sum();
    Finding::new("cleared_as_approved", Ok(format!("{legs} legs moved what their payments say")))
}

/// Thieves' takings are borne to the cent, and no more comes back than went.
pub(super) fn fraud_adds_up(plan: &AuditPlan, fraud: &FraudTally) -> Finding {
    for (party, borne) in fraud.bearers().iter().enumerate() {
        let name = plan.name(party);
        if borne.taken != borne.closed {
            let detail = format!("{name}: {} told as taken, {} borne in closed cases", major(borne.taken), major(borne.closed));
            return Finding::new("fraud_adds_up", Err(detail));
        }
        if borne.recovered > borne.taken {
            let detail = format!("{name}: {} told as recovered of {} taken", major(borne.recovered), major(borne.taken));
            return Finding::new("fraud_adds_up", Err(detail));
        }
    }
    let total = |part: fn(&super::fraud::Borne) -> i64| major(fraud.bearers().iter().map(part).sum());
    let detail = format!("{} taken and borne, {} of it recovered", total(|borne| borne.taken), total(|borne| borne.recovered));
    Finding::new("fraud_adds_up", Ok(detail))
}

/// Every dispute ended in a final stage, and nothing lies between its phases any more.
pub(super) fn disputes_final(plan: &AuditPlan, docket: &Docket, ledger: &Ledger) -> Finding {
    let verdict = if let Some((day, (fault, stage))) = docket.illegal.first {
        Err(format!("{} moves or endings were illegal; the first, on day {day}: {fault} {}", docket.illegal.count, stage.name()))
    } else if let Some((stage, cases, minor)) = docket.left_over() {
        Err(format!("{cases} cases for {} still stand at {}", major(minor), stage.name()))
    } else if let Some(party) = (0..ledger.parties()).find(|&party| net(ledger, party, Account::Disputed) != 0) {
        Err(format!("{}: {} is still in dispute", plan.name(party), major(net(ledger, party, Account::Disputed))))
    } else {
        Ok(format!("{} cases ended in final stages", docket.cases))
    };
    Finding::new("disputes_final", verdict)
}

/// Managers owe what went into funds, less what came out, plus what was credited; and nobody has less than nothing in one.
pub(super) fn funds_add_up(plan: &AuditPlan, funds: &FundTally, ledger: &Ledger) -> Finding {
    let people = plan.people().index();
    let owed: i64 = (0..ledger.parties()).filter(|&party| party != people).map(|party| net(ledger, party, Account::FundShares)).sum();
    let (stock, flows) = (funds.stock(), funds.went_in - funds.came_out + funds.credited);
    let verdict = if stock == flows && stock == owed {
        let [went_in, came_out, credited] = [funds.went_in, funds.came_out, funds.credited].map(major);
        Ok(format!("{went_in} went in, {came_out} came out, {credited} was credited, {} is left", major(stock)))
    } else {
        Err(format!("people have {} in funds, flows leave {}, and managers owe {}", major(stock), major(flows), major(owed)))
    };
    Finding::new("funds_add_up", verdict)
}

/// What people paid to send arrived once, where it was for; nothing is under way any more.
pub(super) fn transfers_arrived(plan: &AuditPlan, transfers: &TransferTally, ledger: &Ledger) -> Finding {
    let TransferTally { paid, sent, arrived } = *transfers;
    let count = |post: super::transfers::Post| format!("{} for {}", post.count, major(post.minor));
    let verdict = if (paid.count, paid.minor) != (sent.count, sent.minor) {
        Err(format!("{} were paid, and {} set off", count(paid), count(sent)))
    } else if (sent.count, sent.minor) != (arrived.count, arrived.minor) {
        Err(format!("{} set off, and {} arrived", count(sent), count(arrived)))
    } else if sent != arrived {
        Err(format!("{} set off and arrived, but not all where they were for", count(sent)))
    } else if let Some(party) = (0..ledger.parties()).find(|&party| net(ledger, party, Account::UnderWay) != 0) {
        Err(format!("{}: {} is still under way", plan.name(party), major(net(ledger, party, Account::UnderWay))))
    } else {
        Ok(format!("{} set off and arrived where they were for", count(sent)))
    };
    Finding::new("transfers_arrived", verdict)
}
