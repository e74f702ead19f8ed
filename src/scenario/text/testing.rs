//! Testing: files that exist only in a test.

use std::collections::BTreeMap;

use super::document::{Document, Loader, read};
use super::node::Node;
use super::parse::parse;
use super::render::Look;
use super::source::Sources;

pub(super) const PLAIN: Look = Look::Plain { width: 100 };

/// Files by name.
pub(super) struct Files<'t>(BTreeMap<&'t str, &'t str>);

impl Loader for Files<'_> {
    fn load(&self, path: &str) -> Result<String, String> {
        let text = self.0.get(path).map(ToString::to_string);
        text.ok_or_else(|| "no such file".to_string())
    }
}

pub(super) fn files<'t, const N: usize>(list: [(&'t str, &'t str); N]) -> Files<'t> {
    Files(BTreeMap::from(list))
}

/// One file that must be right.
pub(super) fn document(text: &str) -> Document {
    match read(&files([("us.toml", text)]), "us.toml") {
        Ok(document) => document,
        Err(rejected) => panic!("{}", rejected.render(PLAIN)),
    }
}

/// The tree of a text that must be right.
pub(super) fn parsed(text: &str) -> Node {
    let mut sources = Sources::default();
    let source = sources.add("us.toml", text);
    parse(source, text).unwrap_or_else(|problems| panic!("{}", problems.render(&sources, PLAIN)))
}
