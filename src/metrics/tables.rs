//! Tables: the rows of the result files of one run, in integers at full scale.
//!
//! Invariants: rows are ordered by time, then by the scenario's order; tables over all products hold counted products only, plain
//! plastic never; a person counts once, however many products.

use super::baskets::{self, BasketMonth, BasketYear};
use super::bridge::BridgeSums;
use super::channels::ChannelRow;
use super::credentials::CredentialRow;
use super::disputes::DisputeRow;
use super::frame::{Frame, Month};
use super::movements::{FundRow, PurposeRow};
use super::panel::{AcceptanceRow, FundingRow, LadderRow, LicenceRow};
use super::series::{Counts, FraudSums, Series};
use super::thefts::TheftRow;
use super::trust::TrustRow;
use crate::domain::card::Funding;
use crate::domain::gate::Gate;
use crate::domain::line::Line;
use crate::domain::merchant::Technology;
use crate::domain::party::PartyId;
use crate::domain::product::ProductId;
use crate::domain::threat::Vector;
use crate::protocol::YearClose;
use std::collections::BTreeMap;
use std::sync::Arc;

/// All counted products in one period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeriodRow<P> {
    /// The year or the month.
    pub period: P,
    /// People enrolled at its end.
    pub users: i64,
    /// People who paid in it.
    pub active_users: i64,
    /// Payments approved.
    pub payments: i64,
    /// What they sum to, minor units.
    pub volume: i64,
    /// Thieves' payments.
    pub fraud: FraudSums,
}

/// One product, or plain plastic, in one month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProductRow {
    /// The month.
    pub month: Month,
    /// The product.
    pub product: ProductId,
    /// People enrolled at the month's end.
    pub users: i64,
    /// People who paid in the month.
    pub active_users: i64,
    /// Enrolments in the month; who comes back counts again.
    pub enrolments: i64,
    /// Payments.
    pub counts: Counts,
}

/// One studied product in one year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProductYear {
    /// The year.
    pub year: i16,
    /// The product.
    pub product: ProductId,
    /// People enrolled at the year's last month's end.
    pub users: i64,
    /// Different people who paid in the year.
    pub active_users: i64,
    /// Payments.
    pub counts: Counts,
    /// Thieves' payments.
    pub fraud: FraudSums,
}

/// How many people stand before one gate of a product at a year's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GateRow {
    /// The year.
    pub year: i16,
    /// The product.
    pub product: ProductId,
    /// The gate.
    pub gate: Gate,
    /// People who have passed all gates before.
    pub people: i64,
}

/// One line of one party's account in one year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartyRow {
    /// The year.
    pub year: i16,
    /// The party.
    pub party: PartyId,
    /// The line.
    pub line: Line,
    /// Minor units; a revenue is positive, a cost negative.
    pub amount: i64,
}

/// Thieves' payments of one year, by how, with what, at whose cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FraudRow {
    /// The year.
    pub year: i16,
    /// How the credential was got.
    pub vector: Vector,
    /// What it was got from.
    pub product: ProductId,
    /// Who bears it, or would have.
    pub bearer: PartyId,
    /// The sums.
    pub sums: FraudSums,
}

/// What one kind of funding card brought and took a product's operator in one year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BridgeRow {
    /// The year.
    pub year: i16,
    /// The product.
    pub product: ProductId,
    /// What stands behind the payments.
    pub funding: Funding,
    /// The sums.
    pub sums: BridgeSums,
}

/// A closing balance in minor units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrialRow {
    /// The account.
    pub account: String,
    /// Whose it is.
    pub owner: String,
    /// The balance, if it is a debit.
    pub debit: i64,
    /// The balance, if it is a credit.
    pub credit: i64,
}

/// The result tables of one run.
#[derive(Clone, Debug, PartialEq)]
pub struct RunTables {
    /// Names behind the ids.
    pub frame: Arc<Frame>,
    /// Counted products by year.
    pub annual: Vec<PeriodRow<i16>>,
    /// Counted products by month.
    pub monthly: Vec<PeriodRow<Month>>,
    /// Each product by month, plain plastic last.
    pub products: Vec<ProductRow>,
    /// Each studied product by year.
    pub product_years: Vec<ProductYear>,
    /// Locations with contactless terminals that are switched on, by month, at its end.
    pub locations: Vec<(Month, i64)>,
    /// People by year, product and gate; those of a last year that is partial as of the last trading day.
    pub gates: Vec<GateRow>,
    /// Accounts by year, party and line.
    pub parties: Vec<PartyRow>,
    /// Fraud by year, vector, product and bearer.
    pub fraud: Vec<FraudRow>,
    /// Thieves' payments by year, vector, product and place.
    pub thefts: Vec<TheftRow>,
    /// Thieves' stock of credentials by month and vector.
    pub credentials: Vec<CredentialRow>,
    /// The wallet's bridge by year, product and funding.
    pub bridge: Vec<BridgeRow>,
    /// Payments by month, product and what stood behind them.
    pub funding: Vec<FundingRow>,
    /// People by month, product and rung.
    pub ladder: Vec<LadderRow>,
    /// Locations by month and technology.
    pub acceptance: Vec<AcceptanceRow>,
    /// The queue for licences by month; nothing where nobody can need one.
    pub licences: Vec<LicenceRow>,
    /// Contested payments by year, product, leg, reason and ending.
    pub disputes: Vec<DisputeRow>,
    /// Payments by month, product and what they were made for; empty where people only buy.
    pub purposes: Vec<PurposeRow>,
    /// Payments by month, product and channel.
    pub channels: Vec<ChannelRow>,
    /// Money funds by month and product.
    pub funds: Vec<FundRow>,
    /// How safe people think each product, by month.
    pub trust: Vec<TrustRow>,
    /// Baskets with products by month.
    pub basket_months: Vec<BasketMonth>,
    /// Baskets by year.
    pub basket_years: Vec<BasketYear>,
    /// Closing balances, as given.
    pub trial_balance: Vec<TrialRow>,
}

