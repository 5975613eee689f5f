//! The view of an operation: parameters, bodies, responses, security, servers.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use gatepact_openapi::view::{Content, Responses};
use gatepact_openapi::{
    Document, MediaType, OperationView, Parameter, ParameterKey, ParameterLocation, StatusRange,
};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// A document with one operation, at `/pets/{id}/{rest+}`, in OpenAPI 3.0.
fn document(operation: &Value, item: &Value, components: &Value) -> Document {
    let mut item = item.clone();
    item["get"] = operation.clone();
    let value = json!({
        "openapi": "3.0.3",
        "info": { "title": "pets", "version": "1" },
        "servers": [{ "url": "/root" }],
        "security": [{ "key": [] }],
        "paths": { "/pets/{id}/{rest+}": item },
        "components": components,
    });
    Document::read(value.to_string()).unwrap()
}

fn view(document: &Document) -> OperationView<'_> {
    document.view(&document.operations()[0]).unwrap()
}

/// `header X-Id at /components/parameters/id, required`
fn describe(parameter: &Parameter<'_>) -> String {
    let place = match (&parameter.key, parameter.location) {
        (ParameterKey::Path(position), _) => format!("path {position}"),
        (ParameterKey::NotInTemplate(_), _) => "path, not in the template".to_owned(),
        (_, ParameterLocation::Header) => "header".to_owned(),
        (_, ParameterLocation::Cookie) => "cookie".to_owned(),
        (_, _) => "query".to_owned(),
    };
    let at = parameter.at.pointer.replace("/paths/~1pets~1{id}~1{rest+}", "..");
    let required = if parameter.required { ", required" } else { "" };
    format!("{place} {} at {at}{required}", parameter.name)
}

#[test]
fn parameters_are_own_ones_and_those_of_the_path() {
    let of = |place: &str, name: &str| json!({ "in": place, "name": name });
    let required = json!({ "in": "query", "name": "page", "required": true });
    let to = |name: &str| json!({ "$ref": format!("#/components/parameters/{name}") });
    let components = json!({ "parameters": {
        "page": required.clone(),
        "one": to("two"), "two": to("three"), "three": of("header", "X-Id"),
        "here": to("there"), "there": to("here"), "self": to("self"),
        "beside": { "$ref": "#/components/parameters/page", "in": "cookie", "name": "beside" },
        "lost": { "$ref": "#/components/parameters/none", "in": "cookie", "name": "lost" },
    } });
    let own = |index: usize| format!("at ../get/parameters/{index}");
    let shared = |index: usize| format!("at ../parameters/{index}");
    let cases = [
        ("nothing", json!(null), json!(null), vec![]),
        (
            "own ones first",
            json!([of("query", "b"), of("cookie", "a")]),
            json!([of("query", "c")]),
            vec![
                format!("query b {}", own(0)),
                format!("cookie a {}", own(1)),
                format!("query c {}", shared(0)),
            ],
        ),
        (
            "an own one overrides that of the path, whatever it says",
            json!([of("query", "page")]),
            json!([required.clone(), of("header", "page")]),
            vec![format!("query page {}", own(0)), format!("header page {}", shared(1))],
        ),
        (
            "names of headers count in any case, others do not",
            json!([of("header", "x-id"), of("query", "x-id")]),
            json!([of("header", "X-ID"), of("query", "X-ID")]),
            vec![
                format!("header x-id {}", own(0)),
                format!("query x-id {}", own(1)),
                format!("query X-ID {}", shared(1)),
            ],
        ),
        (
            "path parameters by their expression, greedy ones without the plus",
            json!([of("path", "rest"), of("path", "id")]),
            json!([of("path", "rest+"), of("path", "id"), of("path", "ID")]),
            vec![
                format!("path 1 rest {}", own(0)),
                format!("path 0 id {}", own(1)),
                format!("path, not in the template ID {}", shared(2)),
            ],
        ),
        (
            "of two in one list the last one",
            json!([required.clone(), of("header", "A"), of("query", "page"), of("header", "a")]),
            json!(null),
            vec![format!("query page {}", own(2)), format!("header a {}", own(3))],
        ),
        (
            "chains of references",
            json!([to("one"), to("beside")]),
            json!([of("header", "x-id"), of("cookie", "beside")]),
            vec![
                "header X-Id at /components/parameters/three".to_owned(),
                "query page at /components/parameters/page, required".to_owned(),
                format!("cookie beside {}", shared(1)),
            ],
        ),
        (
            "references in circles, to nothing, or to something else",
            json!([to("here"), to("self"), to("none"), to("lost"), { "$ref": "#/info" }, { "$ref": "a.json" }]),
            json!([of("query", "page")]),
            vec![format!("query page {}", shared(0))],
        ),
    ];
    for (case, own, item, expected) in cases {
        let list = |list: Value| match list {
            Value::Null => json!({}),
            list => json!({ "parameters": list }),
        };
        let document = document(&list(own), &list(item), &components);
        let found: Vec<String> = view(&document).parameters().iter().map(describe).collect();
        assert_eq!(found, expected, "{case}");
    }
}

