//! Values that the deployment fills in: `${AWS::Region}` of CloudFormation, `${uri}` of Terraform, `Fn::Sub`.
//!
//! Only the deployment knows them, so they are taken from the export and not compared. `${stageVariables.x}` is a part of
//! the API itself, and `${..}` inside of a mapping template is a reference of VTL.

use serde_json::{Map, Value};

use super::extensions::PREFIX;
use crate::visit;
use gatepact_finding::pointer;

/// Members of an integration that hold mapping templates.
const TEMPLATES: [&str; 2] = ["requestTemplates", "responseTemplates"];

/// Where the extensions of a document hold a value to be filled in.
pub(super) fn all(document: &Value) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    visit::visit(document, "", &mut |at, part| {
        let is_inside = |outer: &String| {
            at.strip_prefix(outer.as_str()).is_some_and(|rest| rest.starts_with('/'))
        };
        if is_placeholder(part) && is_setting(at) && !found.last().is_some_and(is_inside) {
            found.push(at.to_owned());
        }
    });
    found
}

fn is_setting(at: &str) -> bool {
    let mut tokens = pointer::tokens(at);
    tokens.any(|token| token.starts_with(PREFIX) && token != crate::Method::ANY_KEY)
        && !pointer::tokens(at).any(|token| TEMPLATES.contains(&token.as_ref()))
}

fn is_placeholder(value: &Value) -> bool {
    match value {
        Value::String(text) => {
            // A policy names its own API in short; the service writes the whole ARN instead.
            if text.starts_with("execute-api:/") {
                return true;
            }
            let mut starts = text.match_indices("${").map(|(at, _)| &text[at + 2..]);
            starts.any(|rest| !rest.starts_with("stageVariables."))
        }
        Value::Object(members) => is_function(members),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => false,
    }
}

/// An intrinsic function of CloudFormation.
fn is_function(members: &Map<String, Value>) -> bool {
    let mut keys = members.keys();
    matches!((keys.next(), keys.next()), (Some(key), None) if key == "Ref" || key.starts_with("Fn::"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_the_deployment_fills_in() {
        let document = json!({ "paths": { "/a": { "get": {
            "description": "costs ${price}",
            "x-amazon-apigateway-integration": {
                "uri": { "Fn::Sub": "arn:aws:${AWS::Region}" },
                "credentials": "${role}",
                "requestTemplates": { "application/json": "${input.body}" },
                "requestParameters": { "a": "${stageVariables.a}" },
            } } } } });
        let integration = "/paths/~1a/get/x-amazon-apigateway-integration";
        assert_eq!(
            all(&document),
            [format!("{integration}/uri"), format!("{integration}/credentials")]
        );
    }
}
