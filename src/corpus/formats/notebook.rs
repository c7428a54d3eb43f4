//! Jupyter notebooks (nbformat 3 and 4): cells of Markdown are Markdown, cells of code are code with what they print.
//!
//! Lines are those of the `.ipynb` file, where each line of a cell is usually one line of JSON.

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::markdown::Document;
use super::outline::Outline;
use super::rewritten::Rewritten;
use super::{Format, ReadOptions, Reader, Refusal, front_matter};
use crate::corpus::encoding;

/// Jupyter notebooks.
pub(super) const FORMAT: Format = Format {
    name: "notebook",
    extensions: &["ipynb"],
    names: &[],
    signs: None,
    meta_charset: false,
    reader: Reader::Bytes(|bytes, options| parse(bytes, options).map_err(Refusal::of_content)),
};

/// Longer output is left out: it is data, not what a reader looks for. In bytes.
const MAX_OUTPUT: usize = 2000;

/// Bytes of text of its cells that are read: as much as of other files of text.
const MOST: usize = 5 * 1024 * 1024;

/// What a notebook is made of. Cells are parsed one by one, so that millions of them take little memory; their texts are
/// kept as they are written, so that their place in the file is known.
#[derive(Debug, Deserialize)]
struct Notebook<'a> {
    #[serde(borrow)]
    cells: Option<Vec<&'a RawValue>>,
    /// nbformat 3.
    #[serde(borrow)]
    worksheets: Option<Vec<Worksheet<'a>>>,
    #[serde(borrow)]
    metadata: Option<&'a RawValue>,
}

#[derive(Debug, Deserialize)]
struct Worksheet<'a> {
    #[serde(borrow, default)]
    cells: Vec<&'a RawValue>,
}

#[derive(Debug, Deserialize)]
struct Cell<'a> {
    cell_type: String,
    #[serde(borrow)]
    source: Option<&'a RawValue>,
    /// The code of a cell in nbformat 3.
    #[serde(borrow)]
    input: Option<&'a RawValue>,
    #[serde(borrow)]
    outputs: Option<&'a RawValue>,
    level: Option<u8>,
}

#[derive(Debug, Deserialize)]
struct Output<'a> {
    /// Of a stream, and of a result in nbformat 3.
    #[serde(borrow)]
    text: Option<&'a RawValue>,
    #[serde(borrow)]
    data: Option<Data<'a>>,
}

#[derive(Debug, Deserialize)]
struct Data<'a> {
    #[serde(borrow, rename = "text/plain")]
    plain: Option<&'a RawValue>,
}

#[derive(Debug, Deserialize)]
struct Metadata {
    title: Option<Value>,
    authors: Option<Vec<Value>>,
}

/// Reads a notebook.
///
/// # Errors
/// Why it is none, in words that follow the path of the file and a colon.
fn parse(bytes: &[u8], options: &ReadOptions) -> Result<Outline, String> {
    let text = encoding::decode(bytes, false)?;
    let text = text.trim_start_matches('\u{feff}');
    let notebook: Notebook<'_> =
        serde_json::from_str(text).map_err(|error| format!("not a notebook that can be read ({error})"))?;
    let Notebook { cells, worksheets, metadata } = notebook;
    let cells = match (cells, worksheets) {
        (Some(cells), _) => cells,
        (None, Some(sheets)) => sheets.into_iter().flat_map(|sheet| sheet.cells).collect(),
        (None, None) => return Err("not a notebook: it has no cells".to_owned()),
    };
    let newlines = text.match_indices('\n').map(|(at, _)| at).collect();
    let file = File { text, newlines };
    let mut front = front_matter_of(metadata);
    let mut document = Document::new(options);
    let mut warnings = Vec::new();
    let mut left = MOST;
    for (n, cell) in cells.into_iter().enumerate() {
        let cell: Cell<'_> = serde_json::from_str(cell.get())
            .map_err(|error| format!("not a notebook that can be read (cell {}: {error})", n + 1))?;
        let size = cell.source.or(cell.input).map_or(0, |source| source.get().len());
        let Some(rest) = left.checked_sub(size) else {
            warnings.push(format!("only the first {} MB of its cells are read", MOST / 1024 / 1024));
            break;
        };
        left = rest;
        let Some(source) = cell.source.or(cell.input).map(|source| file.lines(source)) else { continue };
        match cell.cell_type.as_str() {
            "heading" => document.heading(cell.level.unwrap_or(1).clamp(1, 6), &source.text, source.first()),
            "code" => {
                document.code(&source.text, [source.first(), source.last()]);
                for output in cell.outputs.map(outputs).unwrap_or_default() {
                    let printed = file.lines(output);
                    let shown = printed.text.trim();
                    // `<Figure size 640x480>` says nothing.
                    if printed.text.len() <= MAX_OUTPUT && !(shown.starts_with('<') && shown.ends_with('>')) {
                        document.code(&printed.text, [printed.first(), printed.last()]);
                    }
                }
            }
            kind => {
                let split = front_matter::split(&source.text);
                let skipped = if n == 0 { split.lines } else { 0 };
                if n == 0 && skipped > 0 {
                    front.extend(split.map);
                    warnings.extend(split.warning);
                }
                let rest = if n == 0 { split.rest } else { &source.text };
                let lines = source.lines.get(skipped as usize..).unwrap_or_default().to_vec();
                if kind == "markdown" || n > 0 {
                    document.read(&Rewritten::from_lines(rest, lines), 0);
                }
            }
        }
    }
    let (parts, links) = document.finish();
    Ok(Outline { front_matter: front, parts, links, warnings, ..Outline::default() })
}

