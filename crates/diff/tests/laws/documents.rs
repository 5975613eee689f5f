//! Random documents that somebody might have published.

use serde_json::{Map, Value, json};

use crate::random::Random;
use crate::schemas::{Dialect, NAMES, Writer};

const PATHS: [&str; 6] = [
    "/orders",
    "/orders/{id}",
    "/orders/{id}/items/{item}",
    "/files/{proxy+}",
    "/people/{name}.json",
    "/health",
];
const METHODS: [&str; 5] = ["get", "post", "put", "delete", "x-amazon-apigateway-any-method"];
const NAMED: [&str; 5] = ["limit", "sort", "X-Trace", "session", "filter"];
const MEDIA: [&str; 3] =
    ["application/json", "application/vnd.orders+json", "application/json;v=2"];

/// A document; it always reads.
pub(crate) fn document(random: &mut Random, dialect: Dialect) -> Value {
    let mut maker = Maker { writer: Writer { random, dialect } };
    let mut paths = Map::new();
    for path in PATHS {
        if maker.once_in(2) {
            let item = maker.item(path);
            paths.insert(path.to_owned(), item);
        }
    }
    let schemas = NAMES.map(|name| (name.to_owned(), maker.component()));
    let mut components = json!({
        "schemas": schemas.into_iter().collect::<Map<_, _>>(),
        "securitySchemes": { "key": { "type": "apiKey", "name": "x-api-key", "in": "header" } } });
    if dialect != Dialect::Swagger20 {
        components["parameters"] = json!({ "Limit": maker.parameter("limit", "query") });
        components["headers"] = json!({ "Rate": maker.header() });
        components["responses"] = json!({ "Failed": maker.response() });
        components["requestBodies"] = json!({ "Placed": maker.body() });
    }
    let version = if dialect == Dialect::OpenApi31 { "3.1.0" } else { "3.0.3" };
    json!({ "openapi": version, "info": { "title": "orders", "version": "1" },
            "servers": [ { "url": "https://api.example/v1" } ],
            "paths": paths, "components": components })
}

struct Maker<'r> {
    writer: Writer<'r>,
}

