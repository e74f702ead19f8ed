//! Tests of the reader.

use super::super::testing::{PLAIN, document};
use super::*;
use crate::scenario::text::Document;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Flow {
    Nested,
    Deferred,
}

const FLOWS: [(&str, Flow); 2] = [("proxy-nested", Flow::Nested), ("proxy-deferred", Flow::Deferred)];

/// Reads the first `[[bank]]` of a text and returns what the reads yield and the log as text.
fn read_bank<T>(text: &str, reads: impl FnOnce(&mut Reader<'_, '_>) -> T) -> (T, String) {
    let (document, yielded, log) = log_of(text, reads);
    (yielded, log.problems.render(&document.sources, PLAIN))
}

fn log_of<T>(text: &str, reads: impl FnOnce(&mut Reader<'_, '_>) -> T) -> (Document, T, ReadLog) {
    let document = document(text);
    let mut log = ReadLog::new();
    let banks = Reader::open_root(&document.root, &mut log).tables("bank");
    let mut bank = Reader::open(banks[0], "bank", &mut log);
    bank.pass("name");
    let yielded = reads(&mut bank);
    bank.finish();
    (document, yielded, log)
}

#[test]
fn each_kind_of_value_is_read_from_its_own_notation() {
    let text = r#"
[[bank]]
name = "citi"
share = 0.5
parallel = 3
interchange_bps = 150.25
fee_usd = "2.50"
launch = 2011-09-19
flow = "proxy-nested"
issuer = "b"
carriers = ["sprint"]
hours = [1, 2.5]
nfc_share = [[2011-01-01, 0], [2012-01-01, 0.5]]
open = true
"#;
    let ((), rendered) = read_bank(text, |bank| {
        assert_eq!(bank.name(), "citi");
        assert_eq!(bank.number("share", 0.0..=1.0), 0.5);
        assert_eq!(bank.whole("parallel", 1..=50_u8), 3);
        assert_eq!(bank.ppm("interchange_bps", 0.0..=500.0), 15_025);
        assert_eq!(bank.money("fee_usd", 0..=1_000), 250);
        assert_eq!(bank.date("launch").to_string(), "2011-09-19");
        assert_eq!(bank.choice("flow", &FLOWS), Flow::Nested);
        assert_eq!(bank.reference("issuer", &["a", "b"]), 1);
        assert_eq!(bank.texts_or("carriers", &[]), ["sprint"]);
        assert_eq!(bank.numbers("hours", 0.0..=24.0), [1.0, 2.5]);
        assert_eq!(bank.curve("nfc_share", 0.0..=1.0)[1].1, 0.5);
        assert!(bank.flag_or("open", false));
    });
    assert_eq!(rendered, "");
}

#[test]
fn what_is_left_out_has_its_default() {
    let ((), rendered) = read_bank("[[bank]]\nname = \"citi\"\n", |bank| {
        assert_eq!(bank.number_or("x_per_year", 0.3, 0.0..=5.0), 0.3);
        assert_eq!(bank.whole_or("parallel", 4, 1..=50), 4);
        assert_eq!(bank.choice_or("flow", Flow::Deferred, &FLOWS), Flow::Deferred);
        assert_eq!(bank.opt_date("launch"), None);
        assert_eq!(bank.text_or("about", "a bank"), "a bank");
        assert_eq!(bank.references("partners", &["a"]), Vec::<usize>::new());
    });
    assert_eq!(rendered, "");
}

