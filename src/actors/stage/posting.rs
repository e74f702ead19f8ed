//! Posting: what each event does to the books. The one place that turns clearing, charges and losses into debits and credits.
//!
//! Amounts are full scale: one person's fee, rounded once, times the people the payment stands for. A refund posts every amount
//! the other way round, fees included.

use super::desk::Desk;
use super::posting_balance::{bank_fee, post_account_inner, post_account_outer, post_prepaid, post_repayment, post_top_up};
use super::posting_bill::post_on_bill;
use super::posting_fund::post_fund_outer;
use super::posting_purse::post_purse;
use super::transfers::post_transfer_outer;
use crate::domain::card::{CardId, Entry};
use crate::domain::fee::{Fee, FeeClass, Qualification};
use crate::domain::line::Line;
use crate::domain::money::{Money, Rate};
use crate::domain::party::PartyId;
use crate::domain::payment::{Leg, Source};
use crate::domain::product::{Flow, ProductId};
use crate::ledger::{Account, Ledger};
use crate::protocol::{Charge, Fact, IncentiveFact, LegFees, Observer, Payment, PaymentKind, PlasticFact};

/// How the card's data reached the shop.
#[must_use]
pub const fn outer_entry(payment: &Payment) -> Entry {
    if matches!(payment.kind, PaymentKind::Remote) { Entry::CardNotPresent } else { Entry::CardPresent }
}

/// The amounts of one leg, full scale, signed.
#[derive(Default)]
pub(super) struct Amounts {
    pub(super) value: Money,
    pub(super) interchange: Money,
    /// The network's share of the amount.
    assessment: Money,
    /// The network's fixed fee.
    switch: Money,
    /// What the funding card's network takes from the wallet.
    staged: Money,
    pub(super) discount: Money,
    rewards: Money,
}

impl Amounts {
    /// What the network gets from whoever acquired the leg.
    pub(super) fn network_fees(&self) -> Money {
        self.assessment + self.switch
    }

    /// What an inner leg costs its merchant.
    pub(super) fn inner_fees(&self) -> Money {
        self.interchange + self.network_fees() + self.staged
    }
}

/// Posts a leg that cleared, and tells it.
pub fn post_cleared<O: Observer>(desk: &mut Desk<'_, O>, slot: u32, leg: Leg) {
    let payment = *desk.payment(slot);
    if payment.flow == Flow::PhoneBill {
        desk.count_earned(payment.product, -1);
        post_on_bill(desk, &payment);
        return desk.count_earned(payment.product, 1);
    }
    let entry = if leg == Leg::Inner { Entry::CardNotPresent } else { outer_entry(&payment) };
    let amounts = amounts(desk, &payment, leg, entry);
    desk.count_earned(payment.product, -1);
    match (payment.flow, leg) {
        _ if payment.kind == PaymentKind::TopUp => post_top_up(desk, &payment, &amounts),
        _ if payment.is_prepaid() => post_prepaid(desk, &payment, &amounts),
        (Flow::OfflinePurse, _) => post_purse(desk, &payment, &amounts),
        (_, Leg::Outer) if payment.kind == PaymentKind::Repayment => post_repayment(desk, &payment, &amounts),
        (_, Leg::Outer) if payment.kind == PaymentKind::Transfer => post_transfer_outer(desk, &payment, &amounts),
        (_, Leg::Outer) if payment.kind.saves() => post_fund_outer(desk, &payment, &amounts),
        (flow, Leg::Outer) if flow.is_account() => post_account_outer(desk, &payment, &amounts),
        (flow, Leg::Inner) if flow.is_account() => post_account_inner(desk, &payment, &amounts),
        (flow, Leg::Outer) if flow.is_proxied() => post_proxy_outer(desk, &payment, &amounts),
        (flow, Leg::Inner) if flow.is_proxied() => post_proxy_inner(desk, &payment, &amounts),
        _ => post_card(desk, &payment, &amounts),
    }
    desk.count_earned(payment.product, 1);
    let is_virtual = payment.flow.is_proxied() && leg == Leg::Outer;
    let is_charged = charges_card(desk, &payment, leg) || (leg == Leg::Inner && payment.is_debited_at_once());
    if is_charged && !is_virtual && !payment.is_prepaid() {
        count_spending(desk, payment.card, amounts.value);
    }
    let fees = LegFees {
        value: amounts.value,
        interchange: amounts.interchange,
        network: amounts.network_fees(),
        staged: amounts.staged,
        discount: if leg == Leg::Outer { amounts.discount } else { Money::ZERO },
        rewards: amounts.rewards,
    };
    if leg == Leg::Outer {
        post_incremental_margin(desk, &payment);
        desk.keep_promise(&payment);
    }
    desk.observer.fact(Fact::Cleared { payment: &payment, leg, entry, tariff: &desk.day.tariff, fees });
}

