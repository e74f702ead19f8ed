//! Events: dated changes of the scenario.
//!
//! An `[[event]]` has a `name`, an `about`, a `date` and a `set` table of changes.

use jiff::civil::Date;

use super::changes::{Change, changes};
use super::log::ReadLog;
use super::node::Node;
use super::problem::Problems;
use super::reader::Reader;
use super::source::Place;

/// What changes on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Its name.
    pub name: String,
    /// One sentence, possibly empty.
    pub about: String,
    /// The day, from its first moment.
    pub date: Date,
    /// Its header.
    pub place: Place,
    /// The changes, in the order of the file.
    pub changes: Vec<Change>,
}

/// The events of a tree by date, those of one day in the order of the file.
pub fn events(root: &Node) -> Result<Vec<Event>, Problems> {
    let mut log = ReadLog::new();
    let mut events = Vec::new();
    for node in Reader::open_root(root, &mut log).tables("event") {
        let mut reader = Reader::open(node, "event", &mut log);
        let name = reader.name();
        let about = reader.text_or("about", "");
        let date = reader.date("date");
        let set = reader.table("set");
        reader.finish();
        events.push(Event {
            name,
            about,
            date,
            place: node.place.clone(),
            changes: set.map_or(Vec::new(), |set| changes(set, &mut log.problems)),
        });
    }
    events.sort_by_key(|event| event.date);
    log.problems.or(events)
}

/// The tree after an event.
pub fn apply(root: &Node, event: &Event) -> Result<Node, Problems> {
    let mut root = root.clone();
    let mut problems = Problems::new();
    for change in &event.changes {
        if let Err(found) = change.apply(&mut root) {
            problems.absorb(found);
        }
    }
    problems.or(root)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{PLAIN, document};
    use super::*;

    const SCENARIO: &str = r#"
[[carrier]]
name = "sprint"
rent_usd = 1.00
[[event]]
name = "second"
date = 2012-08-01
set."carrier.sprint.rent_usd" = 2.00
set."carrier.sprint.rent_eur" = 2.00
[[event]]
name = "first"
date = 2011-09-19
"#;

    #[test]
    fn events_come_by_date() {
        let events = events(&document(SCENARIO).root).expect("right");
        let names: Vec<&str> = events.iter().map(|event| event.name.as_str()).collect();
        assert_eq!(names, ["first", "second"]);
        assert_eq!(events[1].changes[0].dotted(), "carrier.sprint.rent_usd");
    }

    #[test]
    fn an_event_changes_the_tree_and_a_key_nobody_knows_is_refused_where_it_was_set() {
        let document = document(SCENARIO);
        let events = events(&document.root).expect("right");
        let after = apply(&document.root, &events[1]).expect("the paths exist");
        let mut log = ReadLog::new();
        let carriers = Reader::open_root(&after, &mut log).tables("carrier");
        let mut carrier = Reader::open(carriers[0], "carrier", &mut log);
        carrier.name();
        assert_eq!(carrier.money("rent_usd", 0..=500), 200);
        carrier.finish();
        assert_eq!(
            log.problems.render(&document.sources, PLAIN),
            "\
error: carrier \"sprint\" has no key `rent_eur`
 --> us.toml:9:5
  |
9 | set.\"carrier.sprint.rent_eur\" = 2.00
  |     ^^^^^^^^^^^^^^^^^^^^^^^^^ unknown key
  |
  = help: this file's currency is USD: write `rent_usd`
"
        );
    }

    #[test]
    fn an_event_without_a_date_is_refused_and_so_is_a_date_in_quotes() {
        let text = "[[event]]\nname = \"a\"\n[[event]]\nname = \"b\"\ndate = \"2011-09-19\"\n";
        let document = document(text);
        let problems = events(&document.root).expect_err("two are wrong");
        let rendered = problems.render(&document.sources, PLAIN);
        assert!(rendered.contains("event \"a\" lacks `date`"));
        assert!(rendered.contains("write it without quotes: 2011-09-19"));
    }
}
