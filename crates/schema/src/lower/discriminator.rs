//! `discriminator`: a branch is the one whose tag the value bears.

use serde_json::Value;

use super::object::entries;
use super::{Lower, Members};
use crate::index::{Site, address};
use crate::node::{Arena, Id, Named, Node, Properties};

impl<'d> Lower<'_, 'd> {
    /// The branch of a `oneOf` or `anyOf`, with the tags that select it.
    pub(super) fn tagged(
        &mut self,
        schema: Id,
        branch: &'d Value,
        members: &'d Members,
        site: Site<'d>,
    ) -> Id {
        if !self.index.dialect(site.resource).is_openapi() {
            return schema;
        }
        let Some(discriminator) = members.get("discriminator") else { return schema };
        let name = discriminator.get("propertyName").and_then(Value::as_str);
        let reference = branch.get("$ref").and_then(Value::as_str);
        let (Some(name), Some(reference)) = (name, reference) else { return schema };
        let tags = self.tags(discriminator, reference, site);
        let values = tags.iter().map(|tag| self.arena.values.intern(&Value::String((*tag).into())));
        let values = values.collect();
        let values = self.arena.values(values);
        let properties = Properties {
            named: vec![Named { name: name.into(), schema: values, sent: true }],
            patterns: Vec::new(),
            rest: Arena::ANY,
            explicit: false,
        };
        let properties = self.arena.intern(Node::Properties(properties.into()));
        let required = self.arena.intern(Node::Required(name.into()));
        let object = self.arena.only(crate::types::Type::Object);
        self.arena.and([object, required, properties, schema])
    }

    /// The tags that select the referenced schema: those mapped to it, else its own name.
    fn tags<'a>(
        &self,
        discriminator: &'a Value,
        reference: &'a str,
        site: Site<'d>,
    ) -> Vec<&'a str> {
        let target = self.index.resolve(site.resource, reference);
        let leads_here = |to: &str| {
            let found = if to.contains(['#', '/', '.']) {
                self.index.resolve(site.resource, to)
            } else {
                self.index.resolve(site.resource, &format!("#/components/schemas/{to}"))
            };
            matches!((found, target), (Some(a), Some(b)) if address(a.value) == address(b.value))
        };
        let mapped: Vec<&str> = entries(discriminator.get("mapping"))
            .filter(|(_, to)| to.as_str().is_some_and(leads_here))
            .map(|(tag, _)| tag.as_str())
            .collect();
        let own = reference.rsplit('/').next().unwrap_or(reference);
        if mapped.is_empty() { vec![own] } else { mapped }
    }
}
