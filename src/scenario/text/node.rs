//! Node: a value of a scenario file and the place it was written.
//!
//! Numbers keep the digits as written, so that money and rates can be read exactly. Tables keep
//! the order of the file.

use jiff::civil::{Date, DateTime, Time};

use super::source::Place;

/// A value and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it was written; for a table, its header.
    pub place: Place,
}

/// What TOML can hold, dates being civil.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A string.
    Text(String),
    /// A whole number.
    Integer {
        /// As written, without underscores.
        raw: String,
        /// `None` beyond the range of 64 bits.
        value: Option<i64>,
    },
    /// A number with a point or an exponent, infinities and not-a-number included.
    Float {
        /// As written, without underscores.
        raw: String,
        /// The nearest double.
        value: f64,
    },
    /// `true` or `false`.
    Bool(bool),
    /// A day.
    Date(Date),
    /// A day and a time, in no particular zone.
    DateTime(DateTime),
    /// A time of day.
    Time(Time),
    /// A list, arrays of tables included.
    Array(Vec<Node>),
    /// Keys and values.
    Table(Table),
}

/// Keys and values in the order of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    entries: Vec<Entry>,
}

/// One key of a table with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key was written.
    pub key_place: Place,
    /// The value.
    pub node: Node,
}

impl Node {
    /// The table, if it is one.
    pub fn table(&self) -> Option<&Table> {
        match &self.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    pub(super) fn table_mut(&mut self) -> Option<&mut Table> {
        match &mut self.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The text of the key `name`, if this is a table that has one.
    pub fn name(&self) -> Option<&str> {
        self.table()?.get("name")?.text()
    }

    /// Whether this is a list of tables only, and of one at least.
    pub fn is_array_of_tables(&self) -> bool {
        match &self.value {
            Value::Array(nodes) => !nodes.is_empty() && nodes.iter().all(|node| node.table().is_some()),
            _ => false,
        }
    }

    /// What it is, with the article: "a string".
    pub fn what(&self) -> &'static str {
        match &self.value {
            Value::Text(_) => "a string",
            Value::Integer { .. } => "a whole number",
            Value::Float { value, .. } if !value.is_finite() => "a number that is not finite",
            Value::Float { .. } => "a number",
            Value::Bool(_) => "true or false",
            Value::Date(_) => "a date",
            Value::DateTime(_) => "a date with a time",
            Value::Time(_) => "a time of day",
            Value::Array(_) => "a list",
            Value::Table(_) => "a table",
        }
    }
}

impl Table {
    /// In the order of the file.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry of a key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.node)
    }

    pub(super) fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        let entry = self.entries.iter_mut().find(|entry| entry.key == key);
        entry.map(|entry| &mut entry.node)
    }

    /// Adds an entry whose key is known to be new.
    pub(super) fn push(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// Adds the entry or puts it in the place of the one with its key.
    pub(super) fn set(&mut self, entry: Entry) {
        match self.entries.iter_mut().find(|old| old.key == entry.key) {
            Some(old) => *old = entry,
            None => self.entries.push(entry),
        }
    }

    pub(super) fn remove(&mut self, key: &str) -> Option<Entry> {
        let index = self.entries.iter().position(|entry| entry.key == key)?;
        Some(self.entries.remove(index))
    }

    pub(super) fn entries_mut(&mut self) -> &mut Vec<Entry> {
        &mut self.entries
    }

    pub(super) fn into_entries(self) -> Vec<Entry> {
        self.entries
    }
}

/// Whether `text` can name an entry: 1 to 40 small letters, digits and hyphens.
pub fn is_name(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=40).contains(&text.len()) && text.bytes().all(allowed)
}
