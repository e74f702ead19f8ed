//! Growth: the focus product month by month.

use super::drawing::drawing;
use super::{Page, Section, Written};
use maud::html;

pub(super) fn section(page: &Page<'_>) -> Written {
    let charts: Vec<_> = ["adoption", "volume"].into_iter().filter_map(|stem| page.chart(stem)).collect();
    if charts.is_empty() {
        return Ok(None);
    }
    let body = html! { @for (_, figure) in charts { (drawing(figure)?) } };
    Ok(Some(Section { id: "growth", title: "Adoption and volume by month", body }))
}
