//! Per hundred: what 100 of volume leave the focus product's operator, as terminal and page show it, strategy by strategy.

use super::cells::Shown;
use super::wording::Digits;
use crate::domain::card::Funding;
use crate::domain::currency::Currency;
use crate::experiment::statistics::Estimate;
use crate::experiment::{Bridge, RunSummary, bridges};

/// One figure of every strategy.
#[derive(Clone, Debug)]
pub(super) struct Measure {
    /// What it is, with its unit.
    pub(super) words: String,
    /// By strategy; nothing where a strategy has no such figure.
    pub(super) cells: Vec<Option<Shown>>,
}

/// The bridges of the product named `focus` in the year that is looked at: the last full one; without one, the last.
pub(super) fn of_focus(runs: &[RunSummary], focus: &str) -> Vec<Bridge> {
    let Some(frame) = runs.first().map(|run| &run.tables.frame) else { return Vec::new() };
    let (Some(product), Some(year)) = (frame.product_named(focus), frame.last_full_year()) else { return Vec::new() };
    bridges(runs, product, year)
}

/// True where the operator has a part in payments, as behind a virtual card it has; else the bank keeps the interchange.
pub(super) fn has_part(bridge: &Bridge) -> bool {
    bridge.all.lines.iter().any(|(_, amount)| amount.mean != 0.0)
}

/// Margin by funding and over all, profit, and what would close the gap.
pub(super) fn measures(bridges: &[Bridge], currency: Currency) -> Vec<Measure> {
    let used = |funding: &Funding| bridges.iter().any(|bridge| margin(bridge, *funding).is_some());
    let mut measures: Vec<Measure> = Funding::ALL
        .into_iter()
        .filter(used)
        .map(|funding| measure(format!("margin on {}", funding.name()), bridges, |bridge| margin(bridge, funding)))
        .collect();
    measures.push(measure("margin on all volume".into(), bridges, |bridge| Some(bridge.all.margin)));
    measures.push(measure("profit".into(), bridges, |bridge| Some(bridge.profit)));
    measures.push(measure("break-even share of regulated debit, %".into(), bridges, |b| {
        b.break_even_debit_share.map(|share| share.times(100.0))
    }));
    measures.push(measure(format!("offers and data needed, {currency} per active user and month"), bridges, |b| b.offers_data_needed));
    measures
}

fn margin(bridge: &Bridge, funding: Funding) -> Option<Estimate> {
    bridge.spans.iter().find(|span| span.funding == Some(funding)).map(|span| span.margin)
}

fn measure(words: String, bridges: &[Bridge], of: impl Fn(&Bridge) -> Option<Estimate>) -> Measure {
    let estimates: Vec<Option<Estimate>> = bridges.iter().map(of).collect();
    let digits = Digits::of(estimates.iter().flatten().map(|estimate| estimate.mean));
    Measure { words, cells: estimates.into_iter().map(|estimate| estimate.map(|estimate| Shown::plain(estimate, digits))).collect() }
}

/// A line of the operator's account in words.
pub(super) fn line_words(name: &str) -> String {
    match name {
        "incentives" => "rebate and incentives to users".into(),
        "interchange_share" => "interchange share (from the virtual card's bank)".into(),
        "funding_interchange" => "funding interchange (to the card's bank)".into(),
        "offers_data" => "offers and data (assumption)".into(),
        _ => name.replace('_', " "),
    }
}
