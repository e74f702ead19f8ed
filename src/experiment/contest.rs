//! Contest: the courses a traced dispute can take, and what a trace writes down of it: who paid whom at each phase, and who bears it.

use super::trace::PaidFee;
use crate::actors::stage::Contest;
use crate::domain::card::{Entry, Funding};
use crate::domain::dispute::{Disputes, Grounds, Reason, Stage};
use crate::domain::fee::Qualification;
use crate::domain::market::Market;
use crate::domain::money::Money;
use crate::domain::party::PartyId;
use crate::domain::payment::Leg;
use crate::protocol::{CaseFact, DisputeFact};

/// The course of a dispute. Small amounts end before a ruling: nobody asks for one that costs more than it may bring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    /// The shop lets its time run out.
    Accepted,
    /// The cardholder complains after the limit.
    Refused,
    /// The cardholder knows the purchase from the receipt.
    Withdrawn,
    /// The shop presents again and convinces the bank.
    Represented,
    /// The shop presents again and convinces nobody; the network, if asked, rules for the cardholder.
    Won,
    /// The same, and the network, if asked, rules for the shop.
    Lost,
    /// The cardholder complains so late that a wallet cannot pass the claim on.
    Late,
    /// The shop presents again when a wallet's own time is over.
    Stuck,
    /// The shop has gone out of business.
    ShopGone,
}

/// A complaint about goods, against which nobody has a proof.
const PLAIN: Grounds = Grounds {
    reason: Reason::NotAsDescribed,
    is_weak: false,
    asks_copy: false,
    knows_receipt: false,
    shop_has_proof: false,
    wallet_has_proof: false,
    is_convincing: true,
    cardholder_is_right: false,
    reply_share: 0.25,
};

impl Course {
    /// The circumstances that bring it about.
    #[must_use]
    pub fn contest(self, rules: &Disputes) -> Contest {
        let plain = Contest { grounds: PLAIN, after_days: 20, is_shop_gone: false };
        let proven = Grounds { shop_has_proof: true, ..PLAIN };
        let limit = i64::from(rules.limit_days);
        match self {
            Self::Accepted => plain,
            Self::Refused => Contest { after_days: limit + 1, ..plain },
            Self::Withdrawn => {
                let grounds =
                    Grounds { reason: Reason::NotRecognised, asks_copy: true, knows_receipt: true, wallet_has_proof: true, ..proven };
                Contest { grounds, ..plain }
            }
            Self::Represented => Contest { grounds: Grounds { reply_share: 0.1, ..proven }, ..plain },
            Self::Won => Contest { grounds: Grounds { is_convincing: false, cardholder_is_right: true, ..proven }, ..plain },
            Self::Lost => Contest { grounds: Grounds { is_convincing: false, ..proven }, ..plain },
            Self::Late => Contest { after_days: limit - (2.0 * rules.handling_days) as i64 - 1, ..plain },
            Self::Stuck => Contest { grounds: Grounds { reply_share: 0.95, ..proven }, ..plain },
            Self::ShopGone => Contest { is_shop_gone: true, ..plain },
        }
    }
}

/// Money that passed while a dispute lasted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisputeMove {
    /// Days after the payment.
    pub day: u32,
    /// Who paid whom what.
    pub paid: PaidFee,
    /// True for fees and interchange, false for the contested amount itself.
    pub is_fee: bool,
}

/// What a trace keeps of a dispute.
#[derive(Clone, Debug, Default)]
pub(super) struct DisputeRecord {
    pub(super) moves: Vec<DisputeMove>,
    pub(super) endings: Vec<(Leg, &'static str)>,
    pub(super) losses: Vec<(String, Money)>,
    is_shop_gone: bool,
}

/// Who stands where on the leg of a fact.
struct Table {
    people: PartyId,
    issuer: PartyId,
    network: PartyId,
    acquirer: PartyId,
    merchant: PartyId,
    sponsor: Option<PartyId>,
    interchange: Money,
}

impl DisputeRecord {
    /// Fees and interchange of the dispute.
    pub(super) fn fees(&self) -> impl Iterator<Item = &PaidFee> {
        self.moves.iter().filter(|each| each.is_fee).map(|each| &each.paid)
    }

    /// A leg moved on.
    pub(super) fn moved(&mut self, market: &Market, names: &[String], fact: &DisputeFact<'_>) {
        self.is_shop_gone |= fact.is_shop_gone;
        if fact.reason == Reason::Fraud {
            return;
        }
        let table = table(market, fact);
        match fact.to {
            Stage::Claimed => self.credit(names, fact, &table),
            Stage::ChargedBack => {
                self.charge_back(names, fact, &table);
                self.fee(names, fact, (table.merchant, table.acquirer), "chargeback fee", market.disputes.chargeback_fee);
            }
            Stage::Represented => self.present_again(names, fact, &table),
            Stage::Dropped => self.withdraw(names, fact, &table),
            Stage::Conceded => self.charge_back(names, fact, &table),
            Stage::RuledForCardholder => {
                self.charge_back(names, fact, &table);
                self.fee(names, fact, (table.merchant, table.network), "ruling fee", market.disputes.ruling_fee);
            }
            Stage::RuledForMerchant => {
                self.withdraw(names, fact, &table);
                let loser = table.sponsor.unwrap_or(table.issuer);
                self.fee(names, fact, (loser, table.network), "ruling fee", market.disputes.ruling_fee);
            }
            _ => {}
        }
    }