/// True where a card is charged on the leg, so that interchange and network fees are due: the one the shop saw, or the one behind it.
fn charges_card<O: Observer>(desk: &Desk<'_, O>, payment: &Payment, leg: Leg) -> bool {
    match leg {
        _ if payment.kind == PaymentKind::TopUp => true,
        Leg::Outer => !payment.flow.names_no_card(),
        Leg::Inner if !payment.flow.is_account() => true,
        Leg::Inner => match payment.source {
            Source::Card => true,
            Source::QuickPay | Source::Gateway => !desk.has_bank_line(desk.product(payment.product).operator, payment.card),
            Source::Balance | Source::Bank | Source::Bill => false,
        },
    }
}

/// What a bank's cards paid, for what it earns and gets on the sum.
fn count_spending<O: Observer>(desk: &mut Desk<'_, O>, card: CardId, value: Money) {
    let card = desk.market.market.cards[card.index()];
    let Some(bank) = desk.market.bank_ordinal(card.issuer) else { return };
    desk.branch.report.spent[bank] += value.minor();
    if card.funding.is_credit() {
        desk.branch.report.lent[bank] += value.minor();
    }
}

fn amounts<O: Observer>(desk: &Desk<'_, O>, payment: &Payment, leg: Leg, entry: Entry) -> Amounts {
    let people = i64::from(payment.weight) * if payment.flows_back() { -1 } else { 1 };
    let network = network(desk, payment, leg);
    let funding = desk.funding(payment, leg);
    let qualification = Qualification { network, funding, entry, class: fee_class(desk, payment) };
    let discount = discount(desk, payment, qualification);
    let earns_rewards = (leg == Leg::Inner || !payment.flow.is_proxied()) && funding == crate::domain::card::Funding::RewardsCredit;
    let moved = payment.cleared(leg);
    let rewards = if earns_rewards { rewards_rate(desk, payment).of(moved) } else { Money::ZERO };
    let tariff = &desk.day.tariff;
    let fee = |fee: Fee| if payment.is_partial_refund() { fee.on_part(moved, payment.asked) } else { fee.on(moved) } * people;
    let assessment = tariff.assessment(qualification);
    if !charges_card(desk, payment, leg) {
        let debit = if leg == Leg::Inner { bank_fee(desk, payment) } else { Money::ZERO };
        let discount = match payment.kind {
            PaymentKind::Transfer => desk.product(payment.product).transfer.fee_on(moved) * people,
            PaymentKind::Subscription | PaymentKind::Redemption => Money::ZERO,
            _ => fee(discount),
        };
        return Amounts { value: moved * people, interchange: debit, discount, ..Amounts::default() };
    }
    let is_staged = leg == Leg::Inner && payment.kind != PaymentKind::TopUp;
    Amounts {
        value: moved * people,
        interchange: fee(tariff.interchange(qualification)),
        assessment: fee(assessment.variable()),
        switch: fee(assessment.flat()),
        staged: if is_staged { fee(tariff.staged_wallet(qualification)) } else { Money::ZERO },
        discount: fee(discount),
        rewards: rewards * people,
    }
}

