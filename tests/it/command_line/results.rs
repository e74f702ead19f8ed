//! Results: the files that a run leaves, their columns, and that the same question has the same answer, byte for byte.

use super::{Place, SMALL, STRATEGIES, contents};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;

/// Tables and their columns.
const TABLES: [(&str, &str); 20] = [
    (
        "annual.csv",
        "strategy,replicate,year,users_m,active_users_m,payments_m,volume_bn,fraud_gross_m,fraud_prevented_m,fraud_net_m,fraud_bp",
    ),
    (
        "monthly.csv",
        "strategy,replicate,month,users_m,active_users_m,payments_m,volume_bn,fraud_gross_m,fraud_prevented_m,fraud_net_m,fraud_bp",
    ),
    (
        "products.csv",
        "strategy,replicate,month,product,users_m,active_users_m,attempts_m,payments_m,volume_bn,declined_funds_m,declined_risk_m,\
         declined_timeout_m,declined_other_m,reversed_m,refunded_m,false_alarms_m",
    ),
    ("parties.csv", "strategy,replicate,year,party,role,line,amount_m"),
    ("fraud.csv", "strategy,replicate,year,vector,product,bearer,attempted_m,prevented_m,gross_m,recovered_m,net_m"),
    ("gates.csv", "strategy,replicate,year,product,gate,people_m"),
    ("disputes.csv", "strategy,replicate,year,product,leg,reason,outcome,count_m,amount_m"),
    ("comparison.csv", "metric,strategy,baseline,mean,low,high,difference,difference_low,difference_high,verdict"),
    ("targets.csv", "strategy,metric,date,target,projected,low,high,deviation_pct,source"),
    ("funding.csv", "strategy,replicate,month,product,funding,payments_m,volume_bn"),
    ("ladder.csv", "strategy,replicate,month,product,rung,people_m"),
    ("acceptance.csv", "strategy,replicate,month,technology,installed_m,switched_on_m"),
    ("licences.csv", "strategy,replicate,month,applied,granted,queue,operating"),
    ("channels.csv", "strategy,replicate,month,product,channel,payments_m,volume_bn"),
    (
        "bridge.csv",
        "strategy,replicate,year,product,funding,payments_m,volume_bn,interchange_share_m,funding_interchange_m,assessments_m,\
         staged_wallet_fee_m,credit_loss_m,fraud_m,margin_m",
    ),
    (
        "trust.csv",
        "strategy,replicate,month,product,people_m,users_m,trust_pct,users_trust_pct,news_risk_pct,security_pct,users_security_pct",
    ),
    ("thefts.csv", "strategy,replicate,year,vector,product,place,tried_m,paid_m"),
    ("credentials.csv", "strategy,replicate,month,vector,got_m,used_m,stale_m,stock_m,age_days,kept_m,price_expected"),
    (
        "monitoring.csv",
        "strategy,false_alarms_pct,separation,detected_pct,prevented_pct,refused_bp,refused_by_monitor_bp,refused_by_limits_bp,refused_by_banks_bp,lost_bp,lost_low,lost_high,\
         spent_bp,spent_low,spent_high,cost_bp,cost_low,cost_high",
    ),
    ("trial_balance.csv", "strategy,replicate,account,owner,debit,credit"),
];

/// Figures of a run; a comparison has one more.
const FIGURES: [&str; 10] = [
    "adoption",
    "fraud-by-vector",
    "fraud-prevented",
    "monitoring-roc",
    "trust",
    "fraud-loss-by-bearer",
    "profit-by-party",
    "targets",
    "targets_contactless_locations_k",
    "volume",
];

/// A small comparison in `results`, done once for all tests that only look at it.
static COMPARED: LazyLock<Place> = LazyLock::new(|| {
    let place = Place::new();
    place.call(&[&["compare", "google-wallet.toml", "--out", "results"], &SMALL[..]].concat()).done();
    place
});

/// All results but the manifest, which tells the time.
fn results(place: &Place, folder: &str) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = contents(&place.path(folder));
    assert!(files.remove(&PathBuf::from("manifest.json")).is_some());
    files
}

