//! Files that a document refers to, read into its value under one key of the root.
//!
//! References are followed from the document on, by the [grammar](super::grammar), so a file is read because something
//! needs it and only what is needed of it is kept. A reference then leads to `#/x-gatepact-files/<path>/..`, and all
//! later code meets references within one document only.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

use serde_json::{Map, Value};

use super::dialect::Specification;
use super::error::ReadError;
use super::grammar::Kind;
use super::location::{Forbidden, Location, locate};
use super::lower::weight;
use super::parts::Parts;
use super::references::{self, Edits, Reference};
use super::sources::{FILES, File, Sources};
use super::{limits, parse};
use crate::pointer;

/// Why a file could not be read, in the words of whoever reads it.
pub(crate) type LoadError = Box<dyn Error + Send + Sync>;

/// Reads a file by its path from the document's folder.
pub(crate) type Load<'l> = &'l mut dyn FnMut(&str) -> Result<Vec<u8>, LoadError>;

/// Where files come from.
pub(crate) struct Folder<'l> {
    /// The name of the document itself.
    pub(crate) root: &'l str,
    pub(crate) load: Load<'l>,
}

/// Reads all files that `value` needs and puts them into it. The result names the parts that references reach.
pub(super) fn bundle(
    value: &mut Value,
    specification: Specification,
    sources: &mut Sources,
    folder: Folder<'_>,
) -> Result<Parts, ReadError> {
    let mut bundle = Bundle {
        specification,
        root: std::mem::take(value),
        sources,
        folder,
        open: vec![Target { file: None, pointer: String::new(), kind: Kind::Document }],
        seen: BTreeSet::new(),
        edits: BTreeMap::new(),
        names: BTreeMap::new(),
        addresses: None,
        bytes: 0,
        walked: 0,
    };
    let result = bundle.follow_all();
    let (root, edits, seen) = (bundle.root, bundle.edits, bundle.seen);
    *value = root;
    result?;
    if value.get(FILES).is_some() && !sources.files.is_empty() {
        let pointer = pointer::child("", FILES);
        let at = sources.spots.find(value, &pointer);
        let reason = "the key is reserved for the files that the document refers to".to_owned();
        return Err(ReadError::Shape { specification, at, pointer, reason });
    }
    Ok(write(value, sources, edits, seen))
}

/// A part to be walked: the file by its number, the root as `None`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Target {
    file: Option<usize>,
    pointer: String,
    kind: Kind,
}

struct Bundle<'b, 'l> {
    specification: Specification,
    root: Value,
    sources: &'b mut Sources,
    folder: Folder<'l>,
    open: Vec<Target>,
    seen: BTreeSet<Target>,
    edits: BTreeMap<Option<usize>, Edits>,
    names: BTreeMap<String, usize>,
    /// What the schemas of the root call themselves, once somebody asks.
    addresses: Option<BTreeSet<String>>,
    bytes: usize,
    /// Bytes of the parts walked: one part may stand in another.
    walked: usize,
}

