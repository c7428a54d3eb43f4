//! Inline markup: quoted text, macros, links, cross references, passthroughs, index terms and escapes.

use std::ops::Range;

use super::attributes::Attributes;
use crate::corpus::formats::inline::{Inline, Marks, read};

/// The text without its inline markup, attributes replaced.
pub(super) fn inline(text: &str, attributes: &Attributes) -> Inline {
    marks(&attributes.replaced(text), true)
}

/// Whether markup may stand at this byte.
fn is_special(byte: u8) -> bool {
    matches!(byte, b'*' | b'_' | b'`' | b'#' | b'^' | b'~' | b'+' | b'\\' | b'<' | b'[' | b'(' | b':')
}

/// Reads the marks of a text, and its macros if it may hold any: the text of a link holds none.
pub(super) fn marks(text: &str, macros: bool) -> Inline {
    let mut scan =
        Scan { text, macros, out: Inline::default(), open: [None; KINDS], dropped: Vec::new(), ends: [0; 7] };
    read(text, is_special, &mut scan);
    scan.out.remove(scan.dropped);
    scan.out
}

/// Kinds of quotes: `*`, `_`, a backtick and `#`, single and double, then `^` and `~`.
const KINDS: usize = 10;

pub(super) struct Scan<'a> {
    pub(super) text: &'a str,
    macros: bool,
    pub(super) out: Inline,
    /// Where in the text written the last mark of each kind stands that is not closed.
    open: [Option<usize>; KINDS],
    /// Marks that were opened and closed: they go at last.
    dropped: Vec<Range<usize>>,
    /// For each of [`ENDS`], a place before which there is none from the place on where it was last looked for.
    ends: [usize; 7],
}

/// What closes something, looked for from the left to the right only once.
const ENDS: [&str; 7] = ["]", ">>", ")))", "))", "+++", "++", "]]"];
pub(super) const BRACKET: usize = 0;
const REFERENCE: usize = 1;
const HIDDEN: usize = 2;
const TERM: usize = 3;
const PASS_3: usize = 4;
const PASS_2: usize = 5;
const ANCHOR: usize = 6;

impl Marks for Scan<'_> {
    fn out(&mut self) -> &mut Inline {
        &mut self.out
    }

    fn mark(&mut self, at: usize) -> Option<usize> {
        let rest = self.text.get(at..)?;
        let mut chars = rest.chars();
        match chars.next()? {
            '\\' => {
                let escaped =
                    chars.next().filter(|c| u8::try_from(*c).is_ok_and(is_special) || c.is_ascii_alphabetic())?;
                if escaped.is_ascii_alphabetic() {
                    return self.escaped_macro(at);
                }
                // All of a double mark is escaped.
                let run = if chars.next() == Some(escaped) { 2 } else { 1 };
                self.out.push(rest.get(1..=run)?);
                Some(at + 1 + run)
            }
            '+' => self.passthrough(at, rest),
            '<' if self.macros && rest.starts_with("<<") => {
                let (content, end) = self.until(at + 2, REFERENCE)?;
                let (id, text) = content.split_once(',').unwrap_or((content, ""));
                self.reference(id.trim(), text.trim());
                Some(end)
            }
            '<' if ["<http://", "<https://", "<mailto:"].iter().any(|start| rest.starts_with(start)) => Some(at + 1),
            '[' => self.bracket(at, rest),
            '(' if rest.starts_with("(((") => Some(self.until(at + 3, HIDDEN)?.1),
            '(' if rest.starts_with("((") => {
                let (content, end) = self.until(at + 2, TERM)?;
                self.out.push(content);
                Some(end)
            }
            ':' if self.macros => self.macro_at(at),
            mark => self.quote(at, rest, mark),
        }
    }
}

