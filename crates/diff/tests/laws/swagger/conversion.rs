//! Swagger 2.0 as OpenAPI 3.0, written from the two specifications and from nothing in the crate.

use serde_json::{Map, Value, json};

use crate::places::members;

/// What makes up the schema of a parameter that is no body.
const OF_THE_SCHEMA: [&str; 16] = [
    "type",
    "format",
    "items",
    "enum",
    "default",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
];
const FORMS: [&str; 2] = ["application/x-www-form-urlencoded", "multipart/form-data"];

/// The document in OpenAPI 3.0.
pub(super) fn converted(swagger: &Value) -> Value {
    let from = Source { root: swagger };
    let mut bodies = Map::new();
    let mut parameters = Map::new();
    for (name, parameter) in members(&swagger["parameters"]) {
        match parameter["in"].as_str() {
            Some("formData") => {}
            Some("body") => {
                bodies.insert(
                    name.to_owned(),
                    body(parameter, &from.media("consumes", &Value::Null)),
                );
            }
            _ => drop(parameters.insert(name.to_owned(), plain(parameter))),
        }
    }
    let each = |key: &str, convert: &dyn Fn(&Value) -> Value| -> Value {
        let all = members(&swagger[key]).map(|(name, it)| (name.to_owned(), convert(it)));
        all.collect::<Map<_, _>>().into()
    };
    let produces = from.media("produces", &Value::Null);
    let mut document = json!({
        "openapi": "3.0.0", "info": swagger["info"], "servers": servers(swagger),
        "paths": each("paths", &|item| from.item(item)),
        "components": {
            "schemas": each("definitions", &schema),
            "parameters": parameters, "requestBodies": bodies,
            "responses": each("responses", &|it| response(it, &produces)),
            "securitySchemes": each("securityDefinitions", &security) } });
    if let Some(security) = swagger.get("security") {
        document["security"] = security.clone();
    }
    let text = document.to_string().replace("\"#/definitions/", "\"#/components/schemas/");
    serde_json::from_str(&text).unwrap()
}

fn servers(swagger: &Value) -> Value {
    let path = swagger["basePath"].as_str().unwrap_or("").trim_matches('/');
    let path = if path.is_empty() { String::new() } else { format!("/{path}") };
    let Some(host) = swagger["host"].as_str() else {
        return json!([{ "url": if path.is_empty() { "/" } else { &path } }]);
    };
    match swagger["schemes"].as_array() {
        Some(schemes) => schemes
            .iter()
            .map(|scheme| json!({ "url": format!("{}://{host}{path}", scheme.as_str().unwrap_or_default()) }))
            .collect(),
        None => json!([{ "url": format!("//{host}{path}") }]),
    }
}

struct Source<'s> {
    root: &'s Value,
}

impl<'s> Source<'s> {
    /// The media types of an operation: its own, else those of the document, else JSON.
    fn media(&self, key: &str, owner: &Value) -> Vec<String> {
        let named = owner.get(key).or(self.root.get(key)).and_then(Value::as_array);
        let names = named.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned);
        let names: Vec<String> = names.collect();
        if names.is_empty() { vec!["application/json".to_owned()] } else { names }
    }

    /// What a reference of this document stands for.
    fn target(&self, value: &'s Value) -> &'s Value {
        let to = value["$ref"].as_str().and_then(|text| text.strip_prefix('#'));
        to.and_then(|at| self.root.pointer(at)).unwrap_or(value)
    }

    fn item(&self, item: &'s Value) -> Value {
        let common = item["parameters"].as_array().map_or(&[][..], Vec::as_slice);
        let mut result = Map::new();
        for (method, operation) in members(item).filter(|(key, _)| *key != "parameters") {
            result.insert(method.to_owned(), self.operation(operation, common));
        }
        let common: Vec<Value> = common
            .iter()
            .filter(|it| !makes_a_body(self.target(it)))
            .map(|it| self.listed(it))
            .collect();
        result.insert("parameters".to_owned(), common.into());
        result.into()
    }

    /// A parameter in a list: a reference stays one.
    fn listed(&self, parameter: &Value) -> Value {
        match parameter["$ref"].as_str() {
            Some(to) => json!({ "$ref": to.replace("#/", "#/components/") }),
            None => plain(parameter),
        }
    }

    fn operation(&self, operation: &'s Value, common: &'s [Value]) -> Value {
        let own = operation["parameters"].as_array().map_or(&[][..], Vec::as_slice);
        let is_body = |it: &&Value| self.target(it)["in"] == "body";
        let is_field = |it: &&Value| self.target(it)["in"] == "formData";
        let parameters: Vec<Value> = own
            .iter()
            .filter(|it| !makes_a_body(self.target(it)))
            .map(|it| self.listed(it))
            .collect();
        let mut result = json!({ "parameters": parameters });
        for (key, value) in members(operation) {
            if !["parameters", "consumes", "produces", "responses"].contains(&key) {
                result[key] = value.clone();
            }
        }
        let consumes = self.media("consumes", operation);
        let fields: Vec<&Value> = own.iter().filter(is_field).map(|it| self.target(it)).collect();
        if let Some(one) = own.iter().find(is_body).or(common.iter().find(is_body)) {
            let is_usual = consumes == self.media("consumes", &Value::Null);
            result["requestBody"] = match one["$ref"].as_str().filter(|_| is_usual) {
                Some(to) => {
                    json!({ "$ref": to.replace("#/parameters/", "#/components/requestBodies/") })
                }
                None => body(self.target(one), &consumes),
            };
        } else if !fields.is_empty() {
            result["requestBody"] = form(&fields, &consumes);
        }
        let produces = self.media("produces", operation);
        let is_usual = produces == self.media("produces", &Value::Null);
        let mut responses = Map::new();
        for (status, it) in members(&operation["responses"]) {
            let answer = match it["$ref"].as_str().filter(|_| is_usual) {
                Some(to) => json!({ "$ref": to.replace("#/", "#/components/") }),
                None => response(self.target(it), &produces),
            };
            responses.insert(status.to_owned(), answer);
        }
        result["responses"] = responses.into();
        result
    }
}

