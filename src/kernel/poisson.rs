//! Poisson: how many points fall, from a stream.
//!
//! - Exact for every mean: multiplication of uniforms for small ones, Hörmann's transformed rejection (PTRS) for the rest: W. Hörmann,
//!   "The transformed rejection method for generating Poisson random variables", Insurance: Mathematics and Economics 12 (1993).
//! - All functions through `libm`, so that a count is the same on every platform.

use super::random::Stream;

/// From this mean on, rejection is faster than multiplication (and valid).
const REJECTION_FROM: f64 = 10.0;
/// The largest mean served; a larger one is taken for it, so that a count fits in 32 bits.
const MEAN_MAX: f64 = 4e9;

/// A Poisson count of the given mean; 0 if the mean is not a positive number.
#[must_use]
pub fn poisson(stream: &mut Stream, mean: f64) -> u32 {
    if mean.is_nan() || mean <= 0.0 {
        0
    } else if mean < REJECTION_FROM {
        by_multiplication(stream, mean)
    } else {
        by_rejection(stream, mean.min(MEAN_MAX))
    }
}

/// Counts how many uniforms can be multiplied before the product falls under e^-mean.
fn by_multiplication(stream: &mut Stream, mean: f64) -> u32 {
    let floor = libm::exp(-mean);
    let mut product = stream.uniform();
    let mut count = 0;
    while product > floor {
        product *= stream.uniform();
        count += 1;
    }
    count
}

/// Hörmann's PTRS; the constants are the article's.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "not negative, and float to integer saturates")]
fn by_rejection(stream: &mut Stream, mean: f64) -> u32 {
    let log_mean = libm::log(mean);
    let b = 0.931 + 2.53 * libm::sqrt(mean);
    let a = -0.059 + 0.02483 * b;
    let inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
    let squeeze = 0.9277 - 3.6224 / (b - 2.0);
    loop {
        let u = stream.uniform() - 0.5;
        let v = stream.uniform();
        let edge = 0.5 - u.abs();
        let count = libm::floor((2.0 * a / edge + b) * u + mean + 0.43);
        if edge >= 0.07 && v <= squeeze {
            return count as u32;
        }
        if count < 0.0 || (edge < 0.013 && v > edge) {
            continue;
        }
        let bound = -mean + count * log_mean - libm::lgamma(count + 1.0);
        if libm::log(v * inverse_alpha / (a / (edge * edge) + b)) <= bound {
            return count as u32;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::random::{Purpose, Seed};

    fn mean_and_variance(mean: f64) -> (f64, f64) {
        let key = Seed::default().key(Purpose(3));
        let n = 40_000;
        let (mut sum, mut squares) = (0.0, 0.0);
        for i in 0..n {
            let deviation = f64::from(poisson(&mut key.stream(i, 0, 0), mean)) - mean;
            sum += deviation;
            squares += deviation * deviation;
        }
        let n = f64::from(n);
        (mean + sum / n, squares / n)
    }

    #[test]
    fn counts_have_the_mean_and_variance_of_their_law() {
        for mean in [0.01, 0.7, 9.9, 10.1, 87.0, 12_345.0, 3e8] {
            let (m, v) = mean_and_variance(mean);
            assert!((m - mean).abs() < 4.0 * libm::sqrt(mean / 4e4), "{mean}: {m}");
            let spread = libm::sqrt((2.0 + 1.0 / mean) / 4e4);
            assert!((v / mean - 1.0).abs() < 4.0 * spread, "{mean}: {v}");
        }
    }

    #[test]
    fn small_counts_have_the_frequencies_of_their_law() {
        let key = Seed::default().key(Purpose(4));
        for mean in [2.0, 11.0] {
            let mut seen = [0_u32; 40];
            for i in 0..50_000 {
                seen[poisson(&mut key.stream(i, 1, 0), mean).min(39) as usize] += 1;
            }
            let mut chance = libm::exp(-mean);
            let mut statistic = 0.0;
            for (k, &count) in (0_u32..).zip(&seen[..20]) {
                let expected = 50_000.0 * chance;
                statistic += (f64::from(count) - expected) * (f64::from(count) - expected) / expected.max(5.0);
                chance *= mean / f64::from(k + 1);
            }
            // The 0.9999 quantile of chi squared at 20 degrees of freedom is 52.4.
            assert!(statistic < 52.4, "{mean}: {statistic}");
        }
    }

    #[test]
    fn a_mean_that_is_no_positive_number_gives_nothing() {
        let mut stream = Seed::default().key(Purpose(5)).stream(0, 0, 0);
        for mean in [0.0, -1.0, f64::NAN] {
            assert_eq!(poisson(&mut stream, mean), 0);
        }
        assert!(poisson(&mut stream, f64::INFINITY) > 3_900_000_000);
    }
}
