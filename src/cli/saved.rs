//! Saved searches: declared in kb.toml, run as `kb search @NAME`.

use std::collections::BTreeMap;
use std::fmt;

use clap::ValueEnum;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error as _, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::guide::nearest;
use crate::query::{self, Expr};

use super::args::{GroupChoice, SavedQuery, SearchArguments, SortChoice};
use super::settings_file::Mistake;

/// The saved searches of a kb.toml, by name.
pub(super) type SavedSearches = BTreeMap<String, SavedSearch>;

/// A saved search: a query, and what else its command line would say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(super) struct SavedSearch {
    /// The query, as it would be typed.
    pub query: String,
    /// What it is for, in a few words.
    pub about: String,
    /// `--role`
    pub role: Vec<String>,
    /// `--section`
    pub section: Vec<String>,
    /// `--tag`
    pub tag: Vec<String>,
    /// `--corpus`
    pub corpus: Vec<String>,
    /// `--guide`
    pub guide: Vec<String>,
    /// `--since`
    pub since: Option<String>,
    /// `--until`
    pub until: Option<String>,
    /// `--limit`
    pub limit: Option<usize>,
    /// `--sort`
    #[serde(serialize_with = "name_of")]
    pub sort: Option<SortChoice>,
    /// `--group`
    #[serde(serialize_with = "name_of")]
    pub group: Option<GroupChoice>,
    /// `--any`
    pub any: bool,
    /// `--exact`
    pub exact: bool,
}

/// The long form in kb.toml. The short one is the query alone.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Table {
    query: String,
    about: String,
    role: OneOrMany,
    section: OneOrMany,
    tag: OneOrMany,
    corpus: OneOrMany,
    guide: OneOrMany,
    since: Option<String>,
    until: Option<String>,
    limit: Option<usize>,
    #[serde(deserialize_with = "choice")]
    sort: Option<SortChoice>,
    #[serde(deserialize_with = "choice")]
    group: Option<GroupChoice>,
    any: bool,
    exact: bool,
}

/// A value, or a list of them.
#[derive(Debug, Default)]
struct OneOrMany(Vec<String>);

impl<'de> Deserialize<'de> for SavedSearch {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = SavedSearch;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a query, or a table with `query` and what else a search takes")
            }

            fn visit_str<E>(self, query: &str) -> Result<SavedSearch, E> {
                Ok(SavedSearch { query: query.to_owned(), ..SavedSearch::default() })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<SavedSearch, A::Error> {
                Table::deserialize(MapAccessDeserializer::new(map)).map(SavedSearch::from)
            }
        }
        from.deserialize_any(Either)
    }
}

impl From<Table> for SavedSearch {
    fn from(table: Table) -> SavedSearch {
        let Table { query, about, since, until, limit, sort, group, any, exact, .. } = table;
        let [role, section, tag, corpus, guide] =
            [table.role, table.section, table.tag, table.corpus, table.guide].map(|values| values.0);
        SavedSearch { query, about, role, section, tag, corpus, guide, since, until, limit, sort, group, any, exact }
    }
}

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Values;
        impl<'de> Visitor<'de> for Values {
            type Value = OneOrMany;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value or a list of values")
            }

            fn visit_str<E>(self, value: &str) -> Result<OneOrMany, E> {
                Ok(OneOrMany(vec![value.to_owned()]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<OneOrMany, A::Error> {
                let mut all = Vec::new();
                while let Some(value) = values.next_element()? {
                    all.push(value);
                }
                Ok(OneOrMany(all))
            }
        }
        from.deserialize_any(Values)
    }
}

/// One of the values that a flag takes.
fn choice<'de, D: Deserializer<'de>, C: ValueEnum>(from: D) -> Result<Option<C>, D::Error> {
    let given = String::deserialize(from)?;
    C::from_str(&given, false).map(Some).map_err(|_| {
        let names = C::value_variants().iter().filter_map(ValueEnum::to_possible_value);
        let names: Vec<String> = names.map(|value| format!("`{}`", value.get_name())).collect();
        D::Error::custom(format!("unknown variant `{given}`, expected one of {}", names.join(", ")))
    })
}

fn name_of<S: serde::Serializer, C: ValueEnum>(choice: &Option<C>, to: S) -> Result<S::Ok, S::Error> {
    let value = choice.as_ref().and_then(ValueEnum::to_possible_value);
    value.map(|value| value.get_name().to_owned()).serialize(to)
}

/// Refuses names that cannot be typed after the `@`.
pub(super) fn check(searches: &SavedSearches) -> Result<(), Mistake> {
    let unfit = |c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_' | '.');
    match searches.keys().find(|name| name.is_empty() || name.contains(unfit)) {
        Some(name) => {
            let what = format!("`{name}` cannot be the name of a saved search");
            Err(Mistake::new(what, "use letters, digits, -, _ and . in it: it is typed as kb search @NAME"))
        }
        None => Ok(()),
    }
}

