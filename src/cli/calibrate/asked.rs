//! Asked: what `--fit` says: a path, a range, and how finely the scenario takes the number.

use crate::cli::failure::Failure;
use crate::cli::files::look;
use crate::experiment::calibrate::{Grain, Parameter};
use crate::scenario::{Fitted, Knob, Unset};

/// Most numbers fitted at once.
const MOST: usize = 3;

/// How finely a value is tried to be written, the finest first.
const GRAINS: [Grain; 6] =
    [Grain::Significant(5), Grain::Decimals(4), Grain::Decimals(3), Grain::Decimals(2), Grain::Decimals(1), Grain::Decimals(0)];

/// The golden section: a place in a range that no round number has.
const ODD_PLACE: f64 = 0.381_966_011;

/// A number to fit.
pub struct Fit {
    /// How the scenario is told.
    pub knob: Knob,
    /// Its range.
    pub parameter: Parameter,
}

/// Reads all of `--fit`.
///
/// # Errors
/// A text that is no path and range, a path that leads nowhere, or an end of a range that the scenario refuses.
pub fn fits(asked: &[String], fitted: &Fitted<'_>) -> Result<Vec<Fit>, Failure> {
    if asked.len() > MOST {
        return Err(Failure::Argument(format!("--fit is given {} times; at most {MOST} numbers are fitted at once", asked.len())));
    }
    let mut fits: Vec<Fit> = Vec::new();
    for text in asked {
        let (path, low, high) = parse(text)?;
        if fits.iter().any(|fit| fit.parameter.path == path) {
            return Err(Failure::Argument(format!("--fit {text}: `{path}` is given twice")));
        }
        fits.push(fit(text, path, low, high, fitted)?);
    }
    check_corners(&fits, fitted)?;
    Ok(fits)
}

/// Refuses ranges whose ends the scenario takes one by one but not together, such as shares that add up to more than one.
fn check_corners(fits: &[Fit], fitted: &Fitted<'_>) -> Result<(), Failure> {
    for corner in 0..1_u32 << fits.len() {
        let end = |(at, fit): (usize, &Fit)| if corner >> at & 1 == 0 { fit.parameter.low } else { fit.parameter.high };
        let values: Vec<(&Knob, f64)> = fits.iter().map(|fit| &fit.knob).zip(fits.iter().enumerate().map(end)).collect();
        fitted.plan(&values).map_err(|rejected| Failure::Scenario(rejected.render(look())))?;
    }
    Ok(())
}

/// `PATH=LOW..HIGH`.
fn parse(text: &str) -> Result<(&str, f64, f64), Failure> {
    let wrong = |why: &str| Failure::Argument(format!("--fit {text}: {why}; write PATH=LOW..HIGH, such as adoption.q_per_year=0.1..0.6"));
    let (path, range) = text.rsplit_once('=').ok_or_else(|| wrong("there is no range"))?;
    let (low, high) = range.split_once("..").ok_or_else(|| wrong("there is no range"))?;
    let number =
        |end: &str| end.trim().parse::<f64>().ok().filter(|end| end.is_finite()).ok_or_else(|| wrong(&format!("`{end}` is no number")));
    let (low, high) = (number(low)?, number(high)?);
    if low >= high {
        return Err(wrong("the range does not go up"));
    }
    Ok((path.trim(), low, high))
}

fn fit(text: &str, path: &str, low: f64, high: f64, fitted: &Fitted<'_>) -> Result<Fit, Failure> {
    let refused = |unset| match unset {
        Unset::Path(words) => Failure::Argument(format!("--fit {text}: {words}")),
        Unset::Value(rejected) => Failure::Scenario(rejected.render(look())),
    };
    let knob = fitted.knob(path, low).map_err(refused)?;
    fitted.plan(&[(&knob, high)]).map_err(|rejected| refused(Unset::Value(rejected)))?;
    let odd = low + ODD_PLACE * (high - low);
    let takes = |grain: &Grain| fitted.plan(&[(&knob, grain.round(odd).clamp(low, high))]).is_ok();
    let Some(grain) = GRAINS.into_iter().find(takes) else {
        return Err(Failure::Argument(format!("--fit {text}: the scenario takes both ends of the range, but nothing between them")));
    };
    Ok(Fit { knob, parameter: Parameter { path: path.to_owned(), low, high, grain } })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_and_a_range_are_read() {
        assert_eq!(parse("adoption.q_per_year=0.1..0.6").ok(), Some(("adoption.q_per_year", 0.1, 0.6)));
        assert_eq!(parse("a.b = -2 .. 1e3").ok(), Some(("a.b", -2.0, 1e3)));
        for wrong in ["adoption.q_per_year", "a.b=1", "a.b=1..x", "a.b=2..1", "a.b=1..1", "a.b=1..inf", "a.b=..1"] {
            let Err(Failure::Argument(words)) = parse(wrong) else { panic!("{wrong}") };
            assert!(words.contains("write PATH=LOW..HIGH"), "{words}");
        }
    }
}
