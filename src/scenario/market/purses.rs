//! Purses: `[product.purse]`, how an offline purse is cleared.

use super::usd;
use crate::domain::money::Money;
use crate::domain::purse::PurseTerms;
use crate::scenario::text::Reader;

pub(super) fn read(reader: &mut Reader<'_, '_>) -> PurseTerms {
    PurseTerms {
        capacity: Money::from_minor(reader.money("capacity_usd", 1..=usd(100_000))),
        lost_batch_share: reader.number("lost_batches_pct", 0.0..=100.0) / 100.0,
        blacklist_days: reader.number("blacklist_days", 0.0..=60.0),
    }
}
