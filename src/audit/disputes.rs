//! Disputes: what each move of a contested charge leaves on the accounts, and where every dispute stands.
//!
//! Each rule is the net effect per party and account. The docket counts, by leg and stage, what entered less what left; when the run is
//! over it is empty, for every case that closed was in a final stage on every leg that was raised.

use super::books::Books;
use super::census::{Faults, is_card_absent};
use super::losses::Misfit;
use super::plan::AuditMarket;
use super::rounding::priced;
use crate::domain::card::{Entry, Funding};
use crate::domain::dispute::{Reason, Stage};
use crate::domain::fee::{FeeClass, Qualification};
use crate::domain::line::Line;
use crate::domain::party::PartyId;
use crate::domain::payment::Leg;
use crate::ledger::Account::{
    self, Cardholders, Disputed, MerchantsPayable, Outside, OwedByAcquirer, OwedToIssuers, ProxyFunding, Purchases, Settlement,
};
use crate::protocol::{CaseFact, DisputeFact};

/// Who is out of whose money on one leg, and how much of it.
#[derive(Clone, Copy)]
struct Sides {
    people: PartyId,
    issuer: PartyId,
    network: PartyId,
    acquirer: PartyId,
    merchant: PartyId,
    /// The wallet behind the virtual card of an outer leg.
    sponsor: Option<PartyId>,
    is_inner: bool,
    is_gone: bool,
    amount: i64,
    interchange: i64,
    fee: i64,
    ruling: i64,
}

/// What a move of a dispute leaves on the books; thieves' cases leave theirs when they are closed.
///
/// # Errors
/// The card or the product is unknown.
pub(super) fn moved(books: &mut Books, people: PartyId, market: &AuditMarket, fact: DisputeFact<'_>) -> Result<(), Misfit> {
    if fact.reason == Reason::Fraud {
        return Ok(());
    }
    let sides = sides(people, market, &fact)?;
    match fact.to {
        Stage::Claimed => credited(books, sides, 1),
        Stage::ChargedBack => {
            taken_back(books, sides, 1);
            fee_taken(books, sides);
        }
        Stage::Represented => taken_back(books, sides, -1),
        Stage::Accepted => lost(books, sides),
        Stage::Conceded => {
            taken_back(books, sides, 1);
            lost(books, sides);
        }
        Stage::RuledForCardholder => {
            taken_back(books, sides, 1);
            lost(books, sides);
            let line = if sides.is_inner { Line::Disputes } else { Line::Chargebacks };
            books.of(sides.merchant).debit(Account::Line(line), sides.ruling).credit(OwedByAcquirer, sides.ruling);
            books.of(sides.acquirer).debit(MerchantsPayable, sides.ruling).credit(Settlement, sides.ruling);
            books.of(sides.network).debit(Settlement, sides.ruling).credit(Outside, sides.ruling);
        }
        Stage::RuledForMerchant => {
            credited(books, sides, -1);
            let ruling = sides.ruling;
            books.of(sides.network).debit(Settlement, ruling).credit(Outside, ruling);
            if let Some(wallet) = sides.sponsor {
                books.of(sides.issuer).debit(ProxyFunding, ruling).credit(Settlement, ruling);
                books.of(wallet).debit(Account::Line(Line::Disputes), ruling).credit(ProxyFunding, ruling);
            } else {
                books.of(sides.issuer).debit(Account::Line(Line::Handling), ruling).credit(Settlement, ruling);
            }
        }
        Stage::Dropped => credited(books, sides, -1),
        _ => {}
    }
    Ok(())
}

