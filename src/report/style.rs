//! How text looks on this terminal, found out once and handed to every renderer.

use std::io::IsTerminal;

use clap::ValueEnum;

use super::text::Span;

/// The narrowest page that is laid out for; narrower terminals wrap it themselves.
pub const MIN_WIDTH: u16 = 40;

/// How wide the page is where nothing says it.
pub const DEFAULT_WIDTH: u16 = 100;

/// What `--color` takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// Where standard output is a terminal that can show it and NO_COLOR is not set.
    #[default]
    Auto,
    /// Whatever the output is.
    Always,
    /// Never.
    Never,
}

/// Everything that decides the style: gathered from the surroundings by [`Facts::gather`], or written down by a test.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// What `--color` says.
    pub color: ColorChoice,
    /// Whether standard output is a terminal.
    pub terminal: bool,
    /// The terminal's columns and rows, where known.
    pub size: Option<(u16, u16)>,
    /// The variable NO_COLOR.
    pub no_color: Option<String>,
    /// The variable TERM.
    pub term: Option<String>,
    /// The variable COLUMNS.
    pub columns: Option<String>,
}

impl Facts {
    /// Looks at standard output and the environment.
    pub fn gather(color: ColorChoice) -> Self {
        let variable = |name| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned());
        let stdout = std::io::stdout();
        let terminal = stdout.is_terminal();
        // Asked of standard output alone: the width of a terminal that only shows our errors says nothing about a pipe.
        let size = if terminal { terminal_size::terminal_size_of(stdout) } else { None };
        Facts {
            color,
            terminal,
            size: size.map(|(width, height)| (width.0, height.0)),
            no_color: variable("NO_COLOR"),
            term: variable("TERM"),
            columns: variable("COLUMNS"),
        }
    }
}

/// How to write for the reader of standard output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether to colour.
    pub color: bool,
    /// How many columns a line may take; at least [`MIN_WIDTH`].
    pub width: u16,
    /// How many rows the terminal has, where there is one and it says so.
    pub height: Option<u16>,
    /// Whether a terminal reads the output.
    pub terminal: bool,
}

impl Style {
    /// No colour, no terminal, so many columns (at least [`MIN_WIDTH`]).
    pub fn plain(width: u16) -> Self {
        Style { color: false, width: width.max(MIN_WIDTH), height: None, terminal: false }
    }

    /// The style that follows from the facts. An explicit `--color` beats the environment.
    pub fn resolve(facts: &Facts) -> Self {
        let refused = facts.no_color.as_deref().is_some_and(|value| !value.is_empty());
        let dumb = facts.term.as_deref() == Some("dumb");
        let size = facts.size.filter(|(columns, _)| facts.terminal && *columns > 0);
        let columns = facts.columns.as_deref().and_then(|text| text.trim().parse().ok()).filter(|columns| *columns > 0);
        Style {
            color: match facts.color {
                ColorChoice::Auto => facts.terminal && !refused && !dumb,
                ColorChoice::Always => true,
                ColorChoice::Never => false,
            },
            width: size.map(|(columns, _)| columns).or(columns).unwrap_or(DEFAULT_WIDTH).max(MIN_WIDTH),
            height: size.map(|(_, rows)| rows).filter(|rows| *rows > 0),
            terminal: facts.terminal,
        }
    }

    /// Appends text with marks for a tone around it, which [`Style::paint_marked`] turns into colour and [`spans`] into
    /// pieces; the text must be safe to show already. The marks take no column, and no text that is safe to show has
    /// them.
    pub(super) fn mark(&self, tone: Tone, text: &str, out: &mut String) {
        match TONES.iter().position(|known| *known == tone).filter(|_| self.color && !text.is_empty()) {
            Some(at) => {
                out.extend(char::from_u32(FIRST_MARK + at as u32));
                out.push_str(text);
                out.push(END);
            }
            None => out.push_str(text),
        }
    }

    /// The line with its marks as colour.
    pub(super) fn paint_marked(&self, line: String) -> String {
        if !self.color {
            return line;
        }
        let mut out = String::with_capacity(line.len() + 64);
        for c in line.chars() {
            match marked_tone(c).and_then(Tone::code) {
                Some(code) => out.extend(["\x1b[", code, "m"]),
                None if c == END => out.push_str("\x1b[0m"),
                None => out.push(c),
            }
        }
        out
    }
}

