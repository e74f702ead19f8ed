//! Bills: `[product.bill]`, the terms of payments on a phone bill.

use super::{Kinds, usd};
use crate::domain::bill::BillTerms;
use crate::domain::market::Carrier;
use crate::domain::money::{Money, Rate};
use crate::domain::product::{Flow, Product};
use crate::scenario::text::{Problem, ReadLog, Reader};

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

/// Refuses products on phone bills that more people hold on the first day than their carrier has subscribers.
pub(super) fn check_holders(kinds: &Kinds<'_>, products: &[Product], carriers: &[Carrier], log: &mut ReadLog) {
    for (node, product) in kinds.products.iter().zip(products).filter(|(_, product)| product.flow == Flow::PhoneBill) {
        let share = carriers.iter().filter(|carrier| carrier.party == product.operator).map(|carrier| carrier.share).sum::<f64>();
        if product.initial_share > share {
            let place = node.table().and_then(|table| table.get("initial_share")).map_or(&node.place, |node| &node.place);
            log.problems.push(
                Problem::at(place, format!("more people hold `{}` than its carrier has subscribers", product.name))
                    .label(format!("{} of all people, of whom {share} are the carrier's", product.initial_share))
                    .help(format!("a phone bill is for the carrier's own subscribers: at most {share}")),
            );
        }
    }
}
