//! Reading: formats, places, refusals, bounds.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

mod told;

use gatepact_finding::pointer;
use gatepact_openapi::{Document, Format, ReadError, Reading, Specification, Unreached};
use gatepact_schema::Dialect;
use proptest::prelude::*;
use serde_json::{Value, json};
use told::told;

const JSON: &str = r##"{
  "openapi": "3.0.1",
  "info": { "title": "orders", "version": "1" },
  "paths": {
    "/orders/{id}": {
      "parameters": [ { "name": "id", "in": "path", "required": true, "schema": { "type": "string" } } ],
      "get": {
        "parameters": [ { "$ref": "#/components/parameters/expand" } ],
        "responses": { "200": { "description": "ok", "content": {} } }
      },
      "x-amazon-apigateway-any-method": { "responses": {} }
    }
  },
  "components": {
    "parameters": { "expand": { "name": "expand", "in": "query", "schema": { "type": "string" } } }
  }
}"##;

const YAML: &str = "\
openapi: 3.0.1
info: {title: orders, version: '1'}
paths:
  /orders/{id}:
    get:
      responses:
        200: {description: ok, content: {}}
        404: &problem
          description: no
        410: *problem
    x-amazon-apigateway-any-method:
      responses: {}
";

#[test]
fn reads_json_with_places_parameters_and_any() {
    let document = Document::read(JSON).unwrap();
    assert_eq!(document.format(), Format::Json);
    let names: Vec<_> = document.operations().iter().map(ToString::to_string).collect();
    assert_eq!(names, ["GET /orders/{id}", "ANY /orders/{id}"]);
    let get = &document.operations()[0];
    let parameters = document.parameters(get);
    let parameters: Vec<_> = parameters.iter().map(|it| it.name).collect();
    assert_eq!(parameters, ["expand", "id"]);
    let place = |pointer: &str| {
        let at = document.position(pointer);
        (at.line, at.column)
    };
    assert_eq!(place(""), (1, 1));
    assert_eq!(place("/paths/~1orders~1{id}/get/responses/200"), (9, 24));
    assert_eq!(place("/paths/~1orders~1{id}/parameters/0/schema"), (6, 71));
    assert_eq!(place("/paths/~1orders~1{id}/get/responses/500"), (9, 9), "the nearest part");
}

#[test]
fn reads_yaml_as_the_same_document() {
    let document = Document::read(YAML).unwrap();
    assert_eq!(document.format(), Format::Yaml);
    assert_eq!(document.operations().len(), 2);
    let responses = document.at("/paths/~1orders~1{id}/get/responses").unwrap();
    assert_eq!(responses["410"], responses["404"], "aliases repeat");
    let line = |pointer: &str| document.position(pointer).line;
    assert_eq!(line("/paths/~1orders~1{id}/get/responses/404/description"), 9);
    assert_eq!(line("/paths/~1orders~1{id}/get/responses/410"), 10);
    assert_eq!(line("/paths/~1orders~1{id}/x-amazon-apigateway-any-method"), 11);
}

#[test]
fn what_says_nothing_may_be_left_out() {
    let text = "openapi: 3.0.1\ninfo: {title: t, version: '1'}\npaths:\n  /a:\n    get: {}\n    \
                x-amazon-apigateway-any-method: {responses: {default: {}}}\n";
    let document = Document::read(text).unwrap();
    assert_eq!(document.operations().len(), 2);
    assert_eq!(
        document.at("/paths/~1a/get").unwrap(),
        &serde_json::json!({}),
        "the raw value is as written"
    );
}

#[test]
fn a_model_of_api_gateway_may_have_a_list_of_types() {
    let text = "openapi: 3.0.1\ninfo: {title: t, version: '1'}\npaths:\n  /a:\n    get:\n      responses:\n\
                components: {schemas: {A: {type: [string, 'null']}}}\n";
    let document = Document::read(text).unwrap();
    assert_eq!(document.at("/components/schemas/A/type").unwrap(), &json!(["string", "null"]));
    let bare = Document::read(text.replace("'null'", "null")).unwrap();
    assert_eq!(bare.value(), document.value());
    assert_eq!(bare.faults().len(), 1);
}

#[test]
fn references_to_nothing_are_told() {
    let text = JSON.replace("/parameters/expand\"", "/parameters/gone\"");
    let unresolved = Document::read(text).unwrap().unresolved();
    assert_eq!(unresolved[0].pointer, "/paths/~1orders~1{id}/get/parameters/0/$ref");
    assert_eq!(unresolved[0].why, Unreached::Missing);
    assert_eq!(Document::read(JSON).unwrap().unresolved(), []);
}

