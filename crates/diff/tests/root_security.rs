//! `security` at the root: a reader of the document obeys it, and a REST API of API Gateway does not import it.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use gatepact_diff::{Change, diff};
use gatepact_openapi::Document;

const INTEGRATION: &str = "x-amazon-apigateway-integration: {type: aws_proxy, httpMethod: POST, \
                           uri: 'arn:aws:apigateway:eu-west-1:lambda:path/f'}";

fn document(root: &str, operation: &str) -> Document {
    Document::read(format!(
        "openapi: 3.0.1
info: {{title: t, version: '1'}}
{root}
paths:
  /a:
    get:
      responses: {{'200': {{description: ok}}}}
      {operation}
components:
  securitySchemes:
    key: {{type: apiKey, name: x-api-key, in: header}}
"
    ))
    .unwrap()
}

/// What changes, and whether the operation opens.
fn told(old: &Document, new: &Document) -> Vec<String> {
    let told = |change: &Change| {
        let opens = if change.finding.opened { " opened" } else { "" };
        format!("{} {}{opens}", change.severity().change_word(), change.id())
    };
    diff(old, new).iter().map(told).collect()
}

#[test]
fn a_root_guards_readers_and_not_the_stage() {
    let (root, own) = ("security: [{key: []}]", "security: [{key: []}]");
    for (gateway, old, new, expected) in [
        (false, ("", ""), (root, ""), &["breaking request.security.api-key-required"][..]),
        (true, ("", ""), (root, ""), &["breaking request.security.api-key-required"]),
        (false, (root, ""), ("", ""), &["safe request.security.removed opened"]),
        (true, (root, ""), ("", ""), &["safe request.security.removed opened"]),
        (false, ("", own), (root, ""), &[]),
        // The stage does not ask for the key any more, although the document says so.
        (true, ("", own), (root, ""), &["safe request.security.removed opened"]),
        (true, (root, ""), ("", own), &[]),
        (true, (root, ""), (root, ""), &[]),
        (true, (root, "security: []"), (root, ""), &["breaking request.security.api-key-required"]),
    ] {
        let read = |(root, operation): (&str, &str)| match gateway {
            true => document(root, &format!("{operation}\n      {INTEGRATION}")),
            false => document(root, operation),
        };
        let (before, after) = (read(old), read(new));
        assert_eq!(told(&before, &after), expected, "{gateway}: {old:?} -> {new:?}");
    }
}
