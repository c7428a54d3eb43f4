//! Lines of nothing but bold text, which some guides have for headings.

/// The most characters of such a heading.
const MAX_LENGTH: usize = 100;

/// Whether a paragraph, as it is written, is one short bold text and no sentence.
pub(super) fn is_bold_heading(paragraph: &str) -> bool {
    let text = paragraph.trim();
    let inner = ["**", "__"].into_iter().find_map(|mark| {
        let inner = text.strip_prefix(mark)?.strip_suffix(mark)?;
        (!inner.contains(mark)).then_some(inner)
    });
    inner.is_some_and(|inner| {
        !inner.trim().is_empty()
            && !inner.contains('\n')
            && inner.chars().count() <= MAX_LENGTH
            && !inner.trim_end().ends_with(['.', ',', ';', '!', '。', '、'])
    })
}

#[cfg(test)]
mod tests {
    use super::is_bold_heading;

    #[test]
    fn only_whole_short_lines_count() {
        for text in ["**Duties**", "__Duties and `code`__\n", "**Who is it for?**", "**Duties:**"] {
            assert!(is_bold_heading(text), "{text}");
        }
        let long = format!("**{}**", "a".repeat(101));
        for text in ["**Do it.**", "**a** b", "**a** and **b**", "**a\nb**", "****", "*a*", "a", "", &long, "**wait,**"]
        {
            assert!(!is_bold_heading(text), "{text}");
        }
    }
}
