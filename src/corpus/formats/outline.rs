//! What every format reader gives: a document as a flat list of parts, before anything is inferred from it.

use serde_json::{Map, Value};

use crate::guide::{LineRange, Link, Unit};

/// A parsed source file.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Outline {
    /// A title stated outside the headings, such as HTML's `<title>`.
    pub title: Option<String>,
    /// The front matter, whatever syntax it was written in; empty where there is none.
    pub front_matter: Map<String, Value>,
    /// What the lines of the parts count.
    pub unit: Unit,
    /// Its parts are just its pages: their headings name no topics.
    pub paged: bool,
    /// The text above the first heading (if any), then one part per heading, in the order of their lines.
    pub parts: Vec<Part>,
    /// The links in it, in any order.
    pub links: Vec<Link>,
    /// Oddities worth a word to the user, such as front matter that could not be read.
    pub warnings: Vec<String>,
}

/// A heading and the text up to the next one.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Part {
    /// None for text above the first heading.
    pub heading: Option<Heading>,
    /// The text below the heading with markup removed: paragraphs apart by an empty line, list items as `- ` on a line
    /// of their own, table cells apart by ` | ` and rows by line, code kept line by line. No white space at either end.
    pub body: String,
    /// How many bytes of the body are the text of links, white space left out; 0 where the format does not tell.
    pub linked: usize,
    /// Where it stands in the file, heading included, empty lines at its end left out.
    pub lines: LineRange,
}

/// A heading as written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its text, markup removed, white space folded to single spaces.
    pub text: String,
    /// An id that the source gives it.
    pub anchor: Option<String>,
}
