//! `kb help show` and `kb help similar`.

use super::{Example, Lesson};

pub(super) const SHOW: Lesson = Lesson {
    topic: "show",
    about: "Read one section",
    text: "A section goes by its id, as search prints it: the path of its guide, a #, and its heading as a link has it. \
           Any end of the id will do that only one section has. Below a section stand its neighbours in the guide and \
           the sections most like it, each with the id that the next command takes. `kb open ID` opens the source in \
           your editor, at the line.",
    table: None,
    examples: &[
        Example {
            command: "kb show developer-empathy",
            says: "The end of an id is enough.",
            prints: &["Developer empathy", "corpus/platform-engineering-manager.md"],
        },
        Example {
            command: "kb show developer-empathy -C 1 --query 'product thinking'",
            says: "With the sections around it, the words of a query marked.",
            prints: &["Developer empathy", "Product thinking"],
        },
        Example {
            command: "kb show platform-engineering-manager.md#product-thinking --format markdown",
            says: "The whole id, as Markdown to paste.",
            prints: &["Product thinking"],
        },
    ],
    see: &["search", "similar"],
};

pub(super) const SIMILAR: Lesson = Lesson {
    topic: "similar",
    about: "Find sections like one",
    text: "The words that tell most about a section are looked for in all others. A score of 1 means that another \
           section has all of them, as often; below 0.1 it is chance, and not shown. What they share is listed, and a \
           section with the very same text is named apart.",
    table: None,
    examples: &[
        Example {
            command: "kb similar developer-empathy",
            says: "By any end of an id.",
            prints: &["platform-engineering-manager.md#product-thinking"],
        },
        Example {
            command: "kb similar product-thinking --role platform -n 3",
            says: "Among the sections for a role.",
            prints: &["platform"],
        },
    ],
    see: &["show", "terms"],
};
