//! The API as a whole: endpoint, resource policy, gateway responses and the other settings that an export carries at its
//! root.

mod endpoint;
mod responses;
mod settings;
mod tls_policy;

use super::context::Context;
use super::extensions;
use gatepact_openapi::Document;

const POLICY: &str = "x-amazon-apigateway-policy";

/// Extensions of the root that others compare (the policy and the source of the key: [`super::security`]), or that are no contract: documentation, the version of the exporter,
/// definitions that count where they are used.
const KNOWN: [&str; 13] = [
    endpoint::CONFIGURATION,
    endpoint::ACCESS_MODE,
    tls_policy::EXTENSION,
    POLICY,
    responses::RESPONSES,
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
    let (old, new) = (old.root(), new.root());
    endpoint::compare(context, scope, &old, &new);
    tls_policy::compare(context, scope, &old, &new);
    responses::compare(context, scope, &old, &new);
    settings::compare(context, scope, &old, &new);
    extensions::compare(context, scope, (&old, &new), &KNOWN);
}
