//! Schemas: the same language but for four words.

use gatepact_schema::Dialect;
use gatepact_schema::applicator::Applicator;
use serde_json::{Map, Value, json};

use super::{At, Grown, Lowering};
use crate::reference;
use gatepact_finding::pointer;

impl<'s> Lowering<'s> {
    pub(super) fn schema(&mut self, value: &'s Value, at: &At) -> Result<Value, Grown> {
        let Value::Object(members) = value else { return Ok(value.clone()) };
        // Nothing beside a reference counts.
        if reference::target(value).is_some() {
            return Ok(value.clone());
        }
        let mut result = Map::with_capacity(members.len());
        for (key, member) in members {
            self.keyword(&mut result, (key, member), at)?;
        }
        Ok(Value::Object(result))
    }

    /// One keyword of a schema, and what it becomes.
    pub(super) fn keyword(
        &mut self,
        result: &mut Map<String, Value>,
        (key, value): (&str, &'s Value),
        at: &At,
    ) -> Result<(), Grown> {
        // Most keywords; no pointer is made for them.
        if stays(key, value) {
            result.insert(key.to_owned(), value.clone());
            return Ok(());
        }
        let here = self.walk(at.child(key))?;
        let value = match (key, value) {
            ("type", Value::String(_)) => {
                result.insert("format".to_owned(), json!("binary"));
                self.made(&pointer::child(&at.to, "format"), &here.from)?;
                json!("string")
            }
            ("type", Value::Array(names)) => return self.types(result, names, &here),
            ("x-nullable", Value::Bool(_)) => {
                return self.rename(result, ("nullable", value), &here);
            }
            ("collectionFormat", _) => {
                return self.rename(result, ("x-collectionFormat", value), &here);
            }
            ("discriminator", Value::String(name)) => {
                self.made(&pointer::child(&here.to, "propertyName"), &here.from)?;
                json!({ "propertyName": name })
            }
            // An empty list is an empty map to the reading of OpenAPI 3.0.
            ("discriminator", Value::Array(items)) if items.is_empty() => json!({}),
            // `type: file` says it.
            ("format", _) if result.get("format").is_some() => return Ok(()),
            _ => match applicator(key) {
                Some(applicator) => {
                    applicator.replaced(value, Dialect::Swagger20, |token, schema| match token {
                        Some(token) => {
                            let at = self.walk(here.child(&token.text()))?;
                            self.schema(schema, &at)
                        }
                        None => self.schema(schema, &here),
                    })?
                }
                None => value.clone(),
            },
        };
        result.insert(key.to_owned(), value);
        Ok(())
    }

    /// `at` is the place under the old name.
    fn rename(
        &mut self,
        result: &mut Map<String, Value>,
        (name, value): (&str, &Value),
        at: &At,
    ) -> Result<(), Grown> {
        let parent = at.to.rsplit_once('/').map_or("", |(parent, _)| parent);
        self.subtree(&pointer::child(parent, name), &at.from)?;
        result.insert(name.to_owned(), value.clone());
        Ok(())
    }

    /// A list of types: JSON Schema has it, Swagger's own schema allows it, OpenAPI 3.0 does not.
    fn types(
        &mut self,
        result: &mut Map<String, Value>,
        names: &[Value],
        at: &At,
    ) -> Result<(), Grown> {
        let mut others: Vec<&Value> = names.iter().filter(|name| *name != "null").collect();
        others.dedup();
        if others.len() < names.len() {
            result.insert("nullable".to_owned(), json!(true));
        }
        let value = match others[..] {
            [one] if one.is_string() => one.clone(),
            _ => Value::Array(names.to_vec()),
        };
        self.made(&at.to, &at.from)?;
        result.insert("type".to_owned(), value);
        Ok(())
    }
}

/// Whether a keyword says the same in OpenAPI 3.0.
fn stays(key: &str, value: &Value) -> bool {
    match key {
        "type" => value.as_str().is_some_and(|name| name != "file"),
        "x-nullable" | "collectionFormat" | "discriminator" | "format" => false,
        _ => applicator(key).is_none(),
    }
}

fn applicator(key: &str) -> Option<&'static Applicator> {
    Applicator::of_dialect(key, Dialect::Swagger20)
}
