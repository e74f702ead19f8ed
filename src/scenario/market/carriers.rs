//! Carriers: `[[carrier]]`, whose phones people have.

use super::Kinds;
use super::parties::Names;
use super::sums::{Part, sums_to_one};
use crate::domain::market::Carrier;
use crate::scenario::text::{ReadLog, Reader};

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
        });
        reader.finish();
    }
    if log.problems.sorted().len() == before {
        let parts = kinds.carriers.iter().zip(&carriers).map(|(node, c)| Part { node, key: "share", share: c.share });
        sums_to_one(parts, "the shares of the carriers", log);
    }
    carriers
}
