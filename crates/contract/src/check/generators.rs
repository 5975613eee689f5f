//! Generators: the bounds of each type.

use std::collections::HashMap;

use gatepact_finding::Pointer;
use pact_models::generators::{
    GenerateValue as _, Generator, NoopVariantMatcher, VariantMatcher as _,
};
use serde_json::{Map, Value};

use super::paths::first_line;
use super::{expression, paths, pattern};
use crate::caught;
use crate::fault::{Fault, shown};

/// The longest text that one generator may make, in bytes; as long as those with a size may be.
const LONGEST: u64 = 65_535;

/// How many bytes the generators of one part may make at most.
const ALTOGETHER: u64 = 16 * 1024 * 1024;

/// Beyond it a decimal of `f64` is infinite.
const MAX_DIGITS: i64 = 300;

/// What a member of a generator may be.
enum Bound {
    Between(&'static str, i64, i64),
    Text(&'static str),
    OneOf(&'static str, &'static [&'static str]),
}

/// The bounds of every type of generator that is applied to a request, by name.
const BOUNDS: [(&str, &[Bound]); 12] = [
    (
        "RandomInt",
        &[
            Bound::Between("min", i32::MIN as i64, i32::MAX as i64 - 1),
            Bound::Between("max", i32::MIN as i64, i32::MAX as i64),
        ],
    ),
    (
        "Uuid",
        &[Bound::OneOf(
            "format",
            &["simple", "lower-case-hyphenated", "upper-case-hyphenated", "URN"],
        )],
    ),
    ("RandomDecimal", &[Bound::Between("digits", 1, MAX_DIGITS)]),
    ("RandomHexadecimal", &[Bound::Between("digits", 0, LONGEST as i64)]),
    ("RandomString", &[Bound::Between("size", 0, LONGEST as i64)]),
    ("Regex", &[Bound::Text("regex")]),
    ("Date", &[Bound::Text("format"), Bound::Text("expression")]),
    ("Time", &[Bound::Text("format"), Bound::Text("expression")]),
    ("DateTime", &[Bound::Text("format"), Bound::Text("expression")]),
    ("RandomBoolean", &[]),
    ("ProviderState", &[Bound::Text("expression")]),
    ("MockServerURL", &[]),
];

/// What must be there, or the model leaves the generator out.
const NEEDED: [(&str, &str); 2] = [("Regex", "regex"), ("ProviderState", "expression")];

/// Checks the generators of a request or a response.
pub(super) fn of(part: &Value, at: &Pointer) -> Result<(), Fault> {
    let at = at.child("generators");
    let Some(categories) = part.get("generators").and_then(Value::as_object) else { return Ok(()) };
    // No generator makes more values than the body has parts.
    let parts = part.get("body").map_or(1, parts);
    let mut bytes = 0_u64;
    for (name, category) in categories {
        let at = at.child(name);
        match name.to_lowercase().as_str() {
            "path" | "method" | "status" => bytes = bytes.saturating_add(generator(category, &at)?),
            name @ ("header" | "query" | "body" | "metadata") => {
                let Some(keys) = category.as_object() else {
                    return Err(Fault::new(&at, format!("its generators are {}", shown(category))));
                };
                for (key, value) in keys {
                    let at = at.child(key);
                    if name == "body" {
                        paths::expression(key, &at)?;
                    }
                    let times = if name == "body" && key.contains('*') { parts } else { 1 };
                    bytes = bytes.saturating_add(generator(value, &at)?.saturating_mul(times));
                }
            }
            _ => {
                let reason = format!("it has generators for `{name}`, which no part of it is");
                return Err(Fault::new(&at, reason));
            }
        }
    }
    if bytes > ALTOGETHER {
        return Err(Fault::new(&at, too_long(bytes)));
    }
    Ok(())
}

fn parts(body: &Value) -> u64 {
    match body {
        Value::Array(elements) => elements.iter().map(parts).fold(1, u64::saturating_add),
        Value::Object(members) => members.values().map(parts).fold(1, u64::saturating_add),
        // The body of another content type than JSON: a part may be as short as a character.
        Value::String(text) => u64::try_from(text.len()).unwrap_or(u64::MAX).max(1),
        Value::Null | Value::Bool(_) | Value::Number(_) => 1,
    }
}

/// Checks one generator, and tells how many bytes it makes at most.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn generator(json: &Value, at: &Pointer) -> Result<u64, Fault> {
    let fault = |reason: String| Fault::new(at, reason);
    let Some(members) = json.as_object() else {
        return Err(fault(format!("a generator is {}", shown(json))));
    };
    let Some(name) = members.get("type").and_then(Value::as_str).filter(|name| !name.is_empty())
    else {
        return Err(fault("a generator has no `type`".to_owned()));
    };
    let Some((_, bounds)) = BOUNDS.iter().find(|(known, _)| *known == name) else {
        let reason = format!("it has the generator `{name}`, which is not known");
        return Err(Fault::foreign(at, reason));
    };
    for bound in *bounds {
        bounded(members, bound)
            .map_err(|reason| fault(format!("the {reason} of its generator `{name}`")))?;
    }
    if let Some((_, needed)) =
        NEEDED.iter().find(|(it, member)| *it == name && !members.contains_key(*member))
    {
        return Err(fault(format!("its generator `{name}` has no `{needed}`")));
    }
    if let Some(text) = members.get("expression").and_then(Value::as_str)
        && name != "ProviderState"
        && !expression::is_bounded(text)
    {
        let text = shown(&Value::from(text));
        return Err(fault(format!("its generator `{name}` leads out of the calendar: {text}")));
    }
    let bytes = length(name, members);
    if bytes > LONGEST {
        return Err(fault(too_long(bytes)));
    }
    tried(name, members).map_err(fault)?;
    Ok(bytes)
}

fn bounded(members: &Map<String, Value>, bound: &Bound) -> Result<(), String> {
    let value = |name: &&str| members.get(*name).filter(|value| !value.is_null());
    let (name, value, within) = match bound {
        Bound::Between(name, from, to) => {
            let Some(value) = value(name) else { return Ok(()) };
            (name, value, value.as_i64().is_some_and(|it| (*from..=*to).contains(&it)))
        }
        Bound::Text(name) => {
            let Some(value) = value(name) else { return Ok(()) };
            (name, value, value.is_string())
        }
        Bound::OneOf(name, known) => {
            let Some(value) = value(name) else { return Ok(()) };
            (name, value, value.as_str().is_some_and(|it| known.contains(&it)))
        }
    };
    if within {
        Ok(())
    } else {
        Err(format!("`{name}` is {}: that is out of the bounds", shown(value)))
    }
}

fn length(name: &str, members: &Map<String, Value>) -> u64 {
    let number = |name: &str| members.get(name).and_then(Value::as_u64).unwrap_or(10);
    match name {
        "RandomDecimal" | "RandomHexadecimal" => number("digits"),
        "RandomString" => number("size"),
        "Regex" => members
            .get("regex")
            .and_then(Value::as_str)
            .map_or(0, |text| pattern::longest(text).unwrap_or(0)),
        _ => {
            members.get("format").and_then(Value::as_str).map_or(64, |it| 64 + it.len() as u64 * 8)
        }
    }
}

fn too_long(bytes: u64) -> String {
    format!("its generators would make {bytes} bytes")
}

/// Whether the model can apply the generator at all: formats, and what no table foresaw.
fn tried(name: &str, members: &Map<String, Value>) -> Result<(), String> {
    let failed = |reason: &str| Err(format!("its generator `{name}` cannot be applied: {reason}"));
    let generator = match caught(|| Generator::from_map(name, members)) {
        Ok(Some(generator)) => generator,
        Ok(None) => return failed("Pact's own code does not take it"),
        Err(reason) => return failed(&reason),
    };
    match &generator {
        Generator::RandomInt(min, max) if min > max => {
            return Err(format!(
                "its generator `{name}` has a `min` of {min} and a `max` of {max}"
            ));
        }
        // What they need is known later.
        Generator::ProviderStateGenerator(..) | Generator::MockServerURL(..) => return Ok(()),
        _ => {}
    }
    let context = HashMap::new();
    let made =
        caught(|| generator.generate_value(&String::new(), &context, &NoopVariantMatcher.boxed()));
    match (made, &generator) {
        // Pact's verifiers send the recorded example where they cannot make a text of the pattern.
        (Ok(Ok(_)), _) | (Ok(Err(_)), Generator::Regex(_)) => Ok(()),
        (Ok(Err(error)), _) => failed(&first_line(&error)),
        (Err(reason), _) => failed(&reason),
    }
}
