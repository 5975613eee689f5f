//! What a schema takes that is written as text: `5` is a number and a string, and so is each item of a list and each
//! field of a form.

use gatepact_finding::Direction;
use gatepact_openapi::Cursor;
use gatepact_schema::{Budget, Fragment, Step};
use serde_json::{Map, Value, json};

use super::readings::{SAME_TEXTS, SameTexts};
use super::{Containment, Encoding, Traffic};

/// Where in a message a schema stands, which says what below it is written as text of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    /// The fields of a form: each is a text, or a list of texts. What is an object there is JSON (OpenAPI 3.0.4,
    /// "Encoding Object").
    Form,
    /// The value of a parameter or a header: a text, a list of texts, or an object of texts.
    Value,
    /// One field of a form.
    Field,
    /// A text.
    Text,
}

impl Level {
    fn of(encoding: Encoding) -> Option<Self> {
        match encoding {
            Encoding::Json => None,
            Encoding::Form => Some(Self::Form),
            Encoding::Plain => Some(Self::Text),
            Encoding::Text | Encoding::Line | Encoding::Segment => Some(Self::Value),
        }
    }

    /// The level of what is below a keyword; `None` where that is not written as text of its own.
    fn below(self, keyword: &str) -> Option<Self> {
        match (self, keyword) {
            (Self::Form, "properties" | "additionalProperties") => Some(Self::Field),
            (Self::Value, "properties" | "additionalProperties" | "items" | "prefixItems")
            | (Self::Field, "items" | "prefixItems") => Some(Self::Text),
            (Self::Form | Self::Value | Self::Field | Self::Text, _) => None,
        }
    }
}

impl<'d> Containment<'d> {
    /// Schemas of values whose texts are all texts of values that a schema takes.
    pub(super) fn same_texts(
        &mut self,
        accepted: &Cursor<'d>,
        direction: Direction,
        encoding: Encoding,
    ) -> Vec<Value> {
        let Some(level) = Level::of(encoding) else { return Vec::new() };
        let at = accepted.schema();
        // A form is an object, and no text.
        let mut all = if level == Level::Form { Vec::new() } else { self.written(&at, direction) };
        all.extend(self.parts_as_texts(&at, direction, level));
        all
    }

    /// A demand at the end of a path, which a value obeys as well where the schema that makes the demand takes all of its
    /// texts.
    pub(super) fn demand_of_texts(
        &mut self,
        (at, demand): (&Cursor<'d>, &Value),
        traffic: Traffic<'_, 'd>,
        path: &[Step],
    ) -> Value {
        let Traffic { direction, encoding, .. } = traffic;
        let begin = Level::of(encoding);
        let end = path.iter().try_fold(begin, |level, step| {
            let keyword = match step {
                Step::Item => "items",
                Step::Property(_) => "properties",
                Step::Other(_) => "additionalProperties",
                Step::Matching(_) => "patternProperties",
                Step::Alternative(_) => return Some(level),
            };
            Some(level?.below(keyword))
        });
        if end.flatten().is_none_or(|level| level == Level::Form) {
            return demand.clone();
        }
        let mut any_of = self.written(&at.schema(), direction);
        any_of.push(demand.clone());
        json!({ "anyOf": any_of })
    }

    /// The types whose texts a schema takes, all of them.
    fn written(&mut self, at: &Cursor<'d>, direction: Direction) -> Vec<Value> {
        let (place, reading) = (self.place(at), self.reading(direction));
        let mut written = Vec::new();
        for SameTexts { read, written: schema } in SAME_TEXTS.iter() {
            let read_as = Fragment { at: place, schema: read };
            if may_take(at.value, read)
                && self.universe.takes(read_as, place, reading, Budget::default())
            {
                written.push(schema.clone());
            }
        }
        written
    }

    /// A schema, or one of a value with the same text.
    fn as_text(&mut self, at: &Cursor<'d>, direction: Direction, level: Level) -> Value {
        let at = at.schema();
        let parts = self.parts_as_texts(&at, direction, level);
        let mut any_of = self.written(&at, direction);
        any_of.push(parts.unwrap_or_else(|| at.value.clone()));
        json!({ "anyOf": any_of })
    }

    /// A schema with each part that is written as text of its own in all its readings; `None` where there is no such
    /// part.
    fn parts_as_texts(
        &mut self,
        at: &Cursor<'d>,
        direction: Direction,
        level: Level,
    ) -> Option<Value> {
        let mut members = at.value.as_object()?.clone();
        let mut is_changed = false;
        for (keyword, schema) in at.raw_members() {
            let replaced = match (keyword, schema.value, level.below(keyword)) {
                ("properties", Value::Object(_), Some(below)) => {
                    let properties = schema.raw_members();
                    let texts = properties
                        .map(|(name, it)| (name.to_owned(), self.as_text(&it, direction, below)));
                    Value::Object(texts.collect::<Map<_, _>>())
                }
                ("prefixItems", Value::Array(_), Some(below)) => {
                    schema.items().map(|it| self.as_text(&it, direction, below)).collect()
                }
                ("additionalProperties" | "items", Value::Object(_), Some(below)) => {
                    self.as_text(&schema, direction, below)
                }
                // They look at the same value; a tag would be lost with its reference.
                ("allOf" | "anyOf", Value::Array(_), _)
                    if !members.contains_key("discriminator") =>
                {
                    let branches = schema.items().map(|it| {
                        let it = it.schema();
                        self.parts_as_texts(&it, direction, level)
                            .unwrap_or_else(|| it.value.clone())
                    });
                    branches.collect()
                }
                _ => continue,
            };
            is_changed = true;
            members.insert(keyword.to_owned(), replaced);
        }
        is_changed.then_some(Value::Object(members))
    }
}

/// Whether a schema may take the texts of a type, as far as it says itself.
fn may_take(schema: &Value, read: &Value) -> bool {
    let read = &read["type"];
    match schema.get("type") {
        Some(Value::Array(types)) => types.contains(read) || types.contains(&Value::from("number")),
        Some(one @ Value::String(name)) => one == read || name == "number",
        Some(_) | None => true,
    }
}
