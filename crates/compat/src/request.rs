//! Whether a document allows the example request of an interaction.

use gatepact_contract::AuthKind;
use gatepact_finding::{Pointer, Text, pointer};
use gatepact_openapi::view::Content;
use gatepact_openapi::{Cursor, MediaType, OperationView, ParameterLocation};
use gatepact_schema::{Reading, Side};
use pact_models::v4::http_parts::HttpRequest;
use serde_json::Value;

use crate::credentials::{Caller, missing};
use crate::fault::Fault;
use crate::judge::header;
use crate::parameters::{self, Sent};
use crate::schemas::{Any, Part, Schemas};

/// An example request, and the operation that takes it.
pub(crate) struct Asked<'a, 'd> {
    pub(crate) request: &'a HttpRequest,
    pub(crate) declared: Option<&'a [AuthKind]>,
    pub(crate) view: &'a OperationView<'d>,
    /// The parameters of the path.
    pub(crate) path: &'a [(&'a str, String)],
    pub(crate) side: Side,
    pub(crate) reading: Reading,
}

/// Why a request is refused.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    pub(crate) kind: RefusalKind,
    pub(crate) why: Text,
    /// The part of the pact: `/request/query`.
    pub(crate) pact: String,
    /// The part of the document.
    pub(crate) place: Pointer,
    pub(crate) within: Vec<Pointer>,
}

/// What refuses a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RefusalKind {
    Credentials,
    Parameter,
    MediaType,
    Body,
}

impl RefusalKind {
    /// Whether the refusal may have a status (API Gateway's own responses; RFC 9110, 15.5.16 for media types).
    pub(crate) fn may_be(self, status: u16) -> bool {
        match self {
            Self::Credentials => matches!(status, 401 | 403),
            Self::Parameter => matches!(status, 400 | 404 | 422),
            Self::MediaType => matches!(status, 400 | 415),
            Self::Body => matches!(status, 400 | 422),
        }
    }
}

/// How the media type of a body is described.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Described {
    /// Not at all.
    Nowhere,
    /// As JSON or XML in general (RFC 6839).
    InGeneral,
    /// By its name or by a range; or there is no body.
    Exactly,
}

impl Refusal {
    /// The refusal of a media type that was accepted by its name and is accepted by its suffix only.
    pub(crate) fn of_media_type(view: &OperationView<'_>, request: &HttpRequest) -> Self {
        let why = Text::prose("the media type ").and_code(media_type(request));
        let place = view.operation.pointer.child("requestBody");
        Self {
            kind: RefusalKind::MediaType,
            why: why.and_prose(" is not accepted by its name any more"),
            pact: "/request/headers".to_owned(),
            within: vec![place.clone()],
            place,
        }
    }

    pub(crate) fn fault(self, side: usize) -> Box<Fault> {
        let mut fault = Fault::new(self.why, self.pact);
        fault.places[side] = Some(self.place);
        fault.within[side] = self.within;
        fault
    }
}

