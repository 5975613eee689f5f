//! Keywords that not every dialect has, or not under this name.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::dialect::{Dialect, Year};

/// The types of JSON Schema.
const TYPES: [&str; 7] = ["null", "boolean", "object", "array", "number", "string", "integer"];

/// Whether the dialect has a keyword that not all of them have: the validator reads API descriptions as 2020-12.
pub(super) fn is_known(key: &str, dialect: Dialect) -> bool {
    let since = match key {
        "additionalItems" => return dialect.year() < Year::Y2020,
        "contains" | "propertyNames" => Year::Draft6,
        "if" | "then" | "else" => Year::Draft7,
        "dependentRequired"
        | "dependentSchemas"
        | "minContains"
        | "maxContains"
        | "unevaluatedItems"
        | "unevaluatedProperties" => Year::Y2019,
        "prefixItems" => Year::Y2020,
        _ => Year::Draft4,
    };
    dialect.year() >= since
}

/// Writes a list of `items`, and what `additionalItems` says of those behind it, as 2020-12 does.
pub(super) fn rename_tuple(out: &mut Map<String, Value>) {
    let rest = out.remove("additionalItems");
    if out.get("items").is_some_and(Value::is_array)
        && let Some(prefix) = out.remove("items")
    {
        out.insert("prefixItems".to_owned(), prefix);
        out.extend(rest.map(|rest| ("items".to_owned(), rest)));
    }
}

/// The types that are known to a validator, in place of names that are not types: `float` is a number. An unknown name is
/// anything but null. `None` where all names are types, or where one is no text.
pub(super) fn known_types(kind: &Value) -> Option<BTreeSet<&'static str>> {
    let names: Vec<&str> = match kind {
        Value::Array(names) => names.iter().map(Value::as_str).collect::<Option<_>>()?,
        name => vec![name.as_str()?],
    };
    let known = |name: &str| TYPES.into_iter().find(|known| *known == name);
    if names.iter().all(|name| known(name).is_some()) {
        return None;
    }
    let types = names.iter().flat_map(|name| {
        let meant = match *name {
            "bool" => "boolean",
            "date" | "date-time" | "datetime" | "str" | "text" | "uuid" => "string",
            "decimal" | "double" | "float" => "number",
            "int" | "int32" | "int64" | "long" | "short" => "integer",
            "list" => "array",
            "dict" | "map" => "object",
            other => other,
        };
        let is_unknown = known(meant).is_none();
        let any = TYPES.into_iter().filter(move |it| is_unknown && *it != "null");
        known(meant).into_iter().chain(any).collect::<Vec<_>>()
    });
    Some(types.collect())
}
