//! Decimal: exact fixed-point numbers from the digits as written, without floating point.

/// Why digits are not a fixed-point number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotExact {
    /// Something else than a sign, digits and one point.
    NotDecimal,
    /// Written with an exponent.
    Exponent,
    /// More decimals than there is room for.
    TooFine,
    /// Beyond 64 bits.
    TooLarge,
}

/// `raw` in units of ten to the minus `digits`: `"1.25"` with 2 digits is 125.
pub(super) fn exact(raw: &str, digits: u32) -> Result<i64, NotExact> {
    let (negative, unsigned) = match raw.as_bytes().first() {
        Some(b'-') => (true, &raw[1..]),
        Some(b'+') => (false, &raw[1..]),
        _ => (false, raw),
    };
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits(whole) || !is_digits(fraction) || whole.is_empty() {
        let exponent = raw.parse::<f64>().is_ok_and(f64::is_finite) && raw.contains(['e', 'E']);
        return Err(if exponent { NotExact::Exponent } else { NotExact::NotDecimal });
    }
    if unsigned.ends_with('.') {
        return Err(NotExact::NotDecimal);
    }
    let places = digits as usize;
    if fraction.len() > places {
        return Err(NotExact::TooFine);
    }
    let padding = std::iter::repeat_n(b'0', places - fraction.len());
    let mut value: i64 = 0;
    for digit in whole.bytes().chain(fraction.bytes()).chain(padding) {
        let digit = i64::from(digit - b'0');
        value = value.checked_mul(10).and_then(|tens| tens.checked_sub(digit)).ok_or(NotExact::TooLarge)?;
    }
    // Counted downwards, because the most negative number has no positive twin.
    if negative { Ok(value) } else { value.checked_neg().ok_or(NotExact::TooLarge) }
}

/// `value` in units of ten to the minus `digits`, with all its decimals: 125 with 2 is `1.25`.
pub(super) fn show(value: i64, digits: u32) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let places = digits as usize;
    let figures = format!("{:0width$}", value.unsigned_abs(), width = places + 1);
    let (whole, fraction) = figures.split_at(figures.len() - places);
    match fraction {
        "" => format!("{sign}{whole}"),
        _ => format!("{sign}{whole}.{fraction}"),
    }
}

/// The same without closing zeros: 12500 with 4 is `1.25`.
pub(super) fn show_short(value: i64, digits: u32) -> String {
    without_closing_zeros(&show(value, digits)).to_string()
}

/// A decimal without the zeros that close its fraction.
pub(super) fn without_closing_zeros(raw: &str) -> &str {
    match raw.contains('.') && !raw.contains(['e', 'E']) && !raw.ends_with('.') {
        true => raw.trim_end_matches('0').trim_end_matches('.'),
        false => raw,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_amount_up_to_a_hundred_reads_back_exactly() {
        for cents in 0..=10_000_i64 {
            let text = format!("{}.{:02}", cents / 100, cents % 100);
            assert_eq!(exact(&text, 2), Ok(cents), "{text}");
            assert_eq!(exact(&format!("-{text}"), 2), Ok(-cents), "-{text}");
            assert_eq!(show(cents, 2), text);
        }
    }

    #[test]
    fn the_largest_numbers_fit_and_the_next_do_not() {
        assert_eq!(exact("92233720368547758.07", 2), Ok(i64::MAX));
        assert_eq!(exact("-92233720368547758.08", 2), Ok(i64::MIN));
        assert_eq!(exact("92233720368547758.08", 2), Err(NotExact::TooLarge));
        assert_eq!(show(i64::MIN, 2), "-92233720368547758.08");
    }

    #[test]
    fn anything_but_plain_digits_is_refused() {
        for raw in ["", "-", ".5", "5.", "1,000", "0x10", "nan", "inf", "1.2.3", "é"] {
            assert_eq!(exact(raw, 2), Err(NotExact::NotDecimal), "{raw}");
        }
        assert_eq!(exact("1e3", 2), Err(NotExact::Exponent));
        assert_eq!(exact("1.005", 2), Err(NotExact::TooFine));
        assert_eq!(exact("+7", 2), Ok(700));
    }

    #[test]
    fn closing_zeros_are_dropped_only_from_fractions() {
        assert_eq!(show_short(12_500, 4), "1.25");
        assert_eq!(show_short(100, 0), "100");
        assert_eq!(without_closing_zeros("1.50"), "1.5");
        assert_eq!(without_closing_zeros("100"), "100");
        assert_eq!(without_closing_zeros("0.00"), "0");
    }
}
