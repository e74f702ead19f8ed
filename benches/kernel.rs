//! Kernel: what its parts cost, one by one, and a chain of messages through the whole.
//!
//! The promise is 6 ns a candidate point.

use std::hint::black_box;
use std::ops::ControlFlow;

use divan::Bencher;
use divan::counter::ItemsCount;
use paycosm::kernel::{
    Agenda, Cell, Engine, FrontOffice, HeadOffice, Key, Link, Model, Outcome, Points, Purpose, Seed, Span, Time, Window, accepted,
};

/// Calls of a cheap function in one sample.
const CALLS: u32 = 10_000;

fn main() {
    divan::main();
}

fn key() -> Key {
    Seed::default().key(Purpose(0))
}

/// Items are candidate points, one in ten of which happens.
#[divan::bench(args = [4, 400, 4_096, 40_000])]
fn points(bencher: Bencher, mean: u32) {
    let points = Points::new(key());
    let cell = Cell::default();
    let cap = f64::from(mean) / 4_096.0;
    bencher.counter(ItemsCount::new(points.count(cell, 4_096, cap))).bench_local(|| {
        let mut sum = 0;
        points.for_each(black_box(cell), 0..4_096, Span::DAY, cap, |point| {
            if accepted(point.mark, 0.1 * cap, cap) == Ok(true) {
                sum += point.at.micros() + i64::from(point.person ^ point.spare);
            }
        });
        sum
    });
}

/// Items are blocks.
#[divan::bench]
fn block(bencher: Bencher) {
    let key = key();
    bencher.counter(ItemsCount::new(CALLS)).bench_local(|| (0..CALLS).fold(0, |sum, i| sum ^ key.block(i, 1, 2, 3)[0]));
}

/// Items are waits.
#[divan::bench(args = [5.0, 9.8])]
fn office_draw(bencher: Bencher, load: f64) {
    let office = FrontOffice { servers: 10, service_rate_per_s: 1.0, patience: Span::SECOND };
    let waiting = office.at(load);
    let step = 1.0 / f64::from(CALLS);
    bencher
        .counter(ItemsCount::new(CALLS))
        .bench_local(|| (0..CALLS).filter_map(|i| waiting.draw(f64::from(i) * step)).fold(Span::ZERO, |sum, wait| sum + wait));
}

/// Items are latencies.
#[divan::bench]
fn link_draw(bencher: Bencher) {
    let link = Link::lognormal(80.0, 0.4, 500);
    bencher.counter(ItemsCount::new(CALLS)).bench_local(|| {
        (0..CALLS)
            .filter_map(|i| link.draw(i.wrapping_mul(0x9E37_79B9), i.wrapping_mul(0x85EB_CA6B)))
            .fold(Span::ZERO, |sum, latency| sum + latency)
    });
}

/// People of a district.
const PEOPLE: u32 = 4_096;
/// Messages of a purchase.
const HOPS: u32 = 8;

/// Purchases of eight messages, one a person and day.
struct Chain {
    purchases: Points,
    link: Link,
}

#[derive(Clone, Copy)]
struct Hop {
    person: u32,
    luck: u32,
    number: u32,
}

impl Model for Chain {
    type Message = Hop;
    type District = Vec<u64>;
    type Report = u64;
    type Bulletin = ();

    fn open(&self, _: &mut Vec<u64>, window: Window, (): &(), agenda: &mut Agenda<Hop>) {
        let cell = Cell { district: agenda.district(), window: window.index, class: 0 };
        self.purchases.for_each(cell, 0..PEOPLE, window.length(), 1.0, |point| {
            agenda.schedule(window.start + point.at, Hop { person: point.person, luck: point.spare, number: 0 });
        });
    }

    #[inline]
    fn handle(&self, people: &mut Vec<u64>, (): &(), at: Time, message: Hop, agenda: &mut Agenda<Hop>) {
        let Hop { person, luck, number } = message;
        people[person as usize] += u64::from(number);
        if number + 1 < HOPS
            && let Some(latency) = self.link.draw(luck.wrapping_mul(2 * number + 1), u32::MAX)
        {
            agenda.schedule(at + latency, Hop { number: number + 1, ..message });
        }
    }

    fn close(&self, people: &mut Vec<u64>, _: Window, (): &(), _: &mut Agenda<Hop>) -> u64 {
        people[0]
    }
}

struct Nobody;

impl HeadOffice<Chain> for Nobody {
    fn decide(&mut self, _: Window, _: &mut Vec<u64>) {}
}

/// Items are messages; a million people, a day a sample.
#[divan::bench(args = [1, 2], sample_count = 15, sample_size = 1)]
fn chain(bencher: Bencher, threads: usize) {
    let model = Chain { purchases: Points::new(key()), link: Link::lognormal(50.0, 0.4, 0) };
    let districts = vec![vec![0; PEOPLE as usize]; 244];
    let mut engine = Engine::new(model, districts, (), Span::DAY);
    let mut next = 0;
    bencher.counter(ItemsCount::new(244 * PEOPLE * HOPS)).bench_local(|| {
        let outcome = engine.run(&mut Nobody, next..next + 1, threads, |_| ControlFlow::Continue(()));
        assert_eq!(outcome, Outcome::Finished);
        next += 1;
    });
}
