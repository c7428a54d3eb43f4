//! Gives sections their roles and levels, with the reason.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::guide::Reason;

use super::metadata;
use super::role_names::{Names, level_tag, note};
use super::rules::Rules;
use super::said::Said;

/// What the front matter and the path say of the roles of a guide.
#[derive(Debug, Default)]
pub(super) struct GuideRoles {
    front_matter: Vec<Reason>,
    path: Vec<Reason>,
    level: Option<Reason>,
}

impl GuideRoles {
    /// Looks at the front matter and at the path below the source.
    pub(super) fn of(rules: &Rules, front_matter: &Map<String, Value>, path: &str) -> GuideRoles {
        let mut stated = BTreeMap::new();
        for key in &rules.role_keys {
            for value in metadata::values(front_matter, key) {
                let names = Names::stated(&value, rules.open_roles);
                note(&mut stated, rules, names, "front matter", &format!("{key}: {value}"));
            }
        }
        let (path, level) = of_path(rules, path);
        GuideRoles { front_matter: stated.into_values().collect(), path, level }
    }

    /// The roles and the level of a section, by what is said from the title of the guide (the first) down to its own
    /// heading. In order: the nearest heading below the title that names roles, if it names several or states whom it
    /// is for (whatever else is said, such a section speaks to them); front matter; the nearest heading that names a
    /// role; the path.
    pub(super) fn section(&self, said: &[&Said]) -> (Vec<Reason>, Option<Reason>) {
        let below_title = said.get(1..).unwrap_or_default();
        let names = |said: &&&Said| !said.roles.is_empty();
        let nearest = below_title.iter().rev().find(names);
        let strong = nearest.filter(|said| said.stated || said.roles.len() > 1);
        let roles = match (strong, nearest.or(said.first().filter(|said| !said.roles.is_empty()))) {
            (Some(said), _) => &said.roles,
            (None, _) if !self.front_matter.is_empty() => &self.front_matter,
            (None, Some(said)) => &said.roles,
            (None, None) => &self.path,
        };
        let level = said.iter().rev().find_map(|said| said.level.as_ref()).or(self.level.as_ref());
        (roles.clone(), level.cloned())
    }
}

/// Declared patterns first; else the file's name, then its folders, nearest first.
fn of_path(rules: &Rules, path: &str) -> (Vec<Reason>, Option<Reason>) {
    let mut found = BTreeMap::new();
    for named in rules.role_paths.iter().filter_map(|pattern| pattern.last_in(path)) {
        note(&mut found, rules, Names::stated(named.role, rules.open_roles), "path pattern", path);
        if !found.is_empty() {
            let level = named.level.and_then(|level| level_tag(level, "path pattern", path));
            return (found.into_values().collect(), level);
        }
    }
    let mut parts = path.rsplit('/');
    let stem = parts.next().map(|file| file.rsplit_once('.').map_or(file, |(stem, _)| stem));
    for part in stem.into_iter().chain(parts) {
        note(&mut found, rules, Names::mentioned(part), "path", path);
        if found.is_empty() {
            note(&mut found, rules, Names::mentioned(&apart(part)), "path", path);
        }
        if !found.is_empty() {
            break;
        }
    }
    (found.into_values().collect(), None)
}

/// A name written in one, such as `TechLead`, as words.
fn apart(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 4);
    let mut before = ' ';
    for c in name.chars() {
        if before.is_lowercase() && c.is_uppercase() {
            words.push(' ');
        }
        words.push(c);
        before = c;
    }
    words
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::GuideRoles;
    use crate::corpus::rules::{InferenceSettings, Rules};
    use crate::corpus::said::Said;
    use crate::guide::{Role, Vocabulary};

    fn rules() -> Rules {
        let role = |id: &str, aliases: &[&str]| Role {
            id: id.to_owned(),
            name: String::new(),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
        };
        let vocabulary = Vocabulary {
            roles: vec![role("platform", &["platform engineer"]), role("infra", &["infrastructure manager"])],
            ..Vocabulary::default()
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
        let said: Vec<Said> = breadcrumb.iter().map(|heading| Said::by_heading(&rules, heading)).collect();
        let (reasons, _) = GuideRoles::of(&rules, &matter, path).section(&said.iter().collect::<Vec<_>>());
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
        assert_eq!(roles(json!({}), "levels/platform-3.md", &["T"]), ["platform by path pattern"]);
        assert_eq!(roles(json!({}), "PlatformEngineer.md", &["T"]), ["platform by path"]);
    }

    #[test]
    fn a_role_in_the_sense_of_access_rights_is_none() {
        assert_eq!(
            roles(json!({"role": "read-only"}), "a.md", &["Grant a role", "The infra role"]),
            Vec::<String>::new()
        );
    }
}
