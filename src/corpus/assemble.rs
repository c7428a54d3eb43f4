//! Makes a guide of a parsed file: one title, breadcrumbs, ids, facets.

use std::collections::HashSet;

use crate::guide::{Anchors, Guide, Link, LinkKind, Reason, Reasons, Section, SectionId};

use super::dates;
use super::formats::outline::{Outline, Part};
use super::formats::parts::same_words;
use super::inference::roles::GuideRoles;
use super::inference::rules::Rules;
use super::inference::said::Sayings;
use super::inference::section_facet::section_facet;
use super::limits::{MAX_ROLES, bound_tags, bound_title};
use super::metadata;

/// The longest text above a title that may be a remark: badges, a notice, a summary. In bytes.
const REMARK: usize = 300;

/// What is known of a file besides its content.
pub(super) struct FileFacts<'a> {
    /// The guide's key.
    pub key: &'a str,
    /// The path below the source, with `/`.
    pub path: &'a str,
    /// Last change of the file as git or the disk has it, seconds since 1970.
    pub modified: i64,
}

/// Makes the guide, its acronyms still to be mined, and says what of it does not count. It has no sections where the
/// file holds no text.
pub(super) fn assemble(outline: Outline, facts: &FileFacts<'_>, rules: &Rules) -> (Guide, Vec<String>) {
    let stated = metadata::title(&outline.front_matter).map(|mut title| {
        bound_title(&mut title);
        title
    });
    let by_name = readable(facts.path);
    let called = stated.as_deref().or(outline.title.as_deref()).unwrap_or(&by_name);
    let headline = headline(&outline.parts, called);
    let heading_text = |at: usize| outline.parts.get(at).and_then(|part| part.heading.as_ref()).map(|h| h.text.clone());
    let title = stated
        .clone()
        .or_else(|| headline.and_then(heading_text).filter(|text| !text.is_empty()))
        .or_else(|| outline.title.clone())
        .unwrap_or(by_name);
    let mut tags = tags(&outline, rules);
    let mut warnings: Vec<String> = bound_tags(&mut tags).into_iter().collect();
    let date = dates::stated(&outline.front_matter, &rules.date_keys).unwrap_or(facts.modified);
    let roles = GuideRoles::of(rules, &outline.front_matter, facts.path);
    if roles.cut {
        warnings.push(format!("only {MAX_ROLES} of the roles in its front matter count"));
    }

    let parts = merge_preamble(outline.parts, headline);
    let said = Sayings::of(rules, &title, &parts);

    let mut anchors = Anchors::default();
    let mut above: Vec<(u8, String, usize)> = Vec::new();
    let mut sections = Vec::new();
    for (at, (part, is_headline)) in parts.into_iter().enumerate() {
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
            above.retain(|(known, ..)| *known < level);
            breadcrumb.extend(above.iter().map(|(_, heading, _)| heading.clone()));
            breadcrumb.push(own_title.clone());
            above.push((level, own_title.clone(), at));
        }
        let has_own = !is_headline && part.heading.is_some();
        let places = above.iter().map(|(.., place)| *place).filter(|_| has_own);
        let (role_reasons, level_reason) = roles.section(&said.along(places));
        let facet = section_facet(rules, &breadcrumb, !outline.paged);
        let mut tags = tags.clone();
        if let Some(Reason { value, .. }) = level_reason.as_ref().filter(|level| !tags.contains(&level.value)) {
            tags.push(value.clone());
        }
        sections.push(Section {
            id: SectionId(format!("{}#{anchor}", facts.key)),
            title: own_title,
            breadcrumb,
            level,
            roles: role_reasons.iter().map(|reason| reason.value.clone()).collect(),
            facet: facet.as_ref().map(|reason| reason.value.clone()).unwrap_or_default(),
            tags,
            lines: part.lines,
            unit: outline.unit,
            only_links: is_only_links(&part.body, part.linked),
            body: part.body,
            links: Vec::new(),
            external_links: 0,
            reasons: Reasons { roles: role_reasons, section: facet, tags: level_reason.into_iter().collect() },
        });
    }
    share_links(outline.links, &mut sections);
    (Guide { key: facts.key.to_owned(), title, date, sections, acronyms: Vec::new() }, warnings)
}

/// Gives each link to the section it stands in.
fn share_links(mut links: Vec<Link>, sections: &mut [Section]) {
    links.sort_by_key(|link| link.line);
    for link in links {
        let next = sections.partition_point(|section| section.lines.first <= link.line);
        if let Some(section) = sections.get_mut(next.saturating_sub(1)) {
            match link.kind {
                LinkKind::External => section.external_links += 1,
                _ => section.links.push(link),
            }
        }
    }
}

