//! CSV: the result files, as bytes.
//!
//! Invariants: the header is there even without rows; rows are in order of strategy, replicate, time and the scenario's lists; amounts
//! are exact decimals at full scale; lines end in a line feed. The mirrors below fix columns and order, so that the inner types can
//! change without changing a file.

use super::ReportError;
use super::wording::exact;
use crate::domain::party::Role;
use crate::experiment::statistics::Estimate;
use crate::experiment::{Comparison, ComparisonRow, RunSummary, TargetRow, arms};
use crate::metrics::{BridgeRow, Decimal, DisputeRow, FraudRow, GateRow, PartyRow, PeriodRow, ProductRow, RunTables};
use serde::{Serialize, Serializer};
use std::fmt::Display;

/// Columns of `annual.csv`.
pub const ANNUAL: &str =
    "strategy,replicate,year,users_m,active_users_m,payments_m,volume_bn,fraud_gross_m,fraud_prevented_m,fraud_net_m,fraud_bp";
/// Columns of `monthly.csv`.
pub const MONTHLY: &str =
    "strategy,replicate,month,users_m,active_users_m,payments_m,volume_bn,fraud_gross_m,fraud_prevented_m,fraud_net_m,fraud_bp";
/// Columns of `products.csv`.
pub const PRODUCTS: &str = "strategy,replicate,month,product,users_m,active_users_m,attempts_m,payments_m,volume_bn,declined_funds_m,\
declined_risk_m,declined_timeout_m,declined_other_m,reversed_m,refunded_m,false_alarms_m";
/// Columns of `parties.csv`.
pub const PARTIES: &str = "strategy,replicate,year,party,role,line,amount_m";
/// Columns of `fraud.csv`.
pub const FRAUD: &str = "strategy,replicate,year,vector,product,bearer,attempted_m,prevented_m,gross_m,recovered_m,net_m";
/// Columns of `bridge.csv`.
pub const BRIDGE: &str = "strategy,replicate,year,product,funding,payments_m,volume_bn,interchange_share_m,funding_interchange_m,\
assessments_m,staged_wallet_fee_m,credit_loss_m,fraud_m,margin_m";
/// Columns of `gates.csv`.
pub const GATES: &str = "strategy,replicate,year,product,gate,people_m";
/// Columns of `disputes.csv`.
pub const DISPUTES: &str = "strategy,replicate,year,product,leg,reason,outcome,count_m,amount_m";
/// Columns of `comparison.csv`.
pub const COMPARISON: &str = "metric,strategy,baseline,mean,low,high,difference,difference_low,difference_high,verdict";
/// Columns of `targets.csv`.
pub const TARGETS: &str = "strategy,metric,date,target,projected,low,high,deviation_pct,source";
/// Columns of `trial_balance.csv`.
pub const TRIAL_BALANCE: &str = "strategy,replicate,account,owner,debit,credit";

/// A decimal as its exact text.
pub(super) struct Exact(pub(super) Decimal);

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

pub(super) fn millions(count: i64) -> Exact {
    Exact(Decimal::millions(count))
}

pub(super) fn money_millions(minor: i64) -> Exact {
    Exact(Decimal::money_millions(minor))
}

/// A line of any of the files by run: the run first.
#[derive(Serialize)]
struct Of<'a, R> {
    strategy: &'a str,
    replicate: u32,
    row: R,
}

#[derive(Serialize)]
struct PeriodText {
    period: String,
    users_m: Exact,
    active_users_m: Exact,
    payments_m: Exact,
    volume_bn: Exact,
    fraud_gross_m: Exact,
    fraud_prevented_m: Exact,
    fraud_net_m: Exact,
    fraud_bp: Exact,
}

