//! Margins: what dated discounts leave acquirers, who owe issuer and network out of them.

use std::collections::BTreeSet;

use crate::domain::card::{Card, Funding};
use crate::domain::fee::{Fee, FeeBook, FeeKind, FeeRow, Qualification};
use crate::domain::merchant::Category;
use crate::domain::money::Money;
use crate::domain::party::{Party, PartyId};
use crate::scenario::header::Header;
use crate::scenario::text::{Node, Problem, ReadLog};
use jiff::civil::Date;

/// The kinds of card in circulation: network and funding, each once.
pub(super) fn kinds_of(cards: &[Card]) -> BTreeSet<(PartyId, Funding)> {
    cards.iter().map(|card| (card.network, card.funding)).collect()
}

/// Dated discounts beside the interchange and the assessments of the same days.
pub(super) struct Margins<'a> {
    pub book: &'a FeeBook,
    /// The tables of the book's rows, in its order.
    pub rows: &'a [&'a Node],
    pub parties: &'a [Party],
    pub categories: &'a [Category],
    pub cards: BTreeSet<(PartyId, Funding)>,
}

impl Margins<'_> {
    /// Refuses a discount that is less than what the acquirer owes out of it on the mean ticket of a category, on any day of the run on which
    /// a price starts. A price set for one side of a reform and forgotten for another shows so. One mistake for a row.
    pub fn check(&self, header: &Header, log: &mut ReadLog) {
        let rows = self.book.rows();
        if rows.iter().all(|row| row.kind != FeeKind::MerchantDiscount) {
            return;
        }
        let days: BTreeSet<Date> = rows.iter().map(|row| row.from.max(header.start)).filter(|&day| day < header.end).collect();
        let mut told = vec![false; rows.len()];
        for day in days {
            for category in self.categories {
                for &(network, funding) in &self.cards {
                    let wanted = Qualification { network, funding, entry: category.place.entry(), class: category.fee_class };
                    self.look(day, category, wanted, &mut told, log);
                }
            }
        }
    }

    fn look(&self, day: Date, category: &Category, wanted: Qualification, told: &mut [bool], log: &mut ReadLog) {
        let Some(discount) = self.book.row_on(day, FeeKind::MerchantDiscount, wanted) else { return };
        let ticket = Money::from_minor((category.mean_ticket_minor() + 0.5) as i64);
        let owed = |kind| self.book.row_on(day, kind, wanted).map_or(Fee::default(), |row| row.fee).on(ticket);
        let (charged, interchange, assessment) = (discount.fee.on(ticket), owed(FeeKind::Interchange), owed(FeeKind::Assessment));
        let Some(at) = self.place_of(discount) else { return };
        if charged >= interchange + assessment || std::mem::replace(&mut told[at], true) {
            return;
        }
        let network = self.parties.get(wanted.network.index()).map_or("", |party| party.name.as_str());
        let message = format!("a merchant discount leaves the acquirer less than nothing on {day}");
        let label = format!(
            "on {} in `{}` ({network}, {}) it is {}; interchange is {}, the assessment {}",
            ticket.major(),
            category.name,
            wanted.funding.name(),
            charged.major(),
            interchange.major(),
            assessment.major()
        );
        let help = "raise it, or give interchange and assessment rows of the same class, date and cap".to_string();
        log.problems.push(Problem::at(&self.rows[at].place, message).label(label).help(help));
    }

    fn place_of(&self, row: &FeeRow) -> Option<usize> {
        self.book.rows().iter().position(|each| std::ptr::eq(each, row)).filter(|&at| at < self.rows.len())
    }
}
