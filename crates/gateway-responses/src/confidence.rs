//! How well a value of the table is known.

/// How well a value of the table is known, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// Inferred, general knowledge, or copied from an emulator that does not claim to have checked it.
    Unconfirmed,
    /// Read in a public report, or in public source that was validated against the service.
    Read,
    /// Stated by AWS's own documentation.
    Documented,
    /// Recorded against the real service.
    Recorded,
}

impl Confidence {
    /// The word used in reports.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unconfirmed => "unconfirmed",
            Self::Read => "read",
            Self::Documented => "documented",
            Self::Recorded => "recorded",
        }
    }
}
