//! Inline markup: emphasis, literals, roles, references, substitutions, footnote marks and escapes.
//!
//! Where a mark opens and closes is decided by the characters around it, as in the reStructuredText specification
//! ("Inline markup recognition rules").

use crate::corpus::formats::inline::{Inline, Marks, read};
use crate::corpus::formats::names::Names;

/// The longest role or name that is looked for backwards, in bytes.
const NAME: usize = 100;

/// The text without its inline markup.
pub(super) fn inline(text: &str, substitutions: &Names) -> Inline {
    let mut scan = Scan { text, substitutions, out: Inline::default(), unclosed: [false; KINDS] };
    read(text, is_special, &mut scan);
    scan.out
}

/// Whether markup may stand at this byte.
fn is_special(byte: u8) -> bool {
    matches!(byte, b'*' | b'`' | b'_' | b'|' | b'[' | b'\\')
}

/// Kinds of marks that are closed by one of their kind: `**`, `*`, two backticks, one, `|`.
const KINDS: usize = 5;
const MARKS: [&str; KINDS] = ["**", "*", "``", "`", "|"];
const STRONG: usize = 0;
const EMPHASIS: usize = 1;
const LITERAL: usize = 2;
const INTERPRETED: usize = 3;
const SUBSTITUTION: usize = 4;

struct Scan<'a> {
    text: &'a str,
    substitutions: &'a Names,
    out: Inline,
    /// Kinds of marks that no mark in the rest of the text closes: they need not be looked for again.
    unclosed: [bool; KINDS],
}

impl Marks for Scan<'_> {
    fn out(&mut self) -> &mut Inline {
        &mut self.out
    }

    fn mark(&mut self, at: usize) -> Option<usize> {
        let rest = self.text.get(at..)?;
        match rest.as_bytes().first()? {
            b'\\' => {
                let escaped = rest.get(1..)?.chars().next();
                let length = escaped.map_or(0, char::len_utf8);
                if !escaped.is_some_and(char::is_whitespace) {
                    self.out.push(rest.get(1..1 + length)?);
                }
                Some(at + 1 + length)
            }
            b'*' if rest.starts_with("**") => self.quoted(at, STRONG),
            b'*' => self.quoted(at, EMPHASIS),
            b'`' if rest.starts_with("``") => self.quoted(at, LITERAL),
            b'`' => self.interpreted(at),
            b'|' => self.substitution(at),
            b'[' => self.note(at, rest),
            _ => self.reference(at, rest),
        }
    }
}

impl<'a> Scan<'a> {
    /// Emphasis and literals.
    fn quoted(&mut self, at: usize, kind: usize) -> Option<usize> {
        let (content, end) = self.enclosed(at, kind)?;
        if kind == LITERAL {
            self.out.push(content)
        } else {
            self.out.push(&unescaped(content))
        }
        Some(end)
    }

    /// A role, a link or a phrase between single backticks.
    fn interpreted(&mut self, at: usize) -> Option<usize> {
        let before = self.text.get(..at)?;
        let role = role_before(before);
        // The mark of an inline target: `_` before the backtick.
        let target = role.is_none() && before.ends_with('_') && opens_after(before.get(..at - 1)?);
        let opening = role.is_some() || target;
        let (content, mut end) = if opening { self.closed(at, INTERPRETED)? } else { self.enclosed(at, INTERPRETED)? };
        if target {
            self.out.take_back("_");
        }
        let mut name = role.map(|role| role.trim_matches(':').to_owned());
        if let Some(role) = role {
            self.out.take_back(role);
        }
        let rest = self.text.get(end..).unwrap_or_default();
        let underscores = rest.len() - rest.trim_start_matches('_').len();
        let mut is_link = false;
        if (1..=2).contains(&underscores) && name.is_none() {
            end += underscores;
            is_link = true;
        } else if name.is_none()
            && let Some(role) = role_after(rest)
        {
            end += role.len();
            name = Some(role.trim_matches(':').to_owned());
        }
        self.phrase(content, name.as_deref(), is_link);
        Some(end)
    }

