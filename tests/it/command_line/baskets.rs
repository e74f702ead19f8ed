//! Baskets: what they add up is what the other tables say, and they change no other table.

use super::{Place, SMALL, contents};
use std::collections::BTreeMap;
use std::path::PathBuf;

const BASKETS: &str = r#"extends = "google-wallet.toml"
strategies = ["stay-on-device", "go-cloud"]
[[basket]]
name = "wallets"
about = "Both wallets and the carriers."
products = ["google-wallet", "isis"]
parties = ["google"]
roles = ["carrier"]
[[basket]]
name = "typed"
products = ["paypal"]
[[target]]
name = "wallets-in-a-quarter"
metric = "volume_bn"
basket = "wallets"
date = 2013-05-09
over = "quarter"
value = 1
unit = "m usd"
definition = "both wallets"
source = "test"
[[target]]
name = "wallets-share"
metric = "volume_share_pct"
basket = "wallets"
date = 2013-05-09
value = 50
unit = "pct"
definition = "both wallets"
source = "test"
[[target]]
name = "wallets-profit"
metric = "profit_m"
basket = "wallets"
date = 2013-05-09
value = -20
unit = "m usd"
definition = "google and the carriers"
source = "test"
"#;

/// The rows of a table by column name.
fn rows(place: &Place, name: &str) -> Vec<BTreeMap<String, String>> {
    let text = place.read(name);
    let mut lines = text.lines().map(|line| line.split(',').map(String::from).collect::<Vec<_>>());
    let columns = lines.next().unwrap();
    lines.map(|row| columns.iter().cloned().zip(row).collect()).collect()
}

/// The sum of a column over the rows that are kept.
fn sum(rows: &[BTreeMap<String, String>], column: &str, keep: impl Fn(&BTreeMap<String, String>) -> bool) -> f64 {
    rows.iter().filter(|row| keep(row)).map(|row| row[column].parse::<f64>().unwrap()).sum()
}

