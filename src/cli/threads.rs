//! The thread that a command runs on, and those that share its work.

use std::error::Error as _;
use std::sync::{Mutex, PoisonError};
use std::thread::{self, Builder};

use rayon::ThreadPoolBuilder;

use crate::error::{Error, Result};

/// Bytes of stack that a command has, whatever the system gives the first thread (`ulimit -s`): what Rust gives others.
const STACK: usize = 2 * 1024 * 1024;

/// Does some work on a thread with room for it; on this one where no other can be started. It goes by the name of the
/// first.
pub(super) fn with_room<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let work = Mutex::new(Some(work));
    let take = || work.lock().unwrap_or_else(PoisonError::into_inner).take();
    let done = thread::scope(|scope| {
        let thread = Builder::new().name("main".to_owned()).stack_size(STACK);
        let started = thread.spawn_scoped(scope, || take().map(|work| work())).ok()?;
        started.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    });
    // A thread that was started always takes the work, so it is left only where none was.
    done.or_else(|| take().map(|work| work())).unwrap_or_else(|| unreachable!("the work was done by neither"))
}

/// Starts those that share the work, so that a system that allows no more is told of as such: left to the first use, that would be a panic.
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
