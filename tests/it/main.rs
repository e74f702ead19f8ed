//! All integration tests, in one binary.

mod acceptance;
mod accounts;
mod architecture;
mod behaviour;
mod bills;
mod closed_forms;
mod command_line;
mod common_luck;
mod coverage;
mod determinism;
mod disputes;
mod documents;
mod fees;
mod flows;
mod ladders;
mod licences;
mod movements;
mod purses;
mod readme;
mod remote;
mod remote_audit;
mod remote_ladders;
mod remote_migration;
mod remote_success;
mod scales;
mod support;
