//! Flows under stress: lost messages, silent issuers, goods that come back; every payment still ends, every book still balances.

use crate::support::{order, plan, run, watch};
use paycosm::domain::line::Line;
use paycosm::domain::money::Money;
use paycosm::domain::payment::{Leg, LegState, Outcome};
use paycosm::domain::person::Status;
use paycosm::kernel::time::{Span, Time};
use paycosm::protocol::{Fact, Message, Observer, Payment, PaymentKind, What};

/// Everybody pays by phone for a week, in the flow named.
fn week(flow: &str, more: &str) -> String {
    format!(
        "extends = \"everyone-taps.toml\"\nname = \"week\"\nend = 2012-10-08\npersons_per_agent = 400_000\n{more}\n[[product]]\nname = \"google-wallet\"\nflow = \"{flow}\"\n"
    )
}

/// Counts what was said and how payments ended.
#[derive(Clone, Default)]
struct Count {
    said: std::collections::BTreeMap<(What, Leg), u64>,
    ends: std::collections::BTreeMap<(Outcome, LegState, LegState), u64>,
    refunds: u64,
    written_off: u64,
    short: u64,
    bound: u64,
}

impl Observer for Count {
    fn fact(&mut self, fact: Fact<'_>) {
        match fact {
            Fact::Payment(payment) if payment.kind == PaymentKind::Refund => self.refunds += 1,
            // A thief's payment stands for one person, an honest one for an agent's: they are not counted together.
            Fact::Payment(payment) if payment.thief.is_none() => {
                self.short += u64::from(payment.short > Money::ZERO);
                *self.ends.entry((payment.outcome, payment.leg(Leg::Outer), payment.leg(Leg::Inner))).or_default() += 1;
            }
            Fact::WrittenOff(_) => self.written_off += 1,
            Fact::Status(fact) if fact.to == Status::Bound && fact.at > Time::ZERO => self.bound += 1,
            _ => {}
        }
    }

    fn sent(&mut self, _: Time, _: Option<Time>, message: &Message, _: Option<&Payment>) {
        *self.said.entry((message.what, message.leg)).or_default() += 1;
    }
}

impl Count {
    fn of(text: &str) -> Self {
        let plan = plan(text);
        let ended = watch(&plan, order(&plan, 0, 1), Span::DAY, Count::default);
        assert_eq!((ended.payments_open, ended.cases_open), (0, 0), "nothing is left open");
        ended.ledger.verify().unwrap();
        let mut total = Count::default();
        for one in &ended.observers {
            for (key, n) in &one.said {
                *total.said.entry(*key).or_default() += n;
            }
            for (key, n) in &one.ends {
                *total.ends.entry(*key).or_default() += n;
            }
            total.refunds += one.refunds;
            total.written_off += one.written_off;
            total.short += one.short;
            total.bound += one.bound;
        }
        total
    }

    fn said(&self, what: What, leg: Leg) -> u64 {
        self.said.get(&(what, leg)).copied().unwrap_or(0)
    }

    fn ended(&self, wanted: impl Fn(Outcome, LegState, LegState) -> bool) -> u64 {
        self.ends.iter().filter(|((outcome, outer, inner), _)| wanted(*outcome, *outer, *inner)).map(|(_, n)| n).sum()
    }
}

#[test]
fn a_silent_issuer_is_stood_in_for_and_advised() {
    let count = Count::of(&week("card-in-element", "[links.issuer]\nloss_ppm = 200_000\n"));
    assert!(count.said(What::Advice, Leg::Outer) > 50, "{}", count.said(What::Advice, Leg::Outer));
    assert_eq!(count.said(What::Advice, Leg::Outer), count.said(What::AdviceResponse, Leg::Outer));
    assert!(count.ended(|outcome, _, _| outcome == Outcome::DeclinedTimeout) > 50, "large tickets wait in vain");
}

#[test]
fn answers_lost_on_the_way_to_the_shop_are_reversed_on_both_legs() {
    let count = Count::of(&week("proxy-nested", "[links.shop]\nloss_ppm = 100_000\n"));
    let reversed = count.ended(|_, outer, inner| outer == LegState::Reversed && inner == LegState::Reversed);
    assert!(reversed > 100, "{reversed}");
    assert_eq!(count.ended(|outcome, outer, _| outcome != Outcome::Approved && outer == LegState::Cleared), 0);
    let answers = count.said(What::ReversalResponse, Leg::Inner);
    // Each inner reversal travels wallet, acquirer, network, issuer, and back.
    assert_eq!(count.said(What::Reversal, Leg::Inner), answers);
}

#[test]
fn a_wallet_that_was_stood_in_for_collects_afterwards_or_writes_off() {
    let text = week("proxy-nested", "[links.cloud]\nloss_ppm = 150_000\n");
    let count = Count::of(&text);
    assert!(count.said(What::Advice, Leg::Outer) > 100, "network to proxy's issuer, and on to the wallet");
    assert!(count.written_off > 10, "{} inner legs could not be collected", count.written_off);
    let plan = plan(&text);
    let summary = run(&plan, order(&plan, 0, 1), 1);
    let credit_loss: i64 = summary.tables.parties.iter().filter(|row| row.line == Line::CreditLoss).map(|row| row.amount).sum();
    assert!(credit_loss < 0, "who honours what it cannot collect bears it");
}

