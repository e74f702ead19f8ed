//! Accounts: processors' accounts, stored balances and the prepaid card, run end to end; the audits of `run` look at every cent.

use crate::support::{order, plan, run, watch};
use paycosm::domain::iso8583::ResponseCode;
use paycosm::domain::line::Line;
use paycosm::domain::payment::{Leg, LegState, Outcome, Source};
use paycosm::domain::product::Flow;
use paycosm::domain::threat::Vector;
use paycosm::experiment::RunSummary;
use paycosm::kernel::time::{Span, Time};
use paycosm::protocol::{BalanceMove, Fact, FraudStage, Message, Observer, Payment, PaymentKind, What};
use std::collections::BTreeMap;

/// Everybody has an account that most shops of two chains take, for a quarter.
fn accounts(more: &str, product: &str) -> String {
    format!(
        "extends = \"google-wallet.toml\"\nname = \"accounts\"\nstart = 2012-04-01\nend = 2012-07-01\npersons_per_agent = 200_000\n\
         strategy = []\ntarget = []\nbaseline = \"base\"\n[adoption]\nhabit_start = 1.0\nhabit_cap = 1.0\n{more}\n\
         [[product]]\nname = \"paypal\"\ninitial_share = 1.0\n{product}\n[[merchant]]\nname = \"supermarket-chains\"\nphone_pin_share = 1.0\n"
    )
}

/// What was said, and how payments ended.
#[derive(Clone, Default)]
struct Count {
    said: BTreeMap<(What, Leg), u64>,
    answered: BTreeMap<ResponseCode, u64>,
    ends: BTreeMap<(Outcome, Source, LegState), u64>,
    moved: BTreeMap<BalanceMove, i64>,
    top_ups: BTreeMap<Outcome, u64>,
    prepaid_days: Vec<u32>,
    guessed: BTreeMap<FraudStage, u64>,
}

impl Observer for Count {
    fn fact(&mut self, fact: Fact<'_>) {
        match fact {
            Fact::Payment(payment) if payment.kind == PaymentKind::TopUp => *self.top_ups.entry(payment.outcome).or_default() += 1,
            Fact::Payment(payment) if payment.flow == Flow::ProcessorAccount && !payment.is_refund() => {
                *self.ends.entry((payment.outcome, payment.source, payment.leg(Leg::Inner))).or_default() += 1;
            }
            Fact::Payment(payment) if payment.is_prepaid() && !payment.is_refund() => self.prepaid_days.push(payment.at.day()),
            Fact::Balance(fact) => *self.moved.entry(fact.what).or_default() += fact.amount.minor(),
            Fact::Fraud(fraud) if fraud.vector == Vector::GuessableCredential => *self.guessed.entry(fraud.stage).or_default() += 1,
            _ => {}
        }
    }

    fn sent(&mut self, _: Time, _: Option<Time>, message: &Message, _: Option<&Payment>) {
        *self.said.entry((message.what, message.leg)).or_default() += 1;
        if message.what == What::Receipt {
            *self.answered.entry(message.code).or_default() += 1;
        }
    }
}

impl Count {
    fn of(text: &str) -> Self {
        let plan = plan(text);
        let mut sum = Self::default();
        for one in watch(&plan, order(&plan, 0, 1), Span::DAY, Self::default).observers {
            add(&mut sum.said, one.said);
            add(&mut sum.answered, one.answered);
            add(&mut sum.ends, one.ends);
            add(&mut sum.top_ups, one.top_ups);
            add(&mut sum.guessed, one.guessed);
            for (what, minor) in one.moved {
                *sum.moved.entry(what).or_default() += minor;
            }
            sum.prepaid_days.extend(one.prepaid_days);
        }
        sum
    }

    fn ended(&self, wanted: impl Fn(Outcome, Source, LegState) -> bool) -> u64 {
        self.ends.iter().filter(|((outcome, source, inner), _)| wanted(*outcome, *source, *inner)).map(|(_, n)| n).sum()
    }
}

fn add<K: Ord>(sums: &mut BTreeMap<K, u64>, more: BTreeMap<K, u64>) {
    for (key, count) in more {
        *sums.entry(key).or_default() += count;
    }
}

fn line(summary: &RunSummary, wanted: Line) -> i64 {
    summary.tables.parties.iter().filter(|row| row.line == wanted).map(|row| row.amount).sum()
}

