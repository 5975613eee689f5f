//! Our own cases: small, across the versions, and there for whoever has no corpus.

use serde_json::{Value, json};

use crate::case::Verdict::{Broken, Kept};
use crate::case::Version::{V1, V2, V3, V4};
use crate::case::{Case, Verdict, Version};
use crate::provider::Answer;
use crate::suite;

type Row = (Version, &'static str, Value, Answer, Verdict);

#[test]
fn our_own_cases_have_their_verdicts() {
    let rows = [plain(), rules_of_v2(), rules_of_v3(), rules_of_v4(), other_bodies()].concat();
    let cases: Vec<Case> = rows
        .into_iter()
        .map(|(version, what, promised, answer, stated)| Case {
            id: format!("{}: {what}", version.name()),
            version,
            promised,
            answer,
            stated,
        })
        .collect();
    suite::run("own", &cases, &[], &[]);
}

fn answer(status: u16, kind: &str, body: &str) -> Answer {
    let headers = vec![("content-type".to_owned(), kind.to_owned())];
    Answer { status, headers, body: body.as_bytes().to_vec() }
}

fn json_200(body: &str) -> Answer {
    answer(200, "application/json", body)
}

/// A promised JSON body: bare up to V3, wrapped in V4.
fn body(version: Version, body: &Value, rules: &Value) -> Value {
    let kind = json!({ "Content-Type": "application/json" });
    let body = match version {
        V4 => json!({ "contentType": "application/json", "content": body }),
        _ => body.clone(),
    };
    let mut promised = json!({ "status": 200, "headers": kind, "body": body });
    if !rules.is_null() {
        promised["matchingRules"] = rules.clone();
    }
    promised
}

/// Without matching rules: the same in every version.
fn plain() -> Vec<Row> {
    let order = json!({ "id": "42", "lines": [{ "sku": "a", "count": 1 }], "note": null });
    let same = r#"{"note": null, "lines": [{"count": 1, "sku": "a"}], "id": "42"}"#;
    let mut rows = Vec::new();
    for version in [V1, V2, V3, V4] {
        let promised = body(version, &order, &Value::Null);
        let row = |what, answer, verdict| (version, what, promised.clone(), answer, verdict);
        rows.extend([
            row("members in another order", json_200(same), Kept),
            row("another status", answer(201, "application/json", same), Broken),
            row("a parameter more", answer(200, "application/json;charset=utf-8", same), Kept),
            row("another media type", answer(200, "text/plain", same), Broken),
            row("a member more", json_200(&same.replacen('{', r#"{"new": 1, "#, 1)), Kept),
            row("a member less", json_200(&same.replace(r#""note": null, "#, "")), Broken),
            row("a number as a string", json_200(&same.replace(": 1", r#": "1""#)), Broken),
            row("an element more", json_200(&same.replace("}]", "}, {}]")), Broken),
            row("a value where null was", json_200(&same.replace("null", "0")), Broken),
            row("torn", json_200(&same[..same.len() / 2]), Broken),
            row("no body", json_200(""), Broken),
        ]);
        let header = json!({ "status": 200, "headers": { "X-Kind": "a, b" } });
        let with = |value: &str| Answer {
            headers: vec![("x-kind".to_owned(), value.to_owned())],
            ..answer(200, "text/plain", "anything")
        };
        rows.extend([
            (version, "a header's name in lower case", header.clone(), with("a, b"), Kept),
            (version, "white space between values", header.clone(), with("a,b"), Kept),
            (version, "values in another order", header.clone(), with("b, a"), Broken),
            (version, "a header missing", header, answer(200, "text/plain", ""), Broken),
        ]);
    }
    rows
}

fn rules_of_v2() -> Vec<Row> {
    let rules = json!({
        "$.body.id": { "match": "regex", "regex": "^\\d+$" },
        "$.body.lines": { "min": 1, "match": "type" },
        "$.body.lines[*].*": { "match": "type" },
        "$.headers.Location": { "match": "regex", "regex": "/orders/\\d+" }
    });
    let example = json!({ "id": "42", "lines": [{ "sku": "a" }] });
    let mut promised = body(V2, &example, &rules);
    promised["headers"]["Location"] = json!("/orders/42");
    let row = |what, json: &str, location: &str, verdict| {
        let mut answer = json_200(json);
        answer.headers.push(("location".to_owned(), location.to_owned()));
        (V2, what, promised.clone(), answer, verdict)
    };
    let two = r#"{"id": "7", "lines": [{"sku": "b"}, {"sku": "c"}]}"#;
    vec![
        row("other values of the same shape", two, "/orders/7", Kept),
        row("a text that the pattern refuses", &two.replace('7', "x"), "/orders/7", Broken),
        row("fewer elements than the minimum", r#"{"id": "7", "lines": []}"#, "/orders/7", Broken),
        row("an element of another type", &two.replace("\"c\"", "5"), "/orders/7", Broken),
        row("a header that the pattern refuses", two, "/orders/x", Broken),
    ]
}

/// One rule for `$.v`; the example stands for itself.
fn one(version: Version, rule: &Value, example: &Value) -> Value {
    let rules = json!({ "body": { "$.v": { "combine": "AND", "matchers": [rule] } } });
    body(version, &json!({ "v": example }), &rules)
}

fn rules_of_v3() -> Vec<Row> {
    let minmax = one(V3, &json!({ "match": "type", "min": 1, "max": 2 }), &json!([1]));
    let integer = one(V3, &json!({ "match": "integer" }), &json!(1));
    let decimal = one(V3, &json!({ "match": "decimal" }), &json!(1.5));
    let include = one(V3, &json!({ "match": "include", "value": "day" }), &json!("monday"));
    let date = one(V3, &json!({ "match": "date", "date": "yyyy-MM-dd" }), &json!("2026-01-31"));
    let null = one(V3, &json!({ "match": "null" }), &Value::Null);
    vec![
        (V3, "as many as the maximum", minmax.clone(), json_200(r#"{"v": [5, 6]}"#), Kept),
        (V3, "more than the maximum", minmax, json_200(r#"{"v": [5, 6, 7]}"#), Broken),
        (V3, "an integer", integer.clone(), json_200(r#"{"v": 9}"#), Kept),
        (V3, "no integer", integer, json_200(r#"{"v": 9.5}"#), Broken),
        (V3, "a decimal", decimal.clone(), json_200(r#"{"v": 9.5}"#), Kept),
        (V3, "no decimal", decimal, json_200(r#"{"v": "9.5"}"#), Broken),
        (V3, "a text with the part", include.clone(), json_200(r#"{"v": "sunday"}"#), Kept),
        (V3, "a text without the part", include, json_200(r#"{"v": "week"}"#), Broken),
        (V3, "a date", date.clone(), json_200(r#"{"v": "1999-12-01"}"#), Kept),
        (V3, "no date", date, json_200(r#"{"v": "1999-13-01"}"#), Broken),
        (V3, "null", null.clone(), json_200(r#"{"v": null}"#), Kept),
        (V3, "not null", null, json_200(r#"{"v": 0}"#), Broken),
    ]
}

fn rules_of_v4() -> Vec<Row> {
    let filled = one(V4, &json!({ "match": "notEmpty" }), &json!("x"));
    let semver = one(V4, &json!({ "match": "semver" }), &json!("1.0.0"));
    let boolean = one(V4, &json!({ "match": "boolean" }), &json!(true));
    let keys = json!([{ "match": "regex", "regex": "[a-z]+" }]);
    let each_key = one(V4, &json!({ "match": "eachKey", "rules": keys }), &json!({ "a": 1 }));
    let variant = json!({ "index": 0, "rules": {}, "generators": {} });
    let contains = json!({ "match": "arrayContains", "variants": [variant] });
    let contains = one(V4, &contains, &json!(["a"]));
    let status = json!({
        "status": 200,
        "matchingRules": { "status": { "matchers": [{ "match": "statusCode", "status": "success" }] } }
    });
    vec![
        (V4, "not empty", filled.clone(), json_200(r#"{"v": "y"}"#), Kept),
        (V4, "empty", filled, json_200(r#"{"v": ""}"#), Broken),
        (V4, "a version", semver.clone(), json_200(r#"{"v": "2.10.3"}"#), Kept),
        (V4, "no version", semver, json_200(r#"{"v": "2.10"}"#), Broken),
        (V4, "a boolean", boolean.clone(), json_200(r#"{"v": false}"#), Kept),
        (V4, "no boolean", boolean, json_200(r#"{"v": "maybe"}"#), Broken),
        (V4, "keys of the pattern", each_key.clone(), json_200(r#"{"v": {"b": 1}}"#), Kept),
        (V4, "a key against the pattern", each_key, json_200(r#"{"v": {"B": 1}}"#), Broken),
        (V4, "the variant among others", contains.clone(), json_200(r#"{"v": ["b", "a"]}"#), Kept),
        (V4, "no variant", contains, json_200(r#"{"v": ["b", "c"]}"#), Broken),
        (V4, "a status of the class", status.clone(), answer(204, "text/plain", ""), Kept),
        (V4, "a status of another class", status, answer(404, "text/plain", ""), Broken),
    ]
}

/// Bodies that are not JSON.
fn other_bodies() -> Vec<Row> {
    let promised = |kind: &str, body: &str| json!({ "status": 200, "headers": { "Content-Type": kind }, "body": body });
    let (xml, form) = ("application/xml", "application/x-www-form-urlencoded");
    let order = promised(xml, "<order id=\"1\"><sku>a</sku></order>");
    let text = promised("text/plain", "hello");
    let pairs = promised(form, "a=1&b=2");
    let same = "<?xml version=\"1.0\"?>\n<order  id='1'><sku>a</sku></order>";
    vec![
        (V3, "XML written otherwise", order.clone(), answer(200, xml, same), Kept),
        (
            V3,
            "XML with another text",
            order.clone(),
            answer(200, xml, &same.replace(">a", ">b")),
            Broken,
        ),
        (
            V3,
            "XML with another attribute",
            order.clone(),
            answer(200, xml, &same.replace("'1'", "'2'")),
            Broken,
        ),
        (V3, "torn XML", order, answer(200, xml, &same[..30]), Broken),
        (V3, "the same text", text.clone(), answer(200, "text/plain", "hello"), Kept),
        (V3, "another text", text, answer(200, "text/plain", "hullo"), Broken),
        (V3, "a form in another order", pairs.clone(), answer(200, form, "b=2&a=1"), Kept),
        (V3, "a form with another value", pairs, answer(200, form, "a=1&b=3"), Broken),
    ]
}
