//! The words around a short form, each split where it may give a letter.

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word<'a> {
    /// The word as written, without quotes and the like around it.
    pub text: &'a str,
    /// Where it begins, in bytes from the start of the text it was read from.
    pub start: usize,
    /// Its parts in lower case: `pre-trained` has two, and so has `JavaScript`.
    pub parts: Vec<Vec<char>>,
}

/// What stands around words and is none of theirs.
const AROUND: &[char] = &['"', '“', '”', '„', '\'', '‘', '’', '«', '»', '*', '_', ',', '`', '/', '，', '、'];

/// What no long form reaches across.
const BORDERS: &[char] =
    &['(', ')', '（', '）', '[', ']', '{', '}', '<', '>', '|', '=', ';', ':', '：', '；', '。', '—', '–', '•', '…'];

/// How far before a short form its long form may begin, in bytes.
const FARTHEST: usize = 400;

/// Words that a short form need not mention.
const FILLERS: &[&str] = &[
    "a", "an", "and", "as", "at", "by", "for", "from", "if", "in", "into", "is", "it", "its", "my", "of", "on", "onto",
    "or", "per", "so", "than", "that", "the", "this", "through", "to", "up", "upon", "via", "vs", "with", "your", "&",
    // German, French, Spanish, Portuguese, Italian, Ukrainian, Russian.
    "am", "auf", "aus", "bei", "das", "dem", "den", "der", "des", "die", "für", "im", "mit", "und", "von", "zu", "zum",
    "zur", "à", "au", "aux", "d", "de", "du", "en", "et", "l", "la", "le", "les", "pour", "sur", "con", "del", "e",
    "el", "las", "los", "o", "para", "por", "y", "ao", "com", "da", "do", "dos", "na", "al", "che", "dei", "della",
    "di", "il", "per", "і", "та", "в", "на", "з", "для", "и", "с",
];

/// Words that no long form begins with.
const NEVER_FIRST: &[&str] = &[
    "a", "an", "the", "this", "that", "its", "my", "your", "and", "or", "of", "with", "from", "is", "it", "if",
    "unless", "until", "when", "where", "which", "than", "so", "see",
];

impl Word<'_> {
    /// Whether it is one that a short form need not mention. `IT` is none.
    pub(super) fn is_filler(&self) -> bool {
        is_one_of(self.text, FILLERS) && !(self.text.len() > 1 && self.text.chars().all(char::is_uppercase))
    }

    /// Whether no long form begins with it.
    pub(super) fn is_never_first(&self) -> bool {
        is_one_of(self.text, NEVER_FIRST)
    }

    /// Where it ends, in bytes.
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

fn is_one_of(text: &str, list: &[&str]) -> bool {
    text.len() <= 8 && list.contains(&text.to_lowercase().as_str())
}

/// The words of the sentence that ends at the end of `text`, in their order; at most `most`, the last ones.
pub(super) fn words_before(text: &str, most: usize) -> Vec<Word<'_>> {
    let far = text.len().saturating_sub(FARTHEST);
    let first = (far..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(far);
    let mut words = Vec::new();
    let mut rest = text.get(first..).unwrap_or_default().trim_end();
    while words.len() < most && !rest.is_empty() {
        let start = match rest.rfind(char::is_whitespace) {
            Some(at) => at + width_at(rest, at),
            None if first > 0 => break, // it may be cut
            None => 0,
        };
        let token = &rest[start..];
        // A border inside a token ends the sentence there.
        let border = token.rfind(BORDERS).map(|at| at + width_at(token, at));
        let piece = &token[border.unwrap_or(0)..];
        if ends_sentence(piece) {
            break;
        }
        match word(piece, first + start + border.unwrap_or(0)) {
            Some(word) => words.push(word),
            None if piece == "/" => {}
            None => break,
        }
        let before = rest[..start].trim_end();
        if border.is_some() || is_paragraph(&rest[before.len()..start]) {
            break;
        }
        rest = before;
    }
    words.reverse();
    words
}

/// All words of a short text, such as what stands in parentheses; none where a sentence or the like ends in it, or
/// where there are more than `most`.
pub(super) fn words_of(text: &str, most: usize) -> Option<Vec<Word<'_>>> {
    let words = words_before(text, most + 1);
    let first = words.first()?;
    let before = text[..first.start].trim_start().trim_start_matches(AROUND);
    (before.is_empty() && words.len() <= most).then_some(words)
}

/// The start of a text, to the first comma or the like.
pub(super) fn to_pause(text: &str) -> &str {
    let pause = |(at, c): (usize, char)| {
        let after = text[at + c.len_utf8()..].chars().next();
        let stop = matches!(c, ',' | '.' | '!' | '?') && after.is_none_or(char::is_whitespace);
        (stop || c == '\n' && after == Some('\n') || BORDERS.contains(&c)).then_some(at)
    };
    let end = text.char_indices().take(200).find_map(pause);
    &text[..end.unwrap_or(text.len())]
}

