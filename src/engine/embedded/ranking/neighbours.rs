//! Guides like a guide speak for it where its own words cover the query poorly.
//!
//! The cluster hypothesis (Jardine and van Rijsbergen, 1971): texts that are alike answer the same questions. A hit z
//! (its score above the lowest of those looked at) becomes (1 − λ)·z + λ·(mean of its nearest neighbours, weighed by
//! cos²), where λ = 0.4 · clip((0.8 − coverage) / 0.3, 0, 1): none where the query's words are there, all of it where
//! half of them are missing. Guides are compared by the words they use most, weighed by how few of the guides looked
//! at use them.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::weights::{NEAREST, NEIGHBOURS, saturated_rare};

/// How many words describe a guide.
pub(in crate::engine) const DIGEST: usize = 32;

/// Bits of a digest entry that hold the word's frequency; the others hold its hash.
const FREQUENCY_BITS: u32 = 8;
/// Bits of the hash.
const HASH_BITS: u32 = 32;

/// The words a guide uses most, each as one number: the hash of the word and how often it stands there. Words of equal
/// frequency go by length, long ones first, because they tell more.
pub(in crate::engine) fn digest<'a>(frequencies: impl Iterator<Item = (&'a str, u32)>) -> Vec<u64> {
    let mut words: Vec<(&str, u32)> = frequencies.collect();
    let order = |a: &(&str, u32), b: &(&str, u32)| b.1.cmp(&a.1).then(b.0.len().cmp(&a.0.len())).then(a.0.cmp(b.0));
    if words.len() > DIGEST {
        words.select_nth_unstable_by(DIGEST, order);
        words.truncate(DIGEST);
    }
    words.sort_unstable_by(order);
    words.into_iter().map(|(word, times)| entry(word, times)).collect()
}

fn entry(word: &str, times: u32) -> u64 {
    let hash = u64::from(fnv(word) & u32::MAX >> (32 - HASH_BITS));
    hash << FREQUENCY_BITS | u64::from(times.min((1 << FREQUENCY_BITS) - 1))
}

/// FNV-1a (Fowler, Noll, Vo, 1991): the same on every machine and in every version, since it is kept on disk.
fn fnv(word: &str) -> u32 {
    word.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// A guide among those looked at.
pub(in crate::engine) struct Described {
    /// Its digest.
    pub digest: Vec<u64>,
    /// Its length, relative to the average.
    pub length: f32,
    /// Its score above the lowest of all looked at.
    pub above: f32,
}

/// For each guide, the score that its neighbours would give it; none where it has no neighbours. Only those asked for.
pub(in crate::engine) fn from_neighbours(guides: &[Described], wanted: &[bool]) -> Vec<Option<f32>> {
    let vectors = vectors(guides);
    let mut similar = vec![0.0_f32; guides.len()];
    let mut holders: HashMap<u64, Vec<(usize, f32)>, RandomState> = HashMap::default();
    for (n, vector) in vectors.iter().enumerate() {
        for (word, weight) in vector {
            holders.entry(*word).or_default().push((n, *weight));
        }
    }
    let mut given = Vec::with_capacity(guides.len());
    for (n, vector) in vectors.iter().enumerate() {
        if !wanted[n] {
            given.push(None);
            continue;
        }
        similar.fill(0.0);
        for (word, weight) in vector {
            for (other, others) in &holders[word] {
                similar[*other] += weight * others;
            }
        }
        similar[n] = 0.0;
        given.push(weighted_mean(&similar, guides));
    }
    given
}

/// The mean score of the nearest guides, weighed by the square of their likeness.
fn weighted_mean(similar: &[f32], guides: &[Described]) -> Option<f32> {
    let mut nearest: Vec<usize> = (0..similar.len()).filter(|n| similar[*n] > 0.0).collect();
    nearest.sort_unstable_by(|a, b| similar[*b].total_cmp(&similar[*a]).then(a.cmp(b)));
    nearest.truncate(NEAREST);
    let (mut sum, mut weights) = (0.0, 0.0);
    for n in nearest {
        let weight = similar[n] * similar[n];
        sum += weight * guides[n].above;
        weights += weight;
    }
    (weights > 0.0).then(|| sum / weights)
}

/// The words of each guide with their weights, every vector of length 1.
fn vectors(guides: &[Described]) -> Vec<Vec<(u64, f32)>> {
    let mut holders: HashMap<u64, u32, RandomState> = HashMap::default();
    for word in guides.iter().flat_map(|guide| &guide.digest) {
        *holders.entry(word >> FREQUENCY_BITS).or_default() += 1;
    }
    let all = guides.len() as f32;
    let vector = |guide: &Described| {
        let mut vector: Vec<(u64, f32)> = Vec::with_capacity(guide.digest.len());
        for entry in &guide.digest {
            let (word, times) = (entry >> FREQUENCY_BITS, (entry & ((1 << FREQUENCY_BITS) - 1)) as f32);
            let rarity = (1.0 + all / holders[&word] as f32).ln();
            vector.push((word, saturated_rare(times, guide.length) * rarity));
        }
        let norm = vector.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        vector.iter_mut().for_each(|(_, weight)| *weight /= norm);
        vector
    };
    guides.iter().map(vector).collect()
}

/// How much of a hit's score comes from its neighbours, by how much of the query its guide covers.
pub(in crate::engine) fn share(coverage: f32) -> f32 {
    NEIGHBOURS * ((0.8 - coverage) / 0.3).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::{Described, digest, from_neighbours, share};

    fn guide(words: &[(&str, u32)], above: f32) -> Described {
        Described { digest: digest(words.iter().copied()), length: 1.0, above }
    }

    #[test]
    fn a_guide_gets_the_score_of_those_like_it() {
        let guides = [
            guide(&[("granite", 3), ("quarry", 2)], 8.0),
            guide(&[("granite", 2), ("quarry", 4)], 0.0),
            guide(&[("teapot", 5)], 2.0),
        ];
        let given = from_neighbours(&guides, &[false, true, true]);
        assert_eq!(given, [None, Some(8.0), None]);
    }

    #[test]
    fn only_poorly_covered_guides_listen() {
        assert_eq!((share(1.0), share(0.8), share(0.5), share(0.0)), (0.0, 0.0, 0.4, 0.4));
        assert!(share(0.65) > 0.19 && share(0.65) < 0.21);
    }

    #[test]
    fn a_digest_has_the_most_frequent_words_and_is_the_same_everywhere() {
        let words: Vec<(String, u32)> = (0..100).map(|n| (format!("w{n}"), n)).collect();
        let made = digest(words.iter().map(|(word, times)| (word.as_str(), *times)));
        assert_eq!(made.len(), 32);
        assert_eq!(made[0] & 255, 99);
        assert_eq!(digest([("a", 1)].into_iter()), [0xe40c_292c << 8 | 1]);
    }
}
