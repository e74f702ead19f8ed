//! Funds: `[product.fund]`, the money fund behind the accounts of a product.

use super::parties::Names;
use super::usd;
use crate::domain::fund::FundTerms;
use crate::domain::money::{Money, Rate};
use crate::scenario::text::Reader;

pub(super) fn read(reader: &mut Reader<'_, '_>, names: &Names) -> FundTerms {
    FundTerms {
        manager: names.fund_managers.party(reader.reference("manager", &names.fund_managers.names)),
        is_open: reader.flag_or("enabled", true),
        yield_per_year: Rate::from_ppm(reader.ppm("yield_pct_per_year", 0.0..=30.0)),
        commission_per_year: Rate::from_ppm(reader.ppm("commission_bps_per_year", 0.0..=1_000.0)),
        management_per_year: Rate::from_ppm(reader.ppm_or("management_bps_per_year", 0, 0.0..=1_000.0)),
        deposit_per_year: Rate::from_ppm(reader.ppm_or("deposit_pct_per_year", 0, 0.0..=30.0)),
        payday_share: reader.number("payday_pct", 0.0..=100.0) / 100.0,
        savings_paydays: reader.number_or("savings_paydays", 0.0, 0.0..=60.0),
        redemptions_per_year: reader.number("redemptions_per_year", 0.0..=52.0),
        considered_per_year: reader.number_or("considered_per_year", 2.0, 0.0..=366.0),
        weight_yield_per_pct: reader.number_or("weight_yield_per_pct", 0.5, 0.0..=20.0),
        trouble: reader.number_or("trouble", 2.0, 0.0..=20.0),
        opening_mean: Money::from_minor(reader.money_or("opening_mean_usd", 0, 0..=usd(100_000))),
        opening_share: reader.number_or("opening_share", 0.0, 0.0..=1.0),
    }
}
