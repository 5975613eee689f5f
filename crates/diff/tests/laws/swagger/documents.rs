//! Random Swagger 2.0 documents that somebody might have published.

use serde_json::{Map, Value, json};

use crate::random::Random;
use crate::schemas::{Dialect, NAMES, Writer};

const PATHS: [&str; 4] = ["/orders", "/orders/{id}", "/files/{name}/parts/{part}", "/health"];
const METHODS: [&str; 4] = ["get", "post", "put", "delete"];
pub(super) const CONSUMED: [&str; 4] = [
    "application/json",
    "application/vnd.orders+json",
    "multipart/form-data",
    "application/x-www-form-urlencoded",
];
pub(super) const PRODUCED: [&str; 3] = ["application/json", "application/xml", "text/csv"];

/// A document of Swagger 2.0.
pub(super) fn document(random: &mut Random) -> Value {
    let mut maker = Maker::new(random);
    let definitions: Map<String, Value> =
        NAMES.into_iter().map(|name| (name.to_owned(), maker.definition())).collect();
    let mut paths = Map::new();
    for path in PATHS {
        if paths.is_empty() || maker.once_in(2) {
            paths.insert(path.to_owned(), maker.item(path));
        }
    }
    let mut document = json!({
        "swagger": "2.0", "info": { "title": "orders", "version": "1" },
        "host": "api.example", "basePath": "/v1", "schemes": ["https"],
        "paths": paths, "definitions": definitions,
        "parameters": {
            "Limit": maker.parameter("limit", "query"),
            "Trace": maker.parameter("X-Trace", "header"),
            "Placed": maker.body(),
            "Label": maker.parameter("label", "formData") },
        "responses": { "Failed": maker.response() },
        "securityDefinitions": {
            "key": { "type": "apiKey", "name": "x-api-key", "in": "header" },
            "login": { "type": "basic" },
            "token": { "type": "oauth2", "flow": "accessCode", "authorizationUrl": "https://a.example",
                "tokenUrl": "https://t.example", "scopes": { "read": "to read", "write": "to write" } } } });
    if maker.once_in(2) {
        document["consumes"] = maker.some(&CONSUMED);
    }
    if maker.once_in(2) {
        document["produces"] = maker.some(&PRODUCED);
    }
    if maker.once_in(3) {
        document["security"] = maker.security();
    }
    in_definitions(&document)
}

/// References to components are references to definitions here.
pub(super) fn in_definitions(document: &Value) -> Value {
    let text = document.to_string().replace("#/components/schemas/", "#/definitions/");
    serde_json::from_str(&text).unwrap()
}

/// What parts of documents are made with.
pub(super) struct Maker<'r> {
    writer: Writer<'r>,
}

impl<'r> Maker<'r> {
    pub(super) fn new(random: &'r mut Random) -> Self {
        Self { writer: Writer { random, dialect: Dialect::Swagger20 } }
    }

    fn once_in(&mut self, times: usize) -> bool {
        self.writer.random.once_in(times)
    }

    /// A part of a list that is not empty.
    pub(super) fn some(&mut self, from: &[&str]) -> Value {
        let mut names = from.to_vec();
        self.writer.random.shuffle(&mut names);
        names[..1 + self.writer.random.below(from.len() - 1)].into()
    }

    pub(super) fn security(&mut self) -> Value {
        self.writer
            .random
            .pick(&[
                json!([]),
                json!([{ "key": [] }]),
                json!([{ "login": [] }, { "key": [] }]),
                json!([{ "token": ["read"] }]),
                json!([{ "token": ["read", "write"], "key": [] }]),
            ])
            .clone()
    }

    fn definition(&mut self) -> Value {
        let mut schema = if self.once_in(5) { self.writer.scalar() } else { self.writer.object(2) };
        if self.once_in(6) {
            schema["x-nullable"] = true.into();
        }
        if schema["type"] == "object" && self.once_in(5) {
            schema["properties"]["kind"] = json!({ "type": "string" });
            schema["required"] = json!(["kind"]);
            schema["discriminator"] = "kind".into();
        }
        schema
    }