#[track_caller]
fn assert_same(place: &Place, folder: &str, other: &str) {
    let (ours, theirs) = (results(place, folder), results(place, other));
    assert_eq!(ours.keys().collect::<Vec<_>>(), theirs.keys().collect::<Vec<_>>());
    for (name, bytes) in &ours {
        assert!(theirs[name] == *bytes, "{} differs between {folder} and {other}", name.display());
    }
}

#[test]
fn every_table_has_its_columns_and_its_rows() {
    for (name, columns) in TABLES {
        let text = COMPARED.read(&format!("results/{name}"));
        let mut lines = text.lines();
        assert_eq!(lines.next(), Some(columns), "{name}");
        let width = columns.split(',').count();
        // Nobody can need a licence in this market.
        assert_eq!(lines.clone().count() == 0, name == "licences.csv", "rows of {name}");
        assert!(lines.all(|line| line.split(',').count() == width), "{name} has a row of another width");
        assert!(text.ends_with('\n') && !text.contains('\r'));
    }
}

/// Who stops an honest payment, the operator's monitoring, its limits or a bank's score, is told apart and adds up; here all are quick to.
#[test]
fn honest_payments_are_refused_by_the_monitor_or_by_a_bank() {
    let place = Place::new();
    let banks = ["chase", "bank-of-america", "wells-fargo", "citi", "us-bank", "capital-one", "regional-banks", "community-banks"];
    let quick: String = banks.iter().map(|bank| format!("[[bank]]\nname = \"{bank}\"\nrisk_false_positive_pct = 5.0\n")).collect();
    let text = format!(
        "extends = \"google-wallet.toml\"\nname = \"quick\"\nstrategies = [\"go-cloud\", \"go-cloud-no-monitoring\"]\n\
         baseline = \"go-cloud\"\ntarget = []\n{quick}[[product]]\nname = \"google-wallet\"\n[product.monitoring]\nfalse_positive_pct = 5.0\n\
         [protection.velocity]\nenabled = false\namount_usd_per_day = 80.00\n\
         [[strategy]]\nname = \"go-cloud-no-monitoring\"\nset.\"protection.velocity.enabled\" = true\n"
    );
    place.write("quick.toml", text.as_bytes());
    place.call(&[&["compare", "quick.toml", "--out", "results"], &SMALL[..]].concat()).done();
    let told = place.read("results/monitoring.csv");
    let mut lines = told.lines();
    let names: Vec<&str> = lines.next().unwrap().split(',').collect();
    for (line, is_watched) in lines.zip([true, false]) {
        let cells: Vec<&str> = line.split(',').collect();
        let bp = |name: &str| cells[names.iter().position(|other| *other == name).unwrap()].parse::<f64>().unwrap();
        let [all, monitor, limits, banks] = ["refused_bp", "refused_by_monitor_bp", "refused_by_limits_bp", "refused_by_banks_bp"].map(bp);
        assert!((all - monitor - limits - banks).abs() < 1e-5 && banks > 0.0, "{line}");
        assert_eq!(monitor > 0.0, is_watched, "where nobody watches, nobody is stopped by it: {line}");
        assert_eq!(limits > 0.0, !is_watched, "nor by limits where there are none: {line}");
    }
    assert_eq!(told.lines().count(), 3);
}

#[test]
fn every_figure_is_drawn_twice() {
    for name in FIGURES.iter().chain(&["comparison"]) {
        let svg = COMPARED.read(&format!("results/charts/{name}.svg"));
        assert!(svg.contains("<svg") && svg.trim_end().ends_with("</svg>"), "{name}");
        let png = std::fs::read(COMPARED.path(&format!("results/charts/{name}.png"))).unwrap();
        assert!(png.starts_with(b"\x89PNG\r\n") && png.len() > 1_000, "{name}");
    }
}

#[test]
fn nothing_else_is_written() {
    let tables = TABLES.iter().map(|(name, _)| PathBuf::from(name));
    let figures =
        FIGURES.iter().chain(&["comparison"]).flat_map(|name| ["svg", "png"].map(|kind| PathBuf::from(format!("charts/{name}.{kind}"))));
    let mut expected: Vec<PathBuf> = tables.chain(figures).chain(["charts", "report.html"].map(PathBuf::from)).collect();
    expected.sort();
    assert_eq!(results(&COMPARED, "results").into_keys().collect::<Vec<_>>(), expected);
}

