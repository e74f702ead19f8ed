//! Watching: what an operator's real-time monitoring stops, whom it stops wrongly, and what both cost, by strategy.

use super::runs::{Arm, RunSummary, arms};
use super::statistics::Estimate;
use crate::domain::line::Line;
use crate::kernel::normal::normal_quantile;
use crate::metrics::{Counts, FraudRow, RunTables};
use crate::scenario::Plan;

/// Basis points in one.
const BP: f64 = 1e4;

/// The monitoring of the focus product under one strategy, over the horizon.
#[derive(Clone, Debug, PartialEq)]
pub struct Watching {
    /// The strategy.
    pub strategy: String,
    /// Share of honest payments that the threshold stops; nothing where nobody watches at the end.
    pub false_alarms: f64,
    /// How far fraud scores above honest payments, standard deviations.
    pub separation: f64,
    /// Share of thieves' payments that a score alone stops, by the binormal curve.
    pub detected: f64,
    /// Of what thieves tried to take, the share that something stopped.
    pub prevented: Estimate,
    /// What thieves keep, basis points of volume.
    pub lost: Estimate,
    /// Scoring and staff, basis points of volume.
    pub spent: Estimate,
    /// Both.
    pub cost: Estimate,
    /// Honest payments that were stopped, basis points of those tried.
    pub refused: Estimate,
    /// Of those, stopped by the operator's monitoring.
    pub refused_by_monitor: Estimate,
    /// Of those, stopped by a limit of the operator's.
    pub refused_by_limits: Estimate,
    /// The others, stopped by a score of the banks behind.
    pub refused_by_banks: Estimate,
    /// The cost, run by run.
    costs: Vec<(u32, f64)>,
}

impl Watching {
    /// True where somebody watches at the end.
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.false_alarms > 0.0
    }

    /// What it costs more than `other`, over the replicates of both.
    #[must_use]
    pub fn dearer_than(&self, other: &Self) -> Estimate {
        let pair = |(replicate, cost): &(u32, f64)| other.costs.iter().find(|(of, _)| of == replicate).map(|(_, theirs)| cost - theirs);
        Estimate::of(&self.costs.iter().filter_map(pair).collect::<Vec<_>>())
    }
}

/// By strategy; nothing where no strategy watches the focus product.
#[must_use]
pub fn watching(plan: &Plan, runs: &[RunSummary]) -> Vec<Watching> {
    let Some(focus) = plan.focus_name() else { return Vec::new() };
    let rows: Vec<Watching> = arms(runs).iter().filter_map(|arm| of_arm(plan, arm, focus)).collect();
    if rows.iter().any(Watching::is_on) { rows } else { Vec::new() }
}

fn of_arm(plan: &Plan, arm: &Arm<'_>, focus: &str) -> Option<Watching> {
    let market = &plan.arms[plan.arm(arm.strategy)?].stages.last()?.market;
    let control = market.products.iter().find(|product| product.name == focus)?.monitoring.as_ref();
    let false_alarms = control.map_or(0.0, |control| control.false_positive_rate);
    let separation = control.map_or(0.0, |control| control.separation);
    let bp = |part: i64, whole: i64| if whole == 0 { 0.0 } else { BP * part as f64 / whole as f64 };
    let volume = |tables: &RunTables| counts(tables, focus).volume;
    let lost = |tables: &RunTables| bp(fraud(tables, focus).map(|row| row.sums.net()).sum(), volume(tables));
    let spent = |tables: &RunTables| bp(spent(tables, focus), volume(tables));
    let prevented = |tables: &RunTables| {
        let (stopped, tried) = fraud(tables, focus).fold((0, 0), |sum, row| (sum.0 + row.sums.prevented, sum.1 + row.sums.attempted()));
        bp(stopped, tried) / BP
    };
    let refused = |part: fn(&Counts) -> i64| {
        arm.mean(move |tables: &RunTables| {
            let counts = counts(tables, focus);
            bp(part(&counts), counts.attempts)
        })
    };
    Some(Watching {
        strategy: arm.strategy.to_owned(),
        false_alarms,
        separation,
        detected: detected(separation, false_alarms),
        prevented: arm.mean(prevented),
        lost: arm.mean(lost),
        spent: arm.mean(spent),
        cost: arm.mean(|tables| lost(tables) + spent(tables)),
        refused: refused(|counts| counts.false_alarms),
        refused_by_monitor: refused(|counts| counts.monitor_alarms),
        refused_by_limits: refused(|counts| counts.limit_alarms),
        refused_by_banks: refused(|counts| counts.false_alarms - counts.monitor_alarms - counts.limit_alarms),
        costs: arm.runs.iter().map(|run| (run.replicate, lost(&run.tables) + spent(&run.tables))).collect(),
    })
}

/// Share of thieves' payments stopped at a separation and a share of honest payments stopped: one point of the binormal curve.
#[must_use]
pub fn detected(separation: f64, false_alarms: f64) -> f64 {
    if false_alarms <= 0.0 {
        return 0.0;
    }
    let above = separation - normal_quantile(1.0 - false_alarms);
    0.5 * libm::erfc(-above / std::f64::consts::SQRT_2)
}

/// The product's payments over the horizon.
fn counts(tables: &RunTables, focus: &str) -> Counts {
    let product = tables.frame.product_named(focus);
    let mut sum = Counts::default();
    tables.product_years.iter().filter(|row| Some(row.product) == product).for_each(|row| sum.add(&row.counts));
    sum
}

fn fraud<'a>(tables: &'a RunTables, focus: &str) -> impl Iterator<Item = &'a FraudRow> {
    let product = tables.frame.product_named(focus);
    tables.fraud.iter().filter(move |row| Some(row.product) == product)
}

/// What the operator pays for scores and for people who work alerts.
fn spent(tables: &RunTables, focus: &str) -> i64 {
    let operator = tables.frame.product_named(focus).and_then(|product| tables.frame.products().get(product.index())).map(|p| p.operator);
    let lines = tables.parties.iter().filter(|row| Some(row.party) == operator);
    -lines.filter(|row| matches!(row.line, Line::Monitoring | Line::AlertStaff)).map(|row| row.amount).sum::<i64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn detection_is_on_the_binormal_curve() {
        assert!((detected(0.0, 0.01) - 0.01).abs() < 1e-12, "a score that separates nothing");
        assert!((detected(normal_quantile(0.999), 0.001) - 0.5).abs() < 1e-12);
        assert!(detected(3.34, 0.005) > detected(3.34, 0.001) && detected(3.34, 0.0) == 0.0);
    }
}
