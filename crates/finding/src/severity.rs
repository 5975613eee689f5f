//! How much a finding weighs.

use std::fmt;

use serde::Serialize;

/// How much a finding weighs. For a change between two documents, each level has a word of its own
/// ([`change_word`](Self::change_word)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know. A change: safe, it breaks no consumer of the old release.
    Info,
    /// May hurt, or makes the run prove less than it seems to. A change: risky, it breaks some reasonable consumers, or
    /// the documents alone cannot tell.
    Warning,
    /// Breaks a contract, or keeps the run from telling. A change: breaking, it breaks consumers of the old release.
    Error,
}

impl Severity {
    /// The word of JSON reports: `info`, `warning`, `error`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }

    /// The word for a change: `safe`, `risky`, `breaking`.
    #[must_use]
    pub fn change_word(self) -> &'static str {
        match self {
            Severity::Info => "safe",
            Severity::Warning => "risky",
            Severity::Error => "breaking",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
