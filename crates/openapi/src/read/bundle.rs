//! Files that a document refers to, read into its value under one key of the root.
//!
//! References are followed from the document on, by the [grammar](super::grammar), so a file is read because something
//! needs it and only what is needed of it is kept. A reference then leads to `#/x-gatepact-files/<path>/..`, and all
//! later code meets references within one document only.

mod files;

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

use serde_json::Value;

use super::error::ReadError;
use super::grammar::Kind;
use super::limits;
use super::location::{Forbidden, Location, from_document, locate};
use super::lower::weight;
use super::parts::{Parts, is_elsewhere};
use super::references::{self, Edits, Reference};
use super::remedy::Remedy;
use super::shape::Misfit;
use super::sources::{FILES, File, Sources};
use super::text::{Text, parse};
use crate::position::Place;
use crate::{reference, visit};
use gatepact_finding::pointer;

/// Why a file could not be read, in the words of whoever reads it.
pub(crate) type LoadError = Box<dyn Error + Send + Sync>;

/// Reads a file by its path from the root folder.
pub(crate) type Load<'l> = &'l mut dyn FnMut(&str) -> Result<Vec<u8>, LoadError>;

/// Where files come from.
pub(crate) struct Folder<'l> {
    /// The path of the document itself from the root folder.
    pub(crate) root: &'l str,
    pub(crate) load: Load<'l>,
}

