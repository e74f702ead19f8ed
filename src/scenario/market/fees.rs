//! Fees: `[[fee]]`, dated prices; and whether every card in the market has one on the first day, whatever it buys.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::banks::Issuers;
use super::parties::Names;
use super::{Kinds, usd};
use crate::domain::card::{Entry, Funding};
use crate::domain::fee::{Fee, FeeBook, FeeClass, FeeKind, FeeRow, Qualification};
use crate::domain::merchant::Category;
use crate::domain::money::{Money, Rate};
use crate::domain::product::Product;
use crate::scenario::text::shape::Choice;
use crate::scenario::text::{Node, Place, Problem, ReadLog, Reader};

pub(super) fn read(kinds: &Kinds<'_>, names: &Names, log: &mut ReadLog) -> FeeBook {
    FeeBook::new(kinds.fees.iter().map(|node| row(node, names, log)).collect(), names.fee_classes.clone())
}

fn row(node: &Node, names: &Names, log: &mut ReadLog) -> FeeRow {
    let mut reader = Reader::open(node, "fee", log);
    let row = FeeRow {
        kind: reader.choice("kind", &FeeKind::NAMED),
        network: reader.opt_reference("network", &names.networks.names).map(|at| names.networks.party(at)),
        funding: optional_choice(&mut reader, "funding", &Funding::ALL.map(Funding::name)).map(|at| Funding::ALL[at]),
        entry: optional_choice(&mut reader, "entry", &Entry::ALL.map(Entry::name)).map(|at| Entry::ALL[at]),
        class: reader.opt_reference("class", &names.fee_classes).map(|at| FeeClass(at as u8 + 1)),
        from: reader.date("from"),
        fee: Fee {
            rate: Rate::from_ppm(reader.ppm_or("rate_bps", 0, 0.0..=2_000.0)),
            fixed: Money::from_minor(reader.money_or("fixed_usd", 0, 0..=usd(100))),
            cap: reader.opt_money("cap_usd", 0..=usd(100_000)).map(Money::from_minor),
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
    /// Refuses every combination that a card of these banks and products needs somewhere and no row prices.
    pub fn check(&self, issuers: &Issuers, categories: &[Category], products: &[Product], log: &mut ReadLog) {
        let mut told = BTreeSet::new();
        let mut classes: BTreeSet<FeeClass> = categories.iter().map(|category| category.fee_class).collect();
        if products.iter().any(|product| product.prepaid.is_some()) {
            // A card that loads a balance buys nothing of any class.
            classes.insert(FeeClass::NONE);
        }
        for card in &issuers.cards {
            let bank = issuers.banks.iter().position(|bank| bank.party == card.issuer);
            let Some(node) = bank.and_then(|at| self.kinds.banks.get(at)) else { continue };
            for (entry, &class) in Entry::ALL.into_iter().flat_map(|entry| classes.iter().map(move |class| (entry, class))) {
                let wanted = Qualification { network: card.network, funding: card.funding, entry, class };
                self.need(wanted, (&node.place, "this bank issues such a card"), &mut told, log);
            }
        }
        for (product, node) in products.iter().zip(&self.kinds.products) {
            if product.flow.is_proxied() {
                for &class in &classes {
                    let (network, funding, entry) = (product.proxy_network, Funding::Prepaid, Entry::CardPresent);
                    let wanted = Qualification { network, funding, entry, class };
                    self.need(wanted, (&node.place, "its virtual card is such a card"), &mut told, log);
                }
            }
        }
    }

    fn need(&self, wanted: Qualification, why: (&Place, &str), told: &mut BTreeSet<Qualification>, log: &mut ReadLog) {
        if self.book.row_on(self.start, FeeKind::Interchange, wanted).is_some() || !told.insert(wanted) {
            return;
        }
        let name = self.names.parties.get(wanted.network.index()).map_or("", |party| party.name.as_str());
        let (funding, entry, class) = (wanted.funding.name(), wanted.entry.name(), self.book.class_name(wanted.class));
        let (in_class, class_key) =
            if class.is_empty() { (String::new(), String::new()) } else { (format!(", {class}"), format!(", class = \"{class}\"")) };
        let what = format!("no interchange row for {name}, {funding}, {entry}{in_class} on {}", self.start);
        let help = format!(
            "add [[fee]] with kind = \"interchange\", funding = \"{funding}\", entry = \"{entry}\"{class_key} and a `from` not after the start"
        );
        log.problems.push(Problem::at(why.0, what).label(why.1).help(help));
    }
}