#[derive(Serialize)]
struct ProductText<'a> {
    month: String,
    product: &'a str,
    users_m: Exact,
    active_users_m: Exact,
    attempts_m: Exact,
    payments_m: Exact,
    volume_bn: Exact,
    declined_funds_m: Exact,
    declined_risk_m: Exact,
    declined_timeout_m: Exact,
    declined_other_m: Exact,
    reversed_m: Exact,
    refunded_m: Exact,
    false_alarms_m: Exact,
}

#[derive(Serialize)]
struct PartyText<'a> {
    year: i16,
    party: &'a str,
    role: &'a str,
    line: &'a str,
    amount_m: Exact,
}

#[derive(Serialize)]
struct FraudText<'a> {
    year: i16,
    vector: &'a str,
    product: &'a str,
    bearer: &'a str,
    attempted_m: Exact,
    prevented_m: Exact,
    gross_m: Exact,
    recovered_m: Exact,
    net_m: Exact,
}

#[derive(Serialize)]
struct BridgeText<'a> {
    year: i16,
    product: &'a str,
    funding: &'a str,
    payments_m: Exact,
    volume_bn: Exact,
    interchange_share_m: Exact,
    funding_interchange_m: Exact,
    assessments_m: Exact,
    staged_wallet_fee_m: Exact,
    credit_loss_m: Exact,
    fraud_m: Exact,
    margin_m: Exact,
}

#[derive(Serialize)]
struct GateText<'a> {
    year: i16,
    product: &'a str,
    gate: &'a str,
    people_m: Exact,
}

#[derive(Serialize)]
struct DisputeText<'a> {
    year: i16,
    product: &'a str,
    leg: &'a str,
    reason: &'a str,
    outcome: &'a str,
    count_m: Exact,
    amount_m: Exact,
}

#[derive(Serialize)]
struct TrialText<'a> {
    account: &'a str,
    owner: &'a str,
    debit: Exact,
    credit: Exact,
}

#[derive(Serialize)]
struct ComparisonText<'a> {
    metric: &'a str,
    strategy: &'a str,
    baseline: &'a str,
    mean: String,
    low: String,
    high: String,
    difference: String,
    difference_low: String,
    difference_high: String,
    verdict: &'a str,
}

#[derive(Serialize)]
struct TargetText<'a> {
    strategy: &'a str,
    metric: String,
    date: String,
    target: String,
    projected: String,
    low: String,
    high: String,
    deviation_pct: String,
    source: &'a str,
}

/// `annual.csv`: counted products by year.
///
/// # Errors
///
/// If a row cannot be written.
pub fn annual(runs: &[RunSummary]) -> Result<Vec<u8>, ReportError> {
    by_run(ANNUAL, runs, |tables| tables.annual.iter().map(period).collect())
}

/// `monthly.csv`: counted products by month.
///
/// # Errors
///
/// If a row cannot be written.
pub fn monthly(runs: &[RunSummary]) -> Result<Vec<u8>, ReportError> {
    by_run(MONTHLY, runs, |tables| tables.monthly.iter().map(period).collect())
}

fn period<P: Display>(row: &PeriodRow<P>) -> PeriodText {
    PeriodText {
        period: row.period.to_string(),
        users_m: millions(row.users),
        active_users_m: millions(row.active_users),
        payments_m: millions(row.payments),
        volume_bn: Exact(Decimal::money_billions(row.volume)),
        fraud_gross_m: money_millions(row.fraud.gross),
        fraud_prevented_m: money_millions(row.fraud.prevented),
        fraud_net_m: money_millions(row.fraud.net()),
        fraud_bp: Exact(Decimal::basis_points(row.fraud.gross, row.volume)),
    }
}