impl<'d> Asked<'_, 'd> {
    /// Whether the document allows the request, and how its media type is described.
    pub(crate) fn allowed(&self, schemas: &mut Schemas<'d>) -> Result<Described, Refusal> {
        let caller = Caller { request: self.request, declared: self.declared };
        if let Some(lacks) = missing(self.view, &caller) {
            let operation = &self.view.operation.pointer;
            return Err(Refusal {
                kind: RefusalKind::Credentials,
                why: lacks.and_prose(" is required, and the consumer does not send it"),
                pact: "/request".to_owned(),
                place: operation.child("security"),
                within: vec![operation.child("security"), Pointer::root().child("security")],
            });
        }
        for parameter in self.view.parameters() {
            self.parameter(schemas, &parameter)?;
        }
        self.body(schemas)
    }

    fn parameter(
        &self,
        schemas: &mut Schemas<'d>,
        parameter: &gatepact_openapi::Parameter<'d>,
    ) -> Result<(), Refusal> {
        let sent = parameters::sent(parameter, self.request, self.path);
        let place = match parameter.location {
            ParameterLocation::Path => "path",
            ParameterLocation::Query | ParameterLocation::QueryString => "query",
            ParameterLocation::Header => "header",
            ParameterLocation::Cookie => "cookie",
        };
        let named =
            || Text::prose(format!("the {place} parameter ")).and_code(parameter.name.to_owned());
        let schema = parameter.schema();
        let refusal = |why: Text| Refusal {
            kind: RefusalKind::Parameter,
            why,
            pact: match parameter.location {
                ParameterLocation::Path => "/request/path".to_owned(),
                ParameterLocation::Query | ParameterLocation::QueryString => {
                    "/request/query".to_owned()
                }
                ParameterLocation::Header | ParameterLocation::Cookie => {
                    "/request/headers".to_owned()
                }
            },
            place: parameter.at.pointer.clone(),
            within: schema
                .chain()
                .map(|at| at.pointer)
                .chain([parameter.at.pointer.clone()])
                .collect(),
        };
        if sent == Sent::Absent {
            let is_required = parameter.required && parameter.location != ParameterLocation::Path;
            return if is_required {
                Err(refusal(named().and_prose(" is required, and the request does not have it")))
            } else {
                Ok(())
            };
        }
        if schema.is_absent() {
            return Ok(());
        }
        let any: Any<'d> = vec![vec![Part { side: self.side, at: schema.clone() }]];
        let asked = (parameter, &sent);
        let Some(value) = parameters::value(schemas, asked, &any, self.reading) else {
            return Ok(());
        };
        let meaning = schemas.meaning(&any, self.reading);
        if schemas.allows(meaning, &value) {
            return Ok(());
        }
        let shown: String = value.to_string().chars().take(60).collect();
        Err(refusal(named().and_prose(" does not allow ").and_code(shown)))
    }

    fn body(&self, schemas: &mut Schemas<'d>) -> Result<Described, Refusal> {
        let Some(described) = self.view.request_body() else { return Ok(Described::Exactly) };
        let refusal = |kind, why: Text, at: &Cursor<'_>, pact: String| Refusal {
            kind,
            why,
            pact,
            place: at.pointer.clone(),
            within: vec![at.pointer.clone()],
        };
        let bytes = self.request.body.value().filter(|bytes| !bytes.is_empty());
        let Some(bytes) = bytes else {
            return if described.required {
                let why = Text::prose("a body is required, and the request has none");
                Err(refusal(RefusalKind::Body, why, &described.at, "/request".to_owned()))
            } else {
                Ok(Described::Exactly)
            };
        };
        let content = described.content();
        if content.is_empty() {
            return Ok(Described::Nowhere);
        }
        let kind = media_type(self.request);
        let sent = MediaType::parse(&kind);
        let chosen = content.iter().filter(|it| it.media_type.covers(&sent));
        let Some(chosen) = chosen.max_by_key(|it| it.media_type.specificity()) else {
            let why = Text::prose("the media type ").and_code(kind).and_prose(" is not accepted");
            let pact = "/request/headers".to_owned();
            return Err(refusal(RefusalKind::MediaType, why, &described.at, pact));
        };
        let is_named = chosen.media_type.is_range() || chosen.media_type.is_same_type(&sent);
        let how = if is_named { Described::Exactly } else { Described::InGeneral };
        let Some(schema) = chosen.schema() else { return Ok(how) };
        let any: Any<'d> = vec![vec![Part { side: self.side, at: schema }]];
        let Some(value) = self.read(schemas, &sent, (&bytes, &kind), &any) else { return Ok(how) };
        let meaning = schemas.meaning(&any, self.reading);
        if schemas.allows(meaning, &value) {
            return Ok(how);
        }
        let (path, why) = refused_part(schemas, &any, &value, self.reading);
        let mut refusal =
            refusal(RefusalKind::Body, why, &chosen.at, format!("/request/body{path}"));
        let mut trace = crate::trace::Trace::default();
        if let Some(schema) = chosen.schema() {
            trace.follow(&value, &schema);
        }
        refusal.within = trace.touched.into_keys().chain(trace.left_out).collect();
        Err(refusal)
    }

    /// The value of a body; `None` for what has no schema's form.
    fn read(
        &self,
        schemas: &mut Schemas<'d>,
        sent: &MediaType,
        (bytes, kind): (&[u8], &str),
        any: &Any<'d>,
    ) -> Option<Value> {
        let text = std::str::from_utf8(bytes).ok()?;
        if sent.is_json() {
            return serde_json::from_slice(bytes).ok();
        }
        let is_of = |name: &str| sent.is_same_type(&MediaType::parse(name));
        let fields = if is_of("application/x-www-form-urlencoded") {
            crate::forms::urlencoded(text)
        } else if is_of("multipart/form-data") {
            crate::forms::multipart(text, kind)?
        } else {
            return is_of("text/plain").then(|| Value::String(text.to_owned()));
        };
        Some(parameters::object(schemas, &fields, any, self.reading))
    }
}

