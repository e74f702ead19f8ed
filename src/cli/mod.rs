//! Command line: the shell around the simulator. Arguments, files, progress, signals and printing live here, and nothing else.
//!
//! Results go to standard output, everything else to standard error. Exit codes: 0 done, 1 an audit failed, 2 bad input or I/O,
//! 130 interrupted.

mod args;
mod batch;
mod calibrate;
mod check;
mod failure;
mod files;
mod folder;
mod interrupt;
mod list;
mod manifest;
mod payments_file;
mod printer;
mod progress;
mod simulate;
mod trace;

use args::{Arguments, Command};
use clap::Parser as _;
use failure::Failure;
use std::process::ExitCode;

/// Runs the command that the arguments ask for.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let code = if error.use_stderr() { Failure::BAD_INPUT } else { 0 };
            // A closed pipe is no reason to fail a call for help.
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    let done = match &arguments.command {
        Command::Run(run) => simulate::run(run),
        Command::Compare(compare) => simulate::compare(compare),
        Command::Calibrate(asked) => calibrate::calibrate(asked),
        Command::Trace(request) => trace::trace(request),
        Command::Check(scenarios) => check::check(scenarios),
        Command::List => list::list(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            printer::complain(&failure.to_string());
            ExitCode::from(failure.code())
        }
    }
}
