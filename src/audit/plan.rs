//! Plan: what the auditor must know about a run before it starts; who stands behind each card, product and shop, and their prices.
//!
//! Invariants: read-only and shared by all auditors of a run; one entry per market, in order of the day from which it holds.

use super::accounts::AuditTerms;
use super::funds::AuditFund;
use super::licences::AuditLicences;
use super::partnerships::Accord;
use super::transfers::AuditTransfer;
use crate::domain::calendar::Calendar;
use crate::domain::card::{CardId, Entry, Funding};
use crate::domain::fee::{Fee, FeeClass};
use crate::domain::incentive::Incentive;
use crate::domain::market::Market;
use crate::domain::merchant::{Place, Purpose};
use crate::domain::money::Rate;
use crate::domain::party::PartyId;
use crate::domain::product::ProductId;

/// A card, and what its issuer gives back on spending (zero unless it pays rewards).
#[derive(Clone, Copy, Debug)]
pub(super) struct AuditCard {
    pub(super) issuer: PartyId,
    pub(super) network: PartyId,
    pub(super) funding: Funding,
    pub(super) rewards: Rate,
}

/// Who stands behind a product.
#[derive(Clone, Copy, Debug)]
pub(super) struct AuditProduct {
    pub(super) operator: PartyId,
    pub(super) proxy_issuer: PartyId,
    pub(super) proxy_network: PartyId,
    pub(super) inner_acquirer: PartyId,
    pub(super) incentive: Option<Incentive>,
    pub(super) debit_rebate: Rate,
    /// Issuer and network of its prepaid card.
    pub(super) prepaid: Option<(PartyId, PartyId)>,
    /// Days that its operator holds a shop's money.
    pub(super) escrow_days: u32,
    /// Prices, where a processor runs it.
    pub(super) terms: Option<AuditTerms>,
    /// What its carrier keeps, and what is never paid, where it is put on phone bills.
    pub(super) bill: Option<(Rate, Rate)>,
    /// The money fund behind it.
    pub(super) fund: Option<AuditFund>,
    /// What sending money with it costs.
    pub(super) transfer: AuditTransfer,
}

/// A group of shops and its contract.
#[derive(Clone, Copy, Debug)]
pub(super) struct AuditShop {
    pub(super) party: PartyId,
    pub(super) acquirer: PartyId,
    pub(super) discount: Fee,
    /// What it is priced as.
    pub(super) class: FeeClass,
    /// How cards are used where people pay without a phone.
    pub(super) entry: Entry,
    /// What a phone payment brings it, as a rate of the ticket.
    pub(super) incremental: Rate,
}

/// One market, as far as money is concerned.
#[derive(Clone, Debug)]
pub(super) struct AuditMarket {
    from_day: u32,
    cards: Vec<AuditCard>,
    products: Vec<AuditProduct>,
    shops: Vec<AuditShop>,
    /// By party: the ordinal of its group of shops, or `usize::MAX`.
    shop_of: Vec<usize>,
    pub(super) cash_handling: Rate,
    pub(super) accords: Vec<Accord>,
    /// What an acquirer takes for a first chargeback, and the network from the loser of a ruling; minor units.
    pub(super) chargeback_fee: i64,
    pub(super) ruling_fee: i64,
    pub(super) licences: AuditLicences,
    /// True if people send each other money.
    sends_money: bool,
}

impl AuditMarket {
    fn new(from_day: u32, market: &Market) -> Self {
        let rewards = |funding, issuer| {
            let rate = market.banks.iter().filter(|bank| bank.party == issuer).map(|bank| bank.rewards_rate).next();
            if funding == Funding::RewardsCredit { rate.unwrap_or(Rate::ZERO) } else { Rate::ZERO }
        };
        let card = |card: &crate::domain::card::Card| AuditCard {
            issuer: card.issuer,
            network: card.network,
            funding: card.funding,
            rewards: rewards(card.funding, card.issuer),
        };
        let mut shop_of = vec![usize::MAX; market.parties.len()];
        for (ordinal, group) in market.merchants.iter().enumerate().rev() {
            shop_of[group.party.index()] = ordinal;
        }
        Self {
            from_day,
            cards: market.cards.iter().map(card).collect(),
            products: market
                .products
                .iter()
                .map(|product| AuditProduct {
                    operator: product.operator,
                    proxy_issuer: product.proxy_issuer,
                    proxy_network: product.proxy_network,
                    inner_acquirer: product.inner_acquirer,
                    incentive: product.incentive,
                    debit_rebate: product.steering.debit_rebate,
                    prepaid: product.prepaid.map(|prepaid| (prepaid.issuer, prepaid.network)),
                    escrow_days: product.remote.map_or(0, |remote| remote.escrow_days),
                    terms: terms(market, product.operator),
                    bill: product.bill.map(|bill| (bill.carrier_share, bill.bad_debt)),
                    fund: product.fund.map(|fund| AuditFund { manager: fund.manager, yield_per_year: fund.yield_per_year }),
                    transfer: AuditTransfer {
                        ppm: product.transfer.fee.ppm(),
                        least: product.transfer.least.minor(),
                        most: product.transfer.most.minor(),
                    },
                })
                .collect(),
            shops: market
                .merchants
                .iter()
                .map(|group| AuditShop {
                    party: group.party,
                    acquirer: group.acquirer,
                    discount: Fee { rate: group.discount_rate, fixed: group.discount_fixed, cap: None },
                    class: market.categories.get(group.category).map_or(FeeClass::NONE, |category| category.fee_class),
                    entry: entry_in(market, group.category),
                    incremental: Rate::from_ppm((1e6 * group.margin * market.acceptance.realised_uplift).round() as i64),
                })
                .collect(),
            shop_of,
            cash_handling: market.acceptance.cash_handling,
            accords: market.partnerships.iter().map(Accord::of).collect(),
            chargeback_fee: market.disputes.chargeback_fee.minor(),
            ruling_fee: market.disputes.ruling_fee.minor(),
            licences: AuditLicences::new(market),
            sends_money: market.categories.iter().any(|category| category.purpose == Purpose::Transfer),
        }
    }