/// What the payment is priced as; a loading buys nothing at the shop.
pub(super) fn fee_class<O: Observer>(desk: &Desk<'_, O>, payment: &Payment) -> FeeClass {
    if payment.kind == PaymentKind::TopUp { FeeClass::NONE } else { desk.market.market.fee_class(usize::from(payment.category)) }
}

/// What the shop pays for the payment: to its acquirer, as a rate that is set says or else its contract; or to the processor that pays it.
fn discount<O: Observer>(desk: &Desk<'_, O>, payment: &Payment, qualification: Qualification) -> Fee {
    if payment.flow.is_account() || payment.flow == Flow::OfflinePurse {
        let processor = desk.market.market.processor(desk.product(payment.product).operator);
        let is_repayment = payment.kind == PaymentKind::Repayment;
        return processor.map_or(Fee::default(), |terms| if is_repayment { terms.repayment_fee } else { terms.merchant_fee });
    }
    let group = &desk.market.market.merchants[desk.branch.shops.list[payment.shop as usize].group as usize];
    desk.day.tariff.merchant_discount(qualification).unwrap_or_else(|| group.discount())
}

fn rewards_rate<O: Observer>(desk: &Desk<'_, O>, payment: &Payment) -> Rate {
    desk.market.bank_ordinal(desk.market.issuer(payment.card)).map_or(Rate::ZERO, |bank| desk.market.market.banks[bank].rewards_rate)
}

fn network<O: Observer>(desk: &Desk<'_, O>, payment: &Payment, leg: Leg) -> PartyId {
    if let (true, Some(prepaid)) = (payment.is_prepaid(), desk.programme(payment)) {
        prepaid.network
    } else if payment.flow.is_proxied() && leg == Leg::Outer {
        desk.product(payment.product).proxy_network
    } else {
        desk.market.market.cards[payment.card.index()].network
    }
}

/// A bank's own card at a shop, or card data used without it.
fn post_card<O: Observer>(desk: &mut Desk<'_, O>, payment: &Payment, amounts: &Amounts) {
    let issuer = desk.market.issuer(payment.card);
    let network = network(desk, payment, Leg::Outer);
    let people = desk.market.people;
    let ledger = &mut desk.branch.ledger;
    ledger.post(people, Account::Purchases, Account::OwedToIssuers, amounts.value);
    post_issuer(ledger, issuer, people, amounts);
    post_shop_side(ledger, payment.merchant, payment.acquirer, network, amounts);
    post_cash_saved(desk, payment);
}

/// The issuer of the card that is charged in the end.
pub(super) fn post_issuer(ledger: &mut Ledger, issuer: PartyId, people: PartyId, amounts: &Amounts) {
    ledger.post(issuer, Account::Cardholders, Account::Settlement, amounts.value);
    ledger.post(issuer, Account::Settlement, Account::Line(Line::Interchange), amounts.interchange);
    if amounts.rewards != Money::ZERO {
        ledger.post(issuer, Account::Line(Line::Rewards), Account::Cardholders, amounts.rewards);
        ledger.post(people, Account::OwedToIssuers, Account::Line(Line::Incentives), amounts.rewards);
    }
}

/// Shop, acquirer and network of the outer leg.
pub(super) fn post_shop_side(ledger: &mut Ledger, merchant: PartyId, acquirer: PartyId, network: PartyId, amounts: &Amounts) {
    ledger.post(acquirer, Account::Settlement, Account::MerchantsPayable, amounts.value);
    ledger.post(acquirer, Account::Line(Line::InterchangePaid), Account::Settlement, amounts.interchange);
    ledger.post(acquirer, Account::Line(Line::Assessments), Account::Settlement, amounts.network_fees());
    ledger.post(acquirer, Account::MerchantsPayable, Account::Line(Line::Discount), amounts.discount);
    ledger.post(network, Account::Settlement, Account::Line(Line::AssessmentsOuter), amounts.assessment);
    ledger.post(network, Account::Settlement, Account::Line(Line::Switch), amounts.switch);
    ledger.post(merchant, Account::OwedByAcquirer, Account::Sales, amounts.value);
    ledger.post(merchant, Account::Line(Line::Discount), Account::OwedByAcquirer, amounts.discount);
}

