//! Protections: `[protection.scanning]` and `[protection.name_cloud]`, what vendors sell against viruses and hijacks;
//! `[protection.velocity]`, what operators let one credential pay a day.
//!
//! Each table has all its figures, so that a strategy or an event need only switch it on.

use super::parties::Names;
use super::usd;
use crate::domain::money::{Money, Rate};
use crate::domain::product::{ProductId, ProductSet};
use crate::domain::protection::{NameCloud, Protections, Scanning, Velocity};
use crate::scenario::section::switched;
use crate::scenario::text::{Node, ReadLog, Reader};

pub(super) fn read(node: Option<&Node>, (names, products): (&Names, &[String]), log: &mut ReadLog) -> Protections {
    let Some(node) = node else { return Protections::default() };
    let mut reader = Reader::open(node, "protection", log);
    let protections = Protections {
        scanning: switched(&mut reader, node, "scanning", |reader| scanning(reader, names)),
        name_cloud: switched(&mut reader, node, "name_cloud", |reader| name_cloud(reader, names)),
        velocity: switched(&mut reader, node, "velocity", |reader| velocity(reader, products)),
    };
    reader.finish();
    protections
}

fn scanning(reader: &mut Reader<'_, '_>, names: &Names) -> Scanning {
    let payers = payers(names);
    let words: Vec<&str> = payers.iter().map(|(name, _)| name.as_str()).collect();
    let payer = reader.reference("payer", &words);
    Scanning {
        coverage: reader.number("coverage_share", 0.0..=1.0),
        detection: reader.number("detection_share", 0.0..=1.0),
        vendor: names.vendors.party(reader.reference("vendor", &names.vendors.names)),
        payer: payers.get(payer).map_or(crate::domain::party::PartyId(0), |(_, party)| *party),
        price_per_year: Money::from_minor(reader.money_or("price_usd_per_handset_year", 0, 0..=usd(1_000))),
        vendor_cost: Rate::from_ppm(reader.ppm_or("vendor_cost_pct", 0, 0.0..=500.0)),
    }
}

/// Who can pay for what protects handsets: operators of any kind.
fn payers(names: &Names) -> Vec<(String, crate::domain::party::PartyId)> {
    let groups = [&names.wallets, &names.processors, &names.carriers, &names.banks];
    groups.into_iter().flat_map(|group| group.names.iter().enumerate().map(|(at, name)| (name.clone(), group.party(at)))).collect()
}

fn name_cloud(reader: &mut Reader<'_, '_>, names: &Names) -> NameCloud {
    let enrolled = reader.references("enrolled", &names.processors.names);
    NameCloud {
        enrolled: enrolled.into_iter().map(|ordinal| names.processors.party(ordinal)).collect(),
        hazard_factor: reader.number("hazard_factor", 0.0..=1.0),
        duration_factor: reader.number("duration_factor", 0.0..=1.0),
        vendor: names.vendors.party(reader.reference("vendor", &names.vendors.names)),
        price_per_year: Money::from_minor(reader.money_or("price_usd_per_operator_year", 0, 0..=usd(100_000_000))),
        vendor_cost: Rate::from_ppm(reader.ppm_or("vendor_cost_pct", 0, 0.0..=500.0)),
    }
}

/// Limits of the products named, or of all.
fn velocity(reader: &mut Reader<'_, '_>, products: &[String]) -> Velocity {
    let named = reader.references("products", products);
    let every = 0..products.len();
    let covered = if named.is_empty() { every.collect() } else { named };
    let limits = Velocity {
        products: covered.into_iter().fold(ProductSet::default(), |set, ordinal| set.with(ProductId(ordinal as u8))),
        payments_per_day: reader.opt_whole("payments_per_day", 1..=10_000),
        amount_per_day: reader.opt_money("amount_usd_per_day", 1..=usd(10_000_000)).map(Money::from_minor),
    };
    if limits.payments_per_day.is_none() && limits.amount_per_day.is_none() {
        let help = "give `payments_per_day`, an amount a day, or both".to_string();
        reader.refuse("payments_per_day", "is missing", "without a limit nothing is refused", Some(help));
    }
    limits
}
