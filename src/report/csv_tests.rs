//! Tests of the files: read back by another reader, added up by other means.

use super::*;
use crate::experiment::compare;
use crate::experiment::testing::{figure, runs};
use crate::scenario::Materiality;

type Table = Vec<Vec<String>>;

fn read(bytes: &[u8]) -> (String, Table) {
    let text = String::from_utf8(bytes.to_vec()).expect("UTF-8");
    assert!(!text.contains('\r') && text.ends_with('\n'));
    let header = text.lines().next().expect("a header").to_string();
    let mut reader = ::csv::Reader::from_reader(bytes);
    let rows = reader.records().map(|row| row.expect("a row as long as the header").iter().map(String::from).collect());
    (header, rows.collect())
}

/// The sum of a column over the rows that `keep` keeps, in units of the eleventh decimal, added as text.
fn sum(table: &(String, Table), column: &str, keep: impl Fn(&[String]) -> bool) -> i128 {
    let at = table.0.split(',').position(|name| name == column).expect("the column");
    let units = |text: &str| {
        let (whole, part) = text.split_once('.').expect("a decimal has a point");
        assert!(!part.is_empty() && part.len() <= 11, "{text}");
        format!("{whole}{part:0<11}").parse::<i128>().expect("digits")
    };
    table.1.iter().filter(|row| keep(row)).map(|row| units(&row[at])).sum()
}

/// One published figure of a product under the strategies of `runs`.
fn against(runs: &[RunSummary], product: &str) -> Vec<TargetRow> {
    crate::experiment::targets(runs, &[figure("A figure", 2.0, Some(product))])
}

#[test]
fn a_published_figure_has_a_row_for_every_strategy_and_empty_cells_without_the_product() {
    let (_, rows) = read(&targets(&against(&runs(), "wallet")).expect("written"));
    assert_eq!(rows[1][..5], ["rival", "wallet.users_m", "2012-12-31", "2.000000", "4.040000"]);
    assert_eq!((rows[1][7].as_str(), rows[1][8].as_str()), ("102.000000", "somebody, somewhere"));
    let (_, rows) = read(&targets(&against(&runs(), "other")).expect("written"));
    assert_eq!(rows[0], ["base", "other.users_m", "2012-12-31", "2.000000", "", "", "", "", "somebody, somewhere"]);
}

#[test]
fn headers_are_the_contract_to_the_byte() {
    let runs = runs();
    let compared = compare(&runs, "wallet", "base", Materiality::default()).expect("both have runs");
    let period = "users_m,active_users_m,payments_m,volume_bn,fraud_gross_m,fraud_prevented_m,fraud_net_m,fraud_bp";
    let files = [
        (annual(&runs), format!("strategy,replicate,year,{period}")),
        (monthly(&runs), format!("strategy,replicate,month,{period}")),
        (
            products(&runs),
            "strategy,replicate,month,product,users_m,active_users_m,attempts_m,payments_m,volume_bn,declined_funds_m,declined_risk_m,\
             declined_timeout_m,declined_other_m,reversed_m,refunded_m,false_alarms_m"
                .into(),
        ),
        (parties(&runs), "strategy,replicate,year,party,role,line,amount_m".into()),
        (fraud(&runs), "strategy,replicate,year,vector,product,bearer,attempted_m,prevented_m,gross_m,recovered_m,net_m".into()),
        (targets(&against(&runs, "wallet")), "strategy,metric,date,target,projected,low,high,deviation_pct,source".into()),
        (gates(&runs), "strategy,replicate,year,product,gate,people_m".into()),
        (trial_balance(&runs), "strategy,replicate,account,owner,debit,credit".into()),
        (comparison(&compared), "metric,strategy,baseline,mean,low,high,difference,difference_low,difference_high,verdict".into()),
    ];
    for (bytes, header) in files {
        let (first, rows) = read(&bytes.expect("written"));
        assert_eq!(first, header);
        assert!(!rows.is_empty());
    }
    assert_eq!(fraud(&[]).expect("written"), format!("{FRAUD}\n").into_bytes());
}

#[test]
fn months_add_up_to_years_and_bearers_to_both() {
    let runs = runs();
    let [annual, monthly, fraud] = [annual(&runs), monthly(&runs), fraud(&runs)].map(|bytes| read(&bytes.expect("written")));
    for column in ["payments_m", "volume_bn"] {
        assert_eq!(sum(&annual, column, |_| true), sum(&monthly, column, |_| true), "{column}");
    }
    let of_base = |row: &[String]| row[0] == "base" && row[1] == "2";
    assert_eq!(sum(&annual, "fraud_gross_m", of_base), sum(&fraud, "gross_m", of_base));
    let attempted = sum(&fraud, "prevented_m", |_| true) + sum(&fraud, "gross_m", |_| true);
    assert_eq!(sum(&fraud, "attempted_m", |_| true), attempted);
    assert_eq!(sum(&fraud, "gross_m", |_| true), sum(&fraud, "recovered_m", |_| true) + sum(&fraud, "net_m", |_| true));
}

#[test]
fn rows_are_sorted_by_strategy_replicate_and_time() {
    let mut shuffled = runs();
    let in_order = annual(&shuffled).expect("written");
    shuffled.swap(2, 4);
    shuffled.swap(3, 5);
    assert_eq!(annual(&shuffled).expect("written"), in_order);
    let (_, rows) = read(&in_order);
    let keys: Vec<String> = rows.iter().map(|row| row[..3].join(" ")).collect();
    assert_eq!(keys[..4], ["base 1 2011", "base 1 2012", "base 2 2011", "base 2 2012"]);
    assert_eq!(keys[6], "rival 1 2011");
}

#[test]
fn names_with_commas_come_back_whole_and_amounts_are_exact() {
    let runs = runs();
    let (_, rows) = read(&trial_balance(&runs).expect("written"));
    assert_eq!(rows[0], ["base", "1", "cash, operator", "operator", "12.5", "0.0"]);
    let (_, rows) = read(&parties(&runs).expect("written"));
    assert_eq!(rows[1], ["base", "1", "2012", "operator", "wallet", "fraud", "-0.6001"]);
}

#[test]
fn one_replicate_leaves_the_cells_of_its_intervals_empty() {
    let runs = runs();
    let one = compare(&runs[..2], "wallet", "base", Materiality::default()).expect("both have runs");
    let (_, rows) = read(&comparison(&one).expect("written"));
    assert_eq!(rows[1][..4], ["users_m", "rival", "base", "4.020000"]);
    assert_eq!(rows[1][4..], ["", "", "1.010000", "", "", "unclear"]);
    assert_eq!(rows[0][6..], ["0.000000", "", "", "unclear"]);
}
