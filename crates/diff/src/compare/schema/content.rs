//! How a text is to be read: its encoding, the media type in it, the schema of that, and the name of its format.
//!
//! JSON Schema asks for none of them when it validates; consumers read texts by them all the same.

use gatepact_finding::{Direction, Subject};
use gatepact_openapi::Cursor;
use gatepact_schema::applicator::Applicator;
use gatepact_schema::{Decision, is_asserted_format};
use serde_json::Value;

use crate::compare::context::{Context, Scope};
use crate::compare::raw_change::{Details, Place};
use crate::rules::ChangeKind;

/// Keywords that are compared here, the schema aside.
const SAID: [&str; 3] = ["contentEncoding", "contentMediaType", "format"];

/// The keyword of the schema of what a text holds.
const SCHEMA: &str = "contentSchema";

/// Formats that name an encoding (OpenAPI 3.0.4, "Data Type Format"; the others are of the format registry).
const ENCODINGS: [(&str, &str); 4] =
    [("base64", "base64"), ("base64url", "base64url"), ("binary", BINARY), ("byte", "base64")];

/// The encoding of octets that are sent as they are (RFC 2045, 6.2).
const BINARY: &str = "binary";

/// The media type that says nothing but octets (RFC 2046, 4.5.1).
const OCTETS: &str = "application/octet-stream";

/// Kinds of media whose bytes are no text.
const NO_TEXT: [&str; 4] = ["audio/", "font/", "image/", "video/"];

/// A format that tells user interfaces what to show, and nothing of the values (OpenAPI 3.0.4, "Data Type Format").
const HINT: &str = "password";

/// Formats of numbers whose values are values of the second one, too.
const WIDER: [(&str, &str); 1] = [("float", "double")];

/// Where a schema has a keyword.
pub(super) type Lookup<'c, 'd> = &'c dyn Fn(&str) -> Option<Cursor<'d>>;

/// One side.
pub(super) struct Side<'c, 'd> {
    pub(super) at: &'c Cursor<'d>,
    pub(super) keyword: Lookup<'c, 'd>,
}

impl<'d> Side<'_, 'd> {
    fn text(&self, keyword: &str) -> Option<&'d str> {
        (self.keyword)(keyword)?.value.as_str()
    }

    fn value(&self, keyword: &str) -> Option<&'d Value> {
        (self.keyword)(keyword).map(|it| it.value)
    }
}

/// How a text is written, whichever keywords say so: `format: byte` of OpenAPI 3.0 is `contentEncoding: base64` of 3.1.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Writing {
    encoding: Option<String>,
    media_type: Option<String>,
}

impl Writing {
    fn of(side: &Side<'_, '_>) -> Self {
        let lower = |keyword| side.text(keyword).map(|it| it.trim().to_ascii_lowercase());
        let named = side.text("format").and_then(encoding_of).map(str::to_owned);
        let encoding = lower("contentEncoding").or(named);
        match lower("contentMediaType") {
            Some(octets) if octets == OCTETS => {
                Self { encoding: encoding.or(Some(BINARY.to_owned())), media_type: None }
            }
            Some(media) if NO_TEXT.iter().any(|kind| media.starts_with(kind)) => {
                Self { encoding: encoding.or(Some(BINARY.to_owned())), media_type: Some(media) }
            }
            media_type => Self { encoding, media_type },
        }
    }
}

fn encoding_of(format: &str) -> Option<&'static str> {
    ENCODINGS.iter().find(|(name, _)| *name == format).map(|(_, encoding)| *encoding)
}

/// Whether two schemas say something else here, their parents aside. What a `contentSchema` refers to may have changed
/// where the reference has not.
pub(super) fn differs(old: &Value, new: &Value) -> bool {
    SAID.iter().any(|key| old.get(*key) != new.get(*key))
        || old.get(SCHEMA).is_some()
        || new.get(SCHEMA).is_some()
}

