//! Guides nobody wrote: a corpus of any size, the same on every machine.
//!
//! What is modelled: words are made up and drawn so that the word of rank n is about 1/n as frequent as the first
//! (Zipf), because the length of posting lists decides what a search costs; new words never cease to come, ever more
//! slowly (Heaps), because dictionaries and rare words grow with real text; a third of the running words are English
//! function words, because stop words have a path of their own; no two sections share a text, because repeated text
//! would flatter compression and caches. Guides have front matter with roles, tags and a date, headings of which most
//! announce a section facet, paragraphs, lists and now and then a block of code.
//!
//! What is not: meaning, other languages, other formats, and damaged files.

use std::path::{Path, PathBuf};

use rayon::iter::{IndexedParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _};

/// Different words there are in a text of n running words: HEAPS.0 · n ^ HEAPS.1 (Heaps 1978). Four collections of
/// guides of 0.1 to 6 million words have exponents from .50 to .66, the two largest .58 ± .01 and a factor of 7 to 8. This
/// is for words without their endings, which make half as many again.
const HEAPS: (f64, f64) = (5.0, 0.58);

/// About how many words a section has.
const SECTION: usize = 80;

/// Guides in one folder.
const FOLDER: usize = 100;

const CONSONANTS: &[u8; 14] = b"bdfgklmnprstvz";
const VOWELS: &[u8; 5] = b"aeiou";

/// Words that carry a sentence and no subject.
const FUNCTION_WORDS: [&str; 24] = [
    "the", "of", "and", "a", "to", "in", "is", "for", "that", "with", "as", "on", "are", "by", "it", "from", "or",
    "this", "be", "an", "at", "which", "not", "their",
];

/// Headings that the shipped kb.toml sorts into facets, and some it does not.
const HEADINGS: [&str; 20] = [
    "Definition",
    "Purpose",
    "Core responsibilities",
    "Duties",
    "A typical day",
    "Strategic priorities",
    "Technical skills",
    "Tooling",
    "Soft skills",
    "Leadership qualities",
    "Reporting line",
    "Place in the organization",
    "Areas of overlap",
    "Common misconceptions",
    "Career path",
    "Salary range",
    "Hiring and interviews",
    "Notes",
    "Examples",
    "Further reading",
];

/// A folder of generated guides.
pub(crate) struct Guides {
    folder: PathBuf,
    /// How many sections each guide has.
    pub(crate) sections: Vec<usize>,
    /// How many sections the guides before each one have.
    before: Vec<usize>,
}

impl Guides {
    /// Writes guides that have `sections` sections in all into `folder`. The first ones are the same for any number.
    pub(crate) fn write(folder: &Path, sections: usize) -> Guides {
        let mut chance = Chance::new(0, 1);
        let mut left = sections;
        let mut guides = Guides { folder: folder.to_owned(), sections: Vec::new(), before: Vec::new() };
        while left > 0 {
            let some = (6 + chance.below(13)).min(left);
            guides.sections.push(some);
            guides.before.push(sections - left);
            left -= some;
        }
        for n in (0..guides.sections.len()).step_by(FOLDER) {
            let path = guides.path(n);
            std::fs::create_dir_all(path.parent().expect("a guide lies in a folder")).expect("create a folder");
        }
        guides.sections.par_iter().enumerate().for_each(|(n, _)| guides.rewrite(n, 0));
        guides
    }

    /// Writes one guide with other words than in any other revision of it.
    pub(crate) fn rewrite(&self, n: usize, revision: u32) {
        // A guide is written after those before it, a later revision after all of them.
        let before = if revision == 0 { self.before[n] } else { self.sections.iter().sum::<usize>() };
        let text = guide(n, self.sections[n], revision, vocabulary(before + self.sections[n]));
        std::fs::write(self.path(n), text).expect("write a guide");
    }

    fn path(&self, n: usize) -> PathBuf {
        self.folder.join(word((n / FOLDER) as u32)).join(format!("guide-{n:06}.md"))
    }
}

/// The size that was asked for, else this many sections.
pub(crate) fn sections_or(default: usize) -> usize {
    match std::env::var("KB_BENCH_SECTIONS") {
        Ok(text) => text.parse().expect("KB_BENCH_SECTIONS is a number of sections"),
        Err(_) => default,
    }
}

/// How many different words so many sections have.
fn vocabulary(sections: usize) -> f64 {
    HEAPS.0 * ((sections * SECTION) as f64).powf(HEAPS.1)
}

