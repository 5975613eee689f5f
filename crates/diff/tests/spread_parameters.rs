//! Query parameters and the properties of one exploded object are written in the same way.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use gatepact_diff::diff;
use gatepact_openapi::Document;

fn told(old: &str, new: &str) -> Vec<String> {
    let [old, new] = [old, new].map(|parameters| {
        let text = format!(
            "openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\npaths: {{/a: {{get: {{parameters: [{parameters}], responses: {{}}}}}}}}\n"
        );
        Document::read(text).unwrap_or_else(|error| panic!("{parameters}: {error}"))
    });
    let told = diff(&old, &new);
    told.iter()
        .map(|it| {
            let query = match &it.finding.proof {
                Some(gatepact_finding::Proof::Witness(witness)) => {
                    format!(" ?{}", witness.request.as_ref().unwrap().query)
                }
                _ => String::new(),
            };
            format!("{} {}{query}", it.severity().change_word(), it.id())
        })
        .collect()
}

#[test]
fn properties_are_compared_as_parameters() {
    let two = "{name: page, in: query, schema: {type: integer}}, {name: limit, in: query, schema: {type: integer}}";
    let object = |rest: &str, properties: &str| {
        format!("{{name: window, in: query{rest}, schema: {{type: object, {properties}}}}}")
    };
    let both = "properties: {page: {type: integer}, limit: {type: integer}}";
    let cases: Vec<(&str, String, &[&str])> = vec![
        (two, object("", both), &[]),
        (two, object(", style: form, explode: true", both), &[]),
        // Not exploded it has a name of its own.
        (
            two,
            object(", explode: false", both),
            &[
                "risky request.parameter.removed ?page=1",
                "risky request.parameter.removed ?limit=1",
                "safe request.parameter.optional-added",
            ],
        ),
        (
            two,
            object("", "properties: {page: {type: integer}, limit: {type: integer, maximum: 100}}"),
            &["breaking request.constraint.narrowed ?limit=101"],
        ),
        (
            two,
            object(
                "",
                "required: [page], properties: {page: {type: integer}, limit: {type: integer}}",
            ),
            &["breaking request.parameter.became-required ?"],
        ),
        (
            two,
            object("", "properties: {page: {type: integer}}"),
            &["risky request.parameter.removed ?limit=1"],
        ),
        (
            two,
            object(
                "",
                "properties: {page: {type: integer}, limit: {type: integer}, sort: {type: string}}",
            ),
            &["safe request.parameter.optional-added"],
        ),
    ];
    for (old, new, expected) in cases {
        let mut found = told(old, &new);
        found.sort();
        let mut expected: Vec<_> = expected.iter().map(|it| (*it).to_owned()).collect();
        expected.sort();
        assert_eq!(found, expected, "{old} -> {new}");
    }
    // And back.
    assert!(told(&object("", both), two).is_empty());
    let narrower = two.replacen("{type: integer}", "{type: integer, minimum: 1}", 1);
    assert_eq!(
        told(&object("", both), &narrower),
        ["breaking request.constraint.narrowed ?page=0"]
    );
    assert_eq!(
        told(&object("", both), "{name: page, in: query, schema: {type: integer}}"),
        ["risky request.parameter.removed ?"]
    );
}
