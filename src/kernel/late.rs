//! Late: what comes up inside an open window, handed over in order of (time, sequence).
//!
//! - The soonest few lie in a short list, sorted, the next one last; whatever is due after them in a heap. Nothing in the heap is due before
//!   anything in the list.
//! - What is due before all of the heap is inserted into the list, past those due sooner: in a chain of messages there are next to none. So a
//!   heap of clocks that sit for hours costs nothing but a look at its head (twice as fast as a heap of all).
//! - A list that is full gives the later half of itself to the heap, so an insertion moves few entries however many messages wait.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::time::Time;

/// Entries of a full list.
const FULL: usize = 64;

/// Messages by (time, sequence).
#[derive(Clone, Debug)]
pub(super) struct Late<M> {
    /// The soonest, the next one last.
    list: Vec<Entry<M>>,
    heap: BinaryHeap<Entry<M>>,
    /// Messages put down so far.
    number: u64,
}

/// A message, when it is due, and the how-manieth it was.
#[derive(Clone, Copy, Debug)]
struct Entry<M> {
    at: Time,
    number: u64,
    message: M,
}

impl<M> Default for Late<M> {
    fn default() -> Self {
        Self { list: Vec::with_capacity(FULL), heap: BinaryHeap::new(), number: 0 }
    }
}

impl<M: Copy> Late<M> {
    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.list.clear();
        self.heap.clear();
        self.number = 0;
    }

    /// Puts a message down.
    #[inline]
    pub(super) fn put(&mut self, at: Time, message: M) {
        let entry = Entry { at, number: self.number, message };
        self.number += 1;
        if self.heap.peek().is_some_and(|head| head.at <= at) {
            self.heap.push(entry);
            return;
        }
        if self.list.len() == FULL {
            self.heap.extend(self.list.drain(..FULL / 2));
            if self.list.first().is_some_and(|last| last.at <= at) {
                self.heap.push(entry);
                return;
            }
        }
        let place = self.list.iter().rposition(|other| other.at > at).map_or(0, |later| later + 1);
        self.list.insert(place, entry);
    }

    /// When the next message is due.
    #[inline]
    pub(super) fn next_at(&self) -> Option<Time> {
        self.list.last().map(|next| next.at)
    }

    /// Takes the next message and its time.
    #[inline]
    pub(super) fn take(&mut self) -> Option<(Time, M)> {
        let next = self.list.pop()?;
        if self.list.is_empty() {
            self.list.extend(self.heap.pop());
        }
        Some((next.at, next.message))
    }

    /// How many messages lie here.
    pub(super) fn pending(&self) -> usize {
        self.list.len() + self.heap.len()
    }
}

impl<M> PartialEq for Entry<M> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl<M> Eq for Entry<M> {}

impl<M> PartialOrd for Entry<M> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<M> Ord for Entry<M> {
    /// Reversed, for the heap gives its greatest first.
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        (other.at, other.number).cmp(&(self.at, self.number))
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
                        assert_eq!((late.next_at(), late.take()), (next.map(|(at, _)| at), next));
                        now = next.map_or(now, |(at, _)| at);
                    }
                    assert_eq!(late.pending(), sorted.len());
                }
                let rest: Vec<(Time, u32)> = std::iter::from_fn(|| late.take()).collect();
                assert_eq!(rest, sorted.into_iter().collect::<Vec<_>>(), "{crowd} {spread}");
            }
        }
    }
}