impl Maker<'_> {
    fn once_in(&mut self, times: usize) -> bool {
        self.writer.random.once_in(times)
    }

    fn is_swagger(&self) -> bool {
        self.writer.dialect == Dialect::Swagger20
    }

    /// Something that a reference leads to: no reference itself, so that no circle is empty.
    fn component(&mut self) -> Value {
        let mut schema = match self.writer.random.below(6) {
            0 => self.writer.scalar(),
            _ => self.writer.object(2),
        };
        if schema["type"] == "object" && self.once_in(4) {
            schema["properties"]["kind"] = json!({ "type": "string" });
        }
        schema
    }

    fn item(&mut self, path: &str) -> Value {
        let mut item = Map::new();
        let names: Vec<String> = path
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}'))
            .map(|(name, _)| name.trim_end_matches('+').to_owned())
            .collect();
        if !self.is_swagger() {
            let parameters: Vec<Value> =
                names.iter().map(|name| self.parameter(name, "path")).collect();
            item.insert("parameters".to_owned(), parameters.into());
        }
        for _ in 0..1 + self.writer.random.below(2) {
            let methods = if self.is_swagger() { &METHODS[..4] } else { &METHODS[..] };
            let method = *self.writer.random.pick(methods);
            let mut operation = self.operation(method);
            if self.is_swagger() {
                for name in &names {
                    let parameter = self.parameter(name, "path");
                    operation["parameters"].as_array_mut().unwrap().push(parameter);
                }
            }
            item.insert(method.to_owned(), operation);
        }
        item.into()
    }

    fn operation(&mut self, method: &str) -> Value {
        let mut parameters: Vec<Value> = Vec::new();
        for name in NAMED {
            if self.once_in(4) {
                let place = match name {
                    "X-Trace" => "header",
                    "session" if !self.is_swagger() => "cookie",
                    _ => "query",
                };
                parameters.push(self.parameter(name, place));
            }
        }
        if !self.is_swagger() && self.once_in(5) {
            parameters.retain(|it| it["name"] != "limit");
            parameters.push(json!({ "$ref": "#/components/parameters/Limit" }));
        }
        let mut operation = json!({ "parameters": parameters, "responses": self.responses() });
        if method != "get" && method != "delete" && self.once_in(2) {
            operation["requestBody"] = if !self.is_swagger() && self.once_in(4) {
                json!({ "$ref": "#/components/requestBodies/Placed" })
            } else {
                self.body()
            };
        }
        if self.once_in(5) {
            operation["security"] = json!([ { "key": [] } ]);
        }
        if self.once_in(6) {
            operation["x-amazon-apigateway-integration"] =
                json!({ "type": "aws_proxy", "timeoutInMillis": 29_000 });
        }
        if self.once_in(10) {
            operation["deprecated"] = true.into();
        }
        operation
    }

    fn parameter(&mut self, name: &str, place: &str) -> Value {
        let schema = if place == "path" { self.writer.scalar() } else { self.writer.flat() };
        let shape = schema["type"].as_str().unwrap_or("string").to_owned();
        let mut parameter = json!({ "name": name, "in": place, "schema": schema });
        if place == "path" || self.once_in(3) {
            parameter["required"] = true.into();
        }
        if self.is_swagger() {
            return parameter;
        }
        let styles: &[&str] = match (place, shape.as_str()) {
            ("path", _) => &["simple", "label", "matrix"],
            ("query", "array") => &["form", "spaceDelimited", "pipeDelimited"],
            ("query", "object") => &["form", "deepObject"],
            _ => &[],
        };
        if !styles.is_empty() && self.once_in(3) {
            parameter["style"] = (*self.writer.random.pick(styles)).into();
            if place == "query" && parameter["style"] != "deepObject" {
                parameter["explode"] = (parameter["style"] == "form").into();
            }
        }
        if parameter.get("style").is_none() && self.once_in(4) {
            parameter["explode"] = self.once_in(2).into();
        }
        parameter
    }

    fn header(&mut self) -> Value {
        let mut header = json!({ "schema": self.writer.scalar() });
        if !self.is_swagger() && self.once_in(2) {
            header["required"] = true.into();
        }
        header
    }

    fn media(&mut self) -> Value {
        let mut content = Map::new();
        let schema = self.writer.schema(2);
        content.insert(MEDIA[0].to_owned(), json!({ "schema": schema }));
        if !self.is_swagger() && self.once_in(4) {
            let name = *self.writer.random.pick(&MEDIA[1..]);
            content.insert(name.to_owned(), json!({ "schema": self.writer.schema(2) }));
        }
        content.into()
    }

    fn body(&mut self) -> Value {
        let mut body = json!({ "content": self.media() });
        if self.once_in(2) {
            body["required"] = true.into();
        }
        body
    }

    fn response(&mut self) -> Value {
        let mut response = json!({ "description": "what came of it" });
        if !self.once_in(4) {
            response["content"] = self.media();
        }
        if self.once_in(3) {
            response["headers"] = json!({ "X-Rate": self.header() });
        }
        response
    }

    fn responses(&mut self) -> Value {
        let mut responses = Map::new();
        responses.insert("200".to_owned(), self.response());
        let others: &[&str] = if self.is_swagger() {
            &["201", "404", "default"]
        } else {
            &["201", "2XX", "404", "4XX", "default"]
        };
        for status in others {
            if self.once_in(4) {
                responses.insert((*status).to_owned(), self.response());
            }
        }
        if !self.is_swagger() && self.once_in(4) {
            responses.insert("500".to_owned(), json!({ "$ref": "#/components/responses/Failed" }));
        }
        responses.into()
    }
}