impl RunTables {
    /// The tables of a run, from the sum of its districts, its yearly accounts and its closing balances.
    #[must_use]
    pub fn new(series: &Series, years: &[YearClose], trial_balance: Vec<TrialRow>) -> Self {
        let mut total = Series::total(Arc::clone(series.frame()));
        total.absorb(series);
        let fraud = fraud(&total);
        let bridge = bridge(&total);
        let parties = parties(years);
        let disputes = total.disputes.rows(&total.frame);
        let reader = Reader { frame: &total.frame, series: &total };
        let products = reader.products();
        let product_years = reader.product_years(&products, &fraud);
        let gates = reader.gates(&product_years);
        let (annual, monthly) = (reader.annual(&products), reader.monthly(&products));
        let basket_months = baskets::months(&total.frame, &products, |basket| reader.basket_users(basket));
        let basket_years = baskets::years(&total.frame, &basket_months, &annual, &parties);
        let (frame, panel) = (Arc::clone(&total.frame), &total.panel);
        let (funding, ladder) = (panel.funding_rows(&frame), panel.ladder_rows(&frame));
        let acceptance = panel.acceptance_rows(&frame);
        let licences = panel.licence_rows(&frame);
        let contactless = acceptance.iter().filter(|row| row.technology == Technology::Contactless);
        let locations = contactless.map(|row| (row.month, row.on)).collect();
        Self {
            annual,
            monthly,
            products,
            product_years,
            gates,
            locations,
            parties,
            fraud,
            bridge,
            funding,
            ladder,
            acceptance,
            licences,
            disputes,
            thefts: total.thefts.rows(&frame),
            credentials: total.credentials.rows(&frame, &total.fraud),
            trust: total.trust.rows(&frame),
            purposes: total.movements.purpose_rows(&frame),
            channels: total.channels.rows(&frame),
            basket_months,
            basket_years,
            funds: total.movements.fund_rows(&frame),
            trial_balance,
            frame,
        }
    }
}

struct Reader<'a> {
    frame: &'a Frame,
    series: &'a Series,
}