    fn phrase(&mut self, content: &str, role: Option<&str>, is_link: bool) {
        let content = unescaped(content);
        let role = role.map(|role| role.rsplit(':').next().unwrap_or(role));
        let titled = content
            .strip_suffix('>')
            .and_then(|content| content.rsplit_once('<'))
            .map(|(title, target)| (title.trim(), target));
        let shown = match (titled, role) {
            // Not a target but a part of the text.
            (_, Some("file" | "samp" | "code" | "math" | "literal" | "kbd" | "command")) => content.as_str(),
            (Some(("", target)), _) => target,
            (Some((title, _)), _) => title,
            (None, Some(_)) => without_path(&content),
            (None, None) => content.as_str(),
        };
        let prefix = match role {
            Some("pep") if titled.is_none() => "PEP ",
            Some("rfc") if titled.is_none() => "RFC ",
            Some("cve") if titled.is_none() => "CVE-",
            _ => "",
        };
        self.out.push(prefix);
        match role {
            Some("file" | "samp") => self.out.push(&shown.replace(['{', '}'], "")),
            Some("menuselection") => self.out.push(&shown.replace("-->", ">")),
            Some("ref" | "doc" | "any" | "numref" | "download") => self.out.link(shown),
            _ if is_link => self.out.link(shown),
            _ => self.out.push(shown),
        }
    }

    fn substitution(&mut self, at: usize) -> Option<usize> {
        let (name, mut end) = self.enclosed(at, SUBSTITUTION)?;
        if name.len() > NAME {
            return None;
        }
        let value = self.substitutions.value(name).unwrap_or(name);
        let rest = self.text.get(end..).unwrap_or_default();
        let underscores = (rest.len() - rest.trim_start_matches('_').len()).min(2);
        end += underscores;
        if underscores > 0 {
            self.out.link(value)
        } else {
            self.out.push(value)
        }
        Some(end)
    }

    /// A reference to a footnote, which is dropped, or to a citation.
    fn note(&mut self, at: usize, rest: &str) -> Option<usize> {
        let close = rest.bytes().take(NAME).position(|byte| byte == b']')?;
        let label = rest.get(1..close)?;
        let after = rest.get(close + 1..)?.strip_prefix('_')?;
        if label.is_empty() || !closes_before(after) || label.contains(char::is_whitespace) {
            return None;
        }
        if label.bytes().all(|byte| byte.is_ascii_digit()) || label.starts_with(['#', '*']) {
            self.out.trim_end();
        } else {
            self.out.push(rest.get(..=close)?);
        }
        Some(at + close + 2)
    }

    /// The underscores after the name of a reference.
    fn reference(&mut self, at: usize, rest: &str) -> Option<usize> {
        let underscores = rest.len() - rest.trim_start_matches('_').len();
        let before = self.text.get(..at)?;
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '+' | '_');
        let word = before.char_indices().rev().take(NAME).take_while(|(_, c)| is_name(*c)).last()?.0;
        let name = before.get(word..)?;
        let named = name.starts_with(char::is_alphanumeric) && name.ends_with(char::is_alphanumeric);
        if underscores <= 2 && named && opens_after(before.get(..word)?) && closes_before(rest.get(underscores..)?) {
            self.out.link_back(name.len());
            return Some(at + underscores);
        }
        // A run of underscores is passed at once: its others are no marks either.
        if underscores > 1 && !rest.get(underscores..)?.starts_with('`') {
            self.out.push(rest.get(..underscores)?);
            return Some(at + underscores);
        }
        None
    }

    /// What stands between the mark at `at` and the one that closes it, and where the text goes on; none where no mark
    /// opens here.
    fn enclosed(&mut self, at: usize, kind: usize) -> Option<(&'a str, usize)> {
        let before = self.text.get(..at)?;
        let after = self.text.get(at + mark_of(kind).len()..)?.chars().next()?;
        let quoted = matches!(
            (before.chars().next_back(), after),
            (Some('"'), '"')
                | (Some('\''), '\'')
                | (Some('('), ')')
                | (Some('['), ']')
                | (Some('{'), '}')
                | (Some('<'), '>')
        );
        if quoted || !opens_after(before) {
            return None;
        }
        self.closed(at, kind)
    }

    fn closed(&mut self, at: usize, kind: usize) -> Option<(&'a str, usize)> {
        let mark = mark_of(kind);
        let start = at + mark.len();
        if self.unclosed.get(kind).copied().unwrap_or(true) || self.text.get(start..)?.starts_with(char::is_whitespace)
        {
            return None;
        }
        let mut from = start + self.text.get(start..)?.chars().next()?.len_utf8();
        while let Some(found) = self.text.get(from..).and_then(|rest| rest.find(mark)) {
            let close = from + found;
            let content = self.text.get(start..close)?;
            let after = self.text.get(close + mark.len()..)?;
            let escaped = kind != LITERAL && content.ends_with('\\') && !content.ends_with("\\\\");
            let ends = closes_before(after) || (kind == INTERPRETED || kind == SUBSTITUTION) && after.starts_with('_');
            if ends && !escaped && !content.ends_with(char::is_whitespace) {
                return Some((content, close + mark.len()));
            }
            from = close + 1;
        }
        if let Some(unclosed) = self.unclosed.get_mut(kind) {
            *unclosed = true;
        }
        None
    }
}

