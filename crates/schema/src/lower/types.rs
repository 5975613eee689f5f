//! `type`, `nullable`, `enum`, `const`.

use serde_json::Value;

use super::{Lower, Members};
use crate::Reason;
use crate::dialect::Dialect;
use crate::node::Id;
use crate::types::{Type, Types};

impl Lower<'_, '_> {
    pub(super) fn types(&mut self, members: &Members, dialect: Dialect, parts: &mut Vec<Id>) {
        if let Some(kind) = members.get("type") {
            let nullable = dialect.nullable().and_then(|keyword| members.get(keyword));
            let null = match nullable {
                Some(Value::Bool(true)) => Types::only(Type::Null),
                Some(_) | None => Types::NONE,
            };
            let types = match named(kind, dialect) {
                Some(types) => self.arena.types(types.or(null)),
                None => {
                    // Whatever a name stands for that is none, it is not null.
                    let types = named_by_text(kind);
                    parts.extend(types.map(|types| self.arena.types(types.or(null))));
                    self.opaque(Reason::Malformed, kind)
                }
            };
            parts.push(types);
        }
        if let Some(Value::Array(values)) = members.get("enum") {
            let values = values.iter().map(|value| self.arena.values.intern(value)).collect();
            let values = self.arena.values(values);
            parts.push(values);
        }
        // Drafts before 6 have no `const`. Whoever writes it there means it, and validators that
        // are asked to be strict refuse the schema instead of reading it otherwise.
        if let Some(value) = members.get("const") {
            let value = self.arena.value(value);
            parts.push(value);
        }
    }
}

/// Names that are no types of JSON Schema, with the type that each can only mean.
const MEANT: [(&str, &str); 18] = [
    ("bool", "boolean"),
    ("date", "string"),
    ("date-time", "string"),
    ("datetime", "string"),
    ("decimal", "number"),
    ("dict", "object"),
    ("double", "number"),
    ("float", "number"),
    ("int", "integer"),
    ("int32", "integer"),
    ("int64", "integer"),
    ("list", "array"),
    ("long", "integer"),
    ("map", "object"),
    ("short", "integer"),
    ("str", "string"),
    ("text", "string"),
    ("uuid", "string"),
];

/// What is known of texts that do not name a type; `None` for values that are not texts.
fn named_by_text(value: &Value) -> Option<Types> {
    let names = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    let names: Option<Vec<&str>> = names.iter().map(Value::as_str).collect();
    let null = Types::only(Type::Null);
    Some(if names?.contains(&"null") { Types::ALL } else { null.not() })
}

/// The types of a `type` keyword; `None` when there is a word that is no type.
fn named(value: &Value, dialect: Dialect) -> Option<Types> {
    match value {
        // A body that is a file, in Swagger 2.0: nothing is known of it.
        Value::String(name) if name == "file" && dialect == Dialect::Swagger20 => Some(Types::ALL),
        Value::String(name) => by_name(name, dialect),
        Value::Array(names) => names
            .iter()
            .map(|name| by_name(name.as_str()?, dialect))
            .try_fold(Types::NONE, |types, next| Some(types.or(next?))),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => None,
    }
}

/// A type by its name, or by what authors of API descriptions write for it.
fn by_name(name: &str, dialect: Dialect) -> Option<Types> {
    let meant = || MEANT.iter().find(|(written, _)| dialect.is_openapi() && *written == name);
    Types::named(name).or_else(|| Types::named(meant()?.1))
}
