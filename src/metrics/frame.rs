//! Frame: what the counting has to know of a run before it starts: its months, its products, its parties, and how many people an
//! agent stands for.
//!
//! Invariants: every instant belongs to one month; what happens after the last trading day belongs to the last month.

use super::baskets::StudiedBasket;
use crate::domain::calendar::Calendar;
use crate::domain::card::{Card, CardId, Funding};
use crate::domain::merchant::Place;
use crate::domain::party::{Party, PartyId, Role};
use crate::domain::payment::Source;
use crate::domain::product::{Product, ProductId};
use crate::kernel::time::Time;
use crate::protocol::{Payment, PaymentKind};
use std::fmt;

/// A month of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    /// The year.
    pub year: i16,
    /// The month, 1 to 12.
    pub month: i8,
}

/// `2014-03`.
impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

/// What metrics know of a product under study.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StudiedProduct {
    /// Its name.
    pub name: String,
    /// Who runs it.
    pub operator: PartyId,
    /// Whether its users count in the tables over all products.
    pub is_counted: bool,
    /// Whether its payments do.
    pub is_value_counted: bool,
}

impl StudiedProduct {
    /// What is known of `product`.
    #[must_use]
    pub fn of(product: &Product) -> Self {
        let &Product { operator, is_counted, is_value_counted, .. } = product;
        Self { name: product.name.clone(), operator, is_counted, is_value_counted }
    }
}

/// What the counting has to know of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    weight: i64,
    people_per_district: u32,
    products: Vec<StudiedProduct>,
    parties: Vec<Party>,
    baskets: Vec<StudiedBasket>,
    fundings: Vec<Funding>,
    places: Vec<Place>,
    months: Vec<Month>,
    full_months: Vec<bool>,
    years: Vec<i16>,
    full_years: Vec<bool>,
    month_of_day: Vec<u16>,
}

impl Frame {
    /// A frame over `trading_days` days (at least one; the end day is not among them); an agent stands for `weight` people, and no
    /// district has more than `people_per_district` agents. Products and parties are in the scenario's order.
    #[must_use]
    pub fn new(
        calendar: &Calendar,
        trading_days: u32,
        weight: u32,
        people_per_district: u32,
        products: Vec<StudiedProduct>,
        parties: Vec<Party>,
    ) -> Self {
        let last = calendar.date(trading_days.max(1) - 1);
        let mut months: Vec<Month> = Vec::new();
        let mut month_of_day = Vec::with_capacity(trading_days as usize);
        for day in 0..trading_days.max(1) {
            let date = calendar.date(day);
            let month = Month { year: date.year(), month: date.month() };
            if months.last() != Some(&month) {
                months.push(month);
            }
            month_of_day.push(months.len() as u16 - 1);
        }
        let full = |(place, _): (usize, &Month)| {
            let is_begun = place > 0 || calendar.start().day() == 1;
            is_begun && (place + 1 < months.len() || last == last.last_of_month())
        };
        let full_months: Vec<bool> = months.iter().enumerate().map(full).collect();
        let mut years: Vec<i16> = months.iter().map(|month| month.year).collect();
        years.dedup();
        let full = |year: &i16| months.iter().zip(&full_months).filter(|(month, is_full)| month.year == *year && **is_full).count() == 12;
        let full_years = years.iter().map(full).collect();
        Self {
            weight: weight.into(),
            people_per_district,
            products,
            parties,
            baskets: Vec::new(),
            fundings: Vec::new(),
            places: Vec::new(),
            months,
            full_months,
            years,
            full_years,
            month_of_day,
        }
    }

    /// The same frame, knowing what stands behind each card.
    #[must_use]
    pub fn with_cards(self, cards: &[Card]) -> Self {
        Self { fundings: cards.iter().map(|card| card.funding).collect(), ..self }
    }

    /// The same frame, knowing where each category is paid without a phone.
    #[must_use]
    pub fn with_places(self, places: Vec<Place>) -> Self {
        Self { places, ..self }
    }

    /// Where the category with this ordinal is paid without a phone.
    #[must_use]
    pub fn place(&self, category: u8) -> Place {
        self.places.get(usize::from(category)).copied().unwrap_or_default()
    }

    /// The same frame, adding figures up over these groups; their order is kept.
    #[must_use]
    pub fn with_baskets(self, baskets: Vec<StudiedBasket>) -> Self {
        Self { baskets, ..self }
    }

    /// The groups that figures are added up over.
    #[must_use]
    pub fn baskets(&self) -> &[StudiedBasket] {
        &self.baskets
    }

    /// The ordinal of the basket with this name.
    #[must_use]
    pub fn basket_named(&self, name: &str) -> Option<usize> {
        self.baskets.iter().position(|basket| basket.name == name)
    }

    /// What stands behind `card`.
    #[must_use]
    pub fn funding(&self, card: CardId) -> Option<Funding> {
        self.fundings.get(card.index()).copied()
    }

    /// What stood behind a payment: the card, or the money that came instead of it.
    #[must_use]
    pub fn behind(&self, payment: &Payment) -> Option<Funding> {
        match payment.source {
            _ if payment.is_prepaid() => Some(Funding::Prepaid),
            Source::Balance => Some(Funding::Balance),
            Source::Bank => Some(Funding::Bank),
            Source::Bill => Some(Funding::Bill),
            Source::Card | Source::QuickPay | Source::Gateway => self.funding(payment.card),
        }
    }

    /// True if `at` is on a trading day.
    #[must_use]
    pub fn is_trading(&self, at: Time) -> bool {
        (at.day() as usize) < self.month_of_day.len()
    }

