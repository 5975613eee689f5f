//! How well a cell of the table is known.

/// The strength of what stands behind a cell of the table, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Evidence {
    /// Inferred, general knowledge, or copied by an emulator that says it has not checked it.
    Unconfirmed,
    /// Read in a public report or in public source that was validated against the service.
    Read,
    /// AWS's own documentation.
    Documented,
    /// Recorded against the real service.
    Recorded,
}

impl Evidence {
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
