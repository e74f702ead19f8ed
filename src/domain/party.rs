//! Party: somebody with books of their own, and the role that says which lines those books have.

/// A party's ordinal in the market's list of parties.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartyId(pub u8);

impl PartyId {
    /// The ordinal as an index.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A set of parties.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PartySet([u64; 4]);

impl PartySet {
    /// Nobody.
    pub const NONE: Self = Self([0; 4]);
    /// Everybody.
    pub const ALL: Self = Self([u64::MAX; 4]);

    /// True if `party` is in the set.
    #[must_use]
    #[inline]
    pub const fn has(self, party: PartyId) -> bool {
        self.0[party.index() / 64] >> (party.index() % 64) & 1 == 1
    }

    /// The set with `party`.
    #[must_use]
    pub const fn with(mut self, party: PartyId) -> Self {
        self.0[party.index() / 64] |= 1 << (party.index() % 64);
        self
    }
}

impl FromIterator<PartyId> for PartySet {
    fn from_iter<T: IntoIterator<Item = PartyId>>(parties: T) -> Self {
        parties.into_iter().fold(Self::NONE, Self::with)
    }
}

/// What a party is in the payment ecosystem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Operates a wallet: vault, virtual cards, monitoring.
    Wallet,
    /// A bank that issues cards to people.
    Issuer,
    /// The bank behind a wallet's virtual card.
    ProxyIssuer,
    /// Brings merchants to the networks.
    Acquirer,
    /// A card network.
    Network,
    /// A mobile carrier.
    Carrier,
    /// A third-party processor with accounts of its own.
    Processor,
    /// A group of shops.
    Merchant,
    /// The people who pay.
    User,
    /// Sells protection.
    SecurityVendor,
    /// Sets rates, licences and suspensions.
    Regulator,
    /// Manages a money fund.
    FundManager,
}

impl Role {
    /// Every role, in the order of reports.
    pub const ALL: [Self; 12] = [
        Self::Wallet,
        Self::Issuer,
        Self::ProxyIssuer,
        Self::Acquirer,
        Self::Network,
        Self::Carrier,
        Self::Processor,
        Self::Merchant,
        Self::User,
        Self::SecurityVendor,
        Self::Regulator,
        Self::FundManager,
    ];

    /// The role's name in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Wallet => "wallet",
            Self::Issuer => "issuer",
            Self::ProxyIssuer => "proxy issuer",
            Self::Acquirer => "acquirer",
            Self::Network => "network",
            Self::Carrier => "carrier",
            Self::Processor => "processor",
            Self::Merchant => "merchant",
            Self::User => "user",
            Self::SecurityVendor => "security vendor",
            Self::Regulator => "regulator",
            Self::FundManager => "fund manager",
        }
    }
}

/// A named party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// The name used in scenarios and tables.
    pub name: String,
    /// What it is.
    pub role: Role,
}
