//! Security: how safe people think products, what thieves hold and do, and what monitoring stops and costs, as bytes.

use super::ReportError;
use super::csv::{Exact, by_run, millions, money_millions, write};
use super::wording::exact;
use crate::experiment::{RunSummary, Watching};
use crate::metrics::{CredentialRow, Decimal, TheftRow, TrustRow};
use serde::Serialize;

/// Columns of `trust.csv`.
pub const TRUST: &str =
    "strategy,replicate,month,product,people_m,users_m,trust_pct,users_trust_pct,news_risk_pct,security_pct,users_security_pct";
/// Columns of `monitoring.csv`.
pub const MONITORING: &str = "strategy,false_alarms_pct,separation,detected_pct,prevented_pct,refused_bp,refused_by_monitor_bp,refused_by_limits_bp,refused_by_banks_bp,lost_bp,lost_low,lost_high,spent_bp,spent_low,\
spent_high,cost_bp,cost_low,cost_high";

/// Columns of `thefts.csv`.
pub const THEFTS: &str = "strategy,replicate,year,vector,product,place,tried_m,paid_m";

/// Columns of `credentials.csv`.
pub const CREDENTIALS: &str = "strategy,replicate,month,vector,got_m,used_m,stale_m,stock_m,age_days,kept_m,price_expected";

const SECONDS_PER_DAY: i64 = 86_400;
const MINOR_PER_MAJOR: i64 = 100;

#[derive(Serialize)]
struct CredentialText {
    month: String,
    vector: &'static str,
    got_m: Exact,
    used_m: Exact,
    stale_m: Exact,
    stock_m: Exact,
    age_days: Option<Exact>,
    kept_m: Exact,
    price_expected: Option<Exact>,
}

/// `credentials.csv`: what thieves got, used, gave up and hold, by month and vector, how old it is, and what one brought lately; no row for
/// a month without credentials, and an empty cell for the age of nothing and for a price that nobody knows.
///
/// # Errors
///
/// If a row cannot be written.
pub fn credentials(runs: &[RunSummary]) -> Result<Vec<u8>, ReportError> {
    let ratio = |part, whole| (whole > 0).then(|| Exact(Decimal::ratio(part, whole)));
    by_run(CREDENTIALS, runs, |tables| {
        let text = |row: &CredentialRow| {
            let (sums, [kept, gone]) = (&row.sums, row.lately);
            CredentialText {
                month: row.month.to_string(),
                vector: row.vector.name(),
                got_m: millions(sums.got),
                used_m: millions(sums.used),
                stale_m: millions(sums.stale),
                stock_m: millions(sums.stock),
                age_days: ratio(sums.age_seconds, sums.stock * SECONDS_PER_DAY),
                kept_m: money_millions(row.kept),
                price_expected: ratio(kept, gone * MINOR_PER_MAJOR),
            }
        };
        tables.credentials.iter().map(text).collect()
    })
}

#[derive(Serialize)]
struct TheftText<'a> {
    year: i16,
    vector: &'a str,
    product: &'a str,
    place: &'a str,
    tried_m: Exact,
    paid_m: Exact,
}

/// `thefts.csv`: thieves' payments, tried and gone through, by year, vector, product and whether in person.
///
/// # Errors
///
/// If a row cannot be written.
pub fn thefts(runs: &[RunSummary]) -> Result<Vec<u8>, ReportError> {
    by_run(THEFTS, runs, |tables| {
        let text = |row: &TheftRow| TheftText {
            year: row.year,
            vector: row.vector.name(),
            product: tables.frame.product_name(row.product),
            place: row.presence.name(),
            tried_m: millions(row.tried),
            paid_m: millions(row.paid),
        };
        tables.thefts.iter().map(text).collect()
    })
}

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
    refused_by_monitor_bp: String,
    refused_by_limits_bp: String,
    refused_by_banks_bp: String,
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
            refused_by_monitor_bp: exact(row.refused_by_monitor.mean),
            refused_by_limits_bp: exact(row.refused_by_limits.mean),
            refused_by_banks_bp: exact(row.refused_by_banks.mean),
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
