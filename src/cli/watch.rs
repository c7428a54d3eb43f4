//! `kb index --watch`: keeps the index up to date.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::corpus::{Changes, Due, Mark, Part, Pending, Watch, check_excludes, commit_marks, outside};
use crate::engine::IndexFolder;
use crate::error::{Error, Result};
use crate::report::refuse_places;

use super::args::IndexArguments;
use super::index::{IndexReport, Scope};
use super::output::Output;
use super::settings::Settings;
use super::update::Update;

/// How often a look is taken at what no event tells of, such as kb.toml.
const TICK: Duration = Duration::from_secs(1);

/// How often everything is looked at where changes are not reported; where that takes long, its time ten times over.
const POLL: Duration = Duration::from_secs(2);

/// How soon a failed update is tried again at first, and at last.
const RETRY: (Duration, Duration) = (Duration::from_millis(250), Duration::from_secs(8));

/// How long a running update has to come to its end once it is to.
const GRACE: Duration = Duration::from_millis(600);

/// Runs the command until it is told to end. Settings are read again when they change.
pub(super) fn run(
    arguments: &IndexArguments,
    settings: impl Fn() -> Result<Settings>,
    output: &Output,
) -> Result<bool> {
    refuse_places(output.format)?;
    let pending = Arc::new(Pending::default());
    stop_on_signals(&pending)?;
    let mut watcher = Watcher::new(arguments, settings()?, &pending, output)?;
    let outcome = watcher.first();
    // Told to end while it built: it may have failed for that reason.
    while outcome.is_ok() && !pending.stopped() {
        match pending.next(TICK) {
            Due::Stop => break,
            Due::Nothing if watcher.look_outside(&settings) => watcher.update(&Changes::All)?,
            Due::Nothing => {}
            Due::Changes(_) if watcher.look_outside(&settings) => watcher.update(&Changes::All)?,
            Due::Changes(changes) => watcher.update(&changes)?,
        }
    }
    if pending.stopped() { Ok(true) } else { outcome.map(|()| true) }
}

/// Ctrl-C and termination end the loop; a running update is given up or, once it commits, finished. What takes longer than
/// [`GRACE`] is broken off, which an index survives, too, and a second one ends the program at once.
fn stop_on_signals(pending: &Arc<Pending>) -> Result<()> {
    let pending = Arc::clone(pending);
    let handler = move || {
        if pending.stopped() {
            std::process::exit(130);
        }
        pending.stop();
        std::thread::spawn(|| {
            std::thread::sleep(GRACE);
            std::process::exit(0);
        });
    };
    ctrlc::set_handler(handler).map_err(|error| Error::internal("cannot listen for Ctrl-C", error))
}

/// What is watched, and what became of it so far.
struct Watcher<'a> {
    arguments: &'a IndexArguments,
    output: &'a Output,
    pending: &'a Arc<Pending>,
    settings: Settings,
    scope: Scope,
    watch: Arc<Watch>,
    /// The settings file, and what else decides from outside what the sources hold, as last seen.
    marks: (Vec<Mark>, Vec<Mark>),
    /// Whether everything is still to be read again.
    rebuild: bool,
    /// When everything was last looked at, and how long that took.
    looked: (Instant, Duration),
    /// Whether changes are not reported, as far as that was said.
    polling: bool,
    /// The last failure, which was said, and how long was waited after it.
    failure: Option<(String, Duration)>,
    /// The repositories that date guides, each as last seen.
    repositories: BTreeMap<PathBuf, Vec<Mark>>,
    /// What was said of files that could not be taken.
    said: HashSet<String>,
}

