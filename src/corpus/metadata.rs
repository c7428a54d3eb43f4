//! Reads front matter: the values under a key, tags, dates.

use serde_json::{Map, Value};

/// The values under a key path such as `role`, `params.role` or `role_v2[].id`. Lists are flattened, texts split at
/// commas, numbers and booleans written out; white space around values is dropped and empty values with it.
pub(super) fn values(front_matter: &Map<String, Value>, key: &str) -> Vec<String> {
    let mut at: Vec<&Value> = Vec::new();
    let mut steps = key.split('.').map(|step| step.trim_end_matches("[]"));
    if let Some(first) = steps.next() {
        at.extend(field(front_matter, first));
    }
    for step in steps {
        at = at.into_iter().flat_map(items).filter_map(Value::as_object).filter_map(|map| field(map, step)).collect();
    }
    let mut found = Vec::new();
    for value in at.into_iter().flat_map(items) {
        match value {
            Value::String(text) => {
                found.extend(text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned));
            }
            Value::Number(number) => found.push(number.to_string()),
            Value::Bool(flag) => found.push(flag.to_string()),
            Value::Null | Value::Array(_) | Value::Object(_) => {}
        }
    }
    found
}

/// A key as written, else in another case: real guides are not consistent.
fn field<'a>(map: &'a Map<String, Value>, key: &str) -> Option<&'a Value> {
    map.get(key).or_else(|| map.iter().find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, value)| value))
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

/// Seconds since 1970 of a date such as `2026-11-01` or `2026-11-01T10:30:00Z`; the time of day is left out.
pub(super) fn date(text: &str) -> Option<i64> {
    let day = text.trim().get(..10)?;
    let mut parts = day.split(['-', '/']);
    let (year, month, day) = (number(parts.next()?)?, number(parts.next()?)?, number(parts.next()?)?);
    if !(1..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Days since 1970 of a Gregorian date, counting years from March (Hinnant, "chrono-compatible low-level date
    // algorithms", 2013).
    let shifted = if month <= 2 { year - 1 } else { year };
    let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    let (era, year_of_era) = (shifted.div_euclid(400), shifted.rem_euclid(400));
    let days = era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468;
    Some(days * 86_400)
}

fn number(text: &str) -> Option<i64> {
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{date, title, values};
    use serde_json::json;

    #[test]
    fn values_are_found_whatever_their_shape() {
        let matter = json!({
            "role": "Admin, Developer", "Audience": ["Leads", " "], "n": 5,
            "role_v2": [{"id": "admin", "internal-label": "x"}, {"id": "dev"}],
            "params": {"role": "ops"}, "title": 404
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
        ] {
            assert_eq!(values(matter, key), expected, "{key}");
        }
        assert_eq!(title(matter).as_deref(), Some("404"));
    }

    #[test]
    fn dates_count_from_1970() {
        assert_eq!(date("1970-01-01"), Some(0));
        assert_eq!(date("2000-03-01T12:00:00Z"), Some(951_868_800));
        assert_eq!(date("2026/11/01"), Some(1_793_491_200));
        assert_eq!(date("yesterday"), None);
        assert_eq!(date("2026-13-01"), None);
    }
}