/// The media type of a body: what the header says, else what the pact says, else what the body looks like.
pub(crate) fn media_type(request: &HttpRequest) -> String {
    let sent = header(request.headers.as_ref(), "content-type").and_then(<[_]>::first).cloned();
    sent.or_else(|| request.content_type().map(|it| it.to_string()))
        .unwrap_or_else(|| "application/json".to_owned())
}

/// Where a value is refused, as far down as it can be told, and why.
fn refused_part<'d>(
    schemas: &mut Schemas<'d>,
    any: &Any<'d>,
    value: &Value,
    reading: Reading,
) -> (String, Text) {
    use crate::shape::{Member, alternatives_of, item, member, requires};
    let (mut path, mut any, mut value) = (String::new(), any.clone(), value);
    loop {
        let alternatives = alternatives_of(&any);
        let at = if path.is_empty() { "the body".to_owned() } else { path.clone() };
        let [all] = alternatives.as_slice() else {
            return (path, Text::code(at).and_prose(" is in none of the alternatives"));
        };
        let mut next = None;
        match value {
            Value::Object(members) => {
                let names = all.iter().flat_map(|part| {
                    let list = part.at.get_or_absent("required");
                    list.items().filter_map(|it| it.value.as_str()).collect::<Vec<_>>()
                });
                if let Some(name) = names
                    .into_iter()
                    .find(|name| !members.contains_key(*name) && requires(all, name))
                {
                    let why = Text::code(name.to_owned())
                        .and_prose(" is required, and the request does not have it");
                    return (path, why);
                }
                for (name, below) in members {
                    match member(schemas, all, name) {
                        Member::Declared(part) => {
                            let part = vec![part];
                            let meaning = schemas.meaning(&part, reading);
                            if !schemas.allows(meaning, below) {
                                next = Some((pointer::child(&path, name), part, below));
                                break;
                            }
                        }
                        Member::Undeclared => {}
                    }
                }
            }
            Value::Array(items) => {
                for (position, below) in items.iter().enumerate() {
                    let part = vec![item(all, position)];
                    let meaning = schemas.meaning(&part, reading);
                    if !schemas.allows(meaning, below) {
                        next = Some((pointer::child(&path, &position.to_string()), part, below));
                        break;
                    }
                }
            }
            _ => {}
        }
        let Some(found) = next else {
            let shown: String = value.to_string().chars().take(60).collect();
            let why = Text::code(at).and_prose(" does not allow ").and_code(shown);
            return (path, why);
        };
        (path, any, value) = found;
    }
}

/// The media types of a body that an interaction sends, for what else changed there.
pub(crate) fn content_of<'d>(
    view: &OperationView<'d>,
    request: &HttpRequest,
) -> Option<Content<'d>> {
    let sent = MediaType::parse(&media_type(request));
    let content = view.request_body()?.content();
    content
        .into_iter()
        .filter(|it| it.media_type.covers(&sent))
        .max_by_key(|it| it.media_type.specificity())
}
