//! Expressions in braces.

use std::ops::Range;

/// How many bytes may yet be read in vain for ends that are missing: a text of nothing but openers would otherwise be
/// read once for each of them.
#[derive(Debug)]
pub(super) struct Budget(usize);

impl Budget {
    pub(super) fn of(text: &str) -> Self {
        Budget(text.len().saturating_mul(4))
    }

    /// The end of the expression that opens at `at`, its closing brace included, if it closes before `to`.
    pub(super) fn balanced(&mut self, text: &str, at: usize, to: usize) -> Option<usize> {
        let limit = to.min(at.saturating_add(self.0));
        let end = text.as_bytes().get(..limit).and_then(|bytes| balanced(bytes, at));
        if end.is_none() {
            self.spend(limit.saturating_sub(at));
        }
        end
    }

    /// So many bytes were read in vain.
    pub(super) fn spend(&mut self, bytes: usize) {
        self.0 = self.0.saturating_sub(bytes);
    }
}

/// Where the brackets are all closed that open from `at` on; what stands in quotes and comments does not count.
fn balanced(bytes: &[u8], at: usize) -> Option<usize> {
    let mut depth = 0usize;
    let mut at = at;
    loop {
        let byte = *bytes.get(at)?;
        at += 1;
        match byte {
            b'{' | b'(' | b'[' => depth += 1,
            b'}' | b')' | b']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at);
                }
            }
            b'"' | b'\'' | b'`' => at = past_quote(bytes, at, byte),
            b'/' if bytes.get(at) == Some(&b'*') => {
                let rest = bytes.get(at + 1..)?;
                at += 1 + rest.windows(2).position(|end| end == b"*/")? + 2;
            }
            _ => {}
        }
    }
}

/// The byte behind the quote that closes what opened before `at`. An apostrophe opens nothing: texts in single and double
/// quotes end in their line.
fn past_quote(bytes: &[u8], at: usize, quote: u8) -> usize {
    let mut end = at;
    while let Some(&byte) = bytes.get(end) {
        match byte {
            b'\\' => end += 1,
            b'\n' if quote != b'`' => return at,
            _ if byte == quote => return end + 1,
            _ => {}
        }
        end += 1;
    }
    at
}

/// The text of an expression that is nothing but a text in quotes.
pub(super) fn literal(text: &str, inner: Range<usize>) -> Option<Range<usize>> {
    let written = text.get(inner.clone())?;
    let start = inner.start + written.len() - written.trim_start().len();
    let trimmed = written.trim();
    let quote = trimmed.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let content = trimmed.get(1..)?.strip_suffix(quote)?;
    (!content.contains(quote) && !content.contains("${")).then(|| start + 1..start + 1 + content.len())
}

#[cfg(test)]
mod tests {
    use super::{Budget, literal};

    #[test]
    fn expressions_end_where_their_brackets_do() {
        for (text, end) in [
            ("{a} b", Some(3)),
            ("{a: {b: [c]}} d", Some(13)),
            ("{'}'} b", Some(5)),
            ("{`}\n}`} b", Some(7)),
            ("{/* } */} b", Some(9)),
            ("{don't} b", Some(7)),
            ("{a", None),
            ("{'a\\'}'}", Some(8)),
        ] {
            assert_eq!(Budget::of(text).balanced(text, 0, text.len()), end, "{text}");
        }
    }

    #[test]
    fn the_budget_runs_out() {
        let text = "{".repeat(1000);
        let mut budget = Budget::of(&text);
        assert!((0..1000).all(|at| budget.balanced(&text, at, text.len()).is_none()));
        assert_eq!(budget.0, 0);
    }

    #[test]
    fn literals_are_texts() {
        let of = |text: &str| literal(text, 0..text.len()).map(|range| text[range].to_owned());
        assert_eq!(of(" 'a b' "), Some("a b".into()));
        assert_eq!(of("`a`"), Some("a".into()));
        assert!(of("`${a}`").is_none() && of("'a' + 'b'").is_none() && of("a").is_none() && of("'").is_none());
    }
}