/// The outputs of a cell; none where they are not what they should be.
fn outputs(written: &RawValue) -> Vec<&RawValue> {
    let outputs: Vec<Output<'_>> = serde_json::from_str(written.get()).unwrap_or_default();
    outputs.into_iter().filter_map(|output| output.data.and_then(|data| data.plain).or(output.text)).collect()
}

/// The title and the authors of a notebook.
fn front_matter_of(metadata: Option<&RawValue>) -> Map<String, Value> {
    let mut front = Map::new();
    let Some(Ok(metadata)) = metadata.map(|metadata| serde_json::from_str::<Metadata>(metadata.get())) else {
        return front;
    };
    if let Some(title @ Value::String(_)) = metadata.title {
        front.insert("title".to_owned(), title);
    }
    let name = |author: &Value| author.get("name").or(Some(author)).filter(|name| name.is_string()).cloned();
    if let Some(authors) = metadata.authors {
        front.insert("authors".to_owned(), authors.iter().filter_map(name).collect());
    }
    front
}

/// The text of a cell.
struct Lines {
    text: String,
    /// The line of the file that each line is in; never empty.
    lines: Vec<u32>,
}

impl Lines {
    fn first(&self) -> u32 {
        self.lines.first().copied().unwrap_or(1)
    }

    fn last(&self) -> u32 {
        let empty = self.text.lines().rev().take_while(|line| line.trim().is_empty()).count();
        let count = self.text.lines().count();
        self.lines.get(count.saturating_sub(empty + 1)).copied().unwrap_or_else(|| self.first())
    }
}

/// The file.
struct File<'a> {
    text: &'a str,
    /// Where its lines end, in bytes.
    newlines: Vec<usize>,
}