/// `products.csv`: each product, and plain plastic, by month.
///
/// # Errors
///
/// If a row cannot be written.
pub fn products(runs: &[RunSummary]) -> Result<Vec<u8>, ReportError> {
    by_run(PRODUCTS, runs, |tables| {
        let text = |row: &ProductRow| ProductText {
            month: row.month.to_string(),
            product: tables.frame.product_name(row.product),
            users_m: millions(row.users),
            active_users_m: millions(row.active_users),
            attempts_m: millions(row.counts.attempts),
            payments_m: millions(row.counts.payments),
            volume_bn: Exact(Decimal::money_billions(row.counts.volume)),
            declined_funds_m: millions(row.counts.declined_funds),
            declined_risk_m: millions(row.counts.declined_risk),
            declined_timeout_m: millions(row.counts.declined_timeout),
            declined_other_m: millions(row.counts.declined_other),
            reversed_m: millions(row.counts.reversed),
            refunded_m: millions(row.counts.refunded),
            false_alarms_m: millions(row.counts.false_alarms),
        };
        tables.products.iter().map(text).collect()
    })
}

/// `parties.csv`: every party's account by year and line.
///
/// # Errors
///
/// If a row cannot be written.
pub fn parties(runs: &[RunSummary]) -> Result<Vec<u8>, ReportError> {
    by_run(PARTIES, runs, |tables| {
        let text = |row: &PartyRow| PartyText {
            year: row.year,
            party: tables.frame.party_name(row.party),
            role: tables.frame.party_role(row.party).map_or("", Role::name),
            line: row.line.name(),
            amount_m: money_millions(row.amount),
        };
        tables.parties.iter().map(text).collect()
    })
}

/// `fraud.csv`: thieves' payments by year, vector, product and bearer.
///
/// # Errors
///
/// If a row cannot be written.
pub fn fraud(runs: &[RunSummary]) -> Result<Vec<u8>, ReportError> {
    by_run(FRAUD, runs, |tables| {
        let text = |row: &FraudRow| FraudText {
            year: row.year,
            vector: row.vector.name(),
            product: tables.frame.product_name(row.product),
            bearer: tables.frame.party_name(row.bearer),
            attempted_m: money_millions(row.sums.attempted()),
            prevented_m: money_millions(row.sums.prevented),
            gross_m: money_millions(row.sums.gross),
            recovered_m: money_millions(row.sums.recovered),
            net_m: money_millions(row.sums.net()),
        };
        tables.fraud.iter().map(text).collect()
    })
}

/// `bridge.csv`: what each kind of funding card brings and takes a product's operator, by year.
///
/// # Errors
///
/// If a row cannot be written.
pub fn bridge(runs: &[RunSummary]) -> Result<Vec<u8>, ReportError> {
    by_run(BRIDGE, runs, |tables| {
        let text = |row: &BridgeRow| BridgeText {
            year: row.year,
            product: tables.frame.product_name(row.product),
            funding: row.funding.name(),
            payments_m: millions(row.sums.payments),
            volume_bn: Exact(Decimal::money_billions(row.sums.volume)),
            interchange_share_m: money_millions(row.sums.interchange_share),
            funding_interchange_m: money_millions(row.sums.funding_interchange),
            assessments_m: money_millions(row.sums.assessments),
            staged_wallet_fee_m: money_millions(row.sums.staged_wallet_fee),
            credit_loss_m: money_millions(row.sums.credit_loss),
            fraud_m: money_millions(row.sums.fraud),
            margin_m: money_millions(row.sums.margin()),
        };
        tables.bridge.iter().map(text).collect()
    })
}

/// `gates.csv`: how many people have come so far towards using each product, at each year's end.
///
/// # Errors
///
/// If a row cannot be written.
pub fn gates(runs: &[RunSummary]) -> Result<Vec<u8>, ReportError> {
    by_run(GATES, runs, |tables| {
        let text = |row: &GateRow| GateText {
            year: row.year,
            product: tables.frame.product_name(row.product),
            gate: row.gate.name(),
            people_m: millions(row.people),
        };
        tables.gates.iter().map(text).collect()
    })
}

