//! What can go wrong, told by whose turn it is to act.

use std::fmt;
use std::io;
use std::path::Path;

/// The result of anything in this crate that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A failure that stops a command.
///
/// `Display` gives one line: what failed and where. What the user can do about it is [`Error::hint`].
#[derive(Debug)]
pub enum Error {
    /// Something the user can set right: an argument, a file, a setting.
    User {
        /// What is wrong and where, in one line.
        message: String,
        /// What to do about it, in one line.
        hint: Option<String>,
    },
    /// A request that was understood but that nothing answers, such as an unknown role.
    NotFound {
        /// What was not found, in one line.
        message: String,
        /// The nearest thing that does exist.
        hint: Option<String>,
    },
    /// The index is not as it was written. Its files are still where they were, so it can be built anew.
    Damaged {
        /// What is wrong with which file, in one line.
        message: String,
        /// What to do about it, in one line.
        hint: Option<String>,
    },
    /// The reader of our output went away: not a failure worth a word.
    ClosedPipe,
    /// Anything else: the disk, the index, a bug.
    Internal {
        /// What was being done, in words that follow "kb: ".
        context: String,
        /// Why it failed.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl Error {
    /// A mistake the user can set right.
    pub fn user(message: impl Into<String>) -> Self {
        Error::User { message: message.into(), hint: None }
    }

    /// A request that nothing answers.
    pub fn not_found(message: impl Into<String>) -> Self {
        Error::NotFound { message: message.into(), hint: None }
    }

    /// An index that is not as it was written.
    pub fn damaged(message: impl Into<String>) -> Self {
        Error::Damaged { message: message.into(), hint: None }
    }

    /// A failure while doing `context`.
    pub fn internal(context: impl Into<String>, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Error::Internal { context: context.into(), source: source.into() }
    }

    /// A failure to do `action` ("read", "write", "create") with the file or folder at `path`.
    ///
    /// What the user can set right (permissions, a missing or wrong path, a full or read-only disk) becomes
    /// [`Error::User`] with a hint.
    pub fn io(action: &str, path: &Path, source: io::Error) -> Self {
        let message = format!("cannot {action} {}: {}", path.display(), plain(&source));
        match io_hint(source.kind()) {
            Some(hint) => Error::User { message, hint: Some(hint.to_owned()) },
            None => Error::internal(format!("cannot {action} {}", path.display()), plain(&source)),
        }
    }

    /// The same error with a word on what to do.
    #[must_use]
    pub fn with_hint(self, text: impl Into<String>) -> Self {
        match self {
            Error::User { message, .. } => Error::User { message, hint: Some(text.into()) },
            Error::NotFound { message, .. } => Error::NotFound { message, hint: Some(text.into()) },
            Error::Damaged { message, .. } => Error::Damaged { message, hint: Some(text.into()) },
            other => other,
        }
    }

    /// What the user can do about it, if we know.
    pub fn hint(&self) -> Option<&str> {
        match self {
            Error::User { hint, .. } | Error::NotFound { hint, .. } | Error::Damaged { hint, .. } => hint.as_deref(),
            Error::ClosedPipe | Error::Internal { .. } => None,
        }
    }
}

/// The reason of an I/O error without the "(os error 13)" that Rust appends.
pub fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    match text.find(" (os error") {
        Some(end) => text[..end].to_lowercase(),
        None => text,
    }
}

fn io_hint(kind: io::ErrorKind) -> Option<&'static str> {
    Some(match kind {
        io::ErrorKind::NotFound => "check the path",
        io::ErrorKind::PermissionDenied => "check who owns it and what its permissions allow",
        io::ErrorKind::ReadOnlyFilesystem => "choose another place with --index DIR",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "free some space and run the command again",
        io::ErrorKind::IsADirectory => "a folder is where a file should be: move it away",
        io::ErrorKind::NotADirectory => "a part of the path is a file, not a folder",
        io::ErrorKind::AlreadyExists => "something with that name is in the way",
        _ => return None,
    })
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::User { message, .. } | Error::NotFound { message, .. } | Error::Damaged { message, .. } => {
                f.write_str(message)
            }
            Error::ClosedPipe => f.write_str("the reader of the output went away"),
            Error::Internal { context, source } => write!(f, "{context}: {source}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Internal { source, .. } => Some(source.as_ref()),
            _ => None,
        }
    }
}
