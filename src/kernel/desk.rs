//! Desk: the messages of an open window, handed over in order.
//!
//! - What is known when the window starts lies in one list sorted once; what comes up [late](super::late), apart. The next message is the
//!   earlier of the two heads; at equal times the list's, for it was scheduled first.
//! - A key is the offset in the window and the place in the list, packed in 64 bits, so sorting moves 8 bytes a message and is by
//!   (time, sequence). What would not fit (a place past the key's room) comes late.

use super::agenda::Letter;
use super::late::Late;
use super::sort::Sorter;
use super::time::{Span, Time, Window};

/// The desk of a district, or of several in turn.
#[derive(Clone, Debug)]
pub(super) struct Desk<M> {
    /// Letters to other districts, in the order they were sent.
    pub(super) letters: Vec<Letter<M>>,
    start: Time,
    place_bits: u32,
    keys: Vec<u64>,
    sorter: Sorter,
    messages: Vec<M>,
    taken: usize,
    late: Late<M>,
}

impl<M> Default for Desk<M> {
    fn default() -> Self {
        Self {
            letters: Vec::new(),
            start: Time::ZERO,
            place_bits: 0,
            keys: Vec::new(),
            sorter: Sorter::default(),
            messages: Vec::new(),
            taken: 0,
            late: Late::default(),
        }
    }
}

impl<M: Copy> Desk<M> {
    /// Makes the desk ready for a window. Letters stay.
    pub(super) fn clear(&mut self, window: Window) {
        let last = window.length() - Span::from_micros(1);
        self.start = window.start;
        self.place_bits = last.micros().leading_zeros().min(u64::BITS - 1);
        self.keys.clear();
        self.messages.clear();
        self.taken = 0;
        self.late.clear();
    }

    /// Puts down a message of the window, before [`sort`](Self::sort).
    #[inline]
    #[expect(clippy::cast_sign_loss, reason = "a time in the window, so not before its start")]
    pub(super) fn put(&mut self, at: Time, message: M) {
        let place = self.messages.len() as u64;
        if place >> self.place_bits == 0 {
            let offset = (at - self.start).micros() as u64;
            self.keys.push(offset << self.place_bits | place);
            self.messages.push(message);
        } else {
            self.put_late(at, message);
        }
    }

    /// Puts down a message of the window, after [`sort`](Self::sort).
    #[inline]
    pub(super) fn put_late(&mut self, at: Time, message: M) {
        self.late.put(at, message);
    }

    /// Orders what was put down so far.
    pub(super) fn sort(&mut self) {
        self.sorter.sort(&mut self.keys);
    }

    /// Takes the next message and its time.
    #[inline]
    pub(super) fn take(&mut self) -> Option<(Time, &M)> {
        let Some(&key) = self.keys.get(self.taken) else {
            return self.late.take();
        };
        let at = self.time_of(key);
        if self.late.next_at().is_some_and(|late| late < at) {
            return self.late.take();
        }
        self.taken += 1;
        Some((at, &self.messages[self.place_of(key)]))
    }

    /// How many messages lie here.
    pub(super) fn pending(&self) -> usize {
        self.keys.len() - self.taken + self.late.pending()
    }

    #[inline]
    #[expect(clippy::cast_possible_wrap, reason = "an offset in the window")]
    fn time_of(&self, key: u64) -> Time {
        self.start + Span::from_micros((key >> self.place_bits) as i64)
    }

    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "a place in a list in memory")]
    fn place_of(&self, key: u64) -> usize {
        (key & ((1 << self.place_bits) - 1)) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_without_room_for_places_still_keep_the_order() {
        // A window so long that a key has one bit for the place: two messages in the list, the rest late.
        let mut desk = Desk::default();
        desk.clear(Window::nth(0, Span::MAX));
        for message in 0..9_u32 {
            desk.put(Time::from_micros(i64::from(message % 3)), message);
        }
        desk.sort();
        let seen: Vec<u32> = std::iter::from_fn(|| desk.take().map(|(_, &message)| message)).collect();
        assert_eq!(seen, [0, 3, 6, 1, 4, 7, 2, 5, 8]);
    }

    #[test]
    fn a_window_of_one_microsecond_has_all_its_room_for_places() {
        let mut desk = Desk::default();
        desk.clear(Window::nth(5, Span::from_micros(1)));
        for message in 0..3_u32 {
            desk.put(Time::from_micros(5), message);
        }
        desk.sort();
        assert_eq!((desk.pending(), desk.take()), (3, Some((Time::from_micros(5), &0))));
        assert_eq!(desk.pending(), 2);
    }
}
