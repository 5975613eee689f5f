//! Why a request is refused.

use gatepact_finding::{Pointer, Text, pointer};
use gatepact_openapi::OperationView;
use gatepact_schema::Reading;
use serde_json::Value;

use crate::fault::Fault;
use crate::schemas::{Any, Schemas};
use crate::shape::{Member, alternatives_of, item, member, requires};

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
    pub(crate) fn of_media_type(view: &OperationView<'_>, media_type: String) -> Self {
        let why = Text::prose("the media type ").and_code(media_type);
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

/// Where a value is refused, as far down as it can be told, and why.
pub(crate) fn refused_part<'d>(
    schemas: &mut Schemas<'d>,
    any: &Any<'d>,
    value: &Value,
    reading: Reading,
) -> (String, Text) {
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
