//! Bills: `[product.bill]`, the terms of payments on a phone bill.

use super::usd;
use crate::domain::bill::BillTerms;
use crate::domain::money::{Money, Rate};
use crate::scenario::text::Reader;

pub(super) fn read(reader: &mut Reader<'_, '_>) -> BillTerms {
    BillTerms {
        carrier_share: Rate::from_ppm(reader.ppm("carrier_share_pct", 0.0..=100.0)),
        monthly_limit: Money::from_minor(reader.money("monthly_limit_usd", 1..=usd(100_000))),
        postpaid_share: reader.number("postpaid_pct", 0.0..=100.0) / 100.0,
        airtime: Money::from_minor(reader.money_or("airtime_usd", usd(50), 1..=usd(100_000))),
        recharge_days: reader.whole_or("recharge_days", 30, 1..=366),
        confirmation_ms: reader.number("confirmation_ms", 0.0..=3_600_000.0),
        unconfirmed_share: reader.number("unconfirmed_pct", 0.0..=100.0) / 100.0,
        confirmation_limit_ms: reader.whole("confirmation_limit_ms", 1_i64..=86_400_000),
        bad_debt: Rate::from_ppm(reader.ppm("bad_debt_pct", 0.0..=100.0)),
    }
}
