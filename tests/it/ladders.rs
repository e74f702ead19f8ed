//! Ladders: every flow and outcome as `trace` prints it. A changed line is a changed flow.

use crate::support::plan;
use paycosm::domain::card::Funding;
use paycosm::domain::money::Money;
use paycosm::experiment::contest::Course;
use paycosm::experiment::trace::{Errand, Request, Wanted, trace};
use paycosm::report::ladder;
use paycosm::scenario::Plan;

/// One payment to be told: on day 700, but for what it says.
struct Case {
    strategy: &'static str,
    product: usize,
    shop: Option<&'static str>,
    funding: Funding,
    minor: i64,
    wanted: Wanted,
}

impl Case {
    const fn new(strategy: &'static str, funding: Funding, wanted: Wanted) -> Self {
        Self { strategy, product: 0, shop: None, funding, minor: 10_000, wanted }
    }

    fn told(&self, plan: &Plan) -> String {
        let market = plan.arms[plan.arm(self.strategy).unwrap()].market(700);
        let merchant = self.shop.map(|name| market.merchants.iter().position(|m| m.name == name).unwrap());
        let request = Request {
            product: self.product,
            funding: self.funding,
            amount: Money::from_minor(self.minor),
            date: market.date(700),
            merchant,
            errand: Errand::Purchase,
            wanted: self.wanted,
        };
        ladder::text(&trace(market, &request).unwrap())
    }
}

/// A payment of one of the market's other products, or by the wallet's prepaid card, with something of the product changed.
fn told_of(product: &str, funding: Funding, wanted: Wanted, day: u32, change: &str) -> String {
    let text = format!("extends = \"google-wallet.toml\"\n[[product]]\nname = \"{product}\"\n{change}\n");
    let plan = plan(&text);
    let market = plan.arms[plan.baseline].market(day);
    let product = market.products.iter().position(|p| p.name == product).unwrap();
    let request = Request {
        product,
        funding,
        amount: Money::from_minor(10_000),
        date: market.date(day),
        merchant: None,
        errand: Errand::Purchase,
        wanted,
    };
    ladder::text(&trace(market, &request).unwrap())
}

macro_rules! others {
    ($($name:ident: $product:literal, $funding:ident, $wanted:ident, $day:literal, $change:literal;)*) => {
        $(#[test]
        fn $name() {
            insta::assert_snapshot!(told_of($product, Funding::$funding, Wanted::$wanted, $day, $change));
        })*
    };
}

others! {
    an_account_pays_from_its_balance: "paypal", Balance, Approve, 700, "";
    an_account_debits_the_bank_a_day_later: "paypal", Bank, Approve, 700, "";
    an_account_charges_a_card_inside: "paypal", RewardsCredit, Approve, 700, "";
    an_account_meets_an_empty_card: "paypal", Credit, Decline, 700, "";
    a_bank_sends_the_debit_back_and_the_processor_loses: "paypal", Bank, Decline, 700, "";
    an_account_times_out_and_both_legs_are_reversed: "paypal", DebitRegulated, Timeout, 700, "";
    a_balance_times_out_and_is_put_back: "paypal", Balance, Timeout, 700, "";
    a_guesser_types_a_wrong_pin_and_meets_the_score: "paypal", Bank, Fraud, 700, "";
    a_guesser_finds_the_pin_and_the_processor_compensates: "paypal", Bank, Fraud, 700, "monitoring.enabled = false";
    a_guesser_of_an_account_on_a_card_is_charged_back: "paypal", Credit, Fraud, 700, "monitoring.enabled = false";
    a_prepaid_card_pays_from_its_balance: "google-wallet", Prepaid, Approve, 200, "";
    a_prepaid_card_is_empty: "google-wallet", Prepaid, Decline, 200, "";
    a_lost_phone_spends_a_prepaid_card: "google-wallet", Prepaid, Fraud, 200, "";
}

