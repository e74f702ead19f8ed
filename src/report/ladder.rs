//! Ladder: a traced payment as text for people and as JSON for programs.

use crate::domain::payment::Leg;
use crate::experiment::trace::Ladder;
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

/// The ladder as lines: time, who to whom, message type, words, response code; then fees and margins.
#[must_use]
pub fn text(ladder: &Ladder) -> String {
    let mut out = String::new();
    // Writing to a text cannot fail.
    let _ = writeln!(
        out,
        "{} pays {} by {} ({}), funded by {}: {}",
        ladder.date,
        ladder.amount.major(),
        ladder.product,
        ladder.flow,
        ladder.funding.name(),
        outcome(ladder)
    );
    let from = ladder.hops.iter().map(|h| h.from.len()).max().unwrap_or(0);
    let to = ladder.hops.iter().map(|h| h.to.len()).max().unwrap_or(0);
    for hop in &ladder.hops {
        let code = if hop.de39.is_empty() { String::new() } else { format!("  [{}]", hop.de39) };
        let line = format!("{:>14}  {:from$} -> {:to$}  {:4}  {}{code}", clock(hop.at_ms), hop.from, hop.to, hop.mti, hop.what);
        let _ = writeln!(out, "{}", line.trim_end());
    }
    section(&mut out, "Who paid whom", ladder.fees.iter().map(|f| format!("{} -> {}: {} {}", f.from, f.to, f.kind, f.amount.major())));
    let moves = ladder.moves.iter().map(|m| {
        let (day, paid) = (m.day, &m.paid);
        format!("day {day:>3}  {} -> {}: {} {}", paid.from, paid.to, paid.kind, paid.amount.major())
    });
    section(&mut out, "Who paid whom in the dispute", moves);
    section(&mut out, "Who bears the loss", ladder.losses.iter().map(|(party, amount)| format!("{party}: {}", amount.major())));
    section(&mut out, "Margin of fees, basis points", ladder.margin_bps.iter().map(|(party, bps)| format!("{party}: {bps:+.1}")));
    out
}

/// How it ended for the payer, and how the dispute of each leg did.
fn outcome(ladder: &Ladder) -> String {
    let name = |leg: Leg| if ladder.disputed.len() > 1 { format!("{} leg ", leg.name()) } else { String::new() };
    let disputed: Vec<String> = ladder.disputed.iter().map(|(leg, ending)| format!("{}{ending}", name(*leg))).collect();
    if disputed.is_empty() { ladder.outcome.to_owned() } else { format!("{}, then disputed: {}", ladder.outcome, disputed.join(", ")) }
}

fn section(out: &mut String, title: &str, lines: impl Iterator<Item = String>) {
    let mut lines = lines.peekable();
    if lines.peek().is_some() {
        let _ = writeln!(out, "\n{title}");
        for line in lines {
            let _ = writeln!(out, "  {line}");
        }
    }
}

/// Milliseconds for the first minute, then days, hours, minutes and seconds.
fn clock(ms: i64) -> String {
    if ms < 60_000 {
        return format!("{ms} ms");
    }
    let seconds = ms / 1000;
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    format!("{days}d {:02}:{:02}:{:02}", rest / 3600, rest / 60 % 60, rest % 60)
}

/// The ladder for programs: `{date, outcome, hops, fees, margin_bps}`, and `dispute` where there was one.
#[must_use]
pub fn json(ladder: &Ladder) -> Value {
    let hops: Vec<Value> = ladder
        .hops
        .iter()
        .map(|h| json!({ "at_ms": h.at_ms, "from": h.from, "to": h.to, "mti": h.mti, "what": h.what, "de39": h.de39 }))
        .collect();
    let fees: Vec<Value> =
        ladder.fees.iter().map(|f| json!({ "from": f.from, "to": f.to, "kind": f.kind, "amount": f.amount.major() })).collect();
    let margins: Map<String, Value> = ladder.margin_bps.iter().map(|(party, bps)| (party.clone(), json!(round(*bps)))).collect();
    let mut told =
        json!({ "date": ladder.date.to_string(), "outcome": outcome(ladder), "hops": hops, "fees": fees, "margin_bps": margins });
    if !ladder.disputed.is_empty() {
        let moved = ladder.moves.iter().map(|m| {
            let paid = &m.paid;
            json!({ "day": m.day, "from": paid.from, "to": paid.to, "kind": paid.kind, "amount": paid.amount.major() })
        });
        told["dispute"] = moved.collect();
    }
    told
}

/// To a hundredth of a basis point.
fn round(bps: f64) -> f64 {
    (bps * 100.0).round() / 100.0
}
