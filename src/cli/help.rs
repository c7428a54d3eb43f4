//! `kb help`: the commands by task, and lessons on commands and topics.

use serde::Serialize;

use crate::error::{Error, Result};
use crate::guide::nearest;
use crate::report::{Grid, JsonLines, Records, Report, Sheet, Style, Text, Tone, refuse_places};

use super::command_line;
use super::lessons::{self, Example, LESSONS, Lesson, Table};
use super::output::Output;

/// What people want to do, and the commands for it. A command that is in none of them comes last.
const TASKS: [(&str, &[&str]); 6] = [
    ("Find", &["search", "browse", "searches", "similar", "suggest"]),
    ("Read", &["show", "open", "links"]),
    ("Tell roles and subjects apart", &["compare", "coverage", "terms", "facets", "acronyms"]),
    ("Keep the index", &["index", "status", "check"]),
    ("Measure", &["eval", "bench", "gaps"]),
    ("Set up", &["init", "completions", "man", "help"]),
];

/// The commands by task, and the topics.
#[derive(Debug, Serialize)]
struct Overview {
    /// The version of this JSON.
    version: u32,
    /// What people want to do, with the commands for it.
    tasks: Vec<Task>,
    /// What else there is a lesson on.
    topics: Vec<Named>,
}

/// Commands that serve one end.
#[derive(Debug, Serialize)]
struct Task {
    task: String,
    commands: Vec<Named>,
}

/// A command or topic.
#[derive(Debug, Serialize)]
struct Named {
    name: String,
    about: String,
    /// Whether there is a lesson on it; else there are its flags.
    lesson: bool,
}

/// A lesson on its way out.
#[derive(Debug, Serialize)]
struct LessonReport {
    /// The version of this JSON.
    version: u32,
    #[serde(flatten)]
    lesson: &'static Lesson,
    /// Whether it is on a command, which has flags, too.
    #[serde(skip)]
    command: bool,
}

/// What there is on a command without a lesson: what `--help` shows.
#[derive(Debug, Serialize)]
struct FlagsReport {
    /// The version of this JSON.
    version: u32,
    /// The command.
    topic: String,
    /// The text.
    flags: String,
}

/// Runs the command: an overview, or what there is on a topic.
pub(super) fn run(topic: &[String], output: &Output) -> Result<bool> {
    refuse_places(output.format)?;
    let topic = topic.join(" ");
    // `kb help kb search` is what somebody may paste.
    let topic = topic.strip_prefix("kb ").unwrap_or(&topic).trim();
    if topic.is_empty() {
        output.answer(&overview())?;
        return Ok(true);
    }
    let mut line = command_line::build();
    line.build();
    if let Some(lesson) = lessons::on(topic) {
        let command = line.find_subcommand(topic).is_some();
        output.answer(&LessonReport { version: 1, lesson, command })?;
        return Ok(true);
    }
    match line.find_subcommand_mut(topic) {
        Some(command) => {
            let flags = command.render_long_help().to_string();
            output.answer(&FlagsReport { version: 1, topic: topic.to_owned(), flags })?;
            Ok(true)
        }
        None => Err(unknown(topic)),
    }
}

/// Everything there is help on.
pub(super) fn topics() -> Vec<String> {
    let Overview { tasks, topics, .. } = overview();
    tasks.into_iter().flat_map(|task| task.commands).chain(topics).map(|named| named.name).collect()
}

/// Every command that is listed.
pub(super) fn commands() -> Vec<String> {
    overview().tasks.into_iter().flat_map(|task| task.commands).map(|named| named.name).collect()
}

/// The error for something there is no help on.
pub(super) fn unknown(topic: &str) -> Error {
    let hint = match nearest(topic, &topics()) {
        Some(near) => format!("did you mean `{near}`? `kb help` lists all there is help on"),
        None => "`kb help` lists all there is help on".to_owned(),
    };
    Error::user(format!("no command or topic `{topic}`")).with_hint(hint)
}

