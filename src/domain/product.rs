//! Product: a way to pay that people can enrol in, with its flow, gates, controls and costs.

use super::bill::BillTerms;
use super::fund::FundTerms;
use super::incentive::{Incentive, Steering};
use super::merchant::{Technologies, Technology};
use super::money::{Money, Rate};
use super::party::PartyId;
use super::purse::PurseTerms;
use super::remote::RemoteTerms;
use super::stored::{AccountTerms, Loading, Prepaid, Stored};
use super::transfer::TransferTerms;
use jiff::civil::Date;

/// A product's ordinal in the market's list of products.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProductId(pub u8);

impl ProductId {
    /// Stands for plain plastic, which nobody enrols in.
    pub const PLASTIC: Self = Self(u8::MAX);

    /// The ordinal as an index; meaningless for [`ProductId::PLASTIC`].
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A set of products; a market has at most [`super::person::MOST_PRODUCTS`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ProductSet(u32);

impl ProductSet {
    /// True if `product` is in the set.
    #[must_use]
    #[inline]
    pub const fn has(self, product: ProductId) -> bool {
        self.0 >> product.0 & 1 == 1
    }

    /// The set with `product`.
    #[must_use]
    pub const fn with(self, product: ProductId) -> Self {
        Self(self.0 | 1 << product.0)
    }

    /// The set without `product`.
    #[must_use]
    pub const fn without(self, product: ProductId) -> Self {
        Self(self.0 & !(1 << product.0))
    }

    /// The products in either set.
    #[must_use]
    #[inline]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The products in both sets.
    #[must_use]
    #[inline]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// True if no product is in the set.
    #[must_use]
    #[inline]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl Iterator for ProductSet {
    type Item = ProductId;

    /// Takes out the product that the market lists first.
    #[inline]
    fn next(&mut self) -> Option<ProductId> {
        let first = self.0.trailing_zeros() as u8;
        self.0 &= self.0.checked_sub(1)?;
        Some(ProductId(first))
    }
}

/// The message flow that a payment with a product follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Flow {
    /// The bank's own card sits in the phone's secure element; one leg, card present.
    CardInElement,
    /// A virtual prepaid card is tapped; the wallet charges the funding card inside the shop's authorization.
    ProxyNested,
    /// A virtual prepaid card is tapped; the wallet approves on its own credit and charges the funding card once the payment has cleared.
    ProxyDeferred,
    /// A token is tapped; the network's token service maps it to the bank's own card, and the bank stays in the loop.
    NetworkToken,
    /// The payer's account with a processor is named at the terminal; the processor pays the shop and funds itself.
    ProcessorAccount,
    /// The payer's account with a processor pays on a page, in an app or by a code; the processor funds itself before the shop hears.
    RemoteAccount,
    /// A short message orders, the carrier puts it on the phone bill.
    PhoneBill,
    /// A purse on the SIM pays without asking anybody; the shop's batch is cleared later.
    OfflinePurse,
    /// A plastic card at the terminal.
    Plastic,
}

impl Flow {
    /// The flows a scenario can name, with their names there.
    pub const NAMED: [(&'static str, Self); 8] = [
        ("card-in-element", Self::CardInElement),
        ("proxy-nested", Self::ProxyNested),
        ("proxy-deferred", Self::ProxyDeferred),
        ("network-token", Self::NetworkToken),
        ("processor-account", Self::ProcessorAccount),
        ("remote-account", Self::RemoteAccount),
        ("phone-bill", Self::PhoneBill),
        ("offline-purse", Self::OfflinePurse),
    ];

    /// True where a virtual card stands between the shop and the funding card, so that there are two legs.
    #[must_use]
    #[inline]
    pub const fn is_proxied(self) -> bool {
        matches!(self, Self::ProxyNested | Self::ProxyDeferred)
    }

    /// True where the operator pays the shop and funds itself on a leg of its own.
    #[must_use]
    #[inline]
    pub const fn has_inner_leg(self) -> bool {
        self.is_proxied() || self.is_account()
    }

    /// True where the payer has an account with a processor, which pays the shop itself.
    #[must_use]
    #[inline]
    pub const fn is_account(self) -> bool {
        matches!(self, Self::ProcessorAccount | Self::RemoteAccount)
    }

    /// True where the shop sees no card of the payer's: nothing of it can leak there, and no bank can charge the payment back.
    #[must_use]
    #[inline]
    pub const fn names_no_card(self) -> bool {
        self.is_account() || matches!(self, Self::PhoneBill | Self::OfflinePurse)
    }

    /// The name in scenarios and ladders.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::CardInElement => "card-in-element",
            Self::ProxyNested => "proxy-nested",
            Self::ProxyDeferred => "proxy-deferred",
            Self::NetworkToken => "network-token",
            Self::ProcessorAccount => "processor-account",
            Self::RemoteAccount => "remote-account",
            Self::PhoneBill => "phone-bill",
            Self::OfflinePurse => "offline-purse",
            Self::Plastic => "plastic",
        }
    }
}