#[test]
fn all_mistakes_of_a_table_are_shown_at_once() {
    let text = r#"[[bank]]
name = "citi"
share = 1.4
latency_ms = "40"
fee_usd = 0.005
"#;
    let (yielded, rendered) = read_bank(text, |bank| {
        let share = bank.number("share", 0.0..=1.0);
        let latency = bank.number("latency_ms", 1.0..=5000.0);
        (share, latency, bank.money("fee_usd", 0..=100), bank.date("launch"))
    });
    assert_eq!((yielded.0, yielded.1, yielded.2), (0.0, 1.0, 0));
    assert_eq!(
        rendered,
        "\
error: bank \"citi\" lacks `launch`
 --> us.toml:1:1
  |
1 | [[bank]]
  | ^^^^^^^^ add `launch` here: a date such as 2011-09-19

error: `share` of bank \"citi\" is out of range
 --> us.toml:3:9
  |
3 | share = 1.4
  |         ^^^ expected a number between 0 and 1, found 1.4

error: `latency_ms` of bank \"citi\" is not a number
 --> us.toml:4:14
  |
4 | latency_ms = \"40\"
  |              ^^^^ expected a number between 1 and 5000 (milliseconds), found a string
  |
  = help: write it without quotes: 40

error: `fee_usd` of bank \"citi\" has too many decimals
 --> us.toml:5:11
  |
5 | fee_usd = 0.005
  |           ^^^^^ expected an amount between 0.00 and 1.00 (US dollars), found 0.005
  |
  = help: amounts have at most 2 decimals
"
    );
}

#[test]
fn a_mistyped_key_is_reported_once_with_the_key_that_was_meant() {
    let text = "[[bank]]\nname = \"citi\"\nshare_of_crads = 0.3\n";
    let (_, rendered) = read_bank(text, |bank| bank.number("share_of_cards", 0.0..=1.0));
    assert_eq!(
        rendered,
        "\
error: bank \"citi\" has no key `share_of_crads`
 --> us.toml:3:1
  |
3 | share_of_crads = 0.3
  | ^^^^^^^^^^^^^^ unknown key
  |
  = help: did you mean `share_of_cards`?
"
    );
}

#[test]
fn two_mistyped_keys_are_both_reported_even_if_they_mean_the_same() {
    let text = "[[bank]]\nname = \"citi\"\nshar = 0.3\nsahre = 0.3\n";
    let (_, rendered) = read_bank(text, |bank| bank.number("share", 0.0..=1.0));
    assert_eq!(rendered.matches("did you mean `share`?").count(), 2);
    assert!(!rendered.contains("lacks"));
}

#[test]
fn a_key_with_another_unit_is_told_the_right_one() {
    let text = "[[bank]]\nname = \"citi\"\nlatency_s = 1\nrate_pct = 2\nzzz = 1\n";
    let (_, rendered) = read_bank(text, |bank| {
        bank.number("latency_ms", 0.0..=1e4);
        bank.ppm("rate_bps", 0.0..=500.0);
    });
    assert!(rendered.contains("this key is given in milliseconds: `latency_ms`"));
    assert!(rendered.contains("this key is given in basis points: `rate_bps`"));
    assert!(rendered.contains("the keys here are `latency_ms`, `name` or `rate_bps`"));
    assert!(!rendered.contains("lacks"));
}

#[test]
fn an_option_that_does_not_exist_is_met_with_those_that_do() {
    let text = "[[bank]]\nname = \"citi\"\nflow = \"proxy-nestd\"\nissuer = \"zzz\"\n";
    let (_, rendered) = read_bank(text, |bank| {
        bank.choice("flow", &FLOWS);
        bank.reference("issuer", &["barclays", "chase"]);
    });
    assert_eq!(
        rendered,
        "\
error: `flow` of bank \"citi\" is not one of the options
 --> us.toml:3:8
  |
3 | flow = \"proxy-nestd\"
  |        ^^^^^^^^^^^^^ expected `proxy-nested` or `proxy-deferred`, found `proxy-nestd`
  |
  = help: did you mean `proxy-nested`?

error: `issuer` of bank \"citi\" names nothing here
 --> us.toml:4:10
  |
4 | issuer = \"zzz\"
  |          ^^^^^ expected a name given in this scenario, found `zzz`
  |
  = help: there is `barclays` or `chase`
"
    );
}

