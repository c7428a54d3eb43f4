//! `kb help queries`: the query language.

use super::{Example, Lesson, Table};

/// What a query is made of.
pub(super) const OPERATORS: Table = Table {
    heading: "Queries",
    rows: &[
        ("words", "all are wanted; where no section has them all, those that have most"),
        ("\"a phrase\"", "these words in a row; \"near words\"~3 with up to three between"),
        ("pre*", "words that begin so"),
        ("a OR b, NOT cat, -cat", "either; without (-cat needs quotes around the query, or -- before it)"),
        ("( )", "what belongs together; NOT binds tightest, then words in a row, then OR"),
        ("title:skills", "in headings only"),
        ("role:x section:x tag:x", "only there; so corpus:x guide:x path:x"),
        ("anything else", "text: C++, CI/CD, v1.2.3, kubectl get pods -n"),
        ("at most", "8192 bytes, 256 words, 64 levels of ( ) and NOT; more is refused"),
    ],
};

pub(super) const QUERIES: Lesson = Lesson {
    topic: "queries",
    about: "The query language: phrases, prefixes, OR, NOT, fields",
    text: "No query is a syntax error: what cannot be read as an operator is text. `kb search -v` says how a query was \
           understood.\n\
           A clause such as role:platform is part of the query and may stand in OR and NOT; the flag --role platform \
           narrows the answer to any query.",
    table: Some(OPERATORS),
    examples: &[
        Example {
            command: "kb search '\"disaster recovery\"'",
            says: "The two words next to each other.",
            prints: &["#disaster-recovery-and-business-"],
        },
        Example {
            command: "kb search '\"servers storage\"~3'",
            says: "Near each other: up to three other words between them.",
            prints: &["“\"servers storage\"~3”"],
        },
        Example { command: "kb search 'kuber*'", says: "Words that begin so.", prints: &["Kubernetes"] },
        Example {
            command: "kb search terraform OR cloudformation",
            says: "Either.",
            prints: &["#infrastructure-as-code-iac-"],
        },
        Example {
            command: "kb search cloud NOT azure --count",
            says: "One and not the other; here only how many sections.",
            prints: &[],
        },
        Example {
            command: "kb search title:skills role:platform",
            says: "In headings, of sections for a role.",
            prints: &["skills/"],
        },
        Example {
            command: "kb search -v 'salary (platform OR infrastructure)'",
            says: "How it was understood.",
            prints: &["understood as: salary (platform OR infrastructure)"],
        },
    ],
    see: &["search", "roles"],
};
