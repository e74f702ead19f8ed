//! Market: everything a simulation needs to know about one market on one day, as read-only values.
//!
//! A scenario yields one market per stretch of days between dated events. Lists are in the scenario's order; ids are their ordinals.

use super::adoption::Adoption;
use super::calendar::{Calendar, Curve};
use super::card::Card;
use super::dispute::Disputes;
use super::fee::{FeeBook, FeeClass};
use super::licensing::Licensing;
use super::merchant::{Acceptance, Category, MerchantGroup, Technologies};
use super::money::Money;
use super::partnership::Partnership;
use super::party::{Party, PartyId, Role};
use super::person::{People, Segment};
use super::product::Product;
use super::protection::Protections;
use super::stored::Processor;
use super::threat::Threats;
use jiff::civil::{Date, DateTime};

/// A bank that issues cards.
#[derive(Clone, Debug, PartialEq)]
pub struct Bank {
    /// Its party.
    pub party: PartyId,
    /// Share of people whose debit card it issued.
    pub debit_share: f64,
    /// Share of credit card holders whose card it issued.
    pub credit_share: f64,
    /// Part of credit spending that is not paid off at the month's end.
    pub revolving: super::money::Rate,
    /// Yearly interest on what is not.
    pub interest: super::money::Rate,
    /// Part of what revolves that is paid off each month.
    pub repaid_per_month: super::money::Rate,
    /// Share of its credit cards that pay rewards.
    pub rewards_share: f64,
    /// What those rewards pay, as a rate of spending.
    pub rewards_rate: super::money::Rate,
    /// Its risk rule: distance between the mean scores of fraud and of honest payments, in standard deviations.
    pub risk_separation: f64,
    /// Its risk rule: share of honest payments that are stopped.
    pub risk_false_positive_rate: f64,
    /// Authorizers working at once.
    pub servers: u32,
    /// Mean time one needs, milliseconds.
    pub service_ms: f64,
    /// Authorizations per customer and day of all its business; the offered load of the front office.
    pub background_per_day: f64,
    /// Cost of processing one payment, thousandths of a cent.
    pub processing_millicents: i64,
    /// Cost of one fraud case worked.
    pub handling_cost: Money,
    /// Cost of one card replaced.
    pub reissue_cost: Money,
    /// Outages a year.
    pub outages_per_year: f64,
    /// Mean hours of one.
    pub outage_hours: f64,
    /// Months its integration with a device wallet takes.
    pub integration_months: f64,
    /// What that costs it.
    pub integration_cost: Money,
    /// Yearly value it expects per cardholder who takes the wallet up.
    pub expected_value: Money,
    /// Share of its eligible cardholders that it expects to take it up.
    pub expected_take_up: f64,
    /// What it earns a year on a deposit, as a rate; lost on money that lies elsewhere.
    pub deposit_margin: super::money::Rate,
    /// Share of its customers who bank online, and so can pay on its pages, by date.
    pub online_banking_share: Curve,
    /// Share of payments on its pages whose payer cannot log in.
    pub login_failed_share: f64,
    /// The largest debit that it lets a processor make.
    pub quick_pay_limit: Money,
    /// Share of smaller debits for which it sends its customer a one-time password, as for a device it has not seen.
    pub password_share: f64,
    /// A larger debit always wants one.
    pub password_above: Money,
    /// Share of enrolments with one of its cards at which it sends its customer a one-time password, which an impostor does not get.
    pub binding_password_share: f64,
    /// Authorizers that a cloud adds when it is asked more than it can answer.
    pub reserve_servers: u32,
    /// Share of an outage that the cloud bridges.
    pub failover_share: f64,
}

/// A card network.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    /// Its party.
    pub party: PartyId,
    /// Up to this ticket it approves for a silent issuer.
    pub stand_in_limit: Money,
    /// What it pays issuers for choosing it, as a rate of their cards' spending.
    pub issuer_incentive: super::money::Rate,
}

/// A regulator, as far as money goes.
#[derive(Clone, Debug, PartialEq)]
pub struct Supervisor {
    /// Its party.
    pub party: PartyId,
    /// What supervising the market's payment products costs it a month.
    pub supervision: Money,
    /// What an operator is fined whose vault was opened.
    pub breach_fine: Money,
    /// Technologies that it has suspended.
    pub suspends: Technologies,
    /// Part of what processors earn on customers' balances that they have to set aside.
    pub reserve_provision: super::money::Rate,
}

/// A mobile carrier.
#[derive(Clone, Debug, PartialEq)]
pub struct Carrier {
    /// Its party.
    pub party: PartyId,
    /// Its share of people.
    pub share: f64,
    /// Share of its customers whose phone it cannot lock.
    pub unlocked_share: f64,
    /// The operator of the wallet that it owns a part of.
    pub wallet: Option<PartyId>,
    /// True if it keeps other wallets out of the elements it holds the keys of.
    pub shuts_out_rivals: bool,
    /// Part of the price of shops' terminals that it bears, for these technologies.
    pub terminal_share: super::money::Rate,
    /// Which technologies those are.
    pub terminal_technologies: Technologies,
}

/// Latency and loss of a kind of link.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LinkLaw {
    /// Median one-way time, milliseconds.
    pub median_ms: f64,
    /// Spread (sigma of the logarithm); zero is constant.
    pub sigma: f64,
    /// Messages lost per million.
    pub loss_ppm: u32,
}

