//! Front matter: the block of YAML or TOML at the very start of a document.

use serde_json::{Map, Value};
use serde_saphyr::options::{DuplicateKeyPolicy, NonFiniteFloatPolicy};

/// How far down the closing fence may stand, in bytes.
const LIMIT: usize = 256 * 1024;
/// Collections in collections in front matter, far more than anyone writes and far less than a stack holds.
const MAX_DEPTH: usize = 32;

/// A document taken apart into its front matter and the rest.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct FrontMatter<'a> {
    /// What the front matter says; empty where there is none.
    pub map: Map<String, Value>,
    /// The text below it; all of the text where there is none.
    pub rest: &'a str,
    /// How many lines were taken off, fences included.
    pub lines: u32,
    /// Why it could not be read, or not in full.
    pub warning: Option<String>,
}

/// Takes the front matter off a text.
///
/// A block between fences counts only if it is a map or was clearly meant as one: a pair of horizontal rules is text.
pub(crate) fn split(text: &str) -> FrontMatter<'_> {
    let none = || FrontMatter { rest: text, ..FrontMatter::default() };
    let Some((fence, after)) = text.split_once('\n').map(|(first, after)| (first.trim_end(), after)) else {
        return none();
    };
    let closes: &[&str] = match fence {
        "---" => &["---", "..."],
        "+++" => &["+++"],
        _ => return none(),
    };
    let Some((block, rest, lines)) = until_fence(after, closes) else { return none() };
    let read = if fence == "+++" { read_toml(block) } else { read_yaml(block) };
    let (map, warning) = match read {
        Ok(Some(map)) => (map, None),
        Ok(None) => return none(),
        Err(_) if !looks_like_a_map(block, if fence == "+++" { '=' } else { ':' }) => return none(),
        Err(reason) if fence == "+++" => (Map::new(), Some(reason)),
        Err(reason) => (read_leniently(block), Some(reason)),
    };
    let warning = warning.map(|reason| format!("front matter could not be read: {reason}"));
    FrontMatter { map, rest, lines, warning }
}

/// The lines up to the closing fence, the text below it, and how many lines that are with both fences.
fn until_fence<'a>(text: &'a str, closes: &[&str]) -> Option<(&'a str, &'a str, u32)> {
    let mut offset = 0;
    let mut lines = 1;
    for line in text.split_inclusive('\n') {
        lines += 1;
        let next = offset + line.len();
        if closes.contains(&line.trim_end()) {
            return Some((text.get(..offset)?, text.get(next..)?, lines));
        }
        if next > LIMIT {
            return None;
        }
        offset = next;
    }
    None
}

/// The map, None where the block is no map, or why it is neither.
fn read_yaml(block: &str) -> Result<Option<Map<String, Value>>, String> {
    if block.trim().is_empty() {
        return Ok(Some(Map::new()));
    }
    // The line of the fence goes first, so that errors name the lines of the file.
    match yaml(&format!("\n{block}"))? {
        Value::Object(map) => Ok(Some(map)),
        _ => Ok(None),
    }
}

fn yaml(text: &str) -> Result<Value, String> {
    let options = serde_saphyr::options! {
        duplicate_keys: DuplicateKeyPolicy::LastWins,
        // Only `true` and `false` are truth values: `no` may be Norway.
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        non_finite_float_policy: NonFiniteFloatPolicy::AsString,
        with_snippet: false,
        budget: serde_saphyr::budget! {
            max_depth: MAX_DEPTH,
            flow_nesting_limit: MAX_DEPTH,
            max_aliases: 64,
            max_recorded_anchor_bytes: 16 * 1024,
        },
        alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: 1000, max_replay_stack_depth: 8 },
    };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| one_line(&error.to_string()))
}

fn read_toml(block: &str) -> Result<Option<Map<String, Value>>, String> {
    let table: toml::Table = toml::from_str(block).map_err(|error| one_line(error.message()))?;
    Ok(Some(table.into_iter().map(|(key, value)| (key, json(value))).collect()))
}

/// TOML as JSON; dates as they are written. The reader has bounded the depth.
fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => Value::from(number),
        toml::Value::Float(number) => Value::from(number),
        toml::Value::Boolean(truth) => Value::Bool(truth),
        toml::Value::Datetime(date) => Value::String(date.to_string()),
        toml::Value::Array(values) => values.into_iter().map(json).collect(),
        toml::Value::Table(table) => Value::Object(table.into_iter().map(|(key, value)| (key, json(value))).collect()),
    }
}

fn one_line(message: &str) -> String {
    message.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("not valid").chars().take(200).collect()
}

/// Whether the block begins with a `key:` line and most lines that are not indented are such lines.
fn looks_like_a_map(block: &str, sign: char) -> bool {
    let mut entries = significant(block).map(|line| key_value(line, sign).is_some());
    if entries.next() != Some(true) {
        return false;
    }
    let (yes, no) =
        entries.fold((1usize, 0usize), |(yes, no), is_key| (yes + usize::from(is_key), no + usize::from(!is_key)));
    yes >= no
}

/// The lines that begin an entry or should: not empty, not indented, no comment, no item of a list.
fn significant(block: &str) -> impl Iterator<Item = &str> {
    block.lines().filter(|line| !line.trim().is_empty() && !line.starts_with([' ', '\t', '#', '-', ']', '}']))
}

