//! Mistakes in a scenario, one kind after another.

use super::{Files, mistake};
use crate::scenario::load;

#[test]
fn a_wrong_key_is_met_with_the_right_one() {
    assert_eq!(
        mistake("[[bank]]\nname = \"small-bank\"\nservice = 5\n"),
        "\
error: bank \"small-bank\" has no key `service`
 --> top.toml:4:1
  |
4 | service = 5
  | ^^^^^^^ unknown key
  |
  = help: this key is given in milliseconds: `service_ms`
"
    );
}

#[test]
fn a_number_out_of_range_shows_range_and_unit() {
    assert_eq!(
        mistake("[[bank]]\nname = \"small-bank\"\noutage_hours = 73\n"),
        "\
error: `outage_hours` of bank \"small-bank\" is out of range
 --> top.toml:4:16
  |
4 | outage_hours = 73
  |                ^^ expected a number between 0.01 and 72 (hours), found 73
"
    );
}

#[test]
fn a_reference_to_nobody_suggests_somebody() {
    assert_eq!(
        mistake("[[merchant]]\nname = \"corner-shop\"\nacquirer = \"shop-aquirer\"\n"),
        "\
error: `acquirer` of merchant \"corner-shop\" names nothing here
 --> top.toml:4:12
  |
4 | acquirer = \"shop-aquirer\"
  |            ^^^^^^^^^^^^^^ expected a name given in this scenario, found `shop-aquirer`
  |
  = help: did you mean `shop-acquirer`?
"
    );
}

#[test]
fn an_end_before_the_start_is_refused() {
    assert_eq!(
        mistake("end = 2012-10-01\n[[payment]]\nat = 2012-10-01T10:00:00\nperson = 1\nmerchant = \"corner-shop\"\namount_usd = 1.00\n")
            .split("\n\n")
            .next(),
        Some(
            "\
error: `end` of the scenario is not after its start
 --> top.toml:2:7
  |
2 | end = 2012-10-01
  |       ^^^^^^^^^^ expected a date after the start, 2012-10-01; the end itself is not simulated"
        )
    );
    assert!(mistake("end = 2099-01-01\n").contains("at most 60 years after the start"));
}

#[test]
fn a_card_without_a_price_is_refused() {
    let rows = "[[fee]]\nkind = \"interchange\"\nentry = \"card-present\"\nfrom = 2011-01-01\n\
                [[fee]]\nkind = \"interchange\"\nfunding = \"rewards\"\nfrom = 2011-01-01\n\
                [[fee]]\nkind = \"interchange\"\nfunding = \"credit\"\nfrom = 2012-10-01\n\
                [[fee]]\nkind = \"interchange\"\nnetwork = \"visa\"\nfrom = 2011-01-01\n\
                [[fee]]\nkind = \"interchange\"\nfunding = \"debit-exempt\"\nfrom = 2012-10-02\n";
    let text = mistake(rows);
    assert!(text.starts_with("error: no interchange row for mastercard, debit-exempt, card-not-present on 2012-10-01\n"), "{text}");
    assert!(text.contains("this bank issues such a card") && text.contains("kind = \"interchange\", funding = \"debit-exempt\""), "{text}");
    assert_eq!(text.matches("error:").count(), 1, "{text}");
}

#[test]
fn shares_that_do_not_sum_to_one_are_refused_at_the_last() {
    let cases = [
        ("[[carrier]]\nname = \"b\"\nshare = 0.5\n", "the shares of the carriers do not sum to 1", "with this one they sum to 1.5"),
        ("[[bank]]\nname = \"small-bank\"\ncredit_share = 0.25\n", "the credit shares of the banks do not sum to 1", "0.25 is missing"),
        ("[[merchant]]\nname = \"corner-shop\"\nshare = 0.75\n", "the shares of the merchants in category `groceries`", "0.25 is missing"),
        ("[[segment]]\nname = \"everybody\"\nshare = 0.5\n", "the shares of the segments do not sum to 1", "0.5 is missing"),
        ("[[segment]]\nname = \"everybody\"\nhandset_scale = 2\n", "`handset_scale` of the segments does not average 1", "is 2.0000"),
    ];
    for (text, what, amount) in cases {
        let text = mistake(text);
        assert!(text.contains(what) && text.contains(amount) && text.contains("top.toml:4:"), "{text}");
    }
}

#[test]
fn two_parties_of_one_name_are_refused_whatever_their_kinds() {
    let text = mistake("[[vendor]]\nname = \"carrier\"\n");
    assert!(text.contains("two parties are named `carrier`") && text.contains("this is also the name of a carrier"), "{text}");
    let text = mistake("[[vendor]]\nname = \"people\"\n");
    assert!(text.contains("top.toml:3:8") && text.contains("the name of the user"), "{text}");
    let text = mistake("[[wallet]]\nname = \"people\"\n");
    assert!(text.contains("top.toml:3:8"), "{text}");
}

