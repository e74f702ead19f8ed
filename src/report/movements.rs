//! Movements: the monthly tables of what payments are made for, over which channels, and of money funds, as bytes.

use super::ReportError;
use super::csv::{Exact, by_run, millions};
use super::paid::{Paid, paid};
use crate::experiment::RunSummary;
use crate::metrics::{ChannelRow, Decimal, FundRow, PurposeRow};
use serde::Serialize;

/// Columns of `purposes.csv`.
pub const PURPOSES: &str = "strategy,replicate,month,product,purpose,payments_m,volume_bn";
/// Columns of `channels.csv`.
pub const CHANNELS: &str = "strategy,replicate,month,product,channel,payments_m,volume_bn";
/// Columns of `funds.csv`.
pub const FUNDS: &str = "strategy,replicate,month,product,subscribed_bn,redeemed_bn,credited_bn,stock_bn,holders_m";

#[derive(Serialize)]
struct FundText<'a> {
    month: String,
    product: &'a str,
    subscribed_bn: Exact,
    redeemed_bn: Exact,
    credited_bn: Exact,
    stock_bn: Exact,
    holders_m: Exact,
}

/// `purposes.csv`: approved payments by month, product and what they were made for; nothing where nothing but shopping was done.
///
/// # Errors
///
/// If a row cannot be written.
pub fn purposes(runs: &[RunSummary]) -> Result<Option<Vec<u8>>, ReportError> {
    let part =
        |row: &PurposeRow| Paid { month: row.month, product: row.product, part: row.purpose, payments: row.payments, volume: row.volume };
    let bytes = paid(PURPOSES, runs, |tables| tables.purposes.iter().map(part))?;
    Ok(runs.iter().any(|run| !run.tables.purposes.is_empty()).then_some(bytes))
}

/// `channels.csv`: approved payments by month, product and channel: the technology of the phone, the place where there is none.
///
/// # Errors
///
/// If a row cannot be written.
pub fn channels(runs: &[RunSummary]) -> Result<Vec<u8>, ReportError> {
    let part = |row: &ChannelRow| Paid {
        month: row.month,
        product: row.product,
        part: row.channel.name(),
        payments: row.payments,
        volume: row.volume,
    };
    paid(CHANNELS, runs, |tables| tables.channels.iter().map(part))
}

/// `funds.csv`: what went into money funds, what came out, what was credited, and what lay there at the month's end; nothing where there
/// is no fund.
///
/// # Errors
///
/// If a row cannot be written.
pub fn funds(runs: &[RunSummary]) -> Result<Option<Vec<u8>>, ReportError> {
    let billions = |minor| Exact(Decimal::money_billions(minor));
    let bytes = by_run(FUNDS, runs, |tables| {
        let text = |row: &FundRow| FundText {
            month: row.month.to_string(),
            product: tables.frame.product_name(row.product),
            subscribed_bn: billions(row.sums.subscribed),
            redeemed_bn: billions(row.sums.redeemed),
            credited_bn: billions(row.sums.credited),
            stock_bn: billions(row.sums.stock),
            holders_m: millions(row.sums.holders),
        };
        tables.funds.iter().map(text).collect()
    })?;
    Ok(runs.iter().any(|run| !run.tables.funds.is_empty()).then_some(bytes))
}
