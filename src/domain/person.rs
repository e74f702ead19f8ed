//! Person: a payer's state in 16 bytes, and the segments people come from.

use super::card::CardId;

/// How far a person has come with a product.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Status {
    /// Never thought about it.
    #[default]
    Unaware,
    /// Weighed it and stayed away, or met a closed gate; may think again.
    Considered,
    /// Signed up; the instrument is not bound yet.
    Enrolled,
    /// Can pay, has not yet.
    Bound,
    /// Has paid with it.
    Active,
    /// Gave it up.
    Left,
}

impl Status {
    /// How many there are.
    pub const COUNT: usize = 6;

    /// The status with this ordinal.
    #[must_use]
    pub const fn from_ordinal(ordinal: u8) -> Self {
        match ordinal {
            1 => Self::Considered,
            2 => Self::Enrolled,
            3 => Self::Bound,
            4 => Self::Active,
            5 => Self::Left,
            _ => Self::Unaware,
        }
    }

    /// True for people whom operators count as users.
    #[must_use]
    pub const fn is_user(self) -> bool {
        matches!(self, Self::Enrolled | Self::Bound | Self::Active)
    }

    /// True for people who can pay with the product.
    #[must_use]
    pub const fn can_pay(self) -> bool {
        matches!(self, Self::Bound | Self::Active)
    }
}

/// A person's relation to one product, in four bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Holding {
    /// Status in the low three bits; above them the funding choice and the freeze.
    bits: u8,
    /// Share of eligible spending that goes to the product, in 1/255.
    pub habit: u8,
    /// The day of the last payment, saturating.
    pub last_use: u16,
}

const STATUS: u8 = 0b0000_0111;
const PAYS_WITH_CREDIT: u8 = 0b0000_1000;
const FROZEN: u8 = 0b0001_0000;
const LOST: u8 = 0b0010_0000;
const CAME_FOR_INCENTIVE: u8 = 0b1000_0000;
const FROM_ACCOUNT: u8 = 0b0100_0000;

impl Holding {
    /// One of this status, and nothing else to it.
    #[must_use]
    pub const fn of(status: Status) -> Self {
        Self { bits: status as u8, habit: 0, last_use: 0 }
    }

    /// How far the person has come.
    #[must_use]
    #[inline]
    pub const fn status(self) -> Status {
        Status::from_ordinal(self.bits & STATUS)
    }

    /// Moves to another status.
    pub fn set_status(&mut self, status: Status) {
        self.bits = (self.bits & !STATUS) | status as u8;
    }

    /// True if the credit card funds it, else the debit card does.
    #[must_use]
    #[inline]
    pub const fn pays_with_credit(self) -> bool {
        self.bits & PAYS_WITH_CREDIT != 0
    }

    /// Chooses the funding card.
    pub fn fund_with(&mut self, credit: Choice) {
        self.set(PAYS_WITH_CREDIT, matches!(credit, Choice::Credit));
    }

    /// True if money kept with the operator funds it: a prepaid balance, or an account backed by the person's bank account.
    #[must_use]
    #[inline]
    pub const fn pays_from_account(self) -> bool {
        self.bits & FROM_ACCOUNT != 0
    }

    /// The account funds it; the chosen card stands behind.
    pub fn fund_from_account(&mut self) {
        self.set(FROM_ACCOUNT, true);
    }

    /// The chosen card funds it.
    pub fn fund_from_card(&mut self) {
        self.set(FROM_ACCOUNT, false);
    }

    /// True while an alert keeps the account shut.
    #[must_use]
    #[inline]
    pub const fn is_frozen(self) -> bool {
        self.bits & FROZEN != 0
    }

    /// Shuts the account.
    pub fn freeze(&mut self) {
        self.set(FROZEN, true);
    }

    /// Opens the account again.
    pub fn unfreeze(&mut self) {
        self.set(FROZEN, false);
    }

