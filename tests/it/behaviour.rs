//! Behaviour: money that brings people and its end, the card behind a product, long disuse, and readers that are there and dead.

use crate::support::{order, plan, run, watch};
use paycosm::domain::incentive::Occasion;
use paycosm::domain::line::Line;
use paycosm::domain::party::PartyId;
use paycosm::domain::payment::Outcome;
use paycosm::domain::person::Status;
use paycosm::domain::product::ProductId;
use paycosm::domain::rung::Rung;
use paycosm::kernel::time::Span;
use paycosm::protocol::{Fact, Observer, PaymentKind};
use paycosm::scenario::Plan;
use std::collections::{BTreeMap, BTreeSet};

/// Everybody could have the wallet, decides alone, and leaves for no reason but the one under test.
const ALONE: &str = r#"
extends = "google-wallet.toml"
name = "alone"
strategy = []
target = []
baseline = "base"
start = 2012-07-01
end = 2012-12-01
replicates = 1
persons_per_agent = 30_000
[people]
smartphone_share_pct = [[2012-01-01, 80.0]]
nfc_share_pct = [[2012-01-01, 80.0]]
[acceptance]
reviews_per_year = 0
[threats]
lost_device_per_year = 0
exposure_per_payment = 0
breaches_per_year = 0
[adoption]
p_per_year = 3.0
q_per_year = 0
neighbour_per_year = 0
reconsider_per_year = 0
weight_friends = 0
trust_loss_alarm = 0
trust_gain = 0
leave_after_alarm = 0
leave_after_decline = 0
leave_dormant_per_year = 0
leave_hunter_per_year = 50
weight_incentive = 1.0
[[product]]
name = "google-wallet"
flow = "proxy-nested"
bank_gate = "any"
launch = 2012-07-01
integrated = []
carriers = ["verizon", "att", "sprint", "t-mobile"]
supported_phone_share = 1.0
"#;

/// Everybody pays by phone at every shop; `more` comes before the tables.
fn everybody(more: &str, product: &str) -> String {
    format!(
        "extends = \"everyone-taps.toml\"\nname = \"everybody\"\npersons_per_agent = 400_000\n{more}\n[[product]]\nname = \"google-wallet\"\n{product}\n"
    )
}

/// Who did what in one district.
#[derive(Clone, Default)]
struct Seen {
    bound: BTreeSet<u32>,
    left: BTreeSet<u32>,
    earned: BTreeMap<u32, i64>,
    bonuses: i64,
    last_money: u32,
    /// By day and merchant: payments with the product.
    paid: BTreeMap<(u32, PartyId), u32>,
}

impl Observer for Seen {
    fn fact(&mut self, fact: Fact<'_>) {
        match fact {
            Fact::Status(fact) if fact.product != ProductId(0) => {}
            Fact::Status(fact) if fact.to == Status::Bound => drop(self.bound.insert(fact.person)),
            Fact::Status(fact) if fact.to == Status::Left => drop(self.left.insert(fact.person)),
            Fact::Incentive(fact) => {
                *self.earned.entry(fact.person).or_default() += fact.amount.minor();
                self.last_money = self.last_money.max(fact.promised_at.day());
                if fact.occasion == Occasion::SignUp {
                    self.bonuses += fact.amount.minor() * i64::from(fact.weight);
                }
            }
            Fact::Payment(payment) if payment.product == ProductId(0) && payment.kind == PaymentKind::Purchase => {
                let is_paid = payment.outcome == Outcome::Approved;
                *self.paid.entry((payment.at.day(), payment.merchant)).or_default() += u32::from(is_paid);
            }
            _ => {}
        }
    }
}

fn seen(plan: &Plan) -> Vec<Seen> {
    let ended = watch(plan, order(plan, 0, 1), Span::DAY, Seen::default);
    ended.ledger.verify().unwrap();
    ended.observers
}

fn merchant(plan: &Plan, name: &str) -> PartyId {
    let market = &plan.arms[0].stages[0].market;
    market.merchants.iter().find(|group| group.name == name).unwrap().party
}

#[test]
fn hunters_leave_when_the_money_stops_and_others_stay() {
    let with = format!(
        "{ALONE}[product.incentive]\nenabled = true\nsign_up_usd = 30.00\ncash_back_bps = 100\nuser_cap_usd = 500.00\n\n[[event]]\nname = \"no-more-money\"\ndate = 2012-09-15\nset.\"product.google-wallet.incentive.enabled\" = false\n"
    );
    let (with, without) = (seen(&plan(&with)), seen(&plan(ALONE)));
    let (mut hunters, mut left, mut stayed) = (0, 0, 0);
    for (paid, free) in with.iter().zip(&without) {
        assert!(free.left.is_empty(), "nobody leaves without a reason");
        assert!(free.bound.is_subset(&paid.bound), "money keeps nobody away");
        assert!(paid.left.is_disjoint(&free.bound), "who would have come anyway stays");
        hunters += paid.bound.difference(&free.bound).count();
        left += paid.left.len();
        stayed += free.bound.len();
    }
    assert!(hunters > 50 && stayed > 50, "{hunters} came for the money, {stayed} did not");
    assert!(left * 100 > hunters * 95, "{left} of {hunters} left");
}

