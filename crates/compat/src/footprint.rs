//! The places of a document that an interaction touches, and those that it leaves out.

use std::collections::BTreeSet;

use gatepact_finding::{Pointer, pointer};
use gatepact_openapi::{Document, Method, Operation, reference};
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
    parts: BTreeSet<String>,
    /// Pointers of parameters and bodies that are described and not used.
    unused: BTreeSet<String>,
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
    pub(crate) fn of(http: &SynchronousHttp, document: &Document, operation: &Operation) -> Self {
        Self {
            operation: operation.pointer.clone(),
            request: request(&http.request, document, operation),
            response: response(&http.response, document, &operation.pointer),
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

fn request(request: &HttpRequest, document: &Document, operation: &Operation) -> Side {
    let mut side = Side::default();
    for (at, parameter) in parameters(document, operation) {
        let text = |key: &str| parameter.get(key).and_then(Value::as_str).unwrap_or_default();
        let name = text("name");
        let used = match text("in") {
            "query" => {
                request.query.as_ref().is_some_and(|query| query.keys().any(|key| key == name))
            }
            "header" => has_header(request.headers.as_ref(), name),
            // A template's parameter is always there; cookies are not recorded by name.
            _ => true,
        };
        if used {
            // A parameter's schema is a value's; what its text would be as a value is not known here, so all that its
            // references lead to counts.
            follow_references(document, &pointer::child(&at, "schema"), &mut side.parts);
            side.parts.insert(at);
        } else {
            side.unused.insert(at);
        }
    }
    let at = pointer::child(&operation.pointer, "requestBody");
    let at = resolved(document, &at);
    if request.body.is_present() {
        side.parts.insert(pointer::child(&operation.pointer, "requestBody"));
        side.parts.insert(at.clone());
        let headers = request.headers.as_ref();
        body(&mut side, document, &at, &request.body, content_type(headers));
    } else {
        side.unused.insert(at);
    }
    side
}

fn response(response: &HttpResponse, document: &Document, operation: &str) -> Side {
    let mut side = Side::default();
    let responses = pointer::child(operation, "responses");
    let status = response.status.to_string();
    let range = format!("{}XX", &status[..1]);
    let described = [status.as_str(), range.as_str(), "default"]
        .into_iter()
        .map(|key| pointer::child(&responses, key))
        .find(|at| document.at(at).is_some());
    let Some(at) = described else { return side };
    side.parts.insert(at.clone());
    let at = resolved(document, &at);
    side.parts.insert(at.clone());
    let headers = pointer::child(&at, "headers");
    let described = document.at(&headers).and_then(Value::as_object);
    for name in described.into_iter().flat_map(serde_json::Map::keys) {
        if has_header(response.headers.as_ref(), name) {
            let header = pointer::child(&headers, name);
            follow_references(document, &pointer::child(&header, "schema"), &mut side.parts);
            side.parts.insert(header);
        }
    }
    body(&mut side, document, &at, &response.body, content_type(response.headers.as_ref()));
    side
}

/// Follows a body along the schemas of the media types that it may be of.
fn body(
    side: &mut Side,
    document: &Document,
    at: &str,
    body: &OptionalBody,
    content_type: Option<&str>,
) {
    let content = pointer::child(at, "content");
    let described = document.at(&content).and_then(Value::as_object);
    for media_type in described.into_iter().flat_map(serde_json::Map::keys) {
        if content_type.is_some_and(|sent| !same_media_type(sent, media_type)) {
            continue;
        }
        let media = pointer::child(&content, media_type);
        let schema = pointer::child(&media, "schema");
        side.parts.insert(media);
        side.parts.insert(schema.clone());
        let bytes = body.value().unwrap_or_default();
        if let Ok(value) = serde_json::from_slice::<Value>(&bytes) {
            side.trace.follow(document, &value, &schema);
        }
    }
}

/// `application/json; charset=utf-8` is `application/json`; a range on either side takes what it covers.
fn same_media_type(one: &str, other: &str) -> bool {
    let plain = |text: &str| text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let (one, other) = (plain(one), plain(other));
    let covers = |range: &str, name: &str| {
        range == "*/*"
            || range.strip_suffix("/*").is_some_and(|kind| name.starts_with(&format!("{kind}/")))
    };
    one == other || covers(&one, &other) || covers(&other, &one)
}

/// The parameters of an operation with their places, those of its path included.
fn parameters<'d>(document: &'d Document, operation: &Operation) -> Vec<(String, &'d Value)> {
    let item = operation.pointer.rsplit_once('/').map_or("", |(item, _)| item);
    let mut result = Vec::new();
    for owner in [operation.pointer.as_str(), item] {
        let list = pointer::child(owner, "parameters");
        let length = document.at(&list).and_then(Value::as_array).map_or(0, Vec::len);
        for index in 0..length {
            let at = resolved(document, &pointer::child(&list, &index.to_string()));
            result.extend(document.at(&at).map(|parameter| (at, parameter)));
        }
    }
    result
}

/// Where a chain of references from here ends.
fn resolved(document: &Document, at: &str) -> String {
    let mut places = BTreeSet::new();
    follow_references(document, at, &mut places)
}

/// Notes each place of a chain of references, and tells its end.
fn follow_references(document: &Document, at: &str, places: &mut BTreeSet<String>) -> String {
    let mut at = at.to_owned();
    while places.insert(at.clone()) {
        let target = document.at(&at).and_then(reference::target).and_then(reference::pointer);
        match target {
            Some(target) => at = target.into(),
            None => break,
        }
    }
    at
}

type Headers = std::collections::HashMap<String, Vec<String>>;

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
) -> Option<&'d Operation> {
    let shape = |path: &str| {
        let mut inside = false;
        path.chars()
            .filter(|c| {
                inside = if *c == '{' { true } else { inside && *c != '}' };
                !inside || matches!(c, '{' | '+')
            })
            .collect::<String>()
    };
    let wanted = shape(&operation.path);
    let of_method = |method: Method| {
        document
            .operations()
            .iter()
            .find(|known| known.method == method && shape(&known.path) == wanted)
            .map(AsRef::as_ref)
    };
    of_method(operation.method)
        .or_else(|| operation.method.is_covered_by_any().then(|| of_method(Method::Any)).flatten())
}
