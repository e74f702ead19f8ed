//! Charts: figures in, SVG and PNG bytes out.
//!
//! A [`Figure`] is plain data. [`svg()`] and [`png()`] lay it out on one sheet of shapes and paint that sheet, so both show the same
//! picture; [`inline()`] lays the data out for a page, wide or narrow. Nothing here reads or writes files, and the same figure gives the same bytes on every run.
//!
//! To add a kind of chart: a data type in `figure.rs`, a file that draws it from a top edge down and returns its bottom edge, and
//! a line in `draw.rs`.

mod axis;
mod bar_rows;
mod bars;
mod curves;
mod draw;
mod figure;
mod inline;
mod intervals;
mod key;
mod lines;
mod marks;
mod months;
mod paint;
mod palette;
mod png;
mod ratios;
mod rise;
mod sheet;
mod spread;
mod steps;
mod svg;
mod text;

#[cfg(test)]
mod tests;

use std::fmt;

pub use figure::{
    BarSeries, Bars, Curve, CurveAxis, Curves, Dot, Figure, IntervalRow, Intervals, Kind, Line, Lines, Mark, RatioPoint, RatioRow, Ratios,
    Spot, StepRow, Steps, Verdict,
};
pub use inline::{dark_colours, inline, left_out};
pub use png::png;
pub use sheet::Paper;
pub use svg::svg;

/// Why a chart could not be drawn. All are faults of the program, none of the figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChartError {
    /// The built-in typeface could not be read.
    Font,
    /// The drawing library refused a shape.
    Draw(String),
    /// The picture could not be packed.
    Encode(String),
}

impl fmt::Display for ChartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Font => write!(f, "the chart's built-in typeface could not be read"),
            Self::Draw(cause) => write!(f, "the chart could not be drawn: {cause}"),
            Self::Encode(cause) => write!(f, "the chart could not be packed as PNG: {cause}"),
        }
    }
}

impl std::error::Error for ChartError {}
