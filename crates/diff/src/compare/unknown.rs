//! Parts of which one document does not say what they mean: a `$ref` to nothing, a file that cannot be read, a part that
//! is not understood.
//!
//! Such a part may mean what its counterpart means, so nothing is compared there, and the operations that need it are
//! listed as not compared. What surrounds it is compared as ever. A schema around an unknown one cannot be read as a
//! whole, so the unknown schema and its counterpart are noted here, and the documents are compared once more with the same
//! schema in the place of both.

mod stand_in;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use gatepact_finding::{Pointer, Release};
use gatepact_openapi::{Cursor, Document, Reading, Unreached};
use gatepact_schema::applicator::{Applicator, InstancePart};

use serde_json::{Value, json};

use super::doubt::{Doubts, Part};
use super::in_place::in_place;
use stand_in::StandIns;

/// The maximum number of schemas of one place that are looked at.
const MAX_SCHEMAS: usize = 128;

/// Fields that are compared as parts of their own.
const PARTS: [&str; 11] = [
    "schema",
    "itemSchema",
    "content",
    "headers",
    "links",
    "examples",
    "responses",
    "requestBody",
    "parameters",
    "callbacks",
    "security",
];

/// The parts of both documents that are not known.
#[derive(Debug, Clone, Default)]
pub(crate) struct Unknown {
    old: Places,
    new: Places,
    /// What was met in this comparison, and is to be left out in the next one.
    noted: StandIns,
    /// Schemas that were met, and may have no counterpart: of the new document, and where.
    alone: BTreeSet<(bool, Pointer)>,
}

/// The parts of one document.
#[derive(Debug, Clone, Default)]
struct Places {
    unknown: BTreeSet<Pointer>,
    /// Schemas that something stands in for already.
    left_out: BTreeSet<Pointer>,
}

impl Unknown {
    /// What two documents do not say. A part that both have, written in the same way, is no such part.
    pub(crate) fn of(old: &Document, new: &Document) -> Self {
        let parts = [old, new].map(|document| (document.faults(), document.unresolved()));
        let is_odd = |(faults, unresolved): &(&[gatepact_openapi::Fault], Vec<_>)| {
            !unresolved.is_empty() || faults.iter().any(|it| it.reading == Reading::NotUnderstood)
        };
        if !parts.iter().any(is_odd) {
            return Self::default();
        }
        let doubts = Doubts::of(old, new);
        let [old, new] = parts.map(|(faults, unresolved)| {
            let faults = faults.iter().filter(|it| it.reading == Reading::NotUnderstood);
            let faults = faults.filter(|it| !doubts.is_same(&Part::Fault(it)));
            let faults = faults.map(|it| part_at(&it.pointer));
            let is_same = |it: &gatepact_openapi::Unresolved| {
                it.why == Unreached::Address && doubts.is_same(&Part::Reference(it))
            };
            let references = unresolved.iter().filter(|it| !is_same(it));
            let references = references.map(|it| part_at(&it.pointer));
            Places { unknown: faults.chain(references).collect(), ..Places::default() }
        });
        Self { old, new, ..Self::default() }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.old.unknown.is_empty() && self.new.unknown.is_empty()
    }

    /// All that is not known of a document.
    pub(super) fn places(&self, release: Release) -> impl Iterator<Item = &Pointer> {
        self.of_release(release).unknown.iter()
    }

    /// Whether it is not known what stands at a pointer, fields of it aside.
    pub(super) fn has(&self, release: Release, pointer: &str) -> bool {
        self.of_release(release).has(pointer)
    }

    /// Whether a part is not known: itself, or a field that is no part of its own.
    pub(super) fn is_part(&self, release: Release, part: &Cursor<'_>) -> bool {
        let places = self.of_release(release);
        let is_field = |rest: &str| !rest.contains('/') && !PARTS.contains(&rest);
        places.has(&part.pointer) || places.below(&part.pointer).any(is_field)
    }

    /// Whether it is not known what a schema demands; what its properties and items demand aside.
    pub(super) fn is_schema(&self, release: Release, schema: &Cursor<'_>) -> bool {
        let places = self.of_release(release);
        if places.unknown.is_empty() {
            return false;
        }
        let (mut open, mut seen) = (vec![schema.clone()], HashSet::new());
        while let Some(at) = open.pop() {
            if seen.len() >= MAX_SCHEMAS || !seen.insert(at.pointer.clone()) {
                continue;
            }
            if places.has(&at.pointer) || places.below(&at.pointer).any(|it| is_own(&at, it)) {
                return true;
            }
            open.extend(at.target());
            if !at.is_reference() {
                open.extend(in_place(&at, |_| true));
            }
        }
        false
    }

