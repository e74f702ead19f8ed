//! Shape: what a value must look like, one type for each kind of value.
//!
//! A shape reads a node or says why it cannot; the [`Reader`](super::Reader) adds the key, the table
//! and the unit to the message. To add a kind of value, implement [`Shape`] in a file of its own.

mod code;
mod exact;
mod list;
mod number;
mod plain;
mod word;

pub use code::Code;
pub use exact::{Money, Ppm};
pub use list::{Curve, List, Repeats};
pub use number::{Number, Whole};
pub use plain::{Day, Flag, Name, Text};
pub use word::{Choice, Reference};

use super::node::{Node, Value};
use super::source::Place;
use super::words::{quote, short};

/// A kind of value.
pub trait Shape {
    /// What it is read into.
    type Value;

    /// What is looked for, with its article: "a number between 0 and 1".
    fn expected(&self) -> String;

    /// The value of a node, or all that is wrong with it.
    fn read(&self, node: &Node) -> Result<Self::Value, Vec<Refusal>>;

    /// A harmless value to go on with after a mistake.
    fn stand_in(&self) -> Self::Value;

    /// The value as text.
    fn show(&self, value: &Self::Value) -> String;

    /// What is allowed: "between 0 and 1".
    fn range(&self) -> Option<String> {
        None
    }

    /// Whether the end of the key is the unit of the value.
    fn has_unit(&self) -> bool {
        false
    }
}

/// Why a node is not what was expected.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// What the value is or is not: "is not a number".
    pub fault: String,
    /// What was expected.
    pub expected: String,
    /// What was found.
    pub found: String,
    /// What to write instead.
    pub help: Option<String>,
    /// The part of the value that is wrong.
    pub place: Place,
    /// Whether what was expected is in the unit of the key.
    pub in_unit: bool,
}

impl Refusal {
    fn new(node: &Node, fault: &str, expected: String) -> Self {
        Self { fault: fault.to_string(), expected, found: found(node), help: None, place: node.place.clone(), in_unit: false }
    }

    /// A refusal of a quantity in the unit of the key.
    fn of_quantity(node: &Node, fault: &str, expected: String) -> Self {
        let mut refusal = Self::new(node, fault, expected);
        refusal.in_unit = true;
        refusal
    }

    fn help(mut self, help: impl Into<Option<String>>) -> Self {
        self.help = help.into();
        self
    }

    /// As the only thing that is wrong.
    fn alone<T>(self) -> Result<T, Vec<Refusal>> {
        Err(vec![self])
    }
}

/// A number as written, or what else stands there.
fn found(node: &Node) -> String {
    match &node.value {
        Value::Integer { raw, .. } | Value::Float { raw, .. } => short(raw),
        _ => node.what().to_string(),
    }
}

/// "between 1 and 5", "of at least 1", "of at most 5" or nothing.
fn bounds(low: Option<String>, high: Option<String>) -> Option<String> {
    match (low, high) {
        (Some(low), Some(high)) if low == high => Some(format!("of exactly {low}")),
        (Some(low), Some(high)) => Some(format!("between {low} and {high}")),
        (Some(low), None) => Some(format!("of at least {low}")),
        (None, Some(high)) => Some(format!("of at most {high}")),
        (None, None) => None,
    }
}

/// "a number" and its bounds.
fn with_bounds(what: &str, bounds: Option<String>) -> String {
    match bounds {
        Some(bounds) => format!("{what} {bounds}"),
        None => what.to_string(),
    }
}

/// The advice to drop the quotes, if what they hold would be right.
fn without_quotes(node: &Node, is_right: impl Fn(&str) -> bool) -> Option<String> {
    let text = node.text()?.trim();
    is_right(text).then(|| format!("write it without quotes: {}", short(text)))
}

/// A text given where a name or option belongs.
fn found_text(text: &str) -> String {
    quote(text)
}
