//! Wallet office: an operator's head office: which cards work, the month's bills, and what the news says of it.
//!
//! Hears its branches' counts and found fraud. Says open gates, hazards and perceived risk. Keeps the integration queue (bank by bank,
//! a project at a time) while the product needs banks, and the month's counts.

use super::stage::Compiled;
use crate::domain::line::Line;
use crate::domain::money::{Money, Rate};
use crate::domain::party::PartyId;
use crate::domain::product::BankGate;
use crate::kernel::time::Time;
use crate::policy::integration;
use crate::protocol::{Charge, ProductCount};

const DAYS_PER_MONTH: f64 = 30.4375;
/// Thousandths of a cent in a cent.
const MILLI: i64 = 1_000;

/// A bank's project with a device wallet.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Project {
    bank: usize,
    ends: u32,
}

/// The head office of one product.
#[derive(Clone, Debug)]
pub struct WalletOffice {
    product: usize,
    integrated: Vec<bool>,
    projects: Vec<Project>,
    month: ProductCount,
    users: i64,
    active: i64,
    news_risk: f64,
    reported_volume: i64,
    reported_fraud: i64,
    /// Incentives promised so far.
    spent: i64,
}

impl WalletOffice {
    /// The office of `product` on day zero.
    #[must_use]
    pub fn new(market: &Compiled, product: usize) -> Self {
        let rules = &market.market.products[product];
        Self {
            product,
            integrated: market.market.banks.iter().map(|b| rules.integrated.contains(&b.party)).collect(),
            projects: Vec::new(),
            month: ProductCount::default(),
            users: 0,
            active: 0,
            news_risk: 0.0,
            reported_volume: 0,
            reported_fraud: 0,
            spent: 0,
        }
    }

    /// Bit per card that works in the product today.
    #[must_use]
    pub fn cards(&self, market: &Compiled) -> u64 {
        let any = market.market.products[self.product].bank_gate == BankGate::Any;
        let works = |issuer: PartyId| any || market.bank_ordinal(issuer).is_some_and(|bank| self.integrated[bank]);
        market.market.cards.iter().enumerate().filter(|(_, card)| works(card.issuer)).map(|(i, _)| 1u64 << i).sum()
    }

    /// Users over all people.
    #[must_use]
    pub fn users_share(&self, market: &Compiled) -> f64 {
        self.users as f64 / market.market.people.count.max(1) as f64
    }

    /// Perceived risk from the news, 0 to 1.
    #[must_use]
    pub const fn news_risk(&self) -> f64 {
        self.news_risk
    }

    /// True while the incentive is on and its budget lasts.
    #[must_use]
    pub fn pays_incentive(&self, market: &Compiled) -> bool {
        let incentive = market.market.products[self.product].incentive;
        incentive.is_some_and(|incentive| incentive.budget.is_none_or(|budget| self.spent < budget.minor()))
    }

    /// Reads the day's reports.
    pub fn hear(&mut self, count: &ProductCount) {
        self.users = count.users;
        self.active = count.active;
        self.month.newly_bound += count.newly_bound;
        self.month.volume += count.volume;
        self.month.inner_legs += count.inner_legs;
        self.month.prefunded += count.prefunded;
        self.month.scored += count.scored;
        self.month.alerts += count.alerts;
        self.month.proxy_authorizations += count.proxy_authorizations;
        self.month.stored += count.stored + count.escrowed;
        self.month.staked += count.staked;
        self.reported_volume += count.volume;
        self.reported_fraud += count.fraud_found;
        self.spent += count.incentives;
    }

    /// What lay in the product's fund this month, summed night by night.
    #[must_use]
    pub const fn month_of_stakes(&self) -> i64 {
        self.month.staked
    }

    /// A breach became known.
    pub fn report_breach(&mut self, market: &Compiled) {
        self.news_risk = self.news_risk.max(market.market.adoption.news_breach);
    }

    /// Something else became known that leaves this much perceived risk.
    pub fn report(&mut self, risk: f64) {
        self.news_risk = self.news_risk.max(risk);
    }

