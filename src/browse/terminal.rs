//! The terminal, taken for the whole screen and given back, whatever happens.

use std::fmt;
use std::io::{self, BufWriter, IsTerminal as _, Stdout, StdoutLock, Write as _};
use std::panic::{self, PanicHookInfo};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ratatui::Terminal;
use ratatui::backend::{Backend as _, ClearType, CrosstermBackend};
use ratatui::crossterm::cursor::Show;
use ratatui::crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use ratatui::crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode,
};
use ratatui::crossterm::{Command, execute, queue};
use ratatui::layout::Size;

use super::draw::draw;
use super::look::Look;
use super::state::State;
use crate::error::{Error, Result, plain};

/// Whether the screen is ours at this moment.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Room for a whole screen, so that it is written at once.
const BUFFER: usize = 1 << 16;

/// Refuses to go on where there is no terminal to draw on and to read keys from.
///
/// # Errors
/// [`Error::User`] where standard input or output is none, or is one that cannot be drawn on.
pub fn refuse_without_terminal() -> Result<()> {
    let lacking = [("output", io::stdout().is_terminal()), ("input", io::stdin().is_terminal())];
    let message = match lacking.iter().find(|(_, terminal)| !terminal) {
        Some((stream, _)) => format!("kb browse needs a terminal, and standard {stream} is none"),
        None if std::env::var_os("TERM").is_some_and(|term| term == "dumb") => {
            "kb browse needs a terminal that can be drawn on, and TERM=dumb says that this one cannot".to_owned()
        }
        None => return Ok(()),
    };
    Err(Error::user(message).with_hint("`kb search` prints what it finds, and `kb show ID` a section"))
}

/// Whether the screen is ours at this moment.
#[cfg(unix)]
pub(super) fn is_taken() -> bool {
    TAKEN.load(Ordering::SeqCst)
}

/// The screen while it is ours.
pub(super) struct Screen {
    terminal: Terminal<CrosstermBackend<BufWriter<Stdout>>>,
    mouse: bool,
    _hook: PanicHook,
}

impl Screen {
    /// Takes the screen. `mouse`: clicks and the wheel are told to us.
    ///
    /// # Errors
    /// Where the terminal cannot be set up.
    pub(super) fn take(mouse: bool) -> Result<Screen> {
        let hook = PanicHook::set();
        let set_up = set_up(mouse).and_then(|()| new_terminal());
        match set_up {
            Ok(terminal) => Ok(Screen { terminal, mouse, _hook: hook }),
            Err(error) => {
                give_back();
                Err(failed(&error))
            }
        }
    }

    /// Its columns and rows.
    ///
    /// # Errors
    /// Where the terminal does not say.
    pub(super) fn size(&self) -> Result<Size> {
        self.terminal.size().map_err(|error| failed(&error))
    }

