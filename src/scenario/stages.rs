//! Stages: the dated events of one strategy cut its horizon into stretches of days, each with a market of its own.

use super::frozen::{differences, refuse_structure};
use super::header::Header;
use super::market;
use super::plan::{Milestone, Stage};
use super::published::Known;
use super::text::{Event, Node, Place, Problem, Problems, ReadLog, Setting, apply, events};

/// Most dated events of one strategy; each may cost a market.
const MOST_EVENTS: usize = 64;

/// One strategy's tree, read.
pub(super) struct Reading {
    pub header: Header,
    pub stages: Vec<Stage>,
    /// The settings of the first day.
    pub settings: Vec<Setting>,
    pub problems: Problems,
}

/// Reads a tree with all its events; `known` has the names that may be referred to, whatever the strategy, and the scenario's money.
pub(super) fn read(tree: &Node, known: &Known) -> Reading {
    let mut problems = Problems::new();
    let mut dated = events(tree).unwrap_or_else(|found| {
        problems.absorb(found);
        Vec::new()
    });
    if let Some(extra) = dated.get(MOST_EVENTS) {
        problems.push(Problem::at(&extra.place, "there are too many events").label(format!("at most {MOST_EVENTS} in one strategy")));
        dated.truncate(MOST_EVENTS);
    }
    let mut log = ReadLog::in_currency(known.currency);
    let (header, _) = market::read(tree, known, &mut log);
    let is_dated = log.problems.is_empty();
    if is_dated {
        dated.retain(|event| is_before_end(event, tree, &header, &mut problems));
    }
    let mut dated = dated.into_iter().peekable();
    let mut now = tree.clone();
    let mut first = Vec::new();
    while let Some(event) = dated.next_if(|event| is_dated && event.date <= header.start) {
        now = after(&now, &event, &mut problems);
        first.push(milestone(&event));
    }
    let mut reading = Reading { header, stages: Vec::new(), settings: Vec::new(), problems };
    let mut settings = reading.stage(&now, 0, first, known);
    reading.settings.clone_from(&settings);
    while let Some(event) = dated.next() {
        let mut occasions = vec![milestone(&event)];
        let date = event.date;
        now = after(&now, &event, &mut reading.problems);
        while let Some(event) = dated.next_if(|event| event.date == date) {
            now = after(&now, &event, &mut reading.problems);
            occasions.push(milestone(&event));
        }
        let day = u32::try_from((date - reading.header.start).get_days()).unwrap_or(0);
        let next = reading.stage(&now, day, occasions, known);
        let changes = differences(&settings, &next);
        if reading.problems.is_empty() {
            refuse_structure(&changes, &mut reading.problems);
        }
        if let Some(stage) = reading.stages.last_mut() {
            stage.changes = changes.iter().filter_map(|change| change.after().cloned()).collect();
        }
        settings = next;
    }
    reading
}

impl Reading {
    /// Reads one market and returns its settings.
    fn stage(&mut self, tree: &Node, from_day: u32, milestones: Vec<Milestone>, known: &Known) -> Vec<Setting> {
        let mut log = ReadLog::in_currency(known.currency);
        let (_, market) = market::read(tree, known, &mut log);
        self.problems.absorb(log.problems);
        self.stages.push(Stage { from_day, market, milestones, changes: Vec::new() });
        log.settings
    }
}

/// The tree after an event; a change that leads nowhere is left out, so that the mistakes of the others are found too.
fn after(tree: &Node, event: &Event, problems: &mut Problems) -> Node {
    if let Ok(next) = apply(tree, event) {
        return next;
    }
    let mut now = tree.clone();
    for change in &event.changes {
        let alone = Event { changes: vec![change.clone()], ..event.clone() };
        match apply(&now, &alone) {
            Ok(next) => now = next,
            Err(found) => problems.absorb(found),
        }
    }
    now
}

fn milestone(event: &Event) -> Milestone {
    Milestone { name: event.name.clone(), about: event.about.clone(), date: event.date }
}

fn is_before_end(event: &Event, tree: &Node, header: &Header, problems: &mut Problems) -> bool {
    if event.date < header.end {
        return true;
    }
    // A file that shortens the one it extends leaves later events behind; one that names both dates has them the wrong way round.
    let end_is_above = tree.table().and_then(|root| root.get("end")).is_some_and(|end| end.place.source < event.place.source);
    if end_is_above {
        return false;
    }
    let problem = Problem::at(date_place(tree, event), format!("event `{}` is not before the end", event.name))
        .label(format!("expected a date before {}", header.end))
        .help("the end itself is not simulated".to_string());
    problems.push(problem);
    false
}

/// Where an event's date is written.
fn date_place<'n>(tree: &'n Node, event: &'n Event) -> &'n Place {
    let nodes = tree.table().and_then(|table| table.get("event")).and_then(|node| match &node.value {
        super::text::Value::Array(nodes) => Some(nodes),
        _ => None,
    });
    let found = nodes.and_then(|nodes| nodes.iter().find(|node| node.name() == Some(&event.name)));
    found.and_then(|node| node.table()).and_then(|table| table.get("date")).map_or(&event.place, |date| &date.place)
}
