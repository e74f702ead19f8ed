//! Movements: money that people send each other and money funds, run end to end; the audits of `run` look at every cent.

use crate::support::{order, plan, run, watch};
use paycosm::audit::{AuditPlan, Auditor};
use paycosm::domain::card::Funding;
use paycosm::domain::line::Line;
use paycosm::domain::market::Market;
use paycosm::domain::money::Money;
use paycosm::domain::payment::{Leg, Outcome};
use paycosm::experiment::RunSummary;
use paycosm::experiment::simulate::world_plan;
use paycosm::experiment::trace::{Errand, Ladder, Request, TraceError, Wanted, trace};
use paycosm::kernel::time::{Span, Time};
use paycosm::ledger::Account;
use paycosm::protocol::{Fact, FundFact, FundMove, Message, Observer, Payment, PaymentKind, TransferFact, TransferStage, What};
use paycosm::report::{ladder, movements};
use paycosm::scenario::Plan;
use paycosm::world::World;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::Arc;

/// Some months in which seven in ten have an account that sends money and has a fund behind it.
fn market(category: &str, product: &str, fund: &str, more: &str) -> String {
    format!(
        "extends = \"google-wallet.toml\"\nname = \"movements\"\nstart = 2013-04-01\nend = 2013-10-01\npersons_per_agent = 400_000\n\
         strategy = []\ntarget = []\nevent = []\nbaseline = \"base\"\n[people]\npayday_every_days = 30\n\
         [adoption]\nhabit_start = 1.0\nhabit_cap = 1.0\np_per_year = 0.0\nq_per_year = 0.0\nneighbour_per_year = 0.0\nreconsider_per_year = 0.0\n\
         [threats]\nlost_device_per_year = 0.0\nexposure_per_payment = 0.0\n\
         [[category]]\nname = \"online\"\npayments_per_year = 20\n\
         [[category]]\nname = \"friends\"\npurpose = \"transfer\"\nplace = \"counter\"\npayments_per_year = 60\nticket_median_usd = 60.00\n{category}\n\
         [[merchant]]\nname = \"online-shops\"\nonline_share = 1.0\n\
         [[fund-manager]]\nname = \"tianhong\"\n\
         [[processor]]\nname = \"zhifu\"\nmerchant_fee_bps = 70\nbank_debit_usd_per_thousand = 100.00\ntransfer_usd_per_thousand = 200.00\n\
         direct_banks = [\"chase\", \"citi\"]\nbank_line_bps = 20\n\
         [[product]]\nname = \"zhifu\"\noperator = \"zhifu\"\nflow = \"remote-account\"\nlaunch = 2012-01-01\nbank_gate = \"any\"\nhandset = \"any\"\n\
         inner_acquirer = \"paypal-acquirer\"\ninitial_share = 0.7\nticket_limit_usd = 100_000.00\n\
         enrolment = {{ trouble = 0.0, drop_out_share = 0.0, refused_share = 0.0, provisioning_failure_share = 0.0, provisioning_ms = 0 }}\n\
         liability = {{ wallet_share_of_proxy_pct = 0.0, cardholder_cap_usd = 50.00, late_report_days = 2 }}\n\
         account = {{ online_share = 0.0, online_trouble = 0.0, bank_share = 1.0 }}\n\
         stored = {{ float_bps_per_year = 100, opening_share = 0.5, opening_mean_usd = 200.00, abandon_below_usd = 1.00, breakage_days = 365 }}\n\
         remote = {{ gateway_pages = 7, page_drop_pct = 5.0, page_ms = 8_000 }}\n{product}\n\
         [product.fund]\nmanager = \"tianhong\"\nyield_pct_per_year = 5.0\ncommission_bps_per_year = 25\nmanagement_bps_per_year = 38\n\
         payday_pct = 30\nredemptions_per_year = 2\nconsidered_per_year = 12\n{fund}\n{more}\n"
    )
}

/// Everything that was told of transfers and funds, with the day it was told on.
#[derive(Clone, Default)]
struct Told {
    transfers: Vec<TransferFact>,
    funds: Vec<FundFact>,
    payments: Vec<Payment>,
    cleared: Vec<(u32, PaymentKind, Leg, i64)>,
    said: BTreeMap<What, u64>,
    today: u32,
}

