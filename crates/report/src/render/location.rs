//! The line of a file at which formats for forges show a finding.

use gatepact_finding::{Finding, Location, PactPlace};

/// A line of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SourceLine<'a> {
    /// The file, as the user named it.
    pub(super) file: &'a str,
    /// Line in the file, from 1.
    pub(super) line: Option<usize>,
}

/// Where the promise or the change stands.
pub(super) fn source_line(finding: &Finding) -> Option<SourceLine<'_>> {
    match (&finding.pact, &finding.location) {
        (Some(PactPlace { file, line, .. }), _) | (None, Some(Location { file, line, .. })) => {
            Some(SourceLine { file, line: *line })
        }
        (None, None) => None,
    }
}
