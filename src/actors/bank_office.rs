//! Bank office: what a bank's branches cost and earn besides interchange.
//!
//! Hears counts of payments, cases and cards, what its cards paid, and what its customers keep elsewhere. Says charges. Keeps, bank by
//! bank, the credit spending that revolves.

use crate::domain::line::Line;
use crate::domain::market::Market;
use crate::domain::money::{Money, Rate};
use crate::domain::party::PartyId;
use crate::kernel::time::Time;
use crate::protocol::{Charge, Report};

/// Thousandths of a cent in a cent.
const MILLI: i64 = 1_000;

/// The banks' head offices.
#[derive(Clone, Debug)]
pub struct BankOffice {
    /// By bank: credit spending not paid off yet, minor units; unknown until the first month has passed.
    revolving: Vec<Option<i64>>,
    /// By bank: what its cards paid this month.
    spent: Vec<i64>,
    /// By bank: what its credit cards paid of that.
    lent: Vec<i64>,
}

impl BankOffice {
    /// What revolves on the first day follows from the first month's spending.
    #[must_use]
    pub fn new(market: &Market) -> Self {
        let banks = market.banks.len();
        Self { revolving: vec![None; banks], spent: vec![0; banks], lent: vec![0; banks] }
    }

    /// What the day's work cost, each line from its own count.
    pub fn close_day(&mut self, market: &Market, at: Time, total: &Report, mut book: impl FnMut(Charge)) {
        for (ordinal, bank) in market.banks.iter().enumerate() {
            self.spent[ordinal] += total.spent[ordinal];
            self.lent[ordinal] += total.lent[ordinal];
            let mut cost = |line, minor: i64| {
                if minor != 0 {
                    book(Charge { at, payer: Some((bank.party, line)), payee: None, amount: Money::from_minor(minor) });
                }
            };
            cost(Line::Processing, total.processed[ordinal] * bank.processing_millicents / MILLI);
            cost(Line::Handling, total.cases[ordinal] * bank.handling_cost.minor());
            let deposits = bank.deposit_margin.of(Money::from_minor(total.deposits_moved[ordinal])).minor();
            cost(Line::DepositsLost, (deposits / 365).max(0));
            cost(Line::Reissue, total.reissued[ordinal] * bank.reissue_cost.minor());
        }
    }

    /// The month's interest from cardholders, and what networks pay for being chosen.
    pub fn close_month(&mut self, market: &Market, at: Time, mut book: impl FnMut(Charge)) {
        let people = market.people_party();
        let mut bill = |payer: (PartyId, Line), payee: (PartyId, Line), amount: Money| {
            if amount != Money::ZERO {
                book(Charge { at, payer: Some(payer), payee: Some(payee), amount });
            }
        };
        for (ordinal, bank) in market.banks.iter().enumerate() {
            let (spent, lent) = (std::mem::take(&mut self.spent[ordinal]), std::mem::take(&mut self.lent[ordinal]));
            let added = bank.revolving.of(Money::from_minor(lent)).minor();
            let balance = &mut self.revolving[ordinal];
            *balance = match balance {
                Some(balance) => *balance - bank.repaid_per_month.of(Money::from_minor(*balance)).minor() + added,
                // Before the first day people borrowed as in its month: the stock at which as much is repaid as is added.
                None => (i128::from(added) * i128::from(Rate::ALL.ppm()) / i128::from(bank.repaid_per_month.ppm().max(1))) as i64,
            }
            .into();
            let balance = balance.unwrap_or(0);
            let interest = Money::from_minor(bank.interest.of(Money::from_minor(balance)).minor() / 12);
            bill((people, Line::Fees), (bank.party, Line::Interest), interest);
            let Some(network) = network_of(market, bank.party) else { continue };
            let incentive = network.issuer_incentive.of(Money::from_minor(spent));
            bill((network.party, Line::IssuerIncentives), (bank.party, Line::IssuerIncentives), incentive);
        }
    }
}

/// The network that a bank's cards run on.
fn network_of(market: &Market, bank: PartyId) -> Option<&crate::domain::market::Network> {
    let card = market.cards.iter().find(|card| card.issuer == bank)?;
    market.networks.iter().find(|network| network.party == card.network)
}
