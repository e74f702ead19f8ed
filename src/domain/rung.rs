//! Rung: how far somebody has come with a product, as counted at the end of a month; everybody stands on exactly one.

/// A rung of the ladder from unaware to left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Rung {
    /// Never thought about it.
    Unaware,
    /// Weighed it and stayed away, met a closed gate, or fell out on the way in.
    Considered,
    /// Signed up; the instrument is not bound yet.
    Enrolled,
    /// Can pay, has not yet, and was bound not long ago.
    Bound,
    /// Has paid, though not in the last 30 days.
    Used,
    /// Paid in the last 30 days.
    Active,
    /// Can pay, and has not for so long that habit fades.
    Dormant,
    /// Gave it up.
    Left,
}

impl Rung {
    /// Every rung, from the bottom.
    pub const ALL: [Self; 8] =
        [Self::Unaware, Self::Considered, Self::Enrolled, Self::Bound, Self::Used, Self::Active, Self::Dormant, Self::Left];

    /// The name in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unaware => "unaware",
            Self::Considered => "considered",
            Self::Enrolled => "enrolled",
            Self::Bound => "bound",
            Self::Used => "first use",
            Self::Active => "active in 30 days",
            Self::Dormant => "dormant",
            Self::Left => "left",
        }
    }
}
