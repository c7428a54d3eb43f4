//! A terminal without a screen: `kb` runs on it, keys are typed on it, and what it would show is looked at.

use std::io::{Read as _, Write};
use std::num::NonZeroU16;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use vt100::{Callbacks, Parser, Screen};

use crate::harness::{Kb, PROGRAM};

/// How long something may take to come on a machine that is busy with other tests.
const PATIENCE: Duration = Duration::from_secs(60);

/// What stands before and after all that makes one picture.
const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";

/// What a program tells a terminal besides what it shows.
#[derive(Default)]
pub(crate) struct Told {
    /// What was put on the clipboard, in Base64.
    pub(crate) copied: Vec<String>,
    /// Whatever `kb` never sends.
    pub(crate) odd: Vec<String>,
}

impl Callbacks for Told {
    fn audible_bell(&mut self, _: &mut Screen) {
        self.odd.push("bell".to_owned());
    }

    fn resize(&mut self, _: &mut Screen, size: (u16, u16)) {
        self.odd.push(format!("resize {size:?}"));
    }

    fn set_window_icon_name(&mut self, _: &mut Screen, name: &[u8]) {
        self.odd.push(format!("icon {name:?}"));
    }

    fn set_window_title(&mut self, _: &mut Screen, title: &[u8]) {
        self.odd.push(format!("title {title:?}"));
    }

    fn copy_to_clipboard(&mut self, _: &mut Screen, _: &[u8], data: &[u8]) {
        self.copied.push(String::from_utf8_lossy(data).into_owned());
    }

    fn paste_from_clipboard(&mut self, _: &mut Screen, _: &[u8]) {
        self.odd.push("paste".to_owned());
    }

    fn unhandled_control(&mut self, _: &mut Screen, byte: u8) {
        self.odd.push(format!("control {byte}"));
    }

    fn unhandled_escape(&mut self, _: &mut Screen, _: Option<u8>, _: Option<u8>, byte: u8) {
        // What ends the text for the clipboard.
        if byte != b'\\' {
            self.odd.push(format!("escape {byte}"));
        }
    }

    fn unhandled_csi(&mut self, _: &mut Screen, first: Option<u8>, _: Option<u8>, numbers: &[&[u16]], c: char) {
        // The colour of underlines, and where a picture begins and ends: this terminal does not know them.
        let known = (first, c, numbers) == (None, 'm', &[&[59]]) || (first, numbers) == (Some(b'?'), &[&[2026]]);
        if !known {
            self.odd.push(format!("CSI {first:?} {numbers:?} {c}"));
        }
    }

    fn unhandled_osc(&mut self, _: &mut Screen, parts: &[&[u8]]) {
        self.odd.push(format!("OSC {parts:?}"));
    }
}

/// A running program and the terminal it runs on.
pub(crate) struct Terminal {
    parser: Arc<Mutex<Parser<Told>>>,
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    reader: Option<JoinHandle<()>>,
    /// Its folder goes with the last who needs it.
    _kb: Arc<Kb>,
}

impl Terminal {
    /// `kb` with these arguments on a terminal of so many columns and rows.
    pub(crate) fn kb(kb: impl Into<Arc<Kb>>, size: (u16, u16), arguments: &[&str]) -> Terminal {
        Terminal::start(kb, size, PROGRAM, arguments, &[])
    }

    /// A line of the shell, in which `"$0"` is `kb`.
    pub(crate) fn shell(kb: impl Into<Arc<Kb>>, size: (u16, u16), line: &str) -> Terminal {
        Terminal::start(kb, size, "/bin/sh", &["-c", line, PROGRAM], &[])
    }

