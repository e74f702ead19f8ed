//! Agenda: what a district still has to handle, in order of (time, sequence).
//!
//! - The order is total: by time, and among equal times first scheduled, first handled.
//! - Nothing is handled before the moment it was scheduled from, nor past the end of the open window; what is later waits on its shelf.
//! - Post to another district arrives in the next window, in order of (time, source district, number).
//! - In steady state nothing is allocated: shelves, desk and post keep their room.
//!
//! How it is fast: a message for a later window is put on that window's shelf, unsorted. When the window opens, its shelf goes on the *desk*
//! and is sorted there once, as 8-byte keys. What is scheduled inside the window, for inside the window, is mostly due soon, and is
//! inserted into a short list of the soonest.

use super::desk::{Desk, LONGEST};
use super::time::{Span, Time, Window};

/// Windows with a shelf each; what is due in a later lap of so many windows waits on one pile.
const LAP: usize = 32;
/// Bits of a window's index that choose its shelf.
const LAP_BITS: u32 = LAP.ilog2();

/// A message to another district.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Letter<M> {
    /// The district it is for.
    pub district: u32,
    /// When it is due; not handled before the next window starts.
    pub at: Time,
    /// What it says.
    pub message: M,
}

/// Where an agenda is in its round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// No window is open: the next one is to come.
    Closed,
    /// The window is open; what is scheduled for it goes on the desk unsorted.
    Opening,
    /// The window's messages are being handled.
    Running,
}

/// The agenda of one district.
///
/// A round is [`open`](Self::open), any scheduling, [`next`](Self::next) until it gives nothing, [`close`](Self::close). The engine makes
/// the rounds; a test of one district may make them itself.
#[derive(Clone, Debug)]
pub struct Agenda<M> {
    district: u32,
    length: Span,
    phase: Phase,
    /// The open window; while closed, the one to open next.
    window: Window,
    now: Time,
    /// First instant of the next window; what is due before it goes on the desk.
    shelves_from: Time,
    lap: Lap,
    handled: u64,
    desk: Desk<M>,
    shelves: [Vec<(Time, M)>; LAP],
    pile: Vec<(Time, M)>,
}

impl<M: Copy> Agenda<M> {
    /// An empty agenda of a district; its first window is the one of index `first`, each is `length` long (at least 1 µs).
    ///
    /// # Panics
    /// If windows are longer than 2^57 µs, 4,567 years.
    #[must_use]
    pub fn new(district: u32, length: Span, first: u32) -> Self {
        assert!(length <= LONGEST, "a window of {length:?} has no room for the order of its messages");
        let window = Window::nth(first, length);
        Self {
            district,
            length: window.length(),
            phase: Phase::Closed,
            window,
            now: window.start,
            shelves_from: window.start,
            lap: Lap::of(window),
            handled: 0,
            desk: Desk::default(),
            shelves: std::array::from_fn(|_| Vec::new()),
            pile: Vec::new(),
        }
    }

    /// The district whose agenda it is.
    #[must_use]
    pub const fn district(&self) -> u32 {
        self.district
    }

    /// The time of the message being handled; the window's start while it opens, its end while it closes.
    #[inline]
    #[must_use]
    pub const fn now(&self) -> Time {
        self.now
    }

    /// First instant after the window at hand.
    #[inline]
    #[must_use]
    pub const fn window_end(&self) -> Time {
        self.window.end
    }

    /// How many messages were handled since the beginning.
    #[must_use]
    pub const fn handled(&self) -> u64 {
        self.handled
    }

    /// How many messages wait, letters to other districts included.
    #[must_use]
    pub fn pending(&self) -> usize {
        let shelved: usize = self.shelves.iter().map(Vec::len).sum();
        shelved + self.pile.len() + self.desk.pending() + self.desk.letters.len()
    }

    /// Letters to other districts not yet collected, as sent.
    #[must_use]
    pub fn letters(&self) -> &[Letter<M>] {
        &self.desk.letters
    }

    /// Schedules a message for this district. A time gone by is taken for now.
    #[inline]
    pub fn schedule(&mut self, at: Time, message: M) {
        let at = at.max(self.now);
        if at >= self.shelves_from {
            self.shelve(at, message);
        } else if self.phase == Phase::Opening {
            self.desk.put(at, message);
        } else {
            self.desk.put_late(at, message);
        }
    }

