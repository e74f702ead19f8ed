//! The shipped scenarios.

use super::{over_one_tap, shipped};
use crate::domain::card::Funding;
use crate::domain::market::Market;
use crate::domain::party::Role;
use crate::domain::product::{BankGate, Credential, Flow};

fn base() -> Market {
    shipped("google-wallet.toml").arms[0].stages[0].market.clone()
}

fn is_near(value: f64, goal: f64, tolerance: f64) -> bool {
    (value - goal).abs() <= tolerance
}

#[test]
fn google_wallet_compares_its_strategies_and_the_cloud_comes_in_two_steps() {
    let plan = shipped("google-wallet.toml");
    let names: Vec<&str> = plan.arms.iter().map(|arm| arm.name.as_str()).collect();
    for name in ["stay-on-device", "go-cloud", "go-cloud-deferred", "go-cloud-no-monitoring", "network-token"] {
        assert!(names.contains(&name), "{name} is not among {names:?}");
    }
    assert_eq!((plan.baseline, plan.focus, plan.days()), (0, Some(0), 1_218));
    let cloud = &plan.arms[1];
    let days: Vec<u32> = cloud.stages.iter().map(|stage| stage.from_day).collect();
    assert!(days.contains(&335) && days.contains(&805), "{days:?}");
    let launch = cloud.stages.iter().find(|stage| stage.from_day == 335).and_then(|stage| stage.milestones.first());
    assert_eq!(launch.map(|m| m.name.as_str()), Some("cloud-launch"));
    let product = |day: u32| cloud.market(day).products[0].clone();
    assert_eq!((product(334).flow, product(334).bank_gate), (Flow::CardInElement, BankGate::Integrated));
    assert_eq!((product(335).flow, product(335).bank_gate), (Flow::ProxyNested, BankGate::Any));
    assert!(product(334).monitoring.is_none() && product(335).monitoring.is_some());
    assert_eq!((product(335).credential, product(805).credential), (Credential::PhoneElement, Credential::Host));
    let of = |name: &str| plan.arms[plan.arm(name).unwrap_or(0)].market(1_000).products[0].clone();
    assert!(of("go-cloud-no-monitoring").monitoring.is_none() && of("go-cloud-deferred").monitoring.is_some());
    assert_eq!((of("go-cloud-deferred").flow, of("network-token").flow), (Flow::ProxyDeferred, Flow::NetworkToken));
    assert_eq!(plan.arm("go-cloud"), Some(1));
}

#[test]
fn people_pay_290_times_a_year_by_card_at_a_mean_of_58_dollars() {
    let market = base();
    let by_card = |c: &crate::domain::merchant::Category| c.payments_per_year * (1.0 - c.cash_share);
    let payments: f64 = market.categories.iter().map(by_card).sum();
    let all: f64 = market.categories.iter().map(|c| c.payments_per_year).sum();
    let value: f64 = market.categories.iter().map(|c| by_card(c) * c.mean_ticket_minor()).sum();
    assert!(is_near(payments, 290.0, 1.0), "{payments}");
    assert!(is_near(1.0 - payments / all, 0.38, 0.01), "cash: {}", 1.0 - payments / all);
    assert!(is_near(value / payments, 5_800.0, 100.0), "{}", value / payments);
    let scaled = |scale: fn(&crate::domain::person::Segment) -> f64| market.segments.iter().map(|s| s.share * scale(s)).sum::<f64>();
    assert!(is_near(scaled(|s| s.credit_holder_share), 0.72, 0.005));
    assert!(is_near(scaled(|s| s.payments_scale * s.ticket_scale), 1.0, 0.005), "tickets keep their mean");
    let credit = scaled(|s| s.payments_scale * s.credit_holder_share * s.prefers_credit_share);
    assert!(is_near(credit, 0.36, 0.01), "{credit}");
}

#[test]
fn two_locations_in_a_hundred_take_contactless_cards() {
    let market = base();
    let shops: Vec<_> = market.merchants.iter().filter(|m| m.name != "online-shops").collect();
    let locations: f64 = shops.iter().map(|m| m.locations as f64).sum();
    let taking: f64 = shops.iter().map(|m| m.locations as f64 * m.taken_share[0]).sum();
    assert!(is_near(taking, 150_000.0, 2_000.0), "{taking} of {locations}");
    let custom = |m: &&&crate::domain::merchant::MerchantGroup| {
        let category = &market.categories[m.category];
        category.payments_per_year * (1.0 - category.cash_share) * m.share
    };
    let accepted: f64 = shops.iter().map(|m| custom(&m) * m.taken_share[0]).sum();
    let share = accepted / shops.iter().map(|m| custom(&m)).sum::<f64>();
    assert!((0.05..0.08).contains(&share), "{share}");
}

