//! A request that a release accepts.

use std::collections::BTreeMap;

use serde_json::Value;

use super::style::{Style, encode};
use crate::compare::context::Part;
use crate::compare::operation_side::OperationSide;
use crate::compare::{media_types, parameters};
use crate::containment::Containment;
use crate::evidence::proven::ProvenChange;
use crate::rules::ChangeKind;
use gatepact_finding::Direction;
use gatepact_finding::WitnessRequest;
use gatepact_openapi::{Cursor, Parameter, ParameterKey, ParameterLocation, path_template};

/// The smallest request of an operation, with one part of it given; `None` where none was found.
pub(super) fn around<'d>(
    containment: &mut Containment<'d>,
    side: &OperationSide<'d>,
    given: (&Part<'d>, Value),
) -> Option<WitnessRequest> {
    let wanted = Wanted { parameter: None, media: None };
    written(containment, side, (Some(given), wanted))
}

/// The smallest request of an operation that uses the part which a change is about.
pub(super) fn of<'d>(
    containment: &mut Containment<'d>,
    side: &OperationSide<'d>,
    change: &ProvenChange,
) -> Option<WitnessRequest> {
    let is_media = matches!(
        change.kind,
        ChangeKind::MediaTypeRemoved | ChangeKind::MediaTypeNarrowed | ChangeKind::BodyRemoved
    );
    let parameter =
        change.place.old.as_deref().filter(|_| change.kind == ChangeKind::ParameterRemoved);
    let media = change.place.old.as_deref().filter(|_| is_media && is_request(change));
    written(containment, side, (None, Wanted { parameter, media }))
}

fn is_request(change: &ProvenChange) -> bool {
    change.direction == Direction::Request
}

/// Optional parts that are sent all the same, by their places.
struct Wanted<'w> {
    parameter: Option<&'w str>,
    media: Option<&'w str>,
}

fn written<'d>(
    containment: &mut Containment<'d>,
    side: &OperationSide<'d>,
    (given, wanted): (Option<(&Part<'d>, Value)>, Wanted<'_>),
) -> Option<WitnessRequest> {
    let mut draft = Draft {
        path: side.path.to_owned(),
        query: Vec::new(),
        cookies: Vec::new(),
        headers: BTreeMap::new(),
        body: None,
    };
    let place = match &given {
        Some((Part::Parameter(parameter), _)) => Some(&parameter.key),
        Some(_) | None => None,
    };
    for (key, parameter) in parameters::collect(side) {
        let value = match &given {
            Some((_, value)) if place == Some(&key) => Some(value.clone()),
            _ if parameter.required
                || matches!(key, ParameterKey::Path(_))
                || wanted.parameter == Some(&parameter.at.pointer) =>
            {
                Some(sample(containment, &parameter.at)?)
            }
            _ => None,
        };
        if let Some(value) = value {
            draft.put(&parameter.at, &value);
        }
    }
    if let Some((Part::Parameter(parameter), value)) = &given
        && !parameters::collect(side).contains_key(&parameter.key)
    {
        // A property of an exploded object, which is written as a parameter.
        draft.put(&parameter.at, value);
    }
    match given {
        Some((Part::Body(media), value)) => draft.give_body(media, value),
        Some(_) | None => {
            let body = side.request_body();
            let body = body.filter(|body| body.required || wanted.media.is_some());
            let chosen = body.and_then(|body| media_types::at(&body.at, wanted.media));
            if let Some((media, schema)) = chosen {
                draft.give_body(media, containment.sample(&schema, Direction::Request)?);
            }
        }
    }
    Some(draft.finish(side))
}

/// A request that the service sends.
pub(super) fn sent(name: &str, media: &str, body: Value) -> WitnessRequest {
    WitnessRequest {
        method: "POST".to_owned(),
        path: name.to_owned(),
        query: String::new(),
        headers: BTreeMap::from([("Content-Type".to_owned(), media.to_owned())]),
        body: Some(body),
    }
}

/// A request of which one parameter is known.
pub(super) fn with(parameter: &Parameter<'_>, value: &Value) -> WitnessRequest {
    let component = parameter.at.pointer.tokens().last().unwrap_or_default().into_owned();
    let path = match parameter.location {
        ParameterLocation::Path => format!("/{{{}}}", parameter.name.trim_end_matches('+')),
        ParameterLocation::Query
        | ParameterLocation::QueryString
        | ParameterLocation::Header
        | ParameterLocation::Cookie => format!("with {component}"),
    };
    let mut draft = Draft {
        path,
        query: Vec::new(),
        cookies: Vec::new(),
        headers: BTreeMap::new(),
        body: None,
    };
    draft.put(&parameter.at, value);
    draft.written("GET")
}

/// A value for a parameter: what its author shows, where that is one, else something plain.
fn sample<'d>(containment: &mut Containment<'d>, parameter: &Cursor<'d>) -> Option<Value> {
    let schema = match parameter.get("content") {
        Some(_) => media_types::at(parameter, None).map(|(_, schema)| schema)?,
        None => parameter.get_or_absent("schema"),
    };
    let described = schema.schema();
    let shown = [
        parameter.value.get("example"),
        described.value.get("example"),
        described.value.get("default"),
    ];
    let plain = ["1", "a"].map(Value::from);
    let candidates = shown.into_iter().flatten().cloned().chain([Value::from(1)]).chain(plain);
    for candidate in candidates {
        let is_empty = candidate.as_str().is_some_and(str::is_empty);
        if !is_empty && containment.is_sent(&schema, &candidate, Direction::Request) {
            return Some(candidate);
        }
    }
    match parameter.get("content") {
        Some(_) => containment.sample(&schema, Direction::Request),
        None => containment.sample_text(&schema, Direction::Request),
    }
}

/// A request being written.
struct Draft {
    path: String,
    query: Vec<String>,
    cookies: Vec<String>,
    headers: BTreeMap<String, String>,
    body: Option<Value>,
}

impl Draft {
    fn put(&mut self, parameter: &Cursor<'_>, value: &Value) {
        let name = parameter.text("name").unwrap_or_default();
        let style = Style::of(parameter);
        match parameter.text("in") {
            Some("query") => self.query.extend(style.pairs(value)),
            // The whole query is one value; JSON is how a media type of its own writes it.
            Some("querystring") => self.query.push(encode(&value.to_string())),
            Some("cookie") => self.cookies.extend(style.pairs(value)),
            Some("header") => {
                self.headers.insert(name.to_owned(), style.simple(value));
            }
            Some("path") => {
                let name = name.trim_end_matches('+');
                for token in [format!("{{{name}}}"), format!("{{{name}+}}")] {
                    self.path = self.path.replace(&token, &style.simple(value));
                }
            }
            Some(_) | None => {}
        }
    }

    fn give_body(&mut self, media: &str, value: Value) {
        self.headers.insert("Content-Type".to_owned(), media.to_owned());
        self.body = Some(value);
    }

    fn finish(mut self, side: &OperationSide<'_>) -> WitnessRequest {
        // A template may name what no parameter describes: exports leave that out.
        for name in path_template::parameters(side.path) {
            for token in [format!("{{{name}}}"), format!("{{{name}+}}")] {
                self.path = self.path.replace(&token, "1");
            }
        }
        self.written(side.method())
    }

    fn written(mut self, method: &str) -> WitnessRequest {
        if !self.cookies.is_empty() {
            self.headers.insert("Cookie".to_owned(), self.cookies.join("; "));
        }
        WitnessRequest {
            method: method.to_owned(),
            path: self.path,
            query: self.query.join("&"),
            headers: self.headers,
            body: self.body,
        }
    }
}