fn makes_a_body(parameter: &Value) -> bool {
    parameter["in"] == "body" || parameter["in"] == "formData"
}

/// One schema for all media types.
fn content(part: &Value, media_types: &[String]) -> Value {
    let one = match part.get("schema") {
        Some(it) => json!({ "schema": schema(it) }),
        None => json!({}),
    };
    media_types.iter().map(|name| (name.clone(), one.clone())).collect::<Map<_, _>>().into()
}

fn body(parameter: &Value, consumes: &[String]) -> Value {
    json!({ "required": parameter["required"] == true, "content": content(parameter, consumes) })
}

fn response(part: &Value, produces: &[String]) -> Value {
    let mut result = json!({ "description": part["description"] });
    if part.get("schema").is_some() {
        result["content"] = content(part, produces);
    }
    for (name, header) in members(&part["headers"]) {
        result["headers"][name] = plain(header);
    }
    result
}

/// The fields of a form are the properties of one object.
fn form(fields: &[&Value], consumes: &[String]) -> Value {
    let mut object = json!({ "type": "object", "properties": {}, "required": [] });
    let mut encoding = Map::new();
    for field in fields {
        let name = field["name"].as_str().unwrap_or_default();
        let (schema, style) = parted(field, true);
        object["properties"][name] = schema;
        // What is no word of an encoding is said of the schema.
        if let Some(other) = style.get("x-collectionFormat") {
            object["properties"][name]["x-collectionFormat"] = other.clone();
        } else if !style.is_empty() {
            encoding.insert(name.to_owned(), style.into());
        }
        if field["required"] == true {
            object["required"].as_array_mut().unwrap().push(name.into());
        }
    }
    let required = object["required"] != json!([]);
    if !required {
        object.as_object_mut().unwrap().shift_remove("required");
    }
    let mut names: Vec<&str> =
        consumes.iter().map(String::as_str).filter(|it| FORMS.contains(it)).collect();
    if names.is_empty() {
        names.push(FORMS[usize::from(fields.iter().any(|it| it["type"] == "file"))]);
    }
    let mut one = json!({ "schema": object });
    if !encoding.is_empty() {
        one["encoding"] = encoding.into();
    }
    let content: Map<_, _> = names.iter().map(|it| ((*it).to_owned(), one.clone())).collect();
    json!({ "required": required, "content": content })
}

/// A parameter that is no body, or a header.
fn plain(part: &Value) -> Value {
    let (schema, style) = parted(part, part["in"] == "query");
    let mut result: Map<String, Value> = members(part)
        .filter(|(key, _)| !OF_THE_SCHEMA.contains(key) && *key != "collectionFormat")
        .map(|(key, value)| (key.to_owned(), value.clone()))
        .collect();
    result.extend(style);
    result.insert("schema".to_owned(), schema);
    result.into()
}

/// The schema of a part, and how its lists are written.
fn parted(part: &Value, is_exploding: bool) -> (Value, Map<String, Value>) {
    let words = members(part).filter(|(key, _)| OF_THE_SCHEMA.contains(key));
    let value: Map<String, Value> =
        words.map(|(key, value)| (key.to_owned(), value.clone())).collect();
    let style = match part["collectionFormat"].as_str().unwrap_or("csv") {
        _ if part["type"] != "array" => json!({}),
        "csv" if is_exploding => json!({ "style": "form", "explode": false }),
        "csv" => json!({}),
        "multi" if is_exploding => json!({ "style": "form", "explode": true }),
        "ssv" if is_exploding => json!({ "style": "spaceDelimited", "explode": false }),
        "pipes" if is_exploding => json!({ "style": "pipeDelimited", "explode": false }),
        // OpenAPI 3.0 has no word for it.
        other => json!({ "x-collectionFormat": other }),
    };
    let Value::Object(style) = style else { unreachable!() };
    (schema(&value.into()), style)
}

fn schema(value: &Value) -> Value {
    let each = |value: &Value| -> Value {
        members(value).map(|(key, it)| (key.to_owned(), schema(it))).collect::<Map<_, _>>().into()
    };
    let mut result = Map::new();
    for (key, it) in members(value) {
        let (key, it) = match (key, it) {
            ("type", Value::String(name)) if name == "file" => {
                result.insert("format".to_owned(), "binary".into());
                ("type", "string".into())
            }
            ("x-nullable", it) => ("nullable", it.clone()),
            ("discriminator", it) => ("discriminator", json!({ "propertyName": it })),
            ("properties", it) => ("properties", each(it)),
            ("allOf", Value::Array(parts)) => ("allOf", parts.iter().map(schema).collect()),
            ("items" | "additionalProperties", Value::Object(_)) => (key, schema(it)),
            (key, it) => (key, it.clone()),
        };
        result.insert(key.to_owned(), it);
    }
    result.into()
}

fn security(scheme: &Value) -> Value {
    let name = match scheme["flow"].as_str() {
        Some("accessCode") => "authorizationCode",
        Some("application") => "clientCredentials",
        Some(other) => other,
        None if scheme["type"] == "basic" => return json!({ "type": "http", "scheme": "basic" }),
        None => return scheme.clone(),
    };
    let mut flow = scheme.clone();
    let members = flow.as_object_mut().unwrap();
    members.retain(|key, _| key != "type" && key != "flow");
    json!({ "type": "oauth2", "flows": { name: flow } })
}
