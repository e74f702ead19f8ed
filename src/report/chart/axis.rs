//! Axis: from values to pixels, with round ticks and numbers a reader can take in.

use super::palette;
use super::sheet::{Anchor, Sheet};
use super::text::{Face, width};

/// Type of tick labels.
pub(super) const TICK: Face = Face::regular(12.0);

/// Larger values are drawn as if they were this large, so that no difference of two overflows.
const LARGEST: f64 = 1e300;

/// Ten to the power of the leading digit's place: 1,000 for 4,321. Exact, by way of decimal notation.
fn decade(value: f64) -> f64 {
    let text = format!("{:e}", value.abs());
    let power = text.split_once('e').map_or("0", |(_, power)| power);
    format!("1e{power}").parse().unwrap_or(1.0)
}

/// The finite range of the values, or nothing if there are none.
pub(super) fn range(values: impl IntoIterator<Item = f64>) -> Option<(f64, f64)> {
    let finite = values.into_iter().filter(|value| value.is_finite());
    finite.map(|value| value.clamp(-LARGEST, LARGEST)).fold(None, |range, value| match range {
        None => Some((value, value)),
        Some((low, high)) => Some((value.min(low), value.max(high))),
    })
}

/// A linear scale whose ends are ticks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) step: f64,
    from: f64,
    to: f64,
}

impl Scale {
    /// A scale over `range` with about `ticks` steps of 1, 2 or 5 times a power of ten.
    pub(super) fn round((low, high): (f64, f64), ticks: u32) -> Self {
        let span = if high > low { high - low } else { high.abs().max(low.abs()).max(1e-290) };
        let rough = span / f64::from(ticks.max(1));
        let unit = decade(rough);
        let step = [1.0, 2.0, 5.0, 10.0].map(|m| m * unit).into_iter().find(|step| *step >= rough * 0.999);
        let step = step.unwrap_or(unit);
        let (mut low, mut high) = ((low / step + 1e-9).floor() * step, (high / step - 1e-9).ceil() * step);
        if high <= low {
            low -= if low == 0.0 { 0.0 } else { step };
            high += step;
        }
        Self { low, high, step, from: 0.0, to: 1.0 }
    }

    /// The same scale with `low` at pixel `from` and `high` at pixel `to`.
    pub(super) fn over(self, from: f64, to: f64) -> Self {
        Self { from, to, ..self }
    }

    /// The same scale with its ends at `low` and `high`, which need not be ticks.
    pub(super) fn ending(self, (low, high): (f64, f64)) -> Self {
        if high > low { Self { low, high, ..self } } else { self }
    }

    /// The pixel of a value; a value off the scale is put at its end.
    pub(super) fn at(&self, value: f64) -> f64 {
        let share = (value.clamp(self.low, self.high) - self.low) / (self.high - self.low);
        self.from + share * (self.to - self.from)
    }

    /// The ticks, low to high.
    pub(super) fn ticks(&self) -> Vec<f64> {
        let first = (self.low / self.step - 1e-6).ceil();
        let last = (self.high / self.step + 1e-6).floor();
        let count = (last - first).clamp(0.0, 50.0) as u32;
        (0..=count).map(|i| (first + f64::from(i)) * self.step).collect()
    }

    /// How to write the ticks.
    pub(super) fn numbers(&self) -> Numbers {
        Numbers::new(self.low.abs().max(self.high.abs()), self.step)
    }

    /// Vertical grid lines and tick labels under a panel from `top` to `bottom`; labels that would touch are left out.
    pub(super) fn draw_below(&self, sheet: &mut Sheet, top: f64, bottom: f64) {
        let numbers = self.numbers();
        let mut taken = f64::NEG_INFINITY;
        for tick in self.ticks() {
            let (x, label) = (self.at(tick), numbers.show(tick));
            let half = width(&label, TICK) / 2.0;
            sheet.rule((x, top), (x, bottom), if tick == 0.0 { palette::AXIS } else { palette::GRID });
            if x - half > taken {
                sheet.text((x, bottom + 15.0), &label, TICK, Anchor::Middle, palette::GREY);
                taken = x + half + 8.0;
            }
        }
    }
}

/// How to write a set of numbers: one unit, one number of decimals.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Numbers {
    divisor: f64,
    suffix: &'static str,
    decimals: usize,
    scientific: bool,
    plus: bool,
}

