//! Makes a guide of a parsed file: one title, breadcrumbs, ids, facets.

use crate::guide::{Anchors, Guide, Reasons, Section, SectionId};

use super::formats::outline::{Outline, Part};
use super::infer::{GuideRoles, section_facet};
use super::metadata;
use super::rules::Rules;

/// What is known of a file besides its content.
pub(super) struct FileFacts<'a> {
    /// The guide's key.
    pub key: &'a str,
    /// The path below the source, with `/`.
    pub path: &'a str,
    /// Last change of the file, seconds since 1970.
    pub modified: i64,
}

/// Makes the guide, its acronyms still to be mined. It has no sections where the file holds no text.
pub(super) fn assemble(outline: Outline, facts: &FileFacts<'_>, rules: &Rules) -> Guide {
    let stated = metadata::title(&outline.front_matter);
    let headline = headline(&outline.parts);
    let heading_text = |at: usize| outline.parts.get(at).and_then(|part| part.heading.as_ref()).map(|h| h.text.clone());
    let title = stated
        .clone()
        .or_else(|| headline.and_then(heading_text).filter(|text| !text.is_empty()))
        .or_else(|| outline.title.clone())
        .unwrap_or_else(|| readable(facts.path));
    let tags = tags(&outline, rules);
    let dates = rules.date_keys.iter().flat_map(|key| metadata::values(&outline.front_matter, key));
    let date = dates.filter_map(|text| metadata::date(&text)).next().unwrap_or(facts.modified);
    let roles = GuideRoles::of(rules, &outline.front_matter, facts.path);

    let mut anchors = Anchors::default();
    let mut above: Vec<(u8, String)> = Vec::new();
    let mut sections = Vec::new();
    for (part, is_headline) in merge_preamble(outline.parts, headline) {
        let (level, own_title, anchor) = match &part.heading {
            None => (0, title.clone(), anchors.top()),
            Some(heading) => {
                let anchor = anchors.next(&heading.text, heading.anchor.as_deref());
                (heading.level, heading.text.clone(), anchor)
            }
        };
        let mut breadcrumb = vec![title.clone()];
        if is_headline {
            if !same_words(&own_title, &title) {
                breadcrumb.push(own_title.clone());
            }
        } else if part.heading.is_some() {
            above.retain(|(known, _)| *known < level);
            breadcrumb.extend(above.iter().map(|(_, heading)| heading.clone()));
            breadcrumb.push(own_title.clone());
            above.push((level, own_title.clone()));
        }
        let role_reasons = roles.section(rules, &breadcrumb);
        let facet = section_facet(rules, &breadcrumb);
        sections.push(Section {
            id: SectionId(format!("{}#{anchor}", facts.key)),
            title: own_title,
            breadcrumb,
            level,
            roles: role_reasons.iter().map(|reason| reason.value.clone()).collect(),
            facet: facet.as_ref().map(|reason| reason.value.clone()).unwrap_or_default(),
            tags: tags.clone(),
            lines: part.lines,
            unit: outline.unit,
            body: part.body,
            reasons: Reasons { roles: role_reasons, section: facet },
        });
    }
    Guide { key: facts.key.to_owned(), title, date, sections, acronyms: Vec::new() }
}

/// Which part carries the title: the first heading, if no other heading is as high as it.
fn headline(parts: &[Part]) -> Option<usize> {
    let mut headings = parts.iter().enumerate().filter_map(|(at, part)| Some((at, part.heading.as_ref()?.level)));
    let (at, level) = headings.next()?;
    headings.all(|(_, other)| other > level).then_some(at)
}

/// The parts, each with whether it is the headline. Text above the headline belongs to it.
fn merge_preamble(parts: Vec<Part>, headline: Option<usize>) -> Vec<(Part, bool)> {
    let mut merged: Vec<(Part, bool)> = Vec::with_capacity(parts.len());
    for (at, mut part) in parts.into_iter().enumerate() {
        let is_headline = headline == Some(at);
        if is_headline && let Some((preamble, _)) = merged.pop() {
            part.lines.first = preamble.lines.first;
            part.linked += preamble.linked;
            part.body =
                if part.body.is_empty() { preamble.body } else { format!("{}\n\n{}", preamble.body, part.body) };
        }
        merged.push((part, is_headline));
    }
    merged
}

