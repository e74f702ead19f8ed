//! Courses: where figures of one kind were published for several dates, the projection over time beside them.
//!
//! Invariants: a point of the line is the projection of just such a figure for that period, computed as the published ones are; periods
//! that are traded in part are not drawn.

use super::super::chart::{Dot, Figure, Kind, Line, Lines, Mark};
use super::super::wording::miss;
use super::targets::published;
use super::{Named, Told, count, source};
use crate::experiment::statistics::Estimate;
use crate::experiment::{Arm, TargetRow, arms, projected};
use crate::metrics::{Frame, Month};
use crate::scenario::{Over, Target};
use jiff::civil::Date;

/// Fewer dates make no series.
const FEWEST: usize = 3;

/// A chart for each series of published figures, in the order of their first ones.
pub(super) fn beside_published(told: &Told<'_>) -> Vec<Named> {
    let Some(first) = told.targets.first() else { return Vec::new() };
    let all: Vec<&Target> = told.targets.iter().filter(|row| row.strategy == first.strategy).map(|row| &row.target).collect();
    let mut seen: Vec<&Target> = Vec::new();
    let mut charts = Vec::new();
    for target in &all {
        // A loss has no place on a log scale.
        if target.metric.is_signed() || seen.iter().any(|other| is_of_one_series(other, target)) {
            continue;
        }
        seen.push(target);
        let series: Vec<&Target> = all.iter().copied().filter(|other| is_of_one_series(other, target)).collect();
        charts.extend(course(told, &series).map(|figure| (stem(target), figure)));
    }
    charts
}

/// True for figures of the same metric, of the same product or basket, over periods of the same length.
fn is_of_one_series(one: &Target, other: &Target) -> bool {
    (one.metric, one.over, &one.product, &one.basket) == (other.metric, other.over, &other.product, &other.basket)
}

/// `targets_volume_bn`, `targets_volume_bn_sms_quarter`.
fn stem(target: &Target) -> String {
    let subject = target.subject().map_or_else(String::new, |subject| format!("_{subject}"));
    let over = match target.over {
        Over::Month => "_month",
        Over::Quarter => "_quarter",
        Over::MonthEnd | Over::Year => "",
    };
    format!("targets_{}{subject}{over}", target.metric.name())
}

fn course(told: &Told<'_>, series: &[&Target]) -> Option<Figure> {
    let first = series.first()?;
    let mut dates: Vec<Date> = series.iter().map(|target| begin(first.over, target.date)).collect();
    dates.sort_unstable();
    dates.dedup();
    if dates.len() < FEWEST {
        return None;
    }
    let arms = arms(told.runs);
    let frame = &arms.first()?.runs.first()?.tables.frame;
    let periods = periods(frame, first.over);
    let at = |target: &Target| periods.iter().position(|period| *period == begin(first.over, target.date));
    let dot = |target: &&Target| Some(Dot { at: at(target)?, value: target.value, text: published(target.value) });
    let dots: Vec<Dot> = series.iter().filter_map(dot).collect();
    let lines: Vec<Line> = arms.iter().filter_map(|arm| line(arm, first, &periods)).collect();
    if lines.is_empty() || dots.is_empty() {
        return None;
    }
    let unit = first.metric.unit(told.story.currency);
    let of = first.subject().map_or_else(String::new, |subject| format!(" of {subject}"));
    let what = format!("{}{of}", first.metric.words());
    let span = match first.over {
        Over::MonthEnd => "at each month's end",
        Over::Month => "by month",
        Over::Quarter => "by quarter",
        Over::Year => "by year",
    };
    let mut note = source(told.story, "targets.csv and the tables it is read from", "Band", count(told.runs));
    note.push_str(" Published figures are never inputs; what each of them counts stands in the scenario file.");
    let x: Vec<String> = periods.iter().map(|period| label(first.over, *period)).collect();
    let mark = |(month, text): &(String, String)| Some(Mark { at: x.iter().position(|label| label == month)?, text: text.clone() });
    let marks = told.story.marks.iter().filter_map(mark).collect();
    Some(Figure {
        title: title(told.targets, first, &what),
        subtitle: format!("Projected {what} {span}, {unit}, log scale; dark dots are what was published"),
        note,
        kind: Kind::Lines(Lines { y_label: format!("{what}, {unit}"), series: lines, marks, dots, is_log: true, x }),
    })
}

