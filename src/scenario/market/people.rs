//! People: `[people]`, how many there are and the phones they buy.

use crate::domain::calendar::Curve;
use crate::domain::person::People;
use crate::scenario::text::Reader;
use jiff::civil::date;

/// What `[people]` says.
pub(super) struct Population {
    /// Everybody.
    pub people: People,
    /// Share of people with a smartphone.
    pub smartphone_share: Curve,
    /// Share of smartphones with near-field radio.
    pub nfc_share: Curve,
    /// Share of people with a set-top box.
    pub set_top_share: Curve,
    /// Share of people who pay at a computer.
    pub computer_share: Curve,
    /// Days from one payday to the next.
    pub payday_every_days: u32,
}

pub(super) fn read(reader: &mut Reader<'_, '_>) -> Population {
    Population {
        people: People {
            count: reader.whole("count", 1_i64..=10_000_000_000).unsigned_abs(),
            neighbours: reader.whole_or("neighbours", 8, 0..=64),
            initial_trust: reader.number_or("initial_trust", 0.5, 0.0..=1.0),
        },
        smartphone_share: percent(reader, "smartphone_share_pct"),
        nfc_share: percent(reader, "nfc_share_pct"),
        set_top_share: percent_or_none(reader, "set_top_share_pct"),
        computer_share: percent_or_none(reader, "computer_payers_pct"),
        payday_every_days: reader.whole_or("payday_every_days", 14, 1..=366),
    }
}

/// Percentages by date, as shares; nobody where the key is left out.
fn percent_or_none(reader: &mut Reader<'_, '_>, key: &str) -> Curve {
    let points = reader.curve_or(key, &[(date(2000, 1, 1), 0.0)], 0.0..=100.0);
    Curve::new(points.into_iter().map(|(date, value)| (date, value / 100.0)).collect())
}

/// Percentages by date, as shares.
fn percent(reader: &mut Reader<'_, '_>, key: &str) -> Curve {
    let points = reader.curve(key, 0.0..=100.0);
    Curve::new(points.into_iter().map(|(date, value)| (date, value / 100.0)).collect())
}