#[test]
fn lists_and_curves_point_at_the_element_that_is_wrong() {
    let text = r#"[[bank]]
name = "citi"
hours = [1, 25, "x"]
partners = ["a", "a"]
nfc_share = [[2012-01-01, 0.1], [2011-01-01, 0.2], [2013-01-01]]
empty = []
"#;
    let (_, rendered) = read_bank(text, |bank| {
        bank.numbers("hours", 0.0..=24.0);
        bank.references("partners", &["a"]);
        bank.curve("nfc_share", 0.0..=1.0);
        bank.curve("empty", 0.0..=1.0);
    });
    for said in [
        "us.toml:3:13",
        "us.toml:3:17",
        "expected each value once, found a again",
        "expected a date after 2012-01-01, found 2011-01-01",
        "expected a pair [date, number], found a list of 1",
        "`empty` of bank \"citi\" has no points",
    ] {
        assert!(rendered.contains(said), "{said} is not in\n{rendered}");
    }
}

#[test]
fn infinite_and_huge_numbers_are_refused() {
    let text = "[[bank]]\nname = \"x\"\na = inf\nb = nan\nc = 1e999\nd = 99999999999999999999\n";
    let (_, rendered) = read_bank(text, |bank| {
        for key in ["a", "b", "c"] {
            bank.number(key, 0.0..=f64::INFINITY);
        }
        bank.whole("d", 0..=i64::MAX);
    });
    assert_eq!(rendered.matches("is not a finite number").count(), 3);
    assert!(rendered.contains("expected a whole number of at least 0, found 99999999999999999999"));
}

#[test]
fn tables_and_lists_of_tables_are_told_apart() {
    let text = "bank = 1\n[[people]]\ncount = 1\n";
    let document = document(text);
    let mut log = ReadLog::new();
    let mut root = Reader::open_root(&document.root, &mut log);
    assert!(root.tables("bank").is_empty());
    assert!(root.table("people").is_none());
    root.finish();
    let rendered = log.problems.render(&document.sources, PLAIN);
    assert!(rendered.contains("head each entry with `[[bank]]`"));
    assert!(rendered.contains("there is only one: write it as [people]"));
}

#[test]
fn a_name_with_capitals_is_refused_with_the_name_that_would_do() {
    let (name, rendered) = read_bank("[[bank]]\nname = \"Citi Bank\"\n", |bank| bank.name());
    assert_eq!(name, "unnamed");
    assert!(rendered.contains("write \"citi-bank\""));
}

#[test]
fn effective_settings_tell_the_given_from_the_default() {
    let text = "[[bank]]\nname = \"citi\"\nfee_usd = 1.5\n[bank.monitoring]\nlatency_ms = 4\n";
    let (_, (), log) = log_of(text, |bank| {
        bank.money("fee_usd", 0..=500);
        bank.number_or("share", 0.25, 0.0..=1.0);
        if let Some(node) = bank.table("monitoring") {
            let mut monitoring = bank.enter(node, "monitoring");
            monitoring.whole("latency_ms", 1..=9);
            monitoring.finish();
        }
    });
    let lines: Vec<String> = log
        .settings
        .iter()
        .map(|s| {
            let unit = s.unit.as_deref().unwrap_or("-");
            let range = s.range.as_deref().unwrap_or("-");
            format!("{} = {} | {unit} | {range} | {}", s.path, s.value, s.given)
        })
        .collect();
    assert_eq!(
        lines,
        [
            "bank.citi.fee_usd = 1.50 | US dollars | between 0.00 and 5.00 | true",
            "bank.citi.share = 0.25 | - | between 0 and 1 | false",
            "bank.citi.monitoring.latency_ms = 4 | milliseconds | between 1 and 9 | true",
        ]
    );
}

#[test]
fn a_value_can_be_refused_for_what_its_neighbours_say() {
    let text = "[[bank]]\nname = \"citi\"\nend = 2011-01-01\n";
    let ((), rendered) = read_bank(text, |bank| {
        bank.opt_date("end");
        bank.refuse("end", "is before the start", "the start is 2012-01-01", None);
    });
    assert!(rendered.starts_with("error: `end` of bank \"citi\" is before the start\n --> us.toml:3:7"));
}
