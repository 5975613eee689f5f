//! What is meant by a part of another shape than the specification wants.
//!
//! | found | read as |
//! |---|---|
//! | nothing, in the place of an object, a list, a schema | an empty one: it demands nothing |
//! | `type: null` without quotes | the type `null` in 3.1, no type before |
//! | a number or a flag in the place of text; text that is a number or a flag | what it says |
//! | one element in the place of a list | a list of it |
//! | an empty list of schemas (`oneOf: []`) | a schema without it |
//! | an empty list in the place of a map (PHP writes it), or the other way round | an empty one |
//! | `exclusiveMinimum: 5` under 3.0, `exclusiveMinimum: true` under 3.1 | the bound that the other version writes so |
//! | a list in `items` | the first items, one by one, as JSON Schema before 2020-12 reads it |
//! | `discriminator: kind` | its `propertyName` |
//! | a title, a description, an example, a link of another shape | nothing: it is no contract |
//!
//! Everything else is not understood: it is equal to itself, and what it demands is known to nobody.

use serde_json::{Map, Value, json};

use super::dialect::Specification;
use super::grammar::Kind;
use crate::fault::Reading;
use gatepact_finding::pointer;

/// What is to be done about a part.
#[derive(Debug)]
pub(super) enum Remedy {
    /// The document is read as if it had been edited so.
    Edited { edits: Vec<Edit>, reading: Reading },
    /// Nobody can tell what is meant.
    NotUnderstood,
}

/// A change of the value.
#[derive(Debug)]
pub(super) enum Edit {
    Set(String, Value),
    Remove(String),
    /// The key at a pointer gets another name, in the same place.
    Rename(String, String),
    /// The schema at a pointer requires a property.
    Require(String, String),
}

/// A part of another shape, and what stands around it.
pub(super) struct Part<'v> {
    pub(super) value: &'v Value,
    /// What belongs there.
    pub(super) kind: Kind,
    /// The key that it stands behind; empty in a list.
    pub(super) key: &'v str,
    /// What it stands in.
    pub(super) owner: Kind,
    pub(super) siblings: Option<&'v Map<String, Value>>,
    /// The schema that has the owner for a property, and the property's name.
    pub(super) property: Option<(String, &'v str)>,
    pub(super) pointer: &'v str,
    pub(super) specification: Specification,
}

impl Remedy {
    /// It says nothing of the contract.
    pub(super) fn nothing() -> Self {
        Self::Edited { edits: Vec::new(), reading: Reading::Nothing }
    }

    /// It is read as something without being changed.
    pub(super) fn read(reading: &str) -> Self {
        Self::Edited { edits: Vec::new(), reading: Reading::As(reading.to_owned()) }
    }

    pub(super) fn set(pointer: &str, value: Value, reading: String) -> Self {
        let edits = vec![Edit::Set(pointer.to_owned(), value)];
        Self::Edited { edits, reading: Reading::As(reading) }
    }

    fn remove(pointer: &str) -> Self {
        let edits = vec![Edit::Remove(pointer.to_owned())];
        Self::Edited { edits, reading: Reading::As("a schema without it".to_owned()) }
    }

    pub(super) fn rename(pointer: &str, key: &str) -> Self {
        let edits = vec![Edit::Rename(pointer.to_owned(), key.to_owned())];
        Self::Edited { edits, reading: Reading::As(format!("`{key}`")) }
    }
}

