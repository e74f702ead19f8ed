//! Groups: figures of groups of products and of parties, where the scenario states any.

use super::super::cells;
use super::table::{Column, Group as Rows, Row, estimate, figures, table, words};
use super::{Page, Section, Written};
use crate::experiment::groups;
use maud::html;

pub(super) fn section(page: &Page<'_>) -> Written {
    let groups = groups(page.runs);
    if groups.is_empty() {
        return Ok(None);
    }
    let money = page.plan.currency;
    let columns: Vec<Column> = [words("strategy")].into_iter().chain(cells::GROUP.map(|column| figures(column.heading(money)))).collect();
    let about = |name: &str| page.plan.baskets.iter().find(|basket| basket.name == name).map_or("", |basket| basket.about.as_str());
    let mut parts: Vec<Rows> = Vec::new();
    for of_basket in groups.chunk_by(|a, b| a.basket == b.basket) {
        let row = |(group, shown): (&crate::experiment::Group, Vec<Option<cells::Shown>>)| Row {
            head: html! { (group.strategy) },
            cells: shown
                .iter()
                .map(|shown| html! { @match shown { Some(shown) => { (estimate(shown)) }, None => { span.none { "none" } } } })
                .collect(),
        };
        let name = &of_basket[0].basket;
        let heading = if about(name).is_empty() { name.clone() } else { format!("{name}: {}", about(name)) };
        parts.push(Rows { heading: Some(heading), rows: cells::groups(of_basket).into_iter().map(row).collect() });
    }
    let caption = format!("Groups of products and of parties in {}", page.year_words());
    let body = html! {
        (table("groups-table", &caption, &columns, &parts))
        p.note {
            "Volume and share are of a group's products, revenue and profit of its parties; the share is of the volume that counts. Revenue adds up all lines of its \
             parties that are above zero, so what one member pays another is in it; in profit it cancels. None means that a group has no products, or no parties."
        }
    };
    Ok(Some(Section { id: "groups", title: "Groups", body }))
}
