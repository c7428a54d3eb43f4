//! What a line of AsciiDoc is by itself.

/// A block between two equal lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Delimiter {
    /// Its text is code: `----`, `....` and fences.
    Code,
    /// Nothing of it is seen: `////`.
    Comment,
    /// What stands in it goes to the page as it is, tags and all: `++++`.
    Pass,
    /// It holds other blocks: `====`, `****`, `____`, `--`.
    Blocks,
    /// A table, its cells behind this character.
    Table(char),
}

/// What a line begins or ends a block of.
pub(super) fn delimiter(line: &str) -> Option<Delimiter> {
    match line {
        "--" => return Some(Delimiter::Blocks),
        "|===" | "!===" => return Some(Delimiter::Table('|')),
        ",===" => return Some(Delimiter::Table(',')),
        ":===" => return Some(Delimiter::Table(':')),
        _ => {}
    }
    if line.starts_with("```") {
        return (!line.trim_start_matches('`').contains('`')).then_some(Delimiter::Code);
    }
    let mark = line.bytes().next()?;
    let kind = match mark {
        b'-' | b'.' => Delimiter::Code,
        b'/' => Delimiter::Comment,
        b'+' => Delimiter::Pass,
        b'=' | b'*' | b'_' | b'~' => Delimiter::Blocks,
        _ => return table(line),
    };
    (line.len() >= 4 && line.bytes().all(|byte| byte == mark)).then_some(kind)
}

/// A longer line that begins a table: `|=====`.
fn table(line: &str) -> Option<Delimiter> {
    let rule = line.strip_prefix('|')?;
    (rule.len() > 3 && rule.bytes().all(|byte| byte == b'=')).then_some(Delimiter::Table('|'))
}

/// The level (1 to 6) and the text of a heading such as `== Text`.
pub(super) fn heading(line: &str) -> Option<(u8, &str)> {
    let mark = line.chars().next().filter(|mark| matches!(mark, '=' | '#'))?;
    let text = line.trim_start_matches(mark);
    let level = line.len() - text.len();
    if level > 6 || !text.starts_with([' ', '\t']) || text.trim().is_empty() {
        return None;
    }
    let text = text.trim();
    // The same marks may stand behind the text.
    let marks = line.get(..level)?;
    let closed = text.strip_suffix(marks).filter(|text| text.ends_with(' ')).map(str::trim_end);
    Some((u8::try_from(level).ok()?, closed.unwrap_or(text)))
}

/// The level of a title that stands above this line: the line is as long as the title, give or take one character.
pub(super) fn underlined(title: &str, line: &str) -> Option<u8> {
    let mark = line.chars().next()?;
    let level = u8::try_from(['=', '-', '~', '^', '+'].iter().position(|known| *known == mark)?).ok()? + 1;
    let is_title = title.contains(char::is_alphanumeric) && !title.starts_with(['.', ' ', '\t', '[', '/', '|', ':']);
    let is_line = line.len() >= 3 && line.chars().all(|c| c == mark);
    (is_line && is_title && title.chars().count().abs_diff(line.len()) < 2).then_some(level)
}

/// A marker of a list, and the text behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marked<'a> {
    /// An item with its text.
    Item(&'a str),
    /// A term and the beginning of what is said of it.
    Term(&'a str, &'a str),
}

/// What a line of a list is.
pub(super) fn marked(line: &str) -> Option<Marked<'_>> {
    let line = line.trim_start();
    let first = line.chars().next()?;
    let rest = match first {
        '*' | '.' => line.trim_start_matches(first),
        '-' | '•' => line.get(first.len_utf8()..)?,
        // A callout: `<1>` or `<.>`.
        '<' => {
            let (number, rest) = line.get(1..)?.split_once('>')?;
            let is_number = number == "." || (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()));
            if is_number { rest } else { return term(line) }
        }
        _ => match numbered(line) {
            Some(rest) => rest,
            None => return term(line),
        },
    };
    if !rest.starts_with([' ', '\t']) || rest.trim().is_empty() {
        return term(line);
    }
    let text = rest.trim_start();
    let done = ["[*] ", "[x] ", "[X] ", "[ ] "].iter().find_map(|check| text.strip_prefix(check));
    Some(Marked::Item(done.unwrap_or(text).trim_start()))
}

