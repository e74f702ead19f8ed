//! Auditor: looks on and recomputes the books.
//!
//! *Hears* every fact of one district, or of the head offices. *Says* nothing until the run is over, then one [`Finding`] a check.
//! *Keeps* expected accounts, a census of payments, a tally of fraud and a docket of disputes; integers only, so auditors absorb each other in any order. A
//! fact that no rule fits (an unknown card, a leg that did not clear) is never dropped silently: it fails the account check.

use super::accounts;
use super::bills::OpenBills;
use super::books::Books;
use super::census::{Census, Faults, Way, is_nested};
use super::checks;
use super::disputes::{self, Docket};
use super::escrow::EscrowBook;
use super::finding::Finding;
use super::fraud::FraudTally;
use super::funds::FundTally;
use super::incentives::Incentives;
use super::licences;
use super::losses::{self, Loss, Misfit};
use super::partnerships::Partners;
use super::plan::{AuditCard, AuditMarket, AuditPlan};
use super::rounding::{given_back, priced, priced_apart, rated};
use super::rules::{self, Counter, Moved};
use super::transfers::TransferTally;
use crate::domain::card::{Entry, Funding};
use crate::domain::fee::{Fee, FeeClass, Qualification, Tariff};
use crate::domain::money::Money;
use crate::domain::party::PartyId;
use crate::domain::payment::{Leg, LegState, Source};
use crate::domain::product::{Flow, ProductId};
use crate::ledger::{Account, Ledger};
use crate::protocol::{Fact, Observer, Payment, PaymentKind, PlasticFact};
use std::sync::Arc;

/// Recomputes one district's books from facts.
#[derive(Clone, Debug)]
pub struct Auditor {
    plan: Arc<AuditPlan>,
    today: u32,
    epoch: usize,
    books: Books,
    census: Census,
    fraud: FraudTally,
    incentives: Incentives,
    docket: Docket,
    bills: OpenBills,
    partners: Partners,
    funds: FundTally,
    transfers: TransferTally,
    escrow: EscrowBook,
    misfits: Faults<Misfit>,
}

impl Auditor {
    /// An auditor who has heard nothing yet, on the run's first day.
    #[must_use]
    pub fn new(plan: Arc<AuditPlan>) -> Self {
        let parties = plan.parties();
        Self {
            today: 0,
            epoch: plan.epoch_on(0),
            plan,
            books: Books::new(parties),
            census: Census::default(),
            fraud: FraudTally::new(parties),
            incentives: Incentives::default(),
            docket: Docket::default(),
            bills: OpenBills::default(),
            partners: Partners::default(),
            funds: FundTally::default(),
            transfers: TransferTally::default(),
            escrow: EscrowBook::default(),
            misfits: Faults::default(),
        }
    }

    /// Adds what another district's auditor heard; both must be of the same plan.
    pub fn absorb(&mut self, other: &Self) {
        self.books.absorb(&other.books);
        self.census.absorb(&other.census);
        self.fraud.absorb(&other.fraud);
        self.incentives.absorb(&other.incentives);
        self.docket.absorb(&other.docket);
        self.partners.absorb(&other.partners);
        self.funds.absorb(&other.funds);
        self.transfers.absorb(&other.transfers);
        self.escrow.absorb(&other.escrow);
        self.misfits.absorb(&other.misfits);
    }

    /// Holds what was heard against the consolidated ledger of all districts and head offices, after the last message of the run.
    ///
    /// `payments_started` counts payment records, not the people they stand for. Every check yields one finding, passed or not, always
    /// in the same order.
    #[must_use]
    pub fn conclude(&self, ledger: &Ledger, payments_started: u64) -> Vec<Finding> {
        let mut findings = vec![
            checks::trial_balance(&self.plan, ledger.verify()),
            checks::accounts_agree(&self.plan, &self.books, &self.misfits, ledger),
            checks::mirrors_cancel(ledger),
            checks::lines_cancel(ledger),
            checks::holds_released(&self.plan, ledger),
            checks::payments_final(&self.census, payments_started),
            checks::cleared_as_approved(&self.census),
            checks::fraud_adds_up(&self.plan, &self.fraud),
            self.incentives.conclude(),
            checks::disputes_final(&self.plan, &self.docket, ledger),
            self.partners.conclude(&self.plan, &self.books),
        ];
        if self.plan.has_funds() {
            findings.push(checks::funds_add_up(&self.plan, &self.funds, ledger));
        }
        if self.plan.has_transfers() {
            findings.push(checks::transfers_arrived(&self.plan, &self.transfers, ledger));
        }
        findings
    }

