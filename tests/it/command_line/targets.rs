//! Targets: published figures beside projections, and that they are never inputs.

use super::{Place, SMALL, STRATEGIES, contents, shipped};
use std::path::PathBuf;

/// Figures of every table, besides the shipped ones.
const MORE: &str = r#"extends = "google-wallet.toml"
[[target]]
name = "volume-of-a-month"
metric = "volume_bn"
date = 2013-05-09
over = "month"
value = 2
unit = "m usd"
definition = "all counted products"
source = "test"
[[target]]
name = "payments-of-a-product"
metric = "payments_m"
product = "google-wallet"
date = 2014-11-30
over = "month"
value = 1
unit = "m"
definition = "approved payments"
source = "test"
[[target]]
name = "active-users-of-a-year"
metric = "active_users_m"
date = 2013-01-01
value = 10
unit = "k"
definition = "different people who paid"
source = "test"
[[target]]
name = "fraud-of-a-year"
metric = "fraud_gross_m"
date = 2014-07-01
value = 1
unit = "m usd"
definition = "what thieves took"
source = "test"
[[target]]
name = "profit-of-a-year"
metric = "operator_profit_m"
product = "google-wallet"
date = 2013-07-01
value = -10
unit = "m usd"
definition = "google's lines"
source = "test"
"#;

/// A table's rows, by column name.
struct Table {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    fn read(place: &Place, name: &str) -> Self {
        let text = place.read(name);
        let mut lines = text.lines().map(|line| line.split(',').map(String::from).collect::<Vec<String>>());
        Self { columns: lines.next().unwrap(), rows: lines.collect() }
    }

    fn cell<'a>(&self, row: &'a [String], column: &str) -> &'a str {
        &row[self.columns.iter().position(|name| name == column).unwrap()]
    }

    /// The mean over two replicates of a column's sum over a strategy's rows whose cells are as wanted; a cell may begin with it.
    fn mean(&self, strategy: &str, column: &str, wanted: &[(&str, &str)]) -> f64 {
        let is_wanted = |row: &&Vec<String>| {
            self.cell(row, "strategy") == strategy && wanted.iter().all(|(column, value)| self.cell(row, column).starts_with(value))
        };
        let rows: Vec<&Vec<String>> = self.rows.iter().filter(is_wanted).collect();
        assert!(!rows.is_empty(), "{column}: {wanted:?}");
        rows.iter().map(|row| self.cell(row, column).parse::<f64>().unwrap()).sum::<f64>() / 2.0
    }
}

#[test]
fn what_is_projected_is_what_the_other_tables_say() {
    let place = Place::new();
    place.write("more.toml", MORE.as_bytes());
    place.call(&[&["compare", "more.toml", "--out", "results"], &SMALL[..]].concat()).done();
    let [annual, monthly, products, parties, targets] =
        ["annual", "monthly", "products", "parties", "targets"].map(|name| Table::read(&place, &format!("results/{name}.csv")));
    let wallet = ("product", "google-wallet");
    let mut seen = 0;
    for row in &targets.rows {
        let cell = |column| targets.cell(row, column);
        let strategy = cell("strategy");
        let expected = match (cell("metric"), cell("date")) {
            ("volume_bn", "2012-12-31") => {
                let of = |product| products.mean(strategy, "volume_bn", &[("product", product), ("month", "2012")]);
                of("google-wallet") + of("isis")
            }
            ("active_users_m", "2012-12-31") => annual.mean(strategy, "active_users_m", &[("year", "2012")]),
            ("google-wallet.users_m", "2012-08-01") => products.mean(strategy, "users_m", &[wallet, ("month", "2012-08")]),
            ("google-wallet.users_m", "2014-09-30") => products.mean(strategy, "users_m", &[wallet, ("month", "2014-09")]),
            ("volume_bn/month", _) => monthly.mean(strategy, "volume_bn", &[("month", "2013-05")]),
            ("google-wallet.payments_m/month", _) => products.mean(strategy, "payments_m", &[wallet, ("month", "2014-11")]),
            ("active_users_m", _) => annual.mean(strategy, "active_users_m", &[("year", "2013")]),
            ("fraud_gross_m", _) => annual.mean(strategy, "fraud_gross_m", &[("year", "2014")]),
            ("google-wallet.operator_profit_m", _) => parties.mean(strategy, "amount_m", &[("party", "google"), ("year", "2013")]),
            ("contactless_locations_k", _) | ("isis.enrolments_per_day_k/month", _) => continue,
            other => panic!("no table is held against {other:?}"),
        };
        let [target, projected, deviation] = ["target", "projected", "deviation_pct"].map(|column| cell(column).parse::<f64>().unwrap());
        assert!((projected - expected).abs() <= 1e-6, "{row:?}: the table says {expected}");
        let by_hand = 100.0 * (expected - target) / target.abs();
        assert!((deviation - by_hand).abs() <= 1e-6 * (1.0 + by_hand.abs()) + 1e-4 / target.abs(), "{row:?}: {by_hand}");
        let [low, high] = ["low", "high"].map(|column| cell(column).parse::<f64>().unwrap());
        assert!(low <= projected && projected <= high, "{row:?}");
        seen += 1;
    }
    assert_eq!((seen, targets.rows.len()), (STRATEGIES.len() * 10, STRATEGIES.len() * 14));
}

