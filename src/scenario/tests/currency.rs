//! Currency: a scenario in yuan reads like one in dollars, and says what is wrong in its own words.

use super::{Files, PLAIN, mistake, shipped};
use crate::domain::currency::Currency;
use crate::scenario::{Plan, load};

/// one-tap.toml in another currency, with more behind it.
fn one_tap_in(code: &str, more: &str) -> String {
    let text = include_str!("../../../scenarios/one-tap.toml");
    let text = text.replace("_usd", &format!("_{}", code.to_lowercase()));
    let (name, rest) = text.split_once("start = ").expect("the head has a start");
    format!("{name}currency = \"{code}\"\nstart = {rest}\n{more}")
}

fn read(text: &str) -> Result<Plan, String> {
    load(&Files { top: text }, "top.toml").map_err(|rejected| rejected.render(PLAIN))
}

fn wrong(text: &str) -> String {
    read(text).err().unwrap_or_else(|| "it was accepted".to_string())
}

#[test]
fn a_scenario_in_yuan_is_the_market_that_it_is_in_dollars() {
    let (dollars, yuan) = (shipped("one-tap.toml"), read(&one_tap_in("CNY", "")).expect("right"));
    assert_eq!((dollars.currency.code(), yuan.currency.code()), ("USD", "CNY"));
    assert_eq!(dollars.arms[0].stages[0].market, yuan.arms[0].stages[0].market);
    for (ours, theirs) in yuan.arms[0].settings.iter().zip(&dollars.arms[0].settings).filter(|(_, theirs)| theirs.path != "currency") {
        assert_eq!((&ours.key, &ours.value, &ours.range), (&theirs.key, &theirs.value, &theirs.range));
        assert_eq!(ours.path, theirs.path.replace("_usd", "_cny"));
        assert_eq!(ours.unit, theirs.unit.as_ref().map(|unit| unit.replace("US dollars", "yuan")));
    }
}

#[test]
fn strategies_and_events_of_a_scenario_in_yuan_speak_of_yuan() {
    let more = "[[strategy]]\nname = \"base\"\n[[strategy]]\nname = \"small\"\nset.\"product.wallet.ticket_limit_cny\" = 9.00\n\
                [[event]]\nname = \"later\"\ndate = 2012-10-03\nset.\"network.visa.stand_in_limit_cny\" = 7.00\n";
    let plan = read(&one_tap_in("CNY", more)).unwrap_or_else(|text| panic!("{text}"));
    let limit = |arm: &str| plan.arms[plan.arm(arm).expect("named")].stages[0].market.products[0].ticket_limit.minor();
    assert_eq!((limit("base"), limit("small")), (100_000, 900));
    let changed: Vec<&str> = plan.arms[0].stages[1].changes.iter().map(|setting| setting.path.as_str()).collect();
    assert_eq!(changed, ["network.visa.stand_in_limit_cny"]);
}

#[test]
fn what_nobody_may_change_is_so_in_any_currency() {
    let set = |key: &str| format!("[[strategy]]\nname = \"s\"\nset.\"{key}\" = 9.00\n");
    let text = wrong(&one_tap_in("CNY", &set("category.groceries.ticket_median_cny")));
    assert!(text.starts_with("error: a strategy cannot change `category.groceries.ticket_median_cny`\n"), "{text}");
    let event = "[[event]]\nname = \"later\"\ndate = 2012-10-03\nset.\"merchant.corner-shop.discount_cny\" = 0.10\n";
    assert!(read(&one_tap_in("CNY", event)).is_ok());
    let event = "[[event]]\nname = \"later\"\ndate = 2012-10-03\nset.\"segment.everybody.funds_median_cny\" = 9.00\n";
    assert!(wrong(&one_tap_in("CNY", event)).contains("`segment.everybody.funds_median_cny` cannot change after the start"));
    let currency = wrong(&one_tap_in("CNY", "[[strategy]]\nname = \"s\"\nset.currency = \"EUR\"\n"));
    assert!(currency.starts_with("error: a strategy cannot change `currency`\n"), "{currency}");
    assert_eq!(currency.matches("error:").count(), 1, "{currency}");
}

