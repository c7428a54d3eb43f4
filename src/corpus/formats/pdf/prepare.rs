//! Puts right in a loaded PDF what the library that reads its text takes amiss.

use pdf_extract::content::{Content, Operation};
use pdf_extract::{Dictionary, Document, Object, ObjectId, Stream};

/// Widths of characters that are written out in all: fonts of four scripts and more.
const WIDTHS: usize = 400_000;

/// Changes the document so that its text can be read.
pub(super) fn prepare(document: &mut Document) {
    let mut left = WIDTHS;
    let fonts: Vec<_> =
        document.objects.iter().filter_map(|(id, object)| Some((*id, font(document, object, &mut left)?))).collect();
    for (id, font) in fonts {
        document.objects.insert(id, Object::Dictionary(font));
    }
    for id in programs(document) {
        if let Ok(Object::Stream(program)) = document.get_object_mut(id) {
            spell_out(program);
        }
    }
    for object in document.objects.values_mut() {
        if let Object::Stream(stream) = object
            && is(&stream.dict, b"Image")
        {
            // Pictures hold no text, and their bytes would be taken for drawing commands.
            stream.dict = Dictionary::new();
            stream.content = Vec::new();
        }
    }
}

/// The streams that are drawing commands: those of pages that have but one, and of forms.
fn programs(document: &Document) -> Vec<ObjectId> {
    let pages = document.page_iter().map(|page| document.get_page_contents(page));
    let mut programs: Vec<ObjectId> = pages.filter(|streams| streams.len() == 1).flatten().collect();
    let form = |object: &Object| object.as_stream().is_ok_and(|stream| is(&stream.dict, b"Form"));
    programs.extend(document.objects.iter().filter(|(_, object)| form(object)).map(|(id, _)| *id));
    programs
}

/// The library passes over the two commands that go to the next line and show a text there; each is written as the
/// commands it stands for (ISO 32000-1, table 109).
fn spell_out(program: &mut Stream) {
    let plain =
        if program.is_compressed() { program.decompressed_content().ok() } else { Some(program.content.clone()) };
    let Some(content) =
        plain.filter(|content| shows_on_next_line(content)).and_then(|plain| Content::decode(&plain).ok())
    else {
        return;
    };
    let mut spelled = Vec::with_capacity(content.operations.len());
    for Operation { operator, mut operands } in content.operations {
        let text = match (operator.as_str(), operands.len()) {
            ("'", 1) | ("\"", 3) => operands.pop(),
            _ => None,
        };
        let Some(text) = text else {
            spelled.push(Operation { operator, operands });
            continue;
        };
        // What is left is the space between words, then that between characters.
        let spaces = ["Tw", "Tc"].into_iter().zip(operands);
        spelled.extend(spaces.map(|(space, operand)| Operation::new(space, vec![operand])));
        spelled.push(Operation::new("T*", Vec::new()));
        spelled.push(Operation::new("Tj", vec![text]));
    }
    if let Ok(bytes) = (Content { operations: spelled }).encode() {
        program.dict.remove(b"Filter");
        program.dict.remove(b"DecodeParms");
        program.set_content(bytes);
    }
}

/// Whether a quotation mark stands behind the end of a text: most programs have none, and need not be parsed twice.
fn shows_on_next_line(program: &[u8]) -> bool {
    program.iter().enumerate().filter(|(_, byte)| matches!(byte, b'\'' | b'"')).any(|(at, _)| {
        let before = program.get(..at).unwrap_or_default().trim_ascii_end().last();
        matches!(before, Some(b')' | b'>'))
    })
}

fn is(dictionary: &Dictionary, kind: &[u8]) -> bool {
    dictionary.get(b"Subtype").and_then(Object::as_name).is_ok_and(|found| found == kind)
}

/// A composite font with the widths of its characters one by one: the library misreads `first last width`, which says
/// that all from the first to the last character are so wide (ISO 32000-1, 9.7.4.3).
fn font(document: &Document, object: &Object, left: &mut usize) -> Option<Dictionary> {
    let font = object.as_dict().ok().filter(|font| is(font, b"CIDFontType0") || is(font, b"CIDFontType2"))?;
    let mut font = font.clone();
    if let Ok(width) = font.get(b"DW").and_then(Object::as_float) {
        font.set("DW", width.round() as i64);
    }
    let resolved = |object| document.dereference(object).ok().map(|(_, object)| object);
    let Some(Object::Array(widths)) = font.get(b"W").ok().and_then(resolved) else { return Some(font) };
    let mut plain: Vec<Object> = Vec::with_capacity(widths.len());
    let mut rest = widths.as_slice();
    while let [first, second, after @ ..] = rest {
        let (Some(Object::Integer(first)), Some(second)) = (resolved(first), resolved(second)) else { break };
        rest = match (second, after) {
            (Object::Array(_), _) => {
                plain.extend([first.to_owned().into(), second.clone()]);
                after
            }
            (Object::Integer(last), [width, after @ ..]) => {
                let count = usize::try_from(last.saturating_sub(*first)).unwrap_or(0).saturating_add(1);
                if count > *left {
                    break;
                }
                *left -= count;
                plain.extend([(*first).into(), Object::Array(vec![width.clone(); count])]);
                after
            }
            _ => break,
        };
    }
    font.set("W", plain);
    Some(font)
}

#[cfg(test)]
mod tests {
    use pdf_extract::content::Content;
    use pdf_extract::{Document, Object, Stream, dictionary};

    use super::prepare;

    #[test]
    fn commands_for_the_next_line_are_spelled_out() {
        let mut document = Document::new();
        let form = dictionary! { "Subtype" => "Form" };
        let program = b"BT 12 TL (a) Tj (b's) ' 1 2 <63>\" ET".to_vec();
        let id = document.add_object(Stream::new(form, program));
        prepare(&mut document);
        let program = &document.get_object(id).unwrap().as_stream().unwrap().content;
        let content = Content::decode(program).unwrap();
        let commands: Vec<&str> = content.operations.iter().map(|operation| operation.operator.as_str()).collect();
        assert_eq!(commands, ["BT", "TL", "Tj", "T*", "Tj", "Tw", "Tc", "T*", "Tj", "ET"]);
    }

    #[test]
    fn widths_of_ranges_are_written_out() {
        let mut document = Document::new();
        let widths = |range: Vec<Object>| dictionary! { "Subtype" => "CIDFontType2", "DW" => 500.4, "W" => range };
        let small = document.add_object(widths(vec![
            3.into(),
            5.into(),
            250.into(),
            7.into(),
            Object::Array(vec![1.into()]),
            9.into(),
        ]));
        let huge = document.add_object(widths(vec![0.into(), i64::MAX.into(), 1.into()]));
        prepare(&mut document);
        let font = document.get_dictionary(small).unwrap();
        let expected: Vec<Object> =
            vec![3.into(), vec![250.into(), 250.into(), 250.into()].into(), 7.into(), Object::Array(vec![1.into()])];
        assert_eq!(font.get(b"W").unwrap(), &Object::Array(expected));
        assert_eq!(font.get(b"DW").unwrap(), &Object::Integer(500));
        assert_eq!(document.get_dictionary(huge).unwrap().get(b"W").unwrap(), &Object::Array(Vec::new()));
    }
}
