//! Reader: one table of a scenario, read key by key.
//!
//! This is the one place where a number gets its unit, range and default. A read never stops: a
//! mistake goes to the log and the reader returns something harmless, so that all mistakes of a
//! scenario are shown at once. Values count only when the log's problems are empty. Close every
//! reader with [`Reader::finish`], which refuses the keys nobody asked for.
//!
//! Keys are given in dollars, as in `fee_usd`, and read in the money of the file: its `fee_cny` has yuan.
//!
//! The reads by kind of value are in `reads`.

mod reads;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::currency::{advice, is_in_another_money, spelled};
use super::log::{ReadLog, Setting};
use super::node::{Node, Table, Value};
use super::problem::Problem;
use super::shape::{Refusal, Shape};
use super::source::Place;
use super::unit::{other_unit, unit_of};
use super::words::{list, nearest, quote, short};
use crate::domain::currency::Currency;

/// Reads one table. `'n` is the tree's life, `'l` the log's.
#[derive(Debug)]
pub struct Reader<'n, 'l> {
    /// `None` when the node is no table; then every read yields its stand-in in silence.
    table: Option<&'n Table>,
    place: &'n Place,
    /// How messages call the table: `bank "citi"`.
    owner: String,
    /// How settings call it: `bank.citi`.
    path: String,
    log: &'l mut ReadLog,
    /// The keys asked for, as the file spells them, with the problem each is missing from, if it is.
    known: BTreeMap<String, Option<usize>>,
}

/// What a key holds.
enum Found<T> {
    Right(T),
    Wrong,
    Nothing,
}

impl<'n, 'l> Reader<'n, 'l> {
    /// A reader of the whole tree.
    pub fn open_root(node: &'n Node, log: &'l mut ReadLog) -> Self {
        Self::new(node, "the scenario".to_string(), String::new(), log)
    }

    /// A reader of one table; `kind` is its key in the file, used in messages and paths.
    pub fn open(node: &'n Node, kind: &str, log: &'l mut ReadLog) -> Self {
        Self::new(node, owner(kind, node), path("", kind, node), log)
    }