impl Observer for Told {
    fn fact(&mut self, fact: Fact<'_>) {
        match fact {
            Fact::Transfer(fact) => self.transfers.push(fact),
            Fact::Fund(fact) => self.funds.push(fact),
            Fact::Payment(payment) => self.payments.push(*payment),
            Fact::Cleared { payment, leg, .. } => self.cleared.push((self.today, payment.kind, leg, payment.full().minor())),
            _ => {}
        }
    }

    fn sent(&mut self, _: Time, _: Option<Time>, message: &Message, _: Option<&Payment>) {
        *self.said.entry(message.what).or_default() += 1;
    }

    fn day_closed(&mut self, day: u32) {
        self.today = day + 1;
    }
}

/// What each district told.
fn told(plan: &Plan) -> Vec<Told> {
    let ended = watch(plan, order(plan, 0, 1), Span::DAY, Told::default);
    assert_eq!(ended.payments_open, 0, "nothing is left open");
    for party in 0..ended.ledger.parties() {
        let under_way = ended.ledger.balance(paycosm::domain::party::PartyId(party as u8), Account::UnderWay).net();
        assert_eq!(under_way, 0, "party {party}: nothing is under way at the end");
    }
    ended.observers
}

fn ran(text: &str) -> RunSummary {
    let plan = plan(text);
    run(&plan, order(&plan, 0, 1), 2)
}

fn line(summary: &RunSummary, wanted: Line) -> i64 {
    summary.tables.parties.iter().filter(|row| row.line == wanted).map(|row| row.amount).sum()
}

fn approved(told: &[Told], kind: PaymentKind) -> impl Iterator<Item = (usize, &Payment)> {
    let all = told.iter().enumerate().flat_map(|(district, one)| one.payments.iter().map(move |payment| (district, payment)));
    all.filter(move |(_, payment)| payment.kind == kind && payment.outcome == Outcome::Approved)
}

#[test]
fn money_sent_arrives_once_in_any_district_on_balance_or_at_the_bank() {
    let plan = plan(&market("own_district_pct = 25", "", "enabled = false", ""));
    let told = told(&plan);
    let paid = approved(&told, PaymentKind::Transfer).count();
    let stages = |wanted: fn(TransferStage) -> bool| told.iter().flat_map(|one| &one.transfers).filter(|fact| wanted(fact.stage)).count();
    let sent = stages(|stage| stage == TransferStage::Sent);
    let on_balance = stages(|stage| stage == TransferStage::OnBalance);
    let at_bank = stages(|stage| matches!(stage, TransferStage::AtBank(_)));
    assert!(sent > 3_000 && sent == paid && sent == on_balance + at_bank, "{paid} paid, {sent} sent, {on_balance} + {at_bank} arrived");
    let share = on_balance as f64 / sent as f64;
    assert!((share - 0.7).abs() < 0.03, "seven in ten receivers have the product: {share}");
    let home = told.iter().enumerate().map(|(district, one)| {
        one.transfers.iter().filter(|fact| fact.stage == TransferStage::Sent && fact.district as usize == district).count()
    });
    let home = home.sum::<usize>() as f64 / sent as f64;
    assert!((home - 0.25).abs() < 0.03, "a quarter stays: {home}");
    // Districts are alike, so each gets about as much from elsewhere.
    let arrived: Vec<usize> =
        told.iter().map(|one| one.transfers.iter().filter(|fact| fact.stage != TransferStage::Sent).count()).collect();
    let mean = sent as f64 / arrived.len() as f64;
    assert!(arrived.len() == 8 && arrived.iter().all(|&n| (n as f64 / mean - 1.0).abs() < 0.25), "{arrived:?}");
}

#[test]
fn letters_under_way_at_the_horizon_are_delivered() {
    let plan = plan(&market("own_district_pct = 0", "", "enabled = false", ""));
    let last = plan.days() - 1;
    let told = told(&plan);
    let on = |day: u32, stage: fn(TransferStage) -> bool| {
        told.iter().flat_map(|one| &one.transfers).filter(|fact| stage(fact.stage) && fact.at.day() == day).count()
    };
    let (sent, late) = (on(last, |stage| stage == TransferStage::Sent), on(last + 1, |stage| stage != TransferStage::Sent));
    assert!(sent > 0 && sent == late, "{sent} set off on the last day, {late} arrived on the day after");
}