    fn hear(&mut self, fact: Fact<'_>) -> Result<(), Misfit> {
        let market = self.plan.market(self.epoch);
        let people = self.plan.people();
        match fact {
            Fact::Payment(payment) => self.census.over(payment),
            Fact::Cleared { payment, leg, entry, tariff, .. } => {
                self.census.moved(if leg == Leg::Outer { Way::Outer } else { Way::Inner }, payment);
                self.partners.around((market, &self.books), payment.product, self.today, -1);
                let kept = (&mut self.books, &mut self.bills, &mut self.funds, &mut self.transfers, &mut self.escrow);
                let outcome = posted(kept, (people, self.today), market, (payment, leg), (entry, tariff));
                self.partners.around((market, &self.books), payment.product, self.today, 1);
                outcome?;
            }
            Fact::Plastic(bulk, tariff) => {
                plastic(&mut self.books, people, market, bulk, tariff)?;
            }
            Fact::Fraud(fraud) => self.fraud.told(fraud),
            Fact::FraudClosed { payment, shares, is_recovered } => {
                for (bearer, share) in shares.into_iter().filter(|(_, share)| *share != Money::ZERO) {
                    self.fraud.closed(bearer, share);
                    let loss = Loss { payment, bearer, share, is_recovered };
                    losses::fraud_closed(&mut self.books, people, market, loss)?;
                }
            }
            Fact::Dispute(fact) => {
                self.docket.moved(&fact);
                disputes::moved(&mut self.books, people, market, fact)?;
            }
            Fact::CaseClosed(fact) => {
                self.docket.closed(&fact);
                disputes::closed(&mut self.books, market, fact)?;
            }
            Fact::Released(fact) => self.escrow.released(&mut self.books, market, fact)?,
            Fact::Balance(moved) => accounts::balance_moved(&mut self.books, people, market, moved)?,
            Fact::Bills(fact) => self.bills.issued(&mut self.books, people, market, fact)?,
            Fact::Charge(charge) => {
                self.partners.charged(market, &charge, self.today);
                if !licences::knows_better(market, &charge) {
                    losses::charged(&mut self.books, charge)?;
                    licences::earned(&mut self.books, market, &charge);
                }
            }
            Fact::Licence(fact) => licences::month(&mut self.books, market, fact)?,
            Fact::Queue(fact) => licences::queue_told(&mut self.books, market, fact)?,
            Fact::Partnership(fact) => self.partners.settled(&mut self.books, market, fact)?,
            Fact::Lapsed(fact) => losses::lapsed(&mut self.books, market, fact)?,
            Fact::Fund(moved) => self.funds.moved(&mut self.books, &self.plan, self.today, moved)?,
            Fact::FundHeld(held) => self.funds.held(held)?,
            Fact::Transfer(told) => {
                let product = market.product(told.product).ok_or("a transfer by an unknown product")?;
                self.transfers.told(&mut self.books, people, product, told)?;
            }
            Fact::WrittenOff(payment) => {
                self.census.moved(Way::WrittenOff, payment);
                let (bearer, minor) = losses::written_off(&mut self.books, people, market, payment)?;
                if payment.thief.is_some() {
                    self.fraud.closed(bearer, Money::from_minor(minor));
                }
            }
            Fact::Settled { party, amount, what } => losses::settled(&mut self.books, party, amount, what)?,
            Fact::Status(_) | Fact::Gates(_) | Fact::Acceptance(_) | Fact::Ladder(_) | Fact::Trust(_) => {}
            // What thieves hold is nobody's in the books.
            Fact::Credential(_) | Fact::CredentialsHeld(_) => {}
            Fact::Incentive(fact) => {
                self.incentives.paid(&mut self.books, &self.plan, fact)?;
            }
        }
        Ok(())
    }

    #[cfg(test)]
    pub(super) fn books(&self) -> &Books {
        &self.books
    }
}

impl Observer for Auditor {
    fn fact(&mut self, fact: Fact<'_>) {
        if let Err(misfit) = self.hear(fact) {
            self.misfits.add(self.today, misfit);
        }
    }

    /// The next day's facts are priced by the next day's market.
    fn day_closed(&mut self, day: u32) {
        self.partners.day_closed(&self.plan, self.plan.market(self.epoch), &self.books, day);
        if let Err(misfit) = self.escrow.look(day) {
            self.misfits.add(day, misfit);
        }
        self.today = day + 1;
        self.epoch = self.plan.epoch_on(self.today);
    }
}

