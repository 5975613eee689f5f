//! A schema of any dialect as one that the independent validator reads.
//!
//! This shares nothing with the lowering but the table of where references lead: it is JSON in,
//! JSON out, so that a mistake in the one is not repeated in the other.
//!
//! Only what looks at a part of the given value is translated ([`parts`]), and what the validator will do is counted
//! before it does it.

mod direction;
mod keywords;
mod parts;

use jsonschema::Draft;
use rustc_hash::FxHashMap;
use serde_json::{Map, Value, json};

use crate::Reason;
use crate::dialect::{Dialect, Year};
use crate::index::{Index, LISTS, Site, address};
use crate::lower::Lens;
use crate::reading::{Direction, Formats};
use parts::{Group, Parts};

/// Schemas nested deeper are not translated.
const DEEPEST: usize = 200;
/// More schemas are not carried along.
const MOST: usize = 20_000;

/// The draft that the validator reads the dialect as.
pub(crate) fn draft(dialect: Dialect) -> Draft {
    match dialect {
        Dialect::Draft4 => Draft::Draft4,
        Dialect::Draft6 => Draft::Draft6,
        Dialect::Draft7 => Draft::Draft7,
        Dialect::Draft201909 => Draft::Draft201909,
        Dialect::Draft202012 | Dialect::Swagger20 | Dialect::OpenApi30 | Dialect::OpenApi31 => {
            Draft::Draft202012
        }
    }
}

pub(super) enum Portable {
    /// The validator reads the document itself.
    AsWritten,
    /// The schema, as far as it looks at the value or at what is left of it when parts are left out, and how many
    /// schemas are visited at most when all of it is looked at.
    Translated(Value, u64),
}

pub(super) fn portable(
    index: &Index<'_>,
    site: Site<'_>,
    lens: Lens,
    value: &Value,
) -> Result<Portable, Reason> {
    let document = index.document(site.resource);
    let whole = std::ptr::eq(document.root, site.value) && !document.dialect.is_openapi();
    let by_hand = lens.direction != Direction::Neither
        || (document.dialect == Dialect::Draft4 && mentions(site.value, "const", 0));
    if whole && (!by_hand || document.dynamic) {
        return document.hazard.get().map_or(Ok(Portable::AsWritten), Err);
    }
    if document.dynamic {
        return Err(Reason::Validator);
    }
    let mut translation = Translation {
        index,
        lens,
        parts: Parts::new(value),
        known: FxHashMap::default(),
        open: Vec::new(),
        far: Vec::new(),
        definitions: Map::new(),
        refers: Vec::new(),
        visits: Vec::new(),
        here: 0,
    };
    let looks = Looks { group: Parts::WHOLE, unlisted: false };
    translation.define(site, direction::exempt(index, site, lens.direction), looks);
    let visits = translation.run()?;
    let key = translation.key(site);
    let definitions = std::mem::take(&mut translation.definitions);
    let schema = json!({ "$ref": format!("#/{key}/0"), key: definitions });
    Ok(Portable::Translated(schema, visits))
}

/// Whether a key occurs anywhere.
fn mentions(value: &Value, key: &str, depth: usize) -> bool {
    depth < DEEPEST
        && match value {
            Value::Object(members) => {
                members.contains_key(key)
                    || members.values().any(|value| mentions(value, key, depth + 1))
            }
            Value::Array(items) => items.iter().any(|item| mentions(item, key, depth + 1)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
        }
}

struct Translation<'a, 'd, 'v> {
    index: &'a Index<'d>,
    lens: Lens,
    parts: Parts<'v>,
    /// The number of a schema, which depends on what it need not require and on the parts that it looks at.
    known: FxHashMap<(usize, Vec<String>, Looks), usize>,
    open: Vec<(Site<'d>, Vec<String>, Looks)>,
    /// How many references led to a schema, by its number.
    far: Vec<usize>,
    definitions: Map<String, Value>,
    /// Which definition refers to which: a circle can only be one for the same parts.
    refers: Vec<Vec<usize>>,
    /// How many schemas a definition visits for all of its parts, but for those that it refers to.
    visits: Vec<u64>,
    here: usize,
}

/// Where in a definition the translation stands.
#[derive(Clone, Copy)]
struct Inside<'x> {
    exempt: &'x [String],
    /// What the schema looks at.
    group: Group,
    /// Whether it is meant without its list of children.
    unlisted: bool,
    /// The schema whose `allOf` is being translated, by its address.
    includer: Option<usize>,
    depth: usize,
}