/// The key and value of a line such as `title: Some text`.
fn key_value(line: &str, sign: char) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(sign)?;
    let key = key.trim_end();
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let apart = sign == '=' || value.is_empty() || value.starts_with(char::is_whitespace);
    (apart && !key.is_empty() && key.chars().all(plain)).then_some((key, value.trim()))
}

/// What can be had from a broken block: every `key: value` line on its own, as YAML if it is that, else as text.
fn read_leniently(block: &str) -> Map<String, Value> {
    let mut map = Map::new();
    for (key, value) in significant(block).filter_map(|line| key_value(line, ':')) {
        match yaml(value) {
            Ok(Value::Null) => {}
            Ok(value) => drop(map.insert(key.to_owned(), value)),
            // Openers of what spans several lines, anchors and aliases say nothing by themselves.
            Err(_) if value.starts_with(['&', '*', '|', '>', '[']) => {}
            Err(_) => drop(map.insert(key.to_owned(), Value::String(value.trim_matches(['"', '\'']).to_owned()))),
        }
    }
    map
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::split;

    #[test]
    fn yaml_and_toml_are_read() {
        let yaml =
            "--- \ntitle: A Guide\ntags: [a, 'b']\ndate: 2024-05-01\norder: 3\ndraft: false\nlang: no\n...\n# B\n";
        let found = split(yaml);
        let expected = json!({"title": "A Guide", "tags": ["a", "b"], "date": "2024-05-01", "order": 3, "draft": false, "lang": "no"});
        assert_eq!((json!(found.map), found.rest, found.lines, found.warning), (expected, "# B\n", 8, None));
        let toml = "+++\ntitle = \"A\"\ndate = 2024-05-01T10:00:00Z\n[extra]\nx = [1, 2.5]\n+++ \nrest";
        let found = split(toml);
        let expected = json!({"title": "A", "date": "2024-05-01T10:00:00Z", "extra": {"x": [1, 2.5]}});
        assert_eq!((json!(found.map), found.rest, found.lines), (expected, "rest", 6));
    }

    #[test]
    fn rules_are_not_front_matter() {
        for text in [
            "---\n\n[A](a) |\n[B](b)\n\n---\nmore",
            "---\nSome text.\n---\n",
            "---\n# Only a comment\n---\n",
            "---\n- a\n- b\n---\n",
            "\n---\ntitle: x\n---\n",
            "---\ntitle: x\n",
            "+++\nno toml\n+++\n",
            "---",
            "",
        ] {
            let found = split(text);
            assert_eq!((found.rest, found.lines, found.map.len(), found.warning), (text, 0, 0, None), "{text:?}");
        }
    }

    #[test]
    fn an_empty_block_is_taken_off() {
        let found = split("---\n---\n# A");
        assert_eq!((found.rest, found.lines, found.warning), ("# A", 2, None));
    }

    #[test]
    fn the_last_of_two_equal_keys_wins() {
        let found = split("---\na: 1\nb: x\na: 2\n---\n");
        assert_eq!((json!(found.map), found.warning), (json!({"a": 2, "b": "x"}), None));
    }

    #[test]
    fn broken_yaml_is_read_line_by_line() {
        let found =
            split("---\ntitle: {{ .Name | title }} Group\nlist: true\ntags: [a, b]\nbad: *x\n  deep: 1\n---\nText");
        assert_eq!(json!(found.map), json!({"title": "{{ .Name | title }} Group", "list": true, "tags": ["a", "b"]}));
        assert_eq!((found.rest, found.lines), ("Text", 7));
        assert!(found.warning.is_some());
        let found = split("+++\ntitle = \n+++\nText");
        assert_eq!((found.rest, found.lines, found.warning.is_some()), ("Text", 3, true));
    }

    #[test]
    fn bombs_are_refused() {
        let mut bomb = "---\ntitle: T\na0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
        for n in 1..12 {
            let list = vec![format!("*a{}", n - 1); 9].join(", ");
            bomb += &format!("a{n}: &a{n} [{list}]\n");
        }
        let found = split(Box::leak((bomb + "---\nText").into_boxed_str()));
        assert_eq!((found.rest, found.map.get("title"), found.warning.is_some()), ("Text", Some(&json!("T")), true));
        for (open, text) in [("[", "[".repeat(100_000)), ("{a: ", "{a: ".repeat(50_000)), ("- ", "- ".repeat(50_000))] {
            let deep = format!("---\ntitle: T\ndeep: {text}\n---\nText");
            assert!(split(&deep).warning.is_some(), "{open}");
            let deep = format!("---\ndeep:\n  {text}x\n---\nText");
            assert!(split(&deep).warning.is_some(), "{open}");
        }
        let deep = format!("+++\na = {}\n+++\n", "[".repeat(100_000));
        assert!(split(&deep).warning.is_some());
    }

    #[test]
    fn a_large_block_is_read_and_a_huge_one_is_not() {
        let large = format!("---\nwords: [{}]\n---\nText", ["word"].repeat(20_000).join(", "));
        assert_eq!(split(&large).rest, "Text");
        let huge = format!("---\nwords: [{}\n]\n---\nText", "word,\n".repeat(100_000));
        assert_eq!(split(&huge).lines, 0);
    }
}
