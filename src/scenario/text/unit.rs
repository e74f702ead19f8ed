//! Unit: what the end of a key says about its number.
//!
//! `latency_ms` is in milliseconds, `fee_usd_per_month` in US dollars per month, `latency_ms_p95`
//! in milliseconds, at the 95th percentile. Of money, a key has that of its file.

use crate::domain::currency::{Currency, NoCurrency};

const UNITS: &[(&str, &str)] = &[
    ("_ms", "milliseconds"),
    ("_s", "seconds"),
    ("_seconds", "seconds"),
    ("_minutes", "minutes"),
    ("_hours", "hours"),
    ("_days", "days"),
    ("_weeks", "weeks"),
    ("_months", "months"),
    ("_years", "years"),
    ("_bps", "basis points"),
    ("_pct", "percent"),
    ("_ppm", "parts per million"),
    ("_share", "parts of one"),
];

/// What people call their money; any other is called by its code.
const MONEYS: &[(&str, &str)] =
    &[("USD", "US dollars"), ("CAD", "Canadian dollars"), ("EUR", "euros"), ("GBP", "pounds"), ("CNY", "yuan"), ("INR", "rupees")];

const PER_THOUSAND: (&str, &str) = ("_per_thousand", " per thousand");

const RATES: &[(&str, &str)] = &[
    ("_per_second", "per second"),
    ("_per_minute", "per minute"),
    ("_per_hour", "per hour"),
    ("_per_day", "per day"),
    ("_per_week", "per week"),
    ("_per_month", "per month"),
    ("_per_year", "per year"),
];

/// The words for the unit at the end of a key, if it has one; of money, only `currency` is a unit.
pub(super) fn unit_of(key: &str, currency: Currency) -> Option<String> {
    split(key, Some(currency)).unit
}

/// Decimals that make a rate a whole number of parts per million: 1 basis point is 100 of them.
/// A key without such a unit is a part of one.
pub(super) fn ppm_digits(key: &str) -> u32 {
    let unit = unit_of(key, Currency::USD).unwrap_or_default();
    match unit.as_str() {
        _ if unit.starts_with("basis points") => 2,
        _ if unit.starts_with("percent") => 4,
        _ if unit.starts_with("parts per million") => 0,
        _ => 6,
    }
}

/// If `key` names the same thing as `known` with another unit or none: what the unit should be. The file's money is
/// `currency`.
pub(super) fn other_unit(key: &str, known: &str, currency: Currency) -> Option<String> {
    let (given, right) = (split(key, None), split(known, Some(currency)));
    let same_thing = given.stem == right.stem && given.percentile == right.percentile;
    let unit = right.unit.filter(|_| same_thing && key != known)?;
    match unit.starts_with("per ") {
        true => Some(unit),
        false => Some(format!("in {unit}")),
    }
}

struct Split<'k> {
    stem: &'k str,
    unit: Option<String>,
    percentile: &'k str,
}

/// Takes a key apart; of money, `currency` is a unit, or any.
fn split(key: &str, currency: Option<Currency>) -> Split<'_> {
    let (rest, percentile) = match key.rfind("_p") {
        Some(at) if is_percentile(&key[at + 2..]) => key.split_at(at),
        _ => (key, ""),
    };
    let (rest, rate) = strip(rest, RATES);
    let (stem, quantity) = match strip(rest, UNITS) {
        (_, None) => strip_money(rest, currency),
        (stem, quantity) => (stem, quantity.map(str::to_string)),
    };
    let words: Vec<&str> = quantity.as_deref().into_iter().chain(rate).collect();
    Split { stem, unit: (!words.is_empty()).then(|| words.join(" ")), percentile }
}

fn is_percentile(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The key without its money, and the words for that.
fn strip_money(key: &str, currency: Option<Currency>) -> (&str, Option<String>) {
    let (rest, per) = key.strip_suffix(PER_THOUSAND.0).map_or((key, ""), |rest| (rest, PER_THOUSAND.1));
    let Some((stem, mark)) = rest.rsplit_once('_').filter(|(stem, _)| !stem.is_empty()) else { return (key, None) };
    let code = mark.to_ascii_uppercase();
    let is_money = match currency {
        Some(currency) => code == currency.code(),
        None => Currency::find(&code) != Err(NoCurrency::Unknown),
    };
    if !is_money {
        return (key, None);
    }
    let words = MONEYS.iter().find(|(known, _)| *known == code).map_or(code.as_str(), |(_, words)| words);
    (stem, Some(format!("{words}{per}")))
}

/// The key without the first of the endings it has, and the words for that ending.
fn strip<'k>(key: &'k str, endings: &[(&str, &'static str)]) -> (&'k str, Option<&'static str>) {
    for (ending, words) in endings {
        match key.strip_suffix(ending) {
            Some(stem) if !stem.is_empty() => return (stem, Some(words)),
            _ => {}
        }
    }
    (key, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_key_is_its_unit() {
        let unit = |key| unit_of(key, Currency::USD).unwrap_or_default();
        assert_eq!(unit("latency_ms"), "milliseconds");
        assert_eq!(unit("latency_ms_p95"), "milliseconds");
        assert_eq!(unit("purchases_per_year"), "per year");
        assert_eq!(unit("fee_usd_per_month"), "US dollars per month");
        assert_eq!(unit("fee_usd_per_thousand"), "US dollars per thousand");
        assert_eq!(unit("fee_cny"), "");
        assert_eq!(unit("fixed_per_thousand"), "");
        let yuan = Currency::find("CNY").expect("a code");
        assert_eq!(unit_of("fee_cny_per_month", yuan).as_deref(), Some("yuan per month"));
        assert_eq!(unit_of("fee_sek", Currency::find("SEK").expect("a code")).as_deref(), Some("SEK"));
        assert_eq!(unit("count"), "");
        assert_eq!(unit("_ms"), "");
    }

    #[test]
    fn a_stem_with_another_unit_is_recognised() {
        let other = |key, known| other_unit(key, known, Currency::USD);
        assert_eq!(other("latency_s", "latency_ms").as_deref(), Some("in milliseconds"));
        assert_eq!(other("latency", "latency_ms").as_deref(), Some("in milliseconds"));
        assert_eq!(other("fee_eur", "fee_usd").as_deref(), Some("in US dollars"));
        assert_eq!(other("x_per_month", "x_per_year").as_deref(), Some("per year"));
        assert_eq!(other("fee_eur", "tax_usd"), None);
        assert_eq!(other("latency_s_p50", "latency_ms_p95"), None);
    }
}
