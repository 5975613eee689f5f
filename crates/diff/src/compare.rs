//! Two documents side by side: which parts differ, and how. Nothing here asks whether a difference matters.
//!
//! ```text
//! operations --+-- parameters ----+
//!              +-- request_body --+-- media_types --+-- schema: types, enums, properties, ..; xml
//!              +-- responses -----+-- headers ------+
//!              +-- callbacks -----+
//!              +-- deprecation, security, validation, integration
//! webhooks -----------------------+
//! components (where there is no operation)
//! endpoints (servers), gateway (endpoint, policy, gateway responses, ..)
//! ```
//!
//! One kind of change, one file. `context` keeps the pairs of schemas and what was noted in each; what is `unknown` in one
//! of the documents is compared with nothing.

mod absences;
mod api_gateway;
mod callbacks;
mod caller_facts;
mod component_use;
mod components;
pub(crate) mod context;
mod cors;
pub(crate) mod deprecation;
pub(crate) mod doubt;
mod endpoints;
mod extensions;
mod gateway;
mod headers;
mod in_place;
pub(crate) mod inheritance;
mod integration;
pub(crate) mod media_types;
pub(crate) mod operation_side;
mod operations;
pub(crate) mod parameters;
pub(crate) mod raw_change;
mod request_body;
pub(crate) mod responses;
mod routes;
mod schema;
mod security;
mod serialization;
mod servers;
mod spread_parameters;
pub(crate) mod unknown;
mod unread_parameters;
mod url_paths;
mod validation;
mod xml;

use caller_facts::CallerFacts;
use context::Context;
use gatepact_openapi::Document;
use inheritance::Inheritance;
use unknown::Unknown;

use crate::containment::Containment;
use crate::options::Options;

/// Compares two documents, of which some parts are not known; each pair of schemas that messages reach is compared once.
pub(crate) fn compare<'d>(
    old: &'d Document,
    new: &'d Document,
    unknown: Unknown,
    options: Options,
) -> Context<'d> {
    let containment = Containment::new(old, new, options);
    let inheritance = [old, new].map(|document| Inheritance::of(&document.root()));
    let callers = CallerFacts::new(old, new, options.caller_rules);
    let world = (options.open_world, callers);
    let mut context = Context::new(containment, (inheritance, unknown), world);
    gateway::compare(&mut context, old, new);
    operations::compare(&mut context, old, new);
    components::compare(&mut context, old, new);
    while let Some((scope, pair)) = context.next_pair() {
        schema::compare(&mut context, scope, &pair.old, &pair.new);
    }
    context
}
