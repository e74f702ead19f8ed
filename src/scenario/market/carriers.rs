//! Carriers: `[[carrier]]`, whose phones people have.

use super::Kinds;
use super::merchants::technologies;
use super::parties::Names;
use super::sums::{Part, sums_to_one};
use crate::domain::market::Carrier;
use crate::domain::merchant::{Technologies, Technology};
use crate::domain::money::Rate;
use crate::scenario::text::{Problem, ReadLog, Reader};

pub(super) fn read(kinds: &Kinds<'_>, names: &Names, log: &mut ReadLog) -> Vec<Carrier> {
    let before = log.problems.sorted().len();
    let mut carriers = Vec::new();
    for (at, node) in kinds.carriers.iter().enumerate() {
        let mut reader = Reader::open(node, "carrier", log);
        reader.name();
        reader.text_or("about", "");
        carriers.push(Carrier {
            party: names.carriers.party(at),
            share: reader.number("share", 0.0..=1.0),
            wallet: reader.opt_reference("wallet", &names.wallets.names).map(|at| names.wallets.party(at)),
            shuts_out_rivals: reader.flag_or("shuts_out_rivals", true),
            unlocked_share: reader.number_or("unlocked_share", 0.0, 0.0..=1.0),
            terminal_share: Rate::from_ppm(reader.ppm_or("terminal_share_pct", 0, 0.0..=100.0)),
            terminal_technologies: technologies(&mut reader, "terminal_technologies", Technologies::only(Technology::Radio24)),
        });
        reader.finish();
    }
    if log.problems.sorted().len() == before {
        let parts = kinds.carriers.iter().zip(&carriers).map(|(node, c)| Part { node, key: "share", share: c.share });
        sums_to_one(parts, "the shares of the carriers", log);
    }
    carriers
}

/// By technology: share of the price of shops' terminals that carriers bear together.
pub(super) fn sponsored(kinds: &Kinds<'_>, carriers: &[Carrier], log: &mut ReadLog) -> [f64; Technology::ALL.len()] {
    Technology::ALL.map(|technology| {
        let sponsors = carriers.iter().filter(|carrier| carrier.terminal_technologies.has(technology));
        let ppm: i64 = sponsors.map(|carrier| carrier.terminal_share.ppm()).sum();
        if ppm > Rate::ALL.ppm()
            && let Some(node) = kinds.carriers.last()
        {
            let problem =
                Problem::at(&node.place, format!("carriers bear more than the whole price of terminals for {}", technology.name()))
                    .label("this carrier and those before it")
                    .help("lower `terminal_share_pct` so that all carriers' together are at most 100".to_string());
            log.problems.push(problem);
        }
        ppm as f64 / 1e6
    })
}
