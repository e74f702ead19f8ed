//! Who may import whom: the table of the house, enforced on the source text.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Layer, then what it may import. A layer may always import itself.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("kernel", &[]),
    ("domain", &["kernel::time"]),
    ("ledger", &["kernel", "domain"]),
    ("protocol", &["kernel", "domain"]),
    ("policy", &["domain"]),
    ("actors", &["kernel", "domain", "ledger", "protocol", "policy"]),
    ("scenario", &["kernel::time", "domain"]),
    ("world", &["kernel", "domain", "ledger", "protocol", "policy", "actors", "scenario"]),
    ("audit", &["kernel", "domain", "ledger", "protocol"]),
    ("metrics", &["kernel", "domain", "protocol"]),
    ("experiment", &["kernel", "domain", "ledger", "protocol", "actors", "scenario", "world", "audit", "metrics"]),
    ("report", &["kernel::time", "domain", "metrics", "experiment", "scenario"]),
    (
        "cli",
        &["kernel", "domain", "ledger", "protocol", "policy", "actors", "scenario", "world", "audit", "metrics", "experiment", "report"],
    ),
];

fn source_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(source_files(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Every path after `crate::` in the code of a file, comments and doc links left out.
fn imports(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for line in text.lines() {
        let code = line.trim_start();
        if code.starts_with("//") {
            continue;
        }
        for part in code.split("crate::").skip(1) {
            let path: String = part.chars().take_while(|c| c.is_alphanumeric() || *c == '_' || *c == ':').collect();
            found.insert(path.trim_end_matches(':').to_owned());
        }
    }
    found
}

fn layers() -> BTreeMap<&'static str, &'static [&'static str]> {
    MAY_IMPORT.iter().copied().collect()
}

#[test]
fn every_layer_imports_only_what_stands_below_it() {
    let mut broken = Vec::new();
    for (layer, allowed) in layers() {
        for file in source_files(&Path::new("src").join(layer)) {
            for import in imports(&fs::read_to_string(&file).unwrap()) {
                let is_own = import == layer || import.starts_with(&format!("{layer}::"));
                let is_allowed = allowed.iter().any(|a| import == *a || import.starts_with(&format!("{a}::")));
                if !is_own && !is_allowed {
                    broken.push(format!("{} imports crate::{import}", file.display()));
                }
            }
        }
    }
    assert!(broken.is_empty(), "layering is broken:\n{}", broken.join("\n"));
}

#[test]
fn every_folder_of_the_source_is_a_layer() {
    let folders: BTreeSet<String> = fs::read_dir("src")
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.is_dir())
        .map(|p| p.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    let named: BTreeSet<String> = layers().keys().map(|l| (*l).to_owned()).collect();
    assert_eq!(folders, named);
}

#[test]
fn actors_meet_only_through_messages() {
    let kinds: Vec<String> = source_files(Path::new("src/actors"))
        .iter()
        .filter(|p| p.parent() == Some(Path::new("src/actors")))
        .map(|p| stem(p))
        .filter(|n| n != "mod")
        .collect();
    assert!(kinds.len() >= 12, "only {} actors were found", kinds.len());
    for kind in &kinds {
        let text = fs::read_to_string(format!("src/actors/{kind}.rs")).unwrap();
        for other in kinds.iter().filter(|o| *o != kind) {
            let names = [format!("super::{other}"), format!("actors::{other}")];
            assert!(!names.iter().any(|n| text.contains(n.as_str())), "{kind} imports {other}");
        }
    }
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap().to_string_lossy().into_owned()
}

#[test]
fn the_core_reads_no_clock_and_no_file_and_prints_nothing() {
    let banned =
        ["std::time::", "std::fs", "std::env", "std::process", "println!", "eprintln!", "print!(", "std::thread", "HashMap", "HashSet"];
    for (layer, _) in layers() {
        if layer == "cli" {
            continue;
        }
        for file in source_files(&Path::new("src").join(layer)) {
            let text = fs::read_to_string(&file).unwrap();
            let code: String = text
                .split("#[cfg(test)]")
                .next()
                .unwrap_or("")
                .lines()
                .filter(|l| !l.trim_start().starts_with("//"))
                .collect::<Vec<_>>()
                .join("\n");
            for word in banned {
                assert!(!code.contains(word), "{} uses {word}", file.display());
            }
        }
    }
}

#[test]
fn every_file_opens_by_saying_what_it_is() {
    for file in source_files(Path::new("src")) {
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.starts_with("//! "), "{} does not open with a line that names its noun", file.display());
    }
}

#[test]
fn nothing_is_left_for_later() {
    let banned = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("todo", "!("), concat!("unimplemented", "!(")];
    for folder in ["src", "tests", "benches"] {
        for file in source_files(Path::new(folder)) {
            let text = fs::read_to_string(&file).unwrap();
            for word in banned {
                assert!(!text.contains(word), "{} has {word}", file.display());
            }
        }
    }
}