/// What somebody has to have at hand to pay with a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handset {
    /// A smartphone with near-field radio.
    NearField,
    /// A smartphone.
    Smartphone,
    /// Any phone, or none.
    Any,
    /// A set-top box at home.
    SetTop,
}

impl Handset {
    /// Every kind, with its name in scenarios.
    pub const NAMED: [(&'static str, Self); 4] =
        [("near-field", Self::NearField), ("smartphone", Self::Smartphone), ("any", Self::Any), ("set-top", Self::SetTop)];
}

/// Which of a person's cards a product can use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BankGate {
    /// Only cards of banks that are integrated with the product.
    Integrated,
    /// Any card.
    Any,
}

/// Where a product's credential lives; decides which phones and carriers stand in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credential {
    /// In the secure element that the phone's maker built in and the carrier holds the keys of.
    PhoneElement,
    /// In an applet on the carrier's SIM.
    SimElement,
    /// In the phone's software; nobody holds keys to it.
    Host,
}

impl Credential {
    /// Every place, with its name in scenarios.
    pub const NAMED: [(&'static str, Self); 3] =
        [("phone-element", Self::PhoneElement), ("sim-element", Self::SimElement), ("host", Self::Host)];
}

/// Real-time monitoring: a score with a stated separation between honest payments and fraud.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RiskControl {
    /// Distance between the mean scores of fraud and of honest payments, in standard deviations (d').
    pub separation: f64,
    /// Share of honest payments that are stopped; sets the threshold.
    pub false_positive_rate: f64,
    /// Median time to score one payment, milliseconds.
    pub latency_ms: f64,
    /// Price of scoring one payment, minor units times 1,000 (mills of a cent).
    pub cost_millicents: i64,
    /// Part of that price that the vendor's service costs the vendor.
    pub vendor_cost: Rate,
    /// Cost of one alert worked by a person.
    pub alert_cost: Money,
    /// Median hours until an honest customer's freeze is lifted.
    pub unfreeze_hours: f64,
}

/// How trying to enrol goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Enrolment {
    /// Trouble of enrolling, in units of utility.
    pub trouble: f64,
    /// Share who give up while installing and typing.
    pub drop_out_share: f64,
    /// Share of honest cards that the bank's check refuses.
    pub refused_share: f64,
    /// Share of impostors with somebody else's identity and card whom the operator's own check finds.
    pub impostors_caught_share: f64,
    /// Share of provisionings over the air that fail for good.
    pub provisioning_failure_share: f64,
    /// Median time to provision the element over the air, milliseconds.
    pub provisioning_ms: f64,
}

/// What a product costs and earns its operator, payments aside.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Costs {
    /// Earned per active user and month from offers and data.
    pub offers_data: Money,
    /// Fixed cost a month.
    pub platform_fixed: Money,
    /// Cost per active user and month.
    pub support: Money,
    /// Cost per newly bound user.
    pub acquisition: Money,
    /// Fee per active virtual card and month to the proxy's issuer.
    pub programme_fee: Money,
    /// Markup of the wallet's acquirer per inner leg, thousandths of a cent.
    pub inner_markup_millicents: i64,
    /// Yearly cost of the money lying with the proxy's issuer.
    pub prefunding_rate: Rate,
    /// What the proxy's network takes from the proxy's issuer, as a rate of what is paid.
    pub proxy_assessment: Rate,
    /// Processor cost of the proxy's issuer per authorization, thousandths of a cent.
    pub proxy_processor_millicents: i64,
}

