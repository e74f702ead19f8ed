//! Plain shapes: text, name, truth, day.

use jiff::civil::Date;

use super::{Refusal, Shape, found_text, without_quotes};
use crate::scenario::text::node::{Node, Value, is_name};

/// Any text.
#[derive(Clone, Copy, Debug)]
pub struct Text;

/// The name of an entry: 1 to 40 small letters, digits and hyphens.
#[derive(Clone, Copy, Debug)]
pub struct Name;

/// `true` or `false`.
#[derive(Clone, Copy, Debug)]
pub struct Flag;

/// A day, as a TOML date.
#[derive(Clone, Copy, Debug)]
pub struct Day;

impl Shape for Text {
    type Value = String;

    fn expected(&self) -> String {
        "a text in quotes".to_string()
    }

    fn read(&self, node: &Node) -> Result<String, Vec<Refusal>> {
        match node.text() {
            Some(text) => Ok(text.to_string()),
            None => Refusal::new(node, "is not a text", self.expected()).alone(),
        }
    }

    fn stand_in(&self) -> String {
        String::new()
    }

    fn show(&self, value: &String) -> String {
        value.clone()
    }
}

impl Shape for Name {
    type Value = String;

    fn expected(&self) -> String {
        "a name of 1 to 40 small letters, digits and hyphens".to_string()
    }

    fn read(&self, node: &Node) -> Result<String, Vec<Refusal>> {
        match node.text() {
            Some(text) if is_name(text) => Ok(text.to_string()),
            Some(text) => {
                let mut refusal = Refusal::new(node, "is not a name", self.expected());
                refusal.found = found_text(text);
                let near = near_name(text).map(|near| format!("write \"{near}\""));
                refusal.help(near).alone()
            }
            None => Refusal::new(node, "is not a name", self.expected()).alone(),
        }
    }

    fn stand_in(&self) -> String {
        "unnamed".to_string()
    }

    fn show(&self, value: &String) -> String {
        value.clone()
    }
}

/// The name that someone who wrote `Google Wallet` may have meant.
fn near_name(text: &str) -> Option<String> {
    let hyphenated = text.trim().replace([' ', '_', '.'], "-");
    let near = hyphenated.to_ascii_lowercase();
    is_name(&near).then_some(near)
}

impl Shape for Flag {
    type Value = bool;

    fn expected(&self) -> String {
        "true or false".to_string()
    }

    fn read(&self, node: &Node) -> Result<bool, Vec<Refusal>> {
        match node.value {
            Value::Bool(truth) => Ok(truth),
            _ => Refusal::new(node, "is neither true nor false", self.expected())
                .help(without_quotes(node, |text| matches!(text, "true" | "false")))
                .alone(),
        }
    }

    fn stand_in(&self) -> bool {
        false
    }

    fn show(&self, value: &bool) -> String {
        value.to_string()
    }
}

impl Shape for Day {
    type Value = Date;

    fn expected(&self) -> String {
        "a date such as 2011-09-19".to_string()
    }

    fn read(&self, node: &Node) -> Result<Date, Vec<Refusal>> {
        match node.value {
            Value::Date(date) => Ok(date),
            Value::DateTime(moment) => {
                Refusal::new(node, "is not a date", self.expected()).help(format!("leave the time out: {}", moment.date())).alone()
            }
            _ => Refusal::new(node, "is not a date", self.expected())
                .help(without_quotes(node, |text| text.len() == 10 && text.parse::<Date>().is_ok()))
                .alone(),
        }
    }

    fn stand_in(&self) -> Date {
        Date::constant(2000, 1, 1)
    }

    fn show(&self, value: &Date) -> String {
        value.to_string()
    }
}
