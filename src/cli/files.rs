//! Files: reads scenarios from disk for the scenario layer, which reads nothing itself.

use super::failure::Failure;
use crate::scenario::text::{Loader, Look};
use crate::scenario::{Plan, load};
use std::fs::File;
use std::io::{IsTerminal as _, Read as _};
use std::path::Path;

/// The largest scenario that is read, bytes.
const LARGEST: u64 = 4 << 20;

/// Loads scenario files by path.
pub struct Disk;

impl Loader for Disk {
    fn load(&self, path: &str) -> Result<String, String> {
        if path.is_empty() {
            return Err("it names no file".to_owned());
        }
        if std::fs::metadata(path).map_err(|e| why(&e))?.is_dir() {
            return Err("it is a folder; name a scenario file in it".to_owned());
        }
        // A device may have no length and no end, so the length asked for beforehand bounds nothing.
        let mut bytes = Vec::new();
        File::open(path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes)).map_err(|e| why(&e))?;
        if bytes.len() as u64 > LARGEST {
            return Err(format!("it is too large; a scenario has at most {} MiB", LARGEST >> 20));
        }
        String::from_utf8(bytes).map_err(|e| {
            let good = &e.as_bytes()[..e.utf8_error().valid_up_to()];
            let line = good.iter().filter(|byte| **byte == b'\n').count() + 1;
            format!("line {line} is not UTF-8 text; save the file as UTF-8")
        })
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
