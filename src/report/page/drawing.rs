//! Drawing: a chart with its words, laid out twice: for a desk and for a hand; the style sheet shows one.

use super::super::ReportError;
use super::super::chart::{Figure, Paper, inline, left_out};
use maud::{Markup, html};

/// The figure under its title, with subtitle and note.
pub(super) fn drawing(figure: &Figure) -> Result<Markup, ReportError> {
    let drawn = |paper| inline(figure, paper).map_err(|error| ReportError(error.to_string()));
    let (desk, phone) = (drawn(Paper::DESK)?, drawn(Paper::PHONE)?);
    let missing = left_out(figure);
    Ok(html! {
        figure.chart {
            figcaption {
                strong { (figure.title) }
                span { (figure.subtitle) }
            }
            div.desk { (desk) }
            div.phone { (phone) }
            p.note {
                @if missing > 0 { (missing) " more not drawn. " }
                (figure.note)
            }
        }
    })
}
