//! Texts as values of the schemas that read them.

use std::collections::BTreeMap;

use gatepact_openapi::view::Content;
use gatepact_schema::Reading;
use serde_json::{Map, Value};

use crate::schemas::{All, Any, Schemas};
use crate::shape::{Member, alternatives_of, item, member};

/// Whether an alternative allows lists.
pub(crate) fn is_list(all: &All<'_>) -> bool {
    all.iter()
        .any(|part| part.at.text("type") == Some("array") || part.at.value.get("items").is_some())
}

/// The items of a list, each read by the schema of its position.
pub(crate) fn list<'d>(
    schemas: &mut Schemas<'d>,
    items: &[String],
    all: &All<'d>,
    reading: Reading,
) -> Value {
    let typed = items.iter().enumerate().map(|(position, text)| {
        let any = vec![item(all, position)];
        typed(schemas, text, &any, reading)
    });
    Value::Array(typed.collect())
}

/// The fields of a form as members: what an encoding writes as one text is told apart (OpenAPI 3.0.4, Encoding Object).
pub(crate) fn fields<'d>(
    schemas: &mut Schemas<'d>,
    (content, fields): (&Content<'_>, Vec<(String, String)>),
    any: &Any<'d>,
    reading: Reading,
) -> Value {
    let encoding = content.at.get_or_absent("encoding");
    let (mut own, mut nested) = (Vec::new(), BTreeMap::<String, Vec<(String, String)>>::new());
    for (name, text) in fields {
        let deep = name.split_once('[').and_then(|(name, rest)| {
            let is_deep = encoding.get_or_absent(name).text("style") == Some("deepObject");
            is_deep.then_some((name.to_owned(), rest.strip_suffix(']')?.to_owned()))
        });
        if let Some((name, member)) = deep {
            nested.entry(name).or_default().push((member, text));
            continue;
        }
        let encoded = encoding.get_or_absent(&name);
        let separator = match encoded.text("style") {
            Some("spaceDelimited") => Some(" "),
            Some("pipeDelimited") => Some("|"),
            _ if encoded.value.get("explode") == Some(&Value::Bool(false)) => Some(","),
            _ => None,
        };
        match separator {
            Some(separator) => {
                own.extend(text.split(separator).map(|text| (name.clone(), text.to_owned())));
            }
            None => own.push((name, text)),
        }
    }
    let mut result = object(schemas, &own, any, reading);
    for (name, members) in nested {
        let of_member = |all: &All<'d>| match member(schemas, all, &name) {
            Member::Declared(all) => Some(all),
            Member::Undeclared => None,
        };
        let any: Any<'d> = alternatives_of(any).iter().filter_map(of_member).collect();
        let value = object(schemas, &members, &any, reading);
        if let Value::Object(result) = &mut result {
            result.insert(name, value);
        }
    }
    result
}

/// Members by name; one that is sent more than once is a list.
pub(crate) fn object<'d>(
    schemas: &mut Schemas<'d>,
    members: &[(String, String)],
    any: &Any<'d>,
    reading: Reading,
) -> Value {
    let alternatives = alternatives_of(any);
    let mut result = Map::new();
    for (name, _) in members {
        if result.contains_key(name) {
            continue;
        }
        let texts: Vec<String> = members
            .iter()
            .filter(|(known, _)| known == name)
            .map(|(_, text)| text.clone())
            .collect();
        let of_member = |all: &All<'d>| match member(schemas, all, name) {
            Member::Declared(all) => Some(all),
            Member::Undeclared => None,
        };
        let any: Any<'d> = alternatives.iter().filter_map(of_member).collect();
        let below = alternatives_of(&any);
        let value = match (below.iter().find(|all| is_list(all)), texts.as_slice()) {
            (Some(all), texts) => list(schemas, texts, all, reading),
            (None, [text]) => typed(schemas, text, &any, reading),
            (None, texts) => Value::Array(texts.iter().cloned().map(Value::String).collect()),
        };
        result.insert(name.clone(), value);
    }
    Value::Object(result)
}

/// A text as the schema wants it: itself, or the number or truth value that it spells.
pub(crate) fn typed<'d>(
    schemas: &mut Schemas<'d>,
    text: &str,
    any: &Any<'d>,
    reading: Reading,
) -> Value {
    let itself = Value::String(text.to_owned());
    let meaning = schemas.meaning(any, reading);
    if schemas.allows(meaning, &itself) {
        return itself;
    }
    match serde_json::from_str::<Value>(text) {
        Ok(value @ (Value::Number(_) | Value::Bool(_) | Value::Object(_)))
            if schemas.allows(meaning, &value) =>
        {
            value
        }
        _ => itself,
    }
}
