//! Alerts: quotes that begin with `[!NOTE]`. To a search the word says nothing; to a reader it does.

use super::code::Fence;
use crate::corpus::formats::rewritten::{Rewriter, Rewritten};

/// The text with the kinds of alerts as bold words in a line of their own; none where there are no alerts.
pub(super) fn named(text: &str) -> Option<Rewritten<'_>> {
    if !text.contains("[!") {
        return None;
    }
    let mut written = Rewriter::new(text);
    let mut fence = Fence::default();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_start_matches([' ', '\t', '>']);
        let before = line.len() - content.len();
        if !fence.holds(line)
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

/// The kind of an alert, such as `Note`, and how long its mark is.
fn kind(content: &str) -> Option<(String, usize)> {
    let name = content.strip_prefix("[!")?;
    let name = name.get(..name.find(']')?)?;
    let is_name = name.len() < 24 && name.starts_with(|c: char| c.is_ascii_alphabetic());
    if !is_name || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
        return None;
    }
    let (first, rest) = name.split_at(1);
    let mark = "[!]".len() + name.len();
    let folds = content.get(mark..).is_some_and(|rest| rest.starts_with(['+', '-']));
    Some((first.to_ascii_uppercase() + &rest.to_ascii_lowercase(), mark + usize::from(folds)))
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
    }
}
