//! Dispute posting: what each move of a dispute does to the books.
//!
//! While a dispute is open its money stands on [`Account::Disputed`] of whoever is out of it; the loss moves to a line when it is final.
//! Interchange of the leg goes back with a chargeback and comes again with a second presentment, on the tariff of that day. Amounts are
//! full scale: one person's, rounded once, times the people of the case.

use super::branch::Case;
use super::cases::Sides;
use super::desk::Desk;
use super::posting::{fee_class, outer_entry};
use crate::domain::card::Entry;
use crate::domain::dispute::Stage;
use crate::domain::fee::Qualification;
use crate::domain::line::Line;
use crate::domain::money::Money;
use crate::domain::party::PartyId;
use crate::domain::payment::Leg;
use crate::ledger::{Account, Ledger};
use crate::protocol::Observer;

/// Who is touched by a leg's dispute.
#[derive(Clone, Copy)]
struct Table {
    people: PartyId,
    issuer: PartyId,
    network: PartyId,
    acquirer: PartyId,
    merchant: PartyId,
    /// The wallet behind a virtual card, on its outer leg.
    sponsor: Option<PartyId>,
    /// True where the merchant of record is the wallet.
    is_inner: bool,
    is_shop_gone: bool,
}

/// What may move, full scale.
#[derive(Clone, Copy)]
struct Sums {
    amount: Money,
    interchange: Money,
    fee: Money,
    ruling: Money,
}

/// Posts the move of `case` to stage `to` on `leg`; tells the interchange that went back with it, full scale, negative if it came again.
pub(super) fn post_move<O: Observer>(desk: &mut Desk<'_, O>, case: &Case, leg: Leg, to: Stage) -> Money {
    let sides = desk.sides(&case.payment, leg);
    let (table, sums) = (table(desk, case, leg, &sides), sums(desk, case, leg, &sides));
    let ledger = &mut desk.branch.ledger;
    let back = Sums { amount: -sums.amount, interchange: -sums.interchange, ..sums };
    match to {
        Stage::Claimed => credit_cardholder(ledger, &table, sums.amount),
        Stage::ChargedBack => {
            charge_back(ledger, &table, &sums);
            charge_fee(ledger, &table, sums.fee);
        }
        Stage::Represented => charge_back(ledger, &table, &back),
        Stage::Accepted => merchant_loses(ledger, &table, sums.amount),
        Stage::Conceded => {
            charge_back(ledger, &table, &sums);
            merchant_loses(ledger, &table, sums.amount);
        }
        Stage::RuledForCardholder => {
            charge_back(ledger, &table, &sums);
            merchant_loses(ledger, &table, sums.amount);
            merchant_pays_ruling(ledger, &table, sums.ruling);
        }
        Stage::Dropped => credit_cardholder(ledger, &table, -sums.amount),
        Stage::RuledForMerchant => {
            credit_cardholder(ledger, &table, -sums.amount);
            issuer_pays_ruling(ledger, &table, sums.ruling);
        }
        Stage::Unraised
        | Stage::CopyRequested
        | Stage::PreArbitration
        | Stage::Arbitration
        | Stage::Refused
        | Stage::Withdrawn
        | Stage::Lapsed
        | Stage::Absorbed => {}
    }
    if leg == Leg::Outer && !table.is_shop_gone {
        desk.note_shop_loss(&case.payment, lost_by_shop(to, &sums));
    }
    match to {
        Stage::ChargedBack | Stage::Conceded | Stage::RuledForCardholder => sums.interchange,
        Stage::Represented => -sums.interchange,
        _ => Money::ZERO,
    }
}

/// What the shop is out of once its leg has come to this stage.
fn lost_by_shop(to: Stage, sums: &Sums) -> Money {
    match to {
        Stage::ChargedBack => sums.fee,
        Stage::Accepted | Stage::Conceded => sums.amount,
        Stage::RuledForCardholder => sums.amount + sums.ruling,
        _ => Money::ZERO,
    }
}

fn table<O: Observer>(desk: &Desk<'_, O>, case: &Case, leg: Leg, sides: &Sides) -> Table {
    let is_proxied = case.payment.flow.is_proxied();
    Table {
        people: desk.market.people,
        issuer: sides.issuer.party,
        network: sides.network,
        acquirer: sides.acquirer,
        merchant: sides.merchant.party,
        sponsor: (is_proxied && leg == Leg::Outer).then(|| desk.product(case.payment.product).operator),
        is_inner: leg == Leg::Inner,
        is_shop_gone: case.is_shop_gone && leg == Leg::Outer,
    }
}

fn sums<O: Observer>(desk: &Desk<'_, O>, case: &Case, leg: Leg, sides: &Sides) -> Sums {
    let payment = &case.payment;
    let entry = if leg == Leg::Inner { Entry::CardNotPresent } else { outer_entry(payment) };
    let qualification =
        Qualification { network: sides.network, funding: desk.funding(payment, leg), entry, class: fee_class(desk, payment) };
    let interchange = desk.day.tariff.interchange(qualification).on(payment.amount);
    let rules = &desk.market.market.disputes;
    let full = |one: Money| one * i64::from(payment.weight);
    Sums { amount: payment.full(), interchange: full(interchange), fee: full(rules.chargeback_fee), ruling: full(rules.ruling_fee) }
}

