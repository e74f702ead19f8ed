//! Watching: where monitoring operates on its curve, and what each threshold costs.

use super::super::chart::{Curve, CurveAxis, Curves, Figure, Kind, Spot};
use super::super::wording::{Digits, list, replicates};
use super::Story;
use crate::experiment::{Watching, detected};

/// Points of a curve.
const POINTS: u32 = 80;
/// The curve's ends, shares of honest payments.
const ENDS: (f64, f64) = (0.000_1, 0.02);

/// Share of thieves' payments stopped over share of honest payments stopped, with the operating point of each strategy; nothing where nobody watches.
pub(super) fn roc(rows: &[Watching], story: &Story, count: usize) -> Option<Figure> {
    let on: Vec<&Watching> = rows.iter().filter(|row| row.is_on()).collect();
    let first = on.first()?;
    let mut separations: Vec<f64> = Vec::new();
    for row in &on {
        if !separations.contains(&row.separation) {
            separations.push(row.separation);
        }
    }
    let at = |share: f64| ENDS.0 * libm::pow(ENDS.1 / ENDS.0, share);
    let mut series: Vec<Curve> = separations
        .iter()
        .map(|separation| Curve {
            name: format!("one score, separation {separation}"),
            points: (0..=POINTS)
                .map(|place| at(f64::from(place) / f64::from(POINTS)))
                .map(|alarms| (100.0 * alarms, 100.0 * detected(*separation, alarms)))
                .collect(),
            ..Curve::default()
        })
        .collect();
    let mut simulated: Vec<(f64, f64)> = on.iter().map(|row| (100.0 * row.false_alarms, 100.0 * row.prevented.mean)).collect();
    simulated.sort_by(|a, b| a.0.total_cmp(&b.0));
    simulated.dedup_by(|a, b| a.0.total_cmp(&b.0).is_eq());
    let many = simulated.len() > 1;
    if many {
        series.push(Curve { name: "all tries, simulated".into(), points: simulated, is_dashed: true, ..Curve::default() });
    }
    let mut spots: Vec<Spot> = Vec::new();
    for row in &on {
        let place = separations.iter().position(|separation| separation.total_cmp(&row.separation).is_eq());
        let spot = Spot { at: (100.0 * row.false_alarms, 100.0 * row.detected), text: row.strategy.clone(), series: place };
        // Strategies with the same threshold share a point.
        match spots.iter_mut().find(|other| other.at == spot.at) {
            Some(other) if other.text.len() < 40 => other.text = format!("{}, {}", other.text, row.strategy),
            Some(_) => {}
            None => spots.push(spot),
        }
    }
    let title = if on.len() == 1 || spots.len() == 1 {
        format!(
            "Monitoring stops {:.0} % of thieves' payments at {} % of honest ones",
            100.0 * first.detected,
            plain(100.0 * first.false_alarms)
        )
    } else {
        let least = on.iter().min_by(|a, b| a.false_alarms.total_cmp(&b.false_alarms))?;
        let most = on.iter().max_by(|a, b| a.false_alarms.total_cmp(&b.false_alarms))?;
        format!(
            "From {} to {} % of honest payments stopped, one score finds {:.0} to {:.0} % of thieves' payments",
            plain(100.0 * least.false_alarms),
            plain(100.0 * most.false_alarms),
            100.0 * least.detected,
            100.0 * most.detected
        )
    };
    let note = format!(
        "{} The simulated line is the share by value of all that thieves try: a thief meets the score at every try and throws away what is refused, so more than one score's \
         share is stopped.",
        origin(story, count)
    );
    Some(Figure {
        title,
        subtitle: format!(
            "Thieves' payments with {} that are stopped, against honest payments that are stopped too; dots mark thresholds in use",
            story.focus
        ),
        note,
        kind: Kind::Curves(Curves {
            x: CurveAxis { label: "honest payments stopped, % (log scale)".into(), is_log: true },
            y: CurveAxis { label: "thieves' payments stopped, %".into(), is_log: false },
            series,
            spots,
        }),
    })
}

/// What each threshold costs; nothing with fewer than three thresholds.
pub(super) fn cost(rows: &[Watching], story: &Story, count: usize) -> Option<Figure> {
    let mut sorted: Vec<&Watching> = rows.iter().collect();
    sorted.sort_by(|a, b| a.false_alarms.total_cmp(&b.false_alarms));
    // Of strategies without a score none stands for the others.
    sorted.dedup_by(|a, b| a.is_on() && a.false_alarms.total_cmp(&b.false_alarms).is_eq());
    let thresholds = sorted.iter().filter(|row| row.is_on()).count() + usize::from(sorted.iter().any(|row| !row.is_on()));
    if thresholds < 3 {
        return None;
    }
    let curve = |name: &str, value: fn(&Watching) -> f64, is_dashed| Curve {
        name: name.into(),
        points: sorted.iter().filter(|row| row.is_on()).map(|row| (100.0 * row.false_alarms, value(row))).collect(),
        is_stepped: false,
        is_dashed,
    };
    let best = sorted.iter().min_by(|a, b| a.cost.mean.total_cmp(&b.cost.mean))?;
    let rivals: Vec<&str> = sorted
        .iter()
        .filter(|row| row.strategy != best.strategy && !row.dearer_than(best).excludes_zero())
        .map(|row| row.strategy.as_str())
        .collect();
    let digits = Digits::of(sorted.iter().map(|row| row.cost.mean));
    let mut title = format!("{} costs least: {} bp of volume", best.strategy, digits.show(best.cost.mean));
    if !rivals.is_empty() {
        title.push_str(&format!("; not clearly less than {}", list(&rivals)));
    } else if !best.is_on() {
        title.push_str(": at these prices monitoring costs more than the fraud it stops");
    }
    let watched: Vec<&&Watching> = sorted.iter().filter(|row| row.is_on()).collect();
    let cheapest = watched.iter().min_by(|a, b| a.cost.mean.total_cmp(&b.cost.mean))?;
    let at = |row: &Watching| (100.0 * row.false_alarms, row.cost.mean);
    let text = format!("least with monitoring: {}", digits.show(cheapest.cost.mean));
    let mut spots = vec![Spot { at: at(cheapest), text, series: Some(2) }];
    // Scores are paid for at any threshold, so no line leads to where nobody watches.
    spots.extend(sorted.iter().filter(|row| !row.is_on()).map(|row| Spot {
        at: at(row),
        text: format!("{}: {}", row.strategy, digits.show(row.cost.mean)),
        series: None,
    }));
    Some(Figure {
        title,
        subtitle: format!(
            "What thieves keep of {} volume, whoever bears it, and what its operator pays for scores and for working alerts, by threshold; zero is no monitoring",
            story.focus
        ),
        note: format!("{} Sales lost to false alarms are not in it: the payer takes out a card.", origin(story, count)),
        kind: Kind::Curves(Curves {
            x: CurveAxis { label: "honest payments stopped, %".into(), is_log: false },
            y: CurveAxis { label: "basis points of volume".into(), is_log: false },
            series: vec![
                curve("thieves keep", |row| row.lost.mean, false),
                curve("scores and alerts", |row| row.spent.mean, false),
                curve("both together", |row| row.cost.mean, false),
            ],
            spots,
        }),
    })
}

/// Where the figures come from.
fn origin(story: &Story, count: usize) -> String {
    format!(
        "Source: this run of {}, monitoring.csv, which has 95 % intervals; means over {}. Intervals cover chance, not the uncertainty of the parameters.",
        story.scenario,
        replicates(count)
    )
}

/// As few decimals as it takes.
fn plain(value: f64) -> String {
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
