//! Interrupt: the runtime that works while it listens for Ctrl-C, from before the first file is made until the results are in place.
//!
//! Once it listens, Ctrl-C no longer ends the process by itself: whoever works for long asks [`Interrupt::check`] or waits for it.

use super::failure::Failure;
use std::io;
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio::sync::watch;

/// How long work that was told to stop is waited for; what has not stopped by then ends with the process.
const PATIENCE: Duration = Duration::from_millis(100);

/// A runtime and whether Ctrl-C was pressed.
#[derive(Debug)]
pub struct Interrupt {
    runtime: Option<Runtime>,
    pressed: watch::Receiver<bool>,
}

impl Interrupt {
    /// Begins to listen; the runtime works on at most `threads` threads.
    ///
    /// # Errors
    /// If the system gives no threads or no signals.
    pub fn listen(threads: usize) -> Result<Self, Failure> {
        let broken = |e: io::Error| Failure::Broken(format!("no runtime: {e}"));
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        let runtime = builder.worker_threads(1).max_blocking_threads(threads.max(1)).enable_all().build().map_err(broken)?;
        let (press, pressed) = watch::channel(false);
        let mut signal = {
            let _inside = runtime.enter();
            signal().map_err(broken)?
        };
        runtime.spawn(async move {
            if signal.recv().await.is_some() {
                press.send_replace(true);
            }
        });
        Ok(Self { runtime: Some(runtime), pressed })
    }

    /// Refuses to go on once Ctrl-C was pressed.
    ///
    /// # Errors
    /// [`Failure::Interrupted`].
    pub fn check(&self) -> Result<(), Failure> {
        if *self.pressed.borrow() { Err(Failure::Interrupted) } else { Ok(()) }
    }

    /// Waits for `work`, which is given a place to see whether Ctrl-C was pressed.
    ///
    /// # Errors
    /// Those of `work`.
    pub fn run<T, F>(&self, work: impl FnOnce(watch::Receiver<bool>) -> F) -> Result<T, Failure>
    where
        F: Future<Output = Result<T, Failure>>,
    {
        let Some(runtime) = &self.runtime else { return Err(Failure::Broken("the runtime has ended".to_owned())) };
        runtime.block_on(work(self.pressed.clone()))
    }
}

impl Drop for Interrupt {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_timeout(PATIENCE);
        }
    }
}

#[cfg(unix)]
fn signal() -> io::Result<tokio::signal::unix::Signal> {
    tokio::signal::unix::signal(tokio::signal::unix::SignalKind::interrupt())
}

#[cfg(not(unix))]
fn signal() -> io::Result<tokio::signal::windows::CtrlC> {
    tokio::signal::windows::ctrl_c()
}