/// What became of a query that may begin with `@`.
pub(super) enum Named {
    /// It names no saved search: it is text. With advice where that may have been meant otherwise.
    Text(Option<String>),
    /// It names one, which is now part of the arguments.
    Saved(Box<SearchArguments>),
}

/// Puts in what a saved search says, if the query begins with `@` and the name of one. Only declared names count, so
/// that `@Override` stays the text that it is.
pub(super) fn look_up(arguments: &SearchArguments, searches: &SavedSearches) -> Named {
    let text = arguments.query.join(" ");
    let Some(named) = text.trim_start().strip_prefix('@') else { return Named::Text(None) };
    let (name, rest) = named.split_once(char::is_whitespace).unwrap_or((named, ""));
    match searches.get(name) {
        Some(saved) => Named::Saved(Box::new(saved.applied(name, rest.trim(), arguments))),
        None => Named::Text(advice(name, searches)),
    }
}

fn advice(name: &str, searches: &SavedSearches) -> Option<String> {
    let names: Vec<&String> = searches.keys().collect();
    if name.is_empty() && !names.is_empty() {
        let names: Vec<String> = names.iter().take(10).map(|name| format!("@{name}")).collect();
        return Some(format!("saved searches are {}; `kb searches` tells what they are", names.join(", ")));
    }
    nearest(name, &names).map(|near| {
        format!("no saved search is called `{name}`, so `@{name}` was searched as text; did you mean `@{near}`?")
    })
}

impl SavedSearch {
    /// These arguments with what is saved: what the command line says of a flag replaces what is saved of it, and words
    /// narrow it.
    fn applied(&self, name: &str, rest: &str, arguments: &SearchArguments) -> SearchArguments {
        let values =
            |typed: &[String], saved: &[String]| if typed.is_empty() { saved.to_vec() } else { typed.to_vec() };
        let typed = arguments.typed;
        SearchArguments {
            query: vec![rest.to_owned()],
            saved: Some(SavedQuery { name: name.to_owned(), query: self.query.clone() }),
            role: values(&arguments.role, &self.role),
            section: values(&arguments.section, &self.section),
            tag: values(&arguments.tag, &self.tag),
            corpus: values(&arguments.corpus, &self.corpus),
            guide: values(&arguments.guide, &self.guide),
            since: arguments.since.clone().or_else(|| self.since.clone()),
            until: arguments.until.clone().or_else(|| self.until.clone()),
            limit: self.limit.filter(|_| !typed.limit).unwrap_or(arguments.limit),
            sort: self.sort.filter(|_| !typed.sort).unwrap_or(arguments.sort),
            group: self.group.filter(|_| !typed.group).unwrap_or(arguments.group),
            any: arguments.any || self.any,
            exact: arguments.exact || self.exact,
            ..arguments.clone()
        }
    }

    /// What its command line would say besides the query.
    pub(super) fn flags(&self) -> String {
        let mut flags = Vec::new();
        let lists = [
            ("role", &self.role),
            ("section", &self.section),
            ("tag", &self.tag),
            ("corpus", &self.corpus),
            ("guide", &self.guide),
        ];
        for (name, values) in lists {
            flags.extend(values.iter().map(|value| format!("--{name} {value}")));
        }
        let of = |value: Option<clap::builder::PossibleValue>| value.map(|value| value.get_name().to_owned());
        let ones = [
            ("since", self.since.clone()),
            ("until", self.until.clone()),
            ("limit", self.limit.map(|limit| limit.to_string())),
            ("sort", self.sort.and_then(|sort| of(sort.to_possible_value()))),
            ("group", self.group.and_then(|group| of(group.to_possible_value()))),
        ];
        flags.extend(ones.into_iter().filter_map(|(name, value)| Some(format!("--{name} {}", value?))));
        flags.extend(
            [("--any", self.any), ("--exact", self.exact)].iter().filter(|(_, is)| *is).map(|(f, _)| (*f).to_owned()),
        );
        flags.join(" ")
    }
}

/// The query of a command line as text and as a tree: a saved one, and the words that narrow it.
///
/// # Errors
/// Where it is too large to be searched.
pub(super) fn query_of(arguments: &SearchArguments) -> crate::error::Result<(String, Expr)> {
    let typed = arguments.query.join(" ");
    let Some(SavedQuery { query: saved, .. }) = &arguments.saved else {
        return Ok((typed.trim().to_owned(), query::parse(&typed)?));
    };
    let parts: Vec<Expr> =
        [query::parse(saved)?, query::parse(&typed)?].into_iter().filter(|e| *e != Expr::All).collect();
    let text = match parts.as_slice() {
        // As it was written.
        [_] | [] => format!("{saved}{typed}").trim().to_owned(),
        _ => {
            let flat = parts.into_iter().flat_map(|part| match part {
                Expr::And(parts) => parts,
                one => vec![one],
            });
            Expr::And(flat.collect()).to_string()
        }
    };
    // Read again: both together may be too much.
    let expr = query::parse(&text)?;
    Ok((text, expr))
}
