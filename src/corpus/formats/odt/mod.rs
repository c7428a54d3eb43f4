//! Texts of OpenDocument (ODF 1.3, part 3), as LibreOffice writes them; packed, or in one file of XML.

mod body;

use super::packed::archive::Archive;
use super::packed::facts::Facts;
use super::packed::xml::{self, Node};
use super::{Format, Reader, Refusal};
use crate::corpus::formats::outline::Outline;

/// OpenDocument texts and templates.
pub(super) const FORMAT: Format = Format {
    name: "odt",
    extensions: &["odt", "ott", "fodt"],
    names: &[],
    signs: None,
    meta_charset: false,
    reader: Reader::Bytes(|bytes, _| parse(bytes)),
};

fn parse(bytes: &[u8]) -> Result<Outline, Refusal> {
    // One file of XML holds everything.
    if bytes.trim_ascii_start().starts_with(b"<") || bytes.starts_with(b"\xef\xbb\xbf<") {
        return Ok(outline(bytes.to_vec(), Vec::new(), bytes.to_vec()));
    }
    let mut archive = Archive::open(bytes)?;
    let mut encrypted = false;
    xml::read(archive.read("META-INF/manifest.xml")?.unwrap_or_default(), |node| {
        encrypted |= matches!(node, Node::Open("encryption-data", _));
    });
    if encrypted {
        return Err(Refusal::of_content("encrypted"));
    }
    let Some(content) = archive.read("content.xml")? else {
        return Err(Refusal::of_content("no OpenDocument text: it has no content"));
    };
    let mut of = |name: &str| archive.read(name).ok().flatten().unwrap_or_default();
    let (styles, meta) = (of("styles.xml"), of("meta.xml"));
    Ok(outline(content, styles, meta))
}

fn outline(content: Vec<u8>, styles: Vec<u8>, meta: Vec<u8>) -> Outline {
    let (mut outline, whole) = body::read(content, styles);
    let mut facts = Facts::read(meta);
    facts.title = outline.title.take().or(facts.title);
    outline.front_matter = facts.front_matter();
    if !whole {
        outline.warnings.push("cut off or damaged: only its beginning is read".to_owned());
    }
    outline
}

#[cfg(test)]
mod tests;