#[test]
fn what_is_wrong_is_told_with_its_place_and_what_to_do() {
    let told = [
            "",
            "[]",
            "{}",
            "{\"openapi\": ",
            "openapi: 3.0.1\nopenapi: 3.0.1\n",
            "openapi: [\n",
            "openapi: 3.0.1\n---\nopenapi: 3.0.1\n",
            "openapi: 3.0.1\n---\nnull\n---\n[]\n",
            "a: !Thing x",
            "!Thing a: x",
            "a: &a [*a]",
            "a: &a {<<: *a}",
            "a: &a [x]\n*a : 1",
            "a:\n  <<: 1",
            "a:\n  <<:",
            "a:\n  <<:\n    - {b: 1}\n    - c",
            "a:\n  <<: {b: 1}\n  <<: {c: 1}",
            "a:\n  b: 1\n  <<: {c: 1}\n  b: 2",
            "{\n \"swagger\": \"2.0\"}",
            "openapi: 3.2.0\n",
            "openapi: 4.0.0\n",
            "swagger: '1.2'\n",
            "openapi: 3.1\ninfo: {title: a}\npaths: {}\n",
            "openapi: 3.1.0\n",
            "openapi: 3.0.1\ninfo: {title: a, version: 1.0}\npaths: {}\n",
            "{\"openapi\":\"3.0.1\",\"info\":{\"title\":\"a\",\"version\":\"1\"},\n\"paths\":{\"/a\":{\"get\":{\"responses\":{\n\"200\":{\"description\":\"\",\"content\":{\"a/b\":{\"schema\":\n{\"properties\":{\"x\":{\"type\":7}}}}}}}}}}}",
            "{\"openapi\":\"3.0.1\",\"info\":{\"title\":\"a\",\"version\":\"1\"},\n\"paths\":{\"/a\":{\"x-amazon-apigateway-any-method\":\n{\"responses\":7}}}}",
        ]
        .map(|text| format!("{text}\n    => {}", told(Document::read(text))))
        .join("\n\n");
    insta::assert_snapshot!(told);
}

#[test]
fn not_utf8_says_the_line() {
    let error = Document::read(b"{\n\"a\": \"\xff\"}").expect_err("refused");
    assert!(matches!(error, ReadError::NotUtf8 { line: 2, .. }), "{error}");
}

#[test]
fn nesting_is_bounded_in_both_formats() {
    for text in [
        "[".repeat(100_000),
        "{\"a\":".repeat(100_000),
        "- ".repeat(100_000),
        format!("x: {}", "[".repeat(100_000)),
    ] {
        let error = Document::read(&text).expect_err("refused");
        assert!(matches!(error, ReadError::TooDeep { .. } | ReadError::Syntax { .. }), "{error}");
    }
}

#[test]
fn aliases_cannot_explode() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..40 {
        let alias = vec![format!("*a{}", level - 1); 10].join(", ");
        text.push_str(&format!("a{level}: &a{level} [{alias}]\n"));
    }
    let error = Document::read(&text).expect_err("refused");
    assert!(matches!(error, ReadError::TooManyValues { .. }), "{error}");

    let text = format!("a: &a {}\nb: [{}]\n", "x".repeat(1_000_000), vec!["*a"; 100].join(","));
    let error = Document::read(&text).expect_err("refused");
    assert!(matches!(error, ReadError::TooManyValues { .. }), "{error}");
}

#[test]
fn size_is_bounded() {
    let error = Document::read(vec![b' '; 64 * 1024 * 1024 + 1]).expect_err("refused");
    assert!(matches!(error, ReadError::TooLarge { .. }), "{error}");
}

#[test]
fn openapi_3_1_is_read_as_it_is() {
    let text = "openapi: 3.1.0
info: {title: orders, version: '1'}
webhooks: {paid: {post: {responses: {}}}}
paths:
  /orders: {$ref: '#/components/pathItems/Orders'}
components:
  pathItems:
    Orders:
      get:
        responses:
          '200':
            description: ok
            content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}
  schemas:
    Any: true
    Order:
      type: [object, 'null']
      $ref: '#/components/schemas/Any'
      properties: {id: {const: 1, exclusiveMinimum: 0}, none: false}
      prefixItems: [true]
      $defs: {A: {type: string}}
