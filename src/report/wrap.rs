//! Breaking lines at the width of a page or a cell.

use unicode_width::UnicodeWidthChar;

use super::sanitize::is_plain;
use super::style::Style;
use super::style::Tone;
use super::text::{Span, Text, safe};

/// Stands at the end of a line that was cut. One column wide.
const CUT: char = '…';

/// One character and the columns it takes at most; a cluster of several may take fewer, never more.
#[derive(Clone, Copy)]
struct Glyph {
    c: char,
    tone: Tone,
    width: u8,
    /// Whether a line may begin with it: not a mark on the letter before nor the second half of a joined emoji.
    starts: bool,
}

/// The lines of a text, safe to show, with the marks of [`Style::mark`], and none wider than `width` columns (at least
/// two, which the widest character takes). Lines break at spaces; a word that is too long breaks after punctuation, else
/// anywhere. What goes on keeps the indentation of its line.
pub(super) fn wrap(text: &Text, width: usize, style: &Style) -> Vec<String> {
    let width = width.max(2);
    let lines = text.lines().iter().flat_map(|line| break_line(&glyphs(&safe(line)), width));
    lines.map(|line| marked(&line, style)).collect()
}

/// A row of pieces as one safe line that is as wide as it is, with marks, and how many columns it takes. Of a line that
/// takes more than `most` columns only the end is left.
pub(super) fn end_of_line(line: &[Span], most: usize, style: &Style) -> (String, usize) {
    let mut glyphs = glyphs(&safe(line));
    let mut columns = measure(&glyphs);
    let mut cut = 0;
    while columns > most || glyphs.get(cut).is_some_and(|glyph| cut > 0 && !glyph.starts) {
        columns -= glyphs.get(cut).map_or(columns, |glyph| usize::from(glyph.width));
        cut += 1;
    }
    glyphs.drain(..cut.min(glyphs.len()));
    (marked(&glyphs, style), columns)
}

/// One line as pieces in one tone each: safe to show, and where it takes more than `width` columns cut short, with `…` at
/// its end.
pub fn cut(line: &[Span], width: usize) -> Vec<Span> {
    let mut glyphs = glyphs(&safe(line));
    if measure(&glyphs) <= width {
        return spans(&glyphs);
    }
    let mut used = 0;
    let fits = glyphs.iter().take_while(|glyph| {
        used += usize::from(glyph.width);
        used < width
    });
    let fits = fits.count();
    // Not within a cluster.
    let end = (0..=fits).rev().find(|at| glyphs.get(*at).is_none_or(|glyph| glyph.starts)).unwrap_or(0);
    let tone = glyphs.get(end).map_or(Tone::Plain, |glyph| glyph.tone);
    glyphs.truncate(end);
    if width > 0 {
        glyphs.push(Glyph { c: CUT, tone, width: 1, starts: true });
    }
    spans(&glyphs)
}

/// The columns that the widest line of a text takes at most.
pub(super) fn width(text: &Text) -> usize {
    let plain = |line: &[Span]| line.iter().all(|span| is_plain(&span.text));
    let width = |line: &Vec<Span>| {
        // Most lines are of characters that take one column each.
        if plain(line) { line.iter().map(|span| span.text.len()).sum() } else { measure(&glyphs(&safe(line))) }
    };
    text.lines().iter().map(width).max().unwrap_or(0)
}

fn glyphs(spans: &[Span]) -> Vec<Glyph> {
    let mut glyphs: Vec<Glyph> = Vec::with_capacity(spans.iter().map(|span| span.text.len()).sum());
    for span in spans {
        for c in span.text.chars() {
            if matches!(c, ' '..='~') && glyphs.last().is_none_or(|before| before.c != '\u{200d}') {
                glyphs.push(Glyph { c, tone: span.tone, width: 1, starts: true });
                continue;
            }
            let before = glyphs.last().copied();
            let width = match c {
                // A selector may ask for the wide form of a narrow character.
                '\u{fe00}'..='\u{fe0f}' => u8::from(before.is_some_and(|b| b.width == 1)),
                _ => c.width().unwrap_or(1) as u8,
            };
            let joined = before.is_some_and(|b| b.c == '\u{200d}') || matches!(c, '\u{1f3fb}'..='\u{1f3ff}');
            let starts = c.width().unwrap_or(1) > 0 && !joined;
            glyphs.push(Glyph { c, tone: span.tone, width, starts });
        }
    }
    glyphs
}

