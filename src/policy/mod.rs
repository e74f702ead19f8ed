//! Policy: pure decisions. Each file answers one question from values alone: no clock, no chance but the uniform it is handed.

pub mod acceptance;
pub mod choice;
pub mod dispute;
pub mod funding;
pub mod funds;
pub mod integration;
pub mod liability;
pub mod risk;
pub mod saving;
pub mod usage;
