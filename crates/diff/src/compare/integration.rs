//! The backend behind an operation, and the other extensions of an operation.

use gatepact_finding::Subject;
use serde_json::Value;

use super::context::{Context, Scope};
use super::cors::header_value;
use super::extensions;
use super::operation_side::OperationSide;
use super::raw_change::{Details, Place};
use crate::rules::ChangeKind;
use gatepact_finding::Direction;
use gatepact_openapi::Cursor;

const INTEGRATION: &str = "x-amazon-apigateway-integration";
const HEADER: &str = "method.response.header.";

/// Extensions of an operation that other files compare, or that are not part of the contract.
const KNOWN: [&str; 4] = [
    INTEGRATION,
    "x-amazon-apigateway-request-validator",
    "x-amazon-apigateway-auth",
    "x-amazon-apigateway-any-method",
];

pub(super) fn compare(
    context: &mut Context<'_>,
    scope: Scope,
    old: &OperationSide<'_>,
    new: &OperationSide<'_>,
) {
    extensions::compare(context, scope, (&old.operation, &new.operation), &KNOWN);
    let has_body = new.operation.raw("requestBody").is_some();
    let (old, new) = (old.operation.get(INTEGRATION), new.operation.get(INTEGRATION));
    let (Some(old), Some(new)) = (old, new) else { return };
    if old.value == new.value {
        return;
    }
    context.report(
        scope,
        ChangeKind::IntegrationChanged,
        Place::both(&old, &new),
        Details::default(),
    );
    kind_of_backend(context, scope, &old, &new);
    timeout(context, scope, &old, &new);
    if has_body {
        passthrough(context, scope, &old, &new);
    }
    header_values(context, scope, &old, &new);
}

/// Both spellings are exported: `aws_proxy` and `AWS_PROXY`.
fn kind_of_backend(context: &mut Context<'_>, scope: Scope, old: &Cursor<'_>, new: &Cursor<'_>) {
    let kind =
        |side: &Cursor<'_>| side.text("type").map(|kind| Value::from(kind.to_ascii_lowercase()));
    let (before, after) = (kind(old), kind(new));
    if before != after {
        let details = Details::values(before.as_ref(), after.as_ref());
        context.report(scope, ChangeKind::IntegrationTypeChanged, Place::both(old, new), details);
    }
}

/// Absent means 29 seconds (service model of API Gateway).
fn timeout(context: &mut Context<'_>, scope: Scope, old: &Cursor<'_>, new: &Cursor<'_>) {
    let millis = |side: &Cursor<'_>| {
        let value = side.value.get("timeoutInMillis");
        let text = value.and_then(Value::as_str).and_then(|text| text.parse().ok());
        value.and_then(Value::as_u64).or(text).unwrap_or(29_000)
    };
    if millis(new) < millis(old) {
        let details = Details::values(Some(&millis(old).into()), Some(&millis(new).into()));
        context.report(
            scope,
            ChangeKind::IntegrationTimeoutLowered,
            Place::both(old, new),
            details,
        );
    }
}

/// Absent means `when_no_match` (service model of API Gateway). `never` answers 415 where no template fits.
fn passthrough(context: &mut Context<'_>, scope: Scope, old: &Cursor<'_>, new: &Cursor<'_>) {
    let behavior = |side: &Cursor<'_>| {
        side.text("passthroughBehavior").unwrap_or("when_no_match").to_ascii_lowercase()
    };
    let (before, after) = (behavior(old), behavior(new));
    if before != "never" && after == "never" {
        let details = Details::values(Some(&before.into()), Some(&after.into()));
        context.report(
            scope,
            ChangeKind::IntegrationPassthroughClosed,
            Place::both(old, new),
            details,
        );
    }
}

/// Values that API Gateway itself writes into headers, those of CORS first of all.
fn header_values(context: &mut Context<'_>, scope: Scope, old: &Cursor<'_>, new: &Cursor<'_>) {
    let (before, after) = (old.get_or_absent("responses"), new.get_or_absent("responses"));
    for (answer, old) in before.members() {
        let Some(new) = after.get(answer) else { continue };
        let (old, new) =
            (old.get_or_absent("responseParameters"), new.get_or_absent("responseParameters"));
        for (name, value) in old.members() {
            let Some(header) = name.strip_prefix(HEADER) else { continue };
            let other = new.get_or_absent(name);
            if header_value(header, value.value) != header_value(header, other.value) {
                let details = Details::values(Some(value.value), Some(other.value))
                    .subject(Subject::Header(header.to_owned()));
                let scope = scope.towards(Direction::Response);
                context.report(
                    scope,
                    ChangeKind::HeaderValueChanged,
                    Place::both(&value, &other),
                    details,
                );
            }
        }
    }
}
