//! The API as a whole: base path, endpoint, resource policy, gateway responses and the other settings that an export
//! carries at its root.

use serde_json::Value;

use super::context::{Context, Scope};
use super::extensions;
use super::raw_change::{Details, Place};
use super::servers::{self, Server};
use crate::rules::ChangeKind;
use gatepact_finding::Subject;
use gatepact_openapi::{Cursor, Document};

const ENDPOINT: &str = "x-amazon-apigateway-endpoint-configuration";
const POLICY: &str = "x-amazon-apigateway-policy";
const RESPONSES: &str = "x-amazon-apigateway-gateway-responses";

/// Settings of which the old and the new value are all there is to say.
const SETTINGS: [(&str, ChangeKind); 4] = [
    ("x-amazon-apigateway-api-key-source", ChangeKind::ApiKeySourceChanged),
    ("x-amazon-apigateway-binary-media-types", ChangeKind::BinaryMediaTypesChanged),
    ("x-amazon-apigateway-cors", ChangeKind::CorsChanged),
    ("x-amazon-apigateway-minimum-compression-size", ChangeKind::MinimumCompressionChanged),
];

/// Extensions of the root that others compare, or that are no contract: documentation, the version of the exporter,
/// definitions that count where they are used.
const KNOWN: [&str; 11] = [
    ENDPOINT,
    POLICY,
    RESPONSES,
    "x-amazon-apigateway-api-key-source",
    "x-amazon-apigateway-binary-media-types",
    "x-amazon-apigateway-cors",
    "x-amazon-apigateway-minimum-compression-size",
    "x-amazon-apigateway-documentation",
    "x-amazon-apigateway-importexport-version",
    "x-amazon-apigateway-request-validator",
    "x-amazon-apigateway-request-validators",
];

pub(super) fn compare<'d>(context: &mut Context<'d>, old: &'d Document, new: &'d Document) {
    let scope = context.whole();
    server(context, scope, old, new);
    let (old, new) = (old.root(), new.root());
    endpoint(context, scope, &old, &new);
    policy(context, scope, &old, &new);
    gateway_responses(context, scope, &old, &new);
    for (name, kind) in SETTINGS {
        let (before, after) = (old.value.get(name), new.value.get(name));
        if before != after {
            let place = Place::both(&old.get_or_absent(name), &new.get_or_absent(name));
            context.report(scope, kind, place, Details::values(before, after));
        }
    }
    extensions::compare(context, scope, (&old, &new), &KNOWN);
}

/// The first server is the one that is meant; it may move down the list, as long as it stays.
fn server(context: &mut Context<'_>, scope: Scope, old: &Document, new: &Document) {
    let (before, after) = (servers::all(old.value()), servers::all(new.value()));
    let (was, is) = (servers::first(&before), servers::first(&after));
    let place =
        || Place::both(&old.root().get_or_absent("servers"), &new.root().get_or_absent("servers"));
    let kept = |fits: &dyn Fn(&Server) -> bool| after.iter().any(fits);
    if !kept(&|it| it.base_path == was.base_path) && was.base_path != is.base_path {
        let text = |server: &Server| Value::from(format!("{}/", server.base_path));
        let details = Details::values(Some(&text(&was)), Some(&text(&is)));
        context.report(scope, ChangeKind::EndpointBasePathChanged, place(), details);
    }
    if let (Some(host), Some(other)) = (&was.host, &is.host)
        && !kept(&|it| it.host.as_ref() == Some(host))
    {
        let details = Details::values(Some(&host.as_str().into()), Some(&other.as_str().into()));
        context.report(scope, ChangeKind::EndpointHostChanged, place(), details);
    }
}

/// The endpoint configuration is a member of the server (v1) or of the root.
fn endpoint(context: &mut Context<'_>, scope: Scope, old: &Cursor<'_>, new: &Cursor<'_>) {
    let (old, new) = (configuration(old), configuration(new));
    let kind = match (old.flag("disableExecuteApiEndpoint"), new.flag("disableExecuteApiEndpoint"))
    {
        (false, true) => Some(ChangeKind::EndpointDisabled),
        (true, false) => Some(ChangeKind::EndpointEnabled),
        (true, true) | (false, false) => None,
    };
    if let Some(kind) = kind {
        context.report(scope, kind, Place::both(&old, &new), Details::default());
    }
    let (before, after) = (old.value.get("vpcEndpointIds"), new.value.get("vpcEndpointIds"));
    if before != after {
        let (held, left) = (list(before), list(after));
        let still_open =
            left.is_empty() || (!held.is_empty() && held.iter().all(|id| left.contains(id)));
        let kind = if still_open {
            ChangeKind::EndpointUnrestricted
        } else {
            ChangeKind::EndpointRestricted
        };
        context.report(scope, kind, Place::both(&old, &new), Details::values(before, after));
    }
}

fn configuration<'d>(root: &Cursor<'d>) -> Cursor<'d> {
    let server = root.get_or_absent("servers").items().next();
    server.and_then(|server| server.raw(ENDPOINT)).unwrap_or_else(|| root.get_or_absent(ENDPOINT))
}

fn list(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn policy(context: &mut Context<'_>, scope: Scope, old: &Cursor<'_>, new: &Cursor<'_>) {
    let (kind, place) = match (old.raw(POLICY), new.raw(POLICY)) {
        (None, Some(new)) => (ChangeKind::PolicyAdded, Place::added(&new)),
        (Some(old), None) => (ChangeKind::PolicyRemoved, Place::removed(&old)),
        (Some(old), Some(new)) if old.value != new.value => {
            (ChangeKind::PolicyChanged, Place::both(&old, &new))
        }
        _ => return,
    };
    context.report(scope, kind, place, Details::default());
}

/// A status is compared by text: both `403` and `"403"` are exported. Absent means that of the type, which another
/// type never has, so an absent one against a given one counts as changed.
fn gateway_responses(context: &mut Context<'_>, scope: Scope, old: &Cursor<'_>, new: &Cursor<'_>) {
    let (old, new) = (old.get_or_absent(RESPONSES), new.get_or_absent(RESPONSES));
    let mut names: Vec<_> = old.members().chain(new.members()).map(|(name, _)| name).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        let (old, new) = (old.get_or_absent(name), new.get_or_absent(name));
        if old.value == new.value {
            continue;
        }
        let (before, after) = (old.value.get("statusCode"), new.value.get("statusCode"));
        let text = |status: Option<&Value>| status.map(|it| it.to_string().replace('"', ""));
        let is_status = text(before) != text(after);
        let kind = if is_status {
            ChangeKind::GatewayResponseStatusChanged
        } else {
            ChangeKind::GatewayResponseBodyChanged
        };
        context.report(
            scope,
            kind,
            Place::both(&old, &new),
            Details::values(before, after).subject(Subject::GatewayResponse(name.to_owned())),
        );
    }
}
