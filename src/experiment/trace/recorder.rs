//! Recorder: writes down every hop, who paid whom, and how it ended.

use super::{Hop, PaidFee};
use crate::domain::market::Market;
use crate::domain::money::Money;
use crate::domain::party::PartyId;
use crate::domain::payment::{Leg, Outcome, Source};
use crate::domain::product::Flow;
use crate::experiment::contest::DisputeRecord;
use crate::kernel::time::{Span, Time};
use crate::protocol::{Actor, Address, Fact, FraudStage, LegFees, Message, Observer, Payment, PaymentKind, What};

/// Writes down what it sees.
pub(super) struct Recorder {
    pub(super) names: Vec<String>,
    pub(super) market: Market,
    pub(super) hops: Vec<(Time, usize, Hop)>,
    pub(super) fees: Vec<PaidFee>,
    pub(super) losses: Vec<(String, Money)>,
    pub(super) dispute: DisputeRecord,
    pub(super) outcome: &'static str,
    /// The traced amount; hops that move or ask for another one say so.
    pub(super) amount: Money,
    pub(super) is_paid: bool,
    pub(super) today: u32,
}

impl Recorder {
    /// A recorder of what happens to `amount`.
    pub(super) fn new(names: &[String], market: &Market, amount: Money) -> Self {
        Self {
            names: names.to_vec(),
            market: market.clone(),
            hops: Vec::new(),
            fees: Vec::new(),
            losses: Vec::new(),
            dispute: DisputeRecord::default(),
            outcome: "pending",
            amount,
            is_paid: false,
            today: 0,
        }
    }

    fn write(&mut self, at: Time, hop: Hop) {
        self.hops.push((at, self.hops.len(), hop));
    }

    fn name(&self, party: PartyId) -> String {
        self.names[party.index()].clone()
    }

    fn address(&self, address: Address) -> String {
        match address.actor {
            Actor::Phone | Actor::Thief | Actor::SetTopBox => address.actor.name().to_owned(),
            _ => format!("{} {}", address.actor.name(), self.names[address.party.index()]),
        }
    }

    /// Writes a fee down; one that is given back runs the other way.
    fn pay(&mut self, from: PartyId, to: PartyId, kind: &'static str, amount: Money) {
        if amount == Money::ZERO {
            return;
        }
        let (from, to, amount) = if amount < Money::ZERO { (to, from, -amount) } else { (from, to, amount) };
        let fee = PaidFee { from: self.name(from), to: self.name(to), kind, amount };
        self.fees.push(fee);
    }

    /// Who paid whom on a leg that cleared; of a refund, who gave what back.
    fn cleared(&mut self, payment: &Payment, leg: Leg, fees: &LegFees) {
        let product = self.market.products.get(payment.product.index());
        if let (Flow::PhoneBill, Some(product)) = (payment.flow, product) {
            return self.pay(payment.merchant, product.operator, "bill share", fees.discount);
        }
        let card = self.market.cards[payment.card.index()];
        if let (true, Some(product)) = (payment.flow.is_account() || payment.flow == Flow::OfflinePurse, product) {
            let processor = product.operator;
            let terms = self.market.processor(processor);
            let has_line = payment.is_debited_at_once() && terms.is_some_and(|terms| terms.direct_banks.has(card.issuer));
            match (leg, payment.source) {
                (Leg::Outer, _) if payment.kind == PaymentKind::Repayment => {
                    self.pay(self.market.people_party(), processor, "repayment fee", fees.discount);
                }
                (Leg::Outer, _) if payment.kind == PaymentKind::Transfer => {
                    self.pay(self.market.people_party(), processor, "transfer fee", fees.discount);
                }
                (Leg::Inner, _) if has_line => self.pay(processor, card.issuer, "bank line fee", fees.interchange),
                (Leg::Outer, _) => self.pay(payment.merchant, processor, "merchant fee", fees.discount),
                (Leg::Inner, Source::Balance | Source::Bill) => {}
                (Leg::Inner, Source::Bank) => self.pay(processor, card.issuer, "bank debit fee", fees.interchange),
                (Leg::Inner, Source::Card | Source::QuickPay | Source::Gateway) => {
                    self.pay(processor, card.issuer, "funding interchange", fees.interchange);
                    self.pay(processor, card.network, "assessment", fees.network);
                    self.pay(processor, card.network, "staged-wallet fee", fees.staged);
                }
            }
            return;
        }
        if let (true, Some(prepaid)) = (payment.is_prepaid(), product.and_then(|product| product.prepaid)) {
            self.pay(payment.merchant, payment.acquirer, "merchant discount", fees.discount);
            self.pay(payment.acquirer, prepaid.issuer, "interchange", fees.interchange);
            self.pay(payment.acquirer, prepaid.network, "assessment", fees.network);
            return;
        }
        let proxied = self.market.products.get(payment.product.index()).filter(|_| payment.flow.is_proxied());
        let proxied = proxied.map(|p| (p.operator, p.proxy_issuer, p.proxy_network));
        match (proxied, leg) {
            (Some((operator, proxy, network)), Leg::Outer) => {
                self.pay(payment.merchant, payment.acquirer, "merchant discount", fees.discount);
                self.pay(payment.acquirer, proxy, "interchange", fees.interchange);
                self.pay(payment.acquirer, network, "assessment", fees.network);
                self.pay(proxy, operator, "interchange share", fees.interchange);
            }
            (Some((operator, ..)), Leg::Inner) => {
                self.pay(operator, card.issuer, "funding interchange", fees.interchange);
                self.pay(operator, card.network, "assessment", fees.network);
                self.pay(operator, card.network, "staged-wallet fee", fees.staged);
            }
            (None, _) => {
                self.pay(payment.merchant, payment.acquirer, "merchant discount", fees.discount);
                self.pay(payment.acquirer, card.issuer, "interchange", fees.interchange);
                self.pay(payment.acquirer, card.network, "assessment", fees.network);
            }
        }
    }
}

