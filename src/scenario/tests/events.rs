//! Dated events and what they may change.

use super::{mistake, over_one_tap};
use crate::domain::product::Flow;

#[test]
fn events_of_one_day_make_one_stage_and_those_before_the_start_the_first() {
    let plan = over_one_tap(
        r#"
[[event]]
name = "early"
date = 2011-01-01
set."product.wallet.flow" = "card-in-element"
[[event]]
name = "one"
date = 2012-10-03
set."product.wallet.flow" = "proxy-nested"
[[event]]
name = "two"
date = 2012-10-03
set."product.wallet.remote_disable" = false
set."merchant.corner-shop.discount_bps" = 100
"#,
    );
    let stages = &plan.arms[0].stages;
    assert_eq!(stages.len(), 2);
    assert_eq!((stages[0].from_day, stages[1].from_day), (0, 2));
    assert_eq!(stages[0].market.products[0].flow, Flow::CardInElement);
    assert_eq!(stages[1].market.products[0].flow, Flow::ProxyNested);
    let names = |at: usize| stages[at].milestones.iter().map(|m| m.name.as_str()).collect::<Vec<_>>();
    assert_eq!((names(0), names(1)), (vec!["early"], vec!["one", "two"]));
    let changed: Vec<&str> = stages[1].changes.iter().map(|setting| setting.path.as_str()).collect();
    assert_eq!(changed, ["merchant.corner-shop.discount_bps", "product.wallet.flow", "product.wallet.remote_disable"]);
}

#[test]
fn what_is_settled_on_the_first_day_cannot_change_later() {
    let text = "[[event]]\nname = \"merger\"\ndate = 2012-10-03\nset.\"bank.small-bank.network\" = \"visa\"\n";
    assert_eq!(
        mistake(text),
        "\
error: `bank.small-bank.network` cannot change after the start; cards are given out on the first day
 --> top.toml:5:33
  |
5 | set.\"bank.small-bank.network\" = \"visa\"
  |                                 ^^^^^^ mastercard on the day before
"
    );
    for (change, reason) in [
        ("people.count = 2", "people are drawn on the first day"),
        ("\"category.groceries.cash_share\" = 1", "purchases are drawn alike on all days"),
        ("\"carrier.carrier.unlocked_share\" = 1", "people are drawn on the first day"),
        ("\"merchant.corner-shop.contactless_share\" = 0", "shops are opened on the first day"),
        ("adoption.p_per_year = 1", "its rates hold for the whole run"),
        ("threats.opened_share = 1", "its rates hold for the whole run"),
        ("\"product.wallet.initial_share\" = 0", "it says how the first day begins"),
        ("seed = 7", "it belongs to the whole scenario"),
        ("materiality.users_m = 1", "leads nowhere"),
    ] {
        let text = mistake(&format!("[[event]]\nname = \"e\"\ndate = 2012-10-03\nset.{change}\n"));
        assert!(text.contains(reason) && text.contains("top.toml:5:"), "{text}");
    }
}

#[test]
fn an_event_on_the_end_is_refused() {
    let text = "[[event]]\nname = \"late\"\ndate = 2012-10-08\n";
    assert_eq!(
        mistake(text),
        "\
error: event `late` is not before the end
 --> top.toml:4:8
  |
4 | date = 2012-10-08
  |        ^^^^^^^^^^ expected a date before 2012-10-08
  |
  = help: the end itself is not simulated
"
    );
}

#[test]
fn a_value_that_an_event_gets_wrong_is_refused_where_the_event_sets_it() {
    let text =
        "[[event]]\nname = \"e\"\ndate = 2012-10-03\nset.\"bank.small-bank.outage_hours\" = 100\nset.\"bank.smal-bank.servers\" = 1\n";
    let text = mistake(text);
    assert!(text.contains("`outage_hours` of bank \"small-bank\" is out of range"), "{text}");
    assert!(text.contains("top.toml:5:38") && text.contains("did you mean `small-bank`?"), "{text}");
}

#[test]
fn a_strategy_cannot_touch_what_chance_is_drawn_from() {
    let text = "[[strategy]]\nname = \"boom\"\nset.\"people.count\" = 5\n";
    assert_eq!(
        mistake(text),
        "\
error: a strategy cannot change `people.count`
 --> top.toml:4:22
  |
4 | set.\"people.count\" = 5
  |                      ^ 1 without the strategy
  |
  = help: every strategy meets the same people; a question about it is another scenario, which can extend this one
"
    );
    for (change, reason) in [
        ("start = 2012-09-30", "it belongs to the whole scenario"),
        ("end = 2012-10-09", "it belongs to the whole scenario"),
        ("people.neighbours = 5", "the same people"),
        ("\"segment.everybody.innovation_scale\" = 1.001", "the same people"),
        ("\"category.groceries.payments_per_year\" = 5", "the same purchases"),
        ("adoption.q_per_year = 1", "the same occasions to decide"),
        ("adoption.reconsider_per_year = 1", "the same occasions to decide"),
        ("acceptance.reviews_per_year = 1", "the same occasions to decide"),
        ("threats.breaches_per_year = 1", "the same thieves"),
        ("threats.opened_share = 1", "the same thieves"),
        ("\"bank.small-bank.rewards_share\" = 1", "the same cards"),
    ] {
        let text = mistake(&format!("[[strategy]]\nname = \"s\"\nset.{change}\n"));
        assert!(text.contains("a strategy cannot change") && text.contains(reason) && text.contains("top.toml:4:"), "{change}: {text}");
    }
    let added = "[[strategy]]\nname = \"s\"\n[[strategy.segment]]\nname = \"rich\"\nshare = 0.0\ncredit_holder_share = 1\nprefers_credit_share = 1\nfunds_median_usd = 9.00\nrisk_aversion = 0\n";
    assert!(mistake(added).contains("a strategy cannot change `segment.rich.share`"), "{}", mistake(added));
}

#[test]
fn a_strategy_may_change_weights_controls_and_prices() {
    let plan = over_one_tap(
        "[[strategy]]\nname = \"s\"\nset.\"adoption.attraction\" = 1\nset.\"threats.run_length\" = 2\nset.\"links.tap.median_ms\" = 1\nset.\"people.initial_trust\" = 0.1\n",
    );
    assert_eq!(plan.arms.len(), 3);
}

#[test]
fn a_bank_that_a_strategy_adds_has_no_share_of_peoples_cards() {
    let text = "[[strategy]]\nname = \"s\"\n[[strategy.bank]]\nname = \"new-bank\"\nnetwork = \"visa\"\ndebit_share = 0.1\n";
    assert_eq!(
        mistake(text),
        "\
error: the debit shares of the banks do not sum to 1
 --> top.toml:7:15
  |
7 | debit_share = 0.1
  |               ^^^ with this one they sum to 1.1
  |
  = help: 0.1 is too much
"
    );
}
