//! Signs that a plain text is reStructuredText.

use super::directives;
use super::explicit::marked;
use super::heading::{adornment, covers};

/// What is enough to tell.
const ENOUGH: usize = 3;

/// Whether a text is clearly reStructuredText: directives, labels, roles and links count most, literals and underlined
/// titles some, and what only Markdown has speaks against it.
pub(super) fn is_restructured_text(start: &str) -> bool {
    let (mut score, mut against, mut titles) = (0usize, 0usize, 0usize);
    let mut overlined = false;
    let mut above = "";
    let mut before_that = "";
    for line in start.lines() {
        let line = line.trim_end();
        if line.starts_with("```") || line.starts_with("~~~ ") || line.contains("](") || is_atx(line) {
            against += 1;
        }
        score += explicit(line.trim_start()) + roles(line);
        let is_title = (before_that.is_empty() || adornment(before_that).is_some())
            && !above.is_empty()
            && !above.starts_with([' ', '\t', '-', '*', '#', '|']);
        if is_title && line.len() > 2 && adornment(line).is_some() && covers(line, above) && adornment(above).is_none()
        {
            titles += 1;
            overlined |= before_that == line;
        }
        (before_that, above) = (above, line);
    }
    // Markdown has no lines above titles.
    let enough = score > 1 || (score == 1 && overlined);
    enough && score + titles.min(2) >= ENOUGH + against * 2
}

fn is_atx(line: &str) -> bool {
    line.starts_with('#') && line.trim_start_matches('#').starts_with(' ')
}

/// Directives, targets and substitutions.
fn explicit(line: &str) -> usize {
    let Some(text) = marked(line) else { return 0 };
    let is_target = text.strip_prefix('_').is_some_and(|name| name.len() > 1 && name.contains(':'));
    let is_substitution = text.starts_with('|') && text.contains("::");
    if directives::parse(text).is_some() || is_target || is_substitution { 2 } else { 0 }
}

/// Roles and links between backticks, and literals.
fn roles(line: &str) -> usize {
    let mut score = 0;
    let mut pieces = line.split('`');
    let mut before = pieces.next().unwrap_or_default();
    // Every other piece stands between backticks where none is empty.
    while let (Some(inside), Some(after)) = (pieces.next(), pieces.next()) {
        if inside.is_empty() && !after.is_empty() {
            // Two backticks: a literal if two close it as well.
            let closed = pieces.next() == Some("");
            before = pieces.next().unwrap_or_default();
            score += usize::from(closed);
            continue;
        }
        let is_role = before.strip_suffix(':').and_then(|name| name.rsplit_once(':')).is_some_and(|(_, name)| {
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        });
        if !inside.is_empty() && (is_role || after.starts_with('_')) {
            score += 2;
        }
        before = after;
    }
    score
}

#[cfg(test)]
mod tests {
    use super::is_restructured_text;

    #[test]
    fn it_must_be_clear() {
        for text in [
            "Title\n=====\n\n.. note:: Mind the gap.\n",
            "=====\nTitle\n=====\n\nSee :doc:`the shed` and :ref:`x`.\n",
            "Title\n-----\n\nUse ``spade`` and ``rake``. The ``hoe``, too.\n",
            "=====\nTitle\n=====\n\nUse ``a``.\n\nPart\n====\n",
            "=====\nTitle\n=====\n\n.. toctree::\n\n   a\n",
            "Title\n=====\n\nUse ``a`` (:ticket:`1`).\n",
            ".. _label:\n\n.. code-block:: sh\n\n   dig\n",
            "Visit `the shed <https://x.org>`_ or `the barn`_.\n",
        ] {
            assert!(is_restructured_text(text), "{text}");
        }
        for text in [
            "Title\n=====\n\nPlain words under a line.\n\nMore\n----\n\nWords.\n",
            "# A\n\nIn `rst` you write ``.. note::`` or ``:ref:``.\n\n```\n.. note:: x\n```\n\n[a](b)\n",
            "Title\n=====\n\nA [link](x) and `code` and `more`.\n\n* a\n* b\n",
            "Wait ... and see .. well:: then\n",
            "Use ``a`` (:ticket is.\n",
            "He said ``so'' and ``no''.\n",
            "a: `b` c: `d`\n",
            "",
        ] {
            assert!(!is_restructured_text(text), "{text}");
        }
    }
}
