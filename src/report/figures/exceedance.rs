//! Exceedance: how likely a loss of at least some size is.

use super::super::chart::{Curve, CurveAxis, Curves, Figure, Kind};
use super::super::losses::{about, digits, per_cent};
use super::Story;
use crate::experiment::worlds::{Beside, Losses, Measure};

/// The loss exceedance curve of each strategy.
pub(super) fn curve(beside: &Beside, story: &Story) -> Figure {
    let of_fraud: Vec<&Losses> = beside.losses.iter().filter(|losses| losses.measure == Measure::Fraud).collect();
    let curve = |losses: &&Losses| Curve {
        name: losses.strategy.clone(),
        points: losses.exceedance.iter().map(|(loss, chance)| (*loss, 100.0 * chance)).collect(),
        is_stepped: true,
        is_dashed: false,
    };
    Figure {
        title: title(beside, &of_fraud, story),
        subtitle: format!(
            "Chance that thieves keep at least so much from people with {}, whoever bears it, over the horizon; log scales",
            story.focus
        ),
        note: format!("Source: this run of {}, losses.csv and worlds.csv. {}.", story.scenario, about(beside)),
        kind: Kind::Curves(Curves {
            x: CurveAxis { label: format!("net loss to thieves over the horizon, m {}", story.currency), is_log: true },
            y: CurveAxis { label: "chance of a loss at least so large, %".into(), is_log: true },
            series: of_fraud.iter().map(curve).collect(),
            spots: Vec::new(),
        }),
    }
}

fn title(beside: &Beside, losses: &[&Losses], story: &Story) -> String {
    let digits = digits(beside, Measure::Fraud);
    let worst = losses.iter().filter_map(|losses| losses.tails.last().map(|tail| (losses, tail)));
    let worst = worst.max_by(|a, b| a.1.expected_shortfall.value.total_cmp(&b.1.expected_shortfall.value));
    let Some((losses, tail)) = worst else { return "Losses to thieves by how likely they are".into() };
    format!(
        "{} loses {} m {} to thieves on average; in the worst {} of worlds {} m",
        losses.strategy,
        digits.show(losses.mean.value),
        story.currency,
        per_cent(1.0 - tail.level),
        digits.show(tail.expected_shortfall.value)
    )
}
