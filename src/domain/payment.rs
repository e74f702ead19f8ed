//! Payment: the life cycle of one leg of a payment, as a table of legal moves.
//!
//! Invariants: a state changes only along a line of [`LEGAL`]; a payment is over when each of its legs is in a final state.

use super::iso8583::ResponseCode;

/// Where one leg of a payment stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum LegState {
    /// Nothing was sent on this leg.
    #[default]
    Unsent,
    /// A request is on its way and no answer is known.
    Requested,
    /// The issuer approved.
    Approved,
    /// More cleared than was asked: a request for the difference is on its way.
    Extending,
    /// The network approved in the issuer's name.
    StoodIn,
    /// Declined by anybody on the way.
    Declined,
    /// Nobody answered in time.
    TimedOut,
    /// A reversal is on its way.
    Reversing,
    /// The reversal is acknowledged; no money moves.
    Reversed,
    /// Presented for clearing.
    Presented,
    /// Cleared: part of a batch that settles on the next business day.
    Cleared,
    /// The bank sent a debit of the payer's account back.
    Returned,
    /// The wallet honoured the outer leg and could not collect; or, of an outer leg, the record of it never reached who has to pay.
    WrittenOff,
}

use LegState::{
    Approved, Cleared, Declined, Extending, Presented, Requested, Returned, Reversed, Reversing, StoodIn, TimedOut, Unsent, WrittenOff,
};

/// Every legal move of a leg, one line each.
pub const LEGAL: [(LegState, LegState); 26] = [
    (Unsent, Requested),
    (Unsent, Presented), // a refund, or a capture without a request
    (Unsent, WrittenOff),
    (Requested, Approved),
    (Requested, StoodIn),
    (Requested, Declined),
    (Requested, TimedOut),
    (Approved, TimedOut),
    (StoodIn, TimedOut),
    (TimedOut, Reversing),
    (Approved, Reversing),
    (StoodIn, Reversing),
    (Reversing, Reversed),
    (Approved, Extending),
    (Extending, Approved), // for all of it, or for what had been approved
    (Declined, Requested), // a wallet that is owed asks again
    (Reversed, Requested),
    (Approved, Presented),
    (StoodIn, Presented),
    (Presented, Cleared),
    (Presented, Returned),
    (Returned, Requested), // tried again on a card
    (Returned, WrittenOff),
    (Declined, WrittenOff),
    (Reversed, WrittenOff),
    (Approved, WrittenOff), // lost with its batch
];

impl LegState {
    /// True if the table has the move to `next`.
    #[must_use]
    pub fn may_become(self, next: Self) -> bool {
        LEGAL.contains(&(self, next))
    }

    /// True where nothing more can happen to the leg but a write-off.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Unsent | Declined | Reversed | Cleared | WrittenOff)
    }
}

/// Which leg of a payment a message belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Leg {
    /// Between the shop and whoever issued the card it saw.
    #[default]
    Outer,
    /// Between the wallet and the issuer of the funding card.
    Inner,
}

impl Leg {
    /// The name in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Outer => "outer",
            Self::Inner => "inner",
        }
    }
}

/// What the operator of an account draws on for a payment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Source {
    /// A card.
    #[default]
    Card,
    /// Money that it keeps for the payer.
    Balance,
    /// The payer's bank account, debited through the clearing house.
    Bank,
    /// A bound card, debited while the payer waits, without leaving the processor's page.
    QuickPay,
    /// A card, on the bank's own pages to which the payer is sent.
    Gateway,
    /// The payer's phone bill, paid at the month's end.
    Bill,
}

/// How a payment ended for the payer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Outcome {
    /// Not known yet.
    #[default]
    Pending,
    /// Paid.
    Approved,
    /// Not enough money or credit.
    DeclinedFunds,
    /// A risk rule, a freeze or a block said no.
    DeclinedRisk,
    /// Nobody answered in time.
    DeclinedTimeout,
    /// Any other refusal.
    DeclinedOther,
}

impl Outcome {
    /// What an answer means for the payer.
    #[must_use]
    pub const fn of(code: ResponseCode) -> Self {
        match code {
            ResponseCode::Approved => Self::Approved,
            ResponseCode::InsufficientFunds => Self::DeclinedFunds,
            ResponseCode::SuspectedFraud
            | ResponseCode::Restricted
            | ResponseCode::LostCard
            | ResponseCode::ExceedsAmount
            | ResponseCode::ExceedsFrequency => Self::DeclinedRisk,
            ResponseCode::IssuerUnavailable | ResponseCode::TooLate => Self::DeclinedTimeout,
            _ => Self::DeclinedOther,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_can_be_left_towards_a_final_one() {
        for state in [Requested, Approved, Extending, StoodIn, TimedOut, Reversing, Presented, Returned] {
            let mut reached = vec![state];
            let mut at = 0;
            while at < reached.len() {
                for (from, to) in LEGAL {
                    if from == reached[at] && !reached.contains(&to) {
                        reached.push(to);
                    }
                }
                at += 1;
            }
            assert!(reached.iter().any(|s| s.is_final()), "{state:?} is a dead end");
        }
    }

    #[test]
    fn no_legal_move_is_listed_twice_or_leaves_cleared() {
        for (i, a) in LEGAL.iter().enumerate() {
            assert!(!LEGAL[i + 1..].contains(a), "{a:?} is listed twice");
            assert!(a.0 != Cleared && a.0 != WrittenOff);
        }
    }
}