    /// A reader of a table inside this one; this one is free again when that one is finished.
    pub fn enter<'m>(&mut self, node: &'m Node, kind: &str) -> Reader<'m, '_> {
        let owner = match &*self.path {
            "" => owner(kind, node),
            _ => format!("{} of {}", owner(kind, node), self.owner),
        };
        let path = path(&self.path, kind, node);
        Reader::new(node, owner, path, self.log)
    }

    fn new(node: &'n Node, owner: String, path: String, log: &'l mut ReadLog) -> Self {
        if node.table().is_none() {
            let problem =
                Problem::at(&node.place, format!("{owner} is not a table")).label(format!("expected a table, found {}", node.what()));
            log.problems.push(problem);
        }
        Self { table: node.table(), place: &node.place, owner, path, log, known: BTreeMap::new() }
    }

    /// A value that must be given.
    pub fn required<S: Shape>(&mut self, key: &str, shape: &S) -> S::Value {
        match self.look(key, shape) {
            Found::Right(value) => value,
            Found::Wrong => shape.stand_in(),
            Found::Nothing => {
                self.miss(key, shape);
                shape.stand_in()
            }
        }
    }

    /// A value with a default.
    pub fn defaulted<S: Shape>(&mut self, key: &str, default: S::Value, shape: &S) -> S::Value {
        match self.look(key, shape) {
            Found::Right(value) => value,
            Found::Wrong => default,
            Found::Nothing => {
                self.record(key, shape, shape.show(&default), None);
                default
            }
        }
    }

    /// A value that may be left out.
    pub fn optional<S: Shape>(&mut self, key: &str, shape: &S) -> Option<S::Value> {
        match self.look(key, shape) {
            Found::Right(value) => Some(value),
            Found::Wrong => None,
            Found::Nothing => {
                self.record(key, shape, String::new(), None);
                None
            }
        }
    }

    /// The entries of a list of tables, such as `[[bank]]`; none if it is not there.
    pub fn tables(&mut self, key: &str) -> Vec<&'n Node> {
        self.know(key);
        let Some(node) = self.get(key) else {
            return Vec::new();
        };
        let Value::Array(nodes) = &node.value else {
            let help = format!("head each entry with {}", quote(&format!("[[{}]]", short(key))));
            self.refuse_node(node, key, "is not a list of tables", "a list of tables", help);
            return Vec::new();
        };
        for node in nodes.iter().filter(|node| node.table().is_none()) {
            let help = format!("head each entry with {}", quote(&format!("[[{}]]", short(key))));
            self.refuse_node(node, key, "holds something else than tables", "a table", help);
        }
        nodes.iter().filter(|node| node.table().is_some()).collect()
    }

    /// A table inside this one, if it is there.
    pub fn table(&mut self, key: &str) -> Option<&'n Node> {
        self.know(key);
        let node = self.get(key)?;
        if node.table().is_none() {
            let help = match node.value {
                Value::Array(_) => format!("there is only one: write it as [{}]", short(key)),
                _ => format!("write [{}] and its keys below it", short(key)),
            };
            self.refuse_node(node, key, "is not a table", "a table", help);
            return None;
        }
        Some(node)
    }

    /// Lets a key pass that is read elsewhere.
    pub fn pass(&mut self, key: &str) {
        self.know(key);
    }

    /// The place of a key's value, or of the table that leaves it out.
    pub fn place_of(&self, key: &str) -> &'n Place {
        self.get(key).map_or(self.place, |node| &node.place)
    }

    /// True if the key is given.
    pub fn holds(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Refuses a value for a reason that only its neighbours give, such as an end before its start.
    pub fn refuse(&mut self, key: &str, fault: &str, label: &str, help: Option<String>) {
        let message = format!("{} of {} {fault}", quote(&self.spelled(key)), self.owner);
        let problem = Problem::at(self.place_of(key), message).label(label).help(help);
        self.log.problems.push(problem);
    }

    /// The money of the amounts.
    pub fn currency(&self) -> Currency {
        self.log.currency()
    }

    /// Refuses the keys that were not asked for.
    pub fn finish(self) {
        let entries = self.table.map_or(&[][..], Table::entries);
        // A key that is already given is the less likely meaning of an unknown one.
        let known = self.known.keys().map(String::as_str);
        let (mut candidates, given): (Vec<&str>, Vec<&str>) = known.partition(|key| self.get(key).is_none());
        let absent = candidates.len();
        candidates.extend(given);
        let (absent, all) = (&candidates[..absent], &candidates[..]);
        let missing = self.known.iter();
        let mut missing: BTreeMap<&str, usize> = missing.filter_map(|(key, problem)| Some((key.as_str(), (*problem)?))).collect();
        for entry in entries {
            if self.known.contains_key(&entry.key) {
                continue;
            }
            let (help, meant) = instead_of(&entry.key, absent, all, self.currency());
            let what = format!("{} has no key {}", self.owner, quote(&entry.key));
            let problem = Problem::at(&entry.key_place, what).label("unknown key").help(help);
            match meant.and_then(|meant| missing.remove(meant)) {
                // The key meant was reported as missing: this is the better account of that.
                Some(index) => self.log.problems.replace(index, problem),
                None => self.log.problems.push(problem),
            }
        }
    }

    fn get(&self, key: &str) -> Option<&'n Node> {
        self.table?.get(&self.spelled(key))
    }

    /// A key as the file has it.
    fn spelled<'k>(&self, key: &'k str) -> Cow<'k, str> {
        spelled(key, self.currency())
    }

    fn know(&mut self, key: &str) {
        self.known.entry(self.spelled(key).into_owned()).or_default();
    }

    fn look<S: Shape>(&mut self, key: &str, shape: &S) -> Found<S::Value> {
        self.know(key);
        if self.table.is_none() {
            return Found::Wrong;
        }
        let Some(node) = self.get(key) else {
            return Found::Nothing;
        };
        match shape.read(node) {
            Ok(value) => {
                self.record(key, shape, shape.show(&value), Some(node));
                Found::Right(value)
            }
            Err(refusals) => {
                for refusal in refusals {
                    self.report(key, refusal);
                }
                Found::Wrong
            }
        }
    }

    fn report(&mut self, key: &str, refusal: Refusal) {
        let key = &*self.spelled(key);
        let unit = unit_words(key, self.currency(), refusal.in_unit);
        let message = format!("{} of {} {}", quote(key), self.owner, refusal.fault);
        let label = format!("expected {}{unit}, found {}", refusal.expected, refusal.found);
        let problem = Problem::at(&refusal.place, message).label(label).help(refusal.help);
        self.log.problems.push(problem);
    }

    fn refuse_node(&mut self, node: &Node, key: &str, fault: &str, expected: &str, help: String) {
        let message = format!("{} of {} {fault}", quote(key), self.owner);
        let problem = Problem::at(&node.place, message).label(format!("expected {expected}, found {}", node.what())).help(help);
        self.log.problems.push(problem);
    }

    fn miss<S: Shape>(&mut self, key: &str, shape: &S) {
        let key = &*self.spelled(key);
        let unit = unit_words(key, self.currency(), shape.has_unit());
        let problem = Problem::at(self.place, format!("{} lacks {}", self.owner, quote(key))).label(format!(
            "add {} here: {}{unit}",
            quote(key),
            shape.expected()
        ));
        let index = self.log.problems.push_for_now(problem);
        self.known.insert(key.to_string(), Some(index));
    }

    fn record<S: Shape>(&mut self, key: &str, shape: &S, value: String, node: Option<&Node>) {
        let (spelled, currency) = (self.spelled(key), self.currency());
        self.log.settings.push(Setting {
            path: join(&self.path, &spelled),
            key: key.to_string(),
            value,
            unit: unit_of(&spelled, currency).filter(|_| shape.has_unit()),
            range: shape.range(),
            given: node.is_some(),
            place: node.map_or(self.place, |node| &node.place).clone(),
        });
    }
}

