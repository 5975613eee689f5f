//! The sentences of a changelog: a change in the words of those who call the API, to whom a property is a field and
//! what changed comes before the fact that it is so now.

use gatepact_finding::{CallerSentences, Direction, Template};

use super::ChangeKind;

/// What a changelog says of a kind of change; the sentence of the table where callers need no other.
#[must_use]
pub fn for_callers(kind: ChangeKind, direction: Direction) -> CallerSentences {
    let own = whole(kind, direction);
    let sentence = own.or_else(|| in_part(kind)).map(Template::new);
    CallerSentences {
        sentence: sentence.unwrap_or(kind.info().message),
        names_place: own.is_some(),
        in_field: in_field(kind, direction).map(Template::new),
    }
}

/// Sentences that say where the change is.
fn whole(kind: ChangeKind, direction: Direction) -> Option<&'static str> {
    use ChangeKind as Kind;
    use Direction::{Request, Response};
    Some(match (kind, direction) {
        (Kind::OperationAdded, _) => "a new operation",
        (Kind::OperationRemoved, _) => "the operation is no longer available",
        (Kind::PropertyBecameOptional, Request) => "the field `{subject}` is now optional",
        (Kind::PropertyBecameOptional, Response) => {
            "the field `{subject}` may now be missing in the answer"
        }
        (Kind::PropertyBecameRequired, Request) => "the field `{subject}` is now required",
        (Kind::PropertyBecameRequired, Response) => {
            "the field `{subject}` is now always in the answer"
        }
        (Kind::PropertyOptionalAdded, Request) => "the new field `{subject}` is accepted",
        (Kind::PropertyRequiredAdded, Request) => "the new field `{subject}` is required",
        (Kind::PropertyOptionalAdded | Kind::PropertyRequiredAdded, Response) => {
            "the new field `{subject}` in the answer"
        }
        (Kind::PropertyOptionalRemoved | Kind::PropertyRemoved, Request) => {
            "the field `{subject}` is no longer described"
        }
        (Kind::PropertyOptionalRemoved | Kind::PropertyRemoved, Response) => {
            "the field `{subject}` is no longer in the answer"
        }
        (Kind::PropertyRefused, _) => "the field `{subject}` is no longer accepted",
        (Kind::PropertyRemovedAfterSunset, _) => "the field `{subject}` is gone, as announced",
        (Kind::PropertyRestricted, _) => "the field `{subject}`, free before, is now described",
        (Kind::PropertyUnexpected, _) => {
            "the field `{subject}` is new in an object that promised no others"
        }
        (Kind::SchemaNarrowed, Request) => "the request no longer takes all values that it took",
        (Kind::SchemaNarrowed, Response) => {
            "the answer no longer holds all values that it might hold"
        }
        (Kind::SchemaWidened, Request) => "the request takes values that it did not take before",
        (Kind::SchemaWidened, Response) => {
            "the answer may hold values that it could not hold before"
        }
        _ => return None,
    })
}

/// Sentences before which the part of the message stands.
fn in_part(kind: ChangeKind) -> Option<&'static str> {
    use ChangeKind as Kind;
    Some(match kind {
        Kind::BodyBecameOptional => "the request body is now optional",
        Kind::BodyBecameRequired => "the request body is now required",
        Kind::EnumRemoved => "values other than {old} may now come",
        Kind::HeaderBecameOptional => "the header `{subject}` may now be absent",
        Kind::HeaderBecameRequired => "the header `{subject}` is now always there",
        Kind::MediaTypeSchemaAdded => "the body of {subject} is now described",
        Kind::NullableAdded => "the value may now be null",
        Kind::ParameterBecameOptional => "the {subject} is now optional",
        Kind::ParameterBecameRequired => "the {subject} is now required",
        Kind::ParameterEmptyValueAllowed => "the {subject} may now be empty",
        _ => return None,
    })
}

/// Sentences about the field in which the change lies.
fn in_field(kind: ChangeKind, direction: Direction) -> Option<&'static str> {
    use ChangeKind as Kind;
    use Direction::{Request, Response};
    Some(match (kind, direction) {
        (Kind::EnumValueAdded, Request) => "the field `{field}` now takes {new} as well",
        (Kind::EnumValueAdded, Response) => "the field `{field}` may now be {new}",
        (Kind::EnumValueRemoved, Request) => "the field `{field}` no longer takes {old}",
        (Kind::EnumValueRemoved, Response) => "the field `{field}` is never {old} any more",
        (Kind::EnumValueReplaced, _) => "the field `{field}` is {new} instead of {old}",
        (Kind::NullableAdded, _) => "the field `{field}` may now be null",
        (Kind::NullableRemoved, _) => "the field `{field}` may no longer be null",
        (Kind::SchemaNarrowed, Request) => {
            "the field `{field}` no longer takes all values that it took"
        }
        (Kind::SchemaNarrowed, Response) => {
            "the field `{field}` no longer holds all values that it might hold"
        }
        (Kind::SchemaWidened, Request) => {
            "the field `{field}` takes values that it did not take before"
        }
        (Kind::SchemaWidened, Response) => {
            "the field `{field}` may hold values that it could not hold before"
        }
        (Kind::TypeChanged, _) => "the type of the field `{field}` changed from {old} to {new}",
        (Kind::TypeNarrowed | Kind::TypeWidened, _) => {
            "the type of the field `{field}` went from {old} to {new}"
        }
        _ => return None,
    })
}