/// The first day of a date's period.
fn begin(over: Over, date: Date) -> Date {
    match over {
        Over::MonthEnd => date.first_of_month(),
        _ => over.days(date).0,
    }
}

/// The first days of all periods that are traded on all their days.
fn periods(frame: &Frame, over: Over) -> Vec<Date> {
    let full = frame.months().iter().zip(frame.full_months()).filter(|(_, is_full)| **is_full);
    let months: Vec<Date> = full.map(|(Month { year, month }, _)| jiff::civil::date(*year, *month, 1)).collect();
    let needed = match over {
        Over::MonthEnd | Over::Month => 1,
        Over::Quarter => 3,
        Over::Year => 12,
    };
    months.chunk_by(|a, b| begin(over, *a) == begin(over, *b)).filter(|months| months.len() == needed).map(|months| months[0]).collect()
}

/// A period as the axis writes it; months so that they are known for months.
fn label(over: Over, first: Date) -> String {
    match over {
        Over::MonthEnd | Over::Month => first.strftime("%Y-%m").to_string(),
        Over::Quarter => format!("Q{} {}", (first.month() + 2) / 3, first.year()),
        Over::Year => first.year().to_string(),
    }
}

/// One strategy's projection of such figures for every period; nothing if it has none.
fn line(arm: &Arm<'_>, like: &Target, periods: &[Date]) -> Option<Line> {
    let estimate = |first: &Date| {
        let target = Target { date: *first, ..like.clone() };
        let values: Option<Vec<f64>> = arm.runs.iter().map(|run| projected(&run.tables, &target)).collect();
        values.map(|values| Estimate::of(&values))
    };
    let estimates: Vec<Option<Estimate>> = periods.iter().map(estimate).collect();
    if estimates.iter().all(Option::is_none) {
        return None;
    }
    let has_band = estimates.iter().flatten().any(Estimate::has_interval);
    let ends = |estimate: &Option<Estimate>| estimate.as_ref().map_or((f64::NAN, f64::NAN), Estimate::ends);
    let band = has_band.then(|| estimates.iter().map(ends).collect());
    let values = estimates.iter().map(|estimate| estimate.map_or(f64::NAN, |estimate| estimate.mean)).collect();
    Some(Line { name: arm.strategy.into(), values, band, dashed: false })
}

/// What the strategy of the published world, or else the first, misses most.
fn title(rows: &[TargetRow], like: &Target, what: &str) -> String {
    let of_series: Vec<&TargetRow> = rows.iter().filter(|row| is_of_one_series(&row.target, like)).collect();
    let has_rows = |strategy: &&String| of_series.iter().any(|row| row.strategy == **strategy && row.projected.is_some());
    let of_world = of_series.iter().filter_map(|row| row.target.strategy.as_ref()).find(has_rows);
    let Some(strategy) = of_world.or_else(|| of_series.iter().map(|row| &row.strategy).find(has_rows)) else { return what.to_string() };
    let means = of_series.iter().filter(|row| row.strategy == *strategy).filter_map(|row| Some((*row, row.projected?.mean)));
    let size = |(row, mean): &(&TargetRow, f64)| if *mean > 0.0 { libm::log(mean / row.target.value).abs() } else { f64::INFINITY };
    let Some((worst, mean)) = means.clone().max_by(|a, b| size(a).total_cmp(&size(b))) else { return what.to_string() };
    let off = miss(mean, worst.target.value);
    format!("{strategy} against {} published figures: {what}; furthest off: {} ({off})", means.count(), worst.target.period())
}
