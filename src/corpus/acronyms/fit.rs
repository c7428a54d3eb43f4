//! Whether the letters of a short form are those of a long form.

use super::short::{Letter, ShortForm};
use super::words::Word;

/// What leaving out a word costs that is none of the fillers.
const SKIPPED_WORD: u32 = 2;

/// How well `words`, all of them, give the letters of a short form: 0 where each letter begins a word, more for each
/// letter from within a word and for each word without a letter. None where they do not, or too badly.
///
/// After Schwartz and Hearst (2003): the letters come in order, the first begins the first word, and there are at most
/// min(n + 5, 2 n) words for n letters. Stricter than theirs, as a false expansion spoils a search: the last word gives
/// a letter, each word that gives one gives its first, and letters from within words are few.
pub(super) fn fit(short: &ShortForm<'_>, words: &[Word<'_>]) -> Option<u32> {
    let first = words.first()?;
    if let [word] = words {
        if short.counts_letters_of(word.text) {
            return Some(0);
        }
        // The parts of a compound stand for words, if each gives its first letter: `OpenTelemetry` is `OTel`.
        let parts: Vec<&[Vec<char>]> = word.parts.chunks(1).collect();
        let apt = parts.len() > 1 && !short.text.contains(' ');
        return apt.then(|| aligned(&short.letters, &parts, &[], 0)).flatten();
    }
    let n = short.letters.len();
    if words.len() > most_words(n) || words.iter().all(Word::is_filler) || first.is_never_first() {
        return None;
    }
    // "For your information" begins with a filler, but then none is left out.
    let every = first.is_filler();
    let parts: Vec<&[Vec<char>]> = words.iter().map(|word| word.parts.as_slice()).collect();
    let fillers: Vec<bool> = words.iter().map(|word| !every && word.is_filler()).collect();
    aligned(&short.letters, &parts, &fillers, if every || short.strict { 0 } else { most_cost(n) })
}

/// Most words of a long form for so many letters of its short form.
pub(super) fn most_words(letters: usize) -> usize {
    (letters + 5).min(letters * 2)
}

/// What the letters of a short form may cost: nothing for two, one for three, then half their number.
fn most_cost(letters: usize) -> u32 {
    match letters {
        0..=2 => 0,
        3 => 1,
        more => more as u32 / 2,
    }
}

/// The least cost at which the first `n` letters are used up, for each `n`.
type Costs = Vec<Option<u32>>;

/// The least cost of giving the letters from the words, in order, if it is at most `most`.
fn aligned(letters: &[Letter], words: &[&[Vec<char>]], fillers: &[bool], most: u32) -> Option<u32> {
    let mut costs: Costs = vec![None; letters.len() + 1];
    costs[0] = Some(0);
    for (at, parts) in words.iter().enumerate() {
        let mut next = taken(letters, parts, &costs);
        if at > 0 && at + 1 < words.len() {
            let price = if fillers.get(at) == Some(&true) { 0 } else { SKIPPED_WORD };
            for (cost, skipped) in next.iter_mut().zip(&costs) {
                lower(cost, skipped.map(|cost| cost + price));
            }
        }
        costs = next;
    }
    costs.last().copied().flatten().filter(|cost| *cost <= most)
}

/// The costs after a word that gives its first letter, and maybe more.
fn taken(letters: &[Letter], parts: &[Vec<char>], costs: &Costs) -> Costs {
    let mut all: Costs = vec![None; costs.len()];
    for (at, part) in parts.iter().enumerate() {
        let before = if at == 0 { costs } else { &all };
        let mut after = part_taken(letters, part, before);
        if at == 0 && part.len() == 1 && parts.len() > 1 && part[0].is_alphabetic() {
            // `eXtensible`: the capital after it may stand for the word.
            let hump = part_taken(letters, &parts[1], costs);
            after.iter_mut().zip(hump).for_each(|(cost, hump)| lower(cost, hump));
        }
        // A later part may give nothing, as `based` in `role-based`.
        all.iter_mut().zip(after).for_each(|(cost, after)| lower(cost, after));
    }
    all
}

