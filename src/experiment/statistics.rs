//! Statistics: means with 95 % intervals, plain, paired and as ratios.
//!
//! Intervals are Student's, over replicates. With one replicate there is none: its ends are not numbers.

use std::f64::consts::FRAC_PI_2;

/// A mean with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The mean.
    pub mean: f64,
    /// The interval's lower end; not a number with fewer than two values.
    pub low: f64,
    /// The interval's upper end; not a number with fewer than two values.
    pub high: f64,
    /// How many values it is from.
    pub count: usize,
}

impl Estimate {
    /// The mean of `values` with its 95 % interval.
    #[must_use]
    pub fn of(values: &[f64]) -> Self {
        let count = values.len();
        let n = count as f64;
        let mean = values.iter().sum::<f64>() / n;
        if count < 2 {
            return Self { mean, low: f64::NAN, high: f64::NAN, count };
        }
        let variance = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (n - 1.0);
        let half = t_quantile(0.975, count - 1) * libm::sqrt(variance / n);
        Self { mean, low: mean - half, high: mean + half, count }
    }

    /// The mean of `values - base`, pair by pair, with its 95 % interval.
    #[must_use]
    pub fn of_differences(values: &[f64], base: &[f64]) -> Self {
        let differences: Vec<f64> = values.iter().zip(base).map(|(value, base)| value - base).collect();
        Self::of(&differences)
    }

    /// The geometric mean of `values / base - 1`, pair by pair, with its 95 % interval on the log scale; none unless all are
    /// positive.
    #[must_use]
    pub fn of_ratios(values: &[f64], base: &[f64]) -> Option<Self> {
        if !values.iter().chain(base).all(|value| *value > 0.0) {
            return None;
        }
        let logs: Vec<f64> = values.iter().zip(base).map(|(value, base)| libm::log(value / base)).collect();
        let log = Self::of(&logs);
        Some(Self { mean: libm::expm1(log.mean), low: libm::expm1(log.low), high: libm::expm1(log.high), count: log.count })
    }

    /// The same in another unit, of which `factor` make one.
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        Self { mean: factor * self.mean, low: factor * self.low, high: factor * self.high, ..self }
    }

    /// Half the length of the interval; not a number without one.
    #[must_use]
    pub fn half_width(&self) -> f64 {
        (self.high - self.low) / 2.0
    }

    /// True if there is an interval.
    #[must_use]
    pub fn has_interval(&self) -> bool {
        self.low.is_finite() && self.high.is_finite()
    }

    /// True if there is an interval and zero is not in it.
    #[must_use]
    pub fn excludes_zero(&self) -> bool {
        self.low > 0.0 || self.high < 0.0
    }

    /// The interval's ends.
    #[must_use]
    pub fn ends(&self) -> (f64, f64) {
        (self.low, self.high)
    }
}

/// The quantile of Student's t at probability `p` (0.5 to 1) with `freedom` degrees of freedom (at least 1).
///
/// Inverts the finite sum of the central probability by bisection of the angle whose tangent is t over the root of the degrees of freedom.
#[must_use]
pub fn t_quantile(p: f64, freedom: usize) -> f64 {
    let wanted = 2.0 * p - 1.0;
    let (mut low, mut high) = (0.0, FRAC_PI_2);
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if central(middle, freedom) < wanted {
            low = middle;
        } else {
            high = middle;
        }
    }
    libm::tan(low) * libm::sqrt(freedom as f64)
}

/// Probability that Student's t lies between -t and t, `angle` being the arc tangent of t over the root of the degrees of freedom.
/// Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 26.7.3 and 26.7.4.
fn central(angle: f64, freedom: usize) -> f64 {
    let (sine, cosine) = (libm::sin(angle), libm::cos(angle));
    let is_odd = freedom % 2 == 1;
    let (mut sum, mut term, mut power) = (0.0, if is_odd { cosine } else { 1.0 }, freedom % 2);
    while power + 2 <= freedom {
        sum += term;
        term *= cosine * cosine * (power + 1) as f64 / (power + 2) as f64;
        power += 2;
    }
    if is_odd { (angle + sine * sum) / FRAC_PI_2 } else { sine * sum }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_near(value: f64, expected: f64, within: f64) {
        assert!((value - expected).abs() <= within, "{value} is not {expected}");
    }

    /// Abramowitz and Stegun, table 26.10; more digits from the NIST/SEMATECH handbook, 1.3.6.7.2.
    #[test]
    fn quantiles_match_published_tables() {
        let table = [(1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (7, 2.365), (9, 2.262), (29, 2.045), (30, 2.042), (100, 1.984)];
        for (freedom, expected) in table {
            assert_near(t_quantile(0.975, freedom), expected, 5e-4);
        }
        for (p, freedom, expected) in [(0.95, 5, 2.015), (0.99, 8, 2.896), (0.999, 1, 318.309), (0.9, 20, 1.325), (0.995, 60, 2.660)] {
            assert_near(t_quantile(p, freedom), expected, 5e-4);
        }
        assert_near(t_quantile(0.975, 7), 2.364_624, 1e-6);
        assert_near(t_quantile(0.975, 2), 4.302_653, 1e-6);
        assert_near(t_quantile(0.975, 29), 2.045_230, 1e-6);
    }

    /// Student (1908), Biometrika 6: additional hours of sleep under two drugs, ten patients.
    #[test]
    fn the_paired_interval_matches_students_sleep_data() {
        let first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
        let second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
        let difference = Estimate::of_differences(&second, &first);
        assert_near(difference.mean, 1.58, 1e-12);
        assert_near(difference.low, 0.700_114, 1e-5);
        assert_near(difference.high, 2.459_886, 1e-5);
        assert!(difference.excludes_zero());
    }

    #[test]
    fn one_value_has_a_mean_and_no_interval() {
        let one = Estimate::of(&[3.0]);
        assert_near(one.mean, 3.0, 0.0);
        assert!(!one.has_interval() && !one.excludes_zero());
        assert!(Estimate::of(&[]).mean.is_nan());
    }

    #[test]
    fn ratios_are_on_the_log_scale_and_need_positive_values() {
        let ratio = Estimate::of_ratios(&[2.0, 8.0], &[1.0, 2.0]).expect("all are positive");
        assert_near(ratio.mean, 8.0_f64.sqrt() - 1.0, 1e-12);
        assert!(ratio.low < ratio.mean && ratio.mean < ratio.high && ratio.low > -1.0);
        assert_eq!(Estimate::of_ratios(&[2.0, -8.0], &[1.0, 2.0]), None);
    }
}
