//! Which part a character plays in a word, in every script.

use unicode_normalization::char::is_combining_mark;

/// The part a character plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Part of a word.
    Letter,
    /// Part of a word too, of a number maybe.
    Digit,
    /// An accent or a vowel sign: goes on with the word before it and begins none.
    Mark,
    /// Nothing a reader sees: soft hyphens, zero-width joints, marks of direction. Inside a word it is passed over.
    Unseen,
    /// A word of its own, with the marks that follow it.
    Alone,
    /// What stands between words.
    Break,
}

/// The class of a character.
pub(super) fn class(c: char) -> Class {
    match c {
        'a'..='z' | 'A'..='Z' => Class::Letter,
        '0'..='9' => Class::Digit,
        '\0'..='\x7f' => Class::Break,
        // What most text is made of, told at a glance.
        '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2af}' | '\u{400}'..='\u{481}' => Class::Letter,
        '\u{620}'..='\u{64a}' | '\u{904}'..='\u{939}' => Class::Letter,
        '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{3004}' => Class::Break,
        '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' => {
            Class::Alone
        }
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => Class::Unseen,
        // Letters to Unicode, apostrophes to those who type them.
        '\u{2bb}' | '\u{2bc}' => Class::Break,
        _ if is_attached(c) => Class::Mark,
        _ if is_alone(c) => Class::Alone,
        _ if c.is_alphabetic() => Class::Letter,
        _ if c.is_numeric() => Class::Digit,
        _ => Class::Break,
    }
}

/// Whether a word is one character of a script that is written without spaces, with its marks: such a word means
/// little alone, and longer ones are found as several in a row.
#[allow(dead_code)]
pub(in crate::engine) fn is_by_character(form: &str) -> bool {
    form.chars().next().is_some_and(is_alone)
}

/// Scripts that are written without spaces between words, or, as Korean is, with endings that grow onto words.
fn is_alone(c: char) -> bool {
    matches!(c,
        // Thai and Lao, Burmese, Khmer.
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{a9e0}'..='\u{a9ff}' | '\u{aa60}'..='\u{aa7f}'
        | '\u{1780}'..='\u{17ff}' | '\u{19e0}'..='\u{19ff}'
        // Korean: letters set one by one, letters that stand alone, syllables, half-width letters.
        | '\u{1100}'..='\u{11ff}' | '\u{3131}'..='\u{318e}' | '\u{a960}'..='\u{a97c}' | '\u{ac00}'..='\u{d7fb}'
        | '\u{ffa1}'..='\u{ffdc}'
        // Japanese kana, full and half width, and signs of repetition.
        | '\u{3005}' | '\u{3007}' | '\u{3031}'..='\u{3035}' | '\u{303b}' | '\u{303c}' | '\u{3041}'..='\u{3096}'
        | '\u{309d}'..='\u{309f}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}'
        | '\u{ff66}'..='\u{ff9d}' | '\u{1b000}'..='\u{1b16f}'
        // Chinese characters and the letters that spell them.
        | '\u{3105}'..='\u{312f}' | '\u{31a0}'..='\u{31bf}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
        && c.is_alphabetic()
}

/// Marks, and letters that are only ever part of what is before them: voiced marks set apart from their kana, and the
/// Thai and Lao vowel that is a mark and a letter in one.
fn is_attached(c: char) -> bool {
    is_combining_mark(c) || matches!(c, '\u{ff9e}' | '\u{ff9f}' | '\u{309b}' | '\u{309c}' | '\u{e33}' | '\u{eb3}')
}

/// Whether `next` belongs to the character before it although it could stand alone: later letters of a Korean syllable
/// written letter by letter, and the second half of the Thai and Lao vowel that [`is_attached`] knows whole.
pub(super) fn continues(before: char, next: char) -> bool {
    matches!(
        (before, next),
        ('\u{1100}'..='\u{1112}', '\u{1161}'..='\u{1175}')
            | ('\u{1161}'..='\u{1175}', '\u{11a8}'..='\u{11c2}')
            | ('\u{e4d}', '\u{e32}')
            | ('\u{ecd}', '\u{eb2}')
    ) || is_open_syllable(before) && matches!(next, '\u{11a8}'..='\u{11c2}')
}

/// Whether it is a Korean syllable without a last letter: each beginning is followed by itself with the 27 last letters.
fn is_open_syllable(c: char) -> bool {
    matches!(c, '\u{ac00}'..='\u{d7a3}') && (u32::from(c) - 0xac00).is_multiple_of(28)
}

#[cfg(test)]
mod tests {
    use super::{Class, class, is_by_character};

    #[test]
    fn characters_have_their_class() {
        for (chars, expected) in [
            ("aZßéжעع", Class::Letter),
            ("07٣३²½", Class::Digit),
            ("\u{301}\u{94d}\u{93f}\u{e31}\u{e33}\u{3099}\u{ff9e}", Class::Mark),
            ("\u{ad}\u{200b}\u{200d}\u{feff}", Class::Unseen),
            ("自かカーｶ々한ㄱกຂကក", Class::Alone),
            (" ,.-_/'’ʼ・、。·+#$", Class::Break),
        ] {
            for c in chars.chars() {
                assert_eq!(class(c), expected, "{c:?}");
            }
        }
    }

    #[test]
    fn words_of_one_character_are_known() {
        assert!(["自", "が", "か\u{3099}", "한", "น\u{e49}", "ー"].into_iter().all(is_by_character));
        assert!(!["a", "ж", "हिन्दी", "1", "c++", ""].into_iter().any(is_by_character));
    }
}