/// What is meant by a part.
pub(super) fn remedy(part: &Part<'_>) -> Remedy {
    let Part { value, kind, key, owner, pointer, .. } = part;
    let (kind, key, owner) = (*kind, *key, *owner);
    if let (Kind::Text, Value::Number(_) | Value::Bool(_)) = (kind, value) {
        let text = value.to_string();
        let reading = format!("the text {text}");
        return Remedy::set(pointer, Value::from(text), reading);
    }
    if says_nothing(kind, owner, key) {
        return Remedy::nothing();
    }
    let set = |value: Value, reading: &str| Remedy::set(pointer, value, reading.to_owned());
    match (kind, value) {
        (Kind::Type, Value::Null) if part.specification.is_2020() => {
            set(json!("null"), "the type `null`")
        }
        (Kind::Type, Value::Null) => Remedy::Edited {
            edits: vec![Edit::Remove((*pointer).to_owned())],
            reading: Reading::As("no type".to_owned()),
        },
        (Kind::TypeName, Value::Null) => set(json!("null"), "the type `null`"),
        (Kind::Schema, Value::Array(_)) if key == "items" => items(part),
        (Kind::Schema, Value::Bool(_)) => Remedy::read("a schema of JSON Schema 2020-12"),
        (Kind::Schema | Kind::SchemaOrFlag, Value::Null) => {
            set(json!({}), "an empty schema, which takes every value")
        }
        (Kind::SchemaOrFlag, Value::String(text)) => flag(text, pointer),
        // In a list, an empty entry says nothing.
        (_, Value::Null) if key.is_empty() => Remedy::nothing(),
        // No value could be one of them, which no author means.
        (Kind::ListOf(Kind::Schema), Value::Null) => Remedy::remove(pointer),
        (Kind::ListOf(Kind::Schema), Value::Array(items)) if items.is_empty() => {
            Remedy::remove(pointer)
        }
        (Kind::ListOf(_), Value::Null) => set(json!([]), "an empty array"),
        // Empty, the last two would lack what they must say.
        (
            Kind::Mapping | Kind::Discriminator | Kind::Parameter | Kind::SecurityScheme,
            Value::Null,
        ) => Remedy::NotUnderstood,
        (_, Value::Null) => set(json!({}), "an empty object"),
        (Kind::Flag, Value::String(text)) => flag(text, pointer),
        (Kind::Flag, Value::Number(_)) if is_exclusive(key) => bound_of_2020(part),
        (Kind::Number, Value::Bool(flag)) if is_exclusive(key) => bound_of_draft_4(part, *flag),
        (Kind::Number, Value::String(text)) => number(text, pointer),
        (Kind::ListOf(_), Value::Bool(flag)) if key == "required" && is_schema(owner) => {
            required(part, *flag)
        }
        (Kind::ListOf(Kind::Text), Value::String(_)) => set(json!([value]), "a list of it"),
        (Kind::ListOf(_), Value::Object(members)) if is_one(part, members) => {
            set(json!([value]), "a list of it")
        }
        (Kind::ListOf(_), Value::Object(members)) if members.is_empty() => {
            set(json!([]), "an empty array")
        }
        (Kind::Discriminator, Value::String(name)) => {
            set(json!({ "propertyName": name }), "its `propertyName`")
        }
        (Kind::Schema | Kind::SchemaOrFlag, Value::Array(items)) if items.is_empty() => {
            set(json!({}), "an empty schema, which takes every value")
        }
        (Kind::Parameter | Kind::SecurityScheme, Value::Array(_)) => Remedy::NotUnderstood,
        (kind, Value::Array(items)) if items.is_empty() && is_map(kind) => {
            set(json!({}), "an empty object")
        }
        _ => Remedy::NotUnderstood,
    }
}

/// Whether a part is no contract, whatever it says.
fn says_nothing(kind: Kind, owner: Kind, key: &str) -> bool {
    let is_prose = kind == Kind::Text && matches!(key, "title" | "description" | "summary");
    let is_about = owner == Kind::Info && kind == Kind::Text;
    let holds_none = |kind: Kind| {
        matches!(kind, Kind::MapOf(Kind::Example | Kind::Link) | Kind::Example | Kind::Link)
    };
    is_prose || is_about || holds_none(kind) || holds_none(owner) || key == "tags"
}

fn is_map(kind: Kind) -> bool {
    !matches!(
        kind,
        Kind::ListOf(_)
            | Kind::Text
            | Kind::Flag
            | Kind::Number
            | Kind::Type
            | Kind::TypeName
            | Kind::Mapping
            | Kind::Any
    )
}

fn is_schema(kind: Kind) -> bool {
    matches!(kind, Kind::Schema | Kind::SchemaOrFlag)
}

/// Whether an object is one element of the list that belongs there.
fn is_one(part: &Part<'_>, members: &Map<String, Value>) -> bool {
    match part.kind {
        Kind::ListOf(Kind::Server) => {
            members.contains_key("url") || members.contains_key("variables")
        }
        Kind::ListOf(Kind::Parameter) => members.contains_key("in") && members.contains_key("name"),
        Kind::ListOf(Kind::Schema) => true,
        // `security: {api_key: []}`
        Kind::ListOf(Kind::MapOf(_)) if !members.is_empty() => {
            members.values().all(|scopes| scopes.is_array() || scopes.is_null())
        }
        _ => false,
    }
}

/// A flag in the place of names is how draft 3 of JSON Schema says, at a property, that the object needs it.
fn required(part: &Part<'_>, flag: bool) -> Remedy {
    let mut edits = vec![Edit::Remove(part.pointer.to_owned())];
    let reading = match &part.property {
        Some((schema, name)) if flag => {
            edits.push(Edit::Require(schema.clone(), (*name).to_owned()));
            Reading::As("a required property".to_owned())
        }
        Some(_) => Reading::As("an optional property".to_owned()),
        None => Reading::Nothing,
    };
    Remedy::Edited { edits, reading }
}

fn flag(text: &str, pointer: &str) -> Remedy {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "yes" => Remedy::set(pointer, json!(true), "`true`".to_owned()),
        "false" | "no" => Remedy::set(pointer, json!(false), "`false`".to_owned()),
        _ => Remedy::NotUnderstood,
    }
}

fn number(text: &str, pointer: &str) -> Remedy {
    match serde_json::from_str::<Value>(text.trim()) {
        Ok(number @ Value::Number(_)) => {
            let reading = format!("the number {number}");
            Remedy::set(pointer, number, reading)
        }
        Ok(_) | Err(_) => Remedy::NotUnderstood,
    }
}

