//! Words by how many sections have them: that decides what a search for one costs.

use crate::engine::CountedWord;

/// How common a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Band {
    /// In few sections.
    Rare,
    /// In some.
    Medium,
    /// In many.
    Common,
}

/// Words in three bands. The bands are equally wide on a logarithmic scale from two sections to as many as the most
/// frequent word has: word frequencies go over orders of magnitude (Zipf 1949), so no fixed number of sections is rare in
/// every index.
#[derive(Debug, Default)]
pub struct Bands([Vec<CountedWord>; 3]);

impl Bands {
    /// Sorts words into bands; in each the rarest first, then by their letters.
    pub fn of(words: Vec<CountedWord>) -> Bands {
        let most = words.iter().map(|word| word.sections).max().unwrap_or_default();
        let mut bands = Bands::default();
        for word in words {
            bands.0[band(word.sections, most) as usize].push(word);
        }
        for words in &mut bands.0 {
            words.sort_by(|a, b| (a.sections, &a.text).cmp(&(b.sections, &b.text)));
        }
        bands
    }

    /// The words of a band.
    pub fn get(&self, band: Band) -> &[CountedWord] {
        &self.0[band as usize]
    }

    /// Up to `count` words of all bands in turn, evenly far apart in each.
    pub(super) fn mixed(&self, count: usize) -> Vec<&CountedWord> {
        let each = count.div_ceil(3);
        let picked: Vec<Vec<&CountedWord>> = self.0.iter().map(|words| spread(words, each)).collect();
        let longest = picked.iter().map(Vec::len).max().unwrap_or_default();
        let rows = (0..longest).flat_map(|n| picked.iter().filter_map(move |words| words.get(n).copied()));
        rows.take(count).collect()
    }

    /// Up to `count` words that most sections have, the most frequent first.
    pub(super) fn most_frequent(&self, count: usize) -> Vec<&CountedWord> {
        [Band::Common, Band::Medium, Band::Rare]
            .iter()
            .flat_map(|band| self.get(*band).iter().rev())
            .take(count)
            .collect()
    }
}

fn band(sections: u64, most: u64) -> Band {
    let place = (sections as f64 / 2.0).ln() / (most as f64 / 2.0).ln();
    // Where every word is in two sections it is no number.
    match place * 3.0 {
        third if third >= 2.0 => Band::Common,
        third if third >= 1.0 => Band::Medium,
        _ => Band::Rare,
    }
}

/// Up to `count` of the items, evenly far apart.
pub(super) fn spread<T>(items: &[T], count: usize) -> Vec<&T> {
    let count = count.min(items.len());
    (0..count).filter_map(|n| items.get((2 * n + 1) * items.len() / (2 * count))).collect()
}

#[cfg(test)]
mod tests {
    use super::{Band, Bands, spread};
    use crate::engine::CountedWord;

    fn words(counts: &[u64]) -> Vec<CountedWord> {
        counts
            .iter()
            .enumerate()
            .map(|(n, sections)| CountedWord { text: format!("w{n:02}"), sections: *sections })
            .collect()
    }

    #[test]
    fn bands_are_thirds_of_orders_of_magnitude() {
        let bands = Bands::of(words(&[2000, 2, 19, 20, 21, 199, 201, 2]));
        let counts = |band| bands.get(band).iter().map(|word| word.sections).collect::<Vec<_>>();
        assert_eq!(counts(Band::Rare), [2, 2, 19]);
        assert_eq!(counts(Band::Medium), [20, 21, 199]);
        assert_eq!(counts(Band::Common), [201, 2000]);
        let mixed: Vec<u64> = bands.mixed(5).iter().map(|word| word.sections).collect();
        assert_eq!(mixed, [2, 20, 201, 19, 199]);
        assert_eq!(bands.most_frequent(4).iter().map(|word| word.sections).collect::<Vec<_>>(), [2000, 201, 199, 21]);
    }

    #[test]
    fn few_words_are_no_trouble() {
        assert!(Bands::of(Vec::new()).mixed(9).is_empty());
        assert_eq!(Bands::of(words(&[2, 2])).mixed(9).len(), 2);
    }

    #[test]
    fn a_sample_is_spread_evenly() {
        let numbers: Vec<u32> = (0..10).collect();
        assert_eq!(spread(&numbers, 2), [&2, &7]);
        assert_eq!(spread(&numbers, 20).len(), 10);
        assert!(spread(&numbers, 0).is_empty());
    }
}
