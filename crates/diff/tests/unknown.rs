//! What one document does not say: nothing that follows from it is a change, and what needs it is listed as not compared.
//! All else is compared, with a proof.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use gatepact_diff::{Change, NamedDocument, Options, compare, document_remarks};
use gatepact_finding::{Coverage, Proof, Severity};
use gatepact_openapi::Document;

/// What the operation of the pairs refers to.
const COMPONENTS: &str = "
components:
  schemas:
    Size: {type: string, enum: [s, m]}
    Item: {type: object, required: [size], properties: {size: {$ref: '#/components/schemas/Size'}}}
  parameters:
    Page: {name: page, in: query, required: true, schema: {type: integer}}
  responses:
    Items: {description: items, content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}}
  requestBodies:
    Item: {content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}}
  headers:
    Total: {required: true, schema: {type: integer}}
  callbacks:
    Shipped: {'{$url}': {post: {responses: {}}}}
  securitySchemes:
    key: {type: apiKey, name: x-key, in: header}
    odd: {name: x-key, in: header}
";

fn document(paths: &str) -> Document {
    let text =
        format!("openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\npaths: {paths}{COMPONENTS}");
    Document::read(text).unwrap_or_else(|error| panic!("{paths}: {error}"))
}

fn compared(old: &str, new: &str) -> (Vec<Change>, Coverage) {
    let (old, new) = (document(old), document(new));
    let [before, after] = [&old, &new].map(NamedDocument::from);
    let comparison = compare(before, after, Options::default());
    let remarks = document_remarks(Some((before, &comparison.compared)), after);
    (comparison.changes, remarks.coverage)
}

/// Asserts that nothing is told, in both orders, and that the operation is listed.
fn check_unknown(known: &str, unknown: &str) {
    for (old, new) in [(known, unknown), (unknown, known)] {
        let (changes, coverage) = compared(old, new);
        assert!(changes.is_empty(), "{old} -> {new}: {changes:#?}");
        let listed: Vec<_> = coverage.not_compared.iter().map(|it| it.what.as_str()).collect();
        assert_eq!(listed, ["POST /items"], "{old} -> {new}");
    }
}

#[test]
fn a_part_that_one_document_does_not_say_is_no_change() {
    let operation = |operation: &str| format!("{{/items: {{post: {operation}}}}}");
    let answer = |schema: &str| {
        operation(&format!(
            "{{responses: {{'200': {{description: d, content: {{application/json: {{schema: {schema}}}}}}}}}}}"
        ))
    };
    let request = |schema: &str| {
        operation(&format!(
            "{{requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}, responses: {{}}}}"
        ))
    };
    // Schemas, of whole messages and of their parts.
    for (known, unknown) in [
        ("{$ref: '#/components/schemas/Item'}", "{$ref: '#/components/schemas/None'}"),
        ("{type: string}", "{$ref: 'https://x.example/string.json'}"),
        ("{type: string}", "{$ref: 'string.json'}"),
        ("{type: string, enum: [a]}", "{type: string, enum: a}"),
        ("{type: object, properties: {a: {type: string}}}", "{type: object, properties: later}"),
        (
            "{type: object, required: [a], properties: {a: {type: string}}}",
            "{type: object, required: [a], properties: {a: yes please}}",
        ),
        (
            "{type: object, properties: {a: {$ref: '#/components/schemas/Size'}}}",
            "{type: object, properties: {a: {$ref: '#/components/schemas/None'}}}",
        ),
        ("{type: array, items: {type: string}}", "{type: array, items: 5}"),
        (
            "{type: array, items: {type: object, properties: {a: {type: string}}}}",
            "{type: array, items: {type: object, properties: {a: {$ref: none.yaml}}}}",
        ),
        (
            "{type: object, additionalProperties: {type: string}}",
            "{type: object, additionalProperties: {$ref: '#/components/schemas/None'}}",
        ),
        (
            "{allOf: [{$ref: '#/components/schemas/Item'}, {required: [b]}]}",
            "{allOf: [{$ref: '#/components/schemas/None'}, {required: [b]}]}",
        ),
        (
            "{oneOf: [{type: string}, {$ref: '#/components/schemas/Item'}]}",
            "{oneOf: [{type: string}, {$ref: '#/components/schemas/None'}]}",
        ),
        ("{type: string}", "{type: quux}"),
        ("{type: string, not: {const: a}}", "{type: string, not: 5}"),
    ] {
        check_unknown(&answer(known), &answer(unknown));
        check_unknown(&request(known), &request(unknown));
        let parameter = |schema: &str| {
            operation(&format!(
                "{{parameters: [{{name: p, in: query, schema: {schema}}}], responses: {{}}}}"
            ))
        };
        check_unknown(&parameter(known), &parameter(unknown));
    }
}

