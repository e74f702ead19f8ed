//! Partnerships: `[[partnership]]`, who shares what with whom; and the companies that belong to a carrier (`owner`), which share all their
//! profit with it.

use super::Kinds;
use super::parties::Names;
use crate::domain::money::Rate;
use crate::domain::partnership::Partnership;
use crate::domain::party::{PartyId, Role};
use crate::domain::product::ProductId;
use crate::domain::stored::Processor;
use crate::scenario::text::{Node, ReadLog, Reader};

pub(super) fn read(kinds: &Kinds<'_>, names: &Names, processors: &[Processor], log: &mut ReadLog) -> Vec<Partnership> {
    let products = super::parties::names_of(&kinds.products);
    let agreed: Vec<Partnership> = kinds.partnerships.iter().map(|node| partnership(node, names, &products, log)).collect();
    let owned = processors.iter().filter_map(|processor| Some((processor.party, processor.owner?)));
    agreed.into_iter().chain(names.owned.iter().copied().chain(owned).map(|(company, owner)| ownership(names, company, owner))).collect()
}

fn partnership(node: &Node, names: &Names, products: &[String], log: &mut ReadLog) -> Partnership {
    let mut reader = Reader::open(node, "partnership", log);
    let name = reader.name();
    reader.text_or("about", "");
    let (first, second) = parties(&mut reader, names);
    let partnership = Partnership {
        name,
        first,
        second,
        product: Some(ProductId(reader.reference("product", products) as u8)),
        revenue: Rate::from_ppm(reader.ppm_or("revenue_share_pct", 0, 0.0..=100.0)),
        cost: Rate::from_ppm(reader.ppm_or("cost_share_pct", 0, 0.0..=100.0)),
        equity: Rate::from_ppm(reader.ppm_or("equity_pct", 0, 0.0..=100.0)),
        shared_customers: reader.number_or("shared_customers", 0.0, 0.0..=20.0),
    };
    reader.finish();
    partnership
}

/// The two parties, each of which must be an institution.
fn parties(reader: &mut Reader<'_, '_>, names: &Names) -> (PartyId, PartyId) {
    let known: Vec<&str> = names.parties.iter().map(|party| party.name.as_str()).collect();
    let named = reader.references("parties", &known);
    let is_institution = |&ordinal: &usize| !matches!(names.parties[ordinal].role, Role::User | Role::Merchant | Role::Regulator);
    match named[..] {
        [first, second] if first != second && is_institution(&first) && is_institution(&second) => {
            (PartyId(first as u8), PartyId(second as u8))
        }
        _ => {
            let help = "give two institutions: who earns and spends, and who has a part in that".to_string();
            reader.refuse("parties", "are not two partners", "people, shops and regulators are no partners", Some(help));
            (PartyId(0), PartyId(0))
        }
    }
}

fn ownership(names: &Names, company: PartyId, owner: PartyId) -> Partnership {
    let name = |party: PartyId| names.parties.get(party.index()).map_or("", |party| party.name.as_str());
    Partnership {
        name: format!("{} owns {}", name(owner), name(company)),
        first: company,
        second: owner,
        product: None,
        revenue: Rate::ZERO,
        cost: Rate::ZERO,
        equity: Rate::ALL,
        shared_customers: 0.0,
    }
}
