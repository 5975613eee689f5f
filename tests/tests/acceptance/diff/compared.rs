//! What is compared, and what is said where something is not: odd parts of documents, and exit code 3.

use tempfile::TempDir;

use super::command;
use crate::harness::Said;

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: teas, version: '1'}\n";

/// `gatepact diff` of two texts.
fn said(old: &str, new: &str, arguments: &[&str]) -> Said {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("old.yaml"), old).unwrap();
    std::fs::write(folder.path().join("new.yaml"), new).unwrap();
    Said::of(command(folder.path(), &["old.yaml", "new.yaml"]).args(arguments))
}

/// An operation that answers with a schema.
fn answering(schema: &str) -> String {
    format!(
        "{HEAD}paths:\n  /teas:\n    get:\n      responses:\n        '200':\n          description: teas\n          \
         content: {{application/json: {{schema: {schema}}}}}\n"
    )
}

#[test]
fn what_can_only_be_meant_in_one_way_is_read_so() {
    for (odd, sound) in [
        ("{type: string, maxLength: '10'}", "{type: string, maxLength: 10}"),
        (
            "{type: integer, exclusiveMinimum: 5}",
            "{type: integer, minimum: 5, exclusiveMinimum: true}",
        ),
        ("{type: array, items: }", "{type: array, items: {}}"),
        ("{type: object, properties: []}", "{type: object, properties: {}}"),
        ("{type: object, required: id}", "{type: object, required: [id]}"),
        (
            "{type: object, properties: {id: {type: string, required: true}}}",
            "{type: object, required: [id], properties: {id: {type: string}}}",
        ),
        ("{type: object, nullable: 'true'}", "{type: object, nullable: true}"),
    ] {
        let (odd, sound) = (answering(odd), answering(sound));
        said(&odd, &odd, &[]).expect(0, &["it is read as", "KEPT: no change"]);
        said(&odd, &sound, &[]).expect(0, &["compared 1 of 1 operation", "KEPT: no change"]);
        said(&odd, &answering("{type: boolean}"), &[]).expect(1, &["BROKEN"]);
    }
}

#[test]
fn what_nobody_understands_is_equal_to_itself_only() {
    let (one, other) =
        (answering("{properties: {a: yes please}}"), answering("{properties: {a: no}}"));
    said(&one, &one, &[])
        .expect(0, &["plain text, where a schema belongs", "compared 1 of 1 operation"]);
    said(&one, &other, &[]).expect(
        3,
        &["compared 0 of 1 operation; not compared: GET /teas (", "UNKNOWN: not everything"],
    );
    said(&one, &other, &["--allow-uncompared"]).expect(0, &["not compared: GET /teas ("]);
    // A breach outranks it.
    let without = format!("{HEAD}paths: {{/a: {{get: {{responses: {{}}}}}}}}\n");
    let with = one.replace("paths:\n", "paths:\n  /a: {get: {responses: {}}}\n");
    said(&with, &other, &[]).expect(1, &["BROKEN", "not compared: GET /teas ("]);
    said(&without, &without, &[]).expect(0, &["compared 1 of 1 operation", "KEPT: no change"]);
}

#[test]
fn what_no_operation_needs_makes_nothing_unknown() {
    let unused = format!("{}components: {{schemas: {{A: {{$ref: '#/gone'}}}}}}\n", answering("{}"));
    said(&unused, &unused, &[]).expect(0, &["`#/gone` names nothing", "compared 1 of 1 operation"]);
}

#[test]
fn every_operation_is_compared_however_it_is_written() {
    let item = |method: &str, status: u16| {
        format!(
            "openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\npaths:\n  /a:\n    {method}: {{responses: {{'{status}': {{description: d}}}}}}\n"
        )
    };
    for method in ["get", "GET", "Post", "query", "trace"] {
        said(&item(method, 200), &item(method, 204), &[]).expect(1, &["response.status.removed"]);
    }
    let additional = |name: &str| {
        item("additionalOperations", 200)
            .replace("{responses", &format!("{{{name}: {{responses"))
            .replace("d}}}", "d}}}}")
    };
    said(&additional("COPY"), &additional("MOVE"), &[]).expect(1, &["COPY /a", "MOVE /a"]);
}

#[test]
fn a_library_of_components_is_compared_in_both_directions() {
    let library = |kind: &str| {
        format!(
            "{HEAD}paths: {{}}\ncomponents: {{schemas: {{Tea: {{type: object, properties: {{grams: {{type: {kind}}}}}}}}}}}\n"
        )
    };
    let said = said(&library("integer"), &library("number"), &["--report", "json"]);
    let report = said.expect(1, &[]).json();
    let directions: Vec<&str> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["direction"].as_str().unwrap())
        .collect();
    assert_eq!(directions, ["response", "request"]);
    assert_eq!(report["coverage"]["components"], 1);
}

#[test]
fn streams_and_whole_queries_of_openapi_3_2_are_compared() {
    let streaming = |kind: &str, all: &str| {
        format!(
            "openapi: 3.2.0\ninfo: {{title: t, version: '1'}}\npaths:\n  /a:\n    get:\n      parameters:\n        \
             - {{name: q, in: querystring, content: {{application/json: {{schema: {{type: {all}}}}}}}}}\n      \
             responses: {{'200': {{description: d, content: {{application/jsonl: {{itemSchema: {{type: {kind}}}}}}}}}}}\n"
        )
    };
    let old = streaming("string", "object");
    said(&old, &old, &[]).expect(0, &["KEPT: no change"]);
    said(&old, &streaming("integer", "object"), &[]).expect(1, &["response.type.changed"]);
    said(&old, &streaming("string", "array"), &[]).expect(1, &["request.type.changed"]);
}
