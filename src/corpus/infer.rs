//! Gives sections their roles and their facet, with the reason.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::guide::{Reason, slug};

use super::metadata;
use super::rules::Rules;

/// What a whole guide says of its roles, before any heading is looked at.
#[derive(Debug, Default)]
pub(super) struct GuideRoles {
    front_matter: Vec<Reason>,
    path: Vec<Reason>,
}

impl GuideRoles {
    /// Looks at the front matter and at the path below the source.
    pub(super) fn of(rules: &Rules, front_matter: &Map<String, Value>, path: &str) -> GuideRoles {
        let mut stated = BTreeMap::new();
        for key in &rules.role_keys {
            for value in metadata::values(front_matter, key) {
                note_roles(&mut stated, rules, &value, "front matter", &format!("{key}: {value}"));
            }
        }
        GuideRoles { front_matter: stated.into_values().collect(), path: roles_of_path(rules, path) }
    }

    /// The roles of a section, by the titles from the guide down to it. In order: headings below the title that name
    /// several roles (whatever else is said, such a section speaks of them all); front matter; the nearest heading
    /// that names a role; the path.
    pub(super) fn section(&self, rules: &Rules, breadcrumb: &[String]) -> Vec<Reason> {
        let below_title = breadcrumb.get(1..).unwrap_or_default();
        let nearest =
            below_title.iter().rev().map(|heading| roles_of_heading(rules, heading)).find(|found| !found.is_empty());
        if let Some(found) = nearest.filter(|found| found.len() > 1) {
            return found;
        }
        if !self.front_matter.is_empty() {
            return self.front_matter.clone();
        }
        let headings = breadcrumb.iter().rev().map(|heading| roles_of_heading(rules, heading));
        headings.into_iter().find(|found| !found.is_empty()).unwrap_or_else(|| self.path.clone())
    }
}

/// Adds the roles a text names that are not there yet, by id.
fn note_roles(found: &mut BTreeMap<String, Reason>, rules: &Rules, text: &str, rule: &str, evidence: &str) {
    for mention in rules.roles.mentions(text) {
        let role = &rules.role_ids[mention.value];
        found.entry(role.clone()).or_insert_with(|| reason(role, rule, evidence.to_owned()));
    }
}

fn roles_of_heading(rules: &Rules, heading: &str) -> Vec<Reason> {
    let mut found = BTreeMap::new();
    note_roles(&mut found, rules, heading, "heading", heading);
    found.into_values().collect()
}

/// Declared patterns first; else the file's name, then its folders, nearest first.
fn roles_of_path(rules: &Rules, path: &str) -> Vec<Reason> {
    let mut found = BTreeMap::new();
    for captures in rules.role_paths.iter().filter_map(|pattern| pattern.captures(path)) {
        let named = captures.name("role").map_or("", |group| group.as_str());
        note_roles(&mut found, rules, named, "path", path);
    }
    let mut parts = path.rsplit('/');
    let stem = parts.next().map(|file| file.rsplit_once('.').map_or(file, |(stem, _)| stem));
    for part in stem.into_iter().chain(parts) {
        if !found.is_empty() {
            break;
        }
        note_roles(&mut found, rules, part, "path", path);
    }
    found.into_values().collect()
}

/// The facet of a section: its own heading, else the nearest heading above it, by the aliases of the taxonomy (the
/// whole heading before a part of it, the longest part first); else the slug of the top heading below the title.
pub(super) fn section_facet(rules: &Rules, breadcrumb: &[String]) -> Option<Reason> {
    for (n, heading) in breadcrumb.iter().enumerate().rev() {
        if let Some(value) = facet_of_heading(rules, heading) {
            let rule = if n == 0 { "title" } else { "heading" };
            return Some(reason(&rules.section_paths[value], rule, heading.clone()));
        }
    }
    let top = breadcrumb.get(1)?;
    let value = slug(top);
    if value.is_empty() { None } else { Some(reason(&value, "top heading", top.clone())) }
}