#[test]
fn an_amount_in_another_currency_is_met_with_the_key_that_it_should_have() {
    let text = wrong(&one_tap_in("CNY", "").replace("ticket_median_cny", "ticket_median_usd"));
    let expected = "\
error: category \"groceries\" has no key `ticket_median_usd`
  --> top.toml:41:1
   |
41 | ticket_median_usd = 25.00
   | ^^^^^^^^^^^^^^^^^ unknown key
   |
   = help: this file's currency is CNY: write `ticket_median_cny`
";
    assert_eq!(text.split_inclusive("`ticket_median_cny`\n").next(), Some(expected));
    assert_eq!(text.matches("error:").count(), 2, "thieves have tickets too: {text}");
    let set = "[[strategy]]\nname = \"s\"\nset.\"product.wallet.ticket_limit_usd\" = 9.00\n";
    let text = wrong(&one_tap_in("CNY", set));
    assert!(text.contains("product \"wallet\" has no key `ticket_limit_usd`") && text.contains("write `ticket_limit_cny`"), "{text}");
    assert_eq!(
        mistake("[[bank]]\nname = \"small-bank\"\nprocessing_cny_per_thousand = 5\n"),
        "\
error: bank \"small-bank\" has no key `processing_cny_per_thousand`
 --> top.toml:4:1
  |
4 | processing_cny_per_thousand = 5
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^ unknown key
  |
  = help: this file's currency is USD: write `processing_usd_per_thousand`
"
    );
}

#[test]
fn mistakes_of_amounts_are_told_in_the_words_of_the_file() {
    let out_of_range = wrong(&one_tap_in("CNY", "").replace("ticket_median_cny = 25.00", "ticket_median_cny = -25.00"));
    assert!(out_of_range.contains("`ticket_median_cny` of category \"groceries\" is out of range"), "{out_of_range}");
    assert!(out_of_range.contains("expected an amount between 0.01 and 100000.00 (yuan), found -25.00"), "{out_of_range}");
    let left_out = wrong(&one_tap_in("CNY", "").replace("ticket_median_cny = 25.00\n", ""));
    assert!(left_out.contains("add `ticket_median_cny` here: an amount between 0.01 and 100000.00 (yuan)"), "{left_out}");
    let mistyped = wrong(&one_tap_in("CNY", "").replace("ticket_median_cny = 25.00", "tickt_median_cny = 25.00"));
    assert!(mistyped.contains("did you mean `ticket_median_cny`?"), "{mistyped}");
}

#[test]
fn a_currency_is_a_code_of_money_in_hundredths() {
    assert_eq!(
        mistake("currency = \"JPY\"\n"),
        "\
error: `currency` of the scenario cannot be simulated
 --> top.toml:2:12
  |
2 | currency = \"JPY\"
  |            ^^^^^ expected a currency with two decimals, found `JPY`
  |
  = help: amounts are kept in hundredths for now, and JPY has no decimals
"
    );
    assert!(mistake("currency = \"KWD\"\n").contains("KWD has 3 decimals"));
    assert!(mistake("currency = \"cny\"\n").contains("did you mean `CNY`?"));
    assert!(mistake("currency = \"renminbi\"\n").contains("expected an ISO 4217 code such as `USD`, found `renminbi`"));
    let text = mistake("currency = 5\nend = 2000-01-01\n");
    assert_eq!(text.matches("error:").count(), 1, "{text}");
}

#[test]
fn a_file_cannot_take_over_amounts_in_another_currency() {
    assert_eq!(
        mistake("currency = \"CNY\"\n"),
        "\
error: this file is in CNY, what it extends is in USD
  --> top.toml:2:12
   |
 2 | currency = \"CNY\"
   |            ^^^^^ its amounts in USD would be taken for CNY
   |
  ::: one-tap.toml:20:1
   |
20 | amount_usd = 25.00
   | ^^^^^^^^^^ in USD
   |
   = help: extend a file in CNY, or copy that one and restate every amount
"
    );
    assert_eq!(Currency::find("USD"), Ok(super::over_one_tap("currency = \"USD\"\n").currency));
}

#[test]
fn published_figures_are_in_the_currency_of_the_file() {
    let target = |unit: &str, value: f64| {
        let target = format!(
            "[[target]]\nmetric = \"volume_bn\"\nover = \"month\"\ndate = 2012-10-01\nvalue = {value}\nunit = \"{unit}\"\n\
             definition = \"d\"\nsource = \"s\"\n"
        );
        read(&one_tap_in("CNY", &target).replace("end = 2012-10-08", "end = 2012-11-08"))
    };
    for (unit, value) in [("bn CNY", 0.529), ("m cny", 529.0), ("CNY", 529_000_000.0), ("m", 529.0)] {
        let plan = target(unit, value).unwrap_or_else(|text| panic!("{text}"));
        assert!((plan.targets[0].value - 0.529).abs() < 1e-12, "{unit}: {}", plan.targets[0].value);
    }
    let text = target("m USD", 1.0).expect_err("another currency");
    assert!(text.contains("expected `one`, `k`, `m`, `bn`, `CNY`, `k CNY`, `m CNY`, `bn CNY`, `pct` or `bp`, found `m USD`"), "{text}");
    let text = target("m payments", 1.0).expect_err("no money");
    assert!(text.contains("`volume_bn` is given in one, k, m, bn, CNY, k CNY, m CNY, bn CNY"), "{text}");
}
