//! Baskets: what they may hold, which figures may speak of them, and that neither a strategy nor an event has its own.

use super::super::{Over, TargetMetric};
use super::{mistake, over_one_tap};
use crate::domain::party::{Party, Role};

/// A basket of one-tap.toml; its keys begin on line 3 of the file.
fn basket(keys: &str) -> String {
    format!("[[basket]]\n{keys}\n")
}

/// A figure of October 2012 with these keys, besides the usual ones that it does not have.
fn figure(keys: &str) -> String {
    let usual = [("date", "2012-10-03"), ("value", "1.5"), ("unit", "\"m\""), ("definition", "\"people\""), ("source", "\"somebody\"")];
    let given = |key: &str| keys.lines().any(|line| line.split(" = ").next() == Some(key));
    let rest: String = usual.iter().filter(|(key, _)| !given(key)).map(|(key, value)| format!("{key} = {value}\n")).collect();
    format!("[[target]]\n{keys}\n{rest}")
}

/// Three baskets: of everything, of a product, of parties; the keys of a figure after them begin on line 15.
const THREE: &str = "[[basket]]\nname = \"both\"\nabout = \"The wallet's world.\"\nproducts = [\"wallet\"]\nparties = [\"operator\"]\nroles = [\"issuer\"]\n\
[[basket]]\nname = \"taps\"\nproducts = [\"wallet\"]\n\
[[basket]]\nname = \"banks\"\nroles = [\"issuer\", \"proxy-issuer\"]\n";

#[test]
fn a_basket_holds_products_parties_and_all_parties_of_a_role() {
    let plan = over_one_tap(THREE);
    let [both, taps, banks] = &plan.baskets[..] else { panic!("{:?}", plan.baskets) };
    let party = |name: &str, role| Party { name: name.into(), role };
    assert!(both.holds(&party("operator", Role::Wallet)) && both.holds(&party("small-bank", Role::Issuer)));
    assert!(!both.holds(&party("carrier", Role::Carrier)) && both.has_products() && both.has_parties());
    assert_eq!((both.about.as_str(), taps.has_parties(), banks.has_products()), ("The wallet's world.", false, false));
}

#[test]
fn each_mistake_of_a_basket_points_at_its_key_once() {
    let cases = [
        ("name = \"taps\"\nproducts = [\"walet\"]", "4:13", "did you mean `wallet`?"),
        ("name = \"taps\"\nparties = [\"oprator\"]", "4:12", "did you mean `operator`?"),
        ("name = \"taps\"\nroles = [\"bank\"]", "4:10", "is not one of the options"),
        ("name = \"taps\"\nproducts = [\"wallet\", \"wallet\"]", "4:23", "repeats itself"),
        ("name = \"wallet\"\nproducts = [\"wallet\"]", "3:8", "a target could not tell the two apart"),
        ("name = \"taps\"", "2:1", "holds nothing"),
        ("name = \"taps\"\nproducts = []", "2:1", "in `products` or `parties`"),
        ("name = \"taps\"\nproduct = \"wallet\"", "4:1", "`products`"),
    ];
    for (keys, place, words) in cases {
        let text = mistake(&basket(keys));
        assert!(text.contains(words) && text.contains(&format!("top.toml:{place}\n")), "{keys}:\n{text}");
    }
}

