//! Published figures: what they may say, where each mistake points, and that no market has them.

use super::super::{Confidence, Over, TargetKind, TargetMetric};
use super::{mistake, over_one_tap, shipped};

/// A target of one-tap.toml with these keys instead of, or besides, the usual ones; its first line is line 2 of the file.
fn target(keys: &str) -> String {
    let usual = [
        ("name", "\"figure\""),
        ("metric", "\"users_m\""),
        ("date", "2012-10-03"),
        ("value", "1.5"),
        ("unit", "\"m\""),
        ("definition", "\"people\""),
        ("source", "\"somebody\""),
    ];
    let given = |key: &str| keys.lines().any(|line| line.split(" = ").next() == Some(key));
    let rest: String = usual.iter().filter(|(key, _)| !given(key)).map(|(key, value)| format!("{key} = {value}\n")).collect();
    format!("[[target]]\n{keys}\n{rest}")
}

#[test]
fn a_target_has_its_value_in_the_unit_of_its_metric() {
    let cases = [
        ("metric = \"users_m\"\nunit = \"k\"\nvalue = 1500", 1.5),
        ("metric = \"users_m\"\nunit = \"one\"\nvalue = 1_500_000", 1.5),
        ("metric = \"users_m\"\nunit = \"bn\"\nvalue = 0.0015", 1.5),
        ("metric = \"contactless_locations_k\"\nunit = \"k\"\nvalue = 150", 150.0),
        ("metric = \"contactless_locations_k\"\nunit = \"m\"\nvalue = 0.62", 620.0),
        ("metric = \"users_m\"\nunit = \"k users\"\nvalue = 1500", 1.5),
    ];
    for (keys, value) in cases {
        let plan = over_one_tap(&target(keys));
        assert!((plan.targets[0].value - value).abs() < 1e-12, "{keys}: {}", plan.targets[0].value);
    }
}

#[test]
fn shipped_figures_say_what_they_count_and_who_published_them() {
    let plan = shipped("google-wallet.toml");
    let named = |name: &str| plan.targets.iter().find(|target| target.name == name).expect("shipped");
    let volume = named("us-proximity-volume");
    assert_eq!((volume.value.to_bits(), volume.over, volume.period().as_str()), (0.529_f64.to_bits(), Over::Year, "2012"));
    assert_eq!((volume.metric, volume.kind, volume.confidence), (TargetMetric::Volume, TargetKind::Estimate, Some(Confidence::High)));
    let downloads = named("google-wallet-downloads-2012");
    assert_eq!((downloads.measure().as_str(), downloads.period().as_str()), ("google-wallet.users_m", "end of Aug 2012"));
    assert!(downloads.definition.contains("not a count of them"), "{}", downloads.definition);
    assert!(plan.targets.iter().all(|target| !target.definition.is_empty() && !target.source.is_empty()));
}

#[test]
fn a_file_that_moves_the_horizon_leaves_the_figures_outside_it_behind() {
    assert_eq!(shipped("everyone-taps.toml").targets, []);
    assert!(mistake(&target("date = 2012-10-08")).contains("top.toml:3:8"));
}

#[test]
fn a_figure_outside_the_run_is_refused_with_the_period_it_is_of() {
    let year = mistake(&target("metric = \"payments_m\""));
    assert!(year.contains("`date` of target \"figure\" is outside the run") && year.contains("the figure is of all 2012;"), "{year}");
    let month = mistake(&target("metric = \"payments_m\"\nover = \"month\""));
    assert!(month.contains("the figure is of all 2012-10; the run starts on 2012-10-01 and ends before 2012-10-08"), "{month}");
    assert!(mistake(&target("date = 2012-09-30")).contains("the figure is of that day"));
}

#[test]
fn each_mistake_of_a_target_points_at_its_key_once() {
    let cases = [
        ("metric = \"users\"\nover = \"year\"", "3:10", "did you mean `users_m`?"),
        ("value = 0", "3:9", "is out of range"),
        ("value = \"1\"", "3:9", "expected a number"),
        ("unit = \"usd\"", "3:8", "`users_m` is given in one, k, m, bn"),
        ("unit = \"bp\"", "3:8", "does not fit the metric"),
        ("unit = \"m payments\"", "3:8", "`users_m` is given in one, k, m, bn"),
        ("unit = \"m cny\"", "3:8", "expected `one`, `k`, `m`, `bn`, `USD`, `k USD`, `m USD`, `bn USD`, `pct` or `bp`, found `m cny`"),
        ("over = \"year\"", "3:8", "`users_m` is counted at the end of the month that `date` is in"),
        ("product = \"walet\"", "3:11", "did you mean `wallet`?"),
        ("strategy = \"clowd\"", "3:12", "did you mean `cloud`?"),
        ("kind = \"guess\"", "3:8", "expected `count`, `estimate` or `forecast`"),
        ("confidence = \"some\"", "3:14", "expected `high`, `medium` or `low`"),
        ("definition = \" \"", "3:14", "say which people and payments it counts"),
        ("source = \"\"", "3:10", "say who published it, and when"),
        ("metric = \"contactless_locations_k\"\nproduct = \"wallet\"", "4:11", "counts locations whatever the product"),
        ("metric = \"operator_profit_m\"", "2:1", "name the product"),
        ("valeu = 1", "3:1", "`valeu`"),
    ];
    for (keys, place, words) in cases {
        let text = mistake(&target(keys));
        let places = text.matches("top.toml:").count();
        assert!(text.contains(words) && text.contains(&format!("top.toml:{place}\n")), "{keys}:\n{text}");
        assert_eq!(places, 1, "{keys}:\n{text}");
    }
    let monthly = "metric = \"fraud_bp\"\nunit = \"bp\"\nproduct = \"wallet\"\nover = \"month\"";
    assert!(mistake(&target(monthly)).contains("`fraud_bp` of one product is counted by the year"));
}

#[test]
fn neither_a_strategy_nor_an_event_has_published_figures() {
    let own = mistake(&format!("[[strategy]]\nname = \"cloud\"\n{}", target("").replace("[[target]]", "[[strategy.target]]")));
    assert!(own.contains("a strategy cannot have a target of its own") && own.contains("move it out of the strategy"), "{own}");
    assert_eq!(own.matches("error:").count(), 1, "{own}");
    let set = mistake(&format!("{}[[strategy]]\nname = \"cloud\"\nset.\"target.figure.value\" = 9\n", target("")));
    assert!(set.contains("a strategy cannot change `target.figure.value`") && set.contains("1.5 without the strategy"), "{set}");
    let event = "[[event]]\nname = \"later\"\ndate = 2012-10-03\nset.\"target.figure.value\" = 9\n";
    assert!(mistake(&format!("{}{event}", target(""))).contains("`target.figure.value` cannot change after the start"));
}

#[test]
fn a_figure_may_be_of_a_product_that_only_a_strategy_has() {
    let rival = "[[strategy]]\nname = \"cloud\"\n[[strategy.product]]\nname = \"rival\"\n";
    let text = mistake(&format!("{}{rival}", target("product = \"rival\"")));
    assert!(!text.contains("`product` of target") && text.contains("product \"rival\" lacks"), "{text}");
}
