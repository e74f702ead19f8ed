//! Report: series and comparisons in, files' bytes and terminal text out. Nothing here reads or writes files.

pub mod baskets;
pub mod calibration;
mod cells;
pub mod chart;
pub mod csv;
pub mod figures;
pub mod json;
pub mod ladder;
mod loss_unit;
pub mod losses;
pub mod movements;
pub mod page;
mod paid;
pub mod panel;
mod per_hundred;
pub mod security;
pub mod settings;
pub mod terminal;
mod verdict;
mod wording;

use std::fmt;

/// Why a table could not be written; a fault of the program, not of the figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportError(String);

impl fmt::Display for ReportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the table could not be written: {}", self.0)
    }
}

impl std::error::Error for ReportError {}
