//! Plan: a validated scenario, ready to be simulated under each of its strategies.
//!
//! Invariants: there is one arm at least; the markets of all arms and stages agree on everything that is drawn by chance; every reference
//! in a market is to an entry of the same market.

use jiff::civil::Date;

use super::basket::Basket;
use super::frozen::{differences, refuse_unshared};
use super::header::Materiality;
use super::market::{PARTY_KINDS, PEOPLE};
use super::published::Known;
use super::stages::{self, Reading};
use super::target::Target;
use super::text::{Document, Loader, Node, Problem, Problems, Rejected, Setting, Sources, Value, read};
use super::worlds::Worlds;
use crate::domain::currency::Currency;
use crate::domain::market::Market;

/// Most strategies of one scenario.
const MOST_STRATEGIES: usize = 32;

/// The name of the one strategy of a scenario that lists none.
const ONLY: &str = "base";

/// A scenario, decoded and checked.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Its name.
    pub name: String,
    /// What it is about; possibly empty.
    pub about: String,
    /// The question it answers; possibly empty.
    pub question: String,
    /// The money of all amounts.
    pub currency: Currency,
    /// The first day.
    pub start: Date,
    /// The day after the last.
    pub end: Date,
    /// People that one agent stands for, unless the command line says otherwise.
    pub persons_per_agent: u32,
    /// Replicates, unless the command line says otherwise.
    pub replicates: u32,
    /// Seed, unless the command line says otherwise.
    pub seed: u64,
    /// The product that comparisons are about: its ordinal, the same in all arms.
    pub focus: Option<usize>,
    /// The arm that others are compared with.
    pub baseline: usize,
    /// The smallest differences worth naming a winner for.
    pub materiality: Materiality,
    /// Worlds with breaches to run beside the others, if there are any.
    pub worlds: Option<Worlds>,
    /// Groups of products and parties to add figures up over; no run sees them.
    pub baskets: Vec<Basket>,
    /// Published figures to hold the projection against; no run sees them.
    pub targets: Vec<Target>,
    /// The strategies, in the order of the files; one named `base` if there are none.
    pub arms: Vec<Arm>,
    /// The files it was read from: the one asked for first, then those it extends.
    pub sources: Sources,
}

/// One strategy.
#[derive(Clone, Debug)]
pub struct Arm {
    /// Its name.
    pub name: String,
    /// What it does; possibly empty.
    pub about: String,
    /// Its markets; the first from day 0, each until the next.
    pub stages: Vec<Stage>,
    /// All settings in force on the first day, given or by default.
    pub settings: Vec<Setting>,
}

/// A stretch of days between dated events.
#[derive(Clone, Debug)]
pub struct Stage {
    /// The first day, counted from the scenario's start.
    pub from_day: u32,
    /// The market from then on.
    pub market: Market,
    /// The events that it starts with; on day 0 also those before the start.
    pub milestones: Vec<Milestone>,
    /// The settings in which it differs from the stage before.
    pub changes: Vec<Setting>,
}

/// A dated event, as charts mark it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Milestone {
    /// Its name.
    pub name: String,
    /// What happens; possibly empty.
    pub about: String,
    /// When.
    pub date: Date,
}

impl Plan {
    /// The days it simulates.
    #[must_use]
    pub fn days(&self) -> u32 {
        u32::try_from((self.end - self.start).get_days()).unwrap_or(0)
    }

    /// The arm with this name.
    #[must_use]
    pub fn arm(&self, name: &str) -> Option<usize> {
        self.arms.iter().position(|arm| arm.name == name)
    }

    /// The name of the product that comparisons are about.
    #[must_use]
    pub fn focus_name(&self) -> Option<&str> {
        let market = &self.arms.first()?.stages.first()?.market;
        Some(market.products.get(self.focus?)?.name.as_str())
    }

    /// Dated events of all strategies, each once, as (month, name): what charts mark.
    #[must_use]
    pub fn marks(&self) -> Vec<(String, String)> {
        let mut marks: Vec<(String, String)> = Vec::new();
        for milestone in self.arms.iter().flat_map(|arm| &arm.stages).flat_map(|stage| &stage.milestones) {
            let mark = (milestone.date.strftime("%Y-%m").to_string(), milestone.name.replace('-', " "));
            if !marks.contains(&mark) {
                marks.push(mark);
            }
        }
        marks
    }

    /// All that the results depend on, besides flags: the texts of its files, each under its name. The folder they are in is left out, so
    /// that the same files have the same text everywhere.
    #[must_use]
    pub fn effective_text(&self) -> String {
        let name = |path: &str| path.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        self.sources.iter().map(|source| format!("# {}\n{}\n", name(source.name()), source.text())).collect()
    }
}

