//! Script: `[[payment]]`, payments that a scenario writes down instead of drawing.

use jiff::civil::DateTime;

use super::parties::Names;
use super::{Kinds, usd};
use crate::domain::market::ScriptedPayment;
use crate::domain::money::Money;
use crate::scenario::header::Header;
use crate::scenario::text::shape::{Refusal, Shape};
use crate::scenario::text::{Node, ReadLog, Reader, Value};

pub(super) fn read(kinds: &Kinds<'_>, names: &Names, header: &Header, people: u64, log: &mut ReadLog) -> Vec<ScriptedPayment> {
    let mut script = Vec::new();
    let last = u32::try_from(people).unwrap_or(u32::MAX).max(1);
    for node in &kinds.payments {
        let mut reader = Reader::open(node, "payment", log);
        let before_at = reader.required("at", &Moment);
        // The first person is 1 in the file and 0 in the market.
        let person = reader.whole("person", 1..=last) - 1;
        let merchant = reader.reference("merchant", &names.merchants.names);
        let amount = Money::from_minor(reader.money("amount_usd", 1..=usd(100_000)));
        let given = node.table().and_then(|table| table.get("at"));
        let is_given = given.is_some_and(|node| matches!(node.value, Value::DateTime(_)));
        if is_given && (before_at.date() < header.start || before_at.date() >= header.end) {
            let label = format!("expected a moment from {} to the day before {}", header.start, header.end);
            reader.refuse("at", "is outside the horizon", &label, None);
        }
        reader.finish();
        script.push(ScriptedPayment { at: before_at, person, merchant, amount });
    }
    script
}

/// A day and a time of day, as a local TOML date-time.
struct Moment;

impl Shape for Moment {
    type Value = DateTime;

    fn expected(&self) -> String {
        "a date and a time such as 2012-10-01T12:30:00".to_string()
    }

    fn read(&self, node: &Node) -> Result<DateTime, Vec<Refusal>> {
        let help = match &node.value {
            Value::DateTime(moment) => return Ok(*moment),
            Value::Date(date) => Some(format!("add the time: {date}T12:30:00")),
            _ => node.text().filter(|text| text.parse::<DateTime>().is_ok()).map(|text| format!("write it without quotes: {text}")),
        };
        let refusal = Refusal {
            fault: "is not a date with a time".to_string(),
            expected: self.expected(),
            found: node.what().to_string(),
            help,
            place: node.place.clone(),
            in_unit: false,
        };
        Err(vec![refusal])
    }

    fn stand_in(&self) -> DateTime {
        DateTime::constant(2000, 1, 1, 0, 0, 0, 0)
    }

    fn show(&self, value: &DateTime) -> String {
        value.to_string()
    }
}