    /// Draws what has changed, all of it at once where the terminal knows how to.
    ///
    /// # Errors
    /// Where the terminal cannot be written to.
    pub(super) fn show(&mut self, state: &State, look: Look) -> Result<()> {
        queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate).map_err(|error| failed(&error))?;
        self.terminal.draw(|frame| draw(frame, state, look)).map_err(|error| failed(&error))?;
        execute!(self.terminal.backend_mut(), EndSynchronizedUpdate).map_err(|error| failed(&error))
    }

    /// Sends what no pane shows.
    ///
    /// # Errors
    /// As [`Screen::show`].
    pub(super) fn send(&mut self, sequence: &str) -> Result<()> {
        let out = self.terminal.backend_mut();
        out.write_all(sequence.as_bytes()).and_then(|()| io::Write::flush(out)).map_err(|error| failed(&error))
    }

    /// Gives the screen back, lets others use it, and takes it again.
    ///
    /// # Errors
    /// As [`Screen::take`].
    pub(super) fn lend<T>(&mut self, to: impl FnOnce() -> T) -> Result<T> {
        give_back();
        let done = to();
        set_up(self.mouse).map_err(|error| failed(&error))?;
        self.redraw()?;
        Ok(done)
    }

    /// Sets the terminal up again, which others have used unasked, as a shell does when it continues us.
    ///
    /// # Errors
    /// As [`Screen::take`].
    pub(super) fn retake(&mut self) -> Result<()> {
        give_back();
        set_up(self.mouse).map_err(|error| failed(&error))?;
        self.redraw()
    }

    /// Forgets what the screen shows: all of it is drawn next.
    ///
    /// # Errors
    /// As [`Screen::show`].
    pub(super) fn redraw(&mut self) -> Result<()> {
        // The terminal's own way to clear would ask where the cursor is and wait for the answer.
        self.terminal = new_terminal().map_err(|error| failed(&error))?;
        self.terminal.backend_mut().clear_region(ClearType::All).map_err(|error| failed(&error))
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

fn failed(error: &io::Error) -> Error {
    Error::internal("cannot use the terminal", plain(error))
}

fn new_terminal() -> io::Result<Terminal<CrosstermBackend<BufWriter<Stdout>>>> {
    Terminal::new(CrosstermBackend::new(BufWriter::with_capacity(BUFFER, io::stdout())))
}

fn set_up(mouse: bool) -> io::Result<()> {
    TAKEN.store(true, Ordering::SeqCst);
    enable_raw_mode()?;
    let mut out = io::stdout().lock();
    execute!(out, EnterAlternateScreen, EnableBracketedPaste)?;
    if mouse { execute!(out, Mouse(true)) } else { Ok(()) }
}

/// Gives the terminal back as it was, if it is ours. What fails is left: there is nobody to tell.
fn give_back() {
    drop(give_back_for_good());
}

/// The same; nobody else can write to the terminal until what is returned is dropped.
pub(super) fn give_back_for_good() -> StdoutLock<'static> {
    let mut out = io::stdout().lock();
    if TAKEN.swap(false, Ordering::SeqCst) {
        let _ = execute!(out, EndSynchronizedUpdate, Mouse(false));
        let _ = execute!(out, DisableBracketedPaste);
        let _ = execute!(out, LeaveAlternateScreen, Show);
        let _ = disable_raw_mode();
    }
    out
}

/// Whether clicks and the wheel are told, and nothing else of the mouse: each move of it would be sent through SSH.
struct Mouse(bool);

impl Command for Mouse {
    fn write_ansi(&self, f: &mut impl fmt::Write) -> fmt::Result {
        f.write_str(if self.0 { "\x1b[?1000h\x1b[?1006h" } else { "\x1b[?1006l\x1b[?1000l" })
    }

    #[cfg(windows)]
    fn execute_winapi(&self) -> io::Result<()> {
        use ratatui::crossterm::event::{DisableMouseCapture, EnableMouseCapture};
        if self.0 { EnableMouseCapture.execute_winapi() } else { DisableMouseCapture.execute_winapi() }
    }

    #[cfg(windows)]
    fn is_ansi_code_supported(&self) -> bool {
        false
    }
}

type Hook = dyn Fn(&PanicHookInfo<'_>) + Send + Sync;

/// While it lives, a panic gives the terminal back before it is told. That of a helper thread is told as an answer.
struct PanicHook {
    before: Arc<Hook>,
}

impl PanicHook {
    fn set() -> PanicHook {
        let before: Arc<Hook> = Arc::from(panic::take_hook());
        let own = Arc::clone(&before);
        let browsing = std::thread::current().id();
        panic::set_hook(Box::new(move |info| {
            if std::thread::current().id() == browsing {
                give_back();
                own(info);
            }
        }));
        PanicHook { before }
    }
}

impl Drop for PanicHook {
    fn drop(&mut self) {
        // A hook cannot be changed by a thread that panics.
        if !std::thread::panicking() {
            let before = Arc::clone(&self.before);
            panic::set_hook(Box::new(move |info| before(info)));
        }
    }
}