impl Arm {
    /// The market on `day`.
    #[must_use]
    pub fn market(&self, day: u32) -> &Market {
        let after = self.stages.partition_point(|stage| stage.from_day <= day);
        &self.stages[after.saturating_sub(1)].market
    }
}

/// Reads the scenario at `path` and what it extends, under each of its strategies.
///
/// # Errors
/// All that is wrong with it, each mistake once, with the line it is in and what would be right.
pub fn load(loader: &dyn Loader, path: &str) -> Result<Plan, Rejected> {
    let document = read(loader, path)?;
    plan(&document).map_err(|problems| Rejected { problems, sources: document.sources.clone() })
}

/// A strategy before it is read.
struct Draft {
    name: String,
    about: String,
    tree: Node,
}

fn plan(document: &Document) -> Result<Plan, Problems> {
    // Every key of an amount hangs on it, so nothing is read without.
    let currency = document.currency()?;
    let mut problems = Problems::new();
    let drafts = drafts(document, &mut problems);
    let names: Vec<String> = drafts.iter().map(|draft| draft.name.clone()).collect();
    // What all strategies share is what the scenario says without any.
    let below = document.without_strategies();
    let trees = || std::iter::once(&below).chain(drafts.iter().map(|draft| &draft.tree));
    let products = names_of(&["product"], trees());
    let mut parties = names_of(&PARTY_KINDS, trees());
    parties.push(PEOPLE.to_string());
    let known = Known { strategies: names, products, parties, currency };
    let shared = stages::read(&below, &known);
    let mut arms = Vec::new();
    for draft in drafts {
        let reading = stages::read(&draft.tree, &known);
        compare(&shared, &reading, &mut problems);
        problems.absorb(reading.problems);
        arms.push(Arm { name: draft.name, about: draft.about, stages: reading.stages, settings: reading.settings });
    }
    problems.absorb(shared.problems);
    let header = shared.header;
    problems.or(Plan {
        name: header.name,
        about: header.about,
        question: header.question,
        currency: header.currency,
        start: header.start,
        end: header.end,
        persons_per_agent: header.persons_per_agent,
        replicates: header.replicates,
        seed: header.seed,
        focus: header.focus,
        baseline: header.baseline,
        materiality: header.materiality,
        worlds: header.worlds,
        baskets: header.baskets,
        targets: header.targets,
        arms,
        sources: document.sources.clone(),
    })
}

/// The names of all entries of these kinds in any of the trees, each once.
fn names_of<'n>(kinds: &[&str], trees: impl Iterator<Item = &'n Node>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for tree in trees {
        for kind in kinds {
            let Some(Value::Array(nodes)) = tree.table().and_then(|root| root.get(kind)).map(|node| &node.value) else { continue };
            for name in nodes.iter().filter_map(Node::name) {
                if !names.iter().any(|known| known == name) {
                    names.push(name.to_string());
                }
            }
        }
    }
    names
}

/// The strategies laid over the scenario, or the one that changes nothing.
fn drafts(document: &Document, problems: &mut Problems) -> Vec<Draft> {
    let briefs = document.strategies().unwrap_or_else(|found| {
        problems.absorb(found);
        Vec::new()
    });
    if briefs.is_empty() {
        return vec![Draft { name: ONLY.to_string(), about: String::new(), tree: document.without_strategies() }];
    }
    if let Some(extra) = briefs.get(MOST_STRATEGIES) {
        problems.push(Problem::at(&extra.place, "there are too many strategies").label(format!("at most {MOST_STRATEGIES}")));
    }
    let mut drafts = Vec::new();
    for brief in briefs.into_iter().take(MOST_STRATEGIES) {
        match document.for_strategy(&brief.name) {
            Ok(tree) => drafts.push(Draft { name: brief.name, about: brief.about, tree }),
            Err(found) => {
                problems.absorb(found);
                // Its name is known all the same, and its mistakes are not those of the tree below it.
                drafts.push(Draft { name: brief.name, about: brief.about, tree: document.without_strategies() });
            }
        }
    }
    drafts
}

/// Refuses what the strategy changes although all strategies share it, once both can be trusted.
fn compare(shared: &Reading, reading: &Reading, problems: &mut Problems) {
    if shared.problems.is_empty() && reading.problems.is_empty() {
        refuse_unshared(&differences(&shared.settings, &reading.settings), problems);
    }
}
