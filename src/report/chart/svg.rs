//! SVG: a figure as a scalable picture with real text.

use plotters::prelude::SVGBackend;

use super::draw::sheet;
use super::figure::Figure;
use super::paint::{UNITS, paint, size};
use super::sheet::Sheet;
use super::text::{clean, load_fonts};
use super::{ChartError, text};

/// The figure as an SVG document in UTF-8. The same figure gives the same bytes.
///
/// Title and all names are also in the document's `title` and `desc`, uncut, for readers who listen.
///
/// # Errors
///
/// [`ChartError`] if the typeface or the drawing library fails; no content of a figure does.
pub fn svg(figure: &Figure) -> Result<Vec<u8>, ChartError> {
    load_fonts()?;
    let sheet = sheet(figure);
    let mut document = String::new();
    paint(&sheet, &mut SVGBackend::with_string(&mut document, size(&sheet)))?;
    let mut own = head(figure, &sheet);
    let mut is_in_text = false;
    for line in document.lines().skip(1) {
        // A text keeps to one line, as some viewers show a line break as a space.
        if !is_in_text {
            own.push('\n');
        }
        own.push_str(line);
        is_in_text = (is_in_text || line.starts_with("<text")) && line != "</text>";
    }
    own.push('\n');
    Ok(own.into_bytes())
}

/// The opening element: size in pixels over a finer grid of units, rounded line ends, and the words.
fn head(figure: &Figure, sheet: &Sheet) -> String {
    let sheet_units = |pixels: f64| pixels * UNITS;
    let names: Vec<String> = figure.names().into_iter().map(escape).collect();
    format!(
        concat!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {uw} {uh}" "#,
            r#"role="img" font-family="{family}" stroke-linejoin="round">"#,
            "\n<title>{title}</title>\n<desc>{subtitle} {names}</desc>"
        ),
        w = sheet.paper.width,
        h = sheet.height,
        uw = sheet_units(sheet.paper.width),
        uh = sheet_units(sheet.height),
        family = text::FAMILY,
        title = escape(&figure.title),
        subtitle = escape(&figure.subtitle),
        names = names.join("; "),
    )
}

fn escape(text: &str) -> String {
    clean(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
