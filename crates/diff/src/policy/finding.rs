//! A change as a finding: the rule, where its author finds the place, the sentence.

use gatepact_finding::{Direction, Finding, Proof, SchemaPlace, Severity, Subject, Text};

use super::schema_place::schema_place;
use super::severity::rule;
use crate::change::Change;
use crate::evidence::ProvenChange;
use crate::named_document::NamedDocument;
use crate::rules::{AppliesTo, ChangeKind};

/// The help for what breaks no consumer.
pub(super) const NOTHING_TO_DO: &str =
    "nothing has to be done: consumers of the old release keep working";

/// The finding of a change between two documents.
pub(super) fn change(proven: ProvenChange, sides: [NamedDocument<'_>; 2]) -> Change {
    let (document, pointer) = place(&proven, sides);
    let schema_place = schema_place(pointer);
    let message = message(&proven, &schema_place);
    let rule = rule(proven.kind, proven.direction);
    let mut finding = Finding::new(rule, message).with_help(help(proven.kind, rule.severity));
    finding.location = Some(document.location(pointer));
    finding.direction = direction(&proven);
    finding.schema_place = schema_place;
    let ProvenChange { kind, direction, place, details, operations, proof } = proven;
    finding.operation = operations.first().cloned();
    finding.operations = operations;
    finding.proof = proof;
    finding.subject = details.subject;
    finding.old = details.old;
    finding.new = details.new;
    Change { kind, direction, old: place.old, new: place.new, finding }
}

/// What was removed stands in the old document only.
fn place<'p, 'd>(
    change: &'p ProvenChange,
    [before, after]: [NamedDocument<'d>; 2],
) -> (NamedDocument<'d>, &'p str) {
    match (&change.place.new, &change.place.old) {
        (Some(pointer), _) => (after, pointer),
        (None, Some(pointer)) => (before, pointer),
        (None, None) => (after, ""),
    }
}

fn direction(change: &ProvenChange) -> Option<Direction> {
    (change.kind.info().applies_to != AppliesTo::Whole).then_some(change.direction)
}

/// `Order.total: the type changed from ..`: what changed, of what; and why it is unproved, where it is.
fn message(change: &ProvenChange, schema_place: &SchemaPlace) -> Text {
    let sentence = change.sentence();
    let message = match schema_place.path.as_deref() {
        Some(path) if change.details.subject != Some(Subject::Property(path.to_owned())) => {
            Text::prose(format!("{path}: ")).and_text(sentence)
        }
        Some(_) | None => sentence,
    };
    match &change.proof {
        Some(Proof::Unproved(reason)) => message.and_prose("; unproved: ").and_text(reason.clone()),
        Some(Proof::Witness(_) | Proof::Declared) | None => message,
    }
}

fn help(kind: ChangeKind, severity: Severity) -> Text {
    match severity {
        Severity::Info => Text::prose(NOTHING_TO_DO),
        Severity::Warning | Severity::Error => kind.info().help.fill(Default::default()),
    }
}
