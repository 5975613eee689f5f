//! From where on changes break the contract.

use std::fmt;
use std::str::FromStr;

use gatepact_finding::{Finding, Severity};
use serde::{Deserialize, Deserializer};

/// From where on changes break the contract.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum FailOn {
    /// A breaking change.
    #[default]
    Breaking,
    /// A risky change, or a breaking one.
    Risky,
    /// A change of any severity that breaks a recorded consumer.
    Consumers,
    /// None.
    Never,
}

impl FailOn {
    /// All of them, in the order of help texts.
    pub const ALL: [FailOn; 4] =
        [FailOn::Breaking, FailOn::Risky, FailOn::Consumers, FailOn::Never];

    /// The word of flags, settings and reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            FailOn::Breaking => "breaking",
            FailOn::Risky => "risky",
            FailOn::Consumers => "consumers",
            FailOn::Never => "never",
        }
    }

    /// What it means, for help texts.
    #[must_use]
    pub fn doc(self) -> &'static str {
        match self {
            FailOn::Breaking => "A breaking change",
            FailOn::Risky => "A risky change, or a breaking one",
            FailOn::Consumers => "A change of any severity that breaks a recorded consumer",
            FailOn::Never => "None",
        }
    }

    /// Whether changes break the contract by themselves; those that are waived count for nothing. Whom they break is
    /// asked of the recorded interactions, not of the changes.
    #[must_use]
    pub fn is_broken_by(self, changes: &[Finding]) -> bool {
        let mut counted = changes.iter().filter(|change| change.counts());
        match self {
            FailOn::Breaking => counted.any(|change| change.severity == Severity::Error),
            FailOn::Risky => counted.any(|change| change.severity >= Severity::Warning),
            FailOn::Consumers | FailOn::Never => false,
        }
    }
}

/// A text that names no policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownPolicy(String);

impl fmt::Display for UnknownPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = FailOn::ALL.map(|policy| format!("`{}`", policy.name())).join(", ");
        write!(f, "unknown variant `{}`, expected one of {names}", self.0)
    }
}

impl std::error::Error for UnknownPolicy {}

impl FromStr for FailOn {
    type Err = UnknownPolicy;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let named = FailOn::ALL.into_iter().find(|policy| policy.name() == text);
        named.ok_or_else(|| UnknownPolicy(text.to_owned()))
    }
}

impl<'de> Deserialize<'de> for FailOn {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