#[test]
fn a_figure_that_a_basket_does_not_have_is_refused_where_it_says_so() {
    let cases = [
        ("metric = \"users_m\"\nbasket = \"tap\"", "16:10", "did you mean `taps`?"),
        ("metric = \"users_m\"\nbasket = \"taps\"\nproduct = \"wallet\"", "16:10", "`product` says already whose figure it is"),
        ("metric = \"active_users_m\"\nbasket = \"taps\"", "15:10", "`active_users_m` is not counted over a basket; users_m, payments_m"),
        ("metric = \"operator_profit_m\"\nbasket = \"banks\"", "15:10", "write `profit_m`"),
        ("metric = \"users_m\"\nbasket = \"banks\"", "16:10", "basket \"banks\" names no products"),
        ("metric = \"profit_m\"\nbasket = \"taps\"", "16:10", "basket \"taps\" names no parties"),
        ("metric = \"take_rate_pct\"\nunit = \"pct\"\nbasket = \"taps\"", "17:10", "basket \"taps\" names no parties"),
        ("metric = \"take_rate_pct\"\nunit = \"pct\"\nbasket = \"banks\"", "17:10", "basket \"banks\" names no products"),
        ("metric = \"profit_m\"\nproduct = \"wallet\"", "16:11", "that of its operator is `operator_profit_m`"),
        ("metric = \"profit_m\"", "14:1", "name the basket"),
        ("metric = \"volume_share_pct\"\nunit = \"pct\"", "14:1", "name the product or the basket"),
        ("metric = \"volume_share_pct\"\nbasket = \"taps\"", "19:8", "`volume_share_pct` is given in pct, bp"),
        ("metric = \"profit_m\"\nbasket = \"both\"\nover = \"quarter\"", "17:8", "`profit_m` is counted by the year"),
        (
            "metric = \"active_users_m\"\nover = \"quarter\"",
            "16:8",
            "only `payments_m`, `volume_bn`, `volume_share_pct` are counted by the quarter",
        ),
        ("metric = \"users_m\"\nover = \"quarter\"", "16:8", "is counted at the end of the month"),
    ];
    for (keys, place, words) in cases {
        let text = mistake(&format!("{THREE}{}", figure(keys)));
        assert!(text.contains(words) && text.contains(&format!("top.toml:{place}\n")), "{keys}:\n{text}");
        assert_eq!(text.matches("top.toml:").count(), 1, "{keys}:\n{text}");
    }
}

#[test]
fn a_figure_of_a_quarter_or_a_share_says_so_and_needs_all_of_its_period() {
    let whole = "start = 2012-07-01\nend = 2013-01-01\n";
    let share = "metric = \"volume_share_pct\"\nbasket = \"taps\"\nover = \"quarter\"\ndate = 2012-11-20\nvalue = 250\nunit = \"bp\"";
    let plan = over_one_tap(&format!("{whole}{THREE}{}", figure(share)));
    let target = &plan.targets[0];
    assert_eq!((target.metric, target.over, target.value.to_bits()), (TargetMetric::VolumeShare, Over::Quarter, 2.5_f64.to_bits()));
    let said = (target.measure(), target.period(), target.handle.clone());
    assert_eq!(said, ("taps.volume_share_pct/quarter".into(), "Q4 2012".into(), "volume-share-pct-taps-2012-q4".into()));
    let short = mistake(&figure("metric = \"volume_bn\"\nover = \"quarter\""));
    assert!(short.contains("the figure is of all Q4 2012; the run starts on 2012-10-01 and ends before 2012-10-08"), "{short}");
}

#[test]
fn neither_a_strategy_nor_an_event_has_baskets() {
    let own = "[[strategy]]\nname = \"cloud\"\n[[strategy.basket]]\nname = \"taps\"\nproducts = [\"wallet\"]\n";
    let text = mistake(own);
    assert!(text.contains("a strategy cannot have a basket of its own"), "{text}");
    assert_eq!(text.matches("error:").count(), 1, "{text}");
    let set = mistake(&format!("{THREE}[[strategy]]\nname = \"cloud\"\nset.\"basket.both.roles\" = [\"carrier\"]\n"));
    assert!(set.contains("a strategy cannot change `basket.both.roles`"), "{set}");
    let event = "[[event]]\nname = \"later\"\ndate = 2012-10-03\nset.\"basket.both.roles\" = [\"carrier\"]\n";
    assert!(mistake(&format!("{THREE}{event}")).contains("`basket.both.roles` cannot change after the start"));
}
