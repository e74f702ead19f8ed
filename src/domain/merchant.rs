//! Merchant: categories of spending, groups of shops, and what makes a shop put up a terminal for phones.

use super::card::Entry;
use super::fee::{Fee, FeeClass};
use super::money::{Money, Rate};
use super::party::PartyId;

/// A way in which a terminal takes phones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Technology {
    /// A tap by near-field radio at 13.56 MHz.
    Contactless,
    /// A phone number and a PIN on the terminal's keys.
    PhonePin,
    /// A tap by radio at 2.4 GHz, which needs no antenna in the phone.
    Radio24,
    /// A picture or a sound that carries the order, read by a phone or from one.
    Code,
    /// A checkout on the shop's pages or in its app.
    Online,
    /// An order by short message, charged to the phone bill.
    ShortMessage,
    /// A set-top box and its remote control.
    SetTop,
}

impl Technology {
    /// Every technology, in the order of tables.
    pub const ALL: [Self; 7] =
        [Self::Contactless, Self::PhonePin, Self::Radio24, Self::Code, Self::Online, Self::ShortMessage, Self::SetTop];

    /// True for what is built into a terminal and wears out with it; pages, short numbers and printed codes do not.
    #[must_use]
    pub const fn is_in_terminal(self) -> bool {
        matches!(self, Self::Contactless | Self::PhonePin | Self::Radio24)
    }

    /// The name in scenarios.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Contactless => "contactless",
            Self::PhonePin => "phone-pin",
            Self::Radio24 => "2.4-ghz",
            Self::Code => "code",
            Self::Online => "online",
            Self::ShortMessage => "sms",
            Self::SetTop => "set-top",
        }
    }
}

/// A set of technologies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Technologies(u8);

impl Technologies {
    /// No technology.
    pub const NONE: Self = Self(0);

    /// The set of one.
    #[must_use]
    pub const fn only(technology: Technology) -> Self {
        Self::NONE.with(technology)
    }

    /// True for the empty set.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// What is in both sets.
    #[must_use]
    #[inline]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// What is in this set and not in `other`.
    #[must_use]
    #[inline]
    pub const fn except(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// What is in the set, in the order of tables.
    pub fn iter(self) -> impl Iterator<Item = Technology> {
        Technology::ALL.into_iter().filter(move |&technology| self.has(technology))
    }

    /// True if `technology` is in the set.
    #[must_use]
    #[inline]
    pub const fn has(self, technology: Technology) -> bool {
        self.0 >> technology as u8 & 1 == 1
    }

    /// The set with `technology`.
    #[must_use]
    pub const fn with(self, technology: Technology) -> Self {
        Self(self.0 | 1 << technology as u8)
    }

    /// The set without `technology`.
    #[must_use]
    pub const fn without(self, technology: Technology) -> Self {
        Self(self.0 & !(1 << technology as u8))
    }

    /// What is in either set.
    #[must_use]
    #[inline]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// What money moves for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Purpose {
    /// Something is bought.
    #[default]
    Purchase,
    /// One person sends another money.
    Transfer,
    /// Somebody pays off the credit card.
    Repayment,
}

impl Purpose {
    /// Every purpose, with its name in scenarios.
    pub const NAMED: [(&'static str, Self); 3] =
        [("purchase", Self::Purchase), ("transfer", Self::Transfer), ("card-repayment", Self::Repayment)];

    /// True where a shop is paid.
    #[must_use]
    #[inline]
    pub const fn has_shop(self) -> bool {
        matches!(self, Self::Purchase)
    }
}

/// Where people pay who pay without a phone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// At a till, with a card or cash.
    #[default]
    Shop,
    /// At a computer; only people who pay at one do.
    Computer,
    /// At a bank's counter or machine; not followed.
    Counter,
}

impl Place {
    /// Every place, with its name in scenarios.
    pub const NAMED: [(&'static str, Self); 3] =
        [(Self::Shop.name(), Self::Shop), (Self::Computer.name(), Self::Computer), (Self::Counter.name(), Self::Counter)];

    /// The name in scenarios and tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Shop => "shop",
            Self::Computer => "computer",
            Self::Counter => "counter",
        }
    }

