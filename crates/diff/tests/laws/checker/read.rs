//! From the text of a parameter to the values that it may stand for (OpenAPI 3.0.4, "Style Values").

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

/// Items of a list whose readings are combined; those of a longer one are all texts, or none is.
const MOST: usize = 6;

/// How a parameter is written.
pub(crate) struct Style {
    pub(crate) place: String,
    name: String,
    style: String,
    explode: bool,
    is_json: bool,
    /// Whether the values are objects that have a parameter for each property, and none with their own name.
    pub(crate) is_spread: bool,
    /// The names of its properties, where it says nothing of others.
    declared: Option<Vec<String>>,
}

impl Style {
    /// A header of a response has no place.
    pub(crate) fn of(parameter: &Value) -> Self {
        let text = |key: &str| parameter.get(key).and_then(Value::as_str);
        let place = text("in").unwrap_or("header").to_owned();
        let usual = if place == "query" || place == "cookie" { "form" } else { "simple" };
        let style = text("style").unwrap_or(usual).to_owned();
        let explode = parameter.get("explode").and_then(Value::as_bool);
        let is_object = parameter.pointer("/schema/type") == Some(&json!("object"))
            || parameter.pointer("/schema/properties").is_some();
        let explode = explode.unwrap_or(style == "form");
        let properties = parameter.pointer("/schema/properties").and_then(Value::as_object);
        let is_closed = parameter.pointer("/schema/additionalProperties").is_none();
        let declared = properties.filter(|it| is_closed && !it.is_empty());
        Self {
            name: text("name").unwrap_or_default().to_owned(),
            is_json: parameter.get("content").is_some(),
            declared: declared.map(|it| it.keys().cloned().collect()),
            is_spread: is_object && style == "form" && explode,
            explode,
            place,
            style,
        }
    }

    /// The parts `name=value` of a query or of cookies that are this parameter's; still encoded. A spread object takes
    /// what no other parameter claims.
    pub(crate) fn texts<'t>(
        &self,
        parts: impl Iterator<Item = &'t str>,
        others: &[&str],
    ) -> Vec<String> {
        let mut found = Vec::new();
        for part in parts.filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let name = self.decoded(name);
            let is_deep = self.style == "deepObject"
                && name.starts_with(&format!("{}[", self.name))
                && name.ends_with(']');
            if is_deep {
                let key = &name[self.name.len() + 1..name.len() - 1];
                found.push(format!("{key}={value}"));
            } else if self.is_spread
                && self.declared.as_ref().is_none_or(|it| it.contains(&name))
                && !others.contains(&name.split('[').next().unwrap_or_default())
            {
                found.push(format!("{name}={value}"));
            } else if name == self.name && !self.is_spread {
                found.push(value.to_owned());
            }
        }
        found
    }

    /// Whether parts that nobody else claims are its own.
    pub(crate) fn takes_any(&self) -> bool {
        self.is_spread && self.declared.is_none()
    }

    fn decoded(&self, text: &str) -> String {
        if self.place == "query" || self.place == "path" {
            percent_decode_str(text).decode_utf8_lossy().into_owned()
        } else {
            text.to_owned()
        }
    }

    fn is_pairwise(&self) -> bool {
        self.place == "query" || self.place == "cookie"
    }

    fn separator(&self) -> &'static str {
        match (self.style.as_str(), self.explode) {
            ("spaceDelimited", _) => "%20",
            ("pipeDelimited", _) => "%7C",
            ("label", true) => ".",
            ("matrix", true) => ";",
            _ => ",",
        }
    }
}

/// All values that a text may stand for.
pub(crate) fn readings(style: &Style, texts: &[String]) -> Vec<Value> {
    let mut texts = texts.to_vec();
    if style.is_json {
        let text = style.decoded(&texts[0]);
        return serde_json::from_str(&text).into_iter().collect();
    }
    if style.style == "label" {
        let Some(rest) = texts[0].strip_prefix('.') else { return Vec::new() };
        texts[0] = rest.to_owned();
    }
    if style.style == "matrix" {
        let prefix = format!(";{}=", style.name);
        let Some(rest) = texts[0].strip_prefix(&prefix) else { return Vec::new() };
        texts[0] = rest.to_owned();
    }
    let mut all = Vec::new();
    if let [text] = texts.as_slice() {
        all.extend(scalars(&style.decoded(text)));
    }
    all.extend(lists(style, &texts));
    all.extend(objects(style, &texts));
    all
}

fn lists(style: &Style, texts: &[String]) -> Vec<Value> {
    let is_repeated = style.is_pairwise() && style.explode;
    let items: Vec<String> = if is_repeated {
        texts.to_vec()
    } else if texts[0].is_empty() {
        return vec![json!([]), json!([""])];
    } else {
        texts[0].split(style.separator()).map(str::to_owned).collect()
    };
    let items: Vec<String> = items.iter().map(|item| style.decoded(item)).collect();
    combined(&items).into_iter().map(Value::Array).collect()
}

fn objects(style: &Style, texts: &[String]) -> Vec<Value> {
    let is_spread = style.style == "deepObject" || (style.is_pairwise() && style.explode);
    let pairs: Option<Vec<(String, String)>> = if is_spread || style.explode {
        let parts = if is_spread {
            texts.to_vec()
        } else {
            texts[0].split(style.separator()).map(str::to_owned).collect()
        };
        parts.iter().map(|part| part.split_once('=')).map(|it| it.map(owned)).collect()
    } else {
        let parts: Vec<&str> = texts[0].split(style.separator()).collect();
        let pairs = parts.chunks(2).map(|pair| Some(owned((*pair.first()?, *pair.get(1)?))));
        pairs.collect()
    };
    let Some(pairs) = pairs else { return Vec::new() };
    let values: Vec<String> = pairs.iter().map(|(_, text)| style.decoded(text)).collect();
    combined(&values)
        .into_iter()
        .map(|values| {
            let names = pairs.iter().map(|(name, _)| style.decoded(name));
            Value::Object(names.zip(values).collect::<Map<_, _>>())
        })
        .collect()
}

fn owned((name, value): (&str, &str)) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

/// Each text in each of its readings; of many, all in the same one.
fn combined(texts: &[String]) -> Vec<Vec<Value>> {
    if texts.len() > MOST {
        let read = |text: &String| scalars(text).pop().unwrap_or_default();
        return vec![
            texts.iter().cloned().map(Value::from).collect(),
            texts.iter().map(read).collect(),
        ];
    }
    let mut all: Vec<Vec<Value>> = vec![Vec::new()];
    for text in texts {
        let readings = scalars(text);
        all = readings
            .iter()
            .flat_map(|reading| {
                all.iter().map(|it| [it.as_slice(), std::slice::from_ref(reading)].concat())
            })
            .collect();
    }
    all
}

/// A text as a text, a number, a boolean, or nothing.
fn scalars(text: &str) -> Vec<Value> {
    let mut all = vec![Value::from(text)];
    match serde_json::from_str::<Value>(text) {
        // `1.0` and `1e2` are numbers, ` 1` is none.
        Ok(value) if !value.is_string() && text.trim() == text => all.push(value),
        Ok(_) | Err(_) => {}
    }
    if text.is_empty() {
        all.push(Value::Null);
    }
    all
}
