//! Failure: why a command did not do what was asked, with the exit code that says who must act.

use std::fmt;
use std::path::Path;

/// A command that failed.
#[derive(Debug)]
pub enum Failure {
    /// A scenario is wrong; the text is already drawn, with file and line.
    Scenario(String),
    /// An argument is wrong.
    Argument(String),
    /// A file or folder cannot be read or written.
    Files(String),
    /// An independent check failed.
    Audit(String),
    /// The user pressed Ctrl-C.
    Interrupted,
    /// A run broke off; a fault of ours.
    Broken(String),
}

impl Failure {
    /// Exit code of bad input.
    pub const BAD_INPUT: u8 = 2;

    /// The exit code.
    #[must_use]
    pub const fn code(&self) -> u8 {
        match self {
            Self::Audit(_) => 1,
            Self::Scenario(_) | Self::Argument(_) | Self::Files(_) => Self::BAD_INPUT,
            Self::Interrupted => 130,
            Self::Broken(_) => 1,
        }
    }

    /// A failure of reading or writing `path`.
    #[must_use]
    pub fn files(doing: &str, path: &Path, error: &std::io::Error) -> Self {
        Self::Files(format!("cannot {doing} {}: {error}", path.display()))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scenario(drawn) => write!(f, "{}", drawn.trim_end()),
            Self::Argument(message) | Self::Files(message) => write!(f, "error: {message}"),
            Self::Audit(message) => write!(f, "audit failed: {message}"),
            Self::Interrupted => write!(f, "interrupted; nothing was written"),
            Self::Broken(message) => write!(f, "this is a fault in paycosm: {message}"),
        }
    }
}
