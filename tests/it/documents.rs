//! Documents: the files that they name are there, and the code map names all.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn document(name: &str) -> String {
    fs::read_to_string(Path::new("docs").join(name)).unwrap()
}

/// What stands between backticks, but for commands and blocks of text.
fn words(text: &str) -> Vec<&str> {
    let mut is_block = false;
    let mut found = Vec::new();
    for line in text.lines() {
        if line.starts_with("```") {
            is_block = !is_block;
        } else if !is_block {
            found.extend(line.split('`').skip(1).step_by(2).filter(|word| !word.contains(' ')));
        }
    }
    found
}

/// Every file of the source that is no test and no list of modules, without the leading `src/`.
fn source_files(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            found.extend(source_files(&path));
        } else if !["mod", "lib", "main"].contains(&stem.as_str()) && !is_test(&path) {
            found.insert(path.strip_prefix("src").unwrap().to_string_lossy().into_owned());
        }
    }
    found.retain(|file| !is_test(Path::new(file)));
    found
}

fn is_test(file: &Path) -> bool {
    let stem = file.file_stem().unwrap().to_string_lossy();
    let is_in_tests = file.components().any(|part| part.as_os_str() == "tests");
    is_in_tests || ["tests", "testing", "mutations"].contains(&stem.as_ref()) || stem.ends_with("_tests")
}

/// The files of the code map: a row's first folder holds the files that it names, else its layer does.
fn mapped() -> Vec<String> {
    let text = document("architecture.md");
    let map = text.split("## Code map").nth(1).and_then(|rest| rest.split("\n## ").next()).unwrap();
    let mut layer = String::new();
    let mut found = Vec::new();
    for row in map.lines().filter(|line| line.starts_with('|')).skip(2) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        if !cells[1].is_empty() {
            layer = cells[1].to_owned();
        }
        let folder = words(cells[2]).into_iter().find(|word| word.ends_with('/')).unwrap_or_default();
        let files = words(row).into_iter().filter(|word| [".rs", ".css"].iter().any(|end| word.ends_with(end)));
        found.extend(files.map(|file| format!("{layer}/{folder}{file}")));
    }
    found
}

#[test]
fn the_code_map_names_every_file_of_the_source_once() {
    let mapped = mapped();
    let named: BTreeSet<String> = mapped.iter().cloned().collect();
    let there = source_files(Path::new("src"));
    assert!(there.len() > 150, "only {} files were found", there.len());
    let missing: Vec<&String> = there.difference(&named).collect();
    assert!(missing.is_empty(), "docs/architecture.md does not name {missing:?}");
    let gone: Vec<&String> = named.difference(&there).collect();
    assert!(gone.is_empty(), "docs/architecture.md names {gone:?}");
    assert_eq!(mapped.len(), named.len(), "a file stands twice in the code map");
}

#[test]
fn documents_name_only_files_that_are_there() {
    let mut seen = 0;
    for name in ["architecture.md", "howto.md"] {
        let text = document(name);
        let is_path = |word: &&str| word.contains('/') && [".rs", ".md", ".toml", "/"].iter().any(|end| word.ends_with(end));
        for path in words(&text).into_iter().filter(|word| is_path(word) && !word.contains("://")) {
            seen += 1;
            let roots: &[&str] = if name == "howto.md" {
                &["."]
            } else {
                &[".", "src", "tests/it", "src/actors", "src/domain", "src/report", "src/scenario", "src/experiment", "src/cli"]
            };
            assert!(roots.iter().any(|root| Path::new(root).join(path).exists()), "docs/{name} names {path}, which is not there");
        }
    }
    assert!(seen > 60, "only {seen} paths were found");
}
