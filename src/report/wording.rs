//! Wording: numbers and lists as readers expect them.

use crate::experiment::statistics::Estimate;

/// How many decimals show about four digits of the largest of some numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Digits(usize);

impl Digits {
    /// For these numbers; those that are not finite do not count.
    pub(super) fn of(values: impl IntoIterator<Item = f64>) -> Self {
        let largest = values.into_iter().filter(|value| value.is_finite()).map(f64::abs).fold(0.0, f64::max);
        let mut decimals = 3;
        let mut bound = 10.0;
        while decimals > 0 && largest >= bound {
            bound *= 10.0;
            decimals -= 1;
        }
        let mut bound = 0.1;
        while largest > 0.0 && largest < bound && decimals < 6 {
            bound /= 10.0;
            decimals += 1;
        }
        Self(decimals)
    }

    /// The number; nothing for what is no number; never a negative zero.
    pub(super) fn show(self, value: f64) -> String {
        if !value.is_finite() {
            return String::new();
        }
        let text = format!("{value:.*}", self.0);
        if text.starts_with('-') && text.chars().all(|c| matches!(c, '-' | '0' | '.')) { text[1..].to_string() } else { text }
    }

    /// The number with its sign, which zero has not.
    pub(super) fn signed(self, value: f64) -> String {
        let text = self.show(value);
        let is_zero = text.chars().all(|c| matches!(c, '0' | '.'));
        if is_zero || text.starts_with('-') { text } else { format!("+{text}") }
    }

    /// `[low, high]` with signs; nothing without an interval.
    pub(super) fn interval(self, estimate: &Estimate) -> String {
        if estimate.has_interval() { format!("[{}, {}]", self.signed(estimate.low), self.signed(estimate.high)) } else { String::new() }
    }
}

/// How far a projection is from a published figure: per cent while that is less than a factor of two or has no ratio, else the factor.
pub(super) fn miss(projected: f64, published: f64) -> String {
    let round = |size: f64| if size < 9.95 { format!("{size:.1}") } else { format!("{size:.0}") };
    match projected / published {
        ratio if !ratio.is_finite() => String::new(),
        ratio if ratio >= 2.0 => format!("×{}", round(ratio)),
        ratio if ratio > 0.0 && ratio <= 0.5 => format!("÷{}", round(1.0 / ratio)),
        _ => format!("{} %", Digits(0).signed(100.0 * (projected - published) / published.abs())),
    }
}

/// Six decimals, or nothing for what is no number: a number as files have it.
pub(super) fn exact(value: f64) -> String {
    let text = format!("{value:.6}");
    match text.as_str() {
        "-0.000000" => "0.000000".into(),
        _ if value.is_finite() => text,
        _ => String::new(),
    }
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn list(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_string(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// `1 replicate`, `8 replicates`.
pub(super) fn replicates(count: usize) -> String {
    if count == 1 { "1 replicate".to_string() } else { format!("{count} replicates") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn about_four_digits_are_shown() {
        let show = |value: f64| Digits::of([value, f64::NAN]).show(value);
        assert_eq!(
            [1234.56, 123.456, 12.3456, 1.23456, 0.123_456, 0.001_234_5, 0.0].map(show),
            ["1235", "123.5", "12.35", "1.235", "0.123", "0.00123", "0.000"]
        );
        assert_eq!(Digits::of([12.0]).show(-0.001), "0.00");
        assert_eq!(Digits::of([12.0]).signed(3.0), "+3.00");
        assert_eq!(Digits::of([12.0]).show(f64::NAN), "");
    }

    #[test]
    fn small_misses_are_per_cents_and_large_ones_factors() {
        let misses = [1.0, 1.126, 0.6, 2.0, 0.1, 250.3, 0.0, -0.5].map(|projected| miss(projected, 1.0));
        assert_eq!(misses, ["0 %", "+13 %", "-40 %", "×2.0", "÷10", "×250", "-100 %", "-150 %"]);
        assert_eq!([-15.0, 5.0, -30.0].map(|projected| miss(projected, -10.0)), ["-50 %", "+150 %", "×3.0"]);
    }

    #[test]
    fn files_have_six_decimals_and_nothing_for_no_number() {
        assert_eq!([1.5, -0.000_000_1, f64::NAN].map(exact), ["1.500000", "0.000000", ""]);
    }

    #[test]
    fn lists_read_as_sentences_do() {
        assert_eq!([list(&[]), list(&["a"]), list(&["a", "b"]), list(&["a", "b", "c"])], ["", "a", "a and b", "a, b and c"]);
    }
}
