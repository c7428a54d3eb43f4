//! The thread that asks the index.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;

use crate::error::{Error, Result};
use crate::guide::SectionId;

use super::answer::Answer;
use super::asked::Ask;
use super::library::Library;

/// Asks the index in a thread of its own. Of each kind of question only the latest waits: what was asked before it and is
/// not yet begun is dropped.
pub struct Worker {
    desk: Arc<Desk>,
}

#[derive(Default)]
struct Desk {
    jobs: Mutex<Jobs>,
    called: Condvar,
}

#[derive(Default)]
struct Jobs {
    search: Option<Ask>,
    read: Option<(SectionId, Ask)>,
    compare: Option<Ask>,
    closed: bool,
}

enum Job {
    Search(Ask),
    Read(SectionId, Ask),
    Compare(Ask),
}

impl Worker {
    /// Starts the thread, which gives each answer to `tell` and ends after `tell` says that nobody listens.
    ///
    /// # Errors
    /// Where no thread can be started.
    pub fn start(library: Library, tell: impl Fn(Answer) -> bool + Send + 'static) -> Result<Worker> {
        let desk = Arc::new(Desk::default());
        let own = Arc::clone(&desk);
        thread::Builder::new()
            .name("browse".to_owned())
            .spawn(move || work(library, &own, &tell))
            .map_err(|error| Error::internal("cannot start a thread", error))?;
        Ok(Worker { desk })
    }

    /// Asks for the hits of a search.
    pub fn search(&self, ask: Ask) {
        self.desk.put(|jobs| jobs.search = Some(ask));
    }

    /// Asks for a section, as one who asked that will read it.
    pub fn read(&self, id: SectionId, ask: Ask) {
        self.desk.put(|jobs| jobs.read = Some((id, ask)));
    }

    /// Asks for the roles side by side.
    pub fn compare(&self, ask: Ask) {
        self.desk.put(|jobs| jobs.compare = Some(ask));
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.desk.put(|jobs| jobs.closed = true);
    }
}

impl Desk {
    fn put(&self, change: impl FnOnce(&mut Jobs)) {
        change(&mut self.jobs.lock().unwrap_or_else(PoisonError::into_inner));
        self.called.notify_one();
    }

    /// Waits for the next job; none at the end. Reading comes first: it is quick, and somebody looks at it.
    fn next(&self) -> Option<Job> {
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if jobs.closed {
                return None;
            }
            let read = jobs.read.take().map(|(id, ask)| Job::Read(id, ask));
            let next = read.or_else(|| jobs.search.take().map(Job::Search));
            if let Some(job) = next.or_else(|| jobs.compare.take().map(Job::Compare)) {
                return Some(job);
            }
            jobs = self.called.wait(jobs).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

fn work(mut library: Library, desk: &Desk, tell: &dyn Fn(Answer) -> bool) {
    // Whoever cannot be warmed says why when it is asked.
    let _ = guarded(|| library.warm());
    while let Some(job) = desk.next() {
        let answer = match job {
            Job::Search(ask) => {
                let found = guarded(|| library.search(&ask));
                Answer::Found(ask, Box::new(found))
            }
            Job::Read(id, ask) => {
                let section = guarded(|| library.read(&id, &ask));
                Answer::Read(id, Box::new(section))
            }
            Job::Compare(ask) => {
                let compared = guarded(|| library.compare(&ask));
                Answer::Compared(ask, Box::new(compared))
            }
        };
        if !tell(answer) {
            return;
        }
    }
}

/// A panic over a damaged index is an answer like others: who browses should read it, and go on.
fn guarded<T>(ask: impl FnOnce() -> Result<T>) -> Result<T> {
    let damaged = || Error::damaged("the index could not be read").with_hint("`kb check` tells what is wrong with it");
    catch_unwind(AssertUnwindSafe(ask)).unwrap_or_else(|_| Err(damaged()))
}
