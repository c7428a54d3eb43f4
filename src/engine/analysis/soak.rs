//! Text nobody would write, in every script: the analysis holds its promises for it too.

use unicode_normalization::UnicodeNormalization;

use super::{Analyzer, Language};

/// Every language with a stemmer.
pub(super) const LANGUAGES: [Language; 19] = [
    Language::English,
    Language::Arabic,
    Language::Danish,
    Language::Dutch,
    Language::Finnish,
    Language::French,
    Language::German,
    Language::Greek,
    Language::Hindi,
    Language::Hungarian,
    Language::Italian,
    Language::Norwegian,
    Language::Portuguese,
    Language::Romanian,
    Language::Russian,
    Language::Spanish,
    Language::Swedish,
    Language::Tamil,
    Language::Turkish,
];

/// Numbers that look like chance and are the same in every run: the generator of Numerical Recipes (Press and others).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223) & 0xffff_ffff;
        (self.0 >> 8) as usize % end
    }
}

/// Text of every script, with what joins and parts words.
fn soup(chance: &mut Chance, length: usize) -> String {
    const BLOCKS: [(u32, u32); 16] = [
        (0x20, 0x5f),
        (0x61, 0x1a),
        (0xa0, 0x1b0),
        (0x300, 0x70),
        (0x370, 0x190),
        (0x590, 0x170),
        (0x900, 0x80),
        (0xb80, 0x80),
        (0xe00, 0x100),
        (0x1000, 0x200),
        (0x1e00, 0x200),
        (0x2000, 0x70),
        (0x3000, 0x100),
        (0x4e00, 0x100),
        (0xac00, 0x100),
        (0xfb00, 0x4f0),
    ];
    let mut text = String::new();
    for _ in 0..length {
        match chance.below(12) {
            0 => text.push(' '),
            1 => {
                text.push_str(["++", "#", ".", "-", ",", "v1.", "\u{ad}", "aB", "getName", "150,000"][chance.below(10)])
            }
            n => {
                let (first, count) = BLOCKS[if n < 6 { chance.below(2) } else { chance.below(BLOCKS.len()) }];
                text.extend(char::from_u32(first + chance.below(count as usize) as u32));
            }
        }
    }
    text
}

#[test]
fn any_text_gives_words_within_it_and_in_order() {
    let mut chance = Chance(7);
    let mut seen = 0;
    for n in 0..4_000 {
        let text = soup(&mut chance, 60);
        let language = LANGUAGES[n % LANGUAGES.len()];
        let mut analyzer = Analyzer::new(&LANGUAGES);
        let words = analyzer.words(&text, language);
        let (mut last, mut position) = (0, None);
        for word in &words {
            assert!(word.start < word.end && text.get(word.start..word.end).is_some(), "{word:?} in {text:?}");
            assert!(!word.term.is_empty() && !word.form.is_empty(), "{word:?} in {text:?}");
            if word.extra {
                assert_eq!(Some(word.position), position, "{word:?} in {text:?}");
            } else {
                assert!(word.start >= last, "{word:?} in {text:?}");
                assert_eq!(word.position, position.map_or(0, |position: usize| position + 1));
                (last, position) = (word.end, Some(word.position));
            }
        }
        let wanted = analyzer.query_words(&text);
        assert_eq!(wanted.len(), words.iter().filter(|word| !word.extra).count());
        for word in &wanted {
            assert!(text.get(word.start..word.end).is_some_and(|part| !part.is_empty()), "{word:?} in {text:?}");
            let found = words.iter().any(|w| w.position == word.position && word.terms.contains(&w.term));
            assert!(found, "{word:?} of {text:?} in its own text");
        }
        seen += words.len();
    }
    assert!(seen > 50_000, "{seen}");
}

#[test]
fn composed_and_decomposed_text_gives_equal_words() {
    let mut chance = Chance(11);
    let mut analyzer = Analyzer::default();
    for _ in 0..1_000 {
        let text = soup(&mut chance, 40);
        let mut terms = |text: String| -> Vec<String> {
            analyzer.words(&text, Language::English).into_iter().map(|word| word.term).collect()
        };
        assert_eq!(terms(text.nfc().collect()), terms(text.nfd().collect()), "{text:?}");
    }
}
