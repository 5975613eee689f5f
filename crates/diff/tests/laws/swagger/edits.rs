//! A second release of a Swagger 2.0 document.

use serde_json::{Value, json};

use super::documents::{CONSUMED, Maker, PRODUCED, in_definitions};
use crate::edits::schema;
use crate::places::{child, members, schemas};
use crate::random::Random;
use crate::schemas::Dialect;

/// The document after a few edits.
pub(super) fn edited(document: &Value, random: &mut Random) -> Value {
    let mut value = document.clone();
    for _ in 0..1 + random.below(4) {
        match random.below(8) {
            0..3 => a_schema(&mut value, random),
            3 | 4 => an_operation(&mut value, random),
            5 => a_parameter(&mut value, random),
            6 => the_root(&mut value, random),
            _ => a_shared_part(&mut value, random),
        }
    }
    in_definitions(&value)
}

fn a_schema(document: &mut Value, random: &mut Random) {
    let mut found = Vec::new();
    for (name, it) in members(&document["definitions"]) {
        schemas(it, &child("/definitions", name), &mut found);
    }
    for at in operations(document) {
        for (status, response) in members(&document.pointer(&at).unwrap()["responses"]) {
            let at = child(&child(&child(&at, "responses"), status), "schema");
            response.get("schema").into_iter().for_each(|it| schemas(it, &at, &mut found));
        }
        for (index, it) in list(document.pointer(&at).unwrap()).iter().enumerate() {
            let at = format!("{at}/parameters/{index}/schema");
            it.get("schema").into_iter().for_each(|it| schemas(it, &at, &mut found));
        }
    }
    let (_, at) = random.pick(&found);
    if let Some(part) = document.pointer_mut(at) {
        schema(part, random, Dialect::Swagger20);
    }
}

fn operations(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for (path, item) in members(&document["paths"]) {
        let methods = members(item).filter(|(key, _)| *key != "parameters");
        found.extend(methods.map(|(method, _)| child(&child("/paths", path), method)));
    }
    found
}

fn list(owner: &Value) -> &[Value] {
    owner["parameters"].as_array().map_or(&[], Vec::as_slice)
}

fn an_operation(document: &mut Value, random: &mut Random) {
    let found = operations(document);
    let Some(operation) = document.pointer_mut(random.pick::<String>(&found)) else { return };
    match random.below(6) {
        0 => operation["consumes"] = Maker::new(random).some(&CONSUMED),
        1 => operation["produces"] = Maker::new(random).some(&PRODUCED),
        2 => operation["security"] = Maker::new(random).security(),
        3 => operation["responses"]["202"] = Maker::new(random).response(),
        4 => {
            let key = *random.pick(&["consumes", "produces", "security"]);
            operation.as_object_mut().unwrap().shift_remove(key);
        }
        _ => operation["responses"]["200"] = Maker::new(random).response(),
    }
}

fn a_parameter(document: &mut Value, random: &mut Random) {
    let found = operations(document);
    let Some(operation) = document.pointer_mut(random.pick::<String>(&found)) else { return };
    let Some(parameters) = operation["parameters"].as_array_mut() else { return };
    if random.once_in(4) {
        parameters.push(Maker::new(random).parameter("page", "query"));
        return;
    }
    if parameters.is_empty() {
        return;
    }
    let at = random.below(parameters.len());
    let part = &mut parameters[at];
    match random.below(4) {
        0 => drop(parameters.remove(at)),
        _ if part.get("$ref").is_some() => {}
        1 => part["required"] = (part["required"] != true).into(),
        2 if part["type"] == "array" => {
            part["collectionFormat"] = (*random.pick(&["csv", "ssv", "pipes", "tsv"])).into();
        }
        _ => {
            let (name, place) = (part["name"].clone(), part["in"].clone());
            *part = match place.as_str() {
                Some("body") | None => Maker::new(random).body(),
                Some(place) => Maker::new(random).parameter(name.as_str().unwrap(), place),
            };
        }
    }
}

fn the_root(document: &mut Value, random: &mut Random) {
    match random.below(5) {
        0 => document["basePath"] = (*random.pick(&["/", "/v2", "v1", "/v1/"])).into(),
        1 => document["consumes"] = Maker::new(random).some(&CONSUMED),
        2 => document["produces"] = Maker::new(random).some(&PRODUCED),
        3 => document["security"] = Maker::new(random).security(),
        _ => document["securityDefinitions"]["token"]["flow"] = json!("implicit"),
    }
}

fn a_shared_part(document: &mut Value, random: &mut Random) {
    match random.below(4) {
        0 => document["parameters"]["Limit"] = Maker::new(random).parameter("limit", "query"),
        1 => document["parameters"]["Placed"] = Maker::new(random).body(),
        2 => document["parameters"]["Label"] = Maker::new(random).parameter("label", "formData"),
        _ => document["responses"]["Failed"] = Maker::new(random).response(),
    }
}