    #[inline]
    pub(super) fn card(&self, card: CardId) -> Option<AuditCard> {
        self.cards.get(card.index()).copied()
    }

    #[inline]
    pub(super) fn product(&self, product: ProductId) -> Option<AuditProduct> {
        self.products.get(product.index()).copied()
    }

    /// The group of shops with this ordinal.
    #[inline]
    pub(super) fn shop(&self, ordinal: usize) -> Option<AuditShop> {
        self.shops.get(ordinal).copied()
    }

    /// The group of shops with this party.
    #[inline]
    pub(super) fn shop_of(&self, party: PartyId) -> Option<AuditShop> {
        self.shop(*self.shop_of.get(party.index())?)
    }
}

/// Cards are in the buyer's hand in shops, and typed in anywhere else.
fn entry_in(market: &Market, category: usize) -> Entry {
    match market.categories.get(category).map(|category| category.place) {
        None | Some(Place::Shop) => Entry::CardPresent,
        Some(_) => Entry::CardNotPresent,
    }
}

fn terms(market: &Market, operator: PartyId) -> Option<AuditTerms> {
    let processor = market.processors.iter().find(|processor| processor.party == operator)?;
    Some(AuditTerms {
        merchant_fee: processor.merchant_fee,
        bank_debit_millicents: processor.bank_debit_millicents,
        withdrawal_minor: processor.withdrawal_fee.minor(),
        transfer_millicents: processor.transfer_millicents,
        lines: (processor.direct_banks, processor.bank_line),
        repayment_fee: processor.repayment_fee,
    })
}

/// What auditors know beforehand about one run.
#[derive(Clone, Debug)]
pub struct AuditPlan {
    names: Vec<String>,
    people: PartyId,
    markets: Vec<AuditMarket>,
    calendar: Calendar,
}

impl AuditPlan {
    /// The plan of a run under these markets, each with the first day on which it holds, in order of that day.
    ///
    /// Parties keep their ordinal over the run; the longest list names them. Days before the first market belong to it.
    ///
    /// # Panics
    /// If there is no market.
    #[must_use]
    pub fn new(markets: &[(u32, &Market)]) -> Self {
        let Some((_, widest)) = markets.iter().max_by_key(|(_, market)| market.parties.len()) else {
            panic!("an audit needs at least one market");
        };
        assert!(markets.is_sorted_by_key(|(from_day, _)| *from_day), "markets come in the order of their days");
        Self {
            names: widest.parties.iter().map(|party| party.name.clone()).collect(),
            people: widest.people_party(),
            calendar: widest.calendar.clone(),
            markets: markets.iter().map(|&(from_day, market)| AuditMarket::new(from_day, market)).collect(),
        }
    }

    /// The number of parties.
    #[must_use]
    pub fn parties(&self) -> usize {
        self.names.len()
    }

    pub(super) fn people(&self) -> PartyId {
        self.people
    }

    pub(super) fn name(&self, party: usize) -> &str {
        self.names.get(party).map_or("nobody known", String::as_str)
    }

    /// True if a calendar year ends with `day`.
    pub(super) fn ends_year(&self, day: u32) -> bool {
        self.calendar.date(day).year() != self.calendar.date(day + 1).year()
    }

    /// The partnerships of each market, in order of its first day.
    pub(super) fn accords(&self) -> impl Iterator<Item = &[Accord]> {
        self.markets.iter().map(|market| market.accords.as_slice())
    }

    #[inline]
    pub(super) fn market(&self, epoch: usize) -> &AuditMarket {
        &self.markets[epoch]
    }

    /// True if some product of some market has a fund.
    pub(super) fn has_funds(&self) -> bool {
        self.markets.iter().any(|market| market.products.iter().any(|product| product.fund.is_some()))
    }

    /// True if people of some market send each other money.
    pub(super) fn has_transfers(&self) -> bool {
        self.markets.iter().any(|market| market.sends_money)
    }

    /// The largest cap that a user of `product` was promised up to `day`, minor units.
    pub(super) fn largest_cap(&self, product: ProductId, day: u32) -> i64 {
        let so_far = &self.markets[..=self.epoch_on(day)];
        let caps = so_far.iter().filter_map(|market| market.product(product)?.incentive).map(|incentive| incentive.user_cap.minor());
        caps.max().unwrap_or(0)
    }

    /// The ordinal of the market in force on `day`.
    pub(super) fn epoch_on(&self, day: u32) -> usize {
        self.markets.partition_point(|market| market.from_day <= day).saturating_sub(1)
    }
}