impl<'a> Watcher<'a> {
    fn new(
        arguments: &'a IndexArguments,
        settings: Settings,
        pending: &'a Arc<Pending>,
        output: &'a Output,
    ) -> Result<Watcher<'a>> {
        let scope = scope(arguments, &settings, output)?;
        let watch = Arc::new(watch(&settings, &scope, pending));
        let marks = marks(&settings, &scope);
        Ok(Watcher {
            arguments,
            output,
            pending,
            settings,
            scope,
            watch,
            marks,
            rebuild: arguments.rebuild,
            looked: (Instant::now(), Duration::ZERO),
            polling: arguments.poll,
            failure: None,
            repositories: BTreeMap::new(),
            said: HashSet::new(),
        })
    }

    /// The first update. What stops it stops the command, unless it is only that another one is at it.
    fn first(&mut self) -> Result<()> {
        let was_busy = self.is_busy();
        match self.try_update(&Changes::All) {
            Ok(report) => {
                report.tell(&self.scope.sources, self.output);
                self.said.extend(report.remarks());
                self.output.answer_one(&report)?;
            }
            Err(error) if was_busy || self.is_busy() => self.failed(&error),
            Err(error) => return Err(error),
        }
        let names: Vec<String> = self.scope.sources.iter().map(|source| source.path.display().to_string()).collect();
        self.output.note(&format!("watching {} (Ctrl-C ends it)", names.join(", ")));
        Ok(())
    }

    /// Brings the index up to date. A failure is said and tried again; only that nobody listens any more ends it.
    fn update(&mut self, changes: &Changes) -> Result<()> {
        match self.try_update(changes) {
            Ok(report) => {
                if self.failure.take().is_some() {
                    self.output.note("up to date again");
                }
                for remark in report.remarks() {
                    // Once is enough: every walk of everything finds it again.
                    if !self.said.contains(&remark) {
                        self.output.note(&remark);
                        self.said.insert(remark);
                    }
                }
                if report.written {
                    self.output.answer_one(&report)?;
                }
            }
            Err(_) if self.pending.stopped() => {}
            Err(error) => self.failed(&error),
        }
        Ok(())
    }

    fn try_update(&mut self, changes: &Changes) -> Result<IndexReport> {
        if self.is_busy() {
            return Err(Error::user(format!("another `kb index` is writing {}", self.settings.index.display())));
        }
        let started = Instant::now();
        let part = changes.part();
        if !self.polling {
            self.watch.forget(&part);
        }
        let whole = part.is_whole();
        let watch = Arc::clone(&self.watch);
        let update = Update {
            part,
            rebuild: self.rebuild,
            entered: Arc::new(move |folder: &Path| watch.enter(folder)),
            stopped: &|| self.pending.stopped(),
            ..Update::of(&self.settings, &self.scope.sources)
        };
        let mut outcome = update.run(self.output);
        if whole {
            self.looked = (Instant::now(), started.elapsed());
        }
        if let Ok(report) = &mut outcome {
            self.seen(std::mem::take(&mut report.repositories), whole);
        }
        self.rebuild &= outcome.is_err();
        self.fall_back();
        outcome
    }

    /// Notes how repositories were before git was asked. A commit that a look at a part did not see for all files is
    /// still to be seen.
    fn seen(&mut self, repositories: BTreeMap<PathBuf, Vec<Mark>>, whole: bool) {
        if whole {
            self.repositories = repositories;
        } else {
            for (top, marks) in repositories {
                self.repositories.entry(top).or_insert(marks);
            }
        }
    }

    /// Whether another process is writing the index, so that an update need not be begun.
    fn is_busy(&self) -> bool {
        IndexFolder::new(&self.settings.index).is_being_written()
    }

    /// Where changes are not reported, everything is looked at now and then instead.
    fn fall_back(&mut self) {
        let Some(trouble) = self.watch.trouble().filter(|_| !self.polling) else { return };
        self.polling = true;
        let seconds = POLL.as_secs();
        self.output.note(&format!("{}: looking through all files every {seconds} seconds instead", trouble.reason));
        if let Some(hint) = &trouble.hint {
            self.output.hint(hint);
        }
    }

    /// An update failed: what it would have done is still to be done.
    fn failed(&mut self, error: &Error) {
        let text = error.to_string();
        let (said, wait) = match self.failure.take() {
            // Another process is done sooner or later, and to look whether it is costs nothing.
            Some((said, _)) if self.is_busy() => (said == text, RETRY.0),
            Some((said, wait)) => (said == text, (wait * 2).min(RETRY.1)),
            None => (false, RETRY.0),
        };
        if !said {
            self.output.note(&format!("not up to date: {text}; trying again"));
        }
        self.pending.retry(wait);
        self.failure = Some((text, wait));
    }

    /// Looks at what no event tells of: kb.toml, ignore files above the sources, sources that went or came back, commits
    /// of git that date guides, the index. Says whether everything has to be looked at, be it for that or because it is due where changes are not
    /// reported.
    fn look_outside(&mut self, settings: &impl Fn() -> Result<Settings>) -> bool {
        let seen = marks(&self.settings, &self.scope);
        if seen.0 != self.marks.0 {
            self.marks.0.clone_from(&seen.0);
            match settings().and_then(|new| self.usable(new)) {
                Ok((scope, new)) => self.begin_anew(scope, new),
                Err(error) => self.output.note(&format!("the settings stay as they were: {error}")),
            }
            return true;
        }
        if seen.1 != self.marks.1 {
            self.marks.1 = seen.1;
            return true;
        }
        let mut committed = false;
        for (top, marks) in &mut self.repositories {
            let seen = commit_marks(top);
            committed |= seen != *marks;
            *marks = seen;
        }
        if committed {
            return true;
        }
        // A failed first update leaves no index either; that is tried again in its own time.
        let index_is_gone =
            self.failure.is_none() && IndexFolder::new(&self.settings.index).exists().is_ok_and(|is| !is);
        let (when, took) = self.looked;
        index_is_gone || self.polling && when.elapsed() >= POLL.max(took * 10)
    }

    /// New settings and what they have indexed, if no update would fail because of them.
    fn usable(&self, new: Settings) -> Result<(Scope, Settings)> {
        new.rules()?;
        let scope = scope(self.arguments, &new, self.output)?;
        check_excludes(&scope.sources)?;
        Ok((scope, new))
    }

    fn begin_anew(&mut self, scope: Scope, settings: Settings) {
        self.watch = Arc::new(watch(&settings, &scope, self.pending));
        self.marks = marks(&settings, &scope);
        self.polling = self.arguments.poll;
        (self.scope, self.settings) = (scope, settings);
    }
}

/// What to index: a path inside the sources is watched with the whole of them.
fn scope(arguments: &IndexArguments, settings: &Settings, output: &Output) -> Result<Scope> {
    let scope = Scope::resolve(arguments, settings, output)?;
    Ok(Scope { part: Part::Whole, ..scope })
}

fn watch(settings: &Settings, scope: &Scope, pending: &Arc<Pending>) -> Watch {
    Watch::new(scope.sources.clone(), vec![settings.canonical_index()], Arc::clone(pending))
}

/// How the settings file looks, and how everything else outside the sources that decides what is indexed.
fn marks(settings: &Settings, scope: &Scope) -> (Vec<Mark>, Vec<Mark>) {
    let file: PathBuf = settings.file.clone().unwrap_or_else(|| settings.root.join("kb.toml"));
    (outside(&[], &[file]), outside(&scope.sources, &[]))
}