/// What to write instead of an unknown key, and the key that was probably meant.
fn instead_of<'k>(key: &str, absent: &[&'k str], all: &[&'k str], currency: Currency) -> (Option<String>, Option<&'k str>) {
    for candidate in all {
        if is_in_another_money(key, candidate, currency) {
            return (Some(advice(candidate, currency)), Some(candidate));
        }
        if let Some(unit) = other_unit(key, candidate, currency) {
            let help = format!("this key is given {unit}: {}", quote(candidate));
            return (Some(help), Some(candidate));
        }
    }
    match nearest(key, absent.iter().copied()).or_else(|| nearest(key, all.iter().copied())) {
        Some(near) => (Some(format!("did you mean {}?", quote(near))), Some(near)),
        None if all.is_empty() => (None, None),
        None => {
            let mut sorted = all.to_vec();
            sorted.sort_unstable();
            (Some(format!("the keys here are {}", list(&sorted))), None)
        }
    }
}

fn owner(kind: &str, node: &Node) -> String {
    match node.name() {
        Some(name) => format!("{kind} \"{}\"", short(name)),
        None => kind.to_string(),
    }
}

fn path(above: &str, kind: &str, node: &Node) -> String {
    let path = join(above, kind);
    match node.name() {
        Some(name) => join(&path, &short(name)),
        None => path,
    }
}

fn join(above: &str, key: &str) -> String {
    match above {
        "" => key.to_string(),
        _ => format!("{above}.{key}"),
    }
}

/// The unit at the end of a key in brackets, if the value is a quantity.
fn unit_words(key: &str, currency: Currency, is_quantity: bool) -> String {
    match unit_of(key, currency) {
        Some(unit) if is_quantity => format!(" ({unit})"),
        _ => String::new(),
    }
}