";
    let document = Document::read(text).unwrap();
    assert_eq!(document.specification(), Specification::OpenApi31);
    assert_eq!(document.dialect(), Dialect::OpenApi31);
    let names: Vec<_> = document.operations().iter().map(ToString::to_string).collect();
    assert_eq!(names, ["GET /orders"], "a webhook is no operation of the stage");
    assert_eq!(document.at("/components/schemas/Order/type").unwrap(), &json!(["object", "null"]));
    assert_eq!(document.place("/paths/~1orders/get").pointer, "/components/pathItems/Orders/get");
    assert_eq!(document.position("/paths/~1orders/get").line, 9);

    let without_paths = "openapi: 3.1.0\ninfo: {title: a, version: '1'}\nwebhooks: {}\n";
    assert!(Document::read(without_paths).unwrap().operations().is_empty());
    assert_eq!(document.faults(), []);
    let older = Document::read(text.replace("3.1.0", "3.0.3")).unwrap();
    let told: Vec<&str> = older.faults().iter().map(|it| it.pointer.as_str()).collect();
    assert_eq!(told, ["/components/schemas/Any"], "3.0 has no such schema, and reads no others");
}

#[test]
fn openapi_3_2_is_read_with_its_methods_and_streams() {
    let text = "openapi: 3.2.0
$self: https://api.example/orders.yaml
info: {title: orders, version: '1'}
paths:
  /orders:
    query:
      parameters: [{name: all, in: querystring, content: {application/json: {schema: {type: object}}}}]
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses: {'200': {summary: lines, content: {application/jsonl: {itemSchema: {$ref: '#/components/schemas/Line'}}}}}
    additionalOperations:
      COPY: {responses: {'201': {description: copied, content: {application/json: {$ref: '#/components/mediaTypes/Line'}}}}}
components:
  schemas: {Line: {type: object, discriminator: {propertyName: kind, defaultMapping: Line}}}
  mediaTypes: {Line: {schema: {$ref: '#/components/schemas/Line'}}}
";
    let document = Document::read(text).unwrap();
    assert_eq!(document.specification(), Specification::OpenApi32);
    assert_eq!(document.dialect(), Dialect::OpenApi31, "its schemas are those of 3.1");
    let names: Vec<_> = document.operations().iter().map(ToString::to_string).collect();
    assert_eq!(names, ["QUERY /orders", "COPY /orders"]);
    assert_eq!(document.faults(), []);
    assert_eq!(document.unresolved(), []);
}

#[test]
fn every_part_of_another_shape_is_told_where_it_stands() {
    let shapes = [
        ("/paths", json!([])),
        ("/paths/~1a", json!("get")),
        ("/paths/~1a/get", json!([])),
        ("/paths/~1a/parameters", json!({})),
        ("/paths/~1a/parameters/0", json!({ "in": "query" })),
        ("/paths/~1a/parameters/0/in", json!("body")),
        ("/paths/~1a/parameters/0/required", json!("true")),
        ("/paths/~1a/get/requestBody", json!([])),
        ("/paths/~1a/get/requestBody/content", json!([])),
        ("/paths/~1a/get/requestBody/content/a~1b", json!("schema")),
        ("/paths/~1a/get/responses", json!([])),
        ("/paths/~1a/get/responses/200", json!("ok")),
        ("/paths/~1a/get/responses/200/headers", json!([])),
        ("/paths/~1a/get/security", json!({})),
        ("/components/schemas", json!([])),
        ("/components/schemas/A", json!("string")),
        ("/components/schemas/A", json!(true)),
        ("/components/schemas/A/properties", json!([])),
        ("/components/schemas/A/required", json!(true)),
        ("/components/schemas/A/items", json!([])),
        ("/components/schemas/A/allOf", json!({})),
        ("/components/schemas/A/enum", json!("a")),
        ("/components/schemas/A/maxLength", json!("5")),
        ("/components/schemas/A/exclusiveMinimum", json!(5)),
        ("/components/schemas/A/$ref", json!({})),
        ("/components/securitySchemes", json!([])),
        ("/servers", json!({})),
        ("/info", json!("orders")),
    ];
    let sound = json!({
        "openapi": "3.0.1",
        "info": { "title": "a", "version": "1" },
        "servers": [],
        "paths": { "/a": {
            "parameters": [{ "name": "q", "in": "query", "required": true, "schema": {} }],
            "get": {
                "requestBody": { "content": { "a/b": {} } },
                "responses": { "200": { "headers": {} } },
                "security": [{ "key": [] }],
            },
        } },
        "components": { "securitySchemes": {}, "schemas": { "A": {
            "properties": {}, "required": [], "items": {}, "allOf": [], "enum": [], "maxLength": 1,
            "exclusiveMinimum": true, "$ref": "#/a",
        } } },
    });
    assert_eq!(Document::read(sound.to_string()).unwrap().faults(), []);
    for (pointer, wrong) in shapes {
        let mut value = sound.clone();
        // Nothing beside a reference counts.
        if !pointer.ends_with("$ref") {
            value["components"]["schemas"]["A"].as_object_mut().unwrap().remove("$ref");
        }
        *value.pointer_mut(pointer).unwrap() = wrong;
        let document = Document::read(value.to_string()).unwrap();
        let at: Vec<&str> = document.faults().iter().map(|it| it.pointer.as_str()).collect();
        assert!(at.iter().any(|at| at.starts_with(pointer)), "{pointer}: {at:?}");
    }
}

