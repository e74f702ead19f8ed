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

/// The longest window there may be: 4,567 years, so that a key has room for a place.
pub(super) const LONGEST: Span = Span::from_micros(1 << 57);

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
    pub(super) fn put(&mut self, at: Time, message: M) {
        let place = self.messages.len() as u64;
        if place >> self.place_bits == 0 {
            self.keys.push(self.offset(at) << self.place_bits | place);
            self.messages.push(message);
        } else {
            self.put_late(at, message);
        }
    }

    /// Puts down a message of the window, after [`sort`](Self::sort).
    #[inline]
    pub(super) fn put_late(&mut self, at: Time, message: M) {
        self.late.put(self.offset(at), message);
    }

    /// Orders what was put down so far.
    pub(super) fn sort(&mut self) {
        self.sorter.sort(&mut self.keys);
    }

    /// Takes the next message and its time.
    #[inline]
    pub(super) fn take(&mut self) -> Option<(Time, &M)> {
        let listed = self.keys.get(self.taken).copied();
        let due = listed.map_or(u64::MAX, |key| key >> self.place_bits);
        if self.late.next_at() < due {
            let start = self.start;
            return self.late.take().map(|(offset, message)| (time(start, offset), message));
        }
        let place = self.place_of(listed?);
        self.taken += 1;
        Some((time(self.start, due), &self.messages[place]))
    }

    /// How many messages lie here.
    pub(super) fn pending(&self) -> usize {
        self.keys.len() - self.taken + self.late.pending()
    }

    /// Offset in the window \[µs\].
    #[inline]
    #[expect(clippy::cast_sign_loss, reason = "a time in the window, so not before its start")]
    fn offset(&self, at: Time) -> u64 {
        (at - self.start).micros() as u64
    }

    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "a place in a list in memory")]
    fn place_of(&self, key: u64) -> usize {
        (key & ((1 << self.place_bits) - 1)) as usize
    }
}

/// The instant so long after `start` \[µs\].
#[inline]
#[expect(clippy::cast_possible_wrap, reason = "an offset in a window")]
fn time(start: Time, offset: u64) -> Time {
    start + Span::from_micros(offset as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_without_room_for_places_still_keep_the_order() {
        // A window so long that a key has seven bits for the place: 128 messages in the list, the rest late.
        let mut desk = Desk::default();
        desk.clear(Window::nth(0, LONGEST));
        for message in 0..300_u32 {
            desk.put(Time::from_micros(i64::from(message % 3)), message);
        }
        desk.sort();
        let seen: Vec<u32> = std::iter::from_fn(|| desk.take().map(|(_, &message)| message)).collect();
        let expected: Vec<u32> = (0..3).flat_map(|rest| (0..300).filter(move |message| message % 3 == rest)).collect();
        assert_eq!(seen, expected);
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
