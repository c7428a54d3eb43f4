//! Words as they are mistyped, and words that nobody has.

/// Letters a word must have to be corrected for certain: shorter ones have too many neighbours.
const LETTERS: usize = 5;

/// The word with one slip of the fingers in its middle; `nth` decides which: neighbours swapped, a letter left out, one
/// doubled, or another one typed. None for a word that is too short, or where it changes nothing.
pub(super) fn mistyped(word: &str, nth: usize) -> Option<String> {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() < LETTERS {
        return None;
    }
    let at = letters.len() / 2;
    match nth % 4 {
        0 => letters.swap(at, at - 1),
        1 => drop(letters.remove(at)),
        2 => letters.insert(at, letters[at]),
        _ => letters[at] = if letters[at] == 'q' { 'x' } else { 'q' },
    }
    let slipped: String = letters.into_iter().collect();
    (slipped != word).then_some(slipped)
}

/// Two words backwards as one: as long as words are, and far from all of them.
pub(super) fn unheard_of(first: &str, second: &str) -> String {
    first.chars().rev().chain(second.chars().rev()).collect()
}

#[cfg(test)]
mod tests {
    use super::{mistyped, unheard_of};

    #[test]
    fn a_slip_changes_one_place() {
        let slips: Vec<_> = (0..4).map(|nth| mistyped("memory", nth)).collect();
        assert_eq!(slips, ["meomry", "memry", "memoory", "memqry"].map(|slip| Some(slip.to_owned())));
        assert_eq!(mistyped("idea", 0), None);
        assert_eq!(mistyped("balloon", 0), None, "the neighbours are the same letter");
        assert_eq!(mistyped("größer", 3).as_deref(), Some("größer".replace('ß', "q").as_str()));
    }

    #[test]
    fn words_backwards_are_none() {
        assert_eq!(unheard_of("pay", "skill"), "yaplliks");
    }
}