    fn item(&mut self, path: &str) -> Value {
        let mut parameters: Vec<Value> = path
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}'))
            .map(|(name, _)| self.parameter(name, "path"))
            .collect();
        // A body for all operations of the path; they have no forms of their own.
        let has_body = self.once_in(6);
        if has_body {
            parameters.push(self.body());
        }
        let mut item = Map::new();
        if !parameters.is_empty() {
            item.insert("parameters".to_owned(), parameters.into());
        }
        for _ in 0..1 + self.writer.random.below(2) {
            let method = *self.writer.random.pick(&METHODS);
            item.insert(method.to_owned(), self.operation(method, has_body));
        }
        item.into()
    }

    pub(super) fn operation(&mut self, method: &str, is_formless: bool) -> Value {
        let mut parameters = Vec::new();
        for (name, place) in [("limit", "query"), ("sort", "query"), ("X-Trace", "header")] {
            if self.once_in(4) {
                parameters.push(self.parameter(name, place));
            }
        }
        if self.once_in(5) {
            parameters.retain(|it| it["name"] != "limit");
            parameters.push(json!({ "$ref": "#/parameters/Limit" }));
        }
        match self.writer.random.below(6) {
            _ if method == "get" || method == "delete" => {}
            0 | 1 => parameters.push(self.body()),
            2 => parameters.push(json!({ "$ref": "#/parameters/Placed" })),
            3 | 4 if !is_formless => parameters.extend(self.fields()),
            _ => {}
        }
        self.writer.random.shuffle(&mut parameters);
        let mut operation = json!({ "parameters": parameters, "responses": self.responses() });
        if self.once_in(3) {
            operation["consumes"] = self.some(&CONSUMED);
        }
        if self.once_in(4) {
            operation["produces"] = self.some(&PRODUCED);
        }
        if self.once_in(4) {
            operation["security"] = self.security();
        }
        if self.once_in(9) {
            operation["deprecated"] = true.into();
        }
        operation
    }

    fn fields(&mut self) -> Vec<Value> {
        let mut fields = vec![self.parameter("title", "formData")];
        if self.once_in(2) {
            fields.push(self.parameter("tags", "formData"));
        }
        if self.once_in(3) {
            fields.push(json!({ "$ref": "#/parameters/Label" }));
        }
        if self.once_in(3) {
            fields.push(
                json!({ "name": "upload", "in": "formData", "type": "file", "required": true }),
            );
        }
        fields
    }

    pub(super) fn parameter(&mut self, name: &str, place: &str) -> Value {
        let mut parameter = self.flat(place);
        parameter["name"] = name.into();
        parameter["in"] = place.into();
        if place == "path" || self.once_in(3) {
            parameter["required"] = true.into();
        }
        parameter
    }

    /// A type as parameters and headers have it.
    fn flat(&mut self, place: &str) -> Value {
        let mut part = match place {
            "path" => self.writer.scalar(),
            _ => self.writer.flat(),
        };
        if part["type"] == "array" && !self.once_in(3) {
            let is_multi = place == "query" || place == "formData";
            let formats = ["csv", "ssv", "pipes", "tsv", "multi"];
            let formats = if is_multi { &formats[..] } else { &formats[..4] };
            part["collectionFormat"] = (*self.writer.random.pick(formats)).into();
        }
        part
    }

    pub(super) fn body(&mut self) -> Value {
        let mut body = json!({ "name": "body", "in": "body", "schema": self.writer.schema(2) });
        if self.once_in(2) {
            body["required"] = true.into();
        }
        body
    }

    pub(super) fn response(&mut self) -> Value {
        let mut response = json!({ "description": "what came of it" });
        if !self.once_in(4) {
            response["schema"] = self.writer.schema(2);
        }
        if self.once_in(3) {
            response["headers"] = json!({ "X-Rate": self.flat("header") });
        }
        response
    }

    fn responses(&mut self) -> Value {
        let mut responses = json!({ "200": self.response() });
        for status in ["201", "404", "default"] {
            if self.once_in(4) {
                responses[status] = self.response();
            }
        }
        if self.once_in(4) {
            responses["500"] = json!({ "$ref": "#/responses/Failed" });
        }
        responses
    }
}
