//! Random: numbers that are a pure function of seed, replicate, purpose and what they are drawn for.
//!
//! - No generator has a running state that two draws could fight over: a draw is addressed, so adding draws elsewhere, or running on more
//!   threads, moves none.
//! - The block function is Philox4x32 with ten rounds: J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel random numbers: as easy as 1, 2,
//!   3", SC 2011. It passes the known answers published with it.
//! - Only integers and exact float operations, or `libm`: the same bits on every platform.

use core::convert::Infallible;
use rand_core::TryRng;

/// The multipliers of Philox4x32.
const MULTIPLIERS: [u32; 2] = [0xD251_1F53, 0xCD9E_8D57];
/// The Weyl increments of its key: the golden ratio and the square root of 3, less 1.
const WEYL: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];
/// The key under which purposes' keys are made: digits of pi, nothing up the sleeve.
const KEY_OF_PURPOSES: [u32; 2] = [0x243F_6A88, 0x85A3_08D3];
/// The key under which keys' children are made: the next digits.
const KEY_OF_CHILDREN: [u32; 2] = [0x1319_8A2E, 0x0370_7344];

/// High and low half of a product.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "the halves are wanted")]
const fn product(a: u32, b: u32) -> (u32, u32) {
    let wide = a as u64 * b as u64;
    ((wide >> 32) as u32, wide as u32)
}

/// Round `number` of Philox4x32.
#[inline]
#[expect(clippy::many_single_char_names, reason = "words and keys, all alike")]
const fn round([a, b, c, d]: [u32; 4], [k, l]: [u32; 2], number: u32) -> [u32; 4] {
    let (high_a, low_a) = product(MULTIPLIERS[0], a);
    let (high_c, low_c) = product(MULTIPLIERS[1], c);
    let k = k.wrapping_add(WEYL[0].wrapping_mul(number));
    let l = l.wrapping_add(WEYL[1].wrapping_mul(number));
    [high_c ^ b ^ k, low_c, high_a ^ d ^ l, low_a]
}

/// Philox4x32-10: a keyed bijection of 128-bit blocks that looks random in every bit. (The rounds are written out: a loop here would keep
/// compilers from running lanes side by side.)
#[inline(always)]
#[expect(clippy::inline_always, reason = "lanes run side by side only if it is")]
#[must_use]
pub const fn philox(counter: [u32; 4], key: [u32; 2]) -> [u32; 4] {
    let block = round(counter, key, 0);
    let block = round(block, key, 1);
    let block = round(block, key, 2);
    let block = round(block, key, 3);
    let block = round(block, key, 4);
    let block = round(block, key, 5);
    let block = round(block, key, 6);
    let block = round(block, key, 7);
    let block = round(block, key, 8);
    round(block, key, 9)
}

/// Blocks evaluated side by side by [`Key::blocks`].
pub const LANES: usize = 32;

/// [`philox`] of at least `wanted` and at most [`LANES`] consecutive counters, word by word: `out[word][lane]`.
///
/// A plain loop over lanes, which compilers turn into vector instructions: provided that it is compiled apart from its callers and writes
/// through a reference (returned arrays are taken to pieces first, at three times the cost).
#[inline(never)]
#[expect(clippy::many_single_char_names, reason = "words, all alike")]
#[expect(clippy::cast_possible_truncation, reason = "a lane's number")]
fn philox_lanes([a, b, c]: [u32; 3], first: u32, wanted: usize, key: [u32; 2], out: &mut Lanes) {
    let [w, x, y, z] = out;
    for lane in 0..wanted.next_multiple_of(8).min(LANES) {
        [w[lane], x[lane], y[lane], z[lane]] = philox([a, b, c, first.wrapping_add(lane as u32)], key);
    }
}

/// [`philox`] of the counters `(a, b, c[lane], d[lane])`, word by word; compiled apart for the same reason as [`philox_lanes`].
#[inline(never)]
#[expect(clippy::many_single_char_names, reason = "words, all alike")]
fn philox_gathered([a, b]: [u32; 2], c: &[u32; LANES], d: &[u32; LANES], wanted: usize, key: [u32; 2], out: &mut Lanes) {
    let [w, x, y, z] = out;
    for lane in 0..wanted.next_multiple_of(8).min(LANES) {
        [w[lane], x[lane], y[lane], z[lane]] = philox([a, b, c[lane], d[lane]], key);
    }
}

/// Blocks side by side, word by word: `lanes[word][lane]`.
pub type Lanes = [[u32; LANES]; 4];

/// What a run's luck is a function of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Seed {
    /// The run's seed.
    pub seed: u64,
    /// The replicate's ordinal; replicates of one seed are independent.
    pub replicate: u32,
}

/// What a draw is for. Draws for different purposes are independent, so each use has its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Purpose(pub u32);

