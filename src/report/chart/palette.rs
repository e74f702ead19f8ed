//! Palette: colours that stay apart for colour-blind readers and on white paper.
//!
//! The first colours are Okabe and Ito's (2008), darkened where they were too pale on white. Every colour has a contrast of at least
//! 3:1 against white (WCAG 2.1, criterion 1.4.11), and any two stay apart under simulated deuteranopia and protanopia.
//! Colour is never the only sign: lines carry their names, verdicts their words.

/// Red, green, blue.
pub(super) type Rgb = (u8, u8, u8);

/// The paper.
pub(super) const WHITE: Rgb = (255, 255, 255);
/// Titles and values.
pub(super) const BLACK: Rgb = (26, 26, 26);
/// Subtitles, ticks, notes.
pub(super) const GREY: Rgb = (89, 89, 89);
/// Axes and zero lines.
pub(super) const AXIS: Rgb = (110, 110, 110);
/// Grid lines.
pub(super) const GRID: Rgb = (226, 226, 226);

/// Ahead of the baseline.
pub(super) const BETTER: Rgb = (0, 114, 178);
/// Behind the baseline.
pub(super) const WORSE: Rgb = (213, 94, 0);

const SERIES: [Rgb; 8] =
    [(0, 114, 178), (213, 94, 0), (0, 158, 128), (64, 64, 64), (194, 22, 143), (124, 71, 0), (140, 135, 240), (75, 43, 176)];

/// The colour of a series by its place; later series start over.
pub(super) fn series(place: usize) -> Rgb {
    SERIES[place % SERIES.len()]
}

/// Whether the palette has started over, so that the series needs a second sign, such as dashes.
pub(super) fn starts_over(place: usize) -> bool {
    place >= SERIES.len()
}

/// A colour mixed with another; `share` is the other's, in 0..=1.
pub(super) fn mix(colour: Rgb, other: Rgb, share: f64) -> Rgb {
    let channel = |a: u8, b: u8| {
        let mixed = f64::from(a) * (1.0 - share) + f64::from(b) * share;
        mixed.round().clamp(0.0, 255.0) as u8
    };
    (channel(colour.0, other.0), channel(colour.1, other.1), channel(colour.2, other.2))
}

/// A series' fill: as its line, paler once the palette has started over.
pub(super) fn fill(place: usize) -> Rgb {
    if starts_over(place) { mix(series(place), WHITE, 0.45) } else { series(place) }
}

/// A series' colour for small type, a little darker than its line.
pub(super) fn ink(place: usize) -> Rgb {
    mix(series(place), BLACK, 0.25)
}

/// Black or white, whichever reads better on `fill`.
pub(super) fn text_on(fill: Rgb) -> Rgb {
    let light = 299 * u32::from(fill.0) + 587 * u32::from(fill.1) + 114 * u32::from(fill.2);
    if light > 140_000 { BLACK } else { WHITE }
}

/// Every colour that a chart may use.
pub(super) fn all() -> Vec<Rgb> {
    let mut all = vec![WHITE, BLACK, GREY, AXIS, GRID, mix(GRID, WHITE, 0.45), mix(GREY, BLACK, 0.25)];
    all.extend((0..SERIES.len()).flat_map(|place| [series(place), ink(place), fill(place + SERIES.len())]));
    all
}

/// The paper of a page in the dark.
pub(super) const NIGHT: Rgb = (22, 25, 31);
/// What black becomes on it.
const MOON: Rgb = (236, 236, 238);

/// The darkest greys of white paper are all as light as they can be on dark paper.
const DARKEST: f64 = 55.0;

/// The colour that does on dark paper what `colour` does on white: greys change sides, hues get lighter.
pub(super) fn dark(colour: Rgb) -> Rgb {
    let (least, most) = (colour.0.min(colour.1).min(colour.2), colour.0.max(colour.1).max(colour.2));
    if most - least >= 12 {
        return mix(colour, WHITE, 0.38);
    }
    let paleness = (f64::from(colour.0) - DARKEST) / (255.0 - DARKEST);
    mix(MOON, NIGHT, paleness.max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn linear(channel: u8) -> f64 {
        let c = f64::from(channel) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { libm::pow((c + 0.055) / 1.055, 2.4) }
    }

    fn light(c: Rgb) -> f64 {
        0.2126 * linear(c.0) + 0.7152 * linear(c.1) + 0.0722 * linear(c.2)
    }

    fn contrast_on_white(c: Rgb) -> f64 {
        1.05 / (light(c) + 0.05)
    }

    fn contrast_on_night(c: Rgb) -> f64 {
        (light(dark(c)) + 0.05) / (light(NIGHT) + 0.05)
    }

    /// Oklab (Ottosson 2020) of linear light.
    fn oklab(rgb: [f64; 3]) -> [f64; 3] {
        let [r, g, b] = rgb.map(|c| c.max(0.0));
        let l = (0.412_221 * r + 0.536_333 * g + 0.051_446 * b).cbrt();
        let m = (0.211_903 * r + 0.680_700 * g + 0.107_397 * b).cbrt();
        let s = (0.088_302 * r + 0.281_719 * g + 0.629_979 * b).cbrt();
        [
            0.210_454 * l + 0.793_618 * m - 0.004_072 * s,
            1.977_998 * l - 2.428_592 * m + 0.450_594 * s,
            0.025_904 * l + 0.782_772 * m - 0.808_676 * s,
        ]
    }

    #[test]
    fn colours_stand_out_on_white() {
        for colour in SERIES.into_iter().chain([GREY, BLACK, BETTER, WORSE]) {
            assert!(contrast_on_white(colour) >= 3.0, "{colour:?}: {}", contrast_on_white(colour));
        }
        for place in 0..SERIES.len() {
            assert!(contrast_on_white(ink(place)) >= 4.0, "{place}: {}", contrast_on_white(ink(place)));
        }
    }

    #[test]
    fn colours_stand_out_on_dark_paper() {
        assert_eq!(dark(WHITE), NIGHT);
        for colour in SERIES.into_iter().chain([GREY, BLACK, AXIS]) {
            assert!(contrast_on_night(colour) >= 3.0, "{colour:?}: {}", contrast_on_night(colour));
        }
        for colour in (0..SERIES.len()).map(ink).chain([GREY, BLACK, mix(GREY, BLACK, 0.25)]) {
            assert!(contrast_on_night(colour) >= 4.5, "{colour:?}: {}", contrast_on_night(colour));
        }
    }

    /// Simulation matrices: Machado, Oliveira and Fernandes (2009), full severity.
    #[test]
    fn colours_stay_apart_for_colour_blind_readers() {
        let eyes = [
            [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
            [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]],
            [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]],
        ];
        for (series, least) in [(SERIES, 0.06), (SERIES.map(dark), 0.035)] {
            for eye in eyes {
                let seen = series.map(|c| {
                    let light = [linear(c.0), linear(c.1), linear(c.2)];
                    oklab(eye.map(|row: [f64; 3]| row.iter().zip(light).map(|(a, b)| a * b).sum()))
                });
                for (i, a) in seen.iter().enumerate() {
                    for (j, b) in seen.iter().enumerate().skip(i + 1) {
                        let apart = a.iter().zip(b).map(|(p, q)| (p - q) * (p - q)).sum::<f64>().sqrt();
                        assert!(apart >= least, "{i} and {j}: {apart}");
                    }
                }
            }
        }
    }
}
