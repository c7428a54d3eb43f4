//! What is said where an index cannot be read.

use tantivy::TantivyError;
use tantivy::directory::error::OpenReadError;

use crate::error::Error;

/// The index could not be read: the same words wherever it happens.
pub(super) fn unreadable(error: TantivyError) -> Error {
    if let TantivyError::OpenReadError(OpenReadError::IoError { io_error, filepath }) = &error
        && io_error.kind() == std::io::ErrorKind::PermissionDenied
    {
        return Error::user(format!("cannot read the index: no permission to read {}", filepath.display()))
            .with_hint("check who owns the index and what its permissions allow");
    }
    Error::damaged(format!("cannot read the index: {error}")).with_hint("run `kb index --rebuild` to build it anew")
}
