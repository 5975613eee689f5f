//! Parents that list their children.
//!
//! A parent names its children in `oneOf` or `anyOf`, and each child includes the parent by `allOf`. To the letter such a
//! schema refers to itself for the same value, and nothing is a value of it. Authors of API descriptions mean something
//! else, and generators of code read it so: a child is what the parent says of itself and what the child adds. So a
//! schema that includes a parent which lists it, directly or by others, includes the parent without its list.

use rustc_hash::FxHashSet;
use serde_json::Value;

use super::{Index, Site, address};
use crate::applicator::{Assertion, InstancePart, subschemas};

/// The keywords that list children.
pub(crate) const LISTS: [&str; 2] = ["anyOf", "oneOf"];

/// More schemas are not looked at.
const MOST: usize = 20_000;
/// A longer chain of references without anything else is not followed.
const CHAIN: usize = 32;

impl<'d> Index<'d> {
    /// The parent that a reference of an including schema leads to, where it is meant without its list.
    pub(crate) fn parent(&self, reference: Site<'d>, includer: usize) -> Option<Site<'d>> {
        if !self.dialect(reference.resource).is_openapi() {
            return None;
        }
        let mut parent = reference;
        for _ in 0..CHAIN {
            let Some(Value::String(target)) = parent.value.get("$ref") else { break };
            parent = self.resolve(parent.resource, target)?;
            let alone = self.dialect(parent.resource).reference_stands_alone();
            if !alone && parent.value.as_object().is_some_and(|members| members.len() > 1) {
                break;
            }
        }
        let lists = LISTS.iter().any(|key| parent.value.get(key).is_some_and(Value::is_array));
        (lists && self.lists(parent, includer)).then_some(parent)
    }

    /// Whether the list of a parent leads to a schema for the same value.
    fn lists(&self, parent: Site<'d>, child: usize) -> bool {
        let mut known = self.listed.borrow_mut();
        let listed = known.entry(address(parent.value)).or_insert_with(|| self.listed_by(parent));
        listed.contains(&child)
    }

    fn listed_by(&self, parent: Site<'d>) -> FxHashSet<usize> {
        let lists = LISTS.iter().filter_map(|key| parent.value.get(key)?.as_array()).flatten();
        let enter = |value: &'d Value, from: Site<'d>| Site {
            value,
            resource: self.begins_at(value).unwrap_or(from.resource),
        };
        let mut open: Vec<Site<'d>> = lists.map(|value| enter(value, parent)).collect();
        let mut seen = FxHashSet::default();
        while let Some(site) = open.pop() {
            let is_parent = address(site.value) == address(parent.value);
            if is_parent || seen.len() >= MOST || !seen.insert(address(site.value)) {
                continue;
            }
            if let Some(Value::String(target)) = site.value.get("$ref") {
                open.extend(self.resolve(site.resource, target));
            }
            let below = subschemas(site.value, self.dialect(site.resource));
            let in_place = below.filter(|it| {
                it.applicator.part() == InstancePart::Whole
                    && it.applicator.assertion() != Assertion::Negated
            });
            open.extend(in_place.map(|it| enter(it.schema, site)));
        }
        seen
    }
}
