//! Acronyms that guides define.

/// What a guide says a short form stands for: "infrastructure as code (IaC)".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acronym {
    /// The short form as written, without the `s` of a plural: `IaC`.
    pub short: String,
    /// The long form as written, white space folded to single spaces; in the singular where the short form was written
    /// in the plural: `infrastructure as code`.
    pub long: String,
    /// The line of the source file that defines it, 1-based; the first line of its section where none could be told.
    pub line: u32,
}
