//! A change in the words of those who call the API, as Markdown.

use gatepact_finding::{
    CallerSentences, Facts, Finding, MessagePart, Proof, RuleKind, Subject, Text,
};

use crate::render::markup::sentence;

/// What changed. The rule table has the words; the field or the part of the message stands before a sentence that does
/// not say where the change is.
pub(super) fn of(change: &Finding) -> String {
    let RuleKind::Change { for_callers, .. } = change.rule.kind else {
        return sentence(&change.message);
    };
    let CallerSentences { sentence: general, names_place, in_field } = for_callers;
    let facts = facts(change);
    sentence(&match (in_field, facts.field) {
        (Some(in_field), Some(_)) => in_field.fill(facts),
        (None, _) | (Some(_), None) if names_place => general.fill(facts),
        (None, _) | (Some(_), None) => undecided(change, placed(change, general.fill(facts))),
    })
}

/// A general sentence says why it could not be decided what a change does; callers need no proof of the others.
fn undecided(change: &Finding, text: Text) -> Text {
    match &change.proof {
        Some(Proof::Unproved(reason)) => text.and_prose("; unproved: ").and_text(reason.clone()),
        Some(Proof::Witness(_) | Proof::Declared) | None => text,
    }
}

fn facts(change: &Finding) -> Facts<'_> {
    Facts {
        subject: change.subject.as_ref(),
        old: change.old.as_ref(),
        new: change.new.as_ref(),
        field: change.schema_place.field.as_deref(),
    }
}

/// The sentence behind the place of the change, unless that is what it is about.
fn placed(change: &Finding, text: Text) -> Text {
    match (&change.schema_place.field, change.schema_place.part) {
        (Some(field), _) if change.subject == Some(Subject::Property(field.clone())) => text,
        (Some(field), _) => {
            Text::prose("the field ").and_code(field.clone()).and_prose(": ").and_text(text)
        }
        (None, Some(part)) => Text::prose(format!("{}: ", name(part))).and_text(text),
        (None, None) => text,
    }
}

fn name(part: MessagePart) -> &'static str {
    match part {
        MessagePart::Parameter => "a parameter",
        MessagePart::RequestBody => "the body of the request",
        MessagePart::ResponseBody => "the body of the answer",
    }
}
