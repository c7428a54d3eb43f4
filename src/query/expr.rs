//! The syntax tree of a query.

use std::fmt;

/// What the user's words mean, before any engine looks at them. Words are as typed: analysis is the engine's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expr {
    /// Everything matches: an empty query.
    All,
    /// A word, or several joined by punctuation, such as `CI/CD`.
    Word(String),
    /// Words that begin so: `pre*`.
    Prefix(String),
    /// Words in a row, in order; up to `slop` other words may stand between them: `"a phrase"~2`.
    Phrase {
        /// The text between the quotes.
        text: String,
        /// How many positions the words may be off in all.
        slop: u32,
    },
    /// A word, phrase or prefix looked for in headings only: `title:skills`.
    Title(Box<Expr>),
    /// A clause on a facet: `role:platform`. It must hold and adds nothing to a score.
    Is(Facet, String),
    /// All of these are wanted.
    And(Vec<Expr>),
    /// At least one of these.
    Or(Vec<Expr>),
    /// Nothing of this.
    Not(Box<Expr>),
}

/// Fields with values rather than words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Facet {
    /// `role:`
    Role,
    /// `section:`, children included.
    Section,
    /// `tag:`, children included.
    Tag,
    /// `corpus:` by the name of the source.
    Corpus,
    /// `guide:` by path, file name or title.
    Guide,
    /// `path:` a folder or file.
    Path,
}

impl Facet {
    /// The name before the colon.
    pub fn name(self) -> &'static str {
        match self {
            Facet::Role => "role",
            Facet::Section => "section",
            Facet::Tag => "tag",
            Facet::Corpus => "corpus",
            Facet::Guide => "guide",
            Facet::Path => "path",
        }
    }

    /// The field a name before a colon stands for.
    pub fn named(name: &str) -> Option<Facet> {
        [Facet::Role, Facet::Section, Facet::Tag, Facet::Corpus, Facet::Guide, Facet::Path]
            .into_iter()
            .find(|facet| facet.name() == name)
    }
}

/// Writes the tree in the query language, in parentheses only where they are needed; reading that back gives the same tree.
impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Expr::All => Ok(()),
            // Alone in parentheses an operator is a word wherever it stands.
            Expr::Word(word) if OPERATORS.contains(&word.as_str()) => write!(f, "({word})"),
            Expr::Word(word) => f.write_str(word),
            Expr::Prefix(word) => write!(f, "{word}*"),
            Expr::Phrase { text, slop: 0 } => write!(f, "\"{text}\""),
            Expr::Phrase { text, slop } => write!(f, "\"{text}\"~{slop}"),
            Expr::Title(inner) => write!(f, "title:{inner}"),
            Expr::Is(facet, value) if is_bare(value) => write!(f, "{}:{value}", facet.name()),
            Expr::Is(facet, value) => write!(f, "{}:\"{value}\"", facet.name()),
            Expr::And(parts) => joined(f, parts, " ", |part| matches!(part, Expr::And(_) | Expr::Or(_))),
            Expr::Or(parts) => joined(f, parts, " OR ", |part| matches!(part, Expr::Or(_))),
            Expr::Not(inner) => {
                f.write_str("NOT ")?;
                grouped(f, inner, matches!(**inner, Expr::And(_) | Expr::Or(_)))
            }
        }
    }
}

/// Words that are operators unless they have nothing to work on.
const OPERATORS: [&str; 3] = ["OR", "AND", "NOT"];

/// Whether the value of a facet is read as such without quotes.
fn is_bare(value: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '_' | '-');
    // A value with a quotation mark in it cannot stand between them; it has been read without any.
    value.contains(['“', '”']) || !OPERATORS.contains(&value) && value.chars().all(plain)
}

fn joined(
    f: &mut fmt::Formatter<'_>,
    parts: &[Expr],
    between: &str,
    needs_group: impl Fn(&Expr) -> bool,
) -> fmt::Result {
    for (n, part) in parts.iter().enumerate() {
        if n > 0 {
            f.write_str(between)?;
        }
        grouped(f, part, needs_group(part))?;
    }
    Ok(())
}

fn grouped(f: &mut fmt::Formatter<'_>, part: &Expr, group: bool) -> fmt::Result {
    if group { write!(f, "({part})") } else { write!(f, "{part}") }
}
