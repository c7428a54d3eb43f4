//! JSON whose bytes are safe to show: what could steer a terminal or deceive a reader is written as `\uXXXX`.
//!
//! The values are unchanged: a reader of the JSON gets back every character.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter};

use super::sanitize::is_unsafe;
use crate::error::{Error, Result};

/// One value, indented by two spaces, ended by `\n`.
pub(super) fn pretty<T: Serialize + ?Sized>(value: &T, out: &mut dyn Write) -> Result<()> {
    write(value, PrettyFormatter::new(), out)
}

/// Takes the records of a report, each to become one line of JSON.
pub struct JsonLines<'a> {
    out: &'a mut dyn Write,
}

impl<'a> JsonLines<'a> {
    pub(super) fn new(out: &'a mut dyn Write) -> Self {
        JsonLines { out }
    }

    /// Writes one record.
    pub fn put<T: Serialize + ?Sized>(&mut self, record: &T) -> Result<()> {
        write(record, CompactFormatter, self.out)
    }
}

fn write<T: Serialize + ?Sized>(value: &T, formatter: impl Formatter, out: &mut dyn Write) -> Result<()> {
    let mut serializer = Serializer::with_formatter(&mut *out, Escaping(formatter));
    value.serialize(&mut serializer).map_err(|error| {
        if error.is_io() {
            super::write_failed(error.into())
        } else {
            Error::internal("cannot write the answer as JSON", error)
        }
    })?;
    out.write_all(b"\n").map_err(super::write_failed)
}

/// Escapes more than JSON asks for and leaves the layout to the formatter inside.
struct Escaping<F>(F);

impl<F: Formatter> Formatter for Escaping<F> {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut plain = 0;
        for (at, c) in fragment.char_indices().filter(|(_, c)| needs_escape(*c)) {
            writer.write_all(fragment.get(plain..at).unwrap_or_default().as_bytes())?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            plain = at + c.len_utf8();
        }
        writer.write_all(fragment.get(plain..).unwrap_or_default().as_bytes())
    }

    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_array(writer)
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array(writer)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(writer, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array_value(writer)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object(writer)
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object(writer)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(writer, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object_value(writer)
    }
}

/// Joiners and selectors too: here an escape costs nothing, as the value stays the same.
fn needs_escape(c: char) -> bool {
    is_unsafe(c) || matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

#[cfg(test)]
mod tests {
    use super::{JsonLines, pretty};

    #[test]
    fn odd_characters_are_escaped_and_come_back() {
        let text = "a\u{1b}[31m\u{7f}\u{9b}\u{202e}\u{e0041}\u{2028}\u{200d}é\"\\\n/漢";
        let mut out = Vec::new();
        JsonLines::new(&mut out).put(text).unwrap();
        let written = String::from_utf8(out).unwrap();
        assert_eq!(written, "\"a\\u001b[31m\\u007f\\u009b\\u202e\\udb40\\udc41\\u2028\\u200dé\\\"\\\\\\n/漢\"\n");
        assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
    }

    #[test]
    fn values_are_indented() {
        let mut out = Vec::new();
        pretty(&serde_json::json!({ "a": [1, 2], "b": {} }), &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": {}\n}\n");
    }
}
