//! What tells an alternative from the others: the value of one property.

use std::collections::BTreeMap;

use gatepact_openapi::Cursor;
use serde_json::{Map, Value, json};

use crate::compare::schema::effective_schema::EffectiveSchema;

/// The maximum number of values of a property that is a tag.
const MAX_VALUES: usize = 16;

/// The values of a property that select an alternative.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tag {
    pub(super) property: String,
    /// One at least.
    pub(super) values: Vec<Value>,
}

impl Tag {
    /// The same without the values of another tag.
    pub(super) fn beside(&self, other: Option<&Self>) -> Self {
        let is_other = |value: &&Value| {
            !other.is_some_and(|it| it.property == self.property && it.values.contains(value))
        };
        let values = self.values.iter().filter(is_other).cloned().collect();
        Self { property: self.property.clone(), values }
    }

    /// The schema of the values that have the tag.
    pub(super) fn schema(&self) -> Value {
        let Self { property, values } = self;
        let properties = Map::from_iter([(property.clone(), json!({ "enum": values }))]);
        json!({ "type": "object", "required": [property], "properties": properties })
    }
}

/// The tag by which a discriminator selects a component: what is mapped to it, else its name.
pub(super) fn of_discriminator(
    holder: &Cursor<'_>,
    target: &Cursor<'_>,
    name: &str,
) -> Option<Tag> {
    let discriminator = holder.value.get("discriminator")?;
    let property = discriminator.get("propertyName")?.as_str()?.to_owned();
    let leads_here = |to: &str| {
        let reference = if to.contains(['#', '/', '.']) {
            to.to_owned()
        } else {
            format!("#/components/schemas/{to}")
        };
        gatepact_openapi::reference::pointer(&reference).is_some_and(|it| it == target.pointer)
    };
    let mapping = discriminator.get("mapping").and_then(Value::as_object);
    let mapped = mapping
        .into_iter()
        .flatten()
        .filter(|(_, to)| to.as_str().is_some_and(leads_here))
        .map(|(value, _)| Value::from(value.as_str()));
    let mut values: Vec<Value> = mapped.collect();
    if values.is_empty() {
        values.push(Value::from(name));
    }
    values.sort_by_key(Value::to_string);
    Some(Tag { property, values })
}

/// The properties of an alternative that have few values, with these.
pub(super) fn constants(alternative: &Cursor<'_>) -> BTreeMap<String, Vec<Value>> {
    let schema = EffectiveSchema::new(alternative);
    let mut constants = BTreeMap::new();
    for member in &schema.members {
        let Some(properties) = member.raw("properties") else { continue };
        for (name, property) in properties.members() {
            let listed = property.value.get("enum").and_then(Value::as_array);
            let values = match (property.value.get("const"), listed) {
                (Some(value), _) => vec![value.clone()],
                (None, Some(values)) if values.len() <= MAX_VALUES => values.clone(),
                (None, _) => continue,
            };
            constants.entry(name.to_owned()).or_insert(values);
        }
    }
    constants
}

/// Whether two alternatives have the same one value of a property that both require.
pub(super) fn are_of_one(one: &Cursor<'_>, other: &Cursor<'_>) -> bool {
    let (this, that) = (EffectiveSchema::new(one), EffectiveSchema::new(other));
    let others = constants(other);
    constants(one).iter().any(|(name, values)| {
        values.len() == 1
            && others.get(name) == Some(values)
            && this.requires(name)
            && that.requires(name)
    })
}