pub(super) fn post_cash_saved<O: Observer>(desk: &mut Desk<'_, O>, payment: &Payment) {
    if payment.replaces_cash && payment.kind == PaymentKind::Purchase {
        let saved = desk.market.market.acceptance.cash_handling.of(payment.amount) * i64::from(payment.weight);
        desk.branch.ledger.post(payment.merchant, Account::Outside, Account::Line(Line::CashSaved), saved);
    }
}

/// What a phone payment brings the shop that plastic would not have; goods that come back take it with them.
pub(super) fn post_incremental_margin<O: Observer>(desk: &mut Desk<'_, O>, payment: &Payment) {
    if payment.product == ProductId::PLASTIC || payment.thief.is_some() || !payment.kind.has_shop() {
        return;
    }
    let group = usize::from(desk.branch.shops.list[payment.shop as usize].group);
    let sign = if payment.is_refund() { -1 } else { 1 };
    let margin = desk.market.incremental[group].of(payment.amount) * (sign * i64::from(payment.weight));
    desk.branch.ledger.post(payment.merchant, Account::Outside, Account::Line(Line::IncrementalMargin), margin);
}

/// An operator pays somebody for joining or paying; it is settled at the month's end.
pub fn post_incentive<O: Observer>(desk: &mut Desk<'_, O>, fact: IncentiveFact) {
    let line = Account::Line(Line::Incentives);
    let (operator, people) = (desk.product(fact.product).operator, desk.market.people);
    desk.branch.ledger.transfer((operator, line), (people, line), Account::Bills, fact.amount * i64::from(fact.weight));
    desk.observer.fact(Fact::Incentive(fact));
}

/// The virtual card at the shop: its issuer pays the network and has the wallet fund it; the interchange goes on to the wallet.
fn post_proxy_outer<O: Observer>(desk: &mut Desk<'_, O>, payment: &Payment, amounts: &Amounts) {
    let product = desk.product(payment.product);
    let (wallet, proxy, network) = (product.operator, product.proxy_issuer, product.proxy_network);
    let people = desk.market.people;
    let ledger = &mut desk.branch.ledger;
    ledger.post(people, Account::Purchases, Account::InTransit, amounts.value);
    ledger.post(proxy, Account::ProxyFunding, Account::Settlement, amounts.value);
    ledger.post(proxy, Account::Settlement, Account::Line(Line::Interchange), amounts.interchange);
    ledger.post(proxy, Account::Line(Line::SharePaid), Account::ProxyFunding, amounts.interchange);
    ledger.post(wallet, Account::InTransit, Account::ProxyFunding, amounts.value);
    ledger.post(wallet, Account::ProxyFunding, Account::Line(Line::InterchangeShare), amounts.interchange);
    post_shop_side(ledger, payment.merchant, payment.acquirer, network, amounts);
    post_cash_saved(desk, payment);
}

/// The funding card behind it: the wallet is the merchant of record and pays interchange and assessment itself.
fn post_proxy_inner<O: Observer>(desk: &mut Desk<'_, O>, payment: &Payment, amounts: &Amounts) {
    let product = desk.product(payment.product);
    let (wallet, acquirer) = (product.operator, product.inner_acquirer);
    let issuer = desk.market.issuer(payment.card);
    let network = network(desk, payment, Leg::Inner);
    let people = desk.market.people;
    let ledger = &mut desk.branch.ledger;
    ledger.post(people, Account::InTransit, Account::OwedToIssuers, amounts.value);
    post_issuer(ledger, issuer, people, amounts);
    post_network_inner(ledger, acquirer, network, amounts);
    ledger.post(wallet, Account::OwedByAcquirer, Account::InTransit, amounts.value);
    ledger.post(wallet, Account::Line(Line::FundingInterchange), Account::OwedByAcquirer, amounts.interchange);
    ledger.post(wallet, Account::Line(Line::Assessments), Account::OwedByAcquirer, amounts.network_fees());
    ledger.post(wallet, Account::Line(Line::StagedWalletFee), Account::OwedByAcquirer, amounts.staged);
    desk.branch.report.products[payment.product.index()].inner_legs += i64::from(payment.weight);
}

