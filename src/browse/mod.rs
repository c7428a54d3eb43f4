//! The full-screen reader: search as you type, hits, facets to tick, and the section itself.
//!
//! ```text
//! keys, mouse ─► keys ─► Command ─► State ─► Effect ─► worker (search, read, compare) ─► Answer ─► State
//!                                     └────► draw ─► panes ─► screen
//! ```
//!
//! [`State`] is a plain value: commands and answers go in, effects come out, and what it shows follows from it alone, so
//! that all of it can be tested without a terminal. Searching is done by a [`Worker`], of all that was typed meanwhile the
//! latest only: a key never waits for an answer. Text of guides reaches the screen by [`crate::report::cut`] and
//! [`crate::report::lines`], which make it safe.
//!
//! ```text
//! session     the loop: waits for keys, answers and signals; opens, copies, suspends
//! terminal    the screen taken and given back, whatever happens;  signals  ends and comes back
//! keys        what a key or a click means;  state  what that does;  layout  which pane is where
//! panes       what each of them shows;  look  which colours there are
//! library     the index as it is at this moment;  worker  asks it;  asked  what is asked;  reading  a section
//! ```

mod answer;
mod asked;
mod citation;
mod comparison;
mod draw;
mod input;
mod keys;
mod layout;
mod library;
mod line;
mod look;
mod panes;
mod reading;
mod session;
mod signals;
mod state;
mod terminal;
#[cfg(test)]
mod tests;
mod worker;

pub use answer::Answer;
pub use asked::Ask;
pub use draw::draw;
pub use keys::{Caret, Command, Erase, Step, command};
pub use library::{Library, SheetsOf};
pub use line::Line;
pub use look::Look;
pub use reading::Reading;
pub use session::{Surroundings, run};
pub use state::{Effect, Focus, State};
pub use terminal::refuse_without_terminal;
pub use worker::Worker;
