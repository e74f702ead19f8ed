//! Carrier office: decides which wallets get into the secure element of the phones a carrier sells.
//!
//! Hears nothing in this market. Says, for each product, whether it lets it in. Keeps nothing: its word is the scenario's, by date. Phones
//! bought outside the carrier are beyond its reach.

use crate::domain::market::{Carrier, Market};
use crate::domain::product::Product;

/// True if `carrier` lets `product` into its phones.
#[must_use]
pub fn admits(carrier: &Carrier, product: &Product) -> bool {
    product.carriers.contains(&carrier.party)
}

/// Bit per carrier ordinal: those that let `product` in.
#[must_use]
pub fn doors(market: &Market, product: &Product) -> u64 {
    market.carriers.iter().enumerate().filter(|(_, carrier)| admits(carrier, product)).map(|(ordinal, _)| 1_u64 << ordinal).sum()
}

/// Share of people whom carriers do not keep from `product`.
#[must_use]
pub fn open_share(market: &Market, product: &Product) -> f64 {
    market
        .carriers
        .iter()
        .map(|carrier| if admits(carrier, product) { carrier.share } else { carrier.share * carrier.unlocked_share })
        .sum()
}
