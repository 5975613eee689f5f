//! What is said of the documents themselves: parts that lead nowhere, have another shape, or stand twice. The rest is
//! compared, and this is reported; [`Coverage`] tells for which operations it matters.

mod needed;

use std::collections::BTreeMap;

use gatepact_finding::{Coverage, Finding, Pointer, Text};
use gatepact_openapi::{Fault, Place, Reading, Unreached, Unresolved};

use crate::compare::doubt::{Doubts, Part};
use crate::compared::Compared;
use crate::named_document::NamedDocument;
use crate::rules::Remark;
use needed::Needed;

/// The maximum number of findings of one kind that are reported one by one; a document that was torn from its
/// neighbours may have thousands.
const MAX_REPORTED: usize = 20;

/// What is said of two documents, and how much of them was compared.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DocumentRemarks {
    /// The faulty parts.
    pub findings: Vec<Finding>,
    /// What was compared.
    pub coverage: Coverage,
}

/// A faulty part, or a reference that leads nowhere, of one document.
struct Odd<'d> {
    remark: Remark,
    document: NamedDocument<'d>,
    place: Place,
    pointer: Pointer,
    /// What makes it the same as another one in a report: the target of a reference, a place.
    subject: String,
    message: Text,
    help: &'static str,
    /// Whether the other document has the same, with all that it refers to.
    is_same: bool,
}

/// The faulty parts of the new document, and those of the old one that the new one does not have: the old one cannot be
/// corrected any more. Without an old document nothing was compared.
#[must_use]
pub fn document_remarks(
    before: Option<(NamedDocument<'_>, &Compared)>,
    after: NamedDocument<'_>,
) -> DocumentRemarks {
    let Some((before, compared)) = before else {
        let odd = odd(after, &Doubts::default());
        return DocumentRemarks { findings: findings(&odd, None, after), ..Default::default() };
    };
    let doubts = Doubts::of(before.document, after.document);
    let [old, new] = [before, after].map(|document| odd(document, &doubts));
    let mut needed = Needed::new([before.document, after.document], compared);
    for (side, odd) in [&old, &new].into_iter().enumerate() {
        for odd in odd.iter().filter(|odd| !odd.is_same) {
            needed.doubt(side, &odd.pointer, &odd.message);
        }
    }
    let coverage = needed.coverage();
    let known: Vec<(Remark, &str)> =
        new.iter().map(|odd| (odd.remark, odd.subject.as_str())).collect();
    let is_new = |odd: &Odd<'_>| !known.contains(&(odd.remark, odd.subject.as_str()));
    let only_old: Vec<Odd<'_>> = old.into_iter().filter(is_new).collect();
    let all: Vec<Odd<'_>> = new.into_iter().chain(only_old).collect();
    DocumentRemarks { findings: findings(&all, Some(before), after), coverage }
}

fn findings(
    odd: &[Odd<'_>],
    before: Option<NamedDocument<'_>>,
    after: NamedDocument<'_>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for remark in Remark::ALL {
        let mut groups: BTreeMap<&str, Vec<&Odd<'_>>> = BTreeMap::new();
        for odd in odd.iter().filter(|odd| odd.remark == *remark) {
            let group = groups.entry(&odd.subject).or_default();
            // A part that is written out in several places stands in one.
            if !group.iter().any(|known| known.place == odd.place) {
                group.push(odd);
            }
        }
        let hidden = groups.len().saturating_sub(MAX_REPORTED);
        let first = findings.len();
        findings.extend(groups.into_values().take(MAX_REPORTED).map(|group| finding(&group)));
        if let (Some(last), 1..) = (findings[first..].last_mut(), hidden) {
            let message = std::mem::take(&mut last.message);
            last.message = message.and_prose(format!("; {hidden} more of this kind"));
        }
    }
    findings.extend(before.into_iter().chain([after]).flat_map(repeated_keys));
    findings
}

fn finding(group: &[&Odd<'_>]) -> Finding {
    let [first, others @ ..] = group else { unreachable!("a group begins with its first") };
    let others = match others.len() {
        0 => String::new(),
        1 => ", here and at 1 more place".to_owned(),
        more => format!(", here and at {more} more places"),
    };
    let message = first.message.clone().and_prose(others);
    let mut finding = Finding::new(first.remark.rule(), message).with_help(first.help);
    finding.location = Some(first.document.located(first.place.clone()));
    finding
}

/// The faulty parts of a document and its references that lead nowhere.
fn odd<'d>(document: NamedDocument<'d>, doubts: &Doubts) -> Vec<Odd<'d>> {
    let faults = document.document.faults().iter().map(|it| fault(document, it, doubts));
    let unresolved = document.document.unresolved();
    let unresolved = unresolved.into_iter().map(|it| reference(document, it, doubts));
    faults.chain(unresolved).collect()
}

fn fault<'d>(document: NamedDocument<'d>, fault: &Fault, doubts: &Doubts) -> Odd<'d> {
    let Fault { reading, place, pointer, reason, .. } = fault;
    let at = if place.pointer.is_empty() { "the document" } else { place.pointer.as_str() };
    let message = Text::code(at.to_owned()).and_prose(format!(": {reason}"));
    let (remark, message, help) = match reading {
        Reading::As(reading) => (
            Remark::Repaired,
            message.and_prose(format!("; it is read as {reading}")),
            "write it as the specification wants; other tools may read it otherwise",
        ),
        Reading::Nothing => (
            Remark::Repaired,
            message.and_prose("; it says nothing of the contract"),
            "write it as the specification wants; other tools may refuse the document",
        ),
        Reading::NotUnderstood => (
            Remark::NotUnderstood,
            message.and_prose("; what is meant is not known"),
            "write it as the specification wants: it is compared as it is written, and not by what it means",
        ),
    };
    let is_same = *reading != Reading::NotUnderstood || doubts.is_same(&Part::Fault(fault));
    let subject = format!("{}{}{reason}", place.file.as_deref().unwrap_or_default(), place.pointer);
    let (place, pointer) = (place.clone(), pointer.clone());
    Odd { remark, document, place, pointer, subject, message, help, is_same }
}

fn reference<'d>(document: NamedDocument<'d>, it: Unresolved, doubts: &Doubts) -> Odd<'d> {
    let is_same = it.why == Unreached::Address && doubts.is_same(&Part::Reference(&it));
    let Unresolved { pointer, target, why } = it;
    let (remark, words, help) = match why {
        Unreached::Missing => (
            Remark::ReferenceDangling,
            " names nothing".to_owned(),
            "correct the reference: what it stands for is not compared",
        ),
        Unreached::Address => (
            Remark::ReferenceAddress,
            " names an address, and nothing is fetched while a document is read".to_owned(),
            "keep a copy beside the document and refer to that",
        ),
        Unreached::NoFolder => (
            Remark::ReferenceUnread,
            " names a file, and this document was read without the files beside it".to_owned(),
            "give the document as a file, in the folder of what it refers to",
        ),
        Unreached::File(reason) => (
            Remark::ReferenceUnread,
            format!(" names a file that cannot be read: {reason}"),
            "put the file where the reference looks for it, or correct the reference",
        ),
        Unreached::Forbidden(why) => {
            (Remark::ReferenceUnread, format!(" {why}"), "what it stands for is not compared")
        }
    };
    let message = Text::prose("the reference ").and_code(target.clone()).and_prose(words);
    let place = document.document.place(&pointer);
    Odd { remark, document, place, pointer, subject: target, message, help, is_same }
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