/// Which part carries the title: the first heading, if no other heading is as high as it, or if it says what the guide
/// is called anyway and no other is higher. One that has more text above than below it, and not just a remark, heads
/// nothing but a part of the guide: a licence at its end, say.
fn headline(parts: &[Part], called: &str) -> Option<usize> {
    let mut headings = parts.iter().enumerate().filter_map(|(at, part)| Some((at, part.heading.as_ref()?)));
    let (at, first) = headings.next()?;
    let highest = headings.map(|(_, other)| other.level).min().unwrap_or(u8::MAX);
    let (above, below) = parts.split_at(at);
    let size = |parts: &[Part]| parts.iter().map(|part| part.body.len()).sum::<usize>();
    if size(above) > REMARK.max(size(below)) && !same_words(&first.text, called) {
        return None;
    }
    (highest > first.level || highest == first.level && same_words(&first.text, called)).then_some(at)
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

/// Whether nine tenths of a text's letters are those of links; `linked` bytes of it are.
fn is_only_links(body: &str, linked: usize) -> bool {
    let letters: usize = body.chars().filter(|c| c.is_alphanumeric()).map(char::len_utf8).sum();
    linked > 0 && linked * 10 >= letters * 9
}

fn tags(outline: &Outline, rules: &Rules) -> Vec<String> {
    let (mut tags, mut seen) = (Vec::new(), HashSet::new());
    for key in &rules.tag_keys {
        for tag in metadata::values(&outline.front_matter, key) {
            let tag = tag.trim_start_matches('#').trim_matches('/').to_owned();
            if !tag.is_empty() && seen.insert(tag.clone()) {
                tags.push(tag);
            }
        }
    }
    tags
}

/// A file name made readable: `getting-started.md` is "Getting started".
fn readable(path: &str) -> String {
    let file = path.rsplit('/').next().unwrap_or(path);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    // `page.html.md.erb` goes through several programs before it is a page.
    let stem = stem.strip_suffix(".md").unwrap_or(stem);
    let stem = stem.strip_suffix(".html").unwrap_or(stem);
    let stem = stem.rsplit_once(' ').filter(|(_, last)| is_page_id(last)).map_or(stem, |(stem, _)| stem);
    let text = stem.split(['-', '_', ' ']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => file.to_owned(),
    }
}

/// Whether a word is the id of a page that some wikis put behind its name in exports.
fn is_page_id(word: &str) -> bool {
    word.len() == 32 && word.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::{FileFacts, assemble};
    use crate::corpus::formats::outline::{Heading, Outline, Part};
    use crate::corpus::inference::rules::{InferenceSettings, Rules};
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
        assemble(outline, &FileFacts { key: "a/on-call_rota.md", path: "a/on-call_rota.md", modified: 7 }, &rules).0
    }

    fn sections(guide: &Guide) -> Vec<(String, String)> {
        guide.sections.iter().map(|s| (s.id.0.replace("a/on-call_rota.md", ""), s.breadcrumb.join(" > "))).collect()
    }

    #[test]
    fn a_heading_below_most_of_the_text_is_no_title() {
        let long = "word ".repeat(100);
        let made = guide(None, vec![part(0, "", &long), part(1, "Licence", "MIT"), part(2, "Notes", "x")]);
        let expected = [
            ("#top", "On call rota"),
            ("#licence", "On call rota > Licence"),
            ("#notes", "On call rota > Licence > Notes"),
        ];
        assert_eq!(sections(&made), expected.map(|(id, path)| (id.to_owned(), path.to_owned())));
        for parts in [
            vec![part(0, "", &long), part(1, "Rota", ""), part(2, "Swap", &long)],
            vec![part(0, "", "a remark"), part(1, "Rota", "")],
        ] {
            assert_eq!(guide(None, parts).title, "Rota");
        }
        assert_eq!(guide(None, vec![part(0, "", &long), part(1, "On-Call Rota", "")]).sections.len(), 1);
    }

    #[test]
    fn a_title_outside_the_headings_tells_which_is_the_headline() {
        let parts = vec![part(1, "Garden Book", "x"), part(1, "Beds", "y")];
        let rules = Rules::new(&Vocabulary::default(), &InferenceSettings::default()).unwrap();
        let outline = Outline { title: Some("Garden book".into()), parts, ..Outline::default() };
        let made = assemble(outline, &FileFacts { key: "a.html", path: "a.html", modified: 7 }, &rules).0;
        let paths: Vec<_> = made.sections.iter().map(|section| section.breadcrumb.join(" > ")).collect();
        assert_eq!(paths, ["Garden Book", "Garden Book > Beds"]);
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
    fn a_first_heading_that_is_the_title_carries_it() {
        let parts = || vec![part(1, "On-Call Rota", "x"), part(2, "Swap", "y"), part(1, "Other pages", "z")];
        let made = guide(None, parts());
        assert_eq!(made.title, "On-Call Rota");
        let expected = [
            ("#on-call-rota", "On-Call Rota"),
            ("#swap", "On-Call Rota > Swap"),
            ("#other-pages", "On-Call Rota > Other pages"),
        ];
        assert_eq!(sections(&made), expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
        assert_eq!(sections(&guide(Some("On call rota"), parts()))[2].1, "On call rota > Other pages");
        assert_eq!(sections(&guide(Some("Pagers"), parts()))[1].1, "Pagers > On-Call Rota > Swap");
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
        assert_eq!(super::readable("a/our-approach.html.md.erb"), "Our approach");
        assert_eq!(super::readable("Bed plan 0f3a9b2c4d5e6f708192a3b4c5d6e7f8.md"), "Bed plan");
    }
}
