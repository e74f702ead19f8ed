//! Number shapes: real and whole numbers within closed ranges.

use std::ops::RangeInclusive;

use super::{Refusal, Shape, bounds, with_bounds, without_quotes};
use crate::scenario::text::node::{Node, Value};

/// A finite number in a closed range; an end beyond all doubles is open.
#[derive(Clone, Debug)]
pub struct Number(
    /// What is allowed.
    pub RangeInclusive<f64>,
);

/// A whole number in a closed range; an end at the limit of 64 bits is open.
#[derive(Clone, Debug)]
pub struct Whole(
    /// What is allowed.
    pub RangeInclusive<i64>,
);

impl Shape for Number {
    type Value = f64;

    fn expected(&self) -> String {
        with_bounds("a number", self.range())
    }

    fn read(&self, node: &Node) -> Result<f64, Vec<Refusal>> {
        let value = match &node.value {
            Value::Integer { raw, value } => match value {
                Some(whole) => *whole as f64,
                None => raw.parse().unwrap_or(f64::NAN),
            },
            Value::Float { value, .. } => *value,
            _ => {
                return Refusal::of_quantity(node, "is not a number", self.expected())
                    .help(without_quotes(node, |text| text.parse::<f64>().is_ok_and(f64::is_finite)))
                    .alone();
            }
        };
        if !value.is_finite() {
            return Refusal::of_quantity(node, "is not a finite number", self.expected()).alone();
        }
        if !self.0.contains(&value) {
            return Refusal::of_quantity(node, "is out of range", self.expected()).alone();
        }
        Ok(value)
    }

    fn stand_in(&self) -> f64 {
        match (self.0.start(), self.0.end()) {
            (start, _) if is_bound(*start) => *start,
            (_, end) if is_bound(*end) => *end,
            _ => 0.0,
        }
    }

    fn show(&self, value: &f64) -> String {
        figure(*value)
    }

    fn range(&self) -> Option<String> {
        let end = |value: f64| is_bound(value).then(|| figure(value));
        bounds(end(*self.0.start()), end(*self.0.end()))
    }

    fn has_unit(&self) -> bool {
        true
    }
}

fn is_bound(value: f64) -> bool {
    value.abs() < f64::MAX
}

/// The shortest digits that read back as the same number.
fn figure(value: f64) -> String {
    let size = value.abs();
    if size != 0.0 && !(1e-6..1e15).contains(&size) { format!("{value:e}") } else { format!("{value}") }
}

impl Shape for Whole {
    type Value = i64;

    fn expected(&self) -> String {
        with_bounds("a whole number", self.range())
    }

    fn read(&self, node: &Node) -> Result<i64, Vec<Refusal>> {
        match &node.value {
            Value::Integer { value, .. } => match value {
                Some(whole) if self.0.contains(whole) => Ok(*whole),
                _ => Refusal::of_quantity(node, "is out of range", self.expected()).alone(),
            },
            Value::Float { value, .. } if value.fract() == 0.0 && value.abs() < 1e15 => {
                Refusal::of_quantity(node, "is not a whole number", self.expected())
                    .help(format!("write it without a point: {value:.0}"))
                    .alone()
            }
            _ => Refusal::of_quantity(node, "is not a whole number", self.expected())
                .help(without_quotes(node, |text| text.parse::<i64>().is_ok()))
                .alone(),
        }
    }

    fn stand_in(&self) -> i64 {
        match (*self.0.start(), *self.0.end()) {
            (i64::MIN, i64::MAX) => 0,
            (i64::MIN, end) => end,
            (start, _) => start,
        }
    }

    fn show(&self, value: &i64) -> String {
        value.to_string()
    }

    fn range(&self) -> Option<String> {
        let (start, end) = (*self.0.start(), *self.0.end());
        bounds((start != i64::MIN).then(|| start.to_string()), (end != i64::MAX).then(|| end.to_string()))
    }

    fn has_unit(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_read_as_phrases() {
        assert_eq!(Number(0.0..=1.0).expected(), "a number between 0 and 1");
        assert_eq!(Number(0.0..=f64::INFINITY).expected(), "a number of at least 0");
        assert_eq!(Number(f64::MIN..=f64::MAX).expected(), "a number");
        assert_eq!(Number(0.0..=1e18).expected(), "a number between 0 and 1e18");
        assert_eq!(Whole(1..=i64::MAX).expected(), "a whole number of at least 1");
        assert_eq!(Whole(3..=3).expected(), "a whole number of exactly 3");
    }

    #[test]
    fn stand_ins_lie_in_the_range() {
        assert_eq!(Number(2.0..=3.0).stand_in(), 2.0);
        assert_eq!(Number(f64::NEG_INFINITY..=3.0).stand_in(), 3.0);
        assert_eq!(Whole(i64::MIN..=-5).stand_in(), -5);
    }
}
