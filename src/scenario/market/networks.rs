//! Networks: `[[network]]`, `[limits]` and `[links]`: who carries messages, how fast, and how long anybody waits.

use super::parties::Names;
use super::{Kinds, usd};
use crate::domain::market::{LinkKind, LinkLaw, Network, TimeLimits};
use crate::domain::money::{Money, Rate};
use crate::scenario::section;
use crate::scenario::text::{Node, ReadLog, Reader};

pub(super) fn read(kinds: &Kinds<'_>, names: &Names, log: &mut ReadLog) -> Vec<Network> {
    let mut networks = Vec::new();
    for (at, node) in kinds.networks.iter().enumerate() {
        let mut reader = Reader::open(node, "network", log);
        reader.name();
        reader.text_or("about", "");
        let stand_in_limit = Money::from_minor(reader.money_or("stand_in_limit_usd", usd(50), 0..=usd(1_000_000)));
        let issuer_incentive = Rate::from_ppm(reader.ppm_or("issuer_incentive_bps", 0, 0.0..=200.0));
        networks.push(Network { party: names.networks.party(at), stand_in_limit, issuer_incentive });
        reader.finish();
    }
    networks
}

/// Each waits longer than whom it waits for: the wallet's inner leg, the network, the terminal.
pub(super) fn limits(reader: &mut Reader<'_, '_>) -> TimeLimits {
    let limits = TimeLimits {
        terminal_ms: reader.whole("terminal_ms", 3_i64..=600_000),
        stand_in_ms: reader.whole("stand_in_ms", 2_i64..=600_000),
        inner_ms: reader.whole("inner_ms", 1_i64..=600_000),
    };
    if limits.inner_ms >= limits.stand_in_ms && limits.inner_ms > 1 {
        let label = format!("expected less than `stand_in_ms`, {}", limits.stand_in_ms);
        reader.refuse("inner_ms", "is not below the network's limit", &label, None);
    }
    if limits.stand_in_ms >= limits.terminal_ms && limits.stand_in_ms > 2 {
        let label = format!("expected less than `terminal_ms`, {}", limits.terminal_ms);
        reader.refuse("stand_in_ms", "is not below the terminal's limit", &label, None);
    }
    limits
}

pub(super) fn links(reader: &mut Reader<'_, '_>, node: &Node) -> [LinkLaw; 7] {
    LinkKind::ALL.map(|(key, kind)| match kind {
        // A market without short messages need not say how long they take.
        LinkKind::ShortMessage if node.table().is_none_or(|links| links.get(key).is_none()) => {
            LinkLaw { median_ms: 5_000.0, sigma: 1.0, loss_ppm: 2_000 }
        }
        _ => section::required(reader, node, key, link),
    })
}

fn link(reader: &mut Reader<'_, '_>) -> LinkLaw {
    LinkLaw {
        median_ms: reader.number("median_ms", 0.0..=600_000.0),
        sigma: reader.number_or("sigma", 0.0, 0.0..=3.0),
        loss_ppm: reader.whole_or("loss_ppm", 0, 0..=1_000_000),
    }
}
