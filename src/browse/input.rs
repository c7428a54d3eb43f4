//! Keys and the mouse, read in a thread of their own.

use std::io;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use ratatui::crossterm::event::{self, Event};

use crate::error::{Error, Result};

/// Reads the terminal one event at a time, and only when told to: while an editor has the terminal, what is typed is for
/// the editor.
pub(super) struct Input {
    next: Sender<()>,
}

impl Input {
    /// Starts the thread, which gives each event to `tell` and ends after `tell` says that nobody listens.
    ///
    /// # Errors
    /// Where no thread can be started.
    pub(super) fn start(tell: impl Fn(io::Result<Event>) -> bool + Send + 'static) -> Result<Input> {
        let (next, wanted) = channel();
        thread::Builder::new()
            .name("browse-input".to_owned())
            .spawn(move || read(&wanted, &tell))
            .map_err(|error| Error::internal("cannot start a thread", error))?;
        Ok(Input { next })
    }

    /// Asks for one more event.
    pub(super) fn next(&self) {
        // After the thread has told why it ended, there is none.
        let _ = self.next.send(());
    }
}

fn read(wanted: &Receiver<()>, tell: &dyn Fn(io::Result<Event>) -> bool) {
    while wanted.recv().is_ok() {
        let event = event::read();
        let failed = event.is_err();
        if !tell(event) || failed {
            return;
        }
    }
}