/// The pieces of a line with marks.
pub(super) fn spans(line: &str) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut begins = true;
    let mut tone = Tone::Plain;
    for c in line.chars() {
        if let Some(marked) = marked_tone(c) {
            (tone, begins) = (marked, true);
        } else if c == END {
            (tone, begins) = (Tone::Plain, true);
        } else {
            match spans.last_mut().filter(|_| !begins) {
                Some(span) => span.text.push(c),
                None => spans.push(Span { text: c.into(), tone }),
            }
            begins = false;
        }
    }
    spans
}

fn marked_tone(c: char) -> Option<Tone> {
    TONES.get((c as u32).checked_sub(FIRST_MARK)? as usize).copied()
}

/// The tones that have a colour, each with a mark of its own from [`FIRST_MARK`] on.
const TONES: [Tone; 13] = [
    Tone::Title,
    Tone::Head,
    Tone::Match,
    Tone::Dim,
    Tone::Facet,
    Tone::Selected,
    Tone::Id,
    Tone::Number,
    Tone::Warning,
    Tone::Strong,
    Tone::Emphasis,
    Tone::Code,
    Tone::Link,
];

/// Characters that Unicode leaves without a meaning and without a width, see [`super::sanitize::is_unsafe`].
const FIRST_MARK: u32 = 0xe01f0;
const END: char = '\u{e01ff}';

/// The part a piece of text plays, which decides its colour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    /// Running text.
    #[default]
    Plain,
    /// The name of a thing.
    Title,
    /// The head of a column or of a sheet.
    Head,
    /// A word that matched the query.
    Match,
    /// What may be overlooked: ancestors, rules, remarks.
    Dim,
    /// A role, a section facet or a tag.
    Facet,
    /// A facet value that the user selected.
    Selected,
    /// An id, that is, what the next command takes.
    Id,
    /// A count, a rank, a score.
    Number,
    /// Something to see to: a hole, damage.
    Warning,
    /// What a guide stresses most.
    Strong,
    /// What a guide stresses.
    Emphasis,
    /// Code in running text.
    Code,
    /// The words of a link.
    Link,
}

impl Tone {
    /// The parameters of the ANSI sequence (SGR): only the 16 colours that every theme defines.
    fn code(self) -> Option<&'static str> {
        match self {
            Tone::Plain => None,
            Tone::Title | Tone::Head | Tone::Strong => Some("1"),
            Tone::Match => Some("1;31"),
            Tone::Dim | Tone::Number => Some("2"),
            Tone::Facet => Some("32"),
            Tone::Selected => Some("1;32"),
            Tone::Id | Tone::Code => Some("36"),
            Tone::Warning => Some("33"),
            Tone::Emphasis => Some("3"),
            Tone::Link => Some("4"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ColorChoice, Facts, Style};

    fn terminal() -> Facts {
        Facts { terminal: true, size: Some((132, 50)), term: Some("xterm".into()), ..Facts::default() }
    }

    #[test]
    fn colour_follows_flag_then_environment_then_terminal() {
        let color = |facts: Facts| Style::resolve(&facts).color;
        assert!(color(terminal()));
        assert!(color(Facts { no_color: Some(String::new()), ..terminal() }));
        assert!(!color(Facts { no_color: Some("1".into()), ..terminal() }));
        assert!(!color(Facts { term: Some("dumb".into()), ..terminal() }));
        assert!(!color(Facts { terminal: false, ..terminal() }));
        assert!(!color(Facts { color: ColorChoice::Never, ..terminal() }));
        let always = Facts { color: ColorChoice::Always, no_color: Some("1".into()), ..Facts::default() };
        assert!(color(always));
    }

    #[test]
    fn width_follows_terminal_then_columns_then_default() {
        let width = |facts: Facts| Style::resolve(&facts).width;
        let columns = |text: &str| Facts { columns: Some(text.into()), ..Facts::default() };
        assert_eq!(width(Facts { columns: Some("80".into()), ..terminal() }), 132);
        assert_eq!(width(Facts { columns: Some("80".into()), size: None, ..terminal() }), 80);
        assert_eq!(width(columns("72")), 72);
        assert_eq!(width(columns("12")), 40);
        for odd in ["0", "", "wide", "-5", "99999999"] {
            assert_eq!(width(columns(odd)), 100, "{odd}");
        }
        assert_eq!(Style::resolve(&terminal()).height, Some(50));
        assert_eq!(Style::resolve(&Facts { terminal: false, ..terminal() }).height, None);
    }
}