#[test]
fn strange_bytes_are_read_or_refused_with_a_reason() {
    let bom = format!("\u{feff}{JSON}");
    assert_eq!(Document::read(bom).unwrap().operations().len(), 2);
    let utf16: Vec<u8> = JSON.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let with_bom: Vec<u8> = [0xFF, 0xFE].into_iter().chain(utf16.clone()).collect();
    assert!(Document::read(&utf16).is_err(), "UTF-16 without a mark");
    assert!(matches!(Document::read(with_bom), Err(ReadError::NotUtf8 { line: 1, .. })));
    let surrogate = JSON.replace("orders\"", "\\ud800\"");
    assert!(matches!(Document::read(surrogate), Err(ReadError::Syntax { .. })));
    let nul = JSON.replace("\"title\": \"orders\"", "\"title\": \"a\\u0000b\"");
    assert_eq!(Document::read(nul).unwrap().title(), "a\0b");
    assert!(Document::read(JSON.replace(' ', "\0")).is_err());
    assert!(Document::read(YAML.replace("info", "\0")).is_err());
}

#[test]
fn circles_of_references_end() {
    let head = "openapi: 3.0.1\ninfo: {title: a, version: '1'}\n";
    let items = "paths: {/a: {$ref: '#/paths/~1b'}, /b: {$ref: '#/paths/~1a'}}\n";
    let document = Document::read(format!("{head}{items}")).unwrap();
    assert_eq!(document.faults()[0].reading, Reading::NotUnderstood);
    let parameters = "paths: {/a: {parameters: [{$ref: '#/components/parameters/a'}], get: {}}}\n\
                      components: {parameters: {a: {$ref: '#/components/parameters/a'}}}\n";
    let document = Document::read(format!("{head}{parameters}")).unwrap();
    assert!(document.parameters(&document.operations()[0]).is_empty());
    let swagger = "swagger: '2.0'\ninfo: {title: a, version: '1'}\n\
                   paths: {/a: {post: {parameters: [{$ref: '#/parameters/a'}], responses: {}}}}\n\
                   parameters: {a: {$ref: '#/parameters/b'}, b: {$ref: '#/parameters/a'}}\n";
    let document = Document::read(swagger).unwrap();
    assert!(document.parameters(&document.operations()[0]).is_empty());
}

/// Any JSON, no deeper than a few levels.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[a-z/{}~#$é\u{0}]{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let key =
            prop_oneof!["[a-z/{}~$]{0,6}", Just("$ref".to_owned()), Just("schema".to_owned())];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((key, inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

const SWAGGER: &str = r##"{"swagger": "2.0", "info": {"title": "orders", "version": "1"}, "host": "a.example",
"basePath": "/v1", "schemes": ["https"], "consumes": ["a/b"], "produces": ["a/b"],
"paths": {"/a": {"parameters": [{"$ref": "#/parameters/id"}], "post": {"parameters": [
{"name": "b", "in": "body", "schema": {"$ref": "#/definitions/A"}}], "responses": {"200": {"description": "",
"schema": {"type": "array", "items": {"$ref": "#/definitions/A"}}, "headers": {"h": {"type": "string"}}}}}}},
"parameters": {"id": {"name": "id", "in": "query", "type": "array", "items": {"type": "string"}}},
"definitions": {"A": {"type": "object", "discriminator": "k", "properties": {"k": {"type": "string", "x-nullable": true}}}},
"securityDefinitions": {"o": {"type": "oauth2", "flow": "implicit", "authorizationUrl": "a", "scopes": {}}}}"##;

/// The pointers of all parts.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    let mut below = |token: &str, value| pointers(value, &pointer::child(at, token), found);
    match value {
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, it)| below(&index.to_string(), it));
        }
        Value::Object(members) => members.iter().for_each(|(key, it)| below(key, it)),
        _ => {}
    }
}

