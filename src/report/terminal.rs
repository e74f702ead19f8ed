//! Terminal: results as plain text, 120 columns wide, without colours or control codes.

use super::verdict;
use super::wording::{Digits, miss, replicates};
use crate::experiment::statistics::Estimate;
use crate::experiment::{Arm, Comparison, ComparisonRow, Metric, Profit, RunSummary, TargetRow, arms, profits};
use crate::metrics::{Decimal, PeriodRow};
use comfy_table::presets::ASCII_HORIZONTAL_ONLY;
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table};

const WIDTH: u16 = 120;

/// A comparison: the verdict, every metric of every strategy, and what changes for each party.
#[must_use]
pub fn comparison(runs: &[RunSummary], comparison: &Comparison) -> String {
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
        "{}\n\n{} in {}{partial}; differences to {}, {pairs}\n{}\n\nChange of profit against {}, whole horizon, m USD{marked}\n{}\n",
        verdict::sentence(comparison),
        comparison.focus,
        comparison.year,
        comparison.baseline,
        metrics(comparison),
        comparison.baseline,
        changes(&profits(runs, &comparison.baseline), comparison),
    )
}

/// The runs of one strategy: means by year, and the operator's view in one line.
#[must_use]
pub fn run(runs: &[RunSummary]) -> String {
    arms(runs).iter().map(annual).collect::<Vec<_>>().join("\n")
}

/// Published figures beside what each strategy projects, a few strategies to a table; nothing if there are none.
#[must_use]
pub fn targets(rows: &[TargetRow]) -> String {
    /// Strategies that stand side by side within the width.
    const ABREAST: usize = 3;
    let arms: Vec<&[TargetRow]> = rows.chunk_by(|a, b| a.strategy == b.strategy).collect();
    if arms.is_empty() {
        return String::new();
    }
    let tables: Vec<String> = arms.chunks(ABREAST).map(beside_published).collect();
    format!("Against published figures; * marks intervals that hold them; definitions are in the scenario\n{}\n", tables.join("\n\n"))
}

/// A row per published figure, a column per strategy; each of `arms` has the same figures.
fn beside_published(arms: &[&[TargetRow]]) -> String {
    let mut header = vec!["published figure".to_string(), "published".to_string()];
    header.extend(arms.iter().filter_map(|rows| rows.first()).map(|row| row.strategy.clone()));
    let columns = header.len();
    let mut table = table(header, 1..columns);
    for (at, TargetRow { target, .. }) in arms[0].iter().enumerate() {
        let of_target = || arms.iter().map(|rows| &rows[at]);
        let means = of_target().filter_map(|row| row.projected).map(|projected| projected.mean);
        let (digits, own) = (Digits::of(means), Digits::of([target.value]));
        let mut cells = vec![format!("{}, {}", target.title, target.period())];
        cells.push(format!("{} {}", own.show(target.value), target.metric.unit()));
        cells.extend(of_target().map(|row| match row.projected {
            Some(projected) => {
                let star = if row.is_met() { "*" } else { "" };
                format!("{}{star} ({})", digits.show(projected.mean), miss(projected.mean, target.value))
            }
            None => "no such product".to_string(),
        }));
        table.add_row(cells);
    }
    text(&table)
}