#[test]
fn regulated_banks_issue_63_percent_of_debit_and_rewards_carry_70_percent_of_credit() {
    let market = base();
    let issues = |bank: &crate::domain::market::Bank, funding| market.cards.iter().any(|c| c.issuer == bank.party && c.funding == funding);
    let regulated: f64 = market.banks.iter().filter(|b| issues(b, Funding::DebitRegulated)).map(|b| b.debit_share).sum();
    let rewards: f64 = market.banks.iter().map(|b| b.credit_share * b.rewards_share).sum();
    assert!(is_near(regulated, 0.63, 1e-9) && is_near(rewards, 0.70, 0.01), "{regulated}, {rewards}");
    assert_eq!(market.cards.len(), 27);
    assert_eq!(market.parties.iter().filter(|p| p.role == Role::User).count(), 1);
    assert_eq!(market.parties[market.people_party().index()].name, "people");
}

#[test]
fn rates_in_basis_points_and_percent_come_out_as_parts_of_one() {
    let market = base();
    let product = &market.products[0];
    assert_eq!(product.costs.prefunding_rate.ppm(), 30_000);
    assert_eq!(product.liability.wallet_share_of_proxy.ppm(), 950_000);
    assert_eq!(market.merchants[0].discount_rate.ppm(), 12_500);
    assert_eq!(market.acceptance.cash_handling.ppm(), 10_000);
    assert_eq!(market.banks[0].rewards_rate.ppm(), 10_000);
    assert_eq!((product.costs.inner_markup_millicents, product.costs.proxy_processor_millicents), (2_000, 4_000));
    assert!(is_near(market.smartphone_share.at(jiff::civil::date(2012, 12, 31)), 0.54, 1e-12));
}

#[test]
fn everyone_taps_lists_no_strategy_and_so_has_one() {
    let plan = shipped("everyone-taps.toml");
    assert_eq!(plan.arms.len(), 1);
    assert_eq!((plan.arms[0].name.as_str(), plan.days(), plan.baseline), ("base", 92, 0));
    let market = plan.arms[0].market(0);
    assert!(market.merchants.iter().all(|m| m.taken_share[0] >= 1.0 || m.name == "online-shops"));
    let product = &market.products[0];
    assert_eq!((product.flow, product.bank_gate, product.carriers.len()), (Flow::ProxyNested, BankGate::Any, 4));
    assert!(product.initial_share >= 1.0 && product.monitoring.is_some());
    assert!(market.adoption.habit_start >= 1.0 && market.adoption.habit_cap >= 1.0);
}

#[test]
fn one_tap_has_one_payment_and_a_card_of_each_kind() {
    let plan = shipped("one-tap.toml");
    let market = plan.arms[plan.baseline].market(0);
    assert_eq!((market.people.count, market.script.len(), market.script[0].person), (1, 1, 0));
    let fundings: Vec<&str> = market.cards.iter().map(|c| c.funding.name()).collect();
    assert_eq!(fundings, ["debit-regulated", "rewards", "debit-exempt", "credit"]);
}

#[test]
fn a_strategy_may_add_a_bank_without_customers_and_a_product_without_moving_what_is_there() {
    let text = r#"
[[strategy]]
name = "rival"
[[strategy.bank]]
name = "new-bank"
network = "visa"
[[strategy.wallet]]
name = "rival-operator"
[[strategy.product]]
name = "rival"
operator = "rival-operator"
flow = "card-in-element"
launch = 2012-10-03
bank_gate = "integrated"
integrated = ["new-bank"]
supported_phone_share = 0.5
monitoring = { enabled = false, separation = 3, false_positive_pct = 0.1, latency_ms = 50, cost_usd_per_thousand = 1.00, alert_cost_usd = 1.00, unfreeze_hours = 1 }
enrolment = { trouble = 1, drop_out_share = 0, refused_share = 0, provisioning_failure_share = 0, provisioning_ms = 1 }
liability = { wallet_share_of_proxy_pct = 0, cardholder_cap_usd = 50.00, late_report_days = 2 }
[strategy.product.costs]
offers_data_usd_per_month = 0.00
platform_fixed_usd_per_month = 0.00
support_usd_per_month = 0.00
acquisition_usd = 0.00
programme_fee_usd_per_month = 0.00
inner_markup_usd_per_thousand = 0.00
prefunding_bps_per_year = 0
proxy_processor_usd_per_thousand = 0.00
"#;
    let plan = over_one_tap(text);
    let (without, with) = (plan.arms[0].market(0), plan.arms[2].market(0));
    assert_eq!((with.products.len(), with.banks.len()), (2, 3));
    let cards =
        |market: &Market| market.cards.iter().map(|c| (market.parties[c.issuer.index()].name.clone(), c.funding)).collect::<Vec<_>>();
    assert_eq!(cards(with), cards(without));
    assert_eq!(with.products[0].name, without.products[0].name);
}

#[test]
fn settings_tell_given_values_from_defaults() {
    let plan = shipped("one-tap.toml");
    let settings = &plan.arms[0].settings;
    let find = |path: &str| settings.iter().find(|s| s.path == path).unwrap_or_else(|| panic!("no setting {path}"));
    let given = find("merchant.corner-shop.discount_bps");
    assert_eq!((given.value.as_str(), given.given), ("230", true));
    let default = find("bank.large-bank.service_ms");
    assert_eq!((default.value.as_str(), default.given, default.unit.as_deref()), ("40", false, Some("milliseconds")));
    assert!(find("product.wallet.monitoring.latency_ms").given);
}