#[test]
fn a_run_writes_all_but_the_comparison() {
    let place = Place::new();
    place.call(&[&["run", "google-wallet.toml", "--out", "results"], &SMALL[..]].concat()).done();
    // Nobody watches under the baseline.
    let is_left_out = |path: &PathBuf| ["comparison", "monitoring"].iter().any(|word| path.to_string_lossy().contains(word));
    let all = results(&COMPARED, "results").into_keys().filter(|path| !is_left_out(path));
    assert_eq!(results(&place, "results").into_keys().collect::<Vec<_>>(), all.collect::<Vec<_>>());
}

#[test]
fn every_month_of_every_run_has_a_row() {
    let months = COMPARED.read("results/monthly.csv");
    let runs = STRATEGIES.len() * 2;
    assert_eq!(months.lines().count(), 1 + runs * 40);
    assert_eq!(COMPARED.read("results/annual.csv").lines().count(), 1 + runs * 4);
    assert!(months.lines().nth(1).unwrap().starts_with("stay-on-device,1,2011-09,"));
    let last = format!("{},2,2014-12,", STRATEGIES[STRATEGIES.len() - 1]);
    assert!(months.lines().last().unwrap().starts_with(&last));
    assert_eq!(COMPARED.read("results/comparison.csv").lines().count(), 1 + 5 * STRATEGIES.len());
}

/// A decimal in millionths.
fn exact(decimal: &str) -> i128 {
    let (whole, part) = decimal.split_once('.').unwrap_or((decimal, ""));
    assert!(part.len() <= 6, "{decimal}");
    format!("{whole}{part:0<6}").parse().unwrap()
}

#[test]
fn the_trial_balance_of_every_run_balances() {
    let mut sums: BTreeMap<(String, String), (i128, i128)> = BTreeMap::new();
    for line in COMPARED.read("results/trial_balance.csv").lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let sum = sums.entry((fields[0].to_owned(), fields[1].to_owned())).or_default();
        sum.0 += exact(fields[4]);
        sum.1 += exact(fields[5]);
    }
    assert_eq!(sums.len(), STRATEGIES.len() * 2);
    assert!(sums.values().all(|(debit, credit)| debit == credit && *debit > 0), "{sums:?}");
}

#[test]
fn the_manifest_says_where_the_results_come_from() {
    let manifest: Value = serde_json::from_str(&COMPARED.read("results/manifest.json")).unwrap();
    let keys: Vec<&str> = manifest.as_object().unwrap().keys().map(String::as_str).collect();
    let expected = [
        "agents",
        "audits",
        "baseline",
        "candidate_points",
        "cases_open",
        "cpu_seconds",
        "currency",
        "districts",
        "effective_text",
        "messages",
        "payments_simulated",
        "persons_per_agent",
        "program",
        "replicates",
        "run_again",
        "scenario",
        "scenario_hash",
        "seed",
        "strategies",
        "timings",
        "version",
    ];
    assert_eq!(keys, expected);
    assert_eq!((&manifest["program"], &manifest["version"]), (&json!("paycosm"), &json!(env!("CARGO_PKG_VERSION"))));
    assert_eq!(manifest["strategies"], json!(STRATEGIES));
    assert_eq!((manifest["agents"].as_u64(), manifest["persons_per_agent"].as_u64()), (Some(600), Some(400_000)));
    for count in ["candidate_points", "messages", "payments_simulated"] {
        assert!(manifest[count].as_u64().unwrap() > 0, "{count}");
    }
    let audits = manifest["audits"].as_array().unwrap();
    assert!(audits.len() >= 8 && audits.iter().all(|audit| audit["passed"] == true && audit["runs"] == STRATEGIES.len() * 2), "{audits:?}");
    assert!(manifest["effective_text"].as_str().unwrap().starts_with("# google-wallet.toml\n"));
    assert!(manifest["cpu_seconds"].as_f64().unwrap() > 0.0 && manifest["timings"]["wall_seconds"].as_f64().unwrap() > 0.0);
}

