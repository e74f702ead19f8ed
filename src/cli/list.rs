//! List: the command that names the scenarios at hand.

use super::failure::Failure;
use super::files;
use super::printer::print;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Names every scenario in the folder `scenarios` with its question.
///
/// # Errors
/// If the folder cannot be read.
pub fn list() -> Result<(), Failure> {
    let folder = Path::new("scenarios");
    let entries = std::fs::read_dir(folder).map_err(|e| Failure::files("read the folder", folder, &e))?;
    let mut paths: Vec<PathBuf> =
        entries.filter_map(Result::ok).map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "toml")).collect();
    paths.sort();
    let mut out = String::new();
    for path in paths {
        // Writing to a text cannot fail.
        let _ = match files::plan(&path) {
            Ok(plan) => {
                let arms: Vec<&str> = plan.arms.iter().map(|a| a.name.as_str()).collect();
                writeln!(out, "{}\n  {}\n  strategies: {}", path.display(), plan.question, arms.join(", "))
            }
            Err(_) => writeln!(out, "{}\n  has mistakes; see `paycosm check {}`", path.display(), path.display()),
        };
    }
    print(&out)
}
