//! Short forms: what can be one, and what its letters ask of a long form.

/// Fewest and most characters of a short form.
const LENGTHS: std::ops::RangeInclusive<usize> = 2..=10;

/// A short form as it may be read: in the singular, or as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ShortForm<'a> {
    /// The short form without the `s` of a plural.
    pub text: &'a str,
    /// Whether it was written in the plural.
    pub plural: bool,
    /// What a long form must have, in this order. Hyphens and the like are left out.
    pub letters: Vec<Letter>,
    /// Whether each letter must begin a word, as the reading is a daring one.
    pub strict: bool,
}

/// A letter, a digit or `&` of a short form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Letter {
    /// In lower case.
    pub char: char,
    /// Whether it was written in lower case, as in `DevOps`.
    pub small: bool,
}

impl<'a> ShortForm<'a> {
    /// The ways to read a text as a short form, in the singular first; none where it cannot be one.
    ///
    /// A short form has 2 to 10 characters and at most two words, each with a capital or a digit (Schwartz and Hearst
    /// 2003, "A simple algorithm for identifying abbreviation definitions in biomedical text", who ask for a letter
    /// only). As guides put many an ordinary word in parentheses, it has two capitals, or one and a digit, or counts
    /// letters as `k8s` does; and it is no measure (`60s`, `8MB`) and no name of code (`relPath`, `CImageList`).
    pub(super) fn readings(text: &'a str) -> Vec<ShortForm<'a>> {
        let singular = singular(text).filter(|singular| is_short_form(singular));
        let mut readings = Vec::new();
        for (text, plural) in singular.map(|text| (text, true)).into_iter().chain([(text, false)]) {
            if is_short_form(text) {
                let letters = letters(text);
                let repeated = repeated(&letters);
                readings.push(ShortForm { text, plural, letters, strict: false });
                readings.extend(repeated.map(|letters| ShortForm { text, plural, letters, strict: true }));
            }
        }
        readings
    }

    /// Whether it counts the letters it leaves out of this word: `K8s` has eight between the K and the s of Kubernetes.
    pub(super) fn counts_letters_of(&self, word: &str) -> bool {
        let Some((start, left_out, end)) = counted(self.text) else { return false };
        let (start, end, word) = (start.to_lowercase(), end.to_lowercase(), word.to_lowercase());
        let all = start.chars().count() + left_out + end.chars().count();
        word.chars().all(char::is_alphabetic)
            && word.chars().count() == all
            && word.starts_with(&start)
            && word.ends_with(&end)
    }
}

fn is_short_form(text: &str) -> bool {
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '-' | '/' | '&' | '.' | '\'' | '’' | ' ');
    let telling = |c: char| c.is_uppercase() || c.is_ascii_digit();
    LENGTHS.contains(&text.chars().take(*LENGTHS.end() + 1).count())
        && text.chars().all(allowed)
        && text.starts_with(char::is_alphanumeric)
        && text.ends_with(char::is_alphanumeric)
        && text.split(' ').count() <= 2
        && text.split(' ').all(|word| word.contains(telling))
        && (has_capitals(text) || counted(text).is_some())
        && !is_measure(text)
        && !is_code(text)
}

/// Two capitals, or one and a digit.
fn has_capitals(text: &str) -> bool {
    let capitals = text.chars().filter(|c| c.is_uppercase()).count();
    capitals > 1 || capitals == 1 && text.contains(|c: char| c.is_ascii_digit())
}

/// `8MB` and `1.5GHz` are measures; `2FA` is none.
fn is_measure(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit()) && text.ends_with(['B', 'b', 'z'])
}

/// `relPath` and `CImageList` are names of a variable and a class.
fn is_code(text: &str) -> bool {
    let mut chars = text.chars();
    let first: [Option<char>; 3] = std::array::from_fn(|_| chars.next());
    let [Some(a), Some(b), Some(c)] = first else { return false };
    [a, b, c].iter().all(|c| c.is_lowercase())
        || a.is_uppercase() && b.is_uppercase() && c.is_lowercase() && chars.count() > 2
}

