//! Keywords that not every dialect has, or not under this name.

use serde_json::{Map, Value};

use crate::dialect::{Dialect, Year};

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
