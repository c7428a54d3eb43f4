//! Makes words that a reader takes for the same the same: case, accents, width, ligatures, and what cannot be seen.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::decompose_compatible;

use super::scripts::{Class, class};

/// Longest word in bytes; what is beyond is cut in guides and queries alike.
pub(super) const LONGEST: usize = 200;

/// The folded form of a word of a text; empty where nothing of it can be seen. Text that Unicode holds to be the same,
/// composed or not, gives the same form.
pub(super) fn fold(surface: &str, ascii: bool) -> String {
    if ascii {
        fold_ascii(surface)
    } else if surface.len() < LONGEST && surface.chars().all(is_folded) {
        surface.to_owned()
    } else {
        fold_any(surface)
    }
}

fn fold_any(surface: &str) -> String {
    let mut base = '\0';
    let kept = surface.chars().flat_map(spread).nfd().flat_map(char::to_lowercase).filter(move |c| {
        let c = *c;
        if class(c) != Class::Mark {
            base = c;
        }
        keeps(base, c)
    });
    let mut form = String::with_capacity(surface.len());
    for c in kept.nfc() {
        if form.len() >= LONGEST {
            break;
        }
        match spelling(c) {
            Some(spelt) => form.push_str(spelt),
            None => form.push(c),
        }
    }
    form
}

fn fold_ascii(surface: &str) -> String {
    let mut form = String::with_capacity(surface.len().min(LONGEST));
    // Commas only stand between the thousands of a number.
    let kept = surface.bytes().filter(|byte| *byte != b',').take(LONGEST);
    form.extend(kept.map(|byte| char::from(byte.to_ascii_lowercase())));
    form
}

/// Whether [`fold_any`] leaves a character alone among others of this kind: the everyday letters of some scripts, told
/// at a glance.
fn is_folded(c: char) -> bool {
    matches!(c,
        // Greek and Cyrillic.
        '\u{3b1}'..='\u{3c1}' | '\u{3c3}'..='\u{3c9}' | '\u{430}'..='\u{44f}' | 'є' | 'і' | 'ї' | 'ґ'
        // Arabic, Hindi.
        | '\u{627}' | '\u{628}' | '\u{62a}'..='\u{63a}' | '\u{641}'..='\u{648}' | '\u{64a}'
        | '\u{901}'..='\u{939}' | '\u{93e}'..='\u{94d}'
        // Japanese, Chinese, Korean.
        | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}' | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}')
}

/// What a character is made of, so that ligatures, superscripts and characters of other widths are plain ones. Those
/// that would become more than letters and digits (½ is `1⁄2`) stay as they are.
fn spread(c: char) -> impl Iterator<Item = char> {
    let mut parts = ['\0'; 4];
    let mut count = 0;
    let mut plain = true;
    decompose_compatible(c, |part| {
        plain &= count < parts.len() && !matches!(class(part), Class::Break);
        if let Some(place) = parts.get_mut(count) {
            *place = part;
        }
        count += 1;
    });
    if !plain {
        (parts[0], count) = (voiced(c), 1);
    }
    parts.into_iter().take(count)
}

/// Voiced marks that stand apart from their kana are those that stand on it.
fn voiced(c: char) -> char {
    match c {
        '\u{309b}' => '\u{3099}',
        '\u{309c}' => '\u{309a}',
        other => other,
    }
}

/// Whether a character of a decomposed word is kept after this base: accents go where they only shade a letter, and
/// stay where they make another one.
fn keeps(base: char, c: char) -> bool {
    match c {
        // Thousands, Arabic lengthening, variants of one sign.
        ',' | '\u{640}' | '\u{34f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => false,
        // й, ї, ў and the Macedonian ѓ, ќ are letters; ё and stressed vowels are not.
        '\u{306}' => matches!(base, 'и' | 'у'),
        '\u{308}' => base == 'і',
        '\u{301}' => matches!(base, 'г' | 'к'),
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' => false,
        '\u{483}'..='\u{489}' | '\u{fe20}'..='\u{fe2f}' => false,
        // Hebrew points; Arabic vowels and the signs above letters.
        '\u{591}'..='\u{5c7}' => false,
        '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}' | '\u{8d3}'..='\u{8ff}' => {
            class(c) != Class::Mark
        }
        _ => class(c) != Class::Unseen,
    }
}

/// How letters are spelt that no decomposition takes apart; Arabic letters that Arabic, Persian and Urdu keyboards type
/// differently are one, and digits of every script are `0` to `9`.
fn spelling(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' | 'ɖ' => "d",
        'þ' => "th",
        'ł' => "l",
        'ħ' => "h",
        'ı' => "i",
        'ŋ' => "n",
        'ŧ' => "t",
        'ə' => "a",
        'ɓ' | 'ƀ' => "b",
        'ƙ' => "k",
        'ς' => "σ",
        'ى' | 'ی' | 'ې' => "ي",
        'ک' => "ك",
        'ة' | 'ہ' | 'ە' => "ه",
        'ٱ' => "ا",
        _ => return digit(c),
    })
}

