//! The tale posted by hand: pairs of debit and credit, fees worked out on paper.

use super::market::{ACQUIRER, BANK, INNER_ACQUIRER, NETWORK, PEOPLE, PROXY, PROXY_NETWORK, SHOP, WALLET};
use super::tale::{Told, cents, tale};
use crate::domain::line::Line;
use crate::domain::party::PartyId;
use crate::ledger::Account::{
    self, Bills, Cardholders, Cash, InTransit, MerchantsPayable, Outside, OwedByAcquirer, OwedToIssuers, ProxyFunding, Purchases, Sales,
    Settlement,
};
use crate::ledger::Ledger;
use crate::protocol::What;

fn line(line: Line) -> Account {
    Account::Line(line)
}

/// A ledger posted to by hand.
pub(super) struct Hand(pub(super) Ledger);

impl Hand {
    fn post(&mut self, party: PartyId, debit: Account, credit: Account, minor: i64) {
        self.0.post(party, debit, credit, cents(minor));
    }

    /// The shop's side: amount, interchange, assessment, discount.
    pub(super) fn shop(&mut self, network: PartyId, [a, i, n, d]: [i64; 4]) {
        self.post(ACQUIRER, Settlement, MerchantsPayable, a);
        self.post(ACQUIRER, line(Line::InterchangePaid), Settlement, i);
        self.post(ACQUIRER, line(Line::Assessments), Settlement, n);
        self.post(ACQUIRER, MerchantsPayable, line(Line::Discount), d);
        self.post(network, Settlement, line(Line::AssessmentsOuter), n);
        self.post(SHOP, OwedByAcquirer, Sales, a);
        self.post(SHOP, line(Line::Discount), OwedByAcquirer, d);
    }

    /// The card's side: amount, interchange, rewards.
    pub(super) fn card(&mut self, paid_for: Account, [a, i, r]: [i64; 3]) {
        self.post(PEOPLE, paid_for, OwedToIssuers, a);
        self.post(BANK, Cardholders, Settlement, a);
        self.post(BANK, Settlement, line(Line::Interchange), i);
        self.post(BANK, line(Line::Rewards), Cardholders, r);
        self.post(PEOPLE, OwedToIssuers, line(Line::Incentives), r);
    }

    /// The virtual card's side: amount, interchange.
    fn virtual_card(&mut self, [a, i]: [i64; 2]) {
        self.post(PEOPLE, Purchases, InTransit, a);
        self.post(PROXY, ProxyFunding, Settlement, a);
        self.post(PROXY, Settlement, line(Line::Interchange), i);
        self.post(PROXY, line(Line::SharePaid), ProxyFunding, i);
        self.post(WALLET, InTransit, ProxyFunding, a);
        self.post(WALLET, ProxyFunding, line(Line::InterchangeShare), i);
    }

    /// The wallet's side of an inner leg: amount, interchange, assessment.
    fn collection(&mut self, [a, i, n]: [i64; 3]) {
        self.post(INNER_ACQUIRER, Settlement, MerchantsPayable, a);
        self.post(INNER_ACQUIRER, MerchantsPayable, Settlement, i + n);
        self.post(NETWORK, Settlement, line(Line::AssessmentsInner), n);
        self.post(WALLET, OwedByAcquirer, InTransit, a);
        self.post(WALLET, line(Line::FundingInterchange), OwedByAcquirer, i);
        self.post(WALLET, line(Line::Assessments), OwedByAcquirer, n);
    }

    /// A payment with the rewards card at the shop: 26 interchange (15.855 + 10), 1 assessment (1.155), 30 discount (19.95 + 10) and
    /// 10 rewards (10.5, to even) on 1,050, for 100 people.
    fn plain(&mut self, sign: i64) {
        self.shop(NETWORK, [105_000, 2_600, 100, 3_000].map(|minor| sign * minor));
        self.card(Purchases, [105_000, 2_600, 1_000].map(|minor| sign * minor));
    }

    /// The outer leg with the virtual card: 27 interchange (12.075 + 15).
    fn tapped(&mut self) {
        self.shop(PROXY_NETWORK, [105_000, 2_700, 100, 3_000]);
        self.virtual_card([105_000, 2_700]);
    }

