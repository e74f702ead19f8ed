//! Word shapes: one of a few options, or the name of an entry elsewhere.

use super::{Refusal, Shape, found_text};
use crate::scenario::text::node::Node;
use crate::scenario::text::words::{list, suggest};

/// One of a few words; the value is its index.
#[derive(Clone, Debug)]
pub struct Choice<'a> {
    /// The words, at least one.
    pub options: Vec<&'a str>,
}

/// The name of an entry elsewhere; the value is its index.
#[derive(Clone, Debug)]
pub struct Reference<'a> {
    /// The names that exist.
    pub names: Vec<&'a str>,
}

impl Shape for Choice<'_> {
    type Value = usize;

    fn expected(&self) -> String {
        list(&self.options)
    }

    fn read(&self, node: &Node) -> Result<usize, Vec<Refusal>> {
        let Some(text) = node.text() else {
            return Refusal::new(node, "is not a text", self.expected()).alone();
        };
        match self.options.iter().position(|option| *option == text) {
            Some(index) => Ok(index),
            None => {
                let mut refusal = Refusal::new(node, "is not one of the options", self.expected());
                refusal.found = found_text(text);
                let help = suggest(text, &self.options, "write");
                refusal.help(help).alone()
            }
        }
    }

    fn stand_in(&self) -> usize {
        0
    }

    fn show(&self, value: &usize) -> String {
        word(&self.options, *value)
    }

    fn range(&self) -> Option<String> {
        Some(self.expected())
    }
}

impl Shape for Reference<'_> {
    type Value = usize;

    fn expected(&self) -> String {
        "a name given in this scenario".to_string()
    }

    fn read(&self, node: &Node) -> Result<usize, Vec<Refusal>> {
        let Some(text) = node.text() else {
            return Refusal::new(node, "is not a name", self.expected()).alone();
        };
        match self.names.iter().position(|name| *name == text) {
            Some(index) => Ok(index),
            None => {
                let mut refusal = Refusal::new(node, "names nothing here", self.expected());
                refusal.found = found_text(text);
                let help = suggest(text, &self.names, "there is");
                refusal.help(help).alone()
            }
        }
    }

    fn stand_in(&self) -> usize {
        0
    }

    fn show(&self, value: &usize) -> String {
        word(&self.names, *value)
    }
}

fn word(words: &[&str], index: usize) -> String {
    words.get(index).map_or(String::new(), ToString::to_string)
}
