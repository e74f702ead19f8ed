//! Trust: how safe the users of the focus product think it, month by month, against what people thought at the beginning.
//!
//! Trust moves by a fraction of a point in most scenarios; on a scale of levels nothing would be seen of it.

use super::super::chart::{Figure, Kind, Line, Lines, Mark};
use super::super::wording::Digits;
use super::monthly::shown;
use super::{Story, count, source};
use crate::experiment::statistics::Estimate;
use crate::experiment::{Arm, RunSummary, arms};
use crate::metrics::RunTables;

/// What was gained or lost of perceived security, points of 100; nothing where nobody was asked.
pub(super) fn security(runs: &[RunSummary], story: &Story) -> Option<Figure> {
    let arms = arms(runs);
    let first = arms.first()?.runs.first()?;
    if first.tables.trust.is_empty() {
        return None;
    }
    let range = shown(&first.tables);
    let x: Vec<String> = first.tables.frame.months()[range.clone()].iter().map(ToString::to_string).collect();
    let line = |arm: &Arm<'_>| {
        let runs: Vec<Vec<f64>> = arm.runs.iter().map(|run| changes(&run.tables, story)).collect();
        // What a few early birds think, in the few runs that have them, is no mean over runs.
        let at = |month: usize| {
            let known: Vec<f64> = runs.iter().filter_map(|run| run.get(month).copied()).filter(|v| v.is_finite()).collect();
            Estimate::of(if 2 * known.len() >= runs.len() { &known } else { &[] })
        };
        let estimates: Vec<Estimate> = range.clone().map(at).collect();
        let band = estimates.iter().any(Estimate::has_interval).then(|| estimates.iter().map(Estimate::ends).collect());
        Line { name: arm.strategy.into(), values: estimates.iter().map(|estimate| estimate.mean).collect(), band, dashed: false }
    };
    let series: Vec<Line> = arms.iter().map(line).collect();
    let mark = |(month, text): &(String, String)| Some(Mark { at: x.iter().position(|label| label == month)?, text: text.clone() });
    let marks = story.marks.iter().filter_map(mark).collect();
    let start = first.tables.trust.first().and_then(|row| row.sums.trust_ppm(0)).map_or(0.0, |ppm| ppm as f64 / 1e4);
    Some(Figure {
        title: title(&series, start, &story.focus),
        subtitle: format!(
            "Mean perceived security of the users of {} at the month's end (trust, less what the news takes from it), above or below people's mean trust at \
             the end of the first month, {start:.1} %",
            story.focus
        ),
        note: format!(
            "The axis shows only the part of the 100 points in which the lines lie, and months in which half of the replicates have users. {}",
            source(story, "trust.csv", "Band", count(runs))
        ),
        kind: Kind::Lines(Lines { y_label: "percentage points".into(), series, marks, x, ..Lines::default() }),
    })
}

/// Points between two strategies below which they are said to be alike.
const ALIKE: f64 = 1.0;

/// How safe users think it at the end, where most and where least.
fn title(series: &[Line], start: f64, focus: &str) -> String {
    let last = |line: &Line| line.values.iter().rev().copied().find(|value| value.is_finite());
    let ends: Vec<(&str, f64)> = series.iter().filter_map(|line| Some((line.name.as_str(), start + last(line)?))).collect();
    let digits = Digits::of(ends.iter().map(|end| end.1));
    let best = ends.iter().max_by(|a, b| a.1.total_cmp(&b.1));
    let worst = ends.iter().min_by(|a, b| a.1.total_cmp(&b.1));
    match (best, worst) {
        (Some((_, only)), _) if ends.len() == 1 => format!("Users of {focus} think it {} % safe at the end", digits.show(*only)),
        (Some(best), Some(worst)) => {
            let (most, least) = (digits.show(best.1), digits.show(worst.1));
            if best.1 - worst.1 < ALIKE {
                format!(
                    "How safe users think {focus} hardly depends on the strategy: at the end {most} % under {}, {least} % under {}",
                    best.0, worst.0
                )
            } else {
                format!("At the end users think {focus} {most} % safe under {}, {least} % under {}", best.0, worst.0)
            }
        }
        _ => "Nobody uses it, so nobody thinks it safe".to_owned(),
    }
}

/// By month: users' perceived security less people's trust at the end of the first month, points of 100, or no number where nobody uses it.
fn changes(tables: &RunTables, story: &Story) -> Vec<f64> {
    let product = tables.frame.product_named(&story.focus);
    let rows = || tables.trust.iter().filter(|row| Some(row.product) == product);
    let start = rows().next().and_then(|row| row.sums.trust_ppm(0)).unwrap_or(0);
    rows().map(|row| row.sums.security_ppm(1).map_or(f64::NAN, |ppm| (ppm - start) as f64 / 1e4)).collect()
}
