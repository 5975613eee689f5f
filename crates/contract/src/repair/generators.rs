//! Generators: the keys of headers and parameters are names, whatever a tool made of them.

use gatepact_finding::Pointer;
use pact_models::generators::Generator;
use pact_models::path_exp::{DocPath, PathToken};
use serde_json::{Map, Value};

use super::IndexedGenerator;
use crate::caught;
use crate::fault::{Fault, shown};

/// Repairs the keys of one part of an interaction.
pub(super) fn repair(
    part: &mut Value,
    query: &[(String, Option<String>)],
    at: &Pointer,
) -> Result<Vec<IndexedGenerator>, Fault> {
    let at = at.child("generators");
    let categories = match part.get("generators") {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(Value::Object(categories)) => categories.clone(),
        Some(other) => return Err(Fault::new(&at, format!("its generators are {}", shown(other)))),
    };
    let headers: Vec<String> = part
        .get("headers")
        .and_then(Value::as_object)
        .map(|headers| headers.keys().cloned().collect())
        .unwrap_or_default();
    let mut repaired = Map::new();
    let mut indexed = Vec::new();
    for (name, category) in categories {
        let at = at.child(&name);
        let keys = |category: &Value| match category {
            Value::Object(keys) => Ok(keys.clone()),
            other => Err(Fault::new(&at, format!("its generators are {}", shown(other)))),
        };
        let (name, category) = match name.to_lowercase().as_str() {
            "header" | "headers" => {
                let keys = keys(&category)?;
                ("header".to_owned(), Value::Object(of_headers(keys, &headers, &at)?))
            }
            "query" => {
                let keys = of_query(keys(&category)?, query, &mut indexed, &at)?;
                ("query".to_owned(), Value::Object(keys))
            }
            "path" | "method" | "status" => (name, only(category)),
            _ => (name, category),
        };
        let mut category = category;
        defaults(&mut category);
        repaired.insert(name, category);
    }
    part["generators"] = Value::Object(repaired);
    Ok(indexed)
}

/// Bounds that are not named do not contradict the one that is: Pact's own are 0 and 10.
fn defaults(category: &mut Value) {
    let Some(members) = category.as_object_mut() else { return };
    if members.get("type").and_then(Value::as_str) != Some("RandomInt") {
        return members.values_mut().for_each(defaults);
    }
    let number = |name: &str| members.get(name).and_then(Value::as_i64);
    let named = |name: &str| members.get(name).is_some_and(|it| !it.is_null());
    if number("min").is_some_and(|min| min > 10) && !named("max") {
        members.insert("max".to_owned(), i32::MAX.into());
    } else if number("max").is_some_and(|max| max < 0) && !named("min") {
        members.insert("min".to_owned(), i32::MIN.into());
    }
}

/// A path has one generator; some tools put it below a key, as if there were several.
fn only(category: Value) -> Value {
    let Value::Object(keys) = &category else { return category };
    match (keys.get("type"), keys.len(), keys.values().next()) {
        (None, 1, Some(below)) if below.get("type").is_some() => below.clone(),
        _ => category,
    }
}

fn of_headers(
    keys: Map<String, Value>,
    headers: &[String],
    at: &Pointer,
) -> Result<Map<String, Value>, Fault> {
    let mut kept = Map::new();
    for (key, generator) in keys {
        let (name, _) = name_in(&key);
        // Names of headers have no case; the model's are compared letter by letter.
        let recorded = headers.iter().find(|header| header.eq_ignore_ascii_case(&name));
        let name = recorded.cloned().unwrap_or(name);
        if kept.insert(name.clone(), generator).is_some() {
            return Err(twice(&at.child(&key), &name));
        }
    }
    Ok(kept)
}