/// An empty table whose columns from `numbers` on are right-aligned.
fn table(header: Vec<String>, numbers: std::ops::Range<usize>) -> Table {
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
fn text(table: &Table) -> String {
    let lines: Vec<String> = table.lines().map(|line| line.trim_end().to_string()).collect();
    let is_rule = |line: &String| !line.is_empty() && line.chars().all(|c| matches!(c, '-' | '=' | '+'));
    let ends = usize::from(lines.first().is_some_and(is_rule))..lines.len() - usize::from(lines.last().is_some_and(is_rule));
    let is_inner_rule = |line: &&String| is_rule(line) && line.contains('-');
    lines[ends].iter().filter(|line| !is_inner_rule(line)).cloned().collect::<Vec<_>>().join("\n")
}

fn metrics(comparison: &Comparison) -> String {
    let header = ["metric", "strategy", "mean", "difference", "95 % interval", "relative", "verdict"];
    let mut table = table(header.map(String::from).to_vec(), 2..6);
    for metric in Metric::ALL {
        let rows: Vec<&ComparisonRow> = comparison.rows.iter().filter(|row| row.metric == metric).collect();
        let values = Digits::of(rows.iter().map(|row| row.value.mean));
        let differences = Digits::of(rows.iter().flat_map(|row| [row.difference.mean, row.difference.low, row.difference.high]));
        for (place, row) in rows.into_iter().enumerate() {
            let is_baseline = row.strategy == comparison.baseline;
            let unless_baseline = |text: String| if is_baseline { String::new() } else { text };
            table.add_row(vec![
                if place == 0 { metric.words().to_string() } else { String::new() },
                row.strategy.clone(),
                with_half_width(&row.value, values),
                unless_baseline(differences.signed(row.difference.mean)),
                unless_baseline(differences.interval(&row.difference)),
                unless_baseline(row.relative.map_or_else(String::new, |relative| format!("{:+.1} %", 100.0 * relative.mean))),
                verdict::words(comparison, row).to_string(),
            ]);
        }
    }
    text(&table)
}

fn with_half_width(estimate: &Estimate, digits: Digits) -> String {
    let mean = digits.show(estimate.mean);
    if estimate.has_interval() { format!("{mean} ± {}", digits.show(estimate.half_width())) } else { mean }
}

/// A row per party that any strategy changes, a column per strategy.
fn changes(profits: &[Profit], comparison: &Comparison) -> String {
    let challengers = comparison.challengers();
    let mut header = vec!["party".to_string(), "role".to_string(), comparison.baseline.clone()];
    header.extend(challengers.iter().map(ToString::to_string));
    let columns = header.len();
    let mut table = table(header, 2..columns);
    for rows in profits.chunk_by(|a, b| a.party == b.party) {
        if rows.iter().all(|row| row.change.mean == 0.0) {
            continue;
        }
        let base = rows.iter().find(|row| row.strategy == comparison.baseline);
        let digits = Digits::of(rows.iter().map(|row| row.change.mean));
        let base_digits = Digits::of(base.map(|row| row.amount.mean));
        let mut cells = vec![rows[0].party.clone(), rows[0].role.name().to_string()];
        cells.push(base.map_or_else(String::new, |row| base_digits.show(row.amount.mean)));
        for strategy in &challengers {
            let cell = rows.iter().find(|row| row.strategy == *strategy).map(|row| {
                let star = if row.change.excludes_zero() { "*" } else { "" };
                format!("{}{star} {}", digits.signed(row.change.mean), digits.interval(&row.change)).trim_end().to_string()
            });
            cells.push(cell.unwrap_or_default());
        }
        table.add_row(cells);
    }
    if table.is_empty() { "no party's profit changes".to_string() } else { text(&table) }
}

fn annual(arm: &Arm<'_>) -> String {
    type Column = (&'static str, fn(&PeriodRow<i16>) -> f64);
    const COLUMNS: [Column; 7] = [
        ("users, m", |row| Decimal::millions(row.users).value()),
        ("active, m", |row| Decimal::millions(row.active_users).value()),
        ("payments, m", |row| Decimal::millions(row.payments).value()),
        ("volume, bn", |row| Decimal::money_billions(row.volume).value()),
        ("fraud, m", |row| Decimal::money_millions(row.fraud.gross).value()),
        ("prevented, m", |row| Decimal::money_millions(row.fraud.prevented).value()),
        ("fraud, bp", |row| Decimal::basis_points(row.fraud.gross, row.volume).value()),
    ];
    let mut header = vec!["year".to_string()];
    header.extend(COLUMNS.map(|(name, _)| name.to_string()));
    let mut table = table(header, 1..COLUMNS.len() + 1);
    let years = super::json::annual_means(arm, &COLUMNS.map(|(_, value)| value));
    let digits: Vec<Digits> = (0..COLUMNS.len()).map(|at| Digits::of(years.iter().map(|(_, estimates)| estimates[at].mean))).collect();
    for (year, estimates) in &years {
        let mut cells = vec![label(arm, *year)];
        cells.extend(estimates.iter().zip(&digits).map(|(estimate, digits)| with_half_width(estimate, *digits)));
        table.add_row(cells);
    }
    let spread = if arm.runs.len() > 1 { "mean ± half the 95 % interval (chance only)" } else { "no interval" };
    format!(
        "{}, counted products, {}; money in USD; {spread}; * marks partial years\n{}\n",
        arm.strategy,
        replicates(arm.runs.len()),
        text(&table)
    )
}

/// The year, with a mark if it is partial.
fn label(arm: &Arm<'_>, year: i16) -> String {
    let is_full = arm.runs.first().is_some_and(|run| run.tables.frame.is_full_year(year));
    if is_full { year.to_string() } else { format!("{year}*") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::testing::{figure, runs};
    use crate::experiment::{Materiality, compare};

    fn compared(runs: &[RunSummary]) -> String {
        let result = compare(runs, "wallet", "base", Materiality::default()).expect("both have runs");
        comparison(runs, &result)
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
        let text = targets(&rows);
        assert!(text.starts_with("Against published figures"), "{text}");
        for words in ["Members, end of Dec 2012", "3.020 (-25 %)", "4.040* (0 %)", "40.40 m", "4.040 (÷10)", "no such product"] {
            assert!(text.contains(words), "{words}:\n{text}");
        }
        assert_eq!(targets(&[]), "");
    }

    #[test]
    fn one_replicate_shows_no_interval() {
        let text = compared(&runs()[..2]);
        assert!(text.contains("unclear: one replicate") && !text.contains('±') && !text.contains('*'), "{text}");
    }

    #[test]
    fn a_run_shows_means_by_year() {
        let text = run(&runs()[..1]);
        assert!(text.contains("2011* ") && text.contains("2012  "), "{text}");
        let all: Vec<RunSummary> = runs().into_iter().filter(|run| run.strategy == "rival").collect();
        let text = run(&all);
        assert!(text.contains("4.040 ± 0.050") && text.contains("rival, counted products, 3 replicates"), "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= 120), "{text}");
    }
}
