//! Licences: batches open products, the queue is first come first served, a shut account falls back on plastic; suspensions, the reserve
//! rule, and what a bank's own machines and its online customers do. The audits of `run` look at every cent.

use crate::support::{order, plan, run, watch};
use paycosm::domain::line::Line;
use paycosm::domain::party::PartyId;
use paycosm::domain::payment::Outcome;
use paycosm::domain::product::Flow;
use paycosm::experiment::RunSummary;
use paycosm::kernel::time::Span;
use paycosm::protocol::{Fact, Observer, PaymentKind};
use paycosm::scenario::text::Look;
use paycosm::scenario::{Plan, load};
use std::collections::{BTreeMap, BTreeSet};

/// The first of June is day 61, the first of July day 91, the end day 122.
const JUNE: u32 = 61;
const JULY: u32 = 91;
const END: u32 = 122;

/// One licence on 1 June, two on 1 July, of a queue of ten that nobody may do without from 1 May (day 30) on.
const RULES: &str = "[licensing]\nregulator = \"consumer-bureau\"\napplications_from = 2012-04-11\nrequired_from = 2012-05-01\n\
                     applicants = [[2012-04-11, 1], [2012-04-20, 10]]\nbatches = [[2012-06-01, 1], [2012-07-01, 2]]\n\
                     cost_usd = 100_000.00\ncapital_usd = 12_000_000.00\ncapital_cost_pct_per_year = 5\nbalances_capital_pct = 10\n\
                     supervision_usd_per_year = 24_000.00\n";
const MAY: u32 = 30;

/// Everybody has an account that most shops of two chains take, for four months; `processor` and `product` are more of their keys.
fn market(more: &str, processor: &str, product: &str) -> String {
    format!(
        "extends = \"google-wallet.toml\"\nname = \"licences\"\nstart = 2012-04-01\nend = 2012-08-01\npersons_per_agent = 200_000\n\
         strategy = []\ntarget = []\nbaseline = \"base\"\n{more}\n[adoption]\nhabit_start = 1.0\nhabit_cap = 1.0\n\
         [[processor]]\nname = \"paypal\"\n{processor}\n[[product]]\nname = \"paypal\"\ninitial_share = 1.0\n{product}\n\
         [[merchant]]\nname = \"supermarket-chains\"\nphone_pin_share = 1.0\n"
    )
}

/// What happened in a district: by day, who paid with an account, and what was paid with plastic.
#[derive(Clone, Default)]
struct Paid {
    by_day: BTreeMap<u32, BTreeSet<u32>>,
    declined: BTreeMap<u32, u32>,
    withdrawn: BTreeSet<u32>,
    received: BTreeSet<u32>,
    plastic: i64,
}

impl Observer for Paid {
    fn fact(&mut self, fact: Fact<'_>) {
        match fact {
            Fact::Payment(payment) if payment.flow == Flow::ProcessorAccount && payment.kind == PaymentKind::Purchase => {
                if payment.thief.is_none() && payment.outcome == Outcome::Approved {
                    self.by_day.entry(payment.at.day()).or_default().insert(payment.person);
                } else if payment.thief.is_none() {
                    *self.declined.entry(payment.at.day()).or_default() += 1;
                }
            }
            Fact::Balance(fact) if fact.what == paycosm::protocol::BalanceMove::Withdrawn => {
                self.withdrawn.insert(fact.at.day());
            }
            Fact::Balance(fact) if fact.what == paycosm::protocol::BalanceMove::Received => {
                self.received.insert(fact.at.day());
            }
            Fact::Plastic(fact, _) => self.plastic += fact.count,
            _ => {}
        }
    }
}

fn districts(text: &str) -> Vec<Paid> {
    let plan = plan(text);
    watch(&plan, order(&plan, 0, 1), Span::DAY, Paid::default).observers
}

/// Days on which somebody paid with an account.
fn days(districts: &[Paid]) -> BTreeSet<u32> {
    districts.iter().flat_map(|district| district.by_day.keys().copied()).collect()
}

/// People who paid with an account on the days from `from` to before `to`: (district, person).
fn payers(districts: &[Paid], from: u32, to: u32) -> BTreeSet<(usize, u32)> {
    let of = |(at, district): (usize, &Paid)| -> Vec<(usize, u32)> {
        district.by_day.range(from..to).flat_map(|(_, people)| people.iter().map(move |&person| (at, person))).collect()
    };
    districts.iter().enumerate().flat_map(of).collect()
}

fn audited(text: &str) -> RunSummary {
    let plan = plan(text);
    run(&plan, order(&plan, 0, 1), 1)
}

fn party(plan: &Plan, name: &str) -> PartyId {
    let at = plan.arms[0].stages[0].market.parties.iter().position(|party| party.name == name).unwrap();
    PartyId(at as u8)
}

