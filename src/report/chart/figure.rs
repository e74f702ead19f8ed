//! Figure: what a chart shows, as plain data.
//!
//! A figure knows nothing of pixels or fonts. Values that are not finite are gaps: they are not drawn and never stop a drawing.

/// One chart with its words.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Figure {
    /// The finding, in one sentence; bold, wraps.
    pub title: String,
    /// What is drawn, for whom and when; may be empty.
    pub subtitle: String,
    /// Source and how to read it, in small type at the bottom; wraps; may be empty.
    pub note: String,
    /// The data and the way they are drawn.
    pub kind: Kind,
}

/// The ways to draw.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Values over months, a line per series.
    Lines(Lines),
    /// Amounts per group, a bar per series.
    Bars(Bars),
    /// Differences to a baseline, an interval per row.
    Intervals(Intervals),
    /// Projections over published figures.
    Ratios(Ratios),
    /// Amounts that lead from nothing to a result.
    Steps(Steps),
    /// One number over another.
    Curves(Curves),
}

impl Default for Kind {
    fn default() -> Self {
        Self::Lines(Lines::default())
    }
}

/// Values over months.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Lines {
    /// Consecutive months such as `2011-09`; other labels are accepted and thinned to fit.
    pub x: Vec<String>,
    /// What is measured, with its unit.
    pub y_label: String,
    /// The lines, in palette order.
    pub series: Vec<Line>,
    /// Dated events.
    pub marks: Vec<Mark>,
    /// Single values to hold the lines against, such as published figures.
    pub dots: Vec<Dot>,
    /// True for a log scale; a value that is nothing or less has no place on it and is a gap.
    pub is_log: bool,
}

/// A single value beside the lines.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Dot {
    /// Index into `x`; a dot beyond the last label is left out.
    pub at: usize,
    /// The value.
    pub value: f64,
    /// A few words, written beside it.
    pub text: String,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Line {
    /// Written at the right end of the line.
    pub name: String,
    /// One value per label of `x`; a shorter line ends earlier.
    pub values: Vec<f64>,
    /// Low and high per label of `x`.
    pub band: Option<Vec<(f64, f64)>>,
    /// Dashed instead of solid. A line that hides an earlier one is dashed anyway, so that both are seen.
    pub dashed: bool,
}

/// A dated event, drawn as a vertical line with its text on top.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mark {
    /// Index into `x`; a mark beyond the last label is left out.
    pub at: usize,
    /// A few words.
    pub text: String,
}

/// Amounts per group. Zero is always on the axis.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Bars {
    /// The groups, in drawing order.
    pub groups: Vec<String>,
    /// What is measured, with its unit.
    pub y_label: String,
    /// The series, in palette order.
    pub series: Vec<BarSeries>,
    /// Series on top of each other instead of side by side; negative values stack below zero.
    pub stacked: bool,
    /// Bars to the right, for long group names. Up to four series side by side get a panel each, on one scale.
    /// Upright bars whose group names do not fit are drawn this way too.
    pub horizontal: bool,
    /// By series: its place in the palette, so that one thing has one colour over several figures. Empty is in order.
    pub colours: Vec<usize>,
}

impl Bars {
    /// The place of a series in the palette.
    #[must_use]
    pub fn colour(&self, place: usize) -> usize {
        self.colours.get(place).copied().unwrap_or(place)
    }
}

/// One bar per group.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BarSeries {
    /// Written in the key, or over the panel.
    pub name: String,
    /// One value per group.
    pub values: Vec<f64>,
    /// Low and high per group, drawn as whiskers on bars that are not stacked.
    pub error: Option<Vec<(f64, f64)>>,
    /// What is written at each bar that is not stacked; empty is the value, in as many digits as the others.
    pub texts: Vec<String>,
}

/// Differences to a baseline. Each metric has its own unit, so each group is a small panel with its own scale and zero line.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Intervals {
    /// What the dots and whiskers are, such as `difference to the baseline, 95 % interval`.
    pub x_label: String,
    /// The rows; neighbours of one group share a panel.
    pub rows: Vec<IntervalRow>,
}