    /// True while the phone is lost and its card not yet replaced.
    #[must_use]
    #[inline]
    pub const fn is_lost(self) -> bool {
        self.bits & LOST != 0
    }

    /// Marks the phone as lost.
    pub fn lose(&mut self) {
        self.set(LOST, true);
    }

    /// Marks the phone as replaced.
    pub fn replace(&mut self) {
        self.set(LOST, false);
    }

    /// True if the product would not have been taken without the money paid for it.
    #[must_use]
    pub const fn came_for_incentive(self) -> bool {
        self.bits & CAME_FOR_INCENTIVE != 0
    }

    /// Marks whether the product would have been taken without the money paid for it.
    pub fn set_came_for_incentive(&mut self, came: bool) {
        self.set(CAME_FOR_INCENTIVE, came);
    }

    fn set(&mut self, bit: u8, on: bool) {
        self.bits = if on { self.bits | bit } else { self.bits & !bit };
    }
}

/// Which of the two cards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The debit card.
    Debit,
    /// The credit card.
    Credit,
}

/// The number of products whose holdings stand in the person; those of further products stand in the district's side table.
pub const HOLDINGS: usize = 2;
/// The largest number of products in a market.
pub const MOST_PRODUCTS: usize = 24;

/// A payer. Static traits are drawn systematically per district; the segment follows from the person's place in the district.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person {
    /// How early this person buys new phones, 0 first, in 1/65,536.
    pub handset_rank: u16,
    /// The carrier's ordinal among carriers; the top bit marks a phone bought unlocked.
    pub carrier: u8,
    /// The debit card, or none.
    pub debit: CardId,
    /// The credit card, or none.
    pub credit: CardId,
    /// Risk aversion (low four bits) and liquidity (high four), in fifteenths.
    pub taste: u8,
    /// Trust in phone payments, in 1/255.
    pub trust: u8,
    /// Flags of the person.
    pub flags: u8,
    /// The relation to the first two products, by product ordinal.
    pub holdings: [Holding; HOLDINGS],
}

const UNLOCKED: u8 = 0x80;
const LIKES_CREDIT: u8 = 0x01;

impl Person {
    /// The carrier's ordinal among carriers.
    #[must_use]
    pub const fn carrier_ordinal(self) -> usize {
        (self.carrier & !UNLOCKED) as usize
    }

    /// True if the carrier cannot shut wallets out of this phone.
    #[must_use]
    pub const fn has_unlocked_phone(self) -> bool {
        self.carrier & UNLOCKED != 0
    }

    /// A carrier trait byte.
    #[must_use]
    pub const fn carrier_trait(ordinal: u8, unlocked: u8) -> u8 {
        ordinal | if unlocked != 0 { UNLOCKED } else { 0 }
    }

    /// True if credit is this person's everyday card.
    #[must_use]
    pub const fn likes_credit(self) -> bool {
        self.flags & LIKES_CREDIT != 0
    }

    /// The flag byte of a person whose everyday card is `choice`.
    #[must_use]
    pub const fn flags_for(choice: Choice) -> u8 {
        match choice {
            Choice::Credit => LIKES_CREDIT,
            Choice::Debit => 0,
        }
    }

    /// Risk aversion between 0 and 1.
    #[must_use]
    pub fn risk_aversion(self) -> f64 {
        f64::from(self.taste & 0x0f) / 15.0
    }

    /// The step of liquidity, from 0 (lives from payday to payday) up; see [`liquidities`].
    #[must_use]
    #[inline]
    pub const fn liquidity_step(self) -> usize {
        (self.taste >> 4) as usize
    }

    /// True if the person with this ordinal in its district pays at a computer, where ranks below `limit` (in 1/65,536) do. Multiples of
    /// the golden ratio spread any run of neighbours evenly, so the share holds in every segment.
    #[must_use]
    #[inline]
    pub const fn pays_at_computer(ordinal: u32, limit: u32) -> bool {
        (ordinal.wrapping_mul(40_503) & 0xffff) < limit
    }

