//! Inline: a figure's data as markup for a page, in colours that the page may change.
//!
//! Every colour is a variable named after itself, with itself as the value it has unless the page says otherwise: a page that sets none
//! shows the colours of the files; [`dark_colours`] says what to set on dark paper.

use std::fmt::Write as _;

use maud::{Markup, html};

use super::ChartError;
use super::draw::{self, bare_sheet};
use super::figure::Figure;
use super::palette::{self, Rgb};
use super::sheet::{Anchor, Ink, Paper, Point, Shape};
use super::text::{FAMILY, load_fonts};

/// The figure's data as an `svg` element without the figure's words, which are its label for readers who listen.
///
/// # Errors
///
/// [`ChartError`] if the typeface cannot be read; no content of a figure fails.
pub fn inline(figure: &Figure, paper: Paper) -> Result<Markup, ChartError> {
    load_fonts()?;
    let sheet = bare_sheet(figure, paper);
    let label = format!("{}. {}. Shown: {}", figure.title, figure.subtitle, figure.names().join("; "));
    Ok(html! {
        svg role="img" aria-label=(label) viewBox={ "0 0 " (sheet.paper.width) " " (sheet.height) } font-family=(FAMILY) stroke-linejoin="round" {
            @for shape in &sheet.shapes { (drawn(shape)) }
        }
    })
}

/// How many rows of the figure the drawing leaves out for want of room.
#[must_use]
pub fn left_out(figure: &Figure) -> usize {
    draw::left_out(&figure.kind, Paper::DESK)
}

fn drawn(shape: &Shape) -> Markup {
    match shape {
        Shape::Path { points, width, ink } => html! {
            polyline points=(list(points)) fill="none" stroke-width=(width) style={ "stroke:" (variable(*ink)) } stroke-opacity=[opacity(*ink)] {}
        },
        Shape::Area { points, ink } => html! {
            polygon points=(list(points)) style={ "fill:" (variable(*ink)) } fill-opacity=[opacity(*ink)] {}
        },
        Shape::Rect { from, to, ink } => html! {
            rect x=(short(from.0)) y=(short(from.1)) width=(short(to.0 - from.0)) height=(short(to.1 - from.1))
                style={ "fill:" (variable(*ink)) } fill-opacity=[opacity(*ink)] {}
        },
        Shape::Disc { centre, radius, ink } => html! {
            circle cx=(short(centre.0)) cy=(short(centre.1)) r=(short(*radius)) style={ "fill:" (variable(*ink)) } fill-opacity=[opacity(*ink)] {}
        },
        Shape::Text { at, text, face, anchor, ink } => html! {
            text x=(short(at.0)) y=(short(at.1)) font-size=(face.size) font-weight=[face.bold.then_some("bold")]
                text-anchor=[anchored(*anchor)] style={ "fill:" (variable(*ink)) } { (text) }
        },
    }
}

fn anchored(anchor: Anchor) -> Option<&'static str> {
    match anchor {
        Anchor::Left => None,
        Anchor::Middle => Some("middle"),
        Anchor::Right => Some("end"),
    }
}

/// A tenth of a pixel is as fine as anybody sees.
fn short(pixels: f64) -> f64 {
    (pixels * 10.0).round() / 10.0
}

fn list(points: &[Point]) -> String {
    let mut list = String::new();
    for (x, y) in points {
        // Writing to a text cannot fail.
        let _ = write!(list, "{},{} ", short(*x), short(*y));
    }
    list.truncate(list.trim_end().len());
    list
}

fn opacity(ink: Ink) -> Option<f64> {
    (ink.alpha < 1.0).then_some(ink.alpha)
}

/// The colour as a variable, and the colour it has if the page says nothing.
fn variable(ink: Ink) -> String {
    let name = hex(ink.rgb);
    format!("var(--c{name},#{name})")
}

fn hex((red, green, blue): Rgb) -> String {
    format!("{red:02x}{green:02x}{blue:02x}")
}

/// Declarations of a style sheet that turn every colour of a chart into one for dark paper.
#[must_use]
pub fn dark_colours() -> String {
    palette::all().into_iter().fold(String::new(), |mut text, colour| {
        let _ = write!(text, "--c{}:#{};", hex(colour), hex(palette::dark(colour)));
        text
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::usual;
    use super::*;

    #[test]
    fn every_colour_of_a_chart_has_one_for_dark_paper() {
        load_fonts().expect("the typeface is built in");
        let known = palette::all();
        for figure in usual() {
            for shape in bare_sheet(&figure, Paper::DESK).shapes {
                let (Shape::Path { ink, .. }
                | Shape::Area { ink, .. }
                | Shape::Rect { ink, .. }
                | Shape::Disc { ink, .. }
                | Shape::Text { ink, .. }) = shape;
                assert!(known.contains(&ink.rgb), "{:?}", ink.rgb);
            }
        }
    }

    #[test]
    fn names_are_escaped_and_the_label_says_what_is_shown() {
        let figure = Figure { title: "<script>alert(1)</script>".into(), subtitle: "a \"b\"".into(), ..usual().remove(0) };
        let text = inline(&figure, Paper::PHONE).expect("drawn").into_string();
        assert!(text.contains("aria-label=\"&lt;script&gt;alert(1)&lt;/script&gt;. a &quot;b&quot;. Shown: "), "{text}");
        assert!(!text.contains("<script"));
    }
}