/// Whether anything looks like the name of a file: a reference or a mapping of a discriminator that leads out of the
/// document.
pub(super) fn names_files(value: &Value) -> bool {
    let leads_out = |text: &Value| text.as_str().is_some_and(|text| !text.starts_with('#'));
    match value {
        Value::Array(items) => items.iter().any(names_files),
        Value::Object(members) => {
            members.iter().any(|(key, member)| match (key.as_str(), member) {
                ("$ref" | "$dynamicRef" | "operationRef", text @ Value::String(_)) => {
                    leads_out(text)
                }
                ("mapping", Value::Object(targets)) => {
                    targets.values().any(leads_out) || targets.values().any(names_files)
                }
                _ => names_files(member),
            })
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// Reads all files that `value` needs and puts them into it. The result names the parts that references reach, and odd
/// references.
pub(super) fn bundle(
    value: &mut Value,
    sources: &mut Sources,
    folder: Folder<'_>,
) -> Result<(Parts, Vec<(Misfit, Place)>), ReadError> {
    let mut bundle = Bundle {
        root: std::mem::take(value),
        sources,
        folder,
        open: vec![Target { file: None, pointer: String::new(), kind: Kind::Document }],
        followed: Followed::default(),
        paths: Vec::new(),
        names: BTreeMap::new(),
        addresses: None,
        bytes: 0,
        walked: 0,
        odd: Vec::new(),
    };
    let result = bundle.follow_all();
    let (followed, odd) = (bundle.followed, bundle.odd);
    *value = bundle.root;
    result?;
    if value.get(FILES).is_some() && !sources.files.is_empty() {
        let at = sources.spots.find(value, &pointer::child("", FILES));
        return Err(ReadError::Reserved { at, key: FILES.to_owned() });
    }
    Ok((files::put(value, sources, followed), odd))
}

/// A part to be walked: the file by its number, the root as `None`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Target {
    file: Option<usize>,
    pointer: String,
    kind: Kind,
}

/// A reference of a part: where it stands in its file, its text, what it stands for.
struct Found {
    at: String,
    text: String,
    kind: Kind,
}

/// What came of following all references.
#[derive(Default)]
struct Followed {
    /// The parts that were reached.
    seen: BTreeSet<Target>,
    /// The new texts of references, by file.
    edits: BTreeMap<Option<usize>, Edits>,
}

struct Bundle<'b, 'l> {
    root: Value,
    sources: &'b mut Sources,
    folder: Folder<'l>,
    open: Vec<Target>,
    followed: Followed,
    /// The path of each file from the root folder.
    paths: Vec<String>,
    /// The number of each path.
    names: BTreeMap<String, usize>,
    /// What the schemas of the root call themselves, once somebody asks.
    addresses: Option<BTreeSet<String>>,
    bytes: usize,
    /// Bytes of the parts walked: one part may stand in another.
    walked: usize,
    /// References that are not written as they have to be.
    odd: Vec<(Misfit, Place)>,
}

impl Bundle<'_, '_> {
    fn follow_all(&mut self) -> Result<(), ReadError> {
        while let Some(target) = self.open.pop() {
            if !self.followed.seen.insert(target.clone()) {
                continue;
            }
            let value = self.value(target.file).pointer(&target.pointer);
            self.walked += value.map_or(0, weight);
            if self.walked > limits::WALKED_BYTES {
                let limit = limits::VALUES;
                return Err(self.blame(target.file, &target.pointer, |at| {
                    ReadError::TooManyValues { at, limit }
                }));
            }
            for found in self.references(&target) {
                self.follow(target.file, found)?;
            }
        }
        Ok(())
    }

    /// The references of a part.
    fn references(&self, target: &Target) -> Vec<Found> {
        let mut found = Vec::new();
        let value = self.value(target.file).pointer(&target.pointer);
        references::below(
            value.unwrap_or(&Value::Null),
            target.kind,
            self.sources.specification,
            &mut |Reference { text, kind, at }| {
                // A reference within the root leads to what the walk of the root meets, or elsewhere.
                let is_met = target.file.is_none()
                    && reference::pointer(text)
                        .is_some_and(|to| !is_elsewhere(&to, self.sources.specification));
                if !is_met {
                    let at = format!("{}{at}", target.pointer);
                    found.push(Found { at, text: text.to_owned(), kind });
                }
            },
        );
        found
    }

    fn value(&self, file: Option<usize>) -> &Value {
        file.map_or(&self.root, |file| &self.sources.files[file].value)
    }

    fn path(&self, file: Option<usize>) -> &str {
        file.map_or(self.folder.root, |file| &self.paths[file])
    }

    fn follow(&mut self, from: Option<usize>, found: Found) -> Result<(), ReadError> {
        let Found { at, text, kind } = found;
        let (path, fragment) = text.split_once('#').unwrap_or((&text, ""));
        // `./file.yml/#/x`
        let without_slash = path.strip_suffix('/').filter(|path| !path.is_empty());
        let without_slash = without_slash.filter(|_| text.contains('#'));
        if without_slash.is_some() {
            self.slash_before_fragment(from, &at);
        }
        let path = without_slash.unwrap_or(path);
        let location = match locate(path, self.path(from)) {
            Err(Forbidden::Network) if self.declares(path) => return Ok(()),
            Err(why) => {
                self.sources.refused.insert(text, why);
                return Ok(());
            }
            Ok(location) => location,
        };
        // An anchor names its part in its own file only.
        let Some(pointer) = reference::pointer(&format!("#{fragment}")) else { return Ok(()) };
        let file = match location {
            Location::Same => from,
            Location::File(path) if path == self.folder.root => None,
            Location::File(path) => match self.file(path, from, &at)? {
                Ok(file) => Some(file),
                // The reference goes on naming the file, so that it can be told.
                Err(name) => {
                    let missing = reference::written(&format!("{}{pointer}", files::place(&name)));
                    self.followed.edits.entry(from).or_default().push((at, missing));
                    return Ok(());
                }
            },
        };
        let whole =
            file.map_or_else(String::new, |file| files::place(&self.sources.files[file].name));
        let edited = reference::written(&format!("{whole}{pointer}"));
        if file != from || from.is_some() || without_slash.is_some() {
            self.followed.edits.entry(from).or_default().push((at, edited));
        }
        self.open.push(Target { file, pointer: pointer.into(), kind });
        Ok(())
    }

    fn slash_before_fragment(&mut self, from: Option<usize>, at: &str) {
        if self.odd.len() > limits::FAULTS {
            return;
        }
        let place = match from {
            None => Place {
                file: None,
                pointer: at.into(),
                position: self.sources.spots.find(&self.root, at),
            },
            Some(file) => {
                let file = &self.sources.files[file];
                let position = file.spots.find(&file.value, at);
                Place { file: Some(file.name.clone()), pointer: at.into(), position }
            }
        };
        let whole =
            from.map_or_else(String::new, |file| files::place(&self.sources.files[file].name));
        let reason = "a slash between the file and the `#`".to_owned();
        let remedy = Remedy::read("a reference without it");
        self.odd.push((Misfit { pointer: format!("{whole}{at}"), reason, remedy }, place));
    }

    /// Whether a schema of the document has this address for a name of its own.
    fn declares(&mut self, address: &str) -> bool {
        if !self.sources.specification.is_2020() {
            return false;
        }
        let root = &self.root;
        let addresses = self.addresses.get_or_insert_with(|| {
            let mut found = BTreeSet::new();
            visit::visit(root, "", &mut |_, part| {
                found.extend(part.get("$id").and_then(Value::as_str).map(str::to_owned));
            });
            found
        });
        addresses.contains(address)
    }

    /// The number of a file, read now or before; its name where it cannot be read.
    fn file(
        &mut self,
        path: String,
        from: Option<usize>,
        at: &str,
    ) -> Result<Result<usize, String>, ReadError> {
        if let Some(known) = self.names.get(&path) {
            return Ok(Ok(*known));
        }
        let name = from_document(&path, self.folder.root);
        if self.sources.unread.contains_key(&name) {
            return Ok(Err(name));
        }
        if self.sources.files.len() + self.sources.unread.len() >= limits::FILES {
            let limit = limits::FILES;
            return Err(self.blame(from, at, |at| ReadError::TooManyFiles { at, limit }));
        }
        let bytes = match (self.folder.load)(&path) {
            Ok(bytes) => bytes,
            Err(why) => {
                self.sources.unread.insert(name.clone(), why.to_string());
                return Ok(Err(name));
            }
        };
        self.bytes = self.bytes.saturating_add(bytes.len());
        if self.bytes > limits::BYTES {
            return Err(ReadError::TooLarge { bytes: self.bytes, limit: limits::BYTES });
        }
        let (value, spots) = match parse(&bytes, &name) {
            Ok(Text { value, spots, slip, .. }) => {
                self.sources.slips.extend(slip.map(|(at, reason)| (name.clone(), at, reason)));
                (value, spots)
            }
            Err(why) => {
                self.sources.unread.insert(name.clone(), why.to_string());
                return Ok(Err(name));
            }
        };
        self.names.insert(path.clone(), self.sources.files.len());
        self.paths.push(path);
        self.sources.files.push(File { name, value, spots });
        let values: usize = self.sources.files.iter().map(|file| file.spots.len()).sum();
        if values + self.sources.spots.len() > limits::VALUES {
            let limit = limits::VALUES;
            return Err(self.blame(from, at, |at| ReadError::TooManyValues { at, limit }));
        }
        Ok(Ok(self.sources.files.len() - 1))
    }

    /// An error about a reference, said in the file that holds it.
    fn blame(
        &self,
        file: Option<usize>,
        at: &str,
        error: impl FnOnce(crate::Position) -> ReadError,
    ) -> ReadError {
        match file {
            None => error(self.sources.spots.find(&self.root, at)),
            Some(file) => {
                let file = &self.sources.files[file];
                let source = Box::new(error(file.spots.find(&file.value, at)));
                ReadError::InFile { file: file.name.clone(), source }
            }
        }
    }
}
