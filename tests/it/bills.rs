//! Bills: payments on phone bills, run end to end; the audits of `run` look at every cent.

use crate::support::{order, plan, run, watch};
use paycosm::domain::line::Line;
use paycosm::domain::payment::{Leg, LegState, Outcome, Source};
use paycosm::domain::product::Flow;
use paycosm::experiment::RunSummary;
use paycosm::kernel::time::{Span, Time};
use paycosm::protocol::{Fact, Message, Observer, Payment, What};
use paycosm::scenario::load;
use paycosm::scenario::text::Look;
use std::collections::BTreeMap;

/// Subscribers of one carrier of four pay some supermarkets by phone bill, for a quarter; `bill` and `more` change the product.
fn billed(links: &str, bill: &str, more: &str) -> String {
    format!(
        "extends = \"google-wallet.toml\"\nname = \"bills\"\nstart = 2012-04-01\nend = 2012-07-01\npersons_per_agent = 200_000\n\
         strategy = []\ntarget = []\nbaseline = \"base\"\n[adoption]\nhabit_start = 1.0\nhabit_cap = 1.0\n{links}\n\
         [[merchant]]\nname = \"supermarket-chains\"\nsms_share = 1.0\n{PRODUCT}{more}\nbill = {{ {TERMS}{bill} }}\n"
    )
}

const PRODUCT: &str = "[[product]]\nname = \"content\"\noperator = \"verizon\"\nflow = \"phone-bill\"\nlaunch = 2012-01-01\n\
    bank_gate = \"any\"\nenrolment = { trouble = 0.2, drop_out_share = 0.0, refused_share = 0.0, provisioning_failure_share = 0.0, \
    provisioning_ms = 0.0 }\nliability = { wallet_share_of_proxy_pct = 0.0, cardholder_cap_usd = 50.0, late_report_days = 2 }\n";
const TERMS: &str = "carrier_share_pct = 40.0, confirmation_ms = 20_000, ";
const USUAL: &str = "monthly_limit_usd = 2_000.0, postpaid_pct = 50.0, airtime_usd = 300.0, unconfirmed_pct = 0.0, \
    confirmation_limit_ms = 600_000, bad_debt_pct = 0.0";
const HELD: &str = "initial_share = 0.3";

/// How orders ended, what bills came to, and what was said.
#[derive(Default)]
struct Count {
    ends: BTreeMap<(Outcome, Source), u64>,
    back: u64,
    cleared: i64,
    kept: i64,
    owed: i64,
    unpaid: i64,
    said: BTreeMap<What, u64>,
    /// By person and month: put on the bill, one person's.
    bills: BTreeMap<(u32, u32), i64>,
}

impl Observer for Count {
    fn fact(&mut self, fact: Fact<'_>) {
        match fact {
            Fact::Payment(payment) if payment.flow == Flow::PhoneBill && payment.is_refund() => {
                assert_eq!(payment.leg(Leg::Outer), LegState::Cleared);
                self.back += 1;
            }
            Fact::Payment(payment) if payment.flow == Flow::PhoneBill => {
                *self.ends.entry((payment.outcome, payment.source)).or_default() += 1;
            }
            Fact::Cleared { payment, fees, .. } if payment.flow == Flow::PhoneBill => {
                self.cleared += fees.value.minor();
                self.kept += fees.discount.minor();
                // April, May and June.
                let month = [30, 61].iter().filter(|&&first| payment.at.day() >= first).count() as u32;
                if !payment.is_refund() {
                    *self.bills.entry((payment.person, month)).or_default() += payment.amount.minor();
                }
            }
            Fact::Bills(bills) => {
                self.owed += bills.owed.minor();
                self.unpaid += bills.unpaid.minor();
            }
            _ => {}
        }
    }

    fn sent(&mut self, _: Time, _: Option<Time>, message: &Message, _: Option<&Payment>) {
        *self.said.entry(message.what).or_default() += 1;
    }
}

