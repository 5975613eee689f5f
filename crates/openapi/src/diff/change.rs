//! A change: ids and facts first, sentences made from them last.

use std::cmp::Reverse;
use std::fmt;

use serde_json::Value;

use super::proof::Proof;
use super::rules::{Kind, Sides};
use super::severity::{Direction, Severity, severity};

/// One change between two documents.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What kind of change.
    pub kind: Kind,
    /// Which way the changed part travels.
    pub direction: Direction,
    /// All operations that reach the changed part, as `GET /orders/{id}`, sorted; empty for the API as a whole.
    pub operations: Vec<String>,
    /// Where the part stands in the old document; `None` for an addition.
    pub pointer_old: Option<String>,
    /// Where the part stands in the new document; `None` for a removal.
    pub pointer_new: Option<String>,
    /// What exactly changed.
    pub facts: Facts,
    /// Why it is believed; `None` for what breaks nobody and needs no proof.
    pub proof: Option<Proof>,
}

/// The facts of a change, as far as its kind has them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Facts {
    /// The name of the part: a property, a parameter, a keyword.
    pub subject: Option<String>,
    /// The old value.
    pub old: Option<Value>,
    /// The new value.
    pub new: Option<Value>,
}

impl Facts {
    pub(super) fn about(subject: impl Into<String>) -> Self {
        Self { subject: Some(subject.into()), old: None, new: None }
    }

    pub(super) fn values(old: Option<&Value>, new: Option<&Value>) -> Self {
        // Keys have no order: equal facts are equal texts.
        let sorted = |value: &Value| {
            let mut value = value.clone();
            value.sort_all_objects();
            value
        };
        Self { subject: None, old: old.map(sorted), new: new.map(sorted) }
    }

    pub(super) fn subject(self, subject: impl Into<String>) -> Self {
        Self { subject: Some(subject.into()), ..self }
    }
}

impl Change {
    /// The id, for example `response.property.removed`.
    #[must_use]
    pub fn id(&self) -> String {
        self.kind.row().id(self.direction)
    }

    /// The order of changes: the worst first, then by id and place.
    pub(super) fn rank(&self) -> (Reverse<Severity>, String, [Option<String>; 2]) {
        let places = [self.pointer_new.clone(), self.pointer_old.clone()];
        (Reverse(self.severity()), self.id(), places)
    }

    /// How bad it is.
    #[must_use]
    pub fn severity(&self) -> Severity {
        severity(self.kind.row().effect, self.direction)
    }

    /// Whether the change concerns the API or an operation as a whole, rather than one direction.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.kind.row().sides == Sides::Whole
    }

    /// What changed, in one sentence without a full stop.
    #[must_use]
    pub fn message(&self) -> String {
        fill(self.kind.row().message, &self.facts)
    }

    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self.severity() {
            Severity::Safe => "nothing has to be done: consumers of the old release keep working",
            Severity::Risky | Severity::Breaking => self.kind.row().help,
        }
    }
}

/// `breaking response.property.removed GET /orders: the property `id` is gone (/components/schemas/Order/..)`
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.severity(), self.id())?;
        if !self.operations.is_empty() {
            write!(f, " {}", self.operations.join(", "))?;
        }
        let pointer = self.pointer_new.as_ref().or(self.pointer_old.as_ref());
        write!(f, ": {} ({})", self.message(), pointer.map_or("", String::as_str))
    }
}

/// One pass over the template, so that a fact that looks like a placeholder stays a fact.
fn fill(template: &str, facts: &Facts) -> String {
    let mut result = String::new();
    let mut rest = template;
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(before, tail)| Some((before, tail.split_once('}')?)))
    {
        result.push_str(before);
        match name {
            "subject" => result.push_str(facts.subject.as_deref().unwrap_or("?")),
            "old" => result.push_str(&show(facts.old.as_ref())),
            "new" => result.push_str(&show(facts.new.as_ref())),
            other => result.push_str(other),
        }
        rest = after;
    }
    result + rest
}

fn show(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => "none".to_owned(),
        Some(Value::String(text)) => format!("`{text}`"),
        Some(Value::Array(items)) if !items.is_empty() && items.iter().all(is_plain) => list(items),
        Some(other) => {
            let text = other.to_string();
            if text.chars().count() <= 80 {
                text
            } else {
                text.chars().take(79).collect::<String>() + "…"
            }
        }
    }
}

/// So many values of a list are shown.
const SHOWN: usize = 8;

fn list(items: &[Value]) -> String {
    let shown: Vec<_> = items.iter().take(SHOWN).map(|item| show(Some(item))).collect();
    match items.len() - shown.len() {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

fn is_plain(value: &Value) -> bool {
    !value.is_array() && !value.is_object()
}
