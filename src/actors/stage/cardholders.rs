//! Cardholders: how many of a district's people have which everyday card, and how many of those pay at a computer too.

use crate::domain::card::CardId;
use crate::domain::person::Person;
use std::ops::Range;

/// People by segment and everyday card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cardholders {
    /// All of them, and those at a computer.
    people: Vec<[u32; 2]>,
    cards: usize,
    is_counted: bool,
}

impl Cardholders {
    /// Nobody yet, in so many segments, with one of so many cards.
    #[must_use]
    pub fn new(segments: usize, cards: usize) -> Self {
        Self { people: vec![[0; 2]; segments * cards], cards, is_counted: false }
    }

    /// True once they have been counted.
    #[must_use]
    pub const fn is_counted(&self) -> bool {
        self.is_counted
    }

    /// Counts everybody anew by `everyday` card, where ranks below `computer_limit` pay at a computer.
    pub fn count(&mut self, segments: &[Range<u32>], everyday: impl Fn(u32) -> CardId, computer_limit: u32) {
        self.is_counted = true;
        self.people.fill([0; 2]);
        for (segment, range) in segments.iter().enumerate() {
            for person in range.clone() {
                let card = everyday(person);
                if card != CardId::NONE {
                    let [all, at_computer] = &mut self.people[segment * self.cards + card.index()];
                    *all += 1;
                    *at_computer += u32::from(Person::pays_at_computer(person, computer_limit));
                }
            }
        }
    }

    /// People of a segment with this card: all, and those at a computer.
    #[must_use]
    pub fn with_card(&self, segment: usize, card: CardId) -> [u32; 2] {
        self.people[segment * self.cards + card.index()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_with_a_card_is_counted_once() {
        let everyday = [CardId(0), CardId(1), CardId::NONE, CardId(1)];
        let mut holders = Cardholders::new(2, 2);
        holders.count(&[0..2, 2..4], |person| everyday[person as usize], u32::MAX);
        holders.count(&[0..2, 2..4], |person| everyday[person as usize], 0);
        let counts = [(0, 0), (0, 1), (1, 0), (1, 1)].map(|(segment, card)| holders.with_card(segment, CardId(card)));
        assert_eq!(counts, [[1, 0], [1, 0], [0, 0], [1, 0]]);
    }

    #[test]
    fn as_many_are_at_a_computer_as_the_limit_says() {
        let mut holders = Cardholders::new(1, 1);
        holders.count(std::slice::from_ref(&(0..4_000)), |_| CardId(0), 16_384);
        let [all, at_computer] = holders.with_card(0, CardId(0));
        assert!(all == 4_000 && at_computer.abs_diff(1_000) < 10, "{at_computer} of {all}");
    }
}