#[test]
fn the_schema_of_a_parameter_is_its_own_or_that_of_its_media_type() {
    let operation = json!({ "parameters": [
        { "in": "query", "name": "a", "schema": { "type": "string" } },
        { "in": "query", "name": "b", "content": { "application/json": { "schema": {} } } },
        { "in": "query", "name": "c" },
    ] });
    let document = document(&operation, &json!({}), &json!({}));
    let parameters = view(&document).parameters();
    let ends: Vec<_> = parameters.iter().map(Parameter::schema).collect();
    let below = |at: &str| at.split_once("/get/").unwrap().1.to_owned();
    let pointers: Vec<_> = ends.iter().map(|it| below(&it.pointer)).collect();
    assert_eq!(
        pointers,
        [
            "parameters/0/schema",
            "parameters/1/content/application~1json/schema",
            "parameters/2/schema"
        ]
    );
    assert!(!ends[1].is_absent() && ends[2].is_absent());
}

#[test]
fn a_body_and_a_response_may_be_references() {
    let json = |schema: Value| json!({ "content": { "Application/JSON; charset=utf-8": { "schema": schema } } });
    let operation = json!({
        "requestBody": { "$ref": "#/components/requestBodies/a" },
        "responses": { "200": { "$ref": "#/components/responses/ok" }, "x-note": {} },
    });
    let mut body = json(json!({ "type": "object" }));
    body["required"] = json!(true);
    let components = json!({
        "requestBodies": { "a": { "$ref": "#/components/requestBodies/b" }, "b": body },
        "responses": { "ok": json(json!({ "$ref": "#/components/schemas/pet" })) },
    });
    let document = document(&operation, &json!({}), &components);
    let view = view(&document);
    let body = view.request_body().unwrap();
    assert!(body.required);
    assert_eq!(body.at.pointer.as_str(), "/components/requestBodies/b");
    let content = body.content();
    assert_eq!(content[0].media_type, MediaType::parse("application/json"));
    assert_eq!(content[0].schema().unwrap().value, &json!({ "type": "object" }));
    let responses = view.responses();
    assert_eq!(responses.iter().map(|it| it.key).collect::<Vec<_>>(), ["200"]);
    let schema = responses.get(StatusRange::Status(200)).unwrap().content()[0].schema().unwrap();
    assert_eq!(schema.value["$ref"], "#/components/schemas/pet", "as it is");
}

#[test]
fn headers_of_a_response() {
    let operation = json!({ "responses": { "2xx": { "headers": {
        "X-Id": { "required": true },
        "content-type": {},
        "ETag": { "$ref": "#/components/headers/tag" },
        "x-id": {},
    } } } });
    let components = json!({ "headers": { "tag": { "required": true } } });
    let document = document(&operation, &json!({}), &components);
    let response = view(&document).response_for(204).unwrap();
    let headers = response.headers();
    let headers: Vec<_> = headers.iter().map(|it| (it.name, it.at.flag("required"))).collect();
    assert_eq!(headers, [("ETag", true), ("x-id", false)]);
}

#[test]
fn the_most_specific_media_type_describes_a_message() {
    for (keys, sent, expected) in [
        (
            vec!["*/*", "application/json"],
            "application/json; charset=utf-8",
            vec!["application/json"],
        ),
        (vec!["*/*", "text/*"], "text/csv", vec!["text/*"]),
        (vec!["*/*", "text/*"], "image/png", vec!["*/*"]),
        (vec!["application/json"], "application/problem+json", vec!["application/json"]),
        (
            vec!["application/json", "application/problem+json"],
            "application/problem+json",
            vec!["application/problem+json"],
        ),
        (
            vec!["text/csv;header=a", "text/csv;header=b", "a/b"],
            "text/csv",
            vec!["text/csv;header=a", "text/csv;header=b"],
        ),
        (vec!["text/csv;header=a", "text/csv"], "text/csv;header=b", vec!["text/csv"]),
        (
            vec!["text/csv", "TEXT/CSV; charset=utf-8"],
            "text/csv",
            vec!["text/csv", "TEXT/CSV; charset=utf-8"],
        ),
        (vec!["application/json"], "text/plain", vec![]),
        (vec![], "text/plain", vec![]),
    ] {
        let content: Map<String, Value> =
            keys.iter().map(|key| ((*key).to_owned(), json!({}))).collect();
        let operation = json!({ "requestBody": { "content": content } });
        let document = document(&operation, &json!({}), &json!({}));
        let content = view(&document).request_body().unwrap().content();
        let mut found: Vec<_> = Content::describing(&content, &MediaType::parse(sent))
            .into_iter()
            .map(|it| it.name)
            .collect();
        let mut expected = expected;
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected, "{sent} among {keys:?}");
    }
}

