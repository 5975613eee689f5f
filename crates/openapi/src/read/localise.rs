//! The typed model, and, where it cannot be built, the smallest part of the document that stands in the way.
//!
//! `openapiv3` flattens extensions, and serde loses the path inside a flattened part. So after a failure the parts
//! are tried alone, outermost first: the innermost one that fails is the one to show.

use openapiv3::{
    Components, Header, Info, MediaType, OpenAPI, Operation, Parameter, PathItem, ReferenceOr,
    RequestBody, Response, Schema, SecurityScheme, Server,
};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::complete::complete;
use super::{ReadError, place};
use crate::operation::Method;
use crate::pointer;
use crate::position::Spots;

/// The typed model of a raw document, or the place that has another shape.
pub(super) fn model(value: &Value, spots: &Spots) -> Result<OpenAPI, ReadError> {
    let refuse = |misfit: Misfit| {
        let at = place(value, spots, &misfit.pointer);
        ReadError::Shape { at, pointer: misfit.pointer, reason: misfit.reason }
    };
    let complete = complete(value);
    match attempt::<OpenAPI>(&complete, "") {
        Ok(model) => any_methods(value, spots, &model).map(|()| model),
        Err(misfit) => Err(refuse(innermost(&complete).unwrap_or(misfit))),
    }
}

/// `x-amazon-apigateway-any-method` is an extension to openapiv3, but an operation all the same.
fn any_methods(value: &Value, spots: &Spots, model: &OpenAPI) -> Result<(), ReadError> {
    for (path, item) in &model.paths.paths {
        let pointer = pointer::child("/paths", path);
        let misfit = match item {
            ReferenceOr::Reference { .. } => {
                let reason = "a path item behind `$ref` is not read yet by this version".to_owned();
                Some(Misfit { pointer, reason })
            }
            ReferenceOr::Item(item) => item.extensions.get(Method::ANY_KEY).and_then(|operation| {
                attempt::<Operation>(operation, &pointer::child(&pointer, Method::ANY_KEY)).err()
            }),
        };
        if let Some(Misfit { pointer, reason }) = misfit {
            return Err(ReadError::Shape { at: place(value, spots, &pointer), pointer, reason });
        }
    }
    Ok(())
}

struct Misfit {
    pointer: String,
    reason: String,
}

fn attempt<T: DeserializeOwned>(value: &Value, pointer: &str) -> Result<T, Misfit> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let mut at = pointer.to_owned();
        for segment in error.path() {
            match segment {
                serde_path_to_error::Segment::Seq { index } => {
                    at = pointer::child(&at, &index.to_string());
                }
                serde_path_to_error::Segment::Map { key } => at = pointer::child(&at, key),
                serde_path_to_error::Segment::Enum { .. }
                | serde_path_to_error::Segment::Unknown => break,
            }
        }
        Misfit { pointer: at, reason: error.inner().to_string() }
    })
}

type Probe = fn(&Value, &str) -> Option<Misfit>;

/// What may stand below a part: the member, how to reach it, and how to try it.
#[derive(Clone, Copy)]
enum Below {
    /// The member itself.
    Member(&'static str, Probe),
    /// Each member or item of the member.
    Each(&'static str, Probe),
}

fn innermost(value: &Value) -> Option<Misfit> {
    below(
        value,
        "",
        &[
            Below::Member("info", leaf::<Info>),
            Below::Each("servers", leaf::<Server>),
            Below::Each("paths", path_item),
            Below::Member("components", components),
        ],
    )
}

fn below(value: &Value, pointer: &str, parts: &[Below]) -> Option<Misfit> {
    parts.iter().find_map(|part| match part {
        Below::Member(name, probe) => probe(value.get(name)?, &pointer::child(pointer, name)),
        Below::Each(name, probe) => {
            let at = pointer::child(pointer, name);
            children(value.get(name)?)
                .find_map(|(token, child)| probe(child, &pointer::child(&at, &token)))
        }
    })
}

fn children(value: &Value) -> impl Iterator<Item = (String, &Value)> {
    let members = value.as_object().into_iter().flatten().map(|(key, child)| (key.clone(), child));
    let items =
        value.as_array().into_iter().flatten().enumerate().map(|(i, child)| (i.to_string(), child));
    members.filter(|(key, _)| !key.starts_with("x-")).chain(items)
}

/// Tries a part; where it fails, its own parts first.
fn part<T: DeserializeOwned>(value: &Value, pointer: &str, parts: &[Below]) -> Option<Misfit> {
    let misfit = attempt::<T>(value, pointer).err()?;
    Some(below(value, pointer, parts).unwrap_or(misfit))
}

fn leaf<T: DeserializeOwned>(value: &Value, pointer: &str) -> Option<Misfit> {
    attempt::<T>(value, pointer).err()
}

fn path_item(value: &Value, pointer: &str) -> Option<Misfit> {
    let mut parts = vec![Below::Each("parameters", parameter)];
    parts.extend(Method::SPECIFIC.map(|method| Below::Member(method.key(), operation)));
    part::<ReferenceOr<PathItem>>(value, pointer, &parts)
}

fn operation(value: &Value, pointer: &str) -> Option<Misfit> {
    let parts = [
        Below::Each("parameters", parameter),
        Below::Member("requestBody", request_body),
        Below::Each("responses", response),
    ];
    part::<Operation>(value, pointer, &parts)
}

fn parameter(value: &Value, pointer: &str) -> Option<Misfit> {
    part::<ReferenceOr<Parameter>>(value, pointer, &[Below::Member("schema", schema)])
}

fn request_body(value: &Value, pointer: &str) -> Option<Misfit> {
    part::<ReferenceOr<RequestBody>>(value, pointer, &[Below::Each("content", media_type)])
}

fn response(value: &Value, pointer: &str) -> Option<Misfit> {
    let parts = [Below::Each("headers", header), Below::Each("content", media_type)];
    part::<ReferenceOr<Response>>(value, pointer, &parts)
}

fn header(value: &Value, pointer: &str) -> Option<Misfit> {
    part::<ReferenceOr<Header>>(value, pointer, &[Below::Member("schema", schema)])
}

fn media_type(value: &Value, pointer: &str) -> Option<Misfit> {
    part::<MediaType>(value, pointer, &[Below::Member("schema", schema)])
}

fn components(value: &Value, pointer: &str) -> Option<Misfit> {
    let parts = [
        Below::Each("schemas", schema),
        Below::Each("parameters", parameter),
        Below::Each("requestBodies", request_body),
        Below::Each("responses", response),
        Below::Each("headers", header),
        Below::Each("securitySchemes", leaf::<ReferenceOr<SecurityScheme>>),
    ];
    part::<Components>(value, pointer, &parts)
}

fn schema(value: &Value, pointer: &str) -> Option<Misfit> {
    let parts = [
        Below::Each("properties", schema),
        Below::Member("items", schema),
        Below::Each("allOf", schema),
        Below::Each("anyOf", schema),
        Below::Each("oneOf", schema),
        Below::Member("not", schema),
    ];
    part::<ReferenceOr<Schema>>(value, pointer, &parts)
}
