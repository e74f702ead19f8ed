//! Payments file: written whole beside the results or not at all, never over something else, and stated in the manifest.

use super::{Place, SMALL};
use paycosm::experiment::payment_log::COLUMNS;
use serde_json::{Value, json};

fn run(place: &Place, flags: &[&str]) -> super::Answer {
    place.call(&[&["run", "google-wallet.toml", "--strategy", "go-cloud", "--out", "results"], &SMALL[..], flags].concat())
}

#[test]
fn payments_of_all_replicates_go_into_one_file_that_the_manifest_states() {
    let place = Place::new();
    run(&place, &["--payments", "payments.csv"]).done();
    let text = place.read("payments.csv");
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some(COLUMNS));
    let width = COLUMNS.split(',').count();
    let runs: Vec<&str> = lines
        .map(|line| {
            assert_eq!(line.split(',').count(), width, "{line}");
            line.split(',').nth(1).unwrap()
        })
        .collect();
    assert!(runs.is_sorted() && runs.contains(&"1") && runs.contains(&"2"), "one replicate after the other");
    let manifest: Value = serde_json::from_str(&place.read("results/manifest.json")).unwrap();
    let stated = json!({ "path": "payments.csv", "kept": "all payments", "sampled_by": "person", "sample": 1, "rows": runs.len() });
    assert_eq!(manifest["payments_file"], stated);
    // Over the older one, of another scale; the same again for other threads.
    run(&place, &["--payments", "payments.csv", "--payments-sample", "3", "--threads", "1"]).done();
    let sampled = place.read("payments.csv");
    assert!(sampled.lines().count() < text.lines().count());
    run(&place, &["--payments", "payments.csv", "--payments-sample", "3", "--threads", "3"]).done();
    assert_eq!(place.read("payments.csv"), sampled);
    assert!(place.read("results/manifest.json").contains("all payments of one person in 3"));
}

#[test]
fn results_are_the_same_with_and_without_the_file() {
    let place = Place::new();
    run(&place, &["--payments", "payments.csv"]).done();
    let tables = ["annual.csv", "monthly.csv", "products.csv", "parties.csv", "fraud.csv", "trial_balance.csv", "report.html"];
    let with: Vec<String> = tables.iter().map(|name| place.read(&format!("results/{name}"))).collect();
    run(&place, &[]).done();
    for (name, with) in tables.iter().zip(with) {
        assert_eq!(place.read(&format!("results/{name}")), with, "{name}");
    }
    assert!(!place.read("results/manifest.json").contains("payments_file"));
}

#[test]
fn a_place_that_cannot_hold_the_file_is_refused_before_anything_is_done() {
    let place = Place::new();
    place.write("letter.csv", b"dear,you\n");
    std::fs::create_dir(place.path("folder.csv")).unwrap();
    let before = place.contents();
    for (path, why) in [
        ("letter.csv", "holds no payments written by paycosm"),
        ("folder.csv", "holds no payments written by paycosm"),
        ("payments.txt", "ends in .csv"),
        ("nowhere/payments.csv", "in no folder that is there"),
    ] {
        run(&place, &["--payments", path]).refused().says(&[path, why, "name another file with --payments"]);
        assert_eq!(place.contents(), before, "{path}");
    }
    run(&place, &["--payments-sample", "2"]).refused().says(&["--payments"]);
    run(&place, &["--payments", "payments.csv", "--payments-sample", "0"]).refused().says(&["--payments-sample", "1..="]);
    run(&place, &[]).done();
    let before = place.contents();
    run(&place, &["--payments", "results/payments.csv"]).refused().says(&["inside the folder of results"]);
    assert_eq!(place.contents(), before);
}

#[cfg(unix)]
#[test]
fn a_link_is_not_followed() {
    let place = Place::new();
    place.write("theirs.csv", format!("{COLUMNS}\n").as_bytes());
    std::os::unix::fs::symlink(place.path("theirs.csv"), place.path("link.csv")).unwrap();
    run(&place, &["--payments", "link.csv"]).refused().says(&["link.csv", "holds no payments"]);
    assert_eq!(place.read("theirs.csv"), format!("{COLUMNS}\n"));
}