fn facet_of_heading(rules: &Rules, heading: &str) -> Option<usize> {
    let mentions = rules.sections.mentions(heading);
    let longest = mentions.iter().map(|mention| mention.words.len()).max()?;
    mentions.iter().find(|mention| mention.words.len() == longest).map(|mention| mention.value)
}

fn reason(value: &str, rule: &str, evidence: String) -> Reason {
    Reason { value: value.to_owned(), rule: rule.to_owned(), evidence }
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::{GuideRoles, section_facet};
    use crate::corpus::rules::{InferenceSettings, Rules};
    use crate::guide::{Role, SectionFacet, Vocabulary};

    fn rules() -> Rules {
        let role = |id: &str, aliases: &[&str]| Role {
            id: id.to_owned(),
            name: String::new(),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
        };
        let section = |path: &str, aliases: &[&str]| SectionFacet {
            path: path.to_owned(),
            name: String::new(),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
        };
        let vocabulary = Vocabulary {
            roles: vec![role("platform", &["platform engineer"]), role("infra", &["infrastructure manager"])],
            sections: vec![
                section("skills/technical", &["technical skill", "tools"]),
                section("skills/soft", &["soft skill"]),
                section("skills", &["skill"]),
            ],
            synonyms: Vec::new(),
        };
        let settings = InferenceSettings {
            role_paths: vec!["^levels/(?<role>[a-z]+)-".to_owned()],
            ..InferenceSettings::default()
        };
        Rules::new(&vocabulary, &settings).unwrap()
    }

    fn roles(front_matter: Value, path: &str, breadcrumb: &[&str]) -> Vec<String> {
        let matter = front_matter.as_object().cloned().unwrap_or_else(Map::new);
        let rules = rules();
        let breadcrumb: Vec<String> = breadcrumb.iter().map(|title| (*title).to_owned()).collect();
        let reasons = GuideRoles::of(&rules, &matter, path).section(&rules, &breadcrumb);
        reasons.into_iter().map(|reason| format!("{} by {}", reason.value, reason.rule)).collect()
    }

    #[test]
    fn sources_of_roles_come_in_their_order() {
        let front = json!({"audience": ["Platform Engineers", "everyone"]});
        assert_eq!(roles(front.clone(), "infra/a.md", &["T", "Infrastructure manager"]), ["platform by front matter"]);
        assert_eq!(
            roles(front, "a.md", &["T", "Platform engineers and infrastructure managers", "Tools"]),
            ["infra by heading", "platform by heading"]
        );
        assert_eq!(roles(json!({}), "infra/a.md", &["Platform engineer", "Duties"]), ["platform by heading"]);
        assert_eq!(roles(json!({}), "infra/x/a.md", &["T", "Duties"]), ["infra by path"]);
        assert_eq!(roles(json!({}), "levels/platform-3.md", &["T"]), ["platform by path"]);
        assert_eq!(roles(json!({}), "platform-engineer.md", &["T"]), ["platform by path"]);
    }

    #[test]
    fn a_role_in_the_sense_of_access_rights_is_none() {
        assert_eq!(
            roles(json!({"role": "read-only"}), "a.md", &["Grant a role", "The infra role"]),
            Vec::<String>::new()
        );
    }

    #[test]
    fn facets_come_from_the_nearest_heading_that_has_one() {
        let facet = |breadcrumb: &[&str]| {
            let breadcrumb: Vec<String> = breadcrumb.iter().map(|title| (*title).to_owned()).collect();
            section_facet(&rules(), &breadcrumb).map(|reason| format!("{} by {}", reason.value, reason.rule))
        };
        assert_eq!(facet(&["T", "Skills", "Technical Skills:"]).as_deref(), Some("skills/technical by heading"));
        assert_eq!(facet(&["T", "Skills", "Linux"]).as_deref(), Some("skills by heading"));
        assert_eq!(facet(&["Soft skills", "Empathy"]).as_deref(), Some("skills/soft by title"));
        assert_eq!(facet(&["T", "On call", "Rota"]).as_deref(), Some("on-call by top heading"));
        assert_eq!(facet(&["T"]), None);
    }
}
