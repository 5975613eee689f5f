//! Other spellings of one document: none of them is a change.

use gatepact_diff::diff;
use gatepact_openapi::Document;
use serde_json::{Map, Value, json};

use crate::defaults;
use crate::places::{Sort, places};
use crate::random::Random;
use crate::schemas::NAMES;

/// Another spelling.
pub(crate) type Rewrite = fn(&Value, &mut Random) -> Value;

/// All of them, by name.
pub(crate) const ALL: [(&str, Rewrite); 8] = [
    ("keys and lists in another order", |value, random| {
        let lists = if is_circular(value) { &[][..] } else { &UNORDERED[..] };
        shuffled(value, (lists, ""), random)
    }),
    ("components and path parameters renamed", |value, _| renamed(value)),
    ("references written out", written_out),
    ("schemas wrapped in an allOf of one", wrapped),
    ("objects split into parts", split),
    ("defaults written out", defaults::written_out),
    ("a prefix moved from the servers into the paths", |value, _| with_prefix_moved(value)),
    ("servers written at operations", with_own_servers),
];

/// No change, whichever way it is spelled.
pub(crate) fn law(old: &Value, new: &Value) -> Result<(), String> {
    let (Ok(old), Ok(new)) = (Document::read(old.to_string()), Document::read(new.to_string()))
    else {
        return Ok(());
    };
    // The components of a document without operations are known by their names.
    if old.operations().is_empty() {
        return Ok(());
    }
    match diff(&old, &new).first() {
        None => Ok(()),
        Some(change) => Err(change.to_string()),
    }
}

/// Lists whose order says nothing.
const UNORDERED: [&str; 7] =
    ["required", "enum", "oneOf", "anyOf", "allOf", "parameters", "security"];

/// Whether a component contains itself. Then two spellings of it are not known to be one, and the order of a list may
/// decide which of its parts are compared.
fn is_circular(document: &Value) -> bool {
    let leads_to = |name: &str| {
        let text = document["components"]["schemas"][name].to_string();
        let is_there = move |other: &&str| text.contains(&format!("/schemas/{other}\""));
        NAMES.into_iter().filter(move |other| is_there(other))
    };
    NAMES.iter().any(|start| {
        let (mut open, mut seen) = (vec![*start], Vec::new());
        while let Some(name) = open.pop() {
            for next in leads_to(name) {
                if next == *start {
                    return true;
                }
                if !seen.contains(&next) {
                    seen.push(next);
                    open.push(next);
                }
            }
        }
        false
    })
}

fn shuffled(value: &Value, (lists, key): (&[&str], &str), random: &mut Random) -> Value {
    match value {
        Value::Array(items) => {
            let items = items.iter().map(|it| shuffled(it, (lists, ""), random));
            let mut items: Vec<Value> = items.collect();
            if lists.contains(&key) {
                random.shuffle(&mut items);
            }
            items.into()
        }
        Value::Object(members) => {
            let members = members.iter();
            let mut members: Vec<(String, Value)> = members
                .map(|(key, it)| (key.clone(), shuffled(it, (lists, key), random)))
                .collect();
            random.shuffle(&mut members);
            members.into_iter().collect::<Map<_, _>>().into()
        }
        other => other.clone(),
    }
}

/// The name of a component tags the values of a `discriminator`: such documents keep theirs.
fn renamed(document: &Value) -> Value {
    let mut text = document.to_string();
    if !text.contains("\"discriminator\"") {
        for name in NAMES {
            text = text.replace(
                &format!("#/components/schemas/{name}\""),
                &format!("#/components/schemas/New{name}\""),
            );
        }
        let mut value: Value = serde_json::from_str(&text).unwrap();
        let schemas = value["components"]["schemas"].take();
        let members = schemas.as_object().into_iter().flatten();
        let members = members.map(|(name, it)| (format!("New{name}"), it.clone()));
        value["components"]["schemas"] = members.collect::<Map<_, _>>().into();
        text = value.to_string();
    }
    for name in ["id", "item", "proxy"] {
        let parameter = format!("\"name\":\"{name}\",\"in\":\"path\"");
        text = text.replace(&parameter, &parameter.replace(name, "other"));
        text = text
            .replace(&format!("{{{name}}}"), "{other}")
            .replace(&format!("{{{name}+}}"), "{other+}");
        // Two parameters of one path have two names.
        if name == "id" {
            text = text.replace("other", "first");
        }
    }
    serde_json::from_str(&text).unwrap()
}

