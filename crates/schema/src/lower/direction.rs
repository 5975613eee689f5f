//! `readOnly` and `writeOnly`: what need not be sent in a direction.

use std::sync::Arc;

use serde_json::Value;

use super::Lower;
use super::object::entries;
use crate::applicator::{Assertion, InstancePart, subschemas};
use crate::index::{Site, address};
use crate::node::Name;
use crate::reading::Direction;

/// How many schemas of one composition are searched.
const MOST: usize = 512;

impl<'d> Lower<'_, 'd> {
    /// The properties of the composition that begins here which need not be sent; sorted.
    pub(super) fn exempt(&mut self, site: Site<'d>) -> Arc<[Name]> {
        if self.keyword().is_none() || !site.value.is_object() {
            return Arc::new([]);
        }
        let key = (address(site.value), self.lens.direction);
        if let Some(known) = self.slots.exempt.get(&key).filter(|_| !self.passing) {
            return known.clone();
        }
        let mut names: Vec<Name> = Vec::new();
        let mut open = vec![site];
        let mut seen = rustc_hash::FxHashSet::default();
        while let Some(site) = open.pop() {
            if seen.len() >= MOST || !seen.insert(address(site.value)) {
                continue;
            }
            for (name, schema) in entries(site.value.get("properties")) {
                if self.withheld(self.enter(schema, site)) {
                    names.push(name.as_str().into());
                }
            }
            open.extend(self.beside(site));
        }
        names.sort();
        names.dedup();
        let names: Arc<[Name]> = names.into();
        if !self.passing {
            self.slots.exempt.insert(key, names.clone());
        }
        names
    }

    /// The keyword that withholds a property in this direction.
    fn keyword(&self) -> Option<&'static str> {
        match self.lens.direction {
            Direction::Neither => None,
            Direction::Request => Some("readOnly"),
            Direction::Response => Some("writeOnly"),
        }
    }

    /// Whether the property's schema, or what it refers to, says that it is not sent.
    pub(super) fn withheld(&self, site: Site<'d>) -> bool {
        let Some(keyword) = self.keyword() else { return false };
        let mut site = site;
        for _ in 0..16 {
            if site.value.get(keyword) == Some(&Value::Bool(true)) {
                return true;
            }
            let Some(Value::String(reference)) = site.value.get("$ref") else { return false };
            let Some(next) = self.index.resolve(site.resource, reference) else { return false };
            site = next;
        }
        false
    }

    /// The schemas that look at the same value and may hold for it: those describe its properties.
    fn beside(&self, site: Site<'d>) -> Vec<Site<'d>> {
        let mut found = Vec::new();
        if let Some(Value::String(reference)) = site.value.get("$ref") {
            found.extend(self.index.resolve(site.resource, reference));
        }
        let dialect = self.index.dialect(site.resource);
        for below in subschemas(site.value, dialect) {
            let describes = below.applicator.part() == InstancePart::Whole
                && below.applicator.assertion() != Assertion::Negated;
            if describes {
                found.push(self.enter(below.schema, site));
            }
        }
        found
    }
}
