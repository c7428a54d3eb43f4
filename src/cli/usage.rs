//! What is wrong with the arguments, in one line and with the nearest that is right.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::error::Error;
use crate::guide::nearest;

use super::help;

/// The mistake in our own words, where a name is wrong: of a command, a flag or a value. None for everything else.
pub(super) fn mistake(usage: &clap::Error) -> Option<Error> {
    let one = |kind| match usage.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        _ => None,
    };
    let several = |kind| match usage.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        _ => Vec::new(),
    };
    match usage.kind() {
        ErrorKind::InvalidSubcommand => {
            let given = one(ContextKind::InvalidSubcommand)?;
            Some(Error::user(format!("no command `{given}`")).with_hint(near(
                &given,
                &help::commands(),
                "`kb help` lists them",
            )))
        }
        ErrorKind::UnknownArgument => {
            let given = one(ContextKind::InvalidArg).filter(|given| given.starts_with('-'))?;
            let close = several(ContextKind::SuggestedArg);
            let hint = near(
                &given,
                &close,
                "`kb help COMMAND` and `kb COMMAND --help` tell those there are; text goes after --",
            );
            Some(Error::user(format!("no flag `{given}` here")).with_hint(hint))
        }
        ErrorKind::InvalidValue => {
            let (given, of) = (one(ContextKind::InvalidValue)?, one(ContextKind::InvalidArg)?);
            let valid = several(ContextKind::ValidValue);
            if given.is_empty() || valid.is_empty() {
                return None;
            }
            let of = of.split(' ').next().unwrap_or_default();
            let hint = near(&given, &valid, &format!("there is {}", valid.join(", ")));
            Some(Error::user(format!("{of} cannot be `{given}`")).with_hint(hint))
        }
        _ => None,
    }
}

fn near(given: &str, known: &[String], otherwise: &str) -> String {
    match nearest(given, known) {
        Some(near) => format!("did you mean `{near}`? {otherwise}"),
        None => otherwise.to_owned(),
    }
}
