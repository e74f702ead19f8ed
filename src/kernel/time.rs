//! Time: instants, spans and windows of a run, in whole microseconds.
//!
//! - Time is an integer: it compares exactly and never drifts.
//! - Arithmetic saturates: [`Time::MAX`] means "never", and nothing can be later.
//! - A window holds its start and not its end, so windows tile time.

use std::ops::{Add, AddAssign, Div, Mul, Sub};

/// An instant \[µs since the run's first instant\].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(i64);

/// A length of time \[µs\]; may be negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(i64);

/// A stretch of time that every district runs before the head offices decide: `start <= t < end`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Window {
    /// The window's ordinal; window 0 starts at [`Time::ZERO`].
    pub index: u32,
    /// First instant of the window.
    pub start: Time,
    /// First instant after the window.
    pub end: Time,
}

impl Time {
    /// The run's first instant.
    pub const ZERO: Self = Self(0);
    /// The last instant there is; stands for "never".
    pub const MAX: Self = Self(i64::MAX);

    /// The instant `micros` µs after the run's first.
    #[must_use]
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since the run's first instant.
    #[must_use]
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Ordinal of the day (of 86,400 s) that holds this instant: 0 for the run's first day, and for anything before it.
    #[must_use]
    #[expect(clippy::cast_sign_loss, clippy::cast_possible_truncation, reason = "clamped: 2^63 µs is under 2^27 days")]
    pub const fn day(self) -> u32 {
        if self.0 < 0 { 0 } else { (self.0 / Span::DAY.0) as u32 }
    }
}

impl Span {
    /// No time at all.
    pub const ZERO: Self = Self(0);
    /// One second.
    pub const SECOND: Self = Self::from_secs(1);
    /// One day of 86,400 s.
    pub const DAY: Self = Self::from_days(1);
    /// The longest span there is; stands for "for ever".
    pub const MAX: Self = Self(i64::MAX);

    /// A span of so many microseconds.
    #[must_use]
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// A span of so many milliseconds.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis.saturating_mul(1_000))
    }

    /// A span of so many seconds.
    #[must_use]
    pub const fn from_secs(secs: i64) -> Self {
        Self(secs.saturating_mul(1_000_000))
    }

    /// A span of so many hours.
    #[must_use]
    pub const fn from_hours(hours: i64) -> Self {
        Self(hours.saturating_mul(3_600_000_000))
    }

    /// A span of so many days of 86,400 s.
    #[must_use]
    pub const fn from_days(days: i64) -> Self {
        Self(days.saturating_mul(86_400_000_000))
    }

    /// The span nearest to `secs` seconds; saturates, and what is not a number is no time.
    #[must_use]
    #[inline]
    #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "float to integer saturates, and is exact up to 2^53")]
    pub fn from_secs_f64(secs: f64) -> Self {
        let micros = secs * 1e6;
        let whole = micros as i64;
        let rest = micros - whole as f64;
        Self(whole.saturating_add(i64::from(rest >= 0.5) - i64::from(rest <= -0.5)))
    }

    /// The span in microseconds.
    #[must_use]
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// The span in seconds.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a span is a measure here, not an identity")]
    pub fn as_secs_f64(self) -> f64 {
        self.0 as f64 / 1e6
    }
}

impl Window {
    /// Window `index` of those that tile time from [`Time::ZERO`], each `length` long (at least 1 µs).
    #[must_use]
    pub fn nth(index: u32, length: Span) -> Self {
        let length = length.max(Span(1));
        let start = Time::ZERO + length * i64::from(index);
        Self { index, start, end: start + length }
    }

    /// How long the window is.
    #[must_use]
    pub fn length(self) -> Span {
        self.end - self.start
    }

    /// Whether the instant falls in the window.
    #[must_use]
    pub fn contains(self, at: Time) -> bool {
        self.start <= at && at < self.end
    }
}

impl Add<Span> for Time {
    type Output = Self;
    #[inline]
    fn add(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}

impl AddAssign<Span> for Time {
    #[inline]
    fn add_assign(&mut self, span: Span) {
        *self = *self + span;
    }
}

impl Sub<Span> for Time {
    type Output = Self;
    #[inline]
    fn sub(self, span: Span) -> Self {
        Self(self.0.saturating_sub(span.0))
    }
}

impl Sub for Time {
    type Output = Span;
    #[inline]
    fn sub(self, earlier: Self) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}

impl Add for Span {
    type Output = Self;
    #[inline]
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Span {
    #[inline]
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Span {
    type Output = Self;
    #[inline]
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Mul<i64> for Span {
    type Output = Self;
    #[inline]
    fn mul(self, times: i64) -> Self {
        Self(self.0.saturating_mul(times))
    }
}

impl Div<i64> for Span {
    type Output = Self;
    /// A part of the span, towards zero. A zeroth part is [`Span::ZERO`].
    #[inline]
    fn div(self, parts: i64) -> Self {
        Self(self.0.checked_div(parts).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_the_first_instant() {
        assert_eq!(Time::ZERO.day(), 0);
        assert_eq!((Time::ZERO + Span::DAY - Span::from_micros(1)).day(), 0);
        assert_eq!((Time::ZERO + Span::from_hours(24)).day(), 1);
        assert_eq!(Time::from_micros(-1).day(), 0);
        assert_eq!(Time::MAX.day(), 106_751_991);
    }

    #[test]
    fn arithmetic_saturates() {
        assert_eq!(Time::MAX + Span::SECOND, Time::MAX);
        assert_eq!(Span::MAX * 2, Span::MAX);
        assert_eq!(Time::from_micros(i64::MIN) - Time::MAX, Span(i64::MIN));
        assert_eq!(Span::SECOND / 0, Span::ZERO);
    }

    #[test]
    fn units_agree() {
        assert_eq!(Span::from_hours(24), Span::DAY);
        assert_eq!(Span::from_millis(1_000), Span::SECOND);
        assert_eq!(Span::from_secs_f64(0.25), Span::from_millis(250));
        assert_eq!(Span::from_secs_f64(f64::NAN), Span::ZERO);
        assert_eq!(Span::from_secs_f64(f64::INFINITY), Span::MAX);
        assert_eq!((Span::from_millis(1_500).as_secs_f64() * 2.0).to_bits(), 3.0_f64.to_bits());
    }

    #[test]
    fn windows_tile_time() {
        let (first, second) = (Window::nth(6, Span::DAY), Window::nth(7, Span::DAY));
        assert_eq!(first.end, second.start);
        assert!(second.contains(second.start) && !second.contains(second.end));
        assert_eq!(second.length(), Span::DAY);
        assert_eq!(Window::nth(3, Span::ZERO).length(), Span::from_micros(1));
    }
}
