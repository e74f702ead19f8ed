//! Arguments: what the flags do, and what is said of those that make no sense.

use super::{Place, SMALL, contents};
use serde_json::{Value, json};
use std::path::Path;

fn manifest(place: &Place, folder: &str) -> Value {
    serde_json::from_str(&place.read(&format!("{folder}/manifest.json"))).unwrap()
}

/// The second column of a table without its header: what it is of.
fn column(place: &Place, file: &str, column: usize) -> Vec<String> {
    let mut values: Vec<String> = place.read(file).lines().skip(1).map(|line| line.split(',').nth(column).unwrap().to_owned()).collect();
    values.dedup();
    values
}

#[test]
fn flags_out_of_range_are_refused() {
    let place = Place::new();
    let before = place.contents();
    let cases = [
        (["--replicates", "0"], "0 is not in 1..=10000"),
        (["--replicates", "10001"], "10001 is not in 1..=10000"),
        (["--persons-per-agent", "0"], "0 is not in 1..=10000000"),
        (["--persons-per-agent", "99999999999999999999"], "invalid value"),
        (["--threads", "0"], "0 is not in 1..=1024"),
        (["--threads", "100000"], "invalid value"),
        (["--seed", "99999999999999999999"], "invalid value"),
        (["--seed", "-1"], "invalid value '-1' for '--seed"),
        (["--replicates", "-1"], "-1 is not in 1..=10000"),
        (["--sed", "1"], "--seed"),
        (["--out", ""], "--out"),
    ];
    for (flags, words) in cases {
        for command in ["run", "compare"] {
            place.call(&[&[command, "one-tap.toml"], &flags[..]].concat()).refused().says(&[words]);
        }
    }
    assert_eq!(place.contents(), before);
}

#[test]
fn an_unknown_strategy_or_baseline_is_met_with_the_known_ones() {
    let place = Place::new();
    let before = place.contents();
    let words = ["no strategy `clod`", "cloud, device"];
    place.call(&["run", "one-tap.toml", "--strategy", "clod"]).refused().says(&words);
    place.call(&["compare", "one-tap.toml", "--baseline", "clod"]).refused().says(&words);
    place.call(&["trace", "one-tap.toml", "--strategy", "clod"]).refused().says(&["no strategy `clod`", "cloud, device"]);
    assert_eq!(place.contents(), before);
}

#[test]
fn a_call_without_sense_is_told_how_to_call() {
    let place = Place::new();
    for arguments in [&["rn"][..], &["run"], &["compare"], &["check"], &["run", "one-tap.toml", "google-wallet.toml"]] {
        place.call(arguments).refused().says(&["--help"]);
    }
    assert_eq!(place.call(&[]).code, Some(2));
    assert!(place.call(&["--help"]).done().out.contains("compare"));
    assert!(place.call(&["--version"]).done().out.starts_with("paycosm "));
}

#[test]
fn flags_replace_what_the_scenario_says() {
    let place = Place::new();
    let flags =
        ["--strategy", "go-cloud", "--seed", "7", "--replicates", "3", "--persons-per-agent", "1000000", "--threads", "2", "--out", "here"];
    place.call(&[&["run", "google-wallet.toml", "--quiet"], &flags[..]].concat()).done();
    let manifest = manifest(&place, "here");
    assert_eq!((&manifest["strategies"], &manifest["baseline"]), (&json!(["go-cloud"]), &Value::Null));
    let numbers = ["seed", "replicates", "persons_per_agent", "agents"].map(|key| manifest[key].as_u64());
    assert_eq!(numbers, [Some(7), Some(3), Some(1_000_000), Some(240)]);
    assert_eq!(manifest["timings"]["threads"], 2);
    assert_eq!(column(&place, "here/annual.csv", 0), ["go-cloud"]);
    assert_eq!(column(&place, "here/annual.csv", 1), ["1", "2", "3"]);
}

#[test]
fn a_run_takes_the_baseline_unless_told_otherwise() {
    let place = Place::new();
    place.call(&["run", "one-tap.toml", "--quiet"]).done();
    assert_eq!(column(&place, "output/one-tap/annual.csv", 0), ["cloud"]);
    assert!(!place.path("output/one-tap/comparison.csv").exists());
}

#[test]
fn a_comparison_is_held_against_the_baseline_asked_for() {
    let place = Place::new();
    place.call(&["compare", "one-tap.toml", "--quiet"]).done();
    assert_eq!(column(&place, "output/one-tap/comparison.csv", 2), ["cloud"]);
    place.call(&["compare", "one-tap.toml", "--quiet", "--baseline", "device"]).done();
    assert_eq!(column(&place, "output/one-tap/comparison.csv", 2), ["device"]);
    assert_eq!(manifest(&place, "output/one-tap")["baseline"], "device");
}

#[test]
fn another_seed_is_other_luck() {
    let place = Place::new();
    for (seed, folder) in [("1", "a"), ("2", "b"), ("1", "c")] {
        place.call(&[&["run", "google-wallet.toml", "--seed", seed, "--out", folder], &SMALL[..]].concat()).done();
    }
    let monthly = |folder: &str| place.read(&format!("{folder}/monthly.csv"));
    assert_eq!(monthly("a"), monthly("c"));
    assert_ne!(monthly("a"), monthly("b"));
}

#[test]
fn two_scenarios_write_two_folders() {
    let place = Place::new();
    place.write("twin.toml", b"extends = \"one-tap.toml\"\nname = \"twin\"\n");
    place.call(&["compare", "one-tap.toml", "twin.toml", "--quiet"]).done();
    place.call(&["compare", "one-tap.toml", "twin.toml", "--quiet", "--out", "both"]).done();
    for folder in ["output", "both"] {
        assert_eq!(manifest(&place, &format!("{folder}/one-tap"))["scenario"], "one-tap");
        assert_eq!(manifest(&place, &format!("{folder}/twin"))["scenario"], "twin");
        let tables = |name: &str| contents(&place.path(folder).join(name)).remove(Path::new("trial_balance.csv")).unwrap();
        assert_eq!(tables("one-tap"), tables("twin"));
    }
}

#[test]
fn two_scenarios_of_one_name_are_refused_before_either_runs() {
    let place = Place::new();
    place.write("twin.toml", b"extends = \"one-tap.toml\"\n");
    let before = place.contents();
    let words = ["two scenarios would write", "give them different names"];
    place.call(&["compare", "one-tap.toml", "twin.toml"]).refused().says(&words);
    assert_eq!(place.contents(), before);
}

#[test]
fn the_second_scenario_is_checked_before_the_first_runs() {
    let place = Place::new();
    place.write("huge.toml", b"extends = \"one-tap.toml\"\nname = \"huge\"\n[people]\ncount = 10_000_000_000\n");
    place.write("wrong.toml", b"extends = \"one-tap.toml\"\nname = \"wrong\"\ncuont = 1\n");
    let before = place.contents();
    place.call(&["compare", "one-tap.toml", "huge.toml"]).refused().says(&["huge.toml: 10000000000 agents"]);
    place.call(&["compare", "one-tap.toml", "wrong.toml"]).refused().says(&["--> wrong.toml:3:1"]);
    place.call(&["compare", "one-tap.toml", "nowhere.toml"]).refused().says(&["nowhere.toml"]);
    assert_eq!(place.contents(), before);
}