impl<'a> Scan<'a> {
    /// What stands before the next end of this kind, and where the text goes on.
    pub(super) fn until(&mut self, from: usize, end: usize) -> Option<(&'a str, usize)> {
        let mark = ENDS.get(end)?;
        let known = self.ends.get_mut(end)?;
        if *known < from {
            *known = self.text.get(from..)?.find(mark).map_or(usize::MAX, |found| from + found);
        }
        if *known == usize::MAX {
            return None;
        }
        let content = self.text.get(from..*known)?;
        Some((content, *known + mark.len()))
    }

    /// A mark of quoted text: one that closes what is open, or one that opens.
    fn quote(&mut self, at: usize, rest: &str, mark: char) -> Option<usize> {
        let kind = ['*', '_', '`', '#'].iter().position(|known| *known == mark);
        let double = kind.is_some() && rest.get(1..)?.starts_with(mark);
        let slot = match (mark, kind) {
            ('^', _) => 8,
            ('~', _) => 9,
            (_, Some(kind)) => kind * 2 + usize::from(double),
            _ => return None,
        };
        let length = if double { 2 } else { 1 };
        let before = self.text.get(..at)?.chars().next_back();
        let after = rest.get(length..)?.chars().next();
        let place = self.out.len();
        let opened = *self.open.get(slot)?;
        let within = opened.and_then(|opened| self.out.as_str().get(opened + length..)).unwrap_or_default();
        let closes = !within.is_empty()
            && match slot {
                8 | 9 => !within.contains(char::is_whitespace),
                _ if double => true,
                _ => !before.is_some_and(char::is_whitespace) && !after.is_some_and(is_word),
            };
        if let Some(opened) = opened.filter(|_| closes) {
            self.dropped.extend([opened..opened + length, place..place + length]);
            *self.open.get_mut(slot)? = None;
        } else if slot >= 8 || double || (!before.is_some_and(is_word) && after.is_some_and(|c| !c.is_whitespace())) {
            *self.open.get_mut(slot)? = Some(place);
        }
        self.out.push(rest.get(..length)?);
        Some(at + length)
    }

    /// `+text+`, `++text++` and `+++text+++`: the text as it stands. A `+` at the end of a line breaks it.
    fn passthrough(&mut self, at: usize, rest: &'a str) -> Option<usize> {
        let run = rest.bytes().take(4).take_while(|byte| *byte == b'+').count();
        let before = self.text.get(..at)?.chars().next_back();
        let after = rest.get(run..)?.chars().next();
        if run == 1 && before.is_none_or(char::is_whitespace) && after.is_none_or(|c| c == '\n') {
            return Some(at + 1);
        }
        // Within a word they only keep other marks from being read, as `C++` does not.
        let keeps_mark = || run == 2 && after.is_some_and(|c| c != '+' && u8::try_from(c).is_ok_and(is_special));
        if before.is_some_and(is_word) && !keeps_mark() || after.is_none_or(char::is_whitespace) {
            self.out.push(rest.get(..run)?);
            return Some(at + run);
        }
        let (content, end) = match run {
            1 => {
                // On one line, and not long: what closes it is looked for every time.
                let line = rest.get(1..)?.lines().next()?;
                let close = line.bytes().take(200).position(|byte| byte == b'+')?;
                let closes = !line.get(close + 1..)?.starts_with(is_word);
                (line.get(..close).filter(|_| closes)?, at + close + 2)
            }
            2 => self.until(at + 2, PASS_2)?,
            3 => self.until(at + 3, PASS_3)?,
            _ => return None,
        };
        self.out.push(content);
        Some(end)
    }

