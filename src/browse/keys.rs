//! What a key or the mouse means.

use ratatui::crossterm::event::{
    Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use ratatui::layout::Size;

use super::state::Focus;

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Put text into the query.
    Insert(String),
    /// Take text out of the query.
    Erase(Erase),
    /// Move within the query.
    Go(Caret),
    /// Move in the list or the text.
    Step(Step),
    /// Go to the next pane.
    NextPane,
    /// Go to the pane before.
    PreviousPane,
    /// Go to the query.
    ToQuery,
    /// Read the hit, tick the facet.
    Accept,
    /// Go back, clear.
    Back,
    /// Open the section in an editor.
    Open,
    /// Copy the citation of the section.
    Copy,
    /// Show the roles side by side.
    Compare,
    /// Show or hide the facets.
    Facets,
    /// Show the keys.
    Help,
    /// Draw all of the screen again.
    Redraw,
    /// Stop until the shell says to go on.
    Suspend,
    /// End.
    Quit,
    /// The left button was pressed at this column and row, counted from 0.
    Click(u16, u16),
    /// The wheel was turned at this column and row, downwards or not.
    Wheel(u16, u16, bool),
    /// The terminal has this size now.
    Resize(Size),
}

/// What is taken out of the query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Erase {
    /// The character before the caret.
    Before,
    /// The character after the caret.
    After,
    /// The word before the caret.
    WordBefore,
    /// All before the caret.
    ToStart,
    /// All after the caret.
    ToEnd,
    /// All.
    All,
}

/// Where the caret goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caret {
    /// One character to the left.
    Left,
    /// One character to the right.
    Right,
    /// To the beginning of a word.
    WordLeft,
    /// To the end of a word.
    WordRight,
    /// To the start.
    Start,
    /// To the end.
    End,
}

/// Where a list or a text goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// One up.
    Up,
    /// One down.
    Down,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
    /// To the first.
    First,
    /// To the last.
    Last,
}

/// What an event means to who is in this pane. `overlay`: something lies over the panes; `empty`: no query is typed.
pub fn command(event: &Event, focus: Focus, overlay: bool, empty: bool) -> Option<Command> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => pressed(key, focus, overlay, empty),
        Event::Mouse(mouse) => pointed(mouse),
        Event::Paste(text) if !overlay => Some(Command::Insert(text.clone())),
        Event::Resize(width, height) => Some(Command::Resize(Size { width: *width, height: *height })),
        _ => None,
    }
}

fn pointed(mouse: &MouseEvent) -> Option<Command> {
    let (x, y) = (mouse.column, mouse.row);
    match mouse.kind {
        MouseEventKind::Down(MouseButton::Left) => Some(Command::Click(x, y)),
        MouseEventKind::ScrollDown => Some(Command::Wheel(x, y, true)),
        MouseEventKind::ScrollUp => Some(Command::Wheel(x, y, false)),
        _ => None,
    }
}

fn pressed(key: &KeyEvent, focus: Focus, overlay: bool, empty: bool) -> Option<Command> {
    if key.modifiers.contains(KeyModifiers::CONTROL) && !key.modifiers.contains(KeyModifiers::ALT) {
        return with_control(key.code, focus);
    }
    let everywhere = match key.code {
        KeyCode::Esc => Command::Back,
        KeyCode::Enter => Command::Accept,
        KeyCode::Tab => Command::NextPane,
        KeyCode::BackTab => Command::PreviousPane,
        KeyCode::F(1) => Command::Help,
        KeyCode::Up => Command::Step(Step::Up),
        KeyCode::Down => Command::Step(Step::Down),
        KeyCode::PageUp => Command::Step(Step::PageUp),
        KeyCode::PageDown => Command::Step(Step::PageDown),
        KeyCode::Char('?') if overlay || focus != Focus::Query || empty => Command::Help,
        code if focus == Focus::Query && !overlay => return typed(code, key.modifiers),
        code => return by_letter(code, overlay),
    };
    Some(everywhere)
}

/// In the query, letters are text.
fn typed(code: KeyCode, modifiers: KeyModifiers) -> Option<Command> {
    let alt = modifiers.contains(KeyModifiers::ALT);
    Some(match code {
        KeyCode::Char('b') if alt => Command::Go(Caret::WordLeft),
        KeyCode::Char('f') if alt => Command::Go(Caret::WordRight),
        KeyCode::Backspace if alt => Command::Erase(Erase::WordBefore),
        KeyCode::Char(_) if alt && !modifiers.contains(KeyModifiers::CONTROL) => return None,
        KeyCode::Char(c) => Command::Insert(c.to_string()),
        KeyCode::Backspace => Command::Erase(Erase::Before),
        KeyCode::Delete => Command::Erase(Erase::After),
        KeyCode::Left => Command::Go(Caret::Left),
        KeyCode::Right => Command::Go(Caret::Right),
        KeyCode::Home => Command::Go(Caret::Start),
        KeyCode::End => Command::Go(Caret::End),
        _ => return None,
    })
}

