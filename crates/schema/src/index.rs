//! The documents of a universe: which resources they hold, and where a `$ref` leads.

mod circle;
mod walk;

use std::cell::RefCell;

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value;

use crate::Reason;
use crate::dialect::Dialect;
use crate::uri;

pub(crate) use circle::LISTS;

/// A document of the universe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Side(pub(crate) usize);

/// A schema with a name of its own: a document, or what has an `$id`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ResourceId(pub(crate) u32);

#[derive(Debug)]
pub(crate) struct Resource<'d> {
    pub(crate) side: Side,
    pub(crate) uri: String,
    pub(crate) root: &'d Value,
    pub(crate) anchors: FxHashMap<&'d str, &'d Value>,
    pub(crate) dynamic_anchors: FxHashMap<&'d str, &'d Value>,
    /// `$recursiveAnchor` of 2019-09.
    pub(crate) recursive: bool,
}

/// A schema at its place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Site<'d> {
    pub(crate) value: &'d Value,
    pub(crate) resource: ResourceId,
}

#[derive(Debug)]
pub(crate) struct Document<'d> {
    pub(crate) root: &'d Value,
    pub(crate) dialect: Dialect,
    pub(crate) resource: ResourceId,
    /// Whether references depend on how they are reached.
    pub(crate) dynamic: bool,
    /// Why the validator must not see the document as it is: its stack is finite too.
    pub(crate) hazard: std::cell::Cell<Option<Reason>>,
    too_deep: bool,
}

#[derive(Debug, Default)]
pub(crate) struct Index<'d> {
    pub(crate) documents: Vec<Document<'d>>,
    pub(crate) resources: Vec<Resource<'d>>,
    by_uri: FxHashMap<(Side, String), ResourceId>,
    by_address: FxHashMap<usize, ResourceId>,
    /// What the lists of parents lead to.
    listed: RefCell<FxHashMap<usize, FxHashSet<usize>>>,
}

/// What tells two places of the documents apart: they are borrowed, so they do not move.
pub(crate) fn address(value: &Value) -> usize {
    std::ptr::from_ref(value) as usize
}

/// Documents nested deeper are refused: what reads them is recursive, here and elsewhere.
const DEEPEST: usize = 160;

fn is_deeper_than(value: &Value, levels: usize) -> bool {
    match value {
        Value::Array(items) => {
            levels == 0 || items.iter().any(|item| is_deeper_than(item, levels - 1))
        }
        Value::Object(members) => {
            levels == 0 || members.values().any(|member| is_deeper_than(member, levels - 1))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

impl<'d> Index<'d> {
    /// Adds a document; the same document twice is one.
    pub(crate) fn add(&mut self, root: &'d Value, dialect: Dialect) -> Side {
        let too_deep = is_deeper_than(root, DEEPEST);
        let known = self.documents.iter().position(|known| {
            let comparable = !too_deep && known.hazard.get().is_none();
            known.dialect == dialect
                && (std::ptr::eq(known.root, root) || (comparable && known.root == root))
        });
        if let Some(known) = known {
            return Side(known);
        }
        let side = Side(self.documents.len());
        let resource = self.resource(side, String::new(), root);
        self.documents.push(Document {
            root,
            dialect,
            resource,
            dynamic: false,
            hazard: None.into(),
            too_deep,
        });
        if too_deep {
            self.documents[side.0].hazard.set(Some(Reason::Nesting));
        } else {
            walk::resources(self, side, root);
        }
        side
    }

    fn resource(&mut self, side: Side, uri: String, root: &'d Value) -> ResourceId {
        let id = ResourceId(u32::try_from(self.resources.len()).expect("fewer than 2^32"));
        self.by_uri.insert((side, uri.clone()), id);
        self.by_address.insert(address(root), id);
        self.resources.push(Resource {
            side,
            uri,
            root,
            anchors: FxHashMap::default(),
            dynamic_anchors: FxHashMap::default(),
            recursive: root.get("$recursiveAnchor") == Some(&Value::Bool(true)),
        });
        id
    }

    pub(crate) fn get(&self, id: ResourceId) -> &Resource<'d> {
        &self.resources[id.0 as usize]
    }

    pub(crate) fn document(&self, id: ResourceId) -> &Document<'d> {
        &self.documents[self.get(id).side.0]
    }

    pub(crate) fn dialect(&self, id: ResourceId) -> Dialect {
        self.document(id).dialect
    }

    /// The resource that begins at the value, if one does.
    pub(crate) fn begins_at(&self, value: &Value) -> Option<ResourceId> {
        self.by_address.get(&address(value)).copied()
    }

    /// Whether the document is nested too deep to be read at all.
    pub(crate) fn is_too_deep(&self, side: Side) -> bool {
        self.documents[side.0].too_deep
    }

    /// Where a JSON pointer leads from the root of a document.
    pub(crate) fn at(&self, side: Side, pointer: &str) -> Option<Site<'d>> {
        self.walk_to(self.documents[side.0].resource, pointer)
    }

    /// Where a reference leads that stands in the resource.
    pub(crate) fn resolve(&self, from: ResourceId, reference: &str) -> Option<Site<'d>> {
        let (uri, fragment) = uri::split(reference);
        let resource = if uri.is_empty() { from } else { self.by_reference(from, uri)? };
        let fragment = uri::percent_decoded(fragment);
        if fragment.is_empty() || fragment.starts_with('/') {
            return self.walk_to(resource, &fragment);
        }
        let value = *self.get(resource).anchors.get(fragment.as_str())?;
        Some(Site { value, resource })
    }

    fn by_reference(&self, from: ResourceId, uri: &str) -> Option<ResourceId> {
        let Resource { side, uri: base, .. } = self.get(from);
        self.by_uri.get(&(*side, uri::join(base, uri))).copied()
    }

    fn walk_to(&self, mut resource: ResourceId, pointer: &str) -> Option<Site<'d>> {
        let mut value = self.get(resource).root;
        for token in gatepact_finding::pointer::tokens(pointer) {
            value = match value {
                Value::Object(members) => members.get(token.as_ref())?,
                Value::Array(items) => items.get(token.parse::<usize>().ok()?)?,
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return None,
            };
            resource = self.begins_at(value).unwrap_or(resource);
        }
        Some(Site { value, resource })
    }
}
