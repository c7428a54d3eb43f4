//! Signs that a text is a page, whatever its file is called.

/// Whether a text begins as a page does, comments and an XML declaration aside.
pub(super) fn is_html(start: &str) -> bool {
    let mut rest = start.trim_start_matches('\u{feff}').trim_start();
    loop {
        let end = match rest {
            rest if rest.starts_with("<!--") => "-->",
            rest if rest.starts_with("<?") => "?>",
            _ => break,
        };
        let Some((_, after)) = rest.split_once(end) else { return false };
        rest = after.trim_start();
    }
    ["<!doctype html", "<html"].iter().any(|opening| {
        rest.get(..opening.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(opening))
            && rest.get(opening.len()..).is_some_and(|after| after.starts_with(|c: char| c == '>' || c.is_whitespace()))
    })
}
