//! `--fail-on`.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use gatepact_finding::{FailOn, FailOnError, FailOnWord};

use crate::error::CliError;

/// Reads a word of the flag's list; help texts and completions name all of them.
pub(crate) fn fail_on_word() -> impl TypedValueParser<Value = FailOnWord> {
    let values = FailOnWord::ALL.map(|word| PossibleValue::new(word.name()).help(word.doc()));
    PossibleValuesParser::new(values).try_map(|name| name.parse::<FailOnWord>())
}

/// The policy of a run: the flag's list, else that of the settings file.
pub(crate) fn fail_on(flag: &[FailOnWord], file: Option<&FailOn>) -> Result<FailOn, CliError> {
    match FailOn::of(flag.iter().copied()) {
        Ok(policy) => Ok(policy),
        Err(FailOnError::Empty) => Ok(file.cloned().unwrap_or_default()),
        Err(error @ (FailOnError::NeverBesideOthers | FailOnError::UnknownWord(_))) => {
            Err(CliError::usage_with_help(
                format!("--fail-on: {error}"),
                "--fail-on never, or a list such as --fail-on breaking,opened",
            ))
        }
    }
}
