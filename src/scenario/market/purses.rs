//! Purses: `[product.purse]`, how an offline purse is loaded, pays and is cleared.

use super::usd;
use crate::domain::money::Money;
use crate::domain::purse::PurseTerms;
use crate::domain::stored::Loading;
use crate::scenario::text::Reader;

pub(super) fn read(reader: &mut Reader<'_, '_>) -> PurseTerms {
    let capacity = reader.money("capacity_usd", 1..=usd(100_000));
    PurseTerms {
        capacity: Money::from_minor(capacity),
        lost_batch_share: reader.number("lost_batches_pct", 0.0..=100.0) / 100.0,
        blacklist_days: reader.number("blacklist_days", 0.0..=60.0),
        loading: Loading {
            top_up: Money::from_minor(reader.money("top_up_usd", 1..=usd(10_000))),
            reload_below: Money::from_minor(reader.money("reload_below_usd", 0..=usd(10_000))),
            reload_days: reader.number("reload_days", 0.0..=365.0),
            auto_reload_share: reader.number_or("auto_reload_share", 0.0, 0.0..=1.0),
            looks_first_share: reader.number_or("looks_first_share", 0.0, 0.0..=1.0),
        },
        tap_ms: reader.number_or("tap_ms", 500.0, 0.0..=60_000.0),
        unclaimed_days: reader.whole_or("unclaimed_days", 90, 1..=3_660),
        restores_blacklisted: reader.flag_or("restores_blacklisted", false),
    }
}