    /// A program with these variables set.
    pub(crate) fn start(
        kb: impl Into<Arc<Kb>>,
        (columns, rows): (u16, u16),
        program: &str,
        arguments: &[&str],
        variables: &[(&str, &str)],
    ) -> Terminal {
        let kb = kb.into();
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let prepared = kb.command::<&str>([]);
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.cwd(prepared.get_current_dir().unwrap());
        for (name, value) in prepared.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            }
        }
        command.env("TERM", "xterm-256color");
        variables.iter().for_each(|(name, value)| command.env(name, value));
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let parser = Parser::new_with_callbacks(one_or_more(rows), one_or_more(columns), 0, Told::default());
        let parser = Arc::new(Mutex::new(parser));
        let keys = pair.master.take_writer().unwrap();
        let mut output = pair.master.try_clone_reader().unwrap();
        let shown = Arc::clone(&parser);
        let reader = std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            let mut picture = Vec::new();
            // The other end is closed with an error on some systems.
            while let Ok(read @ 1..) = output.read(&mut bytes) {
                picture.extend_from_slice(&bytes[..read]);
                // A picture is seen when it is whole.
                let begun = picture.windows(BEGIN.len()).rposition(|part| part == BEGIN);
                let is_whole = begun.is_none_or(|begun| picture[begun..].windows(END.len()).any(|part| part == END));
                let may_begin = (1..BEGIN.len()).any(|n| picture.ends_with(&BEGIN[..n]));
                if is_whole && !may_begin {
                    shown.lock().unwrap().process(&picture);
                    picture.clear();
                }
            }
            shown.lock().unwrap().process(&picture);
        });
        Terminal { parser, master: pair.master, keys, child, reader: Some(reader), _kb: kb }
    }

    /// Types this, as the bytes that a terminal sends.
    pub(crate) fn send(&mut self, bytes: &str) {
        self.keys.write_all(bytes.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Presses and releases the left button (0), or turns the wheel (64 up, 65 down), at a column and row from 0.
    pub(crate) fn mouse(&mut self, button: u8, (x, y): (u16, u16)) {
        let (x, y) = (x + 1, y + 1);
        self.send(&format!("\x1b[<{button};{x};{y}M"));
        if button == 0 {
            self.send(&format!("\x1b[<{button};{x};{y}m"));
        }
    }

    /// Gives the terminal another size.
    pub(crate) fn resize(&mut self, (columns, rows): (u16, u16)) {
        // The picture first: what comes after the change is of the new size.
        self.parser.lock().unwrap().set_size(one_or_more(rows), one_or_more(columns));
        self.master.resize(PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }).unwrap();
    }

    /// Looks at the terminal.
    pub(crate) fn look<T>(&self, at: impl FnOnce(&Screen) -> T) -> T {
        at(self.parser.lock().unwrap().screen())
    }

    /// What it was told besides.
    pub(crate) fn told<T>(&self, at: impl FnOnce(&Told) -> T) -> T {
        at(self.parser.lock().unwrap().callbacks())
    }

    /// The rows of the screen, without the blanks at their ends.
    pub(crate) fn rows(&self) -> Vec<String> {
        self.look(|screen| screen.rows(0, screen.size().1.get()).map(|row| row.trim_end().to_owned()).collect())
    }

    /// The screen as a text.
    pub(crate) fn text(&self) -> String {
        self.rows().join("\n")
    }

    /// Waits until the screen is as it should be.
    #[track_caller]
    pub(crate) fn wait(&self, what: &str, is_there: impl Fn(&str) -> bool) -> &Self {
        let started = Instant::now();
        loop {
            let text = self.text();
            if is_there(&text) {
                return self;
            }
            assert!(started.elapsed() < PATIENCE, "{what} does not come:\n{text}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits until the screen shows this.
    #[track_caller]
    pub(crate) fn shows(&self, part: &str) -> &Self {
        self.wait(part, |text| text.contains(part))
    }

    /// Waits until the screen shows this no longer.
    #[track_caller]
    pub(crate) fn hides(&self, part: &str) -> &Self {
        self.wait(&format!("an end of {part}"), |text| !text.contains(part))
    }

    /// Waits for the end of the program and for all that it has written.
    #[track_caller]
    pub(crate) fn end(&mut self) -> ExitStatus {
        let started = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(started.elapsed() < PATIENCE, "it does not end:\n{}", self.text());
            std::thread::sleep(Duration::from_millis(5));
        };
        if let Some(reader) = self.reader.take() {
            reader.join().unwrap();
        }
        status
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn one_or_more(size: u16) -> NonZeroU16 {
    NonZeroU16::new(size).unwrap_or(NonZeroU16::MIN)
}
