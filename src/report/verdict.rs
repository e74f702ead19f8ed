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
    let clauses: Vec<String> = comparison.challengers().iter().map(|strategy| clause(comparison, strategy)).collect();
    format!("Against {baseline} in {}, {}.", comparison.year, clauses.join("; "))
}

fn clause(comparison: &Comparison, strategy: &str) -> String {
    let with = |verdict: Verdict| {
        let nouns = Metric::ALL.into_iter().filter(|metric| comparison.row(*metric, strategy).is_some_and(|row| row.verdict == verdict));
        list(&nouns.map(noun).collect::<Vec<_>>())
    };
    match (with(Verdict::Better), with(Verdict::Worse)) {
        (better, worse) if better.is_empty() && worse.is_empty() => format!("{strategy} shows no clear and material difference"),
        (better, worse) if worse.is_empty() => format!("{strategy} is better by {better}"),
        (better, worse) if better.is_empty() => format!("{strategy} is worse by {worse}"),
        (better, worse) => format!("{strategy} is better by {better}, worse by {worse}"),
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
        let one = compare(&runs()[..2], "wallet", "base", Materiality::default()).expect("both have runs");
        assert_eq!(sentence(&one), "One replicate cannot tell a strategy from base: run at least two.");
        let huge = Materiality { users_m: 9.0, active_users_m: 9.0, volume_bn: 9.0, fraud_bp: 90.0, operator_profit_m: 99.0 };
        let small = compare(&runs(), "wallet", "base", huge).expect("both have runs");
        assert_eq!(sentence(&small), "Against base in 2012, rival shows no clear and material difference.");
        assert_eq!(words(&small, &small.rows[1]), "unclear: too small to matter");
    }
}
