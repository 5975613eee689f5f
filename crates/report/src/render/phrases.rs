//! Phrases that several formats have in common.

use std::collections::BTreeMap;

use super::escape::line;
use crate::{Comparison, Publication, Report};
use gatepact_finding::{Affected, Finding, Location, without_common_folders};

/// The maximum number of names shown; the others are counted.
const SHOWN: usize = 3;

/// What happened to an operation that lets callers without credentials in who were refused before.
pub(super) const OPENED: &str = "opened to callers without credentials";

/// `a, b, c and 4 more`
pub(super) fn list(names: &[impl AsRef<str>]) -> String {
    let shown: Vec<String> = names.iter().take(SHOWN).map(|name| line(name.as_ref())).collect();
    match names.len() - shown.len() {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// `1 change`, `2 changes`
pub(super) fn number(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// All operations that a finding is about.
pub(super) fn operations(finding: &Finding) -> &[String] {
    match (finding.operations.as_slice(), &finding.operation) {
        ([], Some(one)) => std::slice::from_ref(one),
        (several, _) => several,
    }
}

/// The same in a few words.
pub(super) fn operations_in_short(finding: &Finding) -> String {
    match operations(finding) {
        [] => "the whole API".to_owned(),
        several => list(several),
    }
}

/// `openapi/new.yaml:120`
pub(super) fn place(location: &Location) -> String {
    let Location { file, line: row, column: _, pointer } = location;
    match row {
        Some(row) => format!("{}:{row}", line(file)),
        None if pointer.is_empty() => line(file),
        None => format!("{}#{}", line(file), line(pointer)),
    }
}

/// The interactions of each consumer.
pub(super) fn by_consumer(affected: &[Affected]) -> BTreeMap<&str, Vec<&str>> {
    let mut consumers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for affected in affected {
        consumers.entry(&affected.consumer).or_default().push(&affected.interaction);
    }
    consumers
}

/// The names of what was compared.
pub(super) struct Releases<'a> {
    /// The API.
    pub(super) api: &'a str,
    /// What it was compared with; `None` for a first release.
    pub(super) old: Option<&'a str>,
    /// The one in question.
    pub(super) new: &'a str,
}

impl<'a> Releases<'a> {
    /// `None` where a report compares nothing.
    pub(super) fn of(report: &'a Report) -> Option<Releases<'a>> {
        match (&report.publication, &report.comparison) {
            (Some(Publication { api, release, previous, .. }), _) => {
                Some(Releases { api, old: previous.as_deref(), new: release })
            }
            (None, Some(Comparison { old, new, fail_on: _ })) => {
                let api = new.title.as_deref().or(old.title.as_deref()).unwrap_or_default();
                let [old, new] = without_common_folders(&old.name, &new.name);
                Some(Releases { api, old: Some(old), new })
            }
            (None, None) => None,
        }
    }

    /// For those who call the API a file is no release: its version is, where it says a new one.
    pub(super) fn versions(self, report: &'a Report) -> Releases<'a> {
        let Some(Comparison { old, new, fail_on: _ }) = &report.comparison else { return self };
        let versions = (old.version.as_deref(), new.version.as_deref());
        match versions {
            _ if !old.is_file() && !new.is_file() => self,
            (Some(before), Some(after)) if before != after => {
                Releases { old: Some(before), new: after, ..self }
            }
            _ => Releases { old: Some(""), new: "", ..self },
        }
    }
}
