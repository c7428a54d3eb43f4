//! Makes malformed files by chance, the same ones from the same seed.

use super::seeds::{ARCHIVES, PDF, Seed, TEXTS, XML};
use crate::chance::Chance;
use crate::documents::{good_pdf, lines, pages, stream, zipped};

/// How large a file may grow by repetition, in bytes.
const LARGE: usize = 300_000;

/// A fault put into some bytes.
fn fault(chance: &mut Chance, bytes: &mut Vec<u8>, tokens: &[&str]) {
    let at = chance.below(bytes.len() + 1);
    let mut insert = |what: &[u8]| drop(bytes.splice(at..at, what.iter().copied()));
    match chance.below(16) {
        0 | 1 => {
            for _ in 0..=chance.below(12) {
                if !bytes.is_empty() {
                    let at = chance.below(bytes.len());
                    bytes[at] ^= 1 << chance.below(8);
                }
            }
        }
        2 => bytes.truncate(at),
        3 => drop(bytes.drain(..at)),
        4 => {
            let end = (at + chance.below(40)).min(bytes.len());
            bytes.drain(at..end);
        }
        // The same again and again: what opens and never closes, what closes what was never open, long rows.
        5..=8 => {
            let token = chance.pick(tokens).as_bytes();
            let most = *chance.pick(&[8, 300, LARGE / token.len()]);
            insert(&token.repeat(1 + chance.below(most)));
        }
        // One after another of several.
        9 | 10 => {
            let row: String = (0..=chance.below(4)).map(|_| *chance.pick(tokens)).collect();
            insert(&row.as_bytes().repeat(1 + chance.below(LARGE / 4 / row.len().max(1))));
        }
        11 => insert(&other(chance)),
        12 => {
            let number =
                *chance.pick(&["99999999999999999999", "-1", "0", "1e999", "4294967296", "65536", "2147483648"]);
            if let Some(digit) = bytes.iter().skip(at).position(u8::is_ascii_digit) {
                bytes.splice(at + digit..=at + digit, number.bytes());
            }
        }
        13 => {
            let odd: [&[u8]; 9] = [
                b"\0",
                b"\xff",
                b"\xc0\x80",
                b"\xed\xa0\x80",
                b"\xf4\x90\x80\x80",
                b"\xe2\x80\xae",
                b"\xef\xbb\xbf",
                b"\x1b[2J",
                b"\r\r\n",
            ];
            insert(&chance.pick(&odd).repeat(1 + chance.below(300)));
        }
        14 => *bytes = encoded(chance, bytes),
        _ => *bytes = bytes.repeat(1 + chance.below(40)),
    }
}

/// The same text with another byte order mark, or in another encoding.
fn encoded(chance: &mut Chance, bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    match chance.below(4) {
        0 => [b"\xef\xbb\xbf", bytes].concat(),
        1 => [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect(),
        2 => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        _ => [&[0xff, 0xfe, 0, 0][..], &text.chars().flat_map(|c| (c as u32).to_le_bytes()).collect::<Vec<u8>>()]
            .concat(),
    }
}

/// A piece of a guide in any format.
fn other(chance: &mut Chance) -> Vec<u8> {
    let whole = match chance.below(TEXTS.len() + 2) {
        0 => good_pdf(),
        1 => zipped(chance.pick(&ARCHIVES).1),
        nth => TEXTS[nth - 2].guide.as_bytes().to_vec(),
    };
    let start = chance.below(whole.len());
    whole[start..start + chance.below(whole.len() - start)].to_vec()
}

/// Front matter that is too much of something.
fn front_matter(chance: &mut Chance) -> String {
    let many = 1 + chance.below(20_000);
    let value = match chance.below(7) {
        0 => format!("tags: [{}]", "x, ".repeat(many)),
        1 => format!("a: {}", "[".repeat(many)),
        2 => format!("a: {}", "{a: ".repeat(many)),
        3 => (0..many).map(|n| format!("k{n}: v\n")).collect(),
        4 => (0..many % 40).map(|n| format!("a{n}: &a{n} [*a{}, *a{}]\n", n.max(1) - 1, n.max(1) - 1)).collect(),
        5 => format!("title: \"{}\"", "é".repeat(many)),
        _ => format!("date: {}\nrole: {}", "9".repeat(many), "- a\n".repeat(many)),
    };
    if chance.once_in(4) { format!("+++\n{value}\n+++\n") } else { format!("---\n{value}\n---\n") }
}

/// An archive in an archive in an archive, each with a file that unpacks to much more than it takes.
fn nested_bomb(chance: &mut Chance, name: &str) -> Vec<u8> {
    let spaces = " ".repeat(1 + chance.below(6_000_000));
    let inner = zipped(&[(name, &spaces)]);
    // What is packed in it is text to the outer one: bytes beyond ASCII are of no use to a reader of XML anyway.
    let text: String = inner.iter().map(|byte| char::from(*byte)).collect();
    zipped(&[("inner.zip", &text), (name, if chance.once_in(2) { &spaces } else { &text })])
}

/// A malformed file: its extension and what it holds.
pub(super) fn malformed(n: usize, seed: u64) -> (&'static str, Vec<u8>) {
    let chance = &mut Chance::new(seed.wrapping_mul(1 << 32).wrapping_add(n as u64));
    let kind = n % (TEXTS.len() + ARCHIVES.len() + 1);
    let faults = 1 + chance.below(4);
    let (extension, mut bytes, tokens) = if let Some(Seed { extension, guide, tokens }) = TEXTS.get(kind) {
        let start = if chance.once_in(8) { front_matter(chance) } else { String::new() };
        (*extension, (start + guide).into_bytes(), *tokens)
    } else if let Some((extension, files)) = ARCHIVES.get(kind - TEXTS.len()) {
        let mut files: Vec<(&str, Vec<u8>)> =
            files.iter().map(|(name, text)| (*name, text.as_bytes().to_vec())).collect();
        if chance.once_in(20) {
            return (extension, nested_bomb(chance, files[0].0));
        }
        if chance.once_in(3) {
            (*extension, packed(&files), XML)
        } else {
            let at = chance.below(files.len());
            (0..faults).for_each(|_| fault(chance, &mut files[at].1, XML));
            return (extension, packed(&files));
        }
    } else if chance.once_in(2) {
        ("pdf", good_pdf(), PDF)
    } else {
        let mut program = lines(&[(24, "Beds"), (10, "Some soil"), (10, "and more of it")]);
        (0..faults).for_each(|_| fault(chance, &mut program, PDF));
        return ("pdf", pages(&[stream("", &program), program], "", "", &[], ""));
    };
    (0..faults).for_each(|_| fault(chance, &mut bytes, tokens));
    if chance.once_in(25) {
        let all =
            TEXTS.iter().map(|seed| seed.extension).chain(ARCHIVES.map(|(extension, _)| extension)).chain(["pdf"]);
        return (*chance.pick(&all.collect::<Vec<_>>()), bytes);
    }
    (extension, bytes)
}

fn packed(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let texts: Vec<(&str, String)> =
        files.iter().map(|(name, bytes)| (*name, String::from_utf8_lossy(bytes).into_owned())).collect();
    zipped(&texts.iter().map(|(name, text)| (*name, text.as_str())).collect::<Vec<_>>())
}