#[test]
fn everything_is_the_same_for_any_number_of_threads() {
    let plan = plan(&market("", "transfer = { invitation_pct = 20 }", "", ""));
    let tables = |threads| {
        let runs = [run(&plan, order(&plan, 0, 1), threads)];
        let [trial, parties] = [paycosm::report::csv::trial_balance(&runs), paycosm::report::csv::parties(&runs)].map(Result::unwrap);
        let [purposes, funds] = [movements::purposes(&runs), movements::funds(&runs)].map(|table| table.unwrap().expect("there are rows"));
        (runs[0].messages, [trial, parties, purposes, funds])
    };
    let one = tables(1);
    assert_eq!(tables(2), one);
    assert_eq!(tables(5), one);
}

#[test]
fn sending_is_free_or_costs_a_thousandth_within_its_bounds() {
    let free = ran(&market("", "", "enabled = false", ""));
    assert_eq!(line(&free, Line::Withdrawal), 0);
    assert!(line(&free, Line::FreeTransfers) < 0, "what arrives at a bank costs the operator");
    let text = market(
        "",
        "transfer = { transfer_fee_bps = 10, transfer_fee_least_usd = 0.50, transfer_fee_most_usd = 10.00 }",
        "enabled = false",
        "",
    );
    let plan = plan(&text);
    let (mut due, mut least, mut most) = (0, 0, 0);
    for (_, payment) in approved(&told(&plan), PaymentKind::Transfer) {
        // A thousandth, half a unit at least and ten at most, rounded half to even.
        let (minor, weight) = (payment.amount.minor(), i64::from(payment.weight));
        let exact = (minor / 1_000) + i64::from(minor % 1_000 > 500 || (minor % 1_000 == 500 && minor / 1_000 % 2 == 1));
        due += exact.clamp(50, 1_000) * weight;
        (least, most) = (least + u32::from(exact < 50), most + u32::from(exact > 50));
    }
    assert!(least > 100 && most > 0, "{least} at the least, {most} above it");
    let priced = ran(&text);
    assert_eq!((line(&priced, Line::Withdrawal), line(&priced, Line::Fees) - line(&free, Line::Fees)), (due, -due));
}

#[test]
fn money_that_arrives_makes_people_think_of_the_product() {
    let users = |share: u32| {
        let product = format!("transfer = {{ invitation_pct = {share} }}");
        let summary = ran(&market("", &product, "enabled = false", ""));
        let rows = summary.tables.product_years.clone();
        let zhifu = rows.iter().filter(|row| summary.tables.frame.product_name(row.product) == "zhifu").map(|row| row.users);
        zhifu.max().unwrap()
    };
    let (none, all) = (users(0), users(100));
    assert!(all > none + none / 10, "{none} people use it unasked, {all} where money invites them");
}

#[test]
fn paydays_show_in_the_flow_of_each_person() {
    let plan = plan(&market("", "", "", ""));
    let told = told(&plan);
    let mut days: BTreeMap<(usize, u32), Vec<u32>> = BTreeMap::new();
    for (district, payment) in approved(&told, PaymentKind::Subscription) {
        days.entry((district, payment.person)).or_default().push(payment.at.day());
    }
    assert!(days.len() > 100, "{} people put money in", days.len());
    for ((_, person), days) in &days {
        assert!(days.iter().all(|day| (day + person) % 30 == 0), "person {person} is not paid on {days:?}");
        assert_eq!(days.iter().collect::<BTreeSet<_>>().len(), days.len(), "person {person} puts money in once a payday: {days:?}");
    }
    let repeated = days.values().filter(|days| days.len() > 2).count();
    assert!(repeated * 2 > days.len(), "who has opened the fund comes back: {repeated} of {}", days.len());
}