    fn credit(&mut self, names: &[String], fact: &DisputeFact<'_>, table: &Table) {
        if table.sponsor.is_none() {
            self.amount(names, fact, (table.issuer, table.people), "provisional credit");
        }
    }

    fn withdraw(&mut self, names: &[String], fact: &DisputeFact<'_>, table: &Table) {
        if table.sponsor.is_none() {
            self.amount(names, fact, (table.people, table.issuer), "credit withdrawn");
        }
    }

    fn charge_back(&mut self, names: &[String], fact: &DisputeFact<'_>, table: &Table) {
        let payer = if self.pays_nothing(fact) { table.acquirer } else { table.merchant };
        self.amount(names, fact, (payer, table.issuer), "chargeback");
        let earner = if fact.leg == Leg::Inner { table.merchant } else { table.acquirer };
        self.fee_of(names, fact, (table.issuer, earner), "interchange returned", table.interchange);
        if let Some(wallet) = table.sponsor {
            self.amount(names, fact, (table.issuer, wallet), "chargeback passed on");
            self.fee_of(names, fact, (wallet, table.issuer), "interchange share returned", table.interchange);
        }
    }

    fn present_again(&mut self, names: &[String], fact: &DisputeFact<'_>, table: &Table) {
        self.amount(names, fact, (table.issuer, table.merchant), "second presentment");
        let earner = if fact.leg == Leg::Inner { table.merchant } else { table.acquirer };
        self.fee_of(names, fact, (earner, table.issuer), "interchange", table.interchange);
        if let Some(wallet) = table.sponsor {
            self.amount(names, fact, (wallet, table.issuer), "second presentment passed on");
            self.fee_of(names, fact, (table.issuer, wallet), "interchange share", table.interchange);
        }
    }

    /// True for a shop that is gone.
    fn pays_nothing(&self, fact: &DisputeFact<'_>) -> bool {
        self.is_shop_gone && fact.leg == Leg::Outer
    }

    fn fee(&mut self, names: &[String], fact: &DisputeFact<'_>, between: (PartyId, PartyId), kind: &'static str, amount: Money) {
        if !self.pays_nothing(fact) {
            self.fee_of(names, fact, between, kind, amount);
        }
    }

    fn fee_of(&mut self, names: &[String], fact: &DisputeFact<'_>, between: (PartyId, PartyId), kind: &'static str, amount: Money) {
        self.write(names, fact, between, kind, (amount, true));
    }

    fn amount(&mut self, names: &[String], fact: &DisputeFact<'_>, between: (PartyId, PartyId), kind: &'static str) {
        self.write(names, fact, between, kind, (fact.payment.amount, false));
    }

    fn write(
        &mut self,
        names: &[String],
        fact: &DisputeFact<'_>,
        (from, to): (PartyId, PartyId),
        kind: &'static str,
        (amount, is_fee): (Money, bool),
    ) {
        let paid = PaidFee { from: names[from.index()].clone(), to: names[to.index()].clone(), kind, amount };
        self.moves.push(DisputeMove { day: fact.at.day(), paid, is_fee });
    }

    /// The case is over: who bears the amount.
    pub(super) fn closed(&mut self, market: &Market, names: &[String], fact: &CaseFact<'_>) {
        if fact.reason == Reason::Fraud {
            return;
        }
        let payment = fact.payment;
        let [outer, inner] = fact.stages;
        for (leg, stage) in [(Leg::Outer, outer), (Leg::Inner, inner)] {
            if stage != Stage::Unraised {
                self.endings.push((leg, stage.name()));
            }
        }
        let is_proxied = payment.flow.is_proxied();
        let bearer = if outer.is_lost_by_merchant() {
            if self.is_shop_gone { payment.acquirer } else { payment.merchant }
        } else if is_proxied && inner.is_lost_by_merchant() {
            market.products[payment.product.index()].operator
        } else {
            market.people_party()
        };
        self.losses.push((names[bearer.index()].clone(), payment.amount));
    }
}

fn table(market: &Market, fact: &DisputeFact<'_>) -> Table {
    let payment = fact.payment;
    let card = market.cards[payment.card.index()];
    let people = market.people_party();
    let class = market.fee_class(usize::from(payment.category));
    let interchange =
        |network, funding, entry| fact.tariff.interchange(Qualification { network, funding, entry, class }).on(payment.amount);
    let (acquirer, merchant) = (payment.acquirer, payment.merchant);
    if !payment.flow.is_proxied() {
        let interchange = interchange(card.network, card.funding, Entry::CardPresent);
        return Table { people, issuer: card.issuer, network: card.network, acquirer, merchant, sponsor: None, interchange };
    }
    let product = &market.products[payment.product.index()];
    match fact.leg {
        Leg::Outer => Table {
            people,
            issuer: product.proxy_issuer,
            network: product.proxy_network,
            acquirer,
            merchant,
            sponsor: Some(product.operator),
            interchange: interchange(product.proxy_network, Funding::Prepaid, Entry::CardPresent),
        },
        Leg::Inner => Table {
            people,
            issuer: card.issuer,
            network: card.network,
            acquirer: product.inner_acquirer,
            merchant: product.operator,
            sponsor: None,
            interchange: interchange(card.network, card.funding, Entry::CardNotPresent),
        },
    }
}
