//! A schema as alternatives, and what each of them says of the members and the items of a value.
//!
//! References, `allOf`, `oneOf`, `anyOf`, the children of a discriminator and conditions are followed; `not` is left to the
//! search for values.

use std::collections::BTreeSet;

use gatepact_schema::{Dialect, Reading};
use serde_json::{Map, Value};

use crate::inheritance::{children, is_parent};
use crate::schemas::{All, Any, Part, Schemas, of_responses};

/// More alternatives of one schema are not told apart.
const MOST_ALTERNATIVES: usize = 64;
/// Compositions nested deeper are not followed.
const DEEPEST: usize = 32;

/// What an alternative says of a member of an object.
#[derive(Debug, Clone)]
pub(crate) enum Member<'d> {
    /// These schemas; none where any value will do.
    Declared(All<'d>),
    /// The service does not send it, and may refuse it.
    Undeclared,
}

/// The alternatives of a schema, each a list of schemas that say something of the same value.
pub(crate) fn alternatives<'d>(part: &Part<'d>) -> Any<'d> {
    expand(part, &mut Vec::new())
}

/// The alternatives of schemas that hold together.
pub(crate) fn alternatives_of_all<'d>(all: &All<'d>) -> Any<'d> {
    all.iter().fold(vec![Vec::new()], |found, part| product(&found, &alternatives(part)))
}

/// All alternatives of alternatives.
pub(crate) fn alternatives_of<'d>(any: &Any<'d>) -> Any<'d> {
    let mut found: Any<'d> = any.iter().flat_map(alternatives_of_all).collect();
    found.truncate(MOST_ALTERNATIVES);
    found
}

fn expand<'d>(part: &Part<'d>, seen: &mut Vec<usize>) -> Any<'d> {
    let address = std::ptr::from_ref(part.at.value) as usize;
    if seen.contains(&address) || seen.len() > DEEPEST {
        return vec![Vec::new()];
    }
    seen.push(address);
    let below = |at| Part { side: part.side, at };
    let target = part.at.target().map(|target| expand(&below(target), seen));
    let mut found = match (target, part.at.is_reference()) {
        (Some(target), true) => {
            seen.pop();
            return target;
        }
        (Some(target), false) => product(&vec![vec![part.clone()]], &target),
        (None, _) => vec![vec![part.clone()]],
    };
    if let Some(members) = part.at.raw("allOf") {
        for member in members.items() {
            found = product(&found, &expand(&below(member), seen));
        }
    }
    for keyword in ["oneOf", "anyOf"] {
        let Some(list) = part.at.raw(keyword) else { continue };
        let choices: Any<'d> = list.items().flat_map(|it| expand(&below(it), seen)).collect();
        if !choices.is_empty() {
            found = product(&found, &choices);
        }
    }
    if is_parent(part.at.value) {
        let mut kinds: Any<'d> = vec![Vec::new()];
        kinds.extend(children(&part.at).flat_map(|child| expand(&below(child), seen)));
        found = product(&found, &kinds);
    }
    seen.pop();
    found
}

/// The alternatives with what their conditions add for a value: `then` or `else`, and what depends on its members.
pub(crate) fn for_value<'d>(
    schemas: &mut Schemas<'d>,
    any: &Any<'d>,
    value: &Value,
    reading: Reading,
) -> Any<'d> {
    let mut found = Any::new();
    for all in alternatives_of(any) {
        let mut added = All::new();
        for part in &all {
            let below = |at| Part { side: part.side, at };
            if let Some(condition) = part.at.raw("if") {
                let meaning = schemas.meaning_of_all(&vec![below(condition)], reading);
                let branch = if schemas.allows(meaning, value) { "then" } else { "else" };
                added.extend(part.at.raw(branch).map(below));
            }
            for keyword in ["dependentSchemas", "dependencies"] {
                let Some(dependent) = part.at.raw(keyword) else { continue };
                let met = dependent
                    .raw_members()
                    .filter(|(name, at)| value.get(name).is_some() && at.value.is_object());
                added.extend(met.map(|(_, at)| below(at)));
            }
        }
        if added.is_empty() {
            found.push(all);
        } else {
            found.extend(product(&vec![all], &alternatives_of_all(&added)));
        }
    }
    found
}

fn product<'d>(some: &Any<'d>, others: &Any<'d>) -> Any<'d> {
    let joined = some
        .iter()
        .flat_map(|one| others.iter().map(move |other| one.iter().chain(other).cloned().collect()));
    joined.take(MOST_ALTERNATIVES).collect()
}

/// Whether an alternative allows values of the type of this one.
pub(crate) fn admits(all: &All<'_>, value: &Value) -> bool {
    all.iter().all(|part| {
        let is_of = |name: &str| match (name, value) {
            ("object", Value::Object(_))
            | ("array", Value::Array(_))
            | ("string", Value::String(_))
            | ("number", Value::Number(_))
            | ("boolean", Value::Bool(_))
            | ("null", Value::Null) => true,
            ("integer", Value::Number(number)) => {
                !number.is_f64() || number.as_f64().is_some_and(|it| it.fract() == 0.0)
            }
            _ => false,
        };
        let may_be_null = part.at.dialect() == Dialect::OpenApi30 && part.at.flag("nullable");
        match part.at.value.get("type") {
            Some(Value::String(name)) => is_of(name) || (value.is_null() && may_be_null),
            Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).any(is_of),
            _ => true,
        }
    })
}

