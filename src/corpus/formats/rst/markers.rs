//! What a block may begin with besides `..`: the markers of list items, line blocks and doctests.

/// What follows the marker of a list item, and how many columns the marker takes with the space after it.
///
/// `below`: whether the line below may belong to an item, which is asked of numbered ones only: `A. Smith` may begin a
/// paragraph.
pub(super) fn item(text: &str, below: impl Fn(usize) -> bool) -> Option<(&str, usize)> {
    let bullet = text.chars().next().filter(|c| matches!(c, '*' | '+' | '-' | '•' | '‣' | '⁃'));
    let (after, width) = match bullet {
        Some(bullet) => (text.get(bullet.len_utf8()..)?, 1),
        None => numbered(text)?,
    };
    if !after.is_empty() && !after.starts_with(' ') {
        return None;
    }
    let rest = after.trim_start();
    let column = width + after.len() - rest.len();
    (bullet.is_some() || below(column)).then_some((rest, column))
}

/// What follows the `1.`, `(a)`, `iv)` or `#.` of a line, and the width of that.
fn numbered(text: &str) -> Option<(&str, usize)> {
    let open = text.strip_prefix('(');
    let number = open.unwrap_or(text);
    let length = number.bytes().take(6).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
    let name = number.get(..length)?;
    let roman = |c: char| "ivxlcdmIVXLCDM".contains(c);
    let is_number = length > 0 && name.bytes().all(|byte| byte.is_ascii_digit());
    // One letter or `#`, or a Roman number.
    let is_number = is_number || length == 1 || (length > 1 && name.chars().all(roman));
    let after = number.get(length..)?;
    let after = if open.is_some() { after.strip_prefix(')') } else { after.strip_prefix(['.', ')']) }?;
    is_number.then_some((after, text.len() - after.len()))
}

/// The text of a line of a line block.
pub(super) fn line_block(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('|')?;
    (rest.is_empty() || rest.starts_with(' ')).then(|| rest.trim())
}

#[cfg(test)]
mod tests {
    use super::{item, line_block};

    #[test]
    fn items() {
        for (text, expected) in [
            ("- a", Some(("a", 2))),
            ("*", Some(("", 1))),
            ("•   a", Some(("a", 4))),
            ("12. a", Some(("a", 4))),
            ("(iv) a", Some(("a", 5))),
            ("#. a", Some(("a", 3))),
            ("a) b", Some(("b", 3))),
            ("-a", None),
            ("**a", None),
            ("ab. c", None),
            ("1.2 c", None),
            ("(1. c", None),
        ] {
            assert_eq!(item(text, |_| true), expected, "{text}");
        }
        assert_eq!((item("A. Smith", |_| false), item("- a", |_| false).is_some()), (None, true));
    }

    #[test]
    fn line_blocks() {
        assert_eq!(["| a", "|", "|a", "a"].map(line_block), [Some("a"), Some(""), None, None]);
    }
}
