//! Transfers: `[product.transfer]`, the terms on which a product sends money between people.

use super::usd;
use crate::domain::money::{Money, Rate};
use crate::domain::transfer::TransferTerms;
use crate::scenario::text::Reader;

/// Without the table sending is free, and moves nobody who gets money.
pub(super) fn read(reader: &mut Reader<'_, '_>) -> TransferTerms {
    let terms = TransferTerms {
        fee: Rate::from_ppm(reader.ppm_or("transfer_fee_bps", 0, 0.0..=1_000.0)),
        least: Money::from_minor(reader.money_or("transfer_fee_least_usd", 0, 0..=usd(1_000))),
        most: Money::from_minor(reader.money_or("transfer_fee_most_usd", usd(1_000), 0..=usd(1_000))),
        invitation_share: reader.number_or("invitation_pct", 0.0, 0.0..=100.0) / 100.0,
    };
    if terms.least > terms.most {
        let help = "leave one of them out, or make the most larger".to_string();
        let label = format!("the most is {}", terms.most.major());
        reader.refuse("transfer_fee_least_usd", "is more than the most", &label, Some(help));
    }
    terms
}
