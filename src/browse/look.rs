//! Tones as a screen shows them.

use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span as Piece};

use crate::report::{Sheet, Span, Text, Tone, cut, lines};

/// Which means there are to set text apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Whether there are colours. Without, bold, dim, underlined and reversed text still tell things apart.
    pub color: bool,
}

impl Look {
    /// How text in a tone looks: with the same colours as [`crate::report::Style`] gives it.
    pub(super) fn style(self, tone: Tone) -> Style {
        let bold = Style::new().add_modifier(Modifier::BOLD);
        let colored = |style: Style, color: Color| if self.color { style.fg(color) } else { style };
        match tone {
            Tone::Plain => Style::new(),
            Tone::Title | Tone::Head | Tone::Strong => bold,
            Tone::Match if self.color => bold.fg(Color::Red),
            Tone::Match => bold.add_modifier(Modifier::UNDERLINED),
            Tone::Dim | Tone::Number => Style::new().add_modifier(Modifier::DIM),
            Tone::Facet => colored(Style::new(), Color::Green),
            Tone::Selected => colored(bold, Color::Green),
            Tone::Id | Tone::Code => colored(Style::new(), Color::Cyan),
            Tone::Warning => colored(Style::new(), Color::Yellow),
            Tone::Emphasis => Style::new().add_modifier(Modifier::ITALIC),
            Tone::Link => Style::new().add_modifier(Modifier::UNDERLINED),
        }
    }

    /// One line that takes no more than so many columns, made safe to show.
    pub(super) fn line(self, spans: &[Span], width: u16) -> Line<'static> {
        self.safe(&cut(spans, usize::from(width)))
    }

    /// A line that [`cut`] or [`wrapped`] has made safe to show already.
    pub(super) fn safe(self, spans: &[Span]) -> Line<'static> {
        spans.iter().map(|span| Piece::styled(span.text.clone(), self.style(span.tone))).collect::<Vec<_>>().into()
    }
}

/// A piece of a line.
pub(super) fn span(tone: Tone, text: impl Into<String>) -> Span {
    Span { text: text.into(), tone }
}

/// A text as lines that are safe to show and none wider than so many columns.
pub(super) fn wrapped(text: Text, width: u16) -> Vec<Vec<Span>> {
    lines(&[Sheet::text(text)], width)
}