fn overview() -> Overview {
    let line = command_line::build();
    let named = |command: &clap::Command| Named {
        name: command.get_name().to_owned(),
        about: command.get_about().map(ToString::to_string).unwrap_or_default(),
        lesson: lessons::on(command.get_name()).is_some(),
    };
    let listed = || line.get_subcommands().filter(|command| !command.is_hide_set());
    let mut tasks: Vec<Task> = TASKS
        .into_iter()
        .map(|(task, names)| Task {
            task: task.to_owned(),
            commands: names.iter().filter_map(|name| listed().find(|one| one.get_name() == *name)).map(named).collect(),
        })
        .collect();
    let in_none = |command: &&clap::Command| TASKS.iter().all(|(_, names)| !names.contains(&command.get_name()));
    let others: Vec<Named> = listed().filter(in_none).map(named).collect();
    if !others.is_empty() {
        tasks.push(Task { task: "And".to_owned(), commands: others });
    }
    let is_topic = |lesson: &&'static Lesson| line.find_subcommand(lesson.topic).is_none();
    let topic = |lesson: &Lesson| Named { name: lesson.topic.to_owned(), about: lesson.about.to_owned(), lesson: true };
    Overview { version: 1, tasks, topics: LESSONS.into_iter().filter(is_topic).map(topic).collect() }
}

/// Names beside what they are.
fn listing<'a>(rows: impl IntoIterator<Item = (&'a str, &'a str)>) -> Grid {
    let mut grid = Grid::pairs();
    for (name, about) in rows {
        grid.pair(Text::toned(Tone::Id, format!("  {name}")), about);
    }
    grid
}

impl Report for Overview {
    fn sheets(&self, _style: &Style) -> Vec<Sheet> {
        let rows = |all: &[Named]| listing(all.iter().map(|one| (one.name.as_str(), one.about.as_str())));
        let mut sheets = Vec::new();
        for Task { task, commands } in &self.tasks {
            sheets.push(Sheet::from(rows(commands)).heading(Text::toned(Tone::Title, task)));
        }
        sheets.push(Sheet::from(rows(&self.topics)).heading(Text::toned(Tone::Title, "Topics")));
        let more = "`kb help NAME` explains a command or topic, with examples; `kb COMMAND --help` lists the flags.";
        sheets.push(Sheet::text(Text::toned(Tone::Dim, more)));
        sheets
    }

    fn json_lines(&self, lines: &mut JsonLines<'_>) -> Result<()> {
        self.tasks.iter().flat_map(|task| &task.commands).chain(&self.topics).try_for_each(|one| lines.put(one))
    }

    fn records(&self) -> Records {
        let mut records = Records::new(["name", "about", "task"]);
        for Task { task, commands } in &self.tasks {
            commands.iter().for_each(|one| records.push([&one.name, &one.about, task]));
        }
        self.topics.iter().for_each(|one| records.push([one.name.as_str(), one.about.as_str(), "Topics"]));
        records
    }
}

impl Report for LessonReport {
    fn sheets(&self, _style: &Style) -> Vec<Sheet> {
        let Lesson { topic, about, text, table, examples, see } = self.lesson;
        let name = if self.command { format!("kb {topic}") } else { (*topic).to_owned() };
        let heading = Text::toned(Tone::Title, name).add(Tone::Dim, " · ").plain(*about);
        let mut sheets = vec![Sheet::text(heading)];
        sheets.extend(text.lines().map(Sheet::text));
        if let Some(Table { heading, rows }) = table {
            sheets.push(Sheet::from(listing(rows.iter().copied())).heading(Text::toned(Tone::Title, *heading)));
        }
        let mut tries = Text::new();
        for Example { command, says, .. } in *examples {
            tries =
                tries.below(Text::toned(Tone::Id, format!("  $ {command}"))).below(Text::from(format!("    {says}")));
        }
        sheets.push(Sheet::text(tries).heading(Text::toned(Tone::Title, "Try")));
        let flags = self.command.then(|| format!("All flags: kb {topic} --help. "));
        let see = see.iter().map(|topic| format!("kb help {topic}")).collect::<Vec<_>>().join(", ");
        sheets.push(Sheet::text(Text::toned(Tone::Dim, format!("{}See also: {see}", flags.unwrap_or_default()))));
        sheets
    }

    fn json_lines(&self, lines: &mut JsonLines<'_>) -> Result<()> {
        self.lesson.examples.iter().try_for_each(|example| lines.put(example))
    }

    fn records(&self) -> Records {
        let mut records = Records::new(["command", "says"]);
        self.lesson.examples.iter().for_each(|example| records.push([example.command, example.says]));
        records
    }
}

impl Report for FlagsReport {
    fn sheets(&self, _style: &Style) -> Vec<Sheet> {
        vec![Sheet::text(Text::block(self.flags.trim_end()))]
    }
}
