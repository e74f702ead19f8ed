//! Output: results on standard output, everything else on standard error.

use super::{Place, SHIPPED, SMALL, STRATEGIES};
use std::fs;
use std::process::Stdio;

#[test]
fn results_and_progress_go_separate_ways() {
    let place = Place::new();
    let answer = place.call(&["compare", "one-tap.toml"]).done();
    assert!(answer.out.contains("wallet in 2012") && answer.out.contains("users, m"), "{}", answer.out);
    assert!(!answer.out.contains("written to"));
    answer.says(&["one-tap: strategies 2, replicates 1, days 7, threads ", "written to output/one-tap in "]);
}

#[test]
fn a_quiet_call_says_nothing_beside_its_results() {
    let place = Place::new();
    for command in ["run", "compare"] {
        let answer = place.call(&[command, "one-tap.toml", "--quiet"]).done();
        assert!(!answer.out.is_empty());
        assert_eq!(answer.err, "");
    }
    for command in ["check", "trace"] {
        assert_eq!(place.call(&[command, "one-tap.toml"]).done().err, "");
    }
}

#[test]
fn results_can_be_had_as_json() {
    let place = Place::new();
    let run = place.call(&[&["run", "google-wallet.toml", "--json"], &SMALL[..]].concat()).done().json();
    let years: Vec<i64> = run["annual"].as_array().unwrap().iter().map(|row| row["year"].as_i64().unwrap()).collect();
    assert_eq!(years, [2011, 2012, 2013, 2014]);
    assert!(run["annual"][3]["users_m"]["mean"].is_number());
    let compared = place.call(&[&["compare", "google-wallet.toml", "--json"], &SMALL[..]].concat()).done().json();
    assert_eq!((&compared["focus"], &compared["baseline"]), (&"google-wallet".into(), &"stay-on-device".into()));
    assert_eq!((compared["year"].as_i64(), compared["is_full_year"].as_bool()), (Some(2014), Some(true)));
    let rows = compared["rows"].as_array().unwrap();
    let metrics: Vec<&str> = rows.iter().filter(|row| row["strategy"] == "go-cloud").map(|row| row["metric"].as_str().unwrap()).collect();
    assert_eq!(metrics, ["users_m", "active_users_m", "volume_bn", "fraud_bp", "operator_profit_m"]);
    assert_eq!(rows.len(), 5 * STRATEGIES.len());
}

#[test]
fn a_reader_who_goes_away_is_no_failure() {
    let place = Place::new();
    for arguments in [&["check", "google-wallet.toml"][..], &["trace", "one-tap.toml"], &["run", "one-tap.toml", "--quiet"], &["--help"]] {
        let mut child = place.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let done = child.wait_with_output().unwrap();
        assert_eq!((done.status.code(), String::from_utf8_lossy(&done.stderr).as_ref()), (Some(0), ""), "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn standard_output_that_cannot_be_written_is_a_failure() {
    let place = Place::new();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let done = place.command(&["check", "one-tap.toml"]).stdout(full).stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap();
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&done.stderr).contains("error: cannot write to standard output"));
}

#[test]
fn a_check_shows_every_setting_in_force() {
    let place = Place::new();
    let out = place.call(&["check", "google-wallet.toml"]).done().out;
    assert!(out.starts_with("google-wallet.toml: right. ") && out.contains(" strategies, 2011-09-01 to 2015-01-01\n"), "{}", &out[..200]);
    let lines: Vec<&str> = out.lines().map(str::trim).collect();
    for line in ["people.count = 240000000  [1 to 10000000000]", "Settings of strategy stay-on-device"] {
        assert!(lines.contains(&line) || lines.iter().any(|l| l.starts_with("people.count = 240")), "{line} is not in\n{out}");
    }
    assert!(lines.contains(&"from cloud-launch (2012-08-01)"));
    assert!(lines.iter().any(|line| line.ends_with("(default)")));
    for name in SHIPPED {
        assert_eq!(place.call(&["check", "--quiet", name]).done().out.lines().count(), 1);
    }
}

#[test]
fn a_list_names_each_scenario_its_question_and_its_strategies() {
    let place = Place::new();
    fs::create_dir(place.path("scenarios")).unwrap();
    for name in SHIPPED {
        fs::rename(place.path(name), place.path("scenarios").join(name)).unwrap();
    }
    place.write("scenarios/broken.toml", b"name = 5\n");
    place.write("scenarios/notes.txt", b"not a scenario");
    let out = place.call(&["list"]).done().out;
    let lines: Vec<&str> = out.lines().map(str::trim).collect();
    let heads: Vec<&str> = lines.iter().copied().filter(|line| line.starts_with("scenarios")).collect();
    assert_eq!(heads, ["scenarios/broken.toml", "scenarios/everyone-taps.toml", "scenarios/google-wallet.toml", "scenarios/one-tap.toml"]);
    assert_eq!(lines[1], "has mistakes; see `paycosm check scenarios/broken.toml`");
    assert!(lines.contains(&format!("strategies: {}", STRATEGIES.join(", ")).as_str()));
    assert!(lines.iter().any(|line| line.starts_with("Who says what to whom")));
}

#[test]
fn a_list_without_a_folder_of_scenarios_is_refused() {
    Place::new().call(&["list"]).refused().says(&["cannot read the folder scenarios"]);
}