/// Compares how two texts are to be read. Where the types are others, their formats say nothing more.
pub(super) fn compare<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    (old, new): (&Side<'_, 'd>, &Side<'_, 'd>),
    has_same_types: bool,
) {
    schema(context, scope, (old, new));
    let (before, after) = (Writing::of(old), Writing::of(new));
    let place = || Place::both(old.at, new.at);
    if before.media_type != after.media_type {
        // Octets of which nothing was said may have been of this type all along.
        let is_named = before.media_type.is_none() || after.media_type.is_none();
        let kind = if is_named && before.encoding.is_some() && before.encoding == after.encoding {
            ChangeKind::ConstraintChanged
        } else {
            ChangeKind::ContentChanged
        };
        context.report(scope, kind, place(), both(old, new, "contentMediaType"));
    }
    if before.encoding != after.encoding {
        let keyword = if old.value("contentEncoding").or(new.value("contentEncoding")).is_some() {
            "contentEncoding"
        } else if old.value("format") == new.value("format") {
            "contentMediaType"
        } else {
            "format"
        };
        let is_new = before == Writing::default() || after == Writing::default();
        // Who names a format that was not named may have meant it all along.
        let kind = if keyword == "format" && is_new {
            ChangeKind::ConstraintChanged
        } else {
            ChangeKind::ContentChanged
        };
        if before.media_type == after.media_type || keyword != "contentMediaType" {
            context.report(scope, kind, place(), both(old, new, keyword));
        }
        return;
    }
    if has_same_types {
        format(context, scope, (old, new));
    }
}

fn both(old: &Side<'_, '_>, new: &Side<'_, '_>, keyword: &str) -> Details {
    let details = Details::values(old.value(keyword), new.value(keyword));
    details.subject(Subject::Keyword(keyword.to_owned()))
}

/// The names of formats that no validator is asked about: what they mean is agreed elsewhere.
fn format<'d>(context: &mut Context<'d>, scope: Scope, (old, new): (&Side<'_, 'd>, &Side<'_, 'd>)) {
    let name = |side: &Side<'_, 'd>| {
        side.text("format").filter(|it| encoding_of(it).is_none() && *it != HINT)
    };
    let (before, after) = (name(old), name(new));
    let is_asked = [before, after].into_iter().flatten().any(is_asserted_format);
    if before == after || is_asked {
        return;
    }
    let is_wider = |one: &str, other: &str| WIDER.contains(&(one, other));
    let kind = match (before, after, scope.direction) {
        // A format that is named takes fewer values than none.
        (Some(_), None, Direction::Request) => ChangeKind::ConstraintWidened,
        (None, Some(_), Direction::Response) => ChangeKind::ConstraintNarrowed,
        (Some(one), Some(other), Direction::Request) if is_wider(one, other) => {
            ChangeKind::ConstraintWidened
        }
        (Some(one), Some(other), Direction::Response) if is_wider(other, one) => {
            ChangeKind::ConstraintNarrowed
        }
        _ => ChangeKind::ConstraintChanged,
    };
    context.report(scope, kind, Place::both(old.at, new.at), both(old, new, "format"));
}

/// What the text holds, once it is decoded: `contentSchema` (JSON Schema 2020-12 Validation, 8.5).
fn schema<'d>(context: &mut Context<'d>, scope: Scope, (old, new): (&Side<'_, 'd>, &Side<'_, 'd>)) {
    let schema = |side: &Side<'_, 'd>| {
        let known = Applicator::of_dialect(SCHEMA, side.at.dialect());
        known.and_then(|_| (side.keyword)(SCHEMA))
    };
    let (before, after) = (schema(old), schema(new));
    if before.is_none() && after.is_none() {
        return;
    }
    let [before, after] = [(old, before), (new, after)]
        .map(|(side, schema)| schema.unwrap_or_else(|| side.at.get_or_absent(SCHEMA)).schema());
    if context.containment.same(&before, &after, scope.direction) {
        return;
    }
    let (sent, accepted) = match scope.direction {
        Direction::Request => (&before, &after),
        Direction::Response => (&after, &before),
    };
    let is_taken = context.containment.decide_contains(sent, accepted, scope.direction);
    let (kind, subject) = match (is_taken, scope.direction) {
        (Decision::Contained, Direction::Request) => {
            (ChangeKind::SchemaWidened, Subject::SchemaKeyword(SCHEMA.to_owned()))
        }
        (Decision::Contained, Direction::Response) => {
            (ChangeKind::SchemaNarrowed, Subject::SchemaKeyword(SCHEMA.to_owned()))
        }
        (Decision::NotContained | Decision::Undecided(_), _) => {
            (ChangeKind::ContentSchemaChanged, Subject::Keyword(SCHEMA.to_owned()))
        }
    };
    context.report(scope, kind, Place::both(&before, &after), Details::about(subject));
}