/// The acquirer of an inner leg, whose merchant pays every fee itself, and the network.
pub(super) fn post_network_inner(ledger: &mut Ledger, acquirer: PartyId, network: PartyId, amounts: &Amounts) {
    ledger.post(acquirer, Account::Settlement, Account::MerchantsPayable, amounts.value);
    ledger.post(acquirer, Account::MerchantsPayable, Account::Settlement, amounts.inner_fees());
    ledger.post(network, Account::Settlement, Account::Line(Line::AssessmentsInner), amounts.assessment);
    ledger.post(network, Account::Settlement, Account::Line(Line::Switch), amounts.switch);
    ledger.post(network, Account::Settlement, Account::Line(Line::WalletFee), amounts.staged);
}

/// The wallet honoured the outer leg and cannot collect, or not all of it: its loss, the payer's gain.
pub fn post_written_off<O: Observer>(desk: &mut Desk<'_, O>, payment: &Payment) {
    let wallet = desk.product(payment.product).operator;
    let value = payment.given_up() * i64::from(payment.weight);
    let line = match payment.thief {
        _ if payment.flow.is_account() => Line::ReserveProvision,
        Some(_) => Line::Fraud,
        None => Line::CreditLoss,
    };
    desk.branch.ledger.post(wallet, Account::Line(line), Account::InTransit, value);
    desk.branch.ledger.post(desk.market.people, Account::InTransit, Account::Purchases, value);
    desk.observer.fact(Fact::WrittenOff(payment));
}

/// A thief's payment is found: the cardholder is made whole, whoever is liable pays; a sale whose goods never left is undone.
pub fn post_charge_back<O: Observer>(desk: &mut Desk<'_, O>, payment: &Payment, shares: [(PartyId, Money); 3], is_recovered: bool) {
    let people = desk.market.people;
    let issuer = desk.market.issuer(payment.card);
    let nested = payment.flow.has_inner_leg();
    let (wallet, proxy, inner_acquirer) = if payment.product == ProductId::PLASTIC {
        (issuer, issuer, payment.acquirer)
    } else {
        let product = desk.product(payment.product);
        let proxy = product.prepaid.filter(|_| payment.is_prepaid()).map_or(product.proxy_issuer, |prepaid| prepaid.issuer);
        (product.operator, proxy, product.inner_acquirer)
    };
    let line = if payment.flow.is_account() { Line::Compensation } else { Line::Fraud };
    let full = |amount: Money| amount * i64::from(payment.weight);
    let shares = shares.map(|(party, amount)| (party, full(amount)));
    let ledger = &mut desk.branch.ledger;
    for (bearer, amount) in shares {
        if amount == Money::ZERO {
            continue;
        }
        if bearer == people {
            // What was called back in time the people have again; of the rest nothing was bought.
            let gone = if payment.kind == PaymentKind::Transfer { Account::Cash } else { Account::Purchases };
            if !is_recovered {
                ledger.post(people, Account::Line(Line::UnreimbursedFraud), gone, amount);
            }
            continue;
        }
        if payment.is_prepaid() {
            ledger.post(people, Account::InTransit, Account::Purchases, amount);
            post_wallet_loss(ledger, (wallet, proxy), (bearer, line), (Account::InTransit, amount));
            continue;
        }
        ledger.post(people, Account::OwedToIssuers, Account::Purchases, amount);
        if bearer == issuer && !nested && outer_entry(payment) == Entry::CardPresent {
            ledger.post(issuer, Account::Line(Line::Fraud), Account::Cardholders, amount);
            continue;
        }
        ledger.post(issuer, Account::Settlement, Account::Cardholders, amount);
        if nested && payment.source != Source::Card {
            // No card, no chargeback: the operator makes its customer whole.
            ledger.post(wallet, Account::Line(line), Account::Settlement, amount);
            continue;
        }
        let acquirer = if nested { inner_acquirer } else { payment.acquirer };
        ledger.post(acquirer, Account::MerchantsPayable, Account::Settlement, amount);
        if nested {
            post_wallet_loss(ledger, (wallet, proxy), (bearer, line), (Account::OwedByAcquirer, amount));
        } else {
            let loss = if is_recovered { Account::Sales } else { Account::Line(Line::Chargebacks) };
            ledger.post(payment.merchant, loss, Account::OwedByAcquirer, amount);
        }
    }
    if !is_recovered {
        let borne = shares.iter().filter(|share| share.0 == payment.merchant).map(|share| share.1).sum();
        desk.note_shop_loss(payment, borne);
    }
    desk.observer.fact(Fact::FraudClosed { payment, shares, is_recovered });
}