#[test]
fn a_stock_is_what_went_in_less_what_came_out_plus_its_yield() {
    let text = market("", "", "opening_share = 0.3\nopening_mean_usd = 500.00", "");
    let summary = ran(&text);
    let mut before = 0;
    let (mut drawn, mut credited, mut holders) = (0, 0, 0);
    for row in &summary.tables.funds {
        let sums = row.sums;
        assert_eq!(sums.stock, before + sums.subscribed - sums.redeemed + sums.credited, "{}", row.month);
        assert!(sums.holders > 0 && sums.subscribed > 0 && sums.credited > 0, "{}: {sums:?}", row.month);
        (before, drawn, credited, holders) = (sums.stock, drawn + sums.redeemed, credited + sums.credited, sums.holders);
    }
    assert!(summary.tables.funds.len() == 6 && drawn > 0 && holders > 0);
    assert_eq!(line(&summary, Line::FundYield), 0, "what holders get the manager pays");
    let funds = summary.tables.parties.iter().filter(|row| row.line == Line::FundYield && row.amount > 0);
    assert_eq!(funds.map(|row| row.amount).sum::<i64>(), credited);
    assert!(line(&summary, Line::FundReturn) > credited && line(&summary, Line::DepositsLost) <= 0);
    let commission: i64 =
        summary.tables.parties.iter().filter(|row| row.line == Line::FundCommission && row.amount > 0).map(|row| row.amount).sum();
    // 25 of the 500 + 25 + 38 basis points that the assets earn.
    let expected = line(&summary, Line::FundReturn) as f64 * 25.0 / 563.0;
    assert!((commission as f64 / expected - 1.0).abs() < 1e-6, "{commission} of {expected}");
}

#[test]
fn a_fund_opens_on_its_day_and_pays_for_purchases_and_transfers() {
    let events = "[[event]]\ndate = 2013-06-13\nname = \"fund-opens\"\nabout = \"A fund\"\nset.\"product.zhifu.fund.enabled\" = true\n";
    let plan = plan(&market("", "", "enabled = false", events).replace("event = []\n", ""));
    let market: &Market = &plan.arms[0].stages[0].market;
    let launch = market.calendar.day(jiff::civil::date(2013, 6, 13)) as u32;
    let told = told(&plan);
    let first = approved(&told, PaymentKind::Subscription).map(|(_, payment)| payment.at.day()).min();
    assert!(first.is_some_and(|day| (launch..launch + 3).contains(&day)), "{first:?}, launched on {launch}");
    let drawn = told.iter().flat_map(|one| &one.funds).filter(|fact| fact.what == FundMove::Drawn).count();
    assert!(drawn > 50, "{drawn} payments drew on it");
    let redeemed: Vec<&Payment> = approved(&told, PaymentKind::Redemption).map(|(_, payment)| payment).collect();
    assert!(redeemed.len() > 20, "{} took all of it out", redeemed.len());
    // Money out of the fund is at the bank on the next business day.
    let legs = |leg: Leg| {
        let cleared = told.iter().flat_map(|one| &one.cleared).filter(|(_, kind, on, _)| (*kind, *on) == (PaymentKind::Redemption, leg));
        cleared.map(|(_, _, _, minor)| minor).sum::<i64>()
    };
    assert!(legs(Leg::Outer) > 0 && legs(Leg::Outer) == legs(Leg::Inner));
}

#[test]
fn a_yield_wins_and_a_poor_one_loses() {
    let stock = |yield_pct: &str, more: &str| {
        let text = market("", "", "", more).replace("yield_pct_per_year = 5.0", &format!("yield_pct_per_year = {yield_pct}"));
        let text = if more.is_empty() { text } else { text.replace("event = []\n", "") };
        ran(&text).tables.funds.last().map_or((0, 0), |row| (row.sums.holders, row.sums.subscribed))
    };
    let (rich, poor) = (stock("6.7", ""), stock("1.0", ""));
    assert!(rich.0 > 2 * poor.0, "{rich:?} at 6.7 %, {poor:?} at 1 %");
    let falls = "[[event]]\ndate = 2013-07-01\nname = \"yield-falls\"\nabout = \"It yields less\"\nset.\"product.zhifu.fund.yield_pct_per_year\" = 0.5\n";
    let fallen = stock("6.7", falls);
    assert!(2 * fallen.1 < rich.1, "who came for the yield puts nothing in any more: {fallen:?} of {rich:?}");
}

