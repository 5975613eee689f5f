//! Swagger 2.0 to the shape of OpenAPI 3.0, so that every rule sees one language.
//!
//! | Swagger 2.0 | becomes | file |
//! |---|---|---|
//! | `host`, `basePath`, `schemes` | `servers`; schemes without a host are `x-schemes` | `servers`, here |
//! | `definitions`, `parameters`, `responses`, `securityDefinitions` | `components` | here |
//! | `in: body` and `in: formData` | `requestBody`, by `consumes` | `body` |
//! | `type`, `items`, `enum`, .. of another parameter or of a header | its `schema`; `collectionFormat` its `style` | `parameter` |
//! | `schema` and `examples` of a response | `content`, by `produces` | `response` |
//! | `x-nullable`, `type: file`, `discriminator: kind` | `nullable`, a binary string, `propertyName` | `schema` |
//! | `basic`, `oauth2` with a `flow` | `http`, `flows` | `security` |
//! | extensions, `tags`, `externalDocs` and all that both have | themselves | |
//!
//! What has another shape than Swagger 2.0 knows is handed on as it is: the check of shapes has told it. What OpenAPI 3.0
//! cannot say stays as an extension (`x-collectionFormat`, `x-schemes`), and a field of OpenAPI 3 stays what it is there.
//! Every part that moves is noted in [`Moves`]; references follow their targets at the end, by the same notes.

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
use super::faults::targets;
use super::grammar::Kind;
use super::limits;
use super::moves::Moves;
use super::parts::Parts;
use super::references;
use super::sources::Sources;
use crate::fault::{Fault, Reading};
use crate::reference;
use gatepact_finding::{Pointer, pointer};
use media::Media;
use notes::ENTRY;
pub(super) use notes::weight;

/// What API Gateway writes for the same stage.
const VERSION: &str = "3.0.1";

/// The lowered value, and where its parts stood.
pub(super) struct Lowered {
    pub(super) value: Value,
    pub(super) moves: Moves,
    /// What Swagger 2.0 does not know, and was read all the same.
    pub(super) odd: Vec<Odd>,
}

/// Lowers a document.
///
/// `parts` are those that only references reach, with pointers of the source; they stay where they are.
pub(super) fn lower(source: &Value, parts: &mut Parts) -> Result<Lowered, Grown> {
    let mut lowering = Lowering::new(source);
    let mut value = lowering.document()?;
    lowering.in_place(&mut value, parts)?;
    let (moves, mut odd) = (lowering.moves, lowering.odd);
    odd.extend(redirect(&mut value, (source, parts), &moves));
    Ok(Lowered { value, moves, odd })
}

/// References follow their targets. One that led nowhere and comes to lead somewhere was written for OpenAPI 3.
fn redirect(value: &mut Value, (source, parts): (&Value, &Parts), moves: &Moves) -> Vec<Odd> {
    let mut edits = references::Edits::new();
    let mut odd = Vec::new();
    references::everywhere(value, parts, Specification::OpenApi30, &mut |reference| {
        let Some(from) = reference::pointer(reference.text) else { return };
        if source.pointer(&from).is_none() {
            if value.pointer(&from).is_some() {
                odd.push(Odd {
                    from: moves.origin(reference.at),
                    to: reference.at.to_owned(),
                    reason: "a reference of OpenAPI 3".to_owned(),
                    reading: Reading::As("the part that it names there".to_owned()),
                });
            }
            return;
        }
        let to = moves.target(&from);
        if to != from.as_str() {
            edits.push((reference.at.to_owned(), reference::written(&to)));
        }
    });
    references::apply(value, edits);
    odd
}

/// Written out, the document grows beyond the bounds at this part.
#[derive(Debug)]
pub(super) struct Grown(pub(super) String);

/// A part that Swagger 2.0 does not know so.
pub(super) struct Odd {
    /// Where it stands in the source.
    from: String,
    /// Where it stands in the value.
    to: String,
    reason: String,
    reading: Reading,
}

