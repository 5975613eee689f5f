//! One finding as a result.

use std::collections::{BTreeMap, HashMap};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::log::{
    ArtifactLocation, Location, LogicalLocation, PhysicalLocation, Properties, Region, SarifResult,
    Suppression, SuppressionProperties,
};
use super::rules::Rules;
use super::{level, literal};
use crate::Report;
use crate::render::location::{SourceLine, source_line};
use crate::render::message;
use crate::render::phrases::{OPENED, operations, operations_in_short};
use gatepact_finding::{Affected, Finding, PactPlace, Proof, Severity, Waived};

pub(super) fn of<'a>(
    report: &Report,
    finding: &'a Finding,
    rules: &Rules<'_>,
    fingerprints: &mut Fingerprints,
) -> SarifResult<'a> {
    let locations = source_line(finding).map(|place| Location {
        id: None,
        physical_location: physical(place),
        logical_locations: logical(finding),
        message: None,
    });
    SarifResult {
        rule_id: finding.id(),
        rule_index: rules.position(finding.id()),
        level: level(weight(report, finding)),
        message: literal(&told(finding)),
        locations: locations.into_iter().collect(),
        related_locations: related(finding),
        partial_fingerprints: BTreeMap::from([("gatepact/v1", fingerprints.next(finding))]),
        suppressions: finding.is_change().then(|| finding.waived.iter().map(suppression).collect()),
        properties: properties(finding),
    }
}

/// What is suppressed keeps its level: the suppression says that it does not count.
fn weight(report: &Report, finding: &Finding) -> Severity {
    if finding.waived.is_some() { finding.severity } else { report.level(finding) }
}

fn told(finding: &Finding) -> String {
    let mut lines = vec![finding.message.to_string()];
    if finding.opens() {
        lines.insert(0, format!("{} {OPENED}", operations_in_short(finding)));
    }
    lines.extend(finding.witness().map(|witness| message::releases(witness).to_string()));
    lines.join("\n")
}

fn physical(place: SourceLine<'_>) -> PhysicalLocation {
    let SourceLine { file, line } = place;
    PhysicalLocation {
        artifact_location: artifact(file),
        region: line.map(|start_line| Region { start_line }),
    }
}

/// Relative to the root of the sources, where the user named it so.
fn artifact(file: &str) -> ArtifactLocation {
    const KEPT: &AsciiSet =
        &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    let encoded = |text: &str| utf8_percent_encode(text, KEPT).to_string();
    let file = file.replace('\\', "/");
    let (uri, uri_base_id) = if let Some((scheme, rest)) = file.split_once("://") {
        (format!("{}://{}", encoded(scheme), encoded(rest)), None)
    } else if let Some(absolute) = file.strip_prefix('/') {
        (format!("file:///{}", encoded(absolute)), None)
    } else {
        (encoded(file.strip_prefix("./").unwrap_or(&file)), Some("%SRCROOT%"))
    };
    ArtifactLocation { uri, uri_base_id }
}

fn logical(finding: &Finding) -> Vec<LogicalLocation<'_>> {
    let of = |operation| LogicalLocation { fully_qualified_name: operation, kind: "function" };
    operations(finding).iter().map(|operation| of(operation)).collect()
}

/// The interactions that rely on it.
fn related(finding: &Finding) -> Vec<Location<'_>> {
    let affected = finding.consumers.iter().flatten().enumerate();
    let location = |(at, affected): (usize, &Affected)| {
        let Affected { consumer, interaction, file, line } = affected;
        Location {
            id: Some(at + 1),
            physical_location: physical(SourceLine { file, line: Some(*line) }),
            logical_locations: Vec::new(),
            message: Some(literal(&format!("{consumer} relies on it: {interaction}"))),
        }
    };
    affected.map(location).collect()
}

fn suppression(waived: &Waived) -> Suppression<'_> {
    let Waived { reason, expires } = waived;
    Suppression {
        kind: "external",
        status: "accepted",
        justification: reason,
        properties: SuppressionProperties { expires },
    }
}

fn properties(finding: &Finding) -> Properties<'_> {
    let pointer = finding.location.as_ref().map(|location| location.pointer.as_str());
    Properties {
        direction: finding.direction,
        pointer: pointer.filter(|pointer| !pointer.is_empty()),
        help: finding.help.as_ref(),
        proof: finding.proof.as_ref().map(Proof::name),
        witness: finding.witness(),
        opened: finding.opened,
        consumers: finding.consumers.as_deref(),
        evidence: finding.evidence.as_ref(),
    }
}

/// What tells findings apart wherever their lines have moved: the rule, and the place without lines and files, whose
/// names may hold a release. The second with the same ones is the second.
#[derive(Default)]
pub(super) struct Fingerprints {
    seen: HashMap<String, usize>,
}

impl Fingerprints {
    fn next(&mut self, finding: &Finding) -> String {
        let mut parts: Vec<&str> = vec![finding.id()];
        if let Some(PactPlace { file: _, line: _, consumer, provider, interaction, pointer }) =
            &finding.pact
        {
            let names = [consumer, provider, interaction];
            parts.extend(names.map(|name| name.as_deref().unwrap_or_default()));
            parts.push(pointer.as_deref().unwrap_or_default());
            parts.extend(finding.evidence.as_ref().map(|evidence| evidence.at.as_str()));
        }
        parts.extend(finding.location.as_ref().map(|location| location.pointer.as_str()));
        let message = finding.message.to_string();
        if !finding.is_change() && finding.pact.is_none() {
            parts.push(&message);
        }
        let digest = Sha256::digest(Value::from(parts).to_string());
        let key: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        let times = self.seen.entry(key.clone()).or_default();
        *times += 1;
        format!("{key}:{times}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_relative_to_the_sources_where_they_are_named_so() {
        let shown = |file: &str| {
            let ArtifactLocation { uri, uri_base_id } = artifact(file);
            (uri, uri_base_id)
        };
        let root = Some("%SRCROOT%");
        let relative = shown("./open api/a#1.json");
        assert_eq!(relative, ("open%20api/a%231.json".to_owned(), root));
        assert_eq!(shown("a\\b.json"), ("a/b.json".to_owned(), root));
        assert_eq!(shown("/tmp/a.json"), ("file:///tmp/a.json".to_owned(), None));
        assert_eq!(shown("https://a.example/b"), ("https://a.example/b".to_owned(), None));
    }
}
