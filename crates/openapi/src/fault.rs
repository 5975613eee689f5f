//! Parts of a document that have another shape than its specification wants: read as what is meant, or not understood.

use gatepact_finding::Pointer;
use serde_json::Value;

use crate::position::Place;

/// A faulty part of a document that was read all the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// What was made of it.
    pub reading: Reading,
    /// Where its author finds it.
    pub place: Place,
    /// Where it stands in the document's value, or stood before it was repaired.
    pub pointer: Pointer,
    /// What was found and what belongs there: `a number, where text belongs`.
    pub reason: String,
    /// The part as it was written; `null` where nothing was.
    pub written: Value,
    /// What its references lead to, in the document's value.
    pub targets: Vec<Pointer>,
}

/// What was made of a faulty part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// It is read as something that the specification knows; the text completes "read as ..".
    As(String),
    /// It says nothing of the contract, whatever is meant: a title, an example.
    Nothing,
    /// Nobody can tell what is meant: it is equal to the same writing and to nothing else.
    NotUnderstood,
}

/// A reference that leads nowhere, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unresolved {
    /// Where it stands in the document's value.
    pub pointer: Pointer,
    /// What it names, as far as that is known.
    pub target: String,
    /// Why it leads nowhere.
    pub why: Unreached,
}

/// Why a reference leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unreached {
    /// The document, or the file, has no such part.
    Missing,
    /// It is an address, and nothing is fetched.
    Address,
    /// It names a file, and the document was read without its folder.
    NoFolder,
    /// The file cannot be read; the reason is that of whoever tried.
    File(String),
    /// No file is read for it.
    Forbidden(crate::Forbidden),
}
