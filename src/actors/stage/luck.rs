//! Luck: every draw about one payment, keyed by the payment and the hop, never by a running sequence.
//!
//! The root is one Philox block keyed by the purchase intent; a hop's mark is the SplitMix64 output function (Steele, Lea, Flood 2014)
//! of root and hop. A strategy that sends more or fewer messages leaves every other draw of the payment as it was.

use crate::domain::product::ProductId;

/// The root of a payment's draws.
pub type Luck = u64;

/// The root that a block of keyed words makes.
#[must_use]
#[inline]
pub fn luck_of(block: [u32; 4]) -> Luck {
    u64::from(block[0]) << 32 | u64::from(block[1])
}

/// What a mark is for. Hops of messages come after these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Draw {
    /// Which shop.
    Shop = 1,
    /// Whether the phone comes out, by product (adds the ordinal).
    Habit = 2,
    /// How long the bank takes to shut a lost phone's card.
    BankReport = 5,
    /// Whether the goods come back.
    Refund = 8,
    /// When they do.
    RefundTime = 9,
    /// The wallet's score.
    Score = 10,
    /// The issuer's score on the outer leg.
    IssuerScore = 11,
    /// The issuer's score on the inner leg.
    InnerScore = 12,
    /// Whether a decline or alarm makes the payer leave.
    Leave = 13,
    /// Whether the card's data leaks at this shop.
    Exposure = 14,
    /// When a freeze is lifted.
    Unfreeze = 15,
    /// When a charge is found.
    Discovery = 16,
    /// The waiting time at the issuer.
    Waiting = 17,
    /// The service time at the issuer.
    Service = 18,
    /// Waiting and service on the inner leg.
    InnerWaiting = 19,
    /// Service on the inner leg.
    InnerService = 20,
    /// The wallet's scoring time.
    Scoring = 21,
    /// Whether the PIN is mistyped.
    Mistype = 30,
    /// Whether an operator grants a claim.
    Claim = 31,
    /// When a prepaid card is loaded.
    Reload = 33,
    /// Whether a tip comes on top.
    Tip = 26,
    /// Whether a part of the purchase comes back, and which (adds one).
    RefundPart = 27,
    /// How many payments a thief's run has.
    RunLength = 22,
    /// The gap before the next of them (adds the attempt).
    RunGap = 24,
    /// Whether a decline for want of money makes the payer fund with the other card.
    SwitchCard = 50,
    /// Whether the holder of a prepaid card looks at the balance first, by product (adds the ordinal).
    LooksFirst = 56,
    /// Whether the payer will contest the charge.
    Dispute = 40,
    /// Why.
    DisputeReason = 41,
    /// When.
    DisputeTime = 42,
    /// Whether the issuer's screening lets it pass.
    Screening = 43,
    /// Whether the issuer asks for a copy of the receipt (adds one: whether the payer then knows the purchase).
    Copy = 44,
    /// Who can prove the sale.
    Proof = 46,
    /// Whether the proof convinces the issuer.
    Persuasion = 47,
    /// How the network rules.
    Ruling = 48,
    /// How long the merchant takes to answer.
    Reply = 49,
    /// The amount of it (adds the attempt).
    RunAmount = 64,
    /// The shop of it (adds sixteen times the attempt and the try).
    RunShop = 128,
    /// Whether the phone comes out, for products whose ordinal finds no room at [`Draw::Habit`] (adds the ordinal).
    HabitFurther = 832,
    /// Whether the payer looks first, for the same (adds the ordinal).
    LooksFurther = 864,
    /// Whether a payment follows the person's inclination in its category.
    Stickiness = 900,
    /// Whether the payer leaves a carrier's question unanswered.
    Silence = 910,
    /// How long the answer takes.
    Confirmation = 911,
    /// Whether a bank wants a one-time password.
    Password = 920,
    /// How long its reader takes.
    PasswordTime = 921,
    /// Whether it is typed wrong.
    PasswordSlip = 922,
    /// On which of a gateway's pages the payer gives up.
    PageDrop = 923,
    /// How long they take (adds one: the other half of a root).
    PageTime = 924,
    /// Whether the bank's pages let the payer in.
    Login = 926,
    /// Whether the payer binds the card first.
    Binding = 927,
    /// How long that takes.
    BindingTime = 928,
    /// Whether money goes to somebody in the sender's own district.
    ReceiverHome = 940,
    /// To whom it goes.
    Receiver = 941,
    /// Whether a session is led astray.
    Diverted = 950,
    /// How long an infection lasts, and when it is paid from (adds one).
    Infection = 951,
    /// Which product an impostor tries (adds one: whether he is found, and one: whether the bank asks its customer).
    Impostor = 953,
    /// Whether a credential still works, and whether it is worth its price (adds one: whether the thief explores, and one: where).
    Worth = 957,
    /// Whether, and when, a stolen card is replaced.
    Replaced = 961,
    /// Whether money that was sent to a thief is called back.
    Recall = 963,
    /// How long the owner of a lost phone goes without.
    Without = 964,
    /// The path of a run (adds the attempt).
    RunPath = 970,
    /// The first message hop; adds what the hop is, see the desk.
    Hop = 1024,
    /// Whether a neighbour hears of a fraud (adds twice the neighbour's place, and one: when it is forgotten). Beyond every hop.
    Hearsay = 65_536,
}

