//! The threads that share the work of a command.

use std::error::Error as _;

use rayon::ThreadPoolBuilder;

use crate::error::{Error, Result};

/// Starts them, so that a system that allows no more is told of as such: left to the first use, that would be a panic.
///
/// # Errors
/// Where they cannot be started.
pub(super) fn start() -> Result<()> {
    match ThreadPoolBuilder::new().build_global() {
        // Without a cause it only says that they run already.
        Err(error) if error.source().is_some() => Err(Error::user("cannot start a thread for each processor")
            .with_hint("allow more processes (`ulimit -u`), or set RAYON_NUM_THREADS=1")),
        _ => Ok(()),
    }
}