fn of_query(
    keys: Map<String, Value>,
    query: &[(String, Option<String>)],
    indexed: &mut Vec<IndexedGenerator>,
    at: &Pointer,
) -> Result<Map<String, Value>, Fault> {
    let count = |name: &str| query.iter().filter(|(it, _)| it == name).count();
    let mut kept = Map::new();
    for (key, generator) in keys {
        let at = at.child(&key);
        if count(&key) > 0 {
            kept.insert(key, generator);
            continue;
        }
        let (name, index) = name_in(&key);
        let values = count(&name);
        let index = match index {
            Some(index) if index >= values.max(1) => {
                let reason = format!("a generator is for value {index} of `{name}`, of {values}");
                return Err(Fault::new(&at, reason));
            }
            Some(index) if values > 1 => index,
            Some(_) | None => {
                if kept.insert(name.clone(), generator).is_some() {
                    return Err(twice(&at, &name));
                }
                continue;
            }
        };
        // The faults of the generator itself are found where all of them are checked.
        crate::check::generator(&generator, &at)?;
        if let Ok(generator) = Generator::create(kind(&generator), &generator) {
            indexed.push(IndexedGenerator { name, index, generator });
        }
    }
    Ok(kept)
}

fn kind(generator: &Value) -> &str {
    generator.get("type").and_then(Value::as_str).unwrap_or_default()
}

fn twice(at: &Pointer, name: &str) -> Fault {
    Fault::new(at, format!("`{name}` has two generators"))
}

/// The name and the index that a path expression leads to: `$.acc[0]`, `$['X-T']`.
fn name_in(key: &str) -> (String, Option<usize>) {
    let whole = || (key.to_owned(), None);
    if !key.starts_with("$.") && !key.starts_with("$[") {
        return whole();
    }
    let Ok(Ok(path)) = caught(|| DocPath::new(key)) else { return whole() };
    match path.tokens().as_slice() {
        [PathToken::Root, PathToken::Field(name)]
        | [PathToken::Root, PathToken::Field(name), PathToken::Star | PathToken::StarIndex] => {
            (name.clone(), None)
        }
        [PathToken::Root, PathToken::Field(name), PathToken::Index(index)] => {
            (name.clone(), Some(*index))
        }
        _ => whole(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const UUID: &str = "Uuid";

    fn repaired(mut part: Value, query: &[(&str, &str)]) -> Result<(Value, usize), Fault> {
        let query: Vec<(String, Option<String>)> =
            query.iter().map(|(name, it)| ((*name).to_owned(), Some((*it).to_owned()))).collect();
        let indexed = repair(&mut part, &query, &Pointer::root())?;
        Ok((part["generators"].clone(), indexed.len()))
    }

    #[test]
    fn keys_are_names() {
        let uuid = json!({ "type": UUID });
        let part = json!({
            "headers": {"X-T": "t"},
            "generators": {
                "headers": {"$['x-t']": uuid}, "query": {"$.acc[0]": uuid, "$top": uuid},
                "path": {"": uuid}
            }
        });
        let expected = json!({
            "header": {"X-T": uuid}, "query": {"acc": uuid, "$top": uuid}, "path": uuid
        });
        assert_eq!(repaired(part, &[("acc", "1")]).unwrap(), (expected, 0));
    }

    #[test]
    fn one_of_several_values_has_its_own_generator() {
        let part = json!({"generators": {"query": {"$.a[1]": {"type": UUID}}}});
        assert_eq!(repaired(part.clone(), &[("a", "1"), ("a", "2")]).unwrap().1, 1);
        assert!(repaired(part, &[("a", "1")]).is_err());
    }

    #[test]
    fn a_bound_that_is_not_named_does_not_contradict_the_other() {
        let random = |bounds: Value| {
            let mut generator = json!({ "$.n": bounds });
            generator["$.n"]["type"] = json!("RandomInt");
            let part = json!({"generators": {"body": generator}});
            repaired(part, &[]).unwrap().0["body"]["$.n"].clone()
        };
        assert_eq!(random(json!({"min": 1000}))["max"], json!(i32::MAX));
        assert_eq!(random(json!({"max": -5}))["min"], json!(i32::MIN));
        assert_eq!(random(json!({"min": 9, "max": 1}))["max"], json!(1));
        assert_eq!(random(json!({"min": 3})).get("max"), None);
    }

    #[test]
    fn two_generators_of_one_name_are_a_fault() {
        let uuid = json!({ "type": UUID });
        for generators in [
            json!({"header": {"X-T": uuid, "x-t": uuid}}),
            json!({"query": {"$.a": uuid, "$.a[0]": uuid}}),
            json!([uuid]),
            json!({"query": uuid["type"]}),
        ] {
            let part = json!({"headers": {"X-T": "t"}, "generators": generators});
            assert!(repaired(part, &[]).is_err(), "{generators}");
        }
    }
}