    /// The inner leg with the rewards card: 30 interchange (20.475 + 10), 2 assessment (2.1).
    fn collected(&mut self) {
        self.collection([105_000, 3_000, 200]);
        self.card(InTransit, [105_000, 3_000, 1_000]);
    }

    /// The issuer charges the shop's side back.
    fn charged_back(&mut self, acquirer: PartyId, minor: i64) {
        self.post(BANK, Settlement, Cardholders, minor);
        self.post(acquirer, MerchantsPayable, Settlement, minor);
    }
}

/// The ledger of the tale before anything settles.
pub(super) fn unsettled() -> Ledger {
    let mut hand = Hand(Ledger::new(9));
    hand.plain(1);
    hand.post(SHOP, Outside, line(Line::CashSaved), 500); // 5.25 rounds to 5, for 100 people
    hand.tapped();
    hand.collected();
    hand.tapped();
    hand.post(WALLET, line(Line::CreditLoss), InTransit, 105_000);
    hand.post(PEOPLE, InTransit, Purchases, 105_000);
    hand.plain(-1);
    // Three plastic payments on debit: 5 + 66 interchange (5.025), 11 assessment (11.055), 191 + 30 discount (190.95).
    hand.shop(NETWORK, [10_050, 71, 11, 221]);
    hand.card(Purchases, [10_050, 71, 0]);
    // Remote on debit: 23 interchange (0.525 + 22), 2 assessment; charged back, goods recovered.
    hand.shop(NETWORK, [105_000, 2_300, 200, 3_000]);
    hand.card(Purchases, [105_000, 2_300, 0]);
    hand.post(PEOPLE, OwedToIssuers, Purchases, 105_000);
    hand.charged_back(ACQUIRER, 105_000);
    hand.post(SHOP, Sales, OwedByAcquirer, 105_000);
    // The lost phone.
    hand.tapped();
    hand.collected();
    hand.post(PEOPLE, line(Line::UnreimbursedFraud), Purchases, 5_000);
    hand.post(PEOPLE, OwedToIssuers, Purchases, 100_000);
    hand.charged_back(INNER_ACQUIRER, 100_000);
    hand.post(WALLET, ProxyFunding, OwedByAcquirer, 60_000);
    hand.post(PROXY, line(Line::ResidualLoss), ProxyFunding, 60_000);
    hand.post(WALLET, line(Line::Fraud), OwedByAcquirer, 40_000);
    // The stolen card.
    hand.plain(1);
    hand.post(PEOPLE, OwedToIssuers, Purchases, 105_000);
    hand.post(BANK, line(Line::Fraud), Cardholders, 100_000);
    hand.charged_back(ACQUIRER, 5_000);
    hand.post(SHOP, line(Line::Chargebacks), OwedByAcquirer, 5_000);
    // Bills.
    hand.post(WALLET, line(Line::ProgrammeFee), Bills, 700);
    hand.post(PROXY, Bills, line(Line::ProgrammeFee), 700);
    hand.post(WALLET, line(Line::PlatformFixed), Outside, 800);
    hand.post(WALLET, Outside, line(Line::OffersData), 900);
    hand.0
}

/// Tale and ledger after everything that can be swept to cash was swept, by hand again.
pub(super) fn settled() -> (Vec<Told>, Ledger) {
    let (mut facts, mut ledger) = (tale(), unsettled());
    let occasions = [
        (Settlement, What::Settlement),
        (MerchantsPayable, What::Payout),
        (OwedByAcquirer, What::Payout),
        (ProxyFunding, What::FundsTransfer),
        (Cardholders, What::Statement),
        (OwedToIssuers, What::Statement),
        (Bills, What::Statement),
    ];
    for (account, what) in occasions {
        for party in 0..9 {
            let due = -ledger.balance(PartyId(party), account).net();
            if due != 0 {
                ledger.post(PartyId(party), Cash, account, cents(due));
                facts.push(Told::Settled(PartyId(party), cents(due), what));
            }
        }
    }
    (facts, ledger)
}
