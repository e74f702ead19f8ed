//! Carrier office: decides which wallets get into the secure element of the phones a carrier sells.
//!
//! Hears how many wallets sit on its SIMs. Says charges, and for each product, whether it lets it in: its own wallet always; a rival's never, if it shuts rivals out; others by
//! the terms they have come to. Keeps nothing. Phones bought outside the carrier, and wallets that need no element, are beyond its reach.

use crate::domain::line::Line;
use crate::domain::market::{Carrier, Market};
use crate::domain::money::Money;
use crate::domain::product::{Credential, Flow, Product};
use crate::kernel::time::Time;
use crate::protocol::{Charge, Sims};

/// True if `carrier` lets `product` into its phones; where nothing in the phone pays, if the product is for its customers or for everybody's;
/// a phone bill is for its carrier's own.
#[must_use]
pub fn admits(carrier: &Carrier, product: &Product) -> bool {
    if product.flow == Flow::PhoneBill {
        return carrier.party == product.operator;
    }
    let is_rival = carrier.wallet.is_some_and(|own| own != product.operator);
    if !product.needs_phone() {
        return product.carriers.is_empty() || product.carriers.contains(&carrier.party);
    }
    match product.credential {
        Credential::Host => true,
        Credential::SimElement => product.carriers.contains(&carrier.party),
        Credential::PhoneElement => product.carriers.contains(&carrier.party) && !(is_rival && carrier.shuts_out_rivals),
    }
}

/// True where a phone bought outside the carrier gets round its word.
#[must_use]
pub fn is_unlocked_by_choice(product: &Product) -> bool {
    product.needs_phone() && product.credential != Credential::SimElement
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
        .map(|carrier| match (admits(carrier, product), is_unlocked_by_choice(product)) {
            (true, _) => carrier.share,
            (false, true) => carrier.share * carrier.unlocked_share,
            (false, false) => 0.0,
        })
        .sum()
}

/// The day's SIMs: what swapping them cost, and what the carrier paid towards its customers' phones.
pub fn close_day(market: &Market, at: Time, sims: &Sims, mut book: impl FnMut(Charge)) {
    let people = market.people_party();
    each(market, |product, carrier, cell| {
        let (payer, (swap, subsidy)) = (carrier.party, launch_costs(product, sims.swapped[cell]));
        if swap != Money::ZERO {
            book(Charge { at, payer: Some((payer, Line::SimSwap)), payee: None, amount: swap });
        }
        if subsidy != Money::ZERO {
            book(Charge { at, payer: Some((payer, Line::Subsidy)), payee: Some((people, Line::Incentives)), amount: subsidy });
        }
    });
}

/// What putting `product` on so many SIMs costs their carrier: swaps, and what it pays towards phones.
#[must_use]
pub fn launch_costs(product: &Product, swapped: i64) -> (Money, Money) {
    (product.sim.swap_cost * swapped, product.sim.subsidy * swapped)
}

/// The month's rent from the banks whose cards sit on a carrier's SIMs, and what its customers' staying is worth.
pub fn close_month(market: &Market, at: Time, sims: &Sims, mut book: impl FnMut(Charge)) {
    let carriers = market.carriers.len();
    each(market, |product, carrier, cell| {
        let (ordinal, place) = (cell / carriers, cell % carriers);
        for (bank, issuer) in market.banks.iter().enumerate() {
            let accounts = sims.accounts[(ordinal * market.banks.len() + bank) * carriers + place];
            let rent = Money::from_minor(product.sim.rent_per_year.minor() * accounts / 12);
            if rent != Money::ZERO {
                book(Charge { at, payer: Some((issuer.party, Line::SeRent)), payee: Some((carrier.party, Line::SeRent)), amount: rent });
            }
        }
        let stays = product.sim.churn_value_per_month * sims.active[cell];
        if stays != Money::ZERO {
            book(Charge { at, payer: None, payee: Some((carrier.party, Line::ChurnAvoided)), amount: stays });
        }
    });
}

/// Every product on SIMs with every carrier, and their cell.
fn each(market: &Market, mut visit: impl FnMut(&Product, &Carrier, usize)) {
    for (ordinal, product) in market.products.iter().enumerate() {
        for (place, carrier) in market.carriers.iter().enumerate() {
            visit(product, carrier, ordinal * market.carriers.len() + place);
        }
    }
}
