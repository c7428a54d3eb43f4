//! Puts right in a loaded PDF what the library that reads its text takes amiss.

use pdf_extract::{Dictionary, Document, Object};

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
    use pdf_extract::{Document, Object, dictionary};

    use super::prepare;

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
