//! Whether a difference between two runs may be chance: the paired randomisation test, also called permutation test
//! (Smucker, Allan and Carterette 2007, "A comparison of statistical significance tests for information retrieval
//! evaluation").
//!
//! Were the runs equally good, each question's difference could as well have the other sign. The test counts how often
//! differences with signs at random have a mean as far from 0 as the one that was seen.

use serde::Serialize;

/// How many assignments of signs are drawn where there are too many to try them all.
pub const DRAWN: u64 = 100_000;
/// With so many differences or fewer all assignments of signs are tried.
const TRIED: usize = 16;
/// The seed of the draw: fixed, so that the same runs always give the same figure.
const SEED: u64 = 2007;
/// Sums this close are equal but for rounding.
const ROUNDING: f64 = 1e-9;

/// The outcome of the test.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Chance {
    /// How often chance alone gives a mean difference at least as large, in either direction: from above 0 to 1.
    pub p: f64,
    /// How many assignments of signs were looked at.
    pub permutations: u64,
    /// Whether those are all there are.
    pub exact: bool,
}

/// Tests the differences of two runs, one a question.
pub fn chance(differences: &[f64]) -> Chance {
    // A difference of nothing has no sign to change.
    let differences: Vec<f64> = differences.iter().copied().filter(|difference| *difference != 0.0).collect();
    let total: f64 = differences.iter().sum();
    let as_far = |flipped: f64| (total - 2.0 * flipped).abs() >= total.abs() - ROUNDING;
    if differences.len() <= TRIED {
        let permutations = 1u64 << differences.len();
        let count = (0..permutations).filter(|signs| as_far(sum_of(&differences, |_| *signs))).count();
        return Chance { p: count as f64 / permutations as f64, permutations, exact: true };
    }
    let mut random = SplitMix(SEED);
    let count = (0..DRAWN).filter(|_| as_far(sum_of(&differences, |_| random.next()))).count();
    // The assignment that was seen is one more: p is never 0 (Phipson and Smyth 2010).
    Chance { p: (count + 1) as f64 / (DRAWN + 1) as f64, permutations: DRAWN, exact: false }
}

/// The sum of the differences whose bit is set, the bits given for 64 of them at a time.
fn sum_of(differences: &[f64], mut bits: impl FnMut(usize) -> u64) -> f64 {
    let mut sum = 0.0;
    for (at, block) in differences.chunks(64).enumerate() {
        let bits = bits(at);
        for (n, difference) in block.iter().enumerate() {
            sum += difference * (bits >> n & 1) as f64;
        }
    }
    sum
}

/// SplitMix64 (Steele, Lea and Flood 2014): small, and its bits are good enough to toss coins with.
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ mixed >> 31
    }
}

#[cfg(test)]
mod tests {
    use super::{DRAWN, SplitMix, chance};

    #[test]
    fn few_differences_are_tried_in_every_way() {
        // Of the 8 sums ±.1 ±.2 ±.3 only +.6 and -.6 are as far from 0 as .6.
        let all = chance(&[0.1, 0.2, 0.0, 0.3]);
        assert_eq!((all.p, all.permutations, all.exact), (0.25, 8, true));
        // ±.1 ±.2 ±.3 as far as |.1 + .2 - .3| = 0: all are.
        assert_eq!(chance(&[0.1, 0.2, -0.3]).p, 1.0);
        // As far as |.3 + .2 - .1| = .4: ±.6, ±.4.
        assert_eq!(chance(&[0.3, 0.2, -0.1]).p, 0.5);
        assert_eq!(chance(&[0.0, 0.0]).p, 1.0);
        assert_eq!(chance(&[]).p, 1.0);
    }

    #[test]
    fn many_differences_are_drawn_and_always_the_same() {
        let mixed: Vec<f64> = (0..80).map(|n| if n % 2 == 0 { 0.1 } else { -0.1 }).collect();
        assert_eq!(chance(&mixed).p, 1.0, "every mean is as far from 0 as 0 is");
        let clear = [0.2; 80];
        assert_eq!(chance(&clear).p, 1.0 / (DRAWN + 1) as f64);
        // 20 coins: 15 heads or more, or as many tails, come with 2 * 21700 / 2^20 = 0.0414.
        let coins: Vec<f64> = (0..20).map(|n| if n < 15 { 1.0 } else { -1.0 }).collect();
        let drawn = chance(&coins);
        assert!((drawn.p - 0.0414).abs() < 0.003, "{drawn:?}");
        assert_eq!((drawn, drawn.exact), (chance(&coins), false));
    }

    #[test]
    fn the_generator_is_the_published_one() {
        // The first numbers from the seed 1234567.
        let mut random = SplitMix(1_234_567);
        assert_eq!([random.next(), random.next()], [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
    }
}