/// How a witness lies to the auditor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lie {
    LetterLost,
    LetterDoubled,
    LetterAstray,
    LetterShort,
    NeverSent,
    YieldGenerous,
    YieldForgotten,
    DrawnTwice,
    StockDreamt,
}

/// An auditor to whom one fact of a district is told wrongly.
struct Misled {
    auditor: Auditor,
    lie: Option<Lie>,
}

impl Misled {
    /// The fact as it is told: some times, and changed.
    fn twisted<'a>(&mut self, fact: Fact<'a>) -> Vec<Fact<'a>> {
        let is_arrival = |told: &TransferFact| told.stage != TransferStage::Sent;
        let twisted = match (self.lie, fact) {
            (Some(Lie::LetterLost), Fact::Transfer(told)) if is_arrival(&told) => vec![],
            (Some(Lie::LetterDoubled), Fact::Transfer(told)) if is_arrival(&told) => vec![fact, fact],
            (Some(Lie::LetterAstray), Fact::Transfer(told)) if is_arrival(&told) => {
                vec![Fact::Transfer(TransferFact { person: told.person + 1, ..told })]
            }
            (Some(Lie::LetterShort), Fact::Transfer(told)) if is_arrival(&told) => {
                vec![Fact::Transfer(TransferFact { amount: told.amount - Money::from_minor(1), ..told })]
            }
            (Some(Lie::NeverSent), Fact::Transfer(told)) if !is_arrival(&told) => vec![],
            (Some(Lie::YieldGenerous), Fact::Fund(told)) if told.what == FundMove::Yield => {
                vec![Fact::Fund(FundFact { amount: told.amount + Money::from_minor(1), ..told })]
            }
            (Some(Lie::YieldForgotten), Fact::Fund(told)) if told.what == FundMove::Yield => vec![],
            (Some(Lie::DrawnTwice), Fact::Fund(told)) if told.what == FundMove::Drawn => vec![fact, fact],
            (Some(Lie::StockDreamt), Fact::FundHeld(mut held)) => {
                held.stock += Money::from_minor(1);
                vec![Fact::FundHeld(held)]
            }
            _ => return vec![fact],
        };
        self.lie = None;
        twisted
    }
}

impl Observer for Misled {
    fn fact(&mut self, fact: Fact<'_>) {
        for told in self.twisted(fact) {
            self.auditor.fact(told);
        }
    }

    fn day_closed(&mut self, day: u32) {
        self.auditor.day_closed(day);
    }
}

/// The checks that fail if the third district's witness tells `lie`.
fn failures(plan: &Plan, lie: Option<Lie>) -> Vec<(&'static str, String)> {
    let world_plan = world_plan(plan, order(plan, 0, 1));
    let markets: Vec<(u32, &Market)> = world_plan.stages.iter().map(|(from, market)| (*from, market)).collect();
    let audit = Arc::new(AuditPlan::new(&markets));
    let observer = |district| Misled { auditor: Auditor::new(Arc::clone(&audit)), lie: lie.filter(|_| district == Some(3)) };
    let mut world = World::build(&world_plan, observer).unwrap();
    world.run(1, |_| ControlFlow::Continue(())).unwrap();
    let ended = world.end();
    let mut all = ended.head.auditor;
    for one in &ended.observers {
        assert_eq!(one.lie, None, "there was occasion to lie");
        all.absorb(&one.auditor);
    }
    let findings = all.conclude(&ended.ledger, ended.payments);
    findings.into_iter().filter(|finding| !finding.is_passed).map(|finding| (finding.check, finding.detail)).collect()
}

#[test]
fn no_letter_or_yield_can_be_told_wrongly() {
    let plan = plan(&market("", "", "", "").replace("end = 2013-10-01", "end = 2013-07-01"));
    assert_eq!(failures(&plan, None), vec![]);
    let found = |lie, check: &str, words: &str| {
        let failures = failures(&plan, Some(lie));
        assert!(failures.iter().any(|(failed, detail)| *failed == check && detail.contains(words)), "{lie:?}: {failures:?}");
    };
    found(Lie::LetterLost, "transfers_arrived", "arrived");
    found(Lie::LetterDoubled, "transfers_arrived", "arrived");
    found(Lie::LetterAstray, "transfers_arrived", "not all where they were for");
    found(Lie::LetterShort, "transfers_arrived", "arrived");
    found(Lie::NeverSent, "transfers_arrived", "set off");
    found(Lie::YieldGenerous, "accounts_agree", "not what the money earned");
    found(Lie::YieldForgotten, "accounts_agree", "");
    found(Lie::DrawnTwice, "accounts_agree", "");
    found(Lie::StockDreamt, "accounts_agree", "moves do not leave");
}

