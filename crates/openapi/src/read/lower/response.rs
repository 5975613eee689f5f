//! Responses: one schema for all media types of the operation.

use serde_json::{Map, Value, json};

use super::{At, Grown, Lowering};
use crate::reference;
use gatepact_finding::pointer;

impl<'s> Lowering<'s> {
    /// A response that others refer to: it has the media types of the document.
    pub(super) fn shared_response(&mut self, value: &'s Value, at: &At) -> Result<Value, Grown> {
        let produces = self.media.produces.clone();
        self.response(value, at, &produces)
    }

    pub(super) fn response(
        &mut self,
        value: &'s Value,
        at: &At,
        produces: &[String],
    ) -> Result<Value, Grown> {
        if reference::target(value).is_none() {
            return self.written_response(value, at, produces);
        }
        let (target, from) = self.resolve(value, &at.from);
        // The shared one says other media types: this operation gets its own.
        if produces == self.media.produces || !target.is_object() || from == at.from {
            return Ok(value.clone());
        }
        self.repeat(target, &at.from)?;
        let at = At { to: at.to.clone(), from };
        self.copy(&at.to, &at.from)?;
        self.written_response(target, &at, produces)
    }

    fn written_response(
        &mut self,
        value: &'s Value,
        at: &At,
        produces: &[String],
    ) -> Result<Value, Grown> {
        let Value::Object(members) = value else { return Ok(value.clone()) };
        let mut result = Map::with_capacity(members.len());
        for (key, member) in members {
            let here = at.child(key);
            let member = match key.as_str() {
                "schema" | "examples" => continue,
                "content" | "links" => {
                    self.foreign(&here);
                    member.clone()
                }
                "headers" => self.each(member, &here, Self::header)?,
                _ => member.clone(),
            };
            result.insert(key.clone(), member);
        }
        let mut content = match members.get("schema") {
            Some(schema) => self.content(Some(schema), at, produces)?,
            None => Map::new(),
        };
        self.examples(members.get("examples"), at, &mut content)?;
        if !content.is_empty() && !result.contains_key("content") {
            result.insert("content".to_owned(), Value::Object(content));
        }
        Ok(Value::Object(result))
    }

    /// Examples by media type; one that the operation does not name is one of its answers all the same.
    fn examples(
        &mut self,
        examples: Option<&Value>,
        at: &At,
        content: &mut Map<String, Value>,
    ) -> Result<(), Grown> {
        let place = pointer::child(&at.to, "content");
        let from = pointer::child(&at.from, "examples");
        for (media_type, example) in examples.and_then(Value::as_object).into_iter().flatten() {
            let to = pointer::child(&pointer::child(&place, media_type), "example");
            self.subtree(&to, &pointer::child(&from, media_type))?;
            let part = content.entry(media_type.clone()).or_insert_with(|| json!({}));
            part["example"] = example.clone();
        }
        Ok(())
    }
}