fn tags(outline: &Outline, rules: &Rules) -> Vec<String> {
    let mut tags = Vec::new();
    for key in &rules.tag_keys {
        for tag in metadata::values(&outline.front_matter, key) {
            let tag = tag.trim_start_matches('#').trim_matches('/').to_owned();
            if !tag.is_empty() && !tags.contains(&tag) {
                tags.push(tag);
            }
        }
    }
    tags
}

/// Whether two titles are the same, case and punctuation aside.
fn same_words(a: &str, b: &str) -> bool {
    let words =
        |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect() };
    words(a) == words(b)
}

/// A file name made readable: `getting-started.md` is "Getting started".
fn readable(path: &str) -> String {
    let file = path.rsplit('/').next().unwrap_or(path);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let text = stem.split(['-', '_', ' ']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => file.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{FileFacts, assemble};
    use crate::corpus::formats::outline::{Heading, Outline, Part};
    use crate::corpus::rules::{InferenceSettings, Rules};
    use crate::guide::{Guide, LineRange, Vocabulary};

    fn part(level: u8, text: &str, body: &str) -> Part {
        let heading = (level > 0).then(|| Heading { level, text: text.to_owned(), anchor: None });
        Part { heading, body: body.to_owned(), linked: 0, lines: LineRange { first: 1, last: 1 } }
    }

    fn guide(title: Option<&str>, parts: Vec<Part>) -> Guide {
        let mut outline = Outline { parts, ..Outline::default() };
        if let Some(title) = title {
            outline.front_matter.insert("title".to_owned(), title.into());
        }
        let rules = Rules::new(&Vocabulary::default(), &InferenceSettings::default()).unwrap();
        assemble(outline, &FileFacts { key: "a/on-call_rota.md", path: "a/on-call_rota.md", modified: 7 }, &rules)
    }

    fn sections(guide: &Guide) -> Vec<(String, String)> {
        guide.sections.iter().map(|s| (s.id.0.replace("a/on-call_rota.md", ""), s.breadcrumb.join(" > "))).collect()
    }

    #[test]
    fn title_key_and_headline_are_one_title() {
        let made = guide(Some("On-call"), vec![part(1, "On call!", "x"), part(2, "Rota", "y"), part(3, "Swap", "z")]);
        assert_eq!(made.title, "On-call");
        let expected = [("#on-call", "On-call"), ("#rota", "On-call > Rota"), ("#swap", "On-call > Rota > Swap")];
        assert_eq!(sections(&made), expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    }

    #[test]
    fn several_top_headings_stand_below_the_title() {
        let made = guide(Some("Personas"), vec![part(0, "", "Intro"), part(1, "Ada", "x"), part(1, "Bob", "y")]);
        let expected = [("#top", "Personas"), ("#ada", "Personas > Ada"), ("#bob", "Personas > Bob")];
        assert_eq!(sections(&made), expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    }

    #[test]
    fn text_above_the_headline_belongs_to_it() {
        let made = guide(None, vec![part(0, "", "Badge"), part(1, "Rota", "Body"), part(2, "Swap", "")]);
        assert_eq!(made.sections[0].body, "Badge\n\nBody");
        assert_eq!(made.sections.len(), 2);
        assert_eq!(made.title, "Rota");
    }

    #[test]
    fn without_any_title_the_file_name_serves() {
        let made = guide(None, vec![part(0, "", "Just text")]);
        assert_eq!((made.title.as_str(), made.date), ("On call rota", 7));
        assert_eq!(sections(&made), [("#top".to_owned(), "On call rota".to_owned())]);
        assert_eq!(guide(None, Vec::new()).sections.len(), 0);
    }
}
