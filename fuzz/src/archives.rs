//! Packed formats: the bytes are the files in an archive, parted by zeros, so that what changes is text and not what it
//! is packed as. What begins as an archive is taken as it is.

use std::io::{Cursor, Write as _};

use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

pub fn docx(bytes: &[u8]) -> Vec<u8> {
    packed(
        bytes,
        &[
            "word/document.xml",
            "word/_rels/document.xml.rels",
            "word/styles.xml",
            "word/numbering.xml",
            "word/footnotes.xml",
            "docProps/core.xml",
            "_rels/.rels",
        ],
    )
}

pub fn odt(bytes: &[u8]) -> Vec<u8> {
    packed(bytes, &["content.xml", "styles.xml", "meta.xml"])
}

pub fn epub(bytes: &[u8]) -> Vec<u8> {
    packed(bytes, &["META-INF/container.xml", "content.opf", "a.xhtml", "nav.xhtml", "toc.ncx"])
}

fn packed(bytes: &[u8], names: &[&str]) -> Vec<u8> {
    if bytes.starts_with(b"PK") {
        return bytes.to_vec();
    }
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in names.iter().zip(bytes.split(|byte| *byte == 0)) {
        archive.start_file(*name, options).expect("there is room in memory");
        archive.write_all(content).expect("there is room in memory");
    }
    archive.finish().expect("there is room in memory").into_inner()
}
