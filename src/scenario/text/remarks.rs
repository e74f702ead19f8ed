//! Remarks: what the comments of a file say about its values: where a figure comes from, what range is worth trying.
//!
//! A comment belongs to the value beside or right above which it stands, or to the table right above whose header it stands. A line drawn
//! with hyphens belongs to nothing.

use super::scan::{after_string, find};
use super::source::{Place, Source, Sources};

/// One comment.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Comment {
    line: usize,
    text: String,
    /// Nothing stands before it in its line.
    is_alone: bool,
}

/// The comments and headers of one file, in order.
#[derive(Clone, Debug, Default)]
struct Page {
    comments: Vec<Comment>,
    /// Lines on which a table begins.
    headers: Vec<usize>,
}

/// The comments of all files of a scenario.
#[derive(Clone, Debug)]
pub struct Remarks<'s> {
    sources: &'s Sources,
    pages: Vec<Page>,
}

impl<'s> Remarks<'s> {
    /// Reads them.
    #[must_use]
    pub fn of(sources: &'s Sources) -> Self {
        Self { sources, pages: sources.iter().map(Page::read).collect() }
    }

    /// What stands right above a value and beside it.
    #[must_use]
    pub fn on_value(&self, place: &Place) -> String {
        let Some((source, page)) = self.page(place) else { return String::new() };
        let above = page.above(source.line(place.span.start));
        let beside = page.beside(source.line(place.span.end.saturating_sub(1)));
        let parts: Vec<String> = above.into_iter().chain(beside).collect();
        parts.join(" ")
    }

    /// What stands right above the header of the table that a value is in, and beside it.
    #[must_use]
    pub fn on_table(&self, place: &Place) -> String {
        let Some((source, page)) = self.page(place) else { return String::new() };
        let line = source.line(place.span.start);
        let Some(header) = page.headers.iter().copied().take_while(|header| *header <= line).last() else { return String::new() };
        let parts: Vec<String> = page.above(header).into_iter().chain(page.beside(header)).collect();
        parts.join(" ")
    }

    fn page(&self, place: &Place) -> Option<(&'s Source, &Page)> {
        Some((self.sources.get(place.source)?, self.pages.get(place.source.ordinal())?))
    }
}

impl Page {
    fn read(source: &Source) -> Self {
        let (text, bytes) = (source.text(), source.text().as_bytes());
        let mut page = Self::default();
        let (mut at, mut depth, mut is_line_start) = (0, 0_usize, true);
        while at < bytes.len() {
            let byte = bytes[at];
            match byte {
                b'"' | b'\'' => {
                    at = after_string(bytes, at);
                    is_line_start = false;
                    continue;
                }
                b'#' => {
                    let end = find(bytes, at, |byte| matches!(byte, b'\r' | b'\n'));
                    let text = text[at..end].trim_start_matches('#').trim().to_string();
                    page.comments.push(Comment { line: source.line(at), text, is_alone: is_line_start });
                    at = end;
                    continue;
                }
                b'[' if is_line_start && depth == 0 => {
                    page.headers.push(source.line(at));
                    at = find(bytes, at, |byte| matches!(byte, b'#' | b'\r' | b'\n'));
                    is_line_start = false;
                    continue;
                }
                b'[' | b'{' => depth += 1,
                b']' | b'}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            is_line_start = byte == b'\n' || (is_line_start && byte.is_ascii_whitespace());
            at += 1;
        }
        page
    }

    /// The lines of comment that end right above `line`, as one text.
    fn above(&self, line: usize) -> Option<String> {
        let mut expected = line;
        let mut lines: Vec<&str> = Vec::new();
        for comment in self.comments.iter().rev().skip_while(|comment| comment.line >= line) {
            if !comment.is_alone || comment.line + 1 != expected || comment.text.contains("----") {
                break;
            }
            lines.push(&comment.text);
            expected = comment.line;
        }
        lines.reverse();
        (!lines.is_empty()).then(|| lines.join(" "))
    }

    /// The comment that ends `line`.
    fn beside(&self, line: usize) -> Option<String> {
        let found = self.comments.iter().find(|comment| comment.line == line && !comment.is_alone);
        found.map(|comment| comment.text.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::super::node::Node;
    use super::super::testing::document;
    use super::*;

    const TEXT: &str = r##"# The head of the file.

name = "a # b"      # its name
# ---------------------------------- people

# Sums to one
# over all (Census 2012).
[people] # 2012
count = 5  # 4-6 # or so
# Above the list,
# in two lines.
list = [
  1, # one
  2,
] # the end
bare = 1

[[bank]]
[bank.costs]
fee = 2
"##;

    fn place(root: &Node, path: &[&str]) -> Place {
        let mut node = root;
        for key in path {
            node = match &node.value {
                super::super::node::Value::Array(nodes) => &nodes[0],
                _ => node,
            };
            node = node.table().and_then(|table| table.get(key)).expect("the key");
        }
        node.place.clone()
    }

    #[test]
    fn a_value_has_what_stands_beside_it_and_right_above_it() {
        let document = document(TEXT);
        let remarks = Remarks::of(&document.sources);
        let on = |path: &[&str]| remarks.on_value(&place(&document.root, path));
        assert_eq!(on(&["name"]), "its name");
        assert_eq!(on(&["people", "count"]), "4-6 # or so");
        assert_eq!(on(&["people", "list"]), "Above the list, in two lines. the end");
        assert_eq!(on(&["people", "bare"]), "");
    }

    #[test]
    fn a_table_has_what_stands_right_above_its_header() {
        let document = document(TEXT);
        let remarks = Remarks::of(&document.sources);
        let on = |path: &[&str]| remarks.on_table(&place(&document.root, path));
        assert_eq!(on(&["people", "bare"]), "Sums to one over all (Census 2012). 2012");
        assert_eq!(on(&["name"]), "");
        assert_eq!(on(&["bank", "costs", "fee"]), "");
    }
}
