//! Goals: which published figures are fitted to, and which are only reported.

use crate::cli::args::Calibrate;
use crate::cli::failure::Failure;
use crate::experiment::calibrate::{Goal, Scale};
use crate::scenario::{Plan, Target};

/// The figures that speak of the strategy, and what they are as goals.
///
/// # Errors
/// A name that is no figure's, or nothing to fit to.
pub fn choose(asked: &Calibrate, plan: &Plan, arm: usize) -> Result<(Vec<Target>, Vec<Goal>), Failure> {
    let strategy = &plan.arms[arm].name;
    let market = &plan.arms[arm].stages[0].market;
    let has = |target: &Target| target.product.as_ref().is_none_or(|name| market.products.iter().any(|product| product.name == *name));
    let speaks = |target: &&Target| target.strategy.as_ref().is_none_or(|followed| followed == strategy) && has(target);
    let targets: Vec<Target> = plan.targets.iter().filter(speaks).cloned().collect();
    for name in asked.targets.iter().chain(&asked.leave_out) {
        if !targets.iter().any(|target| target.handle == *name) {
            return Err(Failure::Argument(unknown(name, plan, strategy, &targets)));
        }
    }
    let is_fitted = |target: &Target| {
        let is_chosen = asked.targets.is_empty() || asked.targets.contains(&target.handle);
        is_chosen && !asked.leave_out.contains(&target.handle)
    };
    if !targets.iter().any(is_fitted) {
        return Err(Failure::Argument(match targets.len() {
            0 => format!("scenario {} has no [[target]] that speaks of strategy {strategy}, so there is nothing to fit to", plan.name),
            _ => "every published figure is left out, so there is nothing to fit to".to_owned(),
        }));
    }
    let goals = targets.iter().map(|target| goal(target, is_fitted(target))).collect();
    Ok((targets, goals))
}

fn unknown(name: &str, plan: &Plan, strategy: &str, targets: &[Target]) -> String {
    if plan.targets.iter().any(|target| target.handle == name) {
        return format!("target `{name}` does not speak of strategy {strategy}; choose the strategy it speaks of with --strategy");
    }
    let names: Vec<&str> = targets.iter().map(|target| target.handle.as_str()).collect();
    let has = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
    format!("scenario {} has no target `{name}`; for strategy {strategy} it has {has}", plan.name)
}

fn goal(target: &Target, is_fitted: bool) -> Goal {
    // A profit may be a loss; nothing else is negative.
    let scale = if target.metric.is_signed() { Scale::Difference } else { Scale::Ratio };
    Goal { name: target.handle.clone(), value: target.value, tolerance: target.tolerance_pct / 100.0, scale, is_fitted }
}
