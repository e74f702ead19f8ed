//! Trust: how safe users think the focus product, over time.

use super::drawing::drawing;
use super::{Page, Section, Written};
use maud::html;

pub(super) fn section(page: &Page<'_>) -> Written {
    let Some((_, figure)) = page.chart("trust") else { return Ok(None) };
    Ok(Some(Section { id: "trust", title: "Trust over time", body: html! { (drawing(figure)?) } }))
}
