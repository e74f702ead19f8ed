//! All integration tests, in one binary.

mod architecture;
mod closed_forms;
mod common_luck;
mod determinism;
mod ladders;
mod scales;
mod support;
