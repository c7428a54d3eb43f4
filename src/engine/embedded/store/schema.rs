//! The fields of the index.

use tantivy::schema::{FAST, Field, IndexRecordOption, NumericOptions, STORED, Schema, TextFieldIndexing, TextOptions};

use super::packed::{COUNTED, PLACED};

/// Changes whenever an index of an older layout could not be read or would answer differently.
pub(in crate::engine) const VERSION: u32 = 13;

/// Words of the text stream that no phrase may reach across, between heading, breadcrumb and body.
pub(in crate::engine) const GAP: usize = 100;

/// Every field, by what it holds.
#[derive(Debug, Clone, Copy)]
pub(in crate::engine) struct Fields {
    /// The guide's key: one value, indexed for deletion, a column for grouping and order.
    pub key: Field,
    /// The section's id: one value, indexed.
    pub id: Field,
    /// Words of heading, breadcrumb and body in one stream, with positions: what a query is matched against.
    pub text: Field,
    /// Words of the heading, with positions.
    pub heading: Field,
    /// Every word form of heading, breadcrumb and body, not stemmed: what prefixes are looked up in.
    pub forms: Field,
    /// The same of the heading alone.
    pub heading_forms: Field,
    /// The heading as its folded words joined by a space, see [`super::document::headline`]: a column whose dictionary
    /// lists headings by how they begin.
    pub headline: Field,
    /// Words of the headings above.
    pub crumbs: Field,
    /// Role ids: indexed, and a column for counting.
    pub role: Field,
    /// The section facet and its parents: indexed, and a column.
    pub section: Field,
    /// Tags and their parents: indexed, and a column.
    pub tag: Field,
    /// The name of the corpus the guide is from: indexed, and a column.
    pub corpus: Field,
    /// Lower-cased names by which the guide can be asked for: path, file name, its stem, title.
    pub guide: Field,
    /// Lower-cased path and folders of the file.
    pub path: Field,
    /// The guide's date, seconds since 1970: a column.
    pub date: Field,
    /// [`super::facts::Facts`]: a column.
    pub facts: Field,
    /// Words of all headings and bodies of the guide, with its first section only: what whole guides are judged by.
    pub whole: Field,
    /// [`super::facts::LeadFacts`], the same with every section of a guide, since a column without gaps is read faster.
    pub lead_facts: Field,
    /// The words that tell the guide from others, with its first section only: a column of several numbers each, see
    /// [`crate::engine::embedded::ranking::neighbours::digest`].
    pub digest: Field,
    /// A hash of the section's heading and text, see [`crate::engine::embedded::ranking::substance::passage`]: a
    /// column.
    pub passage: Field,
    /// Acronyms the guide defines, on its first section: one value for each way to look one up.
    pub acronym: Field,
    /// The names of what the section has links to, see [`crate::guide::Link::name`].
    pub link: Field,
    /// The section, see [`super::stored::StoredSection`].
    pub stored: Field,
}

/// The schema and its fields.
pub(in crate::engine) fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let fields = Fields {
        key: schema.add_text_field("key", value(IndexRecordOption::Basic).set_fast("raw")),
        id: schema.add_text_field("id", value(IndexRecordOption::Basic)),
        text: schema.add_text_field("text", words(PLACED, IndexRecordOption::WithFreqsAndPositions)),
        heading: schema.add_text_field("heading", words(PLACED, IndexRecordOption::WithFreqsAndPositions)),
        forms: schema.add_text_field("forms", words(COUNTED, IndexRecordOption::Basic)),
        heading_forms: schema.add_text_field("heading_forms", words(COUNTED, IndexRecordOption::Basic)),
        headline: schema.add_text_field("headline", TextOptions::default().set_fast("raw")),
        crumbs: schema.add_text_field("crumbs", words(PLACED, IndexRecordOption::WithFreqs)),
        role: schema.add_text_field("role", value(IndexRecordOption::Basic).set_fast("raw")),
        section: schema.add_text_field("section", value(IndexRecordOption::Basic).set_fast("raw")),
        tag: schema.add_text_field("tag", value(IndexRecordOption::Basic).set_fast("raw")),
        corpus: schema.add_text_field("corpus", value(IndexRecordOption::Basic).set_fast("raw")),
        guide: schema.add_text_field("guide", value(IndexRecordOption::Basic)),
        path: schema.add_text_field("path", value(IndexRecordOption::Basic)),
        date: schema.add_i64_field("date", NumericOptions::default().set_fast()),
        facts: schema.add_u64_field("facts", FAST),
        whole: schema.add_text_field("whole", words(COUNTED, IndexRecordOption::WithFreqs)),
        lead_facts: schema.add_u64_field("lead_facts", FAST),
        digest: schema.add_u64_field("digest", FAST),
        passage: schema.add_u64_field("passage", FAST),
        acronym: schema.add_text_field("acronym", value(IndexRecordOption::Basic)),
        link: schema.add_text_field("link", value(IndexRecordOption::Basic)),
        stored: schema.add_text_field("stored", STORED),
    };
    (schema.build(), fields)
}

/// A text field of whole values.
fn value(option: IndexRecordOption) -> TextOptions {
    words("raw", option)
}

/// A text field without length norms (a column holds the length we score with). Words are analyzed before they reach
/// Tantivy, so its tokenizers only unpack them.
fn words(tokenizer: &str, option: IndexRecordOption) -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(option).set_fieldnorms(false),
    )
}
