//! Ladders: every flow and outcome as `trace` prints it. A changed line is a changed flow.

use crate::support::plan;
use paycosm::domain::card::Funding;
use paycosm::domain::money::Money;
use paycosm::experiment::trace::{Request, Wanted, trace};
use paycosm::report::ladder;
use paycosm::scenario::Plan;

fn told(plan: &Plan, strategy: &str, funding: Funding, wanted: Wanted) -> String {
    let market = plan.arms[plan.arm(strategy).unwrap()].market(700);
    let request = Request { product: 0, funding, amount: Money::from_minor(10_000), date: market.date(700), wanted };
    ladder::text(&trace(market, &request).unwrap())
}

fn shipped() -> Plan {
    plan("extends = \"google-wallet.toml\"\n")
}

macro_rules! ladders {
    ($($name:ident: $strategy:literal, $funding:ident, $wanted:ident;)*) => {
        $(#[test]
        fn $name() {
            insta::assert_snapshot!(told(&shipped(), $strategy, Funding::$funding, Wanted::$wanted));
        })*
    };
}

ladders! {
    a_card_in_the_element_pays: "stay-on-device", DebitRegulated, Approve;
    a_card_in_the_element_meets_an_empty_account: "stay-on-device", DebitRegulated, Decline;
    a_card_in_the_element_times_out_and_is_reversed: "stay-on-device", Credit, Timeout;
    a_lost_phone_pays_until_the_bank_is_told: "stay-on-device", Credit, Fraud;
    a_proxy_card_charges_the_funding_card_inside: "go-cloud", RewardsCredit, Approve;
    a_proxy_card_meets_an_empty_account: "go-cloud", DebitExempt, Decline;
    a_proxy_card_times_out_and_both_legs_are_reversed: "go-cloud", DebitRegulated, Timeout;
    a_watched_wallet_stops_a_lost_phone: "go-cloud", Credit, Fraud;
    an_unwatched_wallet_is_charged_back: "go-cloud-no-monitoring", Credit, Fraud;
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
