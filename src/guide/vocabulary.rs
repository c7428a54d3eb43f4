//! The declared vocabulary: which roles and section facets exist and under which names guides mention them.

use serde::{Deserialize, Serialize};

/// A role that guides are written for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// The facet value: short, lower case, such as `platform`.
    pub id: String,
    /// The name to show.
    #[serde(default)]
    pub name: String,
    /// Other names by which headings, front matter, paths and queries mention it.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// A place in the section taxonomy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SectionFacet {
    /// The facet path, levels apart by `/`, such as `skills/technical`.
    pub path: String,
    /// The name to show.
    #[serde(default)]
    pub name: String,
    /// Words in a heading that put its section here.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// Words that stand for one another in a search.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Synonym {
    /// Each of these (a word or several) also finds the others.
    #[serde(default)]
    pub words: Vec<String>,
    /// One way: a search for this …
    #[serde(default)]
    pub word: Option<String>,
    /// … also finds these.
    #[serde(default)]
    pub means: Vec<String>,
}

impl Synonym {
    /// The pairs (from, to) this rule allows: a search for `from` also finds `to`.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let both_ways = self.words.iter().flat_map(move |from| {
            self.words.iter().filter(move |to| *to != from).map(move |to| (from.as_str(), to.as_str()))
        });
        let one_way =
            self.word.iter().flat_map(move |from| self.means.iter().map(move |to| (from.as_str(), to.as_str())));
        both_ways.chain(one_way)
    }
}

/// Everything declared about words: part of every index, because it decided what was built.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vocabulary {
    /// The roles, in the order they were declared.
    pub roles: Vec<Role>,
    /// The section taxonomy, in the order it was declared.
    pub sections: Vec<SectionFacet>,
    /// The synonyms.
    pub synonyms: Vec<Synonym>,
}

impl Vocabulary {
    /// This vocabulary and another one. What both declare is one: the first name counts, all aliases do.
    #[must_use]
    pub fn with(&self, more: &Vocabulary) -> Vocabulary {
        let mut all = self.clone();
        for role in &more.roles {
            match all.roles.iter_mut().find(|known| known.id == role.id) {
                Some(known) => join(&mut known.name, &mut known.aliases, &role.name, &role.aliases),
                None => all.roles.push(role.clone()),
            }
        }
        for section in &more.sections {
            match all.sections.iter_mut().find(|known| known.path == section.path) {
                Some(known) => join(&mut known.name, &mut known.aliases, &section.name, &section.aliases),
                None => all.sections.push(section.clone()),
            }
        }
        let new = more.synonyms.iter().filter(|synonym| !self.synonyms.contains(synonym));
        all.synonyms.extend(new.cloned());
        all
    }

    /// The role a name means: its id, its name or one of its aliases, case and plural aside.
    pub fn role_named(&self, name: &str) -> Option<&Role> {
        let wanted = super::matcher::words(name);
        self.roles.iter().find(|role| {
            std::iter::once(&role.id)
                .chain(std::iter::once(&role.name))
                .chain(&role.aliases)
                .any(|alias| !alias.is_empty() && super::matcher::words(alias) == wanted)
        })
    }
}

fn join(name: &mut String, aliases: &mut Vec<String>, more_name: &str, more_aliases: &[String]) {
    if name.is_empty() {
        more_name.clone_into(name);
    } else if !more_name.is_empty() && name != more_name && !aliases.iter().any(|alias| alias == more_name) {
        aliases.push(more_name.to_owned());
    }
    for alias in more_aliases {
        if !aliases.contains(alias) {
            aliases.push(alias.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Role, SectionFacet, Synonym, Vocabulary};

    fn role(id: &str, name: &str, aliases: &[&str]) -> Role {
        Role { id: id.into(), name: name.into(), aliases: aliases.iter().map(|alias| (*alias).into()).collect() }
    }

    #[test]
    fn what_both_declare_is_one() {
        let section = |path: &str, alias: &str| SectionFacet {
            path: path.into(),
            name: String::new(),
            aliases: vec![alias.into()],
        };
        let synonym = || Synonym { words: vec!["pay".into(), "wage".into()], ..Synonym::default() };
        let first = Vocabulary {
            roles: vec![role("dev", "Developer", &["coder"])],
            sections: vec![section("pay", "salary")],
            synonyms: vec![synonym()],
        };
        let more = Vocabulary {
            roles: vec![role("ops", "", &[]), role("dev", "Programmer", &["coder", "engineer"])],
            sections: vec![section("pay", "bonus")],
            synonyms: vec![synonym()],
        };
        let all = first.with(&more);
        assert_eq!(all.roles, [role("dev", "Developer", &["coder", "Programmer", "engineer"]), role("ops", "", &[])]);
        assert_eq!(all.sections[0].aliases, ["salary", "bonus"]);
        assert_eq!((all.sections.len(), all.synonyms.len()), (1, 1));
        assert_eq!(first.with(&Vocabulary::default()), first);
    }
}