impl Count {
    fn of(text: &str) -> Self {
        let plan = plan(text);
        let mut sum = Self::default();
        let ended = watch(&plan, order(&plan, 0, 1), Span::DAY, Self::default);
        assert_eq!(ended.payments_open, 0, "an order is still open");
        for (district, one) in ended.observers.into_iter().enumerate() {
            for (end, count) in one.ends {
                *sum.ends.entry(end).or_default() += count;
            }
            for (what, count) in one.said {
                *sum.said.entry(what).or_default() += count;
            }
            sum.bills.extend(one.bills.into_iter().map(|((person, month), minor)| ((person + 100_000 * district as u32, month), minor)));
            sum.back += one.back;
            sum.cleared += one.cleared;
            sum.kept += one.kept;
            sum.owed += one.owed;
            sum.unpaid += one.unpaid;
        }
        sum
    }

    fn ended(&self, outcome: Outcome, source: Source) -> u64 {
        self.ends.get(&(outcome, source)).copied().unwrap_or(0)
    }

    fn all(&self, outcome: Outcome) -> u64 {
        self.ends.iter().filter(|(end, _)| end.0 == outcome).map(|(_, count)| count).sum()
    }
}

fn line(summary: &RunSummary, wanted: Line) -> i64 {
    summary.tables.parties.iter().filter(|row| row.line == wanted).map(|row| row.amount).sum()
}

fn audited(text: &str) -> RunSummary {
    let plan = plan(text);
    run(&plan, order(&plan, 0, 1), 1)
}

#[test]
fn orders_are_paid_by_bill_and_from_airtime_and_every_cent_is_found() {
    let text = billed("", USUAL, HELD);
    let count = Count::of(&text);
    for source in [Source::Bill, Source::Balance] {
        assert!(count.ended(Outcome::Approved, source) > 100, "{source:?}: {:?}", count.ends);
    }
    assert!(count.back > 0, "nothing came back");
    assert!((count.kept as f64 / count.cleared as f64 - 0.4).abs() < 1e-3, "{} of {}", count.kept, count.cleared);
    let summary = audited(&text);
    assert_eq!(line(&summary, Line::BillShare), count.kept);
    assert_eq!(line(&summary, Line::BadDebt), 0);
    // A month after the end nobody owes anybody for a phone bill.
    let left = |account| {
        let rows = summary.tables.trial_balance.iter().filter(|row| row.account == account);
        rows.map(|row| (row.owner.clone(), row.debit, row.credit)).collect::<Vec<_>>()
    };
    for (owner, debit, credit) in left("phone_bills").into_iter().chain(left("carrier_payouts")) {
        assert!(debit == credit && debit > 0, "{owner}: {debit} and {credit}");
    }
    // People and their carrier; the carrier and the shops that took to it.
    assert!(left("phone_bills").len() == 2 && left("carrier_payouts").len() >= 2);
}

#[test]
fn what_nobody_confirms_or_gets_lost_lapses_without_a_charge() {
    let silent = USUAL.replace("unconfirmed_pct = 0.0", "unconfirmed_pct = 30.0");
    let count = Count::of(&billed("[links.sms]\nmedian_ms = 5_000\nloss_ppm = 0\n", &silent, HELD));
    let share = |count: &Count| count.all(Outcome::DeclinedTimeout) as f64 / count.said[&What::Order] as f64;
    assert!((share(&count) - 0.3).abs() < 0.05, "{}: {:?}", share(&count), count.ends);
    // Order, question and answer may each be lost.
    let text = billed("[links.sms]\nmedian_ms = 5_000\nloss_ppm = 100_000\n", USUAL, HELD);
    let lossy = Count::of(&text);
    assert!((share(&lossy) - (1.0 - 0.9_f64.powi(3))).abs() < 0.05, "{}: {:?}", share(&lossy), lossy.ends);
    assert!(lossy.said[&What::ConfirmationRequest] < lossy.said[&What::Order]);
    audited(&text);
}

#[test]
fn an_answer_that_comes_too_late_is_refused() {
    let hasty = USUAL.replace("confirmation_limit_ms = 600_000", "confirmation_limit_ms = 30_000");
    let text = billed("[links.sms]\nloss_ppm = 0\nmedian_ms = 6_000\n", &hasty, HELD);
    let count = Count::of(&text);
    let refused = count.said.get(&What::OrderRefused).copied().unwrap_or(0);
    assert!(refused > 50, "{:?}", count.said);
    assert_eq!(refused, count.all(Outcome::DeclinedTimeout), "everybody answers, some too late");
    audited(&text);
}

