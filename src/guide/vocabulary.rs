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