/// What an alternative says of a member: a service does not send what is not declared, unless the object declares
/// nothing or says that it is open.
pub(crate) fn member<'d>(schemas: &mut Schemas<'d>, all: &All<'d>, name: &str) -> Member<'d> {
    let (mut found, mut is_open, mut declares) = (All::new(), false, false);
    for part in all {
        let below = |at| Part { side: part.side, at };
        if let Some(names) = part.at.raw("propertyNames") {
            let meaning = schemas.meaning_of_all(&vec![below(names)], of_responses());
            if !schemas.allows(meaning, &Value::String(name.to_owned())) {
                return Member::Undeclared;
            }
        }
        let mut is_known = false;
        if let Some(Value::Object(properties)) = part.at.value.get("properties") {
            declares |= !properties.is_empty();
            if properties.contains_key(name) {
                found.extend(part.at.raw("properties").and_then(|it| it.raw(name)).map(below));
                is_known = true;
            }
        }
        if let Some(patterns) = part.at.raw("patternProperties") {
            for (pattern, at) in patterns.raw_members() {
                declares = true;
                if schemas.matches(pattern, name) {
                    found.push(below(at));
                    is_known = true;
                }
            }
        }
        is_open |= is_required_by(part, name);
        for keyword in ["additionalProperties", "unevaluatedProperties"] {
            let Some(others) = part.at.raw(keyword).filter(|_| !is_known) else { continue };
            match others.value {
                Value::Bool(false) => declares = true,
                Value::Bool(true) => is_open = true,
                _ => found.push(below(others)),
            }
        }
    }
    if !found.is_empty() || is_open || !declares {
        Member::Declared(found)
    } else {
        Member::Undeclared
    }
}

/// The names of the members that alternatives declare.
pub(crate) fn declared<'a>(any: &'a Any<'_>) -> BTreeSet<&'a String> {
    let properties = any.iter().flatten().filter_map(|part| part.at.value.get("properties"));
    properties.filter_map(Value::as_object).flat_map(Map::keys).collect()
}

/// Whether an alternative requires a member; what is `writeOnly` is in no response.
pub(crate) fn requires(all: &All<'_>, name: &str) -> bool {
    let is_withheld = |part: &Part<'_>| {
        let is_known = part.at.value.get("properties").is_some_and(|it| it.get(name).is_some());
        let properties = is_known.then(|| part.at.raw("properties")).flatten();
        properties.and_then(|it| it.get(name)).is_some_and(|it| it.flag("writeOnly"))
    };
    all.iter().any(|part| is_required_by(part, name)) && !all.iter().any(is_withheld)
}

/// Whether an alternative requires a member beside those that are there.
pub(crate) fn requires_beside(all: &All<'_>, name: &str, members: &Map<String, Value>) -> bool {
    let dependents = all.iter().flat_map(|part| {
        let of = |keyword: &str| part.at.value.get(keyword).and_then(Value::as_object);
        [of("dependentRequired"), of("dependencies")].into_iter().flatten().flatten()
    });
    let mut needed = dependents
        .filter(|(other, _)| *other != name && members.contains_key(*other))
        .filter_map(|(_, names)| names.as_array())
        .flatten();
    needed.any(|it| it.as_str() == Some(name))
}

fn is_required_by(part: &Part<'_>, name: &str) -> bool {
    let required = part.at.value.get("required").and_then(Value::as_array);
    required.is_some_and(|names| names.iter().any(|it| it.as_str() == Some(name)))
}

/// What an alternative says of the item at a position.
pub(crate) fn item<'d>(all: &All<'d>, position: usize) -> All<'d> {
    let of_part = |part: &Part<'d>| {
        let prefix = part.at.raw("prefixItems");
        let prefix = prefix.and_then(|it| it.items().nth(position));
        let at = prefix.or_else(|| part.at.raw("items"))?;
        at.value.is_object().then_some(Part { side: part.side, at })
    };
    all.iter().filter_map(of_part).collect()
}

/// The fewest and the most items that an alternative allows.
pub(crate) fn lengths(all: &All<'_>) -> (usize, usize) {
    let bound = |keyword: &str| {
        let of_part = move |part: &Part<'_>| part.at.value.get(keyword).and_then(Value::as_u64);
        all.iter().filter_map(of_part).filter_map(|it| usize::try_from(it).ok()).collect::<Vec<_>>()
    };
    let fewest = bound("minItems").into_iter().max().unwrap_or(0);
    (fewest, bound("maxItems").into_iter().min().unwrap_or(usize::MAX))
}

/// Whether an alternative allows a value as far as it says something: what it requires besides may be sent as well.
pub(crate) fn fits<'d>(
    schemas: &mut Schemas<'d>,
    all: &All<'d>,
    value: &Value,
    reading: Reading,
) -> bool {
    if !schemas.may_look() {
        return true;
    }
    if !admits(all, value) {
        return false;
    }
    match value {
        Value::Object(members) => {
            members.iter().all(|(name, value)| match member(schemas, all, name) {
                Member::Undeclared => false,
                Member::Declared(all) => fits_any(schemas, &all, value, reading),
            })
        }
        Value::Array(items) => {
            let (fewest, most) = lengths(all);
            (fewest..=most).contains(&items.len())
                && items.iter().enumerate().all(|(position, value)| {
                    fits_any(schemas, &item(all, position), value, reading)
                })
        }
        _ => {
            let meaning = schemas.meaning_of_all(all, reading);
            schemas.allows(meaning, value)
        }
    }
}

fn fits_any<'d>(schemas: &mut Schemas<'d>, all: &All<'d>, value: &Value, reading: Reading) -> bool {
    if !matches!(value, Value::Object(_) | Value::Array(_)) {
        let meaning = schemas.meaning_of_all(all, reading);
        return schemas.allows(meaning, value);
    }
    alternatives_of_all(all).iter().any(|all| fits(schemas, all, value, reading))
}
