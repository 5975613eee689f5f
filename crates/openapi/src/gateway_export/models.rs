//! Models: the schemas of an export, named.

use std::collections::BTreeMap;

use gatepact_finding::{Pointer, pointer};
use gatepact_schema::Dialect;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::NotExported;
use super::journal::Journal;
use super::schema::{self, References};
use crate::{Document, reference};

/// Where models stand.
const SCHEMAS: &str = "/components/schemas";

/// Digits of a name that the service makes up (recorded: `MODELd2a00d`).
const DIGITS: usize = 6;

/// The models of an API: those with a name, and those that import had to make up a name for.
pub(super) struct Models<'d> {
    document: &'d Document,
    schemas: Map<String, Value>,
    /// The names that were made up, by the places of their schemas.
    made_up: BTreeMap<String, String>,
    /// Schemas that got a name because a reference leads to them, and are still to be written.
    open: Vec<(String, String)>,
}

impl<'d> Models<'d> {
    pub(super) fn of(document: &'d Document, journal: &mut Journal) -> Result<Self, NotExported> {
        let (schemas, made_up, open) = (Map::new(), BTreeMap::new(), Vec::new());
        let mut models = Self { document, schemas, made_up, open };
        let named = document.at(SCHEMAS).and_then(Value::as_object);
        for (name, schema) in named.into_iter().flatten() {
            let at = pointer::child(SCHEMAS, name);
            let schema = schema::supported(schema, &at, &mut models, journal);
            models.schemas.insert(name.clone(), schema);
        }
        Ok(models)
    }

    /// A reference to the model for the schema that stands at `at`.
    pub(super) fn reference(
        &mut self,
        declared: &Value,
        at: &str,
        journal: &mut Journal,
    ) -> Result<Value, NotExported> {
        journal.write(1)?;
        let alone = declared.as_object().is_some_and(|it| it.len() == 1);
        // In OpenAPI 3.0 a reference stands for itself, whatever stands beside it.
        let alone = alone || self.document.dialect() != Dialect::OpenApi31;
        if let Some(text) = reference::target(declared).filter(|_| alone) {
            return Ok(json!({ "$ref": self.redirected(text) }));
        }
        if let Some(name) = self.made_up.get(at) {
            return Ok(reference_to(name));
        }
        let schema = schema::supported(declared, at, self, journal);
        let name = self.name_of(&schema);
        let model = pointer::child(SCHEMAS, &name);
        if !self.schemas.contains_key(&name) {
            journal.moves.copy(&model, at);
            self.schemas.insert(name.clone(), schema);
        }
        let reference = reference_to(&name);
        self.made_up.insert(at.to_owned(), name);
        Ok(reference)
    }

    /// A name for a schema: that of an equal one, or one that is free.
    fn name_of(&self, schema: &Value) -> String {
        let hash = hash(&schema.to_string());
        let is_free = |name: &String| self.schemas.get(name).is_none_or(|other| other == schema);
        let names = (DIGITS..hash.len()).map(|digits| format!("MODEL{}", &hash[..digits]));
        names.into_iter().find(is_free).unwrap_or_else(|| format!("MODEL{hash}"))
    }

    /// All models, those included that only references inside of models lead to.
    pub(super) fn into_schemas(
        mut self,
        journal: &mut Journal,
    ) -> Result<Map<String, Value>, NotExported> {
        while let Some((name, at)) = self.open.pop() {
            journal.write(1)?;
            let declared = self.document.at(&at).unwrap_or(&Value::Null);
            let schema = schema::supported(declared, &at, &mut self, journal);
            journal.moves.copy(&pointer::child(SCHEMAS, &name), &at);
            self.schemas.insert(name, schema);
        }
        Ok(self.schemas)
    }
}

impl References for Models<'_> {
    /// A reference to a model stays; what else a reference leads to becomes a model: the schema of another file, a part
    /// of another schema.
    fn redirected(&mut self, text: &str) -> String {
        let Some(target) = reference::pointer(text) else { return text.to_owned() };
        if is_model(&target) || self.document.at(&target).is_none() {
            return text.to_owned();
        }
        let target = String::from(target);
        if let Some(name) = self.made_up.get(&target) {
            return written(name);
        }
        // By its place: its content may lead back to itself.
        let name = format!("MODEL{}", &hash(&target)[..2 * DIGITS]);
        self.made_up.insert(target.clone(), name.clone());
        self.open.push((name.clone(), target));
        written(&name)
    }
}

fn is_model(target: &Pointer) -> bool {
    target.starts_with(SCHEMAS) && target.tokens().count() == 3
}

fn reference_to(name: &str) -> Value {
    json!({ "$ref": written(name) })
}

fn written(name: &str) -> String {
    format!("#{SCHEMAS}/{name}")
}

fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
