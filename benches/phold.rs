//! PHOLD: the classic benchmark of event engines. Each event at a process schedules one at a random process, one window (the lookahead) and
//! an exponential time of one window later. R. Fujimoto, "Performance of Time Warp under synthetic workloads", 1990.
//!
//! Figures are in events a second. The promise is 10 million a core at a million processes.

use std::ops::ControlFlow;

use divan::Bencher;
use divan::counter::ItemsCount;
use paycosm::kernel::random::{below, exponential};
use paycosm::kernel::{Agenda, Engine, HeadOffice, Key, Model, Outcome, Purpose, Seed, Span, Time, Window};

/// Processes of a district.
const DISTRICT: u32 = 4_096;
/// Window length, lookahead, and mean of the exponential.
const WINDOW: Span = Span::SECOND;

fn main() {
    divan::main();
}

struct Phold {
    key: Key,
    processes: u32,
    events_each: u32,
}

/// How many events each process of a district has seen.
struct District {
    first: u32,
    seen: Vec<u32>,
}

impl Phold {
    /// Schedules what follows from the event that `process` sees at `at`.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "the time in two halves, and a few seconds")]
    fn follow(&self, process: u32, at: Time, agenda: &mut Agenda<u32>) {
        let micros = at.micros().cast_unsigned();
        let [target, delay, ..] = self.key.block(process, micros as u32, (micros >> 32) as u32, 0);
        let target = below(target, self.processes);
        let delay = WINDOW + Span::from_micros((exponential(delay) * 1e6) as i64);
        if target / DISTRICT == agenda.district() {
            agenda.schedule(at + delay, target);
        } else {
            agenda.send(target / DISTRICT, at + delay, target);
        }
    }
}

impl Model for Phold {
    type Message = u32;
    type District = District;
    type Report = ();
    type Bulletin = ();

    fn open(&self, district: &mut District, window: Window, (): &(), agenda: &mut Agenda<u32>) {
        if window.index == 0 {
            for (process, event) in (district.first..).zip(&district.seen).flat_map(|(p, _)| (0..self.events_each).map(move |e| (p, e))) {
                self.follow(process, window.start + Span::from_micros(event.into()), agenda);
            }
        }
    }

    #[inline]
    fn handle(&self, district: &mut District, (): &(), at: Time, process: u32, agenda: &mut Agenda<u32>) {
        district.seen[(process % DISTRICT) as usize] += 1;
        self.follow(process, at, agenda);
    }

    fn close(&self, _: &mut District, _: Window, (): &(), _: &mut Agenda<u32>) {}
}

struct Nobody;

impl HeadOffice<Phold> for Nobody {
    fn decide(&mut self, _: Window, _: &mut Vec<()>) {}
}

/// An engine past its first windows, and the window to run next.
struct Warm {
    engine: Engine<Phold>,
    next: u32,
    threads: usize,
}

impl Warm {
    fn up(processes: u32, events_each: u32, threads: usize) -> Self {
        let key = Seed::default().key(Purpose(0));
        let model = Phold { key, processes, events_each };
        let districts = (0..processes)
            .step_by(DISTRICT as usize)
            .map(|first| District { first, seen: vec![0; DISTRICT.min(processes - first) as usize] })
            .collect();
        let mut warm = Self { engine: Engine::new(model, districts, (), WINDOW), next: 0, threads };
        warm.run(40);
        warm
    }

    fn run(&mut self, windows: u32) {
        let range = self.next..self.next + windows;
        let outcome = self.engine.run(&mut Nobody, range, self.threads, |_| ControlFlow::Continue(()));
        assert_eq!(outcome, Outcome::Finished);
        self.next += windows;
    }
}

/// Events a second at (processes, events each, windows a sample).
#[divan::bench(
    args = [(1_000, 16, 1_000), (100_000, 16, 16), (1_000_000, 1, 16)],
    consts = [1, 2],
    sample_count = 12,
    sample_size = 1,
)]
fn phold<const THREADS: usize>(bencher: Bencher, (processes, events_each, windows): (u32, u32, u32)) {
    let mut warm = Warm::up(processes, events_each, THREADS);
    let before = warm.engine.messages();
    warm.run(windows);
    let events = warm.engine.messages() - before;
    bencher.counter(ItemsCount::new(events)).bench_local(|| warm.run(windows));
}
