//! Shares a budget of words among texts.

use std::collections::HashSet;
use std::hash::{BuildHasher as _, Hasher as _};
use std::ops::Range;

use foldhash::fast::FixedState;

use super::choice::{Matched, choose};
use super::sentences::{Sentence, sentences};

/// A text may take so much of what is left, in hundredths, and so much more if that makes it whole.
const SHARE: usize = 40;
const WHOLE: usize = 60;

/// It may take so many words in any case, if there are as many.
const LEAST: usize = 60;

/// What is left of a budget when it is not worth another text, in words.
const REST: usize = 15;

/// A sentence of so many words is not taken twice.
const TELLING: usize = 6;

/// So many words in a row make a shingle; a text is no news if so much of its shingles is known, in hundredths.
const SHINGLE: usize = 4;
const KNOWN: usize = 60;

/// A text that may be taken.
#[derive(Debug)]
pub(in crate::engine) struct Candidate<'a> {
    /// All of it.
    pub text: &'a str,
    /// The matched words in it, by where they stand.
    pub matched: Vec<Matched>,
}

/// What was taken of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::engine) struct Packed {
    /// Which of the candidates.
    pub candidate: usize,
    /// What to show: its text, with `…` where something is left out.
    pub text: String,
    /// How many words that has.
    pub words: usize,
    /// Whether it is all of the text.
    pub whole: bool,
}

/// Takes what tells most of the texts, the best of which come first, in no more than `budget` words. Several texts are
/// better than one: each may take a share of what is left, and only what nobody wants then makes the first ones longer.
/// No telling sentence comes twice, and no text that says little more than those before it.
pub(in crate::engine) fn pack(candidates: &[Candidate<'_>], budget: usize) -> Vec<Packed> {
    let mut packer = Packer { left: budget, ..Packer::default() };
    let mut taken: Vec<Taken> = Vec::new();
    for (at, candidate) in candidates.iter().enumerate() {
        if packer.left == 0 || packer.left < REST && !taken.is_empty() {
            break;
        }
        let all = sentences(candidate.text);
        taken.extend(packer.take(at, candidate, all));
    }
    for taken in &mut taken {
        if packer.left == 0 {
            break;
        }
        packer.lengthen(taken, candidates);
    }
    taken.iter().filter_map(|taken| Some(taken.packed(candidates.get(taken.candidate)?.text))).collect()
}

#[derive(Default)]
struct Packer {
    /// Words.
    left: usize,
    sentences: HashSet<u64>,
    shingles: HashSet<u64>,
}

/// What has been chosen of a text.
struct Taken {
    candidate: usize,
    all: Vec<Sentence>,
    pieces: Vec<Range<usize>>,
    words: usize,
}

impl Packer {
    /// Takes a share of a text, unless it is no news.
    fn take(&mut self, at: usize, candidate: &Candidate<'_>, all: Vec<Sentence>) -> Option<Taken> {
        let news = self.news(&all);
        let words: usize = news.iter().map(|sentence| sentence.words).sum();
        let share = |hundredths: usize| (self.left * hundredths / 100).max(LEAST).min(self.left);
        let most = if words <= share(WHOLE) { share(WHOLE) } else { share(SHARE) };
        let pieces = choose(candidate.text, &news, &candidate.matched, most);
        let shingles = shingles(candidate.text, &pieces);
        let known = shingles.iter().filter(|shingle| self.shingles.contains(shingle)).count();
        if pieces.is_empty() || known > 0 && known * 100 >= shingles.len() * KNOWN {
            return None;
        }
        self.shingles.extend(shingles);
        Some(self.spend(at, candidate.text, all, pieces))
    }

    /// Chooses once more, with what is left.
    fn lengthen(&mut self, taken: &mut Taken, candidates: &[Candidate<'_>]) {
        let Some(candidate) = candidates.get(taken.candidate) else { return };
        let all = std::mem::take(&mut taken.all);
        for sentence in all.iter().filter(|sentence| taken.has(sentence)) {
            self.sentences.remove(&sentence.letters);
        }
        self.left += taken.words;
        let pieces = choose(candidate.text, &self.news(&all), &candidate.matched, self.left);
        *taken = self.spend(taken.candidate, candidate.text, all, pieces);
    }

    fn spend(&mut self, candidate: usize, text: &str, all: Vec<Sentence>, pieces: Vec<Range<usize>>) -> Taken {
        let words = pieces.iter().map(|piece| super::words::count(text.get(piece.clone()).unwrap_or_default())).sum();
        self.left = self.left.saturating_sub(words);
        let taken = Taken { candidate, all, pieces, words };
        self.sentences.extend(taken.all.iter().filter(|sentence| taken.has(sentence)).map(|sentence| sentence.letters));
        taken
    }

    /// The sentences of a text that are not taken yet, each once.
    fn news<'a>(&self, all: &'a [Sentence]) -> Vec<&'a Sentence> {
        let mut own = HashSet::new();
        let is_new = |sentence: &&Sentence| {
            sentence.words < TELLING || !self.sentences.contains(&sentence.letters) && own.insert(sentence.letters)
        };
        all.iter().filter(is_new).collect()
    }
}

impl Taken {
    /// Whether any of a sentence is in it.
    fn has(&self, sentence: &Sentence) -> bool {
        let next = self.pieces.partition_point(|piece| piece.end <= sentence.range.start);
        self.pieces.get(next).is_some_and(|piece| piece.start < sentence.range.end)
    }

