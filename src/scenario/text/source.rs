//! Source: the text of one file, and places in it.
//!
//! Spans count bytes from the start of a text; lines and columns count from 1, columns in characters.

use std::ops::Range;

/// Which file a place is in; the file asked for comes first, the ones it extends after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceId(usize);

impl SourceId {
    /// Its place among the files of its scenario; the one asked for comes first.
    pub fn ordinal(self) -> usize {
        self.0
    }
}

/// A span of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub source: SourceId,
    /// Bytes of its text.
    pub span: Range<usize>,
}

/// One file: its name as shown to the user, and its text.
#[derive(Clone, Debug)]
pub struct Source {
    name: String,
    text: String,
    line_starts: Vec<usize>,
}

impl Source {
    fn new(name: String, text: String) -> Self {
        let after_newlines = text.match_indices('\n').map(|(at, _)| at + 1);
        let line_starts = std::iter::once(0).chain(after_newlines).collect();
        Self { name, text, line_starts }
    }

    /// The name it was loaded by.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The line that holds the byte `at`, from 1.
    pub fn line(&self, at: usize) -> usize {
        self.line_starts.partition_point(|&start| start <= at)
    }

    /// The column of the byte `at` in its line, in characters from 1.
    pub fn column(&self, at: usize) -> usize {
        let at = self.clamp(at);
        let start = self.line_span(self.line(at)).start;
        self.text[start..at].chars().count() + 1
    }

    /// The bytes of line `line` (from 1), without its line break.
    pub fn line_span(&self, line: usize) -> Range<usize> {
        let index = line.clamp(1, self.line_starts.len()) - 1;
        let start = self.line_starts[index];
        let end = match self.line_starts.get(index + 1) {
            Some(next) => next - 1,
            None => self.text.len(),
        };
        let carriage_return = self.text[start..end].ends_with('\r');
        start..end - usize::from(carriage_return)
    }

    /// `at`, moved back to the nearest place where the text can be cut.
    pub(super) fn clamp(&self, at: usize) -> usize {
        self.text.floor_char_boundary(at)
    }
}

/// The files of one scenario.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    list: Vec<Source>,
}

impl Sources {
    /// Adds a file.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> SourceId {
        self.list.push(Source::new(name.into(), text.into()));
        SourceId(self.list.len() - 1)
    }

    /// The file of an id given out by [`Sources::add`] of these sources.
    pub fn get(&self, id: SourceId) -> Option<&Source> {
        self.list.get(id.0)
    }

    /// All files, the one asked for first.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.list.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_from_one_and_columns_count_characters() {
        let source = Source::new("a.toml".into(), "é = 1\r\nb = 2\n".into());
        assert_eq!((source.line(0), source.column(0)), (1, 1));
        assert_eq!((source.line(5), source.column(5)), (1, 5));
        assert_eq!((source.line(8), source.column(8)), (2, 1));
        assert_eq!(&source.text()[source.line_span(1)], "é = 1");
        assert_eq!(&source.text()[source.line_span(2)], "b = 2");
        assert_eq!(&source.text()[source.line_span(3)], "");
    }

    #[test]
    fn places_beyond_the_text_are_drawn_back_into_it() {
        let source = Source::new("a.toml".into(), "é".into());
        assert_eq!((source.line(99), source.column(99)), (1, 2));
        assert_eq!(source.clamp(1), 0);
    }
}