/// The word of this rank; 0 is the most frequent. No two ranks have the same word.
pub(crate) fn word(rank: u32) -> String {
    let mut word = String::new();
    let mut rest = rank as usize;
    // Two syllables at least, or some would be English words and even stop words.
    while word.len() < 4 || rest > 0 {
        let syllable = rest % 70;
        word.push(CONSONANTS[syllable / 5].into());
        word.push(VOWELS[syllable % 5].into());
        rest /= 70;
    }
    word
}

/// Small, fast and the same everywhere: xorshift64*.
struct Chance {
    state: u64,
    /// How many different words are drawn from.
    vocabulary: f64,
}

impl Chance {
    fn new(seed: u64, vocabulary: impl Into<f64>) -> Chance {
        // Seeds are small numbers that differ in a few bits; mixed (as by splitmix64), their streams have nothing in
        // common. The state must not be zero.
        let mut mixed = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        Chance { state: (mixed ^ (mixed >> 31)) | 1, vocabulary: vocabulary.into() }
    }

    fn next(&mut self) -> u64 {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        self.state.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, end: usize) -> usize {
        (((self.next() >> 32) * end as u64) >> 32) as usize
    }

    fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }

    /// A word of the vocabulary.
    fn word(&mut self) -> String {
        word(self.rank())
    }

    /// A word of the vocabulary as it stands in a sentence: half of the words have an ending of their own now and then, so
    /// that the stemmer has something to do.
    fn inflected(&mut self) -> String {
        let rank = self.rank();
        let mut word = word(rank);
        if rank % 2 == 1 && self.one_in(2) {
            word.push_str(["s", "ed", "ing", "ment"][rank as usize / 2 % 4]);
        }
        word
    }

    /// The rank of a word: its logarithm is even, which makes the frequency of a word 1/rank.
    fn rank(&mut self) -> u32 {
        let even = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        self.vocabulary.powf(even) as u32 - 1
    }
}

/// The text of one guide.
fn guide(n: usize, sections: usize, revision: u32, vocabulary: f64) -> String {
    let mut chance = Chance::new(((n as u64 + 1) << 32) | u64::from(revision), vocabulary);
    let title = format!("{} {} {}", chance.word(), chance.word(), word(n as u32));
    let mut text = format!("---\ntitle: {title}\n");
    text.push_str(match chance.below(10) {
        0..4 => "role: platform\n",
        4..8 => "role: infrastructure\n",
        8 => "roles: [platform, infrastructure]\n",
        _ => "",
    });
    text.push_str(&format!("tags: [{}, {}]\n", word(chance.below(40) as u32), word(chance.below(200) as u32)));
    let (month, day) = (1 + chance.below(12), 1 + chance.below(28));
    text.push_str(&format!("updated: 2025-{month:02}-{day:02}\n---\n\n# {title}\n\n"));
    paragraph(&mut text, &mut chance);
    for _ in 1..sections {
        let level = if chance.one_in(3) { "###" } else { "##" };
        let heading = chance.of(&HEADINGS);
        if chance.one_in(2) {
            text.push_str(&format!("{level} {heading}\n\n"));
        } else {
            text.push_str(&format!("{level} {heading}: {} {}\n\n", chance.word(), chance.word()));
        }
        body(&mut text, &mut chance);
    }
    text
}

/// What stands under a heading: about eighty words, as in the shipped guides.
fn body(text: &mut String, chance: &mut Chance) {
    for _ in 0..=chance.below(2) {
        paragraph(text, chance);
    }
    if chance.one_in(3) {
        for _ in 0..3 + chance.below(3) {
            text.push_str(&format!("- **{}**: ", chance.word()));
            sentence(text, chance);
            text.push('\n');
        }
        text.push('\n');
    }
    if chance.one_in(12) {
        text.push_str(&format!("```sh\n{} --{} {}\n```\n\n", chance.word(), chance.word(), chance.word()));
    }
}

fn paragraph(text: &mut String, chance: &mut Chance) {
    for n in 0..2 + chance.below(4) {
        if n > 0 {
            text.push(' ');
        }
        sentence(text, chance);
    }
    text.push_str("\n\n");
}

fn sentence(text: &mut String, chance: &mut Chance) {
    let words = 7 + chance.below(14);
    for n in 0..words {
        if n > 0 {
            text.push_str(if chance.one_in(12) { ", " } else { " " });
        }
        if chance.one_in(3) {
            text.push_str(chance.of(&FUNCTION_WORDS));
        } else {
            text.push_str(&chance.inflected());
        }
    }
    text.push('.');
}
