//! Thieves: what a thief does with a credential: tests it, looks for the path on which most goes through, and lets go of what has lost its worth.

/// How thieves choose.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Thieves {
    /// Small payments with which a run begins.
    pub tests: u32,
    /// Median amount of one, minor units.
    pub test_minor: i64,
    /// Days in which half of the credentials that are still good go bad.
    pub half_life_days: f64,
    /// Share of runs that take any path, to see whether it works.
    pub explores_share: f64,
    /// Days that what went through yesterday counts for half, in what thieves tell each other.
    pub memory_days: f64,
    /// Price of a fresh credential, minor units; it falls as the credential ages, and as less goes through.
    pub price_minor: i64,
    /// What working one credential costs besides, minor units: less in prospect, and it is left alone.
    pub effort_minor: i64,
}

impl Thieves {
    /// Chance that a credential of this age still works.
    #[must_use]
    pub fn is_good_share(&self, age_days: f64) -> f64 {
        libm::exp2(-age_days / self.half_life_days)
    }

    /// Price of a credential of this age where so large a share of payments goes through.
    #[must_use]
    pub fn price_minor(&self, age_days: f64, success: f64) -> f64 {
        self.price_minor as f64 * self.is_good_share(age_days) * success
    }

    /// True if a credential of this age is worth its price and the effort: what a run of this many payments of this size brings.
    #[must_use]
    pub fn is_worth_it(&self, age_days: f64, success: f64, run_minor: f64) -> bool {
        self.is_good_share(age_days) * success * run_minor > self.price_minor(age_days, success) + self.effort_minor as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const THIEVES: Thieves = Thieves {
        tests: 1,
        test_minor: 100,
        half_life_days: 30.0,
        explores_share: 0.1,
        memory_days: 7.0,
        price_minor: 2_000,
        effort_minor: 1_000,
    };

    #[test]
    fn a_credential_loses_half_its_worth_in_a_half_life() {
        assert!((THIEVES.is_good_share(30.0) - 0.5).abs() < 1e-12);
        assert!((THIEVES.price_minor(60.0, 0.8) - 400.0).abs() < 1e-9);
    }

    #[test]
    fn an_old_credential_or_one_that_nothing_takes_is_left_alone() {
        assert!(THIEVES.is_worth_it(0.0, 0.9, 20_000.0));
        assert!(!THIEVES.is_worth_it(150.0, 0.9, 20_000.0));
        assert!(!THIEVES.is_worth_it(0.0, 0.05, 20_000.0));
    }
}