/// One payment on 2 September 2013.
fn asked(product: &str, funding: Funding, errand: Errand, wanted: Wanted) -> Result<Ladder, TraceError> {
    let plan = plan(&market("", product, "", ""));
    let market = plan.arms[0].market(154);
    let product = market.products.iter().position(|product| product.name == "zhifu").unwrap();
    let request = Request { product, funding, amount: Money::from_minor(10_000), date: market.date(154), merchant: None, errand, wanted };
    trace(market, &request)
}

const PRICED: &str = "transfer = { transfer_fee_bps = 10, transfer_fee_least_usd = 0.50, transfer_fee_most_usd = 10.00 }";

macro_rules! ladders {
    ($($name:ident: $product:expr, $funding:ident, $errand:ident, $wanted:ident;)*) => {
        $(#[test]
        fn $name() {
            let told = asked($product, Funding::$funding, Errand::$errand, Wanted::$wanted).unwrap();
            insta::assert_snapshot!(ladder::text(&told));
        })*
    };
}

ladders! {
    ladders_money_goes_from_a_balance_to_a_balance: "", Balance, Transfer, Approve;
    ladders_money_goes_from_a_bank_to_a_bank_for_a_fee: PRICED, Bank, TransferToBank, Approve;
    ladders_a_payday_goes_into_the_fund: "", Bank, Subscription, Approve;
    ladders_all_of_it_comes_out_of_the_fund: "", Bank, Redemption, Approve;
    ladders_neither_balance_nor_card_has_the_money_to_send: "", Balance, Transfer, Decline;
    ladders_a_sender_has_nothing_at_the_bank: PRICED, Bank, TransferToBank, Decline;
    ladders_the_bank_of_a_sender_sends_no_word_back: PRICED, Bank, TransferToBank, Timeout;
    ladders_the_card_of_a_sender_is_given_up_and_reversed: "", DebitRegulated, Transfer, Timeout;
    ladders_a_payday_has_left_nothing_for_the_fund: "", Bank, Subscription, Decline;
    ladders_a_payday_gets_no_word_from_the_bank: "", Bank, Subscription, Timeout;
    ladders_a_payday_on_a_bound_card_is_given_up_and_reversed: "", DebitRegulated, Subscription, Timeout;
    ladders_nothing_is_left_in_the_fund: "", Bank, Redemption, Decline;
}

/// Whatever it was for: what does not come about leaves no fee, no loss, no letter and no money anywhere.
#[test]
fn what_is_declined_or_times_out_moves_no_money() {
    let mut told = 0;
    for errand in [Errand::Transfer, Errand::TransferToBank, Errand::Subscription, Errand::Redemption, Errand::Repayment] {
        for (wanted, outcome) in [(Wanted::Decline, "declined: insufficient funds"), (Wanted::Timeout, "declined: time-out")] {
            for funding in [Funding::Bank, Funding::DebitRegulated, Funding::DebitExempt] {
                let Ok(ladder) = asked(PRICED, funding, errand, wanted) else {
                    assert_eq!((errand, wanted), (Errand::Redemption, Wanted::Timeout));
                    continue;
                };
                assert_eq!(ladder.outcome, outcome, "{errand:?} from {funding:?}");
                assert!(ladder.fees.is_empty() && ladder.losses.is_empty() && ladder.margin_bps.is_empty(), "{:?}", ladder.fees);
                let moved = |what: &str| ladder.hops.iter().any(|hop| hop.what.starts_with(what));
                assert!(
                    !ladder.hops.iter().any(|hop| hop.from == "books") && !moved("transfer") && !moved("notice") && !moved("bank credit")
                );
                let said = |mti: &str| ladder.hops.iter().filter(|hop| hop.mti == mti).count();
                assert_eq!(said("0400") > 0, wanted == Wanted::Timeout, "{errand:?}: a debit that is given up is reversed");
                assert_eq!(said("0400"), said("0410"));
                told += 1;
            }
        }
    }
    assert_eq!(told, 27);
}