/// The wallet is charged back for all of it, and bills the proxy's issuer for what the contract leaves there.
fn post_wallet_loss(
    ledger: &mut Ledger,
    (wallet, proxy): (PartyId, PartyId),
    (bearer, line): (PartyId, Line),
    (taken_from, amount): (Account, Money),
) {
    if bearer == wallet {
        ledger.post(wallet, Account::Line(line), taken_from, amount);
        return;
    }
    ledger.post(wallet, Account::ProxyFunding, taken_from, amount);
    ledger.post(proxy, Account::Line(Line::ResidualLoss), Account::ProxyFunding, amount);
}

/// Plain card payments, priced in bulk.
pub fn post_plastic<O: Observer>(desk: &mut Desk<'_, O>, fact: PlasticFact) {
    let market = &desk.market.market;
    let card = market.cards[fact.card.index()];
    let group = &market.merchants[fact.merchant];
    let people = desk.market.people;
    let tariff = &desk.day.tariff;
    let rewards_rate = desk.market.bank_ordinal(card.issuer).map_or(Rate::ZERO, |bank| market.banks[bank].rewards_rate);
    let is_rewards = card.funding == crate::domain::card::Funding::RewardsCredit;
    let category = &market.categories[group.category];
    let (entry, class) = (category.place.entry(), category.fee_class);
    let qualification = Qualification { network: card.network, funding: card.funding, entry, class };
    let assessment = tariff.assessment(qualification);
    let discount = tariff.merchant_discount(qualification).unwrap_or_else(|| group.discount());
    let amounts = Amounts {
        value: fact.value,
        interchange: tariff.interchange(qualification).on_bulk(fact.value, fact.count),
        assessment: assessment.variable().on_bulk(fact.value, fact.count),
        switch: assessment.flat().on_bulk(fact.value, fact.count),
        staged: Money::ZERO,
        discount: discount.on_bulk(fact.value, fact.count),
        rewards: if is_rewards { rewards_rate.of(fact.value) } else { Money::ZERO },
    };
    let ledger = &mut desk.branch.ledger;
    ledger.post(people, Account::Purchases, Account::OwedToIssuers, amounts.value);
    post_issuer(ledger, card.issuer, people, &amounts);
    post_shop_side(ledger, group.party, group.acquirer, card.network, &amounts);
    if let Some(bank) = desk.market.bank_ordinal(card.issuer) {
        desk.branch.report.processed[bank] += fact.count;
    }
    count_spending(desk, fact.card, fact.value);
    desk.observer.fact(Fact::Plastic(fact, &desk.day.tariff));
}

/// Money outside payments: a bill between parties, or a cost paid to the world.
pub fn post_charge(ledger: &mut Ledger, charge: &Charge) {
    match (charge.payer, charge.payee) {
        (Some((payer, cost)), Some((payee, revenue))) => {
            ledger.transfer((payer, Account::Line(cost)), (payee, Account::Line(revenue)), Account::Bills, charge.amount);
        }
        (Some((payer, cost)), None) => ledger.post(payer, Account::Line(cost), Account::Outside, charge.amount),
        (None, Some((payee, revenue))) => ledger.post(payee, Account::Outside, Account::Line(revenue), charge.amount),
        (None, None) => {}
    }
}
