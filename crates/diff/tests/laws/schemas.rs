//! Random schemas that somebody might have written.

use serde_json::{Map, Value, json};

use crate::random::Random;

/// The components that schemas refer to.
pub(crate) const NAMES: [&str; 5] = ["Order", "Item", "Person", "Page", "Money"];
const PROPERTIES: [&str; 8] = ["id", "name", "size", "tags", "owner", "state", "note", "kind"];
const WORDS: [&str; 6] = ["S", "M", "XL", "open", "paid", "gone"];
const PATTERNS: [&str; 5] = ["^[a-z]+$", "^[a-z]{2,4}$", "^[A-Z0-9]{3}$", "^o.*", "^(S|M|XL)$"];
const FORMATS: [&str; 3] = ["date", "uuid", "date-time"];

/// The language of the schemas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// Nothing that Swagger 2.0 does not know.
    Swagger20,
    OpenApi30,
    OpenApi31,
}

/// What a schema is written with.
pub(crate) struct Writer<'r> {
    pub(crate) random: &'r mut Random,
    pub(crate) dialect: Dialect,
}

impl Writer<'_> {
    /// A schema of any kind.
    pub(crate) fn schema(&mut self, depth: usize) -> Value {
        let kinds = if depth == 0 { 5 } else { 12 };
        let schema = match self.random.below(kinds) {
            0 | 1 => self.text(),
            2 | 3 => self.number(),
            4 => json!({ "type": "boolean" }),
            5 | 6 => self.object(depth),
            7 => self.array(depth),
            8 | 9 => return self.reference(),
            10 => self.alternatives(depth),
            _ => json!({ "allOf": [self.reference(), self.object(depth)] }),
        };
        self.with_null(schema)
    }

    /// A schema whose values travel as one text.
    pub(crate) fn scalar(&mut self) -> Value {
        match self.random.below(5) {
            0 | 1 => self.text(),
            2 | 3 => self.number(),
            _ => json!({ "type": "boolean" }),
        }
    }

    /// A schema of a parameter: flat.
    pub(crate) fn flat(&mut self) -> Value {
        match self.random.below(6) {
            0 => json!({ "type": "array", "items": self.scalar() }),
            1 if self.dialect != Dialect::Swagger20 => json!({
                "type": "object", "required": ["from"],
                "properties": { "from": self.scalar(), "upto": self.scalar() },
                "additionalProperties": false }),
            _ => self.scalar(),
        }
    }

    fn text(&mut self) -> Value {
        let mut schema = json!({ "type": "string" });
        match self.random.below(7) {
            0 | 1 => {
                let first = self.random.below(3);
                let count = 1 + self.random.below(3);
                schema["enum"] = WORDS[first..first + count].into();
            }
            2 => schema["pattern"] = (*self.random.pick(&PATTERNS)).into(),
            3 => schema["format"] = (*self.random.pick(&FORMATS)).into(),
            4 => {
                schema["minLength"] = self.random.below(3).into();
                schema["maxLength"] = (3 + self.random.below(4)).into();
            }
            _ => {}
        }
        if self.dialect == Dialect::OpenApi31 && self.random.once_in(12) {
            schema = json!({ "const": self.random.pick(&WORDS) });
        }
        schema
    }

    fn number(&mut self) -> Value {
        let kind = *self.random.pick(&["integer", "integer", "number"]);
        let mut schema = json!({ "type": kind });
        if self.random.once_in(2) {
            schema["minimum"] = self.random.below(3).into();
        }
        if self.random.once_in(2) {
            schema["maximum"] = (3 + self.random.below(100)).into();
        }
        if self.random.once_in(8) {
            schema["multipleOf"] = (*self.random.pick(&[2, 3, 5])).into();
        }
        if self.random.once_in(8) && schema.get("maximum").is_some() {
            if self.dialect == Dialect::OpenApi31 {
                schema["exclusiveMaximum"] = schema["maximum"].take();
                schema.as_object_mut().unwrap().remove("maximum");
            } else {
                schema["exclusiveMaximum"] = true.into();
            }
        }
        if self.random.once_in(10) {
            schema["format"] = if kind == "integer" { "int32" } else { "double" }.into();
        }
        schema
    }

    pub(crate) fn object(&mut self, depth: usize) -> Value {
        let mut properties = Map::new();
        let mut required = Vec::new();
        for _ in 0..1 + self.random.below(4) {
            let name = *self.random.pick(&PROPERTIES);
            let mut schema = self.schema(depth.saturating_sub(1));
            if schema.get("$ref").is_none() && self.random.once_in(12) {
                let is_read = self.dialect == Dialect::Swagger20 || self.random.once_in(2);
                schema[if is_read { "readOnly" } else { "writeOnly" }] = true.into();
            }
            properties.insert(name.to_owned(), schema);
            if self.random.once_in(2) && !required.contains(&name) {
                required.push(name);
            }
        }
        let mut schema = json!({ "type": "object", "properties": properties });
        if !required.is_empty() {
            schema["required"] = required.into();
        }
        match self.random.below(8) {
            0 => schema["additionalProperties"] = false.into(),
            1 => schema["additionalProperties"] = self.scalar(),
            2 => schema["additionalProperties"] = true.into(),
            _ => {}
        }
        if self.dialect == Dialect::OpenApi31 && self.random.once_in(12) {
            schema["patternProperties"] = json!({ "^x": self.scalar() });
        }
        schema
    }

    fn array(&mut self, depth: usize) -> Value {
        let mut schema = json!({ "type": "array", "items": self.schema(depth - 1) });
        if self.random.once_in(4) {
            schema["maxItems"] = (2 + self.random.below(3)).into();
        }
        if self.random.once_in(4) {
            schema["minItems"] = self.random.below(3).into();
        }
        if self.random.once_in(6) {
            schema["uniqueItems"] = true.into();
        }
        schema
    }

    fn alternatives(&mut self, depth: usize) -> Value {
        if self.dialect == Dialect::Swagger20 {
            return self.object(depth);
        }
        match self.random.below(5) {
            0 => json!({ "anyOf": [self.scalar(), self.object(depth - 1)] }),
            1 => json!({ "anyOf": [self.reference(), self.reference(), self.scalar()] }),
            2 => json!({ "not": self.scalar() }),
            3 => self.tagged(),
            _ => json!({ "oneOf": [self.reference(), self.scalar()] }),
        }
    }

    fn tagged(&mut self) -> Value {
        let mut names = NAMES;
        self.random.shuffle(&mut names);
        let names = &names[..2 + self.random.below(2)];
        let to = |name: &&str| json!({ "$ref": format!("#/components/schemas/{name}") });
        let branches: Vec<Value> = names.iter().map(to).collect();
        let mut schema = json!({ "oneOf": branches, "discriminator": { "propertyName": "kind" } });
        if self.random.once_in(2) {
            let mapping = names
                .iter()
                .map(|name| (name.to_lowercase(), format!("#/components/schemas/{name}").into()));
            schema["discriminator"]["mapping"] = mapping.collect::<Map<_, _>>().into();
        }
        schema
    }

    pub(crate) fn reference(&mut self) -> Value {
        json!({ "$ref": format!("#/components/schemas/{}", self.random.pick(&NAMES)) })
    }

    fn with_null(&mut self, mut schema: Value) -> Value {
        if !self.random.once_in(8) {
            return schema;
        }
        match (self.dialect, schema.get("type").cloned()) {
            (Dialect::OpenApi30, Some(_)) => schema["nullable"] = true.into(),
            (Dialect::OpenApi31, Some(Value::String(kind))) => {
                schema["type"] = json!([kind, "null"]);
            }
            _ => {}
        }
        schema
    }
}
