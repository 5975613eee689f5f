//! Request bodies: a parameter in the body, or all fields of a form.

use serde_json::{Map, Value, json};

use super::operation::Incoming;
use super::parameter::{Form, Split, style};
use super::{At, ENTRY, Grown, Lowering, is_extension};
use crate::fault::Reading;
use gatepact_finding::pointer;

const URLENCODED: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

impl<'s> Lowering<'s> {
    /// The request body of an operation, at `to`, from its parameters that make one up; `None` where they contradict each
    /// other.
    pub(super) fn request_body(
        &mut self,
        incoming: &[Incoming<'s>],
        consumes: &[String],
        to: &str,
    ) -> Result<Option<Value>, Grown> {
        let (bodies, fields): (Vec<_>, Vec<_>) =
            incoming.iter().partition(|incoming| incoming.form == Form::Body);
        match (&bodies[..], &fields[..]) {
            ([body], []) => self.one_body(body, consumes, to).map(Some),
            ([], fields) => self.form(fields, consumes, to).map(Some),
            (_, []) => self.contradictory(incoming, to, "one of several bodies"),
            (_, _) => self.contradictory(incoming, to, "a body beside the fields of a form"),
        }
    }

    /// Each part is told, since a change of any of them may change what is meant.
    fn contradictory(
        &mut self,
        incoming: &[Incoming<'s>],
        to: &str,
        reason: &str,
    ) -> Result<Option<Value>, Grown> {
        for (index, part) in incoming.iter().enumerate() {
            let to = pointer::child(to, &index.to_string());
            let at = self.walk(At { to, from: part.from.clone() })?;
            self.note(&at, reason, Reading::NotUnderstood);
        }
        Ok(None)
    }

    fn one_body(
        &mut self,
        body: &Incoming<'s>,
        consumes: &[String],
        to: &str,
    ) -> Result<Value, Grown> {
        let is_shared = body.reference.is_some() && consumes == self.media.consumes;
        if let Some(reference) = body.reference.filter(|_| is_shared) {
            self.subtree(to, &body.entry)?;
            return Ok(json!({ "$ref": reference }));
        }
        self.repeat(body.value, &body.entry)?;
        let at = At { to: to.to_owned(), from: body.from.clone() };
        match body.reference {
            Some(_) => self.copy(&at.to, &at.from)?,
            None => self.subtree(&at.to, &at.from)?,
        }
        self.body(body.value, &at, consumes)
    }

    /// A parameter `in: body`.
    pub(super) fn body(
        &mut self,
        value: &'s Value,
        at: &At,
        consumes: &[String],
    ) -> Result<Value, Grown> {
        let mut result = Map::new();
        for (key, member) in value.as_object().into_iter().flatten() {
            match key.as_str() {
                // The name of a body is never sent.
                "name" | "in" | "schema" => {}
                _ => {
                    result.insert(key.clone(), member.clone());
                }
            }
        }
        let content = self.content(value.get("schema"), at, consumes)?;
        result.insert("content".to_owned(), Value::Object(content));
        Ok(Value::Object(result))
    }

    /// The same schema for each media type, at `at.to/content`.
    pub(super) fn content(
        &mut self,
        schema: Option<&'s Value>,
        at: &At,
        media_types: &[String],
    ) -> Result<Map<String, Value>, Grown> {
        let whole = at.renamed("content", "schema");
        self.made(&whole.to, &whole.from)?;
        let mut content = Map::new();
        for media_type in media_types {
            self.write(4 * ENTRY + media_type.len(), &whole.from)?;
            let mut member = Map::new();
            if let Some(schema) = schema {
                self.repeat(schema, &whole.from)?;
                let to = pointer::child(&pointer::child(&whole.to, media_type), "schema");
                let at = At { to, from: whole.from.clone() };
                self.subtree(&at.to, &at.from)?;
                member.insert("schema".to_owned(), self.schema(schema, &at)?);
            }
            content.insert(media_type.clone(), Value::Object(member));
        }
        Ok(content)
    }

    fn form(
        &mut self,
        fields: &[&Incoming<'s>],
        consumes: &[String],
        to: &str,
    ) -> Result<Value, Grown> {
        let Some(first) = fields.first() else { return Ok(json!({})) };
        self.made(to, &first.from)?;
        let (mut content, mut is_required) = (Map::new(), false);
        for media_type in media_types(fields, consumes) {
            let to = pointer::child(&pointer::child(to, "content"), &media_type);
            let form = self.fields(fields, &to)?;
            is_required |= form.pointer("/schema/required").is_some();
            content.insert(media_type, form);
        }
        let mut body = Map::new();
        if is_required {
            body.insert("required".to_owned(), json!(true));
        }
        body.insert("content".to_owned(), Value::Object(content));
        Ok(Value::Object(body))
    }

    /// The fields of a form as one object, at `to`.
    fn fields(&mut self, fields: &[&Incoming<'s>], to: &str) -> Result<Value, Grown> {
        let (mut properties, mut encoding) = (Map::new(), Map::new());
        let mut required = Vec::new();
        let place = pointer::child(&pointer::child(to, "schema"), "properties");
        for field in fields {
            let Value::Object(members) = field.value else { continue };
            let Some(name) = members.get("name").and_then(Value::as_str) else { continue };
            self.repeat(field.value, &field.from)?;
            let at = At { to: place.clone(), from: field.from.clone() };
            let Split { rest, mut schema, collection } = self.split(members, &at, name)?;
            self.copy(&pointer::child(&place, name), &field.from)?;
            for (key, value) in rest {
                match key.as_str() {
                    "name" | "in" => {}
                    "required" if value == true => required.push(json!(name)),
                    "required" if value == false => {}
                    "description" => {
                        schema.insert(key, value);
                    }
                    _ if is_extension(&key) => {
                        schema.insert(key, value);
                    }
                    _ => {
                        schema.insert(format!("x-{key}"), value);
                    }
                }
            }
            if let Some(collection) = collection {
                encode(name, &collection, &mut schema, &mut encoding);
            }
            properties.insert(name.to_owned(), Value::Object(schema));
        }
        let mut schema = json!({ "type": "object", "properties": properties });
        if !required.is_empty() {
            schema["required"] = Value::Array(required);
        }
        let mut result = json!({ "schema": schema });
        if !encoding.is_empty() {
            result["encoding"] = Value::Object(encoding);
        }
        Ok(result)
    }
}

/// How a list travels in a form; what OpenAPI 3.0 cannot say stays at the schema.
fn encode(
    name: &str,
    collection: &str,
    schema: &mut Map<String, Value>,
    encoding: &mut Map<String, Value>,
) {
    let mut entry = Map::new();
    for (key, value) in style(collection, true) {
        let target = if is_extension(key) { &mut *schema } else { &mut entry };
        target.insert(key.to_owned(), value);
    }
    if !entry.is_empty() {
        encoding.insert(name.to_owned(), Value::Object(entry));
    }
}

/// The media types of a form: those named, or the one that can carry it.
fn media_types(fields: &[&Incoming<'_>], consumes: &[String]) -> Vec<String> {
    let forms = consumes.iter().filter(|name| [URLENCODED, MULTIPART].contains(&name.as_str()));
    let named: Vec<String> = forms.cloned().collect();
    if !named.is_empty() {
        return named;
    }
    let has_file =
        fields.iter().any(|field| field.value.get("type").is_some_and(|name| name == "file"));
    vec![if has_file { MULTIPART } else { URLENCODED }.to_owned()]
}