#[test]
fn what_cannot_happen_to_money_that_is_moved_is_refused_with_a_reason() {
    let refusal = |funding, errand, wanted| asked("", funding, errand, wanted).unwrap_err();
    assert_eq!(refusal(Funding::Balance, Errand::Transfer, Wanted::Timeout), TraceError::NobodyToWaitFor);
    assert_eq!(refusal(Funding::Balance, Errand::Subscription, Wanted::Decline), TraceError::NotFromBalance);
    assert_eq!(refusal(Funding::Credit, Errand::Transfer, Wanted::Approve), TraceError::NotOnCredit(Funding::Credit));
    let late = refusal(Funding::Bank, Errand::Redemption, Wanted::Timeout);
    assert!(late == TraceError::FundPaysAtOnce && late.to_string().contains("--outcome decline"));
    for wanted in [Wanted::Fraud, Wanted::Refund, Wanted::StandIn, Wanted::LostBatch] {
        assert_eq!(refusal(Funding::Bank, Errand::Transfer, wanted), TraceError::OnlyPurchases);
    }
}

#[test]
fn only_accounts_with_a_fund_save_and_only_accounts_send() {
    let plan = plan(&market("", "", "", ""));
    let market = plan.arms[0].market(154);
    let refusal = |errand| {
        let request = Request {
            product: 0,
            funding: Funding::Credit,
            amount: Money::from_minor(10_000),
            date: market.date(154),
            merchant: None,
            errand,
            wanted: Wanted::Approve,
        };
        trace(market, &request).unwrap_err().to_string()
    };
    assert_eq!(refusal(Errand::Subscription), "there is no money fund behind this product");
    assert!(refusal(Errand::Transfer).ends_with("nobody sends somebody else money"));
}

#[test]
#[should_panic(expected = "has no account to stand behind")]
fn a_fund_stands_behind_an_account() {
    let stray = "[[product]]\nname = \"google-wallet\"\nstored = { float_bps_per_year = 1, abandon_below_usd = 1.00, breakage_days = 9 }\n\
                 fund = { manager = \"tianhong\", yield_pct_per_year = 5.0, commission_bps_per_year = 1, payday_pct = 1, redemptions_per_year = 1 }\n";
    plan(&market("", "", "", stray));
}

#[test]
#[should_panic(expected = "is more than the most")]
fn the_least_fee_is_no_more_than_the_most() {
    plan(&market("", "transfer = { transfer_fee_least_usd = 2.00, transfer_fee_most_usd = 1.00 }", "", ""));
}

#[test]
#[should_panic(expected = "a strategy cannot change `product.zhifu.fund.redemptions_per_year`")]
fn strategies_meet_the_same_occasions_to_take_money_out() {
    let other = "[[strategy]]\nname = \"other\"\nset.\"product.zhifu.fund.redemptions_per_year\" = 4\n";
    plan(&market("", "", "", other).replace("strategy = []\n", "").replace("baseline = \"base\"\n", ""));
}

/// Stakes of a few cents earn too little to be credited on the old terms, and are sold on the day on which the terms change.
#[test]
fn nights_before_new_terms_earn_by_the_old_ones() {
    let changes = "[[event]]\nname = \"little\"\ndate = 2013-04-02\nset.\"product.zhifu.fund.payday_pct\" = 0.04\n\
                   [[event]]\nname = \"more\"\ndate = 2013-07-10\nset.\"product.zhifu.fund.yield_pct_per_year\" = 30.0\n\
                   set.\"product.zhifu.fund.redemptions_per_year\" = 52\n";
    let text = market("", "", "", changes).replace("event = []\n", "");
    let plan = plan(&text);
    let sold = told(&plan)
        .iter()
        .flat_map(|district| &district.cleared)
        .filter(|(day, kind, ..)| *day == 100 && *kind == PaymentKind::Redemption)
        .count();
    assert!(sold > 5, "{sold} stakes are sold on the day of the change");
    run(&plan, order(&plan, 0, 1), 2);
}
