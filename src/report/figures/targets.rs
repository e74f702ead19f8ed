//! Targets: how far each strategy's projection is from what was published, as a ratio.

use super::super::chart::{Figure, Kind, RatioPoint, RatioRow, Ratios};
use super::super::wording::{Digits, miss};
use super::{Story, source};
use crate::domain::currency::Currency;
use crate::experiment::TargetRow;

/// Within this factor a projection is called near.
const NEAR: f64 = 2.0;

/// Projections over published figures; nothing if none was published.
pub(super) fn against_published(rows: &[TargetRow], story: &Story, count: usize) -> Option<Figure> {
    let mut strategies: Vec<String> = Vec::new();
    for row in rows {
        if !strategies.contains(&row.strategy) {
            strategies.push(row.strategy.clone());
        }
    }
    let first = strategies.first()?;
    let published = rows.iter().filter(|row| row.strategy == *first).enumerate();
    let stride = published.clone().count();
    let band = |(at, row): (usize, &TargetRow)| {
        let of_target: Vec<&TargetRow> = rows.iter().skip(at).step_by(stride).collect();
        let digits = Digits::of(of_target.iter().filter_map(|row| row.projected).map(|projected| projected.mean));
        RatioRow {
            label: format!("{}, {}", row.target.title, row.target.period()),
            detail: detail(row, story.currency),
            points: of_target.into_iter().map(|row| point(row, digits)).collect(),
        }
    };
    let mut note = source(story, "targets.csv", "Whisker", count);
    note.push_str(" An end that is off the scale is not drawn. Published figures are never inputs; what each of them counts, and who published it, stands in the ");
    note.push_str("scenario file.");
    if let Some(followed) = rows.iter().find_map(|row| row.target.strategy.as_ref()) {
        note.push_str(&format!(" The world followed {followed}; other strategies are shown for comparison."));
    }
    Some(Figure {
        title: title(rows, first),
        subtitle: "Projection over published figure, log scale; the dark line is what was published".into(),
        note,
        kind: Kind::Ratios(Ratios { x_label: "projected / published".into(), rows: published.map(band).collect(), series: strategies }),
    })
}

/// A published figure without the zeros that nobody published.
pub(super) fn published(value: f64) -> String {
    let text = Digits::of([value]).show(value);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_string() } else { text }
}

/// The published figure, what kind of figure it is, and how sure one is of it.
fn detail(row: &TargetRow, currency: Currency) -> String {
    let target = &row.target;
    let value = published(target.value);
    let of = target.subject().map_or_else(String::new, |subject| format!(" of {subject}"));
    let sure = target.confidence.map_or_else(String::new, |confidence| format!(", {} confidence", confidence.name()));
    format!("{value} {} {}{of} ({}{sure})", target.metric.unit(currency), target.metric.words(), target.kind.name())
}

fn point(row: &TargetRow, digits: Digits) -> RatioPoint {
    let Some(projected) = row.projected else {
        return RatioPoint { value: f64::NAN, low: f64::NAN, high: f64::NAN, text: format!("{}: {}", row.strategy, row.target.missing()) };
    };
    let ratio = |value: f64| value / row.target.value;
    let text = format!("{} {} ({})", row.strategy, digits.show(projected.mean), miss(projected.mean, row.target.value));
    RatioPoint { value: ratio(projected.mean), low: ratio(projected.low), high: ratio(projected.high), text }
}

/// How many figures the strategy of the published world, or else the first, comes near to, and the one it misses most.
fn title(rows: &[TargetRow], first: &str) -> String {
    let has_rows = |strategy: &&String| rows.iter().any(|row| row.strategy == **strategy);
    let followed = rows.iter().filter_map(|row| row.target.strategy.as_ref()).find(has_rows).map_or(first, String::as_str);
    let of_world = rows.iter().filter(|row| row.strategy == followed);
    let means: Vec<(&TargetRow, f64)> = of_world.filter_map(|row| Some((row, row.projected?.mean))).collect();
    let size = |(row, mean): &(&TargetRow, f64)| {
        let ratio = mean / row.target.value;
        if ratio > 0.0 { libm::log(ratio).abs() } else { f64::INFINITY }
    };
    let near = means.iter().filter(|mean| size(mean) <= libm::log(NEAR)).count();
    let Some((worst, mean)) = means.iter().max_by(|a, b| size(a).total_cmp(&size(b))) else {
        return format!("{followed} has none of the products that figures were published about");
    };
    let figures = if means.len() == 1 { "published figure" } else { "published figures" };
    let most = format!("furthest off: {}, {} ({})", worst.target.title, worst.target.period(), miss(*mean, worst.target.value));
    format!("{followed} is within a factor of two of {near} of {} {figures}; {most}", means.len())
}
