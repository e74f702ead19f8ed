//! Scenario
pub mod text;