#[test]
fn nobody_leaves_while_the_money_flows() {
    let text = format!("{ALONE}[product.incentive]\nenabled = true\nsign_up_usd = 30.00\ncash_back_bps = 100\nuser_cap_usd = 500.00\n");
    assert!(seen(&plan(&text)).iter().all(|district| district.left.is_empty() && !district.bound.is_empty()));
}

#[test]
fn a_user_who_has_reached_the_cap_earns_no_more() {
    let incentive = "[product.incentive]\nenabled = true\ncash_back_bps = 200\nuser_cap_usd = 3.00\n";
    let plan = plan(&everybody("end = 2012-10-22", incentive));
    let districts = seen(&plan);
    let earned: Vec<i64> = districts.iter().flat_map(|district| district.earned.values().copied()).collect();
    assert!(earned.iter().all(|&sum| sum <= 300), "{:?}", earned.iter().max());
    let capped = earned.iter().filter(|&&sum| sum == 300).count();
    assert!(capped > earned.len() / 2, "{capped} of {} reached the cap", earned.len());
    let summary = run(&plan, order(&plan, 0, 1), 1);
    let people = plan.arms[0].stages[0].market.people.count as i64;
    let paid: i64 = summary.tables.parties.iter().filter(|row| row.line == Line::Incentives && row.amount < 0).map(|row| -row.amount).sum();
    assert!(paid > 150 * people && paid <= 300 * people, "{paid} for {people} people");
}

#[test]
fn a_budget_that_is_spent_stops_the_incentive_the_next_day() {
    let day = |budget: &str| {
        let incentive = format!("[product.incentive]\nenabled = true\ncash_back_bps = 200\nuser_cap_usd = 1000.00\n{budget}");
        seen(&plan(&everybody("end = 2012-10-22", &incentive))).iter().map(|district| district.last_money).max().unwrap()
    };
    // A day's two percent is about 400 m dollars.
    assert_eq!((day(""), day("budget_usd = 1000.00\n")), (20, 0));
    assert!((1..8).contains(&day("budget_usd = 1000000000.00\n")));
}

#[test]
fn the_mix_moves_to_debit_under_steering_and_back() {
    let steer = |date: &str, nudge: &str, rebate: &str| {
        format!(
            "[[event]]\nname = \"steer-{date}\"\ndate = {date}\nset.\"product.google-wallet.steering.nudge\" = {nudge}\nset.\"product.google-wallet.steering.debit_rebate_bps\" = {rebate}\n"
        )
    };
    let text = everybody("[adoption]\nfunding_reviews_per_year = 52\nswitch_after_decline = 0\n", "")
        + &steer("2012-11-01", "4.0", "50")
        + &steer("2012-12-01", "0.0", "0");
    let plan = plan(&text);
    let tables = run(&plan, order(&plan, 0, 1), 1).tables;
    let debit = |month: i8| {
        let of = |is_wanted: fn(paycosm::domain::card::Funding) -> bool| -> i64 {
            let rows =
                tables.funding.iter().filter(|row| row.product == ProductId(0) && row.month.month == month && is_wanted(row.funding));
            rows.map(|row| row.payments).sum()
        };
        of(|funding| !funding.is_credit()) as f64 / of(|_| true) as f64
    };
    let (before, during, after) = (debit(10), debit(11), debit(12));
    assert!(during > before + 0.1 && after < during - 0.08, "{before:.3}, {during:.3}, {after:.3}");
    let rebates: Vec<i64> =
        tables.parties.iter().filter(|row| row.line == Line::Incentives && row.amount < 0).map(|row| row.amount).collect();
    assert_eq!(rebates.len(), 1, "the operator alone pays");
    let monthly: i64 = tables.products.iter().filter(|row| row.product == ProductId(0)).map(|row| row.counts.payments).sum();
    let funded: i64 = tables.funding.iter().filter(|row| row.product == ProductId(0)).map(|row| row.payments).sum();
    assert_eq!(funded, monthly, "every payment has something behind it");
}