/// A payment on a phone bill cleared: no card, no network, a share kept back.
fn put_on_bill(books: &mut Books, bills: &mut OpenBills, people: PartyId, market: &AuditMarket, payment: &Payment) -> Result<(), Misfit> {
    if payment.leg(Leg::Outer) != LegState::Cleared {
        return Err("a phone bill that was charged, for a payment that says otherwise");
    }
    let is_refund = payment.kind == PaymentKind::Refund;
    let times = if is_refund { -i64::from(payment.weight) } else { i64::from(payment.weight) };
    let one = payment.amount.minor();
    let shop = market.shop_of(payment.merchant).ok_or("a phone bill for an unknown shop")?;
    let product = market.product(payment.product).ok_or("a phone bill for an unknown product")?;
    let cash_saved = if payment.replaces_cash && !is_refund { rated(market.cash_handling, one) * times } else { 0 };
    bills.cleared(books, people, product, payment, (cash_saved, rated(shop.incremental, one) * times))
}

/// What a leg that cleared does to the books, and to what the auditor keeps beside them.
fn posted(
    (books, bills, funds, transfers, escrow): (&mut Books, &mut OpenBills, &mut FundTally, &mut TransferTally, &mut EscrowBook),
    (people, today): (PartyId, u32),
    market: &AuditMarket,
    (payment, leg): (&Payment, Leg),
    (entry, tariff): (Entry, &Tariff),
) -> Result<(), Misfit> {
    let product = || market.product(payment.product).ok_or("a payment with an unknown product");
    match (payment.flow, payment.kind, leg) {
        (Flow::PhoneBill, _, Leg::Outer) => put_on_bill(books, bills, people, market, payment),
        (_, PaymentKind::Transfer, Leg::Outer) => {
            transfers.paid(books, people, product()?, payment);
            Ok(())
        }
        (_, PaymentKind::Subscription | PaymentKind::Redemption, Leg::Outer) => funds.paid(books, people, product()?, (payment, today)),
        _ => cleared(books, people, market, (payment, leg), (entry, tariff), (escrow, today)),
    }
}

