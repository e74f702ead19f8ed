//! Parse: the text of one file to a tree with places.

use jiff::civil::{Date, DateTime, Time};
use toml::de::{DeFloat, DeInteger, DeTable, DeValue};
use toml::value::Datetime;

use super::node::{Entry, Node, Table, Value};
use super::problem::{Problem, Problems};
use super::scan::{Excess, MOST_BYTES, MOST_DEPTH, MOST_NODES, scan};
use super::source::{Place, SourceId};

/// The tree of one text, or all that is wrong with it (the first mistake only in its grammar).
pub(super) fn parse(source: SourceId, text: &str) -> Result<Node, Problems> {
    scan(text).map_err(|excess| Problems::from(too_much(source, excess)))?;
    let document = DeTable::parse(text).map_err(|error| Problems::from(grammar(source, &error, text)))?;
    let mut tree = TreeBuilder { source, nodes: 0, problems: Problems::new() };
    let span = document.span();
    let table = tree.table(document.into_inner(), 0);
    let root = Node { value: Value::Table(table), place: Place { source, span } };
    tree.problems.or(root)
}

fn too_much(source: SourceId, excess: Excess) -> Problem {
    let place = |at| Place { source, span: at..at + 1 };
    match excess {
        Excess::Bytes => {
            Problem::at(&place(0), "the file is too large").label(format!("a scenario file holds at most {} MiB", MOST_BYTES >> 20))
        }
        Excess::Depth(at) => too_deep(&place(at)),
        Excess::Nodes(at) => too_many(&place(at)),
    }
}

fn too_deep(place: &Place) -> Problem {
    Problem::at(place, "the file is nested too deeply").label(format!("tables and lists nest at most {MOST_DEPTH} deep"))
}

fn too_many(place: &Place) -> Problem {
    Problem::at(place, "the file holds too many values").label(format!("a scenario file holds at most {MOST_NODES} values"))
}

fn grammar(source: SourceId, error: &toml::de::Error, text: &str) -> Problem {
    let span = error.span().unwrap_or(text.len()..text.len());
    let said = error.message();
    let help = if said.starts_with("duplicate key") {
        Some("give a key or a [table] once; [[double brackets]] start one more entry of a list")
    } else if said.starts_with("string values must be quoted") {
        Some("a value is a number, a date, true, false, a [list] or \"text in quotes\"")
    } else if said.starts_with("invalid unquoted key") {
        Some("keys are small letters, digits and underscores; any other key needs quotes")
    } else {
        None
    };
    Problem::at(&Place { source, span }, "this is not valid TOML").label(said).help(help.map(String::from))
}

struct TreeBuilder {
    source: SourceId,
    nodes: usize,
    problems: Problems,
}

impl TreeBuilder {
    fn table(&mut self, table: DeTable<'_>, depth: usize) -> Table {
        let mut entries: Vec<Entry> = Vec::new();
        for (key, value) in table {
            let key_place = self.place(key.span());
            let place = self.place(value.span());
            if self.is_full(&place, depth) {
                break;
            }
            let value = self.value(value.into_inner(), &place, depth + 1);
            entries.push(Entry { key: key.into_inner().into_owned(), key_place, node: Node { value, place } });
        }
        entries.sort_by_key(|entry| entry.key_place.span.start);
        let mut ordered = Table::default();
        *ordered.entries_mut() = entries;
        ordered
    }

    fn value(&mut self, value: DeValue<'_>, place: &Place, depth: usize) -> Value {
        match value {
            DeValue::String(text) => Value::Text(text.into_owned()),
            DeValue::Integer(integer) => whole(&integer),
            DeValue::Float(float) => number(&float),
            DeValue::Boolean(truth) => Value::Bool(truth),
            DeValue::Datetime(moment) => self.moment(&moment, place),
            DeValue::Table(table) => Value::Table(self.table(table, depth)),
            DeValue::Array(mut array) => {
                let mut nodes = Vec::with_capacity(array.len().min(MOST_NODES));
                for element in array.iter_mut() {
                    let place = self.place(element.span());
                    if self.is_full(&place, depth) {
                        break;
                    }
                    let element = std::mem::replace(element.get_mut(), DeValue::Boolean(false));
                    let value = self.value(element, &place, depth + 1);
                    nodes.push(Node { value, place });
                }
                Value::Array(nodes)
            }
        }
    }

    fn moment(&mut self, moment: &Datetime, place: &Place) -> Value {
        match civil(moment) {
            Ok(value) => value,
            Err(what) => {
                let problem =
                    Problem::at(place, "this date or time cannot be used").label(what).help("dates are written 2011-09-19".to_string());
                self.problems.push(problem);
                Value::Date(Date::ZERO)
            }
        }
    }

    /// Counts one more node; says so once when it is one too many or too deep.
    fn is_full(&mut self, place: &Place, depth: usize) -> bool {
        self.nodes += 1;
        if self.nodes == MOST_NODES + 1 {
            self.problems.push(too_many(place));
        }
        if depth >= MOST_DEPTH {
            self.problems.push(too_deep(place));
        }
        self.nodes > MOST_NODES || depth >= MOST_DEPTH
    }