/// The costs after a part that gives its first letter, and maybe more.
fn part_taken(letters: &[Letter], part: &[char], before: &Costs) -> Costs {
    let mut out: Costs = vec![None; before.len()];
    for (from, cost) in before.iter().enumerate() {
        let (Some(cost), Some(letter)) = (*cost, letters.get(from)) else { continue };
        let Some(first) = beginning(*letter, part) else { continue };
        // `inner`: costs with the last letter taken anywhere in the part; `run`: with it taken at the place before.
        let mut inner: Costs = vec![None; before.len()];
        let mut run = from + 1;
        inner[run] = Some(cost);
        let mut run_cost = Some(cost);
        for c in part.get(first..).unwrap_or_default() {
            for n in (from + 2..inner.len()).rev() {
                if letters[n - 1].char == *c {
                    let jumped = inner[n - 1].map(|cost| cost + 1);
                    lower(&mut inner[n], jumped);
                }
            }
            // Small letters that go on where the part began cost nothing: the `ev` of `DevOps`.
            run_cost = match (run_cost, letters.get(run)) {
                (Some(cost), Some(next)) if next.char == *c => Some(cost + u32::from(!next.small)),
                _ => None,
            };
            if run_cost.is_some() {
                run += 1;
                lower(&mut inner[run], run_cost);
            }
        }
        // A part that is taken whole costs nothing: the `TLS` of `mTLS`.
        if run_cost.is_some() && run - from == part.len() {
            lower(&mut inner[run], Some(cost));
        }
        out.iter_mut().zip(inner).for_each(|(cost, inner)| lower(cost, inner));
    }
    out
}

/// How many characters at the beginning of a part the letter stands for, if it does.
fn beginning(letter: Letter, part: &[char]) -> Option<usize> {
    let is = |names: &[&str]| names.iter().any(|name| name.chars().eq(part.iter().copied()));
    if part.first() == Some(&letter.char) {
        return Some(1);
    }
    let whole = match letter.char {
        'x' if part.starts_with(&['e', 'x']) => return Some(2),
        'x' => is(&["cross"]),
        '&' => is(&["and", "und", "et", "y", "e"]),
        '1' => is(&["one", "first"]),
        '2' => is(&["two", "second", "to"]),
        '3' => is(&["three", "third"]),
        '4' => is(&["four", "fourth", "for"]),
        '5' => is(&["five", "fifth"]),
        '6' => is(&["six", "sixth"]),
        '7' => is(&["seven"]),
        '8' => is(&["eight"]),
        '9' => is(&["nine"]),
        _ => false,
    };
    whole.then_some(part.len())
}

fn lower(cost: &mut Option<u32>, other: Option<u32>) {
    *cost = match (*cost, other) {
        (Some(cost), Some(other)) => Some(cost.min(other)),
        (cost, other) => cost.or(other),
    };
}

#[cfg(test)]
mod tests {
    use super::fit;
    use crate::corpus::acronyms::short::ShortForm;
    use crate::corpus::acronyms::words::words_of;

    fn cost(short: &str, long: &str) -> Option<u32> {
        let words = words_of(long, 20).unwrap();
        ShortForm::readings(short).iter().filter_map(|short| fit(short, &words)).min()
    }

    #[test]
    fn initials_cost_nothing() {
        for (short, long) in [
            ("IaC", "infrastructure as code"),
            ("SaaS", "Software-as-a-Service"),
            ("RBAC", "role-based access control"),
            ("SLSA", "Supply-chain Levels for Software Artifacts"),
            ("CI/CD", "continuous integration and continuous delivery"),
            ("R&D", "research and development"),
            ("B2B", "business to business"),
            ("2FA", "two-factor authentication"),
            ("EC2", "Elastic Compute Cloud"),
            ("XML", "Extensible Markup Language"),
            ("XML", "eXtensible Markup Language"),
            ("XSS", "cross-site scripting"),
            ("UX", "user experience"),
            ("mTLS", "mutual TLS"),
            ("OIDC", "OpenID Connect"),
            ("SemVer", "semantic versioning"),
            ("OTel", "OpenTelemetry"),
            ("K8s", "Kubernetes"),
            ("PCI DSS", "Payment Card Industry Data Security Standard"),
        ] {
            assert_eq!(cost(short, long), Some(0), "{short} {long}");
        }
    }

    #[test]
    fn letters_from_within_and_words_left_out_cost() {
        for (short, long, expected) in [
            ("HTTP", "hypertext transfer protocol", 1),
            ("SSH", "secure shell", 1),
            ("CAPEC", "Common Attack Pattern Enumeration and Classification", 0),
            ("NIST", "national bureau institute of standards and technology", 2),
        ] {
            assert_eq!(cost(short, long), Some(expected), "{short} {long}");
        }
    }

    #[test]
    fn other_words_do_not_fit() {
        for (short, long) in [
            ("IaC", "infrastructure as a service"),
            ("DB", "database"),
            ("API", "the application programming interface"),
            ("API", "application programming interface calls"),
            ("ID", "identity provider"),
            ("TO", "to or"),
            ("AB", "apples pears bananas"),
            ("IaC", "and infrastructure code of conduct"),
        ] {
            assert_eq!(cost(short, long), None, "{short} {long}");
        }
    }
}
