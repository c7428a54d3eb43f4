//! Macros within text: links, cross references, pictures, keys, footnotes.

use super::inline::{BRACKET, Scan, is_word, marks};

/// The longest address that is taken as a whole, in bytes: its end may be looked for at every colon.
const ADDRESS: usize = 500;

impl Scan<'_> {
    /// A macro or an address whose name ends before the colon at `at`.
    pub(super) fn macro_at(&mut self, at: usize) -> Option<usize> {
        let before = self.text.get(..at)?;
        let length = before.bytes().rev().take(12).take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let name = before.get(at - length..)?;
        if name.is_empty() || before.get(..at - length)?.ends_with(is_word) {
            return None;
        }
        let rest = self.text.get(at + 1..)?;
        let is_address = matches!(name, "http" | "https" | "ftp" | "irc") && rest.starts_with("//");
        if is_address || matches!(name, "link" | "mailto" | "xref") {
            return self.link(at, name, is_address);
        }
        let known = matches!(
            name,
            "image"
                | "icon"
                | "kbd"
                | "btn"
                | "menu"
                | "pass"
                | "stem"
                | "latexmath"
                | "asciimath"
                | "footnote"
                | "footnoteref"
                | "anchor"
                | "indexterm"
                | "indexterm2"
        );
        let target = rest.bytes().take(300).position(|byte| byte == b'[' || byte == b'\n').filter(|_| known)?;
        if !rest.get(target..)?.starts_with('[') {
            return None;
        }
        let (content, end) = self.until(at + 1 + target + 1, BRACKET)?;
        let target = rest.get(..target)?;
        self.out.take_back(name);
        match name {
            "image" => self.phrase(picture_text(content)),
            "menu" => {
                let path =
                    std::iter::once(target).chain(content.split('>').map(str::trim)).filter(|step| !step.is_empty());
                self.out.push(&path.collect::<Vec<_>>().join(" > "));
            }
            "footnote" | "footnoteref" if !content.is_empty() => {
                self.out.push(" (");
                self.phrase(content);
                self.out.push(")");
            }
            "kbd" | "btn" | "pass" | "stem" | "latexmath" | "asciimath" | "indexterm2" => self.out.push(content),
            _ => {}
        }
        Some(end)
    }

    /// `link:target[text]`, `https://target[text]` and the like, or an address alone.
    fn link(&mut self, at: usize, name: &str, is_address: bool) -> Option<usize> {
        let rest = self.text.get(at + 1..)?;
        let stops =
            |byte: u8| byte.is_ascii_whitespace() || b"[]<>\"".contains(&byte) || (is_address && b"`*".contains(&byte));
        let mut length = rest.bytes().take(ADDRESS).position(stops).unwrap_or(rest.len().min(ADDRESS));
        while !rest.is_char_boundary(length) {
            length -= 1;
        }
        let bracket = rest.get(length..).is_some_and(|rest| rest.starts_with('['));
        if !bracket {
            if !is_address {
                return None;
            }
            let address = rest.get(..length)?.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'', '_']);
            let end = at + 1 + address.len();
            self.out.take_back(name);
            self.out.link(self.text.get(at - name.len()..end)?);
            return Some(end + usize::from(self.text.get(end..)?.starts_with('>')));
        }
        let target = rest.get(..length)?;
        let (content, end) = self.until(at + 1 + length + 1, BRACKET)?;
        self.out.take_back(name);
        // A picture that leads somewhere: `link:target[image:picture[Its text]]`.
        if let Some((_, alternative)) = content.strip_prefix("image:").and_then(|picture| picture.split_once('[')) {
            self.out.link(picture_text(alternative));
            return Some(end + usize::from(self.text.get(end..)?.starts_with(']')));
        }
        let content = content.strip_suffix('\\').unwrap_or(content);
        if name == "xref" {
            self.reference(target, content.trim_end_matches('^'));
            return Some(end);
        }
        let text = link_text(content);
        if !text.is_empty() {
            self.out.link(marks(text, false).as_str());
        } else if is_address {
            self.out.link(self.text.get(at - name.len()..at + 1 + length)?);
        } else {
            self.out.link(target);
        }
        Some(end)
    }

    /// A macro whose name begins behind the backslash at `at`: it is text.
    pub(super) fn escaped_macro(&mut self, at: usize) -> Option<usize> {
        let rest = self.text.get(at + 1..)?;
        let name = rest.bytes().take(12).take_while(u8::is_ascii_alphabetic).count();
        let after = rest.get(name..)?;
        let bracket = after.bytes().take(300).position(|byte| byte == b'[' || byte.is_ascii_whitespace())?;
        if !after.starts_with(':') || !after.get(bracket..)?.starts_with('[') {
            return None;
        }
        self.out.push(rest.get(..name + bracket)?);
        Some(at + 1 + name + bracket)
    }

    fn phrase(&mut self, text: &str) {
        self.out.push(marks(text, false).as_str());
    }

    /// A cross reference; one without text is shown as the words of its target.
    pub(super) fn reference(&mut self, target: &str, text: &str) {
        if !text.is_empty() {
            return self.out.link(marks(text.trim_matches('"'), false).as_str());
        }
        let (page, id) = target.rsplit_once('#').unwrap_or((target, ""));
        let name = if id.is_empty() { page } else { id };
        let words = name.trim_end_matches(".adoc").replace(['_', '-'], " ");
        self.out.link(words.trim());
    }
}

/// What of a picture's attributes is shown in its place.
fn picture_text(content: &str) -> &str {
    let text = content.split(',').next().unwrap_or_default();
    if text.contains('=') { "" } else { text.trim_matches('"') }
}

/// What of a link's attributes is its text.
fn link_text(content: &str) -> &str {
    let content = content.trim();
    if let Some((quoted, _)) = content.strip_prefix('"').and_then(|content| content.split_once('"')) {
        return quoted;
    }
    let text = match content.split_once(',') {
        Some((text, rest)) if rest.contains('=') => text,
        _ if content.contains('=') && !content.contains([' ', ',']) => "",
        _ => content,
    };
    text.trim_end_matches('^')
}
