//! Reads front matter: the values under a key, the title.

use serde_json::{Map, Value};

/// The values under a key path such as `role`, `params.role` or `role_v2[].id`. Lists are flattened, texts split at
/// commas, numbers and booleans written out; white space around values is dropped and empty values with it.
pub(super) fn values(front_matter: &Map<String, Value>, key: &str) -> Vec<String> {
    let split = |text: String| -> Vec<String> { text.split(',').map(|part| part.trim().to_owned()).collect() };
    whole_values(front_matter, key).into_iter().flat_map(split).filter(|part| !part.is_empty()).collect()
}

/// The values under a key path, as [`values`] but with texts as they are written.
pub(super) fn whole_values(front_matter: &Map<String, Value>, key: &str) -> Vec<String> {
    let mut found = Vec::new();
    for value in under(front_matter, key).into_iter().flat_map(items) {
        match value {
            Value::String(text) => found.push(text.clone()),
            Value::Number(number) => found.push(number.to_string()),
            Value::Bool(flag) => found.push(flag.to_string()),
            Value::Null | Value::Array(_) | Value::Object(_) => {}
        }
    }
    found
}

/// What stands under a key path; under the key as a whole where there is one, such as `ms.date`.
fn under<'a>(front_matter: &'a Map<String, Value>, key: &str) -> Vec<&'a Value> {
    if let Some(value) = field(front_matter, key) {
        return vec![value];
    }
    let mut steps = key.split('.').map(|step| step.trim_end_matches("[]"));
    let mut at: Vec<&Value> = steps.next().and_then(|first| field(front_matter, first)).into_iter().collect();
    for step in steps {
        at = at.into_iter().flat_map(items).filter_map(Value::as_object).filter_map(|map| field(map, step)).collect();
    }
    at
}

/// A key as written, else in another case or with other joints (`last-updated`, `last_updated`, `lastUpdated`): real
/// guides are not consistent.
fn field<'a>(map: &'a Map<String, Value>, key: &str) -> Option<&'a Value> {
    map.get(key).or_else(|| map.iter().find(|(name, _)| same_key(name, key)).map(|(_, value)| value))
}

fn same_key(a: &str, b: &str) -> bool {
    fn letters(key: &str) -> impl Iterator<Item = u8> {
        key.bytes().filter(|b| !b"-_ ".contains(b)).map(|b| b.to_ascii_lowercase())
    }
    letters(a).eq(letters(b))
}

fn items(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(list) => list.iter().collect(),
        other => vec![other],
    }
}

/// A title: one text or number, as a whole.
pub(super) fn title(front_matter: &Map<String, Value>) -> Option<String> {
    let text = match field(front_matter, "title")? {
        Value::String(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    Some(text).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{title, values};
    use serde_json::json;

    #[test]
    fn values_are_found_whatever_their_shape() {
        let matter = json!({
            "role": "Admin, Developer", "Audience": ["Leads", " "], "n": 5,
            "role_v2": [{"id": "admin", "internal-label": "x"}, {"id": "dev"}],
            "params": {"role": "ops"}, "title": 404, "job-title": "SRE", "ms.topic": "how-to"
        });
        let matter = matter.as_object().unwrap();
        for (key, expected) in [
            ("role", &["Admin", "Developer"][..]),
            ("audience", &["Leads"]),
            ("n", &["5"]),
            ("role_v2[].id", &["admin", "dev"]),
            ("params.role", &["ops"]),
            ("missing.key", &[]),
            ("role.id", &[]),
            ("job_title", &["SRE"]),
            ("ms.topic", &["how-to"]),
        ] {
            assert_eq!(values(matter, key), expected, "{key}");
        }
        assert_eq!(title(matter).as_deref(), Some("404"));
    }
}
