//! Names that a document gives to pieces of text.

use std::cell::Cell;
use std::collections::HashMap;

/// The longest piece that has a name, in bytes.
const LONGEST: usize = 400;
/// How many bytes names may bring into a document in all: a short text must not grow without end.
const MOST: usize = 1024 * 1024;

/// What names stand for. Case does not matter.
#[derive(Debug)]
pub(super) struct Names {
    values: HashMap<String, String>,
    /// How many bytes may still be had.
    left: Cell<usize>,
}

impl Default for Names {
    fn default() -> Self {
        Names { values: HashMap::new(), left: Cell::new(MOST) }
    }
}

impl Names {
    /// Gives a name to a text; one that is too long takes the name away.
    pub(super) fn define(&mut self, name: &str, value: &str) {
        if value.len() > LONGEST {
            self.remove(name);
        } else {
            self.values.insert(name.to_lowercase(), value.to_owned());
        }
    }

    /// Takes a name away.
    pub(super) fn remove(&mut self, name: &str) {
        self.values.remove(&name.to_lowercase());
    }

    /// What a name stands for; none where it is unknown, or where too much was asked for.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        let value = self.values.get(&name.to_lowercase())?;
        self.left.set(self.left.get().checked_sub(value.len())?);
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, MOST, Names};

    #[test]
    fn what_is_had_is_bounded() {
        let mut names = Names::default();
        names.define("A", &"x".repeat(LONGEST));
        names.define("b", &"x".repeat(LONGEST + 1));
        names.define("c", "x");
        names.remove("C");
        assert_eq!((names.value("b"), names.value("c"), names.value("a").map(str::len)), (None, None, Some(LONGEST)));
        let times = std::iter::repeat_with(|| names.value("a")).take_while(Option::is_some).count();
        assert_eq!(times, MOST / LONGEST - 1);
    }
}
