//! Swagger 2.0 to the shape of OpenAPI 3.0, so that every rule sees one language.
//!
//! | Swagger 2.0 | becomes | file |
//! |---|---|---|
//! | `host`, `basePath`, `schemes` | `servers` | `servers` |
//! | `definitions`, `parameters`, `responses`, `securityDefinitions` | `components` | here |
//! | `in: body` and `in: formData` | `requestBody`, by `consumes` | `body` |
//! | `type`, `items`, `enum`, .. of another parameter or of a header | its `schema`; `collectionFormat` its `style` | `parameter` |
//! | `schema` and `examples` of a response | `content`, by `produces` | `response` |
//! | `x-nullable`, `type: file`, `discriminator: kind` | `nullable`, a binary string, `propertyName` | `schema` |
//! | `basic`, `oauth2` with a `flow` | `http`, `flows` | `security` |
//! | extensions, `tags`, `externalDocs` and all that both have | themselves | |
//!
//! What has another shape than Swagger 2.0 knows is handed on as it is, for the check of shapes to refuse. What OpenAPI
//! 3.0 cannot say stays as an extension (`x-collectionFormat`, `x-schemes`). Every part that moves is noted in
//! [`Moves`]; references follow their targets at the end, by the same notes.

mod body;
mod media;
mod notes;
mod operation;
mod parameter;
mod response;
mod schema;
mod security;
mod servers;

use serde_json::{Map, Value, json};

use super::dialect::Specification;
use super::grammar::Kind;
use super::limits;
use super::moves::Moves;
use super::parts::Parts;
use super::references;
use super::shape::Misfit;
use crate::reference;
use gatepact_finding::pointer;
use media::Media;
use notes::ENTRY;
pub(super) use notes::weight;

/// What API Gateway writes for the same stage.
const VERSION: &str = "3.0.1";

/// The lowered value, and where its parts stood.
///
/// `parts` are those that only references reach, with pointers of the source; they stay where they are.
pub(super) fn lower(source: &Value, parts: &mut Parts) -> Result<(Value, Moves), Refusal> {
    let mut lowering = Lowering::new(source)?;
    let mut value = lowering.document()?;
    lowering.in_place(&mut value, parts)?;
    let moves = lowering.moves;
    redirect(&mut value, (source, parts), &moves)?;
    Ok((value, moves))
}

/// References follow their targets. One that led nowhere must not come to lead somewhere.
fn redirect(
    value: &mut Value,
    (source, parts): (&Value, &Parts),
    moves: &Moves,
) -> Result<(), Refusal> {
    let mut edits = references::Edits::new();
    let mut astray = None;
    references::everywhere(value, parts, Specification::OpenApi30, &mut |reference| {
        let Some(from) = reference::pointer(reference.text) else { return };
        if source.pointer(&from).is_none() {
            let leads_somewhere = value.pointer(&from).is_some();
            astray = astray.take().or_else(|| leads_somewhere.then(|| reference.at.to_owned()));
            return;
        }
        let to = moves.target(&from);
        if to != from.as_str() {
            edits.push((reference.at.to_owned(), reference::written(&to)));
        }
    });
    if let Some(at) = astray {
        return Err(Refusal::misfit(&moves.origin(&at), "a reference that leads nowhere"));
    }
    references::apply(value, edits);
    Ok(())
}

/// Why a document cannot be lowered, with a pointer of the source.
#[derive(Debug)]
pub(super) enum Refusal {
    /// It contradicts itself.
    Misfit(Misfit),
    /// Written out, it grows beyond the bounds.
    TooManyValues(String),
}

impl Refusal {
    pub(super) fn misfit(pointer: &str, reason: &str) -> Self {
        Self::Misfit(Misfit { pointer: pointer.to_owned(), reason: reason.to_owned() })
    }
}

/// Where a part stands in the lowered value, and where it stood.
#[derive(Debug, Clone)]
struct At {
    to: String,
    from: String,
}

impl At {
    fn same(pointer: &str) -> Self {
        Self { to: pointer.to_owned(), from: pointer.to_owned() }
    }

    /// The same token on both sides.
    fn child(&self, token: &str) -> Self {
        self.renamed(token, token)
    }

    fn renamed(&self, to: &str, from: &str) -> Self {
        Self { to: pointer::child(&self.to, to), from: pointer::child(&self.from, from) }
    }

    /// A part inside one that is new: the source has nothing between.
    fn inside(&self, to: &str) -> Self {
        Self { to: pointer::child(&self.to, to), from: self.from.clone() }
    }
}

type Lower<'s> = fn(&mut Lowering<'s>, &'s Value, &At) -> Result<Value, Refusal>;

