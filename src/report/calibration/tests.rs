//! Tests of what is said about calibrations made by hand.

use super::*;
use crate::experiment::calibrate::{Goal, Grain, Parameter, Plausible, Scale, Scored, Span, Trade, Wave};
use crate::experiment::testing::figure;

fn calibration() -> Calibration {
    let parameter = |path: &str, low, high| Parameter { path: path.into(), low, high, grain: Grain::Significant(5) };
    let goal = |name: &str, value, is_fitted| Goal { name: name.into(), value, tolerance: 0.05, scale: Scale::Ratio, is_fitted };
    let estimate = |mean: f64| Estimate { mean, low: mean - 0.02, high: mean + 0.02, count: 10 };
    Calibration {
        parameters: vec![parameter("adoption.p_per_year", 0.001, 0.1), parameter("adoption.q_per_year", 0.1, 1.0)],
        goals: vec![goal("members", 4.0, true), goal("others", 2.0, false)],
        waves: vec![Wave { points: 14, survivors: 3, least: 0.4, spans: vec![], left: 0.25 }],
        plausible: Some(Plausible {
            spans: vec![Span { low: 0.004_321, high: 0.05 }, Span { low: 0.2, high: 0.56 }],
            share: 0.125,
            correlations: vec![vec![1.0, -0.83], vec![-0.83, 1.0]],
        }),
        nearest: Scored {
            values: vec![0.01, 0.3],
            projections: vec![vec![3.0, 2.0], vec![5.0, 2.0]],
            deviations: vec![0.02, 0.0],
            places: vec![0.5, 0.5],
        },
        nearest_implausibility: 0.4,
        values: vec![0.012_345, 0.33],
        on_fit: vec![estimate(4.0), estimate(2.1)],
        on_fresh: vec![estimate(4.02), estimate(2.6)],
        trade: Trade { changes: vec![0.1, -0.042], moved: 0.21, alone: vec![1.5, 3.0] },
        runs: 130,
    }
}

fn told(calibration: &Calibration, tell: impl Fn(&Account<'_>) -> String) -> String {
    let mut targets = [figure("Members", 4.0, None), figure("Others", 2.0, None)];
    targets[0].handle = "members".into();
    targets[1].handle = "others".into();
    let (scenario, strategy, currency) = ("market", "base", Currency::USD);
    tell(&Account {
        calibration,
        targets: &targets,
        currency,
        scenario,
        strategy,
        persons_per_agent: 1_000,
        seed: 1,
        fresh_seed: 1_000_001,
    })
}

#[track_caller]
fn assert_words(text: &str, words: &[&str]) {
    for word in words {
        assert!(text.contains(word), "{word}:\n{text}");
    }
}

#[test]
fn the_terminal_shows_set_point_figures_and_trade() {
    let text = told(&calibration(), terminal);
    assert!(text.lines().all(|line| line.chars().count() <= 120), "{text}");
    assert_words(
        &text,
        &[
            "market, base: fitted to 1 published figure in 130 runs",
            "0.00432 to 0.05",
            "0.012345",
            "4.020 ± 0.020",
            "+0.5 %",
            "+30 %",
            "left out",
            "p_per_year and q_per_year (-0.83)",
            "Trade-off: p_per_year up 10 % and q_per_year down 4 % fit as well (moves the figures by 0.21 tolerances)",
            "12 % of the range",
        ],
    );
}

#[test]
fn an_impossible_figure_is_said_to_be_one() {
    let mut found = calibration();
    found.plausible = None;
    found.nearest.projections = vec![vec![1.0, 2.0], vec![1.0, 2.0]];
    found.nearest.deviations = vec![-1.386, 0.0];
    found.nearest_implausibility = 27.7;
    found.values[1] = 1.0;
    found.trade.moved = 1.4;
    assert_words(
        &told(&found, terminal),
        &[
            "No point is plausible; the nearest misses members by ÷4.0, 27.7 standard deviations where 3 pass.",
            "q_per_year lies at the end of what was looked at",
            "No trade-off: even the cheapest change, p_per_year up 10 % and q_per_year down 4 %, moves the figures by 1.40 tolerances",
        ],
    );
}

#[test]
fn the_comments_are_comments_and_tell_where_the_numbers_come_from() {
    let text = told(&calibration(), |account| comments(account, "paycosm calibrate market.toml"));
    assert!(text.lines().all(|line| line.starts_with('#')), "{text}");
    assert_words(
        &text,
        &[
            "# paycosm calibrate market.toml\n",
            "adoption.p_per_year = 0.012345, plausible 0.00432 to 0.05, looked at 0.001 to 0.1",
            "On 10 fresh replicates (--seed 1000001)",
            "members: published 4.000 m, projected 4.020 ± 0.020 (+0.5 %), fitted",
            "others: published 2.000 m, projected 2.600 ± 0.020 (+30 %), left out",
        ],
    );
}

#[test]
fn programs_get_the_same() {
    let found = calibration();
    let targets = [figure("Members", 4.0, None), figure("Others", 2.0, None)];
    let (scenario, strategy, currency) = ("market", "base", Currency::USD);
    let account = Account {
        calibration: &found,
        targets: &targets,
        currency,
        scenario,
        strategy,
        persons_per_agent: 1_000,
        seed: 1,
        fresh_seed: 1_000_001,
    };
    let value = json(&account);
    assert_eq!(value["parameters"][0]["chosen"], 0.012_345);
    assert_eq!((&value["targets"][1]["is_fitted"], &value["targets"][0]["fresh_seeds"]), (&json!(false), &json!(4.02)));
    assert_eq!((&value["is_plausible"], &value["trade"]["moved_tolerances"]), (&json!(true), &json!(0.21)));
}
