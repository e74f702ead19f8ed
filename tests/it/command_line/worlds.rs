//! Worlds: a scenario that asks for them has what they tell in tables, terminal, page and a chart, the same for any number of threads; others have nothing of it.

use super::{Place, SMALL};
use std::collections::BTreeMap;

const SCENARIO: &str = r#"
extends = "google-wallet.toml"
name = "tail"
end = 2013-01-01
strategies = ["stay-on-device", "go-cloud"]
target = []
[worlds]
breaches_up_to = 2
levels_pct = [90, 99]
resamples = 200
[threats]
breach_reach_share = 1.0
[[product]]
name = "google-wallet"
initial_share = 0.01
"#;

fn compare(place: &Place, folder: &str, threads: &str) -> super::Answer {
    place.write("tail.toml", SCENARIO.as_bytes());
    place.call(&[&["compare", "tail.toml", "--out", folder, "--threads", threads], &SMALL[..]].concat())
}

fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut lines = text.lines();
    let names: Vec<&str> = lines.next().unwrap().split(',').collect();
    let row = |line: &str| names.iter().map(|name| (*name).to_owned()).zip(line.split(',').map(str::to_owned)).collect();
    lines.map(row).collect()
}

fn number(row: &BTreeMap<String, String>, column: &str) -> f64 {
    row[column].parse().unwrap_or(f64::NAN)
}

#[test]
fn what_worlds_tell_is_in_every_result_and_does_not_depend_on_threads() {
    let place = Place::new();
    let told = compare(&place, "one", "1").done();
    assert!(told.out.contains("Losses on google-wallet over the horizon") && told.out.contains("ES 99 %"), "{}", told.out);
    let losses = told.out.split_once("Losses on").map_or("", |parts| parts.1);
    assert!(losses.lines().all(|line| line.chars().count() <= 120), "{losses}");
    compare(&place, "two", "2").done();
    for name in ["worlds.csv", "losses.csv", "charts/loss-exceedance.svg", "report.html"] {
        assert_eq!(place.read(&format!("one/{name}")), place.read(&format!("two/{name}")), "{name}");
    }
    assert!(place.read("one/report.html").contains("id=\"losses\""));
    let worlds = rows(&place.read("one/worlds.csv"));
    assert_eq!(worlds.len(), 2 * 3 * 2, "strategies, numbers of breaches, replicates");
    for strategy in ["stay-on-device", "go-cloud"] {
        let of: Vec<_> = worlds.iter().filter(|row| row["strategy"] == strategy).collect();
        let chance: f64 = of.iter().map(|row| number(row, "chance_pct")).sum();
        assert!((chance - 100.0).abs() < 1e-3, "{chance}");
    }
    let days = |strategy: &str| worlds.iter().filter(|row| row["strategy"] == strategy).map(|row| row["days"].clone()).collect::<Vec<_>>();
    assert_eq!(days("stay-on-device"), days("go-cloud"), "the same breaches in every strategy");
    let by_breach: f64 = worlds.iter().filter(|row| row["strategy"] == "go-cloud").map(|row| number(row, "breach_net_m")).sum();
    assert!(by_breach > 0.0);
    assert!(
        worlds.iter().filter(|row| row["strategy"] == "stay-on-device").all(|row| number(row, "breach_net_m") == 0.0),
        "no vault, no breach"
    );
    let losses = rows(&place.read("one/losses.csv"));
    let of = |statistic: &str| {
        let chosen =
            losses.iter().filter(|row| row["strategy"] == "go-cloud" && row["measure"] == "fraud-net" && row["statistic"] == statistic);
        chosen.cloned().collect::<Vec<_>>()
    };
    let curve = of("exceedance");
    assert!(curve.windows(2).all(|pair| number(&pair[0], "loss_m") >= number(&pair[1], "loss_m")));
    assert!(curve.windows(2).all(|pair| number(&pair[0], "level_pct") <= number(&pair[1], "level_pct")));
    for (risk, shortfall) in of("value-at-risk").iter().zip(of("expected-shortfall")) {
        assert!(number(&shortfall, "loss_m") >= number(risk, "loss_m") - 1e-9, "{risk:?} {shortfall:?}");
    }
    let mean: f64 = of("mean").iter().map(|row| number(row, "loss_m")).sum();
    let mixed: f64 = worlds
        .iter()
        .filter(|row| row["strategy"] == "go-cloud")
        .map(|row| number(row, "chance_pct") / 100.0 * number(row, "fraud_net_m"))
        .sum();
    assert!((mean - mixed).abs() < 1e-5, "{mean} {mixed}");
}

#[test]
fn a_scenario_that_asks_for_no_worlds_has_none() {
    let place = Place::new();
    let told = place.call(&["run", "one-tap.toml", "--quiet", "--out", "results"]).done();
    assert!(!told.out.contains("Losses on"));
    for name in ["worlds.csv", "losses.csv", "charts/loss-exceedance.svg"] {
        assert!(!place.path(&format!("results/{name}")).exists(), "{name}");
    }
    assert!(!place.read("results/report.html").contains("id=\"losses\""));
}

#[test]
fn a_strategy_has_no_worlds_of_its_own_and_a_wrong_level_is_refused() {
    let place = Place::new();
    place.write("wrong.toml", SCENARIO.replace("levels_pct = [90, 99]", "levels_pct = [9]").as_bytes());
    place.call(&["check", "wrong.toml"]).refused().says(&["levels_pct", "between 50 and 99.99"]);
    let own = format!("{SCENARIO}\n[[strategy]]\nname = \"go-cloud\"\nset.\"worlds.breaches_up_to\" = 1\n");
    place.write("own.toml", own.as_bytes());
    place.call(&["check", "own.toml"]).refused().says(&["worlds.breaches_up_to", "belongs to the whole scenario"]);
}
