//! `--fail-on`.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use gatepact_diff::policy::FailOn;

/// Reads the value of the flag; help texts list what it may be.
pub(crate) fn fail_on() -> impl TypedValueParser<Value = FailOn> {
    let values = FailOn::ALL.map(|policy| PossibleValue::new(policy.name()).help(policy.doc()));
    PossibleValuesParser::new(values).try_map(|name| name.parse::<FailOn>())
}
