//! A second release from a first: what authors do to their documents, and what accidents do.

use serde_json::{Value, json};

use crate::places::{Sort, places};
use crate::random::Random;
use crate::schemas::{Dialect, Writer};

/// The document after a few edits.
pub(crate) fn edited(document: &Value, random: &mut Random, dialect: Dialect) -> Value {
    let mut value = document.clone();
    for _ in 0..1 + random.below(4) {
        edit(&mut value, random, dialect);
    }
    value
}

fn edit(document: &mut Value, random: &mut Random, dialect: Dialect) {
    let places = places(document);
    // Schemas are most of what there is, and most of what changes.
    let is_schema = !random.once_in(4);
    let fitting: Vec<_> =
        places.iter().filter(|(sort, _)| (*sort == Sort::Schema) == is_schema).collect();
    if fitting.is_empty() {
        return;
    }
    let (sort, at) = random.pick(&fitting);
    let Some(part) = document.pointer_mut(at) else { return };
    match sort {
        Sort::Schema => schema(part, random, dialect),
        Sort::Parameter => parameter(part, random, dialect),
        Sort::Operation => operation(part, random, dialect),
        Sort::Response | Sort::Body => content(part, random, dialect),
        Sort::Item => {
            let keys: Vec<String> = part.as_object().unwrap().keys().cloned().collect();
            if random.once_in(3) && keys.len() > 1 {
                part.as_object_mut().unwrap().shift_remove(random.pick(&keys));
            }
        }
    }
}

fn toggle(part: &mut Value, flag: &str) {
    if part[flag] == true {
        part.as_object_mut().unwrap().shift_remove(flag);
    } else {
        part[flag] = true.into();
    }
}

pub(crate) fn schema(part: &mut Value, random: &mut Random, dialect: Dialect) {
    let Some(keys) = part.as_object().map(|it| it.keys().cloned().collect::<Vec<_>>()) else {
        return;
    };
    if keys.is_empty() || random.once_in(8) {
        *part = Writer { random, dialect }.schema(1);
        return;
    }
    let key = random.pick(&keys).clone();
    let value = &mut part[key.as_str()];
    match (key.as_str(), &mut *value) {
        ("type", Value::String(_)) if dialect == Dialect::OpenApi30 && random.once_in(2) => {
            toggle(part, "nullable");
        }
        ("type", value) => {
            *value = (*random.pick(&["string", "integer", "number", "boolean"])).into();
        }
        ("enum", Value::Array(values)) => {
            if values.len() > 1 && random.once_in(2) {
                values.remove(random.below(values.len()));
            } else if !values.contains(&json!("lost")) {
                values.push("lost".into());
            }
        }
        ("required", Value::Array(names)) if names.len() > 1 && random.once_in(2) => {
            names.remove(random.below(names.len()));
        }
        ("properties" | "required", _) => properties(part, random, dialect),
        ("$ref", _) => *part = Writer { random, dialect }.reference(),
        ("allOf" | "anyOf" | "oneOf", Value::Array(branches)) => {
            if branches.len() > 1 && random.once_in(2) {
                branches.remove(random.below(branches.len()));
            } else {
                branches.push(Writer { random, dialect }.schema(1));
            }
        }
        ("additionalProperties", _) => {
            part.as_object_mut().unwrap().shift_remove("additionalProperties");
        }
        (_, Value::Number(number)) => {
            let at = number.as_i64().unwrap_or(1);
            *value = (at + [-1, 1, 7][random.below(3)]).max(1).into();
        }
        _ => drop(part.as_object_mut().unwrap().shift_remove(&key)),
    }
}

fn properties(part: &mut Value, random: &mut Random, dialect: Dialect) {
    let Some(known) = part.get("properties").and_then(Value::as_object) else { return };
    let names: Vec<String> = known.keys().cloned().collect();
    match random.below(4) {
        0 => {
            part["properties"]["extra"] = Writer { random, dialect }.schema(1);
        }
        1 if names.len() > 1 => {
            let name = random.pick(&names);
            part["properties"].as_object_mut().unwrap().shift_remove(name);
            if let Some(required) = part.get_mut("required").and_then(Value::as_array_mut) {
                required.retain(|it| it != name.as_str());
            }
        }
        2 => part["additionalProperties"] = false.into(),
        _ => {
            let name = random.pick(&names).clone();
            let mut required = part["required"].as_array().cloned().unwrap_or_default();
            let had = required.len();
            required.retain(|it| *it != name);
            if required.len() == had {
                required.push(name.into());
            }
            part["required"] = required.into();
        }
    }
}

fn parameter(part: &mut Value, random: &mut Random, dialect: Dialect) {
    if part.get("$ref").is_some() {
        return;
    }
    let is_path = part["in"] == "path";
    match random.below(5) {
        0 if !is_path => toggle(part, "required"),
        1 if !is_path => part["name"] = "other".into(),
        2 if part["in"] == "query" && dialect != Dialect::Swagger20 => {
            part["explode"] = random.once_in(2).into();
        }
        3 if part["in"] == "query" => part["in"] = "header".into(),
        _ => schema(&mut part["schema"], random, dialect),
    }
}

fn operation(part: &mut Value, random: &mut Random, dialect: Dialect) {
    match random.below(6) {
        0 => {
            if part.as_object_mut().unwrap().shift_remove("security").is_none() {
                part["security"] = json!([ { "key": [] } ]);
            }
        }
        1 => drop(part.as_object_mut().unwrap().shift_remove("requestBody")),
        2 => {
            let schema = Writer { random, dialect }.schema(2);
            part["requestBody"] = json!({ "required": true, "content": { "application/json": { "schema": schema } } });
        }
        3 => {
            let schema = Writer { random, dialect }.schema(2);
            let status = *random.pick(&["200", "202", "409"]);
            part["responses"][status] = json!({ "description": "news",
                "content": { "application/json": { "schema": schema } } });
        }
        4 => {
            if let Some(list) = part.get_mut("parameters").and_then(Value::as_array_mut) {
                list.retain(|it| it["in"] == "path");
            }
        }
        _ => {
            let responses = part["responses"].as_object_mut().unwrap();
            let keys: Vec<String> = responses.keys().cloned().collect();
            if keys.len() > 1 {
                responses.shift_remove(random.pick(&keys));
            }
        }
    }
}

fn content(part: &mut Value, random: &mut Random, dialect: Dialect) {
    if part.get("$ref").is_some() {
        return;
    }
    match random.below(4) {
        0 if part.get("description").is_none() => toggle(part, "required"),
        1 if dialect != Dialect::Swagger20 => {
            let schema = Writer { random, dialect }.schema(1);
            part["content"]["text/plain"] = json!({ "schema": schema });
        }
        2 if dialect != Dialect::Swagger20 => {
            let Some(content) = part.get_mut("content").and_then(Value::as_object_mut) else {
                return;
            };
            let first = content.keys().next().cloned();
            if let Some(first) = first.filter(|_| content.len() > 1) {
                content.shift_remove(&first);
            }
        }
        _ => {
            let Some(headers) = part.get_mut("headers").and_then(Value::as_object_mut) else {
                return;
            };
            if random.once_in(2) {
                headers.clear();
            } else if dialect != Dialect::Swagger20 {
                headers.values_mut().for_each(|header| toggle(header, "required"));
            }
        }
    }
}
