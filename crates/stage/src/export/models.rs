//! Models: the schemas of an export, named.

use gatepact_openapi::{Document, reference};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::schema;

/// The models of an API: those with a name, and those that import had to make up a name for.
pub(super) struct Models(Map<String, Value>);

impl Models {
    pub(super) fn of(document: &Document) -> Self {
        let named = document.at("/components/schemas").and_then(Value::as_object);
        let named = named.into_iter().flatten();
        Self(named.map(|(name, schema)| (name.clone(), schema::supported(schema))).collect())
    }

    /// A reference to the model for a schema.
    pub(super) fn reference(&mut self, schema: &Value) -> Value {
        if let Some(reference) = reference::target(schema) {
            return json!({ "$ref": reference });
        }
        let schema = schema::supported(schema);
        let hash = hex::encode(Sha256::digest(schema.to_string()));
        let name = format!("MODEL{}", &hash[..6]);
        let reference = json!({ "$ref": format!("#/components/schemas/{name}") });
        self.0.insert(name, schema);
        reference
    }

    pub(super) fn into_schemas(self) -> Map<String, Value> {
        self.0
    }
}