/// The bytes of the character at `at`.
fn width_at(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(0, char::len_utf8)
}

fn ends_sentence(token: &str) -> bool {
    token.trim_end_matches(AROUND).ends_with(['.', '!', '?'])
}

/// Whether the white space between two words sets paragraphs apart.
fn is_paragraph(gap: &str) -> bool {
    gap.bytes().filter(|byte| *byte == b'\n').count() > 1
}

fn word(token: &str, at: usize) -> Option<Word<'_>> {
    let inner = token.trim_start_matches(AROUND);
    let start = at + token.len() - inner.len();
    let text = inner.trim_end_matches(AROUND);
    let (text, start) = match text.char_indices().nth(1) {
        // `l'Internet`
        Some((1, '\'' | '’')) if text.starts_with(['l', 'L', 'd', 'D']) => {
            let rest = text[1..].trim_start_matches(['\'', '’']);
            (rest, start + text.len() - rest.len())
        }
        _ => (text, start),
    };
    // `Foundation's`
    let text = text.strip_suffix("'s").or_else(|| text.strip_suffix("’s")).unwrap_or(text);
    let parts = parts(text);
    // Names of code are no words.
    let code = text.contains(['_', '@', '$', '#', '\\', ',', '"', '%', '^', '~', '+']);
    (!code && !parts.is_empty()).then_some(Word { text, start, parts })
}

/// Splits a word at hyphens and the like, where a capital follows a small letter, and around digits.
fn parts(word: &str) -> Vec<Vec<char>> {
    let mut parts: Vec<Vec<char>> = Vec::new();
    let mut before: Option<char> = None;
    let mut chars = word.chars().peekable();
    while let Some(c) = chars.next() {
        if matches!(c, '\'' | '’' | '\u{ad}') {
            continue;
        }
        if !c.is_alphanumeric() && c != '&' {
            before = None;
            continue;
        }
        let new = before.is_none_or(|before| {
            // `XMLHttp` is `XML` and `Http`, but `APIs` is one.
            let hump = c.is_uppercase()
                && (before.is_lowercase() || chars.peek().is_some_and(|next| next.is_lowercase() && *next != 's'));
            hump || before.is_alphabetic() != c.is_alphabetic()
        });
        if new {
            parts.push(Vec::new());
        }
        if let Some(part) = parts.last_mut() {
            part.extend(c.to_lowercase());
        }
        before = Some(c);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::{parts, to_pause, words_before, words_of};

    fn texts(words: &[super::Word<'_>]) -> String {
        words.iter().map(|word| word.text).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_sentence_is_read_backwards() {
        for (text, most, expected) in [
            ("One. We use “infrastructure, as *code*” ", 9, "We use infrastructure as code"),
            ("one two three", 2, "two three"),
            ("heading\n\nbody text", 9, "body text"),
            ("wrapped\nlines", 9, "wrapped lines"),
            ("- item text", 9, "item text"),
            ("cell | other cell", 9, "other cell"),
            ("note:the rest", 9, "the rest"),
            ("input / output", 9, "input output"),
            ("research & development", 9, "research & development"),
            ("It ended.", 9, ""),
        ] {
            assert_eq!(texts(&words_before(text, most)), expected, "{text}");
        }
        let text = "for “Ünder one”";
        assert!(words_before(text, 9).iter().all(|word| text[word.start..word.end()] == *word.text));
    }

    #[test]
    fn a_text_is_all_words_or_none() {
        assert_eq!(words_of("internal developer platform", 3).map(|w| w.len()), Some(3));
        assert_eq!(words_of("“internal” developer platform", 2), None);
        assert_eq!(words_of("see: internal platform", 9), None);
        assert_eq!(words_of("", 9), None);
        assert_eq!(to_pause("version 1.2 of it, which"), "version 1.2 of it");
        assert_eq!(to_pause("internal platform"), "internal platform");
    }

    #[test]
    fn words_have_parts() {
        let parts = |word: &str| parts(word).iter().map(|p| p.iter().collect::<String>()).collect::<Vec<_>>().join(" ");
        for (word, expected) in [
            ("pre-trained", "pre trained"),
            ("JavaScript", "java script"),
            ("eXtensible", "e xtensible"),
            ("XMLHttpRequest", "xml http request"),
            ("APIs", "apis"),
            ("don't", "dont"),
            ("256-bit", "256 bit"),
            ("R&D", "r & d"),
        ] {
            assert_eq!(parts(word), expected);
        }
    }
}
