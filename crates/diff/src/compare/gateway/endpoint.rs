//! The endpoint of the API: whether it answers, to whom, and how strictly it takes names and TLS versions.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::compare::context::{Context, Scope};
use crate::compare::raw_change::{Details, Place};
use crate::rules::ChangeKind;
use gatepact_openapi::Cursor;

pub(super) const CONFIGURATION: &str = "x-amazon-apigateway-endpoint-configuration";
pub(super) const ACCESS_MODE: &str = "x-amazon-apigateway-endpoint-access-mode";

pub(super) fn compare(context: &mut Context<'_>, scope: Scope, old: &Cursor<'_>, new: &Cursor<'_>) {
    let (before, after) = (configuration(old), configuration(new));
    let is_disabled = |it: &Cursor<'_>| it.flag("disableExecuteApiEndpoint");
    let kind = match (is_disabled(&before), is_disabled(&after)) {
        (false, true) => Some(ChangeKind::EndpointDisabled),
        (true, false) => Some(ChangeKind::EndpointEnabled),
        (true, true) | (false, false) => None,
    };
    if let Some(kind) = kind {
        context.report(scope, kind, Place::both(&before, &after), Details::default());
    }
    vpc_endpoints(context, scope, &before, &after);
    access_mode(context, scope, old, new);
}

/// The endpoint configuration is a member of the server (v1) or of the root.
fn configuration<'d>(root: &Cursor<'d>) -> Cursor<'d> {
    let server = root.get_or_absent("servers").items().next();
    server
        .and_then(|server| server.raw(CONFIGURATION))
        .unwrap_or_else(|| root.get_or_absent(CONFIGURATION))
}

/// A setting of the endpoint: an extension of the root, or a member of the endpoint configuration.
pub(super) fn setting<'d>(root: &Cursor<'d>, extension: &str, key: &str) -> Cursor<'d> {
    let own = root.raw(extension).or_else(|| configuration(root).raw(key));
    own.unwrap_or_else(|| root.get_or_absent(extension))
}

/// The ids are a set.
fn vpc_endpoints(context: &mut Context<'_>, scope: Scope, old: &Cursor<'_>, new: &Cursor<'_>) {
    let ids = |it: &Cursor<'_>| -> BTreeSet<String> {
        let list = it.value.get("vpcEndpointIds").and_then(Value::as_array);
        list.into_iter().flatten().map(Value::to_string).collect()
    };
    let (held, left) = (ids(old), ids(new));
    if held == left {
        return;
    }
    let is_still_open = left.is_empty() || (!held.is_empty() && held.is_subset(&left));
    let kind = if is_still_open {
        ChangeKind::EndpointUnrestricted
    } else {
        ChangeKind::EndpointRestricted
    };
    let [before, after] = [old, new].map(|it| it.value.get("vpcEndpointIds"));
    context.report(scope, kind, Place::both(old, new), Details::values(before, after));
}

/// `STRICT` refuses a request whose server name (SNI) is not that of the host; `BASIC` is the default (API Gateway
/// developer guide, "Endpoint access mode").
fn access_mode(context: &mut Context<'_>, scope: Scope, old: &Cursor<'_>, new: &Cursor<'_>) {
    let [old, new] = [old, new].map(|root| setting(root, ACCESS_MODE, "endpointAccessMode"));
    let mode = |it: &Cursor<'_>| it.value.as_str().unwrap_or("BASIC").to_ascii_uppercase();
    let (before, after) = (mode(&old), mode(&new));
    if before == after {
        return;
    }
    let kind = match after.as_str() {
        "BASIC" => ChangeKind::EndpointAccessModeWidened,
        _ => ChangeKind::EndpointAccessModeNarrowed,
    };
    let details = Details::values(Some(&before.into()), Some(&after.into()));
    context.report(scope, kind, Place::both(&old, &new), details);
}
