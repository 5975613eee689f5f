//! The values of parameters, as a request spells them.
//!
//! | rule | source |
//! |---|---|
//! | `form` in queries and cookies, `simple` in paths and headers, where a style is not named | OpenAPI 3.0.4 and 3.1.1, Parameter Object, `style` |
//! | `explode` is true for `form` and false for the others, where it is not said | the same, `explode` |
//! | several fields of one header are one list | RFC 9110, 5.3 |

use std::collections::HashMap;

use gatepact_openapi::{Parameter, ParameterLocation};
use gatepact_schema::Reading;
use pact_models::v4::http_parts::HttpRequest;
use serde_json::Value;

use crate::judge::header;
use crate::schemas::{Any, Schemas};
use crate::shape::alternatives_of;
use crate::text_values::{is_list, list, object, typed};

/// What a request sends for a parameter.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Sent {
    /// Nothing.
    Absent,
    /// One text, or several.
    Texts(Vec<String>),
    /// Members of an object.
    Members(Vec<(String, String)>),
    /// What other parts of a document describe, or what belongs to another parameter.
    Elsewhere,
    /// Something whose spelling is not understood here.
    Unread,
}

/// The cookies of a request.
pub(crate) fn cookies(request: &HttpRequest) -> impl Iterator<Item = (&str, &str)> {
    let fields = header(request.headers.as_ref(), "cookie").unwrap_or_default();
    let pairs = fields.iter().flat_map(|field| field.split(';'));
    pairs.filter_map(|pair| pair.trim().split_once('='))
}

/// What a request sends for a parameter; `path` has the parameters of the path.
pub(crate) fn sent(
    parameter: &Parameter<'_>,
    request: &HttpRequest,
    path: &[(&str, String)],
) -> Sent {
    let texts = match parameter.location {
        ParameterLocation::Path => {
            let name = parameter.name.trim_end_matches('+');
            path.iter().find(|(known, _)| *known == name).map(|(_, value)| vec![value.clone()])
        }
        ParameterLocation::Header => {
            let fields = header(request.headers.as_ref(), parameter.name);
            // Authorization, Accept and Content-Type are described elsewhere.
            let is_elsewhere = ["accept", "authorization", "content-type"]
                .iter()
                .any(|name| parameter.name.eq_ignore_ascii_case(name));
            if is_elsewhere {
                return Sent::Elsewhere;
            }
            fields.map(<[String]>::to_vec)
        }
        ParameterLocation::Cookie => {
            let found = cookies(request).find(|(name, _)| *name == parameter.name);
            found.map(|(_, value)| vec![value.to_owned()])
        }
        ParameterLocation::Query => return of_query(parameter, request),
        ParameterLocation::QueryString => return Sent::Unread,
    };
    let Some(mut texts) = texts else { return Sent::Absent };
    if let Some(style @ ("matrix" | "label")) = parameter.at.text("style") {
        if is_object(parameter) {
            return Sent::Unread;
        }
        texts.iter_mut().for_each(|text| *text = without_prefix(parameter, style, text));
    }
    Sent::Texts(texts)
}

/// The text of a path parameter, its items separated by commas: `.3.4` and `;n=3;n=4` (OpenAPI 3.0.4, Parameter Object,
/// "Style Examples").
fn without_prefix(parameter: &Parameter<'_>, style: &str, text: &str) -> String {
    let (prefix, between) = match style {
        "label" => (".".to_owned(), ".".to_owned()),
        _ => (format!(";{}=", parameter.name), format!(";{}=", parameter.name)),
    };
    let text = text.strip_prefix(&prefix).unwrap_or(text);
    let is_list = parameter.schema().resolved().text("type") == Some("array");
    if is_list { text.replace(&between, ",") } else { text.to_owned() }
}

fn of_query(parameter: &Parameter<'_>, request: &HttpRequest) -> Sent {
    let Some(query) = &request.query else { return Sent::Absent };
    let name = parameter.name;
    if parameter.at.text("style") == Some("deepObject") {
        let members = query.iter().filter_map(|(key, values)| {
            let member = key.strip_prefix(name)?.strip_prefix('[')?.strip_suffix(']')?;
            Some((member.to_owned(), values.first()?.clone().unwrap_or_default()))
        });
        let members: Vec<_> = members.collect();
        return if members.is_empty() { Sent::Absent } else { Sent::Members(members) };
    }
    let found = query.get(name).or_else(|| query.get(&format!("{name}[]")));
    match found {
        Some(values) => {
            Sent::Texts(values.iter().map(|value| value.clone().unwrap_or_default()).collect())
        }
        None if is_object(parameter) => of_exploded(parameter, query),
        None => Sent::Absent,
    }
}