/// One difference with its interval.
#[derive(Debug, Clone, PartialEq)]
pub struct IntervalRow {
    /// The metric with its unit: the heading of the panel.
    pub group: String,
    /// The strategy.
    pub label: String,
    /// The difference, in the metric's unit.
    pub value: f64,
    /// The interval's lower end, in the metric's unit.
    pub low: f64,
    /// The interval's upper end, in the metric's unit.
    pub high: f64,
    /// Who comes out ahead.
    pub verdict: Verdict,
    /// The figures in words, written beside the whisker.
    pub text: String,
}

/// What an interval says about a strategy against the baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The interval excludes zero, on the good side.
    Better,
    /// The interval excludes zero, on the bad side.
    Worse,
    /// The interval includes zero.
    Unclear,
}

impl Verdict {
    /// The word written beside the row.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Worse => "worse",
            Self::Unclear => "unclear",
        }
    }
}

/// Projections over published figures, on a log scale.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ratios {
    /// What is divided by what.
    pub x_label: String,
    /// The series, in palette order.
    pub series: Vec<String>,
    /// The published figures, in drawing order.
    pub rows: Vec<RatioRow>,
}

/// One published figure.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RatioRow {
    /// What it is a figure of, and when; bold.
    pub label: String,
    /// The figure with its unit and how it came about.
    pub detail: String,
    /// One point per series.
    pub points: Vec<RatioPoint>,
}

/// What one series projects, over the published figure.
#[derive(Debug, Clone, PartialEq)]
pub struct RatioPoint {
    /// The ratio.
    pub value: f64,
    /// The interval's lower end over the published figure.
    pub low: f64,
    /// The interval's upper end over the published figure.
    pub high: f64,
    /// The series and the projection in words, written beside the whisker.
    pub text: String,
}

/// Amounts that lead from nothing to a result.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Steps {
    /// What is measured, with its unit.
    pub x_label: String,
    /// The steps and sums, in drawing order.
    pub rows: Vec<StepRow>,
}

/// One step, or the sum of those above.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StepRow {
    /// What it is.
    pub label: String,
    /// The amount.
    pub value: f64,
    /// True for a sum, whose bar begins at nothing; the next step begins where it ends.
    pub is_sum: bool,
    /// The amount in words, written at the right.
    pub text: String,
}

/// One number over another.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Curves {
    /// What is along the bottom.
    pub x: CurveAxis,
    /// What is up the side.
    pub y: CurveAxis,
    /// The curves, in palette order.
    pub series: Vec<Curve>,
    /// Single points, such as where one operates.
    pub spots: Vec<Spot>,
}

/// A measure of curves.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CurveAxis {
    /// What is measured, with its unit.
    pub label: String,
    /// True for a log scale; a value that is nothing or less has no place on it.
    pub is_log: bool,
}

/// One curve.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Curve {
    /// Written in the key.
    pub name: String,
    /// Its points, in drawing order.
    pub points: Vec<(f64, f64)>,
    /// True for a curve that goes across to the next point and then up or down to it, never aslant.
    pub is_stepped: bool,
    /// Dashed instead of solid.
    pub is_dashed: bool,
}

/// A single point.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Spot {
    /// Where.
    pub at: (f64, f64),
    /// A few words, written beside it.
    pub text: String,
    /// The curve whose colour it has; none for black.
    pub series: Option<usize>,
}

impl Figure {
    /// The names a reader of the picture should find: series, or groups and labels of the rows.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        match &self.kind {
            Kind::Lines(lines) => lines.series.iter().map(|line| line.name.as_str()).collect(),
            Kind::Curves(curves) => curves.series.iter().map(|curve| curve.name.as_str()).collect(),
            Kind::Steps(steps) => steps.rows.iter().map(|row| row.label.as_str()).collect(),
            Kind::Ratios(ratios) => ratios.series.iter().map(String::as_str).collect(),
            Kind::Bars(bars) => bars.series.iter().map(|bar| bar.name.as_str()).collect(),
            Kind::Intervals(intervals) => {
                let mut names: Vec<&str> = Vec::new();
                for name in intervals.rows.iter().flat_map(|row| [row.group.as_str(), row.label.as_str()]) {
                    if !names.contains(&name) {
                        names.push(name);
                    }
                }
                names
            }
        }
    }
}
