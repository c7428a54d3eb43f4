//! `kb help index`.

use super::{Example, Lesson};

pub(super) const INDEX: Lesson = Lesson {
    topic: "index",
    about: "Build the index or bring it up to date",
    text: "Without a PATH, the corpora of kb.toml are indexed, else ./corpus. Only what changed is read again, and the \
           result is what a fresh build would be. What cannot be read is named, with the reason. The folder of the \
           index can be deleted at any time. `kb index --watch` stays and follows every change.\n\
           `kb search` builds the index where there is none; after that it reads only, unless --fresh is given.",
    table: None,
    examples: &[
        Example { command: "kb index", says: "Build or update.", prints: &["14 guides"] },
        Example {
            command: "kb index --dry-run",
            says: "What that would do; nothing is written.",
            prints: &["nothing"],
        },
        Example {
            command: "kb status",
            says: "What the index holds, and what has changed on disk since.",
            prints: &["14 guides", "since then"],
        },
        Example { command: "kb check", says: "Verify every byte of it.", prints: &["the index is sound"] },
    ],
    see: &["search", "roles"],
};
