//! Render: problems as text, with the lines they are about.
//!
//! Plain text is the same on every machine. Only the lines concerned are handed to the drawing
//! code, and no line longer than a page, so that a huge file costs no more than a small one.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Element, Level, Origin, Padding, Renderer, Snippet};

use super::problem::{Problem, Problems};
use super::source::{Place, Source, Sources};
use super::words::one_line;

/// Problems shown; the rest are counted.
const SHOWN: usize = 20;
/// Longer lines are named by number, not shown (bytes).
const LONGEST_LINE: usize = 2_000;
/// Two places further apart are shown in two pieces (bytes).
const LONGEST_PIECE: usize = 16_000;

/// How problems are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Letters only, for pipes and tests.
    Plain {
        /// Columns of the page.
        width: usize,
    },
    /// With terminal colours.
    Coloured {
        /// Columns of the page.
        width: usize,
    },
}

impl Look {
    fn renderer(self) -> Renderer {
        match self {
            Look::Plain { width } => Renderer::plain().term_width(width.max(40)),
            Look::Coloured { width } => Renderer::styled().term_width(width.max(40)),
        }
    }
}

impl Problems {
    /// All problems, by file and line: message, line with caret, help. The first 20 are shown.
    pub fn render(&self, sources: &Sources, look: Look) -> String {
        let renderer = look.renderer();
        let sorted = self.sorted();
        let mut text = String::new();
        for problem in sorted.iter().take(SHOWN) {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&problem.render(sources, &renderer));
            text.push('\n');
        }
        if sorted.len() > SHOWN {
            text.push_str(&format!("\n... and {} more\n", sorted.len() - SHOWN));
        }
        text
    }
}

impl Problem {
    fn render(&self, sources: &Sources, renderer: &Renderer) -> String {
        let mut pieces: Vec<Piece> = Vec::new();
        if let Some(place) = &self.place {
            place_in_pieces(&mut pieces, sources, place, self.label.as_deref());
        }
        for note in &self.notes {
            if let Some(place) = &note.place {
                place_in_pieces(&mut pieces, sources, place, Some(&note.text));
            }
        }
        let mut group = Level::ERROR.primary_title(one_line(&self.message)).elements(pieces.iter().map(Piece::element));
        if pieces.is_empty() && (self.help.is_some() || !self.notes.is_empty()) {
            group = group.element(Padding);
        }
        if let Some(help) = &self.help {
            group = group.element(Level::HELP.message(one_line(help)));
        }
        for note in self.notes.iter().filter(|note| note.place.is_none()) {
            group = group.element(Level::NOTE.message(one_line(&note.text)));
        }
        for piece in pieces.iter().filter(|piece| !piece.is_drawn()) {
            let labels = piece.marks.iter().filter_map(|(_, label)| label.as_deref());
            group = group.elements(labels.map(|label| Level::NOTE.message(label)));
        }
        renderer.render(&[group])
    }
}

/// A run of lines of one file with the spans to mark in it, the first span being the main one.
struct Piece<'s> {
    source: &'s Source,
    place: Place,
    range: Range<usize>,
    marks: Vec<(Range<usize>, Option<String>)>,
}

/// Marks a place in the last piece if it is near, else in a piece of its own.
fn place_in_pieces<'s>(pieces: &mut Vec<Piece<'s>>, sources: &'s Sources, place: &Place, label: Option<&str>) {
    let Some(source) = sources.get(place.source) else {
        return;
    };
    let line = source.line_span(source.line(place.span.start));
    let start = source.clamp(place.span.start).min(line.end);
    let end = source.clamp(place.span.end).clamp(start, line.end);
    let mark = (start..end, label.map(one_line));
    if let Some(last) = pieces.last_mut()
        && last.place.source == place.source
    {
        let joined = last.range.start.min(line.start)..last.range.end.max(line.end);
        if joined.len() <= LONGEST_PIECE && lines_are_short(&source.text()[joined.clone()]) {
            last.range = joined;
            last.marks.push(mark);
            return;
        }
    }
    pieces.push(Piece { source, place: place.clone(), range: line, marks: vec![mark] });
}

fn lines_are_short(text: &str) -> bool {
    text.lines().all(|line| line.len() <= LONGEST_LINE)
}

impl Piece<'_> {
    fn excerpt(&self) -> &str {
        &self.source.text()[self.range.clone()]
    }

    fn is_drawn(&self) -> bool {
        lines_are_short(self.excerpt())
    }

    fn element(&self) -> Element<'_> {
        let name = one_line(self.source.name());
        if !self.is_drawn() {
            let at = self.place.span.start;
            let origin = Origin::path(name).line(self.source.line(at)).char_column(self.source.column(at));
            return origin.into();
        }
        Snippet::source(self.excerpt())
            .path(name)
            .line_start(self.source.line(self.range.start))
            .annotations(self.marks.iter().enumerate().map(|(index, mark)| {
                let kind = match index {
                    0 => AnnotationKind::Primary,
                    _ => AnnotationKind::Context,
                };
                self.annotation(kind, mark)
            }))
            .into()
    }

    fn annotation<'a>(&'a self, kind: AnnotationKind, (span, label): &'a (Range<usize>, Option<String>)) -> Annotation<'a> {
        let from = self.range.start;
        kind.span(span.start - from..span.end - from).label(label.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Look = Look::Plain { width: 100 };

    fn place(sources: &mut Sources, text: &str, span: Range<usize>) -> Place {
        let source = sources.add("us.toml", text);
        Place { source, span }
    }

    #[test]
    fn a_problem_shows_its_line_its_caret_and_its_mend() {
        let mut sources = Sources::default();
        let place = place(&mut sources, "a = 1\nshare = 1.4\n", 14..17);
        let problem = Problem::at(&place, "`share` is out of range")
            .label("expected a number between 0 and 1, found 1.4")
            .help("a share is a part of one".to_string());
        assert_eq!(
            Problems::from(problem).render(&sources, PLAIN),
            "\
error: `share` is out of range
 --> us.toml:2:9
  |
2 | share = 1.4
  |         ^^^ expected a number between 0 and 1, found 1.4
  |
  = help: a share is a part of one
"
        );
    }

    #[test]
    fn the_twenty_first_problem_is_only_counted() {
        let mut problems = Problems::new();
        for index in 0..25 {
            problems.push(Problem::nowhere(format!("problem {index}")));
        }
        let text = problems.render(&Sources::default(), PLAIN);
        assert!(text.ends_with("error: problem 19\n\n... and 5 more\n"));
    }

    #[test]
    fn a_problem_found_twice_is_shown_once() {
        let mut problems = Problems::from(Problem::nowhere("the same"));
        problems.push(Problem::nowhere("another"));
        problems.push(Problem::nowhere("the same"));
        assert_eq!(problems.sorted().len(), 2);
    }

    #[test]
    fn a_line_longer_than_a_page_is_named_not_drawn() {
        let mut sources = Sources::default();
        let place = place(&mut sources, &"x".repeat(1_000_000), 500_000..500_001);
        let problem = Problem::at(&place, "far out").label("here");
        assert_eq!(Problems::from(problem).render(&sources, PLAIN), "error: far out\n--> us.toml:1:500001\n = note: here\n");
    }

    #[test]
    fn help_stands_alone_when_there_is_no_place() {
        let problem = Problem::nowhere("no strategy is named `x`").help("did you mean `y`?".to_string());
        assert_eq!(
            Problems::from(problem).render(&Sources::default(), PLAIN),
            "error: no strategy is named `x`\n |\n = help: did you mean `y`?\n"
        );
    }
}
