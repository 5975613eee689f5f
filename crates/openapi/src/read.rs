//! From text to a [`Document`](crate::Document).
//!
//! ```text
//! bytes -> json | yaml -> dialect -> bundle -> anchors -> shape <-> write_out -> remedy -> lower -> value
//!          value, spots   which    other files  $anchor   odd parts  $ref paths   repairs   2.0 only
//! ```
//!
//! Every step is bounded ([`limits`]) and none panics, whatever the bytes are. Each step that moves parts notes where
//! they stood ([`moves`]), so that [`sources`] finds the line of every part in the text that its author wrote. What is
//! no API document is refused; an odd part of one is a [`Fault`], and the rest is read.

mod anchors;
mod bundle;
mod dialect;
mod error;
mod faults;
mod format;
mod grammar;
mod json;
mod lenient;
pub(crate) mod limits;
mod location;
mod lower;
mod moves;
mod parts;
mod references;
mod remedy;
mod shape;
mod sources;
mod text;
mod unresolved;
mod value_kind;
mod write_out;
mod yaml;

use serde_json::Value;

pub(crate) use bundle::Folder;
pub use dialect::Specification;
pub use error::ReadError;
pub use format::Format;
pub use location::Forbidden;
pub(crate) use moves::Moves;
pub(crate) use sources::{FILES, Sources};
pub(crate) use unresolved::{each_reference, unresolved};

use crate::fault::Fault;
use faults::Faults;
use grammar::Kind;
use lower::Grown;
use parts::Parts;
use remedy::Edit;
use shape::{Met, Misfit};
use text::{Text, parse};
use write_out::Written;

/// A text that was read: the value in the shape of OpenAPI 3, and what it was made from.
pub(crate) struct Parsed {
    pub(crate) format: Format,
    pub(crate) value: Value,
    pub(crate) sources: Sources,
    pub(crate) faults: Vec<Fault>,
}

/// Reads a text; files that it refers to only where a folder is given.
pub(crate) fn read(bytes: &[u8], folder: Option<Folder<'_>>) -> Result<Parsed, ReadError> {
    let name = folder.as_ref().map_or("", |folder| folder.root);
    let Text { format, mut value, spots, slip } = parse(bytes, name)?;
    let specification = match (dialect::of(&value, &spots), &slip) {
        (Ok(specification), _) => specification,
        // What is no API document is told as it is written.
        (Err(_), Some((at, reason))) => {
            return Err(ReadError::Syntax { format, at: *at, reason: reason.clone() });
        }
        (Err(error), None) => return Err(error),
    };
    let mut sources = Sources::new(specification, spots);
    sources.has_folder = folder.is_some();
    let mut faults = Faults::default();
    if let Some((at, reason)) = slip {
        faults.note_slip(None, at, &reason);
    }
    // Most documents stand alone, and following their references would double what reading costs.
    let folder = folder.filter(|_| bundle::names_files(&value));
    let mut parts = match folder {
        Some(folder) => {
            let (parts, odd) = bundle::bundle(&mut value, &mut sources, folder)?;
            for (misfit, place) in odd {
                faults.note(&value, misfit, place);
            }
            for (file, at, reason) in std::mem::take(&mut sources.slips) {
                faults.note_slip(Some(file), at, &reason);
            }
            parts
        }
        None if specification == Specification::Swagger20 => Parts::of(&value, specification),
        None => Parts::default(),
    };
    anchors::resolve(&mut value, specification);
    let is_lowered = specification == Specification::Swagger20;
    let original = is_lowered.then(|| value.clone());
    let misfits = shaped(&mut value, &parts, &mut sources, &mut faults)?;
    let edits = faults.note_all(&value, misfits, &sources)?;
    if original.is_some() || !edits.is_empty() {
        sources.root = Some(original.unwrap_or_else(|| value.clone()));
    }
    repair(&mut value, edits, &mut sources);
    let mut faults = faults.found;
    if is_lowered {
        let lower::Lowered { value: lowered, moves, odd } =
            lower::lower(&value, &mut parts).map_err(|Grown(at)| sources.grown(&value, &at))?;
        for fault in &mut faults {
            fault.follow(&moves);
        }
        faults.extend(odd.into_iter().map(|odd| odd.fault(&value, &sources, &moves)));
        value = lowered;
        sources.steps.push(moves);
    }
    Ok(Parsed { format, value, sources, faults })
}

/// So many times parts are written out that hold references themselves.
const PASSES: usize = 16;

/// Writes out what is a reference in the wrong place, and gives the parts of another shape.
fn shaped(
    value: &mut Value,
    parts: &Parts,
    sources: &mut Sources,
    faults: &mut Faults,
) -> Result<Vec<Misfit>, ReadError> {
    let specification = sources.specification;
    let mut written = Written::default();
    for pass in 0.. {
        let mut met = Met::default();
        shape::check(value, "", Kind::Document, specification, &mut met);
        for (at, kind) in parts.outermost() {
            if let Some(part) = value.pointer(at) {
                shape::check(part, at, kind, specification, &mut met);
            }
        }
        if met.sites.is_empty() || pass == PASSES {
            return Ok(met.misfits);
        }
        let done = write_out::write_out(value, met.sites, sources, &mut written);
        done.map_err(|write_out::TooMuch(at)| sources.grown(value, &at))?;
        for (misfit, place) in written.misfits.drain(..) {
            faults.note(value, misfit, place);
        }
        if written.moves.is_empty() {
            return Ok(met.misfits);
        }
        sources.steps.push(std::mem::take(&mut written.moves));
    }
    Ok(Vec::new())
}

/// Makes the edits; a key that is renamed is found under its own name.
fn repair(value: &mut Value, edits: Vec<Edit>, sources: &mut Sources) {
    let mut moves = Moves::default();
    for edit in &edits {
        if let Edit::Rename(at, name) = edit {
            let now = moves.target(at);
            let parent = now.rsplit_once('/').map_or("", |(parent, _)| parent);
            moves.subtree(&gatepact_finding::pointer::child(parent, name), at);
        }
    }
    if !moves.is_empty() {
        sources.steps.push(moves);
    }
    // What stands below first: the names above it are still those of the pointers.
    remedy::apply(value, edits.into_iter().rev());
}
