//! Plausible: what is left of the range when everything implausible is ruled out.

use super::parameter::Parameter;

/// The least and the largest value of a parameter in a set of points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// The least, in the parameter's unit.
    pub low: f64,
    /// The largest.
    pub high: f64,
}

/// The points that are not ruled out.
#[derive(Clone, Debug, PartialEq)]
pub struct Plausible {
    /// The span of each parameter in it.
    pub spans: Vec<Span>,
    /// The share of the range looked at that it takes, 0 to 1, as parameters divide it.
    pub share: f64,
    /// Correlation of each pair of parameters in it, row by row; not a number for a parameter that has one value only.
    pub correlations: Vec<Vec<f64>>,
}

/// The spans of `places` in each parameter's unit.
pub(super) fn spans(parameters: &[Parameter], places: &[Vec<f64>]) -> Vec<Span> {
    let span = |(j, parameter): (usize, &Parameter)| {
        let (low, high) = places.iter().map(|p| p[j]).fold((f64::MAX, f64::MIN), |(low, high), x| (low.min(x), high.max(x)));
        Span { low: parameter.value(low), high: parameter.value(high) }
    };
    parameters.iter().enumerate().map(span).collect()
}
