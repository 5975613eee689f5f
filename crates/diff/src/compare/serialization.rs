//! How the value of a parameter or of a response header becomes text: `style` and `explode`, or a media type.
//!
//! For a value that is neither an array nor an object most styles write the same; then a change of them is none. And
//! `?id=1` is a list of one where a list repeats its name: a single value is still understood.

use gatepact_finding::Subject;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

use super::context::{Context, Scope};
use super::raw_change::{Details, Place};
use super::schema;
use crate::containment::TEXT;
use crate::rules::ChangeKind;
use gatepact_finding::Direction;
use gatepact_openapi::view::Content;
use gatepact_openapi::{Cursor, MediaType};

/// Compares the schemas of two parameters or headers, and how their values are written.
pub(super) fn compare<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    (kind, subject): (ChangeKind, Subject),
    (old, new): (&Cursor<'d>, &Cursor<'d>),
) {
    let (before, after) = (Serialization::new(old), Serialization::new(new));
    let content = (&old.get_or_absent("content"), &new.get_or_absent("content"));
    if context.is_unknown(content.0, content.1)
        || context.is_unknown_schema(&before.schema, &after.schema)
    {
        return;
    }
    let shape = Shape::of(&before.schema).closest(Shape::of(&after.schema));
    let describe = |form: &Serialization<'d>| {
        let is_spread = form.is_spread() && before.is_spread() != after.is_spread();
        if is_spread { "a parameter for each property".to_owned() } else { form.describe(shape) }
    };
    let (was, is) = (describe(&before), describe(&after));
    if was != is {
        let details = Details::values(Some(&was.into()), Some(&is.into()));
        context.report(scope, kind, Place::both(old, new), details.subject(subject));
    }
    // Then the same text is no value of the other at all.
    if (before.is_absent && after.is_absent) || before.is_spread() != after.is_spread() {
        return;
    }
    let (before_schema, after_schema) = match scope.direction {
        Direction::Request => (before.as_sent(old), after.schema.clone()),
        Direction::Response => (before.schema.clone(), after.as_sent(new)),
    };
    if Shape::of(&before_schema) == Shape::Plain && after.takes_one() {
        // Where nothing is said of the items, every value is one.
        let items = after_schema.resolved().raw("items");
        if let Some(items) = &items {
            context.schemas(scope, &before_schema, items);
        }
        let compared = items.as_ref().map(|items| (&before_schema, items));
        texts(context, scope, (&before_schema, &after_schema), compared);
        return;
    }
    context.schemas(scope, &before_schema, &after_schema);
    let sides = (&before_schema, &after_schema);
    texts(context, scope, sides, Some(sides));
}

/// More texts pass where a number becomes any text, or a list that may have one item, although no value of the one type
/// is of the other: as text, each is. `compared` are the schemas of those texts.
fn texts<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    (old, new): (&Cursor<'d>, &Cursor<'d>),
    compared: Option<(&Cursor<'d>, &Cursor<'d>)>,
) {
    let (Some(before), Some(after)) = (schema::types(old), schema::types(new)) else { return };
    let (kind, sent, accepted) = match scope.direction {
        Direction::Request => (ChangeKind::TypeWidened, &before, &after),
        Direction::Response => (ChangeKind::TypeNarrowed, &after, &before),
    };
    let is_text = |types: &BTreeSet<&str>| types.contains("string");
    let is_wider = sent.is_disjoint(accepted)
        && (is_text(accepted) || (accepted.contains("array") && Shape::of(old) == Shape::Plain));
    if is_wider && compared.is_none_or(|(old, new)| context.is_contained(scope, old, new)) {
        let text = |types: &BTreeSet<&str>| types.iter().copied().collect::<Vec<_>>().join(" or ");
        let details = Details::values(Some(&text(&before).into()), Some(&text(&after).into()));
        context.report(scope, kind, Place::both(&old.schema(), &new.schema()), details);
    }
}

/// Whether the properties of an object are parameters of their own names: `?page=1&limit=2`.
pub(super) fn is_spread(part: &Cursor<'_>) -> bool {
    Serialization::new(part).is_spread()
}

/// How a value is written, and its schema.
struct Serialization<'d> {
    written: Written<'d>,
    schema: Cursor<'d>,
    /// Whether nothing is said of the value.
    is_absent: bool,
}