fn sides(people: PartyId, market: &AuditMarket, fact: &DisputeFact<'_>) -> Result<Sides, Misfit> {
    let payment = fact.payment;
    let card = market.card(payment.card).ok_or("a dispute about an unknown card")?;
    let weight = i64::from(payment.weight);
    let is_inner = fact.leg == Leg::Inner;
    let entry = if is_inner || is_card_absent(payment) { Entry::CardNotPresent } else { Entry::CardPresent };
    let mut sides = Sides {
        people,
        issuer: card.issuer,
        network: card.network,
        acquirer: payment.acquirer,
        merchant: payment.merchant,
        sponsor: None,
        is_inner,
        is_gone: fact.is_shop_gone && !is_inner,
        amount: payment.amount.minor() * weight,
        interchange: 0,
        fee: market.chargeback_fee * weight,
        ruling: market.ruling_fee * weight,
    };
    let mut funding = card.funding;
    if payment.flow.is_proxied() {
        let product = market.product(payment.product).ok_or("a dispute about an unknown product")?;
        if is_inner {
            (sides.acquirer, sides.merchant) = (product.inner_acquirer, product.operator);
        } else {
            (sides.issuer, sides.network, sides.sponsor) = (product.proxy_issuer, product.proxy_network, Some(product.operator));
            funding = Funding::Prepaid;
        }
    } else if is_inner {
        return Err("a dispute about an inner leg that the payment does not have");
    }
    let class = market.shop_of(payment.merchant).map_or(FeeClass::NONE, |shop| shop.class);
    let qualification = Qualification { network: sides.network, funding, entry, class };
    sides.interchange = priced(fact.tariff.interchange(qualification), payment.amount.minor(), 1) * weight;
    Ok(sides)
}

/// The cardholder is credited for the time being (`sign` 1), or no longer (-1).
fn credited(books: &mut Books, sides: Sides, sign: i64) {
    if sides.sponsor.is_some() {
        return;
    }
    let minor = sign * sides.amount;
    books.of(sides.issuer).debit(Disputed, minor).credit(Cardholders, minor);
    books.of(sides.people).debit(OwedToIssuers, minor).credit(Purchases, minor);
}

/// The charge less its interchange goes from the merchant's side to the issuer's (`sign` 1), or the other way (-1).
fn taken_back(books: &mut Books, sides: Sides, sign: i64) {
    let (amount, interchange) = (sign * sides.amount, sign * sides.interchange);
    let due = amount - interchange;
    books.of(sides.issuer).debit(Settlement, due).debit(Account::Line(Line::Interchange), interchange);
    match sides.sponsor {
        None => {
            books.of(sides.issuer).credit(Disputed, amount);
        }
        Some(wallet) => {
            books.of(sides.issuer).credit(Account::Line(Line::SharePaid), interchange).credit(ProxyFunding, due);
            let shared = Account::Line(Line::InterchangeShare);
            books.of(wallet).debit(ProxyFunding, due).debit(shared, interchange).credit(Disputed, amount);
        }
    }
    books.of(sides.acquirer).credit(Settlement, due);
    if sides.is_inner {
        books.of(sides.acquirer).debit(MerchantsPayable, due);
        let interchange_back = Account::Line(Line::FundingInterchange);
        books.of(sides.merchant).debit(Disputed, amount).credit(OwedByAcquirer, due).credit(interchange_back, interchange);
        return;
    }
    let charged = if sides.is_gone { Disputed } else { MerchantsPayable };
    books.of(sides.acquirer).debit(charged, amount).credit(Account::Line(Line::InterchangePaid), interchange);
    if !sides.is_gone {
        books.of(sides.merchant).debit(Disputed, amount).credit(OwedByAcquirer, amount);
    }
}

fn fee_taken(books: &mut Books, sides: Sides) {
    if sides.is_gone {
        return;
    }
    let cost = if sides.is_inner { Line::InnerAcquirerMarkup } else { Line::Discount };
    books.of(sides.merchant).debit(Account::Line(cost), sides.fee).credit(OwedByAcquirer, sides.fee);
    books.of(sides.acquirer).debit(MerchantsPayable, sides.fee).credit(Account::Line(Line::Discount), sides.fee);
}

/// A shop's loss is final at once; a wallet's only with its case.
fn lost(books: &mut Books, sides: Sides) {
    if sides.is_inner {
        return;
    }
    let (loser, line) = if sides.is_gone { (sides.acquirer, Line::MerchantCreditLoss) } else { (sides.merchant, Line::Chargebacks) };
    books.of(loser).debit(Account::Line(line), sides.amount).credit(Disputed, sides.amount);
}

