//! Traces: one payment as a ladder, and who earns what on it.

use super::{Place, shipped};
use serde_json::{Value, json};

/// A traced payment of 100.00 by the wallet.
fn trace(flags: &[&str]) -> Value {
    let place = Place::new();
    let before = place.contents();
    let told = place.call(&[&["trace", "google-wallet.toml", "--json"], flags].concat()).done().json();
    assert_eq!(place.contents(), before);
    told
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

/// The amount of a fee paid by one party.
fn fee<'v>(told: &'v Value, from: &str, kind: &str) -> &'v str {
    let fees = told["fees"].as_array().unwrap();
    fees.iter().find(|fee| fee["from"] == from && fee["kind"] == kind).and_then(|fee| fee["amount"].as_str()).unwrap()
}

#[test]
fn a_ladder_as_json_has_its_hops_fees_and_margins() {
    let told = trace(&["--strategy", "go-cloud"]);
    assert_eq!(keys(&told), ["date", "fees", "hops", "margin_bps", "outcome"]);
    assert_eq!((&told["date"], &told["outcome"]), (&json!("2014-12-31"), &json!("approved")));
    let hops = told["hops"].as_array().unwrap();
    assert!(hops.len() > 10);
    for hop in hops {
        assert_eq!(keys(hop), ["at_ms", "de39", "from", "mti", "to", "what"]);
        assert!(hop["at_ms"].as_i64().is_some_and(|at| at >= 0));
    }
    let times: Vec<i64> = hops.iter().map(|hop| hop["at_ms"].as_i64().unwrap()).collect();
    assert!(times.is_sorted() && times[0] == 0);
    for fee in told["fees"].as_array().unwrap() {
        assert_eq!(keys(fee), ["amount", "from", "kind", "to"]);
        assert!(fee["amount"].as_str().unwrap().parse::<f64>().unwrap() > 0.0);
    }
    assert!(told["margin_bps"].as_object().unwrap().values().all(Value::is_number));
    let messages: Vec<&str> = hops.iter().map(|hop| hop["mti"].as_str().unwrap()).filter(|mti| !mti.is_empty()).collect();
    assert_eq!(messages[..2], ["0100", "0100"]);
    assert!(messages.contains(&"0110") && messages.contains(&"1240") && messages.contains(&"0520"));
}

#[test]
fn the_proxy_wallet_loses_on_credit_and_earns_on_regulated_debit() {
    for (funding, margin) in [("rewards", -123.0), ("credit", -73.0), ("debit-exempt", -63.0), ("debit-regulated", 90.0)] {
        let told = trace(&["--strategy", "go-cloud", "--funding", funding, "--amount", "100.00", "--date", "2013-01-15"]);
        assert_eq!(told["margin_bps"]["google"].as_f64(), Some(margin), "{funding}");
        assert_eq!(told["margin_bps"]["bancorp"].as_f64(), Some(0.0), "the proxy's issuer passes everything on");
        assert_eq!((fee(&told, "first-data", "interchange"), fee(&told, "bancorp", "interchange share")), ("1.30", "1.30"));
        let sum: f64 = told["margin_bps"].as_object().unwrap().values().filter_map(Value::as_f64).sum();
        assert!(sum.abs() < 1e-6, "fees are paid between parties, yet {sum} bp appear");
    }
}

#[test]
fn fees_are_those_of_the_day() {
    let interchange = |date: &str| {
        let told = trace(&["--strategy", "stay-on-device", "--funding", "debit-regulated", "--date", date]);
        assert_eq!(told["date"], date);
        fee(&told, "first-data", "interchange").to_owned()
    };
    assert_eq!(interchange("2011-09-30"), "0.44");
    assert_eq!(interchange("2011-10-01"), "0.27");
}

#[test]
fn a_strategy_is_traced_as_it_stands_on_the_day() {
    let parties = |date: &str| {
        let told = trace(&["--strategy", "go-cloud", "--date", date]);
        told["margin_bps"].as_object().unwrap().contains_key("bancorp")
    };
    assert!(!parties("2012-07-31"));
    assert!(parties("2012-08-01"));
}

#[test]
fn each_outcome_can_be_asked_for() {
    for (outcome, words) in [("approve", "approved"), ("decline", "declined: insufficient funds"), ("timeout", "declined: time-out")] {
        assert_eq!(trace(&["--strategy", "go-cloud", "--outcome", outcome])["outcome"], words);
    }
    let place = Place::new();
    let text = place.call(&["trace", "google-wallet.toml", "--strategy", "go-cloud-no-monitoring", "--outcome", "fraud"]).done().out;
    assert!(text.contains("thief") && text.contains("Who bears the loss"), "{text}");
}

