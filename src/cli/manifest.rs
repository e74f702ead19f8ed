//! Manifest: where the results come from: scenario, seeds, scale, what was simulated, what it took, what the audits found.

use super::args::How;
use super::batch::Done;
use super::failure::Failure;
use crate::experiment::simulate::Order;
use crate::report::page::Origin;
use crate::scenario::Plan;
use crate::world::Scale;
use serde_json::{Value, json};
use std::path::Path;

/// What the manifest is made of.
pub struct Facts<'a> {
    /// The scenario.
    pub plan: &'a Plan,
    /// The runs asked for.
    pub orders: &'a [Order],
    /// The runs done.
    pub done: &'a Done,
    /// The command.
    pub command: &'a str,
    /// The scenario file, as typed.
    pub scenario: &'a Path,
    /// The flags.
    pub how: &'a How,
    /// The baseline, in a comparison.
    pub baseline: Option<usize>,
    /// Threads used.
    pub threads: usize,
    /// The file of payments, if one was asked for.
    pub payments: Option<Sampled<'a>>,
}

/// A file of payments.
#[derive(Clone, Copy, Debug)]
pub struct Sampled<'a> {
    /// Where, as typed.
    pub path: &'a Path,
    /// People of whom one is kept.
    pub sample: u32,
    /// Payments in it.
    pub rows: u64,
}

/// The first order and the scale of all.
fn scale<'a>(facts: &'a Facts<'_>) -> Result<(&'a Order, Scale), Failure> {
    let Some(first) = facts.orders.first() else { return Err(Failure::Broken("no run was ordered".to_owned())) };
    let market = &facts.plan.arms[first.arm].stages[0].market;
    let scale = Scale::of(market, first.persons_per_agent);
    scale.map(|scale| (first, scale)).map_err(|_| Failure::Broken("no scale".to_owned()))
}

/// What the page says of how the results came about.
///
/// # Errors
/// Only if the scale, which has run, is too large.
pub fn origin(facts: &Facts<'_>) -> Result<Origin, Failure> {
    let (first, scale) = scale(facts)?;
    Ok(Origin {
        version: env!("CARGO_PKG_VERSION"),
        command: again(facts, first),
        scenario_hash: hash(&facts.plan.effective_text()),
        seed: first.seed,
        replicates: facts.orders.iter().map(|order| order.replicate).max().unwrap_or(0),
        persons_per_agent: scale.persons_per_agent,
        agents: scale.agents,
    })
}

/// The manifest as JSON text.
///
/// # Errors
/// Only if the scale, which has run, is too large.
pub fn json(facts: &Facts<'_>) -> Result<Vec<u8>, Failure> {
    let (first, scale) = scale(facts)?;
    let runs = &facts.done.runs;
    let sum = |count: fn(&crate::experiment::RunSummary) -> u64| runs.iter().map(count).sum::<u64>();
    let messages = sum(|r| r.messages);
    let cpu = facts.done.cost.cpu_seconds;
    let timings = json!({
        "wall_seconds": round(facts.done.cost.wall_seconds),
        "messages_per_cpu_second": if cpu > 0.0 { (messages as f64 / cpu).round() } else { 0.0 },
        "threads": facts.threads,
    });
    let mut manifest = json!({
        "program": "paycosm",
        "version": env!("CARGO_PKG_VERSION"),
        "scenario": facts.plan.name,
        "currency": facts.plan.currency.code(),
        "scenario_hash": hash(&facts.plan.effective_text()),
        "effective_text": facts.plan.effective_text(),
        "strategies": strategies(facts),
        "baseline": facts.baseline.map(|b| facts.plan.arms[b].name.as_str()),
        "seed": first.seed,
        "replicates": facts.orders.iter().map(|o| o.replicate).max(),
        "persons_per_agent": scale.persons_per_agent,
        "agents": scale.agents,
        "districts": scale.districts,
        "payments_simulated": sum(|r| r.payments_simulated),
        "messages": messages,
        "cases_open": sum(|r| r.cases_open),
        "candidate_points": sum(|r| r.candidate_points),
        "cpu_seconds": round(cpu),
        "timings": timings,
        "audits": audits(facts),
        "run_again": again(facts, first),
    });
    if let Some(Sampled { path, sample, rows }) = facts.payments {
        let kept = if sample == 1 { "all payments".to_owned() } else { format!("all payments of one person in {sample}") };
        let path = path.to_string_lossy();
        manifest["payments_file"] = json!({ "path": path, "kept": kept, "sampled_by": "person", "sample": sample, "rows": rows });
    }
    Ok(format!("{manifest:#}\n").into_bytes())
}

fn strategies<'a>(facts: &'a Facts<'a>) -> Vec<&'a str> {
    let mut names: Vec<&str> = Vec::new();
    for order in facts.orders {
        let name = facts.plan.arms[order.arm].name.as_str();
        if names.last() != Some(&name) {
            names.push(name);
        }
    }
    names
}

/// Each check once, with the runs in which it failed.
fn audits(facts: &Facts<'_>) -> Value {
    let runs = &facts.done.runs;
    let Some(first) = runs.first() else { return json!([]) };
    let checks = first.findings.iter().map(|(check, _, _)| {
        let failed: Vec<String> = runs
            .iter()
            .flat_map(|run| {
                run.findings.iter().filter(|f| f.0 == *check && !f.1).map(|f| format!("{} {}: {}", run.strategy, run.replicate, f.2))
            })
            .collect();
        json!({ "check": check, "passed": failed.is_empty(), "runs": runs.len(), "failed": failed })
    });
    Value::Array(checks.collect())
}

/// The command that gives the same tables again: every flag that they depend on, but the folder.
fn again(facts: &Facts<'_>, first: &Order) -> String {
    let (flag, arm) = facts.baseline.map_or(("--strategy", first.arm), |baseline| ("--baseline", baseline));
    let name = &facts.plan.arms[arm].name;
    let replicates = facts.how.replicates.unwrap_or(facts.plan.replicates);
    let (command, scenario) = (facts.command, quoted(&facts.scenario.to_string_lossy()));
    let (seed, scale) = (first.seed, first.persons_per_agent);
    format!("paycosm {command} {scenario} {flag} {name} --seed {seed} --replicates {replicates} --persons-per-agent {scale}")
}

/// A word as a shell takes it.
pub(super) fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./:@%+=,".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) { word.to_owned() } else { format!("'{}'", word.replace('\'', r"'\''")) }
}

/// SHA-256 of the scenario's text, in hexadecimal.
fn hash(text: &str) -> String {
    use sha2::{Digest as _, Sha256};
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn round(seconds: f64) -> f64 {
    (seconds * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_with_blanks_or_quotes_is_one_word_of_the_shell() {
        assert_eq!(quoted("scenarios/one-tap.toml"), "scenarios/one-tap.toml");
        assert_eq!(quoted("my market.toml"), "'my market.toml'");
        assert_eq!(quoted("it's.toml"), r"'it'\''s.toml'");
        assert_eq!(quoted(""), "''");
    }
}