/// Members of an exploded object are parameters of their own names; which of them are its own is known of those that it
/// declares.
fn of_exploded(parameter: &Parameter<'_>, query: &HashMap<String, Vec<Option<String>>>) -> Sent {
    let explodes = parameter.at.value.get("explode").and_then(Value::as_bool) != Some(false);
    let schema = parameter.schema().resolved();
    let declared = schema.value.get("properties").and_then(Value::as_object);
    let members: Vec<(String, String)> = declared
        .into_iter()
        .flatten()
        .flat_map(|(name, _)| query.get(name).into_iter().flatten().map(move |it| (name, it)))
        .map(|(name, value)| (name.clone(), value.clone().unwrap_or_default()))
        .collect();
    match (members.is_empty(), explodes) {
        (false, true) => Sent::Members(members),
        // Whether another name is a member of it is not known.
        _ => Sent::Elsewhere,
    }
}

fn is_object(parameter: &Parameter<'_>) -> bool {
    let schema = parameter.schema().resolved();
    schema.text("type") == Some("object") || schema.value.get("properties").is_some()
}

/// The text between the items of a list, where they are not sent one by one.
fn separator(parameter: &Parameter<'_>) -> Option<&'static str> {
    let explodes = parameter.at.value.get("explode").and_then(Value::as_bool);
    match (parameter.location, parameter.at.text("style")) {
        (_, Some("spaceDelimited")) => Some(" "),
        (_, Some("pipeDelimited")) => Some("|"),
        (_, Some("tabDelimited")) => Some("\t"),
        (ParameterLocation::Query | ParameterLocation::Cookie, _) if explodes != Some(false) => {
            None
        }
        _ => Some(","),
    }
}

/// The value that texts stand for, read by a schema.
pub(crate) fn value<'d>(
    schemas: &mut Schemas<'d>,
    (parameter, sent): (&Parameter<'_>, &Sent),
    any: &Any<'d>,
    reading: Reading,
) -> Option<Value> {
    if parameter.at.value.get("content").is_some() {
        let Sent::Texts(texts) = sent else { return None };
        return serde_json::from_str(texts.first()?).ok();
    }
    match sent {
        Sent::Absent | Sent::Elsewhere | Sent::Unread => None,
        Sent::Members(members) => Some(object(schemas, members, any, reading)),
        Sent::Texts(texts) => {
            let alternatives = alternatives_of(any);
            let Some(all) = alternatives.iter().find(|all| is_list(all)) else {
                let text = match (parameter.location, texts.as_slice()) {
                    (ParameterLocation::Header, _) => texts.join(", "),
                    // What is sent more than once is a list, also where none is described.
                    (ParameterLocation::Query, [_, _, ..]) if !is_object(parameter) => {
                        return Some(texts.iter().cloned().map(Value::String).collect());
                    }
                    _ => texts.first()?.clone(),
                };
                return match is_object(parameter) {
                    true => Some(object(schemas, &members(parameter, &text)?, any, reading)),
                    false => Some(typed(schemas, &text, any, reading)),
                };
            };
            let items: Vec<String> = match separator(parameter) {
                Some(separator) => texts
                    .iter()
                    .flat_map(|text| text.split(separator))
                    .map(|text| text.trim().to_owned())
                    .collect(),
                None => texts.clone(),
            };
            Some(list(schemas, &items, all, reading))
        }
    }
}

/// The members of an object in one text: `x,4,y,5`, exploded `x=4,y=5`.
fn members(parameter: &Parameter<'_>, text: &str) -> Option<Vec<(String, String)>> {
    let separator = separator(parameter)?;
    let parts: Vec<&str> = text.split(separator).map(str::trim).collect();
    let explodes = parameter.at.flag("explode");
    let pair = |pair: &[&str]| match (explodes, pair) {
        (true, [text]) => {
            text.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()))
        }
        (false, [name, value]) => Some(((*name).to_owned(), (*value).to_owned())),
        _ => None,
    };
    parts.chunks(if explodes { 1 } else { 2 }).map(pair).collect()
}
