//! Gives sections their facet, with the reason.

use crate::guide::{Reason, slug};

use super::rules::Rules;

/// The facet of a section: its own heading, else the nearest heading above it, by the aliases of the taxonomy (the
/// whole heading before a part of it, the longest part first); else, if headings name `topics` at all, the slug of the top
/// heading below the title.
pub(in crate::corpus) fn section_facet(rules: &Rules, breadcrumb: &[String], topics: bool) -> Option<Reason> {
    for (n, heading) in breadcrumb.iter().enumerate().rev() {
        if let Some(value) = facet_of_heading(rules, heading) {
            let rule = if n == 0 { "title" } else { "heading" };
            return Some(Reason::new(&rules.section_paths[value], rule, heading));
        }
    }
    let top = breadcrumb.get(1).filter(|_| topics)?;
    let value = slug(top);
    if value.is_empty() { None } else { Some(Reason::new(value, "top heading", top)) }
}

fn facet_of_heading(rules: &Rules, heading: &str) -> Option<usize> {
    let mentions = rules.sections.mentions(heading);
    let longest = mentions.iter().map(|mention| mention.words.len()).max()?;
    mentions.iter().find(|mention| mention.words.len() == longest).map(|mention| mention.value)
}

#[cfg(test)]
mod tests {
    use super::section_facet;
    use crate::corpus::inference::rules::{InferenceSettings, Rules};
    use crate::guide::{SectionFacet, Vocabulary};

    fn rules() -> Rules {
        let section = |path: &str, aliases: &[&str]| SectionFacet {
            path: path.to_owned(),
            name: String::new(),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
        };
        let sections = vec![
            section("skills/technical", &["technical skill", "tools"]),
            section("skills/soft", &["soft skill"]),
            section("skills", &["skill"]),
        ];
        let vocabulary = Vocabulary { sections, ..Vocabulary::default() };
        Rules::new(&vocabulary, &InferenceSettings::default()).unwrap()
    }

    #[test]
    fn facets_come_from_the_nearest_heading_that_has_one() {
        let with = |breadcrumb: &[&str], topics: bool| {
            let breadcrumb: Vec<String> = breadcrumb.iter().map(|title| (*title).to_owned()).collect();
            section_facet(&rules(), &breadcrumb, topics).map(|reason| format!("{} by {}", reason.value, reason.rule))
        };
        let facet = |breadcrumb: &[&str]| with(breadcrumb, true);
        assert_eq!(facet(&["T", "Skills", "Technical Skills:"]).as_deref(), Some("skills/technical by heading"));
        assert_eq!(facet(&["T", "Skills", "Linux"]).as_deref(), Some("skills by heading"));
        assert_eq!(facet(&["Soft skills", "Empathy"]).as_deref(), Some("skills/soft by title"));
        assert_eq!(facet(&["T", "On call", "Rota"]).as_deref(), Some("on-call by top heading"));
        assert_eq!(facet(&["T"]), None);
        assert_eq!(with(&["T", "Page 3: On call"], false), None);
        assert_eq!(with(&["T", "Page 4: Soft skills"], false).as_deref(), Some("skills/soft by heading"));
    }
}
