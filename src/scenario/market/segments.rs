//! Segments: `[[segment]]`, people who earn, spend and dare alike.
//!
//! Scales are against the average person, so their means, weighted by the segments' shares, are 1.

use super::sums::{Part, sums_to_one};
use super::usd;
use crate::domain::person::Segment;
use crate::scenario::text::{Node, Problem, ReadLog, Reader};

/// How far a mean of scales may be from 1.
const TOLERANCE: f64 = 0.005;

pub(super) fn read(nodes: &[&Node], log: &mut ReadLog) -> Vec<Segment> {
    let before = log.problems.sorted().len();
    let segments: Vec<Segment> = nodes.iter().map(|node| segment(node, log)).collect();
    if log.problems.sorted().len() > before {
        return segments;
    }
    let parts = nodes.iter().zip(&segments).map(|(node, s)| Part { node, key: "share", share: s.share });
    if sums_to_one(parts, "the shares of the segments", log) {
        check_mean(nodes, &segments, "payments_scale", |s| s.payments_scale, log);
        check_mean(nodes, &segments, "handset_scale", |s| s.handset_scale, log);
        check_mean(nodes, &segments, "innovation_scale", |s| s.innovation_scale, log);
    }
    segments
}

fn segment(node: &Node, log: &mut ReadLog) -> Segment {
    let mut reader = Reader::open(node, "segment", log);
    let segment = Segment {
        name: reader.name(),
        share: reader.number("share", 0.0..=1.0),
        payments_scale: reader.number_or("payments_scale", 1.0, 0.0..=20.0),
        ticket_scale: reader.number_or("ticket_scale", 1.0, 0.01..=20.0),
        handset_scale: reader.number_or("handset_scale", 1.0, 0.0..=20.0),
        credit_holder_share: reader.number("credit_holder_share", 0.0..=1.0),
        prefers_credit_share: reader.number("prefers_credit_share", 0.0..=1.0),
        funds_median_minor: reader.money("funds_median_usd", usd(1)..=usd(1_000_000)),
        innovation_scale: reader.number_or("innovation_scale", 1.0, 0.0..=20.0),
        risk_aversion: reader.number("risk_aversion", 0.0..=1.0),
    };
    reader.text_or("about", "");
    reader.finish();
    segment
}

fn check_mean(nodes: &[&Node], segments: &[Segment], key: &str, scale: impl Fn(&Segment) -> f64, log: &mut ReadLog) {
    let mean: f64 = segments.iter().map(|s| s.share * scale(s)).sum();
    let Some(last) = nodes.last() else { return };
    if (mean - 1.0).abs() > TOLERANCE {
        let place = last.table().and_then(|table| table.get(key)).map_or(&last.place, |node| &node.place);
        let problem = Problem::at(place, format!("`{key}` of the segments does not average 1"))
            .label(format!("with this one the mean, weighted by share, is {mean:.4}"))
            .help("it says how much more than the average person: scale all segments alike".to_string());
        log.problems.push(problem);
    }
}
