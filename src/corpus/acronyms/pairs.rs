//! A short form and the long form beside it.

use super::fit::{fit, most_words};
use super::short::ShortForm;
use super::words::{Word, to_pause, words_before, words_of};

/// Longest text in parentheses that is looked at, in bytes.
const LONGEST_ASIDE: usize = 200;

/// Turns of phrase between a long form and its short form, or the reverse; each follows a comma.
const TURNS: &[&str] = &["or ", "also known as ", "also called ", "aka ", "a.k.a. ", "abbreviated as ", "abbreviated "];

/// What may stand before a short or long form in parentheses.
const LEAD_INS: &[&str] = &[
    "or ",
    "also known as ",
    "also called ",
    "aka ",
    "a.k.a. ",
    "abbreviated as ",
    "abbreviated ",
    "short for ",
    "stands for ",
    "i.e. ",
    "i.e., ",
    "the ",
];

/// Where a second remark begins in parentheses.
const REMARKS: &[&str] = &[",", ";", "，", "；", "、", " - ", " – ", " — ", " or ", " for short"];

/// A definition in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Definition<'a> {
    /// The short form, in the singular.
    pub short: &'a str,
    /// The long form, white space folded; in the singular where the short form was in the plural.
    pub long: String,
    /// The short form as written.
    pub written: &'a str,
}

/// The definition at a parenthesis (`open`, one of two widths) that begins at the byte `at`.
pub(super) fn in_parentheses<'a>(text: &'a str, at: usize, open: char) -> Option<Definition<'a>> {
    let before = &text[..at];
    // `call(ABC)` is code; but some scripts write no space there.
    if open == '(' && before.ends_with(|c: char| c.is_ascii() && !c.is_ascii_whitespace()) {
        return None;
    }
    let aside = aside(&text[at + open.len_utf8()..])?;
    let first = cut(aside, REMARKS);
    long_before(before, first)
        .or_else(|| short_before(before, first))
        .or_else(|| short_before(before, aside))
        .or_else(|| both_inside(aside))
}

/// "(infrastructure as code, IaC)" and "(IaC, infrastructure as code)"
fn both_inside(aside: &str) -> Option<Definition<'_>> {
    let (at, mark) = REMARKS.iter().filter_map(|mark| Some((aside.find(mark)?, *mark))).min_by_key(|(at, _)| *at)?;
    let (first, second) = (aside[..at].trim(), aside[at + mark.len()..].trim());
    pair(second, first).or_else(|| pair(first, second))
}

/// "internal developer platform, or IDP" and "IDP, or internal developer platform,": the texts on both sides of the
/// comma and its space.
pub(super) fn in_turn<'a>(before: &'a str, after: &'a str) -> Option<Definition<'a>> {
    let after = without_article(after.strip_prefix(TURNS.iter().find(|turn| after.starts_with(**turn))?)?);
    let end =
        after.find(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | ';' | ':')).unwrap_or(after.len());
    let forward = || {
        // "one, two, or three" is a list.
        long_before(before, after[..end].trim_end_matches(['.', '!', '?'])).filter(|found| !found.long.contains(','))
    };
    let reverse = || pair(last_words(before, 1)?, to_pause(after));
    forward().or_else(reverse)
}

/// What stands in the parenthesis that has just been opened; none where it is long or holds others.
fn aside(after: &str) -> Option<&str> {
    let mut chars = after.char_indices().take_while(|(at, _)| *at < LONGEST_ASIDE);
    let (end, closing) = chars.find(|(_, c)| matches!(c, '(' | ')' | '（' | '）'))?;
    let aside = after[..end].trim();
    let lead_in = LEAD_INS.iter().find(|lead_in| aside.starts_with(**lead_in)).map_or(0, |lead_in| lead_in.len());
    matches!(closing, ')' | '）').then(|| aside[lead_in..].trim_start())
}

/// "infrastructure as code (IaC)": the short form and the words it follows.
fn long_before<'a>(before: &str, written: &'a str) -> Option<Definition<'a>> {
    let written = unquoted(written);
    let readings = ShortForm::readings(written);
    let words = words_before(before, readings.iter().map(|short| most_words(short.letters.len())).max()?);
    // The fewest words come first: of equally good long forms the shortest is right.
    best(&readings, (0..words.len()).rev().map(|start| &words[start..]), before, written)
}