/// Elsewhere, letters are commands.
fn by_letter(code: KeyCode, overlay: bool) -> Option<Command> {
    Some(match code {
        KeyCode::Home | KeyCode::Char('g') => Command::Step(Step::First),
        KeyCode::End | KeyCode::Char('G') => Command::Step(Step::Last),
        KeyCode::Char('k') => Command::Step(Step::Up),
        KeyCode::Char('j') => Command::Step(Step::Down),
        KeyCode::Char(' ' | 'x') => Command::Accept,
        KeyCode::Char('/' | 'i') => Command::ToQuery,
        KeyCode::Char('o' | 'e') => Command::Open,
        KeyCode::Char('y') => Command::Copy,
        KeyCode::Char('c') => Command::Compare,
        KeyCode::Char('f') => Command::Facets,
        KeyCode::Char('q') if overlay => Command::Back,
        KeyCode::Char('q') => Command::Quit,
        KeyCode::Left | KeyCode::Backspace => Command::Back,
        KeyCode::Right => Command::Accept,
        _ => return None,
    })
}

fn with_control(code: KeyCode, focus: Focus) -> Option<Command> {
    let KeyCode::Char(c) = code else {
        return match code {
            KeyCode::Left if focus == Focus::Query => Some(Command::Go(Caret::WordLeft)),
            KeyCode::Right if focus == Focus::Query => Some(Command::Go(Caret::WordRight)),
            KeyCode::Home => Some(Command::Step(Step::First)),
            KeyCode::End => Some(Command::Step(Step::Last)),
            _ => None,
        };
    };
    let everywhere = match c.to_ascii_lowercase() {
        'c' | 'q' => Command::Quit,
        'z' => Command::Suspend,
        'l' => Command::Redraw,
        'o' => Command::Open,
        'y' => Command::Copy,
        'r' => Command::Compare,
        't' => Command::Facets,
        'n' => Command::Step(Step::Down),
        'p' => Command::Step(Step::Up),
        'd' => Command::Step(Step::PageDown),
        'b' => Command::Step(Step::PageUp),
        // What Enter sends where line ends are not translated.
        'j' | 'm' => Command::Accept,
        c if focus == Focus::Query => return in_query(c),
        _ => return None,
    };
    Some(everywhere)
}

/// What the keys of a shell's line do in the query.
fn in_query(c: char) -> Option<Command> {
    Some(match c {
        'a' => Command::Go(Caret::Start),
        'e' => Command::Go(Caret::End),
        'f' => Command::Go(Caret::Right),
        'h' => Command::Erase(Erase::Before),
        'w' => Command::Erase(Erase::WordBefore),
        'u' => Command::Erase(Erase::ToStart),
        'k' => Command::Erase(Erase::ToEnd),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use ratatui::crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

    use super::{Command, Step, command};
    use crate::browse::state::Focus;

    fn key(code: KeyCode, modifiers: KeyModifiers) -> Event {
        Event::Key(KeyEvent::new(code, modifiers))
    }

    #[test]
    fn letters_are_text_in_the_query_and_commands_elsewhere() {
        let letter = |c, focus| command(&key(KeyCode::Char(c), KeyModifiers::NONE), focus, false, false);
        for (c, expected) in [('q', Command::Quit), ('o', Command::Open), ('?', Command::Help), ('/', Command::ToQuery)]
        {
            assert_eq!(letter(c, Focus::Query), Some(Command::Insert(c.to_string())));
            for focus in [Focus::Hits, Focus::Facets, Focus::Reader] {
                assert_eq!(letter(c, focus), Some(expected.clone()));
            }
        }
        let help = command(&key(KeyCode::Char('?'), KeyModifiers::NONE), Focus::Query, false, true);
        assert_eq!(help, Some(Command::Help), "there is nothing it could be part of");
        let shifted = command(&key(KeyCode::Char('Q'), KeyModifiers::SHIFT), Focus::Query, false, true);
        assert_eq!(shifted, Some(Command::Insert("Q".to_owned())));
    }

    #[test]
    fn some_keys_mean_the_same_everywhere() {
        for focus in [Focus::Query, Focus::Hits, Focus::Facets, Focus::Reader] {
            for (c, expected) in
                [('c', Command::Quit), ('q', Command::Quit), ('z', Command::Suspend), ('y', Command::Copy)]
            {
                let found = command(&key(KeyCode::Char(c), KeyModifiers::CONTROL), focus, false, false);
                assert_eq!(found, Some(expected), "Ctrl-{c}");
            }
            let down = command(&key(KeyCode::Down, KeyModifiers::NONE), focus, false, false);
            assert_eq!(down, Some(Command::Step(Step::Down)));
        }
    }

    #[test]
    fn a_key_that_is_let_go_means_nothing() {
        let released =
            KeyEvent { kind: KeyEventKind::Release, ..KeyEvent::new(KeyCode::Char('a'), KeyModifiers::NONE) };
        assert_eq!(command(&Event::Key(released), Focus::Query, false, true), None);
    }
}
