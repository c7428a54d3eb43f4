//! The known name that somebody most likely meant.

/// The name most like `given`, if any is like it at all: a typing mistake away, or one that has it as a part. Of a name
/// with levels, such as `skills/technical`, the last one alone may be meant.
pub fn nearest<'a, N: AsRef<str>>(given: &str, known: &'a [N]) -> Option<&'a str> {
    let given = given.to_lowercase();
    let distance = |name: &str| {
        let name = name.to_lowercase();
        let last = name.rsplit(['/', ':', '#']).next().unwrap_or(&name).to_owned();
        strsim::damerau_levenshtein(&given, &name).min(strsim::damerau_levenshtein(&given, &last))
    };
    // Something must be left that both have.
    let length = given.chars().count();
    let allowed = (length / 3).max(1).min(length.saturating_sub(1));
    let names = || known.iter().map(AsRef::as_ref);
    let close = names().map(|name| (distance(name), name)).filter(|(away, _)| *away <= allowed).min();
    let part =
        || names().filter(|name| given.len() > 2 && name.to_lowercase().contains(&given)).min_by_key(|n| n.len());
    close.map(|(_, name)| name).or_else(part)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_nearest_name_is_a_slip_away_or_contains_it() {
        let known = ["infrastructure", "platform", "skills/technical"];
        assert_eq!(nearest("platfrom", &known), Some("platform"));
        assert_eq!(nearest("technicl", &known), Some("skills/technical"));
        assert_eq!(nearest("infra", &known), Some("infrastructure"));
        assert_eq!(nearest("zebra", &known), None);
        assert_eq!((nearest("x", &["b", "c"]), nearest("", &["b"]), nearest("B", &["b"])), (None, None, Some("b")));
        assert_eq!(nearest("zebra", &[""; 0]), None);
    }
}