fn line(summary: &RunSummary, wanted: Line) -> i64 {
    summary.tables.parties.iter().filter(|row| row.line == wanted).map(|row| row.amount).sum()
}

#[test]
fn a_product_is_shut_from_the_day_licences_are_required_and_opens_on_the_day_of_its_own() {
    // Second in the queue: licensed on 1 July with the second batch.
    let seen = districts(&market(RULES, "applied = 2", ""));
    let days = days(&seen);
    assert!((0..MAY).all(|day| days.contains(&day)), "before the rules as ever: {days:?}");
    assert!(days.range(MAY..JULY).next().is_none(), "shut: {days:?}");
    assert!(days.contains(&JULY) && days.len() as u32 > MAY + 25, "open again: {days:?}");
    assert!(seen.iter().all(|district| district.declined.range(MAY + 1..JULY).next().is_none()), "nothing is tried");
    let moved = |days: fn(&Paid) -> &BTreeSet<u32>| seen.iter().flat_map(|d| days(d).range(MAY..JULY).copied()).count();
    assert!(moved(|district| &district.withdrawn) > 0, "balances can be fetched");
    assert_eq!(moved(|district| &district.received), 0, "and nothing comes in");
}

#[test]
fn places_in_the_queue_decide_whose_turn_it_is() {
    let first_day = |place: u32| {
        let seen = districts(&market(RULES, &format!("applied = {place}"), ""));
        days(&seen).range(MAY..).next().copied()
    };
    assert_eq!([1, 3, 4].map(first_day), [Some(JUNE), Some(JULY), None]);
}

#[test]
fn what_is_not_paid_with_a_shut_account_is_paid_with_plastic() {
    let plastic = |text: &str| districts(text).iter().map(|district| district.plastic).sum::<i64>();
    let paid = |text: &str| districts(text).iter().flat_map(|d| d.by_day.values().map(BTreeSet::len)).sum::<usize>();
    let (shut, open) = (market(RULES, "applied = 9", ""), market("", "", ""));
    assert!(paid(&shut) < paid(&open) / 2);
    assert!(plastic(&shut) > plastic(&open), "{} and {}", plastic(&shut), plastic(&open));
}

#[test]
fn policies_differ_in_who_may_when() {
    let with = |policy: &str, more: &str| {
        let rules = RULES.replace("[licensing]\n", &format!("[licensing]\npolicy = \"{policy}\"\n")).replace("2012-06-01, 1", more);
        market(&rules, "applied = 2", "")
    };
    let shut = |text: &str| END - MAY - days(&districts(text)).range(MAY..END).count() as u32;
    let [batches, free, open, early] = [
        with("batches", "2012-06-01, 1"),
        with("none", "2012-06-01, 1"),
        with("open-entry", "2012-06-01, 1"),
        with("batches", "2012-05-16, 2"),
    ]
    .map(|text| shut(&text));
    assert_eq!((batches, free, open, early), (JULY - MAY, 0, 0, 15));
    // Nobody who needs none pays for one; who gets one on the spot has paid as much for applying as the others.
    let before = line(&audited(&market("", "", "")), Line::Licence);
    let costs = ["none", "open-entry", "batches"].map(|policy| {
        let text = with(policy, "2012-06-01, 1").replace("100_000.00", "700_000_000.00").replace("capital_pct = 10", "capital_pct = 0");
        line(&audited(&text), Line::Licence) - before
    });
    assert_eq!(costs[0], 0);
    assert!(costs[1] < -70_000_000_000 && costs[1] == costs[2], "{costs:?}");
}

#[test]
fn a_tail_of_firms_opens_firm_by_firm_for_the_same_people_in_every_strategy() {
    let rules = RULES.replace("[2012-06-01, 1], [2012-07-01, 2]", "[2012-05-08, 2], [2012-06-01, 3], [2012-07-01, 4]");
    let early = rules.replace("2012-06-01, 3", "2012-05-20, 3");
    let [late, early] = [&rules, &early].map(|rules| districts(&market(rules, "firms = 10\nbegins_unlicensed = false", "")));
    assert!(days(&late).range(..37).next().is_none(), "its firms begin with their licences");
    let phases = |seen: &[Paid]| [(37, JUNE - 12), (JUNE, JULY), (JULY, END)].map(|(from, to)| payers(seen, from, to));
    let [few, more, most] = phases(&late);
    let share = |people: &BTreeSet<(usize, u32)>| people.len() as f64 / most.len() as f64;
    // Two, five and nine firms in ten, of those who are seen to pay at all.
    assert!((share(&few) - 2.0 / 9.0).abs() < 0.1 && (share(&more) - 5.0 / 9.0).abs() < 0.12, "{} {}", share(&few), share(&more));
    // Whoever could pay goes on; a few who just happen not to pay in the last month are no exception.
    let gone = |less: &BTreeSet<(usize, u32)>, more: &BTreeSet<(usize, u32)>| less.difference(more).count() as f64 / less.len() as f64;
    assert!(gone(&few, &more) < 0.15 && gone(&more, &most) < 0.15, "{} {}", gone(&few, &more), gone(&more, &most));
    // The second batch twelve days sooner brings in the people whom it brings in later, and nobody else.
    let sooner = payers(&early, 49, JUNE);
    let [_, with_five, _] = phases(&early);
    let both: BTreeSet<_> = more.union(&with_five).copied().collect();
    assert!(sooner.len() > 2 * few.len() / 2 && gone(&sooner, &both) < 0.15, "{}", gone(&sooner, &both));
    let strangers = payers(&late, 37, JULY).difference(&payers(&early, 37, END)).count();
    assert!(strangers as f64 <= 0.05 * more.len() as f64, "{strangers}");
}