    /// Notes that nothing can be said of two schemas, one of which is not known.
    pub(super) fn note(&mut self, old: &Cursor<'_>, new: &Cursor<'_>) {
        let known = match (self.is_schema(Release::Old, old), self.is_schema(Release::New, new)) {
            (true, false) => Some(new),
            (false, true) => Some(old),
            (_, _) => None,
        };
        let known = known.filter(|_| old.dialect() == new.dialect());
        let pair = [Some(old.pointer.clone()), Some(new.pointer.clone())];
        let is_left_out =
            |(places, at): (&Places, &Cursor<'_>)| places.left_out.contains(&at.pointer);
        if ![(&self.old, old), (&self.new, new)].into_iter().all(is_left_out) {
            self.noted.note(pair, known);
        }
    }

    /// Notes the schemas right below one, of its properties and items, that are not known.
    pub(super) fn note_below(&mut self, release: Release, schema: &Cursor<'_>) {
        if self.of_release(release).unknown.is_empty() {
            return;
        }
        let list = |key: &str| {
            let schemas = schema.raw(key).into_iter();
            schemas.flat_map(|it| match it.value.is_array() {
                true => it.items().collect(),
                false => vec![it],
            })
        };
        let properties = schema.get_or_absent("properties");
        let properties = properties.raw_members().map(|(_, it)| it);
        let others = ["items", "prefixItems", "additionalProperties"].into_iter().flat_map(list);
        let below: Vec<_> = properties.chain(others).collect();
        for schema in below {
            let is_left_out = self.of_release(release).left_out.contains(&schema.pointer);
            if !is_left_out && self.is_schema(release, &schema) {
                self.alone.insert((release == Release::New, schema.pointer));
            }
        }
    }

    /// What is to stand in for the schemas that were noted, in the old and in the new document; they count as unknown
    /// from now on. `None` where there are none.
    pub(crate) fn take_stand_ins(&mut self) -> Option<[BTreeMap<Pointer, Value>; 2]> {
        let mut stand_ins = self.noted.take();
        for (is_new, pointer) in std::mem::take(&mut self.alone) {
            stand_ins[usize::from(is_new)].entry(pointer).or_insert_with(|| json!({}));
        }
        for (places, stand_ins) in [&mut self.old, &mut self.new].into_iter().zip(&stand_ins) {
            places.unknown.extend(stand_ins.keys().cloned());
            places.left_out.extend(stand_ins.keys().cloned());
        }
        stand_ins.iter().any(|of| !of.is_empty()).then_some(stand_ins)
    }

    fn of_release(&self, release: Release) -> &Places {
        match release {
            Release::Old => &self.old,
            Release::New => &self.new,
        }
    }
}

impl Places {
    fn has(&self, pointer: &str) -> bool {
        self.unknown.contains(pointer)
    }

    /// What is unknown below a pointer, by what follows it.
    fn below<'p>(&'p self, pointer: &str) -> impl Iterator<Item = &'p str> {
        let from = Pointer::from(format!("{pointer}/"));
        let found = self.unknown.range(from.clone()..);
        found.map_while(move |it| it.strip_prefix(from.as_str()))
    }
}

/// The part that a fault is about: of a `$ref`, what it stands for.
fn part_at(pointer: &Pointer) -> Pointer {
    pointer.strip_suffix("/$ref").map_or_else(|| pointer.clone(), Pointer::from)
}

/// Whether what stands at a place below a schema is demanded by the schema itself, and not by another one below.
fn is_own(schema: &Cursor<'_>, below: &str) -> bool {
    let (keyword, rest) = below.split_once('/').map_or((below, ""), |(first, rest)| (first, rest));
    // A part of the document that only borrows its place.
    if schema.value.get(keyword).is_none() {
        return false;
    }
    let is_compared_apart = match keyword {
        "items" | "additionalProperties" => true,
        "properties" | "prefixItems" => !rest.is_empty(),
        _ => false,
    };
    let dialect = schema.dialect();
    let is_looked_at = || {
        Applicator::of_dialect(keyword, dialect).is_some_and(|it| {
            let is_member = schema.value.get(keyword).is_some_and(Value::is_object);
            let is_whole = it.part() == InstancePart::Whole;
            // Schemas that wait for references demand nothing.
            it.part() == InstancePart::Nothing || is_whole && (is_member || !rest.is_empty())
        })
    };
    !is_compared_apart && !is_looked_at()
}
