//! Check: the command that reads scenarios and shows the settings in force, or every mistake.

use super::args::Check;
use super::failure::Failure;
use super::files;
use super::printer::print;
use std::fmt::Write as _;

/// Reads each scenario.
///
/// # Errors
/// The first scenario's mistakes, all of them.
pub fn check(asked: &Check) -> Result<(), Failure> {
    let mut out = String::new();
    let mut wrong = Vec::new();
    for path in &asked.scenarios {
        match files::plan(path) {
            Ok(plan) => {
                // Writing to a text cannot fail.
                let _ = writeln!(out, "{}: right. {} strategies, {} to {}", path.display(), plan.arms.len(), plan.start, plan.end);
                if !asked.quiet {
                    let _ = write!(out, "{}", crate::report::settings::text(&plan));
                }
            }
            Err(Failure::Scenario(drawn)) => wrong.push(drawn),
            Err(other) => return Err(other),
        }
    }
    print(&out)?;
    if wrong.is_empty() { Ok(()) } else { Err(Failure::Scenario(wrong.join("\n"))) }
}
