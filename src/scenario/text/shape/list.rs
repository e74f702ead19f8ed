//! List shapes: lists of one kind of value, and curves over time.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use jiff::civil::Date;

use super::{Day, Number, Refusal, Shape};
use crate::scenario::text::node::{Node, Value};

/// A list, possibly empty, of values of one shape.
#[derive(Clone, Debug)]
pub struct List<S> {
    /// The shape of each.
    pub element: S,
    /// Whether a value may come twice.
    pub repeats: Repeats,
}

/// Whether a value may come twice in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeats {
    /// It may.
    Allowed,
    /// It may not.
    Refused,
}

/// Numbers by date: `[[2011-09-19, 0.1], [2012-09-19, 0.2]]`, in the order of time.
#[derive(Clone, Debug)]
pub struct Curve(
    /// What each number may be.
    pub RangeInclusive<f64>,
);

impl<S: Shape> Shape for List<S> {
    type Value = Vec<S::Value>;

    fn expected(&self) -> String {
        format!("a list, each {}", self.element.expected())
    }

    fn read(&self, node: &Node) -> Result<Vec<S::Value>, Vec<Refusal>> {
        let Value::Array(nodes) = &node.value else {
            return Refusal::new(node, "is not a list", self.expected()).alone();
        };
        let mut values = Vec::with_capacity(nodes.len());
        let mut refusals = Vec::new();
        let mut seen = BTreeSet::new();
        for node in nodes {
            match self.element.read(node) {
                Ok(value) => {
                    let is_new = self.repeats == Repeats::Allowed || seen.insert(self.element.show(&value));
                    if !is_new {
                        let expected = "each value once".to_string();
                        let mut refusal = Refusal::new(node, "repeats itself", expected);
                        refusal.found = format!("{} again", self.element.show(&value));
                        refusals.push(refusal);
                    }
                    values.push(value);
                }
                Err(found) => refusals.extend(found),
            }
        }
        if refusals.is_empty() { Ok(values) } else { Err(refusals) }
    }

    fn stand_in(&self) -> Vec<S::Value> {
        Vec::new()
    }

    fn show(&self, values: &Vec<S::Value>) -> String {
        let shown: Vec<String> = values.iter().map(|value| self.element.show(value)).collect();
        format!("[{}]", shown.join(", "))
    }

    fn range(&self) -> Option<String> {
        self.element.range()
    }

    fn has_unit(&self) -> bool {
        self.element.has_unit()
    }
}

impl Shape for Curve {
    type Value = Vec<(Date, f64)>;

    fn expected(&self) -> String {
        format!("a list of [date, number] pairs, each {}", self.number().expected())
    }

    fn read(&self, node: &Node) -> Result<Self::Value, Vec<Refusal>> {
        let Value::Array(nodes) = &node.value else {
            return Refusal::new(node, "is not a curve", self.expected()).alone();
        };
        if nodes.is_empty() {
            let mut refusal = Refusal::new(node, "has no points", self.expected());
            refusal.found = "an empty list".to_string();
            return refusal.alone();
        }
        let mut points: Vec<(Date, f64)> = Vec::with_capacity(nodes.len());
        let mut refusals = Vec::new();
        for node in nodes {
            match self.point(node) {
                Ok(point) => {
                    if let Some((before, _)) = points.last()
                        && *before >= point.0
                    {
                        let expected = format!("a date after {before}");
                        let mut refusal = Refusal::new(node, "does not go forward in time", expected);
                        refusal.found = point.0.to_string();
                        refusals.push(refusal);
                    }
                    points.push(point);
                }
                Err(found) => refusals.extend(found),
            }
        }
        if refusals.is_empty() { Ok(points) } else { Err(refusals) }
    }

    fn stand_in(&self) -> Self::Value {
        vec![(Day.stand_in(), self.number().stand_in())]
    }

    fn show(&self, points: &Self::Value) -> String {
        let number = self.number();
        let point = |(date, value): &(Date, f64)| format!("[{date}, {}]", number.show(value));
        let shown: Vec<String> = points.iter().map(point).collect();
        format!("[{}]", shown.join(", "))
    }

    fn range(&self) -> Option<String> {
        self.number().range()
    }

    fn has_unit(&self) -> bool {
        true
    }
}

impl Curve {
    fn number(&self) -> Number {
        Number(self.0.clone())
    }

    fn point(&self, node: &Node) -> Result<(Date, f64), Vec<Refusal>> {
        let Value::Array(pair) = &node.value else {
            let expected = "a pair [date, number]".to_string();
            return Refusal::new(node, "is not a curve", expected).alone();
        };
        let [date, value] = pair.as_slice() else {
            let expected = "a pair [date, number]".to_string();
            let mut refusal = Refusal::new(node, "is not a curve", expected);
            refusal.found = format!("a list of {}", pair.len());
            return refusal.alone();
        };
        match (Day.read(date), self.number().read(value)) {
            (Ok(date), Ok(value)) => Ok((date, value)),
            (date, value) => {
                let refusals = date.err().into_iter().chain(value.err());
                Err(refusals.flatten().collect())
            }
        }
    }
}
