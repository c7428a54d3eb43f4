//! How passages to paste look: each with the titles above it and its citation below.

use super::markdown::{code, escape};
use super::{JsonLines, Place, Records, Report, Sheet, Style, Text, Tone};
use crate::error::Result;
use crate::results::{Citation, Passage, Passages};

impl Report for Passages {
    fn sheets(&self, _style: &Style) -> Vec<Sheet> {
        let mut sheets = vec![Sheet::text(summary(self))];
        sheets.extend(self.passages.iter().map(|passage| {
            let above = passage.breadcrumb.split_last().map_or(&[][..], |(_, above)| above);
            let trail = above.iter().map(|title| format!("{} › ", title.trim())).collect::<String>();
            let title = Text::toned(Tone::Dim, trail).add(Tone::Title, own_title(passage));
            let place = passage.lines.place(&passage.path, passage.unit);
            let place = Text::toned(Tone::Dim, format!("— {place}{}", changed(passage)));
            Sheet::text(title.below(Text::block(&passage.text)).below(place))
        }));
        sheets
    }

    fn markdown(&self) -> String {
        let passages = self.passages.iter().map(|passage| {
            let titles = passage.breadcrumb.iter().map(|title| escape(title.trim())).collect::<Vec<_>>().join(" › ");
            let place = code(&passage.lines.place(&passage.path, passage.unit));
            let hash = passage.citation.as_ref().map(cited).unwrap_or_default();
            format!("**{titles}**\n\n{}\n\n— {place}{hash}", paragraphs(&passage.text))
        });
        let mut blocks: Vec<String> = passages.collect();
        if blocks.is_empty() {
            blocks.push(format!("**{}**", summary(self).raw()));
        }
        blocks.join("\n\n") + "\n"
    }

    fn json_lines(&self, lines: &mut JsonLines<'_>) -> Result<()> {
        self.passages.iter().try_for_each(|passage| lines.put(passage))
    }

    fn records(&self) -> Records {
        let mut records = Records::new([
            "id",
            "breadcrumb",
            "path",
            "first_line",
            "last_line",
            "hash",
            "stale",
            "roles",
            "section",
            "text",
            "words",
            "whole",
        ]);
        for passage in &self.passages {
            let citation = passage.citation.as_ref();
            records.push([
                passage.id.to_string(),
                passage.breadcrumb.join(" › "),
                passage.path.clone(),
                passage.lines.first.to_string(),
                passage.lines.last.to_string(),
                citation.map(|citation| citation.hash.clone()).unwrap_or_default(),
                citation.map(|citation| citation.stale.to_string()).unwrap_or_default(),
                passage.roles.join(";"),
                passage.section.clone(),
                passage.text.clone(),
                passage.words.to_string(),
                passage.whole.to_string(),
            ]);
        }
        records
    }

    fn places(&self) -> Option<Vec<Place>> {
        let place = |passage: &Passage| Place {
            path: passage.path.clone(),
            line: passage.lines.first,
            column: 1,
            text: passage.breadcrumb.join(" › "),
        };
        Some(self.passages.iter().map(place).collect())
    }
}

/// What a file held, to follow its place in Markdown.
pub(super) fn cited(citation: &Citation) -> String {
    let changed = if citation.stale { ", changed since it was indexed" } else { "" };
    format!(", {}{changed}", code(&citation.short()))
}

fn summary(passages: &Passages) -> Text {
    if passages.total == 0 {
        return Text::toned(Tone::Title, "nothing found");
    }
    let plural = |count: u64, what: &str| if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") };
    let found =
        format!("{} of {}", plural(passages.words as u64, "word"), plural(passages.passages.len() as u64, "passage"));
    let from =
        format!(" · {} found, {} wanted", plural(passages.total, "section"), plural(passages.budget as u64, "word"));
    Text::toned(Tone::Title, found).add(Tone::Dim, from)
}

fn own_title(passage: &Passage) -> &str {
    passage.breadcrumb.last().map(|title| title.trim()).filter(|title| !title.is_empty()).unwrap_or("(untitled)")
}

fn changed(passage: &Passage) -> &'static str {
    match passage.citation.as_ref().is_some_and(|citation| citation.stale) {
        true => " (changed since it was indexed)",
        false => "",
    }
}

/// Text of a guide, every line of it on a line of its own; items of lists stay items.
fn paragraphs(text: &str) -> String {
    let line = |line: &str| match line.trim().strip_prefix("- ") {
        Some(item) => format!("- {}", escape(item.trim())),
        None => escape(line.trim()),
    };
    let paragraph = |part: &str| {
        let mut out = String::new();
        let mut item = false;
        for (n, written) in part.lines().filter(|line| !line.trim().is_empty()).enumerate() {
            let is_item = written.trim().starts_with("- ");
            // A line that follows an item belongs to it where it is set in.
            out.push_str(match (n, is_item) {
                (0, _) => "",
                (_, true) => "\n",
                (_, false) => "  \n",
            });
            out.push_str(if item && !is_item { "  " } else { "" });
            out.push_str(&line(written));
            item |= is_item;
        }
        out
    };
    let parts = text.split("\n\n").map(paragraph).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::paragraphs;

    #[test]
    fn text_stays_text_and_items_stay_items() {
        assert_eq!(
            paragraphs("A *b*.\nC\n\n- d_e\n- # f\ng\n\n\n1. h"),
            "A \\*b\\*.  \nC\n\n- d\\_e\n- \\# f  \n  g\n\n1\\. h"
        );
    }
}
