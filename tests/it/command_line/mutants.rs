//! Mutants: shipped scenarios with chance damage. None of them panics when read, and those that can still be read run with all audits passed.

use super::{SHIPPED, shipped};
use paycosm::domain::market::Market;
use paycosm::experiment::simulate::{Order, simulate};
use paycosm::scenario::text::{Loader, Look};
use paycosm::scenario::{Plan, load};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Damaged files that are read.
const READ: u64 = 300;
/// Of those that load, how many are run.
const RUN: usize = 30;
/// The longest horizon that is run, days.
const LONGEST: u32 = 450;

/// What takes the place of a value.
const VALUES: [&str; 24] = [
    "0",
    "1",
    "-1",
    "2",
    "7",
    "0.0",
    "0.5",
    "1.0",
    "100",
    "999_999_999",
    "1e300",
    "-0.0",
    "inf",
    "nan",
    "true",
    "false",
    "\"\"",
    "\"citi\"",
    "[]",
    "{}",
    "2012-08-01",
    "2012-08-01T12:00:00",
    "[[2011-09-01, 1.0]]",
    "99999999999999999999",
];

/// A linear congruential generator (Knuth's MMIX constants): the same mutants on every machine.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit.max(1)
    }
}

/// The shipped files, one of them damaged.
struct Mutant {
    name: &'static str,
    text: String,
}

impl Loader for Mutant {
    fn load(&self, path: &str) -> Result<String, String> {
        if path == self.name {
            return Ok(self.text.clone());
        }
        if SHIPPED.contains(&path) { Ok(shipped(path)) } else { Err("there is no such file".to_owned()) }
    }
}

/// The mutant of a number; the damage is a function of it.
fn mutant(number: u64) -> Mutant {
    let mut chance = Chance(number);
    let name = SHIPPED[chance.below(SHIPPED.len())];
    let mut lines: Vec<String> = shipped(name).lines().map(str::to_owned).collect();
    for _ in 0..=chance.below(3) {
        damage(&mut lines, &mut chance);
    }
    Mutant { name, text: lines.join("\n") }
}

fn damage(lines: &mut Vec<String>, chance: &mut Chance) {
    let lines_that_say =
        |c: char| -> Vec<usize> { (0..lines.len()).filter(|&at| !lines[at].starts_with('#') && lines[at].contains(c)).collect() };
    let assigned = lines_that_say('=');
    let at = assigned[chance.below(assigned.len())];
    match chance.below(8) {
        // A digit of a number becomes another.
        0..=3 => {
            let code = lines[at].find('#').unwrap_or(lines[at].len());
            let digits: Vec<usize> = lines[at][..code].char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(i, _)| i).collect();
            if !digits.is_empty() {
                let digit = digits[chance.below(digits.len())];
                lines[at].replace_range(digit..=digit, ["0", "1", "2", "5", "9"][chance.below(5)]);
            }
        }
        // A value becomes another.
        4 | 5 => {
            let key = lines[at].split('=').next().unwrap_or_default().to_owned();
            lines[at] = format!("{key}= {}", VALUES[chance.below(VALUES.len())]);
        }
        6 => drop(lines.remove(chance.below(lines.len()))),
        _ => {
            let moved = lines[chance.below(lines.len())].clone();
            lines.insert(at, moved);
        }
    }
}

/// Makes a world of a few hundred agents out of any scenario that is right.
fn shrink(plan: &mut Plan, number: u64) -> Order {
    let persons_per_agent = if number.is_multiple_of(2) { 1 } else { 5_000 };
    for stage in plan.arms.iter_mut().flat_map(|arm| &mut arm.stages) {
        let scripted = stage.market.script.iter().map(|payment| u64::from(payment.person) + 1).max().unwrap_or(0);
        if number.is_multiple_of(3) {
            storm(&mut stage.market);
        }
        stage.market.people.count = (200 * u64::from(persons_per_agent)).max(scripted * u64::from(persons_per_agent));
    }
    let is_scripted = plan.arms.iter().flat_map(|arm| &arm.stages).any(|stage| !stage.market.script.is_empty());
    if plan.days() > LONGEST && !is_scripted {
        plan.end = plan.start.checked_add(jiff::Span::new().days(i64::from(LONGEST))).unwrap();
    }
    Order { arm: (number as usize / 2) % plan.arms.len(), replicate: 1, seed: number, persons_per_agent }
}

/// Makes everything rare common: theft, leaks, breaches, lost messages, and issuers that do not answer.
fn storm(market: &mut Market) {
    let threats = &mut market.threats;
    threats.lost_device_per_year = (50.0 * threats.lost_device_per_year).min(10.0);
    threats.exposure_per_payment = (1e4 * threats.exposure_per_payment).min(0.5);
    threats.breaches_per_year = (50.0 * threats.breaches_per_year).min(10.0);
    for link in &mut market.links {
        link.loss_ppm = (100 * link.loss_ppm).min(200_000);
    }
    for bank in &mut market.banks {
        bank.outages_per_year = (50.0 * bank.outages_per_year).min(200.0);
    }
}

/// Runs the mutant and says what went wrong.
fn run(plan: &Plan, order: Order) -> Option<String> {
    let run = || simulate(plan, order, 1, || (), |_| ControlFlow::Continue(()));
    match catch_unwind(AssertUnwindSafe(run)) {
        Err(_) => Some("panicked".to_owned()),
        Ok(Err(error)) => Some(error.to_string()),
        Ok(Ok(summary)) => {
            let failed: Vec<String> =
                summary.findings.iter().filter(|finding| !finding.1).map(|finding| format!("{}: {}", finding.0, finding.2)).collect();
            (!failed.is_empty()).then(|| failed.join("; "))
        }
    }
}

/// The lines in which a mutant differs from the file it was.
fn difference(mutant: &Mutant) -> String {
    let original = shipped(mutant.name);
    mutant.text.lines().filter(|line| !original.lines().any(|o| o == *line)).map(|line| format!("\n    {line}")).collect()
}

#[test]
fn damaged_scenarios_are_refused_or_run_but_never_panic() {
    let mut wrong = Vec::new();
    let mut refused = 0;
    let mut ran = 0;
    for number in 0..READ {
        let mutant = mutant(number);
        let replay = |what: &str| format!("mutant({number}) of {} {what}; lines changed:{}", mutant.name, difference(&mutant));
        let read = catch_unwind(|| load(&mutant, mutant.name).map_err(|rejected| rejected.render(Look::Plain { width: 100 })));
        match read {
            Err(_) => wrong.push(replay("panicked when read")),
            Ok(Err(said)) => {
                refused += 1;
                if !said.starts_with("error: ") || !said.contains("-->") {
                    wrong.push(replay(&format!("was refused without a place: {said}")));
                }
            }
            Ok(Ok(mut plan)) if ran < RUN => {
                ran += 1;
                let order = shrink(&mut plan, number);
                if let Some(what) = run(&plan, order) {
                    wrong.push(replay(&format!("{what} ({order:?})")));
                }
            }
            Ok(Ok(_)) => {}
        }
    }
    assert!(refused >= 50 && ran == RUN, "{refused} were refused and {ran} ran");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
