//! What two documents were compared.

use serde::Serialize;

use crate::{Finding, Tally};

/// Two documents, and the policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// The one before.
    pub old: ComparedDocument,
    /// The one after.
    pub new: ComparedDocument,
    /// From which severity on the outcome is `broken`.
    pub fail_on: &'static str,
}

/// One of two documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ComparedDocument {
    /// As the user named it: a file, a URL, a kept release.
    pub name: String,
    /// The file that locations name.
    pub file: String,
    /// Hex SHA-256 of its bytes.
    pub sha256: String,
    /// The title of the API.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The version of the API.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
}

impl ComparedDocument {
    /// Whether it goes by the name of its text (a file, a URL), and not by that of a release.
    pub(crate) fn is_file(&self) -> bool {
        self.name == self.file
    }
}

/// The names of two documents without the folders that both lie in; other names stay as they are.
///
/// ```
/// use gatepact_report::apart;
///
/// assert_eq!(apart("/tmp/main/api.yaml", "/tmp/next/api.yaml"), ["main/api.yaml", "next/api.yaml"]);
/// assert_eq!(apart("1.0.0", "openapi/api.yaml"), ["1.0.0", "openapi/api.yaml"]);
/// ```
#[must_use]
pub fn apart<'a>(old: &'a str, new: &'a str) -> [&'a str; 2] {
    if [old, new].iter().any(|name| name.contains("://")) {
        return [old, new];
    }
    let folders = old.match_indices('/').map(|(at, _)| at + 1);
    let common = folders.take_while(|end| new.get(..*end) == old.get(..*end)).last();
    common.map_or([old, new], |end| [&old[end..], &new[end..]])
}

/// What a comparison brought to light.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Changes {
    /// The changes, worst first, and what else somebody should act on.
    pub findings: Vec<Finding>,
    /// What became of the schemas; absent where there was nothing to compare with.
    pub tally: Option<Tally>,
}