fn mark_of(kind: usize) -> &'static str {
    MARKS.get(kind).copied().unwrap_or("`")
}

/// Whether a mark may open after this text.
fn opens_after(before: &str) -> bool {
    before
        .chars()
        .next_back()
        .is_none_or(|c| c.is_whitespace() || "'\"([{<-/:".contains(c) || (!c.is_ascii() && !c.is_alphanumeric()))
}

/// Whether a mark may close before this text.
fn closes_before(after: &str) -> bool {
    after
        .chars()
        .next()
        .is_none_or(|c| c.is_whitespace() || "'\")]}>-/:.,;!?\\".contains(c) || (!c.is_ascii() && !c.is_alphanumeric()))
}

/// The `:role:` that a text ends in.
fn role_before(before: &str) -> Option<&str> {
    let name = before.strip_suffix(':')?;
    let is_role = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'-' | b'_' | b'+' | b'.');
    let length = name.bytes().rev().take(NAME).take_while(is_role).count();
    let role = before.get(name.len() - length..)?;
    (role.len() > 2 && role.starts_with(':') && opens_after(before.get(..name.len() - length)?)).then_some(role)
}

/// The `:role:` that a text begins with.
fn role_after(rest: &str) -> Option<&str> {
    let name = rest.strip_prefix(':')?;
    let end = name.bytes().take(NAME).position(|byte| !byte.is_ascii_alphanumeric() && byte != b'-')?;
    (end > 0 && name.get(end..)?.starts_with(':') && closes_before(name.get(end + 1..)?))
        .then(|| rest.get(..end + 2))?
}

/// `~a.b.c` is shown as `c`; `!` only says that a name is no link, and `.` that its path is to be found.
fn without_path(content: &str) -> &str {
    match content.strip_prefix('~') {
        Some(path) => path.rsplit('.').next().unwrap_or(path),
        None => content.strip_prefix(['!', '.']).unwrap_or(content),
    }
}

/// A text with its backslashes taken off; one before white space takes that with it.
pub(super) fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => plain.extend(chars.next().filter(|c| !c.is_whitespace())),
            c => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::{Names, inline};

    fn plain(text: &str) -> String {
        let mut substitutions = Names::default();
        substitutions.define("tool", "The Tool");
        inline(text, &substitutions).as_str().to_owned()
    }

    #[test]
    fn marks_go_and_text_stays() {
        for (text, expected) in [
            ("*a* **b c** ``d *e*`` f", "a b c d *e* f"),
            ("2 * 3 * 4, *args and **kw, a*b*c", "2 * 3 * 4, *args and **kw, a*b*c"),
            ("'*' \"**\" (`)", "'*' \"**\" (`)"),
            (r"\*a\* b\ c re\ *mark*\ able \\", r"*a* bc remarkable \"),
            (":ref:`the text <label>` :doc:`/a/b` `a b`:code:", "the text /a/b a b"),
            (":class:`~a.b.Shed` :meth:`!dig` :meth:`.rake` :py:func:`x.y` :rfc:`2616`", "Shed dig rake x.y RFC 2616"),
            (":file:`/etc/{name}` :menuselection:`A --> B` :kbd:`<Esc>`", "/etc/name A > B <Esc>"),
            ("`A page <https://x.org/a_b>`_, `other`__ and word_.", "A page, other and word."),
            ("`<https://x.org>`_ `plain` _`inline target`", "https://x.org plain inline target"),
            ("__init__ a_b _x snake_case_name ___ a__", "__init__ a_b _x snake_case_name ___ a"),
            ("|tool| |other|_ a | b || c", "The Tool other a | b || c"),
            ("text [1]_ and [#n]_, see [CIT1]_, a[0]", "text and, see [CIT1], a[0]"),
            ("``a`` ``b``s `c", "a ``b``s `c"),
            ("``", "``"),
            ("", ""),
        ] {
            assert_eq!(plain(text), expected, "{text}");
        }
    }

    #[test]
    fn hostile_text_takes_linear_time() {
        for piece in [
            "*a ", "**a ", "`a ", "``a ", "|a ", ":a:`b ", "[a", "a_", "_", "_`", "\\", "`a`_", "|a|", ":a:", "*a*",
            "` ",
        ] {
            drop(plain(&piece.repeat(100_000)));
        }
    }
}
