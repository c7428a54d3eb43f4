//! Inline markup: emphasis, links, footnote marks, targets, time stamps, macros, entities.

use std::ops::Range;

use crate::corpus::formats::inline::{Inline, Marks, read};

/// Whether markup may stand at this byte.
fn is_special(byte: u8) -> bool {
    matches!(byte, b'*' | b'/' | b'_' | b'=' | b'~' | b'+' | b'[' | b'<' | b'{')
}
/// Marks of emphasis, those of verbatim text first.
const MARKS: [char; 6] = ['=', '~', '*', '/', '_', '+'];
/// How many of them are of verbatim text.
const VERBATIM: usize = 2;
/// The longest time stamp, target or name of a footnote that is looked for, in bytes.
const SHORT: usize = 100;

/// The text without its inline markup.
pub(super) fn inline(text: &str) -> Inline {
    let mut scan = Scan {
        text,
        out: Inline::default(),
        open: [None; MARKS.len()],
        unclosed: [false; VERBATIM],
        dropped: Vec::new(),
        ends: [0; ENDS.len()],
    };
    read(text, is_special, &mut scan);
    scan.out.remove(scan.dropped);
    scan.out
}

/// What closes something, looked for from the left to the right only once.
const ENDS: [&str; 2] = ["]]", "}}}"];
const LINK: usize = 0;
const MACRO: usize = 1;

struct Scan<'a> {
    text: &'a str,
    out: Inline,
    /// Where in the text written the last mark of each kind stands that is not closed.
    open: [Option<usize>; MARKS.len()],
    /// Kinds of verbatim text that no mark in the rest of the text closes: they need not be looked for again.
    unclosed: [bool; VERBATIM],
    /// Marks that were opened and closed: they go at last.
    dropped: Vec<Range<usize>>,
    /// For each of [`ENDS`], a place before which there is none from the place on where it was last looked for.
    ends: [usize; ENDS.len()],
}

impl Marks for Scan<'_> {
    fn out(&mut self) -> &mut Inline {
        &mut self.out
    }

    fn mark(&mut self, at: usize) -> Option<usize> {
        let rest = self.text.get(at..)?;
        match rest.chars().next()? {
            '[' if rest.starts_with("[[") => self.link(at),
            '[' if rest.starts_with("[fn:") => self.footnote(at, rest),
            '[' | '<' if rest.starts_with("<<") => {
                let end = rest.get(..SHORT).unwrap_or(rest).find(">>")?;
                Some(at + end + rest.get(end..)?.chars().take(3).take_while(|c| *c == '>').count())
            }
            '[' | '<' => self.stamp(at, rest),
            '{' if rest.starts_with("{{{") => {
                let (content, end) = self.until(at + 3, MACRO)?;
                let arguments = content.split_once('(').map_or("", |(_, arguments)| arguments.trim_end_matches(')'));
                self.out.push(arguments);
                Some(end)
            }
            mark => self.emphasis(at, rest, mark),
        }
    }
}

impl<'a> Scan<'a> {
    /// What stands before the next end of this kind, and where the text goes on.
    fn until(&mut self, from: usize, end: usize) -> Option<(&'a str, usize)> {
        let mark = ENDS.get(end)?;
        let known = self.ends.get_mut(end)?;
        if *known < from {
            *known = self.text.get(from..)?.find(mark).map_or(usize::MAX, |found| from + found);
        }
        let content = self.text.get(from..*known).filter(|_| *known < usize::MAX)?;
        Some((content, *known + mark.len()))
    }

    /// `[[target][text]]` or `[[target]]`.
    fn link(&mut self, at: usize) -> Option<usize> {
        let (content, end) = self.until(at + 2, LINK)?;
        if content.split_once("][").is_some_and(|(_, shown)| shown.starts_with("[[") || is_picture(shown)) {
            return Some(end + if self.text.get(end..)?.starts_with("]]") { 2 } else { 0 });
        }
        let shown = match content.split_once("][") {
            Some((_, text)) => text,
            None => content.strip_prefix("file:").unwrap_or(content).trim_start_matches(['*', '#']),
        };
        let plain = shown.trim_matches(['=', '~', '*', '/']);
        self.out.link(plain);
        Some(end)
    }

    /// `[fn:1]` is dropped; `[fn:: text]` and `[fn:name: text]` leave their text.
    fn footnote(&mut self, at: usize, rest: &str) -> Option<usize> {
        let length = rest.bytes().take(SHORT).skip(4).position(|byte| byte == b':' || byte == b']')? + 4;
        if rest.get(length..)?.starts_with(']') {
            self.out.trim_end();
            return Some(at + length + 1);
        }
        self.out.push("[");
        let text = rest.get(length + 1..)?;
        Some(at + length + 1 + text.len() - text.trim_start().len())
    }

