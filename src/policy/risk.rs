//! Risk: a score with a stated separation, a threshold set by the share of honest payments one is willing to stop.
//!
//! Scores are normal with unit variance; fraud scores `separation` higher. The threshold t leaves the false-positive rate above it,
//! so fraud is stopped with probability Phi(separation - z), z = Phi^-1(1 - false-positive rate): one point of the ROC curve.

/// A risk rule ready to use: chances in 1/2^32.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rule {
    honest: u32,
    fraud: u32,
    deceived: u32,
}

impl Rule {
    /// The rule of a score with this separation, at the threshold that stops this share of honest payments.
    #[must_use]
    pub fn new(separation: f64, false_positive_rate: f64) -> Self {
        Self::with_deception(separation, false_positive_rate, 0.0)
    }

    /// The same, where this share of the separation is left for frauds that the owner pays himself.
    #[must_use]
    pub fn with_deception(separation: f64, false_positive_rate: f64, seen_share: f64) -> Self {
        let stopped = |separation| chance(detection(separation, false_positive_rate));
        Self { honest: chance(false_positive_rate), fraud: stopped(separation), deceived: stopped(separation * seen_share) }
    }

    /// True if a payment with score mark `roll` is stopped.
    #[must_use]
    #[inline]
    pub const fn stops(self, roll: u32, is_fraud: IsFraud) -> bool {
        match is_fraud {
            IsFraud::Yes => roll < self.fraud,
            IsFraud::ByOwner => roll < self.deceived,
            IsFraud::No => roll < self.honest,
        }
    }
}

/// What the payment is in truth; the rule's error rates differ by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IsFraud {
    /// A thief pays.
    Yes,
    /// The owner pays a thief.
    ByOwner,
    /// The owner pays.
    No,
}

/// Share of frauds stopped at a separation and false-positive rate.
#[must_use]
pub fn detection(separation: f64, false_positive_rate: f64) -> f64 {
    if false_positive_rate <= 0.0 {
        return 0.0;
    }
    normal_cdf(separation - normal_quantile(1.0 - false_positive_rate))
}

/// A probability in 1/2^32, rounded to nearest.
#[must_use]
pub fn chance(probability: f64) -> u32 {
    (probability.clamp(0.0, 1.0) * 4_294_967_296.0).min(4_294_967_295.0) as u32
}

fn normal_cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x / std::f64::consts::SQRT_2)
}

/// By bisection on the distribution function; used when a market is compiled, never in the loop.
fn normal_quantile(p: f64) -> f64 {
    let (mut low, mut high) = (-9.0, 9.0);
    for _ in 0..80 {
        let middle = 0.5 * (low + high);
        if normal_cdf(middle) < p { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_that_separates_nothing_stops_fraud_as_often_as_honest_payments() {
        assert!((detection(0.0, 0.01) - 0.01).abs() < 1e-9);
    }

    #[test]
    fn more_false_alarms_buy_more_detection() {
        assert!(detection(3.0, 0.002) > detection(3.0, 0.000_5));
        assert!((detection(3.29, 0.000_5) - 0.5).abs() < 0.01, "Phi^-1(0.9995) is 3.29");
    }

    #[test]
    fn hits_and_false_alarms_are_a_point_of_the_binormal_curve() {
        // (separation, false alarms, hits): Phi(d' - z) from tables of the normal law, z = 3.0902 and 2.3263.
        for (separation, false_alarms, hits) in [(2.0, 0.001, 0.1379), (3.0, 0.001, 0.4641), (3.0, 0.01, 0.7498), (1.0, 0.01, 0.0924)] {
            let rule = Rule::new(separation, false_alarms);
            let rolls = (0..1_000_000u32).map(|i| i.wrapping_mul(0x9e37_79b9));
            let share = |is_fraud| rolls.clone().filter(|&roll| rule.stops(roll, is_fraud)).count() as f64 / 1e6;
            assert!((share(IsFraud::Yes) - hits).abs() < 2e-4, "{} of frauds at {separation}, {false_alarms}", share(IsFraud::Yes));
            assert!((share(IsFraud::No) - false_alarms).abs() < 2e-5);
        }
    }

    #[test]
    fn a_payer_who_is_talked_into_it_looks_nearly_honest() {
        let rule = Rule::with_deception(3.0, 0.001, 0.1);
        assert_eq!(rule.deceived, chance(detection(0.3, 0.001)));
        assert!(rule.honest < rule.deceived && rule.deceived < rule.fraud / 50);
    }

    #[test]
    fn chances_cover_the_ends() {
        assert_eq!(chance(0.0), 0);
        assert_eq!(chance(1.0), u32::MAX);
        assert_eq!(chance(0.5), 1 << 31);
    }
}
