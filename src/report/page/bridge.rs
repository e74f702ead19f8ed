//! Bridge: what 100 of volume leave the operator, by the card behind them, and what would close the gap.

use super::super::cells::Shown;
use super::super::figures;
use super::super::per_hundred::{Measure, has_part, line_words, measures, of_focus};
use super::super::wording::{Digits, list};
use super::drawing::drawing;
use super::profit::operator;
use super::table::{Column, Group, Row, estimate, figures as numbers, table, words};
use super::{Page, Section, Written};
use crate::domain::currency::Currency;
use crate::domain::line::Line;
use crate::experiment::statistics::Estimate;
use crate::experiment::{Bridge, Common, Span};
use maud::{Markup, html};

pub(super) fn section(page: &Page<'_>) -> Written {
    let (Some(story), Some(operator)) = (page.story, operator(page)) else { return Ok(None) };
    let bridges = of_focus(page.runs, &story.focus);
    if bridges.is_empty() {
        return Ok(None);
    }
    // The chart is of the strategy under which most is paid through the operator.
    let volume =
        |bridge: &Bridge| page.runs.iter().filter(|run| run.strategy == bridge.strategy).map(|run| spent(run, bridge)).sum::<i64>();
    let largest = bridges.iter().filter(|bridge| has_part(bridge)).max_by_key(|bridge| volume(bridge)).or(bridges.first());
    let year = page.year_words();
    let body = html! {
        p { (explained(&bridges, &operator)) }
        (summary(&bridges, &operator, &year, page.plan.currency))
        p.note { (read(&operator)) }
        @if let Some(bridge) = largest { (drawing(&figures::bridge(page.runs, bridge, &operator, story, &year))?) }
        @for (place, bridge) in bridges.iter().enumerate() {
            details {
                summary { (bridge.strategy) ", line by line" }
                (account(place, bridge, &operator, &year, page.plan.currency))
            }
        }
    };
    Ok(Some(Section { id: "bridge", title: "What 100 of volume leave the wallet: the bridge", body }))
}

/// What was paid in the bridge's year, minor units.
fn spent(run: &crate::experiment::RunSummary, bridge: &Bridge) -> i64 {
    run.tables.bridge.iter().filter(|row| row.year == bridge.year).map(|row| row.sums.volume).sum()
}

/// Who stands between shop and card, and who does not.
fn explained(bridges: &[Bridge], operator: &str) -> Markup {
    let names = |takes_part: bool| -> Vec<&str> {
        bridges.iter().filter(|bridge| has_part(bridge) == takes_part).map(|bridge| bridge.strategy.as_str()).collect()
    };
    let (through, past) = (names(true), names(false));
    html! {
        @if !through.is_empty() {
            "Under " (list(&through)) " the shop is paid by a virtual card and " (operator) " charges the customer's own card. It earns what the virtual \
             card's bank passes on of the shop's fee, and pays the interchange of the card behind: little for regulated debit, much for rewards credit. \
             The card mix decides whether a payment earns or costs. "
        }
        @if !past.is_empty() {
            "Under " (list(&past)) " the shop is paid by the customer's own card, so " (operator) " neither earns nor pays anything on a payment: the \
             bank keeps the interchange, and what is left is the cost of running the wallet."
        }
    }
}

/// The figures of all strategies side by side, as the terminal has them.
fn summary(bridges: &[Bridge], operator: &str, year: &str, money: Currency) -> Markup {
    let columns: Vec<Column> = [words("figure")].into_iter().chain(bridges.iter().map(|bridge| numbers(bridge.strategy.clone()))).collect();
    let row = |measure: &Measure| Row { head: html! { (measure.words) }, cells: measure.cells.iter().map(cell).collect() };
    let rows: Vec<Row> = measures(bridges, money).iter().map(row).collect();
    let caption =
        format!("{money} per 100 {money} of volume for {operator} in {year}, by the card behind the payment, and what would close the gap");
    table("bridge-table", &caption, &columns, &[rows.into()])
}

fn cell(shown: &Option<Shown>) -> Markup {
    html! { @match shown { Some(shown) => { (estimate(shown)) }, None => { span.none { "none" } } } }
}

/// How to read the last rows.
fn read(operator: &str) -> String {
    format!(
        "Margin is what the lines that belong to a payment leave. Profit is after all other lines of {operator}, spread over all volume. The \
         break-even share is the part of the volume that regulated debit would have to be, the other cards keeping their proportions, for margins to pay the lines \
         that grow with use; fixed costs and the cost of winning users would still be open. Above 100 %, no mix would do; none means that regulated debit is no \
         better than the others, or was not used in every replicate. The last row is what offers and data would have to earn from every person who pays in a month for \
         {operator} to lose nothing, fixed costs included; the scenario's own assumption about them is left out of it."
    )
}

/// One strategy: a column for each kind of card, and one for all.
fn account(place: usize, bridge: &Bridge, operator: &str, year: &str, money: Currency) -> Markup {
    let spans: Vec<&Span> = bridge.spans.iter().chain([&bridge.all]).collect();
    let name = |span: &&Span| span.funding.map_or("all volume", |funding| funding.name());
    let columns: Vec<Column> = [words("line")].into_iter().chain(spans.iter().map(|span| numbers(name(span)))).collect();
    let across = |head: String, of: &dyn Fn(&Span) -> Estimate| {
        let estimates: Vec<Estimate> = spans.iter().map(|span| of(span)).collect();
        let digits = Digits::of(estimates.iter().map(|estimate| estimate.mean));
        Row { head: html! { (head) }, cells: estimates.into_iter().map(|e| estimate(&Shown::plain(e, digits))).collect() }
    };
    let share = across("share of volume, %".into(), &|span| span.share.times(100.0));
    let mut direct: Vec<Row> = Vec::new();
    for (at, (name, _)) in bridge.all.lines.iter().enumerate() {
        direct.push(across(line_words(name), &|span| span.lines[at].1));
    }
    direct.push(across("margin".into(), &|span| span.margin));
    let over_all = |head: String, amount: Estimate| {
        let mut cells: Vec<Markup> = bridge.spans.iter().map(|_| html! {}).collect();
        cells.push(estimate(&Shown::plain(amount, Digits::of([amount.mean]))));
        Row { head: html! { (head) }, cells }
    };
    let common = |is_standing: bool| -> Vec<Row> {
        let of_kind = bridge.common.iter().filter(|common| common.is_standing == is_standing);
        of_kind.map(|Common { line, amount, .. }| over_all(line_words(Line::name(*line)), *amount)).collect()
    };
    let group = |heading: &str, rows| Group { heading: Some(heading.into()), rows };
    let groups = [
        Group::from(vec![share]),
        group("lines that belong to the payment", direct),
        group("spread over all volume, growing with use", common(false)),
        group("spread over all volume, standing", common(true)),
        group("what is left", vec![over_all("profit".into(), bridge.profit)]),
    ];
    let groups: Vec<Group> = groups.into_iter().filter(|group| !group.rows.is_empty()).collect();
    let caption = format!("{operator} under {} in {year}, {money} per 100 {money} of volume", bridge.strategy);
    table(&format!("bridge-{place}"), &caption, &columns, &groups)
}
