//! What formats have in common that are archives of XML files: DOCX, ODT and EPUB.

pub(super) mod archive;
pub(super) mod facts;
pub(super) mod flow;
#[cfg(test)]
pub(super) mod testing;
pub(super) mod xml;
