//! PDF, read in a process of its own: the libraries for it panic or never end on odd files.
//!
//! Bookmarks are the sections; where there are none, pages are.

mod bookmarks;
mod child;
mod flow;
mod furniture;
mod glyphs;
mod limits;
mod message;
mod prepare;
mod process;
mod sections;

pub use self::child::read_pdf_here;

use self::flow::Habits;
use self::message::{Message, Page};
use self::process::Answer;
use super::packed::facts::{Facts, is_telling};
use super::{Format, ReadOptions, Reader, Refusal};
use crate::corpus::formats::outline::Outline;
use crate::guide::Unit;

/// How many pages with a fault are named.
const NAMED: usize = 5;

/// Portable Document Format.
pub(super) const FORMAT: Format = Format {
    name: "pdf",
    extensions: &["pdf"],
    names: &[],
    signs: None,
    meta_charset: false,
    reader: Reader::Bytes(parse),
};

fn parse(bytes: &[u8], options: &ReadOptions) -> Result<Outline, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::of_content("an empty file"));
    }
    #[cfg(fuzzing)]
    if options.program.is_none() {
        return outline(process::read_here(bytes)?);
    }
    let Some(program) = &options.program else {
        return Err(Refusal { reason: "cannot be read as PDF: no program to do it".to_owned(), lasting: false });
    };
    outline(process::read(program, bytes)?)
}

/// What the process said, made an outline.
fn outline(answer: Answer) -> Result<Outline, Refusal> {
    let unreadable = |why: Refusal| Refusal { reason: format!("cannot be read as PDF: {}", why.reason), ..why };
    let mut pages: Vec<Page> = Vec::new();
    let mut facts = Facts::default();
    let mut marks = Vec::new();
    for message in answer.messages {
        match message {
            Message::Document { title, keywords, modified, bookmarks } => {
                facts.title = title.map(|title| title.trim().to_owned()).filter(|title| is_telling(title));
                facts.add_tags(&keywords.unwrap_or_default());
                facts.date = modified.as_deref().and_then(date);
                marks = bookmarks;
            }
            Message::Page(page) => pages.push(page),
            Message::Refused(reason) => return Err(unreadable(Refusal::of_content(reason))),
            Message::End => {}
        }
    }
    let has_text = pages.iter().any(|page| page.lines.iter().any(|line| !line.text.trim().is_empty()));
    let mut warnings = damaged(&pages);
    match answer.broken_off {
        Some(why) if !has_text => return Err(unreadable(why)),
        Some(why) => warnings.push(format!("cut off after page {}: {}", pages.len(), why.reason)),
        None if !has_text && !warnings.is_empty() => return Err(unreadable(Refusal::of_content("it is damaged"))),
        None if !has_text => return Err(Refusal::of_content("no text in it (scanned pages?)")),
        None => {}
    }
    let habits = Habits::of(&pages);
    let title = sections::cover_title(&pages, &habits);
    furniture::remove(&mut pages);
    let (parts, paged) = sections::parts(&pages, &marks, &habits);
    Ok(Outline {
        title,
        front_matter: facts.front_matter(),
        unit: Unit::Page,
        paged,
        parts,
        links: Vec::new(),
        warnings,
    })
}

fn damaged(pages: &[Page]) -> Vec<String> {
    let numbers: Vec<String> = pages.iter().filter(|page| page.damaged).map(|page| page.number.to_string()).collect();
    if numbers.is_empty() {
        return Vec::new();
    }
    let named = numbers.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    let more = if numbers.len() > NAMED { format!(" and {} more", numbers.len() - NAMED) } else { String::new() };
    vec![format!("not all could be read of page {named}{more}")]
}

/// A date such as `D:20261101103000Z` (ISO 32000-1, 7.9.4) as `2026-11-01`.
fn date(text: &str) -> Option<String> {
    let digits = text.trim().trim_start_matches("D:").get(..8).filter(|day| day.bytes().all(|b| b.is_ascii_digit()))?;
    Some(format!("{}-{}-{}", digits.get(..4)?, digits.get(4..6)?, digits.get(6..)?))
}

#[cfg(test)]
mod tests {
    use super::message::{Line, Message, Page};
    use super::process::Answer;
    use super::{date, outline};
    use crate::corpus::formats::Refusal;

    fn page(number: u32, text: &str, damaged: bool) -> Message {
        let line = Line { text: text.to_owned(), size: 10.0, ..Line::default() };
        Message::Page(Page { number, lines: vec![line], damaged })
    }

    fn broken(messages: Vec<Message>) -> Answer {
        Answer { messages, broken_off: Some(Refusal::of_content("it takes too long")) }
    }

    #[test]
    fn what_was_said_before_a_break_counts() {
        let cut = outline(broken(vec![page(1, "granite", false)])).unwrap();
        assert_eq!(cut.parts[0].body, "granite");
        assert_eq!(cut.warnings, ["cut off after page 1: it takes too long"]);
        let refusal = outline(broken(vec![page(1, " ", false)])).unwrap_err();
        assert_eq!(refusal.reason, "cannot be read as PDF: it takes too long");
    }

    #[test]
    fn pages_without_text_and_with_faults_are_said() {
        let all = |messages| outline(Answer { messages, broken_off: None });
        assert!(all(vec![page(1, "", false), Message::End]).unwrap_err().reason.contains("scanned"));
        assert!(all(vec![page(1, "", true), Message::End]).unwrap_err().reason.contains("damaged"));
        assert!(all(vec![Message::Refused("encrypted".into())]).unwrap_err().reason.ends_with("encrypted"));
        let pages = (1..=8).map(|number| page(number, "granite", true)).collect();
        assert_eq!(all(pages).unwrap().warnings, ["not all could be read of page 1, 2, 3, 4, 5 and 3 more"]);
    }

    #[test]
    fn dates_are_those_of_pdf() {
        assert_eq!(date("D:20210715103000+02'00'").as_deref(), Some("2021-07-15"));
        assert_eq!(date("July 2021"), None);
        assert_eq!(date("D:2021071é"), None);
    }
}
