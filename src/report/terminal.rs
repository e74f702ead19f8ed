//! Terminal: results as plain text, 120 columns wide, without colours or control codes.

use super::per_hundred::{Measure, measures, of_focus};
use super::wording::{Digits, miss, replicates};
use super::{cells, verdict};
use crate::domain::currency::Currency;
use crate::experiment::{Arm, Comparison, Metric, Profit, RunSummary, TargetRow, arms, groups as groups_of, profits};
use comfy_table::presets::ASCII_HORIZONTAL_ONLY;
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table};

const WIDTH: u16 = 120;

/// Strategies that stand side by side within the width.
const ABREAST: usize = 3;

/// Strategies with a change and its interval each that stand side by side within the width.
const CHANGES_ABREAST: usize = 2;

/// A comparison, with money in `currency`: the verdict, every metric of every strategy, and what changes for each party.
#[must_use]
pub fn comparison(runs: &[RunSummary], comparison: &Comparison, currency: Currency) -> String {
    let count = arms(runs).iter().map(|arm| arm.runs.len()).min().unwrap_or(0);
    let partial = if comparison.is_full_year { "" } else { " (a partial year: the run has no full one)" };
    let (pairs, marked) = match count {
        0 | 1 => ("one replicate, so no intervals".to_string(), ""),
        _ => (
            format!("paired over {}; intervals are 95 % and cover chance only", replicates(count)),
            " [95 % interval]; * marks intervals that exclude zero",
        ),
    };
    format!(
        "{}\n\n{} in {}{partial}; differences to {}, {pairs}\n{}\n\nChange of profit against {}, whole horizon, m {currency}{marked}\n{}\n",
        verdict::sentence(comparison),
        comparison.focus,
        comparison.year,
        comparison.baseline,
        metrics(comparison, currency),
        comparison.baseline,
        changes(&profits(runs, &comparison.baseline), comparison),
    )
}

/// The runs of one strategy: means by year, and the operator's view in one line.
#[must_use]
pub fn run(runs: &[RunSummary], currency: Currency) -> String {
    arms(runs).iter().map(|arm| annual(arm, currency)).collect::<Vec<_>>().join("\n")
}

/// Published figures beside what each strategy projects, a few strategies to a table; nothing if there are none.
#[must_use]
pub fn targets(rows: &[TargetRow], currency: Currency) -> String {
    let arms: Vec<&[TargetRow]> = rows.chunk_by(|a, b| a.strategy == b.strategy).collect();
    if arms.is_empty() {
        return String::new();
    }
    let tables: Vec<String> = arms.chunks(ABREAST).map(|arms| beside_published(arms, currency)).collect();
    format!("Against published figures; * marks intervals that hold them; definitions are in the scenario\n{}\n", tables.join("\n\n"))
}

/// Figures of groups of products and parties in the last full year, a row per group and strategy; nothing if there are none.
#[must_use]
pub fn groups(runs: &[RunSummary], currency: Currency) -> String {
    let groups = groups_of(runs);
    let Some(first) = groups.first() else { return String::new() };
    let header: Vec<String> =
        ["group", "strategy"].into_iter().map(String::from).chain(cells::GROUP.map(|column| column.heading(currency))).collect();
    let columns = header.len();
    let mut table = table(header, 2..columns);
    for of_basket in groups.chunk_by(|a, b| a.basket == b.basket) {
        for (place, (group, shown)) in cells::groups(of_basket).into_iter().enumerate() {
            let mut row = vec![if place == 0 { group.basket.clone() } else { String::new() }, group.strategy.clone()];
            row.extend(shown.iter().map(|shown| shown.as_ref().map_or_else(|| "none".to_string(), cells::Shown::with_half_width)));
            table.add_row(row);
        }
    }
    let partial = if first.is_full_year { "" } else { " (a partial year: the run has no full one)" };
    format!(
        "Groups in {}{partial}; ± half the 95 % interval; none: the group has no products or no parties\n{}\n",
        first.year,
        text(&table)
    )
}

