//! Baskets: figures of groups of products and of parties, by month and by year.
//!
//! Invariants: a person counts once in a basket, however many of its products they hold; what a strategy has no product or no party for
//! has no figure, which is not the same as zero.

use super::decimal::Decimal;
use super::frame::{Frame, Month};
use super::tables::{PartyRow, PeriodRow, ProductRow};
use crate::domain::line::Line;
use crate::domain::party::PartyId;
use crate::domain::product::ProductId;

/// What metrics know of a basket: its products and parties that this run has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StudiedBasket {
    /// Its name.
    pub name: String,
    /// Its products.
    pub products: Vec<ProductId>,
    /// Its parties.
    pub parties: Vec<PartyId>,
}

/// A basket's payments in one month; only baskets with products have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BasketMonth {
    /// The month.
    pub month: Month,
    /// The basket's ordinal.
    pub basket: usize,
    /// People who use one of its products at the month's end.
    pub users: i64,
    /// Payments approved.
    pub payments: i64,
    /// What they sum to, minor units.
    pub volume: i64,
}

/// A basket in one year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BasketYear {
    /// The year.
    pub year: i16,
    /// The basket's ordinal.
    pub basket: usize,
    /// Its payments; nothing without a product.
    pub sums: Option<BasketSums>,
    /// Its parties' books; nothing without a party.
    pub books: Option<BasketBooks>,
}

/// A basket's payments in one year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BasketSums {
    /// People who use one of its products at the end of the year's last month.
    pub users: i64,
    /// Payments approved.
    pub payments: i64,
    /// What they sum to, minor units.
    pub volume: i64,
    /// The volume that counts, of all products, minor units.
    pub of_volume: i64,
}

/// What a basket's parties earn in one year, minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BasketBooks {
    /// The sum of the lines of each party that are above zero over the year, dividends apart. What one member pays another is in it.
    pub revenue: i64,
    /// The sum of all lines, dividends apart. What one member pays another cancels.
    pub profit: i64,
}

impl BasketYear {
    /// Its payments' part of the volume that counts, in per cent; nothing without a product.
    #[must_use]
    pub fn share(&self) -> Option<Decimal> {
        self.sums.map(|sums| Decimal::per_cent(sums.volume, sums.of_volume))
    }

    /// Its parties' revenue in per cent of its products' volume; nothing without both.
    #[must_use]
    pub fn take_rate(&self) -> Option<Decimal> {
        let (sums, books) = (self.sums?, self.books?);
        Some(Decimal::per_cent(books.revenue, sums.volume))
    }
}

/// The months of all baskets that have products, month by month; `users` has the people by basket and month.
pub(super) fn months(frame: &Frame, products: &[ProductRow], users: impl Fn(usize) -> Vec<i64>) -> Vec<BasketMonth> {
    let users: Vec<Vec<i64>> = (0..frame.baskets().len()).map(users).collect();
    let mut rows = Vec::new();
    for (at, month) in frame.months().iter().enumerate() {
        for (basket, members) in frame.baskets().iter().enumerate().filter(|(_, basket)| !basket.products.is_empty()) {
            let of = || products.iter().filter(|row| row.month == *month && members.products.contains(&row.product));
            rows.push(BasketMonth {
                month: *month,
                basket,
                users: users[basket][at],
                payments: of().map(|row| row.counts.payments).sum(),
                volume: of().map(|row| row.counts.volume).sum(),
            });
        }
    }
    rows
}

/// The years of all baskets, year by year.
pub(super) fn years(frame: &Frame, months: &[BasketMonth], annual: &[PeriodRow<i16>], parties: &[PartyRow]) -> Vec<BasketYear> {
    let mut rows = Vec::new();
    for total in annual {
        let year = total.period;
        for (basket, members) in frame.baskets().iter().enumerate() {
            let of = || months.iter().filter(|row| row.basket == basket && row.month.year == year);
            let sums = of().next_back().map(|last| BasketSums {
                users: last.users,
                payments: of().map(|row| row.payments).sum(),
                volume: of().map(|row| row.volume).sum(),
                of_volume: total.volume,
            });
            // What owners take out of a company or put into it is no business of the year.
            let is_business = |row: &&PartyRow| row.year == year && row.line != Line::Dividend;
            let amounts = || parties.iter().filter(is_business).filter(|row| members.parties.contains(&row.party)).map(|row| row.amount);
            let books = (!members.parties.is_empty())
                .then(|| BasketBooks { revenue: amounts().filter(|amount| *amount > 0).sum(), profit: amounts().sum() });
            rows.push(BasketYear { year, basket, sums, books });
        }
    }
    rows
}