    /// `<2024-05-01 Wed>` or `[2024-05-01]`.
    fn stamp(&mut self, at: usize, rest: &str) -> Option<usize> {
        let close = if rest.starts_with('<') { b'>' } else { b']' };
        let digits = rest.bytes().skip(1).take(5);
        let is_date = digits.enumerate().all(|(n, byte)| if n < 4 { byte.is_ascii_digit() } else { byte == b'-' });
        if !is_date || rest.len() < 6 {
            return None;
        }
        let end = rest.bytes().take(SHORT).position(|byte| byte == close)?;
        self.out.push(rest.get(1..end)?);
        Some(at + end + 1)
    }

    /// Emphasis opens behind a space or an opening mark and closes before one that closes.
    fn emphasis(&mut self, at: usize, rest: &str, mark: char) -> Option<usize> {
        let kind = MARKS.iter().position(|known| *known == mark)?;
        let before = self.text.get(..at)?.chars().next_back();
        let after = rest.get(1..)?.chars().next();
        let place = self.out.len();
        let opened = *self.open.get(kind)?;
        let opens = before.is_none_or(|c| c.is_whitespace() || "-('\"{".contains(c) || MARKS.contains(&c))
            && after.is_some_and(|c| !c.is_whitespace());
        if kind < VERBATIM {
            let content = if opens { self.verbatim(at + 1, kind, mark)? } else { return None };
            self.out.push(content);
            return Some(at + 2 + content.len());
        }
        let closes = opened.is_some_and(|opened| place > opened + 1) && closes(before, after);
        if let Some(opened) = opened.filter(|_| closes) {
            self.dropped.extend([opened..opened + 1, place..place + 1]);
            *self.open.get_mut(kind)? = None;
        } else if opens {
            *self.open.get_mut(kind)? = Some(place);
        }
        self.out.push(rest.get(..1)?);
        Some(at + 1)
    }

    /// The text from `start` on up to the mark that closes it.
    fn verbatim(&mut self, start: usize, kind: usize, mark: char) -> Option<&'a str> {
        let unclosed = self.unclosed.get_mut(kind).filter(|unclosed| !**unclosed)?;
        let mut from = start + 1;
        while let Some(found) = self.text.get(from..).and_then(|rest| rest.find(mark)) {
            let close = from + found;
            let content = self.text.get(start..close)?;
            if closes(content.chars().next_back(), self.text.get(close + 1..)?.chars().next()) {
                return Some(content);
            }
            from = close + 1;
        }
        *unclosed = true;
        None
    }
}

/// Whether a mark between these characters may close.
fn closes(before: Option<char>, after: Option<char>) -> bool {
    !before.is_some_and(char::is_whitespace)
        && after.is_none_or(|c| c.is_whitespace() || "-.,;:!?'\")}\\[]".contains(c) || MARKS.contains(&c))
}

/// Whether the text of a link is the address of a picture, shown in its place.
fn is_picture(text: &str) -> bool {
    let ending = text.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    !text.contains(char::is_whitespace)
        && ["file:", "./", "http://", "https://"].iter().any(|start| text.starts_with(start))
        && matches!(ending.as_str(), "png" | "svg" | "jpg" | "jpeg" | "gif" | "webp")
}

#[cfg(test)]
mod tests {
    use super::inline;

    fn plain(text: &str) -> String {
        inline(text).as_str().to_owned()
    }

    #[test]
    fn marks_go_and_text_stays() {
        for (text, expected) in [
            ("*a* /b c/ _d_ =e= ~f~ +g+ h", "a b c d e f g h"),
            ("a*b*c 2 * 3 * 4 and/or snake_case_x /usr/bin a=b", "a*b*c 2 * 3 * 4 and/or snake_case_x /usr/bin a=b"),
            ("*/both/* (*x*), =a *b* c=", "both (x), a *b* c"),
            ("=open and *bold*", "=open and bold"),
            ("[[https://x.org][the /text/]] [[file:a.org]] [[*Head]] [a]", "the /text a.org Head [a]"),
            ("a [[https://x.org][[[https://x.org/a.svg]]]] b [[x][file:c.PNG]] [[x][./d.txt]]", "a  b  ./d.txt"),
            ("text [fn:1] and [fn:: more *x*]", "text and [more x]"),
            ("on <2024-05-01 Wed 10:00> or [2024-05-02] <b>", "on 2024-05-01 Wed 10:00 or 2024-05-02 <b>"),
            ("<<target>>a <<<radio>>>b", "a b"),
            ("{{{name(value)}}} {{{x}}}", "value "),
            ("", ""),
        ] {
            assert_eq!(plain(text), expected, "{text}");
        }
    }

    #[test]
    fn hostile_text_takes_linear_time() {
        for piece in ["*a ", "*a* ", "=a ", "=*a* ", "[[", "[[a]]", "[fn:", "<<", "<20", "{{{", "/", "~", "+a", "_"] {
            drop(plain(&piece.repeat(100_000)));
        }
    }
}
