//! Parts of a document that lead nowhere, or stand twice: the rest is compared, and this is said.

use std::collections::BTreeMap;

use gatepact_report::Finding;
use serde_json::Value;

use super::remark::Remark;
use super::side::Side;

/// So many targets, and keys, are told one by one; a document that was torn from its neighbours may have thousands.
const MOST: usize = 20;

/// Where a target is missed: the first place, and how many there are.
struct Missed<'a> {
    side: &'a Side,
    pointer: String,
    places: usize,
}

/// What both documents lack is told of the new one only: the old one cannot be mended any more.
pub(super) fn of(before: Option<&Side>, after: &Side) -> Vec<Finding> {
    let mut missed = BTreeMap::new();
    gather(after, &mut missed);
    if let Some(before) = before {
        let mut old = BTreeMap::new();
        gather(before, &mut old);
        for (target, place) in old {
            missed.entry(target).or_insert(place);
        }
    }
    let twice = before.into_iter().chain([after]).flat_map(repeated);
    let hidden = missed.len().saturating_sub(MOST);
    let mut findings: Vec<Finding> =
        missed.iter().take(MOST).map(|(target, missed)| finding(target, missed)).collect();
    if let (Some(last), 1..) = (findings.last_mut(), hidden) {
        last.message = format!("{}; {hidden} more targets are missing", last.message);
    }
    findings.extend(twice);
    findings
}

fn repeated(side: &Side) -> impl Iterator<Item = Finding> {
    side.document.repeated_keys().into_iter().take(MOST).map(|place| {
        let message = format!("the key of {} stands more than once in its object", place.pointer);
        let mut finding = Remark::KeyRepeated.finding(message).with_help(
            "remove one of them: the last one was read, other readers may take the first",
        );
        finding.location = Some(side.location(place));
        finding
    })
}

fn gather<'a>(side: &'a Side, missed: &mut BTreeMap<String, Missed<'a>>) {
    for pointer in side.document.dangling_references() {
        let target = side.document.at(&pointer).and_then(Value::as_str).unwrap_or_default();
        missed.entry(target.to_owned()).and_modify(|missed| missed.places += 1).or_insert(Missed {
            side,
            pointer,
            places: 1,
        });
    }
}

fn finding(target: &str, Missed { side, pointer, places }: &Missed<'_>) -> Finding {
    let others = match places {
        1 => String::new(),
        2 => ", here and at 1 more place".to_owned(),
        _ => format!(", here and at {} more places", places - 1),
    };
    let message = format!("the reference `{target}` names nothing{others}");
    let mut finding = Remark::ReferenceDangling
        .finding(message)
        .with_help("correct the reference: what it stands for is not compared");
    finding.location = Some(side.place(pointer));
    finding
}