/// The parts of a short form that counts letters: what begins the word, how many are left out, what ends it.
fn counted(text: &str) -> Option<(&str, usize, &str)> {
    let start = text.find(|c: char| !c.is_alphabetic())?;
    let end = text.rfind(|c: char| !c.is_alphabetic())? + 1;
    let left_out = text.get(start..end)?.parse().ok().filter(|left_out| *left_out > 1)?;
    (start > 0 && end < text.len()).then_some((&text[..start], left_out, &text[end..]))
}

/// The short form in the singular, where it ends in an `s` that follows a capital.
fn singular(text: &str) -> Option<&str> {
    let singular = text.strip_suffix('s')?;
    let singular = singular.strip_suffix(['\'', '’']).unwrap_or(singular);
    singular.ends_with(char::is_uppercase).then_some(singular)
}

fn letters(text: &str) -> Vec<Letter> {
    let kept = text.chars().filter(|c| c.is_alphanumeric() || *c == '&');
    kept.flat_map(|c| c.to_lowercase().map(move |char| Letter { char, small: c.is_lowercase() })).collect()
}

/// `S3` read as three S, `W3C` as three W and a C; none where no digit follows a letter.
fn repeated(letters: &[Letter]) -> Option<Vec<Letter>> {
    let mut out: Vec<Letter> = Vec::new();
    let mut any = false;
    for letter in letters {
        match (letter.char.to_digit(10), out.last().copied()) {
            (Some(times @ 2..=4), Some(last)) if last.char.is_alphabetic() => {
                out.extend(std::iter::repeat_n(last, times as usize - 1));
                any = true;
            }
            _ => out.push(*letter),
        }
    }
    any.then_some(out)
}

#[cfg(test)]
mod tests {
    use super::ShortForm;

    fn readings(text: &str) -> Vec<String> {
        let letters = |short: &ShortForm<'_>| short.letters.iter().map(|letter| letter.char).collect::<String>();
        ShortForm::readings(text).iter().map(|short| format!("{} {}", short.text, letters(short))).collect()
    }

    #[test]
    fn short_forms_have_a_capital_or_a_digit() {
        for text in [
            "",
            "I",
            "see",
            "Optional",
            "e.g",
            "a.k.a",
            "50",
            "60s",
            "8MB",
            "1.5GHz",
            "b4",
            "v2",
            "see API",
            "IN TWELVE LETTERS",
            "X + Y",
            "(IaC",
            "relPath",
            "CImageList",
        ] {
            assert!(readings(text).is_empty(), "{text}");
        }
        for text in ["IaC", "mTLS", "k8s", "R&D", "PCI DSS", "AI/ML", "GmbH", "МП", "PyPI", "SELinux", "V2X", "2FA"] {
            assert!(!readings(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn plurals_are_read_both_ways() {
        assert_eq!(readings("SLOs"), ["SLO slo", "SLOs slos"]);
        assert_eq!(readings("PoC's"), ["PoC poc", "PoC's pocs"]);
        assert_eq!(readings("DevOps"), ["DevOps devops"]);
    }

    #[test]
    fn digits_may_repeat_a_letter() {
        assert_eq!(readings("W3C"), ["W3C w3c", "W3C wwwc"]);
        assert_eq!(readings("K8s"), ["K8s k8s"]);
    }

    #[test]
    fn digits_may_count_letters() {
        let counts = |short: &str, word: &str| ShortForm::readings(short)[0].counts_letters_of(word);
        assert!(
            counts("K8s", "Kubernetes") && counts("i18n", "internationalization") && counts("a11y", "Accessibility")
        );
        assert!(!counts("K8s", "Kubernets") && !counts("L2", "Layer") && !counts("K8s", "Kube-netes"));
    }
}
