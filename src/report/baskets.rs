//! Baskets: the yearly table of groups of products and of parties, as bytes.

use super::ReportError;
use super::csv::{Exact, by_run, millions, money_millions};
use crate::experiment::RunSummary;
use crate::metrics::{BasketYear, Decimal};
use serde::Serialize;

/// Columns of `baskets.csv`.
pub const BASKETS: &str = "strategy,replicate,year,basket,payments_m,volume_bn,volume_share_pct,revenue_m,profit_m,take_rate_pct,users_m";

#[derive(Serialize)]
struct BasketText<'a> {
    year: i16,
    basket: &'a str,
    payments_m: Option<Exact>,
    volume_bn: Option<Exact>,
    volume_share_pct: Option<Exact>,
    revenue_m: Option<Exact>,
    profit_m: Option<Exact>,
    take_rate_pct: Option<Exact>,
    users_m: Option<Exact>,
}

/// `baskets.csv`: groups of products and of parties by year; cells of what a group has no product or no party for are empty. Nothing
/// where the scenario groups nothing.
///
/// # Errors
///
/// If a row cannot be written.
pub fn by_year(runs: &[RunSummary]) -> Result<Option<Vec<u8>>, ReportError> {
    let bytes = by_run(BASKETS, runs, |tables| {
        let text = |row: &BasketYear| BasketText {
            year: row.year,
            basket: &tables.frame.baskets()[row.basket].name,
            payments_m: row.sums.map(|sums| millions(sums.payments)),
            volume_bn: row.sums.map(|sums| Exact(Decimal::money_billions(sums.volume))),
            volume_share_pct: row.share().map(Exact),
            revenue_m: row.books.map(|books| money_millions(books.revenue)),
            profit_m: row.books.map(|books| money_millions(books.profit)),
            take_rate_pct: row.take_rate().map(Exact),
            users_m: row.sums.map(|sums| millions(sums.users)),
        };
        tables.basket_years.iter().map(text).collect()
    })?;
    Ok(runs.iter().any(|run| !run.tables.basket_years.is_empty()).then_some(bytes))
}