enum Written<'d> {
    As(&'d str),
    Styled { style: &'d str, explode: bool },
}

impl<'d> Serialization<'d> {
    fn new(part: &Cursor<'d>) -> Self {
        // `content` has one member (OpenAPI 3.0, Parameter Object).
        let content = Content::all(part).into_iter().next();
        let (written, owner) = match content {
            Some(Content { name, at, .. }) => (Written::As(name), at),
            None => (Self::styled(part), part.clone()),
        };
        let schema = owner.get_or_absent("schema");
        let says_nothing = |value: &Value| value.as_object().is_none_or(Map::is_empty);
        let is_absent = says_nothing(schema.value);
        Self { written, schema, is_absent }
    }

    /// With the defaults of OpenAPI 3.0, Parameter Object and Header Object. Of the separators of Swagger 2.0, some
    /// have no style there.
    fn styled(part: &Cursor<'d>) -> Written<'d> {
        if let Some(style) = part.text("x-collectionFormat") {
            return Written::Styled { style, explode: false };
        }
        let default = match part.text("in") {
            Some("query" | "cookie") => "form",
            Some(_) | None => "simple",
        };
        let style = part.text("style").unwrap_or(default);
        let explode = part.value.get("explode").and_then(Value::as_bool);
        Written::Styled { style, explode: explode.unwrap_or(style == "form") }
    }

    /// `form, exploded`, as far as it matters for values of this shape.
    fn describe(&self, shape: Shape) -> String {
        match (&self.written, shape) {
            (Written::As(name), _) => MediaType::parse(name).to_string(),
            (Written::Styled { style: "matrix" | "label", .. }, Shape::Plain) => {
                self.style().to_owned()
            }
            (Written::Styled { .. }, Shape::Plain) => "plain text".to_owned(),
            // A list with commas and an object in brackets, whether they explode or not.
            (Written::Styled { style: "simple", .. }, Shape::List)
            | (Written::Styled { style: "deepObject", .. }, _)
            | (Written::Styled { explode: false, .. }, _) => self.style().to_owned(),
            (Written::Styled { explode: true, .. }, _) => format!("{}, exploded", self.style()),
        }
    }

    fn style(&self) -> &'d str {
        match self.written {
            Written::As(name) | Written::Styled { style: name, .. } => name,
        }
    }

    /// Whether the name of the parameter is not written: `?page=1&limit=2` for an object of these two.
    fn is_spread(&self) -> bool {
        matches!(self.written, Written::Styled { style: "form", explode: true })
            && schema::types(&self.schema).is_some_and(|types| types.iter().eq(["object"].iter()))
    }

    /// The schema of what is sent: where nothing is said of a value, it is text on its way all the same.
    fn as_sent(&self, part: &Cursor<'d>) -> Cursor<'d> {
        match self.written {
            Written::Styled { .. } if self.is_absent => Cursor::apart(&TEXT, part),
            Written::Styled { .. } | Written::As(_) => self.schema.clone(),
        }
    }

    /// Whether a single value is a list: `?id=1&id=2`, and a list of one is long enough.
    fn takes_one(&self) -> bool {
        let fewest = self.schema.resolved().value.get("minItems").and_then(Value::as_u64);
        matches!(self.written, Written::Styled { style: "form", explode: true })
            && Shape::of(&self.schema) == Shape::List
            && fewest.unwrap_or(0) <= 1
    }
}

/// What the values are, as far as serialization asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Plain,
    List,
    /// An object, or anything.
    Open,
}

impl Shape {
    fn of(schema: &Cursor<'_>) -> Self {
        let Some(types) = schema::types(schema).filter(|types| !types.is_empty()) else {
            return Self::Open;
        };
        if types.iter().all(|name| !matches!(*name, "array" | "object")) {
            Self::Plain
        } else if types.iter().eq(["array"].iter()) {
            Self::List
        } else {
            Self::Open
        }
    }

    /// What the values of both have in common; a change of their type is another change.
    fn closest(self, other: Self) -> Self {
        match (self, other) {
            (Self::Plain, _) | (_, Self::Plain) => Self::Plain,
            (Self::List, _) | (_, Self::List) => Self::List,
            (Self::Open, Self::Open) => Self::Open,
        }
    }
}