    /// How a card is used there.
    #[must_use]
    pub const fn entry(self) -> Entry {
        match self {
            Self::Shop => Entry::CardPresent,
            Self::Computer | Self::Counter => Entry::CardNotPresent,
        }
    }
}

/// A category of spending.
#[derive(Clone, Debug, PartialEq)]
pub struct Category {
    /// Its name.
    pub name: String,
    /// What the money moves for.
    pub purpose: Purpose,
    /// Where people pay who do not pay by phone.
    pub place: Place,
    /// What card networks and regulators price it as; [`FeeClass::NONE`] is nothing in particular.
    pub fee_class: FeeClass,
    /// How much of who moves a category's payments to the phone is settled by person and category, the rest by the occasion; 0 to 1.
    pub stickiness: f64,
    /// Of transfers, the share that goes to somebody in the sender's own district.
    pub home_share: f64,
    /// Payments per person and year, however they are made.
    pub payments_per_year: f64,
    /// Share of them that is habitually cash.
    pub cash_share: f64,
    /// Median ticket, minor units.
    pub ticket_median_minor: i64,
    /// Spread of the ticket (sigma of its logarithm).
    pub ticket_sigma: f64,
    /// Payments on a weekend day against a weekday.
    pub weekend_factor: f64,
    /// Payments in each month against the average, January first.
    pub month_factors: [f64; 12],
    /// Relative payments in each hour of the day.
    pub hour_weights: [f64; 24],
    /// Share of payments that come back, in whole or in part.
    pub refund_share: f64,
    /// Median days until they do.
    pub refund_days: f64,
    /// Share of them that give back a part of the purchase.
    pub partial_refund_share: f64,
    /// Of 10,000 payments with the card present, those that an honest payer contests.
    pub dispute_per_10k: f64,
}

impl Category {
    /// The mean ticket of a log-normal with this median and spread, minor units.
    #[must_use]
    pub fn mean_ticket_minor(&self) -> f64 {
        self.ticket_median_minor as f64 * libm::exp(0.5 * self.ticket_sigma * self.ticket_sigma)
    }
}

/// Shops that share an owner or a kind.
#[derive(Clone, Debug, PartialEq)]
pub struct MerchantGroup {
    /// Its name, also the party's.
    pub name: String,
    /// Its party.
    pub party: PartyId,
    /// Its category's ordinal.
    pub category: usize,
    /// Its acquirer.
    pub acquirer: PartyId,
    /// Its share of the category's payments.
    pub share: f64,
    /// Shops in each district; a national group has one branch, and decides at its head office.
    pub shops_per_district: u32,
    /// True if one head office decides for all its branches.
    pub is_national: bool,
    /// Real locations, full scale; prices terminals.
    pub locations: u64,
    /// By technology: share of the shops whose terminals have it on the first day.
    pub taken_share: [f64; Technology::ALL.len()],
    /// By technology: share of those that have it switched on.
    pub on_share: [f64; Technology::ALL.len()],
    /// Technologies that its owner keeps switched off, whatever they would earn.
    pub blocks: Technologies,
    /// Share of the terminals it would buy next that come with a contactless reader anyway.
    pub ready_share: f64,
    /// What the acquirer charges: share of the ticket.
    pub discount_rate: Rate,
    /// What the acquirer charges: per payment.
    pub discount_fixed: Money,
    /// Gross margin on sales.
    pub margin: f64,
    /// What is added to the bill after authorization, where somebody adds it.
    pub tip: Rate,
    /// Share of payments to which it is added.
    pub tipped_share: f64,
    /// What is asked before the amount is known, as at a fuel pump; nothing where the amount is known.
    pub preauthorization: Money,
    /// Share of its locations that go out of business in a year.
    pub closures_per_year: f64,
    /// What its head office, if it has one, believes of the uplift, against the market's belief.
    pub belief: f64,
}

impl MerchantGroup {
    /// What the contract with the acquirer says a payment costs; a merchant discount of the fee book goes before it.
    #[must_use]
    pub const fn discount(&self) -> Fee {
        Fee::uncapped(self.discount_rate, self.discount_fixed)
    }
}

/// What it costs to have a terminal take a technology.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Equipment {
    /// For one terminal, before its time.
    pub early: Money,
    /// Extra for one that has to be replaced anyway.
    pub anyway: Money,
    /// Yearly, for one that is switched on: support, certification, training.
    pub running: Money,
}

/// What makes shops review and change their terminals.
#[derive(Clone, Debug, PartialEq)]
pub struct Acceptance {
    /// Reviews per shop and year.
    pub reviews_per_year: f64,
    /// Years a terminal lives; at its end, taking phones costs only the difference.
    pub terminal_life_years: f64,
    /// By technology: what a location's terminals cost that take it.
    pub equipment: [Equipment; Technology::ALL.len()],
    /// What a shop believes it gains from each phone payment in speed and custom, as a share of the ticket.
    pub believed_uplift: f64,
    /// Spread of that belief over shops (sigma of its logarithm).
    pub belief_sigma: f64,
    /// Cost of handling cash, as a share of the ticket.
    pub cash_handling: Rate,
    /// Terminals per location.
    pub terminals_per_location: f64,
    /// Cost of switching a technology on or off at one location.
    pub switching: Money,
    /// Share of contactless readers that come with a new terminal, unasked, and that the acquirer delivers switched on.
    pub delivered_on_share: f64,
    /// Share of the price of terminals that acquirers bear.
    pub acquirer_share: f64,
    /// What each phone payment really adds to a shop's sales, as a share of the ticket.
    pub realised_uplift: f64,
    /// By technology: share of the price of terminals that carriers bear, before acquirers and shops.
    pub sponsored_share: [f64; Technology::ALL.len()],
    /// What money lost to fraud and chargebacks weighs in a review, against money gained.
    pub loss_weight: f64,
    /// Months in which half of a loss is forgotten.
    pub loss_half_life_months: f64,
}

impl Acceptance {
    /// Days in which half of a loss is forgotten.
    #[must_use]
    pub fn loss_half_life_days(&self) -> f64 {
        self.loss_half_life_months * 365.25 / 12.0
    }
}