fn measure(glyphs: &[Glyph]) -> usize {
    glyphs.iter().map(|glyph| usize::from(glyph.width)).sum()
}

fn break_line(line: &[Glyph], width: usize) -> Vec<Vec<Glyph>> {
    if measure(line) <= width {
        return vec![line.to_vec()];
    }
    let indent: Vec<Glyph> = line.iter().take_while(|glyph| glyph.c == ' ').copied().collect();
    let indent = if indent.len() * 2 < width { indent } else { Vec::new() };
    let mut rest = line.iter().position(|glyph| glyph.c != ' ').and_then(|at| line.get(at..)).unwrap_or_default();
    let mut lines = Vec::new();
    while !rest.is_empty() {
        let (head, tail) = rest.split_at(taken(rest, width - indent.len()).min(rest.len()));
        let end = head.iter().rposition(|glyph| glyph.c != ' ').map_or(0, |at| at + 1);
        lines.push(indent.iter().chain(head.iter().take(end)).copied().collect());
        rest = tail.iter().position(|glyph| glyph.c != ' ').and_then(|at| tail.get(at..)).unwrap_or_default();
    }
    lines
}

/// How many glyphs the next line takes: at least one. The first is not a space.
fn taken(rest: &[Glyph], width: usize) -> usize {
    let mut used = 0;
    let mut space = None;
    let mut fits = 0;
    for glyph in rest {
        used += usize::from(glyph.width);
        if used > width {
            break;
        }
        if glyph.c == ' ' {
            space = Some(fits);
        }
        fits += 1;
    }
    let Some(next) = rest.get(fits) else { return rest.len() };
    if next.c == ' ' {
        return fits;
    }
    // Between two characters of a script without spaces a line may break wherever a mark does not forbid it.
    let between = (1..=fits).rev().find(|at| is_between(rest, *at));
    if let Some(at) = space.max(between) {
        return at;
    }
    let may_break = |at: &usize| rest.get(*at).is_some_and(|glyph| glyph.starts);
    let after_mark = |at: &usize| {
        let before = at.checked_sub(1).and_then(|at| rest.get(at));
        may_break(at)
            && before.is_some_and(|glyph| matches!(glyph.c, '/' | '#' | '-' | '_' | '.' | ',' | ':' | '&' | '?'))
    };
    let anywhere = (1..=fits).rev().find(may_break);
    (fits / 2 + 1..=fits).rev().find(after_mark).or(anywhere).unwrap_or(fits).max(1)
}

/// Marks that a line does not begin with, and marks that it does not end with.
const CLOSING: &str = "、。，．：；！？）」』】〕》〉｝］・ー々….,:;!?)]}%”’";
const OPENING: &str = "（「『【〔《〈｛［([{“‘$\u{200d}";

/// Whether a line may end before the glyph at `at` although there is no space: beside a wide character, as those of
/// Chinese and Japanese are, unless a mark there belongs to the line before or after (UAX #14, classes CL, EX and OP).
fn is_between(rest: &[Glyph], at: usize) -> bool {
    let (Some(before), Some(after)) = (at.checked_sub(1).and_then(|at| rest.get(at)), rest.get(at)) else {
        return false;
    };
    let wide = before.width == 2 || after.width == 2;
    wide && after.starts && !CLOSING.contains(after.c) && !OPENING.contains(before.c)
}

fn marked(line: &[Glyph], style: &Style) -> String {
    let mut out = String::with_capacity(line.len());
    for span in spans(line) {
        style.mark(span.tone, &span.text, &mut out);
    }
    out
}

