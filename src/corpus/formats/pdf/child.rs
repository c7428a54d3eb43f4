//! The process that reads a PDF: it gets the bytes on its standard input and answers on its standard output. The
//! libraries that it calls may panic, run out of memory or never come back; all of that ends with this process.

use std::io::{Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use pdf_extract::{Document, Error, OutputError, output_doc, output_doc_page};

use super::bookmarks::{bookmarks, text};
use super::glyphs::Glyphs;
use super::limits;
use super::message::Message;
use super::prepare::prepare;

/// Largest PDF that is read, in bytes; no larger file comes this far.
const LARGEST: u64 = 64 * 1024 * 1024;

/// Reads a PDF from `input` and writes what is in it to `output`, for `process` to understand. Sets limits to
/// the whole process, so nothing else may be done in it.
///
/// # Errors
/// Where nobody listens any more.
pub fn read_pdf_here(input: &mut dyn Read, output: &mut dyn Write) -> std::io::Result<()> {
    std::panic::set_hook(Box::new(|_| {}));
    limits::set();
    let mut bytes = Vec::new();
    input.take(LARGEST).read_to_end(&mut bytes)?;
    let size = bytes.len();
    limits::before_pages(size);
    let mut say = |message: &Message| -> std::io::Result<()> {
        let mut line = serde_json::to_vec(message)?;
        line.push(b'\n');
        output.write_all(&line)?;
        output.flush()
    };
    let mut document = match catch_unwind(|| Document::load_mem(&bytes)) {
        Ok(Ok(document)) => document,
        Ok(Err(error)) => return say(&Message::Refused(reason(&error))),
        Err(_) => return say(&Message::Refused("it is damaged".to_owned())),
    };
    drop(bytes);
    // One that opens without a password has been decrypted by now.
    if document.trailer.has(b"Encrypt") && !document.was_encrypted() {
        return say(&Message::Refused("encrypted".to_owned()));
    }
    if catch_unwind(AssertUnwindSafe(|| prepare(&mut document))).is_err() {
        return say(&Message::Refused("it is damaged".to_owned()));
    }
    let about = catch_unwind(AssertUnwindSafe(|| about(&document)));
    say(&about.unwrap_or(Message::Document { title: None, keywords: None, modified: None, bookmarks: Vec::new() }))?;
    limits::before_page(size);
    let mut glyphs = Glyphs::new(|page| {
        limits::before_page(size);
        say(&Message::Page(page))
    });
    read_pages(&document, &mut glyphs)?;
    drop(glyphs);
    say(&Message::End)
}

/// Reads all pages; one that makes the library panic is kept as far as it came, and the next ones are read.
fn read_pages<F: FnMut(super::message::Page) -> std::io::Result<()>>(
    document: &Document,
    glyphs: &mut Glyphs<F>,
) -> std::io::Result<()> {
    let last = document.get_pages().len() as u32;
    let mut next = match catch_unwind(AssertUnwindSafe(|| output_doc(document, glyphs))) {
        Ok(Ok(())) => return Ok(()),
        Ok(Err(OutputError::IoError(error))) => return Err(error),
        Ok(Err(_)) | Err(_) => glyphs.break_off(1)? + 1,
    };
    while next <= last {
        match catch_unwind(AssertUnwindSafe(|| output_doc_page(document, glyphs, next))) {
            Ok(Ok(())) => {}
            Ok(Err(OutputError::IoError(error))) => return Err(error),
            Ok(Err(_)) | Err(_) => drop(glyphs.break_off(next)?),
        }
        next += 1;
    }
    Ok(())
}

fn about(document: &Document) -> Message {
    let info = document.trailer.get(b"Info").and_then(|info| document.dereference(info));
    let info = info.ok().and_then(|(_, info)| info.as_dict().ok());
    let of = |key: &[u8]| info.and_then(|info| text(document, info, key)).filter(|text| text.len() < 2_000);
    Message::Document {
        title: of(b"Title"),
        keywords: of(b"Keywords"),
        modified: of(b"ModDate").or_else(|| of(b"CreationDate")),
        bookmarks: bookmarks(document),
    }
}

/// Why a document cannot be loaded, in plain words.
fn reason(error: &Error) -> String {
    match error {
        Error::Decryption(_) | Error::InvalidPassword | Error::UnsupportedSecurityHandler(_) => "encrypted".to_owned(),
        Error::Parse(_) | Error::Xref(_) | Error::MissingXrefEntry => "it is damaged or cut off".to_owned(),
        _ => "it is damaged".to_owned(),
    }
}
