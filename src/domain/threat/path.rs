//! Path: the way on which stolen credentials are turned into money.

use crate::domain::product::ProductId;

/// A way to pay with what belongs to somebody else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Path {
    /// A card's data, typed into a payment page.
    CardAbsent,
    /// A copied card, at a terminal.
    Plastic,
    /// A product: the owner's, or one of the thief's own that the owner's card was put on.
    Product(ProductId),
}

impl Path {
    /// Paths of a market with so many products.
    #[must_use]
    pub const fn count(products: usize) -> usize {
        2 + products
    }

    /// Its place in lists by path.
    #[must_use]
    pub const fn slot(self) -> usize {
        match self {
            Self::CardAbsent => 0,
            Self::Plastic => 1,
            Self::Product(product) => 2 + product.index(),
        }
    }
}
