//! Cells: figures as readers see them. Terminal and page take them from here, so that both say the same.

use super::json::annual_means;
use super::verdict;
use super::wording::Digits;
use crate::domain::currency::Currency;
use crate::experiment::statistics::Estimate;
use crate::experiment::{Arm, Comparison, ComparisonRow, Group, Metric, Profit};
use crate::metrics::{Decimal, PeriodRow};

/// An estimate with the digits it is shown with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown {
    /// The estimate.
    pub(super) estimate: Estimate,
    digits: Digits,
    is_signed: bool,
    /// What one of the estimate's unit is in the unit shown.
    factor: f64,
}

impl Shown {
    /// An amount.
    pub(super) fn plain(estimate: Estimate, digits: Digits) -> Self {
        Self { estimate, digits, is_signed: false, factor: 1.0 }
    }

    /// A change, which has a sign.
    pub(super) fn signed(estimate: Estimate, digits: Digits) -> Self {
        Self { estimate, digits, is_signed: true, factor: 1.0 }
    }

    /// The same in another unit, of which `factor` make one of the estimate's; the digits are for that unit.
    pub(super) fn in_unit(self, factor: f64) -> Self {
        Self { factor, ..self }
    }

    /// A number of the estimate, in the unit shown.
    pub(super) fn show(&self, value: f64) -> String {
        let value = self.factor * value;
        if self.is_signed { self.digits.signed(value) } else { self.digits.show(value) }
    }

    /// The mean.
    pub(super) fn mean(&self) -> String {
        self.show(self.estimate.mean)
    }

    /// True for a change whose interval excludes zero; it is marked with a star.
    pub(super) fn is_clear(&self) -> bool {
        self.is_signed && self.estimate.excludes_zero()
    }

    /// Half the interval's length, if there is one.
    pub(super) fn half_width(&self) -> Option<String> {
        self.estimate.has_interval().then(|| self.digits.show(self.factor * self.estimate.half_width()))
    }

    /// `[low, high]` with signs; nothing without an interval.
    pub(super) fn interval(&self) -> String {
        self.digits.interval(&self.estimate.times(self.factor))
    }

    /// `mean ± half`, or the mean alone.
    pub(super) fn with_half_width(&self) -> String {
        let half = self.half_width().map(|half| format!(" ± {half}")).unwrap_or_default();
        format!("{}{half}", self.mean())
    }
}

/// One metric of one strategy.
#[derive(Clone, Debug)]
pub(super) struct MetricCells<'a> {
    /// The row.
    pub(super) row: &'a ComparisonRow,
    /// The value.
    pub(super) value: Shown,
    /// Strategy less baseline; none for the baseline.
    pub(super) difference: Option<Shown>,
    /// The same in per cent, where the metric has one.
    pub(super) relative: String,
    /// Who is ahead.
    pub(super) verdict: &'static str,
}

/// The rows of a metric, strategy by strategy.
pub(super) fn metric(comparison: &Comparison, metric: Metric) -> Vec<MetricCells<'_>> {
    let rows: Vec<&ComparisonRow> = comparison.rows.iter().filter(|row| row.metric == metric).collect();
    let values = Digits::of(rows.iter().map(|row| row.value.mean));
    let differences = Digits::of(rows.iter().flat_map(|row| [row.difference.mean, row.difference.low, row.difference.high]));
    let cells = rows.into_iter().map(|row| {
        let is_challenger = row.strategy != comparison.baseline;
        let relative = row.relative.filter(|_| is_challenger);
        MetricCells {
            row,
            value: Shown::plain(row.value, values),
            difference: is_challenger.then(|| Shown::signed(row.difference, differences)),
            relative: relative.map_or_else(String::new, |relative| format!("{:+.1} %", 100.0 * relative.mean)),
            verdict: verdict::words(comparison, row),
        }
    });
    cells.collect()
}

/// What strategies change for one party, or on one line.
#[derive(Clone, Debug)]
pub(super) struct ChangeCells {
    /// Under the baseline.
    pub(super) base: Option<Shown>,
    /// By challenger: the change.
    pub(super) changes: Vec<Option<Shown>>,
}

