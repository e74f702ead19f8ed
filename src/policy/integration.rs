//! Integration: which banks a device wallet integrates next, and whether the bank agrees.

use crate::domain::market::Bank;
use crate::domain::money::Money;

/// Years over which a bank looks for its money back.
const HORIZON_YEARS: f64 = 3.0;

/// What a bank expects of its integration project over its horizon, less the cost, minor units.
///
/// `reachable` is the number of its cardholders whose phone and carrier let the wallet in.
#[must_use]
pub fn expected_benefit(bank: &Bank, scale: f64, reachable: f64) -> f64 {
    reachable * bank.expected_take_up * bank.expected_value.minor() as f64 * HORIZON_YEARS - cost(bank, scale).minor() as f64
}

/// What the project costs the bank, where it takes `scale` of a usual one.
#[must_use]
pub fn cost(bank: &Bank, scale: f64) -> Money {
    Money::from_minor((bank.integration_cost.minor() as f64 * scale + 0.5) as i64)
}

/// The order in which banks are approached: most expected benefit first, only those that agree; ties by ordinal.
#[must_use]
pub fn queue(banks: &[Bank], scale: f64, reachable: impl Fn(usize) -> f64, is_done: impl Fn(usize) -> bool) -> Vec<usize> {
    let mut queue: Vec<(usize, f64)> = (0..banks.len())
        .filter(|&b| !is_done(b))
        .map(|b| (b, expected_benefit(&banks[b], scale, reachable(b))))
        .filter(|&(_, benefit)| benefit > 0.0)
        .collect();
    queue.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    queue.into_iter().map(|(bank, _)| bank).collect()
}
