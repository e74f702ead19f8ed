//! Progress: a bar on a terminal, a plain line now and then in a pipe, nothing when asked to be quiet.

use super::printer::complain;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal as _;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Seconds between plain lines.
const EVERY: Duration = Duration::from_secs(10);

/// Tells how far a batch of runs has come.
pub enum Progress {
    /// Says nothing.
    Quiet,
    /// Draws a bar.
    Bar(ProgressBar),
    /// Prints lines.
    Lines(Mutex<Lines>),
}

/// The state of plain lines.
pub struct Lines {
    done: u64,
    all: u64,
    said: Instant,
}

impl Progress {
    /// Progress over `days` simulated days in all.
    #[must_use]
    pub fn new(days: u64, is_quiet: bool) -> Self {
        if is_quiet {
            return Self::Quiet;
        }
        if !std::io::stderr().is_terminal() {
            return Self::Lines(Mutex::new(Lines { done: 0, all: days, said: now() }));
        }
        let bar = ProgressBar::with_draw_target(Some(days), ProgressDrawTarget::stderr_with_hz(5));
        if let Ok(style) = ProgressStyle::with_template("{bar:40} {percent:>3} %  {elapsed} gone, {eta} to go") {
            bar.set_style(style);
        }
        Self::Bar(bar)
    }

    /// Another day of some run is done.
    pub fn day(&self) {
        match self {
            Self::Quiet => {}
            Self::Bar(bar) => bar.inc(1),
            Self::Lines(lines) => {
                let Ok(mut lines) = lines.lock() else { return };
                lines.done += 1;
                if lines.said.elapsed() >= EVERY {
                    lines.said = now();
                    complain(&format!("{} % simulated", (100 * lines.done / lines.all.max(1)).min(100)));
                }
            }
        }
    }

    /// Everything is done.
    pub fn finish(&self) {
        if let Self::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "progress is shown to a person; no result depends on it")]
fn now() -> Instant {
    Instant::now()
}
