//! Testing: small hand-made runs for the tests of comparisons, tables and charts.

use super::runs::RunSummary;
use crate::domain::calendar::Calendar;
use crate::domain::gate::Gate;
use crate::domain::line::Line;
use crate::domain::party::{Party, PartyId, Role};
use crate::domain::product::ProductId;
use crate::domain::threat::Vector;
use crate::metrics::{Counts, Frame, FraudRow, FraudSums, GateRow, PartyRow, RunTables, Series, StudiedProduct, TrialRow};
use crate::scenario::{Over, Target, TargetKind, TargetMetric};
use jiff::civil::date;
use std::sync::Arc;

/// A run from September 2011 to December 2012 with one counted product, `wallet`, run by `operator`. In 2012 it has `users` users,
/// as many active ones, `volume` minor units of volume over twelve equal months, `gross` minor units of fraud, of which the operator
/// bears three quarters and `bank` one, and `profit` minor units of profit.
pub(crate) struct Case {
    pub users: i64,
    pub volume: i64,
    pub gross: i64,
    pub profit: i64,
}

pub(crate) fn run(strategy: &str, replicate: u32, case: &Case) -> RunSummary {
    let products = vec![StudiedProduct { name: "wallet".into(), operator: PartyId(0), is_counted: true, is_value_counted: true }];
    let party = |name: &str, role| Party { name: name.into(), role };
    let parties = vec![party("operator", Role::Wallet), party("bank", Role::Issuer)];
    let frame = Arc::new(Frame::new(&Calendar::new(date(2011, 9, 1), Vec::new()), 122 + 366, 1_000, 64, products, parties));
    let mut tables = RunTables::new(&Series::new(frame), &[], Vec::new());
    fill(&mut tables, case);
    RunSummary {
        strategy: strategy.into(),
        replicate,
        tables,
        messages: 10,
        candidate_points: 20,
        payments_simulated: 5,
        cases_open: 0,
        findings: vec![("trial balance".into(), true, "zero on 488 days".into())],
    }
}

fn fill(tables: &mut RunTables, case: &Case) {
    let sums = FraudSums { prevented: 2 * case.gross, gross: case.gross, recovered: 0 };
    for row in tables.products.iter_mut().filter(|row| row.month.year == 2012 && row.product == ProductId(0)) {
        row.users = case.users;
        row.active_users = case.users;
        row.counts = Counts { attempts: 150, payments: 100, volume: case.volume / 12, declined_funds: 50, ..Counts::default() };
    }
    for row in tables.monthly.iter_mut().filter(|row| row.period.year == 2012) {
        (row.users, row.active_users, row.payments, row.volume) = (case.users, case.users, 100, case.volume / 12);
        row.fraud = FraudSums { prevented: sums.prevented / 12, gross: sums.gross / 12, recovered: 0 };
    }
    for row in tables.annual.iter_mut().filter(|row| row.period == 2012) {
        (row.users, row.active_users, row.payments, row.volume, row.fraud) = (case.users, case.users, 1_200, case.volume, sums);
    }
    for row in tables.product_years.iter_mut().filter(|row| row.year == 2012) {
        (row.users, row.active_users, row.fraud) = (case.users, case.users, sums);
        row.counts = Counts { attempts: 1_800, payments: 1_200, volume: case.volume, declined_funds: 600, ..Counts::default() };
    }
    let share = |bearer, part: i64| FraudRow {
        year: 2012,
        vector: Vector::LostDevice,
        product: ProductId(0),
        bearer: PartyId(bearer),
        sums: FraudSums { prevented: part * case.gross / 2, gross: part * case.gross / 4, recovered: 0 },
    };
    tables.fraud = vec![share(0, 3), share(1, 1)];
    let line = |party, line, amount| PartyRow { year: 2012, party: PartyId(party), line, amount };
    tables.parties = vec![
        line(0, Line::OffersData, case.profit + case.gross),
        line(0, Line::Fraud, -case.gross),
        line(1, Line::Interchange, -case.profit / 2),
    ];
    // Half of those who come to a gate pass it.
    let gate = |(place, gate)| GateRow { year: 2012, product: ProductId(0), gate, people: case.users << (Gate::COUNTED - place) };
    tables.gates = Gate::ALL.into_iter().enumerate().map(gate).collect();
    tables.trial_balance = vec![TrialRow { account: "cash, operator".into(), owner: "operator".into(), debit: 1_250, credit: 0 }];
}

/// Two strategies, `base` and `rival`, in three replicates; the rival has a third more users, more volume, less fraud, and loses.
pub(crate) fn runs() -> Vec<RunSummary> {
    let mut runs = Vec::new();
    for replicate in 1..=3 {
        let luck = i64::from(replicate) * 10_000;
        let base = Case { users: 3_000_000 + luck, volume: 120_000_000_000 + 1_200 * luck, gross: 60_000_000 + luck, profit: 500_000_000 };
        let rival = Case {
            users: 4_000_000 + luck * 2,
            volume: 168_000_000_000 + 2_400 * luck,
            gross: 40_000_000 + luck,
            profit: -500_000_000 - 100 * luck,
        };
        runs.push(run("base", replicate, &base));
        runs.push(run("rival", replicate, &rival));
    }
    runs
}

/// A published figure of users at the end of 2012, millions; of all counted products or of one.
pub(crate) fn figure(title: &str, value: f64, product: Option<&str>) -> Target {
    Target {
        name: String::new(),
        handle: "users-m-2012-12".into(),
        title: title.into(),
        metric: TargetMetric::Users,
        over: Over::MonthEnd,
        date: date(2012, 12, 31),
        value,
        product: product.map(String::from),
        basket: None,
        strategy: None,
        kind: TargetKind::Count,
        confidence: None,
        tolerance_pct: 5.0,
        definition: "people".into(),
        source: "somebody, somewhere".into(),
    }
}
