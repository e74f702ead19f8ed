//! The command `paycosm`; see `paycosm --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    paycosm::cli::main()
}
