//! `kb help searches`.

use super::{Example, Lesson, Table};

pub(super) const SEARCHES: Lesson = Lesson {
    topic: "searches",
    about: "Saved searches: kb.toml names them, `kb search @NAME` runs them",
    text: "A saved search is a query with what else its command line would say. Words after the name narrow it, as if they \
           had been typed behind its query. What the command line says of a flag replaces what is saved of it. They are \
           those of the kb.toml that is found, whichever index is searched.\n\
           Only declared names count: any other query that begins with @ is text, as @Override is.",
    table: Some(Table {
        heading: "In kb.toml",
        rows: &[
            ("[search]", "the short form: a name and a query"),
            ("oncall = \"incident OR outage\"", "run by kb search @oncall"),
            ("[search.pay]", "the long form, a table of its own:"),
            ("query, about", "the query, and what it is for"),
            ("role, section, tag, corpus, guide", "a value or a list, as the flags take them"),
            ("since, until, limit, sort, group", "as the flags take them"),
            ("any, exact", "true, as the flags"),
        ],
    }),
    examples: &[
        Example {
            command: "kb searches",
            says: "Those of this knowledge base.",
            prints: &["@outage", "@pay", "--section compensation"],
        },
        Example {
            command: "kb search @pay --role platform",
            says: "One of them, for a role.",
            prints: &["“salary”", "role: platform", "section: compensation"],
        },
        Example { command: "kb search @outage vendor --count", says: "One of them, narrowed by a word.", prints: &[] },
    ],
    see: &["search", "queries"],
};