    /// People an agent stands for.
    #[must_use]
    pub fn weight(&self) -> i64 {
        self.weight
    }

    /// The most agents a district has.
    #[must_use]
    pub fn people_per_district(&self) -> u32 {
        self.people_per_district
    }

    /// The studied products, in the scenario's order.
    #[must_use]
    pub fn products(&self) -> &[StudiedProduct] {
        &self.products
    }

    /// The parties, in the scenario's order.
    #[must_use]
    pub fn parties(&self) -> &[Party] {
        &self.parties
    }

    /// The months, first to last; the first and the last may be partial.
    #[must_use]
    pub fn months(&self) -> &[Month] {
        &self.months
    }

    /// By month: whether all of its days are traded.
    #[must_use]
    pub fn full_months(&self) -> &[bool] {
        &self.full_months
    }

    /// The calendar years, first to last; the first and the last may be partial.
    #[must_use]
    pub fn years(&self) -> &[i16] {
        &self.years
    }

    /// The last year of which all days are traded; without one, the last year.
    #[must_use]
    pub fn last_full_year(&self) -> Option<i16> {
        let full = self.years.iter().zip(&self.full_years).rev().find(|(_, is_full)| **is_full);
        full.map(|(year, _)| *year).or(self.years.last().copied())
    }

    /// True if all days of `year` are traded.
    #[must_use]
    pub fn is_full_year(&self, year: i16) -> bool {
        self.years.iter().zip(&self.full_years).any(|(other, is_full)| *other == year && *is_full)
    }

    /// The ordinal of the month that holds `at`.
    #[must_use]
    pub fn month(&self, at: Time) -> u16 {
        self.month_of(at.day())
    }

    /// The ordinal of the month of a day.
    #[must_use]
    pub fn month_of(&self, day: u32) -> u16 {
        self.month_of_day[(day as usize).min(self.month_of_day.len() - 1)]
    }

    /// The ordinal of the year of a month.
    #[must_use]
    pub fn year_of(&self, month: u16) -> u16 {
        (self.months[usize::from(month)].year - self.months[0].year) as u16
    }

    /// The row of plain plastic: the one after the products.
    #[must_use]
    pub fn plastic_row(&self) -> usize {
        self.products.len()
    }

    /// The row a payment is counted in; misuse of a card without the card is on no product, and loading a balance is no purchase.
    #[must_use]
    pub fn row(&self, payment: &Payment) -> Option<usize> {
        if matches!(payment.kind, PaymentKind::Remote | PaymentKind::TopUp) { None } else { self.product_row(payment.product) }
    }

    /// The row of a product, or of plain plastic; none if the scenario has no such product.
    #[must_use]
    pub fn product_row(&self, product: ProductId) -> Option<usize> {
        if product == ProductId::PLASTIC {
            Some(self.plastic_row())
        } else {
            Some(product.index()).filter(|row| *row < self.products.len())
        }
    }

    /// True if the product's users count in the tables over all products.
    #[must_use]
    pub fn is_counted(&self, product: ProductId) -> bool {
        self.products.get(product.index()).is_some_and(|product| product.is_counted)
    }

    /// True if the product's payments count in the tables over all products.
    #[must_use]
    pub fn is_value_counted(&self, product: ProductId) -> bool {
        self.products.get(product.index()).is_some_and(|product| product.is_value_counted)
    }

    /// How many products' users count.
    #[must_use]
    pub fn counted(&self) -> usize {
        self.products.iter().filter(|product| product.is_counted).count()
    }

    /// The name of a product in tables.
    #[must_use]
    pub fn product_name(&self, product: ProductId) -> &str {
        self.products.get(product.index()).map_or("plastic", |product| product.name.as_str())
    }

    /// The product with this name.
    #[must_use]
    pub fn product_named(&self, name: &str) -> Option<ProductId> {
        self.products.iter().position(|product| product.name == name).map(|at| ProductId(at as u8))
    }

    /// The name of a party.
    #[must_use]
    pub fn party_name(&self, party: PartyId) -> &str {
        self.parties.get(party.index()).map_or("unknown", |party| party.name.as_str())
    }

    /// What a party is.
    #[must_use]
    pub fn party_role(&self, party: PartyId) -> Option<Role> {
        self.parties.get(party.index()).map(|party| party.role)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn frame(start: jiff::civil::Date, days: u32) -> Frame {
        Frame::new(&Calendar::new(start, Vec::new()), days, 1_000, 64, Vec::new(), Vec::new())
    }

    #[test]
    fn the_last_full_year_has_all_its_days() {
        let whole = frame(date(2011, 9, 1), 122 + 366 + 365);
        assert_eq!((whole.last_full_year(), whole.is_full_year(2011), whole.is_full_year(2013)), (Some(2013), false, true));
        assert_eq!(frame(date(2011, 9, 1), 122 + 366 + 364).last_full_year(), Some(2012));
        let short = frame(date(2011, 9, 1), 60);
        assert_eq!((short.last_full_year(), short.is_full_year(2011)), (Some(2011), false));
    }

    #[test]
    fn days_after_the_end_belong_to_the_last_month() {
        let frame = frame(date(2011, 9, 15), 40);
        assert_eq!(frame.months().iter().map(Month::to_string).collect::<Vec<_>>(), ["2011-09", "2011-10"]);
        assert_eq!((frame.month_of(15), frame.month_of(16), frame.month_of(400)), (0, 1, 1));
        assert_eq!(frame.full_months(), [false, false]);
    }
}
