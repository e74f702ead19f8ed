//! Hearsay: what neighbours lose of their trust when one of them is robbed, against what the victim loses, and that they forget it.

use crate::support::{order, plan, run};
use paycosm::domain::product::ProductId;
use paycosm::metrics::TrustSums;

/// A quarter in which everybody has the wallet, many phones are lost to somebody who opens them, and only fraud moves trust: nobody pays by
/// phone, which would bring trust back.
fn robbed(adoption: &str) -> String {
    format!(
        "extends = \"everyone-taps.toml\"\nname = \"robbed\"\npersons_per_agent = 50_000\n[adoption]\ntrust_loss_fraud = 0.25\ntrust_loss_alarm = 0\n\
         habit_start = 0\nhabit_cap = 0\nleave_after_fraud = 0\nleave_after_alarm = 0\nleave_after_decline = 0\nleave_dormant_per_year = 0\n{adoption}\n\
         [threats]\nlost_device_per_year = 0.5\nopened_share = 1.0\nexposure_per_payment = 0\nbreaches_per_year = 0\n\
         [[product]]\nname = \"google-wallet\"\nremote_disable = false\n[product.monitoring]\nenabled = false\n"
    )
}

const REMEMBERED: &str = "news_half_life_months = 120\n";

/// Trust at the end of the quarter.
fn trust(adoption: &str, threads: usize) -> TrustSums {
    let plan = plan(&robbed(adoption));
    let tables = run(&plan, order(&plan, 0, 1), threads).tables;
    tables.trust.iter().rfind(|row| row.product == ProductId(0)).expect("a month is told").sums
}

/// What all people have lost of the trust they started with, in 1/255.
fn lost(adoption: &str) -> f64 {
    let sums = trust(adoption, 1);
    (128 * sums.agents[0] - sums.trust[0]) as f64
}

#[test]
fn neighbours_who_hear_of_a_fraud_trust_less_by_their_share_of_the_victims_loss() {
    let own = lost(&format!("{REMEMBERED}neighbour_hears_share = 0.0\n"));
    assert!(own > 2_000.0, "some are robbed: {own}");
    let deaf = lost(&format!("{REMEMBERED}trust_loss_neighbour_share = 0.0\n"));
    assert!((deaf - own).abs() < 0.5, "a loss of nothing is none");
    let all = lost(&format!("{REMEMBERED}neighbour_hears_share = 1.0\ntrust_loss_neighbour_share = 1.0\n")) / own;
    // Eight neighbours lose what the victim does, a little less where somebody hears of several.
    assert!((7.0..9.0).contains(&all), "{all} times the victims' own");
    let usual = lost(REMEMBERED) / own;
    // Of eight, half hear and lose a fifth: four fifths come on top, and what whole steps of trust round off.
    assert!((1.6..2.1).contains(&usual), "{usual} times the victims' own");
}

#[test]
fn what_was_heard_is_forgotten_and_the_victims_loss_is_not() {
    let own = lost("neighbour_hears_share = 0.0\n");
    let told = "neighbour_hears_share = 1.0\ntrust_loss_neighbour_share = 1.0\n";
    let soon = lost(&format!("news_half_life_months = 0.1\n{told}")) / own;
    let late = lost(&format!("{REMEMBERED}{told}")) / own;
    // Of a quarter's hearsay about four days' is remembered.
    assert!(soon < 1.8 && late > 7.0, "{soon} and {late} times the victims' own");
}

#[test]
fn hearsay_is_the_same_for_any_number_of_threads() {
    assert_eq!(trust("", 1), trust("", 3));
}
