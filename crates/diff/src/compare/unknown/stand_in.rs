//! What stands in the place of a schema that is not known while the rest is compared: what the other document has there,
//! so that messages that are shown are messages of that document.

use std::collections::BTreeMap;

use gatepact_finding::Pointer;
use gatepact_openapi::Cursor;
use gatepact_schema::applicator::{Applicator, Shape};
use serde_json::{Map, Value};

/// The maximum number of schemas that are written out for one stand-in.
const MAX_SCHEMAS: usize = 200;

/// Keywords whose meaning depends on where they stand.
const OF_THE_PLACE: [&str; 7] =
    ["discriminator", "$id", "$anchor", "$defs", "$dynamicRef", "$dynamicAnchor", "$schema"];

/// Pairs of schemas, one of each document, with what stands in for both.
#[derive(Debug, Clone, Default)]
pub(super) struct StandIns {
    pairs: BTreeMap<[Option<Pointer>; 2], Value>,
}

impl StandIns {
    /// Notes a pair of which one is not known.
    pub(super) fn note(&mut self, pair: [Option<Pointer>; 2], known: Option<&Cursor<'_>>) {
        let written = || known.and_then(|known| written_out(known, &mut { MAX_SCHEMAS }));
        self.pairs.entry(pair).or_insert_with(|| written().unwrap_or_else(nothing));
    }

    /// The stand-ins by their places, for the old and for the new document. Where a place has several, nothing is said
    /// there, nor in what they were paired with.
    pub(super) fn take(&mut self) -> [BTreeMap<Pointer, Value>; 2] {
        let mut pairs = std::mem::take(&mut self.pairs);
        loop {
            let mut places = [BTreeMap::new(), BTreeMap::new()];
            let mut contradicted = [Vec::new(), Vec::new()];
            for (pair, value) in &pairs {
                for (side, place) in pair.iter().enumerate() {
                    let Some(place) = place else { continue };
                    let known = places[side].entry(place.clone()).or_insert_with(|| value.clone());
                    if known != value {
                        contradicted[side].push(place.clone());
                    }
                }
            }
            if contradicted.iter().all(Vec::is_empty) {
                return places;
            }
            for (pair, value) in &mut pairs {
                let mut sides = pair.iter().zip(&contradicted);
                if sides.any(|(place, those)| place.as_ref().is_some_and(|it| those.contains(it))) {
                    *value = nothing();
                }
            }
        }
    }
}

fn nothing() -> Value {
    Value::Object(Map::new())
}

/// A schema without references; `None` where it needs them.
fn written_out(schema: &Cursor<'_>, left: &mut usize) -> Option<Value> {
    *left = left.checked_sub(1)?;
    let schema = schema.schema();
    let Some(keywords) = schema.value.as_object() else { return Some(schema.value.clone()) };
    if keywords.contains_key("$ref") || OF_THE_PLACE.iter().any(|key| keywords.contains_key(*key)) {
        return None;
    }
    let dialect = schema.dialect();
    let mut written = Map::new();
    for (key, keyword) in schema.raw_members() {
        let applicator = Applicator::of_dialect(key, dialect);
        let value = match (applicator.map(|it| it.shape_in(dialect)), keyword.value) {
            (None, value) => value.clone(),
            (Some(Shape::MapOrNames), _) => return None,
            (Some(Shape::Map), Value::Object(_)) => {
                let schemas = keyword.raw_members();
                let schemas =
                    schemas.map(|(name, it)| Some((name.to_owned(), written_out(&it, left)?)));
                Value::Object(schemas.collect::<Option<_>>()?)
            }
            (Some(_), Value::Array(_)) => {
                let schemas = keyword.items().map(|it| written_out(&it, left));
                Value::Array(schemas.collect::<Option<_>>()?)
            }
            (Some(_), _) => written_out(&keyword, left)?,
        };
        written.insert(key.to_owned(), value);
    }
    Some(Value::Object(written))
}
