//! Request validation by API Gateway: an operation names a validator, the document's own is the default for all.
//!
//! The validator checks that required parameters are there and that the body fits its model (never the types of
//! parameters: recorded). Where an operation has nothing to check, switching it on changes nothing.

use gatepact_finding::Subject;
use gatepact_openapi::{Parameter, ParameterLocation};

use super::context::{Context, Scope};
use super::operation_side::OperationSide;
use super::raw_change::{Details, Place};
use crate::rules::ChangeKind;

const NAME: &str = "x-amazon-apigateway-request-validator";
const DEFINITIONS: &str = "x-amazon-apigateway-request-validators";

/// A flag of a validator, what it checks, and whether an operation has that.
type Check = (&'static str, &'static str, fn(&OperationSide<'_>) -> bool);

const CHECKS: [Check; 2] = [
    ("validateRequestBody", "request body", has_body),
    ("validateRequestParameters", "request parameters", has_required_parameter),
];

pub(super) fn compare(
    context: &mut Context<'_>,
    scope: Scope,
    old: &OperationSide<'_>,
    new: &OperationSide<'_>,
) {
    for (flag, subject, applies) in CHECKS {
        let before = applies(old) && is_on(old, flag);
        let after = applies(new) && is_on(new, flag);
        let kind = match (before, after) {
            // A validator that was on before there was anything to check is reported by what there is to check now.
            (false, true) if !is_on(old, flag) => ChangeKind::ValidationEnabled,
            (true, false) if !is_on(new, flag) => ChangeKind::ValidationDisabled,
            _ => continue,
        };
        context.report(
            scope,
            kind,
            Place::both(&old.operation, &new.operation),
            Details::about(Subject::Validation(subject)),
        );
    }
}

fn is_on(side: &OperationSide<'_>, flag: &str) -> bool {
    let name = side.operation.text(NAME).or_else(|| side.root.text(NAME));
    let definition = name.and_then(|name| side.root.raw(DEFINITIONS)?.raw(name));
    definition.is_some_and(|definition| definition.flag(flag))
}

fn has_body(side: &OperationSide<'_>) -> bool {
    side.operation.raw("requestBody").is_some()
}

fn has_required_parameter(side: &OperationSide<'_>) -> bool {
    // A path parameter is there whenever the route matches.
    let is_checked = |it: &Parameter<'_>| it.required && it.location != ParameterLocation::Path;
    side.parameters().iter().any(is_checked)
}
