//! Word documents (Office Open XML, ECMA-376): the main text with its headings, lists, tables and notes. Headers and
//! footers of pages, comments and macros are left out.

mod body;
mod notes;
mod styles;

use super::packed::archive::{Archive, resolved};
use super::packed::facts::Facts;
use super::packed::xml::{self, Node};
use super::{Format, Reader, Refusal};
use crate::corpus::formats::outline::Outline;

/// Word documents and templates.
pub(super) const FORMAT: Format = Format {
    name: "docx",
    extensions: &["docx", "docm", "dotx", "dotm"],
    names: &[],
    signs: None,
    meta_charset: false,
    reader: Reader::Bytes(|bytes, _| parse(bytes)),
};

/// Reads a document.
fn parse(bytes: &[u8]) -> Result<Outline, Refusal> {
    let mut archive = Archive::open(bytes)?;
    let package = relations(&mut archive, "")?;
    let main = part(&package, "officeDocument").unwrap_or_else(|| "word/document.xml".to_owned());
    let Some(document) = archive.read(&main)? else {
        return Err(Refusal::of_content("no Word document: it has no main text"));
    };
    let relations = relations(&mut archive, &main)?;
    let mut warnings = Vec::new();
    let mut read = |kind: &str| match part(&relations, kind).map(|name| archive.read(&name)) {
        Some(Ok(content)) => content.unwrap_or_default(),
        Some(Err(refusal)) => {
            warnings.push(format!("its {kind} are left out: {}", refusal.reason));
            Vec::new()
        }
        None => Vec::new(),
    };
    let styles = styles::Styles::read(read("styles"));
    let notes = [notes::read(read("footnotes")), notes::read(read("endnotes"))];
    let (mut outline, whole) = body::read(document, &styles, notes);
    let facts = part(&package, "core-properties").and_then(|name| archive.read(&name).ok().flatten());
    let mut facts = facts.map(Facts::read).unwrap_or_default();
    // What stands on the first page is surer than what a template left behind.
    facts.title = outline.title.take().or(facts.title);
    if !whole {
        warnings.push("cut off or damaged: only its beginning is read".to_owned());
    }
    outline.front_matter = facts.front_matter();
    outline.warnings = warnings;
    Ok(outline)
}

/// What a file of the package refers to, by the last word of the kind of reference: its style sheet, its notes. The
/// package itself is called by an empty name.
fn relations(archive: &mut Archive<'_>, of: &str) -> Result<Vec<(String, String)>, Refusal> {
    let (folder, file) = of.rsplit_once('/').map_or(("", of), |(folder, file)| (folder, file));
    let name = if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") };
    let mut relations = Vec::new();
    let Some(content) = archive.read(&name)? else { return Ok(relations) };
    xml::read(content, |node| {
        if let Node::Open("Relationship", element) = node
            && let (Some(kind), Some(target)) = (element.attribute("Type"), element.attribute("Target"))
            && element.attribute("TargetMode").as_deref() != Some("External")
        {
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            relations.push((kind, resolved(of, &target)));
        }
    });
    Ok(relations)
}

fn part(relations: &[(String, String)], kind: &str) -> Option<String> {
    relations.iter().find(|(known, _)| known == kind).map(|(_, name)| name.clone())
}

#[cfg(test)]
mod tests;
