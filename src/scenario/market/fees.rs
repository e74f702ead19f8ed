//! Fees: `[[fee]]`, dated prices; and whether every card in the market has one on the first day.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::banks::Issuers;
use super::parties::Names;
use super::{Kinds, usd};
use crate::domain::card::{Entry, Funding};
use crate::domain::fee::{Fee, FeeBook, FeeKind, FeeRow};
use crate::domain::money::{Money, Rate};
use crate::domain::party::PartyId;
use crate::domain::product::Product;
use crate::scenario::text::shape::Choice;
use crate::scenario::text::{Node, Place, Problem, ReadLog, Reader};

pub(super) fn read(kinds: &Kinds<'_>, names: &Names, log: &mut ReadLog) -> FeeBook {
    FeeBook::new(kinds.fees.iter().map(|node| row(node, names, log)).collect())
}

fn row(node: &Node, names: &Names, log: &mut ReadLog) -> FeeRow {
    let mut reader = Reader::open(node, "fee", log);
    let row = FeeRow {
        kind: reader.choice("kind", &FeeKind::NAMED),
        network: reader.opt_reference("network", &names.networks.names).map(|at| names.networks.party(at)),
        funding: optional_choice(&mut reader, "funding", &Funding::ALL.map(Funding::name)).map(|at| Funding::ALL[at]),
        entry: optional_choice(&mut reader, "entry", &Entry::ALL.map(Entry::name)).map(|at| Entry::ALL[at]),
        from: reader.date("from"),
        fee: Fee {
            rate: Rate::from_ppm(reader.ppm_or("rate_bps", 0, 0.0..=2_000.0)),
            fixed: Money::from_minor(reader.money_or("fixed_usd", 0, 0..=usd(100))),
        },
    };
    reader.text_or("source", "");
    reader.finish();
    row
}

fn optional_choice(reader: &mut Reader<'_, '_>, key: &str, words: &[&str]) -> Option<usize> {
    reader.optional(key, &Choice { options: words.to_vec() })
}

/// What a card costs at a shop must be known on the first day: nothing is free because a row was forgotten.
pub(super) struct Coverage<'a> {
    pub book: &'a FeeBook,
    pub start: Date,
    pub names: &'a Names,
    pub kinds: &'a Kinds<'a>,
}

impl Coverage<'_> {
    /// Refuses every combination that a card of these banks and products needs and no row prices.
    pub fn check(&self, issuers: &Issuers, products: &[Product], log: &mut ReadLog) {
        let mut told = BTreeSet::new();
        for card in &issuers.cards {
            let bank = issuers.banks.iter().position(|bank| bank.party == card.issuer);
            let Some(node) = bank.and_then(|at| self.kinds.banks.get(at)) else { continue };
            for entry in Entry::ALL {
                self.need(card.network, card.funding, entry, (&node.place, "this bank issues such a card"), &mut told, log);
            }
        }
        for (product, node) in products.iter().zip(&self.kinds.products) {
            if product.flow.is_proxied() {
                let why = (&node.place, "its virtual card is such a card");
                self.need(product.proxy_network, Funding::Prepaid, Entry::CardPresent, why, &mut told, log);
            }
        }
    }

    fn need(
        &self,
        network: PartyId,
        funding: Funding,
        entry: Entry,
        why: (&Place, &str),
        told: &mut BTreeSet<(PartyId, Funding, Entry)>,
        log: &mut ReadLog,
    ) {
        let prices = |row: &FeeRow| {
            row.kind == FeeKind::Interchange
                && row.from <= self.start
                && row.network.is_none_or(|n| n == network)
                && row.funding.is_none_or(|f| f == funding)
                && row.entry.is_none_or(|e| e == entry)
        };
        if self.book.rows().iter().any(prices) || !told.insert((network, funding, entry)) {
            return;
        }
        let name = self.names.parties.get(network.index()).map_or("", |party| party.name.as_str());
        let what = format!("no interchange row for {name}, {}, {} on {}", funding.name(), entry.name(), self.start);
        let help = format!(
            "add [[fee]] with kind = \"interchange\", funding = \"{}\", entry = \"{}\" and a `from` not after the start",
            funding.name(),
            entry.name()
        );
        log.problems.push(Problem::at(why.0, what).label(why.1).help(help));
    }
}
