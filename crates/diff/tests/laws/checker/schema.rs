//! Schemas of OpenAPI as schemas of JSON Schema, compiled by the `jsonschema` crate.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use jsonschema::{Draft, Validator};
use serde_json::{Map, Value, json};

/// Formats that decide; others say nothing.
const FORMATS: [&str; 7] = ["date", "date-time", "uuid", "email", "ipv4", "uri", "hostname"];
const ONE: [&str; 9] = [
    "items",
    "additionalProperties",
    "not",
    "if",
    "then",
    "else",
    "contains",
    "propertyNames",
    "unevaluatedProperties",
];
const LISTS: [&str; 4] = ["allOf", "anyOf", "oneOf", "prefixItems"];
const NAMED: [&str; 3] = ["properties", "patternProperties", "dependentSchemas"];
const SAID: [&str; 18] = [
    "type",
    "enum",
    "const",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "dependentRequired",
    "minContains",
];

/// Which way a value travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Way {
    Request,
    Response,
}

/// A schema, or why it cannot be read.
type Compiled = Rc<Result<Validator, String>>;

/// The schemas of one document.
pub(super) struct Schemas<'d> {
    root: &'d Value,
    is_30: bool,
    compiled: RefCell<HashMap<(*const Value, Way), Compiled>>,
}

impl<'d> Schemas<'d> {
    pub(super) fn new(root: &'d Value) -> Self {
        let is_30 = root["openapi"].as_str().is_some_and(|version| version.starts_with("3.0"));
        Self { root, is_30, compiled: RefCell::default() }
    }

    /// Whether a value is one of a schema of the document.
    pub(super) fn check(&self, schema: &'d Value, value: &Value, way: Way) -> Result<(), String> {
        let key = (std::ptr::from_ref(schema), way);
        let known = self.compiled.borrow().get(&key).cloned();
        let validator = known.unwrap_or_else(|| {
            let compiled = Rc::new(self.compile(schema, way));
            self.compiled.borrow_mut().insert(key, compiled.clone());
            compiled
        });
        match validator.as_ref() {
            Ok(validator) => validator.validate(value).map_err(|error| format!("{error}: {value}")),
            Err(error) => Err(format!("UNREADABLE schema: {error}")),
        }
    }

    fn compile(&self, schema: &'d Value, way: Way) -> Result<Validator, String> {
        let mut translation =
            Translation { schemas: self, way, known: HashMap::new(), open: Vec::new() };
        let exempt = translation.exempt(schema);
        let first = translation.definition(schema, exempt);
        let mut definitions = Map::new();
        let mut done = 0;
        while let Some((schema, exempt)) = translation.open.get(done).cloned() {
            let translated = translation.schema(schema, &exempt);
            definitions.insert(done.to_string(), translated);
            done += 1;
        }
        let whole = json!({ "$ref": first, "$defs": definitions });
        jsonschema::options()
            .with_draft(Draft::Draft202012)
            .should_validate_formats(true)
            .build(&whole)
            .map_err(|error| error.to_string())
    }
}

/// What a reference stands for.
pub(super) fn followed<'d>(root: &'d Value, value: &'d Value) -> &'d Value {
    let mut here = value;
    for _ in 0..40 {
        match target(root, here) {
            Some(next) => here = next,
            None => break,
        }
    }
    here
}

fn target<'d>(root: &'d Value, value: &Value) -> Option<&'d Value> {
    let pointer = value.get("$ref")?.as_str()?.strip_prefix('#')?;
    let pointer = percent_encoding::percent_decode_str(pointer).decode_utf8().ok()?;
    root.pointer(&pointer)
}

type Exempt = BTreeSet<String>;

struct Translation<'s, 'd> {
    schemas: &'s Schemas<'d>,
    way: Way,
    known: HashMap<(*const Value, Exempt), usize>,
    open: Vec<(&'d Value, Exempt)>,
}

impl<'d> Translation<'_, 'd> {
    fn definition(&mut self, schema: &'d Value, exempt: Exempt) -> String {
        let next = self.known.len();
        let number =
            *self.known.entry((std::ptr::from_ref(schema), exempt.clone())).or_insert(next);
        if number == next {
            self.open.push((schema, exempt));
        }
        format!("#/$defs/{number}")
    }

    /// The properties that need not be sent this way, of all that describes the same value.
    fn exempt(&self, schema: &'d Value) -> Exempt {
        let (mut names, mut open, mut seen) = (Exempt::new(), vec![schema], BTreeSet::new());
        while let Some(schema) = open.pop() {
            if !seen.insert(std::ptr::from_ref(schema)) {
                continue;
            }
            for (name, property) in super::members(schema.get("properties")) {
                if is_withheld(self.schemas.root, self.way, property) {
                    names.insert(name.clone());
                }
            }
            open.extend(target(self.schemas.root, schema));
            for key in ["allOf", "anyOf", "oneOf"] {
                open.extend(schema.get(key).and_then(Value::as_array).into_iter().flatten());
            }
        }
        names
    }

