//! Processors: `[[processor]]`, who keeps accounts, and on which terms it pays shops, debits banks and locks accounts.

use super::parties::Names;
use super::{Kinds, usd};
use crate::domain::fee::Fee;
use crate::domain::money::{Money, Rate};
use crate::domain::party::PartySet;
use crate::domain::stored::Processor;
use crate::scenario::text::{Node, ReadLog, Reader};

/// Most firms that one entry stands for.
const MOST_FIRMS: u32 = 10_000;
/// Most firms that stand in the queue for licences.
pub(super) const MOST_APPLICANTS: u32 = 100_000;

pub(super) fn read(kinds: &Kinds<'_>, names: &Names, log: &mut ReadLog) -> Vec<Processor> {
    kinds.processors.iter().enumerate().map(|(at, node)| processor(node, at, names, log)).collect()
}

fn processor(node: &Node, at: usize, names: &Names, log: &mut ReadLog) -> Processor {
    let mut reader = Reader::open(node, "processor", log);
    reader.name();
    reader.text_or("about", "");
    let direct_banks = banks(&mut reader, "direct_banks", names);
    let quick_pay_banks = banks(&mut reader, "quick_pay_banks", names);
    let processor = Processor {
        party: names.processors.party(at),
        merchant_fee: Fee::uncapped(
            Rate::from_ppm(reader.ppm("merchant_fee_bps", 0.0..=2_000.0)),
            Money::from_minor(reader.money_or("merchant_fee_usd", 0, 0..=usd(100))),
        ),
        bank_debit_millicents: reader.money("bank_debit_usd_per_thousand", 0..=usd(10_000)),
        withdrawal_fee: Money::from_minor(reader.money_or("withdrawal_usd", 0, 0..=usd(100))),
        transfer_millicents: reader.money_or("transfer_usd_per_thousand", 0, 0..=usd(10_000)),
        return_days: reader.whole_or("return_days", 2, 1..=10),
        pin_tries: reader.whole_or("pin_tries", 3, 1..=20),
        unlock_hours: reader.number_or("unlock_hours", 12.0, 0.01..=720.0),
        mistyped_share: reader.number_or("mistyped_pct", 0.0, 0.0..=50.0) / 100.0,
        licence_per_year: Money::from_minor(reader.money_or("licence_usd_per_year", 0, 0..=usd(1_000_000_000))),
        owner: reader.opt_reference("owner", &names.carriers.names).map(|at| names.carriers.party(at)),
        applied: reader.opt_whole("applied", 1..=MOST_APPLICANTS),
        firms: reader.whole_or("firms", 1, 1..=MOST_FIRMS),
        begins_unlicensed: reader.flag_or("begins_unlicensed", true),
        direct_banks,
        bank_line: Rate::from_ppm(reader.ppm_or("bank_line_bps", 2_000, 0.0..=1_000.0)),
        quick_pay_banks: if quick_pay_banks == PartySet::NONE { PartySet::ALL } else { quick_pay_banks },
        bank_limit_ms: reader.whole_or("bank_limit_ms", 60_000, 1_000_i64..=600_000),
        gateway_limit_ms: reader.whole_or("gateway_limit_ms", 900_000, 1_000_i64..=3_600_000),
        repayment_fee: Fee {
            rate: Rate::from_ppm(reader.ppm_or("repayment_fee_bps", 0, 0.0..=1_000.0)),
            fixed: Money::from_minor(reader.money_or("repayment_fee_usd", 0, 0..=usd(100))),
            cap: None,
        },
    };
    reader.finish();
    processor
}

/// The banks listed under `key`.
fn banks(reader: &mut Reader<'_, '_>, key: &str, names: &Names) -> PartySet {
    reader.references(key, &names.banks.names).into_iter().map(|ordinal| names.banks.party(ordinal)).collect()
}
