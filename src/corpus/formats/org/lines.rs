//! What a line of Org is by itself.

use crate::corpus::formats::lines::Line;

/// States of tasks that stand before the text of a heading, where a file names none of its own.
const STATES: [&str; 9] = ["TODO", "DONE", "NEXT", "WAITING", "HOLD", "STARTED", "SOMEDAY", "CANCELLED", "CANCELED"];

/// A heading taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Headline<'a> {
    /// How many stars it has.
    pub stars: usize,
    /// Its text without state, priority and tags.
    pub text: &'a str,
    /// Whether it and what stands below it is not for readers.
    pub hidden: bool,
}

/// Whether a line is a heading; it must not be indented.
pub(super) fn is_headline(line: &Line<'_>) -> bool {
    line.indent == 0 && line.text.trim_start_matches('*').starts_with([' ', '\t']) && line.text.starts_with('*')
}

/// Takes a heading apart; `states` are those that the file names.
pub(super) fn headline<'a>(line: &'a str, states: &[&str]) -> Headline<'a> {
    let text = line.trim_start_matches('*');
    let stars = line.len() - text.len();
    let mut text = text.trim();
    if let Some((state, rest)) = text.split_once(' ')
        && (STATES.contains(&state) || states.contains(&state))
    {
        text = rest.trim_start();
    }
    if let Some(rest) = text.strip_prefix("[#").and_then(|rest| rest.get(1..)?.strip_prefix(']')) {
        text = rest.trim_start();
    }
    let mut hidden = text == "COMMENT";
    if let Some(rest) = text.strip_prefix("COMMENT ") {
        (text, hidden) = (rest.trim_start(), true);
    }
    let (before, last) = text.rsplit_once([' ', '\t']).unwrap_or(("", text));
    if let Some(tags) = tags(last) {
        hidden |= tags.split(':').any(|tag| tag == "noexport");
        text = before.trim_end();
    }
    // How much of a task is done: `[2/3]` or `[50%]`.
    if let Some((before, done)) = text.strip_suffix(']').and_then(|text| text.rsplit_once('['))
        && done.contains(['/', '%'])
        && done.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'/' | b'%'))
    {
        text = before.trim_end();
    }
    Headline { stars, text, hidden }
}

/// What stands between the outer colons of `:one:two:`.
pub(super) fn tags(text: &str) -> Option<&str> {
    let tags = text.strip_prefix(':')?.strip_suffix(':')?;
    let is_tag = |c: char| c.is_alphanumeric() || matches!(c, '_' | '@' | '#' | '%' | ':' | '-');
    (!tags.is_empty() && tags.chars().all(is_tag)).then_some(tags)
}

/// The key and the value of a line such as `#+title: Text`.
pub(super) fn keyword(text: &str) -> Option<(&str, &str)> {
    let (key, value) = text.strip_prefix("#+")?.split_once(':')?;
    (!key.is_empty() && !key.contains(char::is_whitespace)).then_some((key, value.trim()))
}

/// The rest of the name of a block that a line begins (`#+begin_`) or ends (`#+end_`), in lower case.
pub(super) fn block(text: &str, mark: &str) -> Option<String> {
    let start = text.get(..mark.len()).filter(|start| start.eq_ignore_ascii_case(mark))?;
    let name = text.get(start.len()..)?.split_whitespace().next()?;
    Some(name.to_ascii_lowercase())
}

/// The name in the first line of a drawer: `:NAME:`.
pub(super) fn drawer(text: &str) -> Option<&str> {
    let name = text.strip_prefix(':')?.strip_suffix(':')?;
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    (!name.is_empty() && name.chars().all(is_name)).then_some(name)
}

/// The text of a list item without its marker and its box, a term apart from what is said of it.
pub(super) fn item<'a>(line: &Line<'a>) -> Option<(Option<&'a str>, &'a str)> {
    let text = line.text;
    let digits = text.bytes().take(6).take_while(u8::is_ascii_digit).count();
    let letter = usize::from(digits == 0 && text.starts_with(|c: char| c.is_ascii_alphabetic()));
    let rest = match text.chars().next()? {
        '-' | '+' => text.get(1..)?,
        '*' if line.indent > 0 => text.get(1..)?,
        _ if digits + letter > 0 => text.get(digits + letter..)?.strip_prefix(['.', ')'])?,
        _ => return None,
    };
    // `A. Smith` is a name.
    if !(rest.is_empty() || rest.starts_with([' ', '\t'])) || (letter > 0 && text.get(1..2) == Some(".")) {
        return None;
    }
    let rest = rest.trim_start();
    let rest = rest.strip_prefix("[@").and_then(|rest| Some(rest.split_once(']')?.1.trim_start())).unwrap_or(rest);
    let unboxed = ["[ ]", "[X]", "[x]", "[-]"].iter().find_map(|mark| rest.strip_prefix(mark));
    let rest = unboxed.map_or(rest, str::trim_start);
    match rest.split_once(" :: ") {
        Some((term, said)) => Some((Some(term), said.trim_start())),
        None => Some(rest.strip_suffix(" ::").map_or((None, rest), |term| (Some(term), ""))),
    }
}

#[cfg(test)]
mod tests {
    use super::{Headline, block, drawer, headline, is_headline, item, keyword, tags};
    use crate::corpus::formats::lines::Line;

    #[test]
    fn headlines() {
        for (line, stars, text, hidden) in [
            ("* A b", 1, "A b", false),
            ("** TODO [#A] A  [1/2]  :x:y_z:", 2, "A", false),
            ("* OPEN A", 1, "A", false),
            ("* TODO", 1, "TODO", false),
            ("* COMMENT A", 1, "A", true),
            ("*** A :noexport:", 3, "A", true),
            ("* A: b:c", 1, "A: b:c", false),
            ("* :x:", 1, "", false),
            ("* [a] [#", 1, "[a] [#", false),
        ] {
            assert_eq!(headline(line, &["OPEN"]), Headline { stars, text, hidden }, "{line}");
        }
        let is = |indent, text| is_headline(&Line { indent, text });
        assert!(is(0, "*** a") && !is(0, "*a*") && !is(1, "* a") && !is(0, "a") && !is(0, "***"));
    }

    #[test]
    fn other_lines() {
        assert_eq!(keyword("#+Title: A: b"), Some(("Title", "A: b")));
        assert_eq!((keyword("#+begin_src x: y"), keyword("# a: b")), (None, None));
        assert_eq!(block("#+BEGIN_Src sh", "#+begin_").as_deref(), Some("src"));
        assert_eq!((block("#+begi", "#+begin_"), block("#+begin_", "#+begin_")), (None, None));
        assert_eq!((drawer(":LOG-1:"), drawer(":a b:"), drawer("::")), (Some("LOG-1"), None, None));
        assert_eq!((tags(":a:b:"), tags("a:b:"), tags("::")), (Some("a:b"), None, None));
    }

    #[test]
    fn items() {
        for (indent, text, expected) in [
            (0, "- a", Some((None, "a"))),
            (2, "* [X] a", Some((None, "a"))),
            (0, "12) [@5] a", Some((None, "a"))),
            (0, "+ a b :: c", Some((Some("a b"), "c"))),
            (0, "- a ::", Some((Some("a"), ""))),
            (0, "a) b", Some((None, "b"))),
            (0, "A. Smith", None),
            (0, "-a", None),
            (0, "1.5 a", None),
        ] {
            assert_eq!(item(&Line { indent, text }), expected, "{text}");
        }
    }
}