/// An order by short message on the 20th of a month, by a product of the carrier with something of its terms changed.
fn ordered(funding: Funding, wanted: Wanted, change: (&str, &str)) -> String {
    let terms = "carrier_share_pct = 40.0, monthly_limit_usd = 500.0, postpaid_pct = 50.0, confirmation_ms = 20_000, unconfirmed_pct = 5.0, \
                 confirmation_limit_ms = 300_000, bad_debt_pct = 8.0";
    let text = format!(
        "extends = \"google-wallet.toml\"\n[[product]]\nname = \"content\"\noperator = \"verizon\"\nflow = \"phone-bill\"\n\
         launch = 2011-09-01\nbank_gate = \"any\"\nenrolment = {{ trouble = 0.2, drop_out_share = 0.0, refused_share = 0.0, \
         provisioning_failure_share = 0.0, provisioning_ms = 0.0 }}\nliability = {{ wallet_share_of_proxy_pct = 0.0, \
         cardholder_cap_usd = 50.0, late_report_days = 2 }}\nbill = {{ {} }}\n",
        terms.replace(change.0, change.1)
    );
    let plan = plan(&text);
    let market = plan.arms[plan.baseline].market(700);
    let product = market.products.iter().position(|p| p.name == "content").unwrap();
    let date = jiff::civil::date(2013, 8, 20);
    let request = Request { product, funding, amount: Money::from_minor(10_000), date, merchant: None, errand: Errand::Purchase, wanted };
    ladder::text(&trace(market, &request).unwrap())
}

macro_rules! orders {
    ($($name:ident: $funding:ident, $wanted:ident, $change:expr;)*) => {
        $(#[test]
        fn $name() {
            insta::assert_snapshot!(ordered(Funding::$funding, Wanted::$wanted, $change));
        })*
    };
}

orders! {
    an_order_goes_on_the_phone_bill: Bill, Approve, ("", "");
    an_order_is_paid_from_airtime: Balance, Approve, ("", "");
    an_order_meets_empty_airtime: Balance, Decline, ("", "");
    an_order_is_over_the_months_limit: Bill, Approve, ("limit_usd = 500.0", "limit_usd = 80.0");
    an_order_lapses_unconfirmed: Bill, Approve, ("unconfirmed_pct = 5.0", "unconfirmed_pct = 100.0");
    a_carriers_question_is_lost_and_the_order_lapses: Bill, Timeout, ("", "");
    an_order_is_confirmed_too_late: Bill, Approve, ("limit_ms = 300_000", "limit_ms = 10_000");
    what_was_bought_on_the_phone_bill_comes_back: Bill, PartialRefund, ("", "");
}

fn shipped() -> Plan {
    plan("extends = \"google-wallet.toml\"\n")
}

macro_rules! ladders {
    ($($name:ident: $strategy:literal, $funding:ident, $wanted:ident $(, $field:ident = $value:expr)*;)*) => {
        $(#[test]
        fn $name() {
            let case = Case { $($field: $value,)* ..Case::new($strategy, Funding::$funding, Wanted::$wanted) };
            insta::assert_snapshot!(case.told(&shipped()));
        })*
    };
}

ladders! {
    a_card_in_the_element_pays: "stay-on-device", DebitRegulated, Approve;
    a_card_in_the_element_meets_an_empty_account: "stay-on-device", DebitRegulated, Decline;
    a_card_in_the_element_times_out_and_is_reversed: "stay-on-device", Credit, Timeout;
    a_lost_phone_pays_until_the_bank_is_told: "stay-on-device", Credit, Fraud;
    the_network_stands_in_for_a_silent_bank: "stay-on-device", Credit, StandIn, minor = 4_000;
    goods_paid_by_card_come_back: "stay-on-device", Credit, Refund;
    a_proxy_card_charges_the_funding_card_inside: "go-cloud", RewardsCredit, Approve;
    a_proxy_card_meets_an_empty_account: "go-cloud", DebitExempt, Decline;
    a_proxy_card_times_out_and_both_legs_are_reversed: "go-cloud", DebitRegulated, Timeout;
    a_watched_wallet_stops_a_lost_phone: "go-cloud", Credit, Fraud;
    a_wallet_that_steers_pays_for_debit: "go-cloud-steer-debit", DebitRegulated, Approve;
    an_unwatched_wallet_is_charged_back: "go-cloud-no-monitoring", Credit, Fraud;
    a_stand_in_is_collected_afterwards: "go-cloud", DebitRegulated, StandIn, minor = 4_000;
    a_stand_in_meets_an_empty_funding_card: "go-cloud", DebitRegulated, Uncollected, minor = 4_000;
    a_refund_runs_back_over_both_legs: "go-cloud", Credit, Refund;
    a_part_of_a_purchase_comes_back_over_both_legs: "go-cloud", Credit, PartialRefund;
    a_tip_is_honoured_on_both_legs: "go-cloud", Credit, Approve, shop = Some("local-restaurants");
    a_pump_asks_for_a_dollar_and_clears_for_more: "go-cloud", DebitRegulated, Approve, shop = Some("fuel-stations");
    a_deferred_wallet_collects_after_clearing: "go-cloud-deferred", Credit, Approve;
    a_deferred_wallet_does_not_lend_beyond_its_limit: "go-cloud-deferred", Credit, Decline;
    a_deferred_wallet_is_left_unpaid: "go-cloud-deferred", DebitRegulated, Uncollected;
    a_deferred_wallet_times_out_at_the_shop: "go-cloud-deferred", Credit, Timeout;
    a_deferred_wallet_stops_a_lost_phone: "go-cloud-deferred", Credit, Fraud;
    a_token_is_mapped_to_the_banks_own_card: "network-token", RewardsCredit, Approve;
    a_token_meets_an_empty_account: "network-token", DebitRegulated, Decline;
    a_token_times_out_and_is_reversed: "network-token", Credit, Timeout;
    a_lost_phone_pays_with_a_token_until_it_is_shut: "network-token", Credit, Fraud;
    a_card_on_the_sim_pays: "stay-on-device", RewardsCredit, Approve, product = 1;
    a_card_on_the_sim_meets_an_empty_account: "stay-on-device", DebitRegulated, Decline, product = 1;
    a_lost_sim_pays_until_the_carriers_wallet_is_told: "stay-on-device", Credit, Fraud, product = 1;
}

