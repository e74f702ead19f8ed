//! Security: how safe people think products, and what monitoring stops and costs, as bytes.

use super::ReportError;
use super::csv::{Exact, by_run, millions, write};
use super::wording::exact;
use crate::experiment::{RunSummary, Watching};
use crate::metrics::{Decimal, TrustRow};
use serde::Serialize;

/// Columns of `trust.csv`.
pub const TRUST: &str =
    "strategy,replicate,month,product,people_m,users_m,trust_pct,users_trust_pct,news_risk_pct,security_pct,users_security_pct";
/// Columns of `monitoring.csv`.
pub const MONITORING: &str = "strategy,false_alarms_pct,separation,detected_pct,prevented_pct,refused_bp,lost_bp,lost_low,lost_high,spent_bp,spent_low,\
spent_high,cost_bp,cost_low,cost_high";

#[derive(Serialize)]
struct TrustText<'a> {
    month: String,
    product: &'a str,
    people_m: Exact,
    users_m: Exact,
    trust_pct: Option<Exact>,
    users_trust_pct: Option<Exact>,
    news_risk_pct: Exact,
    security_pct: Option<Exact>,
    users_security_pct: Option<Exact>,
}

/// `trust.csv`: mean trust and perceived security of all people and of users, by month and product; cells of users are empty where there are none.
///
/// # Errors
///
/// If a row cannot be written.
pub fn trust(runs: &[RunSummary]) -> Result<Vec<u8>, ReportError> {
    by_run(TRUST, runs, |tables| {
        let text = |row: &TrustRow| {
            let per_cent = |ppm: i64| Exact(Decimal::per_cent(ppm, 1_000_000));
            TrustText {
                month: row.month.to_string(),
                product: tables.frame.product_name(row.product),
                people_m: millions(row.sums.agents[0] * tables.frame.weight()),
                users_m: millions(row.sums.agents[1] * tables.frame.weight()),
                trust_pct: row.sums.trust_ppm(0).map(per_cent),
                users_trust_pct: row.sums.trust_ppm(1).map(per_cent),
                news_risk_pct: per_cent(row.sums.news_ppm),
                security_pct: row.sums.security_ppm(0).map(per_cent),
                users_security_pct: row.sums.security_ppm(1).map(per_cent),
            }
        };
        tables.trust.iter().map(text).collect()
    })
}

#[derive(Serialize)]
struct MonitoringText<'a> {
    strategy: &'a str,
    false_alarms_pct: String,
    separation: String,
    detected_pct: String,
    prevented_pct: String,
    refused_bp: String,
    lost_bp: String,
    lost_low: String,
    lost_high: String,
    spent_bp: String,
    spent_low: String,
    spent_high: String,
    cost_bp: String,
    cost_low: String,
    cost_high: String,
}

/// `monitoring.csv`: the focus product's monitoring by strategy: its threshold, what it stops and whom, what is lost and spent, with 95 % intervals; nothing where
/// no strategy watches.
///
/// # Errors
///
/// If a row cannot be written.
pub fn monitoring(rows: &[Watching]) -> Result<Option<Vec<u8>>, ReportError> {
    if rows.is_empty() { Ok(None) } else { write(MONITORING, rows.iter().map(MonitoringText::of)).map(Some) }
}

impl<'a> MonitoringText<'a> {
    fn of(row: &'a Watching) -> Self {
        Self {
            strategy: &row.strategy,
            false_alarms_pct: exact(100.0 * row.false_alarms),
            separation: exact(row.separation),
            detected_pct: exact(100.0 * row.detected),
            prevented_pct: exact(100.0 * row.prevented.mean),
            refused_bp: exact(row.refused.mean),
            lost_bp: exact(row.lost.mean),
            lost_low: exact(row.lost.low),
            lost_high: exact(row.lost.high),
            spent_bp: exact(row.spent.mean),
            spent_low: exact(row.spent.low),
            spent_high: exact(row.spent.high),
            cost_bp: exact(row.cost.mean),
            cost_low: exact(row.cost.low),
            cost_high: exact(row.cost.high),
        }
    }
}
