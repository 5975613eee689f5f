//! One thing to act on.

use std::cmp::Reverse;

use serde::Serialize;
use serde_json::Value;

use crate::{
    Direction, Evidence, Location, PactPlace, Proof, Rule, SchemaPlace, Severity, Subject, Text,
};

/// A finding: data first, sentences last. The order of its fields is the order in which JSON shows them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// The rule that found it; JSON shows its id.
    #[serde(rename = "id")]
    pub rule: Rule,
    /// How much it weighs.
    pub severity: Severity,
    /// One sentence: what is wrong.
    pub message: Text,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<Text>,
    /// `GET /orders/42`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// The half of the exchange.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// The part of a document it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    /// The promise it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pact: Option<PactPlace>,
    /// All operations it is about, where they are several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub operations: Vec<String>,
    /// Who relies on what changed. Absent where no pacts were given; empty where no consumer does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consumers: Option<Vec<Affected>>,
    /// Why it is believed, where that is a question; JSON shows it as `proof` and `witness`.
    #[serde(flatten)]
    pub proof: Option<Proof>,
    /// Whether it lets callers without credentials in who were refused before; JSON shows it where it does.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub opened: bool,
    /// Why it does not count, where a waiver covers it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waived: Option<Waived>,
    /// What was expected and what was received.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Evidence>,
    /// What it is about.
    #[serde(skip)]
    pub subject: Option<Subject>,
    /// Where in a schema that is.
    #[serde(skip)]
    pub schema_place: SchemaPlace,
    /// The old value.
    #[serde(skip)]
    pub old: Option<Value>,
    /// The new value.
    #[serde(skip)]
    pub new: Option<Value>,
    /// Position of the interaction it belongs to among the interactions of its report.
    #[serde(skip)]
    pub interaction: Option<usize>,
}

impl Finding {
    /// A finding with nothing but what every finding has.
    #[must_use]
    pub fn new(rule: Rule, message: impl Into<Text>) -> Finding {
        Finding {
            rule,
            severity: rule.severity,
            message: message.into(),
            help: None,
            operation: None,
            direction: None,
            location: None,
            pact: None,
            operations: Vec::new(),
            consumers: None,
            proof: None,
            opened: false,
            waived: None,
            evidence: None,
            subject: None,
            schema_place: SchemaPlace::default(),
            old: None,
            new: None,
            interaction: None,
        }
    }

    /// The stable id of its rule.
    #[must_use]
    pub fn id(&self) -> &'static str {
        self.rule.id
    }

    /// Whether it is a change between two documents.
    #[must_use]
    pub fn is_change(&self) -> bool {
        self.rule.is_change()
    }

    /// Whether it is a change that no waiver covers.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.is_change() && self.waived.is_none()
    }

    /// Whether it is a change that opens an operation, and no waiver covers it.
    #[must_use]
    pub fn opens(&self) -> bool {
        self.opened && self.counts()
    }

    /// How much it weighs where findings have a level that readers filter on: what opens an operation is seen, although it
    /// breaks no consumer.
    #[must_use]
    pub fn level(&self) -> Severity {
        if self.opens() { self.severity.max(Severity::Warning) } else { self.severity }
    }

    /// The order of changes in every report: what opens an operation first, then the worst.
    #[must_use]
    pub fn urgency(&self) -> (Reverse<bool>, Reverse<Severity>) {
        (Reverse(self.opened), Reverse(self.severity))
    }

    /// The message that shows it.
    #[must_use]
    pub fn witness(&self) -> Option<&crate::Witness> {
        self.proof.as_ref().and_then(Proof::witness)
    }

    /// The same finding with a piece of advice.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<Text>) -> Finding {
        self.help = Some(help.into());
        self
    }
}

/// The decision that a finding does not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Waived {
    /// Why, in the words of the person who decided it.
    pub reason: String,
    /// The last day on which it holds: `2026-12-31`.
    pub expires: String,
}

/// A consumer that relies on something, and by which of its interactions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Affected {
    /// Its name.
    pub consumer: String,
    /// The description of the interaction.
    pub interaction: String,
    /// The pact, as the user named it.
    pub file: String,
    /// Line of the interaction in the pact, from 1.
    pub line: usize,
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::{Release, Witness};

    fn shown(proof: Option<Proof>) -> Value {
        let rule = Rule::remark("a.b", Severity::Warning);
        let finding = Finding { proof, ..Finding::new(rule, "a reason") };
        serde_json::to_value(finding).unwrap()
    }

    #[test]
    fn a_proof_is_one_member_or_two_of_the_finding() {
        let witness = Witness {
            operation: Some("GET /a".to_owned()),
            caller: None,
            request: None,
            response: None,
            holder: Release::Old,
            releases: Text::prose("accepted by 1, refused by 2"),
            why: Text::code("x").and_prose(" is gone"),
        };
        let explains = "accepted by 1, refused by 2: `x` is gone";
        for (proof, members) in [
            (None, json!({})),
            (Some(Proof::Declared), json!({ "proof": "declared" })),
            (Some(Proof::Unproved("too deep".into())), json!({ "proof": "unproved" })),
            (
                Some(Proof::Witness(Box::new(witness))),
                json!({
                    "proof": "witness",
                    "witness": { "operation": "GET /a", "explains": explains },
                }),
            ),
        ] {
            let mut expected = json!({ "id": "a.b", "severity": "warning", "message": "a reason" });
            let object = expected.as_object_mut().unwrap();
            object.extend(members.as_object().unwrap().clone());
            assert_eq!(shown(proof), expected);
        }
    }

    #[test]
    fn facts_are_not_shown_and_members_have_their_order() {
        let finding = Finding {
            consumers: Some(Vec::new()),
            proof: Some(Proof::Declared),
            waived: Some(Waived { reason: "r".to_owned(), expires: "2026-12-31".to_owned() }),
            subject: Some(Subject::Property("x".to_owned())),
            schema_place: SchemaPlace { path: Some("A.x".to_owned()), ..SchemaPlace::default() },
            old: Some(json!(1)),
            new: Some(json!(2)),
            interaction: Some(0),
            ..Finding::new(Rule::remark("a.b", Severity::Info), Text::code("x")).with_help("h")
        };
        assert_eq!(
            serde_json::to_string(&finding).unwrap(),
            r#"{"id":"a.b","severity":"info","message":"`x`","help":"h","consumers":[],"proof":"declared","waived":{"reason":"r","expires":"2026-12-31"}}"#
        );
    }
}