    /// `[[anchor]]` and `[[[entry]]]`, and the `[.role]` of quoted text.
    fn bracket(&mut self, at: usize, rest: &str) -> Option<usize> {
        if rest.starts_with("[[") {
            let (id, end) = self.until(at + 2, ANCHOR)?;
            if let Some(entry) = id.strip_prefix('[') {
                self.out.push("[");
                self.out.push(entry.split(',').next()?);
                self.out.push("]");
                return Some(end + usize::from(self.text.get(end..)?.starts_with(']')));
            }
            return Some(end);
        }
        let close = rest.bytes().take(80).position(|byte| byte == b']')?;
        let before = self.text.get(..at)?.chars().next_back();
        let quoted = rest.get(close + 1..)?.strip_prefix(['#', '*', '_', '`'])?;
        let attributes = rest.get(1..close)?;
        let is_role = attributes.starts_with(['.', '#', '%'])
            || attributes.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_ ".contains(&b));
        (is_role && !attributes.is_empty() && !before.is_some_and(is_word) && !quoted.starts_with(char::is_whitespace))
            .then_some(at + close + 1)
    }
}

pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::{Attributes, inline};

    fn plain(text: &str) -> String {
        inline(text, &Attributes::default()).as_str().to_owned()
    }

    #[test]
    fn marks_go_and_text_stays() {
        for (text, expected) in [
            ("*a* _b c_ `d` #e# **f**g __h__i ``j``k ##l##m", "a b c d e fg hi jk lm"),
            ("*a _b `c`_* H~2~O x^2^", "a b c H2O x2"),
            (
                "2 * 3 * 4, a*b*c, snake_case_name, C# and F#, ~/a and ~/b",
                "2 * 3 * 4, a*b*c, snake_case_name, C# and F#, ~/a and ~/b",
            ),
            ("*open and _open", "*open and _open"),
            ("\"`quoted`\" and '`q`'", "\"quoted\" and 'q'"),
            (r"\*a* \__b__ \link:x[y] C:\path", r"*a* __b__ link:x[y] C:\path"),
            ("+*a*+ `+__x__+` ++a_b_++ +++<u>+++ C++ and D++ a++_++b", "*a* __x__ a_b_ <u> C++ and D++ a_b"),
            (
                "link:x[image:https://x.org/a.svg[A shed,link=y]]: https://y.org[image:b.svg[]] image:c.svg[width=9]d",
                "A shed:  d",
            ),
            ("{cpp} {plus}a{plus} {asterisk}b{asterisk} {undefined}", "C++ +a+ *b* {undefined}"),
            ("link:a_b_c.html[the *text*] link:x[] xref:a.adoc#b[B^] xref:my-page.adoc[]", "the text x B my page"),
            (
                "https://x.org/a_b_[a, b] https://x.org/_c_. <https://y.org> https://z.org[Z^,role=x]",
                "a, b https://x.org/_c_. https://y.org Z",
            ),
            ("<<a,the A>> <<_the_part>> <<x#y-z>> a << b", "the A the part y z a << b"),
            ("[[id]]a [[[b]]] anchor:c[]d [.x]#e# [f]", "a [b] d e [f]"),
            ("((term)) (((a, b)))c indexterm:[x]", "term c "),
            (
                "kbd:[Ctrl+C] btn:[OK] menu:File[New > Page] image:https://x.org/a.png[A shed,3] icon:x[] pass:q[*a*]",
                "Ctrl+C OK File > New > Page A shed  *a*",
            ),
            ("a.footnote:[See *b*.] at 10:30 note: x", "a. (See b.) at 10:30 note: x"),
            ("one +\ntwo", "one \ntwo"),
            ("mailto:a@b.org[Mail, x] a:b", "Mail, x a:b"),
            ("é*ü*", "é*ü*"),
            ("", ""),
        ] {
            assert_eq!(plain(text), expected, "{text}");
        }
    }

    #[test]
    fn hostile_text_takes_linear_time() {
        for piece in [
            "*a ",
            "_a *b ",
            "**",
            "`",
            "#a ",
            "^",
            "~a",
            "+",
            "+a ",
            "++a ",
            "\\",
            "<<",
            "[[",
            "[",
            "[a]#",
            "((",
            "(((",
            "link:",
            "https://",
            "xref:a[",
            "image:",
            "footnote:[",
            "{",
            "{a}",
            "*a* ",
            "<<a>>",
            ":",
        ] {
            drop(plain(&piece.repeat(100_000)));
        }
    }
}
