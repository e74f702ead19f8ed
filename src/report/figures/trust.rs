//! Trust: how safe the users of the focus product think it, month by month.

use super::super::chart::{Figure, Kind, Line, Lines, Mark};
use super::super::wording::Digits;
use super::monthly::shown;
use super::{Story, count, source};
use crate::experiment::statistics::Estimate;
use crate::experiment::{Arm, RunSummary, arms};
use crate::metrics::RunTables;

/// Perceived security of users, per cent; nothing where nobody was asked.
pub(super) fn security(runs: &[RunSummary], story: &Story) -> Option<Figure> {
    let arms = arms(runs);
    let first = arms.first()?.runs.first()?;
    if first.tables.trust.is_empty() {
        return None;
    }
    let range = shown(&first.tables);
    let x: Vec<String> = first.tables.frame.months()[range.clone()].iter().map(ToString::to_string).collect();
    let line = |arm: &Arm<'_>| {
        let runs: Vec<Vec<f64>> = arm.runs.iter().map(|run| months(&run.tables, story)).collect();
        let at = |month: usize| {
            Estimate::of(&runs.iter().filter_map(|run| run.get(month).copied()).filter(|v| v.is_finite()).collect::<Vec<_>>())
        };
        let estimates: Vec<Estimate> = range.clone().map(at).collect();
        let band = estimates.iter().any(Estimate::has_interval).then(|| estimates.iter().map(Estimate::ends).collect());
        Line { name: arm.strategy.into(), values: estimates.iter().map(|estimate| estimate.mean).collect(), band, dashed: false }
    };
    let series: Vec<Line> = arms.iter().map(line).collect();
    let mark = |(month, text): &(String, String)| Some(Mark { at: x.iter().position(|label| label == month)?, text: text.clone() });
    let marks = story.marks.iter().filter_map(mark).collect();
    let last = |line: &Line| line.values.iter().rev().copied().find(|value| value.is_finite());
    let ends: Vec<(&str, f64)> = series.iter().filter_map(|line| Some((line.name.as_str(), last(line)?))).collect();
    let digits = Digits::of(ends.iter().map(|end| end.1));
    let title = match ends.as_slice() {
        [] => "Nobody uses it, so nobody thinks it safe".to_owned(),
        [(_, only)] => format!("Users of {} think it {} % safe at the end", story.focus, digits.show(*only)),
        [(base, value), ..] => {
            let best = ends.iter().max_by(|a, b| a.1.total_cmp(&b.1)).copied().unwrap_or((base, *value));
            let worst = ends.iter().min_by(|a, b| a.1.total_cmp(&b.1)).copied().unwrap_or((base, *value));
            format!(
                "At the end users think {} {} % safe under {}, {} % under {}",
                story.focus,
                digits.show(best.1),
                best.0,
                digits.show(worst.1),
                worst.0
            )
        }
    };
    Some(Figure {
        title,
        subtitle: format!(
            "Mean perceived security of the users of {} at the month's end: trust, less what the news takes from it, %",
            story.focus
        ),
        note: source(story, "trust.csv", "Band", count(runs)),
        kind: Kind::Lines(Lines { y_label: "perceived security of users, %".into(), series, marks, x, ..Lines::default() }),
    })
}

/// By month: per cent, or no number where nobody uses it.
fn months(tables: &RunTables, story: &Story) -> Vec<f64> {
    let product = tables.frame.product_named(&story.focus);
    let rows = tables.trust.iter().filter(|row| Some(row.product) == product);
    rows.map(|row| row.sums.security_ppm(1).map_or(f64::NAN, |ppm| ppm as f64 / 1e4)).collect()
}