#[test]
fn a_chain_that_switches_off_stops_phone_payments_that_day_and_others_go_on() {
    let event = "[[event]]\nname = \"off\"\ndate = 2012-10-08\nset.\"merchant.walgreens.blocks\" = [\"contactless\"]\n";
    let plan = plan(&(everybody("end = 2012-10-15\n[acceptance]\nreviews_per_year = 0\n", "") + event));
    let (off, on) = (merchant(&plan, "walgreens"), merchant(&plan, "pharmacy-chains"));
    let districts = seen(&plan);
    let paid = |days: std::ops::Range<u32>, party| -> u32 {
        districts
            .iter()
            .flat_map(|district| &district.paid)
            .filter(|((day, at), _)| days.contains(day) && *at == party)
            .map(|(_, n)| n)
            .sum()
    };
    assert!(paid(6..7, off) > 0 && paid(0..7, off) > 50, "{}", paid(0..7, off));
    assert_eq!(paid(7..14, off), 0);
    assert!(paid(7..14, on) > 50);
    // The readers are still there, and dead: the month's end counts them as such.
    let tables = run(&plan, order(&plan, 0, 1), 1).tables;
    let row = tables.acceptance.iter().find(|row| row.technology.name() == "contactless").unwrap();
    assert_eq!(row.installed - row.on, 8_000, "{row:?}");
}

#[test]
fn a_dead_reader_costs_habit() {
    let payments = |loss: &str| {
        let more = format!(
            "end = 2012-10-15\n[adoption]\nhabit_start = 0.5\nhabit_cap = 0.5\nhabit_gain = 0\nhabit_loss_dead = {loss}\n[[merchant]]\nname = \"fuel-stations\"\nblocks = [\"contactless\"]\n"
        );
        let plan = plan(&everybody(&more, ""));
        seen(&plan).iter().flat_map(|district| district.paid.values()).sum::<u32>()
    };
    let (harmless, harmful) = (payments("0"), payments("0.5"));
    assert!(harmful * 10 < harmless * 9, "{harmful} against {harmless}");
}

#[test]
fn everybody_stands_on_one_rung_and_who_does_not_pay_falls_dormant_and_may_come_back() {
    let dormant = |returns: &str| {
        let adoption = format!(
            "habit_start = 0.02\nhabit_cap = 0.02\nhabit_half_life_days = 1\ndormant_days = 31\nleave_dormant_per_year = 0\nreturns_per_year = {returns}\n"
        );
        let plan = plan(&everybody(&format!("[adoption]\n{adoption}"), ""));
        let tables = run(&plan, order(&plan, 0, 1), 1).tables;
        let on = |month: i8, rung: Rung| -> i64 {
            tables
                .ladder
                .iter()
                .filter(|row| row.product == ProductId(0) && row.month.month == month && row.rung == rung)
                .map(|row| row.people)
                .sum()
        };
        for month in 10..=12 {
            assert_eq!(Rung::ALL.iter().map(|&rung| on(month, rung)).sum::<i64>(), 240_000_000, "month {month}");
        }
        assert_eq!(on(10, Rung::Dormant), 0, "nobody is dormant within a month");
        on(12, Rung::Dormant)
    };
    let (lost, reminded) = (dormant("0"), dormant("52"));
    assert!(lost > 50_000_000, "{lost}");
    assert!(reminded * 100 < lost * 95, "{reminded} against {lost}");
}

#[test]
fn keeping_readers_on_costs_the_running_cost_and_buying_them_is_shared_with_the_acquirer() {
    let line = |more: &str, line: Line| -> i64 {
        let plan = plan(&everybody(&format!("end = 2012-12-01\n[acceptance]\n{more}"), ""));
        let tables = run(&plan, order(&plan, 0, 1), 1).tables;
        tables.parties.iter().filter(|row| row.line == line).map(|row| row.amount).sum()
    };
    let idle = "reviews_per_year = 0\nrunning_cost_usd_per_year = 12.00\nterminals_per_location = 1\n";
    // A dollar a month for two months at each location but the online shops.
    let locations: i64 = plan(&everybody("", "")).arms[0].stages[0].market.merchants.iter().map(|group| group.locations as i64).sum();
    assert_eq!(line(idle, Line::Terminal), -200 * (locations - 500_000));
    assert_eq!(line(idle, Line::Terminals), 0);
    let renewed = "reviews_per_year = 12\nterminal_life_years = 0.5\nrunning_cost_usd_per_year = 0\nswitching_cost_usd = 0\nacquirer_terminal_share = 0.25\ncontactless_ready_share = 0\nbelieved_uplift_share = 1\n";
    let (own, acquirers) = (line(renewed, Line::Terminal), line(renewed, Line::Terminals));
    let share = acquirers as f64 / (own + acquirers) as f64;
    assert!(own < 0 && (share - 0.25).abs() < 1e-3, "{share} of {}", own + acquirers);
}