#[test]
fn an_account_pays_from_balance_bank_and_card_and_every_cent_is_found() {
    let text = accounts("", "");
    let count = Count::of(&text);
    for source in [Source::Balance, Source::Bank, Source::Card] {
        let paid = count.ended(|outcome, s, inner| outcome == Outcome::Approved && s == source && inner == LegState::Cleared);
        assert!(paid > 100, "{paid} from {source:?}: {:?}", count.ends);
    }
    // A bank debit that comes back ends on the card behind it, collected or not.
    let returned = count.said.get(&(What::BankReturn, Leg::Inner)).copied().unwrap_or(0);
    let lost = count.ended(|_, _, inner| inner == LegState::WrittenOff);
    assert!(returned > 10 && lost > 0 && lost < returned, "{returned} returned, {lost} lost");
    let plan = plan(&text);
    let summary = run(&plan, order(&plan, 0, 1), 1);
    assert!(line(&summary, Line::MerchantFees) > 0 && line(&summary, Line::Float) > 0 && line(&summary, Line::QuickpayFees) > 0);
    assert!(line(&summary, Line::ReserveProvision) < 0 && line(&summary, Line::Licence) < 0);
    assert!(-line(&summary, Line::BankFees) > line(&summary, Line::QuickpayFees), "cards cost more than the banks' fee");
}

#[test]
fn steering_to_the_bank_saves_the_processor_what_cards_cost_it() {
    let fees = |share: &str| {
        let plan = plan(&accounts("", &format!("account.bank_share = {share}")));
        let summary = run(&plan, order(&plan, 0, 1), 1);
        line(&summary, Line::BankFees) as f64 / line(&summary, Line::MerchantFees) as f64
    };
    let (cards, banks) = (-fees("0.0"), -fees("1.0"));
    assert!(banks < 0.5 * cards, "{banks} of the merchant fee with banks, {cards} with cards");
}

#[test]
fn an_answer_that_never_comes_is_reversed_on_both_legs_and_puts_the_balance_back() {
    let count = Count::of(&accounts("[links.shop]\nloss_ppm = 50_000\n", ""));
    let undone = count.ended(|outcome, s, inner| outcome == Outcome::DeclinedTimeout && s == Source::Card && inner == LegState::Reversed);
    let kept = count.ended(|outcome, s, inner| outcome == Outcome::DeclinedTimeout && s == Source::Balance && inner == LegState::Unsent);
    assert!(undone > 20 && kept > 0, "{undone} reversed, {kept} put back: {:?}", count.ends);
    let text = accounts("[links.shop]\nloss_ppm = 50_000\n", "");
    let plan = plan(&text);
    run(&plan, order(&plan, 0, 1), 1);
}

#[test]
fn a_guesser_hears_wrong_pin_then_tries_exceeded_and_the_processor_bears_what_gets_through() {
    let storm = "[threats]\nguesses_per_year = 1.0\ncommon_pin_share_pct = [20.0, 20.0, 5.0, 5.0]\n";
    let text = accounts(storm, "monitoring.enabled = false");
    let count = Count::of(&text);
    let wrong = count.answered.get(&ResponseCode::WrongPin).copied().unwrap_or(0);
    let exceeded = count.answered.get(&ResponseCode::PinTriesExceeded).copied().unwrap_or(0);
    let (taken, stopped) = (count.guessed[&FraudStage::Taken], count.guessed[&FraudStage::Prevented]);
    assert!(exceeded > 50 && wrong > exceeded && stopped > exceeded, "{wrong} wrong, {exceeded} exceeded, {stopped} stopped");
    // 45 of 100 PINs fall to the three tries that are allowed; the fourth PIN is never tried.
    assert!(taken > 50, "{taken}");
    let plan = plan(&text);
    let summary = run(&plan, order(&plan, 0, 1), 1);
    assert!(line(&summary, Line::Compensation) < 0 && line(&summary, Line::Chargebacks) == 0);
}

#[test]
fn a_prepaid_card_is_loaded_spent_and_paid_out_when_it_ends() {
    let text = "extends = \"google-wallet.toml\"\nname = \"prepaid\"\nstart = 2012-07-01\nend = 2012-12-01\npersons_per_agent = 200_000\n\
                strategy = []\ntarget = []\nbaseline = \"base\"\n[adoption]\nhabit_start = 1.0\nhabit_cap = 1.0\n[[product]]\nname = \"google-wallet\"\n\
                initial_share = 1.0\n[[merchant]]\nname = \"supermarket-chains\"\ncontactless_share = 1.0\n";
    let count = Count::of(text);
    let closing = 108;
    assert!(count.top_ups.get(&Outcome::Approved).is_some_and(|n| *n > 100), "{:?}", count.top_ups);
    assert!(count.prepaid_days.iter().any(|day| *day == closing - 1), "it is spent until the day before");
    assert!(count.prepaid_days.iter().all(|day| *day < closing), "and never after");
    assert!(count.moved[&BalanceMove::Withdrawn] > 0);
    let plan = plan(text);
    let summary = run(&plan, order(&plan, 0, 1), 1);
    let owed: Vec<_> = summary.tables.trial_balance.iter().filter(|row| row.account == "stored_balance" && row.owner == "google").collect();
    // Whoever contested a purchase, was credited meanwhile and paid out, and then lost, owes that; nothing else is left.
    assert!(owed[0].debit > 0 && (owed[0].credit - owed[0].debit).abs() < owed[0].debit / 1_000, "{owed:?}");
    assert!(line(&summary, Line::FundingInterchange) < 0, "loading costs the wallet interchange");
}