impl Odd {
    /// The fault; `source` is the value before.
    pub(super) fn fault(self, source: &Value, sources: &Sources, moves: &Moves) -> Fault {
        let Self { from, to, reason, reading } = self;
        let written = source.pointer(&from).cloned().unwrap_or(Value::Null);
        let mut fault = Fault {
            place: sources.place(source, &from),
            targets: targets(&written, &reading),
            reading,
            pointer: Pointer::from(from),
            reason,
            written,
        };
        fault.follow(moves);
        fault.pointer = to.into();
        fault
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

type Lower<'s> = fn(&mut Lowering<'s>, &'s Value, &At) -> Result<Value, Grown>;

struct Lowering<'s> {
    source: &'s Value,
    media: Media,
    moves: Moves,
    /// Bytes written for what is read once: repeated parts and the pointers of moved ones.
    written: usize,
    /// Bytes of the pointers made on the way.
    walked: usize,
    odd: Vec<Odd>,
}

impl<'s> Lowering<'s> {
    fn new(source: &'s Value) -> Self {
        let mut media = Media::default();
        if let Some(root) = source.as_object() {
            media = media.of(root);
        }
        let (moves, odd) = (Moves::default(), Vec::new());
        Self { source, media, moves, written: 0, walked: 0, odd }
    }

    /// Notes a part that Swagger 2.0 does not know so.
    fn note(&mut self, at: &At, reason: &str, reading: Reading) {
        if self.odd.len() <= limits::FAULTS {
            let At { to, from } = at.clone();
            self.odd.push(Odd { from, to, reason: reason.to_owned(), reading });
        }
    }

    /// A field of OpenAPI 3 that Swagger 2.0 does not know: whoever wrote it means it as there.
    fn foreign(&mut self, at: &At) {
        self.note(at, "a field of OpenAPI 3", Reading::As("it is in OpenAPI 3".to_owned()));
    }

    fn document(&mut self) -> Result<Value, Grown> {
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
                // Without a host no server can say them.
                "schemes" if !source.get("host").is_some_and(Value::is_string) => {
                    self.subtree("/x-schemes", "/schemes")?;
                    result.insert("x-schemes".to_owned(), value.clone());
                    continue;
                }
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
                // What Swagger has a field for counts there.
                "servers" if self.names_servers() => {
                    let at = At { to: "/x-servers".to_owned(), from: "/servers".to_owned() };
                    self.note(&at, "a field of OpenAPI 3 beside `host`", Reading::NotUnderstood);
                    self.subtree(&at.to, &at.from)?;
                    result.insert("x-servers".to_owned(), value.clone());
                    continue;
                }
                "components" => {
                    self.foreign(&At::same("/components"));
                    merge(&mut result, value);
                    continue;
                }
                "servers" | "webhooks" => {
                    self.foreign(&At::same(&pointer::child("", key)));
                    value.clone()
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

    fn components(&mut self) -> Result<Map<String, Value>, Grown> {
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
    fn each(&mut self, value: &'s Value, at: &At, lower: Lower<'s>) -> Result<Value, Grown> {
        let Value::Object(members) = value else { return Ok(value.clone()) };
        let mut result = Map::with_capacity(members.len());
        for (key, member) in members {
            let at = self.walk(at.child(key))?;
            result.insert(key.clone(), lower(self, member, &at)?);
        }
        Ok(Value::Object(result))
    }

    /// The parts that only references reach.
    fn in_place(&mut self, value: &mut Value, parts: &mut Parts) -> Result<(), Grown> {
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

/// Adds components of OpenAPI 3 to those of Swagger 2.0, which count where both have a name.
fn merge(result: &mut Map<String, Value>, components: &Value) {
    let Value::Object(ours) = result.entry("components").or_insert_with(|| json!({})) else {
        return;
    };
    for (section, parts) in components.as_object().into_iter().flatten() {
        let Value::Object(known) = ours.entry(section.clone()).or_insert_with(|| json!({})) else {
            continue;
        };
        for (name, part) in parts.as_object().into_iter().flatten() {
            known.entry(name.clone()).or_insert_with(|| part.clone());
        }
    }
}