/// A closed case leaves with the wallet what it lost to the bank and did not get from the shop.
///
/// # Errors
/// The product is unknown.
pub(super) fn closed(books: &mut Books, market: &AuditMarket, fact: CaseFact<'_>) -> Result<(), Misfit> {
    let [outer, inner] = fact.stages;
    if fact.reason == Reason::Fraud || !pays(inner) || pays(outer) {
        return Ok(());
    }
    let product = market.product(fact.payment.product).ok_or("a case about an unknown product")?;
    let minor = fact.payment.amount.minor() * i64::from(fact.payment.weight);
    books.of(product.operator).debit(Account::Line(Line::Disputes), minor).credit(Disputed, minor);
    Ok(())
}

/// True if the merchant of a leg that ended here pays.
fn pays(stage: Stage) -> bool {
    [Stage::Accepted, Stage::Conceded, Stage::RuledForCardholder].contains(&stage)
}

/// Where disputes stand.
#[derive(Clone, Debug, Default)]
pub(super) struct Docket {
    /// Cases closed.
    pub(super) cases: u64,
    /// By leg and stage: cases and minor units that entered less those that left.
    standing: [[(i64, i64); Stage::ALL.len()]; 2],
    /// Moves and endings that the life cycle does not have.
    pub(super) illegal: Faults<(&'static str, Stage)>,
}

impl Docket {
    pub(super) fn moved(&mut self, fact: &DisputeFact<'_>) {
        if !fact.from.may_become(fact.to) {
            self.illegal.add(fact.at.day(), ("a dispute moved along no line of the table, to", fact.to));
        }
        let minor = fact.payment.amount.minor() * i64::from(fact.payment.weight);
        if fact.from != Stage::Unraised {
            self.count(fact.leg, fact.from, -1, -minor);
        }
        self.count(fact.leg, fact.to, 1, minor);
    }

    pub(super) fn closed(&mut self, fact: &CaseFact<'_>) {
        self.cases += 1;
        let minor = fact.payment.amount.minor() * i64::from(fact.payment.weight);
        for leg in [Leg::Outer, Leg::Inner] {
            let stage = fact.stages[leg as usize];
            if stage == Stage::Unraised {
                continue;
            }
            self.count(leg, stage, -1, -minor);
            if !stage.is_final() {
                self.illegal.add(fact.at.day(), ("a case closed while a leg stood at", stage));
            }
        }
        let [outer, inner] = fact.stages;
        // An account's owner turns to the processor, or to the bank of the card that was charged: a debit may have come back since.
        let is_inner = fact.payment.flow.is_proxied() || (fact.payment.flow.is_account() && outer == Stage::Unraised);
        let charged = if is_inner { inner } else { outer };
        if charged == Stage::Unraised {
            self.illegal.add(fact.at.day(), ("a case closed that the cardholder never raised; its leg stood at", charged));
        }
        if fact.payment.flow.is_proxied() && pays(outer) && !pays(inner) {
            self.illegal.add(fact.at.day(), ("a wallet had a shop pay and kept the money; its own leg stood at", inner));
        }
    }

    fn count(&mut self, leg: Leg, stage: Stage, cases: i64, minor: i64) {
        let cell = &mut self.standing[leg as usize][stage as usize];
        cell.0 += cases;
        cell.1 += minor;
    }

    /// The first stage, if any, in which something still stands: its cases and minor units.
    pub(super) fn left_over(&self) -> Option<(Stage, i64, i64)> {
        let cells = self.standing.iter().flat_map(|leg| Stage::ALL.into_iter().zip(leg));
        cells.into_iter().find(|(_, cell)| **cell != (0, 0)).map(|(stage, cell)| (stage, cell.0, cell.1))
    }

    pub(super) fn absorb(&mut self, other: &Self) {
        self.cases += other.cases;
        self.illegal.absorb(&other.illegal);
        for (mine, theirs) in self.standing.as_flattened_mut().iter_mut().zip(other.standing.as_flattened()) {
            mine.0 += theirs.0;
            mine.1 += theirs.1;
        }
    }
}
