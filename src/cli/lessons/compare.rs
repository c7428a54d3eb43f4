//! `kb help compare` and `kb help coverage`.

use super::{Example, Lesson};

pub(super) const COMPARE: Lesson = Lesson {
    topic: "compare",
    about: "Hold roles against one another on a topic, side by side",
    text: "A column for each role, a row for each section facet in which the topic occurs. A cell has the best passage \
           that speaks to this role alone, with its id and lines, or \u{201c}not covered\u{201d}. What speaks to several of the \
           roles, or stands word for word in guides of several, is shown once and marked as shared. What matches is what \
           `kb search` finds. Without a topic the guides are laid side by side, section facet by section facet.",
    table: None,
    examples: &[
        Example {
            command: "kb compare reporting",
            says: "Whom either role reports to, and where only one has something to say.",
            prints: &["straight to the CTO", "Director of IT", "not covered", "shared with infrastructure:"],
        },
        Example {
            command: "kb compare security --section focus --terms",
            says: "Within one section facet, with the words that set the roles apart there.",
            prints: &["section: focus", "regulatory compliance", "Words that set it apart"],
        },
        Example {
            command: "kb compare --section compensation --format markdown",
            says: "A table to paste.",
            prints: &["| Topic | Platform engineering manager | Infrastructure manager |", "| Compensation |"],
        },
    ],
    see: &["coverage", "terms"],
};

pub(super) const COVERAGE: Lesson = Lesson {
    topic: "coverage",
    about: "Count sections by topic and role, and show the holes",
    text: "Topics are the section facets that kb.toml declares, the queries you give, or with --terms the words that \
           carry most of the guides. A section covers a query where it has all of it; typing mistakes are not forgiven. \
           Below the counts stand holes, thin spots (all that a role has on a topic is less than 25 words) and texts \
           that stand in several places.",
    table: None,
    examples: &[
        Example {
            command: "kb coverage",
            says: "The declared section facets.",
            prints: &["skills/technical", "no hole"],
        },
        Example {
            command: "kb coverage 'disaster recovery' kubernetes 'parental leave'",
            says: "Topics of your own.",
            prints: &["2 holes", "platform has nothing on parental leave"],
        },
        Example {
            command: "kb coverage --section skills --section career --min 3",
            says: "For a check of yours: exit 1 where a role has fewer than three sections on a topic.",
            prints: &["no hole: every role has at least 3 sections on every topic"],
        },
    ],
    see: &["compare", "facets"],
};
