//! Exact shapes: money and rates, read from the digits as written, never through floating point.

use std::ops::RangeInclusive;

use super::{Refusal, Shape, bounds, found_text, with_bounds};
use crate::scenario::text::decimal::{NotExact, exact, show, show_short, without_closing_zeros};
use crate::scenario::text::node::{Node, Value};

/// An amount of money: main units with decimals in the file, minor units in the value.
#[derive(Clone, Debug)]
pub struct Money {
    /// What is allowed, in minor units.
    pub range: RangeInclusive<i64>,
    /// Decimals of the main unit.
    pub minor_digits: u32,
}

/// A rate: any unit in the file, whole parts per million in the value.
#[derive(Clone, Debug)]
pub struct Ppm {
    /// What is allowed, in the unit of the file.
    pub range: RangeInclusive<f64>,
    /// Decimals of that unit which make one part per million: 2 for basis points.
    pub digits: u32,
}

impl Shape for Money {
    type Value = i64;

    fn expected(&self) -> String {
        with_bounds("an amount", self.range())
    }

    fn read(&self, node: &Node) -> Result<i64, Vec<Refusal>> {
        let refuse = |fault: &str| Refusal::of_quantity(node, fault, self.expected());
        let raw = match &node.value {
            Value::Integer { raw, .. } | Value::Float { raw, .. } => raw.as_str(),
            Value::Text(text) => text.as_str(),
            _ => return refuse("is not an amount").alone(),
        };
        match exact(raw, self.minor_digits) {
            Ok(minor) if self.range.contains(&minor) => Ok(minor),
            Ok(_) | Err(NotExact::TooLarge) => refuse("is out of range").alone(),
            Err(NotExact::TooFine) => refuse("has too many decimals").help(self.finest()).alone(),
            Err(NotExact::Exponent) => refuse("is not written out").help("write all digits, without an exponent".to_string()).alone(),
            Err(NotExact::NotDecimal) => {
                let mut refusal = refuse("is not an amount");
                if let Some(text) = node.text() {
                    refusal.found = found_text(text);
                }
                let help = "write digits and a point only, as in 1250.00";
                refusal.help(help.to_string()).alone()
            }
        }
    }

    fn stand_in(&self) -> i64 {
        match *self.range.start() {
            i64::MIN => 0,
            start => start,
        }
    }

    fn show(&self, value: &i64) -> String {
        show(*value, self.minor_digits)
    }

    fn range(&self) -> Option<String> {
        let (start, end) = (*self.range.start(), *self.range.end());
        bounds((start != i64::MIN).then(|| self.show(&start)), (end != i64::MAX).then(|| self.show(&end)))
    }

    fn has_unit(&self) -> bool {
        true
    }
}

impl Money {
    fn finest(&self) -> String {
        match self.minor_digits {
            0 => "this currency has no decimals".to_string(),
            1 => "amounts have at most 1 decimal".to_string(),
            digits => format!("amounts have at most {digits} decimals"),
        }
    }
}

impl Shape for Ppm {
    type Value = i64;

    fn expected(&self) -> String {
        with_bounds("a rate", self.range())
    }

    fn read(&self, node: &Node) -> Result<i64, Vec<Refusal>> {
        let refuse = |fault: &str| Refusal::of_quantity(node, fault, self.expected());
        let raw = match &node.value {
            Value::Integer { raw, .. } | Value::Float { raw, .. } => without_closing_zeros(raw),
            _ => return refuse("is not a rate").help(self.unquoted(node)).alone(),
        };
        match exact(raw, self.digits) {
            Ok(ppm) if self.in_ppm().contains(&ppm) => Ok(ppm),
            Ok(_) | Err(NotExact::TooLarge) => refuse("is out of range").alone(),
            Err(NotExact::TooFine) => {
                refuse("is finer than one part per million").help(format!("the finest step is {}", show_short(1, self.digits))).alone()
            }
            Err(NotExact::Exponent) => refuse("is not written out").help("write all digits, without an exponent".to_string()).alone(),
            Err(NotExact::NotDecimal) => refuse("is not a rate").alone(),
        }
    }

    fn stand_in(&self) -> i64 {
        *self.in_ppm().start()
    }

    fn show(&self, value: &i64) -> String {
        show_short(*value, self.digits)
    }

    fn range(&self) -> Option<String> {
        let range = self.in_ppm();
        bounds(Some(self.show(range.start())), Some(self.show(range.end())))
    }

    fn has_unit(&self) -> bool {
        true
    }
}

impl Ppm {
    /// The range in parts per million.
    fn in_ppm(&self) -> RangeInclusive<i64> {
        let factor = 10_i64.pow(self.digits.min(9)) as f64;
        // The cast saturates, and takes not-a-number to zero.
        let ppm = |bound: f64| (bound * factor).round() as i64;
        ppm(*self.range.start())..=ppm(*self.range.end())
    }

    fn unquoted(&self, node: &Node) -> Option<String> {
        super::without_quotes(node, |text| exact(without_closing_zeros(text), self.digits).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::text::testing::parsed;

    fn read<S: Shape>(shape: &S, literal: &str) -> Result<S::Value, String> {
        let root = parsed(&format!("x = {literal}"));
        let node = root.table().and_then(|table| table.get("x"));
        let refused = |refusals: Vec<Refusal>| refusals[0].fault.clone();
        shape.read(node.expect("x is there")).map_err(refused)
    }

    #[test]
    fn money_is_read_from_the_digits_given_as_number_or_text() {
        let money = Money { range: 0..=1_000_000, minor_digits: 2 };
        assert_eq!(read(&money, "0.29"), Ok(29));
        assert_eq!(read(&money, "\"0.29\""), Ok(29));
        assert_eq!(read(&money, "1_250"), Ok(125_000));
        let fault = |literal| read(&money, literal).expect_err("refused");
        assert_eq!(fault("0.295"), "has too many decimals");
        assert_eq!(fault("0.290"), "has too many decimals");
        assert_eq!(fault("1e2"), "is not written out");
        assert_eq!(fault("-0.01"), "is out of range");
        assert_eq!(fault("99999999999999999999"), "is out of range");
        assert_eq!(fault("nan"), "is not an amount");
        assert_eq!(fault("0x10"), "is not an amount");
        assert_eq!(fault("\"1,250\""), "is not an amount");
        assert_eq!(fault("true"), "is not an amount");
    }

    #[test]
    fn rates_are_whole_parts_per_million() {
        let bps = Ppm { range: 0.0..=500.0, digits: 2 };
        assert_eq!(read(&bps, "150"), Ok(15_000));
        assert_eq!(read(&bps, "0.01"), Ok(1));
        assert_eq!(read(&bps, "1.5000"), Ok(150));
        let fault = |literal| read(&bps, literal).expect_err("refused");
        assert_eq!(fault("0.005"), "is finer than one part per million");
        assert_eq!(fault("500.01"), "is out of range");
        assert_eq!(fault("1e1"), "is not written out");
        assert_eq!(fault("inf"), "is not a rate");
        assert_eq!(bps.expected(), "a rate between 0 and 500");
    }
}
