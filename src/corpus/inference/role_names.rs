//! Which roles a text names.

use std::collections::{BTreeMap, BTreeSet};

use crate::guide::{Reason, slug};

use super::rules::Rules;

/// Longest text that is taken for the name of a role nobody declared, in characters: longer ones are sentences.
const LONGEST: usize = 60;

/// A text that may name roles, and how it is to be read.
#[derive(Debug, Clone, Copy)]
pub(in crate::corpus) struct Names<'t> {
    text: &'t str,
    stated: bool,
    open: bool,
}

impl<'t> Names<'t> {
    /// A text that names a role in passing, if at all: a heading, the name of a folder.
    pub(in crate::corpus) fn mentioned(text: &'t str) -> Names<'t> {
        Names { text, stated: false, open: false }
    }

    /// A text that is there to name roles: its parts may be bare ids. Where it is `open`, what is not declared becomes a
    /// role, too.
    pub(in crate::corpus) fn stated(text: &'t str, open: bool) -> Names<'t> {
        Names { text, stated: true, open }
    }
}

/// Adds the roles that were named and are not there yet, by id.
pub(in crate::corpus) fn note(
    found: &mut BTreeMap<String, Reason>,
    rules: &Rules,
    names: Names<'_>,
    rule: &str,
    evidence: &str,
) {
    for role in roles_in(rules, names) {
        found.entry(role).or_insert_with_key(|role| Reason::new(role, rule, evidence));
    }
}

/// The tag that a level becomes: `level/4`, `level/senior`.
pub(in crate::corpus) fn level_tag(level: &str, rule: &str, evidence: &str) -> Option<Reason> {
    let value = joined(level);
    (!value.is_empty()).then(|| Reason::new(format!("level/{value}"), rule, evidence))
}

/// The ids of the roles, in their order.
fn roles_in(rules: &Rules, names: Names<'_>) -> BTreeSet<String> {
    if !(names.stated || rules.role_mentions) {
        return BTreeSet::new();
    }
    let mut found: BTreeSet<usize> = rules.roles.mentions(names.text).iter().map(|mention| mention.value).collect();
    if names.stated {
        found.extend(pieces(names.text).filter_map(|piece| rules.roles.whole(piece)));
    }
    let mut ids: BTreeSet<String> = found.into_iter().filter_map(|place| rules.role_ids.get(place)).cloned().collect();
    if names.open && ids.is_empty() && names.text.chars().count() <= LONGEST {
        ids.extend(Some(joined(names.text)).filter(|id| !id.is_empty()));
    }
    ids
}

/// The parts of an enumeration such as "admins, developers and users".
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split([',', ';', '/', '&', '|', '.', ':']);
    parts.flat_map(|part| part.split(" and ")).flat_map(|part| part.split(" or ")).map(|piece| {
        let piece = piece.trim();
        piece.strip_prefix("and ").or_else(|| piece.strip_prefix("or ")).unwrap_or(piece)
    })
}

/// A text as a facet value: lower case, words joined by single hyphens.
fn joined(text: &str) -> String {
    let slug = slug(&text.replace(['_', '/'], " "));
    slug.split('-').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::{Names, joined, roles_in};
    use crate::corpus::inference::rules::{InferenceSettings, Rules};
    use crate::guide::{Role, Vocabulary};

    fn found(names: Names<'_>) -> Vec<String> {
        let role = |id: &str, alias: &str| Role { id: id.into(), name: String::new(), aliases: vec![alias.into()] };
        let roles = vec![role("admin", "administrator"), role("user", "shop owner")];
        let rules = Rules::new(&Vocabulary { roles, ..Vocabulary::default() }, &InferenceSettings::default()).unwrap();
        roles_in(&rules, names).into_iter().collect()
    }

    #[test]
    fn bare_ids_count_where_roles_are_enumerated() {
        assert_eq!(found(Names::stated("Admins, shop owners", false)), ["admin", "user"]);
        assert_eq!(found(Names::stated("users and administrators.", false)), ["admin", "user"]);
        assert_eq!(found(Names::stated("shops, users, and admins", false)), ["admin", "user"]);
        assert_eq!(found(Names::mentioned("Admins, users")), Vec::<String>::new());
        assert_eq!(found(Names::mentioned("Admins")), ["admin"]);
    }

    #[test]
    fn open_roles_are_what_is_written() {
        assert_eq!(found(Names::stated("Data_Scientist", true)), ["data-scientist"]);
        assert_eq!(found(Names::stated("Administrators", true)), ["admin"]);
        assert_eq!(found(Names::stated("Data scientist", false)), Vec::<String>::new());
        assert_eq!(found(Names::stated(&"long ".repeat(30), true)), Vec::<String>::new());
        assert_eq!(found(Names::stated("***", true)), Vec::<String>::new());
        assert_eq!(joined(" Staff -- Engineer II "), "staff-engineer-ii");
    }
}
