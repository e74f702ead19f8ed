//! Common random numbers: strategies face the same people, the same purchases and the same chance, whatever they add.

use crate::payments::{Row, logged, rows};
use crate::support::{order, plan};
use paycosm::scenario::Plan;
use std::collections::BTreeMap;

const TWO_WORLDS: &str = r#"
extends = "google-wallet.toml"
name = "two-worlds"
start = 2012-07-01
end = 2012-09-01
persons_per_agent = 20_000
replicates = 1

[[product]]
name = "google-wallet"
initial_share = 0.5

[[strategy]]
name = "pay-people"
about = "Money for joining and paying, and for funding with debit."
set."product.google-wallet.incentive.enabled" = true
set."product.google-wallet.incentive.cash_back_bps" = 200
set."product.google-wallet.steering.debit_rebate_bps" = 50

[[strategy]]
name = "add-actors"
about = "Another bank, another network, another product."

[[strategy.network]]
name = "newcomer-network"

[[strategy.bank]]
name = "newcomer-bank"
network = "newcomer-network"

[[strategy.wallet]]
name = "newcomer"

[[strategy.product]]
name = "newcomer-wallet"
operator = "newcomer"
flow = "card-in-element"
launch = 2012-07-01
bank_gate = "any"
credential = "host"
supported_phone_share = 0.5
initial_share = 0.1
remote_disable = false

[strategy.product.enrolment]
trouble = 1.0
drop_out_share = 0.1
refused_share = 0.0
provisioning_failure_share = 0.0
provisioning_ms = 1000

[strategy.product.costs]
offers_data_usd_per_month = 0.00
platform_fixed_usd_per_month = 0.00
support_usd_per_month = 0.00
acquisition_usd = 0.00
programme_fee_usd_per_month = 0.00
inner_markup_usd_per_thousand = 0.00
prefunding_bps_per_year = 0
proxy_processor_usd_per_thousand = 0.00

[strategy.product.liability]
wallet_share_of_proxy_pct = 0
cardholder_cap_usd = 0.00
late_report_days = 2
"#;

/// Honest payments with the wallet, by the intent that they came from.
fn paid(plan: &Plan, strategy: &str) -> BTreeMap<String, Vec<String>> {
    let (_, text) = logged(plan, strategy, 2, 1);
    let honest =
        rows(&text).into_iter().filter(|row| row["product"] == "google-wallet" && row["kind"] == "purchase" && row["is_fraud"] == "0");
    let about = |row: &Row<'_>| ["time", "payer", "shop", "category", "amount"].map(|column| row[column].to_owned()).to_vec();
    honest.map(|row| (row["id"].to_owned(), about(&row))).collect()
}

#[test]
fn strategies_face_the_same_intents_even_when_one_adds_actors() {
    let plan = plan(TWO_WORLDS);
    let base = paid(&plan, &plan.arms[plan.baseline].name);
    assert!(base.len() > 1_000, "{} payments", base.len());
    for arm in plan.arms.iter().enumerate().filter(|(ordinal, _)| *ordinal != plan.baseline).map(|(_, arm)| &arm.name) {
        let other = paid(&plan, arm);
        let common: Vec<_> = base.iter().filter_map(|(id, about)| other.get(id).map(|theirs| (about, theirs))).collect();
        // Others pay with something else, or did not join.
        assert!(common.len() * 2 > base.len(), "{arm}: {} of {}", common.len(), base.len());
        common.iter().for_each(|(ours, theirs)| assert_eq!(ours, theirs, "strategy {arm}"));
    }
}

#[test]
fn people_are_born_alike_in_every_strategy() {
    use paycosm::actors::stage::{Compiled, Conditions, Purposes, Rules, shop_tables};
    use paycosm::kernel::random::Seed;
    use paycosm::kernel::time::Time;
    let plan = plan(TWO_WORLDS);
    let traits = |arm: usize| {
        let market = plan.arms[arm].stages[0].market.clone();
        let scale = paycosm::world::Scale::of(&market, plan.persons_per_agent).unwrap();
        let rules = Rules {
            shop_tables: shop_tables(&market.merchants, market.categories.len()),
            markets: vec![Compiled::new(market)],
            weight: 1,
            boost: 1,
            boosts: [1; paycosm::domain::threat::Vector::ALL.len()],
            dispute_boost: 1,
            districts: scale.districts,
            agents: scale.agents,
            end: Time::MAX,
            keys: Purposes::new(Seed { seed: 7, replicate: 1 }),
            conditions: Conditions::default(),
        };
        let branch = paycosm::world::branch(&rules, &scale, 3);
        branch.people.iter().map(|p| (p.handset_rank, p.carrier, p.debit, p.credit, p.taste, p.flags)).collect::<Vec<_>>()
    };
    let base = traits(0);
    for arm in 1..plan.arms.len() {
        assert_eq!(traits(arm), base, "strategy {}", plan.arms[arm].name);
    }
}

#[test]
fn an_idle_strategy_is_the_baseline_to_the_cent() {
    let text = "extends = \"google-wallet.toml\"\nstart = 2012-07-01\nend = 2012-09-01\npersons_per_agent = 40000\nreplicates = 1\n[[strategy]]\nname = \"idle\"\n";
    let plan = plan(text);
    let base = crate::support::run(&plan, order(&plan, plan.baseline, 1), 1);
    let idle = crate::support::run(&plan, order(&plan, plan.arm("idle").unwrap(), 1), 1);
    assert_eq!(base.tables.trial_balance, idle.tables.trial_balance);
    assert_eq!(base.tables.products, idle.tables.products);
}