impl Reader<'_> {
    /// By month: people of a row enrolled at its end.
    fn users(&self, row: usize) -> Vec<i64> {
        let change = |month| self.series.users.get(&(month as u16, row as u8)).copied().unwrap_or(0);
        let months = 0..self.frame.months().len();
        months
            .scan(0, |agents, month| {
                *agents += change(month);
                Some(*agents * self.frame.weight())
            })
            .collect()
    }

    /// By month: people who use one of a basket's products at its end.
    fn basket_users(&self, basket: usize) -> Vec<i64> {
        match self.frame.baskets()[basket].products[..] {
            [only] => self.users(only.index()),
            _ => self.users(self.frame.products().len() + 1 + basket),
        }
    }

    /// The row that counts people once over all counted products.
    fn any_row(&self) -> Option<usize> {
        match self.frame.counted() {
            0 => None,
            1 => self.frame.products().iter().position(|product| product.is_counted),
            _ => Some(self.frame.products().len()),
        }
    }

    fn products(&self) -> Vec<ProductRow> {
        let plastic = self.frame.plastic_row();
        let users: Vec<Vec<i64>> = (0..plastic).map(|row| self.users(row)).collect();
        let row = |(month, row): (usize, usize)| ProductRow {
            month: self.frame.months()[month],
            product: if row == plastic { ProductId::PLASTIC } else { ProductId(row as u8) },
            users: users.get(row).map_or(0, |users| users[month]),
            active_users: if row == plastic { 0 } else { self.series.by_month.people(month as u16, row) * self.frame.weight() },
            enrolments: self.series.enrolments.get(&(month as u16, row as u8)).copied().unwrap_or(0) * self.frame.weight(),
            counts: self.series.counts.get((month as u16, row as u8)).copied().unwrap_or_default(),
        };
        let months = 0..self.frame.months().len();
        months.flat_map(|month| (0..=plastic).map(move |row| (month, row))).map(row).collect()
    }

    fn product_years(&self, products: &[ProductRow], fraud: &[FraudRow]) -> Vec<ProductYear> {
        let mut rows = Vec::new();
        for year in self.frame.years() {
            for place in 0..self.frame.products().len() {
                let product = ProductId(place as u8);
                let mut counts = Counts::default();
                let mut users = 0;
                for row in products.iter().filter(|row| row.product == product && row.month.year == *year) {
                    counts.add(&row.counts);
                    users = row.users;
                }
                let mut sums = FraudSums::default();
                fraud.iter().filter(|row| row.product == product && row.year == *year).for_each(|row| sums.add(&row.sums));
                let at = (year - self.frame.years()[0]) as u16;
                let active_users = self.series.by_year.people(at, place) * self.frame.weight();
                rows.push(ProductYear { year: *year, product, users, active_users, counts, fraud: sums });
            }
        }
        rows
    }

    /// People by gate as counted; the active are those who paid in the year.
    fn gates(&self, years: &[ProductYear]) -> Vec<GateRow> {
        let mut rows = Vec::new();
        for ((at, product), people) in &self.series.gates {
            let year = self.frame.years()[usize::from(*at)];
            let active = years.iter().find(|row| row.year == year && row.product == *product).map_or(0, |row| row.active_users);
            let people = people.iter().copied().chain([active]);
            rows.extend(Gate::ALL.into_iter().zip(people).map(|(gate, people)| GateRow { year, product: *product, gate, people }));
        }
        rows
    }

    fn monthly(&self, products: &[ProductRow]) -> Vec<PeriodRow<Month>> {
        let any = self.any_row();
        let users = any.map(|row| self.users(row));
        let row = |(at, month): (usize, &Month)| {
            let active = any.map_or(0, |row| self.series.by_month.people(at as u16, row) * self.frame.weight());
            let users = users.as_ref().map_or(0, |users| users[at]);
            self.period(*month, users, active, |key| key == at, products.iter().filter(|row| row.month == *month))
        };
        self.frame.months().iter().enumerate().map(row).collect()
    }

    fn annual(&self, products: &[ProductRow]) -> Vec<PeriodRow<i16>> {
        let any = self.any_row();
        let users = any.map(|row| self.users(row));
        let row = |year: &i16| {
            let at = (year - self.frame.years()[0]) as u16;
            let active = any.map_or(0, |row| self.series.by_year.people(at, row) * self.frame.weight());
            let last = self.frame.months().iter().rposition(|month| month.year == *year);
            let users = users.as_ref().zip(last).map_or(0, |(users, last)| users[last]);
            let is_in = |month: usize| self.frame.months()[month].year == *year;
            self.period(*year, users, active, is_in, products.iter().filter(|row| row.month.year == *year))
        };
        self.frame.years().iter().map(row).collect()
    }

    /// Sums counted products over the months of a period.
    fn period<'b, P>(
        &self,
        period: P,
        users: i64,
        active_users: i64,
        is_in: impl Fn(usize) -> bool,
        rows: impl Iterator<Item = &'b ProductRow>,
    ) -> PeriodRow<P> {
        let mut counts = Counts::default();
        rows.filter(|row| self.frame.is_value_counted(row.product)).for_each(|row| counts.add(&row.counts));
        let mut fraud = FraudSums::default();
        for ((month, _, product, _), sums) in &self.series.fraud {
            if is_in(usize::from(*month)) && self.frame.is_value_counted(*product) {
                fraud.add(sums);
            }
        }
        PeriodRow { period, users, active_users, payments: counts.payments, volume: counts.volume, fraud }
    }
}

fn fraud(series: &Series) -> Vec<FraudRow> {
    let mut sums: BTreeMap<_, FraudSums> = BTreeMap::new();
    for ((month, vector, product, bearer), month_sums) in &series.fraud {
        let year = series.frame.months()[usize::from(*month)].year;
        sums.entry((year, *vector, *product, *bearer)).or_default().add(month_sums);
    }
    sums.into_iter().map(|((year, vector, product, bearer), sums)| FraudRow { year, vector, product, bearer, sums }).collect()
}

fn bridge(series: &Series) -> Vec<BridgeRow> {
    let row = |((at, product, funding), sums): (&(u16, ProductId, Funding), &BridgeSums)| BridgeRow {
        year: series.frame.years()[usize::from(*at)],
        product: *product,
        funding: *funding,
        sums: *sums,
    };
    series.bridge.sums.iter().map(row).collect()
}

fn parties(years: &[YearClose]) -> Vec<PartyRow> {
    let mut amounts: BTreeMap<(i16, PartyId, Line), i64> = BTreeMap::new();
    for close in years {
        for (party, line, amount) in &close.lines {
            *amounts.entry((close.year, *party, *line)).or_default() += amount;
        }
    }
    amounts.into_iter().map(|((year, party, line), amount)| PartyRow { year, party, line, amount }).collect()
}
