//! How the tokenizer reads a page for us: in pieces, with the elements named whose content is no HTML.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind::{self, Rawtext, Rcdata, ScriptData};
use html5ever::tokenizer::{BufferQueue, Tag, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

/// How much is handed to the tokenizer at once, in bytes; its buffers hold less than 4 GB.
const CHUNK: usize = 1024 * 1024;

/// Takes what the tokenizer finds.
pub(super) trait Listener {
    /// A tag that ends in this line (1-based); gives how the text after it is to be read, where that is not as HTML.
    fn tag(&mut self, tag: &Tag, line: u32) -> Option<RawKind>;
    /// Text after which the page goes on in this line (1-based).
    fn text(&mut self, text: &str, line: u32);
    /// The page ends.
    fn end(&mut self);
}

/// Hands a page, tag by tag, to a listener and gives it back; `above`: how many lines of the file stand above the text.
pub(super) fn listen<L: Listener>(text: &str, above: u32, listener: L) -> L {
    let sink = Sink { listener: RefCell::new(listener), above };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let queue = BufferQueue::default();
    let mut rest = text;
    while !rest.is_empty() {
        let end = (CHUNK..rest.len()).find(|&at| rest.is_char_boundary(at)).unwrap_or(rest.len());
        let (chunk, after) = rest.split_at(end);
        queue.push_back(StrTendril::from_slice(chunk));
        let _ = tokenizer.feed(&queue); // the sink below never asks for a pause
        rest = after;
    }
    tokenizer.end();
    tokenizer.sink.listener.into_inner()
}

/// How the text in an element is to be read; none for HTML.
pub(super) fn raw_kind(name: &str, unseen: bool) -> Option<RawKind> {
    match name {
        "script" => Some(ScriptData),
        "style" | "xmp" | "iframe" | "noembed" | "noframes" => Some(Rawtext),
        "title" | "textarea" if !unseen => Some(Rcdata),
        _ => None,
    }
}

struct Sink<L> {
    listener: RefCell<L>,
    above: u32,
}

impl<L: Listener> TokenSink for Sink<L> {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        let line = u32::try_from(line).unwrap_or(u32::MAX).saturating_add(self.above);
        let mut listener = self.listener.borrow_mut();
        match token {
            Token::TagToken(tag) => {
                return listener.tag(&tag, line).map_or(TokenSinkResult::Continue, TokenSinkResult::RawData);
            }
            Token::CharacterTokens(text) => listener.text(&text, line),
            Token::EOFToken => listener.end(),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}