/// Glyphs that follow each other in one tone as one piece.
fn spans(line: &[Glyph]) -> Vec<Span> {
    let of = |run: &[Glyph]| Some(Span { tone: run.first()?.tone, text: run.iter().map(|glyph| glyph.c).collect() });
    line.chunk_by(|a, b| a.tone == b.tone).filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::{Span, Style, Text, Tone, cut, wrap};

    fn plain(text: &str, width: usize) -> Vec<String> {
        wrap(&Text::block(text), width, &Style::plain(100))
    }

    #[test]
    fn lines_break_at_spaces_and_keep_their_indentation() {
        assert_eq!(plain("the quick brown fox", 10), ["the quick", "brown fox"]);
        assert_eq!(plain("  - one two three\nfour", 9), ["  - one", "  two", "  three", "four"]);
        assert_eq!(plain("", 10), Vec::<String>::new());
        assert_eq!(plain("a\n\nb", 10), ["a", "", "b"]);
    }

    #[test]
    fn long_words_break_after_punctuation_or_anywhere() {
        assert_eq!(plain("corpus/platform.md", 10), ["corpus/", "platform.", "md"]);
        assert_eq!(plain("aaaaaaaaaaaa", 5), ["aaaaa", "aaaaa", "aa"]);
        assert_eq!(plain("自己紹介", 3), ["自", "己", "紹", "介"]);
    }

    #[test]
    fn a_line_is_cut_between_clusters() {
        let cut = |text: &str, width| {
            let spans = cut(&[Span { text: text.into(), tone: Tone::Plain }], width);
            spans.into_iter().map(|span| span.text).collect::<String>()
        };
        assert_eq!(cut("granite", 7), "granite");
        assert_eq!(cut("granite", 6), "grani…");
        assert_eq!(cut("自己紹介", 8), "自己紹介");
        assert_eq!(cut("自己紹介", 7), "自己紹…");
        assert_eq!(cut("自己紹介", 6), "自己…");
        assert_eq!(cut("ae\u{301}b", 2), "a…");
        assert_eq!(cut("granite", 1), "…");
        assert_eq!(cut("granite", 0), "");
        assert_eq!(cut("a\u{1b}[2J", 9), "a�[2J");
    }

    #[test]
    fn text_without_spaces_breaks_where_its_marks_allow() {
        assert_eq!(plain("平台 Kubernetes 集群管理", 17), ["平台 Kubernetes", "集群管理"]);
        assert_eq!(plain("a 平台工程经理负责集群", 11), ["a 平台工程", "经理负责集", "群"]);
        assert_eq!(plain("平台工程。经理", 8), ["平台工", "程。经理"]);
        assert_eq!(plain("平台工「程」", 8), ["平台工", "「程」"]);
    }

    #[test]
    fn clusters_stay_whole_where_they_fit() {
        assert_eq!(plain("ab👩‍💻cd", 6), ["ab👩‍💻", "cd"]);
        assert_eq!(plain("aaae\u{301}e\u{301}", 4), ["aaae\u{301}", "e\u{301}"]);
    }

    #[test]
    fn no_line_is_too_wide_whatever_the_characters() {
        // A fixed generator: the same odd characters on every run.
        let mut seed = 1u32;
        let mut next = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            seed >> 8
        };
        let ranges = [
            0x20..0x7f,
            0x300..0x370,
            0x600..0x700,
            0x900..0xe00,
            0x1100..0x1200,
            0x2010..0x2070,
            0x2190..0x2c00,
            0x3000..0x3100,
            0xfe00..0xfe10,
            0x1a00..0x1a20,
            0x1f1e6..0x1f200,
            0x1f3f0..0x1f650,
            0x200c..0x200e,
        ];
        for _ in 0..4000 {
            let mut text = String::new();
            for _ in 0..next() % 40 {
                let range = &ranges[next() as usize % ranges.len()];
                text.extend(char::from_u32(range.start + next() % (range.end - range.start)));
            }
            for width in [2, 3, 7, 20] {
                for line in wrap(&Text::from(text.as_str()), width, &Style::plain(40)) {
                    assert!(line.width() <= width, "{line:?} of {text:?} takes more than {width}");
                }
            }
        }
    }

    #[test]
    fn tones_go_on_in_the_next_line() {
        let style = Style { color: true, ..Style::plain(40) };
        let text = Text::toned(Tone::Match, "aa bb").plain(" cc");
        let painted: Vec<String> = wrap(&text, 2, &style).into_iter().map(|line| style.paint_marked(line)).collect();
        assert_eq!(painted, ["\x1b[1;31maa\x1b[0m", "\x1b[1;31mbb\x1b[0m", "cc"]);
    }
}