/// `disputes.csv`: contested payments by year of the payment, product, leg, reason and how the dispute ended.
///
/// # Errors
///
/// If a row cannot be written.
pub fn disputes(runs: &[RunSummary]) -> Result<Vec<u8>, ReportError> {
    by_run(DISPUTES, runs, |tables| {
        let text = |row: &DisputeRow| DisputeText {
            year: row.year,
            product: tables.frame.product_name(row.product),
            leg: row.leg.name(),
            reason: row.reason.name(),
            outcome: row.ending.name(),
            count_m: millions(row.count),
            amount_m: money_millions(row.amount),
        };
        tables.disputes.iter().map(text).collect()
    })
}

/// `trial_balance.csv`: closing balances in major units.
///
/// # Errors
///
/// If a row cannot be written.
pub fn trial_balance(runs: &[RunSummary]) -> Result<Vec<u8>, ReportError> {
    by_run(TRIAL_BALANCE, runs, |tables| {
        let rows = tables.trial_balance.iter();
        let money = |minor| Exact(Decimal::money(minor));
        rows.map(|row| TrialText { account: &row.account, owner: &row.owner, debit: money(row.debit), credit: money(row.credit) }).collect()
    })
}

/// `comparison.csv`: every metric of every strategy against the baseline; what has no interval has empty cells.
///
/// # Errors
///
/// If a row cannot be written.
pub fn comparison(comparison: &Comparison) -> Result<Vec<u8>, ReportError> {
    let text = |row| ComparisonText::of(row, &comparison.baseline);
    write(COMPARISON, comparison.rows.iter().map(text))
}

impl<'a> ComparisonText<'a> {
    fn of(row: &'a ComparisonRow, baseline: &'a str) -> Self {
        Self {
            metric: row.metric.name(),
            strategy: &row.strategy,
            baseline,
            mean: exact(row.value.mean),
            low: exact(row.value.low),
            high: exact(row.value.high),
            difference: exact(row.difference.mean),
            difference_low: exact(row.difference.low),
            difference_high: exact(row.difference.high),
            verdict: row.verdict.name(),
        }
    }
}

/// `targets.csv`: published figures beside projections; a strategy without the product has empty cells.
///
/// # Errors
///
/// If a row cannot be written.
pub fn targets(rows: &[TargetRow]) -> Result<Vec<u8>, ReportError> {
    write(TARGETS, rows.iter().map(TargetText::of))
}

impl<'a> TargetText<'a> {
    fn of(row: &'a TargetRow) -> Self {
        let projected = |value: fn(&Estimate) -> f64| row.projected.as_ref().map_or_else(String::new, |projected| exact(value(projected)));
        Self {
            strategy: &row.strategy,
            metric: row.target.measure(),
            date: row.target.date.to_string(),
            target: exact(row.target.value),
            projected: projected(|projected| projected.mean),
            low: projected(|projected| projected.low),
            high: projected(|projected| projected.high),
            deviation_pct: row.deviation_pct().map_or_else(String::new, exact),
            source: &row.target.source,
        }
    }
}

pub(super) fn by_run<'a, R: Serialize>(
    header: &str,
    runs: &'a [RunSummary],
    rows: impl Fn(&'a RunTables) -> Vec<R>,
) -> Result<Vec<u8>, ReportError> {
    let runs = arms(runs).into_iter().flat_map(|arm| arm.runs);
    let lines = runs.flat_map(|run| rows(&run.tables).into_iter().map(|row| Of { strategy: &run.strategy, replicate: run.replicate, row }));
    write(header, lines)
}

pub(super) fn write<R: Serialize>(header: &str, rows: impl Iterator<Item = R>) -> Result<Vec<u8>, ReportError> {
    let mut writer = ::csv::WriterBuilder::new().has_headers(false).from_writer(Vec::new());
    writer.write_record(header.split(',')).map_err(|error| ReportError(error.to_string()))?;
    for row in rows {
        writer.serialize(row).map_err(|error| ReportError(error.to_string()))?;
    }
    writer.into_inner().map_err(|error| ReportError(error.to_string()))
}

#[cfg(test)]
#[path = "csv_tests.rs"]
mod tests;
