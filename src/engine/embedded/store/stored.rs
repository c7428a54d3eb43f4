//! A section as it is kept in the index.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use tantivy::schema::document::{DeserializeError, DocumentDeserialize, DocumentDeserializer};

use super::compact::{Decoder, Encoder};
use crate::engine::analysis::Language;
use crate::error::{Error, Result};
use crate::guide::{LineRange, Link, LinkKind, Reason, Reasons, Section, SectionId, Unit};

/// A section with what is needed to show it: [`Section`] and a few facts of its guide.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StoredSection {
    /// The stable id.
    pub id: SectionId,
    /// The key of its guide.
    pub key: String,
    /// The title of its guide.
    pub guide: String,
    /// Its own title.
    pub title: String,
    /// The titles from the guide down to it, both included.
    pub breadcrumb: Vec<String>,
    /// The heading's level, 1 to 6; 0 for text above the first heading.
    pub level: u8,
    /// Its roles.
    pub roles: BTreeSet<String>,
    /// Its section facet; empty where none applies.
    pub section: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// Where it stands in the source file.
    pub lines: LineRange,
    /// What those lines are.
    #[serde(default, skip_serializing_if = "Unit::is_line")]
    pub unit: Unit,
    /// The guide's date, seconds since 1970.
    pub date: i64,
    /// The text below its heading, markup removed.
    pub body: String,
    /// Why it has its roles and its facet.
    pub reasons: Reasons,
    /// The links in it that lead into the knowledge base.
    #[serde(skip)]
    pub links: Vec<Link>,
    /// How many more lead elsewhere.
    #[serde(skip)]
    pub external_links: u32,
    /// The language of its guide.
    #[serde(default)]
    pub(in crate::engine) language: Language,
}

impl StoredSection {
    pub(in crate::engine) fn new(key: &str, guide: &str, date: i64, language: Language, section: Section) -> Self {
        StoredSection {
            id: section.id,
            key: key.to_owned(),
            guide: guide.to_owned(),
            title: section.title,
            breadcrumb: section.breadcrumb,
            level: section.level,
            roles: section.roles,
            section: section.facet,
            tags: section.tags,
            lines: section.lines,
            unit: section.unit,
            date,
            body: section.body,
            reasons: section.reasons,
            links: section.links,
            external_links: section.external_links,
            language,
        }
    }

    /// Appends it to `written`.
    pub(in crate::engine) fn write(&self, written: &mut String) {
        let mut to = Encoder::new(written);
        // The parts that repeat one another come first, so that they are pointed at.
        for text in [&self.key, &self.guide, &self.title] {
            to.text(text);
        }
        let anchor = self.id.0.strip_prefix(&self.key).and_then(|rest| rest.strip_prefix('#'));
        to.number(u64::from(anchor.is_some()));
        to.text(anchor.unwrap_or(&self.id.0));
        to.number(self.breadcrumb.len() as u64);
        self.breadcrumb.iter().for_each(|title| to.text(title));
        to.number(u64::from(self.level));
        to.number(self.roles.len() as u64);
        self.roles.iter().for_each(|role| to.text(role));
        to.text(&self.section);
        to.number(self.tags.len() as u64);
        self.tags.iter().for_each(|tag| to.text(tag));
        to.number(u64::from(self.lines.first));
        to.number(u64::from(self.lines.last - self.lines.first));
        to.number(UNITS.iter().position(|unit| *unit == self.unit).unwrap_or(0) as u64);
        to.signed(self.date);
        to.text(self.language.code());
        for reasons in [&self.reasons.roles[..], self.reasons.section.as_slice(), &self.reasons.tags] {
            to.number(reasons.len() as u64);
            for reason in reasons {
                [&reason.value, &reason.rule, &reason.evidence].into_iter().for_each(|text| to.text(text));
            }
        }
        to.text(&self.body);
        to.number(u64::from(self.external_links));
        to.number(self.links.len() as u64);
        let mut line = self.lines.first;
        for link in &self.links {
            to.number(KINDS.iter().position(|kind| *kind == link.kind).unwrap_or(0) as u64);
            to.text(&link.target);
            to.signed(i64::from(link.line) - i64::from(line));
            line = link.line;
        }
    }

    /// A section as it was written, without its links: few ask for those, and every hit of a search is read.
    pub(in crate::engine) fn read(written: &str) -> Result<Self> {
        read(&mut Decoder::new(written)).ok_or_else(damaged)
    }

    /// A section as it was written.
    pub(in crate::engine) fn read_with_links(written: &str) -> Result<Self> {
        let mut from = Decoder::new(written);
        let mut section = read(&mut from).ok_or_else(damaged)?;
        read_links(&mut from, &mut section).ok_or_else(damaged)?;
        Ok(section)
    }
}

fn damaged() -> Error {
    Error::damaged("cannot read the index: what is stored of a section makes no sense")
        .with_hint("run `kb index --rebuild` to build it anew")
}

/// The only stored value of a document: a section as it was written.
pub(in crate::engine) struct Written(pub String);