    fn schema(&mut self, schema: &'d Value, exempt: &Exempt) -> Value {
        let Some(members) = schema.as_object() else { return schema.clone() };
        let mut out = Map::new();
        if members.contains_key("$ref") {
            let Some(target) = target(self.schemas.root, schema) else { return json!({}) };
            out.insert("$ref".to_owned(), self.definition(target, exempt.clone()).into());
            if self.schemas.is_30 {
                return out.into();
            }
        }
        for (key, value) in members {
            if let Some(value) = self.keyword(key, value, (members, exempt)) {
                out.insert(key.clone(), value);
            }
        }
        if self.schemas.is_30 {
            spell(members, &mut out);
        }
        let width = match members.get("format").and_then(Value::as_str) {
            Some("int32") => json!({ "minimum": i32::MIN, "maximum": i32::MAX }),
            Some("int64") => json!({ "minimum": i64::MIN, "maximum": i64::MAX }),
            Some(_) | None => return out.into(),
        };
        let rest = Value::Object(out);
        json!({ "allOf": [rest, width] })
    }

    fn keyword(
        &mut self,
        key: &str,
        value: &'d Value,
        (members, exempt): (&'d Map<String, Value>, &Exempt),
    ) -> Option<Value> {
        let same = matches!(key, "not" | "if" | "then" | "else" | "dependentSchemas")
            || (LISTS.contains(&key) && key != "prefixItems");
        let (root, way) = (self.schemas.root, self.way);
        let mut one = |schema: &'d Value| {
            let own = if same { exempt.clone() } else { self.exempt(schema) };
            self.schema(schema, &own)
        };
        if key == "required" {
            let names = value.as_array()?.iter();
            let sent = names.filter(|it| it.as_str().is_none_or(|it| !exempt.contains(it)));
            return Some(sent.cloned().collect());
        }
        if key == "format" {
            return FORMATS.iter().any(|known| value == known).then(|| value.clone());
        }
        if ONE.contains(&key) {
            return Some(one(value));
        }
        if LISTS.contains(&key) {
            let schemas: Vec<Value> = value.as_array()?.iter().map(&mut one).collect();
            let tags =
                members.get("discriminator").filter(|_| key != "allOf" && key != "prefixItems");
            let Some(discriminator) = tags else { return Some(schemas.into()) };
            let branches = value.as_array()?.iter().zip(schemas);
            return Some(branches.map(|(from, to)| tagged(discriminator, from, to)).collect());
        }
        if NAMED.contains(&key) {
            // A value that should not be sent does not count.
            let counts = |it: &Value| key != "properties" || !is_withheld(root, way, it);
            let schemas = value.as_object()?.iter();
            let translated = schemas.map(|(name, it)| {
                let schema = if counts(it) { one(it) } else { true.into() };
                (name.clone(), schema)
            });
            return Some(translated.collect::<Map<_, _>>().into());
        }
        SAID.contains(&key).then(|| value.clone())
    }
}

/// Whether a property should not be sent this way.
fn is_withheld(root: &Value, way: Way, property: &Value) -> bool {
    let flag = if way == Way::Request { "readOnly" } else { "writeOnly" };
    [property, followed(root, property)].iter().any(|it| it[flag] == true)
}

/// A branch of a `discriminator`, for the values that bear its tag.
fn tagged(discriminator: &Value, from: &Value, to: Value) -> Value {
    let (Some(name), Some(reference)) =
        (discriminator["propertyName"].as_str(), from["$ref"].as_str())
    else {
        return to;
    };
    let own = reference.rsplit('/').next().unwrap_or_default();
    let mapped = super::members(discriminator.get("mapping"));
    let mut tags: Vec<&str> = mapped
        .filter(|(_, to)| *to == reference || *to == own)
        .map(|(tag, _)| tag.as_str())
        .collect();
    if tags.is_empty() {
        tags.push(own);
    }
    json!({ "allOf": [to], "type": "object", "required": [name],
            "properties": { name: { "enum": tags } } })
}

/// What OpenAPI 3.0 spells otherwise.
fn spell(members: &Map<String, Value>, out: &mut Map<String, Value>) {
    if let Some(kind) =
        out.get("type").cloned().filter(|_| members.get("nullable") == Some(&json!(true)))
    {
        out.insert("type".to_owned(), json!([kind, "null"]));
    }
    for (flag, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        if out.remove(flag) == Some(json!(true))
            && let Some(at) = out.remove(bound)
        {
            out.insert(flag.to_owned(), at);
        }
    }
}
