//! Files: reads scenarios from disk for the scenario layer, which reads nothing itself.

use super::failure::Failure;
use crate::scenario::text::{Loader, Look};
use crate::scenario::{Plan, load};
use std::io::IsTerminal as _;
use std::path::Path;

/// The largest scenario that is read.
const LARGEST: u64 = 4 << 20;

/// Loads scenario files by path.
pub struct Disk;

impl Loader for Disk {
    fn load(&self, path: &str) -> Result<String, String> {
        let length = std::fs::metadata(path).map_err(|e| why(&e))?;
        if length.is_dir() {
            return Err("it is a folder".to_owned());
        }
        if length.len() > LARGEST {
            return Err(format!("it has {} bytes; a scenario has at most {LARGEST}", length.len()));
        }
        let bytes = std::fs::read(path).map_err(|e| why(&e))?;
        String::from_utf8(bytes).map_err(|e| format!("it is not UTF-8 text (byte {})", e.utf8_error().valid_up_to()))
    }
}

fn why(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
        _ => error.to_string(),
    }
}

/// Reads a scenario.
///
/// # Errors
/// All its mistakes, drawn with file and line.
pub fn plan(path: &Path) -> Result<Plan, Failure> {
    let Some(name) = path.to_str() else {
        return Err(Failure::Argument(format!("the path {} is not UTF-8", path.display())));
    };
    load(&Disk, name).map_err(|rejected| Failure::Scenario(rejected.render(look())))
}

/// Colours on a terminal, none in a pipe.
#[must_use]
pub fn look() -> Look {
    let is_plain = !std::io::stderr().is_terminal() || std::env::var_os("NO_COLOR").is_some();
    if is_plain { Look::Plain { width: 120 } } else { Look::Coloured { width: 120 } }
}
