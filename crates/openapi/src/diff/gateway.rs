//! The API as a whole: base path, endpoint, resource policy, gateway responses and the other settings that an export
//! carries at its root.

use serde_json::Value;

use super::change::Facts;
use super::cursor::Cursor;
use super::rules::Kind;
use super::servers::{self, Server};
use super::walk::{Pass, Place, Walk};
use crate::Document;

const ENDPOINT: &str = "x-amazon-apigateway-endpoint-configuration";
const POLICY: &str = "x-amazon-apigateway-policy";
const RESPONSES: &str = "x-amazon-apigateway-gateway-responses";

/// Settings of which the old and the new value are all there is to say.
const SETTINGS: [(&str, Kind); 4] = [
    ("x-amazon-apigateway-api-key-source", Kind::ApiKeySourceChanged),
    ("x-amazon-apigateway-binary-media-types", Kind::BinaryMediaTypesChanged),
    ("x-amazon-apigateway-cors", Kind::CorsChanged),
    ("x-amazon-apigateway-minimum-compression-size", Kind::MinimumCompressionChanged),
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

pub(super) fn compare<'d>(walk: &mut Walk<'d>, old: &'d Document, new: &'d Document) {
    let pass = walk.whole();
    server(walk, pass, old, new);
    let (old, new) = (Cursor::new(old.value()), Cursor::new(new.value()));
    endpoint(walk, pass, &old, &new);
    policy(walk, pass, &old, &new);
    gateway_responses(walk, pass, &old, &new);
    for (name, kind) in SETTINGS {
        let (before, after) = (old.value.get(name), new.value.get(name));
        if !same(before, after) {
            let place = Place::both(&old.get_or_absent(name), &new.get_or_absent(name));
            walk.report(pass, kind, place, Facts::values(before, after));
        }
    }
    unknown_extensions(walk, pass, (&old, &new), &KNOWN);
}

/// The first server is the one that is meant; it may move down the list, as long as it stays.
fn server(walk: &mut Walk<'_>, pass: Pass, old: &Document, new: &Document) {
    let (before, after) = (servers::all(old.value()), servers::all(new.value()));
    let (was, is) = (servers::first(&before), servers::first(&after));
    let place = || {
        Place::both(
            &Cursor::new(old.value()).get_or_absent("servers"),
            &Cursor::new(new.value()).get_or_absent("servers"),
        )
    };
    let kept = |fits: &dyn Fn(&Server) -> bool| after.iter().any(fits);
    if !kept(&|it| it.base_path == was.base_path) && was.base_path != is.base_path {
        let text = |server: &Server| Value::from(format!("{}/", server.base_path));
        let facts = Facts::values(Some(&text(&was)), Some(&text(&is)));
        walk.report(pass, Kind::EndpointBasePathChanged, place(), facts);
    }
    if let (Some(host), Some(other)) = (&was.host, &is.host)
        && !kept(&|it| it.host.as_ref() == Some(host))
    {
        let facts = Facts::values(Some(&host.as_str().into()), Some(&other.as_str().into()));
        walk.report(pass, Kind::EndpointHostChanged, place(), facts);
    }
}

/// The endpoint configuration stands on the server (v1) or at the root.
fn endpoint(walk: &mut Walk<'_>, pass: Pass, old: &Cursor<'_>, new: &Cursor<'_>) {
    let (old, new) = (configuration(old), configuration(new));
    let kind = match (old.flag("disableExecuteApiEndpoint"), new.flag("disableExecuteApiEndpoint"))
    {
        (false, true) => Some(Kind::EndpointDisabled),
        (true, false) => Some(Kind::EndpointEnabled),
        (true, true) | (false, false) => None,
    };
    if let Some(kind) = kind {
        walk.report(pass, kind, Place::both(&old, &new), Facts::default());
    }
    let (before, after) = (old.value.get("vpcEndpointIds"), new.value.get("vpcEndpointIds"));
    if !same(before, after) {
        let (held, left) = (list(before), list(after));
        let still_open =
            left.is_empty() || (!held.is_empty() && held.iter().all(|id| left.contains(id)));
        let kind = if still_open { Kind::EndpointUnrestricted } else { Kind::EndpointRestricted };
        walk.report(pass, kind, Place::both(&old, &new), Facts::values(before, after));
    }
}

fn configuration<'d>(root: &Cursor<'d>) -> Cursor<'d> {
    let server = root.get_or_absent("servers").items().next();
    server.and_then(|server| server.raw(ENDPOINT)).unwrap_or_else(|| root.get_or_absent(ENDPOINT))
}

fn list(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn policy(walk: &mut Walk<'_>, pass: Pass, old: &Cursor<'_>, new: &Cursor<'_>) {
    let (kind, place) = match (old.raw(POLICY), new.raw(POLICY)) {
        (None, Some(new)) => (Kind::PolicyAdded, Place::added(&new)),
        (Some(old), None) => (Kind::PolicyRemoved, Place::removed(&old)),
        (Some(old), Some(new)) if !same(Some(old.value), Some(new.value)) => {
            (Kind::PolicyChanged, Place::both(&old, &new))
        }
        _ => return,
    };
    walk.report(pass, kind, place, Facts::default());
}

/// A status is compared by text: both `403` and `"403"` are exported. Absent means that of the type, which another
/// type never has, so an absent one against a given one counts as changed.
fn gateway_responses(walk: &mut Walk<'_>, pass: Pass, old: &Cursor<'_>, new: &Cursor<'_>) {
    let (old, new) = (old.get_or_absent(RESPONSES), new.get_or_absent(RESPONSES));
    let mut names: Vec<_> = old.members().chain(new.members()).map(|(name, _)| name).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        let (old, new) = (old.get_or_absent(name), new.get_or_absent(name));
        if same(Some(old.value), Some(new.value)) {
            continue;
        }
        let (before, after) = (old.value.get("statusCode"), new.value.get("statusCode"));
        let text = |status: Option<&Value>| status.map(|it| it.to_string().replace('"', ""));
        let is_status = text(before) != text(after);
        let kind = if is_status {
            Kind::GatewayResponseStatusChanged
        } else {
            Kind::GatewayResponseBodyChanged
        };
        walk.report(
            pass,
            kind,
            Place::both(&old, &new),
            Facts::values(before, after).subject(name),
        );
    }
}

/// Extensions of API Gateway that nobody else compares. Those of other vendors are no business of the gateway.
pub(super) fn unknown_extensions(
    walk: &mut Walk<'_>,
    pass: Pass,
    (old, new): (&Cursor<'_>, &Cursor<'_>),
    known: &[&str],
) {
    let mut names: Vec<_> = old.members().chain(new.members()).map(|(name, _)| name).collect();
    names.retain(|name| name.starts_with("x-amazon-apigateway-") && !known.contains(name));
    names.sort_unstable();
    names.dedup();
    for name in names {
        let (old, new) = (old.get_or_absent(name), new.get_or_absent(name));
        if !same(Some(old.value), Some(new.value)) {
            walk.report(pass, Kind::ExtensionChanged, Place::both(&old, &new), Facts::about(name));
        }
    }
}

/// The same JSON, whatever the order of keys.
pub(super) fn same(old: Option<&Value>, new: Option<&Value>) -> bool {
    old == new
}