/// What 100 of volume leave the operator of `focus`, a few strategies to a table; nothing if nothing was paid with it.
#[must_use]
pub fn bridge(runs: &[RunSummary], focus: &str, currency: Currency) -> String {
    let bridges = of_focus(runs, focus);
    let Some(first) = bridges.first() else { return String::new() };
    let measures = measures(&bridges, currency);
    let tables = bridges.chunks(ABREAST).enumerate().map(|(at, bridges)| {
        let names = bridges.iter().map(|bridge| bridge.strategy.clone());
        per_hundred(names, &measures, ABREAST * at, currency)
    });
    let heading = format!(
        "What 100 {currency} of {focus} volume leave its operator in {}, {currency}, by the card behind them; ± half the 95 % interval",
        first.year
    );
    format!("{heading}\n{}\n", tables.collect::<Vec<_>>().join("\n\n"))
}

/// A row per measure, a column per strategy from the one at `first` on.
fn per_hundred(names: impl Iterator<Item = String>, measures: &[Measure], first: usize, currency: Currency) -> String {
    let header: Vec<String> = [format!("per 100 {currency} of volume")].into_iter().chain(names).collect();
    let columns = header.len();
    let mut table = table(header, 1..columns);
    for measure in measures {
        let cells = measure.cells.iter().skip(first).take(columns - 1);
        let cells = cells.map(|cell| cell.map_or_else(|| "none".to_string(), |shown| shown.with_half_width()));
        table.add_row([measure.words.clone()].into_iter().chain(cells));
    }
    text(&table)
}

/// A row per published figure, a column per strategy; each of `arms` has the same figures.
fn beside_published(arms: &[&[TargetRow]], currency: Currency) -> String {
    let mut header = vec!["published figure".to_string(), "published".to_string()];
    header.extend(arms.iter().filter_map(|rows| rows.first()).map(|row| row.strategy.clone()));
    let columns = header.len();
    let mut table = table(header, 1..columns);
    for (at, TargetRow { target, .. }) in arms[0].iter().enumerate() {
        let of_target = || arms.iter().map(|rows| &rows[at]);
        let means = of_target().filter_map(|row| row.projected).map(|projected| projected.mean);
        let (digits, own) = (Digits::of(means), Digits::of([target.value]));
        let mut cells = vec![format!("{}, {}", target.title, target.period())];
        cells.push(format!("{} {}", own.show(target.value), target.metric.unit(currency)));
        cells.extend(of_target().map(|row| match row.projected {
            Some(projected) => {
                let star = if row.is_met() { "*" } else { "" };
                format!("{}{star} ({})", digits.show(projected.mean), miss(projected.mean, target.value))
            }
            None => target.missing().to_string(),
        }));
        table.add_row(cells);
    }
    text(&table)
}

/// An empty table whose columns from `numbers` on are right-aligned.
pub(super) fn table(header: Vec<String>, numbers: std::ops::Range<usize>) -> Table {
    let mut table = Table::new();
    table.load_style(ASCII_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Dynamic).set_width(WIDTH);
    table.set_header(header);
    table.column_iter_mut().for_each(|column| {
        column.set_padding((0, 1));
    });
    // Names and numbers stay on one line; what is left to say may wrap.
    for column in table.column_iter_mut().take(numbers.end) {
        column.set_constraint(ColumnConstraint::ContentWidth);
    }
    for column in table.column_iter_mut().skip(numbers.start).take(numbers.len()) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}

/// The table's text without its outer rules and trailing blanks.
pub(super) fn text(table: &Table) -> String {
    let lines: Vec<String> = table.lines().map(|line| line.trim_end().to_string()).collect();
    let is_rule = |line: &String| !line.is_empty() && line.chars().all(|c| matches!(c, '-' | '=' | '+'));
    let ends = usize::from(lines.first().is_some_and(is_rule))..lines.len() - usize::from(lines.last().is_some_and(is_rule));
    let is_inner_rule = |line: &&String| is_rule(line) && line.contains('-');
    lines[ends].iter().filter(|line| !is_inner_rule(line)).cloned().collect::<Vec<_>>().join("\n")
}

fn metrics(comparison: &Comparison, currency: Currency) -> String {
    let header = ["metric", "strategy", "mean", "difference", "95 % interval", "relative", "verdict"];
    let mut table = table(header.map(String::from).to_vec(), 2..6);
    for metric in Metric::ALL {
        for (place, cells) in cells::metric(comparison, metric).into_iter().enumerate() {
            let difference = cells.difference.map_or_else(Default::default, |difference| (difference.mean(), difference.interval()));
            table.add_row(vec![
                if place == 0 { metric.words(currency) } else { String::new() },
                cells.row.strategy.clone(),
                cells.value.with_half_width(),
                difference.0,
                difference.1,
                cells.relative,
                cells.verdict.to_string(),
            ]);
        }
    }
    text(&table)
}

