//! Whether a document allows the example request of an interaction.

use gatepact_contract::AuthKind;
use gatepact_finding::{Pointer, Text};
use gatepact_openapi::view::Content;
use gatepact_openapi::{Cursor, MediaType, OperationView, ParameterLocation};
use gatepact_schema::{OneOf, Reading, Side};
use pact_models::v4::http_parts::HttpRequest;
use serde_json::Value;

use crate::credentials::{Caller, missing};
use crate::judge::header;
use crate::parameters::{self, Sent};
use crate::refusal::{Described, Refusal, RefusalKind, refused_part};
use crate::schemas::{Any, Part, Schemas};
use crate::text_values;

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

    /// Why the document refuses the body where `oneOf` means exactly one.
    pub(crate) fn refused_to_the_letter(&self, schemas: &mut Schemas<'d>) -> Option<Refusal> {
        let reading = Reading { one_of: OneOf::Exactly, ..self.reading };
        let mut refusal = Asked { reading, ..*self }.body(schemas).err()?;
        refusal.why = Text::prose("the body is in several alternatives, and has to be in one");
        Some(refusal)
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
        let Some(value) = self.read(schemas, (chosen, &sent), (&bytes, &kind), &any) else {
            return Ok(how);
        };
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
        (content, sent): (&Content<'d>, &MediaType),
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
        Some(text_values::fields(schemas, (content, fields), any, self.reading))
    }
}

/// The media type of a body: what the header says, else what the pact says, else what the body looks like.
pub(crate) fn media_type(request: &HttpRequest) -> String {
    let sent = header(request.headers.as_ref(), "content-type").and_then(<[_]>::first).cloned();
    sent.or_else(|| request.content_type().map(|it| it.to_string()))
        .unwrap_or_else(|| "application/json".to_owned())
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