#[test]
fn a_month_of_the_queue_is_told_and_what_it_costs_is_booked() {
    let text = market(&RULES.replace("capital_pct = 10", "capital_pct = 0"), "applied = 2", "");
    let (told, plan) = (audited(&text), plan(&text));
    let rows: Vec<_> = told.tables.licences.iter().map(|row| (row.applied, row.granted, row.operating)).collect();
    assert_eq!(rows, [(10, 0, 1), (10, 0, 0), (10, 1, 0), (10, 3, 1)]);
    let of = |summary: &RunSummary, name: &str, wanted| -> i64 {
        let rows = summary.tables.parties.iter().filter(|row| row.party == party(&plan, name) && row.line == wanted);
        rows.map(|row| row.amount).sum()
    };
    let without = audited(&market("", "", ""));
    // Two thousand a year for each licence: none in April and May, one in June, three in July.
    assert_eq!(of(&told, "consumer-bureau", Line::Supervision) - of(&without, "consumer-bureau", Line::Supervision), -400_000 * 2);
    // Applying once, and four months of five percent on twelve million.
    assert_eq!(of(&told, "paypal", Line::Licence) - of(&without, "paypal", Line::Licence), -(10_000_000 + 4 * 5_000_000));
    assert!(without.tables.licences.is_empty());
}

#[test]
fn capital_grows_with_what_customers_keep() {
    let with = |pct: &str| line(&audited(&market(&RULES.replace("capital_pct = 10", pct), "applied = 1", "")), Line::Licence);
    assert!(with("capital_pct = 100") < with("capital_pct = 10") && with("capital_pct = 0") == with("capital_pct = 0.01"));
}

#[test]
fn a_part_of_float_is_set_aside_from_the_day_of_the_rule_on() {
    let rule = "[[event]]\nname = \"reserve-rule\"\ndate = 2012-06-07\nset.\"regulator.consumer-bureau.reserve_provision_pct\" = 50\n\
                set.\"disputes.chargeback_fee_usd\" = 0\n";
    let never_lost = "account.bank_share = 0.0\nstored.float_bps_per_year = 2_000\n";
    let (with, without) = (audited(&market(rule, "", never_lost)), audited(&market("", "", never_lost)));
    let (set_aside, float) = (line(&with, Line::ReserveProvision), line(&with, Line::Float));
    assert_eq!((line(&without, Line::ReserveProvision), line(&without, Line::Float)), (0, float));
    // Half of the last two of four months.
    assert!((0.2..0.3).contains(&(-set_aside as f64 / float as f64)), "{set_aside} of {float}");
}

/// Nearly everybody pays by code at the tills of the supermarkets.
const BY_CODE: &str = "technologies = [\"code\"]";

#[test]
fn payments_by_code_drop_to_none_on_the_day_codes_are_suspended_and_the_habit_with_them() {
    let suspended = "[[event]]\nname = \"codes-suspended\"\ndate = 2012-05-14\nset.\"regulator.consumer-bureau.suspends\" = [\"code\"]\n";
    let again = "[[event]]\nname = \"codes-again\"\ndate = 2012-07-01\nset.\"regulator.consumer-bureau.suspends\" = []\n";
    let text = |more: &str| market(more, "", BY_CODE).replace("phone_pin_share", "code_share");
    let seen = districts(&text(&format!("{suspended}{again}")));
    let days = days(&seen);
    assert!((0..43).all(|day| days.contains(&day)) && days.range(43..JULY).next().is_none(), "{days:?}");
    assert!(days.contains(&JULY) || days.contains(&(JULY + 1)), "{days:?}");
    let in_july = |seen: &[Paid]| seen.iter().flat_map(|d| d.by_day.range(JULY..).map(|(_, people)| people.len())).sum::<usize>();
    // Each dead reader takes its part of the habit.
    let losing = |part: &str| {
        in_july(&districts(&text(&format!("{suspended}{again}")).replace("habit_cap", &format!("habit_loss_dead = {part}\nhabit_cap"))))
    };
    let (much, nothing) = (losing("0.5"), losing("0.0"));
    assert!((much as f64) < 0.8 * nothing as f64 && in_july(&seen) <= nothing, "{much} and {nothing}");
    // The tables show it: no payments in June, and codes taken nowhere.
    let tables = audited(&text(suspended)).tables;
    let june =
        tables.products.iter().filter(|row| tables.frame.product_name(row.product) == "paypal" && row.month.to_string() == "2012-06");
    assert_eq!(june.map(|row| row.counts.payments).sum::<i64>(), 0);
    let code = |month: &str| {
        let row = tables.acceptance.iter().find(|row| row.technology.name() == "code" && row.month.to_string() == month).unwrap();
        (row.installed > 0, row.on > 0)
    };
    assert_eq!((code("2012-04"), code("2012-06")), ((true, true), (true, false)));
}

