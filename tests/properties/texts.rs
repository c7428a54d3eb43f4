//! Text nobody would write: every script, marks without letters, what cannot be seen, names with symbols.

use proptest::char;
use proptest::collection::vec;
use proptest::prelude::any;
use proptest::prop_oneof;
use proptest::sample::select;
use proptest::strategy::{BoxedStrategy, Strategy};

/// Pieces that have made trouble somewhere, or could.
const ODD: [&str; 36] = [
    "C++",
    ".NET",
    "c#",
    "v1.2.3",
    "getUserName",
    "on-call",
    "150,000",
    "1,2",
    "it’s",
    "co\u{ad}operate",
    "zero\u{200b}width",
    "e\u{301}",
    "\u{301}",
    "ﬀ",
    "ß",
    "İ",
    "ı",
    "ǆ",
    "ς",
    "½",
    "①",
    "👩\u{200d}👩\u{200d}👧",
    "🇩🇪",
    "1\u{fe0f}\u{20e3}",
    "\u{202e}abc\u{202c}",
    "\u{200f}",
    "\u{1b}[31m",
    "\u{7}",
    "\u{feff}",
    "か\u{3099}",
    "ｶﾞ",
    "น้ำ",
    "क्षि",
    "\u{1112}\u{1161}\u{11ab}",
    "كِتَاب",
    "\u{640}",
];

/// Words of no script in particular.
const PLAIN: [&str; 16] = [
    "granite", "marble", "dome", "walls", "the", "of", "not", "or", "Salary", "IaC", "NOT", "OR", "skills", "a", "I",
    "backup",
];

/// First and last letters of scripts.
const SCRIPTS: [(u32, u32); 16] = [
    (0x61, 0x7a),
    (0x41, 0x5a),
    (0x30, 0x39),
    (0xc0, 0x17f),
    (0x370, 0x3ff),
    (0x400, 0x45f),
    (0x5d0, 0x5ea),
    (0x620, 0x64a),
    (0x905, 0x94d),
    (0xb85, 0xbcd),
    (0xe01, 0xe4e),
    (0x1e00, 0x1eff),
    (0x3041, 0x30ff),
    (0x4e00, 0x9fff),
    (0xac00, 0xd7a3),
    (0x1d400, 0x1d7ff),
];

/// A run of letters of one script.
fn run() -> impl Strategy<Value = String> {
    select(&SCRIPTS[..]).prop_flat_map(|(first, last)| {
        vec(first..=last, 1..9).prop_map(|letters| letters.into_iter().filter_map(std::char::from_u32).collect())
    })
}

/// A piece of text: mostly a word.
fn piece() -> BoxedStrategy<String> {
    prop_oneof![
        6 => select(&PLAIN[..]).prop_map(str::to_owned),
        6 => run(),
        3 => select(&ODD[..]).prop_map(str::to_owned),
        2 => any::<char>().prop_map(String::from),
        1 => (char::range('\u{21}', '\u{7e}'), 1usize..4).prop_map(|(c, n)| c.to_string().repeat(n)),
        1 => (run(), 20usize..80).prop_map(|(word, times)| word.repeat(times)),
    ]
    .boxed()
}

/// What stands between pieces: mostly a space.
fn gap() -> BoxedStrategy<&'static str> {
    prop_oneof![
        8 => select(&[" "][..]),
        3 => select(&["", ", ", ". ", "\n", "\n\n", "-", "/", "\t", "\u{a0}", "\u{3000}", "\u{2028}", "'", "_"][..]),
    ]
    .boxed()
}

/// A text of at most so many pieces.
pub(super) fn text(pieces: usize) -> impl Strategy<Value = String> {
    vec((piece(), gap()), 0..pieces)
        .prop_map(|parts| parts.into_iter().flat_map(|(piece, gap)| [piece, gap.to_owned()]).collect())
}
