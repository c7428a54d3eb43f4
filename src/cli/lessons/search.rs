//! `kb help search`.

use super::queries::OPERATORS;
use super::{Example, Lesson};

pub(super) const SEARCH: Lesson = Lesson {
    topic: "search",
    about: "Find sections: ranked, with counts per role, section, tag and corpus",
    text: "What is found is the section: a heading and what stands under it. Write what you look for, in words or as a \
           question; no quotes are needed. A hit has its place in the guide, its roles and facets, the passage that \
           answers best, an id for `kb show`, and the lines in the file.\n\
           Mistyped words, synonyms of kb.toml and acronyms of the guides are searched, too, and said; --exact takes \
           the words as they are. Of three words or fewer all are wanted; a longer query is a question, and sections \
           that cover half of what it tells match.\n\
           The counts beside the hits say what --role, --section, --tag and --corpus would leave. Flags narrow the \
           answer and never change its order.",
    table: Some(OPERATORS),
    examples: &[
        Example {
            command: "kb search IaC --role platform",
            says: "The short form finds the long one as well, among the sections for one role.",
            prints: &["also searched: infrastructure as code", "role: platform", "#infrastructure-as-code-iac-"],
        },
        Example {
            command: "kb search who does the infrastructure manager report to",
            says: "A question: the section that answers it comes first.",
            prints: &["#who-does-the-infrastructure-manager-report", "corpus/reporting-lines.md:"],
        },
        Example {
            command: "kb search terrafrom",
            says: "A slip of the fingers is corrected, and said.",
            prints: &["so “terraform” was searched"],
        },
        Example {
            command: "kb search '\"disaster recovery\" OR backup' --section skills",
            says: "Operators; quotes round all of it, so that the shell leaves the others alone.",
            prints: &["section: skills", "#disaster-recovery-and-business-"],
        },
        Example {
            command: "kb search --section career --sort path",
            says: "No words: every section on a subject, in the order of the guides.",
            prints: &["corpus/career-paths.md:"],
        },
        Example {
            command: "kb search salary --group guide -n 3",
            says: "The best section of each guide, three of them.",
            prints: &["corpus/compensation.md:"],
        },
        Example {
            command: "kb search kubernetes --explain -n 1",
            says: "Why a hit stands where it does: the parts of its score.",
            prints: &["kubernetes"],
        },
    ],
    see: &["queries", "roles", "searches", "similar", "scripts"],
};
