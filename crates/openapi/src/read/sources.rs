//! The texts that a document was read from, and the way from its value back to them.

use std::collections::BTreeMap;

use serde_json::Value;

use super::dialect::Specification;
use super::error::ReadError;
use super::limits;
use super::location::Forbidden;
use super::moves::Moves;
use gatepact_finding::pointer;

use crate::position::{Place, Position, Spots};

/// The key of the root under which the files that it refers to stand.
pub(crate) const FILES: &str = "x-gatepact-files";

/// A file that the document refers to, as it was written.
#[derive(Debug, Clone)]
pub(crate) struct File {
    pub(super) name: String,
    pub(super) value: Value,
    pub(super) spots: Spots,
}

/// What a value was made from.
#[derive(Debug, Clone)]
pub(crate) struct Sources {
    /// What the texts follow.
    pub(crate) specification: Specification,
    /// The root as it was written, where that has another shape than the value.
    pub(super) root: Option<Value>,
    pub(super) spots: Spots,
    pub(super) files: Vec<File>,
    /// The steps from what was written to the value, the first one first.
    pub(super) steps: Vec<Moves>,
    /// The files that cannot be read, each with the reason.
    pub(super) unread: BTreeMap<String, String>,
    /// The references for which no file is read.
    pub(super) refused: BTreeMap<String, Forbidden>,
    /// The files that are not valid JSON and were read all the same, with where and why.
    pub(super) slips: Vec<(String, Position, String)>,
    /// Whether there is a folder whose files may be read.
    pub(super) has_folder: bool,
}

impl Sources {
    pub(super) fn new(specification: Specification, spots: Spots) -> Self {
        Self {
            specification,
            root: None,
            spots,
            files: Vec::new(),
            steps: Vec::new(),
            unread: BTreeMap::new(),
            refused: BTreeMap::new(),
            slips: Vec::new(),
            has_folder: false,
        }
    }

    /// Whether other files than the document itself were read.
    pub(crate) fn has_files(&self) -> bool {
        !self.files.is_empty()
    }

    /// The sources of a value that was made from this one's by further steps.
    pub(crate) fn rewritten(&self, value: &Value, steps: Vec<Moves>) -> Self {
        let mut sources = self.clone();
        sources.root.get_or_insert_with(|| value.clone());
        sources.steps.extend(steps);
        sources
    }

    /// Whether there are references for which no file is read for this reason.
    pub(crate) fn refuses(&self, why: Forbidden) -> bool {
        self.refused.values().any(|known| *known == why)
    }

    /// Where keys stand, in the text of the document itself, that their objects have more than once.
    pub(crate) fn repeated_keys(&self, value: &Value) -> Vec<Place> {
        let root = self.root.as_ref().unwrap_or(value);
        let place = |pointer: &String| Place {
            file: None,
            pointer: pointer.as_str().into(),
            position: self.spots.find(root, pointer),
        };
        self.spots.repeated_keys().iter().map(place).collect()
    }

    /// Where the part `pointer` of `value` stands in the texts.
    pub(crate) fn place(&self, value: &Value, pointer: &str) -> Place {
        let pointer =
            self.steps.iter().rev().fold(pointer.to_owned(), |at, moves| moves.origin(&at));
        match self.in_a_file(&pointer) {
            Some((file, pointer)) => {
                let position = file.spots.find(&file.value, &pointer);
                Place { file: Some(file.name.clone()), pointer: pointer.into(), position }
            }
            None => {
                let root = self.root.as_ref().unwrap_or(value);
                Place {
                    file: None,
                    position: self.spots.find(root, &pointer),
                    pointer: pointer.into(),
                }
            }
        }
    }

    /// The line and column alone.
    pub(crate) fn position(&self, value: &Value, pointer: &str) -> Position {
        match self.steps.is_empty() && self.files.is_empty() {
            true => self.spots.find(value, pointer),
            false => self.place(value, pointer).position,
        }
    }

    fn in_a_file(&self, pointer: &str) -> Option<(&File, String)> {
        let below = pointer.strip_prefix('/')?.strip_prefix(FILES)?;
        let name = pointer::tokens(below).next()?;
        let file = self.files.iter().find(|file| file.name == name)?;
        let rest = below.get(1..)?.find('/').map_or("", |slash| &below[slash + 1..]);
        Some((file, rest.to_owned()))
    }

    /// Written out, the document grows beyond the bounds at this part.
    pub(super) fn grown(&self, value: &Value, pointer: &str) -> ReadError {
        self.blame(value, pointer, |place| ReadError::TooManyValues {
            at: place.position,
            limit: limits::VALUES,
        })
    }

    /// An error about the part `pointer` of `value`, said where the author can find it.
    pub(super) fn blame(
        &self,
        value: &Value,
        pointer: &str,
        error: impl FnOnce(Place) -> ReadError,
    ) -> ReadError {
        let place = self.place(value, pointer);
        match place.file.clone() {
            Some(file) => ReadError::InFile { file, source: Box::new(error(place)) },
            None => error(place),
        }
    }
}
