//! Categories: `[[category]]`, kinds of spending, and `[season]`, the profile over months and hours that they share.

use super::parties::Names;
use super::{Kinds, usd};
use crate::domain::fee::FeeClass;
use crate::domain::merchant::{Category, Place, Purpose};
use crate::scenario::text::shape::Name;
use crate::scenario::text::{Node, ReadLog, Reader};

/// How far the mean of month factors may be from 1.
const TOLERANCE: f64 = 0.002;

/// When people pay; the default of every category.
#[derive(Clone, Copy)]
pub(super) struct Season {
    weekend_factor: f64,
    month_factors: [f64; 12],
    hour_weights: [f64; 24],
}

impl Season {
    const FLAT: Self = Self { weekend_factor: 1.0, month_factors: [1.0; 12], hour_weights: [1.0; 24] };

    /// Reads `[season]`, or the same keys in a category.
    pub fn read(reader: &mut Reader<'_, '_>) -> Self {
        Self::FLAT.over(reader)
    }

    fn over(self, reader: &mut Reader<'_, '_>) -> Self {
        Self {
            weekend_factor: reader.number_or("weekend_factor", self.weekend_factor, 0.0..=10.0),
            month_factors: months(reader, &self.month_factors),
            hour_weights: hours(reader, &self.hour_weights),
        }
    }
}

fn months(reader: &mut Reader<'_, '_>, default: &[f64; 12]) -> [f64; 12] {
    let key = "month_factors";
    let given = reader.numbers_or(key, default, 0.0..=12.0);
    let Ok(factors) = <[f64; 12]>::try_from(given.as_slice()) else {
        let label = format!("expected 12 numbers, January first, found {}", given.len());
        reader.refuse(key, "does not cover the year", &label, None);
        return *default;
    };
    let mean = factors.iter().sum::<f64>() / 12.0;
    if (mean - 1.0).abs() > TOLERANCE {
        let help = "they say how a month stands against the average month".to_string();
        reader.refuse(key, "does not average 1", &format!("the mean is {mean:.4}"), Some(help));
    }
    factors
}

fn hours(reader: &mut Reader<'_, '_>, default: &[f64; 24]) -> [f64; 24] {
    let key = "hour_weights";
    let given = reader.numbers_or(key, default, 0.0..=1_000.0);
    let Ok(weights) = <[f64; 24]>::try_from(given.as_slice()) else {
        let label = format!("expected 24 numbers, the hour from midnight first, found {}", given.len());
        reader.refuse(key, "does not cover the day", &label, None);
        return *default;
    };
    if weights.iter().sum::<f64>() <= 0.0 {
        reader.refuse(key, "leaves no hour to pay in", "one hour at least must weigh more than 0", None);
    }
    weights
}

pub(super) fn read(kinds: &Kinds<'_>, names: &Names, season: Season, log: &mut ReadLog) -> Vec<Category> {
    kinds.categories.iter().map(|node| category(node, names, season, log)).collect()
}

fn category(node: &Node, names: &Names, season: Season, log: &mut ReadLog) -> Category {
    let mut reader = Reader::open(node, "category", log);
    let name = reader.name();
    reader.text_or("about", "");
    let own = season.over(&mut reader);
    let fee_class = reader.optional("fee_class", &Name);
    let ordinal = fee_class.and_then(|class| names.fee_classes.iter().position(|known| *known == class));
    let category = Category {
        name,
        fee_class: ordinal.map_or(FeeClass::NONE, |at| FeeClass(at as u8 + 1)),
        purpose: reader.choice_or("purpose", Purpose::Purchase, &Purpose::NAMED),
        place: reader.choice_or("place", Place::Shop, &Place::NAMED),
        stickiness: reader.number_or("stickiness", 0.0, 0.0..=1.0),
        home_share: reader.number_or("own_district_pct", 30.0, 0.0..=100.0) / 100.0,
        payments_per_year: reader.number("payments_per_year", 0.0..=5_000.0),
        cash_share: reader.number_or("cash_share", 0.0, 0.0..=1.0),
        ticket_median_minor: reader.money("ticket_median_usd", 1..=usd(100_000)),
        ticket_sigma: reader.number_or("ticket_sigma", 0.8, 0.0..=3.0),
        weekend_factor: own.weekend_factor,
        month_factors: own.month_factors,
        hour_weights: own.hour_weights,
        refund_share: reader.number_or("refund_share", 0.0, 0.0..=0.5),
        refund_days: reader.number_or("refund_days", 7.0, 0.1..=120.0),
        partial_refund_share: reader.number_or("partial_refund_share", 0.0, 0.0..=1.0),
        dispute_per_10k: reader.number_or("dispute_per_10k", 0.0, 0.0..=500.0),
    };
    reader.finish();
    category
}
