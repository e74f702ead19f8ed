//! Licences: the auditor walks through the queue on its own; a licence too cheap, a firm too many or a reserve too small is found.

use super::market::{BANK, NETWORK, PEOPLE, WALLET, market};
use crate::audit::{AuditPlan, Auditor};
use crate::domain::fee::Fee;
use crate::domain::licensing::{Batch, Firm, LicencePolicy, Licensing};
use crate::domain::line::Line;
use crate::domain::market::{Market, Supervisor};
use crate::domain::merchant::Technologies;
use crate::domain::money::{Money, Rate};
use crate::domain::party::PartySet;
use crate::domain::stored::Processor;
use crate::kernel::time::{Span, Time};
use crate::ledger::{Account, Ledger};
use crate::protocol::{Charge, Fact, LicenceFact, Observer, QueueFact};
use jiff::civil::date;
use std::sync::Arc;

/// The wallet is a processor of three firms, on places 2 to 4 of a queue that grows from 2 to 5 in September 2011; two licences on the
/// 10th. The network plays the regulator, the bank is a processor outside the queue's first places.
fn licensed() -> Market {
    let processor = |party, firms| Processor {
        owner: None,
        party,
        merchant_fee: Fee { rate: Rate::ZERO, fixed: Money::ZERO, cap: None },
        bank_debit_millicents: 0,
        withdrawal_fee: Money::ZERO,
        transfer_millicents: 0,
        return_days: 1,
        pin_tries: 3,
        unlock_hours: 1.0,
        mistyped_share: 0.0,
        licence_per_year: Money::from_minor(1_200),
        applied: None,
        firms,
        begins_unlicensed: true,
        direct_banks: PartySet::NONE,
        bank_line: Rate::ZERO,
        quick_pay_banks: PartySet::NONE,
        bank_limit_ms: 1,
        gateway_limit_ms: 1,
        repayment_fee: Fee { rate: Rate::ZERO, fixed: Money::ZERO, cap: None },
    };
    let firm = |(place, processor)| Firm { place, processor };
    Market {
        processors: vec![processor(WALLET, 3), processor(BANK, 1)],
        regulators: vec![Supervisor {
            party: NETWORK,
            supervision: Money::from_minor(500),
            breach_fine: Money::ZERO,
            suspends: Technologies::NONE,
            reserve_provision: Rate::from_ppm(100_000),
        }],
        licensing: Some(Licensing {
            policy: LicencePolicy::Batches,
            regulator: NETWORK,
            applications_from: date(2010, 9, 1),
            required_from: date(2011, 9, 15),
            applicants: vec![(date(2011, 9, 1), 2), (date(2011, 9, 28), 5)],
            batches: vec![Batch { date: date(2011, 9, 10), licences: 2 }],
            firms: [(1, BANK), (2, WALLET), (3, WALLET), (4, WALLET)].map(firm).to_vec(),
            application_cost: Money::from_minor(100),
            capital: Money::from_minor(120_000),
            balances_capital: Rate::from_ppm(100_000),
            capital_cost: Rate::from_ppm(50_000),
            supervision_per_year: Money::from_minor(2_400),
        }),
        ..market()
    }
}

/// The evening of 30 September 2011.
fn at() -> Time {
    Time::ZERO + Span::from_days(30) - Span::from_micros(1)
}

/// Everything the head offices say and book at the end of September.
#[derive(Clone)]
struct Month {
    licences: [LicenceFact; 2],
    queue: QueueFact,
    charges: Vec<Charge>,
}

fn month() -> Month {
    let fact = |processor, (applied, newly_applied, operating), stored| LicenceFact {
        at: at(),
        processor,
        open_share: Rate::ALL,
        stored: Money::from_minor(stored),
        applied,
        newly_applied,
        operating,
    };
    let charge = |payer, payee, minor| Charge { at: at(), payer, payee, amount: Money::from_minor(minor) };
    Month {
        // The firm on place 2 was there on 31 August already, and is licensed on the 10th.
        licences: [fact(WALLET, (3, 2, 1), 5_000_000), fact(BANK, (1, 0, 1), 0)],
        queue: QueueFact { at: at(), applied: 5, granted: 2, operating: 2 },
        charges: vec![
            charge(Some((WALLET, Line::Licence)), None, 100),
            charge(Some((WALLET, Line::Licence)), None, 200),
            // A tenth of 50,000.00 is more than three times 1,200.00; five percent a year, a twelfth of it.
            charge(Some((WALLET, Line::Licence)), None, 25_000 / 12),
            charge(Some((BANK, Line::Licence)), None, 100),
            charge(Some((BANK, Line::Licence)), None, 6_000 / 12),
            charge(Some((NETWORK, Line::Supervision)), None, 500),
            charge(Some((NETWORK, Line::Supervision)), None, 400),
            charge(None, Some((WALLET, Line::Float)), 12_345),
            // 1,234.5 goes to the even one.
            charge(Some((WALLET, Line::ReserveProvision)), None, 1_234),
        ],
    }
}

/// The words of the check of accounts, if it fails.
fn failure(told: &Month, posted: &[Charge]) -> Option<String> {
    let mut auditor = Auditor::new(Arc::new(AuditPlan::new(&[(0, &licensed())])));
    told.licences.iter().for_each(|fact| auditor.fact(Fact::Licence(*fact)));
    auditor.fact(Fact::Queue(told.queue));
    told.charges.iter().for_each(|charge| auditor.fact(Fact::Charge(*charge)));
    let mut ledger = Ledger::new(9);
    for charge in posted {
        if let Some((payer, line)) = charge.payer {
            ledger.post(payer, Account::Line(line), Account::Outside, charge.amount);
        }
        if let Some((payee, line)) = charge.payee {
            ledger.post(payee, Account::Outside, Account::Line(line), charge.amount);
        }
    }
    let findings = auditor.conclude(&ledger, 0);
    findings.into_iter().find(|finding| finding.check == "accounts_agree" && !finding.is_passed).map(|finding| finding.detail)
}

#[test]
fn a_month_of_licences_comes_out_as_the_rules_say() {
    let month = month();
    assert_eq!(failure(&month, &month.charges), None);
}

#[test]
fn a_licence_a_supervision_or_a_reserve_that_is_a_cent_off_is_found_even_if_the_head_office_says_so() {
    let right = month();
    for at in (0..right.charges.len()).filter(|&at| right.charges[at].payee.is_none()) {
        for minor in [-1, 1] {
            let mut wrong = right.clone();
            wrong.charges[at].amount += Money::from_minor(minor);
            let found = failure(&wrong, &wrong.charges);
            assert!(found.is_some(), "{:?}", right.charges[at]);
        }
        let mut fewer = right.clone();
        fewer.charges.remove(at);
        assert!(failure(&fewer, &fewer.charges).is_some(), "without {:?}", right.charges[at]);
    }
}

#[test]
fn a_firm_that_jumps_the_queue_is_found() {
    let right = month();
    let tampered: [fn(&mut Month); 8] = [
        |month| month.licences[0].applied += 1,
        |month| month.licences[0].newly_applied -= 1,
        |month| month.licences[0].operating += 1,
        |month| month.licences[0].processor = PEOPLE,
        |month| month.licences[1].operating = 0,
        |month| month.queue.granted += 1,
        |month| month.queue.applied -= 1,
        |month| month.queue.operating += 1,
    ];
    for tamper in tampered {
        let mut wrong = right.clone();
        tamper(&mut wrong);
        assert!(failure(&wrong, &right.charges).is_some(), "{:?} {:?}", wrong.licences, wrong.queue);
    }
}
