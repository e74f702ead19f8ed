//! Late: what comes up inside an open window, handed over in order of (time, sequence).
//!
//! - The soonest few lie in a short list, sorted, the next one last; whatever is due after them in a heap. Nothing in the heap is due before
//!   anything in the list.
//! - What is due before all of the heap is inserted into the list, past those due sooner: in a chain of messages there are next to none. So a
//!   heap of clocks that sit for hours costs nothing but a look at its head (twice as fast as a heap of all).
//! - A list that is full gives the later half of itself to the heap, so an insertion moves few entries however many messages wait.
//! - Times and tickets of the list stand apart: an entry of both would be moved as one wide word, which waits for the two narrow ones it was
//!   just written as.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::time::Time;

/// Entries of a full list.
const FULL: usize = 64;

/// Messages by (time, sequence).
#[derive(Clone, Debug)]
pub(super) struct Late<M> {
    /// How many lie in the list.
    soon: usize,
    /// When those are due, the next one last.
    times: [Time; FULL],
    /// Their tickets.
    tickets: [Ticket; FULL],
    heap: BinaryHeap<Reverse<(Time, Ticket)>>,
    /// Messages, by slot; one that was taken stays until another is put there.
    slots: Vec<M>,
    free: Vec<u32>,
    /// Messages put down so far.
    number: u32,
}

/// The how-manieth a message was, and the slot it lies in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Ticket(u64);

impl Ticket {
    const fn new(number: u32, slot: u32) -> Self {
        Self((number as u64) << 32 | slot as u64)
    }

    #[expect(clippy::cast_possible_truncation, reason = "the low half is wanted")]
    const fn slot(self) -> u32 {
        self.0 as u32
    }
}

impl<M> Default for Late<M> {
    fn default() -> Self {
        Self {
            soon: 0,
            times: [Time::ZERO; FULL],
            tickets: [Ticket::default(); FULL],
            heap: BinaryHeap::new(),
            slots: Vec::new(),
            free: Vec::new(),
            number: 0,
        }
    }
}

impl<M: Copy> Late<M> {
    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.soon = 0;
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
        let ticket = Ticket::new(self.number, self.lay(message));
        self.number = self.number.checked_add(1).expect("fewer messages in a district's window than a word counts");
        if self.soon == FULL {
            self.shed();
        }
        if self.heap.peek().is_some_and(|Reverse((head, _))| *head <= at) {
            self.heap.push(Reverse((at, ticket)));
        } else {
            self.insert(at, ticket);
        }
    }

    /// When the next message is due.
    #[inline]
    pub(super) fn next_at(&self) -> Option<Time> {
        self.soon.checked_sub(1).map(|last| self.times[last])
    }

    /// Takes the next message and its time.
    #[inline]
    pub(super) fn take(&mut self) -> Option<(Time, &M)> {
        let last = self.soon.checked_sub(1)?;
        let (at, slot) = (self.times[last], self.tickets[last].slot());
        self.soon = last;
        if last == 0
            && let Some(Reverse((at, ticket))) = self.heap.pop()
        {
            self.insert(at, ticket);
        }
        self.free.push(slot);
        Some((at, &self.slots[slot as usize]))
    }

    /// How many messages lie here.
    pub(super) fn pending(&self) -> usize {
        self.soon + self.heap.len()
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

    /// Puts a ticket into the list, which is not full, past those due no later. (Mostly nothing or little moves.)
    #[inline]
    fn insert(&mut self, at: Time, ticket: Ticket) {
        let mut place = self.soon;
        while place > 0 && self.times[place - 1] <= at {
            self.times[place] = self.times[place - 1];
            self.tickets[place] = self.tickets[place - 1];
            place -= 1;
        }
        self.times[place] = at;
        self.tickets[place] = ticket;
        self.soon += 1;
    }

    /// Gives the later half of the list to the heap.
    #[cold]
    fn shed(&mut self) {
        self.heap.extend(self.times.iter().copied().zip(self.tickets).take(FULL / 2).map(Reverse));
        self.times.copy_within(FULL / 2.., 0);
        self.tickets.copy_within(FULL / 2.., 0);
        self.soon = FULL / 2;
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