    /// Sends a message to a district (this one too): it is handled at `at`, but not before the next window starts.
    #[inline]
    pub fn send(&mut self, district: u32, at: Time, message: M) {
        self.desk.letters.push(Letter { district, at, message });
    }

    /// Opens the next window and gives it.
    pub fn open(&mut self) -> Window {
        self.close();
        let place = self.window.index as usize % LAP;
        if place == 0 {
            self.turn_lap();
        }
        self.phase = Phase::Opening;
        self.shelves_from = self.window.end;
        self.desk.clear(self.window);
        for &(at, message) in &self.shelves[place] {
            self.desk.put(at, message);
        }
        self.shelves[place].clear();
        self.window
    }

    /// The next message of the open window and its time, which becomes now; nothing at the window's end.
    #[inline]
    #[expect(clippy::should_implement_trait, reason = "a round's end is not an iterator's end")]
    pub fn next(&mut self) -> Option<(Time, &M)> {
        self.start();
        let (at, message) = self.desk.take()?;
        self.now = at;
        self.handled += 1;
        Some((at, message))
    }

    /// Brings now to the window's end: what is scheduled from here on falls in a later window. Messages of the window that were not taken
    /// carry over to the start of the next.
    pub fn finish(&mut self) {
        if self.phase == Phase::Closed {
            return;
        }
        self.start();
        self.now = self.window.end;
        while let Some((_, &message)) = self.desk.take() {
            self.shelve(self.window.end, message);
        }
    }

    /// Closes the open window, if any.
    pub fn close(&mut self) {
        self.finish();
        if self.phase != Phase::Closed {
            self.phase = Phase::Closed;
            self.window = Window::nth(self.window.index.saturating_add(1), self.length);
        }
    }

    /// Puts the desk in order, once a window.
    #[inline]
    fn start(&mut self) {
        if self.phase == Phase::Opening {
            self.desk.sort();
            self.phase = Phase::Running;
        }
    }

    /// Puts a message for a later window on its shelf.
    #[inline]
    fn shelve(&mut self, at: Time, message: M) {
        match self.lap.place(at) {
            Some(place) => self.shelves[place].push((at, message)),
            None => self.pile.push((at, message)),
        }
    }

    /// Begins a lap: takes from the pile what is due in it, in the order it came.
    fn turn_lap(&mut self) {
        self.lap = Lap::of(self.window);
        let (lap, shelves) = (self.lap, &mut self.shelves);
        self.pile.retain(|&(at, message)| {
            let place = lap.place(at);
            if let Some(place) = place {
                shelves[place].push((at, message));
            }
            place.is_none()
        });
    }

    /// Trades the desk for another: an engine lends one desk to many districts in turn, so that it stays in cache.
    pub(super) fn trade_desk(&mut self, desk: &mut Desk<M>) {
        std::mem::swap(&mut self.desk, desk);
    }
}

/// A lap of [`LAP`] windows, aligned.
#[derive(Clone, Copy, Debug)]
struct Lap {
    start: Time,
    end: Time,
    length: i64,
}

impl Lap {
    /// The lap that holds a window.
    fn of(window: Window) -> Self {
        let length = window.length();
        let place = i64::from(window.index % (1 << LAP_BITS));
        let start = window.start - length * place;
        Self { start, end: start + length * (1 << LAP_BITS), length: length.micros() }
    }

