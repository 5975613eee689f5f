//! Parameters: path, query, header and cookie, those of the path item included.
//!
//! Path parameters pair by position, the others by name; names of headers in any case. A parameter that was removed
//! from one place and added in another has moved. A path parameter that only one document lists is a gap in the other (exports
//! have them), not a change: the template says that it is there, and it is text as far as that document says.

use gatepact_finding::{Direction, Release, Subject};
use gatepact_openapi::{Cursor, Parameter, ParameterKey, ParameterLocation};

use super::context::{Context, Part, Scope};
use super::deprecation::{self, Kinds};
use super::operation_side::{ByKey, OperationSide};
use super::raw_change::{Details, Place};
use super::unread_parameters::Unread;
use super::{serialization, spread_parameters};
use crate::containment::TEXT;
use crate::rules::ChangeKind;

const LIFE: Kinds = Kinds {
    deprecated: ChangeKind::ParameterDeprecated,
    reactivated: ChangeKind::ParameterReactivated,
    sunset_earlier: ChangeKind::ParameterSunsetEarlier,
    sunset_unreadable: ChangeKind::ParameterSunsetUnreadable,
    sunset_withdrawn: ChangeKind::ParameterSunsetWithdrawn,
};

/// What a query parameter may look like, and the kinds that say so.
const FLAGS: [(&str, ChangeKind, ChangeKind); 2] = [
    (
        "allowEmptyValue",
        ChangeKind::ParameterEmptyValueAllowed,
        ChangeKind::ParameterEmptyValueRefused,
    ),
    ("allowReserved", ChangeKind::ParameterReservedAllowed, ChangeKind::ParameterReservedRefused),
];

pub(super) fn compare<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    old: &OperationSide<'d>,
    new: &OperationSide<'d>,
) {
    let (before, after) = (collect(old), collect(new));
    let unread = (
        Unread::of(&context.unknown, (Release::Old, old), new),
        Unread::of(&context.unknown, (Release::New, new), old),
    );
    let spread = spread_parameters::compare(context, scope, &before, &after);
    for (key, parameter) in before.iter().filter(|(key, _)| !spread.contains(*key)) {
        match (after.get(key), key) {
            (Some(now), ParameterKey::NotInTemplate(_)) => {
                not_in_path(context, scope, (parameter, now));
            }
            (None, _) if unread.1.may_be(parameter) => {}
            // It cannot be sent, so that it is no loss and, below, no demand.
            (None, ParameterKey::NotInTemplate(_)) => {}
            (Some(new), _) => pair(context, scope, parameter, new),
            (None, ParameterKey::Path(_)) => {
                let undescribed = Cursor::apart(&TEXT, &new.operation);
                let part = context.in_part(scope, Part::Parameter(parameter.clone()));
                context.schemas(part, &parameter.at.get_or_absent("schema"), &undescribed);
            }
            (None, _) if moved(key, &after, &before).is_some() => {}
            (None, _) => removed(context, scope, parameter),
        }
    }
    let is_new = |key: &ParameterKey| !before.contains_key(key) && !spread.contains(key);
    for (key, parameter) in after.iter().filter(|(key, _)| is_new(key)) {
        let new = &parameter.at;
        match key {
            _ if unread.0.may_be(parameter) => {}
            ParameterKey::NotInTemplate(_) => {}
            ParameterKey::Path(_) => {
                let undescribed = Cursor::apart(&TEXT, &old.operation);
                let part = context.in_part(scope, Part::Parameter(parameter.clone()));
                context.schemas(part, &undescribed, &new.get_or_absent("schema"));
            }
            ParameterKey::Query(_)
            | ParameterKey::QueryString
            | ParameterKey::Header(_)
            | ParameterKey::Cookie(_) => match moved(key, &before, &after) {
                Some(old) => {
                    let details = Details::values(old.at.value.get("in"), None);
                    let details = details.subject(subject(parameter));
                    let place = Place::both(&old.at, new);
                    context.report(scope, ChangeKind::ParameterMoved, place, details);
                }
                None => added(context, scope, parameter),
            },
        }
    }
}

/// A path parameter that the path has no segment for: whatever is said of it, no request has it. Its author means
/// another segment, or another path.
fn not_in_path<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    (before, after): (&Parameter<'d>, &Parameter<'d>),
) {
    let (was, is) = (before.schema(), after.schema());
    if !context.containment.same(&was, &is, Direction::Request) {
        let details = Details::about(subject(after));
        let place = Place::both(&before.at, &after.at);
        context.report(scope, ChangeKind::ParameterNotInPathChanged, place, details);
    }
}

