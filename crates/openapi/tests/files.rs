//! References into other files of the document's folder.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

mod told;

use std::cell::RefCell;

use gatepact_openapi::canonical::{Form, canonical};
use gatepact_openapi::{Document, ReadError, Unreached};
use serde_json::{Value, json};
use told::told;

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: orders, version: '1'}\n";

/// Reads `root` as `openapi.yaml`; each file may be asked for once only.
fn try_read(root: &str, files: &[(&str, &str)]) -> Result<Document, ReadError> {
    let asked = RefCell::new(Vec::new());
    Document::read_with(root, "openapi.yaml", |path| {
        assert!(!asked.borrow().contains(&path.to_owned()), "{path} is read twice");
        asked.borrow_mut().push(path.to_owned());
        let found = files.iter().find(|(name, _)| *name == path);
        found.map(|(_, text)| text.as_bytes()).ok_or("no such file")
    })
}

fn read(root: &str, files: &[(&str, &str)]) -> Document {
    try_read(root, files).unwrap_or_else(|error| panic!("{error}"))
}

/// A value with its references followed, to a depth that shows what they lead to.
fn followed(document: &Document, value: &Value, depth: usize) -> Value {
    let reference = value.get("$ref").and_then(Value::as_str);
    if let Some(reference) = reference.filter(|_| depth > 0) {
        let at = gatepact_openapi::reference::pointer(reference).unwrap();
        return followed(document, document.at(&at).unwrap(), depth - 1);
    }
    match value {
        Value::Array(items) => items.iter().map(|it| followed(document, it, depth)).collect(),
        Value::Object(members) => members
            .iter()
            .filter(|(key, _)| *key != "example")
            .map(|(key, it)| (key.clone(), followed(document, it, depth)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        other => other.clone(),
    }
}

#[test]
fn files_refer_to_files_to_themselves_and_back() {
    let root = format!(
        "{HEAD}paths:
  /orders:
    get:
      parameters: [{{$ref: 'shared/parameters.json#/page'}}]
      responses:
        '200':
          description: ok
          content: {{application/json: {{schema: {{$ref: ./models/order.yaml}}}}}}
components:
  schemas:
    Money: {{type: number}}
    Pet: {{type: object, discriminator: {{propertyName: kind, mapping: {{cat: models/order.yaml, dog: Dog}}}}}}
"
    );
    let order = "type: object
properties:
  total: {$ref: '../openapi.yaml#/components/schemas/Money'}
  lines: {type: array, items: {$ref: 'line%20item.yml#/definitions/Line'}}
  parent: {$ref: '#'}
  note: {$ref: '#/properties/lines'}
example: {$ref: nothing.yaml}
";
    let line = "definitions:
  Line: {type: object, properties: {of: {$ref: order.yaml}, next: {$ref: '#/definitions/Line'}}}
  Unused: {$ref: never-read.yaml}
";
    let parameters = r#"{"page": {"name": "page", "in": "query", "schema": {"type": "integer"}}}"#;
    let document = try_read(
        &root,
        &[
            ("models/order.yaml", order),
            ("models/line item.yml", line),
            ("shared/parameters.json", parameters),
        ],
    )
    .unwrap();
    assert_eq!(document.unresolved(), [], "an example is data");
    let parameters = document.parameters(&document.operations()[0]);
    assert_eq!(parameters[0].name, "page");
    let at = "/paths/~1orders/get/responses/200/content/application~1json/schema";
    let schema = followed(&document, document.at(at).unwrap(), 1);
    assert_eq!(schema["properties"]["total"]["$ref"], "#/components/schemas/Money");
    assert_eq!(schema["properties"]["parent"]["$ref"], "#/x-gatepact-files/models~1order.yaml");
    let line = &followed(&document, document.at(at).unwrap(), 2)["properties"]["lines"]["items"];
    assert_eq!(
        line["properties"]["next"]["$ref"],
        "#/x-gatepact-files/models~1line%20item.yml/definitions/Line"
    );
    let mapping = "/components/schemas/Pet/discriminator/mapping";
    let expected = json!({ "cat": "#/x-gatepact-files/models~1order.yaml", "dog": "Dog" });
    assert_eq!(document.at(mapping), Some(&expected));
    let unused = "/x-gatepact-files/models~1line item.yml/definitions/Unused";
    assert_eq!(document.at(unused), None, "only what is needed");
}

#[test]
fn a_path_item_behind_references_has_its_operations_and_lines() {
    let root = format!(
        "{HEAD}paths:
  /a: {{$ref: 'paths/a.yaml'}}
  /b: {{$ref: '#/paths/~1a'}}
  /c: {{$ref: '#/x-shared/item', summary: mine}}
  /d: {{$ref: '#/nothing'}}
x-shared:
  item: {{summary: theirs, put: {{responses: {{}}}}, delete: {{$ref: '#'}}}}
"
    );
    let item =
        "parameters: [{name: q, in: query, schema: {$ref: '../m.yaml'}}]\nget:\n  responses: {}\n";
    let document =
        try_read(&root, &[("paths/a.yaml", item), ("m.yaml", "{type: string}")]).unwrap();
    let names: Vec<String> = document.operations().iter().map(ToString::to_string).collect();
    assert_eq!(names, ["GET /a", "GET /b", "PUT /c", "DELETE /c"]);
    assert_eq!(document.at("/paths/~1c/summary"), Some(&json!("mine")));
    assert_eq!(document.unresolved()[0].pointer, "/paths/~1d/$ref");
    let place = |pointer: &str| {
        let place = document.place(pointer);
        (place.file.unwrap_or_default(), place.pointer, place.position.line)
    };
    let file = |name: &str, pointer: &str, line| (name.to_owned(), pointer.into(), line);
    assert_eq!(place("/paths/~1a/get"), file("paths/a.yaml", "/get", 2));
    assert_eq!(place("/paths/~1b/get/responses"), file("paths/a.yaml", "/get/responses", 3));
    assert_eq!(place("/paths/~1c/put"), file("", "/x-shared/item/put", 9));
    assert_eq!(place("/paths/~1c/summary"), file("", "/paths/~1c/summary", 6));
    assert_eq!(place("/x-gatepact-files/m.yaml/type"), file("m.yaml", "/type", 1));
    assert_eq!(place("/info"), file("", "/info", 2));
}

#[test]
fn files_of_a_swagger_document_are_lowered_with_it() {
    let root = "swagger: '2.0'
info: {title: orders, version: '1'}
paths:
  /orders: {$ref: 'orders.yaml#/item'}
";
    let orders = "item:
  post:
    parameters: [{$ref: '#/body'}, {$ref: '#/page'}]
    responses: {'200': {$ref: 'answers.json#/list/1'}}
body: {name: order, in: body, schema: {$ref: '#/model'}}
page: {name: page, in: query, type: integer}
model:
  type: object
  properties: {id: {type: string, x-nullable: true}}
";
    let answers = r#"{"list": [{"description": "not needed"}, {"description": "ok", "schema": {"type": "file"}}]}"#;
    let document = read(root, &[("orders.yaml", orders), ("answers.json", answers)]);
    assert_eq!(document.unresolved(), []);
    let operation = document.at("/paths/~1orders/post").unwrap();
    assert_eq!(
        followed(&document, operation, 9),
        json!({
            "parameters": [{ "name": "page", "in": "query", "schema": { "type": "integer" } }],
            "requestBody": { "content": { "application/json": { "schema": {
                "type": "object",
                "properties": { "id": { "type": "string", "nullable": true } },
            } } } },
            "responses": { "200": { "description": "ok", "content": { "application/json": {
                "schema": { "type": "string", "format": "binary" },
            } } } },
        })
    );
    assert_eq!(document.at("/x-gatepact-files/answers.json/list/0"), Some(&Value::Null));
    let place = document.place("/x-gatepact-files/orders.yaml/model/properties/id/nullable");
    assert_eq!(place.file.as_deref(), Some("orders.yaml"));
    assert_eq!(place.pointer, "/model/properties/id/x-nullable");
    assert_eq!(place.position.line, 9);
    let body = "/x-gatepact-files/orders.yaml/body/content/application~1json/schema";
    assert_eq!(document.place(body).pointer, "/body/schema");
}

#[test]
fn what_is_not_read_is_told_with_file_and_line() {
    let with = |reference: &str| format!("{HEAD}paths:\n  /a: {{$ref: '{reference}'}}\n");
    let files = [
        ("yes.yaml", "get: {responses: {200: {$ref: '../no.yaml'}}}"),
        ("broken.yaml", "get: ["),
        ("list.yaml", "get:\n  parameters: {}\n"),
        ("folder.yaml", "item: {get: {responses: {}}}\n"),
    ];
    let told = [
        with("../a.yaml"),
        with("/etc/passwd"),
        with("https://example.com/a.yaml"),
        with("file:///etc/passwd"),
        with("folder/"),
        with("missing.yaml"),
        with("yes.yaml"),
        with("broken.yaml"),
        with("list.yaml"),
        with("#/paths/~1a"),
        with("./folder.yaml/#/item"),
        format!("{}x-gatepact-files: {{}}\n", with("list.yaml")),
    ]
    .map(|root| {
        let told = told(try_read(&root, &files));
        format!("{}\n    => {told}", root.lines().skip(2).collect::<Vec<_>>().join("\n"))
    })
    .join("\n\n");
    insta::assert_snapshot!(told);
}

#[test]
fn without_a_loader_a_reference_to_a_file_dangles() {
    let root = format!("{HEAD}paths:\n  /a: {{$ref: '../a.yaml'}}\n");
    let document = Document::read(root).unwrap();
    assert_eq!(document.unresolved()[0].why, Unreached::NoFolder);
    assert!(document.operations().is_empty());
}

#[test]
fn a_name_that_a_schema_has_of_itself_is_no_address() {
    let root = "openapi: 3.1.0
info: {title: a, version: '1'}
components:
  schemas:
    A: {$id: 'https://example.com/a', type: object}
    B: {$ref: 'https://example.com/a'}
";
    assert_eq!(read(root, &[]).unresolved(), []);
    let document = read(&root.replace("$id", "id"), &[]);
    assert_eq!(document.unresolved()[0].why, Unreached::Address);
}

#[test]
fn files_are_bounded() {
    let root = format!("{HEAD}paths: {{}}\ncomponents: {{schemas: {{A: {{$ref: 0.yaml}}}}}}\n");
    let endless = |path: &str| {
        let number: usize = path.trim_end_matches(".yaml").parse().unwrap();
        Ok::<_, String>(format!("not: {{$ref: {}.yaml}}", number + 1))
    };
    let error = Document::read_with(&root, "openapi.yaml", endless).expect_err("refused");
    let mut inner = &error;
    while let ReadError::InFile { source, .. } = inner {
        inner = source;
    }
    assert!(matches!(inner, ReadError::TooManyFiles { .. }), "{error}");

    let large = |path: &str| {
        let next = path.len();
        let filler = "x".repeat(30_000_000);
        let next = "a".repeat(next);
        Ok::<_, String>(format!(r#"{{"not": {{"$ref": "{next}.yaml"}}, "title": "{filler}"}}"#))
    };
    let error = Document::read_with(&root, "openapi.yaml", large).expect_err("refused");
    assert!(matches!(error, ReadError::TooLarge { .. }), "{error}");
}

#[test]
fn what_stands_in_files_stays_in_the_form_for_consumers() {
    let root = format!("{HEAD}paths: {{}}\ncomponents: {{schemas: {{A: {{$ref: a.yaml}}}}}}\n");
    let document = read(&root, &[("a.yaml", "type: string\n")]);
    let text = canonical(&document, Form::Public);
    let again = Document::read(text).unwrap();
    assert_eq!(again.unresolved(), []);
    assert_eq!(again.at("/x-gatepact-files/a.yaml/type"), Some(&json!("string")));
}

/// The document lies in a folder of the root folder, and its files lie above, beside and below it.
#[test]
fn files_above_the_document_are_read_within_the_root_folder() {
    let root = format!(
        "{HEAD}paths:
  /a: {{$ref: ../common/paths.yaml#/a}}
  /b: {{$ref: ../../apis/spec/paths/b.yaml}}
components: {{responses: {{Ok: {{description: ok}}}}}}
"
    );
    let files = [
        ("apis/common/paths.yaml", "a:\n  put: {}\n"),
        (
            "apis/spec/paths/b.yaml",
            "get:\n  responses: {'200': {$ref: '../openapi.yaml#/components/responses/Ok'}}\n",
        ),
    ];
    let read = |text: &str| {
        Document::read_with(text, "apis/spec/openapi.yaml", |path| {
            let found = files.iter().find(|(name, _)| *name == path);
            found.map(|(_, text)| text.as_bytes()).ok_or(format!("{path} was asked for"))
        })
    };
    let document = read(&root).unwrap();
    let place = |pointer: &str| document.place(pointer).file.unwrap();
    assert_eq!(place("/paths/~1a/put"), "../common/paths.yaml");
    assert_eq!(place("/paths/~1b/get"), "paths/b.yaml");
    assert_eq!(document.dangling_references(), Vec::<String>::new());
    let error = read(&root.replace("../../apis/spec", "../../../apis/spec")).expect_err("refused");
    assert!(
        matches!(error, ReadError::Forbidden { why: Forbidden::Outside, .. }),
        "the root folder has no parent: {error}"
    );
    let missing = read(&root.replace("b.yaml", "c.yaml")).expect_err("refused").to_string();
    assert!(missing.contains("`paths/c.yaml`") && missing.contains("apis/spec/paths/c.yaml was"));
}
