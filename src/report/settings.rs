//! Settings: what is in force in a scenario, as text: each value with its unit, its range and where it comes from.

use crate::scenario::Plan;
use crate::scenario::text::Setting;
use std::fmt::Write as _;

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
    for arm in &plan.arms {
        let _ = writeln!(out, "\nStrategy {}: {}", arm.name, if arm.about.is_empty() { "(says nothing about itself)" } else { &arm.about });
        for setting in arm.settings.iter().filter(|s| !base.settings.iter().any(|b| b.path == s.path && b.value == s.value)) {
            line(&mut out, setting);
        }
        for stage in arm.stages.iter().filter(|s| s.from_day > 0) {
            let names: Vec<String> = stage.milestones.iter().map(|m| format!("{} ({})", m.name, m.date)).collect();
            let _ = writeln!(out, "  from {}", names.join(", "));
            for setting in &stage.changes {
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