    fn packed(&self, text: &str) -> Packed {
        let mut shown = String::new();
        let (mut at, mut whole) = (0, true);
        let end = text.len()..text.len();
        for piece in self.pieces.iter().cloned().chain(std::iter::once(end)) {
            let between = text.get(at..piece.start).unwrap_or_default();
            let last = piece.is_empty();
            if between.trim().is_empty() {
                shown.push_str(if at == 0 || last { "" } else { between });
            } else {
                whole = false;
                let gap = if between.contains('\n') { "\n" } else { " " };
                shown.push_str(if at == 0 { "" } else { gap });
                shown.push('…');
                shown.push_str(if last { "" } else { gap });
            }
            at = piece.end;
            shown.push_str(text.get(piece).unwrap_or_default());
        }
        Packed { candidate: self.candidate, text: shown, words: self.words, whole }
    }
}

/// Hashes of the rows of words in the pieces of a text, each once.
fn shingles(text: &str, pieces: &[Range<usize>]) -> HashSet<u64> {
    let mut shingles = HashSet::new();
    for piece in pieces {
        let lower = text.get(piece.clone()).unwrap_or_default().to_lowercase();
        let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        for row in words.windows(SHINGLE) {
            let mut hasher = FixedState::default().build_hasher();
            for word in row {
                hasher.write(word.as_bytes());
                hasher.write_u8(0xff);
            }
            shingles.insert(hasher.finish());
        }
    }
    shingles
}

#[cfg(test)]
mod tests {
    use super::{Candidate, Matched, Packed, TELLING, pack};
    use crate::engine::packing::sentences::sentences;
    use crate::engine::packing::words::count;

    fn packed(texts: &[&str], word: &str, budget: usize) -> Vec<Packed> {
        let candidates: Vec<Candidate<'_>> = texts
            .iter()
            .map(|text| {
                let matched = text.match_indices(word).map(|(start, _)| Matched { start, word: 0, weight: 1.0 });
                Candidate { text, matched: matched.collect() }
            })
            .collect();
        pack(&candidates, budget)
    }

    #[test]
    fn short_texts_are_whole_and_said_once() {
        let texts = ["The pump runs at night.", "The pump runs at night!", "Clean the pump with care every week."];
        let found = packed(&texts, "pump", 100);
        let shown: Vec<_> = found.iter().map(|packed| (packed.text.as_str(), packed.whole)).collect();
        assert_eq!(shown, [(texts[0], true), (texts[2], true)]);
    }

    #[test]
    fn long_texts_leave_room_for_others_and_take_what_is_left() {
        let long = |name: &str| (0..100).map(|n| format!("The {name} number {n} hums. ")).collect::<String>();
        let (a, b) = (long("pump"), long("valve pump"));
        let found = packed(&[&a, &b], "pump", 200);
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|packed| packed.words >= 60 && !packed.whole), "{found:?}");
        let total: usize = found.iter().map(|packed| packed.words).sum();
        assert!((185..=200).contains(&total), "{total}");
        let alone = packed(&[&a], "pump", 200);
        assert_eq!((alone.len(), alone[0].words), (1, 200));
        assert!(alone[0].text.ends_with(" …") && alone[0].text.starts_with("The pump number 0"));
    }

    /// xorshift64*
    struct Dice(u64);

    impl Dice {
        fn below(&mut self, n: usize) -> usize {
            self.0 ^= self.0 >> 12;
            self.0 ^= self.0 << 25;
            self.0 ^= self.0 >> 27;
            (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % n
        }
    }

    /// `KB_SOAK_PACKING` says how many heaps of texts are packed.
    #[test]
    fn budgets_hold_and_nothing_is_said_twice_or_made_up() {
        let rounds = std::env::var("KB_SOAK_PACKING").ok().and_then(|text| text.parse().ok()).unwrap_or(300);
        let mut dice = Dice(41);
        let words = ["pump", "valve", "the", "a", "自己紹介", "runs", "e.g.", "(night)", "ภาษาไทย", "C++", "—", "ok"];
        for _ in 0..rounds {
            let sentence = |dice: &mut Dice| {
                let words: Vec<&str> = (0..1 + dice.below(14)).map(|_| words[dice.below(words.len())]).collect();
                words.join(" ") + [". ", "! ", "。", "\n", "\n\n- "][dice.below(5)]
            };
            let pool: Vec<String> = (0..30).map(|_| sentence(&mut dice)).collect();
            let texts: Vec<String> = (0..1 + dice.below(12))
                .map(|_| {
                    (0..dice.below(20)).map(|_| pool[dice.below(30)].as_str()).collect::<String>().trim().to_owned()
                })
                .collect();
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let budget = 1 + dice.below(150);
            let found = packed(&texts, "pump", budget);
            let total: usize = found.iter().map(|packed| packed.words).sum();
            assert!(total <= budget, "{total} of {budget}");
            let mut said = std::collections::HashSet::new();
            for packed in &found {
                let text = texts[packed.candidate];
                assert_eq!(count(&packed.text), packed.words, "{packed:?}");
                assert_eq!(packed.whole, packed.text == text, "{packed:?} of {text:?}");
                for piece in packed.text.split('…') {
                    assert!(text.contains(piece.trim()), "{piece:?} of {text:?}");
                }
                for sentence in sentences(&packed.text).iter().filter(|sentence| sentence.words >= TELLING) {
                    let letters = &packed.text[sentence.range.clone()];
                    assert!(said.insert(sentence.letters) || packed.words == budget, "{letters:?} in {found:?}");
                }
            }
            if texts.iter().any(|text| count(text) > 0) {
                assert!(total > 0, "nothing of {texts:?} in {budget}");
            }
        }
        println!("{rounds} heaps of texts packed");
    }
}