impl File<'_> {
    /// A text that is written as one string or as a list of them.
    fn lines(&self, written: &RawValue) -> Lines {
        let mut lines = Lines { text: String::new(), lines: vec![self.line_of(written)] };
        let strings: Vec<&RawValue> = match written.get().starts_with('[') {
            true => serde_json::from_str(written.get()).unwrap_or_default(),
            false => vec![written],
        };
        for string in strings {
            let line = self.line_of(string);
            if let Ok(text) = serde_json::from_str::<String>(string.get()) {
                if (lines.text.is_empty() || lines.text.ends_with('\n'))
                    && let Some(last) = lines.lines.last_mut()
                {
                    *last = line;
                }
                let text = text.replace("\r\n", "\n");
                lines.lines.extend(text.bytes().filter(|&byte| byte == b'\n').map(|_| line));
                lines.text.push_str(&text);
            }
        }
        lines
    }

    /// The line (1-based) that a piece of the file begins in.
    fn line_of(&self, piece: &RawValue) -> u32 {
        let offset = (piece.get().as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        u32::try_from(self.newlines.partition_point(|&newline| newline < offset) + 1).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::corpus::formats::ReadOptions;
    use crate::corpus::formats::outline::Outline;

    fn read(text: &str) -> Result<Outline, String> {
        parse(text.as_bytes(), &ReadOptions::default())
    }

    fn shown(text: &str) -> Vec<String> {
        let parts = read(text).unwrap().parts.into_iter();
        let part = parts.map(|part| {
            let heading = part.heading.map_or(String::new(), |heading| format!("{} {} ", heading.level, heading.text));
            format!("{heading}[{}-{}]: {}", part.lines.first, part.lines.last, part.body)
        });
        part.collect()
    }

    const NOTEBOOK: &str = r####"{
 "cells": [
  {"cell_type": "raw", "metadata": {}, "source": ["---\n", "title: From the cell\n", "---"]},
  {
   "cell_type": "markdown",
   "metadata": {"x": [[[]]]},
   "source": [
    "# Load *it*\n",
    "\n",
    "Some \"text\".\n",
    "\n",
    "## Then\n"
   ]
  },
  {
   "cell_type": "code",
   "execution_count": 1,
   "outputs": [
    {"output_type": "stream", "name": "stdout", "text": [
      "printed\n"
    ]},
    {"output_type": "display_data", "data": {"image/png": "iVBOR", "text/plain": ["<Figure size 1x1>"]}},
    {"output_type": "execute_result", "data": {"text/html": ["<b>no</b>"], "text/plain": ["42"]}}
   ],
   "source": [
    "import pandas\n",
    "# no heading"
   ]
  },
  {"cell_type": "markdown", "source": "```\nopen"},
  {"cell_type": "markdown", "source": "### End\ntext"}
 ],
 "metadata": {"title": "T", "authors": [{"name": "A. Writer"}], "kernelspec": {"name": "python3"}},
 "nbformat": 4
}"####;

    #[test]
    fn cells_are_read_and_lines_are_those_of_the_file() {
        let expected = [
            "1 Load it [8-10]: Some \"text\".",
            "2 Then [12-30]: import pandas\n# no heading\n\nprinted\n\n42\n\nopen",
            "3 End [31-31]: text",
        ];
        let shown = shown(NOTEBOOK);
        assert_eq!(shown.len(), expected.len(), "{shown:#?}");
        assert_eq!((shown[0].as_str(), shown[2].as_str()), (expected[0], expected[2]));
        assert!(shown[1].starts_with("2 Then [12-3") && shown[1].ends_with(&expected[1][16..]), "{shown:#?}");
        let front = read(NOTEBOOK).unwrap().front_matter;
        assert_eq!((&front["title"], &front["authors"][0]), (&"From the cell".into(), &"A. Writer".into()));
    }

    #[test]
    fn the_older_format_is_read() {
        let text = r####"{"worksheets": [{"cells": [
            {"cell_type": "heading", "level": 2, "source": ["One"]},
            {"cell_type": "code", "input": ["x = 1"], "outputs": [{"output_type": "pyout", "text": ["1"]}]}
        ]}], "nbformat": 3}"####;
        assert_eq!(shown(text), ["2 One [2-3]: x = 1\n\n1"]);
    }

    #[test]
    fn long_output_is_left_out() {
        let text = format!(
            r#"{{"cells":[{{"cell_type":"code","source":"a","outputs":[{{"text":"{}"}}]}}]}}"#,
            "x".repeat(2001)
        );
        assert_eq!(shown(&text), ["[1-1]: a"]);
    }

    #[test]
    fn what_is_no_notebook_is_refused() {
        let truncated = NOTEBOOK.get(..400).unwrap().to_owned();
        for text in ["", "{}", "[]", "null", "{\"cells\": 1}", "{\"cells\": [{}]}", &truncated, &"[".repeat(100_000)] {
            let reason = read(text).expect_err("a reason");
            assert!(reason.starts_with("not a notebook") && !reason.contains('\n'), "{reason}");
        }
    }

    #[test]
    fn deep_or_odd_values_are_passed() {
        let deep = "[".repeat(50_000) + &"]".repeat(50_000);
        let text = format!(
            r#"{{"x": {deep}, "cells": [{{"cell_type": "code", "source": {deep}, "outputs": {deep}}}, {{"cell_type": "markdown", "source": [1, "a"], "attachments": {deep}}}], "metadata": {deep}}}"#
        );
        assert_eq!(shown(&text), ["[1-1]: a"]);
        assert!(shown(r#"{"cells": []}"#).is_empty());
        let many = format!(
            r#"{{"cells": [{}{{"cell_type": "markdown", "source": "a"}}]}}"#,
            r####"{"cell_type":"markdown","source":["# h\n"]},"####.repeat(20_000)
        );
        assert_eq!(read(&many).unwrap().parts.len(), 20_000);
    }
}