/// The bank credits its cardholder for the time being. A wallet gets no such credit from its virtual card's issuer.
fn credit_cardholder(ledger: &mut Ledger, table: &Table, amount: Money) {
    if table.sponsor.is_none() {
        ledger.post(table.issuer, Account::Disputed, Account::Cardholders, amount);
        ledger.post(table.people, Account::OwedToIssuers, Account::Purchases, amount);
    }
}

/// The amount, less the leg's interchange, goes from the merchant to the issuer; a negative one goes back.
fn charge_back(ledger: &mut Ledger, table: &Table, sums: &Sums) {
    let Sums { amount, interchange, .. } = *sums;
    match table.sponsor {
        None => {
            ledger.post(table.issuer, Account::Settlement, Account::Disputed, amount);
            ledger.post(table.issuer, Account::Line(Line::Interchange), Account::Settlement, interchange);
        }
        Some(wallet) => {
            ledger.post(table.issuer, Account::Settlement, Account::ProxyFunding, amount);
            ledger.post(table.issuer, Account::Line(Line::Interchange), Account::Settlement, interchange);
            ledger.post(table.issuer, Account::ProxyFunding, Account::Line(Line::SharePaid), interchange);
            ledger.post(wallet, Account::ProxyFunding, Account::Disputed, amount);
            ledger.post(wallet, Account::Line(Line::InterchangeShare), Account::ProxyFunding, interchange);
        }
    }
    if table.is_inner {
        ledger.post(table.acquirer, Account::MerchantsPayable, Account::Settlement, amount - interchange);
        ledger.post(table.merchant, Account::Disputed, Account::OwedByAcquirer, amount);
        ledger.post(table.merchant, Account::OwedByAcquirer, Account::Line(Line::FundingInterchange), interchange);
        return;
    }
    ledger.post(table.acquirer, Account::Settlement, Account::Line(Line::InterchangePaid), interchange);
    if table.is_shop_gone {
        ledger.post(table.acquirer, Account::Disputed, Account::Settlement, amount);
    } else {
        ledger.post(table.acquirer, Account::MerchantsPayable, Account::Settlement, amount);
        ledger.post(table.merchant, Account::Disputed, Account::OwedByAcquirer, amount);
    }
}

/// The acquirer's fee for a first chargeback; who is gone pays none.
fn charge_fee(ledger: &mut Ledger, table: &Table, fee: Money) {
    if table.is_shop_gone {
        return;
    }
    let cost = if table.is_inner { Line::InnerAcquirerMarkup } else { Line::Discount };
    ledger.post(table.merchant, Account::Line(cost), Account::OwedByAcquirer, fee);
    ledger.post(table.acquirer, Account::MerchantsPayable, Account::Line(Line::Discount), fee);
}

/// The loss is final: the shop's, or its acquirer's if the shop is gone. A wallet's waits for its other leg.
fn merchant_loses(ledger: &mut Ledger, table: &Table, amount: Money) {
    if table.is_inner {
        return;
    }
    let (loser, line) = if table.is_shop_gone { (table.acquirer, Line::MerchantCreditLoss) } else { (table.merchant, Line::Chargebacks) };
    ledger.post(loser, Account::Line(line), Account::Disputed, amount);
}

/// The merchant of record pays for the ruling it lost, through its acquirer.
fn merchant_pays_ruling(ledger: &mut Ledger, table: &Table, ruling: Money) {
    let line = if table.is_inner { Line::Disputes } else { Line::Chargebacks };
    ledger.post(table.merchant, Account::Line(line), Account::OwedByAcquirer, ruling);
    ledger.post(table.acquirer, Account::MerchantsPayable, Account::Settlement, ruling);
    hold_ruling(ledger, table, ruling);
}

/// The issuer pays for the ruling it lost; a virtual card's issuer has the wallet pay.
fn issuer_pays_ruling(ledger: &mut Ledger, table: &Table, ruling: Money) {
    match table.sponsor {
        None => ledger.post(table.issuer, Account::Line(Line::Handling), Account::Settlement, ruling),
        Some(wallet) => {
            ledger.post(table.issuer, Account::ProxyFunding, Account::Settlement, ruling);
            ledger.post(wallet, Account::Line(Line::Disputes), Account::ProxyFunding, ruling);
        }
    }
    hold_ruling(ledger, table, ruling);
}

/// The network's fee covers what the ruling costs it.
fn hold_ruling(ledger: &mut Ledger, table: &Table, ruling: Money) {
    ledger.post(table.network, Account::Settlement, Account::Outside, ruling);
}

/// The case is over: what the wallet lost on the inner leg and could not get back on the outer one is its loss.
pub(super) fn post_wallet_share<O: Observer>(desk: &mut Desk<'_, O>, case: &Case) {
    let is_passed_on = case.stage(Leg::Outer).is_lost_by_merchant();
    if case.payment.flow.is_proxied() && case.stage(Leg::Inner).is_lost_by_merchant() && !is_passed_on {
        let wallet = desk.product(case.payment.product).operator;
        desk.branch.ledger.post(wallet, Account::Line(Line::Disputes), Account::Disputed, case.payment.full());
    }
}