struct Lowering<'s> {
    source: &'s Value,
    media: Media,
    moves: Moves,
    /// Bytes written for what is read once: repeated parts and the pointers of moved ones.
    written: usize,
    /// Bytes of the pointers made on the way.
    walked: usize,
}

impl<'s> Lowering<'s> {
    fn new(source: &'s Value) -> Result<Self, Refusal> {
        let mut media = Media::default();
        if let Some(root) = source.as_object() {
            media = media.of(root, "")?;
        }
        Ok(Self { source, media, moves: Moves::default(), written: 0, walked: 0 })
    }

    fn document(&mut self) -> Result<Value, Refusal> {
        let source = self.source;
        let mut result = Map::new();
        result.insert("openapi".to_owned(), json!(VERSION));
        self.subtree("/openapi", "/swagger")?;
        // First the components: where a part is copied, references lead to the shared one.
        let components = self.components()?;
        if !components.is_empty() {
            result.insert("components".to_owned(), Value::Object(components));
        }
        for (key, value) in source.as_object().into_iter().flatten() {
            let value = match key.as_str() {
                "swagger"
                | "host"
                | "basePath"
                | "schemes"
                | "consumes"
                | "produces"
                | "definitions"
                | "parameters"
                | "responses"
                | "securityDefinitions" => continue,
                "components" | "servers" | "webhooks" => {
                    return Err(foreign(&pointer::child("", key)));
                }
                "paths" => self.each(value, &At::same("/paths"), Self::path_item)?,
                _ => value.clone(),
            };
            result.insert(key.clone(), value);
        }
        if let Some(servers) = self.servers()? {
            result.insert("servers".to_owned(), servers);
        }
        Ok(Value::Object(result))
    }

    fn components(&mut self) -> Result<Map<String, Value>, Refusal> {
        let mut components = Map::new();
        let sections: [(&str, &str, Lower<'s>); 3] = [
            ("schemas", "definitions", Self::schema),
            ("responses", "responses", Self::shared_response),
            ("securitySchemes", "securityDefinitions", Self::security_scheme),
        ];
        for (to, from, lower) in sections {
            let Some(section) = self.source.get(from) else { continue };
            let at = At { to: format!("/components/{to}"), from: format!("/{from}") };
            self.subtree(&at.to, &at.from)?;
            components.insert(to.to_owned(), self.each(section, &at, lower)?);
        }
        self.shared_parameters(&mut components)?;
        Ok(components)
    }

    /// Each member of a map by the same rule. Extensions and what is no map stay.
    fn each(&mut self, value: &'s Value, at: &At, lower: Lower<'s>) -> Result<Value, Refusal> {
        let Value::Object(members) = value else { return Ok(value.clone()) };
        let mut result = Map::with_capacity(members.len());
        for (key, member) in members {
            let at = self.walk(at.child(key))?;
            result.insert(key.clone(), lower(self, member, &at)?);
        }
        Ok(Value::Object(result))
    }

    /// The parts that only references reach.
    fn in_place(&mut self, value: &mut Value, parts: &mut Parts) -> Result<(), Refusal> {
        let outermost: Vec<(String, Kind)> =
            parts.outermost().map(|(at, kind)| (at.to_owned(), kind)).collect();
        for (pointer, kind) in outermost {
            let Some(source) = self.source.pointer(&pointer) else { continue };
            let at = At::same(&pointer);
            let (lowered, kind) = match kind {
                Kind::Schema => (self.schema(source, &at)?, kind),
                Kind::Parameter => self.parameter_elsewhere(source, &at)?,
                Kind::Response => (self.shared_response(source, &at)?, kind),
                Kind::PathItem => (self.path_item(source, &at)?, kind),
                _ => continue,
            };
            parts.insert(pointer.clone(), kind);
            if let Some(place) = value.pointer_mut(&pointer) {
                *place = lowered;
            }
        }
        Ok(())
    }

    /// What a reference stands for, and where that stands.
    fn resolve(&self, value: &'s Value, from: &str) -> (&'s Value, String) {
        let mut here = (value, from.to_owned());
        for _ in 0..limits::REFERENCES {
            let target = reference::target(here.0).and_then(reference::pointer);
            let Some((at, value)) =
                target.and_then(|at| self.source.pointer(&at).map(|value| (at, value)))
            else {
                break;
            };
            here = (value, at.into());
        }
        here
    }
}

fn is_extension(key: &str) -> bool {
    key.starts_with("x-")
}

/// A field of OpenAPI 3 that Swagger 2.0 does not know: whatever it says, somebody would overlook it.
fn foreign(from: &str) -> Refusal {
    Refusal::misfit(from, "a field of OpenAPI 3")
}