#[test]
fn a_basket_adds_up_products_and_parties() {
    let place = Place::new();
    place.write("more.toml", BASKETS.as_bytes());
    let answer = place.call(&[&["compare", "more.toml", "--out", "results"], &SMALL[..]].concat()).done();
    assert!(answer.out.contains("Groups in 2014") || answer.out.contains("Groups in 2013"), "{}", answer.out);
    let table = answer.out.split("Groups in").nth(1).unwrap();
    assert!(table.lines().all(|line| line.chars().count() <= 120) && table.contains("wallets") && table.contains("none"), "{table}");
    let [baskets, products, parties, annual, monthly, targets] =
        ["baskets", "products", "parties", "annual", "monthly", "targets"].map(|name| rows(&place, &format!("results/{name}.csv")));
    let wallets = ["google-wallet", "isis"];
    let mut seen = 0;
    for row in &baskets {
        let of_run = |other: &BTreeMap<String, String>| other["strategy"] == row["strategy"] && other["replicate"] == row["replicate"];
        let year = row["year"].as_str();
        if row["basket"] == "typed" {
            assert!(["revenue_m", "profit_m", "take_rate_pct"].iter().all(|column| row[*column].is_empty()), "{row:?}");
            let own =
                sum(&products, "volume_bn", |other| of_run(other) && other["month"].starts_with(year) && other["product"] == "paypal");
            assert!((row["volume_bn"].parse::<f64>().unwrap() - own).abs() < 1e-9, "{row:?}: {own}");
            continue;
        }
        let number = |column: &str| row[column].parse::<f64>().unwrap();
        let is_in = |other: &BTreeMap<String, String>| {
            of_run(other) && other["month"].starts_with(year) && wallets.contains(&other["product"].as_str())
        };
        let (volume, payments) = (sum(&products, "volume_bn", is_in), sum(&products, "payments_m", is_in));
        let member = |other: &BTreeMap<String, String>| {
            let party = other["party"].as_str();
            of_run(other) && other["year"] == year && (party == "google" || other["role"] == "carrier")
        };
        let profit = sum(&parties, "amount_m", member);
        let revenue = sum(&parties, "amount_m", |other| member(other) && !other["amount_m"].starts_with('-'));
        let all = sum(&annual, "volume_bn", |other| of_run(other) && other["year"] == year);
        let close = |column: &str, expected: f64| {
            assert!((number(column) - expected).abs() < 1e-5, "{column}: {} is not {expected}", number(column));
        };
        close("volume_bn", volume);
        close("payments_m", payments);
        close("profit_m", profit);
        close("revenue_m", revenue);
        close("volume_share_pct", if all == 0.0 { 0.0 } else { 100.0 * volume / all });
        let rate = if volume == 0.0 { 0.0 } else { revenue / 10.0 / volume };
        assert!((number("take_rate_pct") - rate).abs() < 1e-4 * (1.0 + rate), "{row:?}: {rate}");
        // Nobody counts twice: no more than both, no fewer than either.
        let last = products.iter().filter(|other| is_in(other)).map(|other| other["month"].clone()).max().unwrap();
        let users =
            |product: &str| sum(&products, "users_m", |other| is_in(other) && other["month"] == last && other["product"] == product);
        let (google, isis) = (users("google-wallet"), users("isis"));
        assert!(number("users_m") <= google + isis + 1e-9 && number("users_m") >= google.max(isis) - 1e-9, "{row:?}");
        let counted = monthly.iter().find(|other| of_run(other) && other["month"] == last).unwrap();
        // These two are all the products whose users count.
        close("users_m", counted["users_m"].parse().unwrap());
        seen += 1;
    }
    assert!(seen >= 8, "two strategies, two replicates, two years at least");
    for target in targets.iter().filter(|row| row["metric"] == "wallets.volume_bn/quarter") {
        let months = ["2013-04", "2013-05", "2013-06"];
        let expected = sum(&products, "volume_bn", |other| {
            other["strategy"] == target["strategy"]
                && months.contains(&other["month"].as_str())
                && wallets.contains(&other["product"].as_str())
        }) / 2.0;
        assert!((target["projected"].parse::<f64>().unwrap() - expected).abs() < 1e-6, "{target:?}: {expected}");
    }
    let page = place.read("results/report.html");
    assert!(page.contains("id=\"groups-table\"") && page.contains("wallets: Both wallets and the carriers."));
    let answer = place.call(&[&["compare", "more.toml", "--json", "--out", "results"], &SMALL[..]].concat()).done().json();
    assert_eq!((answer["groups"].as_array().unwrap().len(), answer["groups"][2]["revenue_m"].is_null()), (4, true));
}

#[test]
fn baskets_change_nothing_but_their_own_tables() {
    let place = Place::new();
    let (before, rest) = BASKETS.split_once("[[basket]]").unwrap();
    let (baskets, _) = rest.split_once("[[target]]").unwrap();
    let twice =
        format!("{before}[[basket]]{baskets}[[basket]]{}", baskets.replace("\"wallets\"", "\"more\"").replace("\"typed\"", "\"keyed\""));
    for (folder, text) in [("none", before.to_owned()), ("once", format!("{before}[[basket]]{baskets}")), ("twice", twice)] {
        std::fs::create_dir(place.path(folder)).unwrap();
        place.write(&format!("{folder}/more.toml"), text.replace("google-wallet.toml", "../google-wallet.toml").as_bytes());
        place.call(&[&["compare", &format!("{folder}/more.toml"), "--out", &format!("{folder}/results")], &SMALL[..]].concat()).done();
    }
    let [none, once, twice] = ["none", "once", "twice"].map(|folder| contents(&place.path(&format!("{folder}/results"))));
    assert!(!none.contains_key(&PathBuf::from("baskets.csv")), "no basket, no table of them");
    let changed = |a: &BTreeMap<PathBuf, Vec<u8>>, b: &BTreeMap<PathBuf, Vec<u8>>| -> Vec<PathBuf> {
        b.iter().filter(|(name, bytes)| a.get(*name) != Some(bytes)).map(|(name, _)| name.clone()).collect()
    };
    let own = ["baskets.csv", "manifest.json", "report.html"].map(PathBuf::from).to_vec();
    assert_eq!((changed(&none, &once), changed(&once, &twice)), (own.clone(), own));
}
