//! Printer: writes to standard output and standard error; a closed pipe ends the talk, not the program.

use std::io::{self, Write as _};

/// Prints results. A reader who has gone away (`| head`) is no failure.
///
/// # Errors
/// Any other failure of writing.
pub fn print(text: &str) -> Result<(), super::Failure> {
    let mut out = io::stdout().lock();
    let done = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    match done {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(super::Failure::Files(format!("cannot write to standard output: {error}")))
        }
        _ => Ok(()),
    }
}

/// Says something beside the results.
pub fn complain(text: &str) {
    // Nobody is left to tell if standard error is gone.
    let _ = writeln!(io::stderr().lock(), "{text}");
}