/// The parameter of the same name that only the other document has, in another place.
fn moved<'c, 'd>(
    key: &ParameterKey,
    there: &'c ByKey<'d>,
    here: &ByKey<'d>,
) -> Option<&'c Parameter<'d>> {
    let name = key.name()?;
    let is_same = |other: &ParameterKey| {
        other.name().is_some_and(|it| it.eq_ignore_ascii_case(name)) && !here.contains_key(other)
    };
    there.iter().find(|(other, _)| is_same(other)).map(|(_, parameter)| parameter)
}

/// Two parameters of a library: what has another name is another parameter.
pub(super) fn compare_components<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    (old, new): (&Cursor<'d>, &Cursor<'d>),
) {
    let (Some(before), Some(after)) = (Parameter::of(old), Parameter::of(new)) else { return };
    if !before.name.eq_ignore_ascii_case(after.name)
        || (before.key != after.key && before.location == after.location)
    {
        removed(context, scope, &before);
        added(context, scope, &after);
    } else if before.location == after.location {
        pair(context, scope, &before, &after);
    } else {
        let details = Details::values(before.at.value.get("in"), None).subject(subject(&after));
        let place = Place::both(&before.at, &after.at);
        context.report(scope, ChangeKind::ParameterMoved, place, details);
    }
}

fn removed(context: &mut Context<'_>, scope: Scope, old: &Parameter<'_>) {
    let details = Details::about(subject(old));
    context.report(scope, ChangeKind::ParameterRemoved, Place::removed(&old.at), details);
}

fn added(context: &mut Context<'_>, scope: Scope, new: &Parameter<'_>) {
    let kind = if new.required {
        ChangeKind::ParameterRequiredAdded
    } else {
        ChangeKind::ParameterOptionalAdded
    };
    context.report(scope, kind, Place::added(&new.at), Details::about(subject(new)));
}

pub(crate) fn collect<'d>(side: &OperationSide<'d>) -> ByKey<'d> {
    side.parameters().into_iter().map(|parameter| (parameter.key.clone(), parameter)).collect()
}

fn pair<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    before: &Parameter<'d>,
    after: &Parameter<'d>,
) {
    let kind = match (before.required, after.required) {
        (false, true) => Some(ChangeKind::ParameterBecameRequired),
        (true, false) => Some(ChangeKind::ParameterBecameOptional),
        (true, true) | (false, false) => None,
    };
    let (old, new) = (&before.at, &after.at);
    if context.is_unknown(old, new) {
        return;
    }
    let about = || Details::about(subject(after));
    if let Some(kind) = kind.filter(|_| before.location != ParameterLocation::Path) {
        context.report(scope, kind, Place::both(old, new), about());
    }
    for (flag, allowed, refused) in FLAGS {
        let kind = match (old.flag(flag), new.flag(flag)) {
            (false, true) => allowed,
            (true, false) => refused,
            (true, true) | (false, false) => continue,
        };
        context.report(scope, kind, Place::both(old, new), about());
    }
    default(context, scope, before, after);
    deprecation::compare(context, scope, (&LIFE, Some(subject(after))), (old, new));
    let reported = (ChangeKind::ParameterSerializationChanged, subject(after));
    let required = before.required || after.required;
    let part = Part::Parameter(Parameter { required, ..before.clone() });
    let scope = context.in_part(scope, part);
    serialization::compare(context, scope, reported, (old, new));
}

/// A default that is new only says what was so before, as far as anybody knows. Who has to send the parameter never
/// meets its default. It is noted where it stands, so that one in a component is one change.
fn default<'d>(context: &mut Context<'d>, scope: Scope, old: &Parameter<'d>, new: &Parameter<'d>) {
    let schemas = (old.schema(), new.schema());
    let is_met = !old.required && !new.required;
    if !is_met || context.is_unknown_schema(&schemas.0, &schemas.1) {
        return;
    }
    let (before, after) = (with_default(old), with_default(new));
    let (Some(was), is) = (before.value.get("default"), after.value.get("default")) else { return };
    if Some(was) != is {
        let details = Details::values(Some(was), is).subject(subject(new));
        let place = Place::both(&before, &after);
        context.report(scope, ChangeKind::ParameterDefaultChanged, place, details);
    }
}

/// The schema that has the default of a parameter, or the one that would.
fn with_default<'d>(parameter: &Parameter<'d>) -> Cursor<'d> {
    let schema = parameter.schema().schema();
    let said = schema.chain().find(|it| it.value.get("default").is_some());
    said.unwrap_or_else(|| schema.resolved())
}

fn subject(parameter: &Parameter<'_>) -> Subject {
    let place = parameter.at.text("in").unwrap_or("?").to_owned();
    Subject::Parameter { place, name: parameter.name.to_owned() }
}