#[test]
fn security_and_servers_come_from_the_nearest_that_says_something() {
    let components = json!({ "securitySchemes": {
        "key": { "$ref": "#/components/securitySchemes/real" },
        "real": { "type": "apiKey", "in": "header", "name": "X-Api-Key" },
    } });
    let describe = |operation: Value, item: Value| {
        let document = document(&operation, &item, &components);
        let view = view(&document);
        let security = view.security();
        let schemes = security.requirements.iter().flat_map(|it| &it.schemes);
        let schemes: Vec<String> = schemes
            .map(|it| {
                let kind = it.definition.as_ref().and_then(|at| at.text("type"));
                format!("{} {} {:?}", it.name, kind.unwrap_or("unknown"), it.scopes)
            })
            .collect();
        let servers = view.servers();
        let urls: Vec<String> =
            servers.iter().filter_map(|it| it.text("url")).map(str::to_owned).collect();
        (security.is_own, schemes.join(", "), urls.join(" "))
    };
    let at = |url: &str| json!({ "servers": [{ "url": url }] });
    let none = || json!({});
    let of = |own, security: &str, servers: &str| (own, security.to_owned(), servers.to_owned());
    assert_eq!(describe(none(), none()), of(false, "key apiKey []", "/root"));
    assert_eq!(describe(none(), at("/item")), of(false, "key apiKey []", "/item"));
    assert_eq!(describe(at("/own"), at("/item")), of(false, "key apiKey []", "/own"));
    let open = json!({ "security": [], "servers": [] });
    assert_eq!(describe(open, none()), of(true, "", "/root"));
    let own = json!({ "security": [{ "other": ["read", "write"] }] });
    assert_eq!(describe(own, none()), of(true, r#"other unknown ["read", "write"]"#, "/root"));
}

#[test]
fn an_operation_of_another_document_has_no_view() {
    let one = document(&json!({}), &json!({}), &json!({}));
    let other =
        Document::read("openapi: 3.1.0\ninfo: {title: a, version: '1'}\npaths: {/a: {get: {}}}");
    let other = other.unwrap();
    assert!(one.view(&other.operations()[0]).is_none());
    assert_eq!(other.view(&other.operations()[0]).unwrap().to_string(), "GET /a");
}

/// In schemas of 3.0 a reference stands alone, in those of 3.1 it does not; elsewhere it does in both.
#[test]
fn what_stands_beside_a_reference() {
    for (version, is_alone) in [("3.0.3", true), ("3.1.0", false)] {
        let document = Document::read(format!(
            "openapi: {version}
info: {{title: a, version: '1'}}
paths: {{}}
components:
  schemas:
    A: {{$ref: '#/components/schemas/B', maxLength: 3}}
    B: {{$ref: '#/components/schemas/C'}}
    C: {{type: string}}
"
        ))
        .unwrap();
        let schema = document.root().at("/components/schemas/A").unwrap();
        assert_eq!(schema.is_reference(), is_alone, "{version}");
        let end = if is_alone { "C" } else { "A" };
        assert_eq!(schema.schema().pointer.as_str(), format!("/components/schemas/{end}"));
        assert_eq!(schema.resolved().pointer.as_str(), "/components/schemas/C");
        let chain: Vec<String> = schema.chain().map(|it| it.pointer[20..].to_owned()).collect();
        assert_eq!(chain, ["A", "B", "C"]);
    }
}

/// Keys that documents have, right and wrong.
fn key() -> impl Strategy<Value = String> {
    prop_oneof![
        (0u16..700).prop_map(|status| format!("{status:03}")),
        prop::sample::select(vec!["200", "201", "404", "503"]).prop_map(str::to_owned),
        "[1-5][Xx][Xx]",
        Just("default".to_owned()),
        Just("x-note".to_owned()),
        "[0-9Xx]{0,4}",
    ]
}

/// What the specification says, word by word: the explicit code, else the range, else `default`.
fn naive(keys: &Map<String, Value>, status: u16) -> Option<&str> {
    let code = format!("{status:03}");
    let is_range = |key: &str| key.to_ascii_uppercase() == format!("{}XX", &code[..1]);
    let key = |fits: &dyn Fn(&str) -> bool| keys.keys().map(String::as_str).find(|key| fits(key));
    key(&|key| key == code).or_else(|| key(&is_range)).or_else(|| key(&|key| key == "default"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_status_is_described_as_the_specification_says(
        keys in prop::collection::vec(key(), 0..8),
        statuses in prop::collection::vec(100u16..600, 1..12),
    ) {
        let responses: Map<String, Value> = keys.into_iter().map(|key| (key, json!({}))).collect();
        let document = document(&json!({ "responses": responses }), &json!({}), &json!({}));
        let view = view(&document);
        let read = view.operation.value["responses"].as_object().unwrap();
        for status in statuses.into_iter().chain([200, 201, 404, 503]) {
            let found = view.response_for(status).map(|response| response.key);
            prop_assert_eq!(found, naive(read, status), "{} of {:?}", status, read);
        }
        for response in &Responses::of(&view.operation) {
            let own = view.responses();
            let found = own.describing(response.status).map(|it| it.status);
            prop_assert_eq!(found, Some(response.status), "a key describes what it stands for");
        }
    }
}