#[test]
fn doubling_every_published_figure_changes_nothing_but_the_comparison_with_it() {
    let place = Place::new();
    let (before, published) = shipped("google-wallet.toml").split_once("[[target]]").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    let doubled: Vec<String> = published
        .lines()
        .map(|line| match line.strip_prefix("value = ") {
            Some(value) => format!("value = {}", 2.0 * value.parse::<f64>().unwrap()),
            None => line.to_owned(),
        })
        .collect();
    std::fs::create_dir(place.path("doubled")).unwrap();
    place.write("doubled/google-wallet.toml", format!("{before}[[target]]{}\n", doubled.join("\n")).as_bytes());
    for (scenario, folder) in [("google-wallet.toml", "once"), ("doubled/google-wallet.toml", "twice")] {
        place.call(&[&["compare", scenario, "--out", folder], &SMALL[..]].concat()).done();
    }
    let (once, twice) = (contents(&place.path("once")), contents(&place.path("twice")));
    assert_eq!(once.keys().collect::<Vec<_>>(), twice.keys().collect::<Vec<_>>());
    let changed: Vec<&PathBuf> = once.iter().filter(|(name, bytes)| twice[*name] != **bytes).map(|(name, _)| name).collect();
    // Locations were published for three dates, so they have a chart over time.
    let over_time = "charts/targets_contactless_locations_k";
    let charts = ["charts/targets.png".to_owned(), "charts/targets.svg".to_owned(), format!("{over_time}.png"), format!("{over_time}.svg")];
    let others = ["manifest.json", "report.html", "targets.csv"].map(String::from);
    let expected: Vec<PathBuf> = charts.into_iter().chain(others).map(PathBuf::from).collect();
    assert_eq!(changed, expected.iter().collect::<Vec<_>>());
    let column = |folder: &str, name: &str| {
        let table = Table::read(&place, &format!("{folder}/targets.csv"));
        table.rows.iter().map(|row| table.cell(row, name).to_owned()).collect::<Vec<_>>()
    };
    let numbers = |folder| column(folder, "target").into_iter().map(|value| value.parse::<f64>().unwrap()).collect::<Vec<_>>();
    assert!(numbers("once").iter().zip(numbers("twice")).all(|(once, twice)| (2.0 * once - twice).abs() < 1e-9));
    assert_eq!(column("once", "projected"), column("twice", "projected"));
}

#[test]
fn missed_figures_are_told_and_are_no_failure() {
    let place = Place::new();
    let answer = place.call(&[&["run", "google-wallet.toml", "--out", "results"], &SMALL[..]].concat()).done();
    assert!(answer.out.contains("Against published figures") && answer.out.contains("US phone payments in shops, 2012"), "{}", answer.out);
    let told = answer.out.split("Against published figures").nth(1).unwrap();
    assert!(told.lines().all(|line| line.chars().count() <= 120) && told.contains(" (-100 %)"), "{told}");
    let rows = place.call(&[&["run", "google-wallet.toml", "--json", "--out", "results"], &SMALL[..]].concat()).done().json();
    assert_eq!(rows["targets"].as_array().unwrap().len(), Table::read(&place, "results/targets.csv").rows.len());
    assert!(rows["targets"][0]["deviation_pct"].as_f64().unwrap() < -50.0);
}

#[test]
fn a_scenario_without_published_figures_has_an_empty_table_and_no_chart_of_them() {
    let place = Place::new();
    let answer = place.call(&["compare", "one-tap.toml", "--out", "results"]).done();
    assert!(!answer.out.contains("published"), "{}", answer.out);
    assert_eq!(place.read("results/targets.csv").lines().count(), 1);
    assert!(contents(&place.path("results/charts")).keys().all(|name| !name.to_string_lossy().contains("targets")));
}
