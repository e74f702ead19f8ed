//! Late: what comes up inside an open window, handed over in order of (time, sequence).
//!
//! - The soonest few lie in a short list, sorted, the next one last; whatever is due after them in a heap. Nothing in the heap is due before
//!   anything in the list.
//! - What is due before all of the heap is inserted into the list, past those due sooner: in a chain of messages there are next to none. So a
//!   heap of clocks that sit for hours costs nothing but a look at its head (twice as fast as a heap of all).
//! - A list that is full gives the later half of itself to the heap, so an insertion moves few entries however many messages wait.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::time::Time;

/// Entries of a full list.
const FULL: usize = 64;

/// Messages by (time, sequence).
#[derive(Clone, Debug)]
pub(super) struct Late<M> {
    /// The soonest, the next one last.
    list: Vec<Entry>,
    heap: BinaryHeap<Reverse<Entry>>,
    /// Messages, by slot; one that was taken stays until another is put there.
    slots: Vec<M>,
    free: Vec<u32>,
    /// Messages put down so far.
    number: u32,
}

/// When a message is due, the how-manieth it was, and where it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    at: Time,
    number: u32,
    slot: u32,
}

impl<M> Default for Late<M> {
    fn default() -> Self {
        Self { list: Vec::with_capacity(FULL), heap: BinaryHeap::new(), slots: Vec::new(), free: Vec::new(), number: 0 }
    }
}

impl<M: Copy> Late<M> {
    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.list.clear();
        self.heap.clear();
        self.slots.clear();
        self.free.clear();
        self.number = 0;
    }

    /// Puts a message down.
    ///
    /// # Panics
    /// At the 2^32nd message of a window.
    #[inline]
    pub(super) fn put(&mut self, at: Time, message: M) {
        let slot = self.lay(message);
        let entry = Entry { at, number: self.number, slot };
        self.number = self.number.checked_add(1).expect("fewer messages in a district's window than a word counts");
        if self.heap.peek().is_some_and(|Reverse(head)| head.at <= at) {
            self.heap.push(Reverse(entry));
        } else if self.list.len() < FULL {
            self.insert(entry);
        } else {
            self.heap.extend(self.list.drain(..FULL / 2).map(Reverse));
            if self.list[0].at <= at {
                self.heap.push(Reverse(entry));
            } else {
                self.insert(entry);
            }
        }
    }

    /// When the next message is due.
    #[inline]
    pub(super) fn next_at(&self) -> Option<Time> {
        self.list.last().map(|next| next.at)
    }

    /// Takes the next message and its time.
    #[inline]
    pub(super) fn take(&mut self) -> Option<(Time, &M)> {
        let next = self.list.pop()?;
        if self.list.is_empty() {
            self.list.extend(self.heap.pop().map(|Reverse(head)| head));
        }
        self.free.push(next.slot);
        Some((next.at, &self.slots[next.slot as usize]))
    }

    /// How many messages lie here.
    pub(super) fn pending(&self) -> usize {
        self.list.len() + self.heap.len()
    }

    /// Lays a message into a free slot.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "no more slots than numbers")]
    fn lay(&mut self, message: M) -> u32 {
        if let Some(slot) = self.free.pop() {
            self.slots[slot as usize] = message;
            slot
        } else {
            self.slots.push(message);
            self.slots.len() as u32 - 1
        }
    }

    /// Puts an entry into the list past those due no later. (A loop, not [`Vec::insert`]: mostly nothing or little moves.)
    #[inline]
    fn insert(&mut self, entry: Entry) {
        let mut place = self.list.len();
        self.list.push(entry);
        while place > 0 && self.list[place - 1].at <= entry.at {
            self.list[place] = self.list[place - 1];
            place -= 1;
        }
        self.list[place] = entry;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::random::{Purpose, Seed};
    use crate::kernel::time::Span;
    use std::collections::BTreeSet;

    #[test]
    fn any_number_of_messages_comes_out_by_time_and_sequence() {
        let mut stream = Seed::default().key(Purpose(0)).stream(0, 0, 0);
        for crowd in [1, 3, FULL / 2, FULL, FULL + 1, 40 * FULL] {
            for spread in [1, 8, 1_000_000] {
                let (mut late, mut sorted, mut now) = (Late::default(), BTreeSet::new(), Time::ZERO);
                for number in 0..4_000 {
                    let at = now + Span::from_micros(i64::from(stream.word() % spread));
                    late.put(at, number);
                    sorted.insert((at, number));
                    if sorted.len() > crowd || stream.word() % 3 == 0 {
                        let next = sorted.pop_first();
                        assert_eq!(
                            (late.next_at(), late.take()),
                            (next.map(|(at, _)| at), next.as_ref().map(|(at, number)| (*at, number)))
                        );
                        now = next.map_or(now, |(at, _)| at);
                    }
                    assert_eq!(late.pending(), sorted.len());
                }
                let rest: Vec<(Time, u32)> = std::iter::from_fn(|| late.take().map(|(at, &number)| (at, number))).collect();
                assert_eq!(rest, sorted.into_iter().collect::<Vec<_>>(), "{crowd} {spread}");
            }
        }
    }
}