impl ChangeCells {
    /// From (strategy, amount, change) of each strategy.
    pub(super) fn of(rows: &[(&str, Estimate, Estimate)], comparison: &Comparison) -> Self {
        let base = rows.iter().find(|(strategy, ..)| *strategy == comparison.baseline);
        let digits = Digits::of(rows.iter().map(|(_, _, change)| change.mean));
        let base_digits = Digits::of(base.map(|(_, amount, _)| amount.mean));
        let change = |name: &str| rows.iter().find(|(strategy, ..)| *strategy == name).map(|(_, _, change)| Shown::signed(*change, digits));
        Self {
            base: base.map(|(_, amount, _)| Shown::plain(*amount, base_digits)),
            changes: comparison.challengers().into_iter().map(change).collect(),
        }
    }
}

/// What strategies change for each party, in the scenario's order; parties for whom nothing changes are left out.
pub(super) fn parties<'a>(profits: &'a [Profit], comparison: &Comparison) -> Vec<(&'a Profit, ChangeCells)> {
    let by_party = profits.chunk_by(|a, b| a.party == b.party);
    let changed = by_party.filter(|rows| rows.iter().any(|row| row.change.mean != 0.0));
    let cells = |rows: &'a [Profit]| {
        let figures: Vec<_> = rows.iter().map(|row| (row.strategy.as_str(), row.amount, row.change)).collect();
        (&rows[0], ChangeCells::of(&figures, comparison))
    };
    changed.map(cells).collect()
}

/// A column of a table of groups.
pub(super) struct GroupColumn {
    words: &'static str,
    /// The power of ten of money; nothing for per cent.
    money: Option<&'static str>,
    value: fn(&Group) -> Option<Estimate>,
}

impl GroupColumn {
    /// `volume, bn USD`.
    pub(super) fn heading(&self, currency: Currency) -> String {
        match self.money {
            Some(power) => format!("{}, {power} {currency}", self.words),
            None => format!("{}, %", self.words),
        }
    }
}

/// What tables of groups show.
pub(super) const GROUP: [GroupColumn; 5] = [
    GroupColumn { words: "volume", money: Some("bn"), value: |group| group.volume_bn },
    GroupColumn { words: "share", money: None, value: |group| group.share_pct },
    GroupColumn { words: "revenue", money: Some("m"), value: |group| group.revenue_m },
    GroupColumn { words: "profit", money: Some("m"), value: |group| group.profit_m },
    GroupColumn { words: "take rate", money: None, value: |group| group.take_rate_pct },
];

/// The columns of [`GROUP`] of one basket, strategy by strategy.
pub(super) fn groups(of_basket: &[Group]) -> Vec<(&Group, Vec<Option<Shown>>)> {
    let digits = GROUP.map(|column| Digits::of(of_basket.iter().filter_map(column.value).map(|estimate| estimate.mean)));
    let shown = |group| GROUP.iter().zip(digits).map(|(column, digits)| (column.value)(group).map(|e| Shown::plain(e, digits))).collect();
    of_basket.iter().map(|group| (group, shown(group))).collect()
}

/// A column of a table by year: its heading, and its value.
pub(super) type Column = (&'static str, fn(&PeriodRow<i16>) -> f64);

/// What a single strategy's table by year shows.
pub(super) const ANNUAL: [Column; 7] = [
    ("users, m", |row| Decimal::millions(row.users).value()),
    ("active, m", |row| Decimal::millions(row.active_users).value()),
    ("payments, m", |row| Decimal::millions(row.payments).value()),
    ("volume, bn", |row| Decimal::money_billions(row.volume).value()),
    ("fraud, m", |row| Decimal::money_millions(row.fraud.gross).value()),
    ("prevented, m", |row| Decimal::money_millions(row.fraud.prevented).value()),
    ("fraud, bp", |row| Decimal::basis_points(row.fraud.gross, row.volume).value()),
];

/// By year, marked if partial: the columns of [`ANNUAL`].
pub(super) fn annual(arm: &Arm<'_>) -> Vec<(String, Vec<Shown>)> {
    let years = annual_means(arm, &ANNUAL.map(|(_, value)| value));
    let digits: Vec<Digits> = (0..ANNUAL.len()).map(|at| Digits::of(years.iter().map(|(_, estimates)| estimates[at].mean))).collect();
    let row = |(year, estimates): &(i16, Vec<Estimate>)| {
        let shown = estimates.iter().zip(&digits).map(|(estimate, digits)| Shown::plain(*estimate, *digits));
        (label(arm, *year), shown.collect())
    };
    years.iter().map(row).collect()
}

/// The year, with a mark if it is partial.
fn label(arm: &Arm<'_>, year: i16) -> String {
    let is_full = arm.runs.first().is_some_and(|run| run.tables.frame.is_full_year(year));
    if is_full { year.to_string() } else { format!("{year}*") }
}
