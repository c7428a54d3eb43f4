//! The style sheet of a Word document: which paragraphs are headings, titles, items or code.

use std::collections::HashMap;

use crate::corpus::formats::packed::flow::Kind;
use crate::corpus::formats::packed::xml::{Node, read};

/// Styles that build on one another beyond this are not followed: a circle has no end.
const GENERATIONS: usize = 32;

/// What a style says itself.
#[derive(Debug, Default)]
struct Style {
    kind: Option<Kind>,
    based_on: Option<String>,
}

/// Paragraph styles by their ids.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: HashMap<String, Style>,
}

impl Styles {
    /// Reads a style sheet; there may be none.
    pub(super) fn read(bytes: Vec<u8>) -> Styles {
        let mut styles = HashMap::new();
        let mut open: Option<(String, Style)> = None;
        read(bytes, |node| match node {
            Node::Open("style", element) => {
                open = element.attribute("styleId").map(|id| (id, Style::default()));
            }
            Node::Open(name, element) => {
                if let Some((_, style)) = &mut open {
                    style.add(name, &element.attribute("val").unwrap_or_default(), || element.attribute("ascii"));
                }
            }
            Node::Close("style") => styles.extend(open.take()),
            _ => {}
        });
        Styles { styles }
    }

    /// What paragraphs in a style are: as the style says, else as those say that it builds on.
    pub(super) fn kind(&self, id: &str) -> Kind {
        let mut at = self.styles.get(id);
        for _ in 0..GENERATIONS {
            let Some(style) = at else { break };
            if let Some(kind) = style.kind {
                return kind;
            }
            at = style.based_on.as_ref().and_then(|id| self.styles.get(id));
        }
        // Without a style sheet the ids are all there is.
        if self.styles.contains_key(id) { Kind::Text } else { kind_of_name(id).unwrap_or_default() }
    }
}

impl Style {
    fn add(&mut self, element: &str, value: &str, font: impl Fn() -> Option<String>) {
        match element {
            // Word keeps the English names of its own styles in every language.
            "name" => self.kind = kind_of_name(value).or(self.kind),
            "basedOn" => self.based_on = Some(value.to_owned()),
            "outlineLvl" => match value.parse() {
                Ok(level @ 0..=8) => self.kind = Some(heading(level)),
                _ => self.kind = self.kind.or(Some(Kind::Text)),
            },
            "numId" if value != "0" => self.kind = self.kind.or(Some(Kind::Item)),
            "rFonts" if font().is_some_and(|font| is_monospaced(&font)) => {
                self.kind = self.kind.or(Some(Kind::Code));
            }
            _ => {}
        }
    }
}

/// A heading by its level as Word counts, from 0.
pub(super) fn heading(level: u8) -> Kind {
    Kind::Heading(level.saturating_add(1).min(6))
}

fn is_monospaced(font: &str) -> bool {
    let font = font.to_lowercase();
    ["courier", "consolas", "mono", "menlo", "lucida console"].into_iter().any(|name| font.contains(name))
}

/// What a style is by its name: Word's own names and those that publishers like, such as `Head A`.
fn kind_of_name(name: &str) -> Option<Kind> {
    let name: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    match name.as_str() {
        "title" | "chaptertitle" | "booktitle" | "documenttitle" => return Some(Kind::Title),
        "htmlpreformatted" | "sourcecode" | "code" | "preformattedtext" | "macrotext" => return Some(Kind::Code),
        "listparagraph" => return Some(Kind::Text), // indented like one, and an item only if it has a number
        "tocheading" | "tableoffigures" => return Some(Kind::Contents),
        _ => {}
    }
    let of = |start: &str| name.strip_prefix(start).filter(|rest| rest.len() == 1).and_then(|rest| rest.chars().next());
    if of("toc").is_some_and(|c| c.is_ascii_digit()) {
        return Some(Kind::Contents);
    }
    if name.starts_with("listbullet") || name.starts_with("listnumber") {
        return Some(Kind::Item);
    }
    match of("heading").or_else(|| of("head"))? {
        c @ '1'..='9' => Some(heading(c as u8 - b'1')),
        c @ 'a'..='f' => Some(heading(c as u8 - b'a')),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Styles;
    use crate::corpus::formats::packed::flow::Kind;

    #[test]
    fn styles_are_known_by_name_level_or_parents() {
        let sheet = "<w:styles>\
            <w:style w:styleId='berschrift1'><w:name w:val='heading 1'/></w:style>\
            <w:style w:styleId='Mine'><w:name w:val='My own'/><w:basedOn w:val='berschrift1'/></w:style>\
            <w:style w:styleId='Level'><w:name w:val='x'/><w:pPr><w:outlineLvl w:val='2'/></w:pPr></w:style>\
            <w:style w:styleId='Plain'><w:basedOn w:val='Mine'/><w:pPr><w:outlineLvl w:val='9'/></w:pPr></w:style>\
            <w:style w:styleId='A'><w:basedOn w:val='B'/></w:style><w:style w:styleId='B'><w:basedOn w:val='A'/></w:style>\
            <w:style w:styleId='L'><w:pPr><w:numPr><w:numId w:val='4'/></w:numPr></w:pPr></w:style>\
            <w:style w:styleId='C'><w:rPr><w:rFonts w:ascii='DejaVu Sans Mono'/></w:rPr></w:style>\
            <w:style w:styleId='T'><w:name w:val='toc 2'/></w:style><w:style w:styleId='H'><w:name w:val='HeadB'/></w:style>\
            <w:style w:styleId='Heading7'><w:name w:val='heading 7'/></w:style></w:styles>";
        let styles = Styles::read(sheet.into());
        for (id, kind) in [
            ("berschrift1", Kind::Heading(1)),
            ("Mine", Kind::Heading(1)),
            ("Level", Kind::Heading(3)),
            ("Plain", Kind::Text),
            ("A", Kind::Text),
            ("L", Kind::Item),
            ("C", Kind::Code),
            ("T", Kind::Contents),
            ("H", Kind::Heading(2)),
            ("Heading7", Kind::Heading(6)),
            ("Heading3", Kind::Heading(3)),
            ("none", Kind::Text),
        ] {
            assert_eq!(styles.kind(id), kind, "{id}");
        }
    }
}