/// "IDP (internal developer platform)": the short form and all of the text it precedes.
fn short_before<'a>(before: &'a str, long: &str) -> Option<Definition<'a>> {
    [1, 2].into_iter().find_map(|count| pair(last_words(before, count)?, long))
}

/// A short form and all the words of its long form.
fn pair<'a>(written: &'a str, long: &str) -> Option<Definition<'a>> {
    let (written, long) = (unquoted(written), without_article(long));
    let readings = ShortForm::readings(written);
    let words = words_of(long, readings.iter().map(|short| most_words(short.letters.len())).max()?)?;
    best(&readings, std::iter::once(words.as_slice()), long, written)
}

/// The definition whose long form fits best among some, the first of equals; those of a plural before others.
fn best<'a, 'w>(
    readings: &[ShortForm<'a>],
    longs: impl Iterator<Item = &'w [Word<'w>]> + Clone,
    text: &str,
    written: &'a str,
) -> Option<Definition<'a>> {
    let fits = readings.iter().flat_map(|short| {
        longs.clone().filter_map(move |words| Some(((!short.plural, fit(short, words)?), short, words)))
    });
    let (_, short, words) = fits.min_by_key(|(cost, ..)| *cost)?;
    defined(short, words, text, written)
}

/// The definition, if it says anything.
fn defined<'a>(short: &ShortForm<'a>, words: &[Word<'_>], text: &str, written: &'a str) -> Option<Definition<'a>> {
    let mut first = words.first()?;
    let mut name = short.text;
    // "Amazon Elastic Compute Cloud (Amazon EC2)" defines EC2.
    if let (Some((own, rest)), Some(second)) = (name.split_once(' '), words.get(1))
        && same_letters(own, first.text)
        && rest.chars().count() > 1
        && !second.is_filler()
    {
        (first, name) = (second, rest);
    }
    let mut long = text.get(first.start..words.last()?.end())?.split_whitespace().collect::<Vec<_>>().join(" ");
    let says_itself = long.split(|c: char| !c.is_alphanumeric()).any(|word| same_letters(word, name));
    if says_itself || same_letters(&long, name) {
        return None; // such as "IaC tools (IaC)"
    }
    if short.plural {
        long = singular(long);
    }
    Some(Definition { short: name, long, written })
}

fn same_letters(a: &str, b: &str) -> bool {
    let letters =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<Vec<_>>();
    letters(a) == letters(b)
}

/// The text up to the first of the marks.
fn cut<'a>(text: &'a str, marks: &[&str]) -> &'a str {
    let end = marks.iter().filter_map(|mark| text.find(mark)).min().unwrap_or(text.len());
    text[..end].trim()
}

/// The last words of a text, where nothing but spaces follows them.
fn last_words(text: &str, count: usize) -> Option<&str> {
    let text = text.trim_end();
    let mut start = text.len();
    for _ in 0..count {
        let before = text[..start].trim_end();
        start = before
            .rfind(|c: char| c.is_whitespace() || c == '(')
            .map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8));
    }
    Some(unquoted(&text[start..])).filter(|words| !words.is_empty())
}

fn unquoted(text: &str) -> &str {
    text.trim_matches(['"', '“', '”', '„', '\'', '‘', '’', '«', '»', '*', '_', '`'])
}

fn without_article(text: &str) -> &str {
    let article = ["the ", "an ", "a "].into_iter().find(|article| text.starts_with(article));
    text[article.map_or(0, str::len)..].trim_start()
}

/// A long form with its last word in the singular.
fn singular(long: String) -> String {
    let cut = |suffix: &str, instead: &str| long.strip_suffix(suffix).map(|stem| format!("{stem}{instead}"));
    if let Some(long) = cut("ies", "y") {
        return long;
    }
    for suffix in ["sses", "xes", "ches", "shes"] {
        if long.ends_with(suffix) {
            return long[..long.len() - 2].to_owned();
        }
    }
    match long.strip_suffix('s') {
        Some(stem) if !stem.ends_with(['s', 'u', 'i', '\'', '’']) => stem.to_owned(),
        _ => long,
    }
}

#[cfg(test)]
mod tests {
    use super::singular;

    #[test]
    fn the_last_word_becomes_singular() {
        for (plural, expected) in [
            ("internal developer platforms", "internal developer platform"),
            ("shared libraries", "shared library"),
            ("test suffixes", "test suffix"),
            ("service classes", "service class"),
            ("access process", "access process"),
            ("points of presence", "points of presence"),
        ] {
            assert_eq!(singular(plural.to_owned()), expected);
        }
    }
}
