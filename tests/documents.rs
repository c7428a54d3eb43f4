//! Documents that are no text files, made by hand: archives, Word documents and PDFs.

use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// An archive of these files.
pub(crate) fn zipped(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A Word document with this body.
pub(crate) fn docx(body: &str) -> Vec<u8> {
    let document = format!("<w:document><w:body>{body}</w:body></w:document>");
    zipped(&[("word/document.xml", &document)])
}

/// A PDF of these objects, numbered from 1; the first one is its catalog.
pub(crate) fn pdf(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (at, object) in objects.iter().enumerate() {
        table += &format!("{:010} 00000 n \n", bytes.len());
        bytes.extend(format!("{} 0 obj\n", at + 1).into_bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let start = bytes.len();
    let end =
        format!("{table}trailer\n<< /Size {} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1);
    bytes.extend(end.into_bytes());
    bytes
}

/// An object of a PDF that holds a stream.
pub(crate) fn stream(dictionary: &str, content: &[u8]) -> Vec<u8> {
    [format!("<< {dictionary} /Length {} >>\nstream\n", content.len()).as_bytes(), content, b"\nendstream"].concat()
}

/// A PDF with a page for each of these programs; `catalog` and `resources` go into their dictionaries, `more` are
/// further objects, the first being number 5.
pub(crate) fn pages(programs: &[Vec<u8>], catalog: &str, resources: &str, more: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let first = 5 + more.len();
    let kids: String = (0..programs.len()).map(|at| format!("{} 0 R ", first + 2 * at)).collect();
    let mut objects: Vec<Vec<u8>> = vec![
        format!("<< /Type /Catalog /Pages 2 0 R {catalog} >>").into_bytes(),
        format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", programs.len()).into_bytes(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_vec(),
        b"<< /Title (The pager) /Keywords (ops, nights) /ModDate (D:20261101120000Z) >>".to_vec(),
    ];
    objects.extend(more.iter().cloned());
    for (at, program) in programs.iter().enumerate() {
        objects.push(
            format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {} 0 R \
                 /Resources << /Font << /F 3 0 R >> {resources} >> >>",
                first + 2 * at + 1
            )
            .into_bytes(),
        );
        objects.push(program.clone());
    }
    pdf(&objects, &format!("/Info 4 0 R {trailer}"))
}

/// A program that writes lines, each with its size.
pub(crate) fn lines(lines: &[(u32, &str)]) -> Vec<u8> {
    let mut program = "BT 1 0 0 1 50 750 Tm ".to_owned();
    for (size, line) in lines {
        program += &format!("/F {size} Tf ({line}) Tj 0 -{} Td ", size + 4);
    }
    stream("", (program + "ET").as_bytes())
}

/// A PDF of two pages, with bookmarks.
pub(crate) fn good_pdf() -> Vec<u8> {
    let more = [
        b"<< /Type /Outlines /First 6 0 R /Last 7 0 R /Count 2 >>".to_vec(),
        b"<< /Title (Who is on call) /Parent 5 0 R /Next 7 0 R /Dest [8 0 R /Fit] >>".to_vec(),
        b"<< /Title (Swaps) /Parent 5 0 R /Next 6 0 R /A << /S /GoTo /D [10 0 R /XYZ 0 760 0] >> >>".to_vec(),
    ];
    let first =
        lines(&[(24, "Who is on call"), (10, "Everybody who runs infra-"), (10, "structure carries the pager.")]);
    let second = lines(&[(18, "Swaps"), (10, "Granite is swapped for marble.")]);
    pages(&[first, second], "/Outlines 5 0 R", "", &more, "")
}
