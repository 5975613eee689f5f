//! Parameters: path, query, header and cookie, those of the path item included.
//!
//! Path parameters pair by position, the others by name; names of headers in any case. A parameter that is gone from
//! one place and new in another has moved. A path parameter that only one document lists is a gap in the other (exports
//! have them), not a change: the template says that it is there, and it is text as far as that document says.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::{Value, json};

use super::change::{Change, Facts};
use super::cursor::Cursor;
use super::lifetime::{self, Kinds, Removal};
use super::operations::Side;
use super::rules::Kind;
use super::serialization;
use super::walk::{Part, Pass, Place, Walk};

/// Where a parameter is sent and what it is called there.
pub(super) type Key = (String, String);

const PATH: &str = "path";
/// A path parameter that the template does not have: it cannot be sent, so that it is no loss and no demand.
const STRAY: &str = "path, not in the template";

/// A path parameter that nobody describes.
pub(super) static TEXT: LazyLock<Value> = LazyLock::new(|| json!({ "type": "string" }));

const LIFE: Kinds = Kinds {
    deprecated: Kind::ParameterDeprecated,
    reactivated: Kind::ParameterReactivated,
    sunset_earlier: Kind::ParameterSunsetEarlier,
    sunset_unreadable: Kind::ParameterSunsetUnreadable,
    sunset_withdrawn: Kind::ParameterSunsetWithdrawn,
};

/// What a query parameter may look like, and the kinds that say so.
const FLAGS: [(&str, Kind, Kind); 2] = [
    ("allowEmptyValue", Kind::ParameterEmptyValueAllowed, Kind::ParameterEmptyValueRefused),
    ("allowReserved", Kind::ParameterReservedAllowed, Kind::ParameterReservedRefused),
];

pub(super) fn compare<'d>(walk: &mut Walk<'d>, pass: Pass, old: &Side<'d>, new: &Side<'d>) {
    let (before, after) = (collect(old), collect(new));
    for (key, parameter) in &before {
        match after.get(key) {
            Some(new) => pair(walk, pass, parameter, new),
            None if key.0 == STRAY => {}
            None if key.0 == PATH => {
                let undescribed = Cursor::apart(&TEXT, &new.operation);
                let part = walk.over(pass, Part::Parameter(parameter.clone()));
                walk.schemas(part, &parameter.get_or_absent("schema"), &undescribed);
            }
            None if moved(key, &after, &before).is_some() => {}
            None => gone(walk, pass, parameter),
        }
    }
    let is_new = |key: &Key| key.0 != STRAY && !before.contains_key(key);
    for (key, parameter) in after.iter().filter(|(key, _)| is_new(key)) {
        if key.0 == PATH {
            let undescribed = Cursor::apart(&TEXT, &old.operation);
            let part = walk.over(pass, Part::Parameter(parameter.clone()));
            walk.schemas(part, &undescribed, &parameter.get_or_absent("schema"));
            continue;
        }
        match moved(key, &before, &after) {
            Some(old) => {
                let facts = Facts::values(old.value.get("in"), None).subject(subject(parameter));
                walk.report(pass, Kind::ParameterMoved, Place::both(old, parameter), facts);
            }
            None => come(walk, pass, parameter),
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

fn gone(walk: &mut Walk<'_>, pass: Pass, old: &Cursor<'_>) {
    let kind = match lifetime::removal(old, walk.options.today) {
        Removal::AfterSunset => Kind::ParameterRemovedAfterSunset,
        Removal::BeforeSunset => Kind::ParameterRemovedBeforeSunset,
        // Levels are those of operations.
        Removal::Announced | Removal::Unannounced | Removal::Unstable => Kind::ParameterRemoved,
    };
    walk.report(pass, kind, Place::removed(old), lifetime::facts(old, Some(subject(old))));
}

fn come(walk: &mut Walk<'_>, pass: Pass, new: &Cursor<'_>) {
    let kind = if new.flag("required") {
        Kind::ParameterRequiredAdded
    } else {
        Kind::ParameterOptionalAdded
    };
    walk.report(pass, kind, Place::added(new), Facts::about(subject(new)));
}

pub(super) fn collect<'d>(side: &Side<'d>) -> BTreeMap<Key, Cursor<'d>> {
    let mut result = BTreeMap::new();
    // The operation's own come last and override.
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

pub(super) fn key_of(side: &Side<'_>, parameter: &Cursor<'_>) -> Option<Key> {
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

fn pair<'d>(walk: &mut Walk<'d>, pass: Pass, old: &Cursor<'d>, new: &Cursor<'d>) {
    let kind = match (old.flag("required"), new.flag("required")) {
        (false, true) => Some(Kind::ParameterBecameRequired),
        (true, false) => Some(Kind::ParameterBecameOptional),
        (true, true) | (false, false) => None,
    };
    let is_path = old.text("in") == Some("path");
    if let Some(kind) = kind.filter(|_| !is_path) {
        walk.report(pass, kind, Place::both(old, new), Facts::about(subject(new)));
    }
    for (flag, allowed, refused) in FLAGS {
        let kind = match (old.flag(flag), new.flag(flag)) {
            (false, true) => allowed,
            (true, false) => refused,
            (true, true) | (false, false) => continue,
        };
        walk.report(pass, kind, Place::both(old, new), Facts::about(subject(new)));
    }
    default(walk, pass, old, new);
    lifetime::compare(walk, pass, (&LIFE, Some(subject(new))), (old, new));
    let told = (Kind::ParameterSerializationChanged, subject(new));
    let pass = walk.over(pass, Part::Parameter(old.clone()));
    serialization::compare(walk, pass, told, (old, new));
}

/// A default that is new only says what was so before, as far as anybody knows. Who has to send the parameter never
/// meets its default.
fn default(walk: &mut Walk<'_>, pass: Pass, old: &Cursor<'_>, new: &Cursor<'_>) {
    let (Some(before), after) = (default_of(old), default_of(new)) else { return };
    let is_met = !old.flag("required") && !new.flag("required");
    if is_met && Some(before) != after {
        let facts = Facts::values(Some(before), after).subject(subject(new));
        walk.report(pass, Kind::ParameterDefaultChanged, Place::both(old, new), facts);
    }
}

/// The default of a parameter is the parameter's: its schema does not tell it again.
pub(super) fn tell_defaults_once(changes: &mut Vec<Change>) {
    let of_parameters = changes.iter().filter(|it| it.kind == Kind::ParameterDefaultChanged);
    let schemas: Vec<String> = of_parameters
        .filter_map(|it| it.pointer_new.as_ref().map(|pointer| format!("{pointer}/schema")))
        .collect();
    changes.retain(|it| {
        let is_of_parameter = it.pointer_new.as_ref().is_some_and(|at| schemas.contains(at));
        it.kind != Kind::DefaultChanged || !is_of_parameter
    });
}

fn default_of<'d>(parameter: &Cursor<'d>) -> Option<&'d Value> {
    parameter.get("schema")?.value.get("default")
}

/// ``query parameter `page` ``
fn subject(parameter: &Cursor<'_>) -> String {
    let text = |key| parameter.text(key).unwrap_or("?");
    format!("{} parameter `{}`", text("in"), text("name"))
}
