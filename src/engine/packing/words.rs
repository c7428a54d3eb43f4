//! Counts words as a writer would, in every script.

use unicode_normalization::char::is_combining_mark;

/// So many letters of a script without spaces, whose words are longer than one, count as a word.
const LETTERS: usize = 4;

/// Where each word of a text ends, in bytes. A word is what stands between spaces and has a letter or digit; of Chinese
/// and Japanese it is a character, as word processors count, of Thai, Lao, Khmer and Burmese every few letters.
pub(super) fn word_ends(text: &str) -> Vec<usize> {
    let mut ends: Vec<usize> = Vec::new();
    // A word between spaces is open; letters of the word without spaces that is.
    let (mut open, mut letters) = (false, 0);
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        if is_combining_mark(c) && !open {
            // It belongs to what stands before it.
            if let Some(last) = ends.last_mut().filter(|last| **last == at) {
                *last = end;
            }
            continue;
        }
        let kind = kind(c);
        if !matches!(kind, Kind::Spaced | Kind::Sign) && std::mem::take(&mut open) {
            ends.push(at);
        }
        if kind != Kind::Joined {
            letters = 0;
        }
        match kind {
            Kind::Character => ends.push(end),
            Kind::Joined => {
                match ends.last_mut().filter(|_| letters % LETTERS > 0) {
                    Some(last) => *last = end,
                    None => ends.push(end),
                }
                letters += 1;
            }
            Kind::Spaced => open = true,
            Kind::Sign | Kind::Space => {}
        }
    }
    if open {
        ends.push(text.len());
    }
    ends
}

/// How many words a text has.
pub(super) fn count(text: &str) -> usize {
    word_ends(text).len()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Space,
    /// A letter or digit of a script with spaces.
    Spaced,
    /// A word of its own.
    Character,
    /// A letter of a script without spaces.
    Joined,
    /// Anything else.
    Sign,
}

fn kind(c: char) -> Kind {
    match c {
        // Chinese and Japanese punctuation has its space in itself.
        '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3020}' | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' => {
            Kind::Space
        }
        _ if c.is_whitespace() => Kind::Space,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' if c.is_alphanumeric() => {
            Kind::Joined
        }
        '\u{3005}'..='\u{3007}'
        | '\u{3041}'..='\u{30ff}'
        | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{ff66}'..='\u{ff9d}'
        | '\u{20000}'..='\u{3ffff}'
            if c.is_alphanumeric() =>
        {
            Kind::Character
        }
        _ if c.is_alphanumeric() => Kind::Spaced,
        _ => Kind::Sign,
    }
}

#[cfg(test)]
mod tests {
    use super::{count, word_ends};

    #[test]
    fn words_of_every_script() {
        for (text, expected) in [
            ("", 0),
            ("- … | —", 0),
            ("The on-call rota's (first) week.", 5),
            ("자기 소개서", 2),
            ("自己紹介です。", 6),
            ("C++を使う", 4),
            ("use。e.g. this！no", 4),
            ("ภาษาไทย", 2),
            ("naı\u{308}ve cafe\u{301}", 2),
            ("か\u{3099}き", 2),
        ] {
            assert_eq!(count(text), expected, "{text}");
        }
    }

    #[test]
    fn a_text_cut_where_a_word_ends_has_that_many() {
        for text in ["The (first) week, 自己紹介 again.", "か\u{3099}き ภาษาไทย e\u{301}x", "ab自c 漢\u{fe00}字 x"]
        {
            for (n, end) in word_ends(text).into_iter().enumerate() {
                assert_eq!(count(&text[..end]), n + 1, "{text} to {end}");
            }
        }
    }
}
