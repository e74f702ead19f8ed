//! Gate: the steps between a person and the use of a product, in the order in which they narrow the crowd.
//!
//! Whoever can pay with the product has passed every gate but the last, whatever stands open today.

/// A step, and those who have come so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gate {
    /// Everybody.
    People,
    /// Have a phone that runs the product.
    Phone,
    /// And a carrier that lets it in.
    Carrier,
    /// And a card that works in it.
    Card,
    /// And live where it is on offer, with shops that take it, where they pay at least once a month.
    Shop,
    /// Paid with it in the year.
    Active,
}

impl Gate {
    /// Every gate, widest first.
    pub const ALL: [Self; 6] = [Self::People, Self::Phone, Self::Carrier, Self::Card, Self::Shop, Self::Active];

    /// How many of them are counted person by person at a year's end; the last follows from payments.
    pub const COUNTED: usize = 5;

    /// The name in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Phone => "phone",
            Self::Carrier => "carrier",
            Self::Card => "card",
            Self::Shop => "shop",
            Self::Active => "active",
        }
    }

    /// The words for readers.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Phone => "with the right phone",
            Self::Carrier => "with a carrier that lets it in",
            Self::Card => "with a card that works",
            Self::Shop => "with shops that take it",
            Self::Active => "active in the year",
        }
    }
}
