//! Headings: a title with a line of punctuation below it, or above and below.

use unicode_width::UnicodeWidthStr as _;

/// How a heading is adorned: by which character, and whether there is a line above it as well.
pub(super) type Style = (char, bool);

/// A line that is nothing but one punctuation character, again and again: which one.
pub(super) fn adornment(text: &str) -> Option<char> {
    let mark = text.chars().next().filter(char::is_ascii_punctuation)?;
    text.bytes().all(|byte| u32::from(byte) == u32::from(mark)).then_some(mark)
}

/// Whether a line of adornment below (or around) a title makes it one: it is as wide as the title, or at least four
/// characters, when docutils takes it with a warning.
pub(super) fn covers(adornment: &str, title: &str) -> bool {
    adornment.len() >= 4 || title.width() <= adornment.len()
}

/// Whether lines around a title make it one: of the same character, and wide enough.
pub(super) fn surrounds(over: &str, title: &str, under: &str) -> bool {
    let title = title.trim();
    !title.is_empty()
        && over.get(..1) == under.get(..1)
        && covers(over, title)
        && covers(under, title)
        && adornment(under).is_some()
}

/// The styles of headings, in the order in which they appear.
#[derive(Debug, Default)]
pub(super) struct Styles(Vec<Style>);

impl Styles {
    /// The level (1 to 6) of a heading of this style.
    pub(super) fn level(&mut self, style: Style) -> u8 {
        let at = self.0.iter().position(|known| *known == style).unwrap_or_else(|| {
            self.0.push(style);
            self.0.len() - 1
        });
        u8::try_from(at + 1).unwrap_or(6).min(6)
    }
}

/// The id of a label as it stands in pages made of it: lower case, all but letters and digits as single hyphens.
pub(super) fn id(label: &str) -> String {
    let lower = label.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::{Styles, adornment, covers, id, surrounds};

    #[test]
    fn adornments_and_titles() {
        assert_eq!(["===", "~", "=-", "ab", "", "éé"].map(adornment), [Some('='), Some('~'), None, None, None, None]);
        assert!(covers("==", "ab") && !covers("===", "abcd") && covers("====", "a long title"));
        assert!(covers("==", "木") && !covers("===", "木木"));
        assert!(surrounds("====", " a", "====") && surrounds("=====", "a", "====") && !surrounds("===", "a", "---"));
        assert!(!surrounds("====", "", "====") && !surrounds("====", "a", "=a=="));
    }

    #[test]
    fn levels_are_the_order_of_styles() {
        let mut styles = Styles::default();
        let levels: Vec<u8> = [('=', true), ('=', false), ('=', true), ('-', false)].map(|s| styles.level(s)).into();
        assert_eq!(levels, [1, 2, 1, 3]);
        let deep = "~^\"'#".chars().map(|c| styles.level((c, false))).max();
        assert_eq!(deep, Some(6));
    }

    #[test]
    fn ids() {
        assert_eq!(["topics/auth_x", "A  Label", "--"].map(id), ["topics-auth-x", "a-label", ""]);
    }
}
