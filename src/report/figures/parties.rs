//! Parties: who earns and who loses over the whole horizon.

use super::super::chart::{BarSeries, Bars, Figure, Kind};
use super::super::wording::Digits;
use super::{Story, count, source};
use crate::domain::currency::Currency;
use crate::domain::party::Role;
use crate::experiment::statistics::Estimate;
use crate::experiment::{Comparison, Profit, RunSummary, arms, profits as by_party};

/// The most parties that are drawn.
const MOST: usize = 14;

/// The change of every party's profit against the baseline, largest first.
pub(super) fn changes(runs: &[RunSummary], comparison: &Comparison, story: &Story) -> Figure {
    let baseline = &comparison.baseline;
    let rows: Vec<Profit> = by_party(runs, baseline).into_iter().filter(|row| row.strategy != *baseline).collect();
    let (parties, left_out) = largest(&rows, |row| row.change.mean);
    // Each strategy keeps the colour that it has in the charts with the baseline.
    let all = arms(runs);
    let place = |name: &&str| all.iter().position(|arm| arm.strategy == *name).unwrap_or(0);
    let colours = comparison.challengers().iter().map(place).collect();
    let mut note = source(story, "parties.csv", "Whisker", count(runs));
    if left_out > 0 {
        note.push_str(&format!(" The {left_out} parties with the smallest changes are left out."));
    }
    Figure {
        title: change_title(&rows, baseline, story.currency),
        subtitle: format!("Profit of each party less its profit under {baseline}, whole horizon, m {}", story.currency),
        note,
        kind: bars(&comparison.challengers(), colours, parties, &rows, &format!("change of profit, m {}", story.currency), |row| {
            (row.change, true)
        }),
    }
}

/// The profit of the parties that live from the products under study.
pub(super) fn profits(runs: &[RunSummary], story: &Story) -> Figure {
    let arms = arms(runs);
    let strategies: Vec<&str> = arms.iter().map(|arm| arm.strategy).collect();
    let first = strategies.first().copied().unwrap_or_default();
    let operators: Vec<&str> = arms
        .iter()
        .filter_map(|arm| arm.runs.first())
        .flat_map(|run| {
            let frame = &run.tables.frame;
            frame.products().iter().map(|product| frame.party_name(product.operator))
        })
        .collect();
    let lives_from_products = |row: &Profit| {
        let mixed = matches!(row.role, Role::Issuer | Role::Acquirer | Role::Network | Role::Merchant | Role::User | Role::Regulator);
        !mixed || operators.contains(&row.party.as_str())
    };
    let rows: Vec<Profit> = by_party(runs, first).into_iter().filter(lives_from_products).collect();
    let (parties, _) = largest(&rows, |row| row.amount.mean);
    let mut note = source(story, "parties.csv", "Whisker", count(runs));
    note.push_str(" Issuers, acquirers, networks, merchants and people are left out: most of their account is plain plastic. ");
    note.push_str("The file has all; a comparison shows what a strategy changes for them.");
    let title = rows.iter().find(|row| operators.first() == Some(&row.party.as_str())).map(|row| {
        let verb = if row.amount.mean < 0.0 { "loses" } else { "earns" };
        format!("{} {verb} {} m {} over the horizon", row.party, Digits::of([row.amount.mean]).show(row.amount.mean.abs()), story.currency)
    });
    Figure {
        title: title.unwrap_or_else(|| "No party lives from the products under study".into()),
        subtitle: format!("Profit of the parties that live from the products under study, whole horizon, m {}", story.currency),
        note,
        kind: bars(&strategies, Vec::new(), parties, &rows, &format!("profit, m {}", story.currency), |row| (row.amount, false)),
    }
}

/// The parties with the largest amounts of either sign, largest first, and how many more there are; those without any are not there.
fn largest(rows: &[Profit], amount: impl Fn(&Profit) -> f64) -> (Vec<String>, usize) {
    let mut sizes: Vec<(String, f64)> = Vec::new();
    for row in rows {
        let size = amount(row).abs();
        match sizes.iter_mut().find(|(name, _)| *name == row.party) {
            Some((_, largest)) => *largest = largest.max(size),
            None => sizes.push((row.party.clone(), size)),
        }
    }
    sizes.retain(|(_, size)| *size > 0.0);
    sizes.sort_by(|a, b| b.1.total_cmp(&a.1));
    let left_out = sizes.len().saturating_sub(MOST);
    (sizes.into_iter().take(MOST).map(|(name, _)| name).collect(), left_out)
}

/// A bar per party and strategy; `estimate` says what it stands for, and whether that is a change, which has a sign. Digits are those of
/// the terminal: as many as the party's largest figure needs.
fn bars(
    strategies: &[&str],
    colours: Vec<usize>,
    groups: Vec<String>,
    rows: &[Profit],
    y_label: &str,
    estimate: impl Fn(&Profit) -> (Estimate, bool),
) -> Kind {
    let digits = |party: &str| Digits::of(rows.iter().filter(|row| row.party == party).map(|row| estimate(row).0.mean));
    let series = strategies.iter().map(|strategy| {
        let row = |party: &String| rows.iter().find(|row| row.strategy == *strategy && row.party == *party);
        let estimates: Vec<Option<(Estimate, bool)>> = groups.iter().map(|party| row(party).map(&estimate)).collect();
        let values = estimates.iter().map(|estimate| estimate.map_or(f64::NAN, |(estimate, _)| estimate.mean)).collect();
        let ends = |estimate: &Option<(Estimate, bool)>| estimate.map_or((f64::NAN, f64::NAN), |(estimate, _)| estimate.ends());
        let has_error = estimates.iter().flatten().any(|(estimate, _)| estimate.has_interval());
        let text = |(party, estimate): (&String, &Option<(Estimate, bool)>)| match estimate {
            Some((estimate, true)) => digits(party).signed(estimate.mean),
            Some((estimate, false)) => digits(party).show(estimate.mean),
            None => String::new(),
        };
        let texts = groups.iter().zip(&estimates).map(text).collect();
        BarSeries { name: (*strategy).to_string(), values, error: has_error.then(|| estimates.iter().map(ends).collect()), texts }
    });
    let series = series.collect();
    Kind::Bars(Bars { groups, y_label: y_label.into(), series, stacked: false, horizontal: true, colours })
}

fn change_title(rows: &[Profit], baseline: &str, currency: Currency) -> String {
    let clear = rows.iter().filter(|row| row.change.excludes_zero());
    let Some(row) = clear.max_by(|a, b| a.change.mean.abs().total_cmp(&b.change.mean.abs())) else {
        return format!("No party's profit clearly differs from what it is under {baseline}");
    };
    let (verb, more) = if row.change.mean < 0.0 { ("loses", "less") } else { ("gains", "more") };
    let amount = Digits::of([row.change.mean]).show(row.change.mean.abs());
    format!("{} {verb} most: {amount} m {currency} {more} under {} than under {baseline}", row.party, row.strategy)
}