/// A leg of a payment cleared: every fee is that of one person's payment, times the people.
fn cleared(
    books: &mut Books,
    people: PartyId,
    market: &AuditMarket,
    (payment, leg): (&Payment, Leg),
    (entry, tariff): (Entry, &Tariff),
    (escrow, today): (&mut EscrowBook, u32),
) -> Result<(), Misfit> {
    if payment.leg(leg) != LegState::Cleared {
        return Err("a leg that cleared, in a payment that says otherwise");
    }
    // What the wallet gave up never reached the funding card.
    let one = if leg == Leg::Inner { payment.amount.minor() - payment.short.minor() } else { payment.amount.minor() };
    // A part of a purchase takes back no fixed fee.
    let is_part = payment.kind == PaymentKind::Refund && payment.amount < payment.asked;
    let due = |fee: Fee| if is_part { given_back(fee, one, payment.asked.minor()) } else { priced(fee, one, 1) };
    let due_apart = |fee: Fee| if is_part { 0 } else { priced_apart(fee, 1) };
    let flows_back = matches!(payment.kind, PaymentKind::Refund | PaymentKind::Redemption);
    let times = if flows_back { -i64::from(payment.weight) } else { i64::from(payment.weight) };
    // What the shop sells decides, whatever the record of the payment says; of a loading, the operator is the merchant.
    let class = if payment.kind == PaymentKind::TopUp { None } else { market.shop_of(payment.merchant).map(|shop| shop.class) };
    let qualified = |network, funding| Qualification { network, funding, entry, class: class.unwrap_or(FeeClass::NONE) };
    let moved = |network: PartyId, funding: Funding| {
        let qualification = qualified(network, funding);
        let assessment = tariff.assessment(qualification);
        Moved {
            amount: one * times,
            interchange: due(tariff.interchange(qualification)) * times,
            assessment: (due(assessment) - due_apart(assessment)) * times,
            switch: due_apart(assessment) * times,
            staged: if leg == Leg::Inner && payment.kind != PaymentKind::TopUp {
                due(tariff.staged_wallet(qualification)) * times
            } else {
                0
            },
            ..Moved::default()
        }
    };
    let at_the_shop = |books: &mut Books, (network, funding): (PartyId, Funding), moved: Moved| {
        let shop = market.shop_of(payment.merchant).ok_or("a payment at an unknown shop")?;
        let discount = tariff.merchant_discount(qualified(network, funding)).unwrap_or(shop.discount);
        let saves_cash = payment.replaces_cash && payment.kind == PaymentKind::Purchase;
        let cash_saved = if saves_cash { rated(market.cash_handling, one) * times } else { 0 };
        let is_phone = payment.product != ProductId::PLASTIC && payment.thief.is_none();
        let brought = if is_phone { rated(shop.incremental, one) * times } else { 0 };
        let counter = Counter { merchant: payment.merchant, acquirer: payment.acquirer, network };
        rules::at_the_shop(books, counter, Moved { discount: due(discount) * times, cash_saved, brought, ..moved });
        Ok::<(), Misfit>(())
    };
    let on_the_card = |books: &mut Books, card: AuditCard, paid_for: Account, moved: Moved| {
        let rewards = rated(card.rewards, one) * times;
        rules::on_the_card(books, people, card, paid_for, Moved { rewards, ..moved });
    };
    let card = || market.card(payment.card).ok_or("a payment on an unknown card");
    let product = || market.product(payment.product).ok_or("a payment with an unknown product");
    let shape = (payment.flow, payment.source, leg);
    let has_account = matches!(payment.flow, Flow::ProcessorAccount | Flow::RemoteAccount);
    match (is_nested(payment), leg) {
        _ if payment.kind == PaymentKind::TopUp => {
            let (card, product) = (card()?, product()?);
            let moved = moved(card.network, card.funding);
            accounts::charged_card(books, product, card.network, moved, (Account::StoredBalance, product.terms.is_some()));
            on_the_card(books, card, Account::StoredBalance, moved);
        }
        (_, Leg::Outer) if payment.kind == PaymentKind::Repayment => accounts::paid_off(books, people, product()?, payment)?,
        (_, Leg::Outer) if has_account || payment.flow == Flow::OfflinePurse => {
            let saves_cash = payment.replaces_cash && payment.kind == PaymentKind::Purchase;
            let cash_saved = if saves_cash { rated(market.cash_handling, one) * times } else { 0 };
            let shop = market.shop_of(payment.merchant).ok_or("an account at an unknown shop")?;
            let brought = if payment.thief.is_none() { rated(shop.incremental, one) * times } else { 0 };
            accounts::paid_by_processor(books, people, product()?, payment, (cash_saved, brought), (escrow, today))?;
        }
        (_, Leg::Inner) if has_account => {
            let (card, product) = (card()?, product()?);
            let moved = moved(card.network, card.funding);
            accounts::funds_itself(books, people, (product, card), payment, moved)?;
            if accounts::runs_over_network(product, card, payment.source) {
                on_the_card(books, card, Account::InTransit, moved);
            }
        }
        _ if matches!(shape, (Flow::CardInElement, Source::Balance, Leg::Outer)) => {
            let product = product()?;
            let (_, network) = product.prepaid.ok_or("a prepaid card without a network")?;
            let moved = moved(network, Funding::Prepaid);
            at_the_shop(books, (network, Funding::Prepaid), moved)?;
            accounts::on_the_prepaid_card(books, people, product, payment, moved)?;
        }
        (false, Leg::Outer) => {
            let card = card()?;
            let moved = moved(card.network, card.funding);
            at_the_shop(books, (card.network, card.funding), moved)?;
            on_the_card(books, card, Account::Purchases, moved);
        }
        (true, Leg::Outer) => {
            let product = product()?;
            let moved = moved(product.proxy_network, Funding::Prepaid);
            at_the_shop(books, (product.proxy_network, Funding::Prepaid), moved)?;
            rules::on_the_virtual_card(books, people, product, moved);
        }
        (true, Leg::Inner) => {
            let (card, product) = (card()?, product()?);
            let moved = moved(card.network, card.funding);
            rules::at_the_wallet(books, product, card.network, moved);
            on_the_card(books, card, Account::InTransit, moved);
        }
        (false, Leg::Inner) => return Err("an inner leg of a payment that has none"),
    }
    Ok(())
}

/// Plain card payments priced in bulk: each rate rounds once on the sum, and no cash is replaced.
fn plastic(books: &mut Books, people: PartyId, market: &AuditMarket, bulk: PlasticFact, tariff: &Tariff) -> Result<(), Misfit> {
    let card = market.card(bulk.card).ok_or("plastic payments on an unknown card")?;
    let shop = market.shop(bulk.merchant).ok_or("plastic payments at an unknown group of shops")?;
    let value = bulk.value.minor();
    let qualification = Qualification { network: card.network, funding: card.funding, entry: shop.entry, class: shop.class };
    let assessment = tariff.assessment(qualification);
    let switch = priced_apart(assessment, bulk.count);
    let moved = Moved {
        amount: value,
        interchange: priced(tariff.interchange(qualification), value, bulk.count),
        assessment: priced(assessment, value, bulk.count) - switch,
        switch,
        staged: 0,
        discount: priced(tariff.merchant_discount(qualification).unwrap_or(shop.discount), value, bulk.count),
        rewards: rated(card.rewards, value),
        cash_saved: 0,
        brought: 0,
    };
    rules::at_the_shop(books, Counter { merchant: shop.party, acquirer: shop.acquirer, network: card.network }, moved);
    rules::on_the_card(books, people, card, Account::Purchases, moved);
    Ok(())
}