impl DocumentDeserialize for Written {
    fn deserialize<'de, D: DocumentDeserializer<'de>>(mut document: D) -> std::result::Result<Self, DeserializeError> {
        let value = document.next_field::<String>()?;
        Ok(Written(value.map(|(_, written)| written).unwrap_or_default()))
    }
}

/// The kinds of links by their number.
const KINDS: [LinkKind; 4] = [LinkKind::Address, LinkKind::Page, LinkKind::Document, LinkKind::Label];

/// The units of lines by their number.
const UNITS: [Unit; 4] = [Unit::Line, Unit::Page, Unit::Paragraph, Unit::Chapter];

fn read(from: &mut Decoder<'_>) -> Option<StoredSection> {
    let text = |from: &mut Decoder<'_>| from.text().map(str::to_owned);
    let (key, guide, title) = (text(from)?, text(from)?, text(from)?);
    let id = match (from.number()?, from.text()?) {
        (0, id) => id.to_owned(),
        (_, anchor) => format!("{key}#{anchor}"),
    };
    let breadcrumb = from.list(text)?;
    let level = u8::try_from(from.number()?).ok()?;
    let roles = from.list(text)?;
    let section = text(from)?;
    let tags = from.list(text)?;
    let first = u32::try_from(from.number()?).ok()?;
    let last = first.checked_add(u32::try_from(from.number()?).ok()?)?;
    let unit = *UNITS.get(usize::try_from(from.number()?).ok()?)?;
    let date = from.signed()?;
    let language = Language::from(text(from)?);
    let reason = |from: &mut Decoder<'_>| Some(Reason { value: text(from)?, rule: text(from)?, evidence: text(from)? });
    let roles_because = from.list(reason)?;
    let section_because: Vec<Reason> = from.list(reason)?;
    let tags_because = from.list(reason)?;
    let reasons = Reasons { roles: roles_because, section: section_because.into_iter().next(), tags: tags_because };
    Some(StoredSection {
        id: SectionId(id),
        key,
        guide,
        title,
        breadcrumb,
        level,
        roles,
        section,
        tags,
        lines: LineRange { first, last },
        unit,
        date,
        body: text(from)?,
        reasons,
        links: Vec::new(),
        external_links: 0,
        language,
    })
}

/// What follows the rest of a section.
fn read_links(from: &mut Decoder<'_>, section: &mut StoredSection) -> Option<()> {
    section.external_links = u32::try_from(from.number()?).ok()?;
    let mut line = section.lines.first;
    section.links = from.list(|from| {
        let kind = *KINDS.get(usize::try_from(from.number()?).ok()?)?;
        let target = from.text()?.to_owned();
        line = u32::try_from(i64::from(line).checked_add(from.signed()?)?).ok()?;
        Some(Link { kind, target, line })
    })?;
    Some(())
}

#[cfg(test)]
mod tests {
    use super::{Error, KINDS, LineRange, Link, Reason, Reasons, SectionId, StoredSection, UNITS, Unit};
    use crate::engine::analysis::Language;

    fn section() -> StoredSection {
        StoredSection {
            id: SectionId("a.md#skills".into()),
            key: "a.md".into(),
            guide: "Platform engineer".into(),
            title: "Skills".into(),
            breadcrumb: vec!["Platform engineer".into(), "Skills".into()],
            level: 2,
            roles: ["platform", "sre"].map(str::to_owned).into(),
            section: "skills/technical".into(),
            tags: vec!["level/4".into()],
            lines: LineRange { first: 3, last: 300 },
            unit: Unit::Page,
            date: -5,
            body: "Skills\n\nПлатформа".into(),
            reasons: Reasons {
                roles: vec![
                    Reason::new("platform", "front matter", "role: platform"),
                    Reason::new("sre", "path", "sre"),
                ],
                section: Some(Reason::new("skills/technical", "heading", "Skills")),
                tags: vec![Reason::new("level/4", "path", "4")],
            },
            links: KINDS.map(|kind| Link { kind, target: format!("{kind:?}"), line: 300 - kind as u32 }).to_vec(),
            external_links: 70,
            language: Language::German,
        }
    }

    fn written(section: &StoredSection) -> String {
        let mut written = String::new();
        section.write(&mut written);
        written
    }

    #[test]
    fn a_section_comes_back_as_it_was() {
        let other = StoredSection { id: SectionId("b:a.md#x".into()), ..section() };
        let bare = StoredSection { reasons: Reasons::default(), body: String::new(), ..section() };
        let unit = UNITS.map(|unit| StoredSection { unit, ..section() });
        for section in [section(), other, bare].iter().chain(&unit) {
            let again = StoredSection::read_with_links(&written(section)).unwrap();
            assert_eq!(StoredSection::read(&written(section)).unwrap().body, section.body);
            assert_eq!(serde_json::to_string(&again).unwrap(), serde_json::to_string(section).unwrap());
            assert_eq!((&again.links, again.external_links), (&section.links, section.external_links));
        }
    }

    #[test]
    fn a_cut_section_is_no_section() {
        let written = written(&section());
        for (end, _) in written.char_indices() {
            let error = StoredSection::read_with_links(&written[..end]).unwrap_err();
            assert!(matches!(error, Error::Damaged { .. }), "{end}: {error}");
        }
    }
}