/// Everybody taps a prepaid card for a fortnight, each loading of which is refused or not as `prepaid` says.
fn tapping(prepaid: &str, more: &str) -> String {
    format!(
        "extends = \"google-wallet.toml\"\nname = \"tapping\"\nstart = 2012-07-01\nend = 2012-07-15\npersons_per_agent = 200_000\n\
         strategy = []\ntarget = []\nevent = []\nbaseline = \"base\"\n[adoption]\nhabit_start = 1.0\nhabit_cap = 1.0\n{more}\n\
         [[product]]\nname = \"google-wallet\"\ninitial_share = 1.0\n{prepaid}\n\
         [[merchant]]\nname = \"supermarket-chains\"\ncontactless_share = 1.0\n"
    )
}

#[test]
fn who_was_refused_a_loading_tries_again_another_day() {
    let text = tapping("prepaid.top_up_usd = 10_000.0\nprepaid.auto_reload_share = 1.0\nprepaid.looks_first_share = 0.0\n", "");
    let count = Count::of(&text);
    let (asked, paid) = (count.top_ups.values().sum::<u64>(), count.prepaid_days.len() as u64);
    assert!(asked > 100, "{:?}", count.top_ups);
    // One at a time, and a refused one waits a day: fewer than the agents times the days.
    assert!(asked < 3 * paid, "{asked} loadings for {paid} payments: {:?}", count.top_ups);
}

#[test]
fn an_advice_that_comes_after_the_reversal_leaves_the_balance_alone() {
    let slow =
        "[limits]\nstand_in_ms = 3_000\nterminal_ms = 3_100\ninner_ms = 2_000\n[links.issuer]\nloss_ppm = 300_000\nmedian_ms = 1_000\n";
    let text = tapping("prepaid.top_up_usd = 200.0\nprepaid.auto_reload_share = 1.0\n", slow);
    let plan = plan(&text);
    run(&plan, order(&plan, 0, 1), 1);
}

#[test]
fn a_processor_pays_for_joining_too() {
    let text = accounts("p_per_year = 3.0\nattraction = 5.0\n", "incentive.sign_up_usd = 10.0\nincentive.user_cap_usd = 20.0\n");
    let text = text.replace("initial_share = 1.0", "initial_share = 0.0");
    let plan = plan(&text);
    let summary = run(&plan, order(&plan, 0, 1), 1);
    let users: i64 = summary.tables.products.iter().map(|row| row.enrolments).sum();
    assert!(users > 0);
    let paypal = plan.arms[0].stages[0].market.products.iter().find(|p| p.name == "paypal").unwrap().operator;
    let paid: i64 =
        summary.tables.parties.iter().filter(|row| row.party == paypal && row.line == Line::Incentives).map(|row| row.amount).sum();
    assert!(paid < 0, "{paid} for joining");
}

#[test]
fn two_products_of_one_processor_need_one_licence() {
    let licence = |more: &str| {
        let plan = plan(&format!("{}{more}", accounts("", "")));
        line(&run(&plan, order(&plan, 0, 1), 1), Line::Licence)
    };
    let second = "[[product]]\nname = \"paypal-business\"\noperator = \"paypal\"\nflow = \"processor-account\"\nlaunch = 2012-01-01\nbank_gate = \"any\"\n\
                  inner_acquirer = \"paypal-acquirer\"\nenrolment = { trouble = 1.0, drop_out_share = 0.0, refused_share = 0.0, \
                  provisioning_failure_share = 0.0, provisioning_ms = 0.0 }\nliability = { wallet_share_of_proxy_pct = 0.0, \
                  cardholder_cap_usd = 50.0, late_report_days = 2 }\naccount = { online_share = 0.0, online_trouble = 0.0, bank_share = 0.0 }\n";
    assert_eq!(licence(second), licence(""));
}
