//! Season: how often people pay on which day, as thresholds for candidate points.
//!
//! A category's factor on a day is its month's, times its weekday's, each with mean one; the points fall at the year's highest factor and
//! are thinned to the day's.

use crate::domain::market::Market;
use crate::kernel::own_points::CountLaw;
use crate::policy::risk::chance;

const DAYS_PER_YEAR: f64 = 365.25;
const TABLE: usize = 4096;

/// The purchase intents of a market, ready for candidate points.
#[derive(Clone, Debug)]
pub struct Season {
    peak: Vec<f64>,
    /// Payments per person and day at every category's peak, for a person of scale one.
    pub cap_per_day: f64,
    /// By category: how many of those.
    pub peak_per_day: Vec<f64>,
    /// By segment: the law of how many candidates a person has in a day.
    pub counts: Vec<CountLaw>,
    table: Box<[u8; TABLE]>,
    /// By category: an intent is cash if the low half of its spare word is below this.
    pub cash: Vec<u32>,
}

impl Season {
    /// The seasons of `market`.
    #[must_use]
    pub fn new(market: &Market) -> Self {
        let peak: Vec<f64> = (0..market.categories.len()).map(|c| peak(market, c)).collect();
        let rates: Vec<f64> = market.categories.iter().zip(&peak).map(|(c, p)| c.payments_per_year / DAYS_PER_YEAR * p).collect();
        let cap_per_day = rates.iter().sum();
        let cash = market.categories.iter().map(|c| (c.cash_share * 65_536.0) as u32).collect();
        let table = table(&rates);
        // As the table has them, so that who is tallied in bulk buys as often as who is not.
        let places = |category: usize| table.iter().filter(|&&place| usize::from(place) == category).count() as f64;
        let peak_per_day = (0..rates.len()).map(|category| cap_per_day * places(category) / TABLE as f64).collect();
        let counts = market.segments.iter().map(|segment| CountLaw::new(cap_per_day * segment.payments_scale)).collect();
        Self { peak, cap_per_day, peak_per_day, counts, table, cash }
    }

    /// The category of an intent with this spare word.
    #[must_use]
    #[inline]
    pub fn category(&self, spare: u32) -> u8 {
        self.table[(spare >> 20) as usize]
    }

    /// By category: intents with a mark below this happen on `day`.
    #[must_use]
    pub fn thresholds(&self, market: &Market, day: u32) -> Vec<u32> {
        (0..self.peak.len()).map(|c| chance(factor(market, c, day) / self.peak[c].max(f64::MIN_POSITIVE))).collect()
    }
}

fn factor(market: &Market, category: usize, day: u32) -> f64 {
    let category = &market.categories[category];
    let mean: f64 = category.month_factors.iter().sum::<f64>() / 12.0;
    let month = category.month_factors[(market.date(day).month() - 1) as usize] / mean;
    month * weekday(category.weekend_factor, market.calendar.is_weekend(day))
}

/// The factor of a weekday or weekend day, with mean one over a week.
fn weekday(weekend_factor: f64, is_weekend: bool) -> f64 {
    let base = 7.0 / (5.0 + 2.0 * weekend_factor);
    if is_weekend { base * weekend_factor } else { base }
}

fn peak(market: &Market, category: usize) -> f64 {
    let category = &market.categories[category];
    let mean: f64 = category.month_factors.iter().sum::<f64>() / 12.0;
    let month = category.month_factors.iter().copied().fold(0.0, f64::max) / mean;
    month * weekday(category.weekend_factor, false).max(weekday(category.weekend_factor, true))
}

fn table(rates: &[f64]) -> Box<[u8; TABLE]> {
    let total: f64 = rates.iter().sum();
    let mut entries = Box::new([0; TABLE]);
    let (mut at, mut reached) = (0, 0.0);
    for (place, entry) in entries.iter_mut().enumerate() {
        let wanted = (place as f64 + 0.5) / TABLE as f64 * total;
        while at + 1 < rates.len() && reached + rates[at] <= wanted {
            reached += rates[at];
            at += 1;
        }
        *entry = at as u8;
    }
    entries
}
