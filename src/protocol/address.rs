//! Address: which actor of which party a message is for.

use crate::domain::party::PartyId;

/// The kinds of actor that exchange messages inside a district.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Actor {
    /// A person and the phone.
    Phone,
    /// A shop's terminal.
    Terminal,
    /// An acquirer's branch.
    Acquirer,
    /// A network's branch.
    Network,
    /// A network's token service.
    TokenService,
    /// A card issuer's branch.
    Issuer,
    /// The virtual card's issuer's branch.
    ProxyIssuer,
    /// A wallet operator's branch.
    Wallet,
    /// Somebody paying with what is not theirs.
    Thief,
    /// The branch of a processor with accounts of its own.
    Processor,
    /// A carrier's billing.
    Biller,
    /// A set-top box and its remote control.
    SetTopBox,
}

impl Actor {
    /// The actor's name on a ladder.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Terminal => "terminal",
            Self::Acquirer => "acquirer",
            Self::Network => "network",
            Self::TokenService => "token service",
            Self::Issuer => "issuer",
            Self::ProxyIssuer => "proxy issuer",
            Self::Wallet => "wallet",
            Self::Processor => "processor",
            Self::Biller => "biller",
            Self::SetTopBox => "set-top box",
            Self::Thief => "thief",
        }
    }
}

/// An actor of one party.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    /// The kind of actor.
    pub actor: Actor,
    /// Whose it is.
    pub party: PartyId,
}

impl Address {
    /// `actor` of `party`.
    #[must_use]
    pub const fn new(actor: Actor, party: PartyId) -> Self {
        Self { actor, party }
    }
}