    /// True if the person with this ordinal in its district banks online, where ranks below `limit` (in 1/65,536) do: the same ranks as at
    /// the computer, for who banks online has one.
    #[must_use]
    #[inline]
    pub const fn banks_online(ordinal: u32, limit: u32) -> bool {
        Self::pays_at_computer(ordinal, limit)
    }

    /// The everyday card.
    #[must_use]
    pub fn everyday_card(self) -> CardId {
        let (first, second) = if self.likes_credit() { (self.credit, self.debit) } else { (self.debit, self.credit) };
        if first == CardId::NONE { second } else { first }
    }

    /// The everyday card, if the person has any.
    #[must_use]
    pub fn everyday(self) -> Option<CardId> {
        Some(self.everyday_card()).filter(|&card| card != CardId::NONE)
    }

    /// The card that funds `holding`.
    #[must_use]
    pub fn funding_card(self, holding: Holding) -> CardId {
        if holding.pays_with_credit() { self.credit } else { self.debit }
    }
}

/// The liquidities there are, between 0 and 1, by step.
#[must_use]
pub fn liquidities() -> [f64; 16] {
    std::array::from_fn(|step| step as f64 / 15.0)
}

/// A group of people who earn, spend and dare alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    /// Its name.
    pub name: String,
    /// Its share of all people.
    pub share: f64,
    /// How much more often than the average its people pay.
    pub payments_scale: f64,
    /// How much larger than the average its tickets are.
    pub ticket_scale: f64,
    /// How much likelier than the average its people are to have the newest phone.
    pub handset_scale: f64,
    /// Share with a credit card.
    pub credit_holder_share: f64,
    /// Share of those whose everyday card it is.
    pub prefers_credit_share: f64,
    /// Median money within reach for one debit payment just after payday, minor units.
    pub funds_median_minor: i64,
    /// How readily its people consider something new, against the average.
    pub innovation_scale: f64,
    /// Mean risk aversion, 0 to 1.
    pub risk_aversion: f64,
}

/// Everybody who might pay.
#[derive(Clone, Debug, PartialEq)]
pub struct People {
    /// How many.
    pub count: u64,
    /// People whom each person watches.
    pub neighbours: u32,
    /// Trust in phone payments at the start, 0 to 1.
    pub initial_trust: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_takes_sixteen_bytes() {
        assert_eq!(std::mem::size_of::<Person>(), 16);
    }

    #[test]
    fn who_banks_online_is_one_of_those_who_pay_at_a_computer_and_shares_hold_in_any_run_of_people() {
        for first in [0, 1_000, 54_321] {
            let online = (first..first + 1_000).filter(|&person| Person::banks_online(person, 65_536 * 277 / 1_000)).count();
            assert!((270..=284).contains(&online), "{online}");
        }
        assert!((0..5_000).all(|person| !Person::banks_online(person, 20_000) || Person::pays_at_computer(person, 20_001)));
        assert!((0..5_000).all(|person| Person::banks_online(person, 65_536) && !Person::banks_online(person, 0)));
    }

    #[test]
    fn the_bits_of_a_holding_do_not_disturb_each_other() {
        let mut holding = Holding::default();
        holding.set_status(Status::Active);
        holding.fund_with(Choice::Credit);
        holding.freeze();
        holding.lose();
        holding.set_came_for_incentive(true);
        assert_eq!((holding.status(), holding.pays_with_credit()), (Status::Active, true));
        assert!(holding.is_frozen() && holding.is_lost() && !holding.pays_from_account());
        holding.fund_from_account();
        assert!(holding.pays_from_account() && holding.pays_with_credit());
        holding.unfreeze();
        holding.set_status(Status::Left);
        assert!(holding.is_lost() && !holding.is_frozen() && holding.pays_with_credit());
        assert_eq!((holding.status(), holding.came_for_incentive()), (Status::Left, true));
    }
}
