//! Late: what comes up inside an open window, handed over in order of (time, sequence).
//!
//! - The soonest few lie in a short list, sorted, the next one last; whatever is due after them in a heap. Nothing in the heap is due before
//!   anything in the list.
//! - What is due before all of the heap is inserted into the list, past those due no later: in a chain of messages there are next to none. So a
//!   heap of clocks that sit for hours costs nothing but a look at its head (twice as fast as a heap of all).
//! - A list that is full gives the later half of itself to the heap, so an insertion moves few entries however many messages wait.
//! - An entry is one word, the time above the slot where the message lies: moving it costs a load and a store, and no store is read wider than
//!   it was written.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Entries of a full list, and slots; as many as a word has bits.
const FULL: usize = 64;
/// Bits of a slot in an entry.
const SLOT_BITS: u32 = FULL.ilog2();
/// The slot's bits of an entry.
const SLOT: u64 = (1 << SLOT_BITS) - 1;

/// Messages by (time, sequence); times are offsets in the window \[µs\], under 2^58.
#[derive(Clone, Debug)]
pub(super) struct Late<M> {
    /// How many lie in the list.
    soon: usize,
    /// The list, the next one last: time above slot.
    list: [u64; FULL],
    /// A bit for each free slot.
    free: u64,
    /// By slot; a message that was taken stays until another is put there.
    messages: Vec<M>,
    /// By slot: the how-manieth the message was.
    numbers: [u64; FULL],
    heap: BinaryHeap<Waiting<M>>,
    /// Messages put down so far.
    number: u64,
}

/// A message in the heap.
#[derive(Clone, Copy, Debug)]
struct Waiting<M> {
    offset: u64,
    number: u64,
    message: M,
}

impl<M> Default for Late<M> {
    fn default() -> Self {
        Self { soon: 0, list: [0; FULL], free: u64::MAX, messages: Vec::new(), numbers: [0; FULL], heap: BinaryHeap::new(), number: 0 }
    }
}

impl<M: Copy> Late<M> {
    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.soon = 0;
        self.free = u64::MAX;
        self.heap.clear();
        self.number = 0;
    }

    /// Puts a message down.
    #[inline]
    pub(super) fn put(&mut self, offset: u64, message: M) {
        if self.soon == FULL {
            self.shed();
        }
        let waiting = Waiting { offset, number: self.number, message };
        self.number += 1;
        if self.heap.peek().is_some_and(|head| head.offset <= offset) {
            self.heap.push(waiting);
        } else {
            self.insert(waiting);
        }
    }

    /// When the next message is due; if there is none, at the end of time.
    #[inline]
    pub(super) fn next_at(&self) -> u64 {
        self.soon.checked_sub(1).map_or(u64::MAX, |last| self.list[last] >> SLOT_BITS)
    }

    /// Takes the next message and its time.
    #[inline]
    pub(super) fn take(&mut self) -> Option<(u64, &M)> {
        let last = self.soon.checked_sub(1)?;
        self.soon = last;
        let (offset, slot) = (self.list[last] >> SLOT_BITS, self.list[last] & SLOT);
        if last == 0
            && let Some(head) = self.heap.pop()
        {
            self.insert(head);
        }
        self.free |= 1 << slot;
        Some((offset, &self.messages[slot as usize]))
    }

    /// How many messages lie here.
    pub(super) fn pending(&self) -> usize {
        self.soon + self.heap.len()
    }

    /// Puts a message into the list, which is not full, past those due no later. (Mostly nothing or little moves.)
    #[inline]
    fn insert(&mut self, waiting: Waiting<M>) {
        let slot = self.free.trailing_zeros();
        self.free &= !(1 << slot);
        self.numbers[slot as usize] = waiting.number;
        if let Some(place) = self.messages.get_mut(slot as usize) {
            *place = waiting.message;
        } else {
            // The lowest slots are used first, so this is the one after the last.
            self.messages.push(waiting.message);
        }
        let entry = waiting.offset << SLOT_BITS;
        let mut place = self.soon;
        while place > 0 && self.list[place - 1] <= entry | SLOT {
            self.list[place] = self.list[place - 1];
            place -= 1;
        }
        self.list[place] = entry | u64::from(slot);
        self.soon += 1;
    }

    /// Gives the later half of the list to the heap.
    #[cold]
    fn shed(&mut self) {
        for entry in &self.list[..FULL / 2] {
            let slot = entry & SLOT;
            self.free |= 1 << slot;
            let (number, message) = (self.numbers[slot as usize], self.messages[slot as usize]);
            self.heap.push(Waiting { offset: entry >> SLOT_BITS, number, message });
        }
        self.list.copy_within(FULL / 2.., 0);
        self.soon = FULL / 2;
    }
}

impl<M> PartialEq for Waiting<M> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl<M> Eq for Waiting<M> {}

impl<M> PartialOrd for Waiting<M> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<M> Ord for Waiting<M> {
    /// Reversed, for the heap gives its greatest first.
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        (other.offset, other.number).cmp(&(self.offset, self.number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::random::{Purpose, Seed};
    use std::collections::BTreeSet;

    #[test]
    fn any_number_of_messages_comes_out_by_time_and_sequence() {
        let mut stream = Seed::default().key(Purpose(0)).stream(0, 0, 0);
        for crowd in [1, 3, FULL / 2, FULL, FULL + 1, 40 * FULL] {
            for spread in [1, 8, 1_000_000] {
                let (mut late, mut sorted, mut now) = (Late::default(), BTreeSet::new(), 0);
                for number in 0..4_000 {
                    let at = now + u64::from(stream.word() % spread);
                    late.put(at, number);
                    sorted.insert((at, number));
                    if sorted.len() > crowd || stream.word() % 3 == 0 {
                        let next = sorted.pop_first();
                        assert_eq!(
                            (late.next_at(), late.take()),
                            (next.map_or(u64::MAX, |(at, _)| at), next.as_ref().map(|(at, number)| (*at, number)))
                        );
                        now = next.map_or(now, |(at, _)| at);
                    }
                    assert_eq!(late.pending(), sorted.len());
                }
                let rest: Vec<(u64, u32)> = std::iter::from_fn(|| late.take().map(|(at, &number)| (at, number))).collect();
                assert_eq!(rest, sorted.into_iter().collect::<Vec<_>>(), "{crowd} {spread}");
            }
        }
    }
}
