//! Rise: the vertical scale of lines, even or by powers of ten.

use super::axis::{Numbers, Scale};

/// More decades than this have ticks at powers of ten only.
const FEW_DECADES: f64 = 3.0;

/// Values and the pixels they stand at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rise {
    scale: Scale,
    is_log: bool,
}

impl Rise {
    /// An even scale that holds the range and ends at ticks.
    pub(super) fn linear(range: (f64, f64)) -> Self {
        Self { scale: Scale::round(range, 5), is_log: false }
    }

    /// A log scale that holds the range, whose lower end is above zero, and ends at ticks.
    pub(super) fn log((low, high): (f64, f64)) -> Self {
        let marks = marks(low, high);
        let from = marks.iter().copied().filter(|mark| *mark <= low * 1.000_001).fold(f64::NAN, f64::max);
        let to = marks.iter().copied().filter(|mark| *mark >= high * 0.999_999 && *mark > from).fold(f64::NAN, f64::min);
        Self { scale: Scale::round((0.0, 1.0), 1).ending((libm::log10(from), libm::log10(to))), is_log: true }
    }

    /// The same scale with its lower end at pixel `from` and its upper end at pixel `to`.
    pub(super) fn over(self, from: f64, to: f64) -> Self {
        Self { scale: self.scale.over(from, to), ..self }
    }

    /// The pixel of a value; a value off the scale is put at its end.
    pub(super) fn at(&self, value: f64) -> f64 {
        self.scale.at(if self.is_log { libm::log10(value.max(f64::MIN_POSITIVE)) } else { value })
    }

    /// The ticks, low to high.
    pub(super) fn ticks(&self) -> Vec<f64> {
        if !self.is_log {
            return self.scale.ticks();
        }
        let (low, high) = (libm::exp10(self.scale.low), libm::exp10(self.scale.high));
        marks(low, high).into_iter().filter(|mark| *mark >= low * 0.999_999 && *mark <= high * 1.000_001).collect()
    }

    /// A tick in words.
    pub(super) fn label(&self, tick: f64) -> String {
        if self.is_log { Numbers::new(tick, tick).show(tick) } else { self.scale.numbers().show(tick) }
    }
}

/// One, two and five times the powers of ten about a range, or powers of ten alone where it is wide.
fn marks(low: f64, high: f64) -> Vec<f64> {
    let (first, last) = (libm::log10(low).floor(), libm::log10(high).ceil());
    let steps: &[f64] = if last - first > FEW_DECADES { &[1.0] } else { &[1.0, 2.0, 5.0] };
    let powers = (first as i32..=last as i32 + 1).map(|power| libm::exp10(f64::from(power)));
    powers.flat_map(|power| steps.iter().map(move |step| step * power)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_scale_ends_at_ticks_around_its_values_and_equal_factors_are_equal_steps() {
        let rise = Rise::log((44.2, 385.0)).over(100.0, 0.0);
        let labels: Vec<String> = rise.ticks().into_iter().map(|tick| rise.label(tick)).collect();
        assert_eq!(labels, ["20", "50", "100", "200", "500"]);
        assert!((rise.at(20.0) - 100.0).abs() < 1e-9 && rise.at(500.0).abs() < 1e-9);
        assert!(((rise.at(50.0) - rise.at(100.0)) - (rise.at(200.0) - rise.at(400.0))).abs() < 1e-9);
        assert!((rise.at(0.0) - 100.0).abs() < 1e-9 && rise.at(1e9).abs() < 1e-9, "what is off the scale stands at its end");
    }

    #[test]
    fn many_decades_have_powers_of_ten_only_and_one_value_has_a_scale() {
        assert_eq!(Rise::log((0.02, 3_000.0)).ticks().len(), 7);
        let single = Rise::log((10.0, 10.0));
        assert!(single.ticks().len() >= 2 && single.over(10.0, 0.0).at(10.0).is_finite());
    }
}
