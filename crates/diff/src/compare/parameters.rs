//! Parameters: path, query, header and cookie, those of the path item included.
//!
//! Path parameters pair by position, the others by name; names of headers in any case. A parameter that was removed
//! from one place and added in another has moved. A path parameter that only one document lists is a gap in the other (exports
//! have them), not a change: the template says that it is there, and it is text as far as that document says.

use gatepact_finding::Subject;
use std::collections::BTreeMap;

use serde_json::Value;

use super::context::{Context, Part, Scope};
use super::deprecation::{self, Kinds};
use super::operation_side::OperationSide;
use super::raw_change::{Details, Place};
use super::serialization;
use crate::containment::TEXT;
use crate::cursor::Cursor;
use crate::rules::ChangeKind;

/// Where a parameter is sent and what it is called there.
pub(crate) type Key = (String, String);

const PATH: &str = "path";
/// A path parameter that the template does not have: it cannot be sent, so that it is no loss and no demand.
const STRAY: &str = "path, not in the template";

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
    for (key, parameter) in &before {
        match after.get(key) {
            Some(new) => pair(context, scope, parameter, new),
            None if key.0 == STRAY => {}
            None if key.0 == PATH => {
                let undescribed = Cursor::apart(&TEXT, &new.operation);
                let part = context.in_part(scope, Part::Parameter(parameter.clone()));
                context.schemas(part, &parameter.get_or_absent("schema"), &undescribed);
            }
            None if moved(key, &after, &before).is_some() => {}
            None => removed(context, scope, parameter),
        }
    }
    let is_new = |key: &Key| key.0 != STRAY && !before.contains_key(key);
    for (key, parameter) in after.iter().filter(|(key, _)| is_new(key)) {
        if key.0 == PATH {
            let undescribed = Cursor::apart(&TEXT, &old.operation);
            let part = context.in_part(scope, Part::Parameter(parameter.clone()));
            context.schemas(part, &undescribed, &parameter.get_or_absent("schema"));
            continue;
        }
        match moved(key, &before, &after) {
            Some(old) => {
                let details =
                    Details::values(old.value.get("in"), None).subject(subject(parameter));
                context.report(
                    scope,
                    ChangeKind::ParameterMoved,
                    Place::both(old, parameter),
                    details,
                );
            }
            None => added(context, scope, parameter),
        }
    }
}

/// The parameter of the same name that only the other document has, in another place.
fn moved<'c, 'd>(
    key: &Key,
    there: &'c BTreeMap<Key, Cursor<'d>>,
    here: &BTreeMap<Key, Cursor<'d>>,
) -> Option<&'c Cursor<'d>> {
    let is_same = |other: &Key| {
        ![PATH, STRAY].contains(&other.0.as_str())
            && other.1.eq_ignore_ascii_case(&key.1)
            && !here.contains_key(other)
    };
    there.iter().find(|(other, _)| is_same(other)).map(|(_, parameter)| parameter)
}

fn removed(context: &mut Context<'_>, scope: Scope, old: &Cursor<'_>) {
    let details = Details::about(subject(old));
    context.report(scope, ChangeKind::ParameterRemoved, Place::removed(old), details);
}

fn added(context: &mut Context<'_>, scope: Scope, new: &Cursor<'_>) {
    let kind = if new.flag("required") {
        ChangeKind::ParameterRequiredAdded
    } else {
        ChangeKind::ParameterOptionalAdded
    };
    context.report(scope, kind, Place::added(new), Details::about(subject(new)));
}

pub(crate) fn collect<'d>(side: &OperationSide<'d>) -> BTreeMap<Key, Cursor<'d>> {
    let mut result = BTreeMap::new();
    // The operation's own are read last and override.
    for owner in [&side.item, &side.operation] {
        let Some(list) = owner.raw("parameters") else { continue };
        for parameter in list.items().map(|item| item.resolved()) {
            if let Some(key) = key_of(side, &parameter) {
                result.insert(key, parameter);
            }
        }
    }
    result
}

pub(crate) fn key_of(side: &OperationSide<'_>, parameter: &Cursor<'_>) -> Option<Key> {
    let (place, name) = (parameter.text("in")?, parameter.text("name")?);
    let (place, name) = match place {
        PATH => {
            let name = name.trim_end_matches('+');
            match side.path_parameters().iter().position(|known| *known == name) {
                Some(position) => (PATH, position.to_string()),
                None => (STRAY, name.to_owned()),
            }
        }
        "header" => (place, name.to_ascii_lowercase()),
        _ => (place, name.to_owned()),
    };
    Some((place.to_owned(), name))
}

fn pair<'d>(context: &mut Context<'d>, scope: Scope, old: &Cursor<'d>, new: &Cursor<'d>) {
    let kind = match (old.flag("required"), new.flag("required")) {
        (false, true) => Some(ChangeKind::ParameterBecameRequired),
        (true, false) => Some(ChangeKind::ParameterBecameOptional),
        (true, true) | (false, false) => None,
    };
    let is_path = old.text("in") == Some("path");
    if let Some(kind) = kind.filter(|_| !is_path) {
        context.report(scope, kind, Place::both(old, new), Details::about(subject(new)));
    }
    for (flag, allowed, refused) in FLAGS {
        let kind = match (old.flag(flag), new.flag(flag)) {
            (false, true) => allowed,
            (true, false) => refused,
            (true, true) | (false, false) => continue,
        };
        context.report(scope, kind, Place::both(old, new), Details::about(subject(new)));
    }
    default(context, scope, old, new);
    deprecation::compare(context, scope, (&LIFE, Some(subject(new))), (old, new));
    let reported = (ChangeKind::ParameterSerializationChanged, subject(new));
    let scope = context.in_part(scope, Part::Parameter(old.clone()));
    serialization::compare(context, scope, reported, (old, new));
}

/// A default that is new only says what was so before, as far as anybody knows. Who has to send the parameter never
/// meets its default.
fn default(context: &mut Context<'_>, scope: Scope, old: &Cursor<'_>, new: &Cursor<'_>) {
    let (Some(before), after) = (default_of(old), default_of(new)) else { return };
    let is_met = !old.flag("required") && !new.flag("required");
    if is_met && Some(before) != after {
        let details = Details::values(Some(before), after).subject(subject(new));
        context.report(scope, ChangeKind::ParameterDefaultChanged, Place::both(old, new), details);
    }
}

fn default_of<'d>(parameter: &Cursor<'d>) -> Option<&'d Value> {
    parameter.get("schema")?.value.get("default")
}

fn subject(parameter: &Cursor<'_>) -> Subject {
    let text = |key| parameter.text(key).unwrap_or("?").to_owned();
    Subject::Parameter { place: text("in"), name: text("name") }
}
