//! Alerts: quotes that begin with `[!NOTE]`, and boxes without a title of their own, `!!! note` and `:::note`. To a search
//! the word says nothing; to a reader it does.

use super::code::Fence;
use crate::corpus::formats::rewritten::{Rewriter, Rewritten};

/// The text with the kinds of alerts as bold words in a line of their own, and those of boxes as their titles; none where
/// there are neither.
pub(super) fn named(text: &str) -> Option<Rewritten<'_>> {
    if !["[!", "!!! ", "???", ":::"].iter().any(|sign| text.contains(sign)) {
        return None;
    }
    let mut written = Rewriter::new(text);
    let mut fence = Fence::default();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_start_matches([' ', '\t', '>']);
        let before = line.len() - content.len();
        let in_code = fence.holds(line);
        if let Some(title) = untitled(content.trim_end()).filter(|_| !in_code) {
            written.keep_to(start + line.trim_end().len());
            written.insert(&title);
        } else if !in_code
            && line.get(..before).is_some_and(|before| before.contains('>'))
            && let Some((kind, length)) = kind(content)
        {
            written.keep_to(start + before);
            written.insert(&format!("**{kind}**"));
            written.drop_to(start + before + length);
            written.keep_to(start + line.trim_end().len());
            // Two spaces: what follows is in a line of its own.
            written.insert("  ");
        }
        start += line.len();
        written.keep_to(start);
    }
    Some(written.finish())
}

/// What a line that opens a box without a title lacks: the kind of the box as its title.
fn untitled(line: &str) -> Option<String> {
    if let Some(kind) = ["!!! ", "??? ", "???+ "].iter().find_map(|mark| line.strip_prefix(mark)) {
        return KINDS.contains(&kind).then(|| format!(" \"{}\"", capital(kind)));
    }
    let kind = line.trim_start_matches(':');
    let is_box = line.len() - kind.len() >= 3 && KINDS.contains(&kind.trim_start());
    is_box.then(|| format!(" {}", capital(kind.trim_start())))
}

/// The kinds of boxes that the generators of sites know.
const KINDS: [&str; 16] = [
    "note",
    "tip",
    "info",
    "warning",
    "danger",
    "caution",
    "important",
    "abstract",
    "success",
    "question",
    "failure",
    "bug",
    "example",
    "quote",
    "attention",
    "hint",
];

fn capital(word: &str) -> String {
    let (first, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
    first.to_uppercase() + &rest.to_lowercase()
}

/// The kind of an alert, such as `Note`, and how long its mark is.
fn kind(content: &str) -> Option<(String, usize)> {
    let name = content.strip_prefix("[!")?;
    let name = name.get(..name.find(']')?)?;
    let is_name = name.len() < 24 && name.starts_with(|c: char| c.is_ascii_alphabetic());
    if !is_name || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
        return None;
    }
    let mark = "[!]".len() + name.len();
    let folds = content.get(mark..).is_some_and(|rest| rest.starts_with(['+', '-']));
    Some((capital(name), mark + usize::from(folds)))
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn kinds_are_said_in_words() {
        let text = "a\n> [!NOTE]\n> b\n\n> > [!faq]- Why?\n";
        assert_eq!(named(text).unwrap().text, "a\n> **Note**  \n> b\n\n> > **Faq** Why?  \n");
        for text in ["[!NOTE] a", "```\n> [!NOTE]\n```\n", "> [!INCLUDE [a](b)]", "> a [!NOTE]", "> [!"] {
            assert_eq!(named(text).unwrap().text, text);
        }
        assert!(named("> [note]").is_none());
        let boxes = "!!! note\n    a\n\n??? tip \"T\"\n    b\n\n:::warning\nc\n:::\n::: details\n";
        let expected = "!!! note \"Note\"\n    a\n\n??? tip \"T\"\n    b\n\n:::warning Warning\nc\n:::\n::: details\n";
        assert_eq!(named(boxes).unwrap().text, expected);
    }
}
