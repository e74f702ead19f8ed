//! Fraud: what thieves keep, by who bears it.

use super::super::chart::{BarSeries, Bars, Figure, Kind};
use super::super::loss_unit::LossUnit;
use super::super::wording::{Digits, list};
use super::{Story, count, source};
use crate::experiment::statistics::Estimate;
use crate::experiment::{Arm, RunSummary, arms, borne};
use crate::metrics::{Decimal, RunTables};

/// The most bearers that are drawn.
const MOST: usize = 12;

/// Net loss over the horizon by bearer and strategy, for counted products.
pub(super) fn loss_by_bearer(runs: &[RunSummary], baseline: Option<&str>, story: &Story) -> Figure {
    let arms = arms(runs);
    let (bearers, left_out) = bearers(&arms);
    let borne = borne(runs);
    let unit = LossUnit::of(&borne, story.currency);
    let net = |tables: &RunTables, bearer: Option<&str>| unit.factor * net(tables, bearer);
    let series = arms.iter().map(|arm| {
        let losses: Vec<Estimate> = bearers.iter().map(|bearer| Estimate::of(&arm.values(|tables| net(tables, Some(bearer))))).collect();
        let error = losses.iter().any(Estimate::has_interval).then(|| losses.iter().map(Estimate::ends).collect());
        let text = |(bearer, loss): (&String, &Estimate)| unit.digits(&borne, Some(bearer)).show(loss.mean);
        let texts = bearers.iter().zip(&losses).map(text).collect();
        BarSeries { name: arm.strategy.into(), values: losses.iter().map(|loss| loss.mean).collect(), error, texts }
    });
    let series = series.collect();
    let title = title(&arms, baseline, &bearers, unit, unit.digits(&borne, None));
    let mut note = source(story, "fraud.csv", "Whisker", count(runs));
    note.push_str(" Counted products only, plain plastic apart.");
    if left_out > 0 {
        note.push_str(&format!(" The {left_out} bearers with the smallest losses are left out."));
    }
    Figure {
        title,
        subtitle: format!("Fraud that went through less what came back, by the party that bears it, whole horizon, {}", unit.words()),
        note,
        kind: Kind::Bars(Bars {
            groups: bearers,
            y_label: format!("net loss, {}", unit.words()),
            series,
            stacked: false,
            horizontal: true,
            colours: Vec::new(),
        }),
    }
}

/// Net loss in millions over counted products, of one bearer or of all.
fn net(tables: &RunTables, bearer: Option<&str>) -> f64 {
    let counted = tables.fraud.iter().filter(|row| tables.frame.is_value_counted(row.product));
    let borne = counted.filter(|row| bearer.is_none_or(|bearer| tables.frame.party_name(row.bearer) == bearer));
    Decimal::money_millions(borne.map(|row| row.sums.net()).sum()).value()
}

/// The bearers with the largest losses, largest first, and how many more there are.
fn bearers(arms: &[Arm<'_>]) -> (Vec<String>, usize) {
    let mut losses: Vec<(String, f64)> = Vec::new();
    for tables in arms.iter().flat_map(|arm| &arm.runs).map(|run| &run.tables) {
        for row in tables.fraud.iter().filter(|row| tables.frame.is_value_counted(row.product) && row.sums.net() != 0) {
            let name = tables.frame.party_name(row.bearer);
            let loss = Decimal::money_millions(row.sums.net()).value();
            match losses.iter_mut().find(|(other, _)| other == name) {
                Some((_, sum)) => *sum += loss,
                None => losses.push((name.to_string(), loss)),
            }
        }
    }
    losses.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let left_out = losses.len().saturating_sub(MOST);
    (losses.into_iter().take(MOST).map(|(name, _)| name).collect(), left_out)
}

fn title(arms: &[Arm<'_>], baseline: Option<&str>, bearers: &[String], unit: LossUnit, digits: Digits) -> String {
    let net = |tables: &RunTables, bearer: Option<&str>| unit.factor * net(tables, bearer);
    let Some(most) = bearers.first() else { return "No fraud went through on the counted products".into() };
    let named = baseline.and_then(|name| arms.iter().find(|arm| arm.strategy == name));
    let Some(base) = named.or(arms.first()) else { return String::new() };
    let total = Estimate::of(&base.values(|tables| net(tables, None))).mean;
    if baseline.is_none() {
        return format!("Fraud costs {} {}; {most} bears the largest part", digits.show(total), unit.words());
    }
    let (mut changes, mut unclear) = (Vec::new(), Vec::new());
    for arm in arms.iter().filter(|arm| arm.strategy != base.strategy) {
        let pairs = arm.runs.iter().filter_map(|run| {
            let other = base.runs.iter().find(|other| other.replicate == run.replicate)?;
            Some(net(&run.tables, None) - net(&other.tables, None))
        });
        let difference = Estimate::of(&pairs.collect::<Vec<_>>());
        let direction = if difference.mean < 0.0 { "less" } else { "more" };
        if difference.excludes_zero() {
            changes.push(format!("{} {} {direction} under {}", digits.show(difference.mean.abs()), unit.words(), arm.strategy));
        } else {
            unclear.push(arm.strategy);
        }
    }
    if !unclear.is_empty() {
        changes.push(format!("no clear difference under {}", list(&unclear)));
    }
    format!("Fraud costs {} {} under {}; {}", digits.show(total), unit.words(), base.strategy, changes.join("; "))
}