    /// The shelf's place for an instant, if it falls in the lap; the instant is not before it.
    #[inline]
    #[expect(clippy::cast_sign_loss, clippy::cast_possible_truncation, reason = "an instant inside the lap")]
    fn place(self, at: Time) -> Option<usize> {
        (at < self.end).then(|| ((at - self.start).micros() / self.length) as usize % LAP)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Span = Span::from_hours(1);

    fn agenda() -> Agenda<u32> {
        Agenda::new(0, HOUR, 0)
    }

    fn at(secs: i64) -> Time {
        Time::ZERO + Span::from_secs(secs)
    }

    /// The next message and its time.
    fn next(agenda: &mut Agenda<u32>) -> Option<(Time, u32)> {
        agenda.next().map(|(at, &message)| (at, message))
    }

    /// Handles one window and gives what was in it.
    fn window(agenda: &mut Agenda<u32>) -> Vec<(Time, u32)> {
        agenda.open();
        let seen = std::iter::from_fn(|| next(agenda)).collect();
        agenda.close();
        seen
    }

    #[test]
    fn equal_times_are_handled_as_scheduled_whatever_the_way_in() {
        let mut agenda = agenda();
        agenda.schedule(at(10), 0);
        agenda.open();
        agenda.schedule(at(10), 1);
        agenda.schedule(at(9), 2);
        assert_eq!(next(&mut agenda), Some((at(9), 2)));
        agenda.schedule(at(10), 3);
        agenda.schedule(at(10), 4);
        let rest: Vec<u32> = std::iter::from_fn(|| next(&mut agenda)).map(|(_, m)| m).collect();
        assert_eq!(rest, [0, 1, 3, 4]);
        assert_eq!((agenda.handled(), agenda.pending()), (5, 0));
    }

    #[test]
    fn nothing_is_handled_past_the_end_of_its_window() {
        let mut agenda = agenda();
        agenda.schedule(at(3_600), 1);
        agenda.schedule(at(3_599), 0);
        assert_eq!(window(&mut agenda), [(at(3_599), 0)]);
        assert_eq!(agenda.pending(), 1);
        assert_eq!(window(&mut agenda), [(at(3_600), 1)]);
    }

    #[test]
    fn the_past_is_taken_for_now() {
        let mut agenda = agenda();
        agenda.schedule(at(50), 0);
        agenda.open();
        assert_eq!(next(&mut agenda), Some((at(50), 0)));
        agenda.schedule(at(20), 1);
        assert_eq!(next(&mut agenda), Some((at(50), 1)));
        agenda.finish();
        agenda.schedule(at(20), 2);
        agenda.close();
        assert_eq!(window(&mut agenda), [(at(3_600), 2)]);
    }

    #[test]
    fn messages_not_taken_carry_over() {
        let mut agenda = agenda();
        for m in 0..3 {
            agenda.schedule(at(m.into()), m);
        }
        agenda.open();
        assert_eq!(next(&mut agenda), Some((at(0), 0)));
        agenda.close();
        assert_eq!(window(&mut agenda), [(at(3_600), 1), (at(3_600), 2)]);
    }

    #[test]
    fn the_far_future_comes_in_order_too() {
        let mut agenda = agenda();
        let far = at(3_600 * 100 + 7);
        agenda.schedule(far, 0);
        agenda.schedule(Time::MAX, 9);
        for index in 0..100 {
            assert!(window(&mut agenda).is_empty());
            if index % 20 == 0 {
                agenda.schedule(far, index + 1);
            }
        }
        let seen: Vec<u32> = window(&mut agenda).into_iter().map(|(_, m)| m).collect();
        assert_eq!(seen, [0, 1, 21, 41, 61, 81]);
        assert_eq!(agenda.pending(), 1);
    }

    #[test]
    fn an_agenda_may_begin_at_any_window() {
        let mut agenda: Agenda<u32> = Agenda::new(0, HOUR, 45);
        agenda.schedule(at(0), 1);
        agenda.schedule(at(3_600 * 46), 2);
        assert_eq!(window(&mut agenda), [(at(3_600 * 45), 1)]);
        assert_eq!(window(&mut agenda), [(at(3_600 * 46), 2)]);
    }

    #[test]
    fn it_agrees_with_a_sorted_list_on_random_schedules() {
        let key = crate::kernel::random::Seed::default().key(crate::kernel::random::Purpose(0));
        let mut agenda = agenda();
        let mut list = std::collections::BTreeSet::new();
        let mut stream = key.stream(0, 0, 0);
        let mut number = 0;
        for _ in 0..200 {
            agenda.open();
            for _ in 0..5 {
                let due = agenda.now() + Span::from_secs(i64::from(stream.word() % 3_600 * 60));
                agenda.schedule(due, number);
                list.insert((due, number));
                number += 1;
            }
            while let Some((time, message)) = next(&mut agenda) {
                assert_eq!(list.pop_first(), Some((time, message)));
                if stream.word() % 3 > 0 {
                    let due = time + Span::from_secs(i64::from(stream.word() % 5_000));
                    agenda.schedule(due, number);
                    list.insert((due, number));
                    number += 1;
                }
            }
            agenda.close();
        }
        assert!(agenda.handled() > 2_000 && agenda.pending() == list.len());
    }
}