#[test]
fn money_that_is_sent_saved_or_paid_off_has_ends_of_its_own() {
    let place = Place::new();
    place.write("china.toml", shipped("china.toml").as_bytes());
    let traced = |flags: &[&str]| place.call(&[&["trace", "china.toml"], flags].concat());
    for purpose in ["transfer", "transfer-to-bank", "subscription", "repayment"] {
        for (outcome, words) in [("approve", "approved"), ("decline", "declined: insufficient funds"), ("timeout", "declined: time-out")] {
            let told = traced(&["--purpose", purpose, "--outcome", outcome]).done().out;
            assert!(told.lines().next().unwrap().ends_with(words), "{purpose}: {told}");
        }
    }
    assert!(traced(&["--purpose", "redemption", "--outcome", "decline"]).done().out.contains("[51]"));
    let refused = traced(&["--purpose", "redemption", "--outcome", "timeout"]);
    assert!(refused.code == Some(2) && refused.err.contains("no answer is late"), "{}", refused.err);
    let refused = traced(&["--purpose", "transfer", "--outcome", "refund"]);
    assert!(refused.code == Some(2) && refused.err.contains("only a purchase can meet this"), "{}", refused.err);
}

#[test]
fn a_payment_that_is_declined_or_reversed_moves_no_money() {
    for strategy in ["stay-on-device", "go-cloud"] {
        for outcome in ["decline", "timeout"] {
            let told = trace(&["--strategy", strategy, "--outcome", outcome]);
            assert_eq!((&told["fees"], &told["margin_bps"]), (&json!([]), &json!({})));
            let hops = told["hops"].as_array().unwrap();
            assert!(hops.iter().all(|hop| hop["from"] != "books" && hop["mti"] != "1240"), "{hops:#?}");
            assert_eq!(hops.iter().any(|hop| hop["mti"] == "0410"), outcome == "timeout");
        }
    }
}

#[test]
fn any_amount_in_range_is_traced() {
    for (asked, paid) in [("0.01", "0.01"), ("25", "25.00"), ("25.5", "25.50"), ("10000000.00", "10000000.00")] {
        let place = Place::new();
        let text = place.call(&["trace", "one-tap.toml", "--amount", asked]).done().out;
        assert!(text.starts_with(&format!("2012-10-07 pays {paid} by wallet (proxy-nested)")), "{text}");
    }
}

#[test]
fn an_amount_out_of_range_is_met_with_a_good_one() {
    let place = Place::new();
    for amount in ["0", "0.00", "-5", "10000000.01", "1.005", "1,50", ".5", "1e3", "ten", "99999999999999999999999"] {
        place
            .call(&["trace", "one-tap.toml", "--amount", amount])
            .refused()
            .says(&["is not an amount between 0.01 and 10000000.00; write it as 25.00"]);
    }
}

#[test]
fn a_date_outside_the_scenario_is_met_with_its_days() {
    let place = Place::new();
    for date in ["2012-09-30", "2012-10-08", "9999-12-31"] {
        let words = [date, "outside the scenario", "from 2012-10-01 to 2012-10-07"];
        place.call(&["trace", "one-tap.toml", "--date", date]).refused().says(&words);
    }
    for date in ["2012-02-30", "yesterday", "01.10.2012", "20121332"] {
        place.call(&["trace", "one-tap.toml", "--date", date]).refused().says(&["is not a date", "write it as 2012-10-07"]);
    }
}

#[test]
fn a_card_that_nobody_issues_is_met_with_those_that_are() {
    let place = Place::new();
    for funding in ["prepaid", "balance"] {
        let words = [funding, "its banks issue credit, debit-exempt, debit-regulated, rewards"];
        place.call(&["trace", "google-wallet.toml", "--funding", funding]).refused().says(&words);
    }
    place.call(&["trace", "google-wallet.toml", "--funding", "debt"]).refused().says(&["--funding", "debit-exempt"]);
}

#[test]
fn an_unknown_product_is_met_with_the_known_ones() {
    let words = ["no product `walet`", "there is google-wallet"];
    Place::new().call(&["trace", "google-wallet.toml", "--product", "walet"]).refused().says(&words);
}
