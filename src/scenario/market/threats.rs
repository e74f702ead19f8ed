//! Threats: `[threats]`, how often credentials are stolen and what thieves do with them.

use super::usd;
use crate::domain::threat::Threats;
use crate::scenario::text::Reader;

pub(super) fn read(reader: &mut Reader<'_, '_>, merchants: &[String]) -> Threats {
    Threats {
        lost_device_per_year: reader.number("lost_device_per_year", 0.0..=1.0),
        opened_share: reader.number("opened_share", 0.0..=1.0),
        exposure_per_payment: reader.number("exposure_per_payment", 0.0..=0.1),
        contactless_exposure_share: reader.number("contactless_exposure_share", 0.0..=1.0),
        breaches_per_year: reader.number("breaches_per_year", 0.0..=12.0),
        breach_reach_share: reader.number("breach_reach_share", 0.0..=1.0),
        breach_misuse_share: reader.number("breach_misuse_share", 0.0..=1.0),
        breach_misuse_days: reader.number("breach_misuse_days", 0.1..=1_000.0),
        guesses_per_year: reader.number_or("guesses_per_year", 0.0, 0.0..=1.0),
        common_pin_shares: common_pins(reader),
        run_length: reader.number("run_length", 1.0..=100.0),
        run_gap_hours: reader.number("run_gap_hours", 0.001..=1_000.0),
        ticket_minor: reader.money("ticket_median_usd", 1..=usd(100_000)),
        ticket_sigma: reader.number("ticket_sigma", 0.0..=3.0),
        loss_report_hours: reader.number("loss_report_hours", 0.01..=10_000.0),
        bank_report_hours: reader.number_or("bank_report_hours", 0.0, 0.0..=1_000.0),
        discovery_days: reader.number("discovery_days", 0.01..=1_000.0),
        shipping_hours: reader.number("shipping_hours", 0.0..=10_000.0),
        boost: reader.opt_whole("boost", 1..=10_000_000),
        remote_merchant: reader.reference("remote_merchant", merchants),
    }
}

/// Shares of accounts in descending order; together they are at most all.
fn common_pins(reader: &mut Reader<'_, '_>) -> Vec<f64> {
    let key = "common_pin_share_pct";
    let given = reader.numbers_or(key, &[], 0.0..=100.0);
    let sum: f64 = given.iter().sum();
    if sum > 100.0 || given.len() > 20 {
        let label = format!("{} shares that sum to {sum}: expected at most 20 and 100 %", given.len());
        reader.refuse(key, "is more than all PINs", &label, None);
    }
    given.into_iter().map(|share| share / 100.0).collect()
}
