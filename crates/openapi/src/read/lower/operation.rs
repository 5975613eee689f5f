//! Path items and operations.

use serde_json::{Map, Value};

use super::parameter::{Form, form_of};
use super::{At, Grown, Lowering, Media};
use crate::{Method, reference};
use gatepact_finding::pointer;

/// A parameter that makes up a body, wherever it was written.
#[derive(Debug, Clone)]
pub(super) struct Incoming<'s> {
    pub(super) form: Form,
    /// The parameter itself, references followed.
    pub(super) value: &'s Value,
    /// Where the parameter itself stands.
    pub(super) from: String,
    /// Where the list has it.
    pub(super) entry: String,
    /// The reference by which the list has it.
    pub(super) reference: Option<&'s str>,
}

impl<'s> Lowering<'s> {
    pub(super) fn path_item(&mut self, value: &'s Value, at: &At) -> Result<Value, Grown> {
        let Value::Object(members) = value else { return Ok(value.clone()) };
        let mut result = Map::with_capacity(members.len());
        let mut inherited = Vec::new();
        if let Some(parameters) = members.get("parameters") {
            let at = at.child("parameters");
            let list = self.parameters(parameters, &at, &mut inherited)?;
            put_parameters(&mut result, list);
        }
        for (key, member) in members {
            let here = at.child(key);
            let member = match key.as_str() {
                "parameters" => continue,
                "servers" => {
                    self.foreign(&here);
                    member.clone()
                }
                method if method == Method::ANY_KEY || Method::of_key(method).is_some() => {
                    self.operation(member, &here, &inherited)?
                }
                _ => member.clone(),
            };
            result.insert(key.clone(), member);
        }
        Ok(Value::Object(result))
    }

    fn operation(
        &mut self,
        value: &'s Value,
        at: &At,
        inherited: &[Incoming<'s>],
    ) -> Result<Value, Grown> {
        let Value::Object(members) = value else { return Ok(value.clone()) };
        let media = self.media.of(members);
        let mut result = Map::with_capacity(members.len());
        let mut incoming = Vec::new();
        for (key, member) in members {
            let here = at.child(key);
            let member = match key.as_str() {
                "consumes" | "produces" => continue,
                "requestBody" | "servers" | "callbacks" => {
                    self.foreign(&here);
                    member.clone()
                }
                "parameters" => {
                    let list = self.parameters(member, &here, &mut incoming)?;
                    put_parameters(&mut result, list);
                    continue;
                }
                "schemes" => {
                    result.insert("x-schemes".to_owned(), member.clone());
                    continue;
                }
                "responses" => self.responses(member, &here, &media)?,
                _ => member.clone(),
            };
            result.insert(key.clone(), member);
        }
        inherit(&mut incoming, inherited);
        // A body of OpenAPI 3 beside parameters that make up one.
        if !incoming.is_empty() && !result.contains_key("requestBody") {
            let to = pointer::child(&at.to, "requestBody");
            if let Some(body) = self.request_body(&incoming, &media.consumes, &to)? {
                result.insert("requestBody".to_owned(), body);
            }
        }
        Ok(Value::Object(result))
    }

    /// The parameters that stay parameters; the others go to `incoming`.
    fn parameters(
        &mut self,
        value: &'s Value,
        at: &At,
        incoming: &mut Vec<Incoming<'s>>,
    ) -> Result<Value, Grown> {
        let Value::Array(items) = value else { return Ok(value.clone()) };
        let mut result = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let entry = pointer::child(&at.from, &index.to_string());
            let (value, from) = self.resolve(item, &entry);
            let form = form_of(value);
            if form != Form::Other {
                let reference = reference::target(item);
                incoming.push(Incoming { form, value, from, entry, reference });
                continue;
            }
            let to = pointer::child(&at.to, &result.len().to_string());
            let at = self.walk(At { to, from: entry })?;
            if result.len() != index {
                self.subtree(&at.to, &at.from)?;
            }
            result.push(self.parameter(item, &at)?);
        }
        Ok(Value::Array(result))
    }

    fn responses(&mut self, value: &'s Value, at: &At, media: &Media) -> Result<Value, Grown> {
        let Value::Object(members) = value else { return Ok(value.clone()) };
        let mut result = Map::with_capacity(members.len());
        for (status, response) in members {
            let at = self.walk(at.child(status))?;
            let response = match super::is_extension(status) {
                true => response.clone(),
                false => self.response(response, &at, &media.produces)?,
            };
            result.insert(status.clone(), response);
        }
        Ok(Value::Object(result))
    }
}

/// A list that held nothing but a body is gone with it.
fn put_parameters(result: &mut Map<String, Value>, list: Value) {
    if list.as_array().is_none_or(|list| !list.is_empty()) {
        result.insert("parameters".to_owned(), list);
    }
}

/// What the path item gives to all its operations, unless an operation has its own.
fn inherit<'s>(own: &mut Vec<Incoming<'s>>, inherited: &[Incoming<'s>]) {
    let mine: Vec<(Form, Option<Value>)> =
        own.iter().map(|it| (it.form, it.value.get("name").cloned())).collect();
    let is_overridden = |it: &Incoming<'s>| {
        mine.iter().any(|(form, name)| {
            *form == it.form && (*form == Form::Body || name.as_ref() == it.value.get("name"))
        })
    };
    own.extend(inherited.iter().filter(|it| !is_overridden(it)).cloned());
}