/// A row per party that any strategy changes, a column per strategy, a few of them to a table.
fn changes(profits: &[Profit], comparison: &Comparison) -> String {
    let parties = cells::parties(profits, comparison);
    if parties.is_empty() {
        return "no party's profit changes".to_string();
    }
    let challengers = comparison.challengers();
    let tables = challengers.chunks(CHANGES_ABREAST).enumerate().map(|(at, names)| {
        let mut header = vec!["party".to_string(), comparison.baseline.clone()];
        header.extend(names.iter().map(ToString::to_string));
        let columns = header.len();
        let mut table = table(header, 1..columns);
        for (party, cells) in &parties {
            let mut row = vec![party.party.clone(), cells.base.map_or_else(String::new, |base| base.mean())];
            row.extend(cells.changes.iter().skip(CHANGES_ABREAST * at).take(names.len()).map(|change| changed(change.as_ref())));
            table.add_row(row);
        }
        text(&table)
    });
    tables.collect::<Vec<_>>().join("\n\n")
}

/// A change with its interval; a clear one has a star.
fn changed(change: Option<&cells::Shown>) -> String {
    let Some(change) = change else { return String::new() };
    let star = if change.is_clear() { "*" } else { "" };
    format!("{}{star} {}", change.mean(), change.interval()).trim_end().to_string()
}

fn annual(arm: &Arm<'_>, currency: Currency) -> String {
    let mut header = vec!["year".to_string()];
    header.extend(cells::ANNUAL.map(|(name, _)| name.to_string()));
    let mut table = table(header, 1..cells::ANNUAL.len() + 1);
    for (year, row) in cells::annual(arm) {
        let mut cells = vec![year];
        cells.extend(row.iter().map(cells::Shown::with_half_width));
        table.add_row(cells);
    }
    let spread = if arm.runs.len() > 1 { "mean ± half the 95 % interval (chance only)" } else { "no interval" };
    format!(
        "{}, counted products, {}; money in {currency}; {spread}; * marks partial years\n{}\n",
        arm.strategy,
        replicates(arm.runs.len()),
        text(&table)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::compare;
    use crate::experiment::testing::{figure, runs};
    use crate::scenario::Materiality;

    fn compared(runs: &[RunSummary]) -> String {
        let result = compare(runs, "wallet", "base", Materiality::default()).expect("both have runs");
        comparison(runs, &result, Currency::USD)
    }

    #[test]
    fn a_comparison_is_plain_text_that_fits_the_width() {
        let text = compared(&runs());
        assert!(text.lines().all(|line| line.chars().count() <= 120), "{text}");
        assert!(!text.contains('\u{1b}'));
        assert!(text.starts_with("Against base in 2012, rival is better by users"));
        for words in ["users, m", "4.040 ± ", "+1.020", "[+0.995, +1.045]", "worse", "baseline", "operator", "-10.02*"] {
            assert!(text.contains(words), "{words}:\n{text}");
        }
    }

    #[test]
    fn published_figures_stand_beside_what_each_strategy_projects() {
        let published = [figure("Members", 4.04, None), figure("Members", 40.4, None), figure("Others", 1.0, Some("other"))];
        let rows = crate::experiment::targets(&runs(), &published);
        let text = targets(&rows, Currency::USD);
        assert!(text.starts_with("Against published figures"), "{text}");
        for words in ["Members, end of Dec 2012", "3.020 (-25 %)", "4.040* (0 %)", "40.40 m", "4.040 (÷10)", "no such product"] {
            assert!(text.contains(words), "{words}:\n{text}");
        }
        assert_eq!(targets(&[], Currency::USD), "");
    }

    #[test]
    fn one_replicate_shows_no_interval() {
        let text = compared(&runs()[..2]);
        assert!(text.contains("unclear: one replicate") && !text.contains('±') && !text.contains('*'), "{text}");
    }

    #[test]
    fn a_run_shows_means_by_year() {
        let text = run(&runs()[..1], Currency::USD);
        assert!(text.contains("2011* ") && text.contains("2012  "), "{text}");
        let all: Vec<RunSummary> = runs().into_iter().filter(|run| run.strategy == "rival").collect();
        let text = run(&all, Currency::USD);
        assert!(text.contains("4.040 ± 0.050") && text.contains("rival, counted products, 3 replicates"), "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= 120), "{text}");
    }
}
