//! Licences: `[licensing]`, the rules by which processors get licences, and the queue that their firms stand in.

use super::Kinds;
use super::parties::Names;
use super::processors::MOST_APPLICANTS;
use super::usd;
use crate::domain::licensing::{Batch, Firm, LicencePolicy, Licensing};
use crate::domain::money::{Money, Rate};
use crate::domain::stored::Processor;
use crate::scenario::text::{Node, Place, Problem, ReadLog, Reader};
use jiff::civil::Date;
use std::collections::BTreeMap;

pub(super) fn read(
    node: Option<&Node>,
    kinds: &Kinds<'_>,
    names: &Names,
    processors: &[Processor],
    log: &mut ReadLog,
) -> Option<Licensing> {
    let node = node?;
    let before = log.problems.sorted().len();
    let mut reader = Reader::open(node, "licensing", log);
    let policy = reader.choice_or("policy", LicencePolicy::Batches, &LicencePolicy::NAMED);
    let regulator = names.regulators.party(reader.reference("regulator", &names.regulators.names));
    let most = f64::from(MOST_APPLICANTS);
    let applicants = reader.curve("applicants", 0.0..=most);
    let batches = reader.curve_or("batches", &[], 0.0..=most);
    let licensing = Licensing {
        policy,
        regulator,
        applications_from: reader.date("applications_from"),
        required_from: reader.date("required_from"),
        applicants: whole(&mut reader, "applicants", applicants),
        batches: whole(&mut reader, "batches", batches).into_iter().map(|(date, licences)| Batch { date, licences }).collect(),
        firms: Vec::new(),
        application_cost: Money::from_minor(reader.money_or("cost_usd", 0, 0..=usd(1_000_000_000))),
        capital: Money::from_minor(reader.money_or("capital_usd", 0, 0..=usd(10_000_000_000))),
        balances_capital: Rate::from_ppm(reader.ppm_or("balances_capital_pct", 0, 0.0..=100.0)),
        capital_cost: Rate::from_ppm(reader.ppm_or("capital_cost_pct_per_year", 0, 0.0..=100.0)),
        supervision_per_year: Money::from_minor(reader.money_or("supervision_usd_per_year", 0, 0..=usd(1_000_000_000))),
    };
    if !licensing.applicants.is_sorted_by_key(|(_, firms)| *firms) {
        let help = "it counts all who have applied so far, licensed or not".to_string();
        reader.refuse("applicants", "falls", "expected as many as before or more", Some(help));
    }
    if policy == LicencePolicy::Batches && licensing.batches.is_empty() {
        let help = "give the days and how many licences each has: `batches = [[2011-05-26, 27]]`".to_string();
        reader.refuse("batches", "is missing", "the policy `batches` needs it", Some(help));
    }
    reader.finish();
    let is_right = log.problems.sorted().len() == before;
    let places =
        kinds.processors.iter().map(|node| node.table().and_then(|table| table.get("applied")).map_or(&node.place, |key| &key.place));
    let queue = Queue { places: places.collect(), processors, last: licensing.applicants.last().map_or(0, |(_, firms)| *firms) };
    let firms = if is_right { queue.firms(log) } else { Vec::new() };
    Some(Licensing { firms, ..licensing })
}

/// Firms and licences come whole.
fn whole(reader: &mut Reader<'_, '_>, key: &str, points: Vec<(Date, f64)>) -> Vec<(Date, u32)> {
    if points.iter().any(|(_, value)| libm::trunc(*value) != *value) {
        reader.refuse(key, "has a part of one", "expected whole numbers", None);
    }
    points.into_iter().map(|(date, value)| (date, value as u32)).collect()
}

/// The queue before anybody has a place in it.
struct Queue<'n> {
    /// Where each processor's place is written.
    places: Vec<&'n Place>,
    processors: &'n [Processor],
    /// The last place there is.
    last: u32,
}

impl Queue<'_> {
    /// Who has asked for a place stands on it; the others fill, in the order of the files, the places that are left.
    fn firms(&self, log: &mut ReadLog) -> Vec<Firm> {
        let mut taken: BTreeMap<u32, usize> = BTreeMap::new();
        for (ordinal, processor) in self.processors.iter().enumerate() {
            for place in processor.applied.into_iter().flat_map(|first| first..first.saturating_add(processor.firms)) {
                if let Some(other) = taken.insert(place, ordinal) {
                    let problem = Problem::at(self.places[ordinal], "two processors have the same place in the queue for licences")
                        .label(format!("place {place} is taken"))
                        .also(self.places[other], "by this one");
                    log.problems.push(problem);
                    return Vec::new();
                }
            }
        }
        let mut free = 1;
        for (ordinal, processor) in self.processors.iter().enumerate().filter(|(_, processor)| processor.applied.is_none()) {
            for _ in 0..processor.firms {
                while taken.contains_key(&free) {
                    free += 1;
                }
                taken.insert(free, ordinal);
            }
        }
        if let Some((&place, &ordinal)) = taken.last_key_value().filter(|(place, _)| **place > self.last) {
            let problem = Problem::at(self.places[ordinal], "a processor stands behind the end of the queue for licences")
                .label(format!("its last place is {place}, and {} firms apply in all", self.last))
                .help("let more firms apply (`licensing.applicants`), or put fewer into the market".to_string());
            log.problems.push(problem);
        }
        let firm = |(place, ordinal): (u32, usize)| Firm { place, processor: self.processors[ordinal].party };
        taken.into_iter().map(firm).collect()
    }
}
