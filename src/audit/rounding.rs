//! Rounding: the auditor's own half-to-even arithmetic, written without a look at [`crate::domain::money`].
//!
//! Invariants: works on magnitudes and puts the sign back, in 128 bits; a share rounds once.

use crate::domain::fee::Fee;
use crate::domain::money::Rate;

const MILLION: u128 = 1_000_000;

/// `ppm` millionths of `minor`, to the nearest minor unit, ties to the even one.
#[inline]
pub(super) fn share(ppm: i64, minor: i64) -> i64 {
    // Almost every product fits 64 bits, where dividing by a constant is a multiplication.
    let (whole, rest, is_negative) = match ppm.checked_mul(minor) {
        Some(product) => {
            let size = product.unsigned_abs();
            (u128::from(size / MILLION as u64), u128::from(size % MILLION as u64), product < 0)
        }
        None => {
            let product = i128::from(ppm) * i128::from(minor);
            let size = product.unsigned_abs();
            (size / MILLION, size % MILLION, product < 0)
        }
    };
    let up = match (2 * rest).cmp(&MILLION) {
        std::cmp::Ordering::Greater => 1,
        std::cmp::Ordering::Equal => whole & 1,
        std::cmp::Ordering::Less => 0,
    };
    let rounded = (whole + up) as i128;
    (if is_negative { -rounded } else { rounded }) as i64
}

/// `rate` of `minor`.
#[inline]
pub(super) fn rated(rate: Rate, minor: i64) -> i64 {
    share(rate.ppm(), minor)
}

/// The fee on `count` payments that sum to `minor`: the rate rounds once on the sum, and the mean payment costs the cap at most.
#[inline]
pub(super) fn priced(fee: Fee, minor: i64, count: i64) -> i64 {
    let sum = share(fee.rate.ppm(), minor) + fee.fixed.minor() * count;
    match fee.cap {
        Some(cap) if sum > cap.minor() * count => cap.minor() * count,
        _ => sum,
    }
}

/// The fixed part of what [`priced`] says.
#[inline]
pub(super) fn priced_apart(fee: Fee, count: i64) -> i64 {
    priced(fee, 0, count)
}

/// The fee that comes back with a `part` of a payment of `whole`: without the fixed part, and under a cap what the payment cost less what
/// the rest of it would have.
#[inline]
pub(super) fn given_back(fee: Fee, part: i64, whole: i64) -> i64 {
    match fee.cap {
        None => share(fee.rate.ppm(), part),
        Some(_) => priced(fee, whole, 1) - priced(fee, whole - part, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Money;

    #[test]
    fn the_auditor_rounds_as_the_rate_does_for_every_ticket_up_to_200() {
        for ppm in [0, 1, 500, 1_100, 15_100, 21_000, 29_999, 125_000, 333_333, 500_000, 999_999, 1_000_000, 1_500_000] {
            for minor in -20_000..=20_000 {
                let rate = Rate::from_ppm(ppm);
                assert_eq!(rated(rate, minor), rate.of(Money::from_minor(minor)).minor(), "{ppm} ppm of {minor}");
                assert_eq!(share(-ppm, minor), -share(ppm, minor), "the sign does not decide which way a tie goes");
            }
        }
    }

    #[test]
    fn sums_of_a_whole_country_round_as_the_rate_does() {
        for minor in [(1 << 42) - 1, 1 << 42, 123_456_789_012_345, 400_000_000_000_000_001_i64] {
            for ppm in [1, 500, 15_100, 500_000, 1_000_000] {
                let rate = Rate::from_ppm(ppm);
                assert_eq!(rated(rate, minor), rate.of(Money::from_minor(minor)).minor(), "{ppm} ppm of {minor}");
            }
        }
    }

    #[test]
    fn ties_go_to_the_even_cent() {
        assert_eq!([1, 3, 5, 7, -1, -3].map(|minor| share(500_000, minor)), [0, 2, 2, 4, 0, -2]);
    }

    #[test]
    fn a_fixed_part_counts_once_per_payment() {
        let fee = Fee::uncapped(Rate::from_ppm(10_000), Money::from_minor(22));
        assert_eq!(priced(fee, 10_050, 3), 100 + 66, "100.5 rounds to the even 100");
    }

    #[test]
    fn a_cap_counts_once_per_payment_and_holds_the_fixed_part_too() {
        let fee = Fee { cap: Some(Money::from_minor(60)), ..Fee::uncapped(Rate::from_ppm(10_000), Money::from_minor(22)) };
        assert_eq!([3_800, 3_900, 1_000_000].map(|minor| priced(fee, minor, 1)), [60, 60, 60]);
        assert_eq!(priced(fee, 3_700, 1), 59);
        assert_eq!((priced(fee, 30_000, 3), priced(fee, 9_000, 3)), (180, 156), "the mean payment reaches the cap, or does not");
        assert_eq!((priced_apart(fee, 3), priced_apart(Fee { cap: Some(Money::from_minor(9)), ..fee }, 3)), (66, 27));
    }

    #[test]
    fn a_part_gives_back_what_the_rest_would_not_have_cost() {
        let fee = Fee { cap: Some(Money::from_minor(60)), ..Fee::uncapped(Rate::from_ppm(10_000), Money::from_minor(22)) };
        assert_eq!(given_back(fee, 1_000, 10_000), 0);
        assert_eq!(given_back(fee, 9_000, 10_000), 60 - 32);
        assert_eq!(given_back(Fee { cap: None, ..fee }, 9_000, 10_000), 90);
    }
}