/// The mark of `draw` number `extra`, uniform over 32 bits.
#[must_use]
#[inline]
pub const fn mark(luck: Luck, draw: Draw, extra: u32) -> u32 {
    let mut z = luck.wrapping_add((draw as u64 + extra as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) >> 32) as u32
}

/// Products that have room among the first draws; those after them have theirs further up.
const EARLY_PRODUCTS: u8 = 6;

/// The mark that says whether the phone comes out for `product`.
#[must_use]
#[inline]
pub const fn habit_mark(luck: Luck, product: ProductId) -> u32 {
    let draw = if product.0 < EARLY_PRODUCTS { Draw::Habit } else { Draw::HabitFurther };
    mark(luck, draw, product.0 as u32)
}

/// The mark that says whether the payer looks at the balance of `product` first.
#[must_use]
pub const fn looks_mark(luck: Luck, product: ProductId) -> u32 {
    let draw = if product.0 < EARLY_PRODUCTS { Draw::LooksFirst } else { Draw::LooksFurther };
    mark(luck, draw, product.0 as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_follow_the_published_generator() {
        // SplitMix64 seeded with 1234567 starts with 6457827717110365317.
        assert_eq!(u64::from(mark(1_234_567, Draw::Shop, 0)), 6_457_827_717_110_365_317 >> 32);
    }

    #[test]
    fn draws_that_add_the_product_meet_no_other_draw_of_a_payment() {
        let early = u32::from(EARLY_PRODUCTS);
        let habit = Draw::Habit as u32..Draw::Habit as u32 + early;
        let looks = Draw::LooksFirst as u32..Draw::LooksFirst as u32 + early;
        let most = crate::domain::person::MOST_PRODUCTS as u32;
        assert!(
            Draw::HabitFurther as u32 + most <= Draw::LooksFurther as u32 && Draw::LooksFurther as u32 + most <= Draw::Stickiness as u32
        );
        assert!(Draw::HabitFurther as u32 > Draw::RunShop as u32 + 16 * 41 + 16, "a run's shops come before");
        // A lost phone's report is drawn from its run, which has no habit.
        let others = [Draw::Shop, Draw::Refund, Draw::RefundTime, Draw::Score, Draw::Reload, Draw::Dispute, Draw::SwitchCard, Draw::Hop];
        assert!(others.iter().all(|draw| !habit.contains(&(*draw as u32)) && !looks.contains(&(*draw as u32))));
        assert!(looks.start > Draw::SwitchCard as u32 && looks.end < Draw::Hop as u32);
    }

    #[test]
    fn marks_of_different_draws_look_independent() {
        let mut both = [0u32; 4];
        for luck in 0..40_000u64 {
            let root = luck.wrapping_mul(0x2545_f491_4f6c_dd1d);
            let (a, b) = (mark(root, Draw::Shop, 0) >> 31, mark(root, Draw::Habit, 0) >> 31);
            both[(2 * a + b) as usize] += 1;
        }
        assert!(both.iter().all(|&n| n.abs_diff(10_000) < 400), "{both:?}");
    }
}