    /// Finishes and starts integration projects on `day`; a proxy product needs none.
    pub fn integrate(&mut self, market: &Compiled, day: u32, at: Time, reachable_share: f64, mut book: impl FnMut(Charge)) {
        let rules = &market.market.products[self.product];
        if rules.bank_gate == BankGate::Any || market.market.calendar.day(rules.launch) > i64::from(day) {
            return;
        }
        let banks = &market.market.banks;
        for project in self.projects.extract_if(.., |p| p.ends <= day) {
            self.integrated[project.bank] = true;
        }
        let people = market.market.people.count as f64;
        let reachable = |bank: usize| people * reachable_share * market.market.customer_share(&banks[bank]);
        let under_way = |bank: usize| self.integrated[bank] || self.projects.iter().any(|p| p.bank == bank);
        let queue = integration::queue(banks, rules.integration_scale, reachable, under_way);
        let free = (rules.parallel_projects as usize).saturating_sub(self.projects.len());
        for bank in queue.into_iter().take(free) {
            let days = (banks[bank].integration_months * rules.integration_scale * DAYS_PER_MONTH) as u32;
            self.projects.push(Project { bank, ends: day + days.max(1) });
            // Committed when it starts: a project that the wallet breaks off is paid for all the same.
            let cost = integration::cost(&banks[bank], rules.integration_scale);
            book(Charge { at, payer: Some((banks[bank].party, Line::Integration)), payee: None, amount: cost });
        }
    }

    /// The month's bills: what it earns and pays besides payments, and how the news reads.
    ///
    /// `open_share` is the part of the month in which the product was on the market.
    pub fn close_month(&mut self, market: &Compiled, at: Time, open_share: Rate, mut book: impl FnMut(Charge)) {
        let rules = &market.market.products[self.product];
        let costs = &rules.costs;
        let wallet = rules.operator;
        let month = std::mem::take(&mut self.month);
        let active = self.active;
        let mut charge = |payer: Option<(PartyId, Line)>, payee: Option<(PartyId, Line)>, minor: i64| {
            if minor != 0 {
                book(Charge { at, payer, payee, amount: Money::from_minor(minor) });
            }
        };
        let cost = |line| Some((wallet, line));
        charge(cost(Line::PlatformFixed), None, open_share.of(costs.platform_fixed).minor());
        charge(cost(Line::Support), None, costs.support.minor() * active);
        charge(cost(Line::Acquisition), None, costs.acquisition.minor() * month.newly_bound);
        charge(cost(Line::Prefunding), None, prefunding(costs.prefunding_rate, month.prefunded));
        charge(None, Some((wallet, Line::OffersData)), costs.offers_data.minor() * active);
        // Balances and what is held for shops are added up night by night.
        let float = rules.stored.map_or(0, |stored| stored.float_rate.of(Money::from_minor(month.stored)).minor() / 365);
        charge(None, Some((wallet, Line::Float)), float.max(0));
        if market.market.processor(wallet).is_some() {
            // It lies in a reserve of its own and comes back to nobody within the run.
            let provision = market.market.reserve_provision().of(Money::from_minor(float.max(0))).minor();
            charge(cost(Line::ReserveProvision), None, provision);
        }
        if let Some(control) = &rules.monitoring {
            let vendor = rules.monitoring_vendor;
            let licences = control.cost_millicents * month.scored / MILLI;
            charge(cost(Line::AlertStaff), None, control.alert_cost.minor() * month.alerts);
            charge(cost(Line::Monitoring), Some((vendor, Line::Licences)), licences);
            charge(Some((vendor, Line::Cost)), None, control.vendor_cost.of(Money::from_minor(licences)).minor());
        }
        if rules.flow.is_proxied() {
            let proxy = rules.proxy_issuer;
            charge(cost(Line::ProgrammeFee), Some((proxy, Line::ProgrammeFee)), costs.programme_fee.minor() * active);
            let markup = costs.inner_markup_millicents * month.inner_legs / MILLI;
            charge(cost(Line::InnerAcquirerMarkup), Some((rules.inner_acquirer, Line::Discount)), markup);
            let assessment = costs.proxy_assessment.of(Money::from_minor(month.volume)).minor();
            charge(Some((proxy, Line::Assessments)), Some((rules.proxy_network, Line::AssessmentsOuter)), assessment);
            let processor = costs.proxy_processor_millicents * month.proxy_authorizations / MILLI;
            charge(Some((proxy, Line::Processor)), None, processor);
        }
        self.read_news(market);
    }

    /// Reported fraud per volume moves perceived risk; the rest of it is forgotten with its half-life.
    fn read_news(&mut self, market: &Compiled) {
        let rules = &market.market.adoption;
        let kept = libm::exp2(-1.0 / rules.news_half_life_months.max(0.01));
        let bp = if self.reported_volume > 0 { 1e4 * self.reported_fraud as f64 / self.reported_volume as f64 } else { 0.0 };
        self.news_risk = (self.news_risk * kept + rules.news_per_bp * bp * (1.0 - kept)).clamp(0.0, 1.0);
        self.reported_volume = 0;
        self.reported_fraud = 0;
    }
}

/// What the month's sum of nightly amounts costs.
fn prefunding(yearly: Rate, minor: i64) -> i64 {
    yearly.of(Money::from_minor(minor)).minor() / 365
}