/// `/v1/orders` below no base path instead of `/orders` below `/v1`.
fn with_prefix_moved(document: &Value) -> Value {
    let mut value = document.clone();
    let url = value["servers"][0]["url"].as_str().map(str::to_owned);
    let Some((server, base)) = url.as_deref().and_then(|url| url.split_once("/v1")) else {
        return value;
    };
    assert!(base.is_empty(), "{document}");
    value["servers"][0]["url"] = server.into();
    let paths = value["paths"].take();
    let paths = paths.as_object().into_iter().flatten();
    let moved: Map<String, Value> =
        paths.map(|(path, item)| (format!("/v1{path}"), item.clone())).collect();
    value["paths"] = moved.into();
    value
}

/// The servers of the document at some paths and operations as well, and at the root if something else needs them.
fn with_own_servers(document: &Value, random: &mut Random) -> Value {
    let mut value = document.clone();
    let servers = document["servers"].clone();
    let items = value["paths"].as_object_mut().into_iter().flat_map(Map::values_mut);
    for item in items.filter(|_| servers.is_array()) {
        let operations = item.as_object_mut().into_iter().flatten();
        for (_, operation) in operations.filter(|(_, it)| it.get("responses").is_some()) {
            if random.once_in(3) {
                operation["servers"] = servers.clone();
            }
        }
        if random.once_in(3) {
            item["servers"] = servers.clone();
        }
    }
    value
}

/// Some schemas, changed in place.
fn schemas(
    document: &Value,
    random: &mut Random,
    change: impl Fn(&Value, &Value) -> Option<Value>,
) -> Value {
    let mut value = document.clone();
    for _ in 0..3 {
        let places = places(&value);
        let schemas: Vec<_> = places.iter().filter(|(sort, _)| *sort == Sort::Schema).collect();
        if schemas.is_empty() {
            return value;
        }
        let (_, at) = random.pick(&schemas);
        // The branches of a `discriminator` are known by their references.
        let is_branch = at.contains("/oneOf/");
        let changed = value.pointer(at).and_then(|schema| change(&value, schema));
        if let Some(changed) = changed.filter(|_| !is_branch) {
            *value.pointer_mut(at).unwrap() = changed;
        }
    }
    value
}

fn written_out(document: &Value, random: &mut Random) -> Value {
    schemas(document, random, |whole, schema| {
        let reference = schema.get("$ref")?.as_str()?.strip_prefix('#')?;
        whole.pointer(reference).cloned()
    })
}

/// What is not sent in a direction says so itself.
fn is_withheld(schema: &Value) -> bool {
    schema.get("readOnly").is_some() || schema.get("writeOnly").is_some()
}

fn wrapped(document: &Value, random: &mut Random) -> Value {
    schemas(document, random, |_, schema| {
        (!is_withheld(schema)).then(|| json!({ "allOf": [schema] }))
    })
}

fn split(document: &Value, random: &mut Random) -> Value {
    schemas(document, random, |_, schema| {
        let properties = schema.get("properties")?.as_object()?;
        if is_withheld(schema)
            || schema.get("additionalProperties").is_some()
            || schema.get("patternProperties").is_some()
            || properties.len() < 2
            || schema["nullable"] == true
        {
            return None;
        }
        let (first, one) = properties.iter().next()?;
        let mut rest = schema.clone();
        rest["properties"].as_object_mut()?.shift_remove(first);
        Some(json!({ "allOf": [rest, { "type": schema["type"], "properties": { first: one } }] }))
    })
}