/// A key: the root of all draws for one purpose in one replicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key([u32; 2]);

impl Seed {
    /// The key of a purpose.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "the seed in two halves")]
    pub const fn key(self, purpose: Purpose) -> Key {
        let counter = [self.seed as u32, (self.seed >> 32) as u32, self.replicate, purpose.0];
        let [first, second, ..] = philox(counter, KEY_OF_PURPOSES);
        Key([first, second])
    }
}

impl Key {
    /// Block `d` of the stream `(a, b, c)`: 128 random bits.
    #[inline]
    #[must_use]
    pub const fn block(self, a: u32, b: u32, c: u32, d: u32) -> [u32; 4] {
        philox([a, b, c, d], self.0)
    }

    /// Writes the blocks `first`, `first + 1`, ... of the stream `(a, b, c)`, as many as wanted, at most [`LANES`]; what the lanes past them
    /// hold is of no meaning. Several times faster than one by one.
    #[inline]
    pub fn blocks(self, stream: [u32; 3], first: u32, wanted: u32, out: &mut Lanes) {
        let wanted = LANES.min(wanted as usize);
        philox_lanes(stream, first, wanted, self.0, out);
    }

    /// Writes block `d[lane]` of the stream `(a, b, c[lane])` to each of the first `wanted` lanes, at most [`LANES`]; what the lanes past
    /// them hold is of no meaning.
    #[inline]
    pub fn gather(self, [a, b]: [u32; 2], c: &[u32; LANES], d: &[u32; LANES], wanted: usize, out: &mut Lanes) {
        philox_gathered([a, b], c, d, wanted, self.0, out);
    }

    /// The stream `(a, b, c)`, from its block 0.
    #[inline]
    #[must_use]
    pub const fn stream(self, a: u32, b: u32, c: u32) -> Stream {
        Stream { key: self, counter: [a, b, c, 0], words: [0; 4], used: 4 }
    }

    /// First uniform of the stream `(a, b, c)`: in \[0, 1), 53 bits.
    #[inline]
    #[must_use]
    pub const fn uniform(self, a: u32, b: u32, c: u32) -> f64 {
        let [high, low, ..] = self.block(a, b, c, 0);
        wide_unit(high, low)
    }

    /// A key of its own for part `part` of this key's purpose; independent of this key's blocks.
    #[must_use]
    pub const fn child(self, part: u32) -> Key {
        let [k, l] = self.0;
        let [first, second, ..] = philox([k, l, part, 0], KEY_OF_CHILDREN);
        Key([first, second])
    }
}

/// A stream of words for samplers that need several; it implements `rand`'s core trait, so that its distributions sample from it.
///
/// It repeats after 2^34 words.
#[derive(Clone, Debug)]
pub struct Stream {
    key: Key,
    counter: [u32; 4],
    words: [u32; 4],
    used: usize,
}

impl Stream {
    /// The stream's next word.
    #[inline]
    pub fn word(&mut self) -> u32 {
        if self.used == self.words.len() {
            let [a, b, c, d] = self.counter;
            self.words = self.key.block(a, b, c, d);
            self.counter[3] = d.wrapping_add(1);
            self.used = 0;
        }
        let word = self.words[self.used];
        self.used += 1;
        word
    }

    /// The stream's next uniform in \[0, 1), 53 bits; takes two words.
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        let high = self.word();
        wide_unit(high, self.word())
    }
}

impl TryRng for Stream {
    type Error = Infallible;

    #[inline]
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(self.word())
    }

    #[inline]
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let low = u64::from(self.word());
        Ok(u64::from(self.word()) << 32 | low)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for piece in bytes.chunks_mut(4) {
            let word = self.word().to_le_bytes();
            piece.copy_from_slice(&word[..piece.len()]);
        }
        Ok(())
    }
}

/// A uniform in \[0, 1) from 53 of 64 bits.
#[inline]
#[expect(clippy::cast_precision_loss, reason = "53 bits are exact")]
const fn wide_unit(high: u32, low: u32) -> f64 {
    const STEP: f64 = 1.0 / (1_u64 << 53) as f64;
    let bits = (high as u64) << 32 | low as u64;
    (bits >> 11) as f64 * STEP
}

/// A word as a uniform in (0, 1): the middle of its cell of width 2^-32, so that neither end is met and a logarithm is safe.
#[inline]
#[must_use]
pub const fn unit(word: u32) -> f64 {
    const STEP: f64 = 1.0 / 4_294_967_296.0;
    (word as f64 + 0.5) * STEP
}

/// A word as a uniform integer in `0..n` (0 if `n` is 0); off by at most n / 2^32.
#[inline]
#[must_use]
pub const fn below(word: u32, n: u32) -> u32 {
    product(word, n).0
}

/// A word as an exponential of mean 1.
#[inline]
#[must_use]
pub fn exponential(word: u32) -> f64 {
    -libm::log(unit(word))
}

