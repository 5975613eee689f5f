//! One thing that somebody should act on.

use std::borrow::Cow;

use serde::Serialize;

use crate::{Proof, Witness};

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know.
    Info,
    /// May hurt, or makes the run prove less than it seems to.
    Warning,
    /// Breaks a contract, or keeps the run from telling.
    Error,
}

impl Severity {
    /// The word that reports use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// The half of an exchange that a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// What the consumer sends.
    Request,
    /// What the provider answers.
    Response,
}

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A change between two documents.
    Change,
    /// Anything else: a broken promise, an unreadable pact, a waiver that nothing needs.
    Remark,
}

/// A finding: data first, sentences last.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// The rule that found it, such as `response.body.incompatible`: stable, made for filters.
    pub id: Cow<'static, str>,
    /// How much it weighs.
    pub severity: Severity,
    /// One sentence: what is wrong.
    pub message: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
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
    /// Who relies on what changed. Absent where no pacts were given; empty where nobody does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consumers: Option<Vec<Affected>>,
    /// Why it is believed, where that is a question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proof: Option<Proof>,
    /// The message that proves it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub witness: Option<Witness>,
    /// Why it does not count, where somebody has decided so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waived: Option<Waived>,
    /// What was expected and what came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Evidence>,
    /// What it is about: only changes are counted as changes.
    #[serde(skip)]
    pub kind: Kind,
    /// Position in [`Report::interactions`](crate::Report::interactions) of the interaction it
    /// belongs to.
    #[serde(skip)]
    pub interaction: Option<usize>,
}

impl Finding {
    /// A finding with nothing but what every finding has.
    #[must_use]
    pub fn new(id: impl Into<Cow<'static, str>>, severity: Severity, message: String) -> Finding {
        Finding {
            id: id.into(),
            severity,
            message,
            help: None,
            operation: None,
            direction: None,
            location: None,
            pact: None,
            operations: Vec::new(),
            consumers: None,
            proof: None,
            witness: None,
            waived: None,
            evidence: None,
            kind: Kind::Remark,
            interaction: None,
        }
    }

    /// A change between two documents, with nothing but what every finding has.
    #[must_use]
    pub fn change(
        id: impl Into<Cow<'static, str>>,
        severity: Severity,
        message: String,
    ) -> Finding {
        Finding { kind: Kind::Change, ..Finding::new(id, severity, message) }
    }

    /// Whether it is a change between two documents.
    #[must_use]
    pub fn is_change(&self) -> bool {
        self.kind == Kind::Change
    }

    /// Whether it is a change that nobody has waived.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.is_change() && self.waived.is_none()
    }

    /// The same finding with a piece of advice.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Finding {
        self.help = Some(help.into());
        self
    }
}

/// The decision that a finding does not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Waived {
    /// Why, in the words of whoever decided it.
    pub reason: String,
    /// The last day on which it holds: `2026-12-31`.
    pub expires: String,
}

/// A place in a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Location {
    /// The file.
    pub file: String,
    /// Line in the file, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// JSON pointer into the file.
    pub pointer: String,
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

/// A place in a pact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PactPlace {
    /// The file, as the user named it.
    pub file: String,
    /// Line in the file, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// Who relies on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consumer: Option<String>,
    /// Who promised it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// The interaction's description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interaction: Option<String>,
    /// JSON pointer into the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
}

/// What was expected and what came, as short texts without secrets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// Where in the message: `status`, a header's name, or a path such as `$.lines[0].sku`.
    pub at: String,
    /// What the pact promises.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// What came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actual: Option<String>,
    /// The beginning of the answer's body, where it explains the rest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
}
