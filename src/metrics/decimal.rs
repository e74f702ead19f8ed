//! Decimal: an integer count of small units, written in large ones without rounding.

use std::fmt;

/// `units` divided by ten to the power of `places`; its text is exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    units: i128,
    places: u32,
}

impl Decimal {
    /// People or payments, in millions.
    #[must_use]
    pub fn millions(count: i64) -> Self {
        Self { units: count.into(), places: 6 }
    }

    /// Money in minor units, in millions of major units.
    #[must_use]
    pub fn money_millions(minor: i64) -> Self {
        Self { units: minor.into(), places: 8 }
    }

    /// Money in minor units, in billions of major units.
    #[must_use]
    pub fn money_billions(minor: i64) -> Self {
        Self { units: minor.into(), places: 11 }
    }

    /// Money in minor units, in major units.
    #[must_use]
    pub fn money(minor: i64) -> Self {
        Self { units: minor.into(), places: 2 }
    }

    /// `part` in basis points of `whole`, to four decimals, half away from zero; zero of nothing.
    #[must_use]
    pub fn basis_points(part: i64, whole: i64) -> Self {
        Self { places: 4, ..Self::per_cent(part, whole) }
    }

    /// `part` in per cent of `whole`, to six decimals, half away from zero; zero of nothing.
    #[must_use]
    pub fn per_cent(part: i64, whole: i64) -> Self {
        Self { units: scaled(part, 100_000_000, whole), places: 6 }
    }

    /// `part` by `whole`, to six decimals, half away from zero; zero of nothing.
    #[must_use]
    pub fn ratio(part: i64, whole: i64) -> Self {
        Self { units: scaled(part, 1_000_000, whole), places: 6 }
    }

    /// The nearest floating-point number.
    #[must_use]
    pub fn value(self) -> f64 {
        self.units as f64 / 10_i64.pow(self.places) as f64
    }
}

/// `part` times `scale` by `whole`, half away from zero; zero of nothing.
fn scaled(part: i64, scale: i128, whole: i64) -> i128 {
    let (part, whole) = (i128::from(part) * scale, i128::from(whole));
    if whole == 0 { 0 } else { (2 * part.abs() + whole.abs()) / (2 * whole.abs()) * part.signum() * whole.signum() }
}

/// Digits, a point, and as many decimals as it takes, at least one.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scale = 10_u128.pow(self.places);
        let size = self.units.unsigned_abs();
        let sign = if self.units < 0 { "-" } else { "" };
        let decimals = format!("{:0width$}", size % scale, width = self.places as usize);
        let trimmed = decimals.trim_end_matches('0');
        write!(f, "{sign}{}.{}", size / scale, if trimmed.is_empty() { "0" } else { trimmed })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact_text() {
        assert_eq!(Decimal::millions(1_234_567).to_string(), "1.234567");
        assert_eq!(Decimal::millions(-1_500_000).to_string(), "-1.5");
        assert_eq!(Decimal::millions(0).to_string(), "0.0");
        assert_eq!(Decimal::money_millions(-5).to_string(), "-0.00000005");
        assert_eq!(Decimal::money_billions(123_456_789_012_345_678).to_string(), "1234567.89012345678");
        assert_eq!(Decimal::money(1_200).to_string(), "12.0");
        assert_eq!(Decimal::money(i64::MIN).to_string(), "-92233720368547758.08");
    }

    #[test]
    fn basis_points_have_four_decimals_and_nothing_of_nothing_is_zero() {
        assert_eq!(Decimal::basis_points(1, 3).to_string(), "3333.3333");
        assert_eq!(Decimal::basis_points(2, 3).to_string(), "6666.6667");
        assert_eq!(Decimal::basis_points(7, 100_000).to_string(), "0.7");
        assert_eq!(Decimal::basis_points(7, 0).to_string(), "0.0");
        assert_eq!(Decimal::per_cent(-1, 3).to_string(), "-33.333333");
        assert_eq!(Decimal::per_cent(7, 0).to_string(), "0.0");
        assert_eq!(Decimal::ratio(-2, 3).to_string(), "-0.666667");
        assert_eq!(Decimal::ratio(7, 0).to_string(), "0.0");
    }

    #[test]
    fn a_value_is_the_nearest_number() {
        assert_eq!(Decimal::millions(2_500_000).value().to_bits(), 2.5_f64.to_bits());
        assert_eq!(Decimal::money_billions(10_000_000_000).value().to_bits(), 0.1_f64.to_bits());
    }
}
