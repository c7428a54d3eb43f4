//! A corpus of real guides many times over, each time in other words.
//!
//! The first copy is the guides as they are. In every further one, words are exchanged, each consistently for another:
//!
//! * the rarest become new words of the same shape (vowels for vowels, as many letters), as many of them as bring the
//!   different words of n copies to n ^ 0.58 times those of one (Heaps; see [`super::generated`]);
//! * the others change places with words about as frequent: of ranks 2^k to 2^(k+1) - 1 by frequency.
//!
//! So no passage stands twice, and postings grow as they would with more real text. Headings, lists, links, code and short
//! words keep their form; front matter is not touched, so that roles and dates stay.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};

/// The exponent of Heaps' law.
const HEAPS: f64 = 0.58;

/// Shorter words carry sentences rather than subjects: they stay.
const LETTERS: usize = 4;

/// The Markdown files of a folder.
pub(crate) struct Originals {
    /// Path below the folder, text, and about how many sections it has.
    files: Vec<(PathBuf, String, usize)>,
    /// Their words in lower case, the most frequent first.
    words: Vec<String>,
}

impl Originals {
    /// Reads a folder.
    pub(crate) fn read(folder: &Path) -> Originals {
        let mut paths = Vec::new();
        find(folder, &mut paths);
        paths.sort();
        let mut files = Vec::new();
        let mut counts: HashMap<String, u64> = HashMap::new();
        for path in paths {
            // What is not UTF-8 is no great loss.
            let Ok(text) = std::fs::read_to_string(&path) else { continue };
            for word in words(&text[body(&text)..]).filter(|word| word.len() >= LETTERS) {
                *counts.entry(word.to_ascii_lowercase()).or_default() += 1;
            }
            let below = path.strip_prefix(folder).expect("found below the folder").to_owned();
            let sections = sections(&text);
            files.push((below, text, sections));
        }
        let mut counted: Vec<(String, u64)> = counts.into_iter().collect();
        counted.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
        Originals { files, words: counted.into_iter().map(|(word, _)| word).collect() }
    }

    /// Writes about so many sections into a folder: whole copies, and of the last one files evenly far apart.
    pub(crate) fn write(&self, folder: &Path, sections: usize) {
        let whole: usize = self.files.iter().map(|(_, _, sections)| sections).sum::<usize>().max(1);
        for copy in 0..sections.div_ceil(whole) {
            let share = ((sections - copy * whole) as f64 / whole as f64).min(1.0);
            let exchanged = self.exchanged(copy);
            let due = |n: usize| (n as f64 * share) as usize;
            let chosen: Vec<_> = self.files.iter().enumerate().filter(|(n, _)| due(n + 1) > due(*n)).collect();
            chosen.par_iter().for_each(|(_, (below, text, _))| {
                let path = folder.join(format!("copy-{copy:03}")).join(below);
                std::fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("create a folder");
                std::fs::write(&path, exchange(text, &exchanged)).expect("write a guide");
            });
        }
    }

    /// What becomes of each word in a copy.
    fn exchanged(&self, copy: usize) -> HashMap<&str, String> {
        if copy == 0 {
            return HashMap::new();
        }
        let grown = |copies: usize| (copies as f64).powf(HEAPS);
        let new = ((grown(copy + 1) - grown(copy)) * self.words.len() as f64) as usize;
        let (frequent, rare) = self.words.split_at(self.words.len() - new);
        let mut exchanged = HashMap::with_capacity(self.words.len());
        let mut taken: HashSet<String> = self.words.iter().cloned().collect();
        for word in rare {
            // Short words may hit upon one there is.
            let made = (0..16).map(|salt| made_up(word, copy, salt)).find(|made| !taken.contains(made));
            let made = made.unwrap_or_else(|| format!("{word}{}", made_up("abcd", copy, 0)));
            taken.insert(made.clone());
            exchanged.insert(word.as_str(), made);
        }
        let mut from = 0;
        while from < frequent.len() {
            let end = (2 * from + 1).min(frequent.len());
            let band = &frequent[from..end];
            let mut shuffled: Vec<&String> = band.iter().collect();
            shuffled.sort_by_key(|word| mixed(word, copy, usize::MAX));
            exchanged.extend(band.iter().zip(shuffled).map(|(word, other)| (word.as_str(), other.clone())));
            from = end;
        }
        exchanged
    }
}

fn find(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the folder of guides can be read").flatten() {
        let path = entry.path();
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            find(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            paths.push(path);
        }
    }
}

/// Where the front matter ends.
fn body(text: &str) -> usize {
    let Some(rest) = text.strip_prefix("---\n") else { return 0 };
    rest.find("\n---\n").map_or(0, |end| text.len() - rest.len() + end)
}

/// About how many sections a text has: its headings, outside of code.
fn sections(text: &str) -> usize {
    let mut code = false;
    let headings = text.lines().filter(|line| {
        code ^= line.trim_start().starts_with("```");
        !code && line.starts_with('#') && line.trim_start_matches('#').starts_with(' ')
    });
    headings.count().max(1)
}

/// Runs of letters without an accent.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty())
}

fn exchange(text: &str, exchanged: &HashMap<&str, String>) -> String {
    let (head, body) = text.split_at(body(text));
    let mut out = String::with_capacity(text.len() + 16);
    out.push_str(head);
    let mut rest = body;
    while let Some(start) = rest.find(|c: char| c.is_ascii_alphabetic()) {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        let word = &rest[..end];
        match exchanged.get(word.to_ascii_lowercase().as_str()) {
            Some(other) if word.len() > 1 && word.bytes().all(|b| b.is_ascii_uppercase()) => {
                out.push_str(&other.to_ascii_uppercase());
            }
            Some(other) if word.starts_with(|c: char| c.is_ascii_uppercase()) => {
                out.push_str(&other[..1].to_ascii_uppercase());
                out.push_str(&other[1..]);
            }
            Some(other) => out.push_str(other),
            None => out.push_str(word),
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// A word of the same shape.
fn made_up(word: &str, copy: usize, salt: usize) -> String {
    let of = |letters: &str, at: usize| {
        let mixed = mixed(word, copy, salt * 64 + at) as usize;
        char::from(letters.as_bytes()[mixed % letters.len()])
    };
    let like = |(at, c): (usize, char)| of(if "aeiou".contains(c) { "aeiou" } else { "bcdfghklmnprstvwz" }, at);
    word.chars().enumerate().map(like).collect()
}

/// A number that only these three decide: FNV-1a, mixed as by splitmix64.
fn mixed(word: &str, copy: usize, salt: usize) -> u64 {
    let numbers = [copy as u64, salt as u64];
    let bytes = word.bytes().chain(numbers.iter().flat_map(|number| number.to_le_bytes()));
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325, |hash: u64, b| (hash ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    let mixed = (hash ^ (hash >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed ^ (mixed >> 31)
}
