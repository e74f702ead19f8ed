//! Threat: the ways a credential is misused, and the parameters of each; those that a scenario may leave out have a file of their own.

mod compromise;
mod counterfeit;
mod deception;
mod hijack;
mod malware;
mod path;
mod privacy;
mod thieves;

pub use compromise::Compromise;
pub use counterfeit::Counterfeit;
pub use deception::Deception;
pub use hijack::Hijacking;
pub use malware::Malware;
pub use path::Path;
pub use privacy::PrivacyTheft;
pub use thieves::Thieves;

/// How a thief came to pay with somebody else's money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Vector {
    /// The phone was lost or stolen and its wallet opened.
    LostDevice,
    /// Card data read at a merchant was used without the card.
    StolenCredential,
    /// The wallet's vault was opened and its funding cards used without the card.
    CloudBreach,
    /// The PIN of an account was guessed by somebody who knew the phone number.
    GuessableCredential,
    /// A virus on the handset read the one-time passwords of its owner's account.
    Malware,
    /// A stolen identity put the victim's card on the thief's account.
    PrivacyTheft,
    /// An operator's name on the internet led to somebody else's pages for some hours.
    DomainHijack,
    /// A batch of cards was copied at a group of shops.
    MerchantBreach,
    /// The payer was talked into sending the money.
    Deception,
    /// A plain plastic card was copied.
    CounterfeitCard,
}

impl Vector {
    /// Every vector, in the order of tables.
    pub const ALL: [Self; 10] = [
        Self::LostDevice,
        Self::StolenCredential,
        Self::CloudBreach,
        Self::GuessableCredential,
        Self::Malware,
        Self::PrivacyTheft,
        Self::DomainHijack,
        Self::MerchantBreach,
        Self::Deception,
        Self::CounterfeitCard,
    ];

    /// The name in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::LostDevice => "lost-device",
            Self::StolenCredential => "stolen-credential",
            Self::CloudBreach => "cloud-breach",
            Self::GuessableCredential => "guessable-credential",
            Self::Malware => "malware",
            Self::PrivacyTheft => "privacy-theft",
            Self::DomainHijack => "domain-hijack",
            Self::MerchantBreach => "merchant-breach",
            Self::Deception => "deception",
            Self::CounterfeitCard => "counterfeit-card",
        }
    }

    /// True where the owner pays, of his own will.
    #[must_use]
    pub const fn is_by_owner(self) -> bool {
        matches!(self, Self::Deception)
    }

    /// True where what was got opens the owner's account with a processor.
    #[must_use]
    pub const fn opens_account(self) -> bool {
        matches!(self, Self::Malware | Self::DomainHijack)
    }

    /// True where what was got is the data of a card, which works without the card.
    #[must_use]
    pub const fn is_card_data(self) -> bool {
        matches!(self, Self::StolenCredential | Self::CloudBreach | Self::MerchantBreach)
    }
}

/// The threat landscape's parameters; per person unless said otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct Threats {
    /// Phones lost to somebody who tries to pay with them, per person and year.
    pub lost_device_per_year: f64,
    /// Chance that the finder opens the wallet (PIN seen, guessed or broken).
    pub opened_share: f64,
    /// Chance, per payment, that a card read at a plastic-grade terminal leaks and is tried elsewhere.
    pub exposure_per_payment: f64,
    /// Share of that exposure left when the terminal saw a dynamic contactless code.
    pub contactless_exposure_share: f64,
    /// Vault breaches per wallet operator and year.
    pub breaches_per_year: f64,
    /// Share of the vault's cards that a breach reaches.
    pub breach_reach_share: f64,
    /// Share of the reached cards that are ever misused.
    pub breach_misuse_share: f64,
    /// Mean days from a breach to a reached card's misuse.
    pub breach_misuse_days: f64,
    /// Times a year that somebody who knows the number of an account tries to guess its PIN.
    pub guesses_per_year: f64,
    /// Share of accounts whose PIN is the commonest, the next, and so on: what a thief tries, in that order.
    pub common_pin_shares: Vec<f64>,
    /// Mean number of payments a thief tries on one credential.
    pub run_length: f64,
    /// Mean hours between them.
    pub run_gap_hours: f64,
    /// Median ticket of a thief's payment, minor units.
    pub ticket_minor: i64,
    /// Spread (sigma of the logarithm) of that ticket.
    pub ticket_sigma: f64,
    /// Median hours until an owner reports a lost phone.
    pub loss_report_hours: f64,
    /// Mean hours more until the bank has shut the card, where no wallet can be switched off from afar.
    pub bank_report_hours: f64,
    /// Median days until a cardholder finds a charge that is not theirs.
    pub discovery_days: f64,
    /// Hours until goods bought without the card leave the warehouse; what is found before is recovered.
    pub shipping_hours: f64,
    /// The most runs of thieves that an agent meets for each that a person would; nothing for as many as keep them rare.
    pub boost: Option<u32>,
    /// The merchant group at which card data is used without the card.
    pub remote_merchant: usize,
    /// Days until the operator of a vault sees that it was opened.
    pub breach_detection_days: f64,
    /// Share of the reached cards that banks then replace.
    pub breach_reissue_share: f64,
    /// Days that takes.
    pub breach_reissue_days: f64,
    /// Handset viruses.
    pub malware: Option<Malware>,
    /// Cards put on thieves' accounts.
    pub privacy: Option<PrivacyTheft>,
    /// Operators' names that lead elsewhere for some hours.
    pub hijack: Option<Hijacking>,
    /// Cards copied at groups of shops.
    pub compromise: Option<Compromise>,
    /// Payers who are talked into it.
    pub deception: Option<Deception>,
    /// Plain cards that are copied.
    pub counterfeit: Option<Counterfeit>,
    /// How thieves choose; without it they take what comes.
    pub thieves: Option<Thieves>,
}
