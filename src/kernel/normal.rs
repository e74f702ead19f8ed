//! Normal: quantiles of the normal law and of laws made from it.
//!
//! Algorithm AS 241 (PPND16): M. Wichura, "The percentage points of the normal distribution", Applied Statistics 37 (1988); good to about 1
//! part in 10^16.

/// Numerator and denominator near the middle, lowest power first.
#[expect(clippy::excessive_precision, reason = "as published")]
const MIDDLE: [[f64; 8]; 2] = [
    [
        3.387_132_872_796_366_608_0,
        1.331_416_678_917_843_774_5e2,
        1.971_590_950_306_551_442_7e3,
        1.373_169_376_550_946_112_5e4,
        4.592_195_393_154_987_145_7e4,
        6.726_577_092_700_870_085_3e4,
        3.343_057_558_358_812_810_5e4,
        2.509_080_928_730_122_672_7e3,
    ],
    [
        1.0,
        4.231_333_070_160_091_125_2e1,
        6.871_870_074_920_579_083_0e2,
        5.394_196_021_424_751_107_7e3,
        2.121_379_430_158_659_586_7e4,
        3.930_789_580_009_271_061_0e4,
        2.872_908_573_572_194_267_4e4,
        5.226_495_278_852_854_561_0e3,
    ],
];
/// The same on the flanks.
#[expect(clippy::excessive_precision, reason = "as published")]
const FLANK: [[f64; 8]; 2] = [
    [
        1.423_437_110_749_683_577_34,
        4.630_337_846_156_545_295_90,
        5.769_497_221_460_691_405_50,
        3.647_848_324_763_204_605_04,
        1.270_458_252_452_368_382_58,
        2.417_807_251_774_506_117_70e-1,
        2.272_384_498_926_918_458_33e-2,
        7.745_450_142_783_414_076_40e-4,
    ],
    [
        1.0,
        2.053_191_626_637_758_821_87,
        1.676_384_830_183_803_849_40,
        6.897_673_349_851_000_045_50e-1,
        1.481_039_764_274_800_745_90e-1,
        1.519_866_656_361_645_719_66e-2,
        5.475_938_084_995_344_946_00e-4,
        1.050_750_071_644_416_843_24e-9,
    ],
];
/// The same in the tails.
#[expect(clippy::excessive_precision, reason = "as published")]
const TAIL: [[f64; 8]; 2] = [
    [
        6.657_904_643_501_103_777_20,
        5.463_784_911_164_114_369_90,
        1.784_826_539_917_291_335_80,
        2.965_605_718_285_048_912_30e-1,
        2.653_218_952_657_612_309_30e-2,
        1.242_660_947_388_078_438_60e-3,
        2.711_555_568_743_487_578_15e-5,
        2.010_334_399_292_288_132_65e-7,
    ],
    [
        1.0,
        5.998_322_065_558_879_376_90e-1,
        1.369_298_809_227_358_053_10e-1,
        1.487_536_129_085_061_485_25e-2,
        7.868_691_311_456_132_591_00e-4,
        1.846_318_317_510_054_681_80e-5,
        1.421_511_758_316_445_888_70e-7,
        2.044_263_103_389_939_785_64e-15,
    ],
];

fn ratio([numerator, denominator]: &[[f64; 8]; 2], r: f64) -> f64 {
    let polynomial = |powers: &[f64; 8]| powers.iter().rev().fold(0.0, |sum, power| sum * r + power);
    polynomial(numerator) / polynomial(denominator)
}

/// The standard normal's quantile at `p`; infinite at 0 and 1, not a number outside.
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        return q * ratio(&MIDDLE, 0.180_625 - q * q);
    }
    let tail = p.min(1.0 - p);
    if tail <= 0.0 {
        return if tail < 0.0 { f64::NAN } else { f64::INFINITY.copysign(q) };
    }
    let r = libm::sqrt(-libm::log(tail));
    let size = if r <= 5.0 { ratio(&FLANK, r - 1.6) } else { ratio(&TAIL, r - 5.0) };
    size.copysign(q)
}

/// The quantile at `p` of a log-normal law with this median and this standard deviation of the logarithm.
#[must_use]
pub fn lognormal_quantile(p: f64, median: f64, sigma: f64) -> f64 {
    median * libm::exp(sigma * normal_quantile(p))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_undo_the_law() {
        for z in [-30.0, -8.0, -3.1, -1.2, -0.3, 0.0, 0.01, 1.0, 2.5, 5.0] {
            let p = 0.5 * libm::erfc(-z / core::f64::consts::SQRT_2);
            let error = (normal_quantile(p) - z).abs();
            assert!(error < 1e-9 * (1.0 + if z > 0.0 { 1.0 } else { 0.0 }), "{z}: {error}");
        }
    }

    #[test]
    fn known_quantiles_are_met() {
        assert!((normal_quantile(0.975) - 1.959_963_984_540_054).abs() < 1e-14);
        assert!((normal_quantile(0.001) + 3.090_232_306_167_813_5).abs() < 1e-14);
        assert!((lognormal_quantile(0.5, 80.0, 0.4) - 80.0).abs() < 1e-12);
        assert!((lognormal_quantile(0.975, 80.0, 0.4) / 80.0 - libm::exp(0.4 * 1.959_963_984_540_054)).abs() < 1e-12);
    }

    #[test]
    fn the_ends_are_infinite_and_the_outside_is_not_a_number() {
        assert_eq!((normal_quantile(0.0), normal_quantile(1.0)), (f64::NEG_INFINITY, f64::INFINITY));
        assert!(normal_quantile(1.5).is_nan() && normal_quantile(f64::NAN).is_nan());
    }
}
