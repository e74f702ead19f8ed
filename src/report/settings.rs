//! Settings: what is in force in a scenario: each value with its unit, its range and where it comes from.

use crate::scenario::text::Setting;
use crate::scenario::{Arm, Plan};
use std::fmt::Write as _;

/// What one strategy has of its own.
pub(super) struct Own<'a> {
    /// The strategy.
    pub(super) arm: &'a Arm,
    /// The settings of the first day that the first strategy does not have.
    pub(super) settings: Vec<&'a Setting>,
    /// Dated changes: the events of the day, and what they set.
    pub(super) dated: Vec<(Vec<String>, &'a [Setting])>,
}

/// By strategy: in what it differs from the first one, on the first day and at its dated events.
pub(super) fn own(plan: &Plan) -> Vec<Own<'_>> {
    let base = plan.arms.first().map_or(&[][..], |arm| &arm.settings);
    plan.arms.iter().map(|arm| own_of(arm, base)).collect()
}

fn own_of<'a>(arm: &'a Arm, base: &[Setting]) -> Own<'a> {
    let is_own = |setting: &&Setting| !base.iter().any(|other| other.path == setting.path && other.value == setting.value);
    let later = arm.stages.iter().filter(|stage| stage.from_day > 0);
    let dated = later.map(|stage| {
        let names = stage.milestones.iter().map(|milestone| format!("{} ({})", milestone.name, milestone.date));
        (names.collect(), stage.changes.as_slice())
    });
    Own { arm, settings: arm.settings.iter().filter(is_own).collect(), dated: dated.collect() }
}

/// Every setting of the first strategy, then what the others and dated events change.
#[must_use]
pub fn text(plan: &Plan) -> String {
    let mut out = String::new();
    let Some(base) = plan.arms.first() else { return out };
    // Writing to a text cannot fail.
    let _ = writeln!(out, "\nSettings of strategy {}", base.name);
    for setting in &base.settings {
        line(&mut out, setting);
    }
    for own in own(plan) {
        let about = if own.arm.about.is_empty() { "(says nothing about itself)" } else { &own.arm.about };
        let _ = writeln!(out, "\nStrategy {}: {about}", own.arm.name);
        for setting in own.settings {
            line(&mut out, setting);
        }
        for (names, changes) in own.dated {
            let _ = writeln!(out, "  from {}", names.join(", "));
            for setting in changes {
                line(&mut out, setting);
            }
        }
    }
    out
}

fn line(out: &mut String, setting: &Setting) {
    let origin = if setting.given { "" } else { "  (default)" };
    let range = setting.range.as_deref().map(|r| format!("  [{r}]")).unwrap_or_default();
    let _ = writeln!(out, "  {} = {}{range}{origin}", setting.path, setting.value);
}