impl Numbers {
    /// Numbers up to `largest` that differ by about `grain`.
    pub(super) fn new(largest: f64, grain: f64) -> Self {
        let (divisor, suffix) = match largest {
            x if x >= 1e12 => (1e12, "tn"),
            x if x >= 1e9 => (1e9, "bn"),
            x if x >= 1e6 => (1e6, "m"),
            x if x >= 1e5 => (1e3, "k"),
            _ => (1.0, ""),
        };
        let scientific = largest >= 1e16 || (largest > 0.0 && largest < 1e-4);
        let mut decimals = 0;
        let mut grain = grain / divisor;
        while grain > 0.0 && grain < 0.999 && decimals < 8 {
            grain *= 10.0;
            decimals += 1;
        }
        Self { divisor, suffix, decimals, scientific, plus: false }
    }

    /// Numbers beside drawn values: three digits of the largest.
    pub(super) fn of_values(values: impl IntoIterator<Item = f64>) -> Self {
        let (low, high) = range(values).unwrap_or((0.0, 0.0));
        let largest = low.abs().max(high.abs());
        let grain = if largest > 0.0 { decade(largest) / 100.0 } else { 1.0 };
        Self::new(largest, grain)
    }

    /// The same numbers with a plus before those above zero.
    pub(super) fn with_plus(self) -> Self {
        Self { plus: true, ..self }
    }

    /// The number in words fit for a label.
    pub(super) fn show(&self, value: f64) -> String {
        if !value.is_finite() {
            return "no data".to_string();
        }
        let size = value.abs();
        let digits = if self.scientific && size > 0.0 {
            format!("{size:.1e}").replace(".0e", "e").replace("e-", "e−")
        } else {
            group_thousands(&format!("{:.*}", self.decimals, size / self.divisor))
        };
        if digits.chars().all(|c| matches!(c, '0' | '.')) {
            return digits;
        }
        let sign = if value < 0.0 {
            "−"
        } else if self.plus {
            "+"
        } else {
            ""
        };
        let suffix = if self.scientific { "" } else { self.suffix };
        format!("{sign}{digits}{suffix}")
    }
}

/// Commas between thousands of a plain decimal number.
fn group_thousands(number: &str) -> String {
    let (whole, fraction) = number.split_at(number.find('.').unwrap_or(number.len()));
    let mut grouped = String::with_capacity(number.len() + whole.len() / 3);
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + fraction
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(range: (f64, f64)) -> Vec<String> {
        let scale = Scale::round(range, 5);
        scale.ticks().into_iter().map(|tick| scale.numbers().show(tick)).collect()
    }

    #[test]
    fn ticks_are_round_and_written_alike() {
        assert_eq!(labels((0.0, 47.0)), ["0", "10", "20", "30", "40", "50"]);
        assert_eq!(labels((0.0, 1.1)), ["0.0", "0.5", "1.0", "1.5"]);
        assert_eq!(labels((-60.0, 90.0)), ["−100", "−50", "0", "50", "100"]);
        assert_eq!(labels((0.0, 9_000.0)), ["0", "2,000", "4,000", "6,000", "8,000", "10,000"]);
        assert_eq!(labels((0.0, 450_000.0)), ["0", "100k", "200k", "300k", "400k", "500k"]);
        assert_eq!(labels((0.0, 2_400_000.0)), ["0.0", "0.5m", "1.0m", "1.5m", "2.0m", "2.5m"]);
    }

    #[test]
    fn any_range_has_a_few_ticks_inside_it() {
        for range in [(0.0, 0.0), (5.0, 5.0), (-3.0, -3.0), (1e-280, 1e-280), (-1e300, 1e300), (1e9, 1e9 + 1.0)] {
            let scale = Scale::round(range, 5).over(0.0, 100.0);
            let ticks = scale.ticks();
            assert!((2..=13).contains(&ticks.len()), "{range:?}: {ticks:?}");
            assert!(ticks.iter().all(|tick| (-0.01..=100.01).contains(&scale.at(*tick))), "{range:?}: {ticks:?}");
        }
    }

    #[test]
    fn values_show_three_digits_and_a_true_minus() {
        let numbers = Numbers::of_values([-61.25, 90.04]).with_plus();
        assert_eq!([90.04, -61.25, 0.01].map(|v| numbers.show(v)), ["+90.0", "−61.2", "0.0"]);
        assert_eq!(Numbers::of_values([1e40]).show(2e40), "2e40");
        assert_eq!(Numbers::of_values([1_234.0]).show(1_234.0), "1,234");
    }
}
