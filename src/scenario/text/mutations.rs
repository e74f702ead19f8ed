//! Mutations: no text makes reading, overlaying or rendering panic.

use super::testing::{PLAIN, parsed};
use super::*;

const SEEDS: [&str; 3] = [
    r#"extends = "base.toml" # beside
question = "Does it pay?"
[people]
count = 1_000_000
nfc_share = [[2011-09-19, 0.05], [2012-09-19, 1e-1]]
[[bank]]
name = "citi"
fee_usd = 1.25
limits = { daily_usd = 500, tiers = [1, 2, -3.5] }
[bank.monitoring]
latency_ms = 40
[[strategy]]
name = "proxy"
set."bank.citi.fee_usd" = "2.00"
set.people.count = 5
[[strategy.bank]]
name = "chase"
[[event]]
name = "crisis"
date = 2012-08-01
set."bank.citi.monitoring.latency_ms" = 80
"#,
    "a.b.c = '''x'y'''\r\n'q\"' = \"\"\"\\u00e9\n\"\"\"\"\"\n[a.d]\nt = 07:32:00\nu = 1979-05-27T07:32:00\n",
    "[[a]]\nname = \"é\"\n[[a.b]]\nx = [[], {}, [{y = inf}]]\n[a.b.c]\nz = 0xFF\nw = nan\n",
];

const PIECES: [&str; 24] = [
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'",
    "\"\"\"",
    "'''",
    "\n",
    "\r",
    "\\",
    ".",
    ",",
    "=",
    "#",
    "é",
    "\u{0}",
    "[[a]]\n",
    "name = \"a\"\n",
    "99999999999999999999",
    "-nan",
    "a.b.",
    "2011-02-30",
    "\u{1b}\t\u{202e}",
];

/// A linear congruential generator (Knuth's MMIX constants): the same texts on every machine.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        let next = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = next.wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit.max(1)
    }
}

/// A loader that gives the text to the first file asked for, and a seed to all others.
struct Mutant(String);

impl Loader for Mutant {
    fn load(&self, path: &str) -> Result<String, String> {
        match path {
            "main.toml" => Ok(self.0.clone()),
            "base.toml" => Ok(SEEDS[2].to_string()),
            _ => Err("not\nthere".to_string()),
        }
    }
}

fn mutated(chance: &mut Chance) -> String {
    let mut bytes = SEEDS[chance.below(SEEDS.len())].as_bytes().to_vec();
    for _ in 0..=chance.below(6) {
        let at = chance.below(bytes.len() + 1);
        let end = (at + chance.below(12)).min(bytes.len());
        match chance.below(5) {
            0 => drop(bytes.drain(at..end)),
            1 => bytes.insert(at, chance.below(256) as u8),
            2 => {
                let copy = bytes[at..end].to_vec();
                let target = chance.below(bytes.len() + 1);
                bytes.splice(target..target, copy);
            }
            3 => {
                let count = [1, 1, 2, 70][chance.below(4)];
                let piece = PIECES[chance.below(PIECES.len())].repeat(count);
                bytes.splice(at..at, piece.bytes());
            }
            _ => bytes.truncate(end.max(1)),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Does everything that can be done with a file, and returns all that was said.
fn exercise(text: String) -> String {
    let document = match read(&Mutant(text), "main.toml") {
        Ok(document) => document,
        Err(rejected) => {
            return rejected.render(Look::Coloured { width: 80 }) + &rejected.render(PLAIN);
        }
    };
    let mut log = ReadLog::new();
    let strategies = document.strategies().unwrap_or_default();
    for name in strategies.iter().map(|brief| brief.name.as_str()).chain(["proxi"]) {
        match document.for_strategy(name) {
            Ok(root) => read_tree(&root, &mut log),
            Err(problems) => log.problems.absorb(problems),
        }
    }
    match events(&document.root) {
        Ok(events) => {
            for event in &events {
                match apply(&document.root, event) {
                    Ok(root) => read_tree(&root, &mut log),
                    Err(problems) => log.problems.absorb(problems),
                }
            }
        }
        Err(problems) => log.problems.absorb(problems),
    }
    read_tree(&document.root, &mut log);
    log.problems.render(&document.sources, PLAIN)
}

fn read_tree(root: &Node, log: &mut ReadLog) {
    let mut reader = Reader::open_root(root, log);
    reader.text_or("question", "");
    let people = reader.table("people");
    let banks = reader.tables("bank");
    reader.finish();
    if let Some(people) = people {
        let mut people = Reader::open(people, "people", log);
        people.whole("count", 1..=10_000_000);
        people.curve("nfc_share", 0.0..=1.0);
        people.finish();
    }
    for node in banks {
        let mut bank = Reader::open(node, "bank", log);
        bank.name();
        bank.money("fee_usd", 0..=500);
        bank.ppm_or("fee_bps", 0, 0.0..=500.0);
        bank.numbers_or("limits", &[], 0.0..=1.0);
        bank.date_or("launch", jiff::civil::Date::constant(2011, 9, 19));
        bank.finish();
    }
}

#[test]
fn ten_thousand_damaged_files_are_read_without_panic() {
    let mut chance = Chance(2011);
    let mut accepted = 0;
    for _ in 0..10_000 {
        let said = exercise(mutated(&mut chance));
        // Only a file that could be read comes as far as being asked for a strategy it lacks.
        accepted += usize::from(said.contains("no strategy is named"));
    }
    assert!((100..9_900).contains(&accepted), "{accepted} were accepted");
}

#[test]
fn a_thousand_files_of_random_pieces_are_read_without_panic() {
    let mut chance = Chance(1);
    for _ in 0..1_000 {
        let pieces = (0..chance.below(400)).map(|_| PIECES[chance.below(PIECES.len())]);
        let text: String = pieces.collect();
        exercise(text);
    }
}

#[test]
fn hostile_nesting_exhausts_no_stack() {
    for opening in ["[", "{a=", "{a.b.c.d=", "a.", "[a.b.c]\n", "[[a.b]]\n", "x={a.b.c=[}", "a.b=[\n", "x=[{]"] {
        exercise(opening.repeat(50_000));
        exercise(format!("x = {}", opening.repeat(50_000)));
        exercise(format!("[{}a]\n{}", "a.".repeat(60), opening.repeat(60)));
    }
}

#[test]
fn paths_are_bounded_so_that_what_is_set_cannot_be_nested_without_end() {
    let text = format!("[[event]]\nname = \"e\"\ndate = 2012-01-01\nset.\"{}k\" = 1\n", "x.".repeat(32));
    let mut sources = Sources::default();
    sources.add("us.toml", &*text);
    let problems = events(&parsed(&text)).expect_err("33 steps are too many");
    assert!(problems.render(&sources, PLAIN).contains("is not a path"));
}
