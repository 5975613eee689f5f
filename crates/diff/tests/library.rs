//! Documents without operations: their parts are compared as they are in an operation.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use gatepact_diff::{Change, diff};
use gatepact_finding::{Proof, Severity};
use gatepact_openapi::Document;

fn changes(section: &str, old: &str, new: &str) -> Vec<Change> {
    let [old, new] = [old, new].map(|part| {
        let text = format!(
            "openapi: 3.2.0\ninfo: {{title: t, version: '1'}}\ncomponents: {{{section}: {{Part: {part}}}}}\n"
        );
        Document::read(text).unwrap_or_else(|error| panic!("{part}: {error}"))
    });
    diff(&old, &new)
}

#[test]
fn parts_are_compared_as_in_an_operation() {
    let parameter = |rest: &str| format!("{{name: p, {rest}}}");
    let body = |rest: &str| {
        format!("{{content: {{application/json: {{schema: {{type: string}}}}}}{rest}}}")
    };
    let flow = |url: &str| {
        format!(
            "{{type: oauth2, flows: {{clientCredentials: {{tokenUrl: '{url}', scopes: {{}}}}}}}}"
        )
    };
    let cases: Vec<(&str, String, String, &[&str])> = vec![
        ("parameters", parameter("in: header"), parameter("in: query"), &["breaking request.parameter.moved"]),
        (
            "parameters",
            parameter("in: query"),
            parameter("in: query, required: true"),
            &["breaking request.parameter.became-required"],
        ),
        (
            "parameters",
            parameter("in: query, schema: {type: array, items: {type: string}}"),
            parameter("in: query, explode: false, schema: {type: array, items: {type: string}}"),
            &["breaking request.parameter.serialization-changed"],
        ),
        (
            "parameters",
            parameter("in: query, required: true"),
            "{name: q, in: query, required: true}".to_owned(),
            &["breaking request.parameter.required-added", "risky request.parameter.removed"],
        ),
        (
            "parameters",
            parameter("in: path, required: true, schema: {type: string}"),
            parameter("in: path, required: true, schema: {type: integer}"),
            &["breaking request.type.changed"],
        ),
        ("parameters", parameter("in: query"), parameter("in: query, deprecated: true"), &["safe request.parameter.deprecated"]),
        ("requestBodies", body(""), body(", required: true"), &["breaking request.body.became-required"]),
        ("requestBodies", body(", required: true"), body(""), &["safe request.body.became-optional"]),
        ("headers", "{required: true}".to_owned(), "{}".to_owned(), &["breaking response.header.became-optional"]),
        (
            "headers",
            "{schema: {type: integer}}".to_owned(),
            "{schema: {type: string}}".to_owned(),
            &["breaking response.type.changed"],
        ),
        (
            "securitySchemes",
            "{type: http, scheme: basic}".to_owned(),
            "{type: http, scheme: bearer}".to_owned(),
            &["breaking request.security.changed"],
        ),
        (
            "securitySchemes",
            flow("https://one.example"),
            flow("https://two.example"),
            &["risky request.security.issuer-changed"],
        ),
        (
            "securitySchemes",
            "{type: http, scheme: basic}".to_owned(),
            "{type: http, scheme: Basic, description: the same}".to_owned(),
            &[],
        ),
        (
            "pathItems",
            "{get: {responses: {'200': {description: d}}}}".to_owned(),
            "{post: {responses: {'200': {description: d}}}}".to_owned(),
            &["breaking operation.removed", "safe operation.added"],
        ),
        (
            "pathItems",
            "{get: {responses: {'200': {description: d}}}}".to_owned(),
            "{get: {parameters: [{name: p, in: query, required: true}], responses: {'200': {description: d}}}}"
                .to_owned(),
            &["breaking request.parameter.required-added"],
        ),
        (
            "callbacks",
            "{'{$url}': {post: {responses: {}}}}".to_owned(),
            "{'{$url}': {put: {responses: {}}}}".to_owned(),
            &["breaking callback.removed", "safe callback.added"],
        ),
        (
            "mediaTypes",
            "{schema: {type: string}}".to_owned(),
            "{schema: {type: integer}}".to_owned(),
            &["breaking request.type.changed", "breaking response.type.changed"],
        ),
    ];
    for (section, old, new, expected) in cases {
        let told = changes(section, &old, &new);
        let told: Vec<_> =
            told.iter().map(|it| format!("{} {}", it.severity().change_word(), it.id())).collect();
        assert_eq!(told, expected, "{section}: {old} -> {new}");
        assert!(changes(section, &old, &old).is_empty(), "{section}: {old}");
    }
}

#[test]
fn the_witness_of_a_parameter_is_no_body() {
    for (place, path, query, header) in [
        ("query", "with Part", "p=text", None),
        ("header", "with Part", "", Some("text")),
        ("path", "/text", "", None),
    ] {
        let part = |kind: &str| {
            format!("{{name: p, in: {place}, required: true, schema: {{type: {kind}}}}}")
        };
        let told = changes("parameters", &part("string"), &part("integer"));
        let [change] = told.as_slice() else { panic!("{place}: {told:#?}") };
        assert_eq!(change.severity(), Severity::Error);
        let Some(Proof::Witness(witness)) = &change.finding.proof else { panic!("{change:#?}") };
        let request = witness.request.as_ref().unwrap();
        assert_eq!((request.path.as_str(), request.query.as_str()), (path, query), "{place}");
        assert_eq!(request.headers.get("p").map(String::as_str), header, "{place}");
        assert_eq!(request.body, None, "{place}");
    }
}
