//! Gives sections their roles and levels, with the reason.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::guide::Reason;

use super::role_names::{Names, level_tag, note};
use super::rules::Rules;
use super::said::Said;
use crate::corpus::limits::{MAX_ROLES, evidence};
use crate::corpus::metadata;

/// What the front matter and the path say of the roles of a guide.
#[derive(Debug, Default)]
pub(in crate::corpus) struct GuideRoles {
    front_matter: Vec<Reason>,
    /// Whether front matter names more roles than count.
    pub(in crate::corpus) cut: bool,
    path: Vec<Reason>,
    level: Option<Reason>,
}

impl GuideRoles {
    /// Looks at the front matter and at the path below the source.
    pub(in crate::corpus) fn of(rules: &Rules, front_matter: &Map<String, Value>, path: &str) -> GuideRoles {
        let mut stated = BTreeMap::new();
        for key in &rules.role_keys {
            for value in metadata::values(front_matter, key) {
                if stated.len() > MAX_ROLES {
                    break;
                }
                let names = Names::stated(&value, rules.open_roles);
                note(&mut stated, rules, names, "front matter", &evidence(&format!("{key}: {value}")));
            }
        }
        let cut = stated.len() > MAX_ROLES;
        let (path, level) = of_path(rules, path);
        GuideRoles { front_matter: stated.into_values().take(MAX_ROLES).collect(), cut, path, level }
    }

    /// The roles and the level of a section, by what is said from the title of the guide (the first) down to its own
    /// heading.
    ///
    /// The nearest heading below the title that names several roles, or states whom it is for, decides. Else the
    /// nearest statement does: by a heading above, by front matter, by what stands below the title; where it names
    /// several roles, a nearer heading that mentions one of them tells which. Without a statement the nearest heading
    /// that mentions a role decides, up to and with the title; else the path.
    pub(in crate::corpus) fn section(&self, said: &[&Said]) -> (Vec<Reason>, Option<Reason>) {
        let (title, below) = said.split_first().map_or((None, said), |(title, below)| (Some(*title), below));
        let nearest = below.iter().rev().find(|said| !said.roles.is_empty()).copied();
        let stated_above = below.iter().rev().find(|said| said.stated).map(|said| &said.roles);
        let by_front_matter = Some(&self.front_matter).filter(|roles| !roles.is_empty());
        let by_title = title.filter(|said| said.stated).map(|said| &said.roles);
        let roles = match (nearest, stated_above.or(by_front_matter).or(by_title)) {
            (Some(near), _) if near.stated || near.roles.len() > 1 => &near.roles,
            (Some(near), Some(stated)) if stated.len() > 1 && are_among(&near.roles, stated) => &near.roles,
            (_, Some(stated)) => stated,
            (Some(near), None) => &near.roles,
            (None, None) => title.map(|said| &said.roles).filter(|roles| !roles.is_empty()).unwrap_or(&self.path),
        };
        let level = said.iter().rev().find_map(|said| said.level.as_ref()).or(self.level.as_ref());
        (roles.clone(), level.cloned())
    }
}

fn are_among(some: &[Reason], all: &[Reason]) -> bool {
    some.iter().all(|one| all.iter().any(|other| other.value == one.value))
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
    use crate::corpus::inference::rules::{InferenceSettings, Rules};
    use crate::corpus::inference::said::Said;
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
    fn what_front_matter_says_is_bounded() {
        let settings = InferenceSettings { open_roles: true, ..InferenceSettings::default() };
        let rules = Rules::new(&Vocabulary::default(), &settings).unwrap();
        let of = |matter: Value| GuideRoles::of(&rules, matter.as_object().unwrap(), "a.md");
        let many: Vec<String> = (0..60_000).map(|n| format!("r{n}")).collect();
        let (most, more) = (of(json!({"role": many[..50]})), of(json!({"role": many, "audience": "x"})));
        assert_eq!((most.front_matter.len(), most.cut), (50, false));
        assert_eq!((more.front_matter.len(), more.cut), (50, true));
        let rules = self::rules();
        let long = json!({"role": format!("infrastructure manager {}", "x ".repeat(90_000))});
        let roles = GuideRoles::of(&rules, long.as_object().unwrap(), "a.md");
        assert!(roles.front_matter.iter().all(|reason| reason.evidence.len() < 200));
        assert_eq!(roles.front_matter.len(), 1);
    }

    #[test]
    fn a_role_in_the_sense_of_access_rights_is_none() {
        assert_eq!(
            roles(json!({"role": "read-only"}), "a.md", &["Grant a role", "The infra role"]),
            Vec::<String>::new()
        );
    }
}