impl Bundle<'_, '_> {
    fn follow_all(&mut self) -> Result<(), ReadError> {
        while let Some(target) = self.open.pop() {
            if !self.seen.insert(target.clone()) {
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
            for (at, text, kind) in self.references(&target) {
                self.follow(&target, at, &text, kind)?;
            }
        }
        Ok(())
    }

    /// The references of a part: where, their text, what they stand for.
    fn references(&self, target: &Target) -> Vec<(String, String, Kind)> {
        let mut found = Vec::new();
        let value = self.value(target.file).pointer(&target.pointer);
        references::below(
            value.unwrap_or(&Value::Null),
            target.kind,
            self.specification,
            &mut |Reference { text, kind, at }| {
                // A reference within the root leads to what the walk of the root meets anyway.
                let is_internal = text.starts_with('#') && target.file.is_none();
                if !is_internal || text.starts_with("#/x-") {
                    found.push((format!("{}{at}", target.pointer), text.to_owned(), kind));
                }
            },
        );
        found
    }

    fn value(&self, file: Option<usize>) -> &Value {
        file.map_or(&self.root, |file| &self.sources.files[file].value)
    }

    fn name(&self, file: Option<usize>) -> &str {
        file.map_or(self.folder.root, |file| &self.sources.files[file].name)
    }

    fn follow(
        &mut self,
        from: &Target,
        at: String,
        text: &str,
        kind: Kind,
    ) -> Result<(), ReadError> {
        let (path, fragment) = text.split_once('#').unwrap_or((text, ""));
        let location = match locate(path, self.name(from.file)) {
            Err(Forbidden::Network) if self.declares(path) => return Ok(()),
            Err(why) => return Err(self.forbidden(from.file, &at, text, why)),
            Ok(location) => location,
        };
        // An anchor names its part in its own file only.
        let Some(pointer) = pointer::from_reference(&format!("#{fragment}")) else { return Ok(()) };
        let file = match location {
            Location::Same => from.file,
            Location::File(name) if name == self.folder.root => None,
            Location::File(name) => Some(self.file(name, from.file, &at)?),
        };
        let whole = file.map_or_else(String::new, |file| below(&self.sources.files[file].name));
        let edited = pointer::to_reference(&format!("{whole}{pointer}"));
        if file != from.file || from.file.is_some() {
            self.edits.entry(from.file).or_default().push((at, edited));
        }
        self.open.push(Target { file, pointer, kind });
        Ok(())
    }

    /// Whether a schema of the document has this address for a name of its own.
    fn declares(&mut self, address: &str) -> bool {
        if self.specification != Specification::OpenApi31 {
            return false;
        }
        let root = &self.root;
        let addresses = self.addresses.get_or_insert_with(|| {
            let mut found = BTreeSet::new();
            pointer::visit(root, "", &mut |_, part| {
                found.extend(part.get("$id").and_then(Value::as_str).map(str::to_owned));
            });
            found
        });
        addresses.contains(address)
    }

    /// The number of a file, read now or before.
    fn file(&mut self, name: String, from: Option<usize>, at: &str) -> Result<usize, ReadError> {
        if let Some(known) = self.names.get(&name) {
            return Ok(*known);
        }
        if self.sources.files.len() >= limits::FILES {
            let limit = limits::FILES;
            return Err(self.blame(from, at, |at| ReadError::TooManyFiles { at, limit }));
        }
        let bytes = match (self.folder.load)(&name) {
            Ok(bytes) => bytes,
            Err(source) => {
                return Err(self.blame(from, at, |at| ReadError::File { at, file: name, source }));
            }
        };
        self.bytes = self.bytes.saturating_add(bytes.len());
        if self.bytes > limits::BYTES {
            return Err(ReadError::TooLarge { bytes: self.bytes, limit: limits::BYTES });
        }
        let (_, value, spots) = parse(&bytes)
            .map_err(|source| ReadError::InFile { file: name.clone(), source: Box::new(source) })?;
        self.names.insert(name.clone(), self.sources.files.len());
        self.sources.files.push(File { name, value, spots });
        let values: usize = self.sources.files.iter().map(|file| file.spots.len()).sum();
        if values + self.sources.spots.len() > limits::VALUES {
            let limit = limits::VALUES;
            return Err(self.blame(from, at, |at| ReadError::TooManyValues { at, limit }));
        }
        Ok(self.sources.files.len() - 1)
    }

    fn forbidden(
        &self,
        file: Option<usize>,
        at: &str,
        reference: &str,
        why: Forbidden,
    ) -> ReadError {
        let reference = reference.to_owned();
        self.blame(file, at, |at| ReadError::Forbidden { at, reference, why })
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

/// Where a file stands in the value.
fn below(name: &str) -> String {
    pointer::child(&pointer::child("", FILES), name)
}

/// Puts what is needed of the files into the root.
fn write(
    root: &mut Value,
    sources: &Sources,
    mut edits: BTreeMap<Option<usize>, Edits>,
    seen: BTreeSet<Target>,
) -> Parts {
    let mut parts = Parts::default();
    let mut needed: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    for Target { file, pointer, kind } in seen {
        match file {
            None if pointer.starts_with("/x-") => parts.insert(pointer, kind),
            None => {}
            Some(file) => {
                parts.insert(format!("{}{pointer}", below(&sources.files[file].name)), kind);
                needed.entry(file).or_default().insert(pointer);
            }
        }
    }
    references::apply(root, edits.remove(&None).unwrap_or_default());
    let mut bundled = Map::new();
    for (number, file) in sources.files.iter().enumerate() {
        let mut value = file.value.clone();
        references::apply(&mut value, edits.remove(&Some(number)).unwrap_or_default());
        let needed = needed.remove(&number).unwrap_or_default();
        keep(&mut value, &mut String::new(), &needed);
        bundled.insert(file.name.clone(), value);
    }
    if let (Value::Object(root), false) = (root, bundled.is_empty()) {
        root.insert(FILES.to_owned(), Value::Object(bundled));
    }
    parts
}

/// Drops what is not needed; items of lists keep their numbers.
fn keep(value: &mut Value, at: &mut String, needed: &BTreeSet<String>) {
    if needed.contains(at.as_str()) {
        return;
    }
    let leads_on = |at: &str| {
        let inside = format!("{at}/");
        needed.contains(at)
            || needed.range(inside.clone()..).next().is_some_and(|next| next.starts_with(&inside))
    };
    match value {
        Value::Object(members) => {
            members.retain(|key, member| {
                let before = at.len();
                at.push('/');
                at.push_str(&pointer::escape(key));
                let is_kept = leads_on(at);
                if is_kept {
                    keep(member, at, needed);
                }
                at.truncate(before);
                is_kept
            });
        }
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                let before = at.len();
                at.push_str(&format!("/{index}"));
                match leads_on(at) {
                    true => keep(item, at, needed),
                    false => *item = Value::Null,
                }
                at.truncate(before);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
