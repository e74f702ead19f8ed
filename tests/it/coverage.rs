//! Coverage: each row of the article that docs/coverage.md claims can be pointed to in a scenario, in the source and in a table.

use paycosm::domain::line::Line;
use std::fs;
use std::path::Path;
use std::process::Command;
use toml::{Table, Value};

/// The rows that have to be there.
const ROWS: [&str; 27] = [
    "A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9", "A10", "A11", "A12", "A13", "A14", "A15", "A16", "A17", "A18", "A19", "A20",
    "A21", "A22", "A23", "A24", "A25", "A26", "A27",
];

/// A row of the table: number, keys, files of the source, columns.
struct Row {
    number: String,
    keys: Vec<String>,
    files: Vec<String>,
    columns: Vec<String>,
}

/// What a cell names between backticks.
fn named(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn rows() -> Vec<Row> {
    let text = fs::read_to_string("docs/coverage.md").unwrap();
    let is_row = |line: &&str| line.starts_with("| A");
    let row = |line: &str| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        Row { number: cells[1].to_owned(), keys: named(cells[3]), files: named(cells[4]), columns: named(cells[5]) }
    };
    text.lines().filter(is_row).map(row).collect()
}

/// The scenario and all it extends, the file itself first.
fn chain(file: &str) -> Vec<Table> {
    let mut found = Vec::new();
    let mut next = Some(file.to_owned());
    while let Some(file) = next {
        let text = fs::read_to_string(Path::new("scenarios").join(&file)).unwrap_or_else(|_| panic!("no scenario {file}"));
        let table: Table = text.parse().unwrap();
        next = table.get("extends").and_then(Value::as_str).map(str::to_owned);
        found.push(table);
    }
    found
}

/// True if `table` gives the key at `path`: by entry and name, or by a path that a strategy or an event sets.
fn gives(table: &Table, path: &str) -> bool {
    let is_set = |part: &Table| part.get("set").and_then(Value::as_table).is_some_and(|set| set.contains_key(path));
    let lists = |table: &Table, key: &str| -> Vec<Table> {
        let list = table.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
        list.iter().filter_map(|entry| entry.as_table().cloned()).collect()
    };
    let strategies = lists(table, "strategy");
    let mut events = lists(table, "event");
    events.extend(strategies.iter().flat_map(|strategy| lists(strategy, "event")));
    let is_added = strategies.iter().any(|strategy| holds(strategy, path));
    holds(table, path) || is_added || strategies.iter().chain(&events).any(is_set)
}

/// True if `table` has the key at `path`, where entries of a list go by their name.
fn holds(table: &Table, path: &str) -> bool {
    let (kind, rest) = path.split_once('.').unwrap_or((path, ""));
    match table.get(kind) {
        None => false,
        Some(_) if rest.is_empty() => true,
        Some(Value::Table(inner)) => holds(inner, rest),
        Some(Value::Array(entries)) => entries.iter().filter_map(Value::as_table).any(|entry| {
            let name = entry.get("name").and_then(Value::as_str).unwrap_or_default();
            rest.strip_prefix(name).is_some_and(|key| key.strip_prefix('.').is_some_and(|key| holds(entry, key)))
        }),
        Some(_) => false,
    }
}

#[test]
fn every_row_is_there_once() {
    let numbers: Vec<String> = rows().into_iter().map(|row| row.number).collect();
    assert_eq!(numbers, ROWS);
}

#[test]
fn every_key_stands_in_its_scenario() {
    for row in rows() {
        assert!(!row.keys.is_empty(), "{} names no key", row.number);
        for key in row.keys {
            let (file, path) = key.split_once(": ").unwrap_or_else(|| panic!("{}: `{key}` is no `file: key`", row.number));
            assert!(chain(file).iter().any(|table| gives(table, path)), "{}: {file} has no `{path}`", row.number);
        }
    }
}

#[test]
fn every_file_is_there() {
    for row in rows() {
        assert!(!row.files.is_empty(), "{} names no file", row.number);
        for file in row.files {
            assert!(Path::new("src").join(&file).is_file(), "{}: there is no src/{file}", row.number);
        }
    }
}

#[test]
fn every_column_is_in_its_table() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let run =
        Command::new(env!("CARGO_BIN_EXE_paycosm")).args(["run", "scenarios/one-tap.toml", "--quiet", "--out"]).arg(&out).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    for row in rows() {
        assert!(!row.columns.is_empty(), "{} names no column", row.number);
        for column in row.columns {
            let (table, name) = column.split_once(": ").unwrap_or_else(|| panic!("{}: `{column}` is no `table: column`", row.number));
            let is_line = table == "parties.csv" && Line::ALL.iter().any(|line| line.name() == name);
            let text = fs::read_to_string(out.join(table)).unwrap_or_else(|_| panic!("{}: no table {table}", row.number));
            let is_column = text.lines().next().unwrap_or_default().split(',').any(|cell| cell == name);
            assert!(is_line || is_column, "{}: {table} has no `{name}`", row.number);
        }
    }
}