#[test]
fn a_bank_that_refuses_the_rest_of_a_pump_leaves_it_with_the_wallet() {
    let segments = ["young-affluent", "young", "middle", "older"];
    let poor: String = segments.iter().map(|s| format!("[[segment]]\nname = \"{s}\"\nfunds_median_usd = 20.00\n")).collect();
    let text = week("proxy-nested", &poor);
    let count = Count::of(&text);
    let asked = count.said(What::IncrementalRequest, Leg::Inner);
    assert!(count.short > 20 && asked > count.short, "{} of {asked} hops ask for a rest that is refused", count.short);
    assert!(count.written_off >= count.short, "each rest that nobody pays is written off");
    let plan = plan(&text);
    let summary = run(&plan, order(&plan, 0, 1), 1);
    assert!(summary.findings.iter().all(|finding| finding.1), "{:?}", summary.findings);
}

#[test]
fn banks_rent_a_place_on_the_sim_by_the_account_and_month() {
    let more = "[[product]]\nname = \"isis\"\ninitial_share = 1.0\n";
    let plan = plan(&week("card-in-element", more).replace("end = 2012-10-08", "end = 2012-11-01"));
    let summary = run(&plan, order(&plan, 0, 1), 1);
    let rent = |is_earned: bool| -> i64 {
        let rows = summary.tables.parties.iter().filter(|row| row.line == Line::SeRent && (row.amount > 0) == is_earned);
        rows.map(|row| row.amount).sum()
    };
    assert_eq!(rent(true), -rent(false), "carriers get what banks pay");
    // Five dollars a year from each of 240 m accounts, for one month, less those who gave it up.
    let expected = 240_000_000.0 * 500.0 / 12.0;
    assert!((rent(true) as f64 / expected - 1.0).abs() < 0.05, "{} against {expected}", rent(true));
}

#[test]
fn the_inner_leg_is_given_up_before_the_network_loses_patience() {
    let count = Count::of(&week("proxy-nested", "[links.acquirer]\nloss_ppm = 50_000\n"));
    let given_up = count
        .ended(|outcome, outer, inner| outcome == Outcome::DeclinedTimeout && outer == LegState::Declined && inner == LegState::Reversed);
    assert!(given_up > 50, "{given_up}");
}

#[test]
fn what_comes_back_undoes_sale_and_interchange_on_both_legs() {
    let categories = ["grocery", "fuel", "restaurant", "pharmacy", "retail", "transit-and-other"];
    let half_back: String = categories.iter().map(|c| format!("[[category]]\nname = \"{c}\"\nrefund_share = 0.5\n")).collect();
    let text = week("proxy-nested", &half_back);
    let count = Count::of(&text);
    let approved = count.ended(|outcome, _, _| outcome == Outcome::Approved);
    let share = count.refunds as f64 / approved as f64;
    assert!((share - 0.5).abs() < 0.05, "{} of {approved} came back", count.refunds);
    let with = plan(&text);
    let without = plan(&week("proxy-nested", ""));
    let lines = |plan: &paycosm::scenario::Plan, line| -> i64 {
        let summary = run(plan, order(plan, 0, 1), 1);
        summary.tables.parties.iter().filter(|row| row.line == line && row.party.index() == 0).map(|row| row.amount).sum()
    };
    for line in [Line::InterchangeShare, Line::FundingInterchange, Line::Assessments] {
        let kept = lines(&with, line) as f64 / lines(&without, line) as f64;
        assert!((0.4..0.6).contains(&kept), "{kept} of {} is kept", line.name());
    }
}

#[test]
fn enrolment_asks_the_bank_and_loads_the_phone() {
    let text = "extends = \"google-wallet.toml\"\nend = 2011-12-01\npersons_per_agent = 10_000\nstrategy = []\nbaseline = \"base\"\n[people]\nsmartphone_share_pct = [[2011-09-01, 100.0]]\nnfc_share_pct = [[2011-09-01, 100.0]]\n[adoption]\np_per_year = 5.0\n[[product]]\nname = \"google-wallet\"\ncarriers = [\"sprint\", \"verizon\"]\n";
    let count = Count::of(text);
    let asked = count.said(What::EnrolmentRequest, Leg::Outer);
    assert!(asked > 20, "{asked}");
    for what in [What::VerificationRequest, What::VerificationResponse, What::Provisioning] {
        assert_eq!(count.said(what, Leg::Outer), asked, "{what:?}");
    }
    let loaded = count.said(What::Provisioned, Leg::Outer);
    assert!(loaded <= asked && count.bound <= loaded && count.bound > 0, "{asked} asked, {loaded} loaded, {} bound", count.bound);
}
