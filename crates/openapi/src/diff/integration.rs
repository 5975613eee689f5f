//! The backend behind an operation, and the other extensions of an operation.

use serde_json::Value;

use super::change::Facts;
use super::cursor::Cursor;
use super::gateway::same;
use super::operations::Side;
use super::rules::Kind;
use super::severity::Direction;
use super::walk::{Pass, Place, Walk};

const INTEGRATION: &str = "x-amazon-apigateway-integration";
const HEADER: &str = "method.response.header.";

/// Extensions of an operation that other files compare, or that are not part of the contract.
const KNOWN: [&str; 4] = [
    INTEGRATION,
    "x-amazon-apigateway-request-validator",
    "x-amazon-apigateway-auth",
    "x-amazon-apigateway-any-method",
];

pub(super) fn compare(walk: &mut Walk<'_>, pass: Pass, old: &Side<'_>, new: &Side<'_>) {
    super::gateway::unknown_extensions(walk, pass, (&old.operation, &new.operation), &KNOWN);
    let has_body = new.operation.raw("requestBody").is_some();
    let (old, new) = (old.operation.get(INTEGRATION), new.operation.get(INTEGRATION));
    let (Some(old), Some(new)) = (old, new) else { return };
    if same(Some(old.value), Some(new.value)) {
        return;
    }
    walk.report(pass, Kind::IntegrationChanged, Place::both(&old, &new), Facts::default());
    kind_of_backend(walk, pass, &old, &new);
    timeout(walk, pass, &old, &new);
    if has_body {
        passthrough(walk, pass, &old, &new);
    }
    header_values(walk, pass, &old, &new);
}

/// Both spellings are exported: `aws_proxy` and `AWS_PROXY`.
fn kind_of_backend(walk: &mut Walk<'_>, pass: Pass, old: &Cursor<'_>, new: &Cursor<'_>) {
    let kind =
        |side: &Cursor<'_>| side.text("type").map(|kind| Value::from(kind.to_ascii_lowercase()));
    let (before, after) = (kind(old), kind(new));
    if before != after {
        let facts = Facts::values(before.as_ref(), after.as_ref());
        walk.report(pass, Kind::IntegrationTypeChanged, Place::both(old, new), facts);
    }
}

/// Absent means 29 seconds (service model of API Gateway).
fn timeout(walk: &mut Walk<'_>, pass: Pass, old: &Cursor<'_>, new: &Cursor<'_>) {
    let millis = |side: &Cursor<'_>| {
        side.value.get("timeoutInMillis").and_then(Value::as_u64).unwrap_or(29_000)
    };
    if millis(new) < millis(old) {
        let facts = Facts::values(Some(&millis(old).into()), Some(&millis(new).into()));
        walk.report(pass, Kind::IntegrationTimeoutLowered, Place::both(old, new), facts);
    }
}

/// Absent means `when_no_match` (service model of API Gateway). `never` answers 415 where no template fits.
fn passthrough(walk: &mut Walk<'_>, pass: Pass, old: &Cursor<'_>, new: &Cursor<'_>) {
    let behavior = |side: &Cursor<'_>| {
        side.text("passthroughBehavior").unwrap_or("when_no_match").to_ascii_lowercase()
    };
    let (before, after) = (behavior(old), behavior(new));
    if before != "never" && after == "never" {
        let facts = Facts::values(Some(&before.into()), Some(&after.into()));
        walk.report(pass, Kind::IntegrationPassthroughClosed, Place::both(old, new), facts);
    }
}

/// Values that API Gateway itself writes into headers, those of CORS first of all.
fn header_values(walk: &mut Walk<'_>, pass: Pass, old: &Cursor<'_>, new: &Cursor<'_>) {
    let (before, after) = (old.get_or_absent("responses"), new.get_or_absent("responses"));
    for (answer, old) in before.members() {
        let Some(new) = after.get(answer) else { continue };
        let (old, new) =
            (old.get_or_absent("responseParameters"), new.get_or_absent("responseParameters"));
        for (name, value) in old.members() {
            let Some(header) = name.strip_prefix(HEADER) else { continue };
            let other = new.get_or_absent(name);
            if value.value != other.value {
                let facts = Facts::values(Some(value.value), Some(other.value)).subject(header);
                let pass = pass.towards(Direction::Response);
                walk.report(pass, Kind::HeaderValueChanged, Place::both(&value, &other), facts);
            }
        }
    }
}