/// A number for a name, the same on every platform and in every version: 32-bit FNV-1a. Named things are keyed by it, so that adding one
/// moves nobody else's luck.
#[must_use]
pub const fn name_key(name: &str) -> u32 {
    let bytes = name.as_bytes();
    let mut hash = 0x811C_9DC5_u32;
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_distr::{Distribution, Exp1, StandardNormal};

    const KEY: Key = Seed { seed: 7, replicate: 0 }.key(Purpose(1));

    #[test]
    fn philox_gives_the_published_answers() {
        assert_eq!(philox([0; 4], [0; 2]), [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
        let ones = [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd];
        assert_eq!(philox([u32::MAX; 4], [u32::MAX; 2]), ones);
        let counter = [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344];
        let pi = [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1];
        assert_eq!(philox(counter, [0xa409_3822, 0x299f_31d0]), pi);
    }

    #[test]
    fn lanes_are_the_blocks_one_by_one() {
        for first in [0, 5, u32::MAX - 3] {
            let mut lanes = Lanes::default();
            KEY.blocks([1, 2, 3], first, 11, &mut lanes);
            for lane in 0..11_u32 {
                let block = KEY.block(1, 2, 3, first.wrapping_add(lane));
                assert_eq!(lanes.map(|word| word[lane as usize]), block);
            }
        }
    }

    #[test]
    fn gathered_lanes_are_the_blocks_one_by_one() {
        let (mut c, mut d, mut lanes) = ([0; LANES], [0; LANES], Lanes::default());
        for lane in 0..13_u32 {
            (c[lane as usize], d[lane as usize]) = (lane * lane + 5, lane % 3);
        }
        KEY.gather([1, 2], &c, &d, 13, &mut lanes);
        for lane in 0..13 {
            assert_eq!(lanes.map(|word| word[lane]), KEY.block(1, 2, c[lane], d[lane]));
        }
    }

    #[test]
    fn a_stream_is_its_blocks_in_order() {
        let mut stream = KEY.stream(4, 5, 6);
        let words: Vec<u32> = (0..8).map(|_| stream.word()).collect();
        assert_eq!(words[..4], KEY.block(4, 5, 6, 0));
        assert_eq!(words[4..], KEY.block(4, 5, 6, 1));
        let mut bytes = [0; 5];
        assert_eq!(KEY.stream(4, 5, 6).try_fill_bytes(&mut bytes), Ok(()));
        assert_eq!(bytes[..4], words[0].to_le_bytes());
        assert_eq!(bytes[4], words[1].to_le_bytes()[0]);
    }

    #[test]
    fn every_part_of_the_address_matters() {
        let mut seen = std::collections::BTreeSet::new();
        for seed in [0, 1, 1 << 32] {
            for replicate in 0..3 {
                for purpose in 0..3 {
                    let key = Seed { seed, replicate }.key(Purpose(purpose));
                    assert!(seen.insert(key.block(0, 0, 0, 0)));
                    assert!(seen.insert(key.child(0).block(0, 0, 0, 0)));
                    assert!(seen.insert(key.child(1).block(0, 0, 0, 0)));
                }
            }
        }
    }

    #[test]
    fn distributions_sample_from_a_stream() {
        let mut stream = KEY.stream(0, 0, 0);
        let n = 100_000;
        let mut sums = [0.0; 3];
        for _ in 0..n {
            let z: f64 = StandardNormal.sample(&mut stream);
            let e: f64 = Exp1.sample(&mut stream);
            sums = [sums[0] + z, sums[1] + z * z, sums[2] + e];
        }
        let [mean, square, exponential] = sums.map(|sum| sum / f64::from(n));
        assert!(mean.abs() < 0.015 && (square - 1.0).abs() < 0.02, "{mean} {square}");
        assert!((exponential - 1.0).abs() < 0.015, "{exponential}");
    }

    #[test]
    fn uniforms_stay_inside_their_bounds() {
        assert!(unit(0) > 0.0 && unit(u32::MAX) < 1.0);
        assert!(wide_unit(u32::MAX, u32::MAX) < 1.0);
        assert_eq!((below(u32::MAX, 10), below(0, 10), below(9, 0)), (9, 0, 0));
        assert!(exponential(0) < 24.0 && exponential(u32::MAX) > 0.0);
        let mean = (0..10_000).map(|i| KEY.uniform(i, 0, 0)).sum::<f64>() / 1e4;
        assert!((mean - 0.5).abs() < 0.01, "{mean}");
    }

    #[test]
    fn names_keep_their_published_hashes() {
        assert_eq!(name_key(""), 0x811c_9dc5);
        assert_eq!(name_key("a"), 0xe40c_292c);
        assert_eq!(name_key("foobar"), 0xbf9c_f968);
    }
}
