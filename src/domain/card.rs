//! Card: who issued it, on which network, and what stands behind it.

use super::party::PartyId;

/// What stands behind a payment; decides the fee row that applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Funding {
    /// A plain credit card.
    Credit,
    /// A credit card that pays its holder rewards.
    RewardsCredit,
    /// A debit card of a bank above the regulator's size threshold.
    DebitRegulated,
    /// A debit card of a bank below it.
    DebitExempt,
    /// A prepaid card, such as a wallet's virtual card.
    Prepaid,
    /// A stored balance.
    Balance,
    /// A bank account, debited without a card.
    Bank,
    /// A phone bill that is paid afterwards.
    Bill,
}

impl Funding {
    /// Every kind, in declaration order.
    pub const ALL: [Self; 8] =
        [Self::Credit, Self::RewardsCredit, Self::DebitRegulated, Self::DebitExempt, Self::Prepaid, Self::Balance, Self::Bank, Self::Bill];

    /// The name on the command line and in scenario files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Credit => "credit",
            Self::RewardsCredit => "rewards",
            Self::DebitRegulated => "debit-regulated",
            Self::DebitExempt => "debit-exempt",
            Self::Prepaid => "prepaid",
            Self::Balance => "balance",
            Self::Bank => "bank",
            Self::Bill => "bill",
        }
    }

    /// True where the cardholder spends the bank's money.
    #[must_use]
    pub const fn is_credit(self) -> bool {
        matches!(self, Self::Credit | Self::RewardsCredit)
    }
}

/// How the card's data reached the merchant; decides the fee row and who is liable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Entry {
    /// Tapped or swiped at a terminal.
    CardPresent,
    /// Sent from a file or typed in.
    CardNotPresent,
}

impl Entry {
    /// Both ways.
    pub const ALL: [Self; 2] = [Self::CardPresent, Self::CardNotPresent];

    /// The name in scenario files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::CardPresent => "card-present",
            Self::CardNotPresent => "card-not-present",
        }
    }
}

/// A card's ordinal in the market's list of cards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CardId(pub u8);

impl CardId {
    /// Stands for "no such card".
    pub const NONE: Self = Self(u8::MAX);

    /// The ordinal as an index; meaningless for [`CardId::NONE`].
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// One kind of card that one bank issues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Card {
    /// The bank.
    pub issuer: PartyId,
    /// The network it runs on.
    pub network: PartyId,
    /// What stands behind it.
    pub funding: Funding,
}