fn digit(c: char) -> Option<&'static str> {
    const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
    /// The zeros of Arabic, Persian, the scripts of India, Thai, Lao, Tibetan, Burmese and Khmer.
    const ZEROS: [u32; 16] = [
        0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0xf20, 0x1040,
        0x17e0,
    ];
    let zero = ZEROS.iter().find(|zero| (**zero..**zero + 10).contains(&u32::from(c)))?;
    DIGITS.get((u32::from(c) - zero) as usize).copied()
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::{LONGEST, fold, fold_any, is_folded};

    #[track_caller]
    fn same(words: &[&str]) {
        let forms: Vec<String> = words.iter().map(|word| fold(word, word.is_ascii())).collect();
        assert!(forms.iter().all(|form| *form == forms[0]), "{words:?} are {forms:?}");
    }

    #[track_caller]
    fn differ(words: &[&str]) {
        for (n, word) in words.iter().enumerate() {
            for other in &words[n + 1..] {
                assert_ne!(fold(word, word.is_ascii()), fold(other, other.is_ascii()), "{word} and {other}");
            }
        }
    }

    #[test]
    fn case_and_accents_are_folded() {
        same(&["cafes", "CAFÉS", "cafe\u{301}s", "Ｃａｆés"]);
        same(&["strasse", "Straße", "STRASSE", "STRAẞE"]);
        same(&["istanbul", "İstanbul", "ISTANBUL", "ıstanbul"]);
        same(&["office", "oﬃce", "OFFICE"]);
        same(&["smorrebrod", "Smørrebrød"]);
        same(&["aether", "Æther"]);
        same(&["lodz", "Łódź"]);
        same(&["x2", "x²", "X₂"]);
        same(&["όδος", "ΟΔΟΣ", "οδοσ"]);
        same(&["nguyen", "Nguyễn"]);
    }

    #[test]
    fn letters_that_only_look_accented_stay() {
        same(&["елка", "ёлка", "Ёлка"]);
        same(&["замок", "за\u{301}мок"]);
        differ(&["мои", "мой"]);
        differ(&["і", "ї", "и", "й"]);
        differ(&["г", "ґ"]);
        differ(&["か", "が"]);
        differ(&["は", "ば", "ぱ"]);
        differ(&["कि", "की", "क", "क्"]);
    }

    #[test]
    fn writings_of_one_letter_are_one() {
        same(&["\u{643}\u{62a}\u{627}\u{628}", "\u{6a9}\u{62a}\u{627}\u{628}", "كِتَاب", "كـتـاب"]);
        same(&["احمد", "أحمد", "إحمد", "آحمد"]);
        same(&["\u{64a}", "\u{6cc}", "\u{649}"]);
        same(&["שלום", "שָׁלוֹם"]);
        same(&["ガ", "カ\u{3099}", "ｶﾞ", "カ\u{309b}"]);
        same(&["パ", "ﾊﾟ"]);
        same(&["한", "\u{1112}\u{1161}\u{11ab}"]);
        same(&["2026", "٢٠٢٦", "२०२६", "๒๐๒๖", "２０２６"]);
        same(&["ทำ", "ทํา"]);
    }

    #[test]
    fn what_cannot_be_seen_is_gone() {
        same(&["cooperate", "co\u{ad}operate", "co\u{200b}ope\u{2060}rate\u{feff}"]);
        assert_eq!(fold("\u{640}", false), "");
        assert_eq!(fold("150,000", true), "150000");
        assert_eq!(fold("½", false), "½");
    }

    #[test]
    fn composed_and_decomposed_text_gives_equal_forms() {
        for c in (0..0x3_0000u32).filter_map(char::from_u32).filter(|c| c.is_alphanumeric()) {
            let text = format!("a{c}");
            let (composed, decomposed) = (text.nfc().collect::<String>(), text.nfd().collect::<String>());
            assert_eq!(fold(&composed, composed.is_ascii()), fold(&decomposed, decomposed.is_ascii()), "{c} {c:?}");
        }
    }

    #[test]
    fn what_is_known_as_folded_is_folded() {
        let folded: Vec<char> = (0..0x3_0000u32).filter_map(char::from_u32).filter(|c| is_folded(*c)).collect();
        assert!(folded.len() > 30_000);
        for pair in folded.windows(2) {
            for text in [pair.iter().collect::<String>(), pair.iter().rev().collect()] {
                assert_eq!(fold_any(&text), text);
            }
        }
    }

    #[test]
    fn endless_words_are_cut() {
        for long in ["x", "ß", "e\u{301}", "\u{301}", "ж"] {
            let long = format!("a{}", long.repeat(100_000));
            assert!(fold(&long, long.is_ascii()).len() < LONGEST + 4);
        }
    }
}