    fn place(&self, span: std::ops::Range<usize>) -> Place {
        Place { source: self.source, span }
    }
}

fn whole(integer: &DeInteger<'_>) -> Value {
    Value::Integer { raw: integer.to_string(), value: i64::from_str_radix(integer.as_str(), integer.radix()).ok() }
}

fn number(float: &DeFloat<'_>) -> Value {
    Value::Float { raw: float.as_str().to_string(), value: float.as_str().parse().unwrap_or(f64::NAN) }
}

/// The civil date, time or both; the reason when there is none.
fn civil(moment: &Datetime) -> Result<Value, &'static str> {
    if moment.offset.is_some() {
        return Err("a scenario has one clock: leave the offset out");
    }
    let day = moment.date.map(|date| {
        let year = i16::try_from(date.year).unwrap_or(i16::MAX);
        let (month, day) = (small(date.month), small(date.day));
        Date::new(year, month, day).map_err(|_| "the calendar has no such day")
    });
    let time = moment.time.map(|time| {
        let nanosecond = i32::try_from(time.nanosecond.unwrap_or(0)).unwrap_or(i32::MAX);
        let second = small(time.second.unwrap_or(0));
        Time::new(small(time.hour), small(time.minute), second, nanosecond).map_err(|_| "the clock has no such time")
    });
    match (day.transpose()?, time.transpose()?) {
        (Some(day), None) => Ok(Value::Date(day)),
        (None, Some(time)) => Ok(Value::Time(time)),
        (Some(day), Some(time)) => Ok(Value::DateTime(DateTime::from_parts(day, time))),
        (None, None) => Err("neither a date nor a time"),
    }
}

fn small(number: u8) -> i8 {
    i8::try_from(number).unwrap_or(i8::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{PLAIN, parsed};
    use super::*;
    use crate::scenario::text::Sources;

    fn mistake(text: &str) -> String {
        let mut sources = Sources::default();
        let source = sources.add("us.toml", text);
        match parse(source, text) {
            Ok(_) => String::new(),
            Err(problems) => problems.render(&sources, PLAIN),
        }
    }

    #[test]
    fn tables_keep_the_order_of_the_file_and_numbers_their_digits() {
        let root = parsed("z = 1\na = 1_000.50\n[[m]]\n[b]\nc = 0x1F\n");
        let table = root.table().expect("a table");
        let keys: Vec<&str> = table.entries().iter().map(|e| e.key.as_str()).collect();
        assert_eq!(keys, ["z", "a", "m", "b"]);
        let Some(Value::Float { raw, value }) = table.get("a").map(|node| &node.value) else {
            panic!("a number was written");
        };
        assert_eq!((raw.as_str(), *value), ("1000.50", 1000.5));
        let hex = table.get("b").and_then(|b| b.table()?.get("c"));
        assert!(matches!(hex.map(|n| &n.value), Some(Value::Integer { raw, value: Some(31) }) if raw == "0x1F"));
    }

    #[test]
    fn a_whole_number_beyond_64_bits_is_kept_as_written() {
        let root = parsed("n = 99999999999999999999");
        let node = root.table().and_then(|table| table.get("n"));
        assert!(matches!(
            node.map(|node| &node.value),
            Some(Value::Integer { value: None, raw }) if raw == "99999999999999999999"
        ));
    }

    #[test]
    fn broken_grammar_is_shown_where_it_breaks() {
        assert_eq!(
            mistake("a = 1\na = 2\n"),
            "\
error: this is not valid TOML
 --> us.toml:2:1
  |
2 | a = 2
  | ^ duplicate key
  |
  = help: give a key or a [table] once; [[double brackets]] start one more entry of a list
"
        );
    }

    #[test]
    fn a_date_with_an_offset_is_refused() {
        assert_eq!(
            mistake("launch = 2011-09-19T00:00:00Z\n"),
            "\
error: this date or time cannot be used
 --> us.toml:1:10
  |
1 | launch = 2011-09-19T00:00:00Z
  |          ^^^^^^^^^^^^^^^^^^^^ a scenario has one clock: leave the offset out
  |
  = help: dates are written 2011-09-19
"
        );
    }

    #[test]
    fn depth_size_and_number_of_values_are_bounded() {
        assert!(mistake(&format!("a = {}", "[".repeat(100_000))).contains("nested too deeply"));
        assert!(mistake(&format!("{}b = 1", "a.".repeat(100_000))).contains("nested too deeply"));
        let header = format!("[{}b]\n", "a.".repeat(40));
        let deep = format!("{header}{}c = 1", "d.".repeat(40));
        assert!(mistake(&deep).contains("nested too deeply"));
        assert!(mistake(&format!("a = [{}]", "1,".repeat(100_001))).contains("too many values"));
        assert!(mistake(&"#".repeat((4 << 20) + 1)).contains("too large"));
        assert_eq!(mistake(&format!("a = [{}]", "1,".repeat(99_000))), "");
    }
}