impl Costs {
    /// Nothing.
    pub const NONE: Self = Self {
        offers_data: Money::ZERO,
        platform_fixed: Money::ZERO,
        support: Money::ZERO,
        acquisition: Money::ZERO,
        programme_fee: Money::ZERO,
        inner_markup_millicents: 0,
        prefunding_rate: Rate::ZERO,
        proxy_assessment: Rate::ZERO,
        proxy_processor_millicents: 0,
    };
}

/// Who bears fraud that nothing stopped, by how the card was used.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Liability {
    /// Share of card-present fraud on the virtual card that the proxy's issuer passes on to the wallet.
    pub wallet_share_of_proxy: Rate,
    /// Share of fraud at a till on a bank's own card that the networks' rules put on the shop.
    pub shop_share: Rate,
    /// What a cardholder bears of one case that was reported late.
    pub cardholder_cap: Money,
    /// Days after which a report is late.
    pub late_report_days: u32,
}

/// Putting an applet on a SIM, and what it is worth to the carrier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sim {
    /// The carrier's cost of swapping one SIM.
    pub swap_cost: Money,
    /// What the carrier pays towards a customer's phone when a wallet is put on its SIM.
    pub subsidy: Money,
    /// What the card's bank pays the carrier per account and year.
    pub rent_per_year: Money,
    /// What a customer with a wallet in use is worth to the carrier per month, for leaving less often.
    pub churn_value_per_month: Money,
    /// Part of the holders who come for a new SIM by themselves when theirs no longer works.
    pub reswapped: Rate,
    /// Mean days until they do.
    pub reswap_days: u32,
}

/// How a wallet collects what it has paid out for its customers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Collection {
    /// What one person may owe at a time where the wallet approves on its own credit.
    pub credit_limit: Money,
    /// Days after a failed collection at which it tries again, one after the other; then it writes off.
    pub retry_days: Vec<f64>,
    /// How much more than was approved a funding issuer honours without being asked again, as a rate (tips).
    pub tolerance: Rate,
}

