//! Interrupts: Ctrl-C stops within a second, with exit code 130, and leaves everything as it was.
#![cfg(unix)]
#![expect(clippy::disallowed_methods, reason = "these tests are about how long a person waits")]

use super::Place;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How often a condition is looked at.
const GLANCE: Duration = Duration::from_millis(5);
/// When waiting for a condition is given up.
const BOUND: Duration = Duration::from_secs(30);

/// Waits for `condition`, but not for ever.
fn wait_until(mut condition: impl FnMut() -> bool) {
    let started = Instant::now();
    while !condition() {
        assert!(started.elapsed() < BOUND, "waited in vain");
        sleep(GLANCE);
    }
}

/// True once the run has begun to write.
fn has_begun(place: &Place, folder: &str) -> bool {
    let Ok(mut entries) = std::fs::read_dir(place.path(folder)) else { return false };
    entries.any(|entry| entry.unwrap().file_name().to_string_lossy().ends_with(".partial"))
}

/// Presses Ctrl-C and returns how long the program took to end, its exit code, and what it said.
fn interrupt(mut child: Child) -> (Duration, Option<i32>, String) {
    let pressed = Instant::now();
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    wait_until(|| child.try_wait().unwrap().is_some());
    let took = pressed.elapsed();
    let done = child.wait_with_output().unwrap();
    assert!(done.stdout.is_empty());
    (took, done.status.code(), String::from_utf8(done.stderr).unwrap())
}

fn start(place: &Place, flags: &[&str]) -> Child {
    let mut command = place.command(&[&["compare", "google-wallet.toml", "--quiet"], flags].concat());
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn assert_stopped((took, code, said): (Duration, Option<i32>, String)) {
    assert_eq!((code, said.as_str()), (Some(130), "interrupted; nothing was written\n"));
    assert!(took < Duration::from_secs(1), "it took {took:?}");
}

/// CPU time that a process has used, in seconds; nothing where the system does not tell.
fn cpu_seconds(child: &Child) -> Option<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", child.id())).ok()?;
    let fields: Vec<f64> = stat.rsplit(')').next()?.split_whitespace().filter_map(|field| field.parse().ok()).collect();
    // User and system time are fields 14 and 15; the state, the third, is no number. A tick is a hundredth of a second.
    Some((fields.get(10)? + fields.get(11)?) / 100.0)
}

#[test]
fn a_long_comparison_stops_in_the_middle_of_its_runs() {
    let place = Place::new();
    let before = place.contents();
    let child = start(&place, &["--persons-per-agent", "3000", "--replicates", "50", "--out", "deep/results"]);
    wait_until(|| has_begun(&place, "deep"));
    wait_until(|| cpu_seconds(&child).is_none_or(|used| used > 1.0));
    assert_stopped(interrupt(child));
    assert_eq!(place.contents().keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>());
}

#[test]
fn a_large_world_stops_while_it_is_built() {
    let place = Place::new();
    let before = place.contents();
    let child = start(&place, &["--persons-per-agent", "60"]);
    wait_until(|| has_begun(&place, "output"));
    assert_stopped(interrupt(child));
    assert_eq!(place.contents().keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>());
}

#[test]
fn older_results_outlive_an_interruption() {
    let place = Place::new();
    place.call(&["run", "one-tap.toml", "--quiet", "--out", "results/here"]).done();
    let before = place.contents();
    let child = start(&place, &["--persons-per-agent", "3000", "--out", "results/here"]);
    wait_until(|| has_begun(&place, "results"));
    assert_stopped(interrupt(child));
    assert_eq!(place.contents(), before);
}