#[test]
fn a_table_left_out_is_one_mistake() {
    let text = mistake(
        "[[product]]\nname = \"second\"\noperator = \"operator\"\nflow = \"card-in-element\"\nlaunch = 2012-10-01\nbank_gate = \"any\"\nsupported_phone_share = 1\n",
    );
    for key in ["enrolment", "costs", "liability"] {
        assert!(text.contains(&format!("`{key}` of product \"second\" is missing")), "{text}");
    }
    assert_eq!(text.matches("error:").count(), 3, "{text}");
}

#[test]
fn a_virtual_card_needs_its_partners() {
    let text = mistake("[[product]]\nname = \"second\"\nflow = \"proxy-nested\"\n");
    assert!(text.contains("product \"second\" lacks `proxy_issuer`"), "{text}");
}

#[test]
fn sizes_have_limits() {
    let segments: String = (0..64).map(|n| format!("[[segment]]\nname = \"s{n}\"\nshare = 0.0\ncredit_holder_share = 0.0\nprefers_credit_share = 0.0\nfunds_median_usd = 5.00\nrisk_aversion = 0.0\n")).collect();
    assert!(mistake(&segments).contains("the scenario has 65 entries of `segment`"));
    let vendors: String = (0..250).map(|n| format!("[[vendor]]\nname = \"v{n}\"\n")).collect();
    assert!(mistake(&vendors).contains("the scenario has more than 250 parties"));
    let banks: String =
        (0..40).map(|n| format!("[[bank]]\nname = \"b{n}\"\nnetwork = \"visa\"\ndebit_share = 0.1\ncredit_share = 0.1\n")).collect();
    assert!(mistake(&banks).contains("the banks issue too many kinds of card"));
    let many: String = (0..3_000).map(|n| format!("[[bank]]\nname = \"b{n}\"\nnetwork = \"visa\"\n")).collect();
    assert!(mistake(&many).contains("the scenario has more than 250 parties"));
    let strategies: String = (0..40).map(|n| format!("[[strategy]]\nname = \"s{n}\"\n")).collect();
    assert!(mistake(&strategies).contains("there are too many strategies"));
    for absurd in
        ["people.count = 100000000000", "persons_per_agent = 0", "persons_per_agent = 100000000", "replicates = 100000", "seed = -1"]
    {
        assert!(mistake(&format!("{absurd}\n")).contains("is out of range"), "{absurd}");
    }
}

#[test]
fn a_payment_is_made_by_somebody_in_the_horizon() {
    let payment = |at: &str, person: u32| {
        let rest = "merchant = \"corner-shop\"\namount_usd = 1.00\n";
        mistake(&format!("[[payment]]\nat = {at}\nperson = {person}\n{rest}"))
    };
    assert!(payment("2012-10-08T00:00:00", 1).contains("`at` of payment is outside the horizon"));
    assert!(payment("2012-10-02", 1).contains("add the time: 2012-10-02T12:30:00"));
    assert!(payment("2012-10-02T00:00:00", 2).contains("expected a whole number of exactly 1"));
}

#[test]
fn profiles_cover_the_year_and_the_day() {
    assert!(mistake("[season]\nmonth_factors = [1, 1]\n").contains("expected 12 numbers, January first, found 2"));
    assert!(mistake("[season]\nmonth_factors = [2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n").contains("the mean is 1.0833"));
    assert!(mistake("[season]\nhour_weights = [1]\n").contains("expected 24 numbers"));
}

#[test]
fn limits_are_in_the_order_in_which_parties_wait() {
    let text = mistake("[limits]\ninner_ms = 10_000\n");
    assert!(text.contains("`inner_ms` of limits is not below the network's limit"), "{text}");
    assert!(mistake("[limits]\nstand_in_ms = 30_000\n").contains("is not below the terminal's limit"));
}

#[test]
fn a_baseline_and_a_focus_are_names_in_the_scenario() {
    assert!(mistake("baseline = \"clowd\"\n").contains("did you mean `cloud`?"));
    assert!(mistake("focus = \"walet\"\n").contains("did you mean `wallet`?"));
    assert!(mistake("strategy = []\n").contains("there is `base`"));
}

#[test]
fn a_category_in_which_people_pay_has_a_shop() {
    let text = mistake("[[category]]\nname = \"bread\"\npayments_per_year = 5\nticket_median_usd = 2.00\n");
    assert!(text.contains("no merchant sells in category `bread`"), "{text}");
}

#[test]
fn no_line_left_out_or_value_put_wrong_makes_it_panic() {
    let good = include_str!("../../../scenarios/one-tap.toml");
    let lines: Vec<&str> = good.lines().collect();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
        let mut variants = vec![String::new()];
        if let Some((key, _)) = line.split_once(" = ") {
            variants.extend(["-1", "1e300", "\"x\"", "[]", "{}", "2012-10-01"].map(|value| format!("{key} = {value}")));
        }
        for variant in variants {
            let mut changed = lines.clone();
            changed[at] = &variant;
            let text = changed.join("\n");
            if let Err(rejected) = load(&Files { top: &text }, "top.toml") {
                let found = rejected.problems.sorted();
                assert!(found.iter().all(|problem| problem.place.is_some()), "{variant}: {found:?}");
            }
        }
    }
}