#[test]
fn what_surrounds_the_schemas_may_be_unknown_as_well() {
    let operation = |operation: &str| format!("{{/items: {{post: {operation}}}}}");
    for (known, unknown) in [
        (
            "{responses: {'200': {$ref: '#/components/responses/Items'}}}",
            "{responses: {'200': {$ref: '#/components/responses/None'}}}",
        ),
        (
            "{responses: {'200': {$ref: '#/components/responses/Items'}}}",
            "{responses: {'200': fine}}",
        ),
        ("{responses: {'200': {$ref: '#/components/responses/Items'}}}", "{responses: [fine]}"),
        (
            "{responses: {'200': {$ref: '#/components/responses/Items'}}}",
            "{responses: {success: {description: d}}}",
        ),
        (
            "{responses: {'200': {description: d, content: {application/json: {schema: {type: string}}}}}}",
            "{responses: {'200': {description: d, content: {application/json: text}}}}",
        ),
        (
            "{responses: {'200': {description: d, content: {application/json: {schema: {type: string}}}}}}",
            "{responses: {'200': {description: d, content: text}}}",
        ),
        (
            "{responses: {'200': {description: d, headers: {X: {$ref: '#/components/headers/Total'}}}}}",
            "{responses: {'200': {description: d, headers: {X: {$ref: '#/components/headers/None'}}}}}",
        ),
        (
            "{responses: {'200': {description: d, headers: {X: {$ref: '#/components/headers/Total'}}}}}",
            "{responses: {'200': {description: d, headers: later}}}",
        ),
        (
            "{requestBody: {$ref: '#/components/requestBodies/Item'}}",
            "{requestBody: {$ref: '#/components/requestBodies/None'}}",
        ),
        ("{requestBody: {$ref: '#/components/requestBodies/Item'}}", "{requestBody: later}"),
        (
            "{parameters: [{$ref: '#/components/parameters/Page'}]}",
            "{parameters: [{$ref: '#/components/parameters/None'}]}",
        ),
        ("{parameters: [{name: p, in: query}]}", "{parameters: [{name: p, in: form}]}"),
        (
            "{parameters: [{name: p, in: query, required: true}]}",
            "{parameters: [{in: query, required: true}]}",
        ),
        ("{parameters: [{name: p, in: query, required: true}]}", "{parameters: later}"),
        (
            "{callbacks: {shipped: {$ref: '#/components/callbacks/Shipped'}}}",
            "{callbacks: {shipped: {$ref: '#/components/callbacks/None'}}}",
        ),
        ("{security: [{key: []}]}", "{security: later}"),
        ("{responses: {'200': {$ref: '#/components/responses/Items'}}}", "later"),
    ] {
        check_unknown(&operation(known), &operation(unknown));
    }
    let known = "{/items: {post: {responses: {'200': {$ref: '#/components/responses/Items'}}}}}";
    for unknown in [
        "{/items: {$ref: items.yaml}}",
        "{/items: later}",
        "later",
        "{/items: {$ref: '#/components/pathItems/None'}}",
    ] {
        check_unknown(known, unknown);
    }
}

