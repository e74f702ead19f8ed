//! Parameter: a number of the scenario that is fitted, with the range in which it is looked for.
//!
//! Inside the calibration it is a place between 0 and 1: evenly by ratio where the range spans more than a factor of three, else evenly by
//! difference. Values are rounded to what the scenario can hold before they are simulated, so what is written is what was scored.

/// Ratio of the ends from which a range is divided by ratio.
const BY_RATIO: f64 = 3.0;

/// How finely a value may be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grain {
    /// So many digits that count.
    Significant(u32),
    /// So many decimals; none for a whole number.
    Decimals(u32),
}

/// A number to fit.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Where it is in the scenario: `adoption.q_per_year`.
    pub path: String,
    /// The least value looked at, in the unit of its key.
    pub low: f64,
    /// The largest value looked at; above `low`.
    pub high: f64,
    /// How finely it may be written.
    pub grain: Grain,
}

impl Parameter {
    /// True if the range is divided by ratio.
    #[must_use]
    pub fn is_by_ratio(&self) -> bool {
        self.low > 0.0 && self.high / self.low > BY_RATIO
    }

    /// The value at a place between 0 and 1, rounded to its grain and kept in the range.
    #[must_use]
    pub fn value(&self, place: f64) -> f64 {
        let place = place.clamp(0.0, 1.0);
        let raw = if self.is_by_ratio() {
            self.low * libm::exp(place * libm::log(self.high / self.low))
        } else {
            self.low + place * (self.high - self.low)
        };
        self.grain.round(raw).clamp(self.low, self.high)
    }

    /// The place of a value.
    #[must_use]
    pub fn place(&self, value: f64) -> f64 {
        if self.is_by_ratio() {
            libm::log(value / self.low) / libm::log(self.high / self.low)
        } else {
            (value - self.low) / (self.high - self.low)
        }
    }

    /// By how much the place moves when the value grows by a small share of itself, per share; of its range for a value of zero.
    #[must_use]
    pub fn place_per_share(&self, value: f64) -> f64 {
        match value {
            _ if self.is_by_ratio() => 1.0 / libm::log(self.high / self.low),
            0.0 => 1.0,
            _ => value.abs() / (self.high - self.low),
        }
    }
}

impl Grain {
    /// The nearest value that can be written.
    #[must_use]
    pub fn round(self, value: f64) -> f64 {
        let text = match self {
            Self::Significant(digits) => format!("{value:.*e}", digits.saturating_sub(1) as usize),
            Self::Decimals(decimals) => format!("{value:.*}", decimals as usize),
        };
        text.parse().unwrap_or(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameter(low: f64, high: f64, grain: Grain) -> Parameter {
        Parameter { path: "adoption.q_per_year".into(), low, high, grain }
    }

    #[test]
    fn a_wide_range_is_divided_by_ratio_and_a_narrow_one_by_difference() {
        let wide = parameter(0.01, 1.0, Grain::Significant(5));
        assert!((wide.value(0.5) - 0.1).abs() < 1e-12 && (wide.place(0.1) - 0.5).abs() < 1e-12);
        let narrow = parameter(1.0, 2.0, Grain::Significant(5));
        assert!((narrow.value(0.5) - 1.5).abs() < 1e-12 && (narrow.place(1.5) - 0.5).abs() < 1e-12);
        assert!((wide.place_per_share(0.1) - 1.0 / libm::log(100.0)).abs() < 1e-12);
        assert!((narrow.place_per_share(1.5) - 1.5).abs() < 1e-12);
    }

    #[test]
    fn values_are_rounded_and_stay_in_the_range() {
        assert_eq!(parameter(0.0, 1.0, Grain::Significant(3)).value(0.123_456), 0.123);
        assert_eq!(parameter(1.0, 9.0, Grain::Decimals(0)).value(0.3), 2.0, "by ratio 1.93");
        assert_eq!(
            [parameter(1.0, 9.0, Grain::Significant(5)).value(-1.0), parameter(1.0, 9.0, Grain::Significant(5)).value(2.0)],
            [1.0, 9.0]
        );
    }
}
