//! Goal: a published figure that projections are held against, with what it tolerates.
//!
//! A projection is compared as a deviation: the logarithm of its ratio to the figure, or the difference as a share of the figure for what
//! may be negative. Zero is a perfect fit on either scale, and a small deviation is the relative one.

/// A ratio further down than this is no worse, so that a projection of nothing has a logarithm.
const LEAST_RATIO: f64 = 1e-3;

/// How projection and figure are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// By the logarithm of their ratio; for figures that cannot be negative.
    Ratio,
    /// By their difference as a share of the figure.
    Difference,
}

/// A published figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Goal {
    /// What it is called.
    pub name: String,
    /// The figure; not zero.
    pub value: f64,
    /// One standard deviation of what is unsure about the figure and about the model's reach, as a share of it; more than zero.
    pub tolerance: f64,
    /// How the two are compared.
    pub scale: Scale,
    /// True if it is fitted to; else it is only reported.
    pub is_fitted: bool,
}

impl Goal {
    /// How far `projected` is from the figure, as a share.
    #[must_use]
    pub fn deviation(&self, projected: f64) -> f64 {
        match self.scale {
            Scale::Ratio => libm::log((projected / self.value).max(LEAST_RATIO)),
            Scale::Difference => (projected - self.value) / self.value.abs(),
        }
    }

    /// Variance of the deviation that replicates with this mean and this variance have.
    pub(super) fn deviation_variance(&self, mean: f64, variance: f64) -> f64 {
        let base = match self.scale {
            Scale::Ratio => mean.abs().max(LEAST_RATIO * self.value.abs()),
            Scale::Difference => self.value.abs(),
        };
        variance / (base * base)
    }
}

#[cfg(test)]
pub(super) fn goal(name: &str, value: f64, tolerance: f64) -> Goal {
    Goal { name: name.into(), value, tolerance, scale: Scale::Ratio, is_fitted: true }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deviation_is_relative_on_either_scale() {
        let users = goal("users", 10.0, 0.05);
        assert!((users.deviation(10.1) - 0.00995).abs() < 1e-4 && users.deviation(10.0) == 0.0);
        assert!((users.deviation(0.0) - libm::log(1e-3)).abs() < 1e-12, "nothing is far, not infinitely far");
        let loss = Goal { value: -4.0, scale: Scale::Difference, ..goal("loss", 1.0, 0.05) };
        assert_eq!([loss.deviation(-3.0), loss.deviation(-5.0)], [0.25, -0.25]);
    }

    #[test]
    fn the_variance_is_that_of_shares() {
        assert!((goal("users", 10.0, 0.05).deviation_variance(20.0, 4.0) - 0.01).abs() < 1e-12);
        let loss = Goal { value: -4.0, scale: Scale::Difference, ..goal("loss", 1.0, 0.05) };
        assert!((loss.deviation_variance(20.0, 4.0) - 0.25).abs() < 1e-12);
    }
}
