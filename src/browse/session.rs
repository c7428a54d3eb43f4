//! The loop: keys, answers and signals one after the other, then the screen.

use std::io;
use std::sync::mpsc::{Receiver, channel};

use ratatui::crossterm::event::Event;

use super::answer::Answer;
use super::citation::to_clipboard;
use super::input::Input;
use super::keys::{Command, command};
use super::library::Library;
use super::look::Look;
use super::signals;
use super::state::{Effect, State};
use super::terminal::Screen;
use super::worker::Worker;
use crate::error::{Error, Result, plain};
use crate::guide::SectionId;
use crate::query::DrillDown;

/// How many things that have happened are looked at before the screen is drawn again.
const AT_ONCE: usize = 64;

/// What the reader needs of those who start it.
pub struct Surroundings<'a> {
    /// Which means there are to set text apart.
    pub look: Look,
    /// Whether the mouse is ours.
    pub mouse: bool,
    /// Opens a section in an editor, while the terminal is not ours.
    pub open: &'a mut dyn FnMut(&SectionId) -> Result<()>,
}

/// Something that has happened.
enum Happening {
    Event(io::Result<Event>),
    Answer(Box<Answer>),
    /// We were stopped and go on.
    Continued,
}

/// Shows the index until the reader has enough, beginning with a query and a selection.
///
/// # Errors
/// Where there is no terminal to draw on, or it fails.
pub fn run(library: Library, query: &str, drill_down: DrillDown, surroundings: Surroundings<'_>) -> Result<()> {
    super::terminal::refuse_without_terminal()?;
    let (sender, happenings) = channel();
    let (answers, events) = (sender.clone(), sender.clone());
    let worker = Worker::start(library, move |answer| answers.send(Happening::Answer(Box::new(answer))).is_ok())?;
    signals::watch(move || drop(sender.send(Happening::Continued)))?;
    let screen = Screen::take(surroundings.mouse)?;
    let input = Input::start(move |event| events.send(Happening::Event(event)).is_ok())?;
    let state = State::new(query, drill_down, screen.size()?);
    Session { state, screen, worker, input, surroundings }.run(&happenings)
}

struct Session<'a> {
    state: State,
    screen: Screen,
    worker: Worker,
    input: Input,
    surroundings: Surroundings<'a>,
}

impl Session<'_> {
    fn run(mut self, happenings: &Receiver<Happening>) -> Result<()> {
        let effects = self.state.start();
        self.input.next();
        self.carry_out(effects)?;
        loop {
            self.state.apply(Command::Resize(self.screen.size()?));
            self.screen.show(&self.state, self.surroundings.look)?;
            // The threads that tell us end after us.
            let Ok(first) = happenings.recv() else { return Ok(()) };
            let others = happenings.try_iter().take(AT_ONCE);
            for happening in std::iter::once(first).chain(others) {
                if !self.take(happening)? {
                    return Ok(());
                }
            }
        }
    }

    /// Does what follows from a happening; says whether to go on.
    fn take(&mut self, happening: Happening) -> Result<bool> {
        match happening {
            Happening::Answer(answer) => {
                let effects = self.state.answer(*answer);
                self.carry_out(effects)
            }
            Happening::Continued => self.screen.retake().map(|()| true),
            Happening::Event(event) => {
                let event = event.map_err(|error| Error::internal("cannot read the terminal", plain(&error)))?;
                let state = &mut self.state;
                let command = command(&event, state.focus(), state.has_overlay(), state.query().is_empty());
                let effects = command.map(|command| state.apply(command)).unwrap_or_default();
                let goes_on = self.carry_out(effects)?;
                self.input.next();
                Ok(goes_on)
            }
        }
    }

    /// Does what is to be done outside; says whether to go on.
    fn carry_out(&mut self, effects: Vec<Effect>) -> Result<bool> {
        for effect in effects {
            match effect {
                Effect::Search(ask) => self.worker.search(ask),
                Effect::Read(id, ask) => self.worker.read(id, ask),
                Effect::Compare(ask) => self.worker.compare(ask),
                Effect::Open(id) => self.open(&id)?,
                Effect::Copy(text) => {
                    self.screen.send(&to_clipboard(&text))?;
                    self.state.say(format!("sent to the clipboard: {text}"));
                }
                Effect::Redraw => self.screen.redraw()?,
                Effect::Suspend => self.screen.lend(signals::suspend)?,
                Effect::Quit => return Ok(false),
            }
        }
        Ok(true)
    }

    fn open(&mut self, id: &SectionId) -> Result<()> {
        let open = &mut self.surroundings.open;
        if let Err(error) = self.screen.lend(|| open(id))? {
            let hint = error.hint().map(|hint| format!(" ({hint})")).unwrap_or_default();
            self.state.say(format!("{error}{hint}"));
        }
        Ok(())
    }
}