/// Declined for want of an answer in July, over all accounts and cards that travel by message.
fn timeouts(text: &str) -> [i64; 2] {
    let tables = audited(text).tables;
    let of = |month: &str| {
        let rows = tables.products.iter().filter(|row| row.month.to_string() == month);
        rows.map(|row| row.counts.declined_timeout).sum::<i64>()
    };
    [of("2012-05"), of("2012-07")]
}

#[test]
fn a_banks_machines_can_be_changed_by_an_event_and_by_a_strategy() {
    let banks =
        ["citi", "chase", "bank-of-america", "wells-fargo", "us-bank", "capital-one", "regional-banks", "community-banks", "credit-unions"];
    let set = |key: &str, value: &str| banks.map(|bank| format!("set.\"bank.{bank}.{key}\" = {value}\n")).concat();
    let cards = "account.bank_share = 0.0\nstored.opening_share = 0.0\nstored.receipts_per_year = 0.0\n";
    let event = |sets: &str| market(&format!("[[event]]\nname = \"cloud\"\ndate = 2012-07-01\n{sets}"), "", cards);
    let plain = timeouts(&market("", "", cards));
    let crowded = timeouts(&event(&set("servers", "1")));
    assert!(crowded[0] == plain[0] && crowded[1] > 10 * plain[1].max(1_000_000), "{crowded:?} {plain:?}");
    let dark = timeouts(&event(&format!("{}{}", set("outages_per_year", "200"), set("outage_hours", "24"))));
    assert!(dark[0] == plain[0] && dark[1] > 10 * plain[1].max(1_000_000), "{dark:?}");
    // The same by strategy, from the first day on.
    let cloud =
        market("", "", cards).replace("strategy = []", "strategies = [\"cloud\"]").replace("baseline = \"base\"", "baseline = \"cloud\"");
    let cloud = format!("{cloud}\n[[strategy]]\nname = \"cloud\"\nabout = \"One machine a bank.\"\n{}", set("servers", "1"));
    let always = timeouts(&cloud);
    assert!(always[0] > 10 * plain[0].max(1_000_000), "{always:?}");
}

#[track_caller]
fn refused(text: &str, words: &str) {
    struct One<'a>(&'a str);
    impl paycosm::scenario::text::Loader for One<'_> {
        fn load(&self, path: &str) -> Result<String, String> {
            if path.ends_with("test.toml") { Ok(self.0.to_owned()) } else { std::fs::read_to_string(path).map_err(|e| e.to_string()) }
        }
    }
    let problems = load(&One(text), "scenarios/test.toml").unwrap_err().render(Look::Plain { width: 160 });
    assert!(problems.contains(words), "{problems}");
}

#[test]
fn a_queue_that_cannot_be_is_refused_with_its_place() {
    refused(&market(RULES, "applied = 11", ""), "a processor stands behind the end of the queue for licences");
    refused(&market(&RULES.replace("2012-04-20, 10", "2012-04-20, 0"), "", ""), "`applicants` of licensing falls");
    refused(&market(&RULES.replace("2012-06-01, 1", "2012-06-01, 1.5"), "", ""), "`batches` of licensing has a part of one");
    refused(&market(&RULES.replace("batches =", "# "), "", ""), "`batches` of licensing is missing");
    refused(&market(&RULES.replace("consumer-bureau", "nobody"), "", ""), "`regulator` of licensing");
    let event = "[[event]]\nname = \"late\"\ndate = 2012-06-01\nset.\"licensing.required_from\" = 2012-07-01\n";
    refused(&market(&format!("{RULES}{event}"), "", ""), "it has dates of its own");
    let twice = "[[processor]]\nname = \"other\"\nmerchant_fee_bps = 50\nbank_debit_usd_per_thousand = 1\napplied = 2\n";
    refused(&market(&format!("{RULES}{twice}"), "applied = 2", ""), "two processors have the same place in the queue");
}
