//! Currency: a market whose money is the yuan has the same figures, and is told of in yuan from the first message to the last chart.

use super::report_page::COMPARED;
use super::{Answer, Place, SMALL, contents, shipped};
use serde_json::Value;
use std::sync::LazyLock;

/// A shipped scenario in yuan: the same numbers under keys and words of that money.
fn in_yuan(name: &str) -> String {
    let text = shipped(name).replace("usd", "cny").replace("USD", "CNY");
    let (head, rest) = text.split_once("\nstart = ").unwrap();
    format!("{head}\ncurrency = \"CNY\"\nstart = {rest}")
}

/// The small comparison of the page's tests, in yuan.
static IN_YUAN: LazyLock<(Place, Answer)> = LazyLock::new(|| {
    let place = Place::new();
    place.write("google-wallet.toml", in_yuan("google-wallet.toml").as_bytes());
    let answer = place.call(&[&["compare", "google-wallet.toml", "--out", "results"], &SMALL[..]].concat()).done();
    (place, answer)
});

#[test]
fn the_figures_of_a_market_do_not_depend_on_the_name_of_its_money() {
    let tables = |place: &Place| {
        let files = contents(&place.path("results")).into_iter();
        files.filter(|(name, _)| name.extension().is_some_and(|end| end == "csv")).collect::<Vec<_>>()
    };
    let (yuan, dollars) = (tables(&IN_YUAN.0), tables(&COMPARED.0));
    assert_eq!(yuan.len(), 20);
    for ((name, yuan), (other, dollars)) in yuan.iter().zip(&dollars) {
        let text = String::from_utf8(dollars.clone()).unwrap().replace("USD", "CNY");
        assert!(name == other && String::from_utf8(yuan.clone()).unwrap() == text, "{}", name.display());
    }
}

#[test]
fn terminal_page_and_charts_speak_of_yuan_and_never_of_dollars() {
    let (place, answer) = &*IN_YUAN;
    let (_, dollars) = &*COMPARED;
    assert_eq!(answer.out, dollars.out.replace("USD", "CNY"));
    for words in
        ["volume, bn CNY", "operator's profit, m CNY", "whole horizon, m CNY", "What 100 CNY of google-wallet volume", "529 bn CNY"]
    {
        assert!(answer.out.contains(words), "{words}:\n{}", answer.out);
    }
    let page = place.read("results/report.html");
    for words in
        ["whole horizon, m CNY", "CNY per 100 CNY of volume", "CNY per active user and month", "ticket_<wbr>median_<wbr>cny", "yuan"]
    {
        assert!(page.contains(words), "{words}");
    }
    let mut charts = 0;
    for (name, bytes) in contents(&place.path("results")).into_iter().filter(|(name, _)| name.extension().is_some_and(|end| end != "png")) {
        let text = String::from_utf8(bytes).unwrap();
        for dollar in ["USD", "usd", "US dollars", "$"] {
            assert!(!text.contains(dollar), "{dollar} in {}", name.display());
        }
        charts += usize::from(name.extension().is_some_and(|end| end == "svg") && text.contains("CNY"));
    }
    assert_eq!(charts, 7, "volume, fraud by bearer, by vector and prevented, profit, comparison, targets");
    let manifest: Value = serde_json::from_str(&place.read("results/manifest.json")).unwrap();
    assert_eq!(manifest["currency"], "CNY");
}

#[test]
fn one_run_and_one_payment_in_yuan() {
    let place = Place::new();
    place.write("one-tap.toml", in_yuan("one-tap.toml").as_bytes());
    let run = place.call(&["run", "one-tap.toml", "--strategy", "cloud", "--out", "results", "--quiet"]).done();
    assert!(run.out.contains("money in CNY") && !run.out.contains("USD"), "{}", run.out);
    let page = place.read("results/report.html");
    assert!(page.contains("Money is in CNY;") && page.contains("Profit of each party, whole horizon, m CNY") && !page.contains("USD"));
    let traced = place.call(&["trace", "one-tap.toml"]).done();
    assert!(traced.out.contains("pays 100.00 by wallet") && !traced.out.contains("USD"), "{}", traced.out);
}

#[test]
fn what_check_shows_of_a_market_in_yuan_can_be_written_back() {
    let place = Place::new();
    place.write("base.toml", in_yuan("google-wallet.toml").as_bytes());
    let shown = place.call(&["check", "base.toml"]).done().out;
    assert!(shown.contains("\n  currency = CNY\n") && !shown.contains("_usd"), "{shown}");
    let settings = shown.split("\n\n").find(|part| part.starts_with("Settings of strategy")).unwrap();
    let mut amounts = Vec::new();
    // Rows of fees have no name, and so no path of their own.
    for line in settings.lines().skip(1).filter(|line| !line.trim_start().starts_with("fee.")) {
        let (path, value) = line.trim_start().split_once(" = ").unwrap();
        let value = value.split("  ").next().unwrap();
        if path.contains("_cny") && !value.is_empty() {
            amounts.push(format!("set.\"{path}\" = {value}\n"));
        }
    }
    assert!(amounts.len() > 80, "{}", amounts.len());
    let strategy = format!("[[strategy]]\nname = \"again\"\n{}", amounts.concat());
    place.write("again.toml", format!("extends = \"base.toml\"\nname = \"again\"\n{strategy}").as_bytes());
    let again = place.call(&["check", "again.toml"]).done().out;
    let own = again.split("\nStrategy again:").nth(1).unwrap();
    assert!(!own.contains("_cny"), "every amount is what it was: {own}");
}

#[test]
fn a_slip_into_another_money_is_refused_with_the_right_key() {
    let place = Place::new();
    place.write("yuan.toml", in_yuan("one-tap.toml").as_bytes());
    let over = |text: &str| format!("extends = \"yuan.toml\"\n{text}");
    place.write("slip.toml", over("[[category]]\nname = \"groceries\"\nticket_median_usd = 5.00\n").as_bytes());
    place.call(&["check", "slip.toml"]).refused().says(&[
        "category \"groceries\" has no key `ticket_median_usd`",
        "slip.toml:4:1",
        "this file's currency is CNY: write `ticket_median_cny`",
    ]);
    place.write("slip.toml", over("currency = \"EUR\"\n").as_bytes());
    place.call(&["run", "slip.toml"]).refused().says(&["this file is in EUR, what it extends is in CNY", "slip.toml:2:12", "yuan.toml:"]);
}
