//! Engine, tested: one result for any number of threads, nothing lost, post in order.

use super::*;
use crate::kernel::random::{Key, Purpose, Seed, below};

const HOUR: Span = Span::from_hours(1);

/// Tokens wander: each event sends its token to a random process, in any district, an hour or more later.
struct Wander {
    key: Key,
    districts: u32,
}

/// What a district saw: a count, and a digest that depends on the order.
#[derive(Clone, Debug, Default, PartialEq)]
struct Seen {
    events: u64,
    digest: u64,
}

impl Model for Wander {
    type Message = u32;
    type District = Seen;
    type Report = u64;
    type Bulletin = u64;

    fn open(&self, _: &mut Seen, window: Window, _: &u64, agenda: &mut Agenda<u32>) {
        if window.index == 0 {
            for token in 0..20 {
                agenda.schedule(window.start, agenda.district() * 20 + token);
            }
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "the time in two halves")]
    fn handle(&self, seen: &mut Seen, bulletin: &u64, at: Time, token: u32, agenda: &mut Agenda<u32>) {
        seen.events += 1;
        let now = at.micros().cast_unsigned();
        seen.digest = (seen.digest ^ now ^ u64::from(token) ^ bulletin).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let [target, delay, ..] = self.key.block(token, now as u32, (now >> 32) as u32, 0);
        // Whole minutes, so that many tokens meet at equal times.
        let due = at + HOUR + Span::from_secs(60) * i64::from(below(delay, 90));
        let target = below(target, self.districts);
        if target == agenda.district() {
            agenda.schedule(due, token);
        } else {
            agenda.send(target, due, token);
        }
    }

    fn close(&self, seen: &mut Seen, _: Window, _: &u64, _: &mut Agenda<u32>) -> u64 {
        seen.digest
    }
}

/// Publishes a digest of all reports, in order.
#[derive(Default)]
struct Digest;

impl HeadOffice<Wander> for Digest {
    fn decide(&mut self, _: Window, reports: &mut Vec<u64>) -> u64 {
        reports.drain(..).fold(0, |sum, report| sum.rotate_left(7) ^ report)
    }
}

fn engine(districts: u32) -> Engine<Wander> {
    let model = Wander { key: Seed::default().key(Purpose(0)), districts };
    Engine::new(model, vec![Seen::default(); districts as usize], 0, HOUR)
}

fn run(engine: &mut Engine<Wander>, windows: Range<u32>, threads: usize) {
    let outcome = engine.run(&mut Digest, windows, threads, |_| ControlFlow::Continue(()));
    assert_eq!(outcome, Outcome::Finished);
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let mut alone = engine(37);
    run(&mut alone, 0..100, 1);
    for threads in [0, 2, 5, 64] {
        let mut several = engine(37);
        run(&mut several, 0..100, threads);
        assert_eq!(several.districts(), alone.districts(), "{threads}");
        assert_eq!((several.messages(), several.bulletin()), (alone.messages(), alone.bulletin()));
    }
    assert!(alone.messages() > 37 * 20 * 40);
}

#[test]
fn tokens_are_neither_lost_nor_made() {
    let mut engine = engine(9);
    for windows in 1..50 {
        run(&mut engine, 0..windows, 2);
        assert_eq!(engine.pending(), 9 * 20);
    }
    assert_eq!(engine.undeliverable(), 0);
    let seen: u64 = engine.districts().iter().map(|seen| seen.events).sum();
    assert_eq!(seen, engine.messages());
}

#[test]
fn a_run_in_pieces_is_the_same_run() {
    let (mut whole, mut pieces) = (engine(5), engine(5));
    run(&mut whole, 0..30, 1);
    let mut stop = |window: Window| {
        if window.index == 9 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    assert_eq!(pieces.run(&mut Digest, 0..30, 2, &mut stop), Outcome::Interrupted);
    run(&mut pieces, 3..7, 1);
    run(&mut pieces, 20..30, 3);
    assert_eq!(pieces.into_districts(), whole.into_districts());
}

#[test]
fn a_run_may_begin_late_and_needs_no_district() {
    let mut late = engine(3);
    run(&mut late, 40..42, 2);
    assert_eq!((late.messages(), late.pending()), (0, 0));
    let mut empty = engine(0);
    run(&mut empty, 0..3, 4);
    assert!(empty.districts().is_empty() && empty.districts_mut().is_empty());
}

/// Every district writes to the first, the last and to nobody, at the same instant.
struct Post;

impl Model for Post {
    type Message = u32;
    type District = Vec<(Time, u32)>;
    type Report = ();
    type Bulletin = ();

    fn open(&self, _: &mut Self::District, window: Window, (): &(), agenda: &mut Agenda<u32>) {
        if window.index == 0 {
            let me = agenda.district() * 10;
            for (district, offset, number) in [(0, 0, 1), (0, 1, 0), (6, 0, 2), (99, 0, 3), (0, 0, 4)] {
                agenda.send(district, window.end + Span::from_secs(offset), me + number);
            }
        }
    }

    fn handle(&self, seen: &mut Self::District, (): &(), at: Time, message: u32, _: &mut Agenda<u32>) {
        seen.push((at, message));
    }

    fn close(&self, _: &mut Self::District, _: Window, (): &(), _: &mut Agenda<u32>) {}
}

struct Nobody;

impl HeadOffice<Post> for Nobody {
    fn decide(&mut self, _: Window, _: &mut Vec<()>) {}
}

#[test]
fn post_comes_by_time_source_and_number() {
    for threads in [1, 3] {
        let mut engine = Engine::new(Post, vec![Vec::new(); 7], (), HOUR);
        let outcome = engine.run(&mut Nobody, 0..2, threads, |_| ControlFlow::Continue(()));
        assert_eq!((outcome, engine.undeliverable()), (Outcome::Finished, 7));
        let messages: Vec<u32> = engine.districts()[0].iter().map(|&(_, message)| message).collect();
        let expected: Vec<u32> = (0..7).flat_map(|d| [d * 10 + 1, d * 10 + 4]).chain((0..7).map(|d| d * 10)).collect();
        assert_eq!(messages, expected);
        assert_eq!(engine.districts()[6].len(), 7);
        assert_eq!(engine.districts()[6][0].0, Time::ZERO + HOUR);
    }
}