/// What a definition looks at, and whether it does without its list of children.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Looks {
    group: Group,
    unlisted: bool,
}

impl<'d> Translation<'_, 'd, '_> {
    fn key(&self, site: Site<'d>) -> &'static str {
        if self.index.dialect(site.resource).year() >= Year::Y2019
            || self.index.dialect(site.resource).is_openapi()
        {
            "$defs"
        } else {
            "definitions"
        }
    }

    fn define(&mut self, site: Site<'d>, exempt: Vec<String>, looks: Looks) -> usize {
        let key = (address(site.value), exempt.clone(), looks);
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let number = self.known.len();
        self.known.insert(key, number);
        self.far.push(self.far.get(self.here).map_or(0, |far| far + 1));
        self.refers.push(Vec::new());
        self.visits.push(0);
        self.open.push((site, exempt, looks));
        number
    }

    /// Translates all that is referred to; how many schemas the validator will visit.
    fn run(&mut self) -> Result<u64, Reason> {
        let mut next = 0;
        while let Some((site, exempt, looks)) = self.open.get(next).cloned() {
            if next > MOST {
                return Err(Reason::Validator);
            }
            if self.far[next] > DEEPEST {
                return Err(Reason::Nesting);
            }
            self.here = next;
            let Looks { group, unlisted } = looks;
            let inside = Inside { exempt: &exempt, group, unlisted, includer: None, depth: 0 };
            let schema = self.schema(site, inside)?;
            self.definitions.insert(next.to_string(), schema);
            next += 1;
        }
        self.unfolded().ok_or(Reason::Endless)
    }

    /// How many schemas the first definition visits, those that it refers to as often as they are referred to; `None`
    /// where definitions refer to each other in a circle.
    fn unfolded(&self) -> Option<u64> {
        let mut waiting = vec![0_usize; self.refers.len()];
        for to in self.refers.iter().flatten() {
            waiting[*to] += 1;
        }
        let mut times = vec![0_u64; self.refers.len()];
        times[0] = 1;
        let mut free: Vec<usize> =
            (0..waiting.len()).filter(|number| waiting[*number] == 0).collect();
        let (mut done, mut visits) = (0, 0_u64);
        while let Some(number) = free.pop() {
            done += 1;
            visits = visits.saturating_add(times[number].saturating_mul(self.visits[number]));
            for to in &self.refers[number] {
                times[*to] = times[*to].saturating_add(times[number]);
                waiting[*to] -= 1;
                if waiting[*to] == 0 {
                    free.push(*to);
                }
            }
        }
        (done == waiting.len()).then_some(visits)
    }

    fn schema(&mut self, site: Site<'d>, inside: Inside<'_>) -> Result<Value, Reason> {
        if inside.depth > DEEPEST {
            return Err(Reason::Nesting);
        }
        self.visits[self.here] += self.parts.len(inside.group);
        let Value::Object(members) = site.value else { return Ok(site.value.clone()) };
        let dialect = self.index.dialect(site.resource);
        let mut out = Map::new();
        if let Some(Value::String(reference)) = members.get("$ref") {
            out.insert("$ref".to_owned(), self.reference(reference, site, inside)?);
            if dialect.reference_stands_alone() {
                return Ok(Value::Object(out));
            }
        }
        for (key, value) in members {
            if let Some(value) = self.keyword((key, value), members, site, inside)? {
                out.insert(key.clone(), value);
            }
        }
        self.openapi(members, dialect, &mut out);
        if dialect == Dialect::Draft4
            && let Some(literal) = out.remove("const")
        {
            let only = json!({ "enum": [literal] });
            out.entry("allOf").or_insert_with(|| json!([]));
            if let Some(Value::Array(all)) = out.get_mut("allOf") {
                all.push(only);
            }
        }
        Ok(Value::Object(out))
    }

    fn reference(
        &mut self,
        reference: &str,
        site: Site<'d>,
        inside: Inside<'_>,
    ) -> Result<Value, Reason> {
        let is_alone = self.index.dialect(site.resource).reference_stands_alone();
        let is_child = !is_alone && site.value.as_object().is_some_and(|it| it.len() > 1);
        let own = is_child.then(|| address(site.value));
        let mut includers = [inside.includer, own].into_iter().flatten();
        let parent = includers.find_map(|includer| self.index.parent(site, includer));
        let looks = Looks { group: inside.group, unlisted: parent.is_some() };
        let target = parent.or_else(|| self.index.resolve(site.resource, reference));
        let target = target.ok_or(Reason::Reference)?;
        let number = self.define(target, inside.exempt.to_vec(), looks);
        self.refers[self.here].push(number);
        Ok(format!("#/{}/{number}", self.key(site)).into())
    }

    /// A schema that looks at parts of what the schema around it looks at; where there are none, it says nothing.
    fn part(
        &mut self,
        value: &'d Value,
        site: Site<'d>,
        (group, depth): (Option<Group>, usize),
    ) -> Result<Value, Reason> {
        let Some(group) = group else { return Ok(Value::Bool(true)) };
        let site = self.enter(value, site);
        let exempt = direction::exempt(self.index, site, self.lens.direction);
        let inside =
            Inside { exempt: &exempt, group, unlisted: false, includer: None, depth: depth + 1 };
        self.schema(site, inside)
    }

    fn enter(&self, value: &'d Value, site: Site<'d>) -> Site<'d> {
        Site { value, resource: self.index.begins_at(value).unwrap_or(site.resource) }
    }