macro_rules! contested {
    ($($name:ident: $strategy:literal, $minor:literal, $course:ident;)*) => {
        $(#[test]
        fn $name() {
            let case = Case { minor: $minor, ..Case::new($strategy, Funding::Credit, Wanted::Dispute(Course::$course)) };
            insta::assert_snapshot!(case.told(&shipped()));
        })*
    };
}

contested! {
    a_shop_lets_its_time_run_out: "stay-on-device", 10_000, Accepted;
    a_complaint_comes_after_the_limit: "stay-on-device", 10_000, Refused;
    a_cardholder_knows_the_receipt: "stay-on-device", 10_000, Withdrawn;
    a_shop_presents_again_and_convinces: "stay-on-device", 10_000, Represented;
    a_small_amount_is_conceded_before_a_ruling: "stay-on-device", 10_000, Won;
    a_ruling_for_the_cardholder_costs_the_shop: "stay-on-device", 90_000, Won;
    a_ruling_for_the_shop_costs_the_bank: "stay-on-device", 90_000, Lost;
    a_closed_shop_leaves_the_loss_with_its_acquirer: "stay-on-device", 10_000, ShopGone;
    a_wallet_passes_a_claim_on_to_a_silent_shop: "go-cloud", 10_000, Accepted;
    a_wallet_uses_the_proof_of_the_shop: "go-cloud", 10_000, Represented;
    a_wallet_hears_of_a_claim_too_late_to_pass_it_on: "go-cloud", 10_000, Late;
    a_wallet_is_stuck_when_the_shop_answers_after_its_own_time: "go-cloud", 10_000, Stuck;
    a_wallet_that_relied_on_the_proof_of_the_shop_is_ruled_against: "go-cloud", 90_000, Won;
    a_wallet_shows_the_cardholder_its_own_records: "go-cloud", 10_000, Withdrawn;
}

#[test]
fn a_time_out_leaves_no_money_anywhere() {
    for strategy in ["stay-on-device", "go-cloud"] {
        let plan = shipped();
        let market = plan.arms[plan.arm(strategy).unwrap()].market(700);
        let request = Request {
            product: 0,
            funding: Funding::Credit,
            amount: Money::from_minor(4_321),
            date: market.date(700),
            merchant: None,
            errand: Errand::Purchase,
            wanted: Wanted::Timeout,
        };
        let ladder = trace(market, &request).unwrap();
        assert!(ladder.fees.is_empty() && ladder.losses.is_empty(), "{strategy}: {:?}", ladder.fees);
        let reversals = ladder.hops.iter().filter(|hop| hop.mti == "0400").count();
        let answers = ladder.hops.iter().filter(|hop| hop.mti == "0410").count();
        // Three hops each way on the outer leg; the nested flow adds a word to the wallet and three hops on the inner leg.
        let expected = if strategy == "go-cloud" { (7, 6) } else { (3, 3) };
        assert_eq!((reversals, answers), expected, "{strategy}");
    }
}
