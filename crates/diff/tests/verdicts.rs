//! What is outside of the schemas, in pairs of operations: what changed, and the ids of the changes that are not safe.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use gatepact_diff::{Change, diff};
use gatepact_finding::{Proof, Severity};
use gatepact_openapi::Document;

/// Security schemes that the pairs may use.
const SCHEMES: &str = "
  key: {type: apiKey, name: x-api-key, in: header}
  KEY: {type: apiKey, name: X-API-Key, in: header, description: the same}
  iam: {type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: awsSigv4}
  cognito:
    type: apiKey
    name: Authorization
    in: header
    x-amazon-apigateway-authtype: cognito_user_pools
    x-amazon-apigateway-authorizer: {type: cognito_user_pools, providerARNs: [one]}
  bearer: {type: http, scheme: bearer, bearerFormat: JWT}
  Bearer: {type: http, scheme: Bearer}
  basic: {type: http, scheme: basic}
  one: {type: openIdConnect, openIdConnectUrl: https://one.example}
  two: {type: openIdConnect, openIdConnectUrl: https://two.example}
";

fn document(operation: &str) -> Document {
    let indented = |text: &str| text.replace('\n', "\n    ");
    Document::read(format!(
        "openapi: 3.0.3
info: {{title: t, version: '1'}}
paths:
  /a/{{id}}:
    get: {operation}
components:
  securitySchemes:
    {}
",
        indented(SCHEMES)
    ))
    .unwrap_or_else(|error| panic!("{operation}: {error}"))
}

fn changes(old: &str, new: &str) -> Vec<Change> {
    diff(&document(old), &document(new))
}

/// The ids of what is not safe, the worst first.
fn verdict(old: &str, new: &str) -> Vec<String> {
    let changes = changes(old, new);
    let told = changes.iter().filter(|change| change.severity() != Severity::Info);
    told.map(|change| format!("{} {}", change.severity().change_word(), change.id())).collect()
}

fn check(around: fn(&str) -> String, pairs: &[(&str, &str, &[&str])]) {
    for (old, new, expected) in pairs {
        assert_eq!(verdict(&around(old), &around(new)), *expected, "{old} -> {new}");
    }
}

#[test]
fn parameters_are_compared_by_how_they_are_sent() {
    let around = |it: &str| format!("{{parameters: [{it}], responses: {{}}}}");
    check(
        around,
        &[
            // Of a plain value `form` and `explode` write the same.
            (
                "{name: q, in: query, schema: {type: string}}",
                "{name: q, in: query, style: form, explode: false, schema: {type: string}}",
                &[],
            ),
            (
                "{name: q, in: query, schema: {type: object}}",
                "{name: q, in: query, style: deepObject, schema: {type: object}}",
                &["breaking request.parameter.serialization-changed"],
            ),
            (
                "{name: q, in: query, style: deepObject, schema: {type: object}}",
                "{name: q, in: query, style: deepObject, explode: true, schema: {type: object}}",
                &[],
            ),
            (
                "{name: id, in: path, required: true, schema: {type: string}}",
                "{name: id, in: path, required: true, style: label, schema: {type: string}}",
                &["breaking request.parameter.serialization-changed"],
            ),
            (
                "{name: h, in: header, schema: {type: array, items: {type: string}}}",
                "{name: H, in: header, explode: true, schema: {type: array, items: {type: string}}}",
                &[],
            ),
            (
                "{name: q, in: query, schema: {type: object}}",
                "{name: q, in: query, content: {application/json: {schema: {type: object}}}}",
                &["breaking request.parameter.serialization-changed"],
            ),
            // One value is a list of one, where a list repeats its name.
            (
                "{name: q, in: query, schema: {type: string}}",
                "{name: q, in: query, schema: {type: array, items: {type: string}}}",
                &[],
            ),
            (
                "{name: q, in: query, schema: {type: string}}",
                "{name: q, in: query, schema: {type: array, items: {type: integer}}}",
                &["breaking request.type.changed"],
            ),
            (
                "{name: q, in: query, schema: {type: string}}",
                "{name: q, in: query, explode: false, schema: {type: array, items: {type: string}}}",
                &["breaking request.type.changed"],
            ),
            // A number is text on the wire.
            (
                "{name: q, in: query, schema: {type: integer}}",
                "{name: q, in: query, schema: {type: string}}",
                &[],
            ),
            (
                "{name: q, in: query, schema: {type: integer}}",
                "{name: q, in: query, schema: {type: string, maxLength: 1}}",
                &["breaking request.type.changed"],
            ),
            (
                "{name: q, in: query, schema: {type: string}}",
                "{name: q, in: query, schema: {type: integer}}",
                &["breaking request.type.changed"],
            ),
            // No part of the template, so nothing that could be sent.
            ("{name: x, in: path, required: true, schema: {type: string}}", "", &[]),
            // The template says that the path parameter is there; it is text.
            ("", "{name: id, in: path, required: true, schema: {type: string}}", &[]),
            (
                "",
                "{name: id, in: path, required: true, schema: {type: string, enum: [a]}}",
                &["breaking request.enum.added"],
            ),
            (
                "{name: q, in: query, required: true, schema: {type: string}}",
                "{name: Q, in: header, schema: {type: string}}",
                &["breaking request.parameter.moved"],
            ),
            (
                "{name: q, in: query, schema: {type: string}}",
                "{name: r, in: header, schema: {type: string}}",
                &["risky request.parameter.removed"],
            ),
        ],
    );
}

#[test]
fn media_types_are_compared_by_what_they_cover() {
    let around = |it: &str| format!("{{responses: {{}}, requestBody: {{content: {{{it}}}}}}}");
    check(
        around,
        &[
            ("application/json: {}", "'*/*': {}", &[]),
            ("'*/*': {}, application/json: {}", "'*/*': {}", &[]),
            ("'*/*': {}", "'*/*': {}, application/json: {}", &[]),
            ("text/plain: {}, application/json: {}", "text/*: {}, application/json: {}", &[]),
            (
                "text/*: {}",
                "text/plain: {}, text/csv: {}",
                &["breaking request.media-type.narrowed"],
            ),
            (
                "application/json: {}",
                "application/vnd.a+json: {}",
                &["breaking request.media-type.narrowed"],
            ),
            ("application/json: {}", "'application/json; charset=utf-8': {}", &[]),
            (
                "application/xml: {}",
                "application/json: {}",
                &["breaking request.media-type.removed"],
            ),
            // What the range described before is compared with what the type describes now.
            (
                "'*/*': {schema: {type: string}}",
                "'*/*': {schema: {type: string}}, application/json: {schema: {type: boolean}}",
                &["breaking request.type.changed"],
            ),
            (
                "application/json: {schema: {type: string}}",
                "'*/*': {schema: {type: boolean}}",
                &["breaking request.type.changed"],
            ),
        ],
    );
}

#[test]
fn a_response_may_become_more_specific_and_not_less() {
    let around =
        |it: &str| format!("{{responses: {{'200': {{description: d, content: {{{it}}}}}}}}}");
    check(
        around,
        &[
            ("application/json: {}", "application/problem+json: {}", &[]),
            (
                "application/problem+json: {}",
                "application/json: {}",
                &["breaking response.media-type.widened"],
            ),
            ("text/*: {}", "text/plain: {}", &[]),
            ("text/plain: {}", "text/plain: {}, text/csv: {}", &[]),
            (
                "text/plain: {}, text/csv: {}",
                "text/csv: {}",
                &["breaking response.media-type.removed"],
            ),
        ],
    );
}

#[test]
fn a_status_is_described_by_itself_or_its_range_or_the_default() {
    let around = |it: &str| format!("{{responses: {{{it}}}}}");
    check(
        around,
        &[
            (
                "'200': {description: d}",
                "'200': {description: d}, '201': {description: d}",
                &["risky response.status.added"],
            ),
            ("'200': {description: d}", "'200': {description: d}, '500': {description: d}", &[]),
            (
                "'200': {description: d}",
                "'2XX': {description: d}",
                &["risky response.status.widened"],
            ),
            ("2XX: {description: d}", "'200': {description: d}, '202': {description: d}", &[]),
            ("2XX: {description: d}", "2XX: {description: d}, '202': {description: d}", &[]),
            (
                "2XX: {description: d}",
                "default: {description: d}",
                &["breaking response.status.removed"],
            ),
            ("'404': {description: d}", "default: {description: d}", &[]),
            ("'404': {description: d}", "4XX: {description: d}", &[]),
            ("'404': {description: d}", "", &["risky response.status.error-removed"]),
            ("default: {description: d}", "", &["risky response.status.error-removed"]),
            // The letters of a range count in any case.
            ("2XX: {description: d}", "2xx: {description: d}", &[]),
            ("2xx: {description: d}", "'200': {description: d}, 2Xx: {description: d}", &[]),
            ("'404': {description: d}", "4xx: {description: d}", &[]),
            (
                "'200': {description: d}",
                "2xx: {description: d}",
                &["risky response.status.widened"],
            ),
            (
                "2xx: {description: d, content: {text/plain: {}}}",
                "2XX: {description: d, content: {text/csv: {}}}",
                &["breaking response.media-type.removed"],
            ),
            // `default` promises no success.
            (
                "default: {description: d}",
                "default: {description: d}, '201': {description: d}",
                &["risky response.status.added"],
            ),
            // What the default described before is compared with what the status describes now.
            (
                "default: {description: d, content: {text/plain: {}}}",
                "default: {description: d, content: {text/plain: {}}}, '409': {description: d, content: {text/csv: {}}}",
                &["breaking response.media-type.removed"],
            ),
            (
                "'409': {description: d, content: {text/plain: {}}}",
                "4XX: {description: d, content: {text/csv: {}}}",
                &["breaking response.media-type.removed"],
            ),
            // A number is text on the wire.
            (
                "'200': {description: d, headers: {n: {schema: {type: string}}}}",
                "'200': {description: d, headers: {n: {schema: {type: integer}}}}",
                &[],
            ),
            (
                "'200': {description: d, headers: {n: {schema: {type: integer}}}}",
                "'200': {description: d, headers: {n: {schema: {type: string}}}}",
                &["breaking response.type.changed"],
            ),
            // Said by the media types, not by a header.
            (
                "'200': {description: d, headers: {Content-Type: {required: true, schema: {type: string}}}}",
                "'200': {description: d}",
                &[],
            ),
        ],
    );
}

#[test]
fn credentials_that_were_enough_have_to_stay_enough() {
    let around = |it: &str| format!("{{responses: {{}}, {it}}}");
    check(
        around,
        &[
            // Both documents define both schemes: nothing says that credentials for one are good for the other.
            (
                "security: [{bearer: []}]",
                "security: [{Bearer: []}]",
                &["breaking request.security.changed"],
            ),
            (
                "security: [{bearer: []}]",
                "security: [{basic: []}]",
                &["breaking request.security.changed"],
            ),
            (
                "security: [{one: []}]",
                "security: [{two: []}]",
                &["breaking request.security.changed"],
            ),
            ("security: [{one: []}]", "security: [{one: []}, {two: []}]", &[]),
            (
                "security: [{one: []}, {two: []}]",
                "security: [{two: []}]",
                &["breaking request.security.changed"],
            ),
            ("security: [{one: [], two: []}]", "security: [{two: []}]", &[]),
            ("security: [{one: [r, w]}]", "security: [{one: [r]}]", &[]),
            (
                "security: [{one: [r]}]",
                "security: [{one: [r, w]}]",
                &["breaking request.security.scope-demanded"],
            ),
            ("security: [{one: []}]", "security: [{}, {one: []}]", &[]),
            (
                "security: [{}, {one: []}]",
                "security: [{one: []}]",
                &["breaking request.security.added"],
            ),
        ],
    );
}

#[test]
fn a_method_of_api_gateway_demands_its_key_and_its_authorizer() {
    let around = |it: &str| format!("{{responses: {{}}, {it}}}");
    check(
        around,
        &[
            (
                "security: [{key: []}]",
                "security: [{key: []}, {iam: []}]",
                &["breaking request.security.demand-added"],
            ),
            ("security: [{key: []}, {cognito: []}]", "security: [{cognito: [], key: []}]", &[]),
            ("security: [{key: []}, {cognito: []}]", "security: [{cognito: []}]", &[]),
            // No authorizer of API Gateway: an alternative.
            ("security: [{key: []}]", "security: [{key: []}, {bearer: []}]", &[]),
            (
                "summary: open",
                "x-amazon-apigateway-auth: {type: AWS_IAM}",
                &["breaking request.security.added"],
            ),
            ("security: [{iam: []}]", "x-amazon-apigateway-auth: {type: aws_iam}", &[]),
            ("x-amazon-apigateway-auth: {type: NONE}", "summary: open", &[]),
        ],
    );
}

#[test]
fn what_the_service_sends_flows_the_other_way() {
    let callback = |body: &str, answer: &str| {
        format!(
            "{{responses: {{}}, callbacks: {{done: {{'{{$url}}': {{post: {{requestBody: {{content: {{application/json: {{schema: {body}}}}}}}, responses: {{'200': {{description: d, content: {{application/json: {{schema: {answer}}}}}}}}}}}}}}}}}}}"
        )
    };
    let (loose, tight) = ("{type: number}", "{type: integer}");
    assert_eq!(
        verdict(&callback(tight, tight), &callback(loose, tight)),
        ["breaking response.type.widened"]
    );
    assert_eq!(
        verdict(&callback(tight, loose), &callback(tight, tight)),
        ["breaking request.type.narrowed"]
    );
    assert_eq!(verdict(&callback(loose, tight), &callback(tight, loose)), Vec::<String>::new());
}

/// An operation overrides the parameters of its path, and a reference that leads nowhere is not a parameter, whatever
/// stands beside it.
#[test]
fn parameters_are_those_that_hold() {
    let around = |own: &str, validates: bool| {
        let definition = format!("{{validateRequestParameters: {validates}}}");
        Document::read(format!(
            "openapi: 3.0.3
info: {{title: t, version: '1'}}
x-amazon-apigateway-request-validator: all
x-amazon-apigateway-request-validators: {{all: {definition}}}
paths:
  /a:
    parameters: [{{name: X-Q, in: header, required: true, schema: {{type: string}}}}]
    get: {{parameters: [{own}], responses: {{}}}}
"
        ))
        .unwrap()
    };
    let ids = |old: &Document, new: &Document| -> Vec<String> {
        diff(old, new).iter().map(|change| change.id().to_owned()).collect()
    };
    let (own, lost) = ("{name: x-q, in: header}", "{$ref: '#/none', name: x-q, in: header}");
    assert_eq!(ids(&around("", false), &around("", true)), ["request.validation.enabled"]);
    assert_eq!(ids(&around(lost, false), &around(lost, true)), ["request.validation.enabled"]);
    assert_eq!(ids(&around(own, false), &around(own, true)), [""; 0], "nothing to check");
    assert_eq!(ids(&around(lost, true), &around("", true)), [""; 0]);
}

#[test]
fn who_may_call_is_shown_by_a_caller_and_the_rest_by_a_message() {
    let [change] = &changes("{responses: {}}", "{responses: {}, security: [{key: []}]}")[..] else {
        panic!("one change")
    };
    let witness = change.finding.witness().expect("a witness");
    let caller = witness.caller.as_ref().map(ToString::to_string);
    assert_eq!(caller.as_deref(), Some("a caller without credentials"));
    let removed = "{responses: {}, parameters: [{name: q, in: query, schema: {type: string}}]}";
    let [change] = &changes(removed, "{responses: {}}")[..] else { panic!("one change") };
    assert_ne!(change.finding.proof, Some(Proof::Declared));
}
