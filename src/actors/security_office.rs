//! Security office: a vendor's head office: what operators pay it for scanning handsets and for serving their names, month by month.
//!
//! Hears nothing. Says the month's charges. Keeps nothing.

use crate::domain::line::Line;
use crate::domain::market::Market;
use crate::domain::money::{Money, Rate};
use crate::domain::party::PartyId;
use crate::kernel::time::Time;
use crate::protocol::Charge;

/// The month's charges for what protects the market; `smartphones` are at full scale.
pub fn close_month(market: &Market, at: Time, smartphones: f64, mut book: impl FnMut(Charge)) {
    let mut sell = |(vendor, vendor_cost): (PartyId, Rate), payer: PartyId, amount: Money| {
        if amount != Money::ZERO {
            book(Charge { at, payer: Some((payer, Line::Monitoring)), payee: Some((vendor, Line::Licences)), amount });
            let cost = vendor_cost.of(amount);
            book(Charge { at, payer: Some((vendor, Line::Cost)), payee: None, amount: cost });
        }
    };
    if let Some(scanning) = market.protections.scanning {
        let handsets = (smartphones * scanning.coverage + 0.5) as i64;
        let amount = Money::from_minor(scanning.price_per_year.minor() * handsets / 12);
        sell((scanning.vendor, scanning.vendor_cost), scanning.payer, amount);
    }
    if let Some(cloud) = market.protections.name_cloud {
        let price = Money::from_minor(cloud.price_per_year.minor() / 12);
        for processor in market.processors.iter().filter(|processor| cloud.enrolled.has(processor.party)) {
            sell((cloud.vendor, cloud.vendor_cost), processor.party, price);
        }
    }
}