impl Observer for Recorder {
    fn fact(&mut self, fact: Fact<'_>) {
        match fact {
            Fact::Incentive(paid) => {
                let (operator, people) = (self.market.products[paid.product.index()].operator, self.market.people_party());
                self.pay(operator, people, paid.occasion.name(), paid.amount);
            }
            Fact::Payment(payment) if payment.kind == PaymentKind::TopUp => {}
            Fact::Payment(payment) => self.outcome = words(payment.outcome),
            Fact::Cleared { payment, leg, fees, .. } => self.cleared(payment, leg, &fees),
            // What settles after a decline is the same purchase, paid with the plain card instead; it is not this payment.
            Fact::Settled { party, amount, what } if self.is_paid => {
                let at = Time::ZERO + Span::from_days(i64::from(self.today));
                let sign = if amount < Money::ZERO { "pays" } else { "gets" };
                let hop = Hop {
                    at_ms: 0,
                    from: "books".to_owned(),
                    to: self.name(party),
                    mti: what.mti().map_or("", crate::domain::iso8583::Mti::digits).to_owned(),
                    what: format!("{}: {sign} {}", what.words(), Money::from_minor(amount.minor().abs()).major()),
                    de39: String::new(),
                };
                self.write(at, hop);
            }
            Fact::Released(released) => {
                let operator = self.market.products[released.product.index()].operator;
                let hop = Hop {
                    at_ms: 0,
                    from: self.name(operator),
                    to: self.name(released.merchant),
                    mti: String::new(),
                    what: format!("escrow released: {}", released.amount.major()),
                    de39: String::new(),
                };
                self.write(released.at, hop);
            }
            Fact::WrittenOff(payment) => {
                let is_lost = payment.flow == Flow::OfflinePurse;
                let bearer = if is_lost { payment.merchant } else { self.market.products[payment.product.index()].operator };
                self.losses.push((self.name(bearer), payment.given_up()));
            }
            Fact::Dispute(fact) => self.dispute.moved(&self.market, &self.names, &fact),
            Fact::CaseClosed(fact) => self.dispute.closed(&self.market, &self.names, &fact),
            Fact::Fraud(fraud) if fraud.stage == FraudStage::Taken => {
                let bearer = self.name(fraud.bearer);
                self.losses.push((bearer, fraud.amount));
            }
            _ => {}
        }
    }

    fn sent(&mut self, sent: Time, at: Option<Time>, message: &Message, payment: Option<&Payment>) {
        self.is_paid |= (message.what == What::Receipt && message.code.is_approval()) || message.what == What::MoneyNotice;
        let amount = payment.and_then(|payment| amount_asked(message, payment)).filter(|asked| *asked != self.amount);
        let refund = if payment.is_some_and(Payment::is_refund) { " of a refund" } else { "" };
        let amount = amount.map_or_else(String::new, |asked| format!(" for {}", asked.major()));
        let lost = if at.is_none() { ", lost" } else { "" };
        let leg = if message.leg == Leg::Inner { " (inner leg)" } else { "" };
        let hop = Hop {
            at_ms: 0,
            from: self.address(message.from),
            to: self.address(message.to),
            mti: message.what.mti().map_or("", crate::domain::iso8583::Mti::digits).to_owned(),
            what: format!("{}{refund}{amount}{leg}{lost}", message.what.words()),
            de39: message.code.digits().to_owned(),
        };
        self.write(sent, hop);
    }

    fn day_closed(&mut self, day: u32) {
        self.today = day + 1;
    }
}

/// What a message asks for or moves, one person's.
fn amount_asked(message: &Message, payment: &Payment) -> Option<Money> {
    match (message.what, message.leg) {
        (What::AuthorizationRequest | What::FundingRequest | What::Reversal, Leg::Outer) => Some(payment.asked),
        (What::AuthorizationRequest | What::Reversal, Leg::Inner) => Some(payment.inner_asked()),
        (What::IncrementalRequest, _) => Some(payment.amount - payment.inner_asked()),
        (What::BatchUpload | What::Presentment | What::ClearingNotice, leg) => Some(payment.cleared(leg)),
        _ => None,
    }
}

const fn words(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Pending => "pending",
        Outcome::Approved => "approved",
        Outcome::DeclinedFunds => "declined: insufficient funds",
        Outcome::DeclinedRisk => "declined: suspected fraud",
        Outcome::DeclinedTimeout => "declined: time-out",
        Outcome::DeclinedOther => "declined",
    }
}
