//! Puts the characters of a page, each with its place, together to lines.

use pdf_extract::{ColorSpace, MediaBox, OutputDev, OutputError, Path, Transform};

use super::message::{Line, Page};

/// Most text of one document, in bytes.
const MOST: usize = 6 * 1024 * 1024;
/// Most pages of one document.
const PAGES: u32 = 20_000;
/// A gap of this many letter sizes is a space.
const SPACE: f64 = 0.18;
/// A step up or down of this many letter sizes begins a line; less is a raised or lowered character.
const STEP: f64 = 0.5;
/// No page reaches so far, in points.
const FAR: f64 = 1e7;
/// So many letter sizes back, the text begins anew on the same height.
const BACK: f64 = 1.0;

/// Takes the characters of a document and hands over each page when it ends.
pub(super) struct Glyphs<F> {
    page: Page,
    last: Option<Last>,
    written: usize,
    hand_over: F,
}

/// The character before.
struct Last {
    direction: (f64, f64),
    start: f64,
    end: f64,
    height: f64,
    text: String,
}

impl<F: FnMut(Page) -> std::io::Result<()>> Glyphs<F> {
    pub(super) fn new(hand_over: F) -> Self {
        Glyphs { page: Page::default(), last: None, written: 0, hand_over }
    }

    /// The page that is being read breaks off here; gives its number.
    pub(super) fn break_off(&mut self, number: u32) -> std::io::Result<u32> {
        self.page.number = self.page.number.max(number);
        self.page.damaged = true;
        let number = self.page.number;
        self.last = None;
        (self.hand_over)(std::mem::take(&mut self.page))?;
        Ok(number)
    }

    fn add(&mut self, now: Last, size: f64) {
        let space = now.text.chars().all(char::is_whitespace);
        let goes_on = self.last.as_ref().is_some_and(|last| {
            last.direction == now.direction
                && (now.height - last.height).abs() <= STEP * size
                && now.start >= last.end - BACK * size
        });
        if let Some(last) = &self.last
            && goes_on
            && last.text == now.text
            && (now.start - last.start).abs() < 0.1 * size
        {
            return; // drawn twice to look bold
        }
        match self.page.lines.last_mut() {
            Some(line) if goes_on => {
                let gap = self.last.as_ref().map_or(0.0, |last| now.start - last.end);
                if (space || gap > SPACE * size) && !line.text.ends_with(' ') {
                    line.text.push(' ');
                }
                if !space {
                    line.text.push_str(&now.text);
                    line.end = now.end as f32;
                    line.size = line.size.max(size as f32);
                }
            }
            _ if space => return,
            _ => self.page.lines.push(Line {
                text: now.text.clone(),
                start: now.start as f32,
                end: now.end as f32,
                height: now.height as f32,
                size: size as f32,
            }),
        }
        self.last = Some(now);
    }
}

impl<F: FnMut(Page) -> std::io::Result<()>> OutputDev for Glyphs<F> {
    fn begin_page(&mut self, number: u32, _: &MediaBox, _: Option<(f64, f64, f64, f64)>) -> Result<(), OutputError> {
        if number > PAGES {
            return Err(OutputError::IoError(std::io::ErrorKind::StorageFull.into()));
        }
        self.page = Page { number, ..Page::default() };
        self.last = None;
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        (self.hand_over)(std::mem::take(&mut self.page)).map_err(OutputError::IoError)
    }

    fn output_character(
        &mut self,
        place: &Transform,
        width: f64,
        _: f64,
        font_size: f64,
        text: &str,
    ) -> Result<(), OutputError> {
        self.written += text.len();
        if self.written > MOST {
            return Err(OutputError::IoError(std::io::ErrorKind::StorageFull.into()));
        }
        let across = place.m11.hypot(place.m12);
        let size = (place.m21.hypot(place.m22) * font_size).abs();
        let direction = (place.m11 / across, place.m12 / across);
        let start = place.m31 * direction.0 + place.m32 * direction.1;
        let height = place.m32 * direction.0 - place.m31 * direction.1;
        let end = start + width * across * font_size;
        let sound = |place: f64| place.abs() < FAR; // not so for what is no number
        if [size, start, end, height].into_iter().all(sound) && size > 0.0 && !text.is_empty() {
            let round = |x: f64| (x * 1000.0).round() / 1000.0;
            let direction = (round(direction.0), round(direction.1));
            self.add(Last { direction, start, end, height, text: text.to_owned() }, size);
        }
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn stroke(&mut self, _: &Transform, _: &ColorSpace, _: &[f64], _: &Path) -> Result<(), OutputError> {
        Ok(())
    }
}
