//! What travels as text is compared as text: a number in a query, in a header, in a field of a form.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use gatepact_diff::diff;
use gatepact_finding::Severity;
use gatepact_openapi::Document;

/// A part of a message, and how an operation is written that has it with a schema.
type Part = (&'static str, fn(&str) -> String);

fn request(part: &str) -> String {
    format!("{{{part}, responses: {{'204': {{description: d}}}}}}")
}

fn body(media: &str, schema: &str, more: &str) -> String {
    request(&format!(
        "requestBody: {{required: true, content: {{{media}: {{schema: {schema}{more}}}}}}}"
    ))
}

fn field(schema: &str) -> String {
    format!("{{type: object, required: [f], properties: {{f: {schema}}}}}")
}

/// Parts that carry a text, a list of texts or an object of texts.
const VALUES: [Part; 5] = [
    ("query", |it| request(&format!("parameters: [{{name: q, in: query, schema: {it}}}]"))),
    ("query in one piece", |it| {
        request(&format!("parameters: [{{name: q, in: query, explode: false, schema: {it}}}]"))
    }),
    ("query by brackets", |it| {
        request(&format!("parameters: [{{name: q, in: query, style: deepObject, schema: {it}}}]"))
    }),
    ("header", |it| request(&format!("parameters: [{{name: X-Q, in: header, schema: {it}}}]"))),
    ("cookie", |it| request(&format!("parameters: [{{name: q, in: cookie, schema: {it}}}]"))),
];

/// Fields that carry a text or a list of texts.
const FIELDS: [Part; 4] = [
    ("form", |it| body("application/x-www-form-urlencoded", &field(it), "")),
    ("multipart", |it| body("multipart/form-data", &field(it), "")),
    ("form with a described encoding", |it| {
        body("multipart/form-data", &field(it), ", encoding: {f: {contentType: text/plain}}")
    }),
    ("form with more fields", |it| {
        let schema = format!("{{type: object, additionalProperties: {it}}}");
        body("application/x-www-form-urlencoded; charset=utf-8", &schema, "")
    }),
];

/// Parts that carry one text.
const TEXTS: [Part; 2] = [
    ("path", |it| {
        request(&format!("parameters: [{{name: id, in: path, required: true, schema: {it}}}]"))
    }),
    ("plain text", |it| body("text/plain", it, "")),
];

/// Parts that carry JSON.
const JSON: [Part; 4] = [
    ("body", |it| body("application/json", it, "")),
    ("query with JSON", |it| {
        request(&format!(
            "parameters: [{{name: q, in: query, content: {{application/json: {{schema: {it}}}}}}}]"
        ))
    }),
    ("field with JSON", |it| {
        body("multipart/form-data", &field(it), ", encoding: {f: {contentType: application/json}}")
    }),
    ("object in a field", |it| {
        let nested = format!("{{type: object, properties: {{n: {it}}}}}");
        body("multipart/form-data", &field(&nested), "")
    }),
];

fn document(operation: &str) -> Document {
    let text = format!(
        "openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\npaths: {{'/a/{{id}}': {{post: {operation}}}}}\n"
    );
    Document::read(text).unwrap_or_else(|error| panic!("{operation}: {error}"))
}

/// The worst that is told.
fn worst((_, around): &Part, old: &str, new: &str) -> Severity {
    let changes = diff(&document(&around(old)), &document(&around(new)));
    let severities = changes.iter().map(gatepact_diff::Change::severity);
    severities.max().unwrap_or(Severity::Info)
}

fn check<'p>(
    parts: impl IntoIterator<Item = &'p Part>,
    pairs: &[(String, String)],
    expected: Severity,
) {
    for part in parts {
        for (old, new) in pairs {
            assert_eq!(worst(part, old, new), expected, "{}: {old} -> {new}", part.0);
        }
    }
}

/// Old and new types of texts of which the new one takes all.
const SAME: [(&str, &str); 6] = [
    ("{type: integer}", "{type: string}"),
    ("{type: number}", "{type: string}"),
    ("{type: boolean}", "{type: string}"),
    ("{type: boolean}", "{type: string, enum: ['true', 'false', other]}"),
    ("{type: integer, minimum: 1}", "{type: [string, boolean]}"),
    ("{type: string, pattern: '^[1-9][0-9]{0,8}$'}", "{type: integer}"),
];

/// Old and new types of texts of which the new one does not take all.
const OTHER: [(&str, &str); 4] = [
    ("{type: string}", "{type: integer}"),
    ("{type: integer}", "{type: string, maxLength: 1}"),
    ("{type: integer}", "{type: boolean}"),
    ("{type: string}", "{type: boolean}"),
];

type Wrap = fn(&str) -> String;
const LISTS: [Wrap; 3] = [
    |it| format!("{{type: array, items: {it}}}"),
    |it| format!("{{type: array, minItems: 1, maxItems: 20, items: {it}}}"),
    |it| format!("{{allOf: [{{type: array, items: {it}}}]}}"),
];
const OBJECTS: [Wrap; 2] = [
    |it| format!("{{type: object, required: [n], properties: {{n: {it}}}}}"),
    |it| format!("{{type: object, additionalProperties: {it}}}"),
];

fn plain(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(old, new)| ((*old).to_owned(), (*new).to_owned())).collect()
}

fn wrapped(pairs: &[(&str, &str)], wraps: &[Wrap]) -> Vec<(String, String)> {
    pairs
        .iter()
        .flat_map(|(old, new)| wraps.iter().map(move |wrap| (wrap(old), wrap(new))))
        .collect()
}

#[test]
fn a_number_in_a_text_is_a_text() {
    check(VALUES.iter().chain(&FIELDS).chain(&TEXTS), &plain(&SAME), Severity::Info);
    check(VALUES.iter().chain(&FIELDS).chain(&TEXTS), &plain(&OTHER), Severity::Error);
}

#[test]
fn a_list_of_numbers_in_texts_is_one_of_texts() {
    check(VALUES.iter().chain(&FIELDS), &wrapped(&SAME, &LISTS), Severity::Info);
    check(VALUES.iter().chain(&FIELDS), &wrapped(&OTHER, &LISTS), Severity::Error);
}

#[test]
fn an_object_of_numbers_in_texts_is_one_of_texts() {
    check(&VALUES, &wrapped(&SAME, &OBJECTS), Severity::Info);
    check(&VALUES, &wrapped(&OTHER, &OBJECTS), Severity::Error);
}

#[test]
fn a_number_in_json_is_not_a_text() {
    let pairs = [SAME.as_slice(), &OTHER].concat();
    check(&JSON, &plain(&pairs), Severity::Error);
    check(&JSON, &wrapped(&pairs, &LISTS), Severity::Error);
}

/// What is lost beside it makes a text no other type.
#[test]
fn a_number_in_a_text_is_a_text_beside_a_break() {
    let (old, new) = (
        "{type: object, required: [n], properties: {n: {type: integer}, l: {type: array, items: {type: integer}}}}",
        "{type: object, required: [n, m], properties: {n: {type: string}, m: {type: string}, l: {type: array, items: {type: string}}}}",
    );
    for media in ["application/x-www-form-urlencoded", "multipart/form-data"] {
        let [old, new] = [old, new].map(|schema| document(&body(media, schema, "")));
        let ids: Vec<_> = diff(&old, &new).iter().map(|it| it.id().to_owned()).collect();
        assert_eq!(ids, ["request.property.required-added"], "{media}");
    }
}
