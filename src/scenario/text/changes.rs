//! Changes: the `set` table of a strategy or an event, and how one of its lines alters a tree.
//!
//! A line is a dotted path, in quotes or not, and a value: `set."product.wallet.flow" = "nested"`.
//! The first step is a key of the scenario; a list is entered by the `name` of an entry, a table by
//! a key. Everything before the last step must exist. The last may be a key that is not there yet,
//! since a default may be unset; the reader refuses it later, at this place, if nobody knows it.

use super::merge::has_names;
use super::node::{Entry, Node, Table, Value};
use super::problem::{Problem, Problems};
use super::source::Place;
use super::words::{nearest, quote, suggest};

/// Most steps in a path.
const LONGEST_PATH: usize = 32;
/// Most lines in one `set` table.
const MOST_CHANGES: usize = 1_000;

/// One line of a `set` table.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Keys and names from the root to the key that is set.
    pub path: Vec<String>,
    /// Where the path was written.
    pub place: Place,
    /// The new value.
    pub node: Node,
}

/// The lines of a `set` table; a path with an empty step is refused.
pub(super) fn changes(set: &Node, problems: &mut Problems) -> Vec<Change> {
    let mut found = Vec::new();
    match set.table() {
        Some(table) => gather(table, &[], &mut found, problems),
        None => {
            let problem = Problem::at(&set.place, "`set` is not a table")
                .label(format!("expected a table, found {}", set.what()))
                .help("write set.\"kind.name.key\" = value".to_string());
            problems.push(problem);
        }
    }
    if found.len() > MOST_CHANGES {
        let problem = Problem::at(&set.place, "`set` makes too many changes")
            .label(format!("at most {MOST_CHANGES} lines"))
            .help("put what changes into a file that extends this one".to_string());
        problems.push(problem);
        found.clear();
    }
    found
}

fn gather(table: &Table, above: &[String], found: &mut Vec<Change>, problems: &mut Problems) {
    for entry in table.entries() {
        let steps = entry.key.split('.').map(|step| step.trim().to_string());
        let path: Vec<String> = above.iter().cloned().chain(steps).collect();
        if path.iter().any(String::is_empty) || path.len() > LONGEST_PATH {
            let problem = Problem::at(&entry.key_place, format!("{} is not a path", quote(&entry.key)))
                .label("expected keys and names with single points between them")
                .help("write set.\"kind.name.key\" = value".to_string());
            problems.push(problem);
            continue;
        }
        match &entry.node.value {
            Value::Table(inner) => gather(inner, &path, found, problems),
            _ => found.push(Change { path, place: entry.key_place.clone(), node: entry.node.clone() }),
        }
    }
}

impl Change {
    /// The path as written.
    pub fn dotted(&self) -> String {
        self.path.join(".")
    }

    /// Alters `root`, or says which step leads nowhere.
    pub(super) fn apply(&self, root: &mut Node) -> Result<(), Problems> {
        let Some((key, steps)) = self.path.split_last() else {
            return Ok(());
        };
        let mut at = root;
        for (index, step) in steps.iter().enumerate() {
            if let Err((label, help)) = check_step(at, &self.path[..index], step) {
                return Err(self.leads_nowhere(label, help));
            }
            let Some(next) = enter(at, step) else {
                return Ok(());
            };
            at = next;
        }
        if let Err((label, help)) = check_target(at, steps, key) {
            return Err(self.leads_nowhere(label, help));
        }
        if let Some(table) = at.table_mut() {
            table.set(Entry { key: key.clone(), key_place: self.place.clone(), node: self.node.clone() });
        }
        Ok(())
    }

    fn leads_nowhere(&self, label: String, help: Option<String>) -> Problems {
        let what = format!("the path {} leads nowhere", quote(&self.dotted()));
        Problem::at(&self.place, what).label(label).help(help).into()
    }
}

fn enter<'n>(node: &'n mut Node, step: &str) -> Option<&'n mut Node> {
    match &mut node.value {
        Value::Table(table) => table.get_mut(step),
        Value::Array(nodes) => nodes.iter_mut().find(|node| node.name() == Some(step)),
        _ => None,
    }
}

type Reason = (String, Option<String>);

/// Whether `step` leads from `node` to something that has keys or names of its own.
fn check_step(node: &Node, path: &[String], step: &str) -> Result<(), Reason> {
    let parent = path.last().map_or("the scenario", String::as_str);
    match &node.value {
        Value::Table(table) => match table.get(step) {
            Some(next) if is_container(next) => Ok(()),
            Some(next) => Err((format!("{} is {}, it has no keys", quote(step), next.what()), None)),
            None => {
                let entries = table.entries().iter();
                let keys: Vec<&str> = entries.filter(|entry| is_container(&entry.node)).map(|entry| entry.key.as_str()).collect();
                let help = suggest(step, &keys, &format!("{parent} has"));
                Err((format!("{parent} has no {}", quote(step)), help))
            }
        },
        Value::Array(nodes) => {
            let names: Vec<&str> = nodes.iter().filter_map(Node::name).collect();
            if names.contains(&step) {
                return Ok(());
            }
            let help = suggest(step, &names, &format!("{parent} has entries named"));
            Err((format!("no {parent} is named {}", quote(step)), help))
        }
        _ => Err((format!("{parent} has no keys"), None)),
    }
}

/// Whether `key` of `node` can be set: `node` is a table, and the key no list of named entries.
fn check_target(node: &Node, path: &[String], key: &str) -> Result<(), Reason> {
    let Some(table) = node.table() else {
        let kind = path.last().map_or("kind", String::as_str);
        let Value::Array(nodes) = &node.value else {
            return Err((format!("{kind} has no keys"), None));
        };
        let names = nodes.iter().filter_map(Node::name);
        let name = nearest(key, names).unwrap_or("name");
        let help = format!("name a key of one entry: {}", quote(&format!("{kind}.{name}.key")));
        return Err((format!("{} is an entry, not a key", quote(key)), Some(help)));
    };
    if key == "name" && path.len() > 1 && node.name().is_some() {
        let help = "others refer to it by its name: add an entry instead";
        return Err(("an entry keeps its name".to_string(), Some(help.to_string())));
    }
    match table.get(key) {
        Some(old) if old.is_array_of_tables() && has_names(old) => {
            let help = format!("name a key of one entry: {}", quote(&format!("{key}.name.key")));
            Err((format!("{} is a list of entries", quote(key)), Some(help)))
        }
        _ => Ok(()),
    }
}

fn is_container(node: &Node) -> bool {
    node.table().is_some() || node.is_array_of_tables()
}