    /// The keyword's value in the translation; `None` where it is left out.
    fn keyword(
        &mut self,
        (key, value): (&str, &'d Value),
        members: &'d Map<String, Value>,
        site: Site<'d>,
        inside: Inside<'_>,
    ) -> Result<Option<Value>, Reason> {
        if !keywords::is_known(key, self.index.dialect(site.resource)) {
            return Ok(None);
        }
        if inside.unlisted && LISTS.contains(&key) {
            return Ok(None);
        }
        let includer = (key == "allOf").then(|| address(site.value));
        let beside = Inside { depth: inside.depth + 1, unlisted: false, includer, ..inside };
        Ok(Some(match (key, value) {
            ("allOf" | "anyOf" | "oneOf", Value::Array(branches)) => {
                let mut translated = Vec::new();
                for branch in branches {
                    let schema = self.schema(self.enter(branch, site), beside)?;
                    let tagged = key != "allOf" && members.contains_key("discriminator");
                    translated.push(if tagged {
                        self.tagged(schema, branch, members, site)
                    } else {
                        schema
                    });
                }
                translated.into()
            }
            ("not" | "if" | "then" | "else", schema) => {
                self.schema(self.enter(schema, site), beside)?
            }
            ("dependentSchemas" | "dependencies", Value::Object(by_name)) => {
                let mut translated = Map::new();
                for (name, schema) in by_name {
                    let schema = match schema {
                        Value::Array(names) => Value::Array(names.clone()),
                        schema => self.schema(self.enter(schema, site), beside)?,
                    };
                    translated.insert(name.clone(), schema);
                }
                Value::Object(translated)
            }
            ("properties", Value::Object(by_name)) => {
                let mut translated = Map::new();
                for (name, group) in self.parts.below(inside.group).named {
                    let Some(schema) = by_name.get(name) else { continue };
                    let at = self.enter(schema, site);
                    let schema = if direction::is_withheld(self.index, at, self.lens.direction) {
                        Value::Bool(true)
                    } else {
                        self.part(schema, site, (Some(group), inside.depth))?
                    };
                    translated.insert(name.to_owned(), schema);
                }
                Value::Object(translated)
            }
            ("patternProperties", Value::Object(by_name)) => {
                let group = self.parts.below(inside.group).members;
                let mut translated = Map::new();
                for (name, schema) in by_name {
                    let schema = self.part(schema, site, (group, inside.depth))?;
                    translated.insert(name.clone(), schema);
                }
                Value::Object(translated)
            }
            // Any item may be the first one, once those before it are left out.
            ("prefixItems" | "items", Value::Array(items)) => {
                let below = (self.parts.below(inside.group).items, inside.depth);
                let items: Result<Vec<Value>, Reason> =
                    items.iter().map(|item| self.part(item, site, below)).collect();
                items?.into()
            }
            ("items" | "additionalItems" | "contains" | "unevaluatedItems", schema) => {
                let items = self.parts.below(inside.group).items;
                self.part(schema, site, (items, inside.depth))?
            }
            ("additionalProperties" | "unevaluatedProperties", schema) => {
                let members = self.parts.below(inside.group).members;
                self.part(schema, site, (members, inside.depth))?
            }
            ("propertyNames", schema) => {
                let names = self.parts.names(inside.group);
                self.part(schema, site, (names, inside.depth))?
            }
            ("required", Value::Array(names)) => {
                let exempt = |name: &&Value| {
                    !name.as_str().is_some_and(|name| inside.exempt.iter().any(|e| e == name))
                };
                // A name that stands twice demands nothing more, and the validator refuses it.
                let mut seen = rustc_hash::FxHashSet::default();
                let mut names: Vec<&Value> = names.iter().filter(exempt).collect();
                names.retain(|name| seen.insert(name.as_str()));
                names.into_iter().cloned().collect::<Vec<Value>>().into()
            }
            // In a Swagger 2.0 parameter it is a flag.
            ("required", _) => return Ok(None),
            ("format", Value::String(format)) => {
                let known = crate::string::is_format(format);
                if !known || self.lens.formats == Formats::Ignored {
                    return Ok(None);
                }
                value.clone()
            }
            (
                "type" | "enum" | "const" | "minimum" | "maximum" | "exclusiveMinimum"
                | "exclusiveMaximum" | "multipleOf" | "minLength" | "maxLength" | "pattern"
                | "minItems" | "maxItems" | "uniqueItems" | "minContains" | "maxContains"
                | "minProperties" | "maxProperties" | "dependentRequired",
                value,
            ) => value.clone(),
            _ => return Ok(None),
        }))
    }

    /// What only the dialects of API descriptions say.
    fn openapi(
        &self,
        members: &Map<String, Value>,
        dialect: Dialect,
        out: &mut Map<String, Value>,
    ) {
        if !dialect.is_openapi() {
            return;
        }
        if let Some(kind) = out.get("type").cloned() {
            let nullable = dialect.nullable().and_then(|keyword| members.get(keyword));
            if kind == "file" {
                out.remove("type");
            } else if let Some(types) = keywords::known_types(&kind) {
                let types = if nullable == Some(&Value::Bool(true)) {
                    types.into_iter().chain(["null"]).collect::<std::collections::BTreeSet<_>>()
                } else {
                    types
                };
                out.insert("type".to_owned(), types.into_iter().collect());
            } else if nullable == Some(&Value::Bool(true)) {
                out.insert("type".to_owned(), json!([kind, "null"]));
            }
        }
        if dialect.year() < Year::Y2020 {
            keywords::rename_tuple(out);
        }
        if dialect.exclusive_is_a_flag() {
            for (exclusive, bound) in
                [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")]
            {
                if out.remove(exclusive) == Some(Value::Bool(true))
                    && let Some(at) = out.remove(bound)
                {
                    out.insert(exclusive.to_owned(), at);
                }
            }
        }
        let width = match members.get("format").and_then(Value::as_str) {
            Some("int32") => Some(json!({ "minimum": i32::MIN, "maximum": i32::MAX })),
            Some("int64") => Some(json!({ "minimum": i64::MIN, "maximum": i64::MAX })),
            Some(_) | None => None,
        };
        if let Some(width) = width
            && self.lens.formats == Formats::Asserted
        {
            let mut all = vec![width];
            if let Some(Value::Array(others)) = out.remove("allOf") {
                all.extend(others);
            }
            out.insert("allOf".to_owned(), all.into());
        }
    }

    /// The branch, for the values that bear its tag.
    fn tagged(
        &self,
        schema: Value,
        branch: &Value,
        members: &Map<String, Value>,
        site: Site<'d>,
    ) -> Value {
        let discriminator = &members["discriminator"];
        let reference = branch.get("$ref").and_then(Value::as_str);
        let property = discriminator.get("propertyName").and_then(Value::as_str);
        let (Some(reference), Some(property)) = (reference, property) else { return schema };
        if !self.index.dialect(site.resource).is_openapi() {
            return schema;
        }
        let name = reference.rsplit('/').next().unwrap_or(reference);
        let mut tags = Vec::new();
        if let Some(Value::Object(mapping)) = discriminator.get("mapping") {
            for (tag, to) in mapping {
                if to == reference || to == name {
                    tags.push(tag.as_str());
                }
            }
        }
        if tags.is_empty() {
            tags.push(name);
        }
        json!({ "type": "object", "required": [property],
                "properties": { property: { "enum": tags } }, "allOf": [schema] })
    }
}