/// What follows the `1.`, `a.` or `iv)` of a line.
fn numbered(line: &str) -> Option<&str> {
    let length = line.bytes().take(5).take_while(u8::is_ascii_alphanumeric).count();
    let number = line.get(..length)?;
    let rest = line.get(length..)?;
    let digits = length > 0 && number.bytes().all(|byte| byte.is_ascii_digit());
    let roman = length > 0 && number.chars().all(|c| "ivxIVX".contains(c));
    if digits || (length == 1 && number.bytes().all(|byte| byte.is_ascii_lowercase())) {
        rest.strip_prefix('.')
    } else if roman {
        rest.strip_prefix(')')
    } else {
        None
    }
}

/// `term:: text`, with two to four colons or two semicolons.
fn term(line: &str) -> Option<Marked<'_>> {
    let mut from = 0;
    loop {
        let at = from + line.get(from..)?.find([':', ';'])?;
        let mark = line.get(at..)?.chars().next()?;
        let rest = line.get(at..)?.trim_start_matches(mark);
        let run = line.len() - at - rest.len();
        let is_mark = if mark == ':' { (2..=4).contains(&run) } else { run == 2 };
        let name = line.get(..at)?;
        if is_mark
            && (rest.is_empty() || rest.starts_with([' ', '\t']))
            && !name.trim().is_empty()
            && !name.ends_with(' ')
        {
            return Some(Marked::Term(name, rest.trim_start()));
        }
        from = at + run;
    }
}

/// The name, target and attributes of a macro that is a block of its own: `image::shed.png[A shed]`.
pub(super) fn block_macro(line: &str) -> Option<(&str, &str, &str)> {
    let (name, rest) = line.split_once("::")?;
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    let (target, attributes) = rest.strip_suffix(']')?.split_once('[')?;
    (!name.is_empty() && name.bytes().all(is_name) && !target.starts_with(' ')).then_some((name, target, attributes))
}

#[cfg(test)]
mod tests {
    use super::{Delimiter, Marked, block_macro, delimiter, heading, marked, underlined};

    #[test]
    fn delimiters() {
        for (line, expected) in [
            ("----", Some(Delimiter::Code)),
            ("```ruby", Some(Delimiter::Code)),
            ("//////", Some(Delimiter::Comment)),
            ("--", Some(Delimiter::Blocks)),
            ("****", Some(Delimiter::Blocks)),
            ("|===", Some(Delimiter::Table('|'))),
            ("|======", Some(Delimiter::Table('|'))),
            (",===", Some(Delimiter::Table(','))),
            ("---", None),
            ("```a``` b", None),
            ("--- -", None),
            ("", None),
        ] {
            assert_eq!(delimiter(line), expected, "{line}");
        }
    }

    #[test]
    fn headings() {
        assert_eq!(heading("== A b"), Some((2, "A b")));
        assert_eq!(heading("=== A ==="), Some((3, "A")));
        assert_eq!(heading("## C#"), Some((2, "C#")));
        assert_eq!(["==A", "=======  A", "== ", "*= A"].map(heading), [None; 4]);
        assert_eq!(underlined("Title", "======"), Some(1));
        assert_eq!(underlined("Part", "~~~"), Some(3));
        assert_eq!([underlined("Title", "==="), underlined(".Title", "------"), underlined("--", "--")], [None; 3]);
    }

    #[test]
    fn lists() {
        for (line, expected) in [
            ("* a", Some(Marked::Item("a"))),
            ("  *** a", Some(Marked::Item("a"))),
            (".. a", Some(Marked::Item("a"))),
            ("- [x] a", Some(Marked::Item("a"))),
            ("12. a", Some(Marked::Item("a"))),
            ("<1> a", Some(Marked::Item("a"))),
            ("a b:: c", Some(Marked::Term("a b", "c"))),
            ("x:::", Some(Marked::Term("x", ""))),
            ("-a b:: c", Some(Marked::Term("-a b", "c"))),
            ("std::vector", None),
            ("*bold* text", None),
            (".Title", None),
            ("a: b; c", None),
        ] {
            assert_eq!(marked(line), expected, "{line}");
        }
    }

    #[test]
    fn macros() {
        assert_eq!(block_macro("image::a b.png[C, 3]"), Some(("image", "a b.png", "C, 3")));
        assert_eq!([block_macro("a:: b[c]"), block_macro("a b::c[]"), block_macro("a::b")], [None; 3]);
    }
}
