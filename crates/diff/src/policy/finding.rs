//! A change as a finding: the rule, where its author finds the place, the sentence.

use gatepact_finding::{
    Direction, Facts, Finding, Pointer, Proof, SchemaPlace, Severity, Subject, Template, Text,
    pointer,
};
use gatepact_openapi::Cursor;

use super::schema_place::schema_place;
use super::severity::rule;
use crate::change::Change;
use crate::compare::raw_change::Loss;
use crate::evidence::ProvenChange;
use crate::named_document::NamedDocument;
use crate::rules::{AppliesTo, ChangeKind};

/// The help for what breaks no consumer.
pub(super) const NOTHING_TO_DO: &str =
    "nothing has to be done: consumers of the old release keep working";

/// The help for what breaks readers of one alternative only.
const READER: &str = "no validator refuses it, because another part of the schema takes what it does not describe: ask who reads this part";

/// The finding of a change between two documents.
pub(super) fn change(proven: ProvenChange, sides: [NamedDocument<'_>; 2]) -> Change {
    let (document, pointer) = place(&proven, sides);
    let schema_place = schema_place(pointer);
    let message = message(&proven, &schema_place, owner(&document.document.root(), pointer));
    let rule = rule(proven.kind, proven.direction);
    let severity = match proven.loss {
        Loss::Message => rule.severity,
        Loss::Reader => rule.severity.min(Severity::Warning),
    };
    let help = match (proven.loss, severity) {
        (Loss::Reader, Severity::Warning) => Text::prose(READER),
        (Loss::Message | Loss::Reader, _) if proven.opened => opened_help(),
        (Loss::Message | Loss::Reader, _) => help(proven.kind, severity),
    };
    let mut finding = Finding::new(rule, message).with_help(help);
    finding.severity = severity;
    finding.location = Some(document.location(pointer));
    finding.direction = direction(&proven);
    finding.schema_place = schema_place;
    let ProvenChange { kind, direction, place, details, operations, proof, opened, .. } = proven;
    finding.operation = operations.first().cloned();
    finding.operations = operations;
    finding.proof = proof;
    finding.opened = opened;
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

/// The parameter, the header, or the media type of several in whose schema a place is.
fn owner(root: &Cursor<'_>, pointer: &str) -> Option<Text> {
    const PARAMETER: Template = Template::new("{subject}: ");
    const HEADER: Template = Template::new("header `{subject}`: ");
    const MEDIA_TYPE: Template = Template::new("{subject}: ");
    let tokens: Vec<_> = pointer::tokens(pointer).collect();
    let end = tokens.iter().position(|token| matches!(token.as_ref(), "schema" | "itemSchema"))?;
    let mut part = root.clone();
    let mut found = None;
    for (index, token) in tokens[..end].iter().enumerate() {
        let within = index.checked_sub(1).map_or("", |before| tokens[before].as_ref());
        let is_one_of_several = part.value.as_object().is_some_and(|all| all.len() > 1);
        part = part
            .value
            .pointer(&pointer::child("", token))
            .map(|value| part.moved(Pointer::root(), value))?;
        let name = || token.clone().into_owned();
        found = match (part.text("in"), part.text("name"), within) {
            (Some(place), Some(name), _) => {
                let (place, name) = (place.to_owned(), name.to_owned());
                Some((Subject::Parameter { place, name }, PARAMETER))
            }
            (_, _, "headers") => Some((Subject::Header(name()), HEADER)),
            (_, _, "content") if found.is_none() && is_one_of_several => {
                Some((Subject::MediaType(name()), MEDIA_TYPE))
            }
            _ => found,
        };
    }
    let (subject, template) = found?;
    Some(template.fill(Facts { subject: Some(&subject), ..Facts::default() }))
}

/// `Order.total: the type changed from ..`: what changed, of what; and why it is unproved, where it is.
fn message(change: &ProvenChange, schema_place: &SchemaPlace, owner: Option<Text>) -> Text {
    let sentence = change.sentence();
    let is_named = matches!(
        change.details.subject,
        Some(Subject::Parameter { .. } | Subject::Header(_) | Subject::MediaType(_))
    );
    let message = match schema_place.path.as_deref() {
        Some(path) if change.details.subject != Some(Subject::Property(path.to_owned())) => {
            Text::prose(format!("{path}: ")).and_text(sentence)
        }
        Some(_) | None => sentence,
    };
    let message = match owner.filter(|_| !is_named) {
        Some(owner) => owner.and_text(message),
        None => message,
    };
    match &change.proof {
        Some(Proof::Unproved(reason)) => message.and_prose("; unproved: ").and_text(reason.clone()),
        Some(Proof::Witness(_) | Proof::Declared) | None => message,
    }
}

/// The help for what opens an operation, which has to be meant.
fn opened_help() -> Text {
    Text::prose(
        "refuse these callers again; if the operation is meant to be public, waive the change with ",
    )
    .and_code("opened = true")
}

fn help(kind: ChangeKind, severity: Severity) -> Text {
    match severity {
        Severity::Info => Text::prose(NOTHING_TO_DO),
        Severity::Warning | Severity::Error => kind.info().help.fill(Default::default()),
    }
}
