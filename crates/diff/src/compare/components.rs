//! The components of a document without operations: a library of parts that other documents refer to.
//!
//! Whoever refers to a schema may send its values or receive them, so each is compared in both directions. Where there
//! are operations a component matters as far as one of them needs it.

use super::context::{Context, Part, Scope};
use super::raw_change::{Details, Place};
use super::{callbacks, headers, media_types, operations, parameters, request_body, security};
use crate::rules::ChangeKind;
use gatepact_finding::{Direction, Subject};
use gatepact_openapi::view::Response;
use gatepact_openapi::{Cursor, Document, StatusRange};

/// The sections that are compared. Examples and links are no contract.
const SECTIONS: [&str; 9] = [
    "schemas",
    "parameters",
    "headers",
    "requestBodies",
    "responses",
    "mediaTypes",
    "pathItems",
    "callbacks",
    "securitySchemes",
];

pub(super) fn compare<'d>(context: &mut Context<'d>, old: &'d Document, new: &'d Document) {
    let [before, after] = [old, new].map(|document| document.root());
    let has_webhooks = before.get_or_absent("webhooks").members().next().is_some();
    if has_webhooks || !old.operations().is_empty() {
        return;
    }
    let scope = context.whole();
    let [before, after] = [before, after].map(|root| root.get_or_absent("components"));
    for section in SECTIONS {
        let (old, new) = (before.get_or_absent(section), after.get_or_absent(section));
        for (name, old) in old.raw_members().filter(|(name, _)| !name.starts_with("x-")) {
            context.components += 1;
            match new.raw(name) {
                Some(new) => pair(context, scope, (section, name), (&old, &new)),
                None => {
                    let (kind, place) = (ChangeKind::ComponentRemoved, Place::removed(&old));
                    context.report(scope, kind, place, about(name));
                }
            }
        }
        let is_new =
            |(name, _): &(&str, Cursor<'_>)| !name.starts_with("x-") && old.raw(name).is_none();
        for (name, new) in new.raw_members().filter(is_new) {
            context.components += 1;
            let (kind, place) = (ChangeKind::ComponentAdded, Place::added(&new));
            context.report(scope, kind, place, about(name));
        }
    }
}

fn about(name: &str) -> Details {
    Details::about(Subject::Component(name.to_owned()))
}

fn pair<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    (section, name): (&str, &'d str),
    (old, new): (&Cursor<'d>, &Cursor<'d>),
) {
    let scope = context.in_part(scope, Part::Component(name));
    let (request, response) =
        (scope.towards(Direction::Request), scope.towards(Direction::Response));
    let resolved = (&old.resolved(), &new.resolved());
    if section != "schemas" && context.is_unknown(resolved.0, resolved.1) {
        return;
    }
    match section {
        "schemas" => {
            context.schemas(request, old, new);
            context.schemas(response, old, new);
        }
        "parameters" => parameters::compare_components(context, request, resolved),
        "headers" => {
            let header = context.in_part(response, Part::Header("default", name));
            headers::pair(context, header, name, resolved);
        }
        "requestBodies" => request_body::pair(context, request, resolved),
        "mediaTypes" => {
            media_types::compare_components(context, request, name, resolved);
            media_types::compare_components(context, response, name, resolved);
        }
        "pathItems" => operations::compare_items(context, name, resolved),
        "callbacks" => callbacks::compare_component(context, scope, name, resolved),
        "securitySchemes" => security::compare_schemes(context, request, name, resolved),
        _ => {
            let [old, new] = [resolved.0, resolved.1].map(any_status);
            headers::compare(context, response, &old, &new);
            media_types::compare(context, response, resolved.0, resolved.1);
        }
    }
}

/// A response that no status names yet.
fn any_status<'d>(at: &Cursor<'d>) -> Response<'d> {
    let key = "default";
    Response { key, status: StatusRange::parse(key), at: at.clone() }
}
