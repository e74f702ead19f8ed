//! Tests of the figures, on runs made by hand.

use super::super::chart::{Kind, svg};
use super::*;
use crate::domain::currency::Currency;
use crate::experiment::compare;
use crate::experiment::testing::{figure, runs};
use crate::scenario::Materiality;

fn story() -> Story {
    let mark = |month: &str, text: &str| (month.to_string(), text.to_string());
    Story {
        scenario: "small".into(),
        focus: "wallet".into(),
        currency: Currency::USD,
        marks: vec![mark("2012-08", "cloud"), mark("2019-01", "beyond")],
    }
}

fn compared(runs: &[RunSummary]) -> Vec<Named> {
    let result = compare(runs, "wallet", "base", Materiality::default()).expect("both have runs");
    charts(&Told { runs, comparison: Some(&result), targets: &[], watching: &[], beside: None, story: &story() })
}

#[test]
fn titles_state_what_the_numbers_show() {
    let titles: Vec<(String, String)> = compared(&runs()).into_iter().map(|(stem, figure)| (stem, figure.title)).collect();
    let expected = [
        ("adoption", "rival has 4.040 m active users of wallet in 2012-12, 1.020 m more than base"),
        ("volume", "rival carries 1.680 bn USD in 2012, 40 % more than base"),
        ("fraud-loss-by-bearer", "Fraud costs 600 thousand USD under base; 200 thousand USD less under rival"),
        ("fraud-by-vector", "The largest loss is by lost device and falls on operator"),
        ("fraud-prevented", "Of what thieves try, 67 % is stopped under every strategy"),
        ("profit-by-party", "operator loses most: 10.02 m USD less under rival than under base"),
        ("comparison", "Against base in 2012, rival is better by users, active users, volume and fraud, worse by operator's profit"),
    ];
    assert_eq!(titles, expected.map(|(stem, title)| (stem.to_string(), title.to_string())));
}

#[test]
fn no_winner_is_named_from_one_replicate() {
    for (_, figure) in compared(&runs()[..2]) {
        assert!(!figure.title.contains(" than under ") || figure.title.starts_with("No "), "{}", figure.title);
        assert!(figure.note.contains("no interval"), "{}", figure.note);
    }
    let titles: Vec<String> = compared(&runs()[..2]).into_iter().map(|(_, figure)| figure.title).collect();
    assert!(titles[0].starts_with("No strategy clearly") && titles[1].starts_with("No strategy clearly"), "{titles:?}");
}

#[test]
fn every_figure_draws_and_holds_every_strategy() {
    for (stem, figure) in compared(&runs()) {
        let names = figure.names();
        assert!(names.contains(&"rival"), "{stem}: {names:?}");
        let document = String::from_utf8(svg(&figure).expect("drawn")).expect("UTF-8");
        assert!(!document.contains(">no data</text>"), "{stem}");
        assert!(figure.note.contains("this run of small") && figure.note.contains("chance"), "{}", figure.note);
    }
}

#[test]
fn marks_stand_at_their_month_and_those_beyond_are_left_out() {
    let figures = compared(&runs());
    let Kind::Lines(lines) = &figures[0].1.kind else { panic!("adoption is a line chart") };
    assert_eq!(lines.marks.iter().map(|mark| lines.x[mark.at].as_str()).collect::<Vec<_>>(), ["2012-08"]);
    assert_eq!((lines.x.len(), lines.series.len(), lines.series[0].values.len()), (16, 2, 16));
}

#[test]
fn one_strategy_shows_who_lives_from_the_product() {
    let alone: Vec<RunSummary> = runs().into_iter().filter(|run| run.strategy == "base").collect();
    let figures = charts(&Told { runs: &alone, comparison: None, targets: &[], watching: &[], beside: None, story: &story() });
    assert_eq!(
        figures.iter().map(|(stem, _)| stem.as_str()).collect::<Vec<_>>(),
        ["adoption", "volume", "fraud-loss-by-bearer", "fraud-by-vector", "fraud-prevented", "profit-by-party"]
    );
    let Kind::Bars(bars) = &figures[5].1.kind else { panic!("profits are bars") };
    assert_eq!(bars.groups, ["operator"]);
    assert_eq!(figures[5].1.title, "operator earns 5.000 m USD over the horizon");
    assert_eq!(figures[0].1.title, "wallet has 3.020 m active users in 2012-12");
}

#[test]
fn a_chart_of_published_figures_says_how_many_are_near_and_which_is_furthest_off() {
    let downloads = crate::scenario::Target { strategy: Some("rival".into()), ..figure("Downloads", 400.0, None) };
    let published = [figure("Members", 5.0, None), downloads];
    let rows = crate::experiment::targets(&runs(), &published);
    let (story, runs) = (story(), runs());
    let told = Told { runs: &runs, comparison: None, targets: &rows, watching: &[], beside: None, story: &story };
    let (stem, drawn) = charts(&told).pop().expect("two were published");
    assert_eq!(stem, "targets");
    assert_eq!(drawn.title, "rival is within a factor of two of 1 of 2 published figures; furthest off: Downloads, end of Dec 2012 (÷99)");
    let Kind::Ratios(ratios) = &drawn.kind else { panic!("ratios to what was published") };
    assert_eq!((ratios.series.as_slice(), ratios.rows.len()), (&["base".to_string(), "rival".to_string()][..], 2));
    assert_eq!(ratios.rows[0].points[1].text, "rival 4.040 (-19 %)");
    assert!((ratios.rows[1].points[1].value - 0.0101).abs() < 1e-9);
    assert!(drawn.note.contains("The world followed rival") && drawn.note.contains("targets.csv"), "{}", drawn.note);
    assert!(charts(&Told { targets: &[], ..told }).iter().all(|(stem, _)| *stem != "targets"));
}

#[test]
fn figures_published_for_three_dates_stand_beside_the_projection_over_time() {
    use crate::scenario::{Over, Target, TargetMetric};
    use jiff::civil::date;
    let of = |month, value| Target {
        date: date(2012, month, 15),
        metric: TargetMetric::Volume,
        over: Over::Month,
        ..figure("Volume", value, Some("wallet"))
    };
    let published = [of(2, 0.05), of(5, 0.1), figure("Members", 4.0, None), of(9, 0.2)];
    let (story, runs) = (story(), runs());
    let rows = crate::experiment::targets(&runs, &published);
    let told = Told { runs: &runs, comparison: None, targets: &rows, watching: &[], beside: None, story: &story };
    let drawn = charts(&told);
    let (stem, figure) = drawn.last().expect("a series was published");
    assert_eq!(stem, "targets_volume_bn_wallet_month");
    assert_eq!(figure.title, "base against 3 published figures: volume of wallet; furthest off: Feb 2012 (×2.0)");
    let Kind::Lines(lines) = &figure.kind else { panic!("lines over time") };
    assert!(lines.is_log && figure.subtitle.contains("bn USD, log scale"), "{}", figure.subtitle);
    let dots: Vec<(&str, &str)> = lines.dots.iter().map(|dot| (lines.x[dot.at].as_str(), dot.text.as_str())).collect();
    assert_eq!(dots, [("2012-02", "0.05"), ("2012-05", "0.1"), ("2012-09", "0.2")]);
    let at = lines.dots[1].at;
    assert!((lines.series[1].values[at] - 0.14004).abs() < 1e-9 && lines.series[1].band.is_some());
    let two = crate::experiment::targets(&runs, &published[..3]);
    assert!(charts(&Told { targets: &two, ..told }).iter().all(|(stem, _)| !stem.starts_with("targets_")), "two dates are no series");
}
