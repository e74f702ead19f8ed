//! Command line: the built program called as a user calls it, in a folder of its own with the shipped scenarios.

mod arguments;
mod bad_input;
mod baskets;
mod bridge;
mod calibrate;
mod currency;
mod folders;
mod interrupts;
mod mutants;
mod output;
mod page_in_browser;
mod payments;
mod report_page;
mod results;
mod targets;
mod traces;
mod worlds;

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// The shipped scenarios.
const SHIPPED: [&str; 3] = ["one-tap.toml", "google-wallet.toml", "everyone-taps.toml"];

/// Flags of a run that is over in a moment.
/// The strategies of google-wallet.toml, in its order.
const STRATEGIES: [&str; 6] =
    ["stay-on-device", "go-cloud", "go-cloud-deferred", "go-cloud-no-monitoring", "network-token", "go-cloud-steer-debit"];
const SMALL: [&str; 5] = ["--quiet", "--persons-per-agent", "400000", "--replicates", "2"];

/// The text of a shipped scenario.
fn shipped(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name)).unwrap()
}

/// A folder to call the program from.
struct Place(TempDir);

/// What a call gave back.
#[derive(Debug)]
struct Answer {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Place {
    /// A new folder that holds the shipped scenarios.
    fn new() -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        for name in SHIPPED {
            place.write(name, shipped(name).as_bytes());
        }
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        fs::write(self.path(name), bytes).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_paycosm"));
        command.args(arguments).current_dir(self.0.path()).stdin(Stdio::null());
        command
    }

    fn call(&self, arguments: &[&str]) -> Answer {
        let done = self.command(arguments).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Answer { code: done.status.code(), out: text(done.stdout), err: text(done.stderr) }
    }

    /// Every file and folder, with the bytes of each file.
    fn contents(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        contents(self.0.path())
    }
}

impl Answer {
    /// The call did what was asked.
    #[track_caller]
    fn done(self) -> Self {
        assert_eq!(self.code, Some(0), "{self:#?}");
        self
    }

    /// The call was refused with words on standard error only.
    #[track_caller]
    fn refused(self) -> Self {
        assert_eq!((self.code, self.out.as_str()), (Some(2), ""), "{self:#?}");
        assert!(self.err.contains("error: ") && !self.err.contains("panicked"), "{self:#?}");
        self
    }

    /// Standard error holds each of `words`.
    #[track_caller]
    fn says(self, words: &[&str]) -> Self {
        for word in words {
            assert!(self.err.contains(word), "`{word}` is not in\n{}", self.err);
        }
        self
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error} in\n{}", self.out))
    }
}

fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(folder).unwrap().to_path_buf();
            if path.is_dir() {
                folders.push(path);
                found.insert(name, Vec::new());
            } else {
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}