#[test]
fn only_postpaid_bills_turn_bad_and_about_as_often_as_said() {
    let bad = USUAL.replace("bad_debt_pct = 0.0", "bad_debt_pct = 10.0");
    let text = billed("", &bad, HELD);
    let count = Count::of(&text);
    assert!((count.unpaid as f64 / count.owed as f64 - 0.1).abs() < 1e-4, "{} of {}", count.unpaid, count.owed);
    assert!(count.owed < count.cleared, "airtime is on no bill");
    let stopped = [Source::Bill, Source::Balance].map(|source| count.ended(Outcome::DeclinedOther, source));
    assert!(stopped[0] > 0 && stopped[1] == 0, "{stopped:?}: {:?}", count.ends);
    assert_eq!(line(&audited(&text), Line::BadDebt), -count.unpaid);
    let prepaid = billed("", &bad.replace("postpaid_pct = 50.0", "postpaid_pct = 0.0"), HELD);
    let count = Count::of(&prepaid);
    assert_eq!((count.owed, count.unpaid, count.all(Outcome::DeclinedOther)), (0, 0, 0));
    assert_eq!(line(&audited(&prepaid), Line::BadDebt), 0);
}

#[test]
fn the_months_limit_and_the_airtime_bind() {
    let tight = USUAL.replace("monthly_limit_usd = 2_000.0, postpaid_pct = 50.0", "monthly_limit_usd = 80.0, postpaid_pct = 100.0");
    let count = Count::of(&billed("", &tight, HELD));
    let most = count.bills.values().copied().max().unwrap_or(0);
    assert!(count.all(Outcome::DeclinedFunds) > 50 && count.all(Outcome::Approved) > 50, "{:?}", count.ends);
    // What came back in a month may be spent again.
    assert!((4_000..=16_000).contains(&most), "{most}");
    let over = count.bills.values().filter(|&&minor| minor > 8_000).count();
    assert!(over * 10 < count.bills.len(), "{over} of {}", count.bills.len());
    let poor = USUAL.replace("postpaid_pct = 50.0, airtime_usd = 300.0", "postpaid_pct = 0.0, airtime_usd = 20.0");
    let count = Count::of(&billed("", &poor, HELD));
    assert!(count.ended(Outcome::DeclinedFunds, Source::Balance) > count.ended(Outcome::Approved, Source::Balance), "{:?}", count.ends);
}

#[test]
fn a_subscriber_of_another_carrier_never_holds_it() {
    let crowd = "[adoption]\nhabit_start = 1.0\nhabit_cap = 1.0\np_per_year = 5.0\nattraction = 20.0\n";
    let text = billed("", USUAL, "initial_share = 0.0\nconsideration_scale = 5.0")
        .replace("[adoption]\nhabit_start = 1.0\nhabit_cap = 1.0\n", crowd);
    let plan_ = plan(&text);
    let market = &plan_.arms[0].stages[0].market;
    let content = market.products.iter().position(|product| product.name == "content").unwrap();
    let share = market.carriers.iter().find(|carrier| carrier.party == market.products[content].operator).unwrap().share;
    let summary = audited(&text);
    let users = summary.tables.products.iter().filter(|row| row.product.index() == content).map(|row| row.users).max().unwrap();
    let reached = users as f64 / market.people.count as f64;
    assert!(reached > 0.8 * share && reached < share + 0.005, "{reached} of {share}");
}

#[test]
fn more_first_holders_than_subscribers_are_refused() {
    struct Text(String);
    impl paycosm::scenario::text::Loader for Text {
        fn load(&self, path: &str) -> Result<String, String> {
            if path.ends_with("test.toml") { Ok(self.0.clone()) } else { std::fs::read_to_string(path).map_err(|e| e.to_string()) }
        }
    }
    let rejected = load(&Text(billed("", USUAL, "initial_share = 0.5")), "scenarios/test.toml").unwrap_err();
    let words = rejected.render(Look::Plain { width: 120 });
    assert!(words.contains("more people hold `content` than its carrier has subscribers"), "{words}");
    assert!(words.contains("test.toml:") && words.contains("at most"), "{words}");
}
