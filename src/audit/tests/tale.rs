//! A tale: every kind of fact that moves money, in an order in which it may happen.

use super::market::{BANK, PEOPLE, PROXY, SHOP, WALLET, market, tariff};
use crate::audit::{AuditPlan, Auditor, Finding};
use crate::domain::card::{CardId, Entry};
use crate::domain::line::Line;
use crate::domain::merchant::Place;
use crate::domain::money::Money;
use crate::domain::party::PartyId;
use crate::domain::payment::{Leg, LegState, Outcome};
use crate::domain::product::{Flow, ProductId};
use crate::domain::threat::Vector;
use crate::kernel::time::Time;
use crate::ledger::Ledger;
use crate::protocol::{Charge, Fact, FraudFact, FraudStage, LegFees, Observer, Payment, PaymentKind, PlasticFact, What};
use std::sync::Arc;

/// A fact that owns what it tells.
#[derive(Clone, Copy, Debug)]
pub(super) enum Told {
    Over(Payment),
    Cleared(Payment, Leg, Entry),
    Plastic(PlasticFact),
    Fraud(FraudFact),
    FraudClosed(Payment, [(PartyId, Money); 3], bool),
    Charge(Charge),
    WrittenOff(Payment),
    Settled(PartyId, Money, What),
}

pub(super) const REWARDS: CardId = CardId(0);
pub(super) const DEBIT: CardId = CardId(1);
const AT: Time = Time::ZERO;
const NONE: (PartyId, Money) = (PEOPLE, Money::ZERO);

pub(super) fn cents(minor: i64) -> Money {
    Money::from_minor(minor)
}

/// A payment of 10.50 by an agent of 100 people, over, with legs in these states.
pub(super) fn payment(flow: Flow, card: CardId, legs: [LegState; 2], outcome: Outcome) -> Payment {
    Payment {
        at: AT,
        amount: cents(1_050),
        asked: cents(1_050),
        weight: 100,
        person: 7,
        merchant: SHOP,
        acquirer: super::market::ACQUIRER,
        product: ProductId(0),
        flow,
        card,
        legs,
        outcome,
        ..Payment::BLANK
    }
}

/// An honest payment with the bank's card that replaces cash.
pub(super) fn plain() -> Payment {
    Payment { replaces_cash: true, ..payment(Flow::CardInElement, REWARDS, [LegState::Cleared, LegState::Unsent], Outcome::Approved) }
}

/// A payment with the virtual card, collected from the rewards card.
pub(super) fn nested() -> Payment {
    payment(Flow::ProxyNested, REWARDS, [LegState::Cleared, LegState::Cleared], Outcome::Approved)
}

/// One whose debit card refuses.
pub(super) fn uncollected() -> Payment {
    payment(Flow::ProxyNested, DEBIT, [LegState::Cleared, LegState::WrittenOff], Outcome::Approved)
}

pub(super) fn refund() -> Payment {
    Payment { kind: PaymentKind::Refund, ..plain() }
}

pub(super) fn declined() -> Payment {
    payment(Flow::Plastic, DEBIT, [LegState::Declined, LegState::Unsent], Outcome::DeclinedFunds)
}

/// A vault's debit card, used without the card.
pub(super) fn remote() -> Payment {
    let legs = [LegState::Cleared, LegState::Unsent];
    Payment { kind: PaymentKind::Remote, ..payment(Flow::ProxyNested, DEBIT, legs, Outcome::Approved) }
}

fn fraud(bearer: PartyId, amount: i64, stage: FraudStage) -> Told {
    let vector = Vector::LostDevice;
    Told::Fraud(FraudFact { at: AT, vector, product: ProductId(0), bearer, amount: cents(amount), stage })
}

fn charge(payer: Option<(PartyId, Line)>, payee: Option<(PartyId, Line)>, amount: i64) -> Told {
    Told::Charge(Charge { at: AT, payer, payee, amount: cents(amount) })
}

/// The payments that the tale starts.
pub(super) const STARTED: u64 = 8;

