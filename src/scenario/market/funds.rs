//! Funds: `[product.fund]`, the money fund behind the accounts of a product.

use super::parties::Names;
use crate::domain::fund::FundTerms;
use crate::domain::money::Rate;
use crate::scenario::text::Reader;

pub(super) fn read(reader: &mut Reader<'_, '_>, names: &Names) -> FundTerms {
    FundTerms {
        manager: names.fund_managers.party(reader.reference("manager", &names.fund_managers.names)),
        is_open: reader.flag_or("enabled", true),
        yield_per_year: Rate::from_ppm(reader.ppm("yield_pct_per_year", 0.0..=30.0)),
        commission_per_year: Rate::from_ppm(reader.ppm("commission_bps_per_year", 0.0..=1_000.0)),
        payday_share: reader.number("payday_pct", 0.0..=100.0) / 100.0,
        redemptions_per_year: reader.number("redemptions_per_year", 0.0..=52.0),
    }
}
