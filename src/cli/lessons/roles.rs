//! `kb help roles` and `kb help terms`.

use super::{Example, Lesson};

pub(super) const ROLES: Lesson = Lesson {
    topic: "roles",
    about: "Roles, section facets and tags: where they come from, and how to use them",
    text: "A role is whom a section is for, a section facet what it is about (skills/technical), a tag what its guide \
           says of itself. Roles and section facets are declared in kb.toml, with the words that announce them in \
           headings; a guide may also name its roles in its front matter. --section skills has skills/technical in it. \
           Each flag may be repeated: any of its values will do, and all flags must hold.\n\
           The count beside a value ignores what is selected of the same facet, and so tells what another choice would \
           give. A value that nothing has is refused, with the nearest one there is.",
    table: None,
    examples: &[
        Example {
            command: "kb facets",
            says: "Every value there is, and how many sections have it.",
            prints: &["platform", "infrastructure", "skills/technical"],
        },
        Example {
            command: "kb search budget --role infrastructure",
            says: "What one role has to know of a subject.",
            prints: &["role: infrastructure", "corpus/infrastructure-manager.md:"],
        },
        Example {
            command: "kb search salary --role platform --section compensation",
            says: "Two facets: both must hold.",
            prints: &["role: platform", "section: compensation"],
        },
        Example {
            command: "kb facets --why developer-empathy",
            says: "Which rule gave a section its role and its facet.",
            prints: &["platform", "skills/soft"],
        },
        Example {
            command: "kb terms --role platform --against infrastructure -n 5",
            says: "The words that set one role's sections apart from the other's.",
            prints: &["developers"],
        },
    ],
    see: &["search", "terms"],
};

pub(super) const TERMS: Lesson = Lesson {
    topic: "terms",
    about: "List the words that set a role's guides apart",
    text: "Sections that have a word are counted among those for the role and among the others, or among those for \
           another role alone. The score says how surprising the difference would be by chance: above 10.8, less than \
           once in a thousand. A word's forms count as one.",
    table: None,
    examples: &[
        Example {
            command: "kb terms --role platform -n 5",
            says: "Against all other sections.",
            prints: &["92 sections for platform against 52 others", "developers"],
        },
        Example {
            command: "kb terms --role infrastructure --against platform -n 5",
            says: "Against the sections for another role and not for this one.",
            prints: &["for platform and not for infrastructure"],
        },
    ],
    see: &["roles", "similar"],
};
