//! Reading: formats, places, refusals, bounds.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use gatepact_openapi::{Document, Format, ReadError};
use proptest::prelude::*;

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

fn refusal(text: &str) -> String {
    Document::read(text).expect_err("refused").to_string()
}

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
fn references_to_nothing_are_told() {
    let text = JSON.replace("/parameters/expand\"", "/parameters/gone\"");
    let document = Document::read(text).unwrap();
    let dangling = document.dangling_references();
    assert_eq!(dangling, ["/paths/~1orders~1{id}/get/parameters/0/$ref"]);
    assert_eq!(Document::read(JSON).unwrap().dangling_references(), Vec::<String>::new());
}

#[test]
fn refusals_say_what_where_and_what_to_do() {
    let refusals = [
            "",
            "[]",
            "{}",
            "{\"openapi\": ",
            "{\"openapi\": \"3.0.1\", \"openapi\": \"3.0.1\"}",
            "openapi: 3.0.1\nopenapi: 3.0.1\n",
            "openapi: [\n",
            "openapi: 3.0.1\n---\nopenapi: 3.0.1\n",
            "a: !Sub x",
            "a: &a [*a]",
            "<<: {}",
            "{\n \"swagger\": \"2.0\"}",
            "openapi: 3.2.0\n",
            "swagger: '1.2'\n",
            "openapi: 3.1\ninfo: {title: a}\npaths: {}\n",
            "openapi: 3.1.0\n",
            "openapi: 3.0.1\ninfo: {title: a, version: 1.0}\npaths: {}\n",
            "{\"openapi\":\"3.0.1\",\"info\":{\"title\":\"a\",\"version\":\"1\"},\n\"paths\":{\"/a\":{\"get\":{\"responses\":{\n\"200\":{\"description\":\"\",\"content\":{\"a/b\":{\"schema\":\n{\"properties\":{\"x\":{\"type\":[\"string\"]}}}}}}}}}}}",
            "{\"openapi\":\"3.0.1\",\"info\":{\"title\":\"a\",\"version\":\"1\"},\n\"paths\":{\"/a\":{\"x-amazon-apigateway-any-method\":\n{\"responses\":7}}}}",
        ]
        .map(|text| format!("{text}\n    => {}", refusal(text)))
        .join("\n\n");
    insta::assert_snapshot!(refusals);
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
}
