//! Verdict: the comparison in one sentence, the same in the terminal and over the chart.

use super::wording::list;
use crate::experiment::{Comparison, ComparisonRow, Metric, Verdict};

/// A metric's name inside a sentence.
fn noun(metric: Metric) -> &'static str {
    match metric {
        Metric::Users => "users",
        Metric::ActiveUsers => "active users",
        Metric::Volume => "volume",
        Metric::FraudBp => "fraud",
        Metric::OperatorProfit => "operator's profit",
    }
}

/// What the comparison shows, in one sentence.
pub(super) fn sentence(comparison: &Comparison) -> String {
    let baseline = &comparison.baseline;
    if comparison.challengers().is_empty() {
        return format!("There is no strategy beside {baseline} to compare.");
    }
    if comparison.rows.iter().all(|row| !row.difference.has_interval()) {
        return format!("One replicate cannot tell a strategy from {baseline}: run at least two.");
    }
    // Strategies with one verdict share a clause, in the order of the first of them.
    let mut clauses: Vec<(Judged, Vec<&str>)> = Vec::new();
    for strategy in comparison.challengers() {
        let judged = judge(comparison, strategy);
        match clauses.iter_mut().find(|clause| clause.0 == judged) {
            Some(clause) => clause.1.push(strategy),
            None => clauses.push((judged, vec![strategy])),
        }
    }
    let clauses: Vec<String> = clauses.iter().map(|(judged, strategies)| clause(judged, strategies)).collect();
    format!("Against {baseline} in {}, {}.", comparison.year, clauses.join("; "))
}

/// By what a strategy is better, and by what it is worse.
type Judged = (String, String);

fn judge(comparison: &Comparison, strategy: &str) -> Judged {
    let with = |verdict: Verdict| {
        let nouns = Metric::ALL.into_iter().filter(|metric| comparison.row(*metric, strategy).is_some_and(|row| row.verdict == verdict));
        list(&nouns.map(noun).collect::<Vec<_>>())
    };
    (with(Verdict::Better), with(Verdict::Worse))
}

fn clause((better, worse): &Judged, strategies: &[&str]) -> String {
    let (is, shows) = if strategies.len() == 1 { ("is", "shows") } else { ("are", "show") };
    let strategies = list(strategies);
    match (better.is_empty(), worse.is_empty()) {
        (true, true) => format!("{strategies} {shows} no clear and material difference"),
        (false, true) => format!("{strategies} {is} better by {better}"),
        (true, false) => format!("{strategies} {is} worse by {worse}"),
        (false, false) => format!("{strategies} {is} better by {better}, worse by {worse}"),
    }
}

/// The verdict on one row in words, with the reason where there is none.
pub(super) fn words(comparison: &Comparison, row: &ComparisonRow) -> &'static str {
    match row.verdict {
        _ if row.strategy == comparison.baseline => "baseline",
        Verdict::Better => "better",
        Verdict::Worse => "worse",
        Verdict::Unclear if !row.difference.has_interval() => "unclear: one replicate",
        Verdict::Unclear if row.difference.excludes_zero() => "unclear: too small to matter",
        Verdict::Unclear => "unclear: may be chance",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::compare;
    use crate::experiment::testing::runs;
    use crate::scenario::Materiality;

    #[test]
    fn the_sentence_names_what_is_clear() {
        let all = compare(&runs(), "wallet", "base", Materiality::default()).expect("both have runs");
        assert_eq!(
            sentence(&all),
            "Against base in 2012, rival is better by users, active users, volume and fraud, worse by operator's profit."
        );
        let alike = ("users".to_string(), String::new());
        assert_eq!(clause(&alike, &["a", "b", "c"]), "a, b and c are better by users");
        let one = compare(&runs()[..2], "wallet", "base", Materiality::default()).expect("both have runs");
        assert_eq!(sentence(&one), "One replicate cannot tell a strategy from base: run at least two.");
        let huge = Materiality { users_m: 9.0, active_users_m: 9.0, volume_bn: 9.0, fraud_bp: 90.0, operator_profit_m: 99.0 };
        let small = compare(&runs(), "wallet", "base", huge).expect("both have runs");
        assert_eq!(sentence(&small), "Against base in 2012, rival shows no clear and material difference.");
        assert_eq!(words(&small, &small.rows[1]), "unclear: too small to matter");
    }
}
