//! How tests look at what a reader made of a document.

use super::outline::Outline;

/// `level text#anchor [first-last]: body` for each part.
pub(super) fn shown(outline: &Outline) -> Vec<String> {
    let part = |part: &super::outline::Part| {
        let heading = part.heading.as_ref().map_or(String::new(), |heading| {
            let anchor = heading.anchor.as_ref().map_or(String::new(), |anchor| format!("#{anchor}"));
            format!("{} {}{anchor} ", heading.level, heading.text)
        });
        format!("{heading}[{}-{}]: {}", part.lines.first, part.lines.last, part.body)
    };
    outline.parts.iter().map(part).collect()
}

/// The bodies of all parts, a line of `#` between them.
pub(super) fn bodies(outline: &Outline) -> String {
    outline.parts.iter().map(|part| part.body.as_str()).collect::<Vec<_>>().join("\n#\n")
}
