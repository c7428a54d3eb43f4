//! What is wrong with the arguments, in one line and with the nearest that is right.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::error::Error;
use crate::guide::nearest;

use super::help;

/// The mistake in one line; none where help is shown instead.
pub(super) fn mistake(usage: &clap::Error) -> Option<Error> {
    let help = [ErrorKind::DisplayHelp, ErrorKind::DisplayVersion, ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand];
    if help.contains(&usage.kind()) { None } else { Some(wrong_name(usage).unwrap_or_else(|| other(usage))) }
}

/// The mistake in our own words, where a name is wrong: of a command, a flag or a value.
fn wrong_name(usage: &clap::Error) -> Option<Error> {
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

/// Any other mistake, in clap's words: the first paragraph says it, another how the command is used.
fn other(usage: &clap::Error) -> Error {
    let text = usage.render().to_string();
    let paragraph = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut paragraphs = text.split("\n\n");
    let what = paragraph(paragraphs.next().unwrap_or_default());
    let what = what.strip_prefix("error: ").unwrap_or(&what).to_owned();
    let hint = match paragraphs.find_map(|text| text.trim_start().strip_prefix("Usage: ")) {
        Some(used) => format!("usage: {} (--help tells more)", paragraph(used)),
        None => "--help tells what may be written".to_owned(),
    };
    Error::user(what).with_hint(hint)
}