fn is_exclusive(key: &str) -> bool {
    bound_of(key).is_some()
}

/// The inclusive bound beside an exclusive one.
fn bound_of(key: &str) -> Option<&'static str> {
    match key {
        "exclusiveMinimum" => Some("minimum"),
        "exclusiveMaximum" => Some("maximum"),
        _ => None,
    }
}

/// `exclusiveMinimum: 5` where it is a flag of `minimum`: the narrower of both bounds holds.
fn bound_of_2020(part: &Part<'_>) -> Remedy {
    let (Some(beside), Some(exclusive)) = (bound_of(part.key), part.value.as_f64()) else {
        return Remedy::NotUnderstood;
    };
    let inclusive = part.siblings.and_then(|it| it.get(beside)).and_then(Value::as_f64);
    let is_narrower = inclusive.is_none_or(|inclusive| match beside {
        "minimum" => exclusive >= inclusive,
        _ => exclusive <= inclusive,
    });
    let mut edits = vec![Edit::Set(part.pointer.to_owned(), json!(is_narrower))];
    if is_narrower {
        edits.push(Edit::Set(sibling(part.pointer, beside), part.value.clone()));
    }
    Remedy::Edited { edits, reading: Reading::As("the bound that 3.1 writes so".to_owned()) }
}

/// `exclusiveMinimum: true` where it is a bound itself.
fn bound_of_draft_4(part: &Part<'_>, flag: bool) -> Remedy {
    let Some(beside) = bound_of(part.key) else { return Remedy::NotUnderstood };
    let inclusive = part.siblings.and_then(|it| it.get(beside)).filter(|it| it.is_number());
    let edits = match inclusive.filter(|_| flag) {
        Some(bound) => vec![
            Edit::Set(part.pointer.to_owned(), bound.clone()),
            Edit::Remove(sibling(part.pointer, beside)),
        ],
        None => vec![Edit::Remove(part.pointer.to_owned())],
    };
    Remedy::Edited { edits, reading: Reading::As("the flag that it is in 3.0".to_owned()) }
}

/// `items: [..]`: before 2020-12 these are the first items; later they have a keyword of their own.
fn items(part: &Part<'_>) -> Remedy {
    let reading = Reading::As("the first items, one by one".to_owned());
    let is_free = |key: &str| part.siblings.is_some_and(|siblings| !siblings.contains_key(key));
    match part.specification.is_2020() {
        false => Remedy::Edited { edits: Vec::new(), reading },
        true if is_free("prefixItems") => {
            let mut edits = vec![Edit::Rename(part.pointer.to_owned(), "prefixItems".to_owned())];
            if !is_free("additionalItems") {
                let at = sibling(part.pointer, "additionalItems");
                edits.push(Edit::Rename(at, "items".to_owned()));
            }
            Remedy::Edited { edits, reading }
        }
        true => Remedy::NotUnderstood,
    }
}

fn sibling(at: &str, key: &str) -> String {
    pointer::child(at.rsplit_once('/').map_or("", |(parent, _)| parent), key)
}

/// Makes the edits of a repair; what is not there any more stays away.
pub(super) fn apply(value: &mut Value, edits: impl Iterator<Item = Edit>) {
    for edit in edits {
        match edit {
            Edit::Set(at, new) => {
                let Some((parent, key)) = split(&at) else { continue };
                match value.pointer_mut(parent) {
                    Some(Value::Object(members)) => {
                        members.insert(key, new);
                    }
                    Some(Value::Array(items)) => {
                        if let Some(item) =
                            key.parse::<usize>().ok().and_then(|at| items.get_mut(at))
                        {
                            *item = new;
                        }
                    }
                    Some(_) | None => {}
                }
            }
            Edit::Remove(at) => {
                let Some((parent, key)) = split(&at) else { continue };
                if let Some(Value::Object(members)) = value.pointer_mut(parent) {
                    members.shift_remove(&key);
                }
            }
            Edit::Rename(at, name) => {
                let Some((parent, key)) = split(&at) else { continue };
                if let Some(Value::Object(members)) = value.pointer_mut(parent) {
                    let renamed = std::mem::take(members).into_iter();
                    *members = renamed
                        .map(|(known, it)| (if known == key { name.clone() } else { known }, it))
                        .collect();
                }
            }
            Edit::Require(at, name) => {
                let Some(Value::Object(schema)) = value.pointer_mut(&at) else { continue };
                let required = schema.entry("required").or_insert_with(|| json!([]));
                if let Value::Array(names) = required
                    && !names.iter().any(|known| *known == name.as_str())
                {
                    names.push(Value::from(name));
                }
            }
        }
    }
}

/// The pointer of what holds a part, and the last token.
fn split(at: &str) -> Option<(&str, String)> {
    let (parent, _) = at.rsplit_once('/')?;
    let key = pointer::tokens(&at[parent.len()..]).next()?;
    Some((parent, key.into_owned()))
}