proptest! {
    #[test]
    fn no_panic_on_any_text(text in "[\\[\\]{}:,\"'&*!|>%@#?a0~.<\\- \n\t]{0,60}") {
        let _ = Document::read(&text);
    }

    #[test]
    fn no_panic_on_a_document_with_a_hole(at in 0..JSON.len(), with in "[\\[\\]{},:\"0a]{0,3}") {
        let mut text = JSON.to_owned();
        text.replace_range(at..=at, &with);
        let _ = Document::read(&text);
    }

    #[test]
    fn no_panic_on_yaml_with_a_hole(at in 0..YAML.len(), with in "[\\[\\]{},:\"0a&*!|> \n-]{0,3}") {
        let mut text = YAML.to_owned();
        text.replace_range(at..=at, &with);
        let _ = Document::read(&text);
    }

    #[test]
    fn no_panic_on_any_json(value in any_json(), key in "openapi|swagger", version in "2.0|3.0.1|3.1.0") {
        let mut value = value;
        if let Value::Object(root) = &mut value {
            root.insert(key, Value::from(version));
            root.insert("info".to_owned(), json!({ "title": "a" }));
        }
        let _ = Document::read(value.to_string());
    }

    /// What is read although a part of it was replaced can be looked at and read again.
    #[test]
    fn no_panic_on_a_document_with_another_part(
        which in 0..3,
        at in any::<prop::sample::Index>(),
        with in any_json(),
    ) {
        let text = match which { 0 => JSON.to_owned(), 1 => SWAGGER.to_owned(), _ => JSON.replace("3.0.1", "3.1.0") };
        let mut value: Value = serde_json::from_str(&text).unwrap();
        let mut all = Vec::new();
        pointers(&value, "", &mut all);
        let at = &all[at.index(all.len())];
        *value.pointer_mut(at).unwrap() = with;
        if let Ok(document) = Document::read(value.to_string()) {
            let mut all = Vec::new();
            pointers(document.value(), "", &mut all);
            for pointer in &all {
                let _ = document.place(pointer);
            }
            let again = Document::read(document.value().to_string()).unwrap();
            prop_assert_eq!(again.value(), document.value());
        }
    }
}

#[test]
fn of_a_key_that_stands_twice_the_last_one_counts_and_the_places_stay_right() {
    let text = r#"{ "openapi": "3.0.1", "info": { "title": "t", "version": "1" }, "paths": {
"/a": { "get": { "responses": { "200": {}, "200": { "description": "x" } } } },
"/b": { "get": { "responses": {} } },
"/a": {
"post": { "responses": {} } },
"/c": { "get": { "responses": {
"404": { "description": "1" },
"404": { "description": "2" } } } }
} }"#;
    let document = Document::read(text).unwrap();
    let operations: Vec<String> = document.operations().iter().map(ToString::to_string).collect();
    assert_eq!(operations, ["GET /b", "POST /a", "GET /c"]);
    let line = |pointer: &str| document.position(pointer).line;
    assert_eq!(line("/paths/~1b/get"), 3);
    assert_eq!(line("/paths/~1a"), 4);
    assert_eq!(line("/paths/~1a/post"), 5);
    assert_eq!(line("/paths/~1c/get/responses/404/description"), 8);
    let repeated = document.repeated_keys();
    let told: Vec<_> = repeated.iter().map(|it| (it.pointer.as_str(), it.position.line)).collect();
    assert_eq!(told, [("/paths/~1a", 4), ("/paths/~1c/get/responses/404", 8)]);
}

#[test]
fn a_text_that_repeats_its_keys_without_end_is_refused() {
    let keys = |count: usize| {
        let keys = vec!["\"x-k\": 1"; count].join(", ");
        format!(
            "{{ \"openapi\": \"3.0.1\", \"info\": {{ \"title\": \"t\", \"version\": \"1\" }}, \"paths\": {{}}, {keys} }}"
        )
    };
    assert_eq!(Document::read(keys(60)).unwrap().repeated_keys().len(), 1);
    let error = Document::read(keys(100_000)).unwrap_err();
    assert!(matches!(error, ReadError::DuplicateKey { .. }), "{error}");
}