#[test]
fn the_hash_is_that_of_the_text_wherever_the_file_lies() {
    use sha2::{Digest as _, Sha256};
    let place = Place::new();
    std::fs::create_dir(place.path("far")).unwrap();
    std::fs::copy(place.path("one-tap.toml"), place.path("far/one-tap.toml")).unwrap();
    place.call(&["run", "one-tap.toml", "--quiet", "--out", "a"]).done();
    place.call(&["run", "far/one-tap.toml", "--quiet", "--out", "b"]).done();
    let manifest = |folder: &str| serde_json::from_str::<Value>(&place.read(&format!("{folder}/manifest.json"))).unwrap();
    assert_eq!(manifest("a")["scenario_hash"], manifest("b")["scenario_hash"]);
    let text = manifest("a")["effective_text"].as_str().unwrap().to_owned();
    let hash: String = Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(manifest("a")["scenario_hash"], json!(hash));
}

/// Types what the manifest says into a shell.
fn run_again(place: &Place, folder: &str, other: &str) {
    let manifest: Value = serde_json::from_str(&place.read(&format!("{folder}/manifest.json"))).unwrap();
    let again = manifest["run_again"].as_str().unwrap();
    let flags = again.strip_prefix("paycosm ").unwrap();
    let script = format!("'{}' {flags} --quiet --out {other}", env!("CARGO_BIN_EXE_paycosm"));
    let done = Command::new("sh").args(["-c", &script]).current_dir(place.0.path()).output().unwrap();
    assert!(done.status.success(), "{script}: {}", String::from_utf8_lossy(&done.stderr));
}

#[cfg(unix)]
#[test]
fn what_the_manifest_says_to_run_again_gives_the_same_bytes() {
    let place = Place::new();
    std::fs::rename(place.path("google-wallet.toml"), place.path("my wallet's.toml")).unwrap();
    let flags = ["--seed", "5", "--baseline", "go-cloud"];
    place.call(&[&["compare", "my wallet's.toml", "--out", "first"], &flags[..], &SMALL[..]].concat()).done();
    run_again(&place, "first", "second");
    assert_same(&place, "first", "second");
    place.call(&[&["run", "my wallet's.toml", "--strategy", "go-cloud", "--out", "third"], &SMALL[..]].concat()).done();
    run_again(&place, "third", "fourth");
    assert_same(&place, "third", "fourth");
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let place = Place::new();
    for threads in ["1", "2", "5"] {
        // Several runs side by side, then one run on several threads.
        place
            .call(&[&["compare", "google-wallet.toml", "--threads", threads, "--out", &format!("all-{threads}")], &SMALL[..]].concat())
            .done();
        let flags = ["--strategy", "go-cloud", "--replicates", "1", "--persons-per-agent", "60000", "--quiet"];
        place.call(&[&["run", "google-wallet.toml", "--threads", threads, "--out", &format!("one-{threads}")], &flags[..]].concat()).done();
    }
    for kind in ["all", "one"] {
        assert_same(&place, &format!("{kind}-1"), &format!("{kind}-2"));
        assert_same(&place, &format!("{kind}-1"), &format!("{kind}-5"));
    }
    let again = Place::new();
    again.call(&[&["compare", "google-wallet.toml", "--out", "results"], &SMALL[..]].concat()).done();
    assert_eq!(results(&place, "all-1"), results(&again, "results"));
}

#[test]
fn a_strategy_run_alone_has_the_rows_it_has_in_a_comparison() {
    let place = Place::new();
    place.call(&[&["run", "google-wallet.toml", "--strategy", "go-cloud", "--out", "alone"], &SMALL[..]].concat()).done();
    for (name, columns) in TABLES.iter().filter(|(name, _)| *name != "comparison.csv") {
        let compared = COMPARED.read(&format!("results/{name}"));
        let rows = compared.lines().filter(|line| line == columns || line.starts_with("go-cloud,"));
        assert_eq!(place.read(&format!("alone/{name}")).lines().collect::<Vec<_>>(), rows.collect::<Vec<_>>(), "{name}");
    }
}
