//! Plain: the people of a district who can pay with no product, counted by what they pay with instead. Their purchases are tallied in bulk.

use crate::domain::card::CardId;
use crate::domain::person::Person;
use crate::domain::product::ProductSet;
use std::ops::Range;

/// People without a product at hand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plain {
    /// By (segment, everyday card): all of them, and those who pay at a computer too.
    people: Vec<[u32; 2]>,
    cards: usize,
    /// By person, 64 to a word: who has a product at hand.
    others: Vec<u64>,
    /// Ranks at the computer below which people pay there, since the last count.
    computer_limit: u32,
    is_counted: bool,
}

impl Plain {
    /// So many people in so many segments, with one of so many cards each, of whom none has been counted.
    #[must_use]
    pub fn new(people: usize, segments: usize, cards: usize) -> Self {
        let others = vec![0; people.div_ceil(64)];
        Self { people: vec![[0; 2]; segments * cards], cards, others, computer_limit: 0, is_counted: false }
    }

    /// True once somebody has counted.
    #[must_use]
    pub const fn is_counted(&self) -> bool {
        self.is_counted
    }

    /// Counts everybody anew, where ranks below `computer_limit` pay at a computer.
    pub fn count(&mut self, segments: &[Range<u32>], (everyday, at_hand): (&[CardId], &[ProductSet]), computer_limit: u32) {
        (self.computer_limit, self.is_counted) = (computer_limit, true);
        self.people.fill([0; 2]);
        for (segment, range) in segments.iter().enumerate() {
            for person in range.clone().filter(|&person| at_hand[person as usize].is_empty()) {
                self.note(segment, person, everyday[person as usize], true);
            }
        }
    }

    /// Notes that `person` has no product any more, or has one now.
    pub fn note(&mut self, segment: usize, person: u32, everyday: CardId, is_plain: bool) {
        let (word, bit) = (&mut self.others[person as usize / 64], 1 << (person % 64));
        *word = if is_plain { *word & !bit } else { *word | bit };
        if everyday == CardId::NONE || !self.is_counted {
            return;
        }
        let has_computer = Person::pays_at_computer(person, self.computer_limit);
        let [all, at_computer] = &mut self.people[segment * self.cards + everyday.index()];
        if is_plain {
            (*all, *at_computer) = (*all + 1, *at_computer + u32::from(has_computer));
        } else {
            (*all, *at_computer) = (*all - 1, *at_computer - u32::from(has_computer));
        }
    }

    /// The people in `range` who do have a product at hand, in order.
    pub fn others(&self, range: Range<u32>) -> impl Iterator<Item = u32> + '_ {
        let words = range.start / 64..range.end.div_ceil(64);
        words.flat_map(move |word| {
            let first = word * 64;
            let (from, to) = (range.start.max(first) - first, range.end.min(first + 64) - first);
            let wanted = u64::MAX << from & u64::MAX >> (64 - to);
            let mut left = self.others[word as usize] & wanted;
            std::iter::from_fn(move || {
                let bit = left.trailing_zeros();
                left &= left.wrapping_sub(1);
                (bit < 64).then_some(first + bit)
            })
        })
    }

    /// People of a segment with this everyday card: all, and those at a computer.
    #[must_use]
    pub fn with_card(&self, segment: usize, card: CardId) -> [u32; 2] {
        self.people[segment * self.cards + card.index()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::product::ProductId;

    #[test]
    fn who_gets_a_product_is_taken_off_the_count_and_who_loses_it_put_on() {
        let everyday = [CardId(0), CardId(1), CardId::NONE, CardId(1)];
        let mut at_hand = [ProductSet::default(); 4];
        at_hand[3] = at_hand[3].with(ProductId(0));
        let segments = [0..2, 2..4];
        let mut plain = Plain::new(4, 2, 2);
        // Before the first count nobody is there to be moved.
        plain.note(1, 3, CardId(1), false);
        plain.count(&segments, (&everyday, &at_hand), u32::MAX);
        let counts = |plain: &Plain| [(0, 0), (0, 1), (1, 0), (1, 1)].map(|(segment, card)| plain.with_card(segment, CardId(card)));
        assert_eq!(counts(&plain), [[1, 1], [1, 1], [0, 0], [0, 0]]);
        plain.note(1, 3, CardId(1), true);
        plain.note(0, 0, CardId(0), false);
        plain.note(1, 2, CardId::NONE, true);
        assert_eq!(counts(&plain), [[0, 0], [1, 1], [0, 0], [1, 1]]);
    }

    #[test]
    fn moving_people_one_by_one_is_counting_them_anew() {
        let everyday: Vec<CardId> = (0..500_u32).map(|person| CardId((person % 3) as u8)).collect();
        let mut at_hand = vec![ProductSet::default(); 500];
        let mut moved = Plain::new(500, 1, 3);
        let segments = std::slice::from_ref(&(0..500));
        moved.count(&segments, (&everyday, &at_hand), 20_000);
        for person in (0..500).step_by(7) {
            at_hand[person as usize] = ProductSet::default().with(ProductId(1));
            moved.note(0, person, everyday[person as usize], false);
        }
        let mut anew = Plain::new(500, 1, 3);
        anew.count(&segments, (&everyday, &at_hand), 20_000);
        assert_eq!(moved.people, anew.people);
        for range in [0..500, 0..1, 63..65, 64..128, 70..70, 130..497] {
            let expected: Vec<u32> = range.clone().filter(|person| person % 7 == 0).collect();
            assert_eq!(moved.others(range).collect::<Vec<_>>(), expected);
        }
        let [all, at_computer] = anew.with_card(0, CardId(0));
        assert!(at_computer > all / 5 && at_computer < all * 2 / 5, "{at_computer} of {all}");
    }
}
