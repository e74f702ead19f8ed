//! Regulators: `[[regulator]]`, who supervises and fines.

use super::merchants::technologies;
use super::parties::Names;
use super::{Kinds, usd};
use crate::domain::market::Supervisor;
use crate::domain::merchant::Technologies;
use crate::domain::money::{Money, Rate};
use crate::scenario::text::{ReadLog, Reader};

pub(super) fn read(kinds: &Kinds<'_>, names: &Names, log: &mut ReadLog) -> Vec<Supervisor> {
    let mut regulators = Vec::new();
    for (at, node) in kinds.regulators.iter().enumerate() {
        let mut reader = Reader::open(node, "regulator", log);
        reader.name();
        reader.text_or("about", "");
        regulators.push(Supervisor {
            party: names.regulators.party(at),
            supervision: Money::from_minor(reader.money_or("supervision_usd_per_month", 0, 0..=usd(1_000_000_000))),
            breach_fine: Money::from_minor(reader.money_or("breach_fine_usd", 0, 0..=usd(10_000_000_000))),
            suspends: technologies(&mut reader, "suspends", Technologies::NONE),
            reserve_provision: Rate::from_ppm(reader.ppm_or("reserve_provision_pct", 0, 0.0..=100.0)),
        });
        reader.finish();
    }
    regulators
}
