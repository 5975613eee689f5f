//! Parts of a document that lead nowhere, or stand twice: the rest is compared, and this is reported.

use std::collections::BTreeMap;

use gatepact_finding::{Finding, Text};
use gatepact_openapi::Place;
use serde_json::Value;

use crate::named_document::NamedDocument;
use crate::rules::Remark;

/// The maximum number of targets, and of keys, that are reported one by one; a document that was torn from its
/// neighbours may have thousands.
const MAX_REPORTED: usize = 20;

/// Where a target is missed: the first place, and how many there are.
struct Missed<'d> {
    document: NamedDocument<'d>,
    pointer: String,
    places: usize,
}

/// The references that name nothing and the keys that stand twice. What both documents lack is reported of the new one
/// only: the old one cannot be corrected any more.
#[must_use]
pub fn dangling(before: Option<NamedDocument<'_>>, after: NamedDocument<'_>) -> Vec<Finding> {
    let mut missed = BTreeMap::new();
    gather(after, &mut missed);
    if let Some(before) = before {
        let mut old = BTreeMap::new();
        gather(before, &mut old);
        for (target, place) in old {
            missed.entry(target).or_insert(place);
        }
    }
    let hidden = missed.len().saturating_sub(MAX_REPORTED);
    let shown = missed.iter().take(MAX_REPORTED);
    let mut findings: Vec<Finding> =
        shown.map(|(target, missed)| reference(target, missed)).collect();
    if let (Some(last), 1..) = (findings.last_mut(), hidden) {
        let message = std::mem::take(&mut last.message);
        last.message = message.and_prose(format!("; {hidden} more targets are missing"));
    }
    findings.extend(before.into_iter().chain([after]).flat_map(repeated_keys));
    findings
}

fn repeated_keys(document: NamedDocument<'_>) -> impl Iterator<Item = Finding> {
    let places = document.document.repeated_keys().into_iter().take(MAX_REPORTED);
    places.map(move |place| repeated_key(document, place))
}

fn repeated_key(document: NamedDocument<'_>, place: Place) -> Finding {
    let message = format!("the key of {} stands more than once in its object", place.pointer);
    let help = "remove one of them: the last one was read, other readers may take the first";
    let mut finding = Finding::new(Remark::KeyRepeated.rule(), message).with_help(help);
    finding.location = Some(document.located(place));
    finding
}

fn gather<'d>(document: NamedDocument<'d>, missed: &mut BTreeMap<String, Missed<'d>>) {
    for pointer in document.document.dangling_references() {
        let target = document.document.at(&pointer).and_then(Value::as_str).unwrap_or_default();
        let first = Missed { document, pointer, places: 1 };
        missed.entry(target.to_owned()).and_modify(|missed| missed.places += 1).or_insert(first);
    }
}

fn reference(target: &str, Missed { document, pointer, places }: &Missed<'_>) -> Finding {
    let others = match places {
        1 => String::new(),
        2 => ", here and at 1 more place".to_owned(),
        _ => format!(", here and at {} more places", places - 1),
    };
    let message = Text::prose("the reference ")
        .and_code(target.to_owned())
        .and_prose(" names nothing")
        .and_prose(others);
    let help = "correct the reference: what it stands for is not compared";
    let mut finding = Finding::new(Remark::ReferenceDangling.rule(), message).with_help(help);
    finding.location = Some(document.location(pointer));
    finding
}