/// The kinds of link a message can travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum LinkKind {
    /// Phone to terminal, by radio over centimetres.
    Tap,
    /// Terminal to acquirer.
    Shop,
    /// Acquirer to network.
    Acquirer,
    /// Network to issuer.
    Issuer,
    /// Proxy's issuer to wallet, and wallet to its acquirer.
    Cloud,
    /// Phone to wallet over the mobile internet.
    Mobile,
    /// A short message, to a phone or from one.
    ShortMessage,
}

impl LinkKind {
    /// Every kind with its key in scenarios.
    pub const ALL: [(&'static str, Self); 7] = [
        ("tap", Self::Tap),
        ("shop", Self::Shop),
        ("acquirer", Self::Acquirer),
        ("issuer", Self::Issuer),
        ("cloud", Self::Cloud),
        ("mobile", Self::Mobile),
        ("sms", Self::ShortMessage),
    ];
}

/// How long anybody waits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeLimits {
    /// Terminal until it gives up, milliseconds.
    pub terminal_ms: i64,
    /// Network until it stands in, milliseconds.
    pub stand_in_ms: i64,
    /// Wallet until it gives the inner leg up, milliseconds.
    pub inner_ms: i64,
}

/// A payment that a scenario writes down instead of drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct ScriptedPayment {
    /// When.
    pub at: DateTime,
    /// Who: ordinal of the person.
    pub person: u32,
    /// Where: ordinal of the merchant group.
    pub merchant: usize,
    /// How much.
    pub amount: Money,
}

/// One market on one stretch of days.
#[derive(Clone, Debug, PartialEq)]
pub struct Market {
    /// Everybody with books.
    pub parties: Vec<Party>,
    /// Days and business days.
    pub calendar: Calendar,
    /// The people.
    pub people: People,
    /// Their segments.
    pub segments: Vec<Segment>,
    /// Share of people with a smartphone, by date.
    pub smartphone_share: Curve,
    /// Share of smartphones with near-field radio, by date.
    pub nfc_share: Curve,
    /// Share of people with a set-top box, by date.
    pub set_top_share: Curve,
    /// Share of people who pay at a computer, by date.
    pub computer_share: Curve,
    /// Spending categories.
    pub categories: Vec<Category>,
    /// Groups of shops.
    pub merchants: Vec<MerchantGroup>,
    /// Terminal economics.
    pub acceptance: Acceptance,
    /// Banks that issue cards.
    pub banks: Vec<Bank>,
    /// The cards they issue.
    pub cards: Vec<Card>,
    /// Card networks.
    pub networks: Vec<Network>,
    /// Regulators.
    pub regulators: Vec<Supervisor>,
    /// Carriers.
    pub carriers: Vec<Carrier>,
    /// Processors with accounts of their own.
    pub processors: Vec<Processor>,
    /// Products under study.
    pub products: Vec<Product>,
    /// Dated prices.
    pub fees: FeeBook,
    /// What makes people adopt.
    pub adoption: Adoption,
    /// Thieves.
    pub threats: Threats,
    /// What is done against them, besides what products and banks do.
    pub protections: Protections,
    /// Links, by [`LinkKind`].
    pub links: [LinkLaw; 7],
    /// Time limits.
    pub limits: TimeLimits,
    /// The rules of disputes.
    pub disputes: Disputes,
    /// Payments written down.
    pub script: Vec<ScriptedPayment>,
    /// Who may run accounts, where the scenario has rules for that.
    pub licensing: Option<Licensing>,
    /// One plastic payment in this many travels message by message; the others are tallied.
    pub plastic_sample: u32,
    /// Days between paydays.
    pub payday_every_days: u32,
    /// Who shares what with whom.
    pub partnerships: Vec<Partnership>,
}

impl Market {
    /// The party that stands for all people.
    #[must_use]
    pub fn people_party(&self) -> PartyId {
        let at = self.parties.iter().position(|p| p.role == Role::User).unwrap_or(0);
        PartyId(at as u8)
    }

    /// Share of people who are customers of `bank`, by debit or credit card; those with both count once.
    #[must_use]
    pub fn customer_share(&self, bank: &Bank) -> f64 {
        let holders: f64 = self.segments.iter().map(|s| s.share * s.credit_holder_share).sum();
        let credit = bank.credit_share * holders;
        bank.debit_share + credit - bank.debit_share * credit
    }

    /// What a category is priced as.
    #[must_use]
    #[inline]
    pub fn fee_class(&self, category: usize) -> FeeClass {
        self.categories.get(category).map_or(FeeClass::NONE, |category| category.fee_class)
    }

    /// The bank with this party.
    #[must_use]
    pub fn bank(&self, party: PartyId) -> Option<&Bank> {
        self.banks.iter().find(|b| b.party == party)
    }

    /// True where an account with `product` can be linked to a card or account of this bank, to be debited without a further word.
    #[must_use]
    pub fn links_accounts(&self, product: &Product, bank: PartyId) -> bool {
        let Some(remote) = product.remote else { return true };
        remote.has_quick_pay && self.processor(product.operator).is_some_and(|terms| terms.quick_pay_banks.has(bank))
    }

    /// The terms of the processor with this party.
    #[must_use]
    pub fn processor(&self, party: PartyId) -> Option<&Processor> {
        self.processors.iter().find(|processor| processor.party == party)
    }

    /// Part of what a processor earns on customers' balances that it has to set aside, by the strictest of the regulators.
    #[must_use]
    pub fn reserve_provision(&self) -> super::money::Rate {
        self.regulators.iter().map(|regulator| regulator.reserve_provision).max().unwrap_or(super::money::Rate::ZERO)
    }

    /// The date on which `day` falls.
    #[must_use]
    pub fn date(&self, day: u32) -> Date {
        self.calendar.date(day)
    }
}
