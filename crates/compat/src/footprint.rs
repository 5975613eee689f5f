//! The places of a document that an interaction touches, and those that it leaves out.

use std::collections::{BTreeSet, HashMap};

use gatepact_finding::Pointer;
use gatepact_openapi::path_template::shape;
use gatepact_openapi::view::Content;
use gatepact_openapi::{
    Cursor, Document, MediaType, Method, Operation, OperationView, ParameterLocation,
};
use pact_models::bodies::OptionalBody;
use pact_models::v4::http_parts::{HttpRequest, HttpResponse};
use pact_models::v4::synch_http::SynchronousHttp;
use serde_json::Value;

use crate::trace::Trace;

/// What one side of an exchange touches.
#[derive(Debug, Default)]
pub(crate) struct Side {
    trace: Trace,
    /// Pointers of parameters, media types, responses.
    parts: BTreeSet<Pointer>,
    /// Pointers of parameters and bodies that are described and not used.
    unused: BTreeSet<Pointer>,
}

/// What an interaction touches in one document.
#[derive(Debug)]
pub(crate) struct Footprint {
    operation: Pointer,
    pub(crate) request: Side,
    pub(crate) response: Side,
}

impl Side {
    /// Whether the place is one that is relied on.
    pub(crate) fn touches(&self, place: &str) -> bool {
        self.parts.contains(place)
            || self.trace.touched.contains_key(place)
            || !self.trace.is_complete()
    }

    /// Whether everything that was seen at a place is of a type; not where nothing was seen.
    pub(crate) fn is_all_of(&self, type_name: &str, place: &str) -> bool {
        let fits = |seen: &str| seen == type_name || (seen == "integer" && type_name == "number");
        let seen = self.trace.touched.get(place);
        seen.is_some_and(|seen| !seen.is_empty() && seen.iter().all(|seen| fits(seen)))
    }

    /// Whether the place describes something that could be there and is not.
    pub(crate) fn leaves_out(&self, place: &str) -> bool {
        self.unused.contains(place) || self.trace.left_out.contains(place)
    }
}

impl Footprint {
    pub(crate) fn of(http: &SynchronousHttp, operation: &OperationView<'_>) -> Self {
        Self {
            operation: operation.operation.pointer.clone(),
            request: request(&http.request, operation),
            response: response(&http.response, operation),
        }
    }

    /// Whether the place is about the operation as a whole: its security, its validator, its integration, itself; not
    /// one of the parts that the two sides answer for.
    pub(crate) fn is_of_the_whole(&self, place: &str) -> bool {
        // What the document says for all operations is said of this one.
        if place == "/security" {
            return true;
        }
        let Some(below) = place.strip_prefix(self.operation.as_str()) else { return false };
        !["/responses", "/requestBody", "/parameters"].iter().any(|part| below.starts_with(part))
    }
}

fn request(request: &HttpRequest, operation: &OperationView<'_>) -> Side {
    let mut side = Side::default();
    for parameter in operation.parameters() {
        let name = parameter.name;
        let is_used = match parameter.location {
            ParameterLocation::Query => {
                request.query.as_ref().is_some_and(|query| query.keys().any(|key| key == name))
            }
            ParameterLocation::Header => has_header(request.headers.as_ref(), name),
            // A template's parameter is always there; cookies are not recorded by name.
            ParameterLocation::Path | ParameterLocation::Cookie => true,
            ParameterLocation::QueryString => request.query.is_some(),
        };
        if is_used {
            // A parameter's schema is a value's; what its text would be as a value is not known here, so all that its
            // references lead to counts.
            side.parts.extend(parameter.schema().chain().map(place));
            side.parts.insert(place(parameter.at));
        } else {
            side.unused.insert(place(parameter.at));
        }
    }
    let Some(described) = operation.request_body() else { return side };
    if request.body.is_present() {
        side.parts.insert(operation.operation.pointer.child("requestBody"));
        side.parts.insert(described.at.pointer.clone());
        body(&mut side, &described.content(), &request.body, request.headers.as_ref());
    } else {
        side.unused.insert(place(described.at));
    }
    side
}

fn response(response: &HttpResponse, operation: &OperationView<'_>) -> Side {
    let mut side = Side::default();
    let Some(described) = operation.response_for(response.status) else { return side };
    side.parts.insert(operation.operation.pointer.child("responses").child(described.key));
    side.parts.insert(described.at.pointer.clone());
    for header in described.headers() {
        if has_header(response.headers.as_ref(), header.name) {
            side.parts.extend(header.at.get_or_absent("schema").chain().map(place));
            side.parts.insert(place(header.at));
        }
    }
    body(&mut side, &described.content(), &response.body, response.headers.as_ref());
    side
}

/// Follows a body along the schemas of the media types that it may be of.
fn body(
    side: &mut Side,
    described: &[Content<'_>],
    body: &OptionalBody,
    headers: Option<&Headers>,
) {
    let media_types: Vec<&Content<'_>> = match content_type(headers) {
        Some(sent) => Content::describing(described, &MediaType::parse(sent)),
        None => described.iter().collect(),
    };
    let bytes = body.value().unwrap_or_default();
    let value = serde_json::from_slice::<Value>(&bytes);
    for content in media_types {
        side.parts.insert(content.at.pointer.clone());
        side.parts.insert(content.at.pointer.child("schema"));
        if let (Ok(value), Some(schema)) = (&value, content.schema()) {
            side.trace.follow(value, &schema);
        }
    }
}

fn place(part: Cursor<'_>) -> Pointer {
    part.pointer
}

type Headers = HashMap<String, Vec<String>>;

fn has_header(headers: Option<&Headers>, name: &str) -> bool {
    headers.is_some_and(|headers| headers.keys().any(|key| key.eq_ignore_ascii_case(name)))
}

fn content_type(headers: Option<&Headers>) -> Option<&str> {
    let (_, values) =
        headers?.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"))?;
    values.first().map(String::as_str)
}

/// The operation of the same name in another document: the same method, or the `ANY` that takes it, on a path that
/// differs in the names of its parameters only.
pub(crate) fn same_operation<'d>(
    document: &'d Document,
    operation: &Operation,
) -> Option<OperationView<'d>> {
    let wanted = shape(&operation.path);
    let of_method = |method: Method| {
        document
            .operations()
            .iter()
            .find(|known| known.method == method && shape(&known.path) == wanted)
            .and_then(|known| document.view(known))
    };
    of_method(operation.method)
        .or_else(|| operation.method.is_covered_by_any().then(|| of_method(Method::Any)).flatten())
}
