//! How the value of a parameter becomes text: OpenAPI's `style` and `explode` (OpenAPI 3.0.4, "Style Values"; the
//! forms are those of RFC 6570).

use gatepact_openapi::Cursor;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

/// What need not be encoded anywhere in a URL (RFC 3986, 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A text, percent-encoded.
pub(super) fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// A value as plain text.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

/// How a parameter is written.
pub(super) struct Style<'d> {
    name: &'d str,
    style: &'d str,
    explode: bool,
    /// `content` instead of `schema`: JSON.
    is_json: bool,
    encodes: bool,
}

impl<'d> Style<'d> {
    /// That of a header that says nothing of it.
    pub(super) const HEADER: Style<'static> =
        Style { name: "", style: "simple", explode: false, is_json: false, encodes: false };

    pub(super) fn of(parameter: &Cursor<'d>) -> Self {
        let place = parameter.text("in").unwrap_or("header");
        let usual = if matches!(place, "query" | "cookie") { "form" } else { "simple" };
        // A separator of Swagger 2.0 that no style has.
        let separated = parameter.text("x-collectionFormat");
        let style = separated.or(parameter.text("style")).unwrap_or(usual);
        let explode = parameter.value.get("explode").and_then(Value::as_bool);
        Self {
            name: parameter.text("name").unwrap_or_default(),
            style,
            explode: explode.unwrap_or(style == "form"),
            is_json: parameter.value.get("content").is_some(),
            encodes: matches!(place, "query" | "path"),
        }
    }

    /// The value as it is written in a path segment or a header.
    pub(super) fn simple(&self, value: &Value) -> String {
        let value = self.joined(value, &self.between(), "=");
        match self.style {
            "label" => format!(".{value}"),
            "matrix" => format!(";{}={value}", self.part(self.name)),
            _ => value,
        }
    }

    /// The value as `name=value` parts of a query or a cookie.
    pub(super) fn pairs(&self, value: &Value) -> Vec<String> {
        let name = self.part(self.name);
        let pair = |name: &str, value: &Value| format!("{name}={}", self.part(&text(value)));
        if self.is_json {
            return vec![format!("{name}={}", self.part(&value.to_string()))];
        }
        match value {
            Value::Array(items) if self.explode => {
                items.iter().map(|item| pair(&name, item)).collect()
            }
            Value::Object(members) if self.style == "deepObject" => members
                .iter()
                .map(|(key, value)| pair(&format!("{name}%5B{}%5D", self.part(key)), value))
                .collect(),
            Value::Object(members) if self.explode => {
                members.iter().map(|(key, value)| pair(&self.part(key), value)).collect()
            }
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Array(_)
            | Value::Object(_) => {
                let between = self.between();
                vec![format!("{name}={}", self.joined(value, &between, &between))]
            }
        }
    }

    /// What separates the items of a list.
    fn between(&self) -> String {
        match self.style {
            "spaceDelimited" | "ssv" => self.part(" "),
            "pipeDelimited" | "pipes" => self.part("|"),
            "tsv" => self.part("\t"),
            _ => ",".to_owned(),
        }
    }

    fn joined(&self, value: &Value, between: &str, of: &str) -> String {
        if self.is_json {
            return self.part(&value.to_string());
        }
        let of = if self.explode { of } else { between };
        match value {
            Value::Array(items) => {
                items.iter().map(|item| self.part(&text(item))).collect::<Vec<_>>().join(between)
            }
            Value::Object(members) => members
                .iter()
                .map(|(key, value)| format!("{}{of}{}", self.part(key), self.part(&text(value))))
                .collect::<Vec<_>>()
                .join(between),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                self.part(&text(value))
            }
        }
    }

    fn part(&self, text: &str) -> String {
        if self.encodes { encode(text) } else { text.to_owned() }
    }
}