/// A studied product.
#[derive(Clone, Debug, PartialEq)]
pub struct Product {
    /// Its name.
    pub name: String,
    /// Who runs it.
    pub operator: PartyId,
    /// Whether its users count in `annual.csv` and `monthly.csv`.
    pub is_counted: bool,
    /// Whether its payments do.
    pub is_value_counted: bool,
    /// The flow of its payments.
    pub flow: Flow,
    /// The first day on which people can enrol.
    pub launch: Date,
    /// How it meets a shop.
    pub technologies: Technologies,
    /// What its users have to have.
    pub handset: Handset,
    /// Bit per category: it is used for these.
    pub categories: u64,
    /// Which cards it takes.
    pub bank_gate: BankGate,
    /// Where its credential lives.
    pub credential: Credential,
    /// Carriers that it has come to terms with, by party; a carrier with a wallet of its own may shut it out all the same.
    pub carriers: Vec<PartyId>,
    /// Share of people where it is on offer at all, as in a pilot in some cities.
    pub reach: f64,
    /// What it takes to put it on a SIM.
    pub sim: Sim,
    /// Share of the phones with near-field radio that run it.
    pub supported_phone_share: f64,
    /// The largest payment it takes.
    pub ticket_limit: Money,
    /// The issuer of its virtual card.
    pub proxy_issuer: PartyId,
    /// The network of its virtual card.
    pub proxy_network: PartyId,
    /// The acquirer of its inner legs.
    pub inner_acquirer: PartyId,
    /// Who sells its monitoring.
    pub monitoring_vendor: PartyId,
    /// Monitoring, when switched on.
    pub monitoring: Option<RiskControl>,
    /// True where the operator can switch a lost phone's wallet off from afar.
    pub has_remote_disable: bool,
    /// Mean days until the owner of a lost phone pays with the product again; 0 leaves lost phones out of it.
    pub restore_days: f64,
    /// Trying to enrol.
    pub enrolment: Enrolment,
    /// Money besides payments.
    pub costs: Costs,
    /// Who bears fraud.
    pub liability: Liability,
    /// Collecting from funding cards.
    pub collection: Collection,
    /// What it pays people for joining and paying, when switched on.
    pub incentive: Option<Incentive>,
    /// How it moves people to debit.
    pub steering: Steering,
    /// Pull of its reminders on users who have long not paid, in units of utility.
    pub reminder: f64,
    /// How often people come to think of it by themselves, against the market's rates.
    pub consideration_scale: f64,
    /// Share of people who hold it, bound, on the first day.
    pub initial_share: f64,
    /// Share of their eligible spending that those already pay with it; as at first use, where a scenario does not say.
    pub initial_habit: Option<f64>,
    /// Share of eligible spending at first use; as with any product, where a scenario does not say.
    pub habit_start: Option<f64>,
    /// Banks integrated on the first day.
    pub integrated: Vec<PartyId>,
    /// Integration projects that can run at once.
    pub parallel_projects: u32,
    /// How much of a bank's usual project with a wallet (time and cost) one with this product takes.
    pub integration_scale: f64,
    /// Balances that the operator keeps, if it keeps any.
    pub stored: Option<Stored>,
    /// The programme's prepaid card, while there is one.
    pub prepaid: Option<Prepaid>,
    /// How a processor's accounts are come by and funded.
    pub account: Option<AccountTerms>,
    /// How a remote account funds a payment.
    pub remote: Option<RemoteTerms>,
    /// How what is ordered gets on the phone bill, and who gets what of it.
    pub bill: Option<BillTerms>,
    /// How an offline purse is cleared.
    pub purse: Option<PurseTerms>,
    /// The money fund behind its accounts.
    pub fund: Option<FundTerms>,
    /// On which terms its holders send money to somebody else.
    pub transfer: TransferTerms,
}

impl Product {
    /// True where something in the phone pays, so that whoever finds the phone may pay, and the carrier may have a say.
    #[must_use]
    pub const fn needs_phone(&self) -> bool {
        let pays_by_itself = matches!(self.handset, Handset::NearField) || matches!(self.credential, Credential::SimElement);
        pays_by_itself && !matches!(self.flow, Flow::PhoneBill)
    }

    /// How a balance that its holders spend in shops is loaded, while there is one: a purse's, or a prepaid card's.
    #[must_use]
    pub fn loading(&self) -> Option<Loading> {
        match &self.purse {
            Some(purse) => Some(purse.loading),
            None => self.prepaid.filter(|prepaid| prepaid.is_enabled).map(|prepaid| prepaid.loading()),
        }
    }

    /// True if it is used for purchases of `category`.
    #[must_use]
    #[inline]
    pub const fn serves(&self, category: u8) -> bool {
        self.categories >> category & 1 == 1
    }

    /// How products with this flow meet shops, where a scenario does not say.
    #[must_use]
    pub const fn usual_technology(flow: Flow) -> Technology {
        match flow {
            Flow::CardInElement | Flow::ProxyNested | Flow::ProxyDeferred | Flow::NetworkToken | Flow::OfflinePurse | Flow::Plastic => {
                Technology::Contactless
            }
            Flow::ProcessorAccount => Technology::PhonePin,
            Flow::RemoteAccount => Technology::Online,
            Flow::PhoneBill => Technology::ShortMessage,
        }
    }

    /// What its users have to have, where a scenario does not say.
    #[must_use]
    pub const fn usual_handset(flow: Flow) -> Handset {
        match flow {
            Flow::CardInElement | Flow::ProxyNested | Flow::ProxyDeferred | Flow::NetworkToken | Flow::OfflinePurse | Flow::Plastic => {
                Handset::NearField
            }
            Flow::RemoteAccount => Handset::Smartphone,
            Flow::ProcessorAccount | Flow::PhoneBill => Handset::Any,
        }
    }
}
