//! Attributes: `:name: value` defines one and `{name}` stands for its value.

use std::borrow::Cow;

use crate::corpus::formats::names::Names;

/// The longest name, in bytes.
const NAME: usize = 60;

/// What the attributes of a document stand for.
#[derive(Debug, Default)]
pub(super) struct Attributes(Names);

impl Attributes {
    /// Defines an attribute; `!` before or after its name takes it back.
    pub(super) fn define(&mut self, name: &str, value: &str) {
        match name.trim_matches('!') {
            bare if bare.len() < name.len() => self.0.remove(bare),
            _ => self.0.define(name, value),
        }
    }

    /// The text with the values of known attributes; unknown ones stay as they are written.
    pub(super) fn replaced<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if !text.contains('{') {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            let (before, reference) = rest.split_at(open);
            out.push_str(before);
            let name = reference.get(1..).and_then(name_in);
            match name.and_then(|name| Some((name, self.value(name)?))) {
                Some((_, _)) if before.ends_with('\\') => {
                    out.pop();
                    out.push('{');
                    rest = reference.get(1..).unwrap_or_default();
                }
                Some((name, value)) => {
                    out.push_str(value);
                    rest = reference.get(name.len() + 2..).unwrap_or_default();
                }
                None => {
                    out.push('{');
                    rest = reference.get(1..).unwrap_or_default();
                }
            }
        }
        out.push_str(rest);
        Cow::Owned(out)
    }

    fn value(&self, name: &str) -> Option<&str> {
        if name.starts_with("counter:") || name.starts_with("counter2:") || name.starts_with("set:") {
            return Some("");
        }
        self.0.value(name).or_else(|| built_in(name))
    }
}

/// The name of the reference whose text begins behind its brace.
fn name_in(text: &str) -> Option<&str> {
    let end = text.bytes().take(NAME).position(|byte| byte == b'}')?;
    let name = text.get(..end)?;
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '!');
    (!name.is_empty() && name.chars().all(is_name)).then_some(name)
}

/// The name and the value of an entry such as `:name: value`.
pub(super) fn entry(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.strip_prefix(':')?.split_once(':')?;
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '!');
    let apart = value.is_empty() || value.starts_with([' ', '\t']);
    (apart && !name.is_empty() && name.chars().all(is_name)).then_some((name, value.trim()))
}

/// Characters that have a name because they would be markup.
fn built_in(name: &str) -> Option<&'static str> {
    Some(match name {
        "empty" | "blank" | "zwsp" | "wj" => "",
        "sp" | "nbsp" => " ",
        "plus" => "\\+",
        "cpp" => "C\\++",
        "asterisk" => "\\*",
        "backtick" => "\\`",
        "caret" => "\\^",
        "tilde" => "\\~",
        "startsb" => "\\[",
        "endsb" => "]",
        "vbar" => "|",
        "lt" => "<",
        "gt" => ">",
        "amp" => "&",
        "apos" | "lsquo" | "rsquo" => "'",
        "quot" | "ldquo" | "rdquo" => "\"",
        "backslash" => "\\",
        "deg" => "°",
        "two-colons" => "::",
        "two-semicolons" => ";;",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Attributes, entry};

    #[test]
    fn values_stand_in() {
        let mut attributes = Attributes::default();
        attributes.define("Tool", "spade");
        attributes.define("gone", "x");
        attributes.define("!gone", "");
        attributes.define("long", &"x".repeat(500));
        assert_eq!(
            attributes.replaced(r"a {tool}{empty} {gone} \{tool} {long} {a b} {"),
            r"a spade {gone} {tool} {long} {a b} {"
        );
        assert_eq!(attributes.replaced("{counter:n}{vbar}"), "|");
    }

    #[test]
    fn entries() {
        assert_eq!(entry(":a-b: c d"), Some(("a-b", "c d")));
        assert_eq!(entry(":!toc:"), Some(("!toc", "")));
        assert_eq!([":a:b", ":: x", ":a b: c", "a: b"].map(entry), [None; 4]);
    }
}