#[test]
fn the_rest_of_an_operation_is_compared_and_proved() {
    let document = |a: &str, b: &str| {
        let schema = format!("{{type: object, required: [a], properties: {{a: {a}, b: {b}}}}}");
        format!(
            "{{/items: {{post: {{parameters: [{{name: q, in: query, schema: {b}}}],
      requestBody: {{content: {{application/json: {{schema: {schema}}}}}}},
      responses: {{'200': {{description: d, content: {{application/json: {{schema: {schema}}}}}}}}}}}}}}}"
        )
    };
    for unknown in ["{$ref: '#/components/schemas/None'}", "yes please", "{type: string, enum: s}"]
    {
        let known = "{$ref: '#/components/schemas/Size'}";
        for (old, new) in [(known, unknown), (unknown, known)] {
            let (changes, coverage) =
                compared(&document(old, "{type: string}"), &document(new, "{type: integer}"));
            let told: Vec<_> = changes.iter().map(|it| (it.id(), it.severity())).collect();
            let expected =
                ["request.type.changed", "request.type.changed", "response.type.changed"];
            assert_eq!(told, expected.map(|id| (id, Severity::Error)), "{old} -> {new}");
            for change in &changes {
                let Some(Proof::Witness(witness)) = &change.finding.proof else {
                    panic!("{old} -> {new}: {change:#?}")
                };
                // The known schema of the other document says what a message has there.
                let bodies = [
                    witness.request.as_ref().and_then(|it| it.body.clone()),
                    witness.response.as_ref().and_then(|it| it.body.clone()),
                ];
                for body in bodies.into_iter().flatten() {
                    assert!(["s", "m"].map(Into::into).contains(&body["a"]), "{body}");
                }
            }
            assert_eq!(coverage.not_compared.len(), 1);
        }
    }
}

#[test]
fn a_parameter_that_is_known_is_compared_beside_one_that_is_not() {
    let document = |page: &str, other: &str| {
        format!(
            "{{/items: {{post: {{parameters: [{{$ref: '#/components/parameters/{page}'}}{other}], responses: {{}}}}}}}}"
        )
    };
    let size = ", {name: size, in: query}";
    for (old, new, expected) in [
        // One document has the parameter behind the same reference, so it is this one and no other.
        (document("Page", size), document("Page", ""), "request.parameter.removed"),
        (document("Page", size), document("None", ""), ""),
    ] {
        let (changes, _) = compared(&old, &new);
        let told: Vec<_> = changes.iter().map(Change::id).collect();
        assert_eq!(told.join(" "), expected, "{old} -> {new}");
    }
}

#[test]
fn a_part_of_a_library_is_no_change_either() {
    let document = |schema: &str| {
        let text = format!(
            "openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\ncomponents: {{schemas: {{A: {schema}, B: {{type: string}}}}}}\n"
        );
        Document::read(text).unwrap()
    };
    let old = document(
        "{type: object, required: [b], properties: {b: {$ref: '#/components/schemas/B'}}}",
    );
    let new = document(
        "{type: object, required: [b], properties: {b: {$ref: '#/components/schemas/None'}}}",
    );
    for (old, new) in [(&old, &new), (&new, &old)] {
        let [before, after] = [old, new].map(NamedDocument::from);
        let comparison = compare(before, after, Options::default());
        assert!(comparison.changes.is_empty(), "{:#?}", comparison.changes);
        let remarks = document_remarks(Some((before, &comparison.compared)), after);
        let listed: Vec<_> =
            remarks.coverage.not_compared.iter().map(|it| it.what.as_str()).collect();
        assert_eq!(listed, ["/components/schemas/A"]);
    }
}

#[test]
fn an_empty_list_of_alternatives_takes_no_proof() {
    let document = |b: &str| {
        format!(
            "{{/items: {{get: {{responses: {{'200': {{description: d, content: {{application/json: {{schema: {{properties: {{a: {{oneOf: []}}, b: {b}}}}}}}}}}}}}}}}}}}"
        )
    };
    let (changes, coverage) = compared(&document("{type: string}"), &document("{type: integer}"));
    let [change] = changes.as_slice() else { panic!("{changes:#?}") };
    assert_eq!(change.id(), "response.type.changed");
    assert!(matches!(change.finding.proof, Some(Proof::Witness(_))), "{change:#?}");
    assert!(coverage.is_complete());
}

#[test]
fn a_part_in_its_old_place_is_unchanged_however_many_are_new() {
    let old = "
  /items:
    get:
      responses:
        '200':
          description: d
          content: {application/json: {schema: {properties: {a: {type: quux}, b: {$ref: 'https://x.example/b.json'}}}}}
  /more:
    get:
      responses: {}
";
    let new = old.replace(
        "responses: {}",
        "parameters: [{name: p, in: query, schema: {type: quux}}]
      responses: {'200': {$ref: 'https://x.example/b.json'}}",
    );
    let (_, coverage) = compared(old, &new);
    let listed: Vec<_> = coverage.not_compared.iter().map(|it| it.what.as_str()).collect();
    assert_eq!(listed, ["GET /more"]);
}