/// Everything but the settlements.
pub(super) fn tale() -> Vec<Told> {
    use Entry::{CardNotPresent, CardPresent};
    let stolen = Payment { replaces_cash: false, ..plain() };
    vec![
        Told::Cleared(plain(), Leg::Outer, CardPresent),
        Told::Over(plain()),
        Told::Cleared(nested(), Leg::Outer, CardPresent),
        Told::Cleared(nested(), Leg::Inner, CardNotPresent),
        Told::Over(nested()),
        Told::Cleared(uncollected(), Leg::Outer, CardPresent),
        Told::WrittenOff(uncollected()),
        Told::Over(uncollected()),
        Told::Cleared(refund(), Leg::Outer, CardPresent),
        Told::Over(refund()),
        Told::Over(declined()),
        Told::Plastic(PlasticFact { at: AT, card: DEBIT, merchant: 0, place: Place::Shop, count: 3, value: cents(10_050) }),
        // A remote payment, found before the goods left.
        Told::Cleared(remote(), Leg::Outer, CardNotPresent),
        Told::Over(remote()),
        fraud(SHOP, 105_000, FraudStage::Taken),
        fraud(SHOP, 105_000, FraudStage::Recovered),
        Told::FraudClosed(remote(), [(SHOP, cents(105_000)), NONE, NONE], true),
        // A tapped virtual card of a lost phone, borne by three.
        Told::Cleared(nested(), Leg::Outer, CardPresent),
        Told::Cleared(nested(), Leg::Inner, CardNotPresent),
        Told::Over(nested()),
        fraud(PEOPLE, 5_000, FraudStage::Taken),
        fraud(PROXY, 60_000, FraudStage::Taken),
        fraud(WALLET, 40_000, FraudStage::Taken),
        Told::FraudClosed(nested(), [(PEOPLE, cents(5_000)), (PROXY, cents(60_000)), (WALLET, cents(40_000))], false),
        // A tapped card of the bank, borne by the bank and the shop.
        Told::Cleared(stolen, Leg::Outer, CardPresent),
        Told::Over(stolen),
        fraud(BANK, 100_000, FraudStage::Taken),
        fraud(SHOP, 5_000, FraudStage::Taken),
        fraud(SHOP, 9_999, FraudStage::Prevented),
        Told::FraudClosed(stolen, [(BANK, cents(100_000)), (SHOP, cents(5_000)), NONE], false),
        charge(Some((WALLET, Line::ProgrammeFee)), Some((PROXY, Line::ProgrammeFee)), 700),
        charge(Some((WALLET, Line::PlatformFixed)), None, 800),
        charge(None, Some((WALLET, Line::OffersData)), 900),
    ]
}

pub(super) fn plan() -> Arc<AuditPlan> {
    Arc::new(AuditPlan::new(&[(0, &market())]))
}

/// An auditor to whom `facts` were told.
pub(super) fn told(facts: &[Told]) -> Auditor {
    let mut auditor = Auditor::new(plan());
    let tariff = tariff();
    for fact in facts {
        auditor.fact(match fact {
            Told::Over(payment) => Fact::Payment(payment),
            Told::Cleared(payment, leg, entry) => {
                Fact::Cleared { payment, leg: *leg, entry: *entry, tariff: &tariff, fees: LegFees::default() }
            }
            Told::Plastic(bulk) => Fact::Plastic(*bulk, &tariff),
            Told::Fraud(fraud) => Fact::Fraud(*fraud),
            Told::FraudClosed(payment, shares, is_recovered) => Fact::FraudClosed { payment, shares: *shares, is_recovered: *is_recovered },
            Told::Charge(charge) => Fact::Charge(*charge),
            Told::WrittenOff(payment) => Fact::WrittenOff(payment),
            Told::Settled(party, amount, what) => Fact::Settled { party: *party, amount: *amount, what: *what },
        });
    }
    auditor
}

/// The names and details of the checks that `facts` fail against `ledger`.
pub(super) fn failures(facts: &[Told], ledger: &Ledger) -> Vec<(&'static str, String)> {
    failed(told(facts).conclude(ledger, STARTED))
}

pub(super) fn failed(findings: Vec<Finding>) -> Vec<(&'static str, String)> {
    findings.into_iter().filter(|finding| !finding.is_passed).map(|finding| (finding.check, finding.detail)).collect()
}
